"""Content: the best and the weakest posts of each account by one measure, and what each format reached."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportlab.platypus import Flowable

from smmdesk.core import formats
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.readings import Metric
from smmdesk.documents import fonts, style
from smmdesk.documents.data import Content, MetricValue, Post
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.channels import LONGEST_NAME, handle_text
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.work import linked_title
from smmdesk.documents.parts import section
from smmdesk.documents.style import MUTED, SMALL
from smmdesk.documents.tables import Cell, Column, filling, headed_table
from smmdesk.documents.texts import user_text

_NUMBER = 50.0
MOST_NUMBERS = 4
LONGEST_TITLE = 90  # characters of a post's text that the ranking prints
_CLOSING_TAGS = re.compile(r"(\s+#\w+)+\s*$")


def content_section(paper: Paper) -> list[Flowable]:
    """Return the pages about content; nothing where no post was ranked."""
    blocks = [block for block in paper.report.content if block.best or block.worst or block.formats]
    if not blocks:
        return []
    story = section(_("Content"), "content", paper.palette, style.PAGE_HEIGHT * 0.3)
    for block in blocks:
        story += _account(paper, block)
    return story


def _account(paper: Paper, block: Content) -> list[Flowable]:
    """Return one table: the best, the worst, and each format, their numbers in the same columns."""
    title = " · ".join(part for part in (block.platform_name, handle_text(block.handle)) if part)
    metrics = _columns(block)
    heads = [Column(_("Date"), 38), Column(_("Post"), 0), Column(_("Format"), 54)]
    heads += [Column(_(metric.title), _NUMBER, True) for metric in metrics]
    body: list[list[Cell]] = []
    bands: list[int] = []

    def band(name: str) -> None:
        bands.append(len(body))
        body.append([user_text(name, SMALL, fonts.SEMIBOLD), *[""] * (len(heads) - 1)])

    for name, posts in ((_("What did best"), block.best), (_("What did worst"), block.worst)):
        if posts:
            band(name)
            body += [_post(paper, post, metrics) for post in posts]
    if block.formats:
        band(_("Together, by format"))
        for line in block.formats:
            count = ngettext("{n} post", "{n} posts", line.posts).format(n=formats.number(line.posts))
            numbers = _numbers(paper, line.values, metrics)
            body.append(["", user_text(count, SMALL), user_text(words.post_format(line.format), SMALL), *numbers])
    measured = _("measured by {metric}").format(metric=_lower(_(block.measure.title)))
    return headed_table(
        fonts.shortened(title, LONGEST_NAME),
        filling(heads, 1),
        body,
        paper.palette,
        bands=bands,
        note=measured,
        pad=2.2,
    )


def _columns(block: Content) -> list[Metric]:
    """Return the metrics of the table: the measure first, then what the posts and formats have a value of beside it."""
    found: dict[str, Metric] = {block.measure.key: block.measure}
    posts = [value for post in (*block.best, *block.worst) for value in post.others]
    for value in [*posts, *(value for line in block.formats for value in line.values)]:
        if value.value is not None:
            found.setdefault(value.metric.key, value.metric)
    return list(found.values())[:MOST_NUMBERS]


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _post(paper: Paper, post: Post, metrics: Sequence[Metric]) -> list[Cell]:
    shown = " ".join(_CLOSING_TAGS.sub("", post.title).split())
    cell: list[Flowable] = [linked_title(paper, fonts.shortened(shown, LONGEST_TITLE), post.link)]
    if post.reason.strip():
        cell.append(user_text(post.reason.strip(), SMALL, ink=MUTED))
    return [
        words.unbroken(formats.short_day(post.day)) if post.day is not None else words.DASH,
        cell,
        user_text(words.post_format(post.format), SMALL),
        *_numbers(paper, (post.value, *post.others), metrics),
    ]


def _numbers(paper: Paper, values: Sequence[MetricValue], metrics: Sequence[Metric]) -> list[Cell]:
    by_key = {value.metric.key: value for value in values}
    return [
        words.metric_value_text(found, paper.currency) if (found := by_key.get(metric.key)) is not None else words.DASH
        for metric in metrics
    ]
