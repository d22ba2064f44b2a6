"""Agreed and delivered: what was promised, what was carried over, what was delivered, piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from reportlab.platypus import Flowable, Table

from smmdesk.core import formats
from smmdesk.core.i18n import _, ngettext
from smmdesk.documents import fonts, style
from smmdesk.documents.charts import bullet
from smmdesk.documents.data import Delivered, Quota
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.painting import Chart
from smmdesk.documents.parts import Gap, section, subheading, web_address
from smmdesk.documents.style import BASELINE, SMALL, WIDTH, columns
from smmdesk.documents.tables import Cell, Column, filling, headed_table, table
from smmdesk.documents.texts import Text, user_text

FEWEST_IN_TWO_COLUMNS = 8
_PAD = 1.8
_BETWEEN = 14.0


def work_section(paper: Paper) -> list[Flowable]:
    """Return the pages about promised and delivered work; nothing where there is none."""
    report = paper.report
    if not report.quotas and not report.delivered:
        return []
    story = section(_("Agreed and delivered"), "work", paper.palette, style.PAGE_HEIGHT * 0.3)
    if report.quotas:
        story += [user_text(_state_of_things(report.quotas)), Gap(BASELINE / 3), _quota_table(paper)]
    if report.delivered:
        story += _delivered(paper)
    return story


def _state_of_things(quotas: tuple[Quota, ...]) -> str:
    due = sum(quota.promised + quota.carried_in for quota in quotas)
    done = sum(quota.delivered for quota in quotas)
    extra = sum(quota.extra for quota in quotas)
    carried = sum(quota.carried_out for quota in quotas)
    text = ngettext("{done} of {due} piece due was delivered", "{done} of {due} pieces due were delivered", due)
    parts = [text.format(done=formats.number(done), due=formats.number(due))]
    if extra:
        parts.append(_("{n} extra").format(n=formats.number(extra)))
    if carried:
        parts.append(_("{n} carried over to next month").format(n=formats.number(carried)))
    return ", ".join(parts) + "."


def _quota_table(paper: Paper) -> Flowable:
    quotas = paper.report.quotas
    number = 54.0
    bar = columns(1)
    first = WIDTH - 5 * number - bar - 12
    heads = [
        Column(_("Type"), first),
        Column(_("Promised"), number, True),
        Column(_("Carried in"), number, True),
        Column(_("Delivered"), number, True),
        Column("", bar + 12),
        Column(_("Extra"), number, True),
        Column(_("Carried over"), number, True),
    ]
    most = max((max(q.delivered + q.extra, q.promised + q.carried_in) for q in quotas), default=1)
    body: list[list[Cell]] = []
    for quota in quotas:
        title = words.work_type(quota.type, quota.name)
        drawing = bullet(quota.delivered + quota.extra, quota.promised + quota.carried_in, most, bar, 11, title)
        body.append(
            [
                user_text(title, SMALL),
                formats.number(quota.promised),
                _or_dash(quota.carried_in),
                formats.number(quota.delivered),
                Chart(drawing, paper.palette),
                _or_dash(quota.extra),
                _or_dash(quota.carried_out),
            ]
        )
    if len(quotas) > 1:
        sums = [
            sum(values)
            for values in zip(
                *((q.promised, q.carried_in, q.delivered, q.extra, q.carried_out) for q in quotas), strict=True
            )
        ]
        written = [formats.number(value) for value in sums]
        body.append([_("Together"), *written[:3], "", *written[3:]])
        return table(heads, body, totals=1)
    return table(heads, body)


def _or_dash(value: int) -> str:
    return formats.number(value) if value else words.DASH


def _delivered(paper: Paper) -> list[Flowable]:
    """Return what was delivered: a row each, many of them in two columns that are read downwards.

    A channel that all have in common is named once, under the title.
    """
    items = paper.report.delivered
    channels = list(dict.fromkeys(item.channel.strip() for item in items if item.channel.strip()))
    shared = channels[0] if len(channels) == 1 else ""
    lines = [_delivered_line(paper, item, "" if shared else item.channel.strip()) for item in items]
    title = _("What was delivered")
    marks = max(fonts.width_of(item.mark, fonts.REGULAR, SMALL) for item in items)
    heads = [Column(_("Row"), max(28, marks + 9)), Column(_("Date"), 38), Column(_("Title"), 0), Column(_("Type"), 190)]
    if len(lines) < FEWEST_IN_TWO_COLUMNS:
        return headed_table(title, filling(heads, 2), lines, paper.palette, note=shared, pad=_PAD)
    heads = filling([*heads[:3], replace(heads[3], width=78)], 2, (WIDTH - _BETWEEN) / 2)
    return [*subheading(title, paper.palette, 5 * BASELINE, note=shared), TwoColumns(heads, lines)]


class TwoColumns(Flowable):
    """A table in two columns, each page's part read downwards on its left, then on its right."""

    def __init__(self, heads: Sequence[Column], lines: Sequence[list[Cell]]) -> None:
        super().__init__()
        self.heads = heads
        self.lines = lines
        self.drawn = self._table(lines)

    def _table(self, lines: Sequence[list[Cell]]) -> Table:
        half = (len(lines) + 1) // 2
        empty: list[Cell] = [""] * len(self.heads)
        rest = [*lines[half:], *[empty] * (2 * half - len(lines))]
        rows = [[*left, "", *right] for left, right in zip(lines[:half], rest, strict=True)]
        return table([*self.heads, Column("", _BETWEEN), *self.heads], rows, pad=_PAD)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 (reportlab's names)
        self.width, self.height = self.drawn.wrap(aW, aH)
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        rows = (len(self.lines) + 1) // 2
        for fitting in range(rows - 1, 1, -1):
            part = self._table(self.lines[: 2 * fitting])
            if part.wrap(aW, aH)[1] <= aH:
                return [part, TwoColumns(self.heads, self.lines[2 * fitting :])]
        return [] if aH < style.PAGE_HEIGHT * 0.7 else [self._table(self.lines)]

    def draw(self) -> None:
        self.drawn.drawOn(self.canv, 0, 0)


def _delivered_line(paper: Paper, item: Delivered, channel: str) -> list[Cell]:
    kind = words.work_piece(item.type, item.name)
    if item.extra:
        kind += f" ({_('extra')})"
    return [
        user_text(item.mark, SMALL),
        words.unbroken(formats.short_day(item.day)) if item.day is not None else words.DASH,
        linked_title(paper, item.title, item.link),
        user_text(" · ".join(part for part in (kind, channel) if part), SMALL),
    ]


def linked_title(paper: Paper, title: str, link: str) -> Text:
    """Return a title that leads to where the work is; the title alone where there is no web or mail address."""
    address = web_address(link)
    shown = title.strip() or (link.strip() and short_address(link)) or words.DASH
    if not address:
        return user_text(shown, SMALL)
    return user_text(shown, SMALL, ink=paper.palette.accent, link=address)


def short_address(url: str, longest: int = 60) -> str:
    """Return what of an address a reader recognises: the site and the path, cut where it is long."""
    text = url.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = None
    if parts is not None and parts.scheme in ("http", "https") and parts.netloc:
        text = parts.netloc.removeprefix("www.") + parts.path.rstrip("/")
    return fonts.shortened(text, longest)
