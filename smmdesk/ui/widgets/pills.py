"""A row of filters beside one another: each with its count, exactly one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.ui import theme
from smmdesk.ui.widgets.text import Button


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
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.S)

    def set_choices(self, choices: Sequence[tuple[Any, str, int]]) -> None:
        """Offer (value, words, count); the present choice stays where it is still offered, else the first is taken.

        Buttons are kept where the values are the same, so that the focus stays.
        """
        values = [value for value, _words, _count in choices]
        if values != self._values:
            self._make(values)
        for button, (_value, words, count) in zip(self._buttons, choices, strict=True):
            text = f"{words} {formats.number(count)}"
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
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
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
