"""The Deliverables page: cards of promised and delivered, filters, the month's list, and one piece of work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.domain.deliverables import (
    STATUSES,
    DeliverableRow,
    delete_deliverable,
    deliverable_draft,
    restore_deliverable,
    status_title,
)
from smmdesk.domain.types import type_order, type_title
from smmdesk.ui import theme
from smmdesk.ui.page import ListDetail, Page
from smmdesk.ui.pages.deliverables.cards import DeliveryCards
from smmdesk.ui.pages.deliverables.panel import PUBLISH_KEYS, DeliverablePanel
from smmdesk.ui.pages.deliverables.reading import (
    DeliverablesData,
    bring_back,
    deliverables_data,
    keep_deliverable,
    likely_day,
    plan_clients,
    publish,
    take_back,
)
from smmdesk.ui.pages.deliverables.words import sentence, status_tone, status_words, title_words
from smmdesk.ui.widgets.color_chip import chip_icon
from smmdesk.ui.widgets.editor import NEW, lock
from smmdesk.ui.widgets.pills import Pills
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.search_field import SearchField
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button

ON_HOLD = "on_hold"
LEAST_LINES = 41  # of text that the page is high when there is room for cards above the list and its panel


class DeliverablesPage(Page):
    """What was promised in the month, and every piece of it."""

    word = "deliverables"
    title = mark("Deliverables")
    watches = ("deliverables", "clients", "contracts", "accounts")

    def build(self) -> None:
        self._data: DeliverablesData | None = None
        self._select_after: int | None = None
        self._has_detail = False
        self.plan_button = Button(_("Plan the month"), self.on_plan, icon="month")
        self.head.addWidget(self.plan_button)
        lock(self.set_primary(_("Add a deliverable"), self.on_add, icon="add"), self.context)
        self.cards = DeliveryCards()
        self.pills = Pills(_("Which deliverables"))
        self.pills.chosen.connect(lambda _value: self._filter())
        self.search = SearchField(_("Find a deliverable"))
        self.search.setObjectName("search")
        self.search.setFixedWidth(theme.characters(24))
        line = QHBoxLayout()
        line.setSpacing(theme.M)
        line.addWidget(self.pills, 1)
        line.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self.table = RowsTable(
            [
                Column(_("Date"), _day_words, lambda row: row.published_on or row.due_on, tone=_day_tone),
                Column(_("Client"), lambda row: row.client_name, icon=self._chip, most=20, can_leave=True),
                Column(_("Title"), title_words, stretches=True, tone=lambda row: "" if row.title else "muted"),
                Column(
                    _("Type"),
                    lambda row: type_title(row.type),
                    lambda row: type_order(row.type),
                    most=22,
                    can_leave=True,
                ),
                Column(_("Channel"), lambda row: row.channel or "–", most=34, can_leave=True),
                Column(
                    _("Status"),
                    lambda row: status_words(row, self._today(row)),
                    lambda row: list(STATUSES).index(row.status),
                    tone=lambda row: status_tone(row, self._today(row)),
                    most=32,
                ),
            ],
            _("Deliverables"),
        )
        self.table.chosen.connect(self.on_chosen)
        self.table.opened.connect(lambda _row: self.panel.form.field("title").setFocus())
        self.search.textChanged.connect(self.table.filter_words)
        self.panel = DeliverablePanel(self.context, self.on_publish, self.on_delete)
        self.form = self.panel.form
        self.form.saved.connect(self.on_save)
        self.form.dropped.connect(self.on_dropped)
        self.watch_form(self.form)
        self.split = ListDetail(self.table, self.panel, width=56, scrolls=False)
        self.split.show_detail(False)
        self.content.addWidget(self.cards)
        self.content.addLayout(line)
        self.content.addWidget(self.split, 1)
        self._shortcut("Ctrl+N", self.on_add)
        self._shortcut(PUBLISH_KEYS, self.on_publish)
        self._shortcut(QKeySequence.StandardKey.Delete, self.on_delete, self.table)

    def _shortcut(
        self, keys: str | QKeySequence.StandardKey, act: Callable[[], object], over: QWidget | None = None
    ) -> None:
        shortcut = QShortcut(QKeySequence(keys), over or self)
        if over is not None:
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(act)

    # ------------------------------------------------------------------------------------------------- reading

    def query(self) -> Callable[[], DeliverablesData]:
        return partial(deliverables_data, self.context.client_id, self.context.month)

    def fill(self, data: DeliverablesData) -> None:
        self._data = data
        month = formats.month_name(data.month)
        self.table.want_column(1, self.context.client_id is None)
        self.set_sentence(sentence(data.rows, data.delivery, data.month, data.today, bool(data.planned_for)))
        self.cards.show_delivery(data.delivery, data.month, data.today, self._charged())
        self._show_plan_button()
        self.panel.offer(data)
        self._count_filters()
        self.table.set_rows(data.rows)
        if self._select_after is not None:
            self._reveal(self._select_after)
            self._select_after = None
        if data.rows or self.form.key == NEW:
            self.show_content()
        elif not data.clients:
            self.show_empty(
                "clients",
                _("No client yet"),
                _("Promised work belongs to a client and its contract. Add the first client."),
                _("Add a client"),
                partial(self.context.go, "clients", NEW),
            )
        elif data.planned_for:
            self.show_empty(
                "deliverables",
                _("Nothing is planned for {month} yet").format(month=month),
                _(
                    "The contract says what is promised. Plan it in one step: each promised piece becomes a line to "
                    "give a title, a day and a channel, and to tick off when it is published."
                ),
                _("Plan the month"),
                self.on_plan,
            )
        else:
            self.show_empty(
                "deliverables",
                _("Nothing is planned for {month}").format(month=month),
                _(
                    "No contract is in force in this month, so nothing is promised. Single pieces of work can be "
                    "added all the same; they count as extra."
                ),
                _("Add a deliverable"),
                self.on_add,
            )

    def open_item(self, item: Any) -> None:
        if item == NEW:
            self.on_add()
        else:
            self._reveal(item)

    def _reveal(self, deliverable_id: object) -> None:
        if not self.table.select(deliverable_id):
            self.search.clear()
            self.pills.choose("all")
            self.table.select(deliverable_id)

    def _count_filters(self) -> None:
        assert self._data is not None
        rows = self._data.rows
        choices: list[tuple[str, str, int]] = [("all", _("All"), len(rows))]
        for status in STATUSES:
            choices.append((status, status_title(status), sum(row.status == status for row in rows)))
        choices.append((ON_HOLD, _("On hold"), sum(row.is_on_hold and row.is_open for row in rows)))
        # A filter that shows nothing is left out, but not the one that is in use.
        self.pills.set_choices([one for one in choices if one[2] or one[0] == "all" or one[0] == self.pills.value()])

    def _filter(self) -> None:
        wanted = self.pills.value()
        if wanted == "all":
            self.table.filter_rows(None)
        elif wanted == ON_HOLD:
            self.table.filter_rows(lambda row: row.is_on_hold and row.is_open)
        else:
            self.table.filter_rows(lambda row: row.status == wanted)

    def _charged(self) -> list[str]:
        """Return what the delivered extra work costs, one amount for each currency."""
        assert self._data is not None
        sums: dict[str, int] = {}
        for row in self._data.rows:
            if row.status == "published" and row.is_extra and row.extra_price:
                currency = self._data.clients[row.client_id].currency
                sums[currency] = sums.get(currency, 0) + row.extra_price
        return [formats.money(cents, currency) for currency, cents in sums.items()]

    def _show_plan_button(self) -> None:
        assert self._data is not None
        has_contract = bool(self._data.planned_for)
        self.plan_button.setEnabled(has_contract)
        reason = (
            _("Adds what the contract promises and is not in the list yet.")
            if has_contract
            else _("No contract is in force in this month.")
        )
        self.plan_button.setToolTip(theme.plain_tip(reason))
        self.plan_button.setAccessibleDescription(reason)
        lock(self.plan_button, self.context)

    def _chip(self, row: DeliverableRow) -> Any:
        client = self._data.clients.get(row.client_id) if self._data is not None else None
        return chip_icon(client.brand_color if client is not None else "")

    def _today(self, row: DeliverableRow) -> Any:
        return self._data.today if self._data is not None else row.month.first_day

    # ------------------------------------------------------------------------------------------------- choosing

    def on_chosen(self, row: DeliverableRow | None) -> None:
        if row is None:
            if not self.form.is_dirty and self.form.key != NEW:
                self._show_nothing()
            return
        if row.id != self.form.key and not self.may_leave():
            if not isinstance(self.form.key, int) or not self.table.select(self.form.key):
                self.table.clear_choice()
            return
        self.panel.show_deliverable(row)
        self._show_detail(True)

    def on_add(self) -> None:
        """Start a new piece of work in the panel on the right."""
        is_typing = self.form.key == NEW and self.form.is_dirty
        if not self.context.writable or self._data is None or is_typing or not self.may_leave():
            return
        if not self._data.clients:
            self.context.go("clients", NEW)
            return
        self.show_content()
        self.table.clear_choice()
        self.panel.show_new(self.context.client_id, self.context.month)
        self._show_detail(True)
        self.form.focus_first()

    def on_dropped(self) -> None:
        """Cancel was pressed: a new one is given up."""
        if self.form.key == NEW:
            self._show_nothing()
            self.reload()

    def _show_nothing(self) -> None:
        self.form.key = None
        self.panel.row = None
        self._show_detail(False)

    def _show_detail(self, is_shown: bool) -> None:
        self._has_detail = is_shown
        self.split.show_detail(is_shown)
        self._place_cards()

    def _place_cards(self) -> None:
        """Leave the cards out where they would take the panel's room; the sentence says the sum."""
        is_low = self.height() < theme.line_height() * LEAST_LINES
        self.cards.setVisible(not (is_low and self._has_detail))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._place_cards()

    # ------------------------------------------------------------------------------------------------- acting

    def on_save(self) -> None:
        """Keep what is typed."""
        row = self.panel.row
        try:
            client_id, draft, standing = self.panel.typed()
        except UserError as refusal:
            self.form.show_error(refusal)
            return
        if self.form.key == NEW:
            command = partial(keep_deliverable, None, client_id, draft, standing)
            self.form.send(self.context, command, self._on_added)
        elif row is not None:

            def keep() -> Any:
                before = deliverable_draft(row.id)
                keep_deliverable(row.id, client_id, draft, standing)
                return before

            is_moved = draft.month != row.month
            said = _("The deliverable is saved.")
            if is_moved:
                said = _("The deliverable now counts for {month}.").format(month=formats.month_name(draft.month))
            elif standing.status != row.status:
                said = _("The deliverable is now: {status}.").format(status=status_title(standing.status))
            has_undo = is_moved or standing.status != row.status
            self.form.send(self.context, keep, partial(self._on_kept, row, said, has_undo))

    def _on_added(self, deliverable_id: int) -> None:
        self.form.key = deliverable_id
        self._select_after = deliverable_id
        self.context.changes.emit("deliverables")
        self.context.notify.say(_("The deliverable is added."))

    def _on_kept(self, row: DeliverableRow, said: str, has_undo: bool, before: Any) -> None:
        self.context.changes.emit("deliverables")
        undo = partial(self._undo, partial(bring_back, row, before), row.id)
        self.context.notify.say(said, undo if has_undo else None)

    def on_publish(self) -> None:
        """Tick the chosen piece of work off, with the link and the day that are typed."""
        row = self.panel.row
        if row is None or not row.is_open or not self.context.writable or self._data is None:
            return
        try:
            _client_id, draft, _standing = self.panel.typed()
            day = self.form.field("published_on").value() or likely_day(row, self._data.today)
        except UserError as refusal:
            self.form.show_error(refusal)
            return

        def tick() -> Any:
            before = deliverable_draft(row.id)
            publish(row.id, draft, day)
            return before

        said = _("Published on {day}.").format(day=formats.day(day, year=False))
        self.form.send(self.context, tick, partial(self._on_kept, row, said, True))

    def on_delete(self) -> None:
        """Delete the chosen piece of work; the quiet line offers to undo it."""
        row = self.panel.row
        if row is None or not self.context.writable:
            return

        def deleted(removed: Any) -> None:
            self.form.mark_clean()
            self._show_nothing()
            self.context.changes.emit("deliverables")
            self.context.notify.say(
                _("{title} is deleted.").format(title=title_words(row)),
                partial(self._undo, partial(restore_deliverable, removed), row.id),
            )

        self.context.tasks.write(partial(delete_deliverable, row.id), deleted, owner=self)

    def on_plan(self) -> None:
        """Plan what the contracts promise in the month and is not there yet."""
        if self._data is None or not self.context.writable:
            return
        command = partial(plan_clients, self._data.planned_for, self._data.month)
        self.context.tasks.write(command, self._on_planned, label=_("Planning the month"), owner=self)

    def _on_planned(self, added: list[int]) -> None:
        month = formats.month_name(self.context.month)
        if not added:
            self.context.notify.say(_("Everything promised for {month} is already in the list.").format(month=month))
            return
        self.context.changes.emit("deliverables")
        self.context.notify.say(
            ngettext(
                "{count} deliverable is planned for {month}.",
                "{count} deliverables are planned for {month}.",
                len(added),
            ).format(count=len(added), month=month),
            partial(self._undo, partial(take_back, added), None),
        )

    def _undo(self, command: Callable[[], object], deliverable_id: int | None) -> None:
        def undone(_result: object) -> None:
            self._select_after = deliverable_id
            self.context.changes.emit("deliverables")
            self.context.notify.say(_("Undone."))

        self.context.tasks.write(command, undone, owner=self)


def _day_words(row: DeliverableRow) -> str:
    day = row.published_on or row.due_on
    return formats.short_day(day) if day is not None else "–"


def _day_tone(row: DeliverableRow) -> str:
    return "" if row.published_on is not None else "muted"
