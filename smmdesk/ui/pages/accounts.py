"""The Accounts page: every profile, page, channel and property that I manage, and how I get into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smmdesk.core.i18n import _, mark, ngettext, pgettext
from smmdesk.domain.accounts import (
    PLATFORMS,
    AccountDraft,
    AccountRow,
    account_rows,
    add_account,
    delete_account,
    platform_title,
    restore_account,
    update_account,
)
from smmdesk.domain.clients import ClientRow, client_rows
from smmdesk.ui import theme
from smmdesk.ui.page import ListDetail, Page
from smmdesk.ui.widgets.color_chip import chip_icon
from smmdesk.ui.widgets.editor import NEW, Editor, Panel, lock
from smmdesk.ui.widgets.fields import ChoiceField, FlagField, LongTextField, TextField
from smmdesk.ui.widgets.pills import Pills
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.search_field import SearchField
from smmdesk.ui.widgets.suggest import SuggestField
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Elided

# What people usually write there; anything else may be written too.
OWNERS = (mark("The client"), mark("Me"), mark("An agency"), mark("Nobody knows"))
ROLES = (mark("Administrator"), mark("Editor"), mark("Advertiser"), mark("Analyst"), mark("Only reading"))
ACCESSES = (
    mark("Partner access"),
    mark("Invited with my address"),
    mark("Shared login"),
    mark("Asked for, not given yet"),
    mark("None"),
)
SECOND_FACTORS = (mark("On, codes with the client"), mark("On, codes with me"), mark("Off"), mark("Not known"))


@dataclass(frozen=True, slots=True)
class AccountsData:
    """What the page shows: the accounts of the chosen client or of all, and the clients by their id."""

    accounts: tuple[AccountRow, ...]
    clients: dict[int, ClientRow]


def accounts_data(client_id: int | None) -> AccountsData:
    """Read the accounts of a client; with None those of every client in work."""
    clients = {row.id: row for row in client_rows(archived=None if client_id is not None else False)}
    rows = tuple(row for row in account_rows(client_id) if row.client_id in clients)
    return AccountsData(rows, clients)


class AccountsPage(Page):
    """Accounts on the left, the chosen one on the right, edited in place."""

    word = "accounts"
    title = mark("Accounts")
    watches = ("accounts", "clients")
    follows_month = False

    def build(self) -> None:
        self._data = AccountsData((), {})
        self._row: AccountRow | None = None
        self._select_after: int | None = None
        lock(self.set_primary(_("Add an account"), self.on_add, icon="add"), self.context)
        self.search = SearchField(_("Find an account"))
        self.search.setObjectName("search")
        self.search.setMaximumWidth(theme.characters(36))
        self.pills = Pills(_("Which accounts"))
        self.filters.addWidget(self.pills)
        self.filters.addStretch(1)
        self.filters.addWidget(self.search, 1)
        self.table = RowsTable(
            [
                Column(
                    _("Client"),
                    lambda row: self._client(row).name,
                    icon=lambda row: chip_icon(self._client(row).brand_color),
                    most=20,
                    can_leave=True,
                ),
                Column(_("Platform"), lambda row: platform_title(row.platform), most=24, can_leave=True),
                Column(_("Account"), account_words, stretches=True, is_strong=True),
                Column(_("Owner"), lambda row: row.owner or "–", most=22, can_leave=True),
                Column(_("My role"), lambda row: row.my_role or "–", most=20, can_leave=True),
                Column(_("Access"), lambda row: row.access or "–", most=24, can_leave=True),
                Column(_("Second factor"), lambda row: row.second_factor or "–", most=26, can_leave=True),
            ],
            _("Accounts"),
        )
        self.table.chosen.connect(self.on_chosen)
        self.table.opened.connect(lambda _row: self.form.field("handle").setFocus())
        self.search.textChanged.connect(self.table.filter_words)
        self.pills.chosen.connect(lambda _value: self._filter())
        self.detail = self._detail()
        self.split = ListDetail(self.table, self.detail, width=58, scrolls=False)
        self.split.show_detail(False)
        self.content.addWidget(self.split, 1)
        self._shortcut("Ctrl+N", self.on_add)
        self._shortcut(QKeySequence.StandardKey.Delete, self.on_delete, self.table)

    def _detail(self) -> QWidget:
        self.form = Editor()
        self._client_choice = ChoiceField()
        self.form.add("client_id", _("Client"), self._client_choice)
        self.form.add("platform", _("Platform"), ChoiceField([(word, _(title)) for word, title in PLATFORMS.items()]))
        self.form.add("handle", _("Handle"), TextField(_("As the platform writes it, or its web address")))
        self.form.add("name", _("Name"), TextField())
        self.form.add(
            "is_guest",
            "",
            FlagField(_("Guest")),
            hint=_(
                "Not managed by me: guests come with collaboration posts in the exports. They stay out of the channel "
                "pages of the report."
            ),
        )
        self.form.add_title(_("Access"), _("No passwords here: only who holds what."))
        self.form.add("owner", _("Owner"), SuggestField(own_words(OWNERS)))
        self.form.add("my_role", _("My role"), SuggestField(own_words(ROLES)))
        self.form.add("access", _("How access is given"), SuggestField(own_words(ACCESSES)))
        self.form.add("second_factor", _("Second factor (2FA)"), SuggestField(own_words(SECOND_FACTORS)))
        self.form.add_title(_("More"))
        self.form.add("link", _("Link"), TextField("https://"))
        self.form.add(
            "external_id", _("Number in exports"), TextField(), hint=_("Imports recognise the account by it.")
        )
        self.form.add("note", _("Note"), LongTextField(lines=3))
        self.delete_button = Button(_("Delete"), self.on_delete, icon="delete", kind="danger")
        self.form.add_buttons(self.delete_button)
        self.form.saved.connect(self.on_save)
        self.form.dropped.connect(self.on_dropped)
        self.watch_form(self.form)
        self.heading = Elided("", "section")
        self.kind = Elided("", "caption", "muted")
        head = QWidget()
        line = QVBoxLayout(head)
        line.setSpacing(theme.XS)
        line.addWidget(self.heading)
        line.addWidget(self.kind)
        return Panel(head, self.form, self.form.take_buttons())

    def _shortcut(
        self, keys: str | QKeySequence.StandardKey, act: Callable[[], object], over: QWidget | None = None
    ) -> None:
        shortcut = QShortcut(QKeySequence(keys), over or self)
        if over is not None:
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(act)

    # ------------------------------------------------------------------------------------------------- reading

    def query(self) -> Callable[[], AccountsData]:
        return partial(accounts_data, self.context.client_id)

    def fill(self, data: AccountsData) -> None:
        self._data = data
        all_clients = self.context.client_id is None
        self.set_sentence(sentence(data))
        self.table.want_column(0, all_clients)
        self._client_choice.set_choices([(row.id, row.name) for row in data.clients.values() if not row.is_archived])
        guests = sum(row.is_guest for row in data.accounts)
        self.pills.set_choices(
            [
                ("all", pgettext("accounts", "All"), len(data.accounts)),
                ("own", _("Managed by me"), len(data.accounts) - guests),
                ("guests", _("Guests"), guests),
            ]
        )
        self.table.set_rows(data.accounts)
        if self._select_after is not None:
            self._reveal(self._select_after)
            self._select_after = None
        if not data.clients:
            self.show_empty(
                "clients",
                _("No client yet"),
                _("Accounts belong to a client. Add the first client, then its profiles, pages and channels."),
                _("Add a client"),
                partial(self.context.go, "clients", NEW),
            )
        elif not data.accounts and self.form.key != NEW:
            self.show_empty(
                "accounts",
                _("No account yet"),
                _(
                    "Here stand the profiles, pages, channels and advertising accounts that you manage, with their "
                    "owner, your role and how access is given. Imports find their account here by its handle."
                ),
                _("Add an account"),
                self.on_add,
            )
        else:
            self.show_content()

    def open_item(self, item: Any) -> None:
        if item == NEW:
            self.on_add()
        else:
            self._reveal(item)

    def _reveal(self, account_id: object) -> None:
        self.search.clear()
        if not self.table.select(account_id):
            self.pills.choose("all")
            self.table.select(account_id)

    def _filter(self) -> None:
        wanted = self.pills.value()
        self.table.filter_rows(None if wanted == "all" else lambda row: row.is_guest == (wanted == "guests"))

    def _client(self, row: AccountRow) -> ClientRow:
        return self._data.clients[row.client_id]

    # ------------------------------------------------------------------------------------------------- choosing

    def on_chosen(self, row: AccountRow | None) -> None:
        if row is None:
            if not self.form.is_dirty and self.form.key != NEW:
                self._show_nothing()
            return
        if row.id != self.form.key and not self.may_leave():
            self.table.select(self.form.key)
            return
        self._row = row
        values = {column.name: getattr(row, column.name) for column in fields(AccountDraft)}
        self.form.show_row(row.id, {**values, "client_id": row.client_id})
        self.form.set_shown("client_id", False)
        self.heading.setText(account_words(row))
        platform = platform_title(row.platform)
        is_alone = self.context.client_id is not None
        self.kind.show()
        self.kind.setText(platform if is_alone else f"{self._client(row).name} · {platform}")
        self.delete_button.show()
        self.split.show_detail(True)

    def on_add(self) -> None:
        """Start a new account in the panel on the right."""
        if not self.context.writable or (self.form.key == NEW and self.form.is_dirty) or not self.may_leave():
            return
        self.show_content()
        self.table.clear_choice()
        self._row = None
        empty: dict[str, Any] = dict.fromkeys((column.name for column in fields(AccountDraft)), "")
        client_id = self.context.client_id or self._client_choice.value()
        self.form.show_row(NEW, {**empty, "platform": "instagram", "is_guest": False, "client_id": client_id})
        self.form.set_shown("client_id", self.context.client_id is None)
        self.heading.setText(_("New account"))
        self.kind.hide()
        self.delete_button.hide()
        self.split.show_detail(True)
        self.form.field("platform").setFocus()

    def on_dropped(self) -> None:
        """Cancel was pressed: a new account is given up."""
        if self.form.key == NEW:
            self._show_nothing()
            self.reload()

    def _show_nothing(self) -> None:
        self.form.key = None
        self._row = None
        self.split.show_detail(False)

    # ------------------------------------------------------------------------------------------------- acting

    def on_save(self) -> None:
        """Keep what is typed."""
        values = self.form.values()
        client_id = values.pop("client_id")
        draft = AccountDraft(**values)
        if self.form.key == NEW:
            self.form.send(self.context, partial(add_account, client_id, draft), self._on_added)
        elif isinstance(self.form.key, int):
            self.form.send(self.context, partial(update_account, self.form.key, draft), self._on_updated)

    def _on_added(self, account_id: int) -> None:
        self.form.key = account_id
        self._select_after = account_id
        self.context.changes.emit("accounts")
        self.context.notify.say(_("The account is added."))

    def _on_updated(self, _result: None) -> None:
        self.context.changes.emit("accounts")
        self.context.notify.say(_("The account is saved."))

    def on_delete(self) -> None:
        """Delete the chosen account; the quiet line offers to undo it."""
        row = self._row
        if row is None or not self.context.writable:
            return

        def deleted(removed: Any) -> None:
            self.form.mark_clean()
            self._show_nothing()
            self.context.changes.emit("accounts")
            self.context.notify.say(
                _("{account} is deleted.").format(account=row.title), partial(self._restore, removed, row.id)
            )

        self.context.tasks.write(partial(delete_account, row.id), deleted, owner=self)

    def _restore(self, removed: Any, account_id: int) -> None:
        def restored(_result: None) -> None:
            self._select_after = account_id
            self.context.changes.emit("accounts")
            self.context.notify.say(_("The account is back."))

        self.context.tasks.write(partial(restore_account, removed), restored, owner=self)


# --------------------------------------------------------------------------------------------------------------- words


def account_words(row: AccountRow) -> str:
    """Say an account by its handle, its name, and whether it is a guest."""
    words = f"{row.handle}, {row.name}" if row.handle and row.name else row.handle or row.name
    return _("{account} (guest)").format(account=words) if row.is_guest else words


def own_words(marked: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return suggestions that are kept as they are read."""
    return [(_(words), _(words)) for words in marked]


def sentence(data: AccountsData) -> str:
    """Say how many accounts there are and what is not known of them."""
    own = [row for row in data.accounts if not row.is_guest]
    count = len(own)
    if not count:
        return ""
    said = ngettext("{count} account managed.", "{count} accounts managed.", count).format(count=count)
    unknown = sum(not row.access for row in own)
    if unknown:
        said += " " + ngettext(
            "Of {count} nobody wrote down how access is given.",
            "Of {count} nobody wrote down how access is given.",
            unknown,
        ).format(count=unknown)
    return said
