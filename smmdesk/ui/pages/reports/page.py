"""The Reports page: page 1 on the left, what is missing on the right, the PDF in its own view; all clients at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import ReportBlocked, UserError
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.domain.reports.preflight import Preflight
from smmdesk.ui import theme
from smmdesk.ui.page import ListDetail, Page
from smmdesk.ui.pages.reports.check_list import CheckList
from smmdesk.ui.pages.reports.reading import ClientReport, Made, ReportsData, made_report, make_all, reports_data
from smmdesk.ui.pages.reports.sheet import SheetForm
from smmdesk.ui.pages.reports.words import return_words, sentence, state_of, what_words
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.color_chip import chip_icon
from smmdesk.ui.widgets.editor import NEW
from smmdesk.ui.widgets.pills import Pills
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Elided, Text

SHEET, PDF = "sheet", "pdf"


class ReportsPage(Page):
    """What one client gets for one month."""

    word = "reports"
    title = mark("Reports")
    watches = ("reports", "ledger", "clients", "contracts", "deliverables", "accounts", "imports", "results", "profile")

    def build(self) -> None:
        self._data: ReportsData | None = None
        self._made: dict[int, ClientReport] = {}
        self._folder: Path | None = None
        self._pdf_key: object = None
        self._is_making = False
        self.folder_button = Button(_("Open the folder"), self.on_folder, icon="folder")
        self.folder_button.hide()
        self.head.addWidget(self.folder_button)
        self.make_button = self.set_primary(_("Make the report"), self.on_make, icon="reports")
        self.make_button.setEnabled(True)  # it only reads, so it works on a workspace open for reading too
        self.views = QStackedWidget()
        self.views.addWidget(self._one_client())
        self.views.addWidget(self._all_clients())
        self.content.addWidget(self.views, 1)
        making = QShortcut(QKeySequence("Ctrl+Return"), self)
        making.activated.connect(self.on_make)

    def _one_client(self) -> QWidget:
        self.problem = Notice("bad")
        self.pills = Pills(_("What is shown"))
        self.pills.chosen.connect(lambda _value: self._show_view())
        self.sheet = SheetForm(self.context, self.on_take_over)
        self.form = self.sheet.form
        self.form.saved.connect(self.on_save)
        self.watch_form(self.form)
        self.checks = CheckList(self.on_place)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(Text(_("Before the report"), "section"))
        column.addWidget(self.checks)
        self.split = ListDetail(self.sheet, right, width=46)
        self.pdf_card = Card()
        self.saved_line = QWidget()
        line = QHBoxLayout(self.saved_line)
        line.setContentsMargins(0, 0, 0, 0)
        self.saved_words = Elided("", "caption", "muted")
        line.addWidget(self.saved_words, 1)
        line.addWidget(Button(_("Open the folder"), self.on_folder, icon="folder", kind="link"))
        self.saved_line.hide()
        self.pdf_card.body.addWidget(self.saved_line)
        self.pdf: Any = None
        self.inner = QStackedWidget()
        self.inner.addWidget(self.split)
        self.inner.addWidget(self.pdf_card)
        whole = QWidget()
        within = QVBoxLayout(whole)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(theme.M)
        within.addWidget(self.problem)
        within.addWidget(self.pills)
        within.addWidget(self.inner, 1)
        return whole

    def _all_clients(self) -> QWidget:
        self.table = RowsTable(
            [
                Column(
                    _("Client"),
                    lambda one: one.client.name,
                    icon=lambda one: chip_icon(one.client.brand_color),
                    is_strong=True,
                    most=32,
                ),
                Column(
                    _("State"),
                    lambda one: state_of(one).text,
                    tone=lambda one: state_of(one).tone,
                    most=24,
                ),
                Column(_("Return of the month"), return_words, most=34, can_leave=True),
                Column(_("What stands there"), what_words, stretches=True, tone=lambda _one: "muted"),
            ],
            _("Reports"),
        )
        self.table.opened.connect(lambda one: self.context.choose_client(one.id))
        card = Card(flush=True)
        card.body.addWidget(self.table)
        return card

    # ------------------------------------------------------------------------------------------------- reading

    def query(self) -> Callable[[], ReportsData]:
        return partial(reports_data, self.context.client_id, self.context.month)

    def fill(self, data: ReportsData) -> None:
        if self._data is not None and self._data.month != data.month:
            self._made = {}
        self._data = data
        if not data.clients and data.check is None:
            self.make_button.hide()
            self.show_empty(
                "clients",
                _("No client yet"),
                _("A report is what one client gets for one month. Add the first client."),
                _("Add a client"),
                partial(self.context.go, "clients", NEW),
            )
            return
        self.make_button.show()
        self.show_content()
        if data.check is None:
            self._fill_all(data)
        else:
            self._fill_one(data, data.check)

    def _fill_one(self, data: ReportsData, check: Preflight) -> None:
        self.views.setCurrentIndex(0)
        key = (check.client.id, str(check.month))
        self.folder_button.hide()
        if self.form.key != key:
            self._pdf_key = None
            self.problem.tell("")
        self.sheet.show_sheet(key, check.sheet, check.kpis, data.sources, check.client.currency, data.earlier)
        self.checks.show_items(check.items)
        self._show_pills()
        self._show_button(_("Make the report"))
        self.set_sentence(sentence(check))

    def _fill_all(self, data: ReportsData) -> None:
        self.views.setCurrentIndex(1)
        rows = [
            replace(one, made=self._made[one.id].made, error=self._made[one.id].error) if one.id in self._made else one
            for one in data.reports
        ]
        self.table.set_rows(rows)
        self.folder_button.setVisible(self._folder is not None and bool(self._made))
        self._show_button(_("Make all reports …"))
        ready = sum(one.can_be_made for one in rows)
        blocked = len(rows) - ready
        said = ngettext(
            "{count} report can be made for {month}", "{count} reports can be made for {month}", ready
        ).format(count=ready, month=formats.month_name(data.month))
        if blocked:
            said += ", " + ngettext("{count} is blocked", "{count} are blocked", blocked).format(count=blocked)
        self.set_sentence(said + ".")

    def open_item(self, item: Any) -> None:
        del item  # a client's id: the window has chosen it already

    def _show_button(self, words: str) -> None:
        self.make_button.setText(words)
        self.make_button.setAccessibleName(words)
        self.make_button.setEnabled(not self._is_making)

    # ------------------------------------------------------------------------------------------------- the views

    def _show_pills(self) -> None:
        choices: list[tuple[Any, str, int | None]] = [(SHEET, _("Page 1 and check"), None)]
        pages = self.pdf.document.pageCount() if self.pdf is not None and self._pdf_key is not None else 0
        if pages:
            choices.append((PDF, _("The PDF"), None))
        self.pills.set_choices(choices)
        self.pills.setVisible(bool(pages))
        self._show_view()

    def _show_view(self) -> None:
        self.inner.setCurrentIndex(1 if self.pills.value() == PDF else 0)

    def on_place(self, word: str, item: object) -> None:
        """Go to the place where a line of the list is settled."""
        if word == "sheet":
            self.form.focus_first()
            return
        self.context.go(word, self.context.client_id if word == "clients" else item)

    # ------------------------------------------------------------------------------------------------- the sheet

    def on_take_over(self) -> None:
        """Put goal and figures of the month before into the form; Save keeps them, Cancel drops them."""
        if self._data is not None:
            self.sheet.fill_in(self._data.earlier)

    def on_save(self, then: Callable[[], object] | None = None) -> None:
        """Keep the sheet."""
        key = self.form.key
        if not isinstance(key, tuple) or self._data is None or self._data.check is None:
            return
        try:
            drafts = self.sheet.drafts()
        except UserError as failure:
            self.form.show_error(failure)
            return
        client_id, month = self._data.check.client.id, self._data.check.month

        def kept(_result: object) -> None:
            self.context.changes.emit("reports")
            if then is not None:
                then()
            else:
                self.context.notify.say(_("Page 1 of {month} is saved.").format(month=formats.month_name(month)))

        def command() -> None:
            try:
                save_month_sheet(client_id, month, **drafts)
            except UserError as failure:
                failure.field = self.sheet.field_of(failure.field)
                raise

        self.form.send(self.context, command, kept)

    # ------------------------------------------------------------------------------------------------- making

    def on_make(self) -> None:
        """Make the report of the chosen client, or of all of them; what is half typed is saved first."""
        if self._data is None or self._is_making:
            return
        if self._data.check is None:
            self.ask_folder()
        elif self.form.is_dirty and self.context.writable:
            self.on_save(self._make)
        else:
            self._make()

    def _make(self) -> None:
        if self._data is None or self._data.check is None:
            return
        check = self._data.check
        self.problem.tell("")
        self._set_making(True)
        self.context.tasks.read(
            partial(made_report, check.client.id, check.month),
            partial(self._on_made, (check.client.id, str(check.month))),
            self._on_refused,
            label=_("Making the report of {client}").format(client=check.client.name),
            owner=self,
        )

    def _set_making(self, is_making: bool) -> None:
        self._is_making = is_making
        self.make_button.setEnabled(not is_making)
        if is_making:
            self._busy.start()
        else:
            self._busy.stop()

    def _on_made(self, key: object, made: Made) -> None:
        self._set_making(False)
        if self.form.key != key:
            return  # another client or month was chosen meanwhile
        if self.pdf is None:
            from smmdesk.ui.widgets.pdf_view import PdfView  # loaded with the first report

            self.pdf = PdfView()
            self.pdf.saved.connect(self._on_saved_copy)
            self.pdf.failed.connect(self.context.notify.error)
            self.pdf_card.body.addWidget(self.pdf, 1)
        try:
            self.pdf.show_pdf(made.content, made.name)
        except UserError as failure:
            self._on_refused(failure)
            return
        self._pdf_key = key
        self.saved_line.hide()
        self._show_pills()
        self.pills.choose(PDF)
        self._show_view()
        self.pdf.view.setFocus()

    def _on_refused(self, error: UserError) -> None:
        self._set_making(False)
        self.pills.choose(SHEET)
        if isinstance(error, ReportBlocked):
            self.problem.tell(f"{error.title} " + _("What blocks it stands first in the list, with the way there."))
        else:
            self.problem.tell(error.sentence())
        self.reload()

    def _on_saved_copy(self, path: Path) -> None:
        self._folder = path.parent
        self.saved_words.setText(_("Saved: {path}").format(path=path))
        self.saved_line.show()
        self.context.notify.say(_("“{name}” is saved.").format(name=path.name))

    def on_folder(self) -> None:
        """Open the folder of the last copy in the system's file manager."""
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    # ------------------------------------------------------------------------------------------------- all clients

    def ask_folder(self) -> None:
        """Ask for a folder and make every client's report into it."""
        folder = QFileDialog.getExistingDirectory(self, _("A folder for the reports"))
        if folder:
            self.make_into(Path(folder))

    def make_into(self, folder: Path) -> None:
        """Make every client's report into a folder, each settled by itself."""
        if self._data is None or self._is_making:
            return
        self._is_making = True
        self.make_button.setEnabled(False)
        self._folder = folder
        self.context.tasks.read(
            partial(make_all, self._data.reports, self._data.month, folder),
            self._on_all_made,
            self._on_all_refused,
            label=_("Making all reports"),
            progress=True,
            owner=self,
            stopped=self._on_stopped,
        )

    def _on_all_made(self, made: list[ClientReport]) -> None:
        self._is_making = False
        self._made = {one.id: one for one in made}
        if self._data is not None and self._data.check is None:
            self._fill_all(self._data)
        done = sum(one.made is not None for one in made)
        said = ngettext("{count} report is made.", "{count} reports are made.", done).format(count=done)
        failed = len(made) - done
        if failed:
            said += " " + ngettext(
                "{count} could not be made; the list says why.", "{count} could not be made; the list says why.", failed
            ).format(count=failed)
        self.context.notify.say(said)

    def _on_all_refused(self, error: UserError) -> None:
        self._on_stopped()
        self.context.notify.error(error)

    def _on_stopped(self) -> None:
        self._is_making = False
        self.make_button.setEnabled(True)
        self.context.notify.say(_("Stopped. The reports that were made stay in the folder."))
