"""The lines about the watched folder: which one it is, to be chosen anew, and which new exports lie in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.imports.watching import likely_folder, watcher_of
from smmdesk.ui.widgets.text import Button, Elided, Text


class WatchLine(QWidget):
    """Which folder is watched, with the buttons that choose it and stop.

    In one line at the right it names the folder only; with `wraps` it says its whole path, above the buttons.
    """

    def __init__(self, context: Context, *, wraps: bool = False) -> None:
        super().__init__()
        self.watcher = watcher_of(context)
        self._wraps = wraps
        self.words = Text("", "body", "muted", wrap=True) if wraps else Elided("", "caption", "muted")
        self.choose_button = Button("", self.on_choose, kind="link")
        self.stop_button = Button(_("Stop watching"), self.on_stop, kind="link")
        buttons = QHBoxLayout()
        whole = QVBoxLayout(self) if wraps else QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.words, 1)
        whole.addLayout(buttons)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.stop_button)
        if wraps:
            buttons.addStretch(1)
        else:
            self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.watcher.changed.connect(self.show_folder)
        self.show_folder()

    def show_folder(self) -> None:
        """Say what is watched now."""
        folder = self.watcher.folder
        shown = folder if self._wraps or folder is None else folder.name or str(folder)
        self.words.setText(
            _("New exports are looked for in {folder}.").format(folder=shown)
            if folder is not None
            else _("No folder is watched for new exports.")
        )
        if folder is not None:
            self.words.setToolTip(theme.plain_tip(str(folder)))
        self.choose_button.setText(_("Watch another folder …") if folder is not None else _("Watch a folder …"))
        self.stop_button.setVisible(folder is not None)

    def on_stop(self) -> None:
        """Watch no folder any more; the focus goes where one is chosen again."""
        self.choose_button.setFocus()
        self.watcher.watch(None)

    def on_choose(self) -> None:
        """Ask for the folder in which new exports are looked for."""
        chosen = QFileDialog.getExistingDirectory(
            self, _("Choose the folder of your downloads"), likely_folder(self.watcher.context)
        )
        if chosen:
            self.watcher.watch(Path(chosen))


class NewFilesLine(QFrame):
    """Which new exports lie in the watched folder, with the buttons that take them or leave them; gone without any."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.context = context
        self.watcher = watcher_of(context)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        self.words = Text("", wrap=True)
        line.addWidget(self.words, 1)
        line.addWidget(Button(_("Look at them"), self.on_look))
        line.addWidget(Button(_("Not these"), self.watcher.take))
        self.watcher.changed.connect(self.show_files)
        self.show_files()

    def show_files(self) -> None:
        """Say what is new now."""
        self.words.setText(self.watcher.words)
        self.setVisible(bool(self.watcher.words))

    def on_look(self) -> None:
        """Look at the new files."""
        self.context.import_files(self.watcher.take())
