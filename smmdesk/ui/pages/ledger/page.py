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
    delete_ledger_row,
    restore_ledger_row,
    update_ledger_row,
)
from smmdesk.ui import theme
from smmdesk.ui.page import ListDetail, Page
from smmdesk.ui.pages.ledger.line import LedgerLine
from smmdesk.ui.pages.ledger.lists import clients_table, is_bare, ledger_table
from smmdesk.ui.pages.ledger.panel import Actions, RowPanel, new_cells, reversal_cells
from smmdesk.ui.pages.ledger.proposed import ProposedCosts
from smmdesk.ui.pages.ledger.reading import LedgerData, add_row, ledger_data, save_template
from smmdesk.ui.pages.ledger.row_form import Terms
from smmdesk.ui.pages.ledger.words import cards, state_sentence, what_words
from smmdesk.ui.widgets.cards import Card, CardRow, FigureCard
from smmdesk.ui.widgets.editor import NEW, lock
from smmdesk.ui.widgets.pills import Pills
from smmdesk.ui.widgets.search_field import SearchField
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.text import Button

WORDS = ("ledger",)
LEAST_LINES = 41  # of text that the page is high when there is room for the cards


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
        self.proposed = ProposedCosts(self.context, self._on_settled)
        self.pills = Pills(_("Which rows"))
        self.pills.chosen.connect(lambda _value: self._filter())
        self.search = SearchField(_("Find a row"))
        self.search.setObjectName("search")
        self.search.setFixedWidth(theme.characters(24))
        line = QHBoxLayout()
        line.setSpacing(theme.M)
        line.addWidget(self.pills, 1)
        line.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self.table = ledger_table(lambda: self.context.month)
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
        self.clients = clients_table()
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
        before, self._data = self._data, data
        if before is not None and (before.client, before.month) != (data.client, data.month) and self.form.key == NEW:
            self._show_nothing()  # a new row that nobody typed into belongs to what was chosen before
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
        self.proposed.show_proposals(data.client.id, data.proposals, data.lines)
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
            ("bare", _("Without evidence"), sum(is_bare(line) for line in lines)),
            ("remark", _("With a remark"), sum(bool(line.reason) for line in lines)),
        ]
        self.pills.set_choices([one for one in choices if one[2] or one[0] in ("all", self.pills.value())])

    def _filter(self) -> None:
        tests: dict[str, Callable[[LedgerLine], bool]] = {
            "value": lambda line: line.type is RowType.VALUE,
            "cost": lambda line: line.type is RowType.COST,
            "bare": is_bare,
            "remark": lambda line: bool(line.reason),
        }
        self.table.filter_rows(tests.get(self.pills.value()))

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
        cells = new_cells(row_type, month, day.isoformat())
        last = next((line.kept.row.kind for line in reversed(self._data.lines) if line.type is RowType.VALUE), None)
        if row_type is RowType.VALUE and last is not None:
            cells["kind"] = last.value  # a hotel has bookings, a dentist appointments
        self._begin(row_type, cells, heading)

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

    def _on_settled(self, row_id: int | None) -> None:
        self._select_after = row_id
        self._changed()

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
