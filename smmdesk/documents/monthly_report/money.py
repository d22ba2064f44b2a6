"""The money: from what was invested to what came back, every sum in exact amounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed, ngettext
from smmdesk.core.money import parts_in_whole_units
from smmdesk.documents import fonts, style
from smmdesk.documents.charts import Step, Texture, waterfall
from smmdesk.documents.data import CostRow, LedgerState, Tier, ValueRow
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.method import method_box
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.sums import by_kind, restated_texts, spread_text, vat_sentence
from smmdesk.documents.painting import Chart, measure
from smmdesk.documents.parts import Gap, section, sentence
from smmdesk.documents.style import BASELINE, BODY, MUTED, SMALL, WIDTH
from smmdesk.documents.tables import Cell, Column, filling, headed_table
from smmdesk.documents.texts import user_text

MOST_ROWS = 10  # of a summary; more are drawn together by kind (the appendix has them all)
MOST_COST_STEPS = 5
WATERFALL_HEIGHT = 160.0
LONGEST_TEXT = 240  # characters of a description in a summary


def money_section(paper: Paper) -> list[Flowable]:
    """Return the pages about money; nothing where the ledger is empty."""
    ledger = paper.ledger
    if ledger.state is LedgerState.NO_DATA and not ledger.values and not ledger.costs:
        return []
    story = section(_("Money: where it came from, where it went"), "money", paper.palette, style.PAGE_HEIGHT * 0.45)
    story += _waterfall(paper)
    story += _came_back(paper)
    story += _invested(paper)
    story += _estimated(paper)
    story += _late(paper)
    story += _beside_the_month(paper)
    story += method_box(paper)
    return story


# --------------------------------------------------------------------------------------------------------- waterfall


def _waterfall(paper: Paper) -> list[Flowable]:
    ledger = paper.ledger
    if paper.margin_unknown or ledger.state is LedgerState.NO_DATA:
        return []
    measured, confirmed = paper.whole_proven
    steps: list[Step] = []
    tiers = {row.tier for row in ledger.values if not row.late}
    if measured or Tier.MEASURED in tiers:
        steps.append(_step(words.tier_word(Tier.MEASURED), measured))
    if confirmed or Tier.CONFIRMED in tiers:
        steps.append(_step(words.tier_word(Tier.CONFIRMED), confirmed, Texture.STRIPED))
    groups = _with_stamp_in_fee(by_kind(ledger.costs))
    units = parts_in_whole_units([sum(row.amount for row in rows) for _kind, rows in groups])
    for (kind, rows), amount in list(zip(groups, units, strict=True))[:MOST_COST_STEPS]:
        note = _cost_note(rows)
        title = _("Fee and stamp duty") if {row.kind for row in rows} == {"fee", "stamp"} else words.cost_kind(kind)
        steps.append(_step(title, -amount, note=note, cost=True))
    rest = sum(units[MOST_COST_STEPS:])
    if len(groups) > MOST_COST_STEPS:
        steps.append(_step(words.cost_kind("other"), -rest, cost=True))
    if len(steps) < 2:
        return []
    net = paper.whole_net
    title = addressed("Left for you") if net >= 0 else _("Shortfall")
    shown = "= " + formats.number(net, 0)
    steps.append(Step(title, net, total=True, shown=shown))
    notes = [_("In {currency}, whole units.").format(currency=paper.currency), vat_sentence(paper)]
    if ledger.estimated.cents:
        notes.append(
            _("The estimated {amount} is neither in the chart nor in the result.").format(
                amount=paper.whole(paper.whole_estimated)
            )
        )
    return [
        Chart(waterfall(steps, WIDTH, WATERFALL_HEIGHT, measure), paper.palette),
        user_text(" ".join(notes), SMALL, ink=MUTED, before=4),
    ]


def _step(title: str, amount: int, texture: Texture = Texture.SOLID, *, note: str = "", cost: bool = False) -> Step:
    return Step(title, amount, texture, note, cost, shown=formats.number(amount, 0, sign=True))


def _with_stamp_in_fee(groups: list[tuple[str, list[CostRow]]]) -> list[tuple[str, list[CostRow]]]:
    """Draw the stamp duty together with the fee that it belongs to."""
    kinds = dict(groups)
    if "fee" not in kinds or "stamp" not in kinds:
        return groups
    return [(kind, rows + kinds["stamp"] if kind == "fee" else rows) for kind, rows in groups if kind != "stamp"]


def _cost_note(rows: Sequence[CostRow]) -> str:
    if len(rows) != 1 or rows[0].spread_months < 2:
        return ""
    return spread_text(rows[0])


# ------------------------------------------------------------------------------------------------------------ tables


def _titled(paper: Paper, title: str) -> str:
    return _("{title}, {currency}").format(title=title, currency=paper.symbol)


def _short(text: str) -> Flowable:
    """Return a user's text, shortened: the appendix has it whole."""
    return user_text(fonts.shortened(text, LONGEST_TEXT), SMALL)


def _mark_cell(paper: Paper, marks: Sequence[str]) -> Flowable:
    return sentence(paper.marks(marks, limit=3), SMALL)


def _groups(rows: Sequence[ValueRow]) -> list[tuple[str, list[ValueRow]]]:
    """Return (title, rows): each row by itself, or, where they are many, drawn together by tier, kind and sign."""
    if len(rows) <= MOST_ROWS:
        return [(_row_title(row), [row]) for row in rows]
    groups: dict[tuple[object, ...], list[ValueRow]] = {}
    for row in rows:
        groups.setdefault((row.tier, row.kind, row.net < 0, row.margin), []).append(row)
    return [
        (_group_title(kind, bool(taken_back), group), group) for (_t, kind, taken_back, _m), group in groups.items()
    ]


def _row_title(row: ValueRow) -> str:
    """Return a row's description; where nothing is written, its kind."""
    title = row.description.strip() or words.value_kind(row.kind)
    return title if row.net >= 0 or row.description.strip() else _("{title}, taken back").format(title=title)


def _group_title(kind: object, taken_back: bool, rows: Sequence[ValueRow]) -> str:
    if len(rows) == 1:
        return _row_title(rows[0])
    text = ngettext("{kind}: {n} row", "{kind}: {n} rows", len(rows))
    title = text.format(kind=words.value_kind(str(kind)), n=formats.number(len(rows)))
    return _("{title}, taken back").format(title=title) if taken_back else title


def _proof(rows: Sequence[ValueRow]) -> str:
    """Return what proves a row, or the rows of a group, in few words."""
    if rows[0].tier is Tier.CONFIRMED:
        found = dict.fromkeys(
            ", ".join(part for part in (row.confirmed_by, _day(row.confirmed_on)) if part) for row in rows
        )
    else:
        found = dict.fromkeys(row.source or (row.evidence[0].name if row.evidence else "") or row.note for row in rows)
    named = [text for text in found if text]
    return "; ".join(named[:2]) + ("; …" if len(named) > 2 else "")


def _day(day: date | None) -> str:
    return words.unbroken(formats.short_day(day)) if day is not None else ""


def _came_back(paper: Paper) -> list[Flowable]:
    ledger = paper.ledger
    rows = [row for row in ledger.values if row.tier is not Tier.ESTIMATED and not row.late]
    if not rows:
        return []
    unknown = paper.margin_unknown
    shared = any(row.share != 100 or row.probability != 100 for row in rows)
    columns = [Column(_("Row"), 40), Column(_("What"), 0), Column(_("Proof"), 116)]
    columns.append(Column(_titled(paper, _("Sales")), 58, True))
    if not unknown:
        columns.append(Column(_("Margin, %"), 54, True))
        if shared:
            columns.append(Column(_("Share, %"), 48, True))
        columns.append(Column(_titled(paper, addressed("For you")), 62, True))
    columns = filling(columns, 1)
    body: list[list[Cell]] = []
    for title, group in _groups(rows):
        margins, shares = {row.margin for row in group}, {row.share for row in group}
        line: list[Cell] = [
            _mark_cell(paper, [row.mark for row in group]),
            _short(title),
            _short(_proof(group)),
            paper.bare(sum(row.net for row in group)),
        ]
        if not unknown:
            margin = next(iter(margins))
            line.append(words.percent_text(margin) if len(margins) == 1 and margin is not None else words.DASH)
            if shared:
                line.append(words.percent_text(next(iter(shares))) if len(shares) == 1 else words.DASH)
            line.append(paper.bare(sum(row.amount or 0 for row in group)))
        body.append(line)
    net = paper.bare(sum(row.net for row in rows))
    total: list[Cell] = ["", _("Together") if not unknown else _("Sold"), "", net]
    if not unknown:
        total += [""] * (len(columns) - 5) + [paper.bare(ledger.proven.cents or 0)]
    return headed_table(_("What came back"), columns, [*body, total], paper.palette, totals=1)


def _invested(paper: Paper) -> list[Flowable]:
    costs = paper.ledger.costs
    if not costs:
        return []
    columns = [
        Column(_("Row"), 40),
        Column(_("What"), WIDTH - 40 - 170 - 66),
        Column(_("Proof"), 170),
        Column(_titled(paper, _("Amount")), 66, True),
    ]
    body: list[list[Cell]] = []
    if len(costs) <= MOST_ROWS + 2:
        groups = [([row], row.description) for row in costs]
    else:
        groups = [(rows, words.cost_kind(kind)) for kind, rows in by_kind(costs)]
    for rows, title in groups:
        what = title.strip()
        if len(rows) == 1 and rows[0].spread_months > 1:
            what += f" ({spread_text(rows[0])}; {paper.money(rows[0].net + rows[0].vat_kept)})"
        proofs = dict.fromkeys(row.source or (row.evidence[0].name if row.evidence else "") for row in rows)
        named = [text for text in proofs if text]
        body.append(
            [
                _mark_cell(paper, [row.mark for row in rows]),
                user_text(what or words.cost_kind(rows[0].kind), SMALL),
                user_text("; ".join(named[:2]) + ("; …" if len(named) > 2 else ""), SMALL),
                paper.bare(sum(row.amount for row in rows)),
            ]
        )
    total: list[Cell] = ["", _("Invested"), "", paper.bare(paper.ledger.invested.cents or 0)]
    return headed_table(addressed("What you invested"), columns, [*body, total], paper.palette, totals=1)


def _estimated(paper: Paper) -> list[Flowable]:
    ledger = paper.ledger
    rows = [row for row in ledger.values if row.tier is Tier.ESTIMATED and not row.late]
    if not rows:
        return []
    unknown = paper.margin_unknown
    columns = [
        Column(_("Row"), 40),
        Column(_("What"), WIDTH - 40 - 170 - 66),
        Column(_("Assumption"), 170),
        Column(_titled(paper, _("Sales") if unknown else addressed("For you")), 66, True),
    ]
    body: list[list[Cell]] = [
        [
            _mark_cell(paper, [row.mark for row in group]),
            _short(title),
            user_text(
                "; ".join(dict.fromkeys(row.note or row.source for row in group if row.note or row.source)), SMALL
            ),
            paper.bare(sum(row.net if unknown else row.amount or 0 for row in group)),
        ]
        for title, group in _groups(rows)
    ]
    total_cents = sum(row.net for row in rows) if unknown else ledger.estimated.cents or 0
    total: list[Cell] = ["", _("Estimated"), "", paper.bare(total_cents)]
    return headed_table(_("Estimated, not in the result"), columns, [*body, total], paper.palette, totals=1)


def _late(paper: Paper) -> list[Flowable]:
    rows = [row for row in paper.ledger.values if row.late]
    if not rows:
        return []
    columns = [
        Column(_("Row"), 40),
        Column(_("Belongs to"), 88),
        Column(_("What"), WIDTH - 40 - 88 - 90 - 66),
        Column(_("How sure"), 90),
        Column(_titled(paper, addressed("For you")), 66, True),
    ]
    body: list[list[Cell]] = [
        [
            _mark_cell(paper, [row.mark]),
            formats.month_name(row.month) if row.month is not None else "",
            user_text(row.description, SMALL),
            words.tier_word(row.tier),
            words.DASH if row.amount is None else paper.bare(row.amount),
        ]
        for row in rows
    ]
    late = paper.ledger.late_value.cents
    total: list[Cell] = ["", "", _("Proven late values"), "", words.DASH if late is None else paper.bare(late)]
    title = _("Late values: known now, counted in their own month")
    return headed_table(title, columns, [*body, total], paper.palette, totals=1)


def _beside_the_month(paper: Paper) -> list[Flowable]:
    """Return the sentences about what differs from the month's own sums: cash, restated months, the running total."""
    ledger = paper.ledger
    texts: list[str] = []
    invested = ledger.invested.cents
    if ledger.invested_cash is not None and invested is not None and ledger.invested_cash != invested:
        texts.append(
            addressed(
                "You paid {cash} this month; {spread} of it counts here. One-off costs are spread over their months."
            ).format(cash=paper.money(ledger.invested_cash), spread=paper.money(invested))
            if ledger.invested_cash > invested
            else addressed(
                "You paid {cash} this month; {spread} counts here. Earlier one-off costs are spread over their months."
            ).format(cash=paper.money(ledger.invested_cash), spread=paper.money(invested))
        )
    texts += [text[:1].upper() + text[1:] for text in restated_texts(paper)]
    running = ledger.running
    if running is not None and running.invested is not None:
        since = formats.month_name(running.since)
        if running.value is None:
            texts.append(
                addressed("Since {month} you have invested {invested}.").format(
                    month=since, invested=paper.money(running.invested)
                )
            )
        else:
            text = addressed("Since {month} you have invested {invested} and {value} came back.").format(
                month=since, invested=paper.money(running.invested), value=paper.money(running.value)
            )
            if running.roi is not None:
                text += " " + _("Return (ROI) since then: {roi}.").format(
                    roi=words.unbroken(formats.percent(running.roi, 1, sign=True))
                )
            texts.append(text)
    texts += _break_even(paper)
    return [Gap(BASELINE * 0.4), *(user_text(text, BODY, after=3) for text in texts)] if texts else []


def _break_even(paper: Paper) -> list[str]:
    ledger = paper.ledger
    customers = ledger.break_even_customers
    if not customers or not ledger.invested.cents or paper.report.sheet.outcome is not None:
        return []
    text = ngettext(
        "The month is even with {n} average order.", "The month is even with {n} average orders.", customers
    )
    return [text.format(n=formats.number(customers))]
