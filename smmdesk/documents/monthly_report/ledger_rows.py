"""Every row of the ledger as the appendix prints it, with what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed
from smmdesk.documents import fonts
from smmdesk.documents.data import CostRow, EvidenceFile, LedgerState, Tier, ValueRow
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.sums import spread_text
from smmdesk.documents.parts import overhanging_text, sentence, user_text
from smmdesk.documents.style import MUTED, SMALL, WIDTH
from smmdesk.documents.tables import Cell, Column, headed_table

HASH_SHOWN = 12  # first digits of a file's SHA-256


def day_text(day: date | None) -> str:
    """Write a day with its year; a dash where there is none."""
    return words.unbroken(formats.short_day(day, year=True)) if day is not None else words.DASH


def _anchored(mark: str) -> Flowable:
    shown = fonts.safe(mark)
    return sentence(f'<a name="row-{shown}"/>{shown}', SMALL, fonts.SEMIBOLD)


def _value_columns(paper: Paper) -> list[Column]:
    heads = [
        Column(_("Row"), 28),
        Column(_("Date"), 58),
        Column(_("What, and what proves it"), 0),
        Column(_("Quantity"), 44, True),
        Column(_("Sales, {currency}").format(currency=paper.currency), 56, True),
        Column(_("Margin, %"), 42, True),
        Column(_("Share, %"), 36, True),
        Column(addressed("For you, {currency}").format(currency=paper.currency), 62, True),
    ]
    heads[2] = Column(heads[2].title, WIDTH - sum(head.width for head in heads))
    return heads


def value_tables(paper: Paper, tier: Tier) -> list[Flowable]:
    """Return the value rows of one tier, each with its mark to be led to."""
    rows = [row for row in paper.ledger.values if row.tier is tier]
    if not rows:
        return []
    heads = _value_columns(paper)
    overhang = _overhang(heads)
    body: list[list[Cell]] = [_value_line(paper, row, _anchored(row.mark), overhang) for row in rows]
    counted = [row for row in rows if not row.late]
    unknown = paper.ledger.state is LedgerState.MARGIN_UNKNOWN
    figure = {
        Tier.MEASURED: paper.ledger.measured,
        Tier.CONFIRMED: paper.ledger.confirmed,
        Tier.ESTIMATED: paper.ledger.estimated,
    }[tier]
    total = words.DASH if unknown or figure.cents is None else paper.bare(figure.cents)
    net = paper.bare(sum(row.net for row in counted))
    title = _("Together, late values left out") if len(counted) < len(rows) else _("Together")
    body.append(["", "", title, "", net, "", "", total])
    titles = {
        Tier.MEASURED: _("Measured: recorded, tied to our work, proven by a file"),
        Tier.CONFIRMED: addressed("Confirmed: your own figures, by a named person"),
        Tier.ESTIMATED: _("Estimated: a count times an assumption, not part of the result"),
    }
    return headed_table(titles[tier], heads, body, paper.palette, totals=1)


def _value_line(paper: Paper, row: ValueRow, mark: Flowable, overhang: float) -> list[Cell]:
    return [
        mark,
        day_text(row.day),
        with_details(row.description or words.value_kind(row.kind), _value_details(paper, row), overhang),
        words.quantity_text(row.quantity),
        paper.bare(row.net),
        words.percent_text(row.margin) if row.margin is not None else _("unknown"),
        words.percent_text(row.share),
        paper.bare(row.amount) if row.amount is not None else words.DASH,
    ]


def with_details(title: str, details: Sequence[str], overhang: float = 0) -> list[Flowable]:
    """Return a cell: a title and, in small print that may overhang, what proves it."""
    cell: list[Flowable] = [user_text(title, SMALL)]
    text = " · ".join(detail for detail in details if detail)
    if text:
        cell.append(overhanging_text(text, overhang, MUTED))
    return cell


def _overhang(heads: Sequence[Column]) -> float:
    """Return how far small print may run on under the columns of numbers."""
    return sum(head.width for head in heads[3:])


def _value_details(paper: Paper, row: ValueRow) -> list[str]:
    details = [words.value_kind(row.kind)]
    if row.claimed is not row.tier:
        text = _("claimed as {claimed}, counted as {tier}")
        details.append(text.format(claimed=_low(words.tier_word(row.claimed)), tier=_low(words.tier_word(row.tier))))
    if row.month is not None:
        details.append(_("late value of {month}").format(month=formats.month_name(row.month)))
    if row.reverses:
        details.append(_("takes back {row}").format(row=row.reverses))
    if row.probability != 100:
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
        Column(_("Row"), 28),
        Column(_("Date"), 58),
        Column(_("What, and what proves it"), 0),
        Column(_("Quantity"), 48, True),
        Column(_("Net, {currency}").format(currency=paper.currency), 66, True),
        Column(_("VAT kept, {currency}").format(currency=paper.currency), 66, True),
        Column(_("This month, {currency}").format(currency=paper.currency), 66, True),
    ]
    heads[2] = Column(heads[2].title, WIDTH - sum(head.width for head in heads))
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
                paper.bare(row.vat_kept) if row.vat_kept else words.DASH,
                paper.bare(row.amount),
            ]
        )
    body.append(["", "", _("Together"), "", "", "", paper.bare(paper.ledger.invested.cents or 0)])
    return headed_table(addressed("What you invested, row by row"), heads, body, paper.palette, totals=1)


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
    heads[1] = Column(heads[1].title, WIDTH - sum(head.width for head in heads))
    body: list[list[Cell]] = [
        [
            day_text(entry.row.day),
            with_details(
                entry.row.description or words.value_kind(entry.row.kind),
                [entry.row.id, *_value_details(paper, entry.row)],
            ),
            user_text(words.not_counted_reason(entry), SMALL),
            paper.bare(entry.row.net),
        ]
        for entry in entries
    ]
    return headed_table(_("Rows not counted"), heads, body, paper.palette)


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
    heads[1] = Column(heads[1].title, WIDTH - sum(head.width for head in heads))
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
    return headed_table(_("What the platforms claim (never added)"), heads, body, paper.palette)
