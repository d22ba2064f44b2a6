"""The line of cards above the list: one per type, as many as fit, the others together in the last one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smmdesk.core.periods import Month
from smmdesk.domain.deliverables import DeliveryRow
from smmdesk.ui import theme
from smmdesk.ui.pages.deliverables.words import CardData, extra_card, overflow, promise_cards
from smmdesk.ui.widgets.cards import CardRow, FigureCard

LEAST_WIDTH = 24  # characters of a card


class DeliveryCards(QWidget):
    """Cards of equal width in one line."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[DeliveryRow, ...] = ()
        self._extra: CardData | None = None
        self._month: Month | None = None
        self._today: date | None = None
        self._shown: tuple[CardData, ...] = ()
        self._line = CardRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line)

    def show_delivery(self, rows: Sequence[DeliveryRow], month: Month, today: date, charged: Sequence[str]) -> None:
        """Show what a month's delivery comes to."""
        self._rows = tuple(row for row in rows if row.promised + row.carried_in)
        self._month, self._today = month, today
        self._extra = extra_card(rows, charged)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self._month is None or self._today is None:
            return
        fitting = max((self.width() + theme.M) // (theme.characters(LEAST_WIDTH) + theme.M), 2)
        room = fitting - (self._extra is not None)
        own = self._rows if len(self._rows) <= room else self._rows[: room - 1]
        made = promise_cards(own, self._month, self._today)
        if len(own) < len(self._rows):
            made = (*made, overflow(self._rows[len(own) :]))
        if self._extra is not None:
            made = (*made, self._extra)
        if made != self._shown:
            self._shown = made
            self._line.set_cards([_card(data) for data in made])
            self._line.setVisible(bool(made))


def _card(data: CardData) -> FigureCard:
    card = FigureCard(data.title)
    card.show_figure(data.figure, data.rest, data.words, share=data.share, tone=data.tone)
    if data.tip:
        card.setToolTip(theme.plain_tip(data.tip))
        card.setAccessibleDescription(data.tip)
    return card
