"""The box "How we computed this": the complete wording of roi.md 11 with its variants."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from reportlab.platypus import Flowable, Table

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed, pgettext
from smmdesk.documents import fonts, style
from smmdesk.documents.data import LedgerState, Tier
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.sums import by_kind, restated_texts, vat_sentence
from smmdesk.documents.parts import subheading
from smmdesk.documents.style import BASELINE, SMALL, WIDTH, colour
from smmdesk.documents.texts import user_text

_LABEL_WIDTH = 96.0


def method_box(paper: Paper) -> list[Flowable]:
    """Return the box; what does not apply in the month's state is left out."""
    if paper.ledger.state is LedgerState.NO_DATA:
        return []
    rows = [(title, text) for title, text in _entries(paper) if text]
    cells = [[user_text(title, SMALL, fonts.SEMIBOLD), user_text(text, SMALL)] for title, text in rows]
    giant = any(len(text) > 1500 for _title, text in rows)
    kept = [] if giant or len(rows) < 4 else [("NOSPLIT", (0, 0), (0, 1)), ("NOSPLIT", (0, -2), (0, -1))]
    box = Table(
        cells,
        colWidths=[_LABEL_WIDTH, WIDTH - _LABEL_WIDTH],
        style=[
            ("FONT", (0, 0), (-1, -1), fonts.REGULAR, SMALL, BASELINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, -1), colour(paper.palette.tint)),
            ("LINEABOVE", (0, 0), (-1, 0), 0.9, colour(paper.palette.accent)),
            ("LINEBELOW", (0, -1), (-1, -1), 0.9, colour(paper.palette.accent)),
            ("LINEBELOW", (0, 0), (-1, -2), style.HAIRLINE, colour(style.RULE)),
            ("LEFTPADDING", (0, 0), (0, -1), 10),
            ("LEFTPADDING", (1, 0), (1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 3.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            *kept,
        ],
        hAlign="LEFT",
        splitInRow=1 if giant else 0,
        spaceAfter=BASELINE / 2,
    )
    return [*subheading(_("How we computed this"), paper.palette, 90), box]


def _entries(paper: Paper) -> list[tuple[str, str]]:
    unknown = paper.margin_unknown
    return [
        (_("The month"), _result(paper)),
        (_("Period"), _period(paper)),
        (addressed("You invested"), _invested(paper)),
        (_("What came back"), "" if unknown else _came_back(paper)),
        (_("How sure we are"), _sure(paper)),
        (_("Formula"), _formula(paper)),
        (_("Range"), _range(paper)),
        (_("Credit"), _credit(paper)),
        (_("What this is not"), _is_not(paper)),
        (_("Corrections"), _corrections(paper)),
        (_("Missing"), _missing(paper)),
    ]


def _result(paper: Paper) -> str:
    """Return the variants: a loss with its reason, an estimate with its assumptions."""
    ledger, sheet = paper.ledger, paper.report.sheet
    if ledger.state is LedgerState.NOT_YET_PROVEN:
        amount = paper.money(ledger.estimated.cents or 0)
        assumptions = "; ".join(ledger.method.assumptions)
        if not assumptions:
            return _("We cannot prove a return yet. We estimate {amount}.").format(amount=amount)
        text = _("We cannot prove a return yet. We estimate {amount}, on these assumptions: {assumptions}.")
        return text.format(amount=amount, assumptions=assumptions.rstrip("."))
    invested, proven = ledger.invested.cents, ledger.proven.cents
    losing = ledger.state in (LedgerState.OK, LedgerState.NOTHING_PROVEN, LedgerState.REFUNDS_EXCEED)
    if not losing or invested is None or proven is None or proven >= invested:
        return ""
    text = _("This month {invested} went out and {back} came back: {difference} less.").format(
        invested=paper.money(invested), back=paper.money(proven), difference=paper.money(invested - proven)
    )
    if 0 < len(sheet.did_not_work.strip()) < 400:
        text += " " + _("Reason: {reason}").format(reason=_closed(sheet.did_not_work))
    if 0 < len(sheet.we_change.strip()) < 400:
        text += " " + _("What we change: {change}").format(change=_closed(sheet.we_change))
    return text


def _closed(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def _day(day: date) -> str:
    return words.unbroken(formats.day(day))


def _period(paper: Paper) -> str:
    report, method = paper.report, paper.ledger.method
    text = _("From {first} to {last}").format(first=_day(report.month.first_day), last=_day(report.month.last_day))
    if method.read_on is not None:
        text += "; " + _("figures read on {day}").format(day=_day(method.read_on))
    return text + "; " + (_("provisional.") if report.provisional else _("final."))


def _invested(paper: Paper) -> str:
    ledger = paper.ledger
    if not ledger.costs:
        return _("No costs are recorded.")
    parts = [
        f"{_inside(words.cost_kind(kind))} {paper.money(sum(row.amount for row in rows))}"
        for kind, rows in by_kind(ledger.costs)
    ]
    text = _("{total}: {parts}.").format(total=paper.money(ledger.invested.cents or 0), parts=", ".join(parts))
    return text + " " + vat_sentence(paper)


def _inside(title: str) -> str:
    """Return a title as it stands inside a sentence."""
    return title[:1].lower() + title[1:]


def _came_back(paper: Paper) -> str:
    ledger = paper.ledger
    proven = ledger.proven.cents
    if proven is None or not any(row for row in ledger.values if not row.late):
        return ""
    margins = []
    for basis in ledger.method.margins:
        text = words.percent_text(basis.percent) + words.NO_BREAK + "%"
        if basis.agreed_with and basis.agreed_on is not None:
            text = _("{margin}, agreed with {name} on {day}").format(
                margin=text, name=basis.agreed_with, day=_day(basis.agreed_on)
            )
        margins.append(text)
    if margins:
        text = addressed(
            "{amount}: not sales, but what is left after the direct cost of what you sold ({margins}), "
            "net of VAT, discounts and refunds."
        )
        return text.format(amount=paper.money(proven), margins="; ".join(margins))
    text = addressed(
        "{amount}: not sales, but what is left after the direct cost of what you sold, "
        "net of VAT, discounts and refunds."
    )
    return text.format(amount=paper.money(proven))


def _sure(paper: Paper) -> str:
    ledger, method = paper.ledger, paper.ledger.method
    rows = [row for row in ledger.values if not row.late]
    unknown = paper.margin_unknown
    tiers = {row.tier for row in rows}
    lines = []

    def amount(tier: Tier) -> str:
        figure = {Tier.MEASURED: ledger.measured, Tier.CONFIRMED: ledger.confirmed, Tier.ESTIMATED: ledger.estimated}[
            tier
        ]
        if unknown or figure.cents is None:
            return _("sales of {amount}").format(amount=paper.money(sum(row.net for row in rows if row.tier is tier)))
        return paper.money(figure.cents)

    if Tier.MEASURED in tiers:
        ties = [words.tie_word(tie) for tie in method.ties if tie and tie != "none"]
        values = {
            "amount": amount(Tier.MEASURED),
            "systems": ", ".join(method.systems),
            "ties": words.listed(ties, pgettext("one of these", "or")),
        }
        if method.systems and ties:
            text = _("■ Measured, {amount}: orders or bookings in {systems}, tied to our work by {ties}.")
        elif ties:
            text = _("■ Measured, {amount}: recorded orders or bookings, tied to our work by {ties}.")
        else:
            text = _("■ Measured, {amount}: recorded orders or bookings, tied to our work.")
        lines.append(text.format(**values))
    if Tier.CONFIRMED in tiers:
        told = "; ".join(f"{name}, {_day(day)}" for name, day in dict.fromkeys(method.confirmers))
        text = addressed("▤ Confirmed by you, {amount}: told us by {told}.")
        lines.append(text.format(amount=amount(Tier.CONFIRMED), told=told or words.DASH))
    if Tier.ESTIMATED in tiers:
        if method.assumptions:
            text = _("□ Estimated, {amount}: {assumptions}; never part of the headline.")
        else:
            text = _("□ Estimated, {amount}; never part of the headline.")
        assumptions = "; ".join(method.assumptions).rstrip(".")
        lines.append(text.format(amount=amount(Tier.ESTIMATED), assumptions=assumptions))
    return "\n".join(lines)


def _formula(paper: Paper) -> str:
    ledger = paper.ledger
    one = paper.whole(1)
    if paper.margin_unknown:
        if ledger.sales_per_unit is None:
            return addressed("Your margin is needed to compute a return.")
        return addressed(
            "Sold for every {one} = sales ÷ invested. You are even when your margin is invested ÷ sales. "
            "Your margin is needed to compute a return."
        ).format(one=one)
    if ledger.state is LedgerState.NO_COST:
        return _("ROI = (came back − invested) ÷ invested. Without costs there is nothing to divide by.")
    text = _(
        "For every {one} = came back ÷ invested; ROI = (came back − invested) ÷ invested, so {zero} means even."
    ).format(one=one, zero=words.unbroken(formats.percent(0)))
    headline, roi = ledger.per_unit.headline, ledger.roi.headline
    if headline is not None and roi is not None:
        text += " " + _("Here: {back} ÷ {invested} = {multiple}; ROI {roi}.").format(
            back=paper.money(ledger.proven.cents or 0),
            invested=paper.money(ledger.invested.cents or 0),
            multiple=formats.number(Fraction(headline), 2),
            roi=words.unbroken(formats.percent(Fraction(roi), 2, sign=True)),
        )
    return text


def _range(paper: Paper) -> str:
    ledger = paper.ledger
    low, high = ledger.range_low, ledger.range_high
    if low is None or high is None:
        return ""
    shown = {
        "low": words.unbroken(formats.percent(low, 2, sign=True)),
        "high": words.unbroken(formats.percent(high, 2, sign=True)),
    }
    if low == high:
        return ""
    if ledger.roi.floor == low and ledger.roi.full == high:
        if not ledger.estimated.cents:
            return addressed("ROI from {low} (measured only) to {high} (with what you confirmed).").format(**shown)
        return _("ROI from {low} (measured only) to {high} (with estimates).").format(**shown)
    return _("ROI from {low} to {high}, whichever of the three ways it is counted.").format(**shown)


def _credit(paper: Paper) -> str:
    method = paper.ledger.method
    if method.rule:
        text = _closed(method.rule)
    else:
        text = addressed("The last link or code that your customer used, within {days} days.").format(
            days=formats.number(method.look_back_days)
        )
    text += " " + _("Each order is counted once; seeing an ad without clicking earns no credit.")
    claims = paper.ledger.platform_claims
    if claims:
        total = sum((Fraction(claim.count) for claim in claims), Fraction(0))
        text += " " + _("What the platforms claim ({n} sales) is in the appendix and not added.").format(
            n=words.quantity_text(total)
        )
    return text


def _is_not(paper: Paper) -> str:
    method = paper.ledger.method
    if not any(not row.late for row in paper.ledger.values):
        return ""
    if not method.test:
        return _("These sales are linked to our work; we have not tested how many would have come anyway.")
    if method.test_on is None:
        return _("These sales are linked to our work; a test says: {result}").format(result=_closed(method.test))
    text = _("These sales are linked to our work; the test of {day} says: {result}")
    return text.format(day=_day(method.test_on), result=_closed(method.test))


def _corrections(paper: Paper) -> str:
    ledger = paper.ledger
    texts = []
    if ledger.late_value.cents:
        text = _("Late values of {amount}, counted in their own months.")
        texts.append(text.format(amount=paper.money(ledger.late_value.cents)))
    taken_back = sum(
        row.amount or 0 for row in ledger.values if row.reverses and not row.late and row.tier is not Tier.ESTIMATED
    )
    if taken_back:
        texts.append(
            _("Refunds and cancellations of {amount}, already taken off.").format(amount=paper.money(-taken_back))
        )
    texts += restated_texts(paper)
    return " ".join(texts)


def _missing(paper: Paper) -> str:
    gaps = paper.report.gaps
    if not gaps:
        return ""
    named = list(dict.fromkeys(f"{gap.account}: {_(gap.what)}" if gap.account else _(gap.what) for gap in gaps))
    text = "; ".join(named[:4])
    return text + ("; …" if len(named) > 4 else "") + " " + _("(see the appendix)")
