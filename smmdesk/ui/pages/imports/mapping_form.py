"""How the rows of a mapped table are read: what they become, marks and dates, which orders are ours, its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import State
from smmdesk.core.roi.words import VALUE_KIND_TITLES, Tie
from smmdesk.domain.accounts import PLATFORMS, platform_title
from smmdesk.importers.cells import Mark, key
from smmdesk.importers.mapping.outline import ColumnOutline, TableOutline
from smmdesk.importers.mapping.presets import preset_of
from smmdesk.importers.mapping.spec import (
    FORM_TITLES,
    TARGET_TITLES,
    MappingSpec,
    OrderRules,
    Role,
    Target,
    TieRule,
)
from smmdesk.ui.pages.imports.mapping_words import column_choice, dates_hint, mark_hint, open_form, texts_hint
from smmdesk.ui.widgets.editor import Editor
from smmdesk.ui.widgets.fields import ChoiceField, FlagField, NumberField, PercentField, TextField
from smmdesk.ui.widgets.text import Text

RULES = (1, 2)
_TESTS = {
    "code": (False, Tie.CODE),
    "source": (False, Tie.LINK),
    "words": (True, Tie.LINK),
    "number": (False, Tie.NUMBER),
}
_OF_ORDERS = ("kind", "vat_rate", "currency", "counted", "adds_lines", "source")
_OF_RESULTS = ("platform", "empty")
_NEXT_TITLED = mark("The next file with these titles is read without asking. Empty: this file only.")
_NEXT_UNTITLED = mark(
    "The next file with as many columns of these kinds is read without asking. Empty: this file only."
)


class MappingForm(Editor):
    """The fields beside the columns; the view puts them together with the columns into a mapping."""

    def __init__(self) -> None:
        super().__init__()
        self._table: TableOutline | None = None
        self.add("table", _("Table"), ChoiceField())
        self.add(
            "mapping", _("Which mapping is meant"), ChoiceField(),
            hint=_("Several remembered mappings fit this table; its cells alone do not tell which."),
        )  # fmt: skip
        self.add("target", _("What the rows are"), ChoiceField([(one, _(text)) for one, text in TARGET_TITLES.items()]))
        self.add("platform", _("Platform"), ChoiceField([(one, platform_title(one)) for one in PLATFORMS]))
        self.add("only", _("Only rows that say"), TextField())
        self.add("dimension", _("What the parts are"), ChoiceField(_dimensions()))
        self._add_orders()
        self.add_title(_("How it is written"))
        self.add("untitled", "", FlagField(_("The table has no titles")))
        self.add("line", _("The titles stand in line"), NumberField(is_whole=True, least=1))
        marks: list[tuple[Any, str]] = [
            (None, _("As the columns prove")), (Mark.COMMA, "1.234,56"), (Mark.DOT, "1,234.56"),
        ]  # fmt: skip
        self.add("decimal", _("Decimals"), ChoiceField(marks))
        forms: list[tuple[Any, str]] = [(None, _("As the columns prove"))]
        self.add("dates", _("Dates"), ChoiceField(forms + [(one, _(text)) for one, text in FORM_TITLES.items()]))
        self.add("zone", _("Clock of its times"), ChoiceField())
        states: list[tuple[Any, str]] = [
            (State.NOT_AVAILABLE, _("No value was given")),
            (State.NOT_APPLICABLE, _("Does not apply")),
            (State.ZERO, _("Zero")),
        ]
        self.add("empty", _("An empty cell means"), ChoiceField(states))
        self.add_title(_("Remembered as"))
        self.add("name", _("Name of the mapping"), TextField(longest=60))

    def _add_orders(self) -> None:
        self._note = Text("", "caption", "muted", wrap=True)
        self.add_widget(self._note)
        tests = [
            ("code", _("is the code")),
            ("source", _("is the source")),
            ("words", _("contains")),
            ("number", _("is the number")),
        ]
        for rule in RULES:
            label = _("Orders are ours where") if rule == 1 else _("or where")
            self.add(f"rule{rule}", label, ChoiceField())
            self.add_row(
                (f"test{rule}", "", ChoiceField(tests)), (f"values{rule}", "", TextField(_("INSTA10, SUMMER")))
            )
            self.field(f"test{rule}").set_name(_("How it is compared"))
            self.field(f"values{rule}").set_name(_("Codes or words"))
        kinds = [(kind, _(text)) for kind, text in VALUE_KIND_TITLES.items()]
        self.add_row(("kind", _("They are"), ChoiceField(kinds)), ("vat_rate", _("VAT in the amount"), PercentField()))
        self.add("counted", _("Statuses that count"), TextField(_("all but cancelled ones")))
        self.add_row(
            ("currency", _("Currency"), TextField(_("as the client's"), longest=3)),
            ("source", _("Shop or booking engine"), TextField(longest=60)),
        )
        self.add("adds_lines", "", FlagField(_("Each row is a line of the order: add the amounts up")))

    # ------------------------------------------------------------------------------------------------- showing

    def show_table(
        self,
        tables: Sequence[TableOutline],
        table: TableOutline,
        zones: Sequence[str],
        fitting: Sequence[MappingSpec] = (),
    ) -> None:
        """Offer the tables of a file, the columns of one and the remembered mappings of which one has to be chosen."""
        self._table = table
        choice = self.field("table")
        assert isinstance(choice, ChoiceField)
        choice.set_choices([(one.name, one.name or _("the file")) for one in tables])
        self.set_shown("table", len(tables) > 1)
        which = self.field("mapping")
        assert isinstance(which, ChoiceField)
        which.set_choices([("", _("– a new one –")), *((one.name, one.name) for one in fitting)])
        which.set_value("")
        self.set_shown("mapping", bool(fitting))
        self.set_shown("line", table.has_titles)
        self.set_hint("name", _(_NEXT_TITLED if table.has_titles else _NEXT_UNTITLED))
        zone = self.field("zone")
        assert isinstance(zone, ChoiceField)
        zone.set_choices([(one, one) for one in zones])
        columns: list[tuple[Any, str]] = [(None, _("– no column –"))]
        columns += [((one.title, one.nth), column_choice(one)) for one in table.columns]
        for rule in RULES:
            field = self.field(f"rule{rule}")
            assert isinstance(field, ChoiceField)
            field.set_choices(columns)
        preset = preset_of(table.titles)
        self._note.setText(_(preset.note) if preset is not None else "")
        self.set_hint("decimal", mark_hint(table))
        self.set_hint("dates", dates_hint(table))

    def show_spec(self, spec: MappingSpec) -> None:
        """Show a mapping."""
        assert self._table is not None
        rules = spec.orders
        values: dict[str, Any] = {
            "table": self._table.name,
            "untitled": not self._table.has_titles,
            "line": self._table.line,
            "target": spec.target,
            "platform": spec.platform or "other",
            "only": ", ".join(spec.only),
            "dimension": spec.dimension,
            "decimal": spec.decimal,
            "dates": spec.dates or open_form(self._table),
            "zone": spec.zone,
            "empty": spec.empty,
            "name": spec.name,
            "kind": rules.kind,
            "vat_rate": rules.vat_rate,
            "counted": ", ".join(rules.counted),
            "currency": rules.currency,
            "source": rules.source,
            "adds_lines": rules.adds_lines,
        }
        for place, number in enumerate(RULES):
            one = rules.ours[place] if place < len(rules.ours) else None
            values[f"rule{number}"] = (one.title, one.nth) if one is not None else None
            told = (one.contains, one.tie) if one is not None else (False, Tie.CODE)
            values[f"test{number}"] = next((word for word, test in _TESTS.items() if test == told), "code")
            values[f"values{number}"] = ", ".join(one.values) if one is not None else ""
        self.set_values(values)
        self.fit(spec)

    def fit(self, spec: MappingSpec) -> None:
        """Show the fields that rows of this kind need."""
        is_orders = spec.target is Target.ORDERS
        self._note.setVisible(is_orders and bool(self._note.text()))
        for name in _OF_RESULTS:
            self.set_shown(name, not is_orders)
        for name in _OF_ORDERS:
            self.set_shown(name, is_orders)
        for rule in RULES:
            chosen = self.field(f"rule{rule}").value()
            self.set_shown(f"rule{rule}", is_orders)
            for name in (f"test{rule}", f"values{rule}"):
                self.set_shown(name, is_orders and chosen is not None)
            self.set_hint(f"values{rule}", texts_hint(self._column(chosen)) if chosen is not None else "")
        self.set_shown("only", spec.column(Role.ONLY) is not None)
        only = spec.column(Role.ONLY)
        self.set_hint("only", texts_hint(self._column((only.title, only.nth))) if only is not None else "")
        status = spec.column(Role.STATUS)
        self.set_hint("counted", texts_hint(self._column((status.title, status.nth))) if status is not None else "")
        self.set_shown("dimension", spec.target is Target.PARTS)
        is_gross = spec.column(Role.GROSS) is not None
        has_vat = spec.column(Role.VAT) is not None or spec.column(Role.VAT_RATE) is not None
        self.set_shown("vat_rate", is_orders and is_gross and not has_vat)

    def _column(self, wanted: tuple[str, int] | None) -> ColumnOutline | None:
        if self._table is None or wanted is None:
            return None
        return next((one for one in self._table.columns if (one.title, one.nth) == wanted), None)

    # ------------------------------------------------------------------------------------------------- reading

    def spec_with(self, base: MappingSpec) -> MappingSpec:
        """Return a mapping with what the fields say. Raises UserError, naming the field that cannot be read."""
        values = self.values()
        target = values["target"]
        spec = replace(
            base,
            name=values["name"],
            target=target,
            platform="" if target is Target.ORDERS else values["platform"],
            decimal=values["decimal"],
            dates=values["dates"],
            zone=values["zone"] or "UTC",
            empty=values["empty"],
            dimension=values["dimension"],
            only=_listed(values["only"]),
        )
        if target is not Target.ORDERS:
            return replace(spec, orders=OrderRules())
        ours = []
        for rule in RULES:
            chosen, words = values[f"rule{rule}"], _listed(values[f"values{rule}"])
            if chosen is not None and (words or rule == 1):
                contains, tie = _TESTS[values[f"test{rule}"]]
                ours.append(TieRule(chosen[0], words, contains, tie, chosen[1]))
        orders = replace(
            base.orders,
            ours=tuple(ours),
            kind=values["kind"],
            vat_rate=values["vat_rate"],
            counted=_listed(values["counted"]),
            currency=values["currency"].upper(),
            source=values["source"],
            adds_lines=values["adds_lines"],
        )
        return replace(spec, orders=orders)


def _dimensions() -> list[tuple[str, str]]:
    return [
        ("campaign", _("Campaigns")),
        ("ad", _("Ads")),
        ("page", _("Pages")),
        ("newsletter", _("Newsletters")),
        ("country", _("Countries")),
        ("city", _("Cities")),
        ("age", _("Age groups")),
        ("source", _("Sources")),
        ("part", _("Something else")),
    ]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if key(part)))
