"""One import of before: its file, what it brought, what it refused; it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _, ngettext
from smmdesk.domain.imports.rows import ImportRow
from smmdesk.importers.detection import LEDGER_SHEET
from smmdesk.importers.rows import RefusedRow
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.imports.parts import Facts, refused_note, refused_table
from smmdesk.ui.pages.imports.reading import refused_rows
from smmdesk.ui.pages.imports.words import change_words, kind_words, period_words
from smmdesk.ui.widgets.editor import Panel, lock
from smmdesk.ui.widgets.text import Button, Elided, Text


class PastPanel(QWidget):
    """The panel of an import that was done."""

    def __init__(self, context: Context, on_undo: Callable[[ImportRow], object]) -> None:
        super().__init__()
        self.context = context
        self.row: ImportRow | None = None
        self.heading = Elided("", "section")
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
        column.addWidget(self.facts)
        column.addWidget(self.refused)
        foot = QWidget()
        buttons = QHBoxLayout(foot)
        self.undo_button = Button(
            _("Undo this import"), lambda: self.row and on_undo(self.row), icon="undo", kind="danger"
        )
        lock(self.undo_button, context)
        self.ledger_button = Button(_("Show in the ledger"), lambda: context.go("ledger"), icon="ledger")
        buttons.addWidget(self.ledger_button)
        buttons.addStretch(1)
        buttons.addWidget(self.undo_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Panel(head, inside, foot))

    def show_import(self, row: ImportRow, title: str) -> None:
        """Show an import; its refused rows are read in a worker."""
        self.row = row
        self.heading.setText(row.name)
        self.kind.setText(kind_words(title, row.language if row.format != LEDGER_SHEET else ""))
        done = datetime.fromtimestamp(row.imported_at, UTC).astimezone()
        refused = ngettext("{count} refused", "{count} refused", row.refused).format(count=formats.number(row.refused))
        count = formats.number(row.data)
        read = ngettext("{count} row read", "{count} rows read", row.data).format(count=count)
        if row.is_typed:
            read = ngettext("{count} typed", "{count} typed", row.data).format(count=count)
        self.facts.show_facts(
            [
                (_("Account"), row.accounts),
                (_("Period"), period_words(row.first_day, row.last_day)),
                (_("Read on"), formats.day(row.read_on) if row.read_on is not None else ""),
                (_("Imported"), f"{formats.day(done.date())}, {done:%H:%M}"),
                (_("Evidence"), row.file_name if row.is_typed else ""),
                (_("Rows"), f"{read}, {refused}" if row.refused else read),
                (_("Brought"), change_words(row.added, row.updated, row.unchanged)),
            ]
        )
        is_sheet = row.format == LEDGER_SHEET
        self.undo_button.setVisible(not is_sheet and not row.is_running)
        self.ledger_button.setVisible(is_sheet)
        self.refused.show_rows(())
        if row.refused:
            self.context.tasks.read(partial(refused_rows, row.id), partial(self._on_refused, row), owner=self)

    def _on_refused(self, row: ImportRow, rows: list[RefusedRow]) -> None:
        if self.row is row:
            self.refused.show_rows(rows, refused_note(rows, row.refused))
