"""The line that says which folder is watched for new exports, and lets it be chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.ui.context import Context
from smmdesk.ui.pages.imports.watching import watcher_of
from smmdesk.ui.widgets.text import Button, Text


class WatchLine(QWidget):
    """Which folder is watched, with the buttons that choose it and stop."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.watcher = watcher_of(context)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.words = Text("", "caption", "muted")
        self.choose_button = Button("", self.on_choose, kind="link")
        self.stop_button = Button(_("Stop watching"), lambda: self.watcher.watch(None), kind="link")
        line.addWidget(self.words)
        line.addWidget(self.choose_button)
        line.addWidget(self.stop_button)
        line.addStretch(1)
        self.watcher.changed.connect(self.show_folder)
        self.show_folder()

    def show_folder(self) -> None:
        """Say what is watched now."""
        folder = self.watcher.folder
        self.words.setText(
            _("New exports are looked for in {folder}.").format(folder=folder)
            if folder is not None
            else _("No folder is watched for new exports.")
        )
        self.choose_button.setText(_("Watch another folder …") if folder is not None else _("Watch a folder …"))
        self.stop_button.setVisible(folder is not None)

    def on_choose(self) -> None:
        """Ask for the folder in which new exports are looked for."""
        chosen = QFileDialog.getExistingDirectory(self, _("Choose the folder of your downloads"))
        if chosen:
            self.watcher.watch(Path(chosen))
