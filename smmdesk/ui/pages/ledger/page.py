"""The Ledger page: the month's money in cards, every row with its mark and evidence, one row edited on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from smmdesk.core import formats, periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, mark
from smmdesk.core.roi.words import LedgerState, RowType
from smmdesk.domain.ledger.commands import (
    accept_proposal,
    delete_ledger_row,
    merge_proposal,
    restore_ledger_row,
    update_ledger_row,
)
from smmdesk.domain.ledger.rows import Proposal
from smmdesk.ui import theme
from smmdesk.ui.page import ListDetail, Page
from smmdesk.ui.pages.ledger.panel import Actions, RowPanel, new_cells, reversal_cells
from smmdesk.ui.pages.ledger.proposed import ProposedCosts
from smmdesk.ui.pages.ledger.reading import ClientLedger, LedgerData, LedgerLine, add_row, ledger_data, save_template
from smmdesk.ui.pages.ledger.row_form import Terms
from smmdesk.ui.pages.ledger.words import cards, kind_words, state_sentence, tier_tone, tier_words, what_words
from smmdesk.ui.widgets.cards import Card, CardRow, FigureCard
from smmdesk.ui.widgets.color_chip import chip_icon
from smmdesk.ui.widgets.editor import NEW, lock
from smmdesk.ui.widgets.pills import Pills
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.search_field import SearchField
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button

WORDS = ("ledger",)
LEAST_LINES = 34  # of text that the page is high when there is room for the cards


class LedgerPage(Page):
    """What came back and what was spent."""

    word = "ledger"
    title = mark("Ledger")
    watches = ("ledger", "imports", "contracts", "clients", "accounts")

    def build(self) -> None:
        self._data: LedgerData | None = None
        self._select_after: object = None
        self.menu = self._menu()
        self.more_button = Button("", self.on_menu, icon="menu", tip=_("More about the ledger"))
        self.cost_button = Button(_("Add a cost"), partial(self.on_add, RowType.COST), icon="add")
        lock(self.cost_button, self.context)
        self.head.addWidget(self.more_button)
        self.head.addWidget(self.cost_button)
        self.value_button = self.set_primary(_("Add a value"), partial(self.on_add, RowType.VALUE), icon="add")
        lock(self.value_button, self.context)
        self.views = QStackedWidget()
        self.views.addWidget(self._one_client())
        self.views.addWidget(self._all_clients())
        self.content.addWidget(self.views, 1)
        self._shortcut("Ctrl+N", partial(self.on_add, RowType.VALUE))
        self._shortcut("Ctrl+Shift+N", partial(self.on_add, RowType.COST))
        self._shortcut(QKeySequence.StandardKey.Delete, self.on_delete, self.table)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self.total_action = menu.addAction(_("The client's own total …"), partial(self.on_add, RowType.TOTAL))
        self.sheet_action = menu.addAction(_("Import a ledger sheet …"), self.on_import)
        menu.addAction(_("Save an empty sheet …"), self.on_template)
        for action in (self.total_action, self.sheet_action):
            action.setEnabled(self.context.writable)
        return menu

    def _one_client(self) -> QWidget:
        self.gates = Notice("bad")
        self.warnings = Notice("warn")
        self.figures = CardRow()
        self.proposed = ProposedCosts(self.context, self.on_accept, self.on_merge)
        self.pills = Pills(_("Which rows"))
        self.pills.chosen.connect(lambda _value: self._filter())
        self.search = SearchField(_("Find a row"))
        self.search.setObjectName("search")
        self.search.setFixedWidth(theme.characters(24))
        line = QHBoxLayout()
        line.setSpacing(theme.M)
        line.addWidget(self.pills, 1)
        line.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self.table = RowsTable(
            [
                Column(_("Mark"), lambda row: row.mark or "–", _mark_key, is_strong=True),
                Column(
                    _("Date"),
                    lambda row: formats.short_day(row.kept.row.date, year=row.kept.row.month != self.context.month),
                    lambda row: row.kept.row.date,
                ),
                Column(
                    _("What"), lambda row: what_words(row), stretches=True, tone=lambda row: "" if row.mark else "muted"
                ),
                Column(_("Kind"), lambda row: kind_words(row.kept.row.kind), most=20, can_leave=True),
                Column(_("How sure"), tier_words, tone=tier_tone, most=34),
                Column(
                    _("Quantity"),
                    lambda row: formats.number(row.kept.row.units),
                    lambda row: row.kept.row.units,
                    is_number=True,
                    can_leave=True,
                ),
                Column(_("Net"), self._net, lambda row: row.listed.net if row.listed else None, is_number=True),
                Column(
                    _("Counts"),
                    self._amount,
                    lambda row: row.listed.amount if row.listed else None,
                    is_number=True,
                    is_strong=True,
                ),
                Column(
                    _("Evidence"),
                    lambda row: formats.number(len(row.kept.evidence)) if row.kept.evidence else "–",
                    lambda row: len(row.kept.evidence),
                    is_number=True,
                    can_leave=True,
                ),
                Column(_("Remark"), lambda row: row.reason or "–", tone=lambda _row: "muted", most=34, can_leave=True),
            ],
            _("Rows of the ledger"),
        )
        self.table.chosen.connect(self.on_chosen)
        self.search.textChanged.connect(self.table.filter_words)
        self.panel = RowPanel(self.context, Actions(self.on_delete, self.on_take_back, self._changed))
        self.form = self.panel.form
        self.form.saved.connect(self.on_save)
        self.form.dropped.connect(self.on_dropped)
        self.table.opened.connect(lambda _row: self.form.focus_first())
        self.watch_form(self.form)
        self.split = ListDetail(self.table, self.panel, width=54, scrolls=False)
        self.split.show_detail(False)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.gates)
        column.addWidget(self.figures)
        column.addWidget(self.proposed)
        column.addWidget(self.warnings)
        column.addLayout(line)
        column.addWidget(self.split, 1)
        return whole

    def _all_clients(self) -> QWidget:
        self.clients = RowsTable(
            [
                Column(
                    _("Client"),
                    lambda one: one.client.name,
                    icon=lambda one: chip_icon(one.client.brand_color),
                    is_strong=True,
                    most=32,
                ),
                Column(_("Invested"), lambda one: _card(one, 0), _invested, is_number=True),
                Column(_("Came back, proven"), lambda one: _card(one, 1), _proven, is_number=True),
                Column(_("Return (ROI)"), lambda one: _card(one, 3), _roi, is_number=True),
                Column(
                    _("How the month stands"),
                    lambda one: state_sentence(one.figures),
                    stretches=True,
                    tone=lambda one: "bad" if one.figures.gates else "muted",
                ),
            ],
            _("Ledgers"),
        )
        self.clients.opened.connect(lambda one: self.context.choose_client(one.id))
        card = Card(flush=True)
        card.body.addWidget(self.clients)
        return card

    def _shortcut(
        self, keys: str | QKeySequence.StandardKey, act: Callable[[], object], over: QWidget | None = None
    ) -> None:
        shortcut = QShortcut(QKeySequence(keys), over or self)
        if over is not None:
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(act)

    # ------------------------------------------------------------------------------------------------- reading

    def query(self) -> Callable[[], LedgerData]:
        return partial(ledger_data, self.context.client_id, self.context.month)

    def fill(self, data: LedgerData) -> None:
        self._data = data
        is_one = data.client is not None
        self.value_button.setVisible(is_one)
        self.cost_button.setVisible(is_one)
        self.total_action.setVisible(is_one)
        if not data.clients:
            self.set_sentence("")
            self.show_empty(
                "clients",
                _("No client yet"),
                _("The ledger holds what came back to a client and what was spent for it. Add the first client."),
                _("Add a client"),
                partial(self.context.go, "clients", NEW),
            )
        elif data.client is None:
            self.views.setCurrentIndex(1)
            self.set_sentence(
                _("What came back in {month}, client by client.").format(month=formats.month_name(data.month))
            )
            self.clients.set_rows(data.all_figures)
            self.show_content()
        else:
            self._fill_one(data)

    def _fill_one(self, data: LedgerData) -> None:
        assert data.client is not None and data.figures is not None
        figures = data.figures
        self.views.setCurrentIndex(0)
        self.set_sentence(state_sentence(figures))
        self.form.set_terms(
            Terms(data.client.currency, data.margin, data.client.recoverable_vat, data.rule, data.handles), data.month
        )
        shown = []
        for words in cards(figures):
            card = FigureCard(words.title)
            card.show_figure(words.figure, "", words.words)
            if words.tip:
                card.setToolTip(theme.plain_tip(words.tip))
                card.setAccessibleDescription(words.tip)
            shown.append(card)
        self.figures.set_cards(shown)
        self.gates.tell("\n".join(gate.message for gate in figures.gates))
        self.warnings.tell("\n".join(warning.message for warning in figures.warnings))
        self.proposed.show_proposals(data.proposals, {line.id: line.mark or line.kept.row.id for line in data.lines})
        self._count_filters()
        self.table.set_rows(data.lines)
        if self._select_after is not None:
            self._reveal(self._select_after)
            self._select_after = None
        self._show_cards()
        if data.lines or data.proposals or self.form.key == NEW:
            self.show_content()
            return
        self.show_empty(
            "ledger",
            _("Nothing is recorded for {month}").format(month=formats.month_name(data.month)),
            _(
                "Here stand the sales, bookings and requests that came from the work, each with its proof, and what "
                "was spent. Measured, confirmed and estimated are never mixed. Add the first value, or drop a ledger "
                "sheet on the window."
            ),
            _("Add a value"),
            partial(self.on_add, RowType.VALUE),
        )

    def open_item(self, item: Any) -> None:
        if item == NEW:
            self.on_add(RowType.VALUE)
        elif item is not None:
            self._reveal(item)

    def _reveal(self, item: object) -> None:
        """Select a row by its id, or by the mark that a notice names."""
        if self._data is None:
            return
        wanted = str(item).rpartition("/")[2]
        found = next(
            (line.id for line in self._data.lines if line.id == item or wanted in (line.mark, line.kept.row.id)), None
        )
        if found is not None and not self.table.select(found):
            self.search.clear()
            self.pills.choose("all")
            self.table.select(found)

    def _count_filters(self) -> None:
        assert self._data is not None
        lines = self._data.lines
        choices: list[tuple[str, str, int]] = [
            ("all", _("All"), len(lines)),
            ("value", _("Came back"), sum(line.type is RowType.VALUE for line in lines)),
            ("cost", _("Costs"), sum(line.type is RowType.COST for line in lines)),
            ("bare", _("Without evidence"), sum(_is_bare(line) for line in lines)),
            ("remark", _("With a remark"), sum(bool(line.reason) for line in lines)),
        ]
        self.pills.set_choices([one for one in choices if one[2] or one[0] in ("all", self.pills.value())])

    def _filter(self) -> None:
        tests: dict[str, Callable[[LedgerLine], bool]] = {
            "value": lambda line: line.type is RowType.VALUE,
            "cost": lambda line: line.type is RowType.COST,
            "bare": _is_bare,
            "remark": lambda line: bool(line.reason),
        }
        self.table.filter_rows(tests.get(self.pills.value()))

    def _net(self, line: LedgerLine) -> str:
        return self._money(line.listed.net if line.listed is not None else self._total_net(line))

    def _amount(self, line: LedgerLine) -> str:
        return self._money(line.listed.amount if line.listed is not None else None)

    def _total_net(self, line: LedgerLine) -> int | None:
        is_total = line.type is RowType.TOTAL and self._data is not None and self._data.figures is not None
        return self._data.figures.total_net if is_total and self._data and self._data.figures else None

    def _money(self, cents: int | None) -> str:
        currency = self._data.client.currency if self._data is not None and self._data.client is not None else "EUR"
        return "–" if cents is None else formats.money(cents, currency)

    def _show_cards(self) -> None:
        """Leave the cards out where the page is low and a row is open beside the list."""
        is_low = self.height() < LEAST_LINES * theme.line_height()
        has_figures = self._data is not None and self._data.figures is not None
        is_blocked = has_figures and self._data.figures.state is LedgerState.BLOCKED  # type: ignore[union-attr]
        self.figures.setVisible(has_figures and not is_blocked and not (is_low and self.form.key is not None))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._show_cards()

    # ------------------------------------------------------------------------------------------------- choosing

    def on_chosen(self, line: LedgerLine | None) -> None:
        """Show the selected row."""
        if line is None:
            if not self.form.is_dirty and self.form.key != NEW:
                self._show_nothing()
            return
        if line.id != self.form.key and not self.may_leave():
            if not isinstance(self.form.key, int) or not self.table.select(self.form.key):
                self.table.clear_choice()
            return
        self.panel.show_line(line)
        self.split.show_detail(True)
        self._show_cards()

    def on_add(self, row_type: RowType) -> None:
        """Start a new row in the panel on the right."""
        if self._data is None or self._data.client is None:
            return
        month = self._data.month
        today = periods.today(self._data.client.timezone)
        day = today if today in month and row_type is not RowType.TOTAL else month.last_day
        heading = {
            RowType.VALUE: _("New value"),
            RowType.COST: _("New cost"),
            RowType.TOTAL: _("The client's own total"),
        }[row_type]
        self._begin(row_type, new_cells(row_type, month, day.isoformat()), heading)

    def on_take_back(self) -> None:
        """Start a row that takes the chosen one back."""
        line = self.panel.line
        if line is None or self._data is None or self._data.client is None:
            return
        today, month = periods.today(self._data.client.timezone), self._data.month
        day = today if today in month else month.last_day
        cells = reversal_cells(line, month, day.isoformat())
        self._begin(RowType.VALUE, cells, _("Take back {row}").format(row=line.mark or what_words(line)))
        # What is prefilled is already the whole row: leaving it unsaved is asked about.
        self.form.field("amount").edited.emit()

    def _begin(self, row_type: RowType, cells: dict[str, str], heading: str) -> None:
        if not self.context.writable or not self.may_leave():
            return
        self.show_content()
        self.table.clear_choice()
        self.panel.show_new(row_type, cells, heading)
        self.split.show_detail(True)
        self._show_cards()
        self.form.field("amount").setFocus()

    def on_dropped(self) -> None:
        """Cancel was pressed: a new row is given up."""
        if self.form.key == NEW:
            self._show_nothing()
            self.reload()

    def _show_nothing(self) -> None:
        self.form.key = None
        self.panel.line = None
        self.split.show_detail(False)
        self._show_cards()

    # ------------------------------------------------------------------------------------------------- acting

    def _changed(self) -> None:
        self.context.changes.emit(*WORDS)

    def on_save(self) -> None:
        """Keep what is typed."""
        try:
            cells = self.form.cells()
        except UserError as failure:
            self.form.show_error(failure)
            return
        client_id = self.context.client_id
        if self.form.key == NEW and client_id is not None:
            self.form.send(self.context, partial(add_row, client_id, cells, self.panel.proofs.paths), self._on_added)
        elif isinstance(self.form.key, int):
            self.form.send(self.context, partial(update_ledger_row, self.form.key, cells), self._on_updated)

    def _on_added(self, row_id: int) -> None:
        self.form.key = row_id
        self._select_after = row_id
        self._changed()
        self.context.notify.say(_("The row is added."))

    def _on_updated(self, _result: None) -> None:
        self._changed()
        self.context.notify.say(_("The row is saved."))

    def on_delete(self) -> None:
        """Delete the chosen row; the quiet line offers to undo it."""
        line = self.panel.line
        if line is None or not self.context.writable:
            return

        def deleted(removed: Any) -> None:
            self.form.mark_clean()
            self._show_nothing()
            self._changed()
            self.context.notify.say(
                _("{row} is deleted.").format(row=what_words(line)), partial(self._restore, removed, line.id)
            )

        self.context.tasks.write(partial(delete_ledger_row, line.id), deleted, owner=self)

    def _restore(self, removed: Any, row_id: int) -> None:
        def restored(_result: None) -> None:
            self._select_after = row_id
            self._changed()
            self.context.notify.say(_("The row is back."))

        self.context.tasks.write(partial(restore_ledger_row, removed), restored, owner=self)

    def on_accept(self, proposal: Proposal) -> None:
        """Keep a proposed cost as a row; the quiet line offers to undo it."""
        client_id, month = self.context.client_id, proposal.month
        if client_id is None:
            return

        def accepted(row_id: int) -> None:
            self._changed()
            self.context.notify.say(_("The cost is accepted and counts."), partial(self._unaccept, row_id))

        self.context.tasks.write(partial(accept_proposal, client_id, month, proposal.key), accepted, owner=self)

    def _unaccept(self, row_id: int) -> None:
        def undone(_removed: Any) -> None:
            self._changed()
            self.context.notify.say(_("Undone. The cost is proposed again."))

        self.context.tasks.write(partial(delete_ledger_row, row_id), undone, owner=self)

    def on_merge(self, proposal: Proposal, row_id: int) -> None:
        """Make a proposed cost and a kept row one; where their amounts differ, ask which holds."""
        client_id = self.context.client_id
        line = next((one for one in self._data.lines if one.id == row_id), None) if self._data is not None else None
        if client_id is None or line is None:
            return
        takes = False
        row = line.kept.row
        if (row.amount, row.units) != (proposal.amount, 1):
            own = formats.money(row.amount, row.currency or line.currency)
            other = formats.money(proposal.amount, proposal.currency)
            takes = self.context.notify.ask(
                _("Which amount holds?"),
                _("The row says {own}, the proposal {other}.").format(own=own, other=other),
                _("Take {amount}").format(amount=other),
                keep=_("Keep {amount}").format(amount=own),
            )

        def merged(_result: None) -> None:
            self._select_after = row_id
            self._changed()
            self.context.notify.say(_("The row and the proposal are one now."))

        self.context.tasks.write(
            partial(merge_proposal, client_id, proposal.month, proposal.key, row_id, take_amount=takes),
            merged,
            owner=self,
        )

    def on_menu(self) -> None:
        """Open what else can be done, below its button."""
        self.menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + theme.XS)))

    # ------------------------------------------------------------------------------------------------- sheets

    def on_import(self) -> None:
        """Ask for a ledger sheet and take it into the import."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            self, _("Choose a ledger sheet"), "", _("Sheets (*.csv *.xlsx);;All files (*)")
        )
        if chosen:
            self.context.import_files([Path(path) for path in chosen])

    def on_template(self) -> None:
        """Ask for a place and save the empty sheet there."""
        path, _kind = QFileDialog.getSaveFileName(self, _("Save an empty sheet"), "ledger.csv", "CSV (*.csv)")
        if path:
            self.template_to(Path(path))

    def template_to(self, path: Path) -> None:
        """Save the empty sheet."""
        said = _("“{name}” is saved: fill it in and drop it on the window.").format(name=path.name)
        self.context.tasks.read(
            partial(save_template, path),
            lambda _none: self.context.notify.say(said),
            owner=self,
            needs_workspace=False,
        )


# --------------------------------------------------------------------------------------------------------------- words


def _mark_key(line: LedgerLine) -> tuple[int, int] | None:
    if not line.mark:
        return None
    plain = line.mark.rpartition("/")[2]
    return "MCEI".find(plain[:1]), int(plain[1:]) if plain[1:].isdigit() else 0


def _is_bare(line: LedgerLine) -> bool:
    return line.type is not RowType.TOTAL and not line.kept.evidence


def _card(one: ClientLedger, place: int) -> str:
    return cards(one.figures)[place].figure


def _invested(one: ClientLedger) -> int | None:
    return one.figures.invested.cents


def _proven(one: ClientLedger) -> int | None:
    return one.figures.proven.cents


def _roi(one: ClientLedger) -> Any:
    return one.figures.roi.headline.value
