"""The costs that a contract or an import proposes: each is accepted, or made one with the row that it already is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.core.roi.words import Origin
from smmdesk.domain.ledger.commands import accept_proposal, delete_ledger_row, merge_proposal
from smmdesk.domain.ledger.rows import Proposal
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.ledger.line import LedgerLine
from smmdesk.ui.pages.ledger.words import kind_words
from smmdesk.ui.widgets.cards import Card, clear
from smmdesk.ui.widgets.editor import lock
from smmdesk.ui.widgets.states import IconLabel
from smmdesk.ui.widgets.text import Button, Text


class ProposedCosts(Card):
    """One line for each proposal; gone while there is none."""

    def __init__(self, context: Context, on_settled: Callable[[int | None], object]) -> None:
        """Take what is told the id of the row that a proposal became, or None where one stands again."""
        super().__init__()
        self.context = context
        self._on_settled = on_settled
        self._client_id = 0
        self._lines: dict[int, LedgerLine] = {}
        self.body.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        self.body.setSpacing(theme.XS)
        self.hide()

    def show_proposals(self, client_id: int, proposals: Sequence[Proposal], lines: Sequence[LedgerLine]) -> None:
        """Show the proposals of a client, beside the rows that are kept."""
        self._client_id = client_id
        self._lines = {line.id: line for line in lines}
        clear(self.body)
        self.setVisible(bool(proposals))
        for proposal in proposals:
            line = self._line(proposal)
            self.body.addWidget(line)
            line.show()

    def _line(self, proposal: Proposal) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S)
        line.addWidget(IconLabel("contract" if proposal.origin is Origin.CONTRACT else "import", "accent"))
        amount = formats.money(proposal.amount, proposal.currency)
        told = _("Proposed: {kind} {amount}, from {source}").format(
            kind=kind_words(proposal.kind), amount=amount, source=proposal.source
        )
        if proposal.account:
            told = _("Proposed: {kind} {amount} for {account}, from {source}").format(
                kind=kind_words(proposal.kind), amount=amount, account=proposal.account, source=proposal.source
            )
        line.addWidget(Text(told, wrap=True), 1)
        for line_ in [self._lines[row_id] for row_id in proposal.twins[:2] if row_id in self._lines]:
            words = _("It is {mark}: make them one").format(mark=line_.mark or line_.kept.row.id)
            merge = Button(words, lambda twin=line_: self.merge(proposal, twin))
            lock(merge, self.context)
            line.addWidget(merge)
        accept = Button(
            _("Accept beside it") if proposal.twins else _("Accept"), lambda: self.accept(proposal), icon="checked"
        )
        accept.setAccessibleDescription(told)
        lock(accept, self.context)
        line.addWidget(accept)
        return made

    def accept(self, proposal: Proposal) -> None:
        """Keep a proposed cost as a row; the quiet line offers to undo it."""

        def undone(_removed: object) -> None:
            self._on_settled(None)
            self.context.notify.say(_("Undone. The cost is proposed again."))

        def undo(row_id: int) -> None:
            self.context.tasks.write(partial(delete_ledger_row, row_id), undone, owner=self)

        def accepted(row_id: int) -> None:
            self._on_settled(row_id)
            self.context.notify.say(_("The cost is accepted and counts."), partial(undo, row_id))

        command = partial(accept_proposal, self._client_id, proposal.month, proposal.key)
        self.context.tasks.write(command, accepted, owner=self)

    def merge(self, proposal: Proposal, twin: LedgerLine) -> None:
        """Make a proposed cost and a kept row one; where their amounts differ, ask which holds."""
        takes, row = False, twin.kept.row
        if (row.amount, row.units) != (proposal.amount, 1):
            own = formats.money(row.amount, row.currency or twin.currency)
            other = formats.money(proposal.amount, proposal.currency)
            takes = self.context.notify.ask(
                _("Which amount holds?"),
                _("The row says {own}, the proposal {other}.").format(own=own, other=other),
                _("Take {amount}").format(amount=other),
                keep=_("Keep {amount}").format(amount=own),
            )

        def merged(_result: None) -> None:
            self._on_settled(twin.id)
            self.context.notify.say(_("The row and the proposal are one now."))

        command = partial(merge_proposal, self._client_id, proposal.month, proposal.key, twin.id, take_amount=takes)
        self.context.tasks.write(command, merged, owner=self)
