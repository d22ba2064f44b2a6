"""A type of work as one chooses it: one of the known ones, or another one with a name of its own."""

from __future__ import annotations

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.types import OTHER, TYPES, type_name, type_title
from smmdesk.ui import theme
from smmdesk.ui.widgets.fields import ChoiceField, Field, TextField


class TypeField(Field):
    """A type; the value is its word, or `other:NAME`."""

    def __init__(self) -> None:
        super().__init__()
        self.line.setSpacing(theme.S)
        self._word = ChoiceField([*((word, type_title(word)) for word in TYPES), (OTHER, _("Other"))])
        self._own = TextField(_("What it is called"), longest=60)
        self._own.set_name(_("Name of the other work"))
        self.control = self._word.control
        self.setFocusProxy(self.control)
        self.line.addWidget(self._word, 1)
        self.line.addWidget(self._own, 1)
        self._word.edited.connect(self._on_word)
        self._own.edited.connect(self.edited)
        self._own.hide()

    @property
    def word(self) -> str:
        """Return the chosen word."""
        return self._word.value()

    def value(self) -> str:
        if self.word != OTHER:
            return self.word
        name = self._own.value()
        if not name:
            raise UserError(_("Say what the other work is called."))
        return f"{OTHER}:{name}"

    def set_value(self, value: str) -> None:
        word, name = type_name(value)
        self._word.set_value(word)
        self._own.set_value(name)
        self._own.setVisible(word == OTHER)

    def set_writable(self, is_writable: bool) -> None:
        self._word.set_writable(is_writable)
        self._own.set_writable(is_writable)

    def _on_word(self) -> None:
        self._own.setVisible(self.word == OTHER)
        self.edited.emit()
