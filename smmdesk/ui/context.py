"""What every page works with: the workspace, the chosen client and month, and the five small pieces of machinery."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal

from smmdesk.core import periods
from smmdesk.core.log import logger
from smmdesk.core.periods import Month
from smmdesk.core.settings import load_settings, save_settings
from smmdesk.store.database import OpenWorkspace
from smmdesk.ui.changes import Changes
from smmdesk.ui.notify import Notify
from smmdesk.ui.tasks import Tasks


class Context(QObject):
    """The choices that hold everywhere and the machinery that pages use.

    `client_id` is None for all clients. `tasks` starts work, `changes` tells what changed, `notify` speaks to the
    user, `go` opens a page. Choices are remembered in the machine's settings.
    """

    client_changed = Signal()
    month_changed = Signal()
    settings_changed = Signal()  # language or theme: the window dresses or builds itself anew
    page_asked = Signal(str, object)  # the word of a page, and what to show there (an id) or None
    files_asked = Signal(object)  # a list of paths that want to be imported
    count_changed = Signal(str, int)  # the number beside a page's word in the side bar
    own_desk_asked = Signal()  # start or open the own workspace

    def __init__(self, workspace: OpenWorkspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.settings = load_settings()
        self.tasks = Tasks(self)
        self.changes = Changes(self)
        self.notify = Notify(self)
        self.tasks.bug.connect(self.notify.bug)
        self.tasks.unhandled.connect(self.notify.error)
        # The window asks its page before a choice changes under half-typed text.
        self.may_leave: Callable[[], bool] = lambda: True
        if self.settings.workspace != str(workspace.path):
            # What was chosen in another workspace means nothing in this one.
            self.settings = replace(self.settings, workspace=str(workspace.path), client_id=0, month="", page="")
        self._client_id = self.settings.client_id or None
        self._month = _month(self.settings.month)

    @property
    def client_id(self) -> int | None:
        """The chosen client; None for all of them."""
        return self._client_id

    @property
    def month(self) -> Month:
        """The chosen month: by default the last whole one, since that is the one to report on."""
        return self._month or Month.of(periods.today()).previous

    @property
    def writable(self) -> bool:
        """Whether this window may change anything; forms and buttons are disabled where it may not."""
        return self.workspace.writable

    def choose_client(self, client_id: int | None) -> bool:
        """Choose a client (None: all). Returns False where the user wants to finish what is half typed first."""
        if client_id == self._client_id:
            return True
        if not self.may_leave():
            return False
        self._client_id = client_id
        self.remember(client_id=client_id or 0)
        self.client_changed.emit()
        return True

    def choose_month(self, month: Month) -> bool:
        """Choose a month. Returns False where the user wants to finish what is half typed first."""
        if month == self.month:
            return True
        if not self.may_leave():
            return False
        self._month = month
        self.remember(month=str(month))
        self.month_changed.emit()
        return True

    def go(self, word: str, item: object = None) -> None:
        """Open the page of a word and, where an id is given, show that item there."""
        self.page_asked.emit(word, item)

    def import_files(self, paths: list[Path]) -> None:
        """Start the import of files that were dropped or chosen."""
        self.files_asked.emit(paths)

    def remember(self, **values: str | int) -> None:
        """Change settings of this machine; a folder that cannot be written only costs the memory of them."""
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]
        try:
            save_settings(self.settings)
        except OSError as failure:
            logger.warning("settings not saved: %s", failure.strerror)


def system_language() -> str:
    """Return the language of this computer, as its locale's name."""
    return QLocale.system().name()


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except ValueError:
        return None
