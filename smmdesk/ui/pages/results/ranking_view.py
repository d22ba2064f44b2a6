"""The best and the worst posts by a chosen measure, what was left out and why, and sums by tag and by format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.readings import Metric, Unit
from smmdesk.domain.results.engagement import INTERACTIONS
from smmdesk.domain.results.post_list import WITHOUT_TAG, ChoiceSum, PostChoice, choice_sums, post_kinds, post_order
from smmdesk.domain.results.post_marks import tag_counts
from smmdesk.domain.results.ranking import (
    SHOWN,
    Place,
    Ranking,
    default_minimum,
    denominators_of,
    measures_of,
    post_ranking,
)
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.results.reading import Scope
from smmdesk.ui.pages.results.view import Remark, View, roomy
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.fields import ChoiceField, NumberField
from smmdesk.ui.widgets.pills import Flow
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Text

MONTH, YEAR, ALL = "month", "year", "all"


@dataclass(frozen=True, slots=True)
class _Line:
    """A post in one of the two lists."""

    id: int
    title: str
    day: str
    value: str
    sample: str
    tip: str


@dataclass(frozen=True, slots=True)
class _Group:
    """A tag or a format with what its posts add up to."""

    id: str
    title: str
    posts: int
    added: str
    each: str
    told: str
    sort: Any
    each_sort: Any


class RankingView(View):
    """Best and worst side by side. `post_asked` tells the post that is to be shown in the list of posts."""

    post_asked = Signal(int, object)

    def __init__(self, context: Context) -> None:
        self._account: int | None = None
        self._measures: tuple[Metric, ...] = ()
        self._below: tuple[Metric, ...] = ()
        super().__init__(context)

    def build(self) -> None:
        self.measure = ChoiceField()
        self.measure.set_name(_("Measure"))
        self.measure.edited.connect(self._on_measure)
        self.over = ChoiceField()
        self.over.set_name(_("Divided by"))
        self.over.edited.connect(self._on_over)
        self.minimum = NumberField(is_whole=True, least=0, placeholder="0")
        self.minimum.set_name(_("Smallest sample"))
        self.minimum.input.editingFinished.connect(self._read)
        self.range = ChoiceField()
        self.range.set_name(_("Published when"))
        self.range.edited.connect(self._read)
        bar = QWidget()
        flow = Flow(bar)
        flow.setSpacing(theme.M)
        for label, field, width in (
            (_("Measure"), self.measure, 30),
            (_("Divided by"), self.over, 27),
            (_("Smallest sample"), self.minimum, 14),
            (_("Published when"), self.range, 20),
        ):
            field.setFixedWidth(theme.characters(width))
            flow.addWidget(_labelled(label, field))
        self.column.addWidget(bar)
        self.said = Text("", "body", "muted", wrap=True)
        self.column.addWidget(self.said)
        self.best, self.worst = _list(_("Best posts")), _list(_("Worst posts"))
        lists = QSplitter(Qt.Orientation.Horizontal)
        lists.setChildrenCollapsible(False)
        lists.setHandleWidth(theme.L)
        for title, table in ((_("Best posts"), self.best), (_("Worst posts"), self.worst)):
            table.opened.connect(lambda row: self.post_asked.emit(row.id, None))
            lists.addWidget(_titled(title, table))
        self.no_tags = Remark()
        self.no_tags.say(_("No tags yet. Give posts tags in the list of posts: here they are held against each other."))
        self.tag_stack = QStackedWidget()
        self.tags, self.kinds = _groups(_("By tag"), _("Tag")), _groups(_("By format"), _("Format"))
        groups = QSplitter(Qt.Orientation.Horizontal)
        groups.setChildrenCollapsible(False)
        groups.setHandleWidth(theme.L)
        self.tag_stack.addWidget(self.tags)
        self.tag_stack.addWidget(self.no_tags)
        groups.addWidget(_titled(_("By tag"), self.tag_stack))
        groups.addWidget(_titled(_("By format"), self.kinds))
        for side_by_side in (lists, groups):
            side_by_side.setSizes([theme.characters(100)] * 2)
        for table, least in ((self.best, SHOWN), (self.worst, SHOWN), (self.tags, 3), (self.kinds, 3)):
            table.setMinimumHeight((least + 1) * theme.row_height() + theme.S)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.M)
        self.split.addWidget(lists)
        self.split.addWidget(groups)
        self.area = roomy(self.split)
        self.column.addWidget(self.area, 1)
        self.remark = Remark()
        self.column.addWidget(self.remark, 1)
        self.remark.hide()

    def show_scope(self, scope: Scope) -> None:
        super().show_scope(scope)
        chosen = self.range.value() or MONTH
        month = formats.month_name(scope.month)
        self.range.set_choices(
            [(MONTH, month[:1].upper() + month[1:]), (YEAR, _("Last 13 months")), (ALL, _("All posts"))]
        )
        self.range.set_value(chosen)
        if self._account != scope.account.id:
            account_id = scope.account.id
            self._account = account_id
            self.ask(lambda: (tuple(measures_of(account_id)), tuple(denominators_of(account_id))), self._on_measures)
        else:
            self._read()

    def _on_measures(self, found: tuple[tuple[Metric, ...], tuple[Metric, ...]]) -> None:
        self._measures, self._below = found
        has_any = bool(self._measures)
        self.area.setVisible(has_any)
        self.said.setVisible(has_any)
        self.remark.say(
            "" if has_any else _("No posts of this account were read yet. Import an export with its posts.")
        )
        if not has_any:
            return
        before, keys = self.measure.value(), [metric.key for metric in self._measures]
        self.measure.set_choices([(metric.key, _(metric.title)) for metric in self._measures])
        usual = _usual_measure(keys)
        if before not in keys and usual:
            self.measure.set_value(usual)
        self._offer_below()
        self._read()

    def _offer_below(self) -> None:
        metric = self._metric()
        is_rate = metric is not None and metric.unit is Unit.SHARE
        below = [] if is_rate else [one for one in self._below if metric is not None and one.key != metric.key]
        self.over.set_choices([(None, _("nothing: the number itself")), *((one.key, _(one.title)) for one in below)])

    def _metric(self) -> Metric | None:
        return next((one for one in self._measures if one.key == self.measure.value()), None)

    def _on_measure(self) -> None:
        self._offer_below()
        self._on_over()

    def _on_over(self) -> None:
        self.minimum.set_value(default_minimum(self.over.value()) or None)
        self._read()

    def choice(self) -> PostChoice:
        """Return which posts are ranked."""
        assert self.scope is not None
        month = self.scope.month
        match self.range.value():
            case "month":
                return PostChoice(month.first_day, month.last_day)
            case "year":
                return PostChoice(month.plus(-12).first_day, month.last_day)
        return PostChoice()

    def _read(self) -> None:
        metric = self._metric()
        if self.scope is None or metric is None:
            return
        try:
            least = self.minimum.value()
        except UserError as refusal:
            self.minimum.set_wrong(True)
            self.said.setText(refusal.sentence())
            return
        self.minimum.set_wrong(False)
        account_id, choice, over = self.scope.account.id, self.choice(), self.over.value()
        key = metric.key

        def read() -> tuple[Ranking, list[Any], list[Any]]:
            ranking = post_ranking(account_id, choice, key, over=over, minimum=least)
            return ranking, *_read_groups(account_id, choice, key)

        self.ask(read, lambda found: self._on_read(*found))

    def _on_read(self, ranking: Ranking, tags: Sequence[Any], kinds: Sequence[Any]) -> None:
        assert self.scope is not None
        currency = self.scope.client.currency
        self.best.set_rows([_line(place, ranking, currency) for place in ranking.best])
        self.worst.set_rows([_line(place, ranking, currency) for place in ranking.worst])
        self.said.setText(_said(ranking))
        self.tags.set_rows([_group(title or _("Without a tag"), one, count, currency) for title, one, count in tags])
        self.tag_stack.setCurrentWidget(self.tags if tags else self.no_tags)
        from smmdesk.documents.monthly_report.words import post_format

        self.kinds.set_rows([_group(post_format(title), one, count, currency) for title, one, count in kinds])


def _read_groups(account_id: int, choice: PostChoice, key: str) -> tuple[list[Any], list[Any]]:
    """Return (name, sum, posts) by tag and by format; a post with two tags counts for each of them."""
    tags = [one.tag for one in tag_counts(account_id)]
    by_tag = [_read_group(account_id, choice, key, tag=tag) for tag in ([*tags, WITHOUT_TAG] if tags else [])]
    by_kind = [_read_group(account_id, choice, key, kind=kind) for kind in post_kinds(account_id)]
    return [one for one in by_tag if one[2]], [one for one in by_kind if one[2]]


def _read_group(
    account_id: int, choice: PostChoice, key: str, *, tag: str | None = None, kind: str = ""
) -> tuple[str, ChoiceSum, int]:
    mine = PostChoice(choice.first, choice.last, kinds=(kind,) if kind else (), tags=() if tag is None else (tag,))
    ids = post_order(account_id, mine).ids
    (added,) = choice_sums(account_id, ids, [key])
    return kind or tag or "", added, len(ids)


def _line(place: Place, ranking: Ranking, currency: str) -> _Line:
    from smmdesk.documents.monthly_report import words
    from smmdesk.domain.reports.channels import post_title

    post = place.listed.post
    title = post_title(post)
    if ranking.over is None:
        value, sample = words.value_text(place.value, ranking.metric.unit, currency), ""
    else:
        value = formats.percent(place.value * 100, 1)
        sample = words.value_text(place.below, ranking.over.unit, currency)
    day = formats.short_day(post.published_on, year=True) if post.published_on is not None else "–"
    return _Line(post.id, " ".join(title.split()), day, value, sample, post.text or title)


def _group(title: str, added: ChoiceSum, posts: int, currency: str) -> _Group:
    from smmdesk.documents.monthly_report import words

    valued = posts - added.without
    each = None if added.value is None or not valued else round(added.value / valued)
    told = added.reason
    if added.value is not None and added.without:
        told = ngettext("{n} post without a value", "{n} posts without a value", added.without).format(n=added.without)
    return _Group(
        title,
        title,
        posts,
        words.value_text(added.value, added.metric.unit, currency),
        words.DASH if each is None else words.value_text(each, added.metric.unit, currency),
        told,
        added.value,
        each,
    )


def _said(ranking: Ranking) -> str:
    """Say in a sentence how many posts were ranked by what, and how many were not, and why."""
    title = _(ranking.metric.title)
    if ranking.over is not None:
        by = _("{metric} on {below}").format(metric=title, below=_(ranking.over.title))
    else:
        by = title
    words = ngettext("{n} post judged by {measure}.", "{n} posts judged by {measure}.", ranking.judged)
    said = words.format(n=formats.number(ranking.judged), measure=by)
    if ranking.left_out:
        said += " " + _("Left out: {reasons}.").format(reasons="; ".join(ranking.left_out))
    return said


def _labelled(label: str, field: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.XS)
    column.addWidget(Text(label, "caption", "muted"))
    column.addWidget(field)
    return made


def _titled(title: str, table: QWidget) -> Card:
    card = Card(flush=True)
    head = QWidget()
    line = QHBoxLayout(head)
    line.setContentsMargins(theme.L, theme.M, theme.L, theme.S)
    line.addWidget(Text(title, "strong"))
    card.body.addWidget(head)
    card.body.addWidget(table, 1)
    return card


def _usual_measure(keys: Sequence[str]) -> str:
    """Return what the platform counts for every post (LinkedIn: impressions), not for videos only; empty: unknown."""
    rule = INTERACTIONS.get(keys[0].split(".")[0]) if keys else None
    return rule.views if rule is not None and rule.views in keys else ""


def _list(name: str) -> RowsTable:
    return RowsTable(
        [
            Column(_("Post"), lambda row: row.title, stretches=True, tip=lambda row: row.tip),
            Column(_("Day"), lambda row: row.day, can_leave=True),
            Column(_("Result"), lambda row: row.value, is_number=True, is_strong=True),
            Column(_("Sample"), lambda row: row.sample, is_number=True, tone=lambda _row: "muted", can_leave=True),
        ],
        name,
    )


def _groups(name: str, title: str) -> RowsTable:
    return RowsTable(
        [
            Column(title, lambda row: row.title, stretches=True, tip=lambda row: row.told or row.title),
            Column(_("Posts"), lambda row: formats.number(row.posts), key=lambda row: row.posts, is_number=True),
            Column(
                _("Sum"),
                lambda row: row.added,
                key=lambda row: row.sort,
                is_number=True,
                is_strong=True,
                tip=lambda row: row.told or row.added,
            ),
            Column(_("Per post"), lambda row: row.each, key=lambda row: row.each_sort, is_number=True),
        ],
        name,
    )
