"""The words of the mapping: what a column proves, what it may be, and the rows as they will be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from smmdesk.core import formats
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.core.readings import Unit
from smmdesk.core.roi.words import TIE_TITLES, Tie
from smmdesk.importers.cells import Mark, plain
from smmdesk.importers.mapping.guessing import metric_choices
from smmdesk.importers.mapping.orders import Order, OrderState
from smmdesk.importers.mapping.outline import ColumnOutline, Looks, TableOutline
from smmdesk.importers.mapping.spec import FORM_TITLES, ROLE_TITLES, ROLES_OF, DateForm, Kind, Role, Target
from smmdesk.importers.mapping.untitled import called, has_no_titles, kind_of
from smmdesk.importers.registry import METRICS
from smmdesk.importers.rows import AccountDayRow, PostRow, ReadValue, SegmentRow

NEW_METRIC = "new metric"
LOOKS_WORDS = {
    Looks.NUMBER: mark("numbers"),
    Looks.DAY: mark("dates"),
    Looks.INSTANT: mark("dates with time"),
    Looks.ID: mark("ids"),
    Looks.LINK: mark("links"),
    Looks.TEXT: mark("text"),
    Looks.EMPTY: mark("empty"),
}
_SHOWN_VALUES = 6
_SHOWN_TEXTS = 8
_LONGEST_CELL = 24


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One row of the preview, in words."""

    day: str
    what: str
    values: str
    tone: str = ""


def meaning_choices(target: Target, platform: str) -> list[tuple[object, str]]:
    """Return what a column may be: left out, one of the roles of these rows, a metric of the platform, a new one."""
    choices: list[tuple[object, str]] = [(None, _("– leave out –"))]
    choices += [(role, _(ROLE_TITLES[role])) for role in ROLES_OF[target] if role is not Role.METRIC]
    if target is not Target.ORDERS:
        metrics = sorted(metric_choices(platform, target), key=lambda one: _(one.title).casefold())
        choices += [(metric.key, _("Metric: {title}").format(title=_(metric.title))) for metric in metrics]
        choices.append((NEW_METRIC, _("A metric of your own …")))
    return choices


def titles_doubt(table: TableOutline) -> str:
    """Say that the line of the titles looks like data, where it holds what the lines below it do; else nothing.

    So does one of nothing but numbers and dates, whatever stands below.
    """
    filled = [kind for title in table.titles if (kind := kind_of(title)) is not Kind.EMPTY]
    are_values = bool(filled) and Kind.WORDS not in filled
    if not table.has_titles or not (are_values or has_no_titles(table.head)):
        return ""
    said = _(
        "Line {line} is taken for the titles and not read as a row, but it looks like data. Where the table has no "
        "titles, say so beside the columns: then every row is read."
    )
    return said.format(line=formats.number(table.line))


def column_words(column: ColumnOutline) -> str:
    """Say what a column looks like and proves: "numbers, decimals with a comma"."""
    told = [_(LOOKS_WORDS[column.looks])]
    if column.looks is Looks.NUMBER:
        if column.numbers.contradicts:
            told.append(_("with point and comma as decimals: they contradict each other"))
        elif column.numbers.mark is Mark.COMMA:
            told.append(_("decimals with a comma"))
        elif column.numbers.mark is Mark.DOT:
            told.append(_("decimals with a point"))
        elif column.numbers.is_open:
            told.append(_("1.234 can be read in two ways"))
    if column.looks in (Looks.DAY, Looks.INSTANT):
        if column.dates.contradicts:
            told.append(_("in several orders: they contradict each other"))
        elif column.dates.is_open:
            told.append(_("day and month can be exchanged"))
        elif column.dates.form is not None:
            told.append(_(FORM_TITLES[column.dates.form]))
    if column.constant is not None:
        told.append(_("the same in every row"))
    return ", ".join(told)


def table_words(table: TableOutline) -> str:
    """Say what a table is: "8 columns, 142 rows below line 3"."""
    columns = ngettext("{count} column", "{count} columns", len(table.columns)).format(count=len(table.columns))
    rows = ngettext("{count} row", "{count} rows", table.rows).format(count=formats.number(table.rows))
    if not table.has_titles:
        return _("{columns} without titles, {rows} from line {line} on").format(
            columns=columns, rows=rows, line=table.line
        )
    return _("{columns}, {rows} below line {line}").format(columns=columns, rows=rows, line=table.line)


def column_name(column: ColumnOutline) -> str:
    """Return how a column is called: by its title, or by its letter where it has none."""
    return (column.title or _("(no title)")) if column.has_title else called(column.title)


def column_choice(column: ColumnOutline) -> str:
    """Return how a column is called where its cells are not seen: without a title by what stands first in it."""
    if column.has_title or not column.first_cells:
        return column_name(column)
    cell = " ".join(column.first_cells[0].split())
    shown = cell if len(cell) <= _LONGEST_CELL else cell[: _LONGEST_CELL - 1] + "…"
    return _("{column} ({cell} …)").format(column=column_name(column), cell=shown)


def mark_hint(table: TableOutline) -> str:
    """Say what the number columns of a table prove about the decimal mark."""
    numbers = [one for one in table.columns if one.looks is Looks.NUMBER]
    proven = {one.numbers.mark for one in numbers if one.numbers.mark is not None}
    if len(proven) == 1:
        name = next(one.title for one in numbers if one.numbers.mark is not None)
        words = (
            _("The column “{column}” proves a comma.")
            if proven == {Mark.COMMA}
            else _("The column “{column}” proves a point.")
        )
        return words.format(column=name)
    if len(proven) > 1:
        return _("Columns differ; each is read as it proves.")
    if any(one.numbers.is_open for one in numbers):
        return _("No column proves it; counts such as 1.234 are taken for thousands.")
    return _("No number has decimals.")


def dates_hint(table: TableOutline) -> str:
    """Say what the date columns of a table prove about the order of day and month."""
    dated = [one for one in table.columns if one.looks in (Looks.DAY, Looks.INSTANT)]
    for column in dated:
        if column.dates.is_open:
            return _("“{column}” can be read in two ways; choose one.").format(column=column_name(column))
    proven = {form: column_name(one) for one in dated if (form := one.dates.form) is not None}
    if proven:
        return " ".join(
            _("“{column}” proves {form}.").format(column=title, form=_(FORM_TITLES[form]))
            for form, title in proven.items()
        )
    return ""


def open_form(table: TableOutline) -> DateForm | None:
    """Return the likelier order of the first date column that leaves it open."""
    return next((one.dates.guess for one in table.columns if one.dates.is_open), None)


def texts_hint(column: ColumnOutline | None) -> str:
    """Say which texts stand in a column."""
    if column is None or not column.distinct:
        return ""
    shown = ", ".join(column.distinct[:_SHOWN_TEXTS]) + (", …" if len(column.distinct) > _SHOWN_TEXTS else "")
    return _("In the file: {texts}").format(texts=shown)


def preview_line(row: PostRow | AccountDayRow | SegmentRow | Order, zone: str) -> PreviewLine:
    """Say a row as it will be read; times by the clock of the mapping."""
    if isinstance(row, Order):
        return _order_line(row)
    if isinstance(row, PostRow):
        day = formats.short_day(row.published_on, year=True) if row.published_on is not None else _instant(row, zone)
        return PreviewLine(day, row.title or row.text or row.external_id, values_words(row.values))
    if isinstance(row, AccountDayRow):
        return PreviewLine(formats.short_day(row.day, year=True), row.account or "–", values_words(row.values))
    first = formats.short_day(row.first_day, year=True) if row.first_day is not None else "–"
    return PreviewLine(first, row.title, values_words(row.values))


def _instant(row: PostRow, zone: str) -> str:
    if row.published_at is None:
        return "–"
    at = datetime.fromtimestamp(row.published_at, ZoneInfo(zone))
    return f"{formats.short_day(at.date(), year=True)}, {at:%H:%M}"


def _order_line(order: Order) -> PreviewLine:
    amount = formats.number(order.amount, 2)
    if order.refunded:
        amount = _("{amount}, of which {refunded} paid back").format(
            amount=amount, refunded=formats.number(order.refunded, 2)
        )
    if order.state is not OrderState.COUNTED:
        return PreviewLine(_day(order), order.number, _("not counted: {status}").format(status=order.status), "muted")
    if order.tie is None:
        return PreviewLine(_day(order), order.number, _("{amount}, not ours").format(amount=amount), "muted")
    told = _("{amount}, ours: {tie}").format(amount=amount, tie=order.tied_by or _(TIE_TITLES[order.tie or Tie.CODE]))
    return PreviewLine(_day(order), order.number, told)


def _day(order: Order) -> str:
    return formats.short_day(order.day, year=True)


def values_words(values: tuple[ReadValue, ...]) -> str:
    """Say the values of a row: "Reach 1,204 · Likes –"."""
    told = []
    for value in values[:_SHOWN_VALUES]:
        metric = METRICS.get(value.metric)
        title = _(metric.title) if metric is not None else value.metric
        if value.value is None:
            shown = "–"
        elif metric is not None and metric.unit is Unit.SHARE:
            shown = f"{plain(value.value * 100)} %"
        else:
            shown = formats.number(value.value)
        told.append(f"{title} {shown}")
    return " · ".join(told) + (" …" if len(values) > _SHOWN_VALUES else "")
