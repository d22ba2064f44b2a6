"""The cards of page 1: up to four figures that the client follows, with target and comparison."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportlab.platypus import Flowable

from smmdesk.core import formats
from smmdesk.core.i18n import _, pgettext
from smmdesk.core.money import round_half_up
from smmdesk.core.readings import Number, Unit
from smmdesk.documents import fonts, style
from smmdesk.documents.data import (
    ChangeKind,
    Comparison,
    GoalStatus,
    Kpi,
    Verdict,
)
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.parts import Gap, sentence
from smmdesk.documents.style import (
    BASELINE,
    FIGURE,
    LEAD,
    MUTED,
    SMALL,
    TITLE,
    WIDTH,
    colour,
    hexed,
)
from smmdesk.documents.texts import user_text

MOST_KPIS = 4
LONGEST_LABEL = 90  # characters of a card's label


class Cards(Flowable):
    """Cards in one row, of one height: label, figure, and the lines under it, each on its line across the cards."""

    GAP, PAD = 10.0, 10.0

    def __init__(self, cards: Sequence[tuple[list[Flowable], list[Flowable], list[Flowable]]]) -> None:
        super().__init__()
        self.cards = cards
        self.card_width = (WIDTH - self.GAP * (len(cards) - 1)) / len(cards)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        inner = self.card_width - 2 * self.PAD
        self.tall = [[[part.wrap(inner, 10_000)[1] for part in row] for row in card] for card in self.cards]
        self.rows = [max(sum(card[place]) for card in self.tall) for place in range(3)]
        self.height = sum(self.rows) + 2 * self.PAD
        return WIDTH, self.height

    def draw(self) -> None:
        canvas, x = self.canv, 0.0
        for card, tall in zip(self.cards, self.tall, strict=True):
            canvas.setLineWidth(0.6)
            canvas.setStrokeColor(colour(style.RULE))
            canvas.setFillColor(colour(style.WHITE))
            canvas.roundRect(x, 0, self.card_width, self.height, 5, stroke=1, fill=1)
            top = self.height - self.PAD
            for row, heights, room in zip(card, tall, self.rows, strict=True):
                y = top
                for part, height in zip(row, heights, strict=True):
                    part.drawOn(canvas, x + self.PAD, y - height)
                    y -= height
                top -= room
            x += self.card_width + self.GAP


def kpi_cards(paper: Paper) -> list[Flowable]:
    """Return the row of cards; nothing where the sheet names no KPI."""
    kpis = paper.report.sheet.kpis[:MOST_KPIS]
    if not kpis:
        return []
    inner = (WIDTH - Cards.GAP * (len(kpis) - 1)) / len(kpis) - 2 * Cards.PAD
    return [Cards([_card(paper, kpi, inner) for kpi in kpis]), Gap(BASELINE * 0.4)]


def _card(paper: Paper, kpi: Kpi, width: float) -> tuple[list[Flowable], list[Flowable], list[Flowable]]:
    """Return label, figure, and the lines under it."""
    target = _value(paper, kpi.target, kpi.unit) if kpi.target is not None else ""
    figure = _value(paper, kpi.value, kpi.unit)
    size = next((size for size in (FIGURE, TITLE) if fonts.width_of(figure, fonts.BOLD, size) <= width), LEAD)
    under: list[Flowable] = []
    if kpi.value is None:
        if kpi.spent_without_result is not None:
            spent = _("{amount} spent, none yet").format(amount=paper.money(kpi.spent_without_result))
            under.append(user_text(spent, SMALL, ink=style.INK))
        else:
            under.append(user_text(words.note_text([words.missing_word(kpi.state)]), SMALL, ink=MUTED))
    if target or kpi.status is not None:
        under.append(sentence(_status_line(kpi.status, target), SMALL))
    if kpi.comparison is not None:
        under += [sentence(line, SMALL, ink=MUTED) for line in _comparison_lines(paper, kpi, kpi.comparison)]
    if kpi.marks:
        under.append(sentence(paper.marks(kpi.marks, limit=3), SMALL, ink=MUTED))
    label = user_text(fonts.shortened(kpi.text, LONGEST_LABEL), SMALL, ink=MUTED)
    return [label], [user_text(figure, size, fonts.BOLD, after=0), Gap(4)], under


def _status_line(status: GoalStatus | None, target: str) -> str:
    text = words.status_text(status, words.unbroken(target)) if target else ""
    state, comma, aim = text.partition(", ")
    text = state + comma + words.unbroken(aim)  # where it is too long, it breaks at the comma
    if status is None:
        return fonts.markup_of(text)
    if not target and status is GoalStatus.NO_DATA:
        text = _("no data")
    good = status in (GoalStatus.MET, GoalStatus.ON_TRACK)
    bad = status in (GoalStatus.OFF_TRACK, GoalStatus.AT_RISK)
    ink = style.GOOD if good else style.BAD if bad else style.MUTED
    shape = words.glyph(words.STATUS_SHAPE[status])
    return f'<font color="{hexed(ink)}">{shape} {fonts.markup_of(text)}</font>'


def _comparison_lines(paper: Paper, kpi: Kpi, comparison: Comparison) -> list[str]:
    """Return the month compared with and its value, then the verdict with its shape where there is one."""
    month = formats.month_name(comparison.month, year=comparison.month.year != paper.report.month.year)
    before = _value(paper, comparison.value, kpi.unit)
    is_new = comparison.kind is ChangeKind.NEW
    head = fonts.markup_of(_("{month}: {value}").format(month=month, value=words.unbroken(before)))
    if not is_new and not words.has_verdict(comparison):
        return [head]
    verdict = pgettext("comparison", "new") if is_new else words.verdict_word(comparison.verdict)
    shape = words.glyph(words.VERDICT_SHAPE[comparison.verdict])
    ink = {Verdict.BETTER: style.GOOD, Verdict.WORSE: style.BAD}.get(comparison.verdict, MUTED)
    return [head, f'<font color="{hexed(ink)}">{shape} {fonts.markup_of(verdict)}</font>']


def _value(paper: Paper, value: Number | Fraction | None, unit: Unit) -> str:
    """Write a KPI's value; money in whole units (page 1), but what is under ten."""
    if value is not None and unit is Unit.MONEY and abs(value) >= 10:
        return paper.whole(round_half_up(Fraction(value)))
    return words.value_text(value, unit, paper.currency)
