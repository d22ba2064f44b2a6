"""The side bar: the pages by their words, Settings and Help at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.ui import icons, theme
from smmdesk.ui.widgets.states import IconLabel
from smmdesk.ui.widgets.text import EnterPresses, Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the side bar: its word, its title (translated), and whether it stands at the bottom."""

    word: str
    title: str
    shortcut: str
    at_bottom: bool = False


class _NavButton(EnterPresses):
    def __init__(self, entry: Entry) -> None:
        super().__init__(f" {entry.title}")
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setAccessibleName(entry.title)
        self.setToolTip(theme.plain_tip(f"{entry.title} ({entry.shortcut})") if entry.shortcut else "")
        icons.put(self, entry.word, "muted", "accent")
        side = theme.icon_size() + theme.RING
        self.setIconSize(QSize(side, side))
        self._name = entry.title
        self._count = QLabel(self)
        self._count.setObjectName("count")
        self._count.setFont(theme.font("caption"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, theme.S, 0)
        line.addStretch(1)
        line.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        self._count.hide()

    def set_count(self, count: int) -> None:
        self._count.setText(str(count) if count < 100 else "99+")
        self._count.setVisible(count > 0)
        self.setAccessibleName(f"{self._name}, {count}" if count else self._name)


class SideBar(QFrame):
    """The list of pages. `picked` tells the word of the one that was clicked; arrows move, Enter or Space picks."""

    picked = Signal(str)

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAccessibleName(_("Pages"))
        self._buttons: dict[str, _NavButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.M, theme.L, theme.M, theme.L)
        column.setSpacing(theme.XS)
        brand = QHBoxLayout()
        brand.setContentsMargins(theme.S, 0, 0, theme.M)
        brand.setSpacing(theme.S)
        brand.addWidget(IconLabel("program", "accent", 1.4))
        brand.addWidget(Text("SMM Desk", "section", "accent"))
        brand.addStretch(1)
        column.addLayout(brand)
        for entry in entries:
            if not entry.at_bottom:
                column.addWidget(self._button(entry))
        column.addStretch(1)
        for entry in entries:
            if entry.at_bottom:
                column.addWidget(self._button(entry))
        self.setMinimumWidth(theme.characters(30))

    def _button(self, entry: Entry) -> QWidget:
        button = _NavButton(entry)
        button.clicked.connect(lambda: self.picked.emit(entry.word))
        self._group.addButton(button)
        self._buttons[entry.word] = button
        return button

    def select(self, word: str) -> None:
        """Mark the page that is shown; none where it does not stand in the bar."""
        checked = self._group.checkedButton()
        if word in self._buttons:
            self._buttons[word].setChecked(True)
        elif checked is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

    def take_focus(self) -> bool:
        """Put the focus on the page that is shown; False where it does not stand in the bar."""
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus()
        return button is not None

    def set_count(self, word: str, count: int) -> None:
        """Show a number beside a page's word; 0 takes it away."""
        if word in self._buttons:
            self._buttons[word].set_count(count)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)
