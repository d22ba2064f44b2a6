"""The remembered mappings among the settings: renamed, exported, deleted with Undo, added from a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.accounts import platform_title
from smmdesk.domain.mappings.commands import (
    SUFFIX,
    add_mapping_file,
    delete_mapping,
    export_mapping,
    rename_mapping,
    restore_mapping,
)
from smmdesk.domain.mappings.rows import MappingRow
from smmdesk.domain.undo import Removed
from smmdesk.importers.mapping.spec import TARGET_TITLES
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.editor import Editor, lock
from smmdesk.ui.widgets.fields import TextField
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Text

_MOST_LINES = 5


class MappingsCard(Card):
    """The list of remembered mappings and what can be done with each."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Mappings"))
        self.context = context
        self._row: MappingRow | None = None
        self.body.addWidget(
            Text(
                _("How tables that no format knows are read. A mapping can be given to a colleague as a file."),
                "caption",
                "muted",
                wrap=True,
            )
        )
        self.none = Text(
            _("None yet: drop a table that is not known, and say what its columns are."), "body", "muted", wrap=True
        )
        self.problem = Notice("bad")
        self.table = RowsTable(
            [
                Column(_("Name"), lambda row: row.name, stretches=True, is_strong=True),
                Column(_("For"), _use, most=34, can_leave=True),
                Column(_("Columns"), lambda row: formats.number(len(row.spec.columns)), is_number=True, can_leave=True),
            ],
            _("Mappings"),
        )
        self.table.chosen.connect(self._on_row)
        self.form = Editor(_("Rename"))
        self.form.add("name", _("Name of the mapping"), TextField(longest=60), is_needed=True)
        self.form.add_buttons()
        self.form.saved.connect(self._on_rename)
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        self.add_button = Button(_("Add from a file …"), self._on_add, icon="add")
        self.export_button = Button(_("Export …"), self._on_export, icon="save")
        self.delete_button = Button(_("Delete"), self._on_delete, icon="delete")
        for button in (self.add_button, self.export_button, self.delete_button):
            line.addWidget(button)
        for button in (self.add_button, self.delete_button):
            lock(button, context)
        line.addStretch(1)
        for widget in (self.none, self.problem, self.table, self.form):
            self.body.addWidget(widget)
        self.body.addLayout(line)
        self.show_rows(())

    def show_rows(self, rows: Sequence[MappingRow]) -> None:
        """Show the remembered mappings."""
        self.none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        lines = min(max(len(rows), 1), _MOST_LINES)
        self.table.setFixedHeight((lines + 1) * theme.row_height() + theme.S)
        self.table.set_rows(rows)
        self._on_row(self.table.current_row())

    def _on_row(self, row: MappingRow | None) -> None:
        self._row = row
        self.form.setVisible(row is not None)
        self.export_button.setVisible(row is not None)
        self.delete_button.setVisible(row is not None)
        if row is not None:
            self.form.show_row(row.id, {"name": row.name})

    # ------------------------------------------------------------------------------------------------- acting

    def _on_rename(self) -> None:
        row = self._row
        if row is None:
            return
        name = self.form.values()["name"]

        def renamed(_result: object) -> None:
            self.context.changes.emit("mappings")
            self.context.notify.say(
                _("The mapping is now called “{name}”.").format(name=name), partial(self._write_name, row.id, row.name)
            )

        self.form.send(self.context, partial(rename_mapping, row.id, name), renamed)

    def _write_name(self, mapping_id: int, name: str) -> None:
        self.context.tasks.write(partial(rename_mapping, mapping_id, name), self._on_changed, owner=self)

    def _on_delete(self) -> None:
        row = self._row
        if row is None:
            return

        def deleted(removed: Removed) -> None:
            self.add_button.setFocus()  # what had the focus goes with the row
            self._on_changed(None)
            self.context.notify.say(
                _("The mapping “{name}” is deleted. What was imported by it stays.").format(name=row.name),
                lambda: self.context.tasks.write(partial(restore_mapping, removed), self._on_changed, owner=self),
            )

        self.context.tasks.write(partial(delete_mapping, row.id), deleted, self._on_refused, owner=self)

    def _on_export(self) -> None:
        row = self._row
        if row is None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Export the mapping"), f"{row.name}{SUFFIX}", _("Mappings (*{suffix})").format(suffix=SUFFIX)
        )
        if not chosen:
            return
        path = Path(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX)
        self.context.tasks.read(
            partial(_write, path, row),
            lambda _result: self.context.notify.say(_("The mapping is in {name}.").format(name=path.name)),
            self._on_refused,
            owner=self,
        )

    def _on_add(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a mapping"), "", _("Mappings (*{suffix})").format(suffix=SUFFIX)
        )
        if not chosen:
            return

        def added(row: MappingRow) -> None:
            self._on_changed(None)
            self.context.notify.say(
                _("The mapping “{name}” is remembered.").format(name=row.name),
                lambda: self.context.tasks.write(partial(delete_mapping, row.id), self._on_changed, owner=self),
            )

        self.context.tasks.write(partial(add_mapping_file, Path(chosen)), added, self._on_refused, owner=self)

    def _on_changed(self, _result: object) -> None:
        self.problem.tell("")
        self.context.changes.emit("mappings")

    def _on_refused(self, error: UserError) -> None:
        self.problem.tell(error.sentence())


def _use(row: MappingRow) -> str:
    return platform_title(row.spec.platform) if row.spec.platform else _(TARGET_TITLES[row.spec.target])


def _write(path: Path, row: MappingRow) -> None:
    try:
        path.write_bytes(export_mapping(row.spec))
    except OSError as failure:
        raise UserError(
            _("{path} could not be written.").format(path=path), str(failure.strerror or failure)
        ) from failure
