"""The month's sheet: what a person writes for page 1, saved as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.core.money import round_half_up
from smmdesk.core.readings import Unit
from smmdesk.domain.reports.kpis import KpiValue
from smmdesk.domain.reports.rows import MOST_KPIS, KpiDraft, SheetRow
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.reports.kpi_field import KpiField
from smmdesk.ui.widgets.editor import Editor, Panel
from smmdesk.ui.widgets.fields import DayField, LongTextField
from smmdesk.ui.widgets.status import GOAL
from smmdesk.ui.widgets.text import Button, Elided, Text

TEXTS = ("goal", "worked", "did_not_work", "we_change", "request")


class SheetForm(QWidget):
    """The form of the sheet with its head and its buttons."""

    def __init__(self, context: Context, on_take_over: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self._currency = "EUR"
        self.form = Editor(_("Save page 1"))
        form = self.form
        form.add(
            "goal",
            _("The client's goal, in its own words"),
            LongTextField(_("More direct bookings in the quiet weeks"), lines=2),
        )
        form.add_title(_("Figures of page 1"), _("Up to four, each with its target. They are worked out on the PDF."))
        self.kpis = [
            KpiField(number, lambda: self._currency, lambda place=number - 1: self._on_remove(place))
            for number in range(1, MOST_KPIS + 1)
        ]
        for place, field in enumerate(self.kpis):
            form.add(f"kpis.{place}", _("Figure {n}").format(n=place + 1), field)
        self._shown = [True] * MOST_KPIS
        self.add_button = Button(_("Add a figure"), self._on_add, icon="add", kind="link")
        form.add_widget(self.add_button)
        form.body.setAlignment(self.add_button, Qt.AlignmentFlag.AlignLeft)
        form.add_title(_("The month in three sentences"))
        form.add("worked", _("What worked"), LongTextField(lines=2))
        form.add("did_not_work", _("What did not work"), LongTextField(lines=2))
        form.add("we_change", _("What we change"), LongTextField(lines=2))
        form.add_title(_("What we need from the client"))
        form.add("request", _("Request"), LongTextField(lines=2))
        form.add("request_by", _("By"), DayField())
        self.take_over = Button(_("Take over goal and figures"), on_take_over, icon="history", kind="link")
        form.add_buttons()
        self.heading = Elided(_("Page 1"), "section")
        self.state = Text("", "caption", "muted", wrap=True)
        head = QWidget()
        line = QHBoxLayout(head)
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        words.addWidget(self.heading)
        words.addWidget(self.state)
        line.addLayout(words, 1)
        line.addWidget(self.take_over, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Panel(head, form, form.take_buttons()))

    # ------------------------------------------------------------------------------------------------- showing

    def show_sheet(
        self,
        key: object,
        sheet: SheetRow,
        values: Sequence[KpiValue],
        sources: Sequence[tuple[Any, str]],
        currency: str,
        earlier: SheetRow,
    ) -> None:
        """Show what is kept; what is half typed about the same month stays."""
        self._currency = currency
        for field in self.kpis:
            field.set_sources(sources)
        self.take_over.setVisible(self.context.writable and bool(earlier.goal or earlier.kpis))
        self.state.setText(_("Not begun yet.") if sheet.is_empty else _("Saved for this month."))
        if self.form.show_row(key, self._values(sheet)):
            for place, field in enumerate(self.kpis):
                self._show_kpi(place, not field.is_empty)
        for place in range(MOST_KPIS):
            self.form.set_hint(f"kpis.{place}", kpi_words(values[place], currency) if place < len(values) else "")

    def fill_in(self, earlier: SheetRow) -> None:
        """Put goal and figures of an earlier month into the form, their values by hand left open."""
        self.form.field("goal").set_value(earlier.goal)
        for place, field in enumerate(self.kpis):
            kept = earlier.kpis[place] if place < len(earlier.kpis) else None
            draft = None if kept is None else _without_value(kept)
            field.set_value(draft)
            self._show_kpi(place, draft is not None)
            self.form.set_hint(f"kpis.{place}", "")
        self.form.field("goal").edited.emit()

    def drafts(self) -> dict[str, Any]:
        """Return what is typed, for `save_month_sheet`. Raises UserError at the field that cannot be read."""
        typed = self.form.values()
        kpis = [typed.pop(f"kpis.{place}") for place in range(MOST_KPIS)]
        return {**typed, "kpis": tuple(kpi for kpi in kpis if kpi is not None)}

    def field_of(self, name: str | None) -> str | None:
        """Return the form's field for a command's: figures are counted without the empty ones there."""
        if name is None or not name.startswith("kpis."):
            return "kpis.0" if name == "kpis" else name
        filled = [place for place, field in enumerate(self.kpis) if not field.is_empty]
        wanted = int(name.removeprefix("kpis."))
        return f"kpis.{filled[wanted]}" if wanted < len(filled) else name

    def _values(self, sheet: SheetRow) -> dict[str, Any]:
        kpis = {f"kpis.{place}": sheet.kpis[place] if place < len(sheet.kpis) else None for place in range(MOST_KPIS)}
        return {**{name: getattr(sheet, name) for name in TEXTS}, "request_by": sheet.request_by, **kpis}

    # ------------------------------------------------------------------------------------------------- figures

    def _on_add(self) -> None:
        place = self._shown.index(False)
        self._show_kpi(place, True)
        self.kpis[place].setFocus()

    def _on_remove(self, place: int) -> None:
        self.kpis[place].set_value(None)
        self.form.set_hint(f"kpis.{place}", "")
        self._show_kpi(place, False)
        self.kpis[place].edited.emit()

    def _show_kpi(self, place: int, is_shown: bool) -> None:
        self._shown[place] = is_shown
        self.form.set_shown(f"kpis.{place}", is_shown)
        self.add_button.setVisible(not all(self._shown) and self.context.writable)


def _without_value(kept: KpiDraft) -> KpiDraft:
    return KpiDraft(
        kept.text, kept.source, kept.account_id, None, kept.target, kept.unit, lower_is_better=kept.lower_is_better
    )


def kpi_words(value: KpiValue, currency: str) -> str:
    """Say what a figure came to: "Comes to 8. ✓ Met"."""
    if value.spent_without_result is not None:
        return _("{amount} spent, none yet").format(amount=formats.money(value.spent_without_result, currency))
    if value.value is None:
        return _("No value this month")
    said = _("Comes to {value}").format(value=value_words(value, currency))
    return f"{said}. {GOAL[value.status.value].text}" if value.status is not None else said


def value_words(value: KpiValue, currency: str) -> str:
    """Write a figure's value in its unit."""
    assert value.value is not None
    if value.draft.source == "ledger.roi":
        return formats.percent(value.value, 1)
    if value.unit is Unit.MONEY:
        return formats.money(round_half_up(Fraction(value.value) * 100), currency)
    if value.unit is Unit.SHARE:
        return formats.percent(value.value * 100, 2)
    return formats.number(value.value)
