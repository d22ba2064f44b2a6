"""Watching a folder of downloads: says that new exports are there, once they are whole; imports nothing by itself."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, QStandardPaths, QTimer, Signal

from smmdesk.core.i18n import _, ngettext
from smmdesk.core.log import logger
from smmdesk.core.paths import data_dir
from smmdesk.ui.context import Context
from smmdesk.ui.notify import Act
from smmdesk.ui.pages.imports.reading import ENDINGS

SETTLE_MS = 1_500
_MOST_REMEMBERED = 5_000


class Mark(NamedTuple):
    """What a file is remembered by."""

    path: str
    size: int
    modified: int  # nanoseconds


def marks_in(folder: Path) -> set[Mark]:
    """Return the files of a folder that may be exports: by their ending, neither hidden nor half written.

    A browser's download in progress has an ending of its own (.crdownload, .part, .download). Folders are not opened.
    """
    found: set[Mark] = set()
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return found
    for entry in entries:
        if entry.name.startswith((".", "~$")) or Path(entry.name).suffix.lower() not in ENDINGS:
            continue
        try:
            told = entry.stat()
            # Firefox keeps the name free with an empty file while the real one is written beside it.
            if entry.is_file() and told.st_size and not Path(f"{entry.path}.part").exists():
                found.add(Mark(entry.path, told.st_size, told.st_mtime_ns))
        except OSError:
            continue  # it went away meanwhile
    return found


class Watcher(QObject):
    """Watches the folder that the machine's settings name. `changed` tells that `fresh` holds other files now."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.context = context
        self.fresh: list[Path] = []
        self._fresh: set[Mark] = set()
        self._seen: set[Mark] = set()
        self._growing: set[Mark] = set()
        self._is_looking = False
        self._system = QFileSystemWatcher(self)
        self._system.directoryChanged.connect(lambda _folder: self._soon())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.look)
        if self.folder is not None:
            self._seen = _remembered()
            self._system.addPath(str(self.folder))
            self._soon()

    @property
    def folder(self) -> Path | None:
        """Return the folder that is watched; None where none is."""
        return Path(self.context.settings.watched_folder) if self.context.settings.watched_folder else None

    def watch(self, folder: Path | None) -> None:
        """Watch this folder from now on (None: none); what lies there already is not new."""
        if self._system.directories():
            self._system.removePaths(self._system.directories())
        self._timer.stop()
        self._fresh, self._growing = set(), set()
        self.context.remember(watched_folder=str(folder) if folder is not None else "")
        if folder is not None:
            self._seen = marks_in(folder)
            _remember(self._seen)
            self._system.addPath(str(folder))
        self.fresh = []
        self.changed.emit()

    def take(self) -> list[Path]:
        """Return the new files and remember them: they are told once."""
        taken = list(self.fresh)
        self._seen |= self._fresh
        _remember(self._seen)
        self._tell(set())
        return taken

    def look(self) -> None:
        """Look for new files; those that may still grow are looked at again."""
        folder = self.folder
        if folder is None or self._is_looking:
            return
        self._is_looking = True
        self.context.tasks.read(partial(marks_in, folder), self._on_marks, owner=self, needs_workspace=False)

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _on_marks(self, marks: set[Mark]) -> None:
        self._is_looking = False
        new = marks - self._seen
        # Whole is what has the same size and time twice.
        settled = {mark for mark in new if mark in self._growing or mark in self._fresh}
        self._growing = new - settled
        if self._growing:
            self._soon()
        self._tell(settled)

    def _tell(self, fresh: set[Mark]) -> None:
        if fresh == self._fresh:
            return
        has_more = bool(fresh - self._fresh)
        self._fresh = fresh
        self.fresh = sorted({Path(mark.path) for mark in fresh})
        self.changed.emit()
        if has_more:
            self.context.notify.say(self.words, Act(_("Look at them"), self._on_act))

    @property
    def words(self) -> str:
        """Say how many new files there are: "3 new exports in “Downloads”."; empty where there are none."""
        count, folder = len(self.fresh), self.folder
        if not count or folder is None:
            return ""
        said = ngettext("{count} new export in “{folder}”.", "{count} new exports in “{folder}”.", count)
        return said.format(count=count, folder=folder.name or str(folder))

    def _on_act(self) -> None:
        paths = self.take()
        if paths:
            self.context.import_files(paths)


def watcher_of(context: Context) -> Watcher:
    """Return the one watcher of a window."""
    found = context.findChild(Watcher)
    return found if isinstance(found, Watcher) else Watcher(context)


def likely_folder(context: Context) -> str:
    """Return where exports are looked for first: the watched folder, else the downloads of this machine."""
    places = QStandardPaths.StandardLocation
    return context.settings.watched_folder or QStandardPaths.writableLocation(places.DownloadLocation)


def _seen_file() -> Path:
    return data_dir() / "seen-files.json"


def _remembered() -> set[Mark]:
    try:
        return {Mark(str(path), int(size), int(at)) for path, size, at in json.loads(_seen_file().read_text("utf-8"))}
    except (OSError, ValueError, TypeError):
        return set()


def _remember(marks: set[Mark]) -> None:
    """Keep what was seen on this machine; a folder that cannot be written only costs the memory of it."""
    newest = sorted(marks, key=lambda mark: mark.modified)[-_MOST_REMEMBERED:]
    try:
        _seen_file().parent.mkdir(parents=True, exist_ok=True)
        temporary = _seen_file().with_suffix(".new")
        temporary.write_text(json.dumps(newest), encoding="utf-8")
        os.replace(temporary, _seen_file())
    except OSError as failure:
        logger.warning("seen files not saved: %s", failure.strerror)
