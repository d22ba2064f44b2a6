"""The costs that a contract or an import proposes: each is accepted, or made one with the row that it already is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.core.roi.words import Origin
from smmdesk.domain.ledger.rows import Proposal
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.ledger.words import kind_words
from smmdesk.ui.widgets.cards import Card, clear
from smmdesk.ui.widgets.editor import lock
from smmdesk.ui.widgets.states import IconLabel
from smmdesk.ui.widgets.text import Button, Text


class ProposedCosts(Card):
    """One line for each proposal; gone while there is none."""

    def __init__(
        self,
        context: Context,
        on_accept: Callable[[Proposal], object],
        on_merge: Callable[[Proposal, int], object],
    ) -> None:
        super().__init__()
        self.context = context
        self._on_accept, self._on_merge = on_accept, on_merge
        self.body.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        self.body.setSpacing(theme.XS)
        self.hide()

    def show_proposals(self, proposals: Sequence[Proposal], marks: Mapping[int, str]) -> None:
        """Show these proposals; `marks` name the kept rows by their ids."""
        clear(self.body)
        self.setVisible(bool(proposals))
        for proposal in proposals:
            self.body.addWidget(self._line(proposal, marks))

    def _line(self, proposal: Proposal, marks: Mapping[int, str]) -> QWidget:
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
        for row_id in proposal.twins[:2]:
            words = _("It is {mark}: make them one").format(mark=marks.get(row_id, "–"))
            merge = Button(words, lambda row_id=row_id: self._on_merge(proposal, row_id))
            lock(merge, self.context)
            line.addWidget(merge)
        accept = Button(
            _("Accept beside it") if proposal.twins else _("Accept"), lambda: self._on_accept(proposal), icon="checked"
        )
        accept.setAccessibleDescription(told)
        lock(accept, self.context)
        line.addWidget(accept)
        return made
