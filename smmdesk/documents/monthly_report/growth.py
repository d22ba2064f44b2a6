"""Healthy growth: what there is to say of the followers of each account, reason or not."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether

from smmdesk.core.i18n import _
from smmdesk.documents import fonts, style
from smmdesk.documents.monthly_report.channels import account_title
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.parts import Gap, section
from smmdesk.documents.style import BASELINE, BODY, LEAD
from smmdesk.documents.texts import user_text


def growth_section(paper: Paper) -> list[Flowable]:
    """Return the part about healthy growth; nothing where every account grew as usual."""
    growth = paper.report.growth
    if not growth:
        return []
    story = section(_("Healthy growth"), "growth", paper.palette, style.PAGE_HEIGHT * 0.14)
    for one in growth:
        told: list[Flowable] = [
            user_text(account_title(one), LEAD, fonts.SEMIBOLD, paper.palette.accent),
            Gap(2),
            user_text(" ".join(one.sentences), BODY),
            Gap(BASELINE / 2),
        ]
        story.append(KeepTogether(told))
    return story
