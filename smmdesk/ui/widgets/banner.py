"""The band across the top of the window: this is the example, or somebody else is writing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from smmdesk.ui import theme
from smmdesk.ui.widgets.states import IconLabel
from smmdesk.ui.widgets.text import Button, Text


class Banner(QFrame):
    """A word, a sentence and at most one button."""

    def __init__(
        self,
        word: str,
        text: str,
        act: str = "",
        on_act: Callable[[], object] | None = None,
        *,
        icon: str = "info",
        tone: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName("banner")
        if tone:
            self.setProperty("tone", tone)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.XL, theme.S, theme.XL, theme.S)
        line.setSpacing(theme.S)
        line.addWidget(IconLabel(icon, tone or "accent"))
        line.addWidget(Text(word, "strong"))
        line.addWidget(Text(text, wrap=True), 1)
        if act:
            line.addWidget(Button(act, on_act))
        self.setAccessibleName(f"{word} {text}")
