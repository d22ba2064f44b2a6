"""Fields of a contract that exist only there: what is promised each month, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.types import OTHER, TYPES, type_title
from smmdesk.ui import theme
from smmdesk.ui.widgets.fields import ChoiceField, Field, NumberField
from smmdesk.ui.widgets.text import Button
from smmdesk.ui.widgets.type_field import TypeField


@dataclass(slots=True)
class _Line:
    whole: QWidget
    type: TypeField
    count: NumberField
    remove: Button


class QuotasField(Field):
    """How many of each type every month: lines of type and number; the value is a mapping."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        self._is_writable = True
        self._name = ""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        self._place = QVBoxLayout()
        self._place.setSpacing(theme.XS)
        column.addLayout(self._place)
        self.add_button = Button(_("Add a type of work"), self._on_add, icon="add", kind="link")
        last = QHBoxLayout()
        last.addWidget(self.add_button)
        last.addStretch(1)
        column.addLayout(last)
        self.line.addWidget(whole, 1)
        self.control = self.add_button
        self.setFocusProxy(self.add_button)

    def value(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in self._lines:
            type_ = line.type.value()
            count = line.count.value()
            if count is None:
                raise UserError(_("Write how many of each type are promised every month."))
            if type_ in found:
                raise UserError(_("A type stands twice: {type}").format(type=type_title(type_)))
            found[type_] = count
        return found

    def set_value(self, value: Mapping[str, int]) -> None:
        while self._lines:
            self._drop(self._lines[-1])
        for type_, count in value.items():
            self._add(type_, count)

    def set_name(self, name: str) -> None:
        self._name = name

    def set_wrong(self, is_wrong: bool) -> None:
        for line in self._lines:
            line.count.set_wrong(is_wrong)

    def set_writable(self, is_writable: bool) -> None:
        self._is_writable = is_writable
        self.add_button.setVisible(is_writable)
        for line in self._lines:
            self._write(line)

    def _add(self, type_: str, count: int | None) -> _Line:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        line = _Line(
            whole,
            TypeField(),
            NumberField(is_whole=True, least=0),
            Button("", kind="bare", icon="close", tip=_("Remove this type")),
        )
        line.type.set_value(type_)
        line.type.set_name(_("Type of work"))
        line.count.set_value(count)
        line.count.set_name(_("How many each month"))
        line.count.input.setFixedWidth(theme.characters(9))
        row.addWidget(line.type, 1)
        row.addWidget(line.count)
        row.addWidget(line.remove)
        for field in (line.type, line.count):
            field.edited.connect(self.edited)
        line.remove.clicked.connect(lambda: self._on_remove(line))
        self._lines.append(line)
        self._place.addWidget(whole)
        self._write(line)
        return line

    def _write(self, line: _Line) -> None:
        for field in (line.type, line.count):
            field.set_writable(self._is_writable)
        line.remove.setVisible(self._is_writable)

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._place.removeWidget(line.whole)
        line.whole.hide()
        line.whole.deleteLater()

    def _on_add(self) -> None:
        used = {line.type.word for line in self._lines}
        line = self._add(next((word for word in TYPES if word not in used), OTHER + ":"), None)
        line.type.setFocus()
        self.edited.emit()

    def _on_remove(self, line: _Line) -> None:
        self._drop(line)
        self.add_button.setFocus()
        self.edited.emit()


class CarryOverField(Field):
    """What becomes of undelivered work: nothing (0), carried over for some months (N), or without limit (None)."""

    def __init__(self) -> None:
        super().__init__()
        self._rule = ChoiceField(
            [
                ("none", _("Lapses at the month's end")),
                ("months", _("Is carried over for some months")),
                ("unlimited", _("Is carried over without limit")),
            ]
        )
        self._months = NumberField(_("months"), is_whole=True, least=1)
        self._months.set_name(_("For how many months"))
        self._months.input.setFixedWidth(theme.characters(7))
        self._take(self._rule.input)
        self.line.insertWidget(0, self._rule, 1)
        self.line.addWidget(self._months)
        self._rule.edited.connect(self._on_rule)
        self._months.edited.connect(self.edited)
        self.set_value(0)

    def value(self) -> int | None:
        rule = self._rule.value()
        if rule != "months":
            return 0 if rule == "none" else None
        months = self._months.value()
        if months is None:
            raise UserError(_("Write for how many months."))
        return months

    def set_value(self, value: Any) -> None:
        self._rule.set_value("unlimited" if value is None else "months" if value else "none")
        self._months.set_value(value or 1)
        self._months.setVisible(bool(value))

    def set_writable(self, is_writable: bool) -> None:
        self._rule.set_writable(is_writable)
        self._months.set_writable(is_writable)

    def _on_rule(self) -> None:
        self._months.setVisible(self._rule.value() == "months")
        self.edited.emit()
