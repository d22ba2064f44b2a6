"""The page Import files: what waits to be imported with its preview, and the list of what was imported before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.domain.imports.rows import ImportRow
from smmdesk.ui import theme
from smmdesk.ui.page import ListDetail, Page
from smmdesk.ui.pages.imports.batch import BatchFile, Step, batch_of
from smmdesk.ui.pages.imports.file_panel import FilePanel
from smmdesk.ui.pages.imports.past_panel import PastPanel
from smmdesk.ui.pages.imports.reading import ImportsData, imports_data
from smmdesk.ui.pages.imports.watch_line import NewFilesLine, WatchLine
from smmdesk.ui.pages.imports.watching import likely_folder, watcher_of
from smmdesk.ui.pages.imports.words import (
    change_words,
    file_accounts,
    file_brings,
    in_order,
    period_words,
    sentence,
    state_of,
)
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.drop_area import DropArea
from smmdesk.ui.widgets.editor import NEW, lock
from smmdesk.ui.widgets.fields import ChoiceField
from smmdesk.ui.widgets.pills import Pills
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Text

if TYPE_CHECKING:
    from smmdesk.ui.pages.imports.mapping_view import MappingView

WHILE_LOOKING_MS = 200
LEAST_NAME = 32  # characters: exports of one platform are called alike, and differ near their ends
FILES, BEFORE = "files", "before"


class ImportsPage(Page):
    """Files to import above, what each will bring on the right; and everything imported before."""

    word = "imports"
    title = mark("Import files")
    watches = ("imports", "accounts", "clients")
    follows_month = False

    def build(self) -> None:
        self._data: ImportsData | None = None
        self._twins: Counter[str] = Counter()
        self._chosen_by_itself: int | None = None
        self._begin_in = likely_folder(self.context)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WHILE_LOOKING_MS)
        self._later.timeout.connect(self._show_batch)
        self.mapping: MappingView | None = None
        self.watcher = watcher_of(self.context)
        self.watcher.changed.connect(self._on_watched)
        self.batch = batch_of(self.context)
        self.batch.changed.connect(self._on_batch)
        self.clear_button = Button(_("Clear the list"), self.batch.clear)
        self.next_button = Button(_("Next question"), self.on_next, tip=_("The next file that asks something (Alt+N)"))
        self.head.addWidget(self.next_button)
        self.choose_button = Button(_("Choose files …"), self.on_choose, icon="folder")
        lock(self.choose_button, self.context)
        self.folder_button = Button(_("Choose a folder …"), self.on_choose_folder)
        lock(self.folder_button, self.context)
        self.head.addWidget(self.choose_button)
        self.head.addWidget(self.folder_button)
        self.import_button = self.set_primary(_("Import"), self.on_import, icon="import")
        self.ask = self._client_card()
        self.drop = DropArea(_("Drop more files or a folder here, or anywhere on the window"))
        self.drop.dropped.connect(self.batch.add)
        self.drop.setEnabled(self.context.writable)
        self.pills = Pills(_("Which imports"))
        self.pills.chosen.connect(lambda _value: self._show_view())
        self.filters.addWidget(self.pills)
        self.watch_line = WatchLine(self.context)  # up here no quiet line lies over it
        self.filters.addWidget(self.watch_line, 1)
        self.views = QStackedWidget()
        self.views.addWidget(self._batch_view())
        self.views.addWidget(self._past_view())
        self.content.addWidget(NewFilesLine(self.context))
        self.content.addWidget(self.ask)
        self.content.addWidget(self.views, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.M)
        foot.addWidget(self.drop, 1)
        foot.addWidget(self.clear_button)
        self.content.addLayout(foot)
        asking = QShortcut(QKeySequence("Alt+N"), self)
        asking.activated.connect(self.on_next)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(self.on_import)
        opening = QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self)
        opening.activated.connect(self.on_choose)

    def _on_watched(self) -> None:
        if self._data is not None:
            self._show_batch()

    def _client_card(self) -> Card:
        card = Card()
        self.client_choice = ChoiceField()
        self.client_choice.set_name(_("Client"))
        self.client_choice.setMinimumWidth(theme.characters(40))
        self.client_choice.edited.connect(self._on_client_choice)
        line = QHBoxLayout()
        line.setSpacing(theme.M)
        question = Text(_("Which client are these files for?"), "section")
        line.addWidget(question)
        line.addWidget(self.client_choice)
        self.client_button = Button(_("Read the files"), self.on_client, kind="primary")
        line.addWidget(self.client_button)
        line.addStretch(1)
        card.body.addLayout(line)
        card.hide()
        return card

    def _batch_view(self) -> ListDetail:
        self.files = RowsTable(
            [
                Column(
                    _("File"),
                    self._name,
                    tip=lambda file: str(file.path),
                    stretches=True,
                    is_strong=True,
                    keeps_ends=True,
                    least=LEAST_NAME,
                ),
                Column(_("Account"), file_accounts, most=22, can_leave=True),
                Column(
                    _("What it is"),
                    lambda file: file.look.title if file.look is not None else "–",
                    most=28,
                    can_leave=True,
                ),
                Column(_("Brings"), file_brings, most=30, can_leave=True),
                Column(
                    _("State"),
                    lambda file: state_of(file).text,
                    tone=lambda file: state_of(file).tone,
                    most=26,
                ),
            ],
            _("Files"),
        )
        self.files.chosen.connect(self._on_file)
        self.panel = FilePanel(self.context, self.batch, lambda file: self.batch.undo([file]), self.on_map)
        self.batch_split = ListDetail(self.files, self.panel, width=60, least=52, scrolls=False)
        removing = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.files)
        removing.setContext(Qt.ShortcutContext.WidgetShortcut)
        removing.activated.connect(lambda: self.panel.file and self.batch.remove(self.panel.file))
        return self.batch_split

    def _past_view(self) -> QWidget:
        self.past = RowsTable(
            [
                Column(
                    _("Read on"),
                    lambda row: formats.short_day(row.read_on, year=True) if row.read_on else "–",
                    lambda row: row.read_on,
                ),
                Column(
                    _("File"),
                    lambda row: row.name,
                    stretches=True,
                    is_strong=True,
                    keeps_ends=True,
                    least=LEAST_NAME,
                ),
                Column(_("What it is"), self._format, most=28, can_leave=True),
                Column(_("Account"), lambda row: row.accounts or "–", most=24, can_leave=True),
                Column(
                    _("Period"),
                    lambda row: period_words(row.first_day, row.last_day),
                    lambda row: row.first_day,
                    most=26,
                    can_leave=True,
                ),
                Column(
                    _("Rows"),
                    lambda row: formats.number(row.data),
                    lambda row: row.data,
                    is_number=True,
                    can_leave=True,
                ),
                Column(
                    _("Refused"),
                    lambda row: formats.number(row.refused) if row.refused else "–",
                    lambda row: row.refused,
                    is_number=True,
                    tone=lambda row: "warn" if row.refused else "muted",
                ),
            ],
            _("Imported before"),
        )
        self.past.chosen.connect(self._on_past)
        self.past_panel = PastPanel(
            self.context, self.on_undo_past, lambda import_id: self.batch.read_again([import_id])
        )
        self.older = Notice()
        self.older_button = Button(_("See what would change"), self.on_all_again, icon="refresh")
        self.past_split = ListDetail(self.past, self.past_panel, width=62, least=52, scrolls=False)
        self.past_split.show_detail(False)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        line = QHBoxLayout()
        line.addWidget(self.older, 1)
        line.addWidget(self.older_button)
        column.addLayout(line)
        column.addWidget(self.past_split, 1)
        return whole

    # ------------------------------------------------------------------------------------------------- reading

    def query(self) -> Callable[[], ImportsData]:
        return partial(imports_data, self.context.client_id)

    def fill(self, data: ImportsData) -> None:
        self._data = data
        named = [(row.id, row.name) for row in data.clients]
        self.client_choice.set_choices(named if len(named) == 1 else [(None, _("Choose a client …")), *named])
        self._on_client_choice()
        self.panel.tell_known(data.known)
        self.past.set_rows(data.past)
        count = sum(row.is_of_other_version for row in data.past)
        self.older.tell(
            ngettext(
                "{count} import was read by another version of the program. Its file can be read again.",
                "{count} imports were read by another version of the program. Their files can be read again.",
                count,
            ).format(count=count)
            if count
            else ""
        )
        self.older_button.setVisible(bool(count))
        self._show_batch()

    def take_focus(self) -> None:
        """Put the focus on the files where some wait: the page's first control would clear their list."""
        super().take_focus()
        if self.files.isVisible() and self.batch.files and not self._wants_focus:
            (self.client_choice.input if self.ask.isVisible() else self.files).setFocus()

    def open_item(self, item: Any) -> None:
        if item in (FILES, BEFORE):
            self.pills.choose(item)
        elif isinstance(item, int):
            self.pills.choose(BEFORE)
            self.past.select(item)

    def _name(self, file: BatchFile) -> str:
        """Name a file, with its folder where another one of the list has the same name."""
        twins = self._twins.get(file.path.name, 0)
        return f"{file.path.parent.name}/{file.path.name}" if twins > 1 else file.path.name

    def _format(self, row: ImportRow) -> str:
        return self._data.titles.get(row.format, row.format) if self._data is not None else row.format

    # ------------------------------------------------------------------------------------------------- showing

    def _on_batch(self) -> None:
        """Show how the batch stands: at once when it rests, a few times a second while many files are looked at."""
        if self.batch.is_looking:
            if not self._later.isActive():
                self._later.start()
            return
        self._later.stop()
        self._show_batch()

    def _show_batch(self) -> None:
        if self._data is None:
            return
        files = self.batch.files
        asks = bool(files) and self.context.client_id is None
        self.pills.set_choices(
            [
                (FILES, _("To import"), sum(one.step is not Step.DONE for one in files)),
                (BEFORE, _("Imported before"), len(self._data.past)),
            ]
        )
        count = len(self.batch.importable)
        self.import_button.setText(ngettext("Import {count} file", "Import {count} files", count).format(count=count))
        self.import_button.setAccessibleName(self.import_button.text().strip())
        self._let_go_of_focus(self.import_button, stays=bool(count) and not asks and not self.batch.is_busy)
        self.import_button.setVisible(bool(count) and not asks)
        self.import_button.setEnabled(bool(count) and not self.batch.is_busy and self.context.writable)
        asking = bool(self.batch.open_files)
        self._let_go_of_focus(self.next_button, stays=asking and not asks)
        self.next_button.setVisible(asking and not asks)
        begins_to_ask = asks and self.ask.isHidden()
        self.ask.setVisible(asks)
        client = next((row.name for row in self._data.clients if row.id == self.context.client_id), "")
        waiting = ngettext("{count} file waits.", "{count} files wait.", len(files)).format(count=len(files))
        self.set_sentence(waiting if asks else sentence(files, client))
        if not self._data.clients:
            self.show_empty(
                "clients",
                _("No client yet"),
                _("Numbers belong to a client. Add the first client, then drop the export files here."),
                _("Add a client"),
                partial(self.context.go, "clients", NEW),
            )
            return
        if not files and not self._data.past and not self.watcher.words:
            self.show_empty(
                "import",
                _("Nothing was imported yet"),
                _(
                    "Drop the export files of Instagram, Facebook, Meta Ads, LinkedIn, TikTok, YouTube or Google "
                    "Analytics anywhere on this window, or a ledger sheet: several at once, or a whole folder. Each "
                    "is recognised by its content and shown before anything is kept."
                ),
                _("Choose files …"),
                self.on_choose,
            )
            return
        self.show_content()
        self._twins = Counter(one.path.name for one in files)
        self.files.set_rows(in_order(files))
        current = self.files.current_row()
        if files and (current is None or (current.id == self._chosen_by_itself and asking and not current.asks)):
            shown = self.files.proxy.shown_rows()
            wanted = next((one for one in shown if one.asks), shown[0] if shown else files[0])
            self._chosen_by_itself = wanted.id
            self.files.select(wanted.id)
            self._on_file(wanted)
        else:
            self._on_file(self.files.current_row())
        if not files and self.pills.value() == FILES:
            self.pills.choose(BEFORE)
        self._show_view()
        if begins_to_ask:
            (self.client_button if self.client_button.isEnabled() else self.client_choice.input).setFocus()

    def _let_go_of_focus(self, button: Button, *, stays: bool) -> None:
        """Give the focus of a button that goes to the files: Qt would give it to the next one, which may clear them."""
        if not stays and button.hasFocus():
            self.files.setFocus()

    def on_map(self, file: BatchFile) -> None:
        """Show the columns of a file in place of the list, until its mapping is used or left."""
        from smmdesk.ui.pages.imports.mapping_view import MappingView  # seen when a file is not known

        if self.mapping is None:
            self.mapping = MappingView(self.context, self.batch)
            self.mapping.left.connect(self._on_mapped)
            self.watch_form(self.mapping.form)
            self.views.addWidget(self.mapping)
        self._chosen_by_itself = None  # it is looked at, whatever others ask afterwards
        self.mapping.show_file(file)
        self._show_view()

    def _on_mapped(self) -> None:
        self._show_batch()
        self.files.setFocus()

    def _show_view(self) -> None:
        is_mapping = self.mapping is not None and self.mapping.file is not None
        self.drop.setVisible(not is_mapping)
        self.pills.setVisible(not is_mapping)
        self.watch_line.setVisible(not is_mapping)
        self.choose_button.setVisible(not is_mapping)
        self.folder_button.setVisible(not is_mapping)
        if is_mapping and self.mapping is not None:
            self.views.setCurrentWidget(self.mapping)
            for button in (self.import_button, self.clear_button, self.next_button):
                button.hide()
            return
        is_batch = self.pills.value() == FILES
        self.clear_button.setVisible(bool(self.batch.files) and is_batch)
        self.views.setCurrentIndex(0 if is_batch else 1)
        self.views.setVisible(not (self.context.client_id is None and not is_batch))

    def _on_file(self, file: BatchFile | None) -> None:
        self.batch_split.show_detail(file is not None and self.context.client_id is not None)
        if file is not None:
            self.panel.show_file(file, self._name(file))

    def _on_past(self, row: ImportRow | None) -> None:
        self.past_split.show_detail(row is not None)
        if row is not None:
            self.past_panel.show_import(row, self._format(row))

    # ------------------------------------------------------------------------------------------------- acting

    def on_choose(self) -> None:
        """Ask for files and take them."""
        if not self.context.writable:
            return
        chosen, _kind = QFileDialog.getOpenFileNames(
            self,
            _("Choose export files"),
            self._begin_in,
            _("Exports and sheets (*.csv *.tsv *.xls *.xlsx *.zip);;All files (*)"),
        )
        self._take([Path(path) for path in chosen])

    def on_choose_folder(self) -> None:
        """Ask for a folder and take all files in it."""
        if not self.context.writable:
            return
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a folder of exports"), self._begin_in)
        self._take([Path(chosen)] if chosen else [])

    def _take(self, paths: list[Path]) -> None:
        """Take what was chosen; the next dialog begins there, and the focus goes to the files."""
        if paths:
            self._begin_in = str(paths[0].parent)
            self.context.import_files(paths)
            self.files.setFocus()

    def on_client(self) -> None:
        """Choose the client that the files are for."""
        if self.client_choice.value() is not None and self.context.choose_client(self.client_choice.value()):
            self.files.setFocus()  # the question goes, and with it what had the focus

    def _on_client_choice(self) -> None:
        self.client_button.setEnabled(self.client_choice.value() is not None)

    def on_import(self) -> None:
        """Import what is ready, with what is typed in the panel; while columns are mapped, use that mapping."""
        if self.mapping is not None and self.mapping.file is not None:
            self.mapping.use_button.click()
        elif self.panel.take_answers(looks=False, everywhere=False):
            self.batch.start()

    def on_next(self) -> None:
        """Go to the next file that asks something: an answer, or what its columns are.

        The one that is shown comes first, as long as the focus is not in its panel.
        """
        asking = self.batch.open_files
        order = [one for one in self.files.proxy.shown_rows() if one in asking]
        if not order or (self.mapping is not None and self.mapping.file is not None):
            return
        self.pills.choose(FILES)
        current = self.panel.file
        place = order.index(current) if current in order else -1
        if place < 0 or self.panel.isAncestorOf(self.focusWidget() or self):
            place += 1
        self.files.select(order[place % len(order)].id)
        self.panel.focus_question()

    def on_all_again(self) -> None:
        """Read the originals of other versions again and, after asking, keep what changes."""
        rows = [row for row in self._data.past if row.is_of_other_version] if self._data is not None else []
        self.batch.read_all_again([row.id for row in rows])

    def on_undo_past(self, row: ImportRow) -> None:
        """Take an import of before out again, after asking."""
        said = (
            _("Its {brought} go. Other imports stay.")
            if row.is_typed
            else _("Its {brought} go, and with them the file that the workspace kept. Other imports stay.")
        ).format(brought=change_words(row.added, row.updated, 0))
        if self.context.notify.ask(
            _("Undo the import of “{name}”?").format(name=row.name),
            said,
            _("Undo this import"),
            keep=_("Leave as it is"),
            is_dangerous=True,
        ):
            self.past.setFocus()  # the panel goes, and with it the button that had the focus
            self.batch.take_out([row.id])
