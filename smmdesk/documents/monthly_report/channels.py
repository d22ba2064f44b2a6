"""Channels: each account against its own past."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportlab.platypus import Flowable

from smmdesk.core import formats
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, State
from smmdesk.documents import fonts, style
from smmdesk.documents.charts import HistoryChart, Point, history
from smmdesk.documents.data import Account, Comparison, History, HistoryPoint, MetricValue, Verdict
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.painting import Chart, measure
from smmdesk.documents.parts import Gap, SideBySide, section, sentence, subheading, user_text
from smmdesk.documents.style import BASELINE, BODY, MUTED, SMALL, WIDTH, hexed
from smmdesk.documents.tables import Cell, Column, table

_CHART_WIDTH, _GAP = 158.0, 16.0
_TABLE_WIDTH = WIDTH - _CHART_WIDTH - _GAP
MOST_MONTHS = 13
LONGEST_NAME = 120  # characters of an account's title


def channels_section(paper: Paper) -> list[Flowable]:
    """Return the page of channels; nothing where no account has a figure."""
    accounts = [account for account in paper.report.accounts if _has_something(account)]
    if not accounts:
        return []
    story = section(_("Channels"), "channels", paper.palette, style.PAGE_HEIGHT * 0.36)
    for account in accounts:
        story += _account(paper, account)
    return story


def _has_something(account: Account) -> bool:
    return bool(account.metrics or account.post_metrics or account.post_count or account.history or account.why)


def handle_text(handle: str) -> str:
    """Return a handle with its @; a name with spaces as it is."""
    return f"@{handle}" if handle and not handle.startswith("@") and " " not in handle.strip() else handle


def account_title(account: Account) -> str:
    """Return an account as people call it: platform, then handle or name."""
    handle = handle_text(account.handle)
    title = " · ".join(part for part in (account.platform_name, account.name or handle) if part)
    return fonts.shortened(title, LONGEST_NAME)


def _account(paper: Paper, account: Account) -> list[Flowable]:
    chart = _history(paper, account.history) if account.history is not None else []
    width = _TABLE_WIDTH if chart else WIDTH
    figures = _figures(paper, account, width)
    block: list[Flowable] = []
    if figures and chart:
        block.append(SideBySide(figures, _TABLE_WIDTH, chart, _GAP))
    else:
        block += figures or chart
    if account.why.strip():
        block += [Gap(BASELINE / 3), user_text(account.why.strip(), BODY)]
    height = sum(part.wrap(WIDTH, 10_000)[1] for part in block)
    room = min(height, style.PAGE_HEIGHT * 0.55)
    return [*subheading(account_title(account), paper.palette, room), *block, Gap(BASELINE / 2)]


# ----------------------------------------------------------------------------------------------------------- figures


def _figures(paper: Paper, account: Account, width: float) -> list[Flowable]:
    metrics = account.metrics
    if not metrics and not account.post_metrics and not account.post_count:
        return []
    month = paper.report.month
    against = _one_month([*metrics, *account.post_metrics])
    value, before, change, verdict = 50.0, 50.0, 54.0, 64.0
    compared = any(line.comparison is not None for line in (*metrics, *account.post_metrics))
    rest = width - value - (before + change + verdict if compared else 0)
    heads = [Column(_("Figure"), rest), Column(formats.short_month(month), value, True)]
    if compared:
        title = formats.short_month(against, year=against.year != month.year) if against else _("Before")
        heads += [Column(title, before, True), Column(_("Change"), change, True), Column(_("Verdict"), verdict)]
    body: list[list[Cell]] = [_line(paper, line, compared, against) for line in metrics]
    spanned: int | None = None
    if account.post_count or account.post_metrics:
        text = ngettext("{n} post published in the month", "{n} posts published in the month", account.post_count)
        label = sentence(fonts.markup_of(text.format(n=formats.number(account.post_count))), SMALL, ink=MUTED)
        spanned = len(body)
        body.append([label, *[""] * (len(heads) - 1)])
        body += [_line(paper, line, compared, against) for line in account.post_metrics]
    return [table(heads, body, pad=2.4, spanned=spanned)]


def _one_month(lines: Sequence[MetricValue]) -> Month | None:
    months = {line.comparison.month for line in lines if line.comparison is not None}
    return months.pop() if len(months) == 1 else None


def _line(paper: Paper, line: MetricValue, compared: bool, against: Month | None) -> list[Cell]:
    title = _(line.metric.title)
    name: Cell = sentence(fonts.safe(title), SMALL)
    missing = line.value is None and line.bounds is None
    if missing and line.state not in (State.VALUE, State.ZERO):
        note = fonts.markup_of(words.missing_word(line.state))
        name = [name, sentence(note, SMALL, ink=MUTED)]
    elif line.bounds is not None:
        note = fonts.markup_of(_("largest day to sum of days"))
        name = [name, sentence(note, SMALL, ink=MUTED)]
    written = words.metric_value_text(line, paper.currency)
    value: Cell = written if line.bounds is None else sentence(fonts.markup_of(written), SMALL, right=True)
    cells: list[Cell] = [name, value]
    if compared:
        cells += _compared(paper, line, line.comparison, against)
    return cells


def _compared(paper: Paper, line: MetricValue, comparison: Comparison | None, against: Month | None) -> list[Cell]:
    if line.broken is not None and (comparison is None or comparison.verdict is Verdict.NOT_COMPARABLE):
        text = _("counted anew since {day}").format(day=words.unbroken(formats.short_day(line.broken.on)))
        return ["", "", sentence(f"≠ {fonts.markup_of(text)}", SMALL, ink=MUTED)]
    if comparison is None:
        return ["", "", ""]
    unit = line.metric.unit
    before = words.value_text(comparison.value, unit, paper.currency)
    if against is None:
        before += f" ({formats.short_month(comparison.month)})"
    ink = {Verdict.BETTER: style.GOOD, Verdict.WORSE: style.BAD}.get(comparison.verdict, MUTED)
    shape = words.glyph(words.VERDICT_SHAPE[comparison.verdict])
    word = f'<font color="{hexed(ink)}">{shape} {fonts.markup_of(words.verdict_word(comparison.verdict))}</font>'
    change: Cell = words.change_text(comparison, unit, paper.currency)
    if len(str(change)) > 10 and not isinstance(change, Flowable):
        change = sentence(fonts.markup_of(str(change)), SMALL, right=True)
    return [before, change, sentence(word, SMALL)]


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
    chart = history(HistoryChart(drawn, stock, broken), _CHART_WIDTH, 100, measure)
    written = title.format(metric=_(past.metric.title), n=len(points))
    parts: list[Flowable] = [
        sentence(fonts.safe(written), SMALL, ink=MUTED),
        Gap(4),
        Chart(chart, paper.palette),
    ]
    notes = _gap_notes(points) + [
        "≠ " + (change.note or _("definition changed on {day}")).format(day=formats.day(change.on))
        if not change.note
        else "≠ " + change.note
        for change in past.breaks
    ]
    if any(point.provisional for point in drawn if point.value is not None):
        notes.append(_("Striped: not complete yet."))
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
        notes.append(f"{words.DASH} {together}: {reason}")
    return notes
