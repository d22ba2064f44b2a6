"""Reading a table by its mapping: the same rows, classes of rows and refusals as every declared format gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, quoted
from smmdesk.core.readings import Number, State
from smmdesk.importers.cells import Mark, key, named
from smmdesk.importers.detection import MAPPED, ORDERS
from smmdesk.importers.mapping.dialects import is_clock, possible_days, read_amount, read_moment
from smmdesk.importers.mapping.finding import Found, Settled, find, is_total, settle
from smmdesk.importers.mapping.spec import FORM_TITLES, ColumnUse, DateForm, MappingSpec, Role, Target, Writing
from smmdesk.importers.records import BadCell, MetricPlan, clock_seconds, main_first, read_each
from smmdesk.importers.records import share_of_percent as percent
from smmdesk.importers.registry import METRICS
from smmdesk.importers.rows import (
    AccountDayRow,
    Answers,
    FoundAccount,
    PostRow,
    Question,
    QuestionCode,
    Reading,
    ReadValue,
    Recognised,
    Row,
    SegmentRow,
)
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Context, Format, Source

_MOST_REMEMBERED = 20_000
_KEY_ROLES = (Role.DAY, Role.ID, Role.PART, Role.TITLE, Role.FIRST_DAY, Role.LINK, Role.TEXT)


def recognise_mapped(path: Path, spec: MappingSpec) -> Recognised:
    """Say what a file is by its mapping, and what it leaves open. Raises UserError where the mapping does not fit."""
    found, settled = looked_at(path, spec)
    timing = plain_timing(Source(path, Format(MAPPED, spec.platform, spec.name), []))
    questions = [
        Question(QuestionCode.READ_ON, (), timing.read_on_guess.isoformat(), timing.read_on_reason), *settled.questions
    ]  # fmt: skip
    has_days = any(use.role in (Role.DAY, Role.FIRST_DAY) for use in spec.columns)
    if spec.target is Target.PARTS and not has_days:
        questions.append(Question(QuestionCode.PERIOD, (), None, _("The table does not say which period it covers.")))
    return Recognised(
        ORDERS if spec.target is Target.ORDERS else MAPPED,
        "",
        spec.platform,
        names_accounts=spec.column(Role.ACCOUNT) is not None,
        questions=tuple(questions),
        warnings=(*found.warnings, *_unlike(found, spec), *settled.warnings),
        names_own_accounts=True,
    )


def read_mapped(path: Path, spec: MappingSpec, answers: Answers) -> Reading:
    """Return the rows of a file by its mapping, streamed.

    What is still open is read by the best guess, so that a preview can show it; `recognise_mapped` names it. Raises
    UserError where the mapping does not fit the file or says too little.
    """
    found, settled = looked_at(path, spec)
    recognised = recognise_mapped(path, spec)
    reading = Reading(recognised, iter(()))
    reading.warnings.extend(recognised.warnings)
    guess = next(one.guess for one in recognised.questions if one.code is QuestionCode.READ_ON)
    context = Context(reading, answers, answers.read_on or date.fromisoformat(str(guess)), answers.period)
    reading.rows = _Rows(found, spec, _with_guesses(settled, found, spec), context).rows(path.name)
    return reading


def checked(spec: MappingSpec) -> MappingSpec:
    """Return a mapping that says enough to read by. Raises UserError with what is missing."""
    problems = spec.problems()
    unknown = [one.metric for one in spec.columns if one.role is Role.METRIC and one.metric not in METRICS]
    if unknown:
        problems.append(_("Metrics that are not known here: {metrics}.").format(metrics=", ".join(unknown[:6])))
    if problems:
        raise UserError(
            _("The mapping “{name}” is not complete.").format(name=spec.name or "–"),
            " ".join(problems),
            field="mapping",
        )
    return spec


def looked_at(path: Path, spec: MappingSpec) -> tuple[Found, Settled]:
    """Return the table that a mapping fits and how its columns are written. Raises UserError where it does not fit."""
    checked(spec)
    try:
        stat = path.stat()
    except OSError:
        find(path, spec)  # says in words why not
        raise
    return _remembered(path, stat.st_size, stat.st_mtime_ns, spec)


@lru_cache(maxsize=4)
def _remembered(path: Path, _size: int, _changed: int, spec: MappingSpec) -> tuple[Found, Settled]:
    """Settle a file once for its questions and its rows."""
    found = find(path, spec)
    return found, settle(found, spec)


def _unlike(found: Found, spec: MappingSpec) -> list[str]:
    if found.is_exact or not spec.titles:
        return []
    known = {key(title) for title in spec.titles}
    new = [title.strip() for title in found.header.titles if key(title) and key(title) not in known]
    if not new:
        return []
    return [
        _("The mapping “{mapping}” does not know these columns: {columns}.").format(
            mapping=spec.name,
            columns=named(new),
        )
    ]


def _with_guesses(settled: Settled, found: Found, spec: MappingSpec) -> Settled:
    """Fill in the guesses of open questions: only previews are read by them."""
    guess = next((one.guess for one in settled.questions if one.code is QuestionCode.DATE_ORDER), None)
    forms = dict(settled.forms)
    for use in spec.columns:
        place = found.place(use)
        if place is not None and place not in forms and place not in settled.refused:
            forms[place] = DateForm(guess) if guess else spec.dates or DateForm.YMD
    return replace(settled, forms=forms)


def number_reader(writing: Writing, mark: Mark) -> Callable[[str], Number]:
    """Return what reads the numbers of a column. It raises ValueError."""
    if writing is Writing.PERCENT:
        return lambda text: percent(text, mark)
    if writing is Writing.CLOCK:
        return lambda text: clock_seconds(text) if is_clock(text) else read_amount(text, mark)
    return lambda text: read_amount(text, mark)


@dataclass(frozen=True, slots=True)
class _Place:
    use: ColumnUse
    at: int


class _Rows:
    def __init__(self, found: Found, spec: MappingSpec, settled: Settled, context: Context) -> None:
        self.found, self.spec, self.settled, self.context = found, spec, settled, context
        self.zone = ZoneInfo(spec.zone)
        self.at: dict[Role, _Place] = {}
        self.plans: list[MetricPlan] = []
        for use in spec.columns:
            place = found.place(use)
            if place is None:
                continue
            if use.role is Role.METRIC:
                convert = number_reader(use.writing, settled.marks.get(place, Mark.DOT))
                empty = State.NOT_AVAILABLE if spec.empty is State.ZERO else spec.empty
                self.plans.append(MetricPlan(use.metric, use.title, place, empty, Mark.DOT, convert))
            else:
                self.at[use.role] = _Place(use, place)
        self.totals = frozenset(key(word) for word in spec.total_words)
        self.key_places = [self.at[role].at for role in _KEY_ROLES if role in self.at] or [0]
        self.only = frozenset(key(text) for text in spec.only)
        self.others: dict[str, int] = {}
        self.rows_of: dict[str, int] = {}
        self.moments: dict[tuple[str, DateForm], tuple[date, int | None]] = {}
        self.seen: dict[tuple[object, ...], tuple[ReadValue, ...]] = {}

    def rows(self, name: str) -> Iterator[Row]:
        make = {Target.POSTS: self.post, Target.DAYS: self.day, Target.PARTS: self.part}[self.spec.target]
        counts = self.context.reading.counts

        def one(_line: int, cells: list[str]) -> Row | None:
            if is_total(cells, self.key_places, self.totals):
                counts.total += 1
                return None
            if self.is_footer(cells):
                counts.footer += 1
                return None
            if Role.ONLY in self.at and key(other := self.text(cells, Role.ONLY)) not in self.only:
                counts.description += 1
                self.others[other or "–"] = self.others.get(other or "–", 0) + 1
                return None
            return make(cells)

        try:
            yield from read_each(self.found.table, self.found.header, self.context, one)
        except OSError as error:
            raise UserError(
                _("“{name}” cannot be read any further: {reason}.").format(
                    name=name, reason=error.strerror or str(error)
                )
            ) from error
        main_first(self.context.reading.accounts, self.rows_of)
        if self.others:
            told = ", ".join(f"{quoted(text, 40)} {count}" for text, count in list(self.others.items())[:8])
            self.context.reading.warnings.append(_("Rows that are not of this mapping: {rows}.").format(rows=told))

    def is_footer(self, cells: Sequence[str]) -> bool:
        """Tell whether a record is a remark below the table: one cell alone, and none of the metrics."""
        if self.plans and cells[self.plans[0].place]:
            return False
        filled = [place for place, cell in enumerate(cells) if cell.strip()]
        if len(filled) != 1 or len(self.found.header.titles) < 3:
            return False
        (place,) = filled
        day = self.at.get(Role.DAY)
        is_day = day is not None and place == day.at and bool(possible_days(cells[place].strip()))
        return not is_day and place not in {plan.place for plan in self.plans}

    # ------------------------------------------------------------------------------------------------- cells

    def text(self, cells: Sequence[str], role: Role) -> str:
        place = self.at.get(role)
        return cells[place.at].strip() if place is not None else ""

    def bad(self, role: Role, cells: Sequence[str], reason: str) -> BadCell:
        place = self.at.get(role)
        if place is None:
            return BadCell("", "", reason)
        return BadCell(place.use.title, cells[place.at], reason)

    def values(self, cells: Sequence[str]) -> tuple[ReadValue, ...]:
        values = []
        for plan in self.plans:
            text = cells[plan.place]
            if plan.place in self.settled.refused and text.strip():
                raise BadCell(plan.title, text, self.settled.refused[plan.place])
            value = plan.read(text)
            if self.spec.empty is State.ZERO and not text.strip():
                value = ReadValue(plan.metric, 0, State.ZERO)
            values.append(value)
        return tuple(values)

    def moment(self, cells: Sequence[str], role: Role) -> tuple[date, int | None]:
        """Return the day of a cell, and the UTC instant where it has an hour. Raises BadCell."""
        place = self.at[role]
        text = cells[place.at].strip()
        if place.at in self.settled.refused and text:
            raise BadCell(place.use.title, text, self.settled.refused[place.at])
        form = self.settled.forms.get(place.at, DateForm.YMD)
        known = self.moments.get((text, form))
        if known is not None:
            return known
        try:
            found = read_moment(text, form)
            instant = None
            if found.time is not None:
                stamp = datetime.combine(found.day, found.time, tzinfo=found.offset or self.zone)
                instant = int(stamp.timestamp())
            if len(self.moments) < _MOST_REMEMBERED:
                self.moments[text, form] = found.day, instant
            return found.day, instant
        except (ValueError, OverflowError):
            reason = _("This is not a date ({form}).").format(form=_(FORM_TITLES[form]))
            raise BadCell(place.use.title, cells[place.at], reason) from None

    def local_day(self, cells: Sequence[str], role: Role) -> date:
        day, instant = self.moment(cells, role)
        return day if instant is None else datetime.fromtimestamp(instant, self.zone).date()

    def account(self, cells: Sequence[str]) -> str | None:
        name = self.text(cells, Role.ACCOUNT)
        if not name:
            return None
        accounts = self.context.reading.accounts
        if name not in accounts:
            handle = name.removeprefix("@") if " " not in name else None
            accounts[name] = FoundAccount(self.spec.platform, None, handle, name)
        self.rows_of[name] = self.rows_of.get(name, 0) + 1
        return name

    def is_repeated(self, identity: tuple[object, ...], values: tuple[ReadValue, ...]) -> bool:
        """Tell whether an equal row came before. Raises BadCell for one that says something else."""
        before = self.seen.setdefault(identity, values)
        if before is values:
            return False
        if before != values:
            raise BadCell("", "", _("An earlier row says something else of the same day or part."))
        return True

    # ------------------------------------------------------------------------------------------------- rows

    def post(self, cells: list[str]) -> Row | None:
        external = self.text(cells, Role.ID) or self.text(cells, Role.LINK)
        if not external:
            role = Role.ID if Role.ID in self.at else Role.LINK
            raise self.bad(role, cells, _("The row has no id."))
        day, instant = (None, None)
        if Role.DAY in self.at and self.text(cells, Role.DAY):
            day, instant = self.moment(cells, Role.DAY)
        row = PostRow(
            self.account(cells), external, instant, day if instant is None else None,
            key(self.text(cells, Role.KIND)) or "post", self.text(cells, Role.TITLE), self.text(cells, Role.TEXT),
            self.text(cells, Role.LINK), None, self.values(cells),
        )  # fmt: skip
        if (row.account, external) in self.seen:
            self.context.reading.counts.data -= 1  # `read_each` counts every row as data; this one only fills gaps
            self.context.reading.counts.merged += 1
        self.seen[row.account, external] = ()
        return row

    def day(self, cells: list[str]) -> Row | None:
        day = self.local_day(cells, Role.DAY)
        values = self.values(cells)
        account = self.account(cells)
        if self.is_repeated((account, day), values):
            self.context.reading.counts.merged += 1
            return None
        return AccountDayRow(account, day, values)

    def part(self, cells: list[str]) -> Row | None:
        name, part_id = self.text(cells, Role.PART), self.text(cells, Role.ID)
        if not (name or part_id):
            raise self.bad(Role.PART if Role.PART in self.at else Role.ID, cells, _("The row has no name."))
        first = last = None
        if Role.FIRST_DAY in self.at:
            first, last = self.local_day(cells, Role.FIRST_DAY), self.local_day(cells, Role.LAST_DAY)
            if last < first:
                raise self.bad(Role.LAST_DAY, cells, _("The last day lies before the first."))
        elif Role.DAY in self.at:
            first = last = self.local_day(cells, Role.DAY)
        currency = self.text(cells, Role.CURRENCY).upper()
        values = self.values(cells)
        account = self.account(cells)
        if self.is_repeated((account, part_id or name, first, last), values):
            self.context.reading.counts.merged += 1
            return None
        return SegmentRow(
            account, self.spec.dimension, part_id or name, name or part_id, first, last, currency or None,
            not part_id, values,
        )  # fmt: skip
