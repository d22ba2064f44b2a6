"""A line above the cells that says something and offers what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.ui import theme
from smmdesk.ui.widgets.states import IconLabel
from smmdesk.ui.widgets.text import Button, Text

Answer = tuple[str, Callable[[], object]]


class Asking(QWidget):
    """The line; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        frame = QFrame()
        frame.setObjectName("notice")
        frame.setProperty("tone", "warn")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        column.addWidget(frame)
        line = QHBoxLayout(frame)
        line.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        line.setSpacing(theme.S)
        line.addWidget(IconLabel("warning", "warn"))
        self._text = Text("", wrap=True)
        line.addWidget(self._text, 1)
        self._buttons = [Button(""), Button(""), Button("")]
        self._acts: list[Callable[[], object]] = []
        for place, button in enumerate(self._buttons):
            button.clicked.connect(partial(self._on_button, place))
            line.addWidget(button)
        self.hide()

    def ask(self, text: str, *answers: Answer) -> None:
        """Say something with at most three answers; each takes the line away."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._acts = [act for _words, act in answers]
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(answers))
            if place < len(answers):
                button.setText(answers[place][0].replace("&", "&&"))
                button.setAccessibleName(answers[place][0])
        self.show()
        self._buttons[0].setFocus()

    def _on_button(self, place: int) -> None:
        self.hide()
        self._acts[place]()
