"""The list before the report: what blocks it, what is missing, what it will say; each line leads to its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.domain.reports.preflight import Item, Weight
from smmdesk.ui import theme
from smmdesk.ui.widgets.cards import clear
from smmdesk.ui.widgets.states import IconLabel
from smmdesk.ui.widgets.text import Button, Text, rule

_LOOKS = {
    Weight.BLOCKS: ("error", "bad"),
    Weight.MISSING: ("warning", "warn"),
    Weight.REMARK: ("info", "muted"),
}


class CheckList(QWidget):
    """Lines under their titles; `go(word, item)` opens the place where one is settled."""

    def __init__(self, go: Callable[[str, object], object]) -> None:
        super().__init__()
        self._go = go
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show the lines, the weightiest first."""
        clear(self._column)
        if not items:
            self._column.addWidget(self._line(("done", "good"), _("Everything is there."), None))
            return
        titles = {Weight.BLOCKS: _("Blocks the report"), Weight.MISSING: _("Missing"), Weight.REMARK: _("Good to know")}
        for weight in Weight:
            shown = [item for item in items if item.weight is weight]
            if not shown:
                continue
            if self._column.count():
                self._column.addWidget(rule())
            self._column.addWidget(Text(titles[weight], "strong", "bad" if weight is Weight.BLOCKS else ""))
            for item in shown:
                line = self._line(_LOOKS[weight], item.text, item)
                self._column.addWidget(line)
                line.show()

    def _line(self, look: tuple[str, str], text: str, item: Item | None) -> QWidget:
        frame = QFrame()
        line = QHBoxLayout(frame)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S)
        line.addWidget(IconLabel(*look), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(text, wrap=True))
        if item is not None and item.word:
            button = Button(place_words(item.word), lambda: self._go(item.word, item.item), kind="link")
            button.setAccessibleDescription(text)
            words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(words, 1)
        return frame


def place_words(word: str) -> str:
    """Say where a line leads."""
    return {
        "ledger": _("Show in the ledger"),
        "imports": _("Import files"),
        "sheet": _("Write it on page 1"),
        "deliverables": _("Show the deliverables"),
        "settings": _("Open Settings"),
        "clients": _("Open the client"),
    }[word]
