"""The strip at the bottom of the window: what runs for longer than two seconds, how far it is, and Cancel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.tasks import Job
from smmdesk.ui.widgets.text import Button, Elided


class JobStrip(QFrame):
    """Shows the oldest of the jobs that last, and how many others there are. `cancelled`: it was stopped here."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._job: Job | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.XL, theme.S, theme.XL, theme.S)
        line.setSpacing(theme.M)
        self.text = Elided("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.characters(20))
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = Button(_("Cancel"), self._on_cancel)
        line.addWidget(self.text, 1)
        line.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.cancel)

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Show these jobs; none hides the strip."""
        self.setVisible(bool(jobs))
        self._job = jobs[0] if jobs else None
        if self._job is None:
            return
        progress = self._job.progress
        text = f"{self._job.label}: {progress.text}" if progress.text else self._job.label
        if len(jobs) > 1:
            text += " " + _("(and {count} more)").format(count=len(jobs) - 1)
        self.text.setText(text)
        self.bar.setRange(0, progress.total)
        self.bar.setValue(min(progress.done, progress.total))
        self.cancel.setEnabled(self._job.can_cancel and not progress.stop.is_set())

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancelled.emit()
            self.cancel.setEnabled(False)
