"""The appendix: every row of the ledger, every source, what is missing, and what the figures mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed, ngettext
from smmdesk.core.readings import Metric
from smmdesk.documents import fonts, style
from smmdesk.documents.data import LedgerState, Source, Tier
from smmdesk.documents.images import read_logo
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.ledger_rows import (
    HASH_SHOWN,
    claims_table,
    cost_table,
    day_text,
    not_counted_table,
    value_tables,
    with_details,
)
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.parts import Framed, Gap, height_of, section, sentence, subheading
from smmdesk.documents.style import BASELINE, BODY, MUTED, SMALL, WIDTH, hexed
from smmdesk.documents.tables import Cell, Column, filling, headed_table, room_for
from smmdesk.documents.texts import user_text

_PAGE = style.PAGE_HEIGHT - style.TOP - style.FOOT
BEGINNING = style.PAGE_HEIGHT * 0.3  # with less room it begins on the next page
# the last parts stay together, so that no last page is nearly empty: at least so tall, at most so tall
LEAST_CLOSING, MOST_CLOSING = style.PAGE_HEIGHT * 0.34, style.PAGE_HEIGHT * 0.72


def appendix_section(paper: Paper) -> list[Flowable]:
    """Return the appendix; parts without an entry are left out."""
    return [_Appendix(paper)]


class _Appendix(Flowable):
    """The appendix, made where it begins: it is set closer there if that saves a page."""

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 (reportlab's names)
        return aW, aH + 1  # never fits: it is asked for its parts

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        parts = _parts(self.paper)
        room = aH if aH >= BEGINNING else _PAGE
        usual = _pages(parts, room, -4 * BASELINE)
        if usual > 1:
            closer = _parts(replace(self.paper, tight=True))
            if _pages(closer, room, 2 * BASELINE) < usual:
                parts = closer
        return [Spacer(0, 0), *parts]


class _Kept(KeepTogether):
    """Parts that stay on one page."""

    def __init__(self, parts: Sequence[Flowable]) -> None:
        super().__init__(list(parts))
        self.parts = parts


def _pages(parts: Sequence[Flowable], room: float, more: float) -> int:
    """Return about how many pages the parts take, the first with so much room.

    What breaks waste is not known before; `more` points a page lean the answer to fewer pages or to more.
    """
    page, room = _PAGE + more, room + more
    pages, left = 1, room
    for part in parts:
        if isinstance(part, CondPageBreak):
            if part.height > left:
                pages, left = pages + 1, page
            continue
        laid = part.parts if isinstance(part, _Kept) else [part]
        height = height_of(laid) + sum(one.getSpaceAfter() for one in laid)
        if height > left:
            over = height if isinstance(part, _Kept) else height - left + 2 * BASELINE
            pages, left = pages + 1, page - over
        else:
            left -= height
        if left < 0:
            further = ceil(-left / page)
            pages, left = pages + further, left + further * page
    return pages


def _parts(paper: Paper) -> list[Flowable]:
    parts = [
        *(value_tables(paper, tier) for tier in Tier),
        cost_table(paper),
        not_counted_table(paper),
        claims_table(paper),
        _notices(paper),
        _sources(paper),
        _gaps(paper),
        _definitions(paper),
    ]
    parts = [part for part in parts if part]
    closing = _closing(paper)
    if not parts and not _glossary_lines(paper):
        return closing
    title = _("Appendix: every figure and where it comes from")
    heading = section(title, "appendix", paper.palette, BEGINNING)
    kept = [flowable for flowable in closing if not isinstance(flowable, CondPageBreak)]
    while parts and height_of(kept) < LEAST_CLOSING:
        longer = [flowable for flowable in parts[-1] if not isinstance(flowable, CondPageBreak)] + kept
        if height_of(longer) > style.PAGE_HEIGHT * 0.7:
            break
        kept = longer
        parts.pop()
    flowing = [flowable for part in parts for flowable in part]
    if not flowing:
        return [heading[0], _Kept([*heading[1:], *kept])]
    return [*heading, *flowing, *([_Kept(kept)] if height_of(kept) < MOST_CLOSING else closing)]


def _closing(paper: Paper) -> list[Flowable]:
    """Return glossary and contact block."""
    lines = _glossary_lines(paper)
    contact = _contact_block(paper)
    if not lines:
        return contact
    half = (len(lines) + 1) // 2
    cells = [_explained(word, meanings) for word, meanings in lines]
    body: list[list[Cell]] = [
        [cells[place], cells[place + half] if place + half < len(cells) else ""] for place in range(half)
    ]
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.REGULAR, SMALL, style.LEADINGS[SMALL]),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), style.GUTTER / 2),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), paper.spacing["pad"]),
    ]
    drawn = Table(body, colWidths=[WIDTH / 2, WIDTH / 2], style=commands, hAlign="LEFT")
    gap = paper.spacing["gap"]
    title = subheading(_("What the words mean"), paper.palette, room_for(drawn), gap=gap)
    return [*title, drawn, *contact]


def _explained(word: str, meanings: Sequence[tuple[str, str]]) -> Flowable:
    """Return a word and what it means on which platforms, in small print."""
    strong = f'<font name="{fonts.SEMIBOLD}" color="{hexed(style.INK)}">{fonts.safe(word, fonts.SEMIBOLD)}</font>'
    told = " ".join(f"({platforms}) {meaning}" if platforms else meaning for platforms, meaning in meanings)
    return sentence(f"{strong} {fonts.safe(told)}", SMALL, ink=MUTED)


def _notices(paper: Paper) -> list[Flowable]:
    notices = paper.report.notices
    if not notices:
        return []
    story = subheading(_("To be kept in mind"), paper.palette, gap=paper.spacing["gap"])
    for notice in notices:
        text = fonts.safe(words.notice_text(notice), lines=True)
        marks = paper.marks(notice.marks, limit=8)
        story.append(sentence(f"{text} {marks}".strip(), SMALL, after=3))
    return story


def _sources(paper: Paper) -> list[Flowable]:
    sources = paper.report.sources
    if not sources:
        return []
    heads = [
        Column(_("File"), 0),
        Column(_("What it is"), 172),
        Column(_("Period"), 96),
        Column(_("Rows"), 34, True),
        Column(_("Read on"), 58),
    ]
    body: list[list[Cell]] = []
    for source in sources:
        details = [_("SHA-256 {hash}…").format(hash=source.sha256[:HASH_SHOWN]) if source.sha256 else ""]
        if source.by_hand and source.file:
            details.insert(0, source.file)
        if source.refused:
            text = ngettext("{n} row refused", "{n} rows refused", source.refused)
            details.append(text.format(n=formats.number(source.refused)))
        what: list[Flowable] = [user_text(_(source.format) if source.format else words.DASH, SMALL)]
        if source.account:
            what.append(user_text(source.account, SMALL, ink=MUTED))
        body.append(
            [
                with_details(_source_name(source), details),
                what,
                user_text(_period(source.first_day, source.last_day), SMALL),
                formats.number(source.rows),
                day_text(source.read_on),
            ]
        )
    return headed_table(_("Sources"), filling(heads, 0), body, paper.palette, **paper.spacing)


def _source_name(source: Source) -> str:
    """Return what a source is called: its file, or that a person typed it."""
    if not source.by_hand:
        return source.file
    return _("typed by hand on {day}").format(day=day_text(source.read_on))


def _period(first: date | None, last: date | None) -> str:
    if first is None or last is None or first == last:
        return day_text(first or last)
    return f"{words.unbroken(formats.short_day(first, year=first.year != last.year))} – {day_text(last)}"


def _gaps(paper: Paper) -> list[Flowable]:
    gaps = paper.report.gaps
    if not gaps:
        return []
    heads = [Column(_("What is missing"), 170), Column(_("Period"), 104), Column(_("Why"), WIDTH - 274)]
    body: list[list[Cell]] = []
    for gap in gaps:
        what: list[Flowable] = [user_text(_(gap.what), SMALL)]
        if gap.account:
            what.append(user_text(gap.account, SMALL, ink=MUTED))
        why = words.note_text([gap.reason or words.missing_word(gap.state)])
        body.append([what, user_text(_period(gap.first_day, gap.last_day), SMALL), user_text(why, SMALL)])
    return headed_table(_("Missing data"), heads, body, paper.palette, **paper.spacing)


def _definitions(paper: Paper) -> list[Flowable]:
    """Return one sentence for each platform that changed what it counts."""
    texts: dict[str, None] = {}
    for account in paper.report.accounts:
        changes = [line.broken for line in (*account.metrics, *account.post_metrics) if line.broken is not None]
        changes += account.history.breaks if account.history is not None else ()
        for change in changes:
            text = _("{platform} changed what it counts on {day}: figures before and after are not comparable.")
            plain = text.format(platform=account.platform_name, day=words.break_day(change))
            texts[change.note or plain] = None
    if not texts:
        return []
    story = subheading(_("Changed definitions"), paper.palette, gap=paper.spacing["gap"])
    return story + [user_text(text, SMALL, after=2) for text in texts]


def metrics_used(paper: Paper) -> list[Metric]:
    """Return the metrics that the report prints, each once, in the order of their first place."""
    if paper.report.glossary:
        return list(dict.fromkeys(paper.report.glossary))
    found: dict[str, Metric] = {}
    for account in paper.report.accounts:
        for line in (*account.metrics, *account.post_metrics):
            found.setdefault(line.metric.key, line.metric)
        if account.history is not None:
            found.setdefault(account.history.metric.key, account.history.metric)
    for block in paper.report.content:
        found.setdefault(block.measure.key, block.measure)
        for post in (*block.best, *block.worst):
            for value in (post.value, *post.others):
                found.setdefault(value.metric.key, value.metric)
        for line in block.formats:
            for value in line.values:
                found.setdefault(value.metric.key, value.metric)
    return list(found.values())


def _glossary_lines(paper: Paper) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (word, its meanings with their platforms) of ROI and of every metric printed, one meaning once."""
    names = {account.platform: account.platform_name for account in paper.report.accounts}
    entries: dict[str, dict[str, list[str]]] = {}
    for metric in metrics_used(paper):
        if metric.meaning:
            platforms = entries.setdefault(_(metric.title), {}).setdefault(_(metric.meaning), [])
            if metric.platform in names:
                platforms.append(names[metric.platform])
    lines = [
        (title, [(", ".join(dict.fromkeys(platforms)), meaning) for meaning, platforms in meanings.items()])
        for title, meanings in entries.items()
    ]
    if paper.ledger.state is not LedgerState.NO_DATA:
        zero = words.unbroken(formats.percent(0))
        text = _("Return on investment: (came back − invested) ÷ invested. {zero} means even.").format(zero=zero)
        lines.insert(0, (_("ROI"), [("", text)]))
    return lines


def _contact_block(paper: Paper) -> list[Flowable]:
    """Return who made the report and how to reach them, in one frame."""
    mine = paper.report.freelancer
    lines = [line for line in (mine.name if mine.business else "", mine.postal, mine.tax_line) if line.strip()]
    reach = [line for line in (mine.email, mine.phone, mine.website) if line.strip()]
    title = mine.business or mine.name
    if not title.strip():
        return []
    content: list[Flowable] = [
        user_text(addressed("Your contact"), SMALL, ink=MUTED),
        user_text(title, BODY, fonts.SEMIBOLD),
    ]
    content += [user_text(" · ".join(part), SMALL, ink=MUTED) for part in (lines, reach) if part]
    return [Gap(BASELINE * paper.spacing["gap"]), Framed(content, paper.palette, logo=read_logo(mine.logo))]
