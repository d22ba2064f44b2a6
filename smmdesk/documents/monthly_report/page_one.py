"""Page 1: the month understood in a minute."""

from __future__ import annotations

from reportlab.platypus import Flowable, Spacer, Table

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed
from smmdesk.documents import fonts, style
from smmdesk.documents.monthly_report.cards import kpi_cards
from smmdesk.documents.monthly_report.cover import CoverBand
from smmdesk.documents.monthly_report.headline import headline
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.verdict import verdict_sentences
from smmdesk.documents.parts import Framed, Gap, sentence, subheading, user_text
from smmdesk.documents.style import (
    BASELINE,
    BODY,
    LEAD,
    MUTED,
    SMALL,
    TITLE,
    WIDTH,
)


def page_one(paper: Paper) -> list[Flowable]:
    """Return the parts of page 1, from the band to the framed request."""
    sheet = paper.report.sheet
    story: list[Flowable] = [CoverBand(paper), Gap(BASELINE)]
    if sheet.goal.strip():
        story.append(sentence(fonts.markup_of(addressed("Your goal, in your words")), SMALL, ink=MUTED))
        story += [user_text(f"«{sheet.goal.strip()}»", LEAD, ink=style.INK), Gap(BASELINE * 0.6)]
    verdict = " ".join(verdict_sentences(paper))
    story += [user_text(verdict, TITLE, fonts.SEMIBOLD), Gap(BASELINE * 0.8)]
    story += headline(paper)
    story += kpi_cards(paper)
    story += _what_happened(paper)
    story += _request(paper)
    return story


def _what_happened(paper: Paper) -> list[Flowable]:
    sheet = paper.report.sheet
    texts = [
        (_("What worked"), sheet.worked),
        (_("What did not"), sheet.did_not_work),
        (_("What we change"), sheet.we_change),
    ]
    rows = [
        [sentence(fonts.markup_of(title, fonts.SEMIBOLD), BODY, fonts.SEMIBOLD), user_text(text.strip())]
        for title, text in texts
        if text.strip()
    ]
    if not rows:
        return []
    label = style.columns(1) + 24
    grid = Table(
        rows,
        colWidths=[label, WIDTH - label],
        style=[
            ("FONT", (0, 0), (-1, -1), fonts.REGULAR, BODY, BASELINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ],
        hAlign="LEFT",
        splitInRow=1 if any(len(text) > 900 for _title, text in texts) else 0,
    )
    return [*subheading(_("What happened"), paper.palette), grid]


def _request(paper: Paper) -> list[Flowable]:
    sheet = paper.report.sheet
    if not sheet.request.strip():
        return []
    if sheet.request_by is not None:
        title = addressed("What we need from you by {day}").format(day=formats.day(sheet.request_by, year=False))
    else:
        title = addressed("What we need from you")
    heading = sentence(fonts.markup_of(title, fonts.SEMIBOLD), LEAD, fonts.SEMIBOLD, paper.palette.accent)
    content = [heading, Spacer(0, 3), user_text(sheet.request.strip())]
    return [Gap(BASELINE * 0.6), Framed(content, paper.palette, tinted=True)]
