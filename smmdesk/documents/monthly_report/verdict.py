"""The sentence of the verdict, computed from the month's state (roi.md 9.10 and 11)."""

from __future__ import annotations

from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed
from smmdesk.core.readings import Number, Unit
from smmdesk.documents.data import Comparison, GoalStatus, LedgerState, MonthSheet, Verdict
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.cards import MOST_KPIS
from smmdesk.documents.monthly_report.paper import Paper


def verdict_sentences(paper: Paper) -> list[str]:
    """Return the verdict of the month: one or two sentences of at most 20 words, plain text."""
    ledger = paper.ledger
    outcome = paper.report.sheet.outcome
    if outcome is not None:
        return _without_money_goal(paper)
    state = ledger.state
    if state is LedgerState.NO_DATA:
        return [_("No data for this month: no sale and no cost is recorded.")]
    if paper.margin_unknown:
        return _margin_unknown(paper)
    if state is LedgerState.NO_COST:
        return _no_cost(paper)
    invested = paper.whole(paper.whole_invested)
    if state is LedgerState.NOT_YET_PROVEN:
        estimate = paper.whole(paper.whole_estimated)
        return [
            _("We cannot prove a return yet."),
            _("We estimate {amount}, on the assumptions below.").format(amount=estimate),
        ]
    if state is LedgerState.NOTHING_PROVEN:
        return [_("Nothing proven yet: {invested} went out and no return is recorded.").format(invested=invested)]
    back = sum(paper.whole_proven)
    if state is LedgerState.REFUNDS_EXCEED:
        return [
            _("Refunds exceed the sales of the month."),
            _("{back} came back, {invested} was invested.").format(back=paper.whole(back), invested=invested),
        ]
    return [_ok(paper, back)]


def _ok(paper: Paper, back: int) -> str:
    net = paper.whole_net
    invested, came = paper.whole(paper.whole_invested), paper.whole(back)
    if net == 0:
        return _("The month came out even: {invested} went out and {back} came back.").format(
            invested=invested, back=came
        )
    if net < 0:
        return _("This month {invested} went out and {back} came back: {difference} less.").format(
            invested=invested, back=came, difference=paper.whole(-net)
        )
    per_unit = paper.ledger.per_unit.headline
    if per_unit is None:
        return _("This month {invested} went out and {back} came back: {difference} more.").format(
            invested=invested, back=came, difference=paper.whole(net)
        )
    return addressed("For every {one} you invested, {multiple} came back: {difference} more than you spent.").format(
        one=paper.whole(1), multiple=paper.multiple(per_unit), difference=paper.whole(net)
    )


def _no_cost(paper: Paper) -> list[str]:
    back = paper.whole(sum(paper.whole_proven))
    return [_("{back} came back.").format(back=back), _without_costs(paper)]


def _without_costs(paper: Paper) -> str:
    if paper.ledger.costs:
        return _("The recorded costs add up to 0, so there is no ROI.")
    return _("No costs are recorded, so there is no ROI.")


def _margin_unknown(paper: Paper) -> list[str]:
    ledger = paper.ledger
    if ledger.sales_per_unit is None:
        sold = paper.money(ledger.sales.cents or 0)
        needed = addressed("You sold {sales}; your margin is needed to say what came back.").format(sales=sold)
        return [needed, _without_costs(paper)]
    sentences = [
        addressed("For every {one} you invested, you sold {sales}.").format(
            one=paper.whole(1), sales=paper.multiple(ledger.sales_per_unit)
        )
    ]
    if ledger.break_even_margin is not None:
        sentences.append(
            addressed("You are ahead if more than {cents} cents of each {one} sold stay with you.").format(
                cents=cents_text(ledger.break_even_margin), one=paper.whole(1)
            )
        )
    return sentences


def cents_text(margin: Fraction | int | object) -> str:
    """Write a break-even margin as cents of one unit: 26.16 % are 26.2 cents."""
    exact = Fraction(str(margin)) if not isinstance(margin, Fraction | int) else Fraction(margin)
    return formats.number(exact, 0 if exact.denominator == 1 else 1)


def _without_money_goal(paper: Paper) -> list[str]:
    sheet: MonthSheet = paper.report.sheet
    outcome = sheet.outcome
    assert outcome is not None
    sentences = [_("This month's goal was not sales.")]
    if outcome.cost_each is None:
        sentences.append(_("Result: {outcome}.").format(outcome=outcome.text))
    else:
        each = paper.money(outcome.cost_each)
        sentences.append(_("Result: {outcome} at {cost} each.").format(outcome=outcome.text, cost=each))
    customers = paper.ledger.break_even_customers
    if customers:
        sentences.append(
            _("It would pay for itself with {n} customers.").format(n=formats.number(customers))
            if customers != 1
            else _("It would pay for itself with one customer.")
        )
    return sentences


def worst_of(paper: Paper) -> str:
    """Return the month's one bad result in a sentence, computed for a sheet that names none; empty where none is bad.

    A KPI off its target comes before one that is worse than its month of comparison, that before a channel's figure.
    """
    kpis = paper.report.sheet.kpis[:MOST_KPIS]
    for status in (GoalStatus.OFF_TRACK, GoalStatus.AT_RISK):
        for kpi in kpis:
            if kpi.status is status and kpi.target is not None and kpi.value is not None:
                state = words.status_text(status, words.value_text(kpi.target, kpi.unit, paper.currency))
                return f"{kpi.text}: {words.value_text(kpi.value, kpi.unit, paper.currency)}, {state}."
    for kpi in kpis:
        if kpi.comparison is not None and kpi.comparison.verdict is Verdict.WORSE:
            return _worse(paper, kpi.text, kpi.value, kpi.unit, kpi.comparison)
    for account in paper.report.accounts:
        for line in account.metrics:
            if line.comparison is not None and line.comparison.verdict is Verdict.WORSE:
                title = f"{account.platform_name}, {_(line.metric.title)}"
                return _worse(paper, title, line.value, line.metric.unit, line.comparison)
    return ""


def _worse(paper: Paper, title: str, value: Number | Fraction | None, unit: Unit, base: Comparison) -> str:
    now, before = (words.value_text(one, unit, paper.currency) for one in (value, base.value))
    month = formats.month_name(base.month, year=base.month.year != paper.report.month.year)
    compared = _("{month}: {value}").format(month=month, value=before)
    return f"{title}: {now} ({compared}), {words.verdict_word(Verdict.WORSE)}."
