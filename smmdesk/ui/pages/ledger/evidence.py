"""The evidence of a row: files that are kept with their hash, dropped here, opened, saved back, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.widgets.cards import clear
from smmdesk.ui.widgets.drop_area import DropArea
from smmdesk.ui.widgets.text import Button, Elided, Text


@dataclass(frozen=True, slots=True)
class Proof:
    """A file of a row: kept under an id, or a path that is kept together with a new row."""

    name: str
    file_id: int | None = None
    path: Path | None = None
    sha256: str = ""


class EvidenceList(QWidget):
    """The files, and the place to drop others."""

    dropped = Signal(object)  # paths
    opened = Signal(object)  # a Proof
    saved = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._is_writable = True
        self._proofs: list[Proof] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.XS)
        self.area = DropArea(_("Drop the proof here"), icon="file")
        self.area.dropped.connect(self.dropped)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(Text(_("Evidence"), "section"))
        column.addLayout(self._column)
        column.addWidget(self.area)

    @property
    def paths(self) -> list[Path]:
        """Return the files that wait for a new row."""
        return [proof.path for proof in self._proofs if proof.path is not None]

    def show_proofs(self, proofs: Sequence[Proof]) -> None:
        """Show these files."""
        self._proofs = list(proofs)
        clear(self._column)
        for proof in proofs:
            line = self._line(proof)
            self._column.addWidget(line)
            line.show()
        self.area.set_text(_("Drop another proof here") if proofs else _("Drop the proof here"))

    def set_writable(self, is_writable: bool, reason: str = "") -> None:
        """Let files be taken, or not, with the reason."""
        self._is_writable = is_writable
        self.area.setEnabled(is_writable)
        self.area.setToolTip(theme.plain_tip(reason))

    def _line(self, proof: Proof) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.XS)
        name = Elided(proof.name)
        if proof.sha256:
            name.setToolTip(theme.plain_tip(f"{proof.name}\nSHA-256 {proof.sha256}"))
        line.addWidget(name, 1)
        if proof.file_id is not None:
            line.addWidget(self._button(_("Open"), proof, self.opened))
            line.addWidget(self._button(_("Save a copy"), proof, self.saved))
        if self._is_writable:
            tip = _("Remove {name}").format(name=proof.name)
            line.addWidget(Button("", lambda: self.removed.emit(proof), icon="close", kind="bare", tip=tip))
        return made

    def _button(self, words: str, proof: Proof, signal: object) -> Button:
        button = Button(words, lambda: signal.emit(proof), kind="link")  # type: ignore[attr-defined]
        button.setAccessibleDescription(proof.name)
        return button
