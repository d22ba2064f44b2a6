"""Starting the window: which workspace, its checks after the first paint, and an orderly end."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from smmdesk.core import i18n
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.log import logger, start_log
from smmdesk.core.paths import demo_workspace, own_workspace
from smmdesk.core.settings import load_settings
from smmdesk.domain.profile import ProfileDraft, new_workspace, update_profile
from smmdesk.domain.results.own_metrics import forget_own_metrics, load_own_metrics
from smmdesk.store.backup import back_up_if_changed
from smmdesk.store.database import OpenWorkspace
from smmdesk.store.opening import check_integrity, open_workspace
from smmdesk.ui import qt_words, theme
from smmdesk.ui.box import Box
from smmdesk.ui.context import Context, system_language
from smmdesk.ui.main_window import PAGES, MainWindow
from smmdesk.ui.notify import open_box
from smmdesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from smmdesk.ui.welcome import Welcome

FIRST_PAGE = "today"


class Desk:
    """The program while it runs: one open workspace at a time, its context and its window."""

    def __init__(self) -> None:
        self.context: Context | None = None
        self.window: MainWindow | None = None
        self._welcome: Welcome | None = None

    # ------------------------------------------------------------------------------------------------- opening

    def open(self, path: Path) -> None:
        """Open a workspace and show its window. Raises UserError with the reason where it cannot be opened."""
        self.show(open_workspace(path))

    def show(self, workspace: OpenWorkspace) -> None:
        """Show the window of an open workspace."""
        load_own_metrics()
        workspace.release_connection()
        context = Context(workspace)
        self.context = context
        context.own_desk_asked.connect(self._on_own_desk)
        window = MainWindow(context)
        self.window = window
        wanted = context.settings.page
        window.show_page(wanted if wanted in {page.word for page in PAGES} else FIRST_PAGE)
        if not window.side.take_focus() and window.page is not None:
            window.page.take_focus()
        window.show()
        # When the first page stands, on the writer's queue: the first write waits for the check.
        context.tasks.hold_writes()
        context.tasks.settled.connect(lambda: self._after_start(context), Qt.ConnectionType.SingleShotConnection)

    def _after_start(self, context: Context) -> None:
        gc.freeze()
        gc.enable()
        start_log()
        if not context.writable:
            context.tasks.release_writes()
            return

        context.tasks.release_writes(
            lambda: context.tasks.write(
                partial(_look_after, context.tasks),
                partial(_told_interrupted, context),
                label=_("Checking the workspace"),
                owner=context,
            )
        )

    # ------------------------------------------------------------------------------------------------- changing

    def _on_own_desk(self) -> None:
        """Leave the example: open the own workspace where there is one, else ask for a name and make it."""
        if self.window is None or not self.window.may_leave():
            return
        if own_workspace().exists():
            self._switch(lambda: open_workspace(own_workspace()))
        else:
            self.welcome()

    def welcome(self) -> None:
        """Show the first page of a new user."""
        from smmdesk.ui.welcome import Welcome  # seen once

        welcome = Welcome(own_workspace())
        self._welcome = welcome
        welcome.accepted.connect(self._on_welcomed)
        welcome.show()

    def _on_welcomed(self, name: str, language: str) -> None:
        i18n.use_language(language)
        qt_words.use_language(language)
        self._switch(lambda: _new_desk(name, language))
        if self.context is not None:
            self.context.remember(language=language)

    def _switch(self, opening: Callable[[], OpenWorkspace]) -> None:
        """Close the present workspace and show another one; where that fails, show the present one again."""
        old, path = self.window, self.context.workspace.path if self.context is not None else None
        self.close()
        try:
            self.show(opening())
        except UserError as error:
            if path is None and self._welcome is not None:
                self._welcome.show_error(error)
                return
            tell(error)
            if path is not None:
                self.open(path)
        if old is not None:
            old.hide()
            old.deleteLater()
        if self._welcome is not None:
            self._welcome.hide()
            self._welcome.deleteLater()
            self._welcome = None

    def close(self) -> None:
        """End the work in the background and close the workspace."""
        if self.context is None:
            return
        self.context.tasks.stop()
        self.context.workspace.close()
        forget_own_metrics()
        self.context = None
        self.window = None


def _look_after(tasks: Tasks) -> list[str]:
    """Check the file, take out what a crash left of an import, back up what has changed; return the files undone.

    Where the file is damaged nothing is written to it from here on. Raises UserError with what was found.
    """
    from smmdesk.domain.imports.removal import undo_running_imports

    try:
        check_integrity()
    except UserError as error:
        tasks.refuse_writes(error)
        raise
    names = undo_running_imports()
    back_up_if_changed("open")
    return names


def _told_interrupted(context: Context, names: list[str]) -> None:
    context.changes.emit("backups")
    if names:
        context.changes.emit("imports", "results", "accounts", "ledger")
        told = _("An interrupted import was taken out again: {names}. Import it once more.")
        context.notify.say(told.format(names=", ".join(names)))


def _new_desk(name: str, language: str) -> OpenWorkspace:
    """Make the own workspace with its first words about me."""
    workspace = new_workspace(own_workspace())
    update_profile(ProfileDraft(name=name, language=language))
    return workspace


def run(workspace: Path | None = None) -> int:
    """Open the window on a workspace: the named one, else the own desk, else the example, else a first page.

    Returns the exit code of the program.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("SMM Desk")
    application.setDesktopFileName("smmdesk")
    qInstallMessageHandler(_on_qt_message)
    settings = load_settings()
    i18n.use_language(settings.language or system_language())
    qt_words.use_language(i18n.current_language())
    theme.start()
    theme.apply(settings.theme)
    desk = Desk()
    path = workspace or next((path for path in (own_workspace(), demo_workspace()) if path.exists()), None)
    try:
        if path is None:
            desk.welcome()
        else:
            desk.open(path)
    except UserError as error:
        start_log()
        logger.error("not opened: %s", error.title)
        tell(error)
        return error.exit_code
    code = application.exec()
    desk.close()
    return code


def tell(error: UserError) -> None:
    """Say in a box why there is no window."""
    open_box(Box(error.title, "\n".join(part for part in (error.detail, error.hint) if part)))


def _on_qt_message(_kind: object, _where: object, message: str) -> None:
    """Keep what Qt says in the log: there may be no terminal to read it on."""
    logger.warning("qt: %s", message)
