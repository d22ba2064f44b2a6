"""Keeping what was typed: an import of its own for each month, that is undone as every other."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from smmdesk import __version__
from smmdesk.core import formats, periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.readings import Unit
from smmdesk.domain.accounts import AccountRow, account_row
from smmdesk.domain.clients import ClientRow, client_row
from smmdesk.domain.files import keep_file, read_source
from smmdesk.domain.imports.rows import TYPED
from smmdesk.domain.imports.tables import Import, ImportAccount
from smmdesk.domain.imports.withdrawn import withdraw_months
from smmdesk.domain.results.rules import BY_HAND
from smmdesk.domain.results.tables import AccountReading, MetricName, Segment, SegmentReading
from smmdesk.domain.results.typed.queries import day_cell, number_grid
from smmdesk.domain.results.typed.rows import NumberCell, NumberGrid, TypedNumber, TypedResult
from smmdesk.domain.results.typed.rules import checked_number, day_of_reading, is_of_a_moment, state_words
from smmdesk.importers.registry import METRICS
from smmdesk.store.database import transaction


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows what was typed (a screenshot), read before anything is written."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Return its hash."""
        return hashlib.sha256(self.content).hexdigest()


def keep_numbers(
    account_id: int, numbers: Sequence[TypedNumber], *, read_on: date | None = None, evidence: Path | None = None
) -> TypedResult:
    """Keep typed numbers of an account: all of them or none; what stands there already, read on that day, stays.

    `read_on` is the day on which they were read off the platform, today by the client's clock where none is given;
    `evidence` a file that shows them. Raises UserError with the cell as its field (`read_on` and `evidence` for
    these).
    """
    account, client, day, proof = checked_setting(account_id, read_on, evidence)
    known = METRICS
    by_month: dict[Month, dict[tuple[str, date | None], TypedNumber]] = defaultdict(dict)
    for typed in numbers:
        metric = known.get(typed.metric)
        if metric is None or metric.of_posts or metric.platform != account.platform:
            raise UserError(
                _("{account} has no metric named {name}.").format(account=account.title, name=typed.metric[:80]),
                field=typed.place,
            )
        by_month[typed.month][typed.metric, typed.day] = checked_number(typed, metric, day)
    with transaction():
        done = [
            _Month(account, client, month, day, proof).keep(list(mine.values()))
            for month, mine in sorted(by_month.items())
        ]
    return TypedResult(
        tuple(one for result in done for one in result.import_ids),
        sum(result.added for result in done),
        sum(result.updated for result in done),
        sum(result.unchanged for result in done),
        sum(result.taken_back for result in done),
    )


def checked_setting(
    account_id: int, read_on: date | None, evidence: Path | None
) -> tuple[AccountRow, ClientRow, date, Evidence | None]:
    """Return account, client, the day of reading and the evidence of a save. Raises UserError with its field."""
    account = account_row(account_id)
    client = client_row(account.client_id)
    today = periods.today(client.timezone)
    day = read_on or today
    if day > today:
        raise UserError(
            _("The day on which the numbers were read lies in the future."), _("Nothing was saved."), field="read_on"
        )
    try:
        proof = None if evidence is None else Evidence(evidence.name, read_source(evidence))
    except UserError as failure:
        raise UserError(failure.title, failure.detail, failure.hint, field="evidence") from failure
    return account, client, day, proof


def begin_typed(
    account: AccountRow, read_on: date, first: date, last: date, evidence: Evidence | None, counts: dict[str, int]
) -> int:
    """Make the import of what is typed, with its evidence; runs in the transaction that fills it."""
    row = Import.create(
        client=account.client_id,
        account=account.id,
        file=None if evidence is None else keep_file(evidence.content, evidence.name),
        file_name="" if evidence is None else evidence.name,
        sha256="" if evidence is None else evidence.sha256,
        format=TYPED,
        read_on=read_on,
        first_day=first,
        last_day=last,
        state="done",
        counts=counts,
        imported_at=int(periods.now().timestamp()),
        program_version=__version__,
    )
    ImportAccount.create(source=row, account=account.id)
    return row.id


def metric_number(key: str) -> int:
    """Return the short number of a metric, made where it was never read."""
    return MetricName.get_or_create(key=key)[0].id


class _Month:
    """One month of a save."""

    def __init__(
        self, account: AccountRow, client: ClientRow, month: Month, read_on: date, evidence: Evidence | None
    ) -> None:
        self._account = account
        self._client = client
        self._month = month
        self._read_on = read_on
        self._evidence = evidence
        self._grid: NumberGrid = number_grid(account.id, month, 1)

    def keep(self, numbers: Sequence[TypedNumber]) -> TypedResult:
        """Keep the numbers of the month that bring something."""
        wanted: list[TypedNumber] = []
        taken_back: list[TypedNumber] = []
        added = updated = unchanged = idle = 0
        for typed in numbers:
            cell = self._cell(typed)
            if typed.state is None:
                if cell.typed is not None:
                    taken_back.append(typed)
                continue
            if self._stands_there(typed, cell):
                idle += 1
                continue
            self._refuse_hidden(typed, cell)
            wanted.append(typed)
            if cell.typed is None and not cell.has_figure:
                added += 1
            elif self._says_the_same(typed, cell):
                unchanged += 1
            else:
                updated += 1
        if not wanted and not taken_back:
            return TypedResult(unchanged=idle)
        counts = {"data": len(wanted), "added": added, "updated": updated, "unchanged": unchanged}
        import_id = begin_typed(
            self._account, self._read_on, self._month.first_day, self._month.last_day, self._evidence, counts
        )
        gone = sum(self._take_back(import_id, typed) for typed in taken_back)
        for typed in wanted:
            self._write(import_id, typed)
        return TypedResult((import_id,), added, updated, unchanged + idle, len(taken_back) if gone else 0)

    def _cell(self, typed: TypedNumber) -> NumberCell:
        """Return what stands where a number is to be kept: in its month, or on its day."""
        if typed.day is None:
            return self._grid.cell(typed.metric, self._month)
        return day_cell(self._account.id, typed.metric, typed.day)

    def _says_the_same(self, typed: TypedNumber, cell: NumberCell) -> bool:
        if cell.is_typed and cell.typed is not None:
            return (cell.typed.value, cell.typed.state) == (typed.value, typed.state)
        figure = cell.figure
        return figure is not None and (figure.value, figure.state) == (typed.value, typed.state)

    def _stands_there(self, typed: TypedNumber, cell: NumberCell) -> bool:
        """Tell whether the same was typed before and read on the same day, or a later one."""
        kept = cell.typed
        if kept is None or not cell.is_typed or not self._says_the_same(typed, cell):
            return False
        same_day = kept.day is None or kept.day >= self._day_of(typed)
        return same_day and kept.read_on >= self._read_on

    def _refuse_hidden(self, typed: TypedNumber, cell: NumberCell) -> None:
        """Refuse what would stand behind a number read later, or take one away without bringing another."""
        figure = cell.figure
        if typed.state is not None and not typed.state.has_value and cell.is_imported:
            raise UserError(
                _("A file brought a number for this month; “{state}” would hide it.").format(
                    state=state_words(typed.state)
                ),
                "",
                _("If the file is wrong, undo its import."),
                field=typed.place,
            )
        later = figure.read_on if figure is not None and cell.has_figure else None
        later = max((day for day in (later, cell.typed.read_on if cell.typed else None) if day), default=None)
        if later is not None and later > self._read_on:
            raise UserError(
                _("A number that was read later, on {day}, stands here already.").format(
                    day=formats.numeric_day(later)
                ),
                "",
                _("Correct the day on which the numbers were read."),
                field=typed.place,
            )
        if figure is not None and figure.as_of is not None and is_of_a_moment(METRICS[typed.metric]):
            day = self._day_of(typed)
            if figure.as_of > day:
                raise UserError(
                    _("A number of a later day, {day}, stands here already.").format(
                        day=formats.numeric_day(figure.as_of)
                    ),
                    "",
                    _("Correct the day on which the numbers were read."),
                    field=typed.place,
                )

    def _day_of(self, typed: TypedNumber) -> date:
        return typed.day or day_of_reading(self._month, self._read_on)

    def _take_back(self, import_id: int, typed: TypedNumber) -> int:
        first, last = typed.day or self._month.first_day, typed.day or self._month.last_day
        return withdraw_months(import_id, self._account.id, typed.metric, first.isoformat(), last.isoformat(), TYPED)

    def _write(self, import_id: int, typed: TypedNumber) -> None:
        metric = METRICS[typed.metric]
        state = typed.state
        assert state is not None
        if typed.day is not None or is_of_a_moment(metric):
            if not state.has_value:
                self._take_back(import_id, typed)  # else the number of an earlier day would still stand there
            AccountReading.create(
                account=self._account.id,
                metric=metric_number(metric.key),
                day=self._day_of(typed),
                source=import_id,
                value=typed.value,
                state=state.value,
            )
            return
        segment, _is_new = Segment.get_or_create(account=self._account.id, dimension=BY_HAND, key="")
        SegmentReading.create(
            segment=segment,
            metric=metric_number(metric.key),
            first_day=self._month.first_day,
            last_day=self._month.last_day,
            source=import_id,
            value=typed.value,
            state=state.value,
            currency=self._client.currency if metric.unit is Unit.MONEY else "",
        )
