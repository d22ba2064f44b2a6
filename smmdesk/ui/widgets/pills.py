"""A row of filters beside one another: each with its count, exactly one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLayout, QLayoutItem, QWidget

from smmdesk.core import formats
from smmdesk.ui import theme
from smmdesk.ui.widgets.cards import clear
from smmdesk.ui.widgets.text import Button


class Flow(QLayout):
    """Puts widgets beside one another and, where the line is full, into the next one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.S)

    def addItem(self, item: QLayoutItem, /) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int, /) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_real=False)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._items]
        heights = [item.sizeHint().height() for item in self._items]
        return QSize(sum(widths) + self.spacing() * max(len(widths) - 1, 0), max(heights, default=0))

    def minimumSize(self) -> QSize:
        return QSize(
            max((item.sizeHint().width() for item in self._items), default=0),
            max((item.sizeHint().height() for item in self._items), default=0),
        )

    def setGeometry(self, rect: QRect, /) -> None:
        super().setGeometry(rect)
        self._arrange(rect, is_real=True)

    def _arrange(self, rect: QRect, *, is_real: bool) -> int:
        x, y, tallest = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue  # hidden: no gap for it
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, tallest = rect.x(), y + tallest + self.spacing(), 0
            if is_real:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            tallest = max(tallest, hint.height())
        return y + tallest - rect.y()


class Pills(QWidget):
    """Filters as pills. `chosen` tells the value of the one that was pressed; the first is chosen at the start."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._values: list[Any] = []
        self._buttons: list[Button] = []
        self._value: Any = None
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._line = Flow(self)

    def set_choices(self, choices: Sequence[tuple[Any, str, int | None]]) -> None:
        """Offer (value, words, count or None); the choice stays where it is still offered, else it is the first.

        Buttons are kept where the values are the same, so that the focus stays.
        """
        values = [value for value, _words, _count in choices]
        if values != self._values:
            self._make(values)
        for button, (_value, words, count) in zip(self._buttons, choices, strict=True):
            text = f"{words} {formats.number(count)}" if count is not None else words
            button.setText(text.replace("&", "&&"))
            button.setAccessibleName(text)
        if self._value not in self._values:
            had_choice = self._value is not None
            self._value = self._values[0] if self._values else None
            if had_choice:
                self.chosen.emit(self._value)
        self._show()

    def value(self) -> Any:
        """Return what is chosen."""
        return self._value

    def choose(self, value: Any) -> None:
        """Choose a filter as if it were pressed."""
        if value in self._values and value != self._value:
            self._value = value
            self._show()
            self.chosen.emit(value)

    def _make(self, values: list[Any]) -> None:
        for button in self._buttons:
            self._group.removeButton(button)
        clear(self._line)
        self._values = values
        self._buttons = []
        for value in values:
            button = Button("", kind="pill")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, value=value: self.choose(value))
            self._group.addButton(button)
            self._line.addWidget(button)
            self._buttons.append(button)

    def _show(self) -> None:
        for value, button in zip(self._values, self._buttons, strict=True):
            button.setChecked(value == self._value)
