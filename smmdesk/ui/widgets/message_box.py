"""The box in front of the window: what happened or what is asked, and buttons that name the act."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.box import Box
from smmdesk.ui.widgets.states import IconLabel
from smmdesk.ui.widgets.text import Button, Text

REPORT_LINES = 8


class MessageBox(QDialog):
    """Shows a `Box`; `exec` returns whether the act was chosen. What is dangerous is never the default."""

    def __init__(self, box: Box, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("SMM Desk")
        self.setAccessibleName(box.title)
        self.setAccessibleDescription(box.detail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        whole.setSpacing(theme.L)
        line = QHBoxLayout()
        line.setSpacing(theme.L)
        icon, tone = (
            ("error", "bad") if not box.act else ("warning", "warn") if box.is_dangerous else ("info", "accent")
        )
        line.addWidget(IconLabel(icon, tone, 1.8), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.S)
        title = Text(box.title, "section", wrap=True)
        title.setMinimumWidth(theme.characters(52))
        words.addWidget(title)
        if box.detail:
            words.addWidget(Text(box.detail, "body", "muted", wrap=True))
        line.addLayout(words, 1)
        whole.addLayout(line)
        if box.report:
            report = QPlainTextEdit(box.report)
            report.setReadOnly(True)
            report.setAccessibleName(_("The report"))
            report.setFixedHeight(theme.line_height() * REPORT_LINES)
            whole.addWidget(report)
        whole.addLayout(self._buttons(box))

    def _buttons(self, box: Box) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        if box.report:
            line.addWidget(
                Button(_("Copy the report"), lambda: QGuiApplication.clipboard().setText(box.report), icon="copy")
            )
        line.addStretch(1)
        staying = Button(box.keep or _("Close"), self.reject)
        line.addWidget(staying)
        first = staying
        if box.act:
            acting = Button(box.act, self.accept, kind="danger" if box.is_dangerous else "primary")
            line.addWidget(acting)
            first = staying if box.is_dangerous else acting
        first.setDefault(True)
        first.setFocus()
        return line
