"""The page Results: an account's figures beside their past, and its posts of the month."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QWidget

from smmdesk.core import formats, periods
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.documents.charts import Drawing, HistoryChart, Measure, history
from smmdesk.ui import theme
from smmdesk.ui.page import Page
from smmdesk.ui.pages.results.reading import (
    AccountResults,
    FigureLine,
    PostRow,
    ResultsData,
    read_history,
    read_results,
)
from smmdesk.ui.pages.results.typed.switch import Typing
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.chart_view import ChartView
from smmdesk.ui.widgets.color_chip import color_chip
from smmdesk.ui.widgets.editor import lock
from smmdesk.ui.widgets.pills import Pills
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.search_field import SearchField
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Elided, Text

EXPORTS = "CSV, XLSX, XLS, TSV (*.csv *.xlsx *.xls *.tsv *.zip)"
CHART_HEIGHT = 128.0
UPPER_ROWS, LOWER_ROWS = 8, 12  # how the height is shared at first
WEB = ("http", "https")


class ResultsPage(Page):
    """What the platforms' own numbers say."""

    word = "results"
    title = mark("Results")
    watches = ("clients", "accounts", "imports", "results")

    def build(self) -> None:
        self._data: ResultsData | None = None
        self._wanted_post: int | None = None
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
                    lambda row: formats.number(row.posts),
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
        self.content.addWidget(self.overview_card, 1)

    # ------------------------------------------------------------------------------------------------- one client

    def _build_account(self) -> None:
        self.accounts = Pills(_("Accounts"))
        self.accounts.chosen.connect(lambda _id: self._show_account())
        self.content.addWidget(self.accounts)
        self.figures = RowsTable(
            [
                Column(
                    _("Figure"),
                    lambda row: row.title,
                    stretches=True,
                    tip=lambda row: "\n".join(part for part in (row.meaning, row.note) if part),
                ),
                Column(
                    _("This month"),
                    lambda row: row.value,
                    key=lambda row: row.sort,
                    is_number=True,
                    is_strong=True,
                    most=24,
                ),
                Column(_("Verdict"), lambda row: row.verdict, tone=lambda row: row.tone, can_leave=True),
                Column(_("Change"), lambda row: row.change, is_number=True, can_leave=True),
                Column(_("Before"), lambda row: row.before, is_number=True, tone=lambda _row: "muted", can_leave=True),
            ],
            _("Figures of the account"),
        )
        self.figures.chosen.connect(self._on_figure)
        figures = Card(flush=True)
        figures.body.addWidget(self.figures)

        self.chart_title = Elided("", "strong")
        self.chart_note = Text("", "caption", "muted", wrap=True)
        self.chart = ChartView(_("History"), CHART_HEIGHT)
        chart = Card()
        chart.body.addWidget(self.chart_title)
        chart.body.addWidget(self.chart, 1)
        chart.body.addWidget(self.chart_note)
        chart.setMinimumWidth(theme.characters(36))

        top = QSplitter(Qt.Orientation.Horizontal)
        top.setChildrenCollapsible(False)
        top.setHandleWidth(theme.L)
        top.addWidget(figures)
        top.addWidget(chart)
        top.setStretchFactor(0, 1)
        top.setStretchFactor(1, 1)
        top.setSizes([theme.characters(100), theme.characters(80)])
        self.account_parts = QSplitter(Qt.Orientation.Vertical)
        self.account_parts.setChildrenCollapsible(False)
        self.account_parts.setHandleWidth(theme.L)
        self.account_parts.addWidget(top)
        self.account_parts.addWidget(self._posts_card())
        self.account_parts.setStretchFactor(0, 0)
        self.account_parts.setStretchFactor(1, 1)
        self.account_parts.setSizes([UPPER_ROWS * theme.row_height(), LOWER_ROWS * theme.row_height()])
        self.content.addWidget(self.account_parts, 1)

    def _posts_card(self) -> QWidget:
        self.posts_card = Card(flush=True)
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        line.setSpacing(theme.M)
        self.posts_title = Elided("", "strong")
        self.posts_search = SearchField(_("Find a post"))
        self.posts_search.setMaximumWidth(theme.characters(36))
        self.posts_search.textChanged.connect(self._on_post_words)
        self.open_post = Button(_("Open the post"), self._on_open_post, icon="link")
        self.open_post.setEnabled(False)
        line.addWidget(self.posts_title, 1)
        line.addWidget(self.posts_search)
        line.addWidget(self.open_post)
        self.posts_card.body.addWidget(head)
        self.posts: RowsTable | None = None
        self._post_columns: tuple[str, ...] | None = None
        return self.posts_card

    def _posts_table(self, titles: tuple[str, ...]) -> RowsTable:
        """Return the table of posts with a column for each of the account's metrics; made anew when they differ."""
        if self.posts is not None and titles == self._post_columns:
            return self.posts
        if self.posts is not None:
            self.posts.hide()
            self.posts.deleteLater()
        self._post_columns = titles
        metrics = [
            Column(
                title,
                lambda row, place=place: row.values[place],
                key=lambda row, place=place: row.keys[place],
                tone=lambda row, place=place: "" if row.keys[place] is not None else "muted",
                is_number=True,
                most=22,
            )
            for place, title in enumerate(titles)
        ]
        self.posts = RowsTable(
            [
                Column(
                    _("Day"),
                    lambda row: formats.short_day(row.day) if row.day else "–",
                    key=lambda row: row.day,
                    most=16,
                ),
                Column(_("Post"), lambda row: row.title, tip=lambda row: row.text or row.title, stretches=True),
                Column(_("Format"), lambda row: row.format, most=20, can_leave=True),
                *metrics,
            ],
            _("Posts of the month"),
        )
        self.posts.chosen.connect(self._on_post)
        self.posts.opened.connect(lambda _row: self._on_open_post())
        self.posts.filter_words(self.posts_search.text())
        self.posts_card.body.addWidget(self.posts, 1)
        return self.posts

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
        if self._is_empty(data):
            return
        self.show_content()
        is_overview = data.client is None
        self.overview_card.setVisible(is_overview)
        self.accounts.setVisible(not is_overview)
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
        own = [one for one in data.accounts if not one.is_guest or one.posts]
        self.accounts.set_choices([(one.id, one.title, len(one.posts) or None) for one in own])
        self._show_account()

    def _is_empty(self, data: ResultsData) -> bool:
        month = formats.month_name(data.month)
        if not data.has_clients:
            self.set_sentence("")
            self.show_empty(
                "clients",
                _("No client yet"),
                _("Results belong to a client's accounts."),
                _("Add a client"),
                lambda: self.context.go("clients", "new"),
            )
        elif not data.has_accounts:
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
        elif data.client is not None and not any(one.figures or one.posts for one in data.accounts):
            self.set_sentence(_("No numbers for {month}.").format(month=month))
            self.show_empty(
                "results",
                _("No numbers for {month}").format(month=month),
                _(
                    "Drop the platforms' export files of this month anywhere on this window. What is already there is "
                    "recognised and changes nothing twice."
                ),
                _("Import files"),
                self._on_import,
            )
        else:
            return False
        return True

    def _account(self) -> AccountResults | None:
        if self._data is None:
            return None
        return next((one for one in self._data.accounts if one.id == self.accounts.value()), None)

    def _show_account(self) -> None:
        account = self._account()
        if account is None or self._data is None:
            return
        self.set_sentence(self._state_of(account, self._data))
        self.figures.set_rows(account.figures)
        if self.figures.current_row() is None and account.figures:
            self.figures.select(account.figures[0].id)
        if not account.figures:
            self._show_chart(None, None)
        self.posts_card.setVisible(bool(account.posts))
        table = self._posts_table(account.columns)
        table.set_rows(account.posts)
        self.posts_title.setText(
            ngettext("{count} post in {month}", "{count} posts in {month}", len(account.posts)).format(
                count=formats.number(len(account.posts)), month=formats.month_name(self._data.month)
            )
        )
        if self._wanted_post is not None and table.select(self._wanted_post):
            self._wanted_post = None
        self._on_post(table.current_row())

    def _state_of(self, account: AccountResults, data: ResultsData) -> str:
        if account.read_on is None:
            return _("{account}: nothing was imported for {month}.").format(
                account=account.title, month=formats.month_name(data.month)
            )
        parts = [_("{account}: read on {day}.").format(account=account.title, day=formats.day(account.read_on))]
        if account.read_on < data.month.settled_from():
            parts.append(
                _("Provisional until it is read again from {day} on.").format(
                    day=formats.day(data.month.settled_from(), year=False)
                )
                if periods.today() >= data.month.settled_from()
                else _("Provisional: the month settles on {day}.").format(
                    day=formats.day(data.month.settled_from(), year=False)
                )
            )
        parts += [f"{gap}." for gap in account.gaps[:2]]
        return " ".join(parts)

    # ------------------------------------------------------------------------------------------------- the chart

    def _on_figure(self, row: FigureLine | None) -> None:
        account, data = self._account(), self._data
        if row is None or account is None or data is None or data.client is None:
            return
        self.chart_title.setText(row.title)
        read = partial(read_history, account.id, row.id, data.month, data.client.currency)
        self.context.tasks.read(read, partial(self._on_history, row), owner=self)

    def _on_history(self, row: FigureLine, chart: HistoryChart | None) -> None:
        current = self.figures.current_row()
        if current is not None and current.id == row.id:
            self._show_chart(row, chart)

    def _show_chart(self, row: FigureLine | None, chart: HistoryChart | None) -> None:
        self.chart.setVisible(chart is not None)
        if row is None:
            self.chart_title.setText(_("No figures"))
            self.chart_note.setText(_("The posts below have been read; of the account itself nothing was."))
            return
        if chart is None:
            self.chart.set_chart(None)
            self.chart_note.setText(
                " ".join(part for part in (row.meaning, _("A history needs two months with a value.")) if part)
            )
            return

        def draw(width: float, height: float, measure: Measure) -> Drawing:
            return history(chart, width, height, measure)

        self.chart.set_chart(draw)
        notes = [row.meaning, row.note]
        if any(point.provisional for point in chart.points):
            notes.append(_("Striped: not complete yet, or estimated."))
        if any(point.value is None for point in chart.points):
            notes.append(_("–: no value in that month."))
        self.chart_note.setText(" ".join(f"{note.rstrip('.')}." for note in notes if note))

    # ------------------------------------------------------------------------------------------------- the posts

    def _on_post_words(self, text: str) -> None:
        if self.posts is not None:
            self.posts.filter_words(text)

    def _on_post(self, row: PostRow | None) -> None:
        self.open_post.setEnabled(row is not None and QUrl(row.link).scheme() in WEB)

    def _on_open_post(self) -> None:
        row = self.posts.current_row() if self.posts is not None else None
        if row is not None and QUrl(row.link).scheme() in WEB:
            QDesktopServices.openUrl(QUrl(row.link))

    def open_item(self, item: object) -> None:
        """Show a post: its account first."""
        if self._data is None or not isinstance(item, int):
            return
        for account in self._data.accounts:
            if any(post.id == item for post in account.posts):
                self._wanted_post = item
                if self.accounts.value() == account.id:
                    self._show_account()
                else:
                    self.accounts.choose(account.id)
                return

    # ------------------------------------------------------------------------------------------------- importing

    def _on_import(self) -> None:
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Choose export files"), "", EXPORTS)
        if paths:
            self.context.import_files([Path(path) for path in paths])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
