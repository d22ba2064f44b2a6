"""The money line of page 1: invested, came back, for every unit, return, and the bar that says how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportlab.platypus import Flowable, Paragraph

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed, ngettext
from smmdesk.core.money import round_half_up
from smmdesk.documents import fonts, style
from smmdesk.documents.charts import RangePart, Texture, range_bar
from smmdesk.documents.data import (
    LedgerState,
    Outcome,
    Tier,
)
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.painting import Chart, measure
from smmdesk.documents.parts import Gap, sentence
from smmdesk.documents.style import (
    BASELINE,
    BODY,
    DISPLAY,
    FIGURE,
    LEAD,
    MUTED,
    SMALL,
    TITLE,
    WIDTH,
    colour,
)
from smmdesk.documents.texts import Text, user_text


class FigureRow(Flowable):
    """Figures in one frame, standing on one line: the first one large."""

    PAD, GAP = 14.0, 16.0

    def __init__(self, cells: Sequence[tuple[str, str, str]], paper: Paper, first_size: float = DISPLAY) -> None:
        super().__init__()
        self.cells = cells  # label, figure, note as markup
        self.paper = paper
        inner = WIDTH - 2 * self.PAD - self.GAP * (len(cells) - 1)
        for large, small in ((first_size, FIGURE), (FIGURE, FIGURE), (FIGURE, TITLE), (TITLE, TITLE), (LEAD, LEAD)):
            self.sizes = [large, *[small] * (len(cells) - 1)]
            natural = [
                max(fonts.width_of(figure, fonts.BOLD, size), 84.0)
                for (_label, figure, _note), size in zip(cells, self.sizes, strict=True)
            ]
            if sum(natural) <= inner:
                break
        spare = max(inner - sum(natural), 0) / len(cells)
        self.widths = [width + spare for width in natural]

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        self.labels: list[Text] = []
        self.notes: list[Paragraph] = []
        for (label, _figure, note), width in zip(self.cells, self.widths, strict=True):
            self.labels.append(user_text(label, SMALL, ink=MUTED))
            self.notes.append(sentence(note, SMALL, ink=MUTED))
            self.labels[-1].wrap(width, 1000)
            self.notes[-1].wrap(width, 1000)
        self.label_height = max(part.height for part in self.labels)
        self.note_height = max(part.height for part in self.notes)
        self.line = max(self.sizes) * 1.02
        self.height = self.label_height + self.line + self.note_height + 2 * self.PAD * 0.75 + 6
        return WIDTH, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setLineWidth(0.6)
        canvas.setStrokeColor(colour(style.RULE))
        canvas.setFillColor(colour(style.WHITE))
        canvas.roundRect(0, 0, WIDTH, self.height, 5, stroke=1, fill=1)
        x = self.PAD
        floor = self.PAD * 0.75
        baseline = floor + self.note_height + 8
        for place, ((_label, figure, _note), width) in enumerate(zip(self.cells, self.widths, strict=True)):
            label, note = self.labels[place], self.notes[place]
            canvas.setFillColor(colour(self.paper.palette.accent if place == 0 else style.INK))
            canvas.setFont(fonts.BOLD, self.sizes[place])
            canvas.drawString(x - (1.5 if place == 0 else 0.8), baseline, figure)
            label.drawOn(canvas, x, baseline + self.sizes[place] * 0.76 + 5)
            note.drawOn(canvas, x, floor + self.note_height - note.height)
            x += width + self.GAP


def headline(paper: Paper) -> list[Flowable]:
    """Return the figures of the month's money and how sure they are, as the state allows."""
    ledger = paper.ledger
    cells = _cells(paper)
    if not cells:
        return []
    first = FIGURE if ledger.state in (LedgerState.NOT_YET_PROVEN, LedgerState.REFUNDS_EXCEED) else DISPLAY
    story: list[Flowable] = [FigureRow(cells, paper, first), Gap(BASELINE * 0.7)]
    bar = _range(paper)
    if bar is not None:
        story += [bar, Gap(BASELINE)]
    assumptions = "; ".join(ledger.method.assumptions).rstrip(".")
    if ledger.state is LedgerState.NOT_YET_PROVEN and assumptions:
        story.append(user_text(_("Assumptions: {assumptions}.").format(assumptions=assumptions), BODY))
        story.append(Gap(BASELINE * 0.5))
    if _mostly_estimated(paper) and ledger.state is not LedgerState.NOT_YET_PROVEN:
        text = words.glyph("◐") + " " + fonts.markup_of(_("More than half of the full value is estimated."))
        story += [sentence(text, SMALL, fonts.SEMIBOLD, style.BAD), Gap(BASELINE * 0.5)]
    return story


def _mostly_estimated(paper: Paper) -> bool:
    estimated, full = paper.ledger.estimated.cents or 0, paper.ledger.full.cents
    return estimated > 0 and full is not None and 2 * estimated > full


def _cells(paper: Paper) -> list[tuple[str, str, str]]:
    """Return (label, figure, note) of the money line, as the state allows."""
    ledger, state = paper.ledger, paper.ledger.state
    if state is LedgerState.NO_DATA:
        return []
    invested = (
        addressed("You invested"),
        paper.whole(paper.whole_invested),
        _noted(_("everything included"), paper.marks(ledger.invested.marks)),
    )
    outcome = paper.report.sheet.outcome
    if outcome is not None and not sum(paper.whole_proven):
        return _cells_of_outcome(paper, outcome, invested)
    if paper.margin_unknown:
        return _cells_of_sales(paper, invested)
    back = (
        _("Came back"),
        paper.whole(sum(paper.whole_proven)),
        _noted(_("margin, not sales"), paper.marks(ledger.proven.marks)),
    )
    none = "–"
    if state is LedgerState.NO_COST:
        return [back, (invested[0], paper.whole(0), fonts.markup_of(_("no costs recorded")))]
    if state is LedgerState.NOT_YET_PROVEN:
        estimate = paper.whole(paper.whole_estimated)
        noted = _noted(_("not proven yet"), paper.marks(ledger.estimated.marks))
        return [(_("Estimated"), estimate, noted), invested, back, (_("Return (ROI)"), none, _("not proven yet"))]
    per_unit, roi = ledger.per_unit.headline, ledger.roi.headline
    label = addressed("For every {one} you invested").format(one=paper.whole(1))
    return [
        (label, none if per_unit is None else paper.multiple(per_unit), fonts.markup_of(_("came back"))),
        invested,
        back,
        (_("Return (ROI)"), none if roi is None else formats.percent(roi, 0, sign=True), _range_note(paper)),
    ]


def _cells_of_outcome(paper: Paper, outcome: Outcome, invested: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """Return the line of a month whose goal was not sales: what one result cost, and when that pays for itself."""
    each = paper.money(outcome.cost_each) if outcome.cost_each is not None else "–"
    cells = [(_("Cost of each result"), each, fonts.safe(outcome.text)), invested]
    customers = paper.ledger.break_even_customers
    if customers:
        note = fonts.markup_of(ngettext("customer", "customers", customers))
        cells.append((_("Pays for itself with"), formats.number(customers), note))
    return cells


def _cells_of_sales(paper: Paper, invested: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    ledger = paper.ledger
    sales = (
        addressed("You sold"),
        paper.whole(round_half_up(Fraction(ledger.sales.cents or 0, 100))),
        _noted(_("sales, not margin"), paper.marks(ledger.sales.marks)),
    )
    if ledger.sales_per_unit is None:
        return [sales, (invested[0], paper.whole(0), fonts.markup_of(_("no costs recorded")))]
    label = addressed("Sold for every {one} you invested").format(one=paper.whole(1))
    cells = [(label, paper.multiple(ledger.sales_per_unit), fonts.markup_of(_("sales, not margin"))), invested, sales]
    if ledger.break_even_margin is not None:
        margin = Fraction(ledger.break_even_margin)
        even = formats.percent(margin, 0 if margin.denominator == 1 else 1)
        cells.append((_("Even from a margin of"), even, fonts.markup_of(_("of the sales"))))
    return cells


def _noted(note: str, marks: str) -> str:
    return f"{fonts.markup_of(note)}<br/>{marks}" if marks else fonts.markup_of(note)


def _range_note(paper: Paper) -> str:
    low, high = paper.ledger.range_low, paper.ledger.range_high
    if low is None or high is None or low == high:
        return fonts.markup_of(_("{zero} means even").format(zero=words.unbroken(formats.percent(0))))
    return fonts.markup_of(
        _("from {low} to {high}").format(
            low=words.unbroken(formats.percent(low, 0, sign=True)),
            high=words.unbroken(formats.percent(high, 0, sign=True)),
        )
    )


def _range(paper: Paper) -> Flowable | None:
    """Return the range bar: measured, confirmed, estimated, and where the month is even."""
    ledger = paper.ledger
    if paper.margin_unknown or ledger.state is LedgerState.NO_DATA:
        return None
    measured, confirmed = paper.whole_proven
    rows = {tier: [row for row in ledger.values if row.tier is tier and not row.late] for tier in Tier}
    method = ledger.method
    parts = []
    if measured or rows[Tier.MEASURED]:
        note = _("from {systems}").format(systems=", ".join(method.systems)) if method.systems else ""
        parts.append(_part(paper, Tier.MEASURED, measured, Texture.SOLID, note))
    if confirmed or rows[Tier.CONFIRMED]:
        names = ", ".join(dict.fromkeys(name for name, _day in method.confirmers))
        parts.append(_part(paper, Tier.CONFIRMED, confirmed, Texture.STRIPED, names))
    if paper.whole_estimated or rows[Tier.ESTIMATED]:
        parts.append(_part(paper, Tier.ESTIMATED, paper.whole_estimated, Texture.OUTLINED, _("not part of the result")))
    if not parts or all(part.cents <= 0 for part in parts):
        return None
    mark = paper.whole_invested if paper.whole_invested > 0 else None
    title = _("even at {amount}").format(amount=paper.whole(paper.whole_invested))
    return Chart(range_bar(parts, mark, title, WIDTH, measure), paper.palette)


def _part(paper: Paper, tier: Tier, units: int, texture: Texture, note: str) -> RangePart:
    title = f"{words.tier_word(tier)} {paper.whole(units)}"
    return RangePart(units, texture, title, fonts.clean(note))
