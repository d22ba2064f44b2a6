"""Every row of the ledger as the appendix prints it, with what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from reportlab.platypus import Flowable

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed
from smmdesk.core.money import round_half_up
from smmdesk.documents import fonts
from smmdesk.documents.data import CostRow, EvidenceFile, Figure, Tier, ValueRow
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.sums import spread_text
from smmdesk.documents.style import MUTED, SMALL
from smmdesk.documents.tables import Cell, Column, filling, headed_table
from smmdesk.documents.texts import user_text

HASH_SHOWN = 12  # first digits of a file's SHA-256


def day_text(day: date | None) -> str:
    """Write a day with its year; a dash where there is none."""
    return words.unbroken(formats.short_day(day, year=True)) if day is not None else words.DASH


def _anchored(mark: str) -> Flowable:
    return user_text(mark, SMALL, fonts.SEMIBOLD, place=f"row-{mark}")


def value_tables(paper: Paper, tier: Tier) -> list[Flowable]:
    """Return the value rows of one tier, each with its mark to be led to, so that a pocket calculator re-adds them."""
    rows = [row for row in paper.ledger.values if row.tier is tier]
    if not rows:
        return []
    titles = {
        Tier.MEASURED: _("Measured: recorded, tied to our work, proven by a file"),
        Tier.CONFIRMED: addressed("Confirmed: your own figures, by a named person"),
        Tier.ESTIMATED: _("Estimated: a count times an assumption, not part of the result"),
    }
    draw = _estimated if tier is Tier.ESTIMATED else _proven
    heads, body = draw(paper, rows)
    return headed_table(titles[tier], filling(heads, 2), body, paper.palette, totals=1, **paper.spacing)


def _proven(paper: Paper, rows: Sequence[ValueRow]) -> tuple[list[Column], list[list[Cell]]]:
    """Return head and rows of measured or confirmed values: sales × margin × share = what the row is worth."""
    counted = [row for row in rows if not row.late]
    figure = paper.ledger.measured if rows[0].tier is Tier.MEASURED else paper.ledger.confirmed
    heads = [
        *_first_columns(),
        Column(_("Sales, {currency}").format(currency=paper.currency), 60, True),
        Column(_("Margin, %"), 54, True),
        Column(_("Share, %"), 46, True),
        Column(addressed("For you, {currency}").format(currency=paper.currency), 64, True),
    ]
    overhang = _overhang(heads)
    body: list[list[Cell]] = [
        [
            *_first_cells(paper, row, overhang),
            paper.bare(row.net),
            _margin(row),
            words.percent_text(row.share),
            _worth(paper, row),
        ]
        for row in rows
    ]
    net = paper.bare(sum(row.net for row in counted))
    body.append(["", "", _together(rows), "", net, "", "", _total(paper, figure)])
    return heads, body


def _estimated(paper: Paper, rows: Sequence[ValueRow]) -> tuple[list[Column], list[list[Cell]]]:
    """Return head and rows of estimates: quantity × each × probability × share × margin, never read as sales."""
    likely = any(row.probability != 100 for row in rows)
    shared = any(row.share != 100 for row in rows)
    heads = [*_first_columns(), Column(_("Each, {currency}").format(currency=paper.currency), 58, True)]
    if likely:
        heads.append(Column(_("Probability, %"), 56, True))
    if shared:
        heads.append(Column(_("Share, %"), 46, True))
    heads.append(Column(_("Margin, %"), 54, True))
    heads.append(Column(addressed("For you, {currency}").format(currency=paper.currency), 64, True))
    overhang = _overhang(heads)
    body: list[list[Cell]] = []
    for row in rows:
        line: list[Cell] = [*_first_cells(paper, row, overhang), _each(paper, row)]
        if likely:
            line.append(words.percent_text(row.probability))
        if shared:
            line.append(words.percent_text(row.share))
        body.append([*line, _margin(row), _worth(paper, row)])
    total: list[Cell] = ["", "", _together(rows), *[""] * (len(heads) - 4), _total(paper, paper.ledger.estimated)]
    return heads, [*body, total]


def _first_columns() -> list[Column]:
    return [
        Column(_("Row"), 30),
        Column(_("Date"), 56),
        Column(_("What, and what proves it"), 0),
        Column(_("Quantity"), 46, True),
    ]


def _first_cells(paper: Paper, row: ValueRow, overhang: float) -> list[Cell]:
    return [
        _anchored(row.mark),
        day_text(row.day),
        with_details(row.description or words.value_kind(row.kind), _value_details(paper, row), overhang),
        words.quantity_text(row.quantity),
    ]


def _each(paper: Paper, row: ValueRow) -> str:
    """Write what one piece of a row comes to before any share of it; with ≈ where that is not a whole cent."""
    if not row.quantity:
        return words.DASH
    exact = Fraction(row.net) / Fraction(row.quantity)
    shown = paper.bare(round_half_up(exact))
    return shown if exact.denominator == 1 else f"≈{words.NO_BREAK}{shown}"


def _margin(row: ValueRow) -> str:
    return words.percent_text(row.margin) if row.margin is not None else _("unknown")


def _worth(paper: Paper, row: ValueRow) -> str:
    return paper.bare(row.amount) if row.amount is not None else words.DASH


def _total(paper: Paper, figure: Figure) -> str:
    unknown = paper.margin_unknown
    return words.DASH if unknown or figure.cents is None else paper.bare(figure.cents)


def _together(rows: Sequence[ValueRow]) -> str:
    return _("Together, late values left out") if any(row.late for row in rows) else _("Together")


def with_details(title: str, details: Sequence[str], overhang: float = 0) -> list[Flowable]:
    """Return a cell: a title and, in small print that may overhang, what proves it."""
    cell: list[Flowable] = [user_text(title, SMALL)]
    text = " · ".join(detail for detail in details if detail)
    if text:
        cell.append(user_text(text, SMALL, ink=MUTED, overhang=overhang))
    return cell


def _overhang(heads: Sequence[Column]) -> float:
    """Return how far small print may run on under the columns of numbers."""
    return sum(head.width for head in heads[3:])


def _value_details(paper: Paper, row: ValueRow, *, in_columns: bool = True) -> list[str]:
    details = [words.value_kind(row.kind)]
    if row.claimed is not row.tier:
        text = _("claimed as {claimed}, counted as {tier}")
        details.append(text.format(claimed=_low(words.tier_word(row.claimed)), tier=_low(words.tier_word(row.tier))))
    if row.month is not None:
        details.append(_("late value of {month}").format(month=formats.month_name(row.month)))
    if row.reverses:
        details.append(_("takes back {row}").format(row=row.reverses))
    if row.probability != 100 and not in_columns:
        details.append(_("probability {percent}").format(percent=formats.percent(row.probability)))
    if row.tie and row.tie != "none":
        details.append(_("tied by {tie}").format(tie=words.tie_word(row.tie)))
    if row.rule:
        details.append(_("rule: {rule}").format(rule=row.rule))
    details.append(_foreign(paper, row))
    if row.confirmed_by:
        if row.confirmed_on is not None:
            text = _("confirmed by {name} on {day}")
            details.append(text.format(name=row.confirmed_by, day=day_text(row.confirmed_on)))
        else:
            details.append(_("confirmed by {name}, no date").format(name=row.confirmed_by))
    details += _evidence(row.evidence)
    details += _read(row.source, row.read_on)
    details.append(row.note)
    return details


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _foreign(paper: Paper, row: ValueRow | CostRow) -> str:
    if row.foreign is None or row.rate is None:
        return ""
    amount = formats.money(row.foreign, row.foreign_currency)
    rate = formats.number(row.rate)
    if row.rate_day is None:
        return _("{amount} at {rate}").format(amount=amount, rate=rate)
    return _("{amount} at {rate} of {day}").format(amount=amount, rate=rate, day=day_text(row.rate_day))


def _evidence(files: Sequence[EvidenceFile]) -> list[str]:
    if not files:
        return [_("no file")]
    return [
        _("file {name} (SHA-256 {hash}…)").format(name=file.name, hash=file.sha256[:HASH_SHOWN])
        if file.sha256
        else _("file {name}").format(name=file.name)
        for file in files
    ]


def _read(source: str, read_on: date | None) -> list[str]:
    if source and read_on is not None:
        return [_("from {source}, read on {day}").format(source=source, day=day_text(read_on))]
    if source:
        return [_("from {source}").format(source=source)]
    return [_("read on {day}").format(day=day_text(read_on))] if read_on is not None else []


def cost_table(paper: Paper) -> list[Flowable]:
    """Return the cost rows, each with its mark to be led to."""
    costs = paper.ledger.costs
    if not costs:
        return []
    heads = [
        Column(_("Row"), 30),
        Column(_("Date"), 56),
        Column(_("What, and what proves it"), 0),
        Column(_("Quantity"), 46, True),
        Column(_("Net, {currency}").format(currency=paper.currency), 60, True),
    ]
    taxed = any(row.vat_kept for row in costs)
    if taxed:
        heads.append(Column(_("VAT kept, {currency}").format(currency=paper.currency), 72, True))
    heads.append(Column(_("This month, {currency}").format(currency=paper.currency), 78, True))
    heads = filling(heads, 2)
    overhang = _overhang(heads)
    body: list[list[Cell]] = []
    for row in costs:
        details = [words.cost_kind(row.kind)]
        if row.spread_months > 1:
            details.append(spread_text(row))
        details.append(_foreign(paper, row))
        if row.origin == "contract":
            details.append(_("from the contract"))
        elif row.evidence or row.origin == "typed":
            details += _evidence(row.evidence)
        details += _read(row.source, row.read_on)
        details.append(row.note)
        body.append(
            [
                _anchored(row.mark),
                day_text(row.day),
                with_details(row.description or words.cost_kind(row.kind), details, overhang),
                words.quantity_text(row.quantity),
                paper.bare(row.net),
                *([paper.bare(row.vat_kept) if row.vat_kept else words.DASH] if taxed else []),
                paper.bare(row.amount),
            ]
        )
    body.append(["", "", _("Together"), *[""] * (len(heads) - 4), paper.bare(paper.ledger.invested.cents or 0)])
    return headed_table(
        addressed("What you invested, row by row"), heads, body, paper.palette, totals=1, **paper.spacing
    )


def not_counted_table(paper: Paper) -> list[Flowable]:
    """Return the rows that are not counted, with the reason."""
    entries = paper.ledger.not_counted
    if not entries:
        return []
    heads = [
        Column(_("Date"), 56),
        Column(_("What, and what proves it"), 0),
        Column(_("Why it is not counted"), 140),
        Column(_("Sales, {currency}").format(currency=paper.currency), 62, True),
    ]
    heads = filling(heads, 1)
    body: list[list[Cell]] = [
        [
            day_text(entry.row.day),
            with_details(
                entry.row.description or words.value_kind(entry.row.kind),
                [entry.row.id, *_value_details(paper, entry.row, in_columns=False)],
            ),
            user_text(words.not_counted_reason(entry), SMALL),
            paper.bare(entry.row.net),
        ]
        for entry in entries
    ]
    return headed_table(_("Rows not counted"), heads, body, paper.palette, **paper.spacing)


def claims_table(paper: Paper) -> list[Flowable]:
    """Return what the platforms claim; it is never added."""
    claims = paper.ledger.platform_claims
    if not claims:
        return []
    heads = [
        Column(_("Platform"), 100),
        Column(_("Source"), 0),
        Column(_("Read on"), 70),
        Column(_("Sales claimed"), 70, True),
        Column(_("Value claimed, {currency}").format(currency=paper.currency), 80, True),
    ]
    heads = filling(heads, 1)
    body: list[list[Cell]] = [
        [
            user_text(claim.platform, SMALL),
            user_text(claim.source or words.DASH, SMALL),
            day_text(claim.read_on),
            words.quantity_text(claim.count),
            paper.bare(claim.value) if claim.value is not None else words.DASH,
        ]
        for claim in claims
    ]
    return headed_table(_("What the platforms claim (never added)"), heads, body, paper.palette, **paper.spacing)
