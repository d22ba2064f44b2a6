"""Page 1: the month understood in a minute."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, Paragraph, Table

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed
from smmdesk.documents import fonts, style
from smmdesk.documents.charts import RangePart, Texture, range_bar
from smmdesk.documents.data import (
    ChangeKind,
    Comparison,
    GoalStatus,
    Kpi,
    LedgerState,
    ReportState,
    Tier,
    Verdict,
)
from smmdesk.documents.images import read_logo
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.verdict import verdict_sentences
from smmdesk.documents.parts import Chart, Framed, Gap, measure, sentence, subheading, user_text
from smmdesk.documents.style import (
    BASELINE,
    BODY,
    DISPLAY,
    FIGURE,
    LEAD,
    MARGIN,
    MUTED,
    PAGE_WIDTH,
    SMALL,
    TITLE,
    WIDTH,
    colour,
    hexed,
)

MOST_KPIS = 4
LONGEST_LABEL = 90  # characters of a card's label


def page_one(paper: Paper) -> list[Flowable]:
    """Return the parts of page 1, from the band to the framed request."""
    sheet = paper.report.sheet
    story: list[Flowable] = [CoverBand(paper), Gap(BASELINE)]
    if sheet.goal.strip():
        story.append(sentence(fonts.markup_of(addressed("Your goal, in your words")), SMALL, ink=MUTED))
        story += [user_text(f"«{sheet.goal.strip()}»", LEAD, ink=style.INK), Gap(BASELINE * 0.6)]
    verdict = " ".join(verdict_sentences(paper))
    story += [user_text(verdict, TITLE, fonts.SEMIBOLD), Gap(BASELINE * 0.8)]
    story += _money(paper)
    story += _kpis(paper)
    story += _what_happened(paper)
    story += _request(paper)
    return story


# -------------------------------------------------------------------------------------------------------------- band


class CoverBand(Flowable):
    """The client's band across the page: name, what this is, logo; it bleeds off the page at the top and the sides."""

    LOGO_HEIGHT, LOGO_WIDTH, AIR = 14 * style.mm, 44 * style.mm, 6.0

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper
        palette = paper.palette
        self.logo = read_logo(paper.report.client.logo)
        text_width = WIDTH - (self.LOGO_WIDTH + 2 * self.AIR + 12 if self.logo else 0)
        name = fonts.clean(paper.report.client.name) or "–"
        size = next(
            (size for size in (FIGURE, TITLE) if fonts.width_of(name, fonts.BOLD, size) <= text_width * 1.9), LEAD
        )
        self.parts = [
            user_text(name, size, fonts.BOLD, palette.on_brand),
            user_text(_subtitle(paper), BODY, ink=palette.on_brand),
        ]
        self.text_width = text_width

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        self.heights = [part.wrap(self.text_width, 10_000)[1] for part in self.parts]
        text = sum(self.heights)
        self.height = max(text, self.LOGO_HEIGHT + 2 * self.AIR) + 3.4 * BASELINE
        return aW, self.height

    def draw(self) -> None:
        canvas, palette = self.canv, self.paper.palette
        canvas.setFillColor(colour(palette.band))
        canvas.rect(-MARGIN, 0, PAGE_WIDTH, self.height, stroke=0, fill=1)
        y = (self.height + sum(self.heights)) / 2
        for part, height in zip(self.parts, self.heights, strict=True):
            part.drawOn(canvas, 0, y - height)
            y -= height
        if self.logo is not None:
            self._draw_logo()

    def _draw_logo(self) -> None:
        canvas, logo = self.canv, self.logo
        assert logo is not None
        scale = min(self.LOGO_WIDTH / logo.width, self.LOGO_HEIGHT / logo.height)
        width, height = logo.width * scale, logo.height * scale
        plate_width, plate_height = width + 2 * self.AIR, self.LOGO_HEIGHT + 2 * self.AIR
        x, y = WIDTH - plate_width, (self.height - plate_height) / 2
        canvas.setFillColor(colour(style.WHITE))
        canvas.roundRect(x, y, plate_width, plate_height, 4, stroke=0, fill=1)
        logo.draw(canvas, x + self.AIR, y + (plate_height - height) / 2, width, height)


def _subtitle(paper: Paper) -> str:
    report = paper.report
    pieces = [_("Report for {month}").format(month=formats.month_name(report.month))]
    channels = list(dict.fromkeys(account.platform_name for account in report.accounts))
    if channels:
        pieces.append(", ".join(channels[:4]) + (", …" if len(channels) > 4 else ""))
    if report.ledger.method.read_on is not None:
        pieces.append(_("figures read on {day}").format(day=formats.day(report.ledger.method.read_on)))
    if report.provisional:
        pieces.append(_("provisional: some figures may still change"))
    if report.state in (ReportState.DRAFT, ReportState.CHECKED):
        pieces.append(_("draft"))
    return " · ".join(pieces)


# ------------------------------------------------------------------------------------------------------------- money


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
        self.labels: list[Paragraph] = []
        self.notes: list[Paragraph] = []
        for (label, _figure, note), width in zip(self.cells, self.widths, strict=True):
            self.labels.append(sentence(fonts.markup_of(label), SMALL, ink=MUTED))
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


def _money(paper: Paper) -> list[Flowable]:
    ledger = paper.ledger
    cells = _cells(paper)
    if not cells:
        return []
    first = FIGURE if ledger.state in (LedgerState.NOT_YET_PROVEN, LedgerState.REFUNDS_EXCEED) else DISPLAY
    story: list[Flowable] = [FigureRow(cells, paper, first), Gap(BASELINE * 0.7)]
    bar = _range(paper)
    if bar is not None:
        story += [bar, Gap(BASELINE * 0.5)]
    if _mostly_estimated(paper):
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
    if state is LedgerState.MARGIN_UNKNOWN:
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


def _cells_of_sales(paper: Paper, invested: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    ledger = paper.ledger
    sales = (
        addressed("You sold"),
        paper.money(ledger.sales.cents or 0).removesuffix(".00").removesuffix(",00"),
        _noted(_("sales, not margin"), paper.marks(ledger.sales.marks)),
    )
    if ledger.sales_per_unit is None:
        return [sales, invested]
    label = addressed("Sold for every {one} you invested").format(one=paper.whole(1))
    cells = [(label, paper.multiple(ledger.sales_per_unit), fonts.markup_of(_("sales, not margin"))), invested, sales]
    if ledger.break_even_margin is not None:
        even = formats.percent(ledger.break_even_margin, 1)
        cells.append((_("Even from a margin of"), even, fonts.markup_of(_("of the sales"))))
    return cells


def _noted(note: str, marks: str) -> str:
    return f"{fonts.markup_of(note)} {marks}".strip()


def _range_note(paper: Paper) -> str:
    low, high = paper.ledger.range_low, paper.ledger.range_high
    if low is None or high is None or low == high:
        return fonts.markup_of(_("0 % means even"))
    return fonts.markup_of(
        _("from {low} to {high}").format(
            low=words.unbroken(formats.percent(low, 0, sign=True)),
            high=words.unbroken(formats.percent(high, 0, sign=True)),
        )
    )


def _range(paper: Paper) -> Flowable | None:
    """Return the range bar: measured, confirmed, estimated, and where the month is even."""
    ledger = paper.ledger
    if ledger.state in (LedgerState.MARGIN_UNKNOWN, LedgerState.NO_DATA):
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


# --------------------------------------------------------------------------------------------------------------- kpis


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


def _kpis(paper: Paper) -> list[Flowable]:
    kpis = paper.report.sheet.kpis[:MOST_KPIS]
    if not kpis:
        return []
    inner = (WIDTH - Cards.GAP * (len(kpis) - 1)) / len(kpis) - 2 * Cards.PAD
    return [Cards([_card(paper, kpi, inner) for kpi in kpis]), Gap(BASELINE * 0.4)]


def _card(paper: Paper, kpi: Kpi, width: float) -> tuple[list[Flowable], list[Flowable], list[Flowable]]:
    """Return label, figure, and the lines under it."""
    target = words.value_text(kpi.target, kpi.unit, paper.currency) if kpi.target is not None else ""
    figure = words.value_text(kpi.value, kpi.unit, paper.currency)
    size = next((size for size in (FIGURE, TITLE) if fonts.width_of(figure, fonts.BOLD, size) <= width), LEAD)
    under: list[Flowable] = []
    if kpi.value is None:
        if kpi.spent_without_result is not None:
            spent = _("{amount} spent, none yet").format(amount=paper.money(kpi.spent_without_result))
            under.append(sentence(fonts.markup_of(spent), SMALL, ink=style.INK))
        else:
            under.append(sentence(fonts.markup_of(words.missing_word(kpi.state)), SMALL, ink=MUTED))
    if target or kpi.status is not None:
        under.append(sentence(_status_line(kpi.status, target), SMALL))
    if kpi.comparison is not None:
        under.append(sentence(_comparison_line(paper, kpi, kpi.comparison), SMALL, ink=MUTED))
    if kpi.marks:
        under.append(sentence(paper.marks(kpi.marks, limit=3), SMALL, ink=MUTED))
    label = user_text(kpi.text if len(kpi.text) <= LONGEST_LABEL else kpi.text[:LONGEST_LABEL] + "…", SMALL, ink=MUTED)
    return [label], [sentence(fonts.markup_of(figure), size, fonts.BOLD)], under


def _status_line(status: GoalStatus | None, target: str) -> str:
    text = words.status_text(status, words.unbroken(target)) if target else ""
    if status is None:
        return fonts.markup_of(text)
    if not target and status is GoalStatus.NO_DATA:
        text = _("no data")
    good = status in (GoalStatus.MET, GoalStatus.ON_TRACK)
    bad = status in (GoalStatus.OFF_TRACK, GoalStatus.AT_RISK)
    ink = style.GOOD if good else style.BAD if bad else style.MUTED
    shape = words.glyph(words.STATUS_SHAPE[status])
    return f'<font color="{hexed(ink)}">{shape} {fonts.markup_of(text)}</font>'


def _comparison_line(paper: Paper, kpi: Kpi, comparison: Comparison) -> str:
    month = formats.month_name(comparison.month, year=comparison.month.year != paper.report.month.year)
    before = words.value_text(comparison.value, kpi.unit, paper.currency)
    verdict = words.verdict_word(comparison.verdict)
    if comparison.kind is ChangeKind.NEW:
        verdict = _("new")
    shape = words.glyph(words.VERDICT_SHAPE[comparison.verdict])
    ink = {Verdict.BETTER: style.GOOD, Verdict.WORSE: style.BAD}.get(comparison.verdict, MUTED)
    head = _("{month}: {value}").format(month=month, value=words.unbroken(before))
    return (
        f'{fonts.markup_of(head)} <font color="{hexed(ink)}">{shape}{words.NO_BREAK}{fonts.markup_of(verdict)}</font>'
    )


# -------------------------------------------------------------------------------------------------------------- texts


def _what_happened(paper: Paper) -> list[Flowable]:
    sheet = paper.report.sheet
    texts = [
        (_("What worked"), sheet.worked),
        (_("What did not"), sheet.did_not_work),
        (_("What we change"), sheet.we_change),
    ]
    rows = [
        [sentence(fonts.markup_of(title, fonts.SEMIBOLD), BODY, fonts.SEMIBOLD), user_text(text.strip())]
        for title, text in texts
        if text.strip()
    ]
    if not rows:
        return []
    label = style.columns(1) + 24
    grid = Table(
        rows,
        colWidths=[label, WIDTH - label],
        style=[
            ("FONT", (0, 0), (-1, -1), fonts.REGULAR, BODY, BASELINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ],
        hAlign="LEFT",
        splitInRow=1 if any(len(text) > 900 for _title, text in texts) else 0,
    )
    return [*subheading(_("What happened"), paper.palette), grid]


def _request(paper: Paper) -> list[Flowable]:
    sheet = paper.report.sheet
    if not sheet.request.strip():
        return []
    if sheet.request_by is not None:
        title = addressed("What we need from you by {day}").format(day=formats.day(sheet.request_by, year=False))
    else:
        title = addressed("What we need from you")
    heading = sentence(fonts.markup_of(title, fonts.SEMIBOLD), LEAD, fonts.SEMIBOLD, paper.palette.accent)
    return [Gap(BASELINE * 0.6), Framed([heading, user_text(sheet.request.strip())], paper.palette, tinted=True)]
