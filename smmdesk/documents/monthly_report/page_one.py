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
from smmdesk.documents.monthly_report.verdict import verdict_sentences, worst_of
from smmdesk.documents.parts import Framed, Gap, height_of, subheading
from smmdesk.documents.style import (
    BASELINE,
    BODY,
    LEAD,
    MUTED,
    SMALL,
    TITLE,
    WIDTH,
)
from smmdesk.documents.texts import user_text


def page_one(paper: Paper) -> list[Flowable]:
    """Return the parts of page 1, from the band to the framed request; its sentences as large as the page allows."""
    sheet = paper.report.sheet
    story: list[Flowable] = [CoverBand(paper), Gap(BASELINE)]
    if sheet.goal.strip():
        story.append(user_text(addressed("Your goal, in your words"), SMALL, ink=MUTED))
        story += [user_text(f"«{sheet.goal.strip()}»", LEAD, ink=style.INK), Gap(BASELINE * 0.6)]
    verdict = " ".join(verdict_sentences(paper))
    story += [user_text(verdict, TITLE, fonts.SEMIBOLD), Gap(BASELINE * 0.8)]
    story += headline(paper)
    story += kpi_cards(paper)
    large = [*_what_happened(paper, LEAD), *_request(paper, LEAD)]
    if height_of([*story, *large]) <= style.PAGE_HEIGHT - style.FOOT:
        return [*story, *large]
    return [*story, *_what_happened(paper, BODY), *_request(paper, BODY)]


def _what_happened(paper: Paper, size: float) -> list[Flowable]:
    sheet = paper.report.sheet
    texts = [
        (_("What worked"), sheet.worked),
        (_("What did not"), sheet.did_not_work or worst_of(paper)),
        (_("What we change"), sheet.we_change),
    ]
    rows = [
        [user_text(title, size, fonts.SEMIBOLD), user_text(text.strip(), size)] for title, text in texts if text.strip()
    ]
    if not rows:
        return []
    label = style.columns(1) + 24 + (size - BODY) * 9
    grid = Table(
        rows,
        colWidths=[label, WIDTH - label],
        style=[
            ("FONT", (0, 0), (-1, -1), fonts.REGULAR, size, BASELINE),
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


def _request(paper: Paper, size: float) -> list[Flowable]:
    sheet = paper.report.sheet
    if not sheet.request.strip():
        return []
    if sheet.request_by is not None:
        title = addressed("What we need from you by {day}").format(day=formats.day(sheet.request_by, year=False))
    else:
        title = addressed("What we need from you")
    heading = user_text(title, LEAD, fonts.SEMIBOLD, paper.palette.accent)
    content = [heading, Spacer(0, 3), user_text(sheet.request.strip(), size)]
    return [Gap(BASELINE * 0.6), Framed(content, paper.palette, tinted=True)]
