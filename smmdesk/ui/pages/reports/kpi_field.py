"""One figure of page 1 as a field of a form: its name, where it is taken from, its value by hand, and its target."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.readings import Direction, Unit
from smmdesk.domain.reports.rows import LEDGER_FIGURES, KpiDraft
from smmdesk.domain.results.engagement import metric_of
from smmdesk.ui import theme
from smmdesk.ui.pages.reports.reading import metric_title
from smmdesk.ui.widgets.fields import ChoiceField, Field, FlagField, NumberField, TextField
from smmdesk.ui.widgets.text import Button, Text

Source = tuple[str, int | None]
BY_HAND: Source = ("", None)


class KpiField(Field):
    """The value is a KpiDraft, or None while nothing is typed. `removed` is asked for by its button."""

    def __init__(self, number: int, currency: Callable[[], str], on_remove: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("kpi")
        self._currency = currency
        self._suggested = ""
        self._name = TextField(_("As the client says it, such as: direct bookings"), longest=200)
        self._source = ChoiceField([(BY_HAND, _("Counted by hand"))])
        self._value = NumberField()
        self._unit = ChoiceField(
            [(Unit.COUNT.value, _("number")), (Unit.MONEY.value, _("money")), (Unit.SHARE.value, "%")]
        )
        self._target = NumberField()
        self._lower = FlagField(_("Less is better"))
        self._remove = Button("", on_remove, icon="close", kind="bare", tip=_("Remove figure {n}").format(n=number))
        self._name.set_name(_("Figure {n}: name").format(n=number))
        self._source.set_name(_("Figure {n}: taken from").format(n=number))
        self._value.set_name(_("Figure {n}: value").format(n=number))
        self._unit.set_name(_("Figure {n}: unit").format(n=number))
        self._target.set_name(_("Figure {n}: target").format(n=number))
        self._value.input.setPlaceholderText(_("Value"))
        self._lower.set_name(_("Figure {n}: less is better").format(n=number))
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.XS)
        first = QHBoxLayout()
        first.setSpacing(theme.S)
        first.addWidget(self._name, 1)
        first.addWidget(self._remove)
        second = QHBoxLayout()
        second.setSpacing(theme.S)
        second.addWidget(self._source, 1)
        third = QHBoxLayout()
        third.setSpacing(theme.S)
        third.addWidget(self._value, 1)
        third.addWidget(self._unit, 1)
        third.addWidget(Text(_("Target"), "caption", "muted"))
        third.addWidget(self._target, 1)
        for line in (first, second, third):
            rows.addLayout(line)
        rows.addWidget(self._lower)
        self.line.addLayout(rows, 1)
        self.control = self._name.control
        self.setFocusProxy(self._name.control)
        for field in (self._name, self._value, self._unit, self._target, self._lower):
            field.edited.connect(self.edited)
        self._source.edited.connect(self._on_source)
        self._unit.edited.connect(self._show_parts)
        self._show_parts()

    def set_sources(self, sources: Sequence[tuple[Source, str]]) -> None:
        """Offer what a figure can be taken from."""
        self._source.set_choices(sources)
        self._show_parts()

    def value(self) -> KpiDraft | None:
        name = self._name.value()
        source, account_id = self._source.value() or BY_HAND
        number, target = self._value.value(), self._target.value()
        by_hand = not source
        if not name and by_hand and number is None and target is None:
            return None
        if not name:
            raise UserError(_("A figure needs a name."), "", _("Write it as the client says it."))
        return KpiDraft(
            text=name,
            source=source,
            account_id=account_id,
            value=number if by_hand else None,
            target=target,
            unit=self._unit.value() if by_hand else "",
            lower_is_better=self._lower.value(),
        )

    def set_value(self, value: KpiDraft | None) -> None:
        shown = value or KpiDraft("")
        self._name.set_value(shown.text)
        self._source.set_value((shown.source, shown.account_id))
        self._value.set_value(shown.value)
        self._unit.set_value(shown.unit or Unit.COUNT.value)
        self._target.set_value(shown.target)
        self._lower.set_value(shown.lower_is_better)
        self._suggested = ""
        self._show_parts()

    def set_name(self, name: str) -> None:
        """Each part has its own name."""

    def set_writable(self, is_writable: bool) -> None:
        for field in (self._name, self._source, self._value, self._unit, self._target, self._lower):
            field.set_writable(is_writable)
        self._remove.setVisible(is_writable)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is typed."""
        try:
            return self.value() is None
        except UserError:
            return False

    def _on_source(self) -> None:
        """A figure of the program brings its own name and direction; what was typed stays."""
        source, _account = self._source.value() or BY_HAND
        if source in LEDGER_FIGURES:
            title, _unit, lower = LEDGER_FIGURES[source]
            suggested = _(title)
        elif source:
            known = metric_of(source)
            lower = known is not None and known.direction is Direction.UP_IS_BAD
            suggested = metric_title(source)
        else:
            suggested, lower = "", False
        if self._name.value() in ("", self._suggested):
            self._name.set_value(suggested)
            self._suggested = suggested
        self._lower.set_value(lower)
        self._show_parts()
        self.edited.emit()

    def _show_parts(self) -> None:
        source, _account = self._source.value() or BY_HAND
        by_hand = not source
        self._value.setVisible(by_hand)
        self._unit.setVisible(by_hand)
        self._target.set_unit(self._unit_words(source))

    def _unit_words(self, source: str) -> str:
        if source in LEDGER_FIGURES:
            if source == "ledger.roi":
                return "%"
            unit = LEDGER_FIGURES[source][1]
        elif source:
            known = metric_of(source)
            unit = Unit.COUNT if known is None else known.unit
        else:
            unit = Unit(self._unit.value() or Unit.COUNT)
        if unit is Unit.MONEY:
            return formats.currency_symbol(self._currency())
        return {Unit.SHARE: "%", Unit.SECONDS: _("s"), Unit.HOURS: _("h")}.get(unit, "")
