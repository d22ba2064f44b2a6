"""The Clients page: the list on the left; on the right one client in five tabs, edited in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _, mark
from smmdesk.core.places import language_name
from smmdesk.domain.clients import ClientDraft, add_client, archive_client, unarchive_client
from smmdesk.ui import theme
from smmdesk.ui.page import ListDetail, Page
from smmdesk.ui.pages.clients.agreements import Agreements
from smmdesk.ui.pages.clients.people import People
from smmdesk.ui.pages.clients.profile import BrandForm, identity_form, new_client_values, offer, tax_form
from smmdesk.ui.pages.clients.reading import (
    ClientDetail,
    ClientsData,
    ListedClient,
    client_detail,
    clients_data,
    sentence,
)
from smmdesk.ui.widgets.color_chip import chip_icon, color_chip
from smmdesk.ui.widgets.editor import NEW, Editor, Panel, lock
from smmdesk.ui.widgets.pills import Pills
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.search_field import SearchField
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Elided, rule

IN_WORK, ARCHIVED = "in_work", "archived"


class ClientsPage(Page):
    """Clients on the left, the chosen one on the right. Choosing one here makes it the current client."""

    word = "clients"
    title = mark("Clients")
    watches = ("clients", "contracts", "profile")
    follows_month = False

    def build(self) -> None:
        self._data: ClientsData | None = None
        self._detail: ClientDetail | None = None
        self._open_id: int | None = None  # the client whose details are shown or being read
        self._followed: int | None = None  # the choice at the top that was last taken over
        lock(self.set_primary(_("Add a client"), self.on_add, icon="add"), self.context)
        self.pills = Pills(_("Which clients"))
        self.pills.chosen.connect(lambda _value: self._filter())
        self.search = SearchField(_("Find a client"))
        self.search.setObjectName("search")
        self.search.setMaximumWidth(theme.characters(36))
        self.filters.addWidget(self.pills)
        self.filters.addStretch(1)
        self.filters.addWidget(self.search, 1)
        self.table = RowsTable(
            [
                Column(
                    _("Name"),
                    lambda row: row.client.name,
                    icon=lambda row: chip_icon(row.client.brand_color),
                    stretches=True,
                    is_strong=True,
                ),
                Column(
                    _("Contract until"),
                    lambda row: row.contract_words,
                    lambda row: row.contract_key,
                    most=22,
                    can_leave=True,
                ),
                Column(
                    _("Monthly fee"),
                    _fee,
                    lambda row: row.contract and row.contract.fee,
                    is_number=True,
                    can_leave=True,
                ),
                Column(_("Language"), lambda row: language_name(row.client.language), can_leave=True),
            ],
            _("Clients"),
        )
        self.table.chosen.connect(self.on_chosen)
        self.table.opened.connect(lambda _row: self.identity.focus_first())
        self.search.textChanged.connect(self.table.filter_words)
        self.split = ListDetail(self.table, self._panel(), width=62, scrolls=False)
        self.split.show_detail(False)
        self.content.addWidget(self.split, 1)
        shortcut = QShortcut(QKeySequence("Ctrl+N"), self)
        shortcut.activated.connect(self.on_add)

    def _panel(self) -> QWidget:
        self.identity = identity_form(self.context, self._on_kept)
        self.identity.saved.connect(self._on_new_saved)
        self.identity.dropped.connect(self._on_dropped)
        self.brand = BrandForm(self.context, self._on_kept)
        self.tax = tax_form(self.context, self._on_kept)
        self.people = People(self.context)
        self.agreements = Agreements(self.context)
        self._tabs: list[tuple[str, Editor]] = [
            (_("Profile"), self.identity),
            (_("Brand"), self.brand.form),
            (_("Tax"), self.tax),
            (_("People"), self.people.form),
            (_("Contracts"), self.agreements.form),
        ]
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Parts of the client"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.stack = QStackedWidget()
        feet = (
            self.identity.take_buttons(),
            self.brand.form.take_buttons(),
            self.tax.take_buttons(),
            self.people.foot,
            self.agreements.foot,
        )
        insides = (self.identity, self.brand, self.tax, self.people, self.agreements)
        for (words, form), inside, foot in zip(self._tabs, insides, feet, strict=True):
            self.tabs.addTab(words)
            self.stack.addWidget(Panel(None, inside, foot))
            form.edited.connect(self._mark_tabs)
            form.dropped.connect(self._mark_tabs)
            self.watch_form(form)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self._chip = QLabel()
        self._heading = Elided("", "section")
        self.archive_button = Button(_("Archive"), self.on_archive, icon="archive")
        lock(self.archive_button, self.context)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, theme.M, 0, 0)
        column.setSpacing(theme.S)
        head = QHBoxLayout()
        head.setContentsMargins(theme.L, 0, theme.L, 0)
        head.setSpacing(theme.S)
        head.addWidget(self._chip)
        head.addWidget(self._heading, 1)
        head.addWidget(self.archive_button)
        column.addLayout(head)
        tab_line = QVBoxLayout()
        tab_line.setContentsMargins(theme.XS, 0, theme.XS, 0)
        tab_line.setSpacing(0)
        tab_line.addWidget(self.tabs)
        column.addLayout(tab_line)
        below = QVBoxLayout()
        below.setSpacing(0)
        below.addWidget(rule())
        below.addWidget(self.stack, 1)
        column.addLayout(below, 1)
        return whole

    # ------------------------------------------------------------------------------------------------- reading

    def query(self) -> Callable[[], ClientsData]:
        return clients_data

    def fill(self, data: ClientsData) -> None:
        self._data = data
        for form in (self.identity, self.tax):
            offer(form, data.choices)
        self.set_sentence(sentence(data.rows))
        archived = sum(row.client.is_archived for row in data.rows)
        self.pills.set_choices(
            [(IN_WORK, _("In work"), len(data.rows) - archived), (ARCHIVED, _("Archived"), archived)]
        )
        self._filter()
        self.table.set_rows(data.rows)
        if data.rows or self.identity.key == NEW:
            self.show_content()
        else:
            self.show_empty(
                "clients",
                _("No client yet"),
                _(
                    "Here stand the businesses that you work for: how they are called and addressed, their colours, "
                    "the people there, and what was agreed. Everything else begins with a client."
                ),
                _("Add a client"),
                self.on_add,
            )
        self._follow_choice()

    def open_item(self, item: Any) -> None:
        if item == NEW:
            self.on_add()
        else:
            self._reveal(item)

    def _follow_choice(self) -> None:
        """Show the client that was chosen at the top since the last look."""
        chosen = self.context.client_id
        if chosen == self._followed or self.identity.key == NEW:
            return
        self._followed = chosen
        if chosen is not None:
            self._reveal(chosen)
        elif self._detail is None or not self._detail.row.is_archived:
            self.table.clear_choice()
            self._show_nothing()

    def _reveal(self, client_id: object) -> None:
        if self._data is not None:
            is_archived = any(row.id == client_id and row.client.is_archived for row in self._data.rows)
            self.pills.choose(ARCHIVED if is_archived else IN_WORK)
        if not self.table.select(client_id):
            self.search.clear()
            self.table.select(client_id)

    def _filter(self) -> None:
        wants_archived = self.pills.value() == ARCHIVED
        self.table.filter_rows(lambda row: row.client.is_archived == wants_archived)

    # ------------------------------------------------------------------------------------------------- choosing

    def on_chosen(self, row: ListedClient | None) -> None:
        if row is None:
            if self.identity.key != NEW and not any(form.is_dirty for _words, form in self._tabs):
                self._show_nothing()
            return
        if row.id != self._open_id:
            if not self.may_leave():
                if self._open_id is None or not self.table.select(self._open_id):
                    self.table.clear_choice()
                return
            self._open_id = row.id
            if not row.client.is_archived:
                self._followed = row.id
                self.context.choose_client(row.id)
        self._read_detail()

    def _read_detail(self) -> None:
        if self._open_id is not None:
            self.context.tasks.read(partial(client_detail, self._open_id), self._on_detail, owner=self)

    def _on_detail(self, detail: ClientDetail) -> None:
        if detail.row.id != self._open_id:
            return  # another one was chosen meanwhile
        self._detail = detail
        self.identity.show_client(detail)
        self.brand.show_client(detail)
        self.tax.show_client(detail)
        self.people.show_client(detail)
        self.agreements.show_client(detail)
        self._show_head(detail.row.name, detail.row.brand_color, has_client=True)
        act = _("Bring back") if detail.row.is_archived else _("Archive")
        self.archive_button.setText(act)
        self.archive_button.setAccessibleName(act)
        self._mark_tabs()
        self.split.show_detail(True)

    def _show_head(self, name: str, color: str, *, has_client: bool) -> None:
        self._heading.setText(name)
        self._chip.setPixmap(color_chip(color, theme.icon_size()))
        self._chip.setVisible(has_client)
        self.tabs.setVisible(has_client)
        self.archive_button.setVisible(has_client)

    def _show_nothing(self) -> None:
        self._open_id = None
        self._detail = None
        self.identity.key = None
        self.split.show_detail(False)

    def _mark_tabs(self) -> None:
        """Put a dot behind the tabs in which something is half typed."""
        for place, (words, form) in enumerate(self._tabs):
            self.tabs.setTabText(place, f"{words} •" if form.is_dirty else words)

    # ------------------------------------------------------------------------------------------------- acting

    def on_add(self) -> None:
        """Start a new client in the panel on the right."""
        is_typing = self.identity.key == NEW and self.identity.is_dirty
        if not self.context.writable or is_typing or not self.may_leave():
            return
        self.show_content()
        self.table.clear_choice()
        self._show_nothing()
        self.tabs.setCurrentIndex(0)
        self.identity.show_row(NEW, new_client_values(self._data.language if self._data is not None else ""))
        self._show_head(_("New client"), "", has_client=False)
        self._mark_tabs()
        self.split.show_detail(True)
        self.identity.focus_first()

    def _on_new_saved(self) -> None:
        if self.identity.key == NEW:
            values = self.identity.values()
            command = partial(add_client, ClientDraft(**values))
            self.identity.send(self.context, command, partial(self._on_added, values["name"]))

    def _on_added(self, name: str, client_id: int) -> None:
        self.identity.key = client_id
        self._open_id = client_id
        self._followed = client_id
        self.context.changes.emit("clients")
        self.context.choose_client(client_id)
        self.pills.choose(IN_WORK)
        self.show_item(client_id)
        self.context.notify.say(_("{client} is added and is now your current client.").format(client=name))

    def _on_kept(self) -> None:
        self._mark_tabs()
        self.context.changes.emit("clients")
        self.context.notify.say(_("The client is saved."))

    def _on_dropped(self) -> None:
        if self.identity.key == NEW:
            self._show_nothing()
            self._followed = None
            self.reload()

    def on_archive(self) -> None:
        """Archive the shown client, or bring it back; the quiet line offers to undo it."""
        if self._detail is None or not self.context.writable or not self.may_leave():
            return
        self._archive(self._detail.row.id, self._detail.row.name, not self._detail.row.is_archived)

    def _archive(self, client_id: int, name: str, is_away: bool) -> None:
        def done(_result: None) -> None:
            if is_away:
                said = _("{client} is archived. Nothing of it is lost.").format(client=name)
            else:
                said = _("{client} is in work again.").format(client=name)
            self._followed = None
            self._show_nothing()
            if is_away and self.context.client_id == client_id:
                # At once: a page that reads faster than the window would follow one that is gone.
                self.context.choose_client(None)
            self.context.changes.emit("clients")
            if not is_away:
                self.show_item(client_id)
            self.context.notify.say(said, partial(self._archive, client_id, name, not is_away))

        command = archive_client if is_away else unarchive_client
        self.context.tasks.write(partial(command, client_id), done, owner=self)


def _fee(row: ListedClient) -> str:
    return formats.money(row.contract.fee, row.client.currency) if row.contract is not None else "–"
