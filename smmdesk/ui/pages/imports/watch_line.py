"""The line that says which folder is watched for new exports, and lets it be chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

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
