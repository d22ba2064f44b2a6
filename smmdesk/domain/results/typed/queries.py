"""Reading what was typed, and the grid of an account's numbers with where each comes from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from smmdesk.core import periods
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month, months_between
from smmdesk.core.readings import Metric, Span, State
from smmdesk.domain.accounts import account_row
from smmdesk.domain.clients import client_row
from smmdesk.domain.imports.rows import TYPED, import_name
from smmdesk.domain.results.months import HISTORY_MONTHS, account_metrics_of
from smmdesk.domain.results.own_metrics import own_metrics
from smmdesk.domain.results.queries import OF_ACCOUNT, RANK, day_of, rows_of
from smmdesk.domain.results.rows import AccountFigure
from smmdesk.domain.results.rules import BY_HAND
from smmdesk.domain.results.typed.rows import NumberCell, NumberGrid, NumberRow, TypedReading
from smmdesk.importers.registry import METRICS
from smmdesk.store.fields import read_number

# Of parts of an account only: as figures of the whole they say nothing.
_OF_PARTS = frozenset({"tiktok.followers_share.v1", "youtube.views_share.v1", "youtube.watch_time_share.v1"})

_Typed = dict[tuple[str, Month], TypedReading]


def typed_metrics(platform: str) -> list[Metric]:
    """Return the metrics of accounts of a platform that can be typed: those of the registry, then the user's own."""
    own = {metric.key for metric in own_metrics()}
    known = [metric for metric in METRICS.values() if metric.platform == platform and _is_of_accounts(metric)]
    return sorted(known, key=lambda metric: metric.key in own)


def typed_post_metrics(platform: str) -> list[Metric]:
    """Return the metrics of posts of a platform that can be typed, the user's own last."""
    own = {metric.key for metric in own_metrics()}
    known = [metric for metric in METRICS.values() if metric.platform == platform and metric.of_posts]
    return sorted((metric for metric in known if metric.span is Span.LIFETIME), key=lambda one: one.key in own)


def number_grid(account_id: int, last: Month, months: int = HISTORY_MONTHS) -> NumberGrid:
    """Return the numbers of an account for the months up to `last`, typed and imported ones, each with its source.

    Raises UserError where there is no such account.
    """
    account = account_row(account_id)
    client = client_row(account.client_id)
    shown = tuple(months_between(last.plus(1 - months), last))
    figures = account_metrics_of(account_id, shown)
    by_place = {(figure.metric, month): figure for month in shown for figure in figures[month]}
    typed = typed_readings(account_id, shown[0], shown[-1])
    names = _names_of({one for figure in by_place.values() for one in figure.imports})
    rows = tuple(
        NumberRow(
            metric,
            tuple(
                _cell(by_place.get((metric.key, month)), typed.get((metric.key, month)), names)
                for month in shown
            ),
        )
        for metric in typed_metrics(account.platform)
    )  # fmt: skip
    return NumberGrid(account_id, shown, rows, client.currency, periods.today(client.timezone))


def typed_readings(account_id: int, first: Month, last: Month) -> _Typed:
    """Return what was typed last for each metric and month of an account; of a stock its latest day."""
    span = (first.first_day.isoformat(), last.last_day.isoformat())
    found: _Typed = {}
    wholes = rows_of(
        f"""
        WITH {OF_ACCOUNT}
        SELECT m.key, r.first_day, r.value, r.state, place.read_on, r.import_id, max(place.n)
        FROM segment s CROSS JOIN segment_reading r ON r.segment_id = s.id CROSS JOIN place ON place.id = r.import_id
        CROSS JOIN import i ON i.id = r.import_id CROSS JOIN metric_name m ON m.id = r.metric_id
        WHERE s.account_id = ? AND s.dimension = ? AND s.key = '' AND i.format = ? AND r.first_day >= ?
            AND r.last_day <= ?
        GROUP BY r.metric_id, r.first_day
        """,
        (account_id, account_id, BY_HAND, TYPED, *span),
    )
    for key, day, value, state, read_on, import_id, _n in wholes:
        month = Month.of(date.fromisoformat(day))
        found[key, month] = TypedReading(read_number(value), State(state), _day(read_on), import_id)
    days = rows_of(
        f"""
        WITH {OF_ACCOUNT}
        SELECT m.key, r.day, r.value, r.state, place.read_on, r.import_id, max(place.n)
        FROM account_reading r CROSS JOIN place ON place.id = r.import_id
        CROSS JOIN import i ON i.id = r.import_id CROSS JOIN metric_name m ON m.id = r.metric_id
        WHERE r.account_id = ? AND i.format = ? AND r.day BETWEEN ? AND ?
        GROUP BY r.metric_id, r.day ORDER BY r.day
        """,
        (account_id, account_id, TYPED, *span),
    )
    for key, text, value, state, read_on, import_id, _n in days:
        day = date.fromisoformat(text)
        found[key, Month.of(day)] = TypedReading(read_number(value), State(state), _day(read_on), import_id, day)
    return found


def day_cell(account_id: int, metric: str, day: date) -> NumberCell:
    """Return what stands for a metric on one day of an account: what is current, and what was typed last."""
    rows = rows_of(
        f"""
        WITH {OF_ACCOUNT}
        SELECT r.value, r.state, place.read_on, r.import_id, i.format, i.file_name, {RANK}
        FROM account_reading r CROSS JOIN place ON place.id = r.import_id CROSS JOIN import i ON i.id = r.import_id
        CROSS JOIN metric_name m ON m.id = r.metric_id
        WHERE r.account_id = ? AND m.key = ? AND r.day = ? ORDER BY place.n DESC
        """,
        (account_id, account_id, metric, day.isoformat()),
    )
    if not rows:
        return NumberCell()
    value, state, read_on, import_id, format_, name, _rank = max(rows, key=lambda row: row[6])
    figure = AccountFigure(
        metric, Month.of(day), read_number(value), State(state), read_on=_day(read_on), imports=(import_id,)
    )
    typed = next(
        (
            TypedReading(read_number(row[0]), State(row[1]), _day(row[2]), row[3], day)
            for row in rows
            if row[4] == TYPED
        ),
        None,
    )
    return NumberCell(figure, typed, (import_name(name, format_),))


def _cell(figure: AccountFigure | None, typed: TypedReading | None, names: dict[int, str]) -> NumberCell:
    files = tuple(dict.fromkeys(names[one] for one in figure.imports if one in names)) if figure is not None else ()
    return NumberCell(figure, typed, files)


def _names_of(import_ids: Iterable[int]) -> dict[int, str]:
    wanted = sorted(import_ids)
    marks = ", ".join("?" * len(wanted))
    rows = rows_of(f"SELECT id, file_name, format FROM import WHERE id IN ({marks})", wanted)
    return {import_id: import_name(file_name, format_) for import_id, file_name, format_ in rows}


def _is_of_accounts(metric: Metric) -> bool:
    return (
        not metric.of_posts
        and metric.span is not Span.LIFETIME
        and metric.key not in _OF_PARTS
        and not metric.key.split(".")[1].endswith("_in_segment")
    )


def _day(text: str | None) -> date:
    day = day_of(text)
    assert day is not None, "what is typed always has its day"
    return day


def source_words(cell: NumberCell) -> str:
    """Say where what stands in a cell comes from; empty where nothing does."""
    if cell.is_typed:
        return import_name("", TYPED)
    if cell.figure is None or not cell.has_figure:
        return ""
    return ", ".join(cell.files) if cell.files else _("computed from other figures")
