"""The columns of the table of posts: a list that drops down, each with a box to tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from smmdesk.ui import theme
from smmdesk.ui.widgets.cards import clear
from smmdesk.ui.widgets.fields import FlagField

SHOWN = 14


class ColumnChooser(QFrame):
    """Drops down below a button. `changed` tells the chosen keys, in the order of the list."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._boxes: list[tuple[str, FlagField]] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        self._area = QScrollArea()
        self._area.setObjectName("scroller")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        self._list.setSpacing(theme.S)
        self._area.setWidget(inside)
        outer.addWidget(self._area)

    def open_below(self, anchor: QWidget, choices: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """Drop down with (key, title) choices."""
        clear(self._list)
        self._boxes = []
        for key, title in choices:
            box = FlagField(title)
            box.set_value(key in chosen)
            box.set_name(title)
            box.edited.connect(self._on_edited)
            self._list.addWidget(box)
            self._boxes.append((key, box))
        self._list.addStretch(1)
        rows = min(len(choices), SHOWN)
        self.setFixedSize(theme.characters(40), rows * (theme.line_height() + theme.M) + 3 * theme.L)
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + theme.XS))
        self.move(corner)
        self.show()
        if self._boxes:
            self._boxes[0][1].control.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_edited(self) -> None:
        self.changed.emit([key for key, box in self._boxes if box.value()])
