"""What every page is, and how one is made.

A page lives in `ui/pages/<word>.py`, has one line in the table `PAGES` of `ui/main_window.py`, and is imported when
it is first shown. It reads in a worker and shows plain rows:

    class LedgerPage(Page):
        word = "ledger"
        title = mark("Ledger")
        watches = ("ledger", "clients")             # words of `changes` after which it reads again

        def build(self) -> None:                    # once: make the widgets
            self.set_primary(_("Add a value"), self.on_add, icon="add")
            self.table = RowsTable([Column(_("Date"), ...)], _("Rows of the ledger"))
            self.table.chosen.connect(self.on_chosen)
            self.form = Form()
            self.watch_form(self.form)              # half-typed text is asked about before it is left
            self.content.addWidget(ListDetail(self.table, self.form), 1)

        def query(self) -> Callable[[], object]:    # in the window's thread: take what the reading needs
            return partial(ledger_page, self.context.client_id, self.context.month)

        def fill(self, data: LedgerData) -> None:   # in the window's thread, with what the reading returned
            if not data.rows:
                self.show_empty("ledger", _("Nothing here yet"), _("…"), _("Add a value"), self.on_add)
                return
            self.show_content()
            self.set_sentence(...)
            self.table.set_rows(data.rows)

        def on_saved(self) -> None:
            self.context.tasks.write(partial(save_row, ...), self.on_kept, self.form.show_error)

        def on_kept(self, _result) -> None:
            self.form.mark_clean()
            self.context.changes.emit("ledger")     # this page and every other that watches the word read again
            self.context.notify.say(_("The row is saved."), undo=...)

Rules: no query and no file work in the window's thread, whatever its size: `tasks.read` and `tasks.write` only; never
a table object on a page, only rows; colours, sizes and fonts from `theme`; all text through `_`. What fails in `query`
is said by the page itself with "Try again"; what fails in a command goes to its form (`form.show_error`) or, without
`failed`, into a box. `Page.query` runs again when the client, the month or a watched word changes: at once while the
page is visible, else when it is shown next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.tasks import Job
from smmdesk.ui.widgets.states import Busy, EmptyState, ErrorState
from smmdesk.ui.widgets.text import Button, Text

LEAST_DETAIL = 44  # characters
DETAIL_SHARE = 0.4  # of a narrow splitter that a detail takes where it may give way


class HalfTyped(Protocol):
    """What can hold something half typed: a form, or a grid of cells."""

    @property
    def is_dirty(self) -> bool:
        """Whether something is typed and not kept."""
        ...

    def press_cancel(self) -> None:
        """Drop it."""

    def set_writable(self, is_writable: bool) -> None:
        """Let it be edited, or only be read."""


class Page(QWidget):
    """The frame of a page: title, one sentence, at most one primary button, filters, content."""

    word: ClassVar[str]
    title: ClassVar[str]
    watches: ClassVar[tuple[str, ...]] = ()
    follows_client: ClassVar[bool] = True
    follows_month: ClassVar[bool] = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self.context = context
        self._is_stale = True
        self._job: Job | None = None
        self._wanted: object = None
        self._wants_focus = False
        self._forms: list[HalfTyped] = []
        self._primary: Button | None = None
        self._stand_in: QWidget | None = None

        frame = QVBoxLayout(self)
        frame.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        frame.setSpacing(theme.L)
        # The sentence has a line of its own: beside four buttons it would be as narrow as a column of a newspaper.
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        head = QHBoxLayout()
        head.setSpacing(theme.L)
        self._heading = Text(_(self.title), "title")
        self._sentence = Text("", "body", "muted", wrap=True)
        head.addWidget(self._heading, 1)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.S)
        head.addLayout(self.head)
        words.addLayout(head)
        words.addWidget(self._sentence)
        frame.addLayout(words)

        self._states = QStackedWidget()
        shown = QWidget()
        shown.setObjectName("page")
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        self.filters = QHBoxLayout()
        self.filters.setSpacing(theme.S)
        column.addLayout(self.filters)
        self.content = QVBoxLayout()
        self.content.setSpacing(theme.M)
        column.addLayout(self.content, 1)
        self._shown = shown
        self._error: ErrorState | None = None
        self._empty: EmptyState | None = None
        self._states.addWidget(shown)
        frame.addWidget(self._states, 1)
        self._busy = Busy(self._states)

        self.build()
        context.changes.happened.connect(self._on_changes)
        if self.follows_client:
            context.client_changed.connect(self._on_choice)
        if self.follows_month:
            context.month_changed.connect(self._on_choice)

    # ------------------------------------------------------------------------------------------------- for pages

    def build(self) -> None:
        """Make the page's widgets: into `filters` (a line) and `content` (below it)."""

    def query(self) -> Callable[[], Any] | None:
        """Return what reads the page's data in a worker, with client and month already taken in; None: nothing."""
        return None

    def fill(self, data: Any) -> None:
        """Show what was read."""

    def open_item(self, item: Any) -> None:
        """Show an item that another page or the search asked for; called after the page has been filled."""

    # ------------------------------------------------------------------------------------------------- the head

    def set_sentence(self, text: str, *, by_stand_in: bool = False) -> None:
        """Say the state of things in one sentence below the title; while something stands in, that alone does."""
        if by_stand_in or self._stand_in is None:
            self._sentence.setText(text)

    def set_primary(self, text: str, on_click: Callable[[], object], *, icon: str = "") -> Button:
        """Give the page its one primary button."""
        self._primary = Button(text, on_click, icon=icon, kind="primary")
        self._primary.setEnabled(self.context.writable)
        self.head.addWidget(self._primary)
        return self._primary

    # ------------------------------------------------------------------------------------------------- the states

    def show_content(self) -> None:
        """Show the content."""
        self._states.setCurrentWidget(self._stand_in or self._shown)

    def show_empty(
        self, icon: str, title: str, text: str, act: str = "", on_act: Callable[[], object] | None = None
    ) -> None:
        """Show what belongs here, with the one button that starts it (left out where nothing may be written)."""
        if self._empty is not None:
            self._states.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = EmptyState(icon, title, text, act if self.context.writable else "", on_act)
        self._states.addWidget(self._empty)
        self._states.setCurrentWidget(self._stand_in or self._empty)

    def stand_in(self, widget: QWidget | None) -> None:
        """Let a widget with a primary button and a sentence of its own stand in the place of the content.

        It stays whatever is filled or empty meanwhile; None shows the page itself again, which then reads anew.
        """
        self._stand_in = widget
        if widget is not None and self._states.indexOf(widget) < 0:
            self._states.addWidget(widget)
        self._states.setCurrentWidget(widget or self._shown)
        if self._primary is not None:
            self._primary.setVisible(widget is None)

    def show_failure(self, error: UserError) -> None:
        """Show what went wrong instead of the content."""
        self._busy.stop()
        self._job = None
        if self._error is None:
            self._error = ErrorState(self.reload)
            self._states.addWidget(self._error)
        self._error.show_error(error)
        self._states.setCurrentWidget(self._error)

    # ------------------------------------------------------------------------------------------------- reading

    def reload(self) -> None:
        """Read the page's data anew; an older reading that still runs is dropped."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._is_stale = False
        read = self.query()
        if read is None:
            self._on_read(None, None)
            return
        self._busy.start()
        job = self.context.tasks.read(
            read, lambda data: self._on_read(job, data), lambda error: self._on_failed(job, error), owner=self
        )
        self._job = job

    def show_item(self, item: object) -> None:
        """Open an item as soon as the page is filled."""
        self._wanted = item
        if self.isVisible() and not self._is_stale and self._job is None:
            self._open_wanted()

    def take_focus(self) -> None:
        """Put the focus on the page's first control, or on the one button of an empty page, once it is filled."""
        from smmdesk.ui.focus_order import lead_to, stops

        self._wants_focus = self._job is not None
        inside = self._empty if self._empty is not None and self._empty.isVisible() else self
        first = None if self._wants_focus else next((stop for stop in stops(inside) if stop.isEnabled()), None)
        if first is not None:
            lead_to(first)

    def _on_read(self, job: Job | None, data: Any) -> None:
        if job is not self._job:
            return
        self._job = None
        self._busy.stop()
        if job is not None and self._states.currentWidget() is self._error:
            self.show_content()
        self.fill(data)
        self._open_wanted()
        if self._wants_focus:
            self.take_focus()

    def _on_failed(self, job: Job, error: UserError) -> None:
        if job is self._job:
            self.show_failure(error)

    def _open_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.open_item(wanted)

    def _on_changes(self, words: frozenset[str]) -> None:
        if words.intersection(self.watches):
            self._on_choice()

    def _on_choice(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.reload()

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    # ------------------------------------------------------------------------------------------------- leaving

    def watch_form(self, form: HalfTyped) -> None:
        """Ask before a change of page, client or month drops what is half typed in a form."""
        form.set_writable(self.context.writable)
        self._forms.append(form)

    def may_leave(self) -> bool:
        """Ask where something is half typed; True where nothing is, or where it may be dropped."""
        return may_drop(self.context, self._forms)


def may_drop(context: Context, forms: Sequence[HalfTyped]) -> bool:
    """Ask where one of these forms is half typed; True where none is, or where what was typed may be dropped."""
    dirty = [form for form in forms if form.is_dirty]
    if not dirty:
        return True
    dropped = context.notify.ask(
        _("What you typed is not saved yet."),
        _("Go back to save it, or leave it."),
        _("Leave without saving"),
        keep=_("Go back"),
        is_dangerous=True,
    )
    if dropped:
        for form in dirty:
            form.press_cancel()
    return dropped


class ListDetail(QSplitter):
    """The list on the left, its detail on the right, in one splitter; `show_detail(False)` gives the list all."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        *,
        width: int = 52,
        least: int = 0,
        share: float = DETAIL_SHARE,
        scrolls: bool = True,
    ) -> None:
        """Take both sides; the right one is so many characters wide and scrolls, unless it does that itself.

        With `least` it gives way where the window is narrow, down to its share of it and so many characters, and
        comes back with it.
        """
        super().__init__(Qt.Orientation.Horizontal)
        self._wanted = theme.characters(width)
        self._least = theme.characters(least)
        self._most_share = share
        self._is_moved = False  # by hand: then it stays as it was put
        self.splitterMoved.connect(self._on_moved)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.L)
        left_card = QFrame()
        left_card.setObjectName("card")
        inside = QVBoxLayout(left_card)
        inside.setContentsMargins(theme.HAIRLINE, theme.HAIRLINE, theme.HAIRLINE, theme.HAIRLINE)
        inside.addWidget(left)
        right_card = QFrame()
        right_card.setObjectName("card")
        inside = QVBoxLayout(right_card)
        inside.setContentsMargins(theme.HAIRLINE, theme.HAIRLINE, theme.HAIRLINE, theme.HAIRLINE)
        inside.addWidget(scrolled(right, theme.L) if scrolls else right)
        self._right = right_card
        right_card.setMinimumWidth(theme.characters(min(least or LEAST_DETAIL, LEAST_DETAIL)))
        self.addWidget(left_card)
        self.addWidget(right_card)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setSizes([theme.characters(200), theme.characters(width)])

    def show_detail(self, is_shown: bool) -> None:
        """Show the right side or not."""
        self._right.setVisible(is_shown)
        self._share()

    def _on_moved(self) -> None:
        self._is_moved = True

    def _share(self) -> None:
        if self._least and not self._is_moved and not self._right.isHidden():
            right = min(self._wanted, max(self._least, round(self.width() * self._most_share)))
            self.setSizes([max(self.width() - self.handleWidth() - right, 1), right])

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._share()


def scrolled(widget: QWidget, margin: int = 0) -> QScrollArea:
    """Put a widget into an area that scrolls up and down, with a margin inside."""
    area = QScrollArea()
    area.setObjectName("scroller")
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the focus of what is inside
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside = QWidget()
    inside.setObjectName("scrolled")
    column = QVBoxLayout(inside)
    column.setContentsMargins(margin, margin, margin, margin)
    column.addWidget(widget)
    column.addStretch(1)
    area.setWidget(inside)
    return area
