"""The line over the cells: on which day the numbers were read, what shows them, and which keys help."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.widgets.fields import DayField
from smmdesk.ui.widgets.text import Button, Elided, Text

PICTURES = "PNG, JPEG, PDF (*.png *.jpg *.jpeg *.webp *.pdf);;* (*)"


class ReadingBar(QWidget):
    """The day and the evidence of the next save. `edited` tells that the day changed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.evidence: Path | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        line.setSpacing(theme.S)
        self.day = DayField()
        self.day.set_name(_("Read on"))
        self.day.setMaximumWidth(theme.characters(22))
        self.day.edited.connect(self._on_edited)
        self._error = Text("", "caption", "bad", wrap=True)
        self._error.hide()
        self._attach = Button(_("Attach a screenshot"), self._on_attach, icon="file", kind="link")
        self._leave_out = Button("", self.forget_evidence, icon="close", kind="bare", tip=_("Leave it out"))
        self._leave_out.hide()
        keys = _("F2 edits · Enter, Tab go on · F4 states · Ctrl+V pastes from a sheet")
        self._keys = Elided(keys, "caption", "muted")
        self._keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(Text(_("Read on"), "caption", "muted"))
        line.addWidget(self.day)
        line.addWidget(self._error, 100)
        line.addWidget(self._attach)
        line.addWidget(self._leave_out)
        line.addWidget(self._keys, 100)
        line.addStretch(1)  # without the others the day stays beside its label
        self._wants_keys = True

    def begin(self, today: date) -> None:
        """Begin with today and without evidence."""
        self.day.near = today
        self.day.set_value(today)
        self._on_edited()
        self.forget_evidence()

    def value(self) -> date:
        """Return the day. Raises UserError with the field `read_on` for what is none."""
        try:
            day = self.day.value()
        except UserError as failure:
            raise UserError(failure.title, failure.detail, failure.hint, field="read_on") from failure
        if day is None:
            raise UserError(_("Say on which day the numbers were read."), field="read_on")
        return day

    def known(self) -> date | None:
        """Return the day, None while it cannot be read."""
        try:
            return self.day.value()
        except UserError:
            return None

    def tell(self, error: UserError) -> None:
        """Say at the day why it was refused."""
        self._error.setText(error.sentence())
        self._error.show()
        self._show_keys()
        self.day.set_wrong(True)
        self.day.setFocus()

    def attach(self, path: Path) -> None:
        """Keep a file with the next save that shows what is typed."""
        self.evidence = path
        self._attach.setText(path.name)
        self._leave_out.show()

    def forget_evidence(self) -> None:
        """Keep no file with the next save."""
        self.evidence = None
        self._attach.setText(_("Attach a screenshot"))
        self._leave_out.hide()

    def show_keys(self, is_shown: bool) -> None:
        """Show which keys help, where there is room."""
        self._wants_keys = is_shown
        self._show_keys()

    def _show_keys(self) -> None:
        self._keys.setVisible(self._wants_keys and self._error.isHidden())

    def set_writable(self, is_writable: bool) -> None:
        """Let day and evidence be changed, or not."""
        self.day.set_writable(is_writable)
        self._attach.setEnabled(is_writable)

    def _on_edited(self) -> None:
        self._error.hide()
        self._show_keys()
        self.day.set_wrong(False)
        self.edited.emit()

    def _on_attach(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose a file that shows the numbers"), "", PICTURES)
        if chosen:
            self.attach(Path(chosen))
