"""Channels: each account against its own past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from reportlab.platypus import Flowable, Spacer, Table

from smmdesk.core import formats
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, State
from smmdesk.documents import fonts, style
from smmdesk.documents.charts import HistoryChart, Point, history
from smmdesk.documents.data import Account, ChangeKind, Comparison, Growth, History, HistoryPoint, MetricValue, Verdict
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.painting import Chart, measure
from smmdesk.documents.parts import Gap, SideBySide, section
from smmdesk.documents.style import BASELINE, LEAD, MUTED, SMALL, WIDTH
from smmdesk.documents.tables import Cell, Column, filling, table
from smmdesk.documents.texts import user_text

_CHART_WIDTH, _CHART_HEIGHT, _GAP = 150.0, 82.0, 18.0
_TABLE_WIDTH = WIDTH - _CHART_WIDTH - _GAP
_PAD = 1.7
MOST_MONTHS = 13
LONGEST_NAME = 120  # characters of an account's title


def channels_section(paper: Paper) -> list[Flowable]:
    """Return the page of channels; nothing where no account has a figure."""
    accounts = [account for account in paper.report.accounts if _has_something(account)]
    if not accounts:
        return []
    story = section(_("Channels"), "channels", paper.palette, style.PAGE_HEIGHT * 0.3)
    daily = _compares_daily_averages(accounts)
    notes = []
    if sum(account.history is not None for account in accounts) > 1:
        notes.append(_("Each chart has its own scale; former years are grey."))
    if daily:
        notes.append(_("Percentages compare daily averages, because the months differ in length."))
    if notes:
        story.append(user_text(" ".join(notes), SMALL, ink=MUTED))
    for account in accounts:
        story += _account(paper, account, daily)
    return story


def _compares_daily_averages(accounts: Iterable[Account]) -> bool:
    """Tell whether every percentage on the page is one of daily averages, so that it is said once."""
    lines = (line.comparison for account in accounts for line in account.metrics)
    kinds = {comparison.kind for comparison in lines if comparison is not None}
    return ChangeKind.PER_DAY in kinds and ChangeKind.PERCENT not in kinds


def _has_something(account: Account) -> bool:
    return bool(account.metrics or account.post_metrics or account.post_count or account.history or account.why)


def handle_text(handle: str) -> str:
    """Return a handle with its @; a name with spaces as it is."""
    return f"@{handle}" if handle and not handle.startswith("@") and " " not in handle.strip() else handle


def account_title(account: Account | Growth) -> str:
    """Return an account as people call it: platform, then handle or name."""
    handle = handle_text(account.handle)
    title = " · ".join(part for part in (account.platform_name, account.name or handle) if part)
    return fonts.shortened(title, LONGEST_NAME)


def _account(paper: Paper, account: Account, daily: bool) -> list[Flowable]:
    """Return an account in one piece: its name over its figures, its past beside them."""
    chart = _history(paper, account.history) if account.history is not None else []
    width = _TABLE_WIDTH if chart else WIDTH
    block: list[Flowable] = [
        user_text(account_title(account), LEAD, fonts.SEMIBOLD, paper.palette.accent),
        Spacer(0, 3),
        *_figures(paper, account, width, daily),
    ]
    if account.why.strip():
        block += [Spacer(0, 3), user_text(account.why.strip())]
    return [Gap(BASELINE * 0.8), SideBySide(block, width, chart, _GAP)]


# ----------------------------------------------------------------------------------------------------------- figures


def _figures(paper: Paper, account: Account, width: float, daily: bool) -> list[Flowable]:
    if account.metrics:
        drawn: list[Flowable] = [_compared_table(paper, account, width, daily)]
        shared = _shared_notes(account.metrics, paper.currency)
        if shared:
            drawn.append(user_text(words.note_text(shared), SMALL, ink=MUTED))
        if len(account.metrics) == 1 and account.post_metrics:  # a rate alone: the posts' sums keep their own table
            told = user_text(_post_count(account) + ":", SMALL, ink=MUTED)
            return [*drawn, Gap(5), told, *_sums(paper, account.post_metrics, width)]
        if account.post_count or account.post_metrics:
            drawn += [Gap(2), user_text(_posts_line(paper, account), SMALL, ink=MUTED)]
        return drawn
    if not account.post_metrics and not account.post_count:
        return []
    told = user_text(_post_count(account) + ":", SMALL, ink=MUTED)
    return [told, *_sums(paper, account.post_metrics, width)]


def _post_count(account: Account) -> str:
    """Return how many posts there were, and when their figures, which go on growing, were read."""
    text = ngettext("{n} post published in the month", "{n} posts published in the month", account.post_count)
    said = text.format(n=formats.number(account.post_count))
    days = [line.read_on for line in account.post_metrics if line.read_on is not None]
    if not days:
        return said
    return _("{posts}, as read on {day}").format(posts=said, day=words.unbroken(formats.short_day(max(days))))


def _posts_line(paper: Paper, account: Account) -> str:
    """Return what the month's posts came to, in one line beside the account's own figures."""
    sums = []
    for line in account.post_metrics:
        told = f"{words.line_title(line)} {words.unbroken(words.metric_value_text(line, paper.currency))}"
        note = words.state_note(line)
        sums.append(f"{told} ({note})" if note else told)
    return _post_count(account) + (": " + ", ".join(sums) if sums else "") + "."


def _sums(paper: Paper, lines: Sequence[MetricValue], width: float) -> list[Flowable]:
    """Return figures without a comparison in two columns, read downwards."""
    if not lines:
        return []
    half = (len(lines) + 1) // 2
    value, between = 56.0, 16.0
    name = (width - 2 * value - between) / 2
    cells = [[_named(line, paper), words.metric_value_text(line, paper.currency)] for line in lines]
    empty: list[Cell] = ["", ""]
    rows = [
        [*cells[place], "", *(cells[place + half] if place + half < len(cells) else empty)] for place in range(half)
    ]
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.REGULAR, SMALL, style.LEADINGS[SMALL]),
        ("TEXTCOLOR", (0, 0), (-1, -1), style.colour(style.INK)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("ALIGN", (1, 0), (1, -1), "RIGHT"),
        ("ALIGN", (4, 0), (4, -1), "RIGHT"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), _PAD),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _PAD),
        ("LINEBELOW", (0, 0), (1, -1), style.HAIRLINE, style.colour(style.RULE)),
        ("LINEBELOW", (3, 0), (4, len(lines) - half - 1), style.HAIRLINE, style.colour(style.RULE)),
    ]
    if len(lines) == 1:
        commands.pop()
    return [Table(rows, colWidths=[name, value, between, name, value], style=commands, hAlign="LEFT")]


def _named(line: MetricValue, paper: Paper) -> Cell:
    """Return a figure's name over what is to be said of it."""
    name = user_text(words.line_title(line), SMALL)
    notes = words.figure_notes(line, paper.currency)
    return [name, user_text(words.note_text(notes), SMALL, ink=MUTED)] if notes else name


def _compared_table(paper: Paper, account: Account, width: float, daily: bool) -> Flowable:
    metrics = account.metrics
    month = paper.report.month
    against = _one_month(metrics)
    compared = any(line.comparison is not None for line in metrics)
    heads = [Column(_("Figure"), 0), Column(formats.short_month(month), 46, True)]
    if compared:
        title = words.month_beside(against, month) if against else _("Before")
        change = Column(_("Change"), 52 if daily else 66, True)
        heads += [Column(title, 46, True), change, Column(_("Verdict"), 94)]
    body: list[list[Cell]] = []
    spans: list[tuple[int, int, int]] = []
    notes: list[int] = []
    shared = _shared_notes(metrics, paper.currency)
    for line in metrics:
        place = len(body)
        if line.bounds is not None and compared:
            spans += [(place, 1, 2), (place, 3, 4)]
        body.append(_line(paper, line, compared, against, daily))
        told = [note for note in words.figure_notes(line, paper.currency) if note not in shared]
        if told:
            notes.append(len(body))
            body.append([user_text(words.note_text(told), SMALL, ink=MUTED), *[""] * (len(heads) - 1)])
    return table(filling(heads, 0, width), body, pad=_PAD, spans=spans, notes=notes)


def _shared_notes(lines: Sequence[MetricValue], currency: str) -> list[str]:
    """Return how most of an account's figures were compared: said once under the table, not at each of them."""
    told = [
        note
        for line in lines
        if line.comparison is not None
        for note in words.comparison_notes(line.comparison, line.metric.unit, currency)
    ]
    return [note for note in dict.fromkeys(told) if told.count(note) > 1]


def _one_month(lines: Iterable[MetricValue]) -> Month | None:
    months = {line.comparison.month for line in lines if line.comparison is not None}
    return months.pop() if len(months) == 1 else None


def _line(paper: Paper, line: MetricValue, compared: bool, against: Month | None, daily: bool) -> list[Cell]:
    name: Cell = user_text(words.line_title(line), SMALL)
    if line.value is None and line.bounds is None and line.broken is None:
        missing = line.state not in (State.VALUE, State.ZERO)
        name = (
            [name, user_text(words.note_text([words.missing_word(line.state)]), SMALL, ink=MUTED)] if missing else name
        )
    written = words.metric_value_text(line, paper.currency)
    if line.bounds is None:
        cells: list[Cell] = [name, written]
        return cells + _compared(paper, line, line.comparison, against, daily) if compared else cells
    note = user_text(words.note_text([_("largest day to sum of days")]), SMALL, ink=MUTED)
    value = user_text(written, SMALL, right=True)
    if compared:
        return [name, value, "", note, ""]
    return [[user_text(words.line_title(line), SMALL), note], value]


def _compared(
    paper: Paper, line: MetricValue, comparison: Comparison | None, against: Month | None, daily: bool
) -> list[Cell]:
    if comparison is None or (line.broken is not None and comparison.verdict is Verdict.NOT_COMPARABLE):
        return ["", "", verdict_cell(line)]
    unit = line.metric.unit
    before = words.value_text(comparison.value, unit, paper.currency)
    if against is None:
        before += f" ({words.month_beside(comparison.month, paper.report.month)})"
    change: Cell = words.change_text(comparison, unit, paper.currency, daily=daily)
    if len(str(change)) > 10:
        change = user_text(str(change), SMALL, right=True)
    return [before, change, verdict_cell(line)]


def verdict_cell(line: MetricValue) -> Cell:
    """Return a figure's verdict in its tone; empty where it has none."""
    text, comparison = words.verdict_text(line), line.comparison
    tones = {Verdict.BETTER: style.GOOD, Verdict.WORSE: style.BAD}
    ink = MUTED if comparison is None else tones.get(comparison.verdict, MUTED)
    return user_text(text, SMALL, ink=ink) if text else ""


# ----------------------------------------------------------------------------------------------------------- history


def _history(paper: Paper, past: History) -> list[Flowable]:
    points = past.points[-MOST_MONTHS:]
    if not any(point.value is not None for point in points):
        return []
    unit = past.metric.unit
    stock = past.metric.additivity in (Additivity.STOCK, Additivity.RATIO, Additivity.ROLLING)
    broken = frozenset(Month.of(change.on) for change in past.breaks)
    drawn = tuple(
        Point(
            point.month,
            None if point.value is None else Fraction(point.value),
            words.value_text(point.value, unit, paper.currency),
            provisional=point.state in (State.NOT_YET_COMPLETE, State.ESTIMATED),
        )
        for point in points
    )
    title = ngettext("{metric}, {n} month", "{metric}, last {n} months", len(points))
    chart = history(HistoryChart(drawn, stock, broken), _CHART_WIDTH, _CHART_HEIGHT, measure)
    written = title.format(metric=words.line_title(past), n=len(points))
    parts: list[Flowable] = [user_text(written, SMALL, ink=MUTED), Gap(2), Chart(chart, paper.palette)]
    notes = _gap_notes(points)
    for change in past.breaks:
        said = words.break_note(change)
        if not any(said in note for note in notes):  # a gap may have told it
            notes.append(f"≠ {words.note_text([said])}")
    if any(point.provisional for point in drawn if point.value is not None):
        notes.append(_("Striped: not complete yet, or estimated."))
    parts += [user_text(note, SMALL, ink=MUTED) for note in notes]
    return parts


def _gap_notes(points: Sequence[HistoryPoint]) -> list[str]:
    """Return why months are empty, months of one reason together."""
    reasons: dict[str, list[Month]] = {}
    for point in points:
        if point.value is None:
            reasons.setdefault(point.reason or words.missing_word(point.state), []).append(point.month)
    notes = []
    for reason, months in reasons.items():
        shown = [formats.short_month(month, year=month.year != points[-1].month.year) for month in months]
        together = ", ".join(shown) if len(shown) <= 3 else f"{shown[0]} … {shown[-1]}"
        notes.append(f"{words.DASH} {words.note_text([f'{together}: {reason}'])}")
    return notes
