"""One import of before: its file, what it brought, what it refused; it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.domain.imports.again import Again
from smmdesk.domain.imports.rows import ImportRow
from smmdesk.importers.detection import LEDGER_SHEET, ORDERS
from smmdesk.importers.rows import RefusedRow
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.imports.parts import MOST_REFUSED, Facts, changes_table, refused_note, refused_table
from smmdesk.ui.pages.imports.reading import look_at_again, refused_file, refused_rows
from smmdesk.ui.pages.imports.watching import likely_folder
from smmdesk.ui.pages.imports.words import (
    again_summary,
    change_words,
    kind_words,
    order_row_words,
    period_words,
    row_words,
)
from smmdesk.ui.widgets.editor import Panel, lock
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.text import Button, Elided, Text


class PastPanel(QWidget):
    """The panel of an import that was done."""

    def __init__(
        self, context: Context, on_undo: Callable[[ImportRow], object], on_keep: Callable[[int], object]
    ) -> None:
        super().__init__()
        self._on_keep = on_keep
        self._again: Again | None = None
        self.context = context
        self.row: ImportRow | None = None
        self.heading = Elided("", "section", keeps_ends=True)
        self.kind = Text("", "caption", "muted", wrap=True)
        head = QWidget()
        words = QVBoxLayout(head)
        words.setSpacing(theme.XS)
        words.addWidget(self.heading)
        words.addWidget(self.kind)
        self.facts = Facts()
        self.refused = refused_table()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        self.warning = Notice("warn")
        self.again = Notice()
        self.again_problem = Notice("bad")
        self.changes = changes_table()
        self.now_refused = refused_table(_("Refused now"))
        self.ledger_button = Button(_("Show in the ledger"), lambda: context.go("ledger"), icon="ledger", kind="link")
        self.save_button = Button(_("Save the refused rows …"), self.on_save, icon="save", kind="link")
        for widget in (
            self.facts, self.ledger_button, self.warning, self.again_problem, self.again, self.changes,
            self.now_refused, self.refused, self.save_button,
        ):  # fmt: skip
            column.addWidget(widget)
        for link in (self.ledger_button, self.save_button):
            column.setAlignment(link, Qt.AlignmentFlag.AlignLeft)
        foot = QWidget()
        buttons = QHBoxLayout(foot)
        self.undo_button = Button(
            _("Undo this import"), lambda: self.row and on_undo(self.row), icon="undo", kind="danger"
        )
        lock(self.undo_button, context)
        self.again_button = Button(_("Read again"), self.on_again, icon="refresh")
        self.keep_button = Button(_("Keep the new reading"), self.on_keep, kind="primary")
        self.leave_button = Button(_("Leave as it is"), self._forget)
        lock(self.keep_button, context)
        buttons.addWidget(self.again_button)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        buttons.addWidget(self.undo_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Panel(head, inside, foot))

    def show_import(self, row: ImportRow, title: str) -> None:
        """Show an import; its refused rows are read in a worker."""
        is_other = self.row is None or self.row.id != row.id
        self.row = row
        self.heading.setText(row.name)
        self.kind.setText(kind_words(title, row.language if row.format != LEDGER_SHEET else ""))
        done = datetime.fromtimestamp(row.imported_at, UTC).astimezone()
        typed = ngettext("{count} typed", "{count} typed", row.data).format(count=formats.number(row.data))
        counted = order_row_words if row.format == ORDERS else row_words
        self.facts.show_facts(
            [
                (_("Account"), row.accounts),
                (_("Period"), period_words(row.first_day, row.last_day)),
                (_("Read on"), formats.day(row.read_on) if row.read_on is not None else ""),
                (_("Imported"), f"{formats.day(done.date())}, {done:%H:%M}"),
                (_("Evidence"), row.file_name if row.is_typed else ""),
                (_("Rows"), typed if row.is_typed else counted(row.counts)),
                (_("Brought"), change_words(row.added, row.updated, row.unchanged)),
                (_("Read by"), _("version {version}").format(version=row.program_version)),
            ]
        )
        self.warning.tell("\n".join(row.warnings))
        self.undo_button.setVisible(not row.is_running)
        self.ledger_button.setVisible(row.is_ledger)
        self.save_button.setVisible(bool(row.refused))
        if is_other or self._again is None:
            self._forget()
        self.refused.show_rows(())
        if row.refused:
            self.context.tasks.read(partial(refused_rows, row.id), partial(self._on_refused, row), owner=self)

    def on_again(self) -> None:
        """Read the original again, and show what would change."""
        row = self.row
        if row is None:
            return
        self.again_button.setEnabled(False)
        self.context.tasks.read(
            partial(look_at_again, row.id),
            partial(self._on_look, row.id),
            partial(self._on_no_look, row.id),
            label=_("Reading “{name}” again").format(name=row.file_name),
            progress=True,
            owner=self,
            stopped=self._forget,
        )

    def _on_look(self, import_id: int, again: Again) -> None:
        if self.row is None or self.row.id != import_id:
            return
        self._forget()
        self._again = again
        tell = self.again.tell if again.can_accept else self.again_problem.tell
        tell(again_summary(again))
        self.changes.show_rows([one for one in again.metrics if one.added or one.changed or one.gone])
        self.now_refused.show_rows(again.refused_now[:MOST_REFUSED])
        is_new = again.can_accept and (again.has_changes or self.row.is_of_other_version)
        self.again_button.hide()
        self.undo_button.hide()
        self.keep_button.setVisible(is_new)
        self.leave_button.setText(_("Leave as it is") if is_new else _("Close"))
        self.leave_button.show()
        (self.keep_button if is_new else self.leave_button).setFocus()

    def _on_no_look(self, import_id: int, error: UserError) -> None:
        if self.row is not None and self.row.id == import_id:
            self._forget()
            self.again_problem.tell(error.sentence())

    def _forget(self) -> None:
        """Show no reading of now any more."""
        self._again = None
        self.again.tell("")
        self.again_problem.tell("")
        self.changes.show_rows(())
        self.now_refused.show_rows(())
        self.again_button.setEnabled(True)
        self.again_button.setVisible(self.row is not None and self.row.can_read_again)
        self.undo_button.setVisible(self.row is not None and not self.row.is_running)
        if self.keep_button.hasFocus() or self.leave_button.hasFocus():
            self.again_button.setFocus()  # with the button that goes Qt would send it to the top of the page
        self.keep_button.hide()
        self.leave_button.hide()

    def on_keep(self) -> None:
        """Keep the new reading in the place of the other."""
        if self._again is not None:
            self._on_keep(self._again.import_id)
            self._forget()

    def on_save(self) -> None:
        """Ask for a place and save the refused rows there."""
        row = self.row
        if row is None:
            return
        wish = _("{name}-refused.csv").format(name=Path(row.file_name).stem)
        place = str(Path(likely_folder(self.context)) / wish)
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the refused rows"), place, _("Sheets (*.csv)"))
        if chosen:
            self.context.tasks.read(
                partial(refused_file, row.id, Path(chosen)),
                lambda _done: self.context.notify.say(_("{name} is saved.").format(name=Path(chosen).name)),
                owner=self,
            )

    def _on_refused(self, row: ImportRow, rows: list[RefusedRow]) -> None:
        if self.row is row:
            self.refused.show_rows(rows, refused_note(rows, row.refused))
