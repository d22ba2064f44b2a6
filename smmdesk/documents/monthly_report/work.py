"""Agreed and delivered: what was promised, what was carried over, what was delivered, piece by piece."""

from __future__ import annotations

from urllib.parse import urlsplit

from reportlab.platypus import Flowable

from smmdesk.core import formats
from smmdesk.core.i18n import _, ngettext
from smmdesk.documents import fonts, style
from smmdesk.documents.charts import bullet
from smmdesk.documents.data import Quota
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.painting import Chart
from smmdesk.documents.parts import Gap, paragraph_link, section, sentence, user_text
from smmdesk.documents.style import BASELINE, SMALL, WIDTH, columns, hexed
from smmdesk.documents.tables import Cell, Column, headed_table, table


def work_section(paper: Paper) -> list[Flowable]:
    """Return the pages about promised and delivered work; nothing where there is none."""
    report = paper.report
    if not report.quotas and not report.delivered:
        return []
    story = section(_("Agreed and delivered"), "work", paper.palette, style.PAGE_HEIGHT * 0.36)
    if report.quotas:
        story += [sentence(fonts.markup_of(_state_of_things(report.quotas))), Gap(BASELINE / 2), _quota_table(paper)]
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
    items = paper.report.delivered
    marked = any(item.mark for item in items)
    heads = [Column(_("Row"), 30)] if marked else []
    heads += [Column(_("Date"), 46), Column(_("Type"), 92), Column(_("Title"), 0), Column(_("Channel"), 124)]
    heads[-2] = Column(_("Title"), WIDTH - sum(head.width for head in heads))
    body: list[list[Cell]] = []
    for item in items:
        title: list[Flowable] = [user_text(item.title or words.DASH, SMALL)]
        if item.link.strip():
            title.append(sentence(link_markup(paper, item.link, 60), SMALL))
        kind: list[Flowable] = [user_text(words.work_type(item.type, item.name), SMALL)]
        if item.extra:
            kind.append(sentence(fonts.markup_of(_("extra")), SMALL, ink=style.MUTED))
        line: list[Cell] = [item.mark] if marked else []
        line += [
            words.unbroken(formats.short_day(item.day)) if item.day is not None else words.DASH,
            kind,
            title,
            user_text(item.channel, SMALL),
        ]
        body.append(line)
    return headed_table(_("What was delivered"), heads, body, paper.palette)


def link_markup(paper: Paper, url: str, longest: int = 40) -> str:
    """Return an address as a short text that leads to it; a text alone where it is no web or mail address."""
    shown = short_address(url, longest)
    tinted = f'<font color="{hexed(paper.palette.accent)}">{fonts.safe(shown)}</font>'
    linked = paragraph_link(url, tinted)
    return linked if linked != tinted else fonts.safe(shown)


def short_address(url: str, longest: int = 40) -> str:
    """Return what of an address a reader recognises: the site and the path, cut where it is long."""
    text = url.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = None
    if parts is not None and parts.scheme in ("http", "https") and parts.netloc:
        text = parts.netloc.removeprefix("www.") + parts.path.rstrip("/")
    return text if len(text) <= longest else text[: longest - 1] + "…"
