"""Content: the best and the weakest posts of each account by one measure, and what each format reached."""

from __future__ import annotations

from reportlab.platypus import Flowable

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.documents import fonts, style
from smmdesk.documents.data import Content, Post
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.channels import LONGEST_NAME, handle_text
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.work import link_markup
from smmdesk.documents.parts import Gap, section, sentence, subheading, user_text
from smmdesk.documents.style import BASELINE, MUTED, SMALL, WIDTH
from smmdesk.documents.tables import Cell, Column, headed_table, table

_NUMBER = 64.0
MOST_OTHERS = 2
LONGEST_TITLE = 300  # characters of a post's text that the ranking prints


def content_section(paper: Paper) -> list[Flowable]:
    """Return the pages about content; nothing where no post was ranked."""
    blocks = [block for block in paper.report.content if block.best or block.worst or block.formats]
    if not blocks:
        return []
    story = section(_("Content"), "content", paper.palette, style.PAGE_HEIGHT * 0.36)
    for block in blocks:
        story += _account(paper, block)
    return story


def _account(paper: Paper, block: Content) -> list[Flowable]:
    title = " · ".join(part for part in (block.platform_name, handle_text(block.handle)) if part)
    name = fonts.shortened(title, LONGEST_NAME)
    story: list[Flowable] = []
    measured = _("measured by {metric}").format(metric=_lower(_(block.measure.title)))
    if block.best:
        story += _ranking(paper, _("{account}: what did best, {measured}"), name, measured, block.best)
    if block.worst:
        story += _ranking(paper, _("{account}: what did worst, {measured}"), name, measured, block.worst)
    if block.formats:
        story += _formats(paper, block, name)
    return story


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _ranking(paper: Paper, title: str, name: str, measured: str, posts: tuple[Post, ...]) -> list[Flowable]:
    others = [value.metric for value in posts[0].others[:MOST_OTHERS]]
    heads = [Column(_("Date"), 40), Column(_("Post"), 0), Column(_("Format"), 62)]
    heads += [Column(_(metric.title), _NUMBER, True) for metric in (posts[0].value.metric, *others)]
    heads[1] = Column(_("Post"), WIDTH - sum(head.width for head in heads))
    body: list[list[Cell]] = []
    for post in posts:
        text = post.title.strip()
        shown = " ".join(fonts.shortened(text, LONGEST_TITLE).split())
        cell: list[Flowable] = [user_text(shown or words.DASH, SMALL)]
        if post.reason.strip():
            cell.append(user_text(post.reason.strip(), SMALL, ink=MUTED))
        if post.link.strip():
            cell.append(sentence(link_markup(paper, post.link, 60), SMALL))
        by_key = {value.metric.key: value for value in post.others}
        line: list[Cell] = [
            words.unbroken(formats.short_day(post.day)) if post.day is not None else words.DASH,
            cell,
            user_text(words.post_format(post.format), SMALL),
            words.metric_value_text(post.value, paper.currency),
        ]
        for metric in others:
            found = by_key.get(metric.key)
            line.append(words.metric_value_text(found, paper.currency) if found is not None else words.DASH)
        body.append(line)
    return headed_table(title.format(account=name, measured=measured), heads, body, paper.palette)


def _formats(paper: Paper, block: Content, name: str) -> list[Flowable]:
    metrics = [value.metric for value in block.formats[0].values]
    heads = [Column(_("Format"), 0), Column(_("Posts"), _NUMBER, True)]
    heads += [Column(_(metric.title), 74, True) for metric in metrics[:4]]
    heads[0] = Column(_("Format"), WIDTH - sum(head.width for head in heads))
    body: list[list[Cell]] = []
    for line in block.formats:
        by_key = {value.metric.key: value for value in line.values}
        cells: list[Cell] = [user_text(words.post_format(line.format), SMALL), formats.number(line.posts)]
        for metric in metrics[:4]:
            found = by_key.get(metric.key)
            cells.append(words.metric_value_text(found, paper.currency) if found is not None else words.DASH)
        body.append(cells)
    title = _("{account}: by format").format(account=name)
    return [*subheading(title, paper.palette, 80), table(heads, body), Gap(BASELINE / 2)]
