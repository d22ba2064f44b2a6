"""The page Results: an account's month, its past, its posts, and what happened; or all clients at a glance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from smmdesk.core import formats, periods
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.domain.results.post_list import DAY, PostChoice, post_place
from smmdesk.ui import theme
from smmdesk.ui.page import Page, may_drop
from smmdesk.ui.pages.results.events_view import EventsView
from smmdesk.ui.pages.results.exporting import ask_and_write, choices
from smmdesk.ui.pages.results.month_view import MonthView
from smmdesk.ui.pages.results.months_view import MonthsView
from smmdesk.ui.pages.results.posts_view import PostsView
from smmdesk.ui.pages.results.ranking_view import RankingView
from smmdesk.ui.pages.results.reading import AccountResults, ResultsData, Scope, read_results
from smmdesk.ui.pages.results.typed.switch import Typing
from smmdesk.ui.pages.results.view import View
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.color_chip import color_chip
from smmdesk.ui.widgets.editor import lock
from smmdesk.ui.widgets.pills import Pills
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button

EXPORTS = "CSV, XLSX, XLS, TSV (*.csv *.xlsx *.xls *.tsv *.zip)"
MONTH, MONTHS, POSTS, RANKING, EVENTS = range(5)


class ResultsPage(Page):
    """What the platforms' own numbers say."""

    word = "results"
    title = mark("Results")
    watches = ("clients", "accounts", "imports", "results", "events")

    def build(self) -> None:
        self._data: ResultsData | None = None
        self._wanted_post: tuple[int, int, date | None] | None = None
        self.export_button = Button(_("Export"), self.on_export, icon="save")
        self.head.addWidget(self.export_button)
        lock(self.set_primary(_("Import files"), self._on_import, icon="import"), self.context)
        self.typing = Typing(self, lambda: self.accounts.value())
        self.importing = Notice()
        self.content.addWidget(self.importing)
        self._build_overview()
        self._build_account()

    # ------------------------------------------------------------------------------------------------- all clients

    def _build_overview(self) -> None:
        self.overview = RowsTable(
            [
                Column(
                    _("Client"),
                    lambda row: row.client_name,
                    icon=lambda row: QIcon(color_chip(row.brand_color, theme.icon_size())),
                    is_strong=True,
                ),
                Column(_("Account"), lambda row: row.title, stretches=True),
                Column(
                    _("Posts in the month"),
                    lambda row: "–" if row.posts is None else formats.number(row.posts),
                    key=lambda row: row.posts,
                    is_number=True,
                ),
                Column(
                    _("Numbers last read"),
                    lambda row: formats.short_day(row.read_on, year=True) if row.read_on else _("not imported"),
                    key=lambda row: row.read_on,
                    tone=lambda row: "" if row.read_on else "warn",
                ),
            ],
            _("Results of all clients"),
        )
        self.overview.opened.connect(lambda row: self.context.choose_client(row.client_id))
        self.overview_card = Card(flush=True)
        self.overview_card.body.addWidget(self.overview)
        self.overview_card.hide()  # nothing is shown empty while it is read
        self.content.addWidget(self.overview_card, 1)

    # ------------------------------------------------------------------------------------------------- one client

    def _build_account(self) -> None:
        self.account_parts = QWidget()
        column = QVBoxLayout(self.account_parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        self.accounts = Pills(_("Accounts"))
        self.accounts.chosen.connect(lambda _id: self._show_account())
        column.addWidget(self.accounts)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Views of the account"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.stack = QStackedWidget()
        self._makers: tuple[Callable[[], View], ...] = (
            partial(MonthView, self.context),
            partial(MonthsView, self.context),
            partial(PostsView, self.context),
            partial(RankingView, self.context),
            partial(EventsView, self.context),
        )
        self._views: dict[int, View] = {}
        titles = (_("This month"), _("13 months"), _("Posts"), _("Best and worst"), _("Events"))
        for place, title in enumerate(titles):
            self.tabs.addTab(title)
            self.tabs.setTabToolTip(place, theme.plain_tip(f"Alt+{place + 1}"))
            # Ctrl with a number opens a page. Of the account's parts: it does nothing while they are not there.
            shortcut = QShortcut(QKeySequence(f"Alt+{place + 1}"), self.account_parts)
            shortcut.activated.connect(partial(self._on_shortcut, place))
        self.tabs.currentChanged.connect(self._on_tab)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        self.account_parts.hide()
        self.content.addWidget(self.account_parts, 1)

    def view(self, place: int) -> Any:
        """Return a view by its place, made when it is first seen."""
        if place not in self._views:
            made = self._makers[place]()
            self._views[place] = made
            self.stack.addWidget(made)
            if isinstance(made, EventsView):
                self.watch_form(made.form)
            elif isinstance(made, RankingView):
                made.post_asked.connect(self._on_post_asked)
        return self._views[place]

    # ------------------------------------------------------------------------------------------------- showing

    def query(self) -> Callable[[], ResultsData]:
        return partial(read_results, self.context.client_id, self.context.month)

    def fill(self, data: ResultsData) -> None:
        self._data = data
        self.typing.follow(is_offered=data.client is not None and data.has_accounts)
        self.importing.tell(
            _("“{name}” is being imported. What you see is from before; it changes when the import is whole.").format(
                name=data.importing
            )
            if data.importing
            else ""
        )
        is_overview = data.client is None
        self.export_button.setVisible(not is_overview and data.has_any)
        shown = [one for one in data.accounts if not one.row.is_guest or one.posts]
        before = self.accounts.value()
        self.accounts.set_choices([(one.id, _pill_words(one), None) for one in shown])
        if self._is_empty(data):
            return
        self.show_content()
        self.overview_card.setVisible(is_overview)
        self.account_parts.setVisible(not is_overview)
        if is_overview:
            self.overview.set_rows(data.overview)
            read = sum(row.read_on is not None for row in data.overview)
            self.set_sentence(
                ngettext(
                    "{month}: {read} of {count} account has numbers.",
                    "{month}: {read} of {count} accounts have numbers.",
                    len(data.overview),
                ).format(month=_capital(formats.month_name(data.month)), read=read, count=len(data.overview))
            )
            return
        if before is None or before not in [one.id for one in shown]:
            # The account that has something to show comes first into sight.
            first = next((one.id for one in shown if one.figures or one.posts), None)
            if first is not None and first != self.accounts.value():
                self.accounts.choose(first)
                return
        self._show_account()

    def _is_empty(self, data: ResultsData) -> bool:
        if not data.has_clients:
            self.set_sentence("")
            self.show_empty(
                "clients",
                _("No client yet"),
                _("Results belong to a client's accounts."),
                _("Add a client"),
                lambda: self.context.go("clients", "new"),
            )
        elif not data.has_accounts or (data.client is not None and not data.has_any):
            self.set_sentence("")
            self.show_empty(
                "results",
                _("No numbers yet"),
                _(
                    "Drop the platforms' own export files anywhere on this window: Meta Business Suite, Ads Manager, "
                    "LinkedIn, TikTok, YouTube Studio, Google Analytics. Nothing has to be connected."
                ),
                _("Import files"),
                self._on_import,
            )
        else:
            return False
        return True

    def account(self) -> AccountResults | None:
        """Return the account that is shown."""
        if self._data is None:
            return None
        return next((one for one in self._data.accounts if one.id == self.accounts.value()), None)

    def scope(self) -> Scope | None:
        """Return what the views are about."""
        account, data = self.account(), self._data
        if account is None or data is None or data.client is None:
            return None
        return Scope(data.client, account, tuple(one.row for one in data.accounts), data.month)

    def _show_account(self) -> None:
        scope = self.scope()
        if scope is None or self._data is None:
            return
        self.set_sentence(_state_of(scope))
        self._show_view(scope)
        if self._wanted_post is not None and self._wanted_post[0] == scope.account.id:
            _account, post_id, day = self._wanted_post
            self._wanted_post = None
            self._show_post(post_id, day)

    def _show_view(self, scope: Scope) -> None:
        place = self.tabs.currentIndex()
        view = self.view(place)
        self.stack.setCurrentWidget(view)
        view.show_scope(scope)

    def _on_tab(self, place: int) -> None:
        left = next((key for key, one in self._views.items() if one is self.stack.currentWidget()), None)
        if left == EVENTS and place != EVENTS and not may_drop(self.context, [self._views[EVENTS].form]):  # type: ignore[attr-defined]
            self.tabs.setCurrentIndex(EVENTS)
            return
        if left is not None and left != place:
            self._views[left].forget()
        scope = self.scope()
        if scope is not None:
            self._show_view(scope)

    def _on_shortcut(self, place: int) -> None:
        """Open a view and go into it, as the keyboard wants to go on there."""
        self.tabs.setCurrentIndex(place)
        if self.tabs.currentIndex() == place and not self.view(place).take_focus():
            self.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ------------------------------------------------------------------------------------------------- posts

    def open_item(self, item: object) -> None:
        """Show a post: its account first, then the list of posts with it."""
        if isinstance(item, int):
            self.context.tasks.read(partial(post_place, item), partial(self._on_place, item), owner=self)

    def _on_place(self, post_id: int, place: tuple[int, date | None] | None) -> None:
        if place is None or self._data is None or all(one.id != place[0] for one in self._data.accounts):
            return
        account_id, day = place
        self._wanted_post = (account_id, post_id, day)
        if self.accounts.value() != account_id:
            self.accounts.choose(account_id)
        if self._wanted_post is not None:
            self._show_account()

    def _on_post_asked(self, post_id: int, day: date | None) -> None:
        self._show_post(post_id, day)

    def _show_post(self, post_id: int, day: date | None) -> None:
        self.tabs.setCurrentIndex(POSTS)
        self.view(POSTS).show_post(post_id, day)

    # ------------------------------------------------------------------------------------------------- files

    def on_export(self) -> None:
        """Open the menu of what can be written."""
        scope = self.scope()
        if scope is None:
            return
        month = scope.month
        chosen, order, shown = PostChoice(month.first_day, month.last_day), (DAY, True), ()
        posts = self._views.get(POSTS)
        if isinstance(posts, PostsView) and posts.scope is not None and posts.scope.account.id == scope.account.id:
            chosen, order, shown = posts.choice(), posts.order, posts.shown_metrics()
        menu = QMenu(self)
        for choice in choices(
            scope, chosen, order, shown, has_posts=isinstance(posts, PostsView) or bool(scope.account.posts)
        ):
            menu.addAction(choice.words, partial(ask_and_write, self.context, self, choice))
        # Its right edge under the button's: it stays inside the window.
        left = self.export_button.width() - menu.sizeHint().width()
        menu.popup(self.export_button.mapToGlobal(QPoint(left, self.export_button.height() + theme.XS)))

    def _on_import(self) -> None:
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Choose export files"), "", EXPORTS)
        if paths:
            self.context.import_files([Path(path) for path in paths])


def _pill_words(account: AccountResults) -> str:
    """Return an account's title, with how many posts the month has where it has any."""
    if not account.posts:
        return account.title
    posts = ngettext("{n} post", "{n} posts", account.posts).format(n=formats.number(account.posts))
    return f"{account.title} · {posts}"


def _state_of(scope: Scope) -> str:
    """Say when the account's month was read, whether it may still change, and what is missing."""
    account, month = scope.account, scope.month
    if account.read_on is None:
        return _("{account}: nothing was imported for {month}.").format(
            account=account.title, month=formats.month_name(month)
        )
    parts = [_("{account}: read on {day}.").format(account=account.title, day=formats.day(account.read_on))]
    if account.row.is_guest:
        parts.append(_("A guest: it came with shared posts and stays out of the report."))
    if account.oldest_read_on is not None and account.oldest_read_on < month.settled_from():
        settled = formats.day(month.settled_from(), year=False)
        parts.append(
            _("Provisional until it is read again from {day} on.").format(day=settled)
            if periods.today() >= month.settled_from()
            else _("Provisional: the month settles on {day}.").format(day=settled)
        )
    parts += [f"{gap}." for gap in account.gaps[:2]]
    return " ".join(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
