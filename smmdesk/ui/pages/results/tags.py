"""The tags of one or many posts: shown as pills that can be taken away, and a line that adds one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.results.post_marks import LONGEST_TAG
from smmdesk.ui import theme
from smmdesk.ui.widgets.cards import clear
from smmdesk.ui.widgets.pills import Flow
from smmdesk.ui.widgets.suggest import SuggestField
from smmdesk.ui.widgets.text import Button, Text


class _TagLine(SuggestField):
    """The line for a new tag; Enter adds it."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__((), _("Add a tag"), longest=LONGEST_TAG + 1)
        self.set_name(_("Add a tag"))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class TagEditor(QWidget):
    """`added` and `removed` tell the tag; the view keeps it."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(Text(_("Tags"), "caption", "muted"))
        self._pills = QWidget()
        self._flow = Flow(self._pills)
        self._flow.setSpacing(theme.XS)
        column.addWidget(self._pills)
        line = QHBoxLayout()
        line.setSpacing(theme.XS)
        self.line = _TagLine()
        self.line.entered.connect(self._on_add)
        self.add_button = Button(_("Add"), self._on_add)
        line.addWidget(self.line, 1)
        line.addWidget(self.add_button)
        column.addLayout(line)
        self._error = Text("", "caption", "bad", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        self._is_writable = True
        self._shown: list[tuple[str, str]] = []

    def show_tags(self, tags: Mapping[str, int], posts: int) -> None:
        """Show the tags of so many posts, each with how many of them carry it."""
        shown = [
            (tag, tag if count == posts else f"{tag} ({formats.number(count)}/{formats.number(posts)})")
            for tag, count in tags.items()
        ]
        self.show_error(None)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._flow)
        for tag, words in shown:
            pill = Button(
                words, lambda tag=tag: self.removed.emit(tag), kind="pill", icon="close" if self._is_writable else ""
            )
            remove = _("Take the tag {tag} away").format(tag=tag)
            pill.setAccessibleName(remove)
            pill.setToolTip(theme.plain_tip(remove))
            pill.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the word
            QPushButton.setText(pill, f"{words} ".replace("&", "&&"))
            pill.setEnabled(self._is_writable)
            self._flow.addWidget(pill)
        self._pills.setVisible(bool(shown))
        self._pills.updateGeometry()

    def suggest(self, tags: Sequence[str]) -> None:
        """Offer the tags that are already in use."""
        self.line.set_choices([(tag, tag) for tag in tags])

    def show_error(self, error: UserError | None) -> None:
        """Say why a tag was refused."""
        self._error.setText("" if error is None else error.sentence())
        self._error.setVisible(error is not None)

    def set_writable(self, is_writable: bool) -> None:
        """Let tags be changed, or only be read."""
        self._is_writable = is_writable
        self.line.setEnabled(is_writable)
        self.add_button.setEnabled(is_writable)

    def _on_add(self) -> None:
        typed = self.line.value()
        if typed:
            self.line.set_value("")
            self.added.emit(typed)
