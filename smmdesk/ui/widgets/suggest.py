"""A line that suggests: what was typed is looked for anywhere in the suggestions, all of them open with the arrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit

from smmdesk.core.i18n import _
from smmdesk.ui import icons
from smmdesk.ui.widgets.fields import LONGEST_LINE, TextField

SHOWN_SUGGESTIONS = 9


class SuggestField(TextField):
    """One line with suggestions of (value, text); `value()` is the value of a suggestion, or what was typed."""

    def __init__(
        self, choices: Sequence[tuple[str, str]] = (), placeholder: str = "", *, longest: int = LONGEST_LINE
    ) -> None:
        super().__init__(placeholder, longest=longest)
        self._texts: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._list = QStringListModel(self)
        self._completer = QCompleter(self._list, self)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(SHOWN_SUGGESTIONS)
        self._popup: QAbstractItemView = self._completer.popup()  # pyright: ignore[reportAttributeAccessIssue]
        self._popup.setObjectName("suggestions")
        self._completer.activated.connect(lambda _text: self.edited.emit())
        self.input.setCompleter(self._completer)
        self.input.installEventFilter(self)
        # The arrow inside the line; the arrow key does the same.
        self._open = self.input.addAction(icons.icon("open", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._open.setToolTip(_("Show all suggestions"))
        self._open.triggered.connect(lambda _checked: self.open_list())
        icons.put(self._open, "open", "muted")
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Suggest other values; what stands in the line stays."""
        shown = self.value()
        self._texts = dict(choices)
        self._values = {text.casefold(): value for value, text in choices}
        self._values |= {value.casefold(): value for value, _text in choices}
        self._list.setStringList([text for _value, text in choices])
        self._open.setVisible(bool(choices))
        self.set_value(shown)

    def value(self) -> str:
        typed: str = super().value()
        return self._values.get(typed.casefold(), typed)

    def set_value(self, value: str) -> None:
        super().set_value(self._texts.get(value, value))

    def set_writable(self, is_writable: bool) -> None:
        super().set_writable(is_writable)
        self._open.setEnabled(is_writable)

    def open_list(self) -> None:
        """Show all suggestions."""
        if self.input.isReadOnly():
            return
        self.input.setFocus()
        self.input.selectAll()
        self._completer.setCompletionPrefix("")
        # After the click has ended: the popup would take its end for a click outside.
        QTimer.singleShot(0, self._completer.complete)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if (
            watched is self.input
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and not self._popup.isVisible()
        ):
            self.open_list()
            return True
        return super().eventFilter(watched, event)
