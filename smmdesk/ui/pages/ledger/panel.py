"""One row on the right side of the Ledger page: what it comes to, its form, its evidence, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.roi.words import RowType
from smmdesk.domain.ledger.commands import detach_evidence, restore_evidence
from smmdesk.domain.ledger.queries import changes_of
from smmdesk.domain.ledger.rows import ChangeRow
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.ledger.evidence import EvidenceList, Proof
from smmdesk.ui.pages.ledger.line import LedgerLine
from smmdesk.ui.pages.ledger.reading import attach_files, opened_copy, save_copy
from smmdesk.ui.pages.ledger.row_form import RowForm
from smmdesk.ui.pages.ledger.words import change_words, tier_tone, tier_words, weakened_words, what_words
from smmdesk.ui.widgets.editor import NEW, Panel, lock_reason
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.text import Button, Elided, Text


@dataclass(frozen=True, slots=True)
class Actions:
    """What the panel asks the page to do."""

    delete: Callable[[], object]
    take_back: Callable[[], object]
    changed: Callable[[], object]


class RowPanel(QWidget):
    """The panel; the page tells it what to show and keeps what is typed."""

    def __init__(self, context: Context, actions: Actions) -> None:
        super().__init__()
        self.context = context
        self._changed = actions.changed
        self.line: LedgerLine | None = None
        self.form = RowForm(context.month)
        self.delete_button = Button(_("Delete"), actions.delete, icon="delete", kind="danger")
        self.form.add_buttons(self.delete_button)
        self.back_button = Button(_("Take back this row …"), actions.take_back, icon="undo", kind="link")
        self.proofs = EvidenceList()
        reason = lock_reason(context)
        self.proofs.set_writable(not reason, reason)
        self.proofs.dropped.connect(self.on_files)
        self.proofs.opened.connect(self.on_open)
        self.proofs.saved.connect(self.on_copy)
        self.proofs.removed.connect(self.on_remove)
        self.heading = Elided("", "section")
        self.state = Text("", wrap=True)
        self.sums = Text("", "caption", "muted", wrap=True)
        self.weakened = Notice("warn")
        self.history_title = Text(_("Changes since it was entered"), "strong")
        self.history = Text("", "caption", "muted", wrap=True)
        head = QWidget()
        words = QVBoxLayout(head)
        words.setSpacing(theme.XS)
        line = QHBoxLayout()
        line.addWidget(self.heading, 1)
        line.addWidget(self.back_button)
        words.addLayout(line)
        words.addWidget(self.state)
        words.addWidget(self.sums)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.weakened)
        column.addWidget(self.form)
        column.addWidget(self.proofs)
        column.addWidget(self.history_title)
        column.addWidget(self.history)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Panel(head, inside, self.form.take_buttons()))

    # ------------------------------------------------------------------------------------------------- showing

    def show_line(self, line: LedgerLine) -> None:
        """Show a kept row; what is half typed about it stays."""
        self.line = line
        self.form.show_cells(line.id, line.type, line.cells)
        self.heading.setText(f"{line.mark} · {what_words(line)}" if line.mark else what_words(line))
        is_value = line.type is RowType.VALUE
        told = [tier_words(line)] if is_value else []
        self.state.setText(". ".join([*told, line.reason] if line.reason else told))
        self.state.set_tone(tier_tone(line))
        self.state.setVisible(bool(self.state.text()))
        self.sums.setText(sum_words(line))
        self.sums.setVisible(bool(self.sums.text()))
        self.weakened.tell(weakened_words(line))
        self.back_button.setVisible(is_value and not line.kept.row.is_reversal and self.context.writable)
        self.delete_button.show()
        self.proofs.setVisible(line.type is not RowType.TOTAL)
        self.proofs.show_proofs([Proof(file.name, file.file_id, sha256=file.sha256) for file in line.kept.evidence])

        self._show_history([])
        self.context.tasks.read(partial(changes_of, line.id), partial(self._on_history, line.id), owner=self)

    def _on_history(self, row_id: int, changes: list[ChangeRow]) -> None:
        if self.line is not None and self.line.id == row_id:
            self._show_history(changes)

    def _show_history(self, changes: list[ChangeRow]) -> None:
        self.history.setText("\n".join(change_words(change) for change in reversed(changes)))
        self.history_title.setVisible(bool(changes))
        self.history.setVisible(bool(changes))

    def show_new(self, row_type: RowType, cells: Mapping[str, str], heading: str) -> None:
        """Show the form of a new row, filled with what is likely."""
        self.line = None
        self.form.key = None
        self.form.show_cells(NEW, row_type, cells)
        self.heading.setText(heading)
        self.state.hide()
        self.sums.hide()
        self.weakened.tell("")
        self.back_button.hide()
        self.delete_button.hide()
        self.proofs.setVisible(row_type is not RowType.TOTAL)
        self.proofs.show_proofs([])
        self._show_history([])

    # ------------------------------------------------------------------------------------------------- evidence

    def on_files(self, paths: list[Path]) -> None:
        """Keep files as evidence: at once with a kept row, together with the row where it is new."""
        if self.line is None:
            there = list(self.proofs.paths)
            shown = dict.fromkeys([*there, *paths])
            self.proofs.show_proofs([Proof(path.name, path=path) for path in shown])
            return
        self.context.tasks.write(
            partial(attach_files, self.line.id, paths), self._on_attached, label=_("Keeping the evidence"), owner=self
        )

    def _on_attached(self, _result: None) -> None:
        self._changed()
        self.context.notify.say(_("The evidence is kept in the workspace, with its hash."))

    def on_remove(self, proof: Proof) -> None:
        """Take a file away; the quiet line offers to undo it."""
        if proof.file_id is None:
            self.proofs.show_proofs([Proof(path.name, path=path) for path in self.proofs.paths if path != proof.path])
            return
        if self.line is None:
            return

        def back(removed: Any) -> None:
            self.context.tasks.write(partial(restore_evidence, removed), lambda _none: self._changed(), owner=self)

        def removed(gone: object) -> None:
            self._changed()
            self.context.notify.say(_("{name} is removed.").format(name=proof.name), partial(back, gone))

        self.context.tasks.write(partial(detach_evidence, self.line.id, proof.file_id), removed, owner=self)

    def on_open(self, proof: Proof) -> None:
        """Open a copy of a kept file in the program that the system has for it."""
        if proof.file_id is not None:
            self.context.tasks.read(
                partial(opened_copy, proof.file_id),
                lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
                owner=self,
            )

    def on_copy(self, proof: Proof) -> None:
        """Ask for a place and save a kept file there."""
        path, _kind = QFileDialog.getSaveFileName(self, _("Save a copy"), proof.name)
        if path:
            self.copy_to(proof, Path(path))

    def copy_to(self, proof: Proof, path: Path) -> None:
        """Save a kept file."""
        if proof.file_id is not None:
            said = _("“{name}” is saved.").format(name=path.name)
            self.context.tasks.read(
                partial(save_copy, proof.file_id, path), lambda _none: self.context.notify.say(said), owner=self
            )


def sum_words(line: LedgerLine) -> str:
    """Say how a row comes to its euros: "net €3,480.00, of it €1,914.00 counts (margin 55 %, share 100 %)"."""
    listed = line.listed
    if listed is None or listed.net is None:
        return ""
    net = formats.money(listed.net, line.currency)
    if line.type is RowType.COST or listed.amount is None:
        return _("Net {net}").format(net=net)
    factors = []
    if listed.margin is not None:
        factors.append(_("margin {percent}").format(percent=formats.percent(listed.margin)))
    if listed.share not in (None, 100):
        factors.append(_("share {percent}").format(percent=formats.percent(listed.share or 0)))
    if listed.probability not in (None, 100):
        factors.append(_("likely {percent}").format(percent=formats.percent(listed.probability or 0)))
    told = _("Net {net}, counts {amount}").format(net=net, amount=formats.money(listed.amount, line.currency))
    return f"{told} ({', '.join(factors)})" if factors else told


def new_cells(row_type: RowType, month: Month, day: str) -> dict[str, str]:
    """Return what a new row begins with."""
    cells = {"row": row_type.value, "date": day}
    if row_type is RowType.VALUE:
        cells |= {"kind": "sale", "entered_month": str(month)}
    elif row_type is RowType.COST:
        cells |= {"kind": "ads"}
    else:
        cells |= {"month": str(month)}
    return cells


def reversal_cells(line: LedgerLine, month: Month, day: str) -> dict[str, str]:
    """Return a new row that takes one back: the same, with the opposite amount; a person may make it smaller."""
    row = line.kept.row
    cells = line.cells
    amount = cells["amount"]
    return {
        **{name: cells[name] for name in ("kind", "quantity", "order_key", "currency", "rate", "vat", "vat_rate")},
        "row": RowType.VALUE.value,
        "date": day,
        "amount": amount.removeprefix("-") if amount.startswith("-") else f"-{amount}",
        "tier": cells["tier"],
        "entered_month": str(month),
        "description": _("Taken back: {what}").format(what=row.description or row.id),
        "reverses": row.id,
    }
