"""The window: side bar, the two choices on top, the page that is shown, and what runs in the background."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smmdesk.core.i18n import _, current_language, mark
from smmdesk.core.periods import Month
from smmdesk.domain.clients import ClientRow, client_rows
from smmdesk.domain.profile import WorkspaceIdentity, workspace_identity
from smmdesk.ui import icons, qt_words, theme
from smmdesk.ui.context import Context
from smmdesk.ui.page import Page
from smmdesk.ui.widgets.banner import Banner
from smmdesk.ui.widgets.choosers import ClientChoice, ClientChooser, MonthChooser
from smmdesk.ui.widgets.findings_list import Finding
from smmdesk.ui.widgets.quiet_line import ACT_KEYS, QuietLine
from smmdesk.ui.widgets.search_box import SearchBox
from smmdesk.ui.widgets.side_bar import Entry, SideBar

if TYPE_CHECKING:
    from smmdesk.ui.widgets.job_strip import JobStrip


@dataclass(frozen=True, slots=True)
class PageEntry:
    """Where a page is found: its word, its title, and its class in `ui/pages/<word>.py`."""

    word: str
    title: str
    page_class: str
    at_bottom: bool = False
    in_side_bar: bool = True


# In the order of the side bar.
PAGES = (
    PageEntry("today", mark("Today"), "TodayPage"),
    PageEntry("clients", mark("Clients"), "ClientsPage"),
    PageEntry("accounts", mark("Accounts"), "AccountsPage"),
    PageEntry("deliverables", mark("Deliverables"), "DeliverablesPage"),
    PageEntry("results", mark("Results"), "ResultsPage"),
    PageEntry("ledger", mark("Ledger"), "LedgerPage"),
    PageEntry("reports", mark("Reports"), "ReportsPage"),
    PageEntry("settings", mark("Settings"), "SettingsPage", at_bottom=True),
    PageEntry("imports", mark("Import files"), "ImportsPage", in_side_bar=False),  # opened by dropping files
)


class MainWindow(QMainWindow):
    """The one window on one workspace. Built anew from the same context when the language changes."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pages: dict[str, Page] = {}
        self._shown = ""
        self._is_closing = False
        self._banners: dict[str, Banner] = {}
        self.setWindowTitle("SMM Desk")
        self.setWindowIcon(icons.icon("program", "accent"))
        self.setMinimumSize(*theme.SMALLEST_WINDOW)
        self.setAcceptDrops(True)
        self._build()
        self._restore_place()
        self._add_shortcuts()
        context.client_changed.connect(self._show_choices)
        context.month_changed.connect(self._show_choices)
        context.settings_changed.connect(self._on_settings)
        context.page_asked.connect(self.show_page)
        context.files_asked.connect(self._on_files)
        context.changes.happened.connect(self._on_changes)
        context.tasks.slow_changed.connect(self._show_jobs)
        context.tasks.idle.connect(self._on_idle)
        context.notify.said.connect(self._on_said)
        context.may_leave = self.may_leave
        if context.settings.watched_folder:
            QTimer.singleShot(0, self._watch)

    # ------------------------------------------------------------------------------------------------- building

    def _build(self) -> None:
        """Make everything inside the window in the language now spoken."""
        self._pages = {}
        entries = [
            Entry(page.word, _(page.title), f"Ctrl+{number}" if number < 10 else "", page.at_bottom)
            for number, page in enumerate(PAGES, start=1)
            if page.in_side_bar
        ]
        self.side = SideBar(entries)
        self.side.picked.connect(self._on_picked)
        self.context.count_changed.connect(self.side.set_count)
        self.clients = ClientChooser()
        self.clients.chosen.connect(self._on_client)
        self.months = MonthChooser()
        self.months.chosen.connect(self._on_month)
        self.search = SearchBox()
        self.search.asked.connect(self._on_search)
        self.search.picked.connect(self._on_finding)
        top = QFrame()
        top.setObjectName("top")
        line = QHBoxLayout(top)
        line.setContentsMargins(theme.XL, theme.M, theme.XL, theme.M)
        line.setSpacing(theme.M)
        line.addWidget(self.clients)
        line.addWidget(self.months)
        line.addStretch(1)
        line.addWidget(self.search, 2)

        self.stack = QStackedWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        self._banner_place = QVBoxLayout()
        self._banner_place.setSpacing(0)
        right.addLayout(self._banner_place)
        right.addWidget(top)
        right.addWidget(self.stack, 1)
        self.strip: JobStrip | None = None
        self._strip_place = right

        whole = QWidget()
        columns = QHBoxLayout(whole)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.side)
        columns.addLayout(right, 1)
        self.setCentralWidget(whole)
        self.quiet = QuietLine(self.stack)
        self._banners = {}
        if self.context.workspace.held_by is not None:
            self._show_banner(
                "held",
                Banner(
                    _("Read only."),
                    self.context.workspace.held_by.sentence()
                    + " "
                    + _("You can look at everything and change nothing."),
                    icon="locked",
                    tone="warn",
                ),
            )
        elif not self.context.writable:
            self._show_banner(
                "held",
                Banner(
                    _("Read only."),
                    _("The folder of this workspace cannot be written. You can look at everything and change nothing."),
                    icon="locked",
                    tone="warn",
                ),
            )
        self._show_choices()
        self.context.tasks.read(_read_first, self._on_first, owner=self.clients)

    def _add_shortcuts(self) -> None:
        for number, page in enumerate(PAGES[:9], start=1):
            self._shortcut(f"Ctrl+{number}", partial(self._on_number, page.word))
        self._shortcut("Ctrl+K", lambda: (self.search.setFocus(), self.search.selectAll()))
        self._shortcut("Alt+C", lambda: self.clients.click())
        self._shortcut("Alt+M", lambda: self.months.open())
        self._shortcut("Alt+Left", lambda: self.months.go_back())
        self._shortcut("Alt+Right", lambda: self.months.go_on())
        self._shortcut("F5", self._on_reload)
        self._shortcut(ACT_KEYS, lambda: self.quiet.act())
        self._shortcut("Ctrl+,", partial(self._on_number, "settings"))
        self._shortcut("F6", self._on_other_part)
        self._shortcut("Ctrl+Q", self.close)

    def _shortcut(self, keys: str, act: object) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(act)  # type: ignore[arg-type]

    # ------------------------------------------------------------------------------------------------- pages

    def show_page(self, word: str, item: object = None) -> None:
        """Show a page, and an item on it where one is given."""
        entry = next((page for page in PAGES if page.word == word), None)
        if entry is None:
            return
        if word != self._shown and not self.may_leave():
            self.side.select(self._shown)
            return
        page = self._pages.get(word)
        if page is None:
            module = import_module(f"smmdesk.ui.pages.{word}")
            page = getattr(module, entry.page_class)(self.context)
            assert isinstance(page, Page)
            self._pages[word] = page
            self.stack.addWidget(page)
        self._shown = word
        self.side.select(word)
        self.stack.setCurrentWidget(page)
        self.quiet.raise_()  # the stack puts the page it shows on top
        if item is not None:
            page.show_item(item)
        if self.context.settings.page != word:
            self.context.remember(page=word)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._shown)

    def may_leave(self) -> bool:
        """Ask the shown page whether something is half typed."""
        return self.page is None or self.page.may_leave()

    def _on_picked(self, word: str) -> None:
        self.show_page(word)

    def _on_number(self, word: str) -> None:
        """Show a page by its keys and put the focus into it, so that work goes on there."""
        self.show_page(word)
        if self.page is not None and self._shown == word:
            self.page.take_focus()

    def _on_other_part(self) -> None:
        """Move the focus from the page to the side bar, or back."""
        if self.page is None or self.page.isAncestorOf(self.focusWidget() or self):
            self.side.take_focus()
        else:
            self.page.take_focus()

    def _on_reload(self) -> None:
        if self.page is not None:
            self.page.reload()

    def focusNextPrevChild(self, is_next: bool, /) -> bool:
        from smmdesk.ui.focus_order import lead_to, next_stop, stops  # loaded with the first Tab

        here = self.focusWidget()
        stop = next_stop(self.centralWidget(), here, 1 if is_next else -1)
        if stop is None and here is not None and self.page is not None and self.page.isAncestorOf(here):
            # What had the focus has gone from the page (a form was closed): stay on the page.
            stop = next((one for one in stops(self.page) if one.isEnabled()), None)
        if stop is None:
            return super().focusNextPrevChild(is_next)
        lead_to(stop, Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason)
        return True

    # ------------------------------------------------------------------------------------------------- the choices

    def _show_choices(self) -> None:
        self.clients.show_choice(self.context.client_id)
        self.months.show_month(self.context.month)

    def _on_client(self, client_id: int | None) -> None:
        if not self.context.choose_client(client_id):
            self._show_choices()

    def _on_month(self, month: Month) -> None:
        if not self.context.choose_month(month):
            self._show_choices()

    def _on_first(self, read: tuple[list[ClientRow], WorkspaceIdentity]) -> None:
        clients, identity = read
        self._on_clients(clients)
        self._show_identity(identity)

    def _on_clients(self, rows: list[ClientRow]) -> None:
        choices = [ClientChoice(row.id, row.name, row.brand_color) for row in rows]
        if self.context.client_id not in {None, *(choice.id for choice in choices)}:
            self.context.choose_client(None)  # it was archived or erased
        self.clients.set_choices(choices, self.context.client_id)

    def _show_identity(self, identity: WorkspaceIdentity) -> None:
        if identity.is_example:
            self._show_banner(
                "example",
                Banner(
                    _("Example."),
                    _("Made-up clients to try everything on. Nothing here counts."),
                    _("Start my own desk"),
                    self.context.own_desk_asked.emit,
                ),
            )

    def _show_banner(self, word: str, banner: Banner) -> None:
        self._banners[word] = banner
        self._banner_place.addWidget(banner)

    def _on_changes(self, words: frozenset[str]) -> None:
        if "clients" in words:
            self.context.tasks.read(client_rows, self._on_clients, owner=self.clients)

    # ------------------------------------------------------------------------------------------------- finding

    def _on_search(self, text: str) -> None:
        from smmdesk.ui.search import findings  # loaded when something is looked for

        if text:
            box = self.search
            self.context.tasks.read(partial(findings, text), lambda found: box.show_findings(text, found), owner=box)

    def _on_finding(self, finding: Finding) -> None:
        if finding.client_id is not None and not self.context.choose_client(finding.client_id):
            return
        if finding.month is not None and not self.context.choose_month(finding.month):
            return
        self.show_page(finding.word, finding.item)

    # ------------------------------------------------------------------------------------------------- files

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        from smmdesk.ui.widgets.drop_area import dropped_paths

        if self.context.writable and dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:
        from smmdesk.ui.widgets.drop_area import dropped_paths

        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.context.import_files(paths)

    def _watch(self) -> None:
        from smmdesk.ui.pages.imports.watching import watcher_of  # loaded where a folder is watched

        watcher_of(self.context)

    def _on_files(self, paths: list[Path]) -> None:
        from smmdesk.ui.pages.imports import start_import  # loaded with the first file

        start_import(self.context, paths)

    # ------------------------------------------------------------------------------------------------- speaking

    def _on_said(self, text: str, undo: object) -> None:
        self.quiet.say(text, undo)  # type: ignore[arg-type]

    def _show_jobs(self) -> None:
        slow = self.context.tasks.slow()
        if self.strip is None:
            if not slow:
                return
            from smmdesk.ui.widgets.job_strip import JobStrip  # loaded with the first job that lasts

            self.strip = JobStrip()
            # The button goes: Qt would give its focus to the side bar.
            self.strip.cancelled.connect(lambda: self.page is not None and self.page.take_focus())
            self._strip_place.addWidget(self.strip)
        self.strip.show_jobs(slow)

    # ------------------------------------------------------------------------------------------------- dressing

    def _on_settings(self) -> None:
        """Build everything anew: language or theme is another one. Later, so that the asking widget may finish."""
        QTimer.singleShot(0, self, self.rebuild)

    def rebuild(self) -> None:
        """Build the inside of the window anew and show the same page."""
        shown, self._shown = self._shown, ""
        qt_words.use_language(current_language())
        self._build()
        self.show_page(shown)

    def _restore_place(self) -> None:
        room = self.screen().availableSize() - QSize(*theme.WINDOW_FRAME)
        self.resize(QSize(*theme.FIRST_WINDOW).boundedTo(room))
        if self.context.settings.window:
            self.restoreGeometry(QByteArray(base64.b64decode(self.context.settings.window.encode("ascii", "ignore"))))

    # ------------------------------------------------------------------------------------------------- leaving

    def closeEvent(self, event: QCloseEvent, /) -> None:
        """Ask, cancel what can be cancelled, wait for the rest without blocking, then close."""
        if not self._is_closing:
            if not self.may_leave():
                event.ignore()
                return
            self._is_closing = True
            self.context.remember(window=base64.b64encode(self.saveGeometry().data()).decode("ascii"))
            self.context.tasks.cancel_all()
        if self.context.tasks.busy:
            self.setEnabled(False)
            event.ignore()
            return
        event.accept()

    def _on_idle(self) -> None:
        if self._is_closing:
            QTimer.singleShot(0, self, self.close)


def _read_first() -> tuple[list[ClientRow], WorkspaceIdentity]:
    """Read what the window itself shows."""
    return client_rows(), workspace_identity()
