"""All posts of an account: which ones, in which order, with which figures; tags and pictures; one post beside them."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.readings import Metric
from smmdesk.domain.files import kept_name
from smmdesk.domain.results.post_list import (
    DAY,
    ChoiceSum,
    ListedPost,
    PostChoice,
    choice_sums,
    listed_posts,
    other_day,
    post_kinds,
    post_order,
    post_reads,
)
from smmdesk.domain.results.post_marks import (
    TagCount,
    known_tags,
    pictures,
    tag_counts,
    tags_of,
)
from smmdesk.domain.results.ranking import measures_of
from smmdesk.domain.results.rules import is_summed_over_posts
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.page import ListDetail
from smmdesk.ui.pages.results.column_chooser import ColumnChooser
from smmdesk.ui.pages.results.post_filters import PostFilters
from smmdesk.ui.pages.results.post_keeping import MarkKeeper
from smmdesk.ui.pages.results.post_panel import PostDetail, PostPanel
from smmdesk.ui.pages.results.posts_model import PostColumn, fixed_columns
from smmdesk.ui.pages.results.posts_table import PostsTable
from smmdesk.ui.pages.results.reading import Scope
from smmdesk.ui.pages.results.view import Remark, View
from smmdesk.ui.widgets.kept_file import preview
from smmdesk.ui.widgets.text import Text, rule

MOST_DEFAULTS = 4
MOST_SUMMED = 200_000  # posts whose sums are made while one looks on


@dataclass(frozen=True, slots=True)
class _Offer:
    """What can be chosen for an account: its metrics, formats and tags, and the tags of the client."""

    metrics: tuple[Metric, ...]
    kinds: tuple[str, ...]
    tags: tuple[TagCount, ...]
    suggestions: tuple[str, ...]


class PostsView(View):
    """The list with its filters on the left, a post on the right."""

    def __init__(self, context: Context) -> None:
        self._offer: _Offer | None = None
        self._account: int | None = None
        self._wanted: int | None = None
        self._shown: list[str] = []
        self._detail_id: object = None
        self.ids: array[int] = array("q")
        super().__init__(context)

    def build(self) -> None:
        self.filters = PostFilters()
        self.filters.changed.connect(self._on_filter)
        self.filters.columns_asked.connect(self._on_columns)
        self._chooser: ColumnChooser | None = None
        self.column.addWidget(self.filters)
        self.table = PostsTable(_("Posts"))
        self.table.set_takes_pictures(self.context.writable)
        self.table.wanted.connect(self._on_wanted)
        self.table.chosen.connect(self._on_chosen)
        self.table.sorted_by.connect(self.filters.sort_by)
        self.table.opened.connect(lambda: self.panel.open_post())
        self.table.dropped.connect(self._on_dropped)
        self.table.pasted.connect(lambda: self.keeper.paste(self._one()))
        self.sums = Text("", "caption", "muted", wrap=True)
        self.title = Text("", "strong", wrap=True)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        line = QVBoxLayout(head)
        line.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        line.setSpacing(theme.XS)
        line.addWidget(self.title)
        line.addWidget(self.sums)
        column.addWidget(head)
        column.addWidget(rule())
        self.remark = Remark()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.remark)
        column.addWidget(self.stack, 1)
        self.panel = PostPanel(self.context)
        self.keeper = MarkKeeper(self.context, self.panel)
        self.keeper.kept.connect(self._after_marks)
        self.panel.tags.added.connect(lambda tag: self.keeper.add_tag(self._chosen(), tag))
        self.panel.tags.removed.connect(lambda tag: self.keeper.remove_tag(self._chosen(), tag))
        self.panel.picture.chosen.connect(lambda path: self.keeper.keep_file(self._one(), path))
        self.panel.picture.removed.connect(lambda: self.keeper.remove_picture(self._one()))
        self.split = ListDetail(left, self.panel, width=50, least=36, share=0.35, scrolls=False)
        self.split.show_detail(False)
        self.column.addWidget(self.split, 1)

    # ------------------------------------------------------------------------------------------------- what is shown

    def show_scope(self, scope: Scope) -> None:
        is_other = self._account != scope.account.id
        super().show_scope(scope)
        if is_other:
            self._account = scope.account.id
            self._offer = None
            self.filters.order = (DAY, True)
            self.filters.reset()
            self._show_detail(None)
        self.filters.show_month(scope.month)
        account_id, client_id = scope.account.id, scope.client.id
        choice, order = self.choice(), self.filters.order

        def read() -> tuple[_Offer, Any]:
            offer = _Offer(
                tuple(measures_of(account_id)),
                tuple(post_kinds(account_id)),
                tuple(tag_counts(account_id)),
                tuple(known_tags(client_id)),
            )
            return offer, post_order(account_id, choice, order[0], descending=order[1])

        self.ask(read, lambda found: self._on_offer(*found))

    def show_post(self, post_id: int, day: date | None) -> None:
        """Show a post, whatever is chosen: the range is widened until it is in it."""
        self._wanted = post_id
        self.filters.widen(day)
        if self.scope is not None:
            self.show_scope(self.scope)

    def choice(self) -> PostChoice:
        """Return which posts the filters choose."""
        assert self.scope is not None
        return self.filters.choice(self.scope.month)

    @property
    def order(self) -> tuple[str, bool]:
        """The order of the list: by what, and whether from the top down."""
        return self.filters.order

    def metrics(self) -> tuple[Metric, ...]:
        """Return every metric of the posts of this account."""
        return self._offer.metrics if self._offer is not None else ()

    def shown_metrics(self) -> tuple[Metric, ...]:
        """Return the metrics that are shown as columns."""
        return tuple(metric for metric in self.metrics() if metric.key in self._shown)

    def _on_offer(self, offer: _Offer, order: Any) -> None:
        self._offer = offer
        self.filters.offer_kinds(offer.kinds)
        self.filters.offer_tags(offer.tags)
        self.panel.tags.suggest(offer.suggestions)
        self._shown = self._remembered()
        self.filters.offer_orders(self.shown_metrics())
        self._on_order(order)

    def _read_order(self) -> None:
        if self.scope is None or self._offer is None:
            return
        account_id, choice, order = self.scope.account.id, self.choice(), self.filters.order
        self.ask(partial(post_order, account_id, choice, order[0], descending=order[1]), self._on_order)

    def _on_order(self, order: Any) -> None:
        assert self.scope is not None
        self.ids = order.ids
        count = len(self.ids)
        self.title.setText(self.filters.title(count, self.scope.month))
        self.turn_to(self.stack, self.table if count else self.remark)
        self.remark.say(self._nothing())
        self.table.show_posts(self.ids, self._columns(), self.filters.order, self.scope.client.currency)
        self._read_sums()
        if self._wanted is not None:
            if self.table.select([self._wanted]):
                self._wanted = None
        elif not self.table.selectionModel().hasSelection():
            self._show_detail(None)

    def _on_filter(self) -> None:
        self.filters.stop_waiting()
        self.filters.offer_orders(self.shown_metrics())
        self._read_order()

    def _nothing(self) -> str:
        if self._offer is not None and not self._offer.metrics:
            return _("No posts of this account were read yet. Import an export with its posts.")
        if self.filters.is_narrow:
            return _("No post fits. Choose another format or tag, or other words.")
        return _("No posts in this time. Choose another range.")

    # ------------------------------------------------------------------------------------------------- columns

    def _columns(self) -> list[PostColumn]:
        fixed = fixed_columns()
        if self._offer is not None and not self._offer.tags:
            fixed = [column for column in fixed if column.key != "tags"]
        return [*fixed, *(PostColumn(metric.key, _(metric.title), metric) for metric in self.shown_metrics())]

    def _remembered(self) -> list[str]:
        """Return the metrics that are shown on this platform: those chosen last, else the first that add up."""
        assert self.scope is not None
        known = [metric.key for metric in self.metrics()]
        chosen = _column_memory(self.context).get(self.scope.account.row.platform)
        if chosen is not None:
            kept = [key for key in known if key in chosen]
            if kept or not chosen:
                return kept
        return [metric.key for metric in self.metrics() if is_summed_over_posts(metric)][:MOST_DEFAULTS] or known[:2]

    def _on_columns(self) -> None:
        if self._chooser is None:
            self._chooser = ColumnChooser(self)
            self._chooser.changed.connect(self._on_columns_chosen)
        choices = [(metric.key, _(metric.title)) for metric in self.metrics()]
        self._chooser.open_below(self.filters.columns_button, choices, self._shown)

    def _on_columns_chosen(self, keys: Sequence[str]) -> None:
        assert self.scope is not None
        self._shown = list(keys)
        memory = _column_memory(self.context) | {self.scope.account.row.platform: list(keys)}
        self.context.remember(post_columns=json.dumps(memory, sort_keys=True))
        before = self.filters.order
        self.filters.offer_orders(self.shown_metrics())
        self.table.show_columns(self._columns())
        self._read_sums()
        if self.filters.order != before:
            self._read_order()

    # ------------------------------------------------------------------------------------------------- rows

    def _on_wanted(self, blocks: Sequence[int]) -> None:
        if self.scope is None:
            return
        for block in blocks:
            ids = self.table.posts.ids_of(block)
            self.context.tasks.read(
                partial(_rows_with_pictures, self.scope.account.id, ids),
                partial(self._on_rows, block),
                partial(self._on_rows_failed, block),
                owner=self,
            )

    def _on_rows(self, block: int, found: tuple[list[ListedPost], dict[int, bytes]]) -> None:
        rows, kept = found
        side = theme.row_height() - 2 * theme.XS
        drawn = {file_id: _square(content, side) for file_id, content in kept.items()}
        self.table.put(block, rows, drawn)
        if self._detail_id is None and self.table.selectionModel().hasSelection():
            self._on_chosen()

    def _on_rows_failed(self, block: int, error: UserError) -> None:
        self.table.posts.give_up(block)
        self.context.notify.error(error)

    def _read_sums(self) -> None:
        assert self.scope is not None
        keys = [metric.key for metric in self.shown_metrics() if is_summed_over_posts(metric)]
        ids = self.ids
        self.sums.setVisible(bool(keys) and bool(ids))
        if not keys or not ids or len(ids) > MOST_SUMMED:
            self.sums.setText("")
            return
        self.sums.setText(_("Adding up …"))
        read = partial(choice_sums, self.scope.account.id, ids, keys)
        self.context.tasks.read(read, partial(self._on_sums, ids), lambda _error: self.sums.setText(""), owner=self)

    def _on_sums(self, ids: array[int], sums: Sequence[ChoiceSum]) -> None:
        if ids is self.ids and self.scope is not None:
            self.sums.setText(_sum_words(sums, self.scope.client.currency))

    # ------------------------------------------------------------------------------------------------- the panel

    def _on_chosen(self) -> None:
        ids = self.table.chosen_ids()
        if self.scope is None or not ids:
            self._show_detail(None)
            return
        wanted: object = ids[0] if len(ids) == 1 else tuple(ids)
        self._detail_id = wanted
        account_id, platform = self.scope.account.id, self.scope.account.row.platform
        read: Callable[[], Any]
        if len(ids) == 1:
            read = partial(_read_detail, account_id, ids[0], platform)
        else:
            keys = [metric.key for metric in self.shown_metrics()]
            read = partial(_read_many, account_id, ids, keys)
        self.context.tasks.read(read, partial(self._on_detail, wanted), owner=self)

    def _on_detail(self, wanted: object, found: Any) -> None:
        if wanted != self._detail_id or self.scope is None:
            return
        if found is None:
            self._show_detail(None)
            return
        self.split.show_detail(True)
        currency = self.scope.client.currency
        if isinstance(found, PostDetail):
            self.panel.show_post(found, currency, self.metrics())
        else:
            count, tags, sums = found
            self.panel.show_many(count, tags, sums, currency)

    def _show_detail(self, wanted: object) -> None:
        self._detail_id = wanted
        self.split.show_detail(wanted is not None)

    def _one(self) -> int | None:
        return self._detail_id if isinstance(self._detail_id, int) else None

    def _chosen(self) -> list[int]:
        return [self._detail_id] if isinstance(self._detail_id, int) else self.table.chosen_ids()

    # ------------------------------------------------------------------------------------------------- marks

    def _after_marks(self) -> None:
        """Read again what tags and pictures change: filters, rows in sight, the panel."""
        if self.scope is None:
            return
        self.table.read_again()
        self._on_chosen()
        if self.filters.tag.value() is not None:
            self._read_order()
        account_id, client_id = self.scope.account.id, self.scope.client.id
        self.context.tasks.read(
            lambda: (tuple(tag_counts(account_id)), tuple(known_tags(client_id))), self._on_tags, owner=self
        )

    def _on_tags(self, found: tuple[tuple[TagCount, ...], tuple[str, ...]]) -> None:
        if self._offer is None:
            return
        had = bool(self._offer.tags)
        self._offer = _Offer(self._offer.metrics, self._offer.kinds, *found)
        self.filters.offer_tags(found[0])
        self.panel.tags.suggest(found[1])
        if had != bool(found[0]):
            self.table.show_columns(self._columns())

    def _on_dropped(self, row: int, paths: Sequence[Path]) -> None:
        post_id = self.table.posts.ids[row]
        self.table.select([post_id])
        self.keeper.keep_file(post_id, paths[0])


def _rows_with_pictures(account_id: int, ids: Sequence[int]) -> tuple[list[ListedPost], dict[int, bytes]]:
    rows = listed_posts(account_id, ids)
    return rows, pictures(row.picture_id for row in rows if row.picture_id is not None)


def _read_detail(account_id: int, post_id: int, platform: str) -> PostDetail | None:
    rows, kept = _rows_with_pictures(account_id, [post_id])
    if not rows:
        return None
    file_id = rows[0].picture_id
    picture = kept.get(file_id) if file_id is not None else None
    name = kept_name(file_id) if file_id is not None and picture is not None else ""
    return PostDetail(rows[0], picture, name, tuple(post_reads(account_id, post_id)), other_day(rows[0].post, platform))


def _read_many(account_id: int, ids: Sequence[int], keys: Sequence[str]) -> tuple[int, dict[str, int], list[ChoiceSum]]:
    return len(ids), tags_of(ids), choice_sums(account_id, ids, keys)


def _sum_words(sums: Sequence[ChoiceSum], currency: str) -> str:
    from smmdesk.documents.monthly_report import words

    parts = []
    for one in sums:
        title = _(one.metric.title)
        if one.value is None:
            parts.append(f"{title}: {one.reason or words.missing_word(one.state)}")
            continue
        told = f"{title}{words.NO_BREAK}{words.value_text(one.value, one.metric.unit, currency)}"
        if one.without:
            without = ngettext("{n} post without a value", "{n} posts without a value", one.without)
            told += f" ({without.format(n=formats.number(one.without))})"
        parts.append(told)
    return " · ".join(parts)


def _square(content: bytes, side: int) -> QPixmap:
    """Draw a picture as a square, its middle cut out."""
    drawn = preview(content, side * 2, side * 2)
    if drawn.isNull():
        return drawn
    ratio = drawn.devicePixelRatio()
    wide = QSize(round(side * ratio), round(side * ratio))
    grown = drawn.scaled(
        wide, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    cut = grown.copy(
        (grown.width() - wide.width()) // 2, (grown.height() - wide.height()) // 2, wide.width(), wide.height()
    )
    cut.setDevicePixelRatio(ratio)
    return cut


def _column_memory(context: Context) -> dict[str, list[str]]:
    try:
        kept = json.loads(context.settings.post_columns or "{}")
    except ValueError:
        return {}
    if not isinstance(kept, dict):
        return {}
    return {str(key): [str(one) for one in value] for key, value in kept.items() if isinstance(value, list)}
