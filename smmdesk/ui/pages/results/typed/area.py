"""The numbers of an account as a grid in the place of the page's content: typed, checked, kept, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.readings import Metric, State
from smmdesk.domain.results.typed.commands import keep_numbers
from smmdesk.domain.results.typed.rows import TypedResult
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.page import ListDetail, may_drop
from smmdesk.ui.pages.results.typed.asking import Asking
from smmdesk.ui.pages.results.typed.beside import Beside
from smmdesk.ui.pages.results.typed.model import Edit, GridModel, Index, Place
from smmdesk.ui.pages.results.typed.pasting import Pasting
from smmdesk.ui.pages.results.typed.reading import TypingData, read_typing, take_back
from smmdesk.ui.pages.results.typed.reading_bar import ReadingBar
from smmdesk.ui.pages.results.typed.states_menu import states_menu
from smmdesk.ui.pages.results.typed.table import GridTable
from smmdesk.ui.widgets.editor import lock
from smmdesk.ui.widgets.fields import ChoiceField
from smmdesk.ui.widgets.text import Button, Elided, Text, rule

CHANGED = ("imports", "results")


class TypingArea(QWidget):
    """The grid with its account, its day of reading and its buttons.

    `closed` is called when it is to make room for the page's content again, `sentence` gets what the page says.
    """

    def __init__(self, context: Context, closed: Callable[[], object], sentence: Callable[[str], object]) -> None:
        super().__init__()
        self.context = context
        self._closed = closed
        self._sentence = sentence
        self._data: TypingData | None = None
        self._account_id: int | None = None
        self._is_saving = False
        self._wants_latest = True
        self.model = GridModel(self)
        self.table = GridTable(self.model, _("Numbers by month"))
        self._build()
        self.pasting = Pasting(self.model, self.asking, self._stop_asking)
        self.model.edited.connect(self._on_edited)
        self.table.moved.connect(lambda _index: self._show_cell())
        self.table.locked.connect(self._on_locked)
        self.table.pasted.connect(lambda index, text: self.pasting.paste(self._same(index), text))
        self.table.states_asked.connect(self._on_states)
        self.table.left.connect(lambda: self.reading.day.setFocus(Qt.FocusReason.TabFocusReason))
        saving = QShortcut(QKeySequence("Ctrl+Return"), self)
        saving.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        saving.activated.connect(self.save)

    # ------------------------------------------------------------------------------------------------- building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        top = QHBoxLayout()
        top.setSpacing(theme.S)
        self.accounts = ChoiceField()
        self.accounts.set_name(_("Account"))
        self.accounts.edited.connect(lambda: self._on_account(self.accounts.value()))
        self.accounts.setMinimumWidth(theme.characters(40))
        top.addWidget(self.accounts)
        top.addStretch(1)
        self.metric_button = Button(_("New metric"), icon="add")
        self.post_button = Button(_("Add a post"), icon="add")
        self.close_button = Button(_("Back to the results"), self.close_area)
        for button in (self.metric_button, self.post_button):
            lock(button, self.context)
        for button in (self.metric_button, self.post_button, self.close_button):
            top.addWidget(button)
        column.addLayout(top)

        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self.reading = ReadingBar()
        self.reading.edited.connect(self._on_day)
        inside.addWidget(self.reading)
        inside.addWidget(rule())
        self.asking = Asking()
        inside.addWidget(self.asking)
        inside.addWidget(self.table, 1)
        self.nothing = Text(
            _(
                "No metric of this platform is known yet. Name the first one with “New metric”: the number of "
                "followers, the views of the profile, whatever the platform shows you."
            ),
            "body",
            "muted",
            wrap=True,
        )
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(theme.XXL, theme.XXL, theme.XXL, theme.XXL)
        inside.addWidget(self.nothing, 1)
        inside.addWidget(rule())
        inside.addWidget(self._foot())

        self.beside = Beside(self.context, self.reading.value, self._show_beside, self._on_metric, self.say_post)
        self.metric_button.clicked.connect(self.beside.open_metric)
        self.post_button.clicked.connect(self.beside.open_post)
        self.split = ListDetail(left, self.beside, width=48, scrolls=False)
        self.split.show_detail(False)
        column.addWidget(self.split, 1)

    def _foot(self) -> QWidget:
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        line.setSpacing(theme.S)
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        self.cell_name = Elided("", "strong")
        self.cell_words = Text("", "caption", "muted", wrap=True)
        words.addWidget(self.cell_name)
        words.addWidget(self.cell_words)
        line.addLayout(words, 1)
        self.state_button = Button(_("State …"), self._on_state_button, icon="open")
        self.drop_button = Button(_("Drop"), self.press_cancel)
        self.save_button = Button(_("Save"), self.save, kind="primary")
        for button in (self.state_button, self.drop_button, self.save_button):
            line.addWidget(button)
        lock(self.state_button, self.context)
        return foot

    # ------------------------------------------------------------------------------------------------- opening

    def open_for(self, account_id: int | None) -> None:
        """Read the numbers of an account and show them."""
        self._account_id = account_id
        self._wants_latest = True
        self.reload()

    def reload(self) -> None:
        """Read the numbers anew for the client and month now chosen."""
        client_id = self.context.client_id
        if client_id is None:
            self._closed()
            return
        read = partial(read_typing, client_id, self._account_id, self.context.month)
        self.context.tasks.read(read, self._fill, owner=self)

    def _fill(self, data: TypingData | None) -> None:
        if data is None:
            self._closed()
            return
        before = self._data
        is_other = before is None or before.account.id != data.account.id
        is_other_month = before is None or before.grid.months != data.grid.months
        self._data = data
        self._account_id = data.account.id
        self.accounts.set_choices([(one.id, one.title) for one in data.accounts])
        self.accounts.set_value(data.account.id)
        if is_other:
            self.reading.begin(data.grid.today)
        self.beside.show_account(data)
        self.post_button.setVisible(data.has_posts)
        current = self.table.currentIndex()
        self.model.set_grid(data.grid)
        self.table.setVisible(bool(data.grid.rows))
        self.nothing.setVisible(not data.grid.rows)
        if is_other or is_other_month or self._wants_latest or not current.isValid():
            self._wants_latest = False
            self.table.show_latest()
            (self.table if data.grid.rows else self.metric_button).setFocus()
        else:
            self.table.setCurrentIndex(self.model.index(current.row(), current.column()))
        self._show_cell()

    def _on_account(self, account_id: int) -> None:
        if account_id == self._account_id:
            return
        if not may_drop(self.context, [self]):
            self.accounts.set_value(self._account_id)
            return
        self.open_for(account_id)

    def close_area(self) -> None:
        """Go back to the page's content, after asking where something is not saved."""
        if may_drop(self.context, [self]):
            self._data = None
            self._closed()

    # ------------------------------------------------------------------------------------------------- half typed

    @property
    def is_dirty(self) -> bool:
        """Whether something is typed and not kept."""
        self.table.finish_typing()
        return bool(self.model.edits) or any(form.is_dirty for form in self.beside.forms)

    def press_cancel(self) -> None:
        """Drop what is typed and not kept."""
        self.model.drop()
        self.asking.hide()
        for form in self.beside.forms:
            form.press_cancel()

    def set_writable(self, is_writable: bool) -> None:
        """Let the cells be typed into, or only be read."""
        self.model.is_writable = is_writable
        self.reading.set_writable(is_writable)

    # ------------------------------------------------------------------------------------------------- showing

    def _on_edited(self) -> None:
        count, wrong = len(self.model.edits), self.model.wrong
        can_save = self.context.writable and not self._is_saving and count > 0
        self.save_button.setEnabled(can_save)
        self.save_button.setText(_save_words(count, wrong))
        self.save_button.setAccessibleName(self.save_button.text())
        tip = _("Nothing is saved while a number cannot be read. This leads to the first one.") if wrong else ""
        self.save_button.setToolTip(theme.plain_tip(tip))
        self.drop_button.setEnabled(count > 0)
        self._show_cell()
        if self._data is not None:
            self._sentence(self._state_of(self._data, count))

    def _state_of(self, data: TypingData, count: int) -> str:
        first, last = data.grid.months[0], data.grid.months[-1]
        words = _("Numbers of {account}, {first} to {last}.").format(
            account=data.account.title, first=formats.month_name(first), last=formats.month_name(last)
        )
        if count:
            words += " " + ngettext("{count} is not saved yet.", "{count} are not saved yet.", count).format(
                count=formats.number(count)
            )
        if self.model.wrong:
            words += " " + ngettext("{count} cannot be read.", "{count} cannot be read.", self.model.wrong).format(
                count=formats.number(self.model.wrong)
            )
        return words

    def _show_cell(self) -> None:
        index = self.table.currentIndex()
        is_there = index.isValid() and self.model.grid is not None
        self.cell_name.setText(self.model.name(index) if is_there else "")
        edit = self.model.edit_of(index) if is_there else None
        self.cell_words.setText(_breakable(self.model.told(index)) if is_there else "")
        self.cell_words.set_tone("bad" if edit is not None and edit.error else "muted")
        self.state_button.setEnabled(is_there and self.context.writable)

    def _on_day(self) -> None:
        self.model.read_on = self.reading.known()

    # ------------------------------------------------------------------------------------------------- files' numbers

    def _stop_asking(self) -> None:
        self.asking.hide()
        self.table.setFocus()

    def _on_locked(self, index: Index) -> None:
        """Say that a file's number stands there; typing over it has to be asked for."""
        words = _(
            "{cell}: this number came with a file. What you type over it becomes the newer read; the file’s is kept."
        )
        self.asking.ask(
            words.format(cell=self.model.name(index)),
            (_("Type over it"), partial(self._type_over, self._same(index))),
            (_("Leave it"), self._stop_asking),
        )

    def _type_over(self, index: QModelIndex) -> None:
        self._stop_asking()
        self.table.type_over(index)

    # ------------------------------------------------------------------------------------------------- states

    def _on_state_button(self) -> None:
        below = self.state_button.mapToGlobal(QPoint(0, 0))
        menu = self._menu(self.table.currentIndex())
        menu.popup(below - QPoint(0, menu.sizeHint().height()))

    def _on_states(self, index: Index, below: QPoint) -> None:
        if self.context.writable:
            self._menu(index).popup(below)

    def _menu(self, index: Index) -> QMenu:
        chosen = self._same(index)
        return states_menu(
            self, self.model.state(index), partial(self._set_state, chosen), partial(self._empty, chosen)
        )

    def _same(self, index: Index) -> QModelIndex:
        return self.model.index(index.row(), index.column())

    def _set_state(self, index: QModelIndex, state: State) -> None:
        if self.model.is_locked(index):
            self._on_locked(index)
            return
        try:
            self.model.set_state(index, state)
        except UserError as failure:
            self.asking.ask(failure.sentence(), (_("All right"), self._stop_asking))

    def _empty(self, index: QModelIndex) -> None:
        if self.model.is_locked(index):
            self._on_locked(index)
        else:
            self.model.clear([index])

    # ------------------------------------------------------------------------------------------------- saving

    def save(self) -> None:
        """Keep what is typed; what cannot be kept is said at its cell, and nothing else is kept then."""
        self.table.finish_typing()
        if self._data is None or not self.model.edits or self._is_saving or not self.context.writable:
            return
        wrong = self.model.first_wrong()
        if wrong.isValid():
            self._go_to(wrong)
            return
        try:
            read_on = self.reading.value()
        except UserError as failure:
            self.reading.tell(failure)
            return
        self._is_saving = True
        sent = dict(self.model.edits)
        command = partial(
            keep_numbers, self._data.account.id, self.model.numbers(), read_on=read_on, evidence=self.reading.evidence
        )
        self.context.tasks.write(command, partial(self._on_kept, sent), self._on_refused, owner=self)
        self._on_edited()

    def _on_kept(self, sent: dict[Place, Edit], result: TypedResult) -> None:
        self._is_saving = False
        self.model.kept(sent)
        self.reading.forget_evidence()
        self._stop_asking()
        self.say_kept(result)

    def say_kept(self, result: TypedResult) -> None:
        """Say in the quiet line what was kept, with Undo, and let the pages read again."""
        if not result.import_ids:
            self.context.notify.say(_("Nothing had changed; nothing was saved twice."))
            return
        self.context.changes.emit(*CHANGED)
        parts = []
        kept = result.added + result.updated
        if kept:
            parts.append(ngettext("{count} number is saved.", "{count} numbers are saved.", kept).format(count=kept))
        if result.unchanged:
            words = ngettext("{count} is as before.", "{count} are as before.", result.unchanged)
            parts.append(words.format(count=result.unchanged))
        if result.taken_back:
            words = ngettext("{count} is taken back.", "{count} are taken back.", result.taken_back)
            parts.append(words.format(count=result.taken_back))
        self.context.notify.say(" ".join(parts), partial(self._undo, result.import_ids))

    def _undo(self, import_ids: Sequence[int]) -> None:
        def told(_result: None) -> None:
            self.context.changes.emit(*CHANGED)
            self.context.notify.say(_("The numbers are as before."))

        self.context.tasks.write(partial(take_back, import_ids), told)

    def _on_refused(self, error: UserError) -> None:
        self._is_saving = False
        self._on_edited()
        index = self.model.index_of(error.field or "")
        if index.isValid():
            self.model.tell_error(index, error)
            self._go_to(index)
        elif error.field == "read_on":
            self.reading.tell(error)
        else:
            self.asking.ask(error.sentence(), (_("All right"), self._stop_asking))

    def _go_to(self, index: QModelIndex) -> None:
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)
        self.table.setFocus()
        self._show_cell()

    # ------------------------------------------------------------------------------------------------- beside the grid

    def _show_beside(self, is_shown: bool) -> None:
        self.split.show_detail(is_shown)
        self.reading.show_keys(not is_shown)
        if not is_shown:
            self.table.setFocus()

    def _on_metric(self, metric: Metric) -> None:
        self.context.changes.emit(*CHANGED)
        self.context.notify.say(_("“{title}” can be typed now.").format(title=metric.title))

    def say_post(self, result: TypedResult) -> None:
        """Say in the quiet line what became of a post."""
        if not result.import_ids:
            self.context.notify.say(_("Nothing had changed; nothing was saved twice."))
            return
        self.context.changes.emit(*CHANGED)
        words = _("The post is added.") if result.added else _("The post was there; its newer numbers are saved.")
        self.context.notify.say(words, partial(self._undo, result.import_ids))


def _save_words(count: int, wrong: int) -> str:
    """Return what the button does: it saves so many numbers, or leads to those that cannot be read."""
    if wrong:
        words = ngettext("{count} number cannot be read", "{count} numbers cannot be read", wrong)
        return words.format(count=formats.number(wrong))
    if not count:
        return _("Save")
    return ngettext("Save {count} number", "Save {count} numbers", count).format(count=formats.number(count))


def _breakable(text: str) -> str:
    """Let a long file name go on in the next line: it would push what stands beside the grid out of the window."""
    return text.replace("_", "_\N{ZERO WIDTH SPACE}")
