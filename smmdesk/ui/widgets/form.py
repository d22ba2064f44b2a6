"""A form: labelled fields, each error at its field, and the buttons that keep or drop what was typed.

form = Form()
form.add("name", _("Name"), TextField(), is_needed=True)
form.add_row(("due_on", _("Due"), DayField()), ("type", _("Type"), ChoiceField(types)))
form.saved.connect(self.save)                  # "Save" was pressed and every field could be read
...
form.set_values({"name": row.name, ...})       # also makes the form clean
def save(self):
    values = form.values()
    self.context.tasks.write(lambda: change_client(id, **values), self.on_saved, form.show_error)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.widgets.fields import Field
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.text import Button, Text


class _Labelled(QWidget):
    """A field with its label above and its hint or error below."""

    def __init__(self, name: str, label: str, field: Field, hint: str, is_needed: bool) -> None:
        super().__init__()
        self.name = name
        self.label = label
        self.field = field
        self.is_needed = is_needed
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        if label:
            shown = Text(label, "caption", "muted")
            shown.setBuddy(field.control)
            column.addWidget(shown)
        column.addWidget(field)
        self._below = Text(hint, "caption", "muted", wrap=True)
        self._below.setVisible(bool(hint))
        column.addWidget(self._below)
        field.set_name(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_hint(self, text: str) -> None:
        """Say something else below the field."""
        self._hint = text
        self.show_error("")

    def show_error(self, text: str) -> None:
        """Show an error below the field; an empty one brings the hint back."""
        self._below.setText(text or self._hint)
        self._below.set_tone("bad" if text else "muted")
        self._below.setVisible(bool(text or self._hint))
        self.field.set_wrong(bool(text))
        # Said to people who do not see it, too.
        self.field.control.setAccessibleDescription(text or self._hint)


class Form(QWidget):
    """Fields under one another. `edited` tells each change, `saved` that Save was pressed with readable fields."""

    edited = Signal()
    saved = Signal()
    dropped = Signal()

    def __init__(self, save: str = "") -> None:
        super().__init__()
        self._fields: dict[str, _Labelled] = {}
        self._clean: dict[str, Any] = {}
        self.is_dirty = False
        self._is_writable = True
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.M)
        self._notice = Notice("bad")
        self.body.addWidget(self._notice)
        self._save_word = save or _("Save")
        self._buttons: QWidget | None = None
        self.save_button: Button | None = None
        self._cancel_button: Button | None = None

    # ------------------------------------------------------------------------------------------------- building

    def add(self, name: str, label: str, field: Field, *, hint: str = "", is_needed: bool = False) -> Field:
        """Add a field in a line of its own and return it; `name` is the key of its value and of its errors."""
        self.body.addWidget(self._labelled(name, label, field, hint, is_needed))
        return field

    def add_row(self, *fields: tuple[str, str, Field]) -> None:
        """Add fields beside one another."""
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S)
        for name, label, field in fields:
            line.addWidget(self._labelled(name, label, field, "", False), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)

    def add_title(self, title: str, explanation: str = "") -> None:
        """Add a title between groups of fields."""
        self.body.addSpacing(theme.S)
        self.body.addWidget(Text(title, "section"))
        if explanation:
            self.body.addWidget(Text(explanation, "caption", "muted", wrap=True))

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else between the fields."""
        self.body.addWidget(widget)

    def add_buttons(self, *more: QWidget, has_cancel: bool = True) -> None:
        """Add Save and Cancel, and others beside them; call it last."""
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, theme.XS, 0, 0)
        line.setSpacing(theme.S)
        self.save_button = Button(self._save_word, self.press_save, kind="primary")
        self._cancel_button = Button(_("Cancel"), self.press_cancel)
        line.addWidget(self.save_button)
        line.addWidget(self._cancel_button)
        self._cancel_button.setVisible(has_cancel)
        line.addStretch(1)
        for widget in more:
            line.addWidget(widget)
        self.body.addWidget(self._buttons)
        self._show_state()

    def _labelled(self, name: str, label: str, field: Field, hint: str, is_needed: bool) -> _Labelled:
        made = _Labelled(name, label, field, hint, is_needed)
        self._fields[name] = made
        field.edited.connect(lambda: self._on_edited(made))
        field.set_writable(self._is_writable)
        return made

    # ------------------------------------------------------------------------------------------------- values

    def field(self, name: str) -> Field:
        """Return a field by its name."""
        return self._fields[name].field

    def set_hint(self, name: str, text: str) -> None:
        """Say something else below a field."""
        self._fields[name].set_hint(text)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show values and make the form clean; fields that are not named stay as they are."""
        for name, value in values.items():
            if name in self._fields:
                self._fields[name].field.set_value(value)
                self._clean[name] = value
        self.mark_clean()

    def values(self) -> dict[str, Any]:
        """Return every field's value. Raises UserError, naming the first field that cannot be read or is missing."""
        found: dict[str, Any] = {}
        for name, labelled in self._fields.items():
            try:
                value = labelled.field.value()
            except UserError as failure:
                raise UserError(failure.title, failure.detail, failure.hint, field=name) from failure
            if labelled.is_needed and value in (None, ""):
                raise UserError(_("This is needed."), field=name)
            found[name] = value
        return found

    def mark_clean(self) -> None:
        """Take what is shown as kept."""
        self.is_dirty = False
        self.clear_errors()
        self._show_state()

    def set_writable(self, is_writable: bool) -> None:
        """Let the form be edited, or only be read."""
        self._is_writable = is_writable
        for labelled in self._fields.values():
            labelled.field.set_writable(is_writable)
        if self._buttons is not None:
            self._buttons.setVisible(is_writable)

    # ------------------------------------------------------------------------------------------------- errors

    def show_error(self, error: UserError) -> None:
        """Say an error at its field, or above the form where it has none."""
        self.clear_errors()
        labelled = self._fields.get(error.field or "")
        if labelled is None:
            self._notice.tell(error.sentence())
        else:
            labelled.show_error(error.sentence())
            labelled.field.setFocus()
        told = labelled if labelled is not None else self._notice
        QTimer.singleShot(0, told, lambda: _bring_into_view(told))  # once the words have their height
        self._show_state()

    def clear_errors(self) -> None:
        """Take all errors away."""
        self._notice.tell("")
        for labelled in self._fields.values():
            labelled.show_error("")

    # ------------------------------------------------------------------------------------------------- acting

    def press_save(self) -> None:
        """Do what the Save button does."""
        try:
            self.values()
        except UserError as failure:
            self.show_error(failure)
            return
        self.clear_errors()
        self.saved.emit()

    def press_cancel(self) -> None:
        """Do what the Cancel button does: show the kept values again."""
        for name, value in self._clean.items():
            self._fields[name].field.set_value(value)
        self.mark_clean()
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        is_save = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._buttons is not None and self._is_writable and is_save:
            self.press_save()
        elif event.key() == Qt.Key.Key_Escape and self.is_dirty and self._cancel_button is not None:
            # One key must not drop what was typed: it leads to the button that does.
            self._cancel_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _on_edited(self, labelled: _Labelled) -> None:
        self.is_dirty = True
        labelled.show_error("")
        self._show_state()
        self.edited.emit()

    def _show_state(self) -> None:
        if self._cancel_button is not None:
            self._cancel_button.setEnabled(self.is_dirty)


def _bring_into_view(widget: QWidget) -> None:
    """Scroll what holds a widget so that it is seen."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget, 0, theme.L)
