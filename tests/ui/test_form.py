"""Fields and forms: what is typed is read or refused at its place, and nothing typed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smmdesk.core import i18n
from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.ui.widgets.fields import (
    ChoiceField,
    ColorField,
    DayField,
    Field,
    FlagField,
    LongTextField,
    MoneyField,
    MonthField,
    NumberField,
    PercentField,
    TextField,
)
from smmdesk.ui.widgets.form import Form


def shown(qtbot: Any, widget: Any) -> Any:
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.mark.parametrize(
    ("make", "typed", "value"),
    [
        (TextField, "  Bar Sport ", "Bar Sport"),
        (NumberField, "12.5", Decimal("12.5")),
        (lambda: NumberField(is_whole=True), "12", 12),
        (PercentField, "22", Decimal(22)),
        (MoneyField, "1,234.50", 123450),
        (MoneyField, "-3", -300),
        (DayField, "18/6/26", date(2026, 6, 18)),
        (ColorField, "C2410C", "#c2410c"),
        (ColorField, "#FFF", "#ffffff"),
    ],
)
def test_what_is_typed_is_read(qtbot: Any, make: Any, typed: str, value: Any) -> None:
    field = shown(qtbot, make())
    told: list[bool] = []
    field.edited.connect(lambda: told.append(True))
    QTest.keyClicks(field.input, typed)
    assert field.value() == value
    assert told


@pytest.mark.parametrize("make", [NumberField, MoneyField, PercentField, DayField])
def test_empty_is_none(qtbot: Any, make: Any) -> None:
    assert shown(qtbot, make()).value() is None


@pytest.mark.parametrize(
    ("make", "typed", "title"),
    [
        (NumberField, "many", "This is not a number."),
        (lambda: NumberField(is_whole=True), "1.5", "Write a whole number."),
        (lambda: NumberField(least=1), "0", "The least is 1."),
        (PercentField, "-1", "The least is 0."),
        (MoneyField, "1.005", "An amount has at most two decimals."),
        (DayField, "31/2/2026", "This is not a day."),
        (ColorField, "teal-ish", "This is not a colour."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(qtbot: Any, make: Any, typed: str, title: str) -> None:
    field = shown(qtbot, make())
    QTest.keyClicks(field.input, typed)
    with pytest.raises(UserError) as refused:
        field.value()
    assert refused.value.title == title


@pytest.mark.parametrize("language", ["it", "en"])
def test_values_come_back_as_they_were_set(qtbot: Any, language: str) -> None:
    with_values: list[tuple[Field, Any]] = [
        (TextField(), "<b>Łódź</b> 😀"),
        (LongTextField(), "one\ntwo"),
        (NumberField(), Decimal("1234.5678")),
        (MoneyField("PLN"), -123456),
        (DayField(), date(2026, 2, 28)),
        (MonthField(Month(2026, 6)), Month(2025, 12)),
        (ChoiceField([(None, "–"), ("tu", "tu"), ("Lei", "Lei")]), "Lei"),
        (FlagField("Seasonal"), True),
        (ColorField(), "#0f4c5c"),
    ]
    i18n.use_language(language)
    for field, value in with_values:
        told: list[bool] = []
        shown(qtbot, field).edited.connect(lambda told=told: told.append(True))
        field.set_value(value)
        assert field.value() == value
        assert told == [], "showing a value is no edit"


def test_a_day_is_tidied_when_the_field_is_left(qtbot: Any) -> None:
    field = shown(qtbot, DayField())
    QTest.keyClicks(field.input, "1.2.26")
    field.input.editingFinished.emit()
    assert field.input.text() == "01/02/2026"
    field.input.setText("1.2.x")
    field.input.editingFinished.emit()
    assert field.input.text() == "1.2.x"


def test_ten_thousand_characters_fit_and_no_more(qtbot: Any) -> None:
    field = shown(qtbot, LongTextField())
    field.set_value("é" * 10_000)
    assert len(field.value()) == 10_000
    field.set_value("é" * 10_001)
    with pytest.raises(UserError, match="too long"):
        field.value()


class TestForm:
    @pytest.fixture
    def form(self, qtbot: Any) -> Form:
        form = Form()
        form.add("name", "Name", TextField(), is_needed=True, hint="As on the sign")
        form.add_row(("fee", "Fee", MoneyField()), ("start", "Start", DayField()))
        form.add_buttons()
        form.set_values({"name": "Bar", "fee": 60000, "start": None})
        return shown(qtbot, form)

    def type(self, form: Form, name: str, text: str) -> None:
        field = form.field(name)
        assert isinstance(field, TextField)
        field.input.setText(text)
        field.input.textEdited.emit(text)

    def test_values_by_their_names(self, form: Form) -> None:
        assert form.values() == {"name": "Bar", "fee": 60000, "start": None}
        assert not form.is_dirty

    def test_the_first_wrong_field_is_named(self, form: Form) -> None:
        self.type(form, "name", "")
        with pytest.raises(UserError) as refused:
            form.values()
        assert (refused.value.field, refused.value.title) == ("name", "This is needed.")

    def test_saving_tells_only_readable_values(self, form: Form) -> None:
        told: list[bool] = []
        form.saved.connect(lambda: told.append(True))
        self.type(form, "fee", "much")
        assert form.save_button is not None
        form.save_button.click()
        assert told == []
        control = form.field("fee").control
        assert control.property("wrong")
        assert control.accessibleDescription().startswith("This is not a number.")
        self.type(form, "fee", "700")
        assert not control.property("wrong")
        form.save_button.click()
        assert told == [True]

    def test_an_error_of_a_command_stands_at_its_field_or_above(self, form: Form) -> None:
        form.show_error(UserError("The name is taken.", field="name"))
        assert form.field("name").control.accessibleDescription() == "The name is taken."
        form.show_error(UserError("The disk is full.", "Everything is safe."))
        assert form._notice.accessibleName() == "The disk is full. Everything is safe."
        assert form.field("name").control.accessibleDescription() == "As on the sign"

    def test_escape_leads_to_cancel_which_brings_back_what_was_kept(self, form: Form) -> None:
        self.type(form, "name", "Bar Sport")
        assert form.is_dirty
        QTest.keyClick(form, Qt.Key.Key_Escape)
        cancel = form._cancel_button
        assert cancel is not None
        assert form.focusWidget() is cancel
        assert form.values()["name"] == "Bar Sport"
        QTest.keyClick(cancel, Qt.Key.Key_Space)
        assert form.values()["name"] == "Bar"
        assert not form.is_dirty

    def test_enter_on_a_button_presses_it_and_saves_nothing(self, form: Form) -> None:
        told: list[bool] = []
        form.saved.connect(lambda: told.append(True))
        self.type(form, "name", "Bar Sport")
        assert form._cancel_button is not None
        QTest.keyClick(form._cancel_button, Qt.Key.Key_Return)
        assert told == []
        assert form.values()["name"] == "Bar"

    def test_enter_saves(self, form: Form) -> None:
        told: list[bool] = []
        form.saved.connect(lambda: told.append(True))
        name = form.field("name")
        assert isinstance(name, TextField)
        QTest.keyClick(name.input, Qt.Key.Key_Return)
        assert told == [True]

    def test_what_may_not_be_written_can_only_be_read(self, form: Form) -> None:
        form.set_writable(False)
        name = form.field("name")
        assert isinstance(name, TextField)
        QTest.keyClicks(name.input, "x")
        assert form.values()["name"] == "Bar"
        assert form.save_button is not None
        assert not form.save_button.isVisible()
