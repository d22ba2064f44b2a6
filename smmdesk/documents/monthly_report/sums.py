"""Sentences and groups about money that both the page and its box print."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.i18n import _, addressed
from smmdesk.documents.data import CostRow
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper

_COST_ORDER = ("fee", "stamp", "ads", "production", "influencer", "tools", "staff", "other")


def by_kind(costs: Iterable[CostRow]) -> list[tuple[str, list[CostRow]]]:
    """Return (kind, rows) in the order in which costs are told."""
    groups: dict[str, list[CostRow]] = {}
    for row in costs:
        groups.setdefault(row.kind, []).append(row)
    place = {kind: number for number, kind in enumerate(_COST_ORDER)}
    return sorted(groups.items(), key=lambda group: place.get(group[0], len(place)))


def spread_text(row: CostRow) -> str:
    """Return which of how many months of a spread cost this is."""
    return _("month {n} of {months}").format(n=row.spread_place, months=row.spread_months)


def vat_sentence(paper: Paper) -> str:
    """Return whether VAT stands in the costs, and why."""
    share = Fraction(paper.ledger.method.recoverable_vat)
    if share == 100:
        return addressed("VAT is left out because you recover it.")
    if share == 0:
        return addressed("VAT is included because you do not recover it.")
    return addressed("VAT: the {percent} that you recover is left out.").format(percent=formats.percent(share))


def restated_texts(paper: Paper) -> list[str]:
    """Return one sentence for each month that is known better today than when it was reported."""
    texts = []
    for month in paper.ledger.restated:
        if month.proven_first is None or month.proven_now is None:
            continue
        if month.roi_first is None or month.roi_now is None:
            text = _("{month}: first reported {first}, known today {now}.")
            texts.append(
                text.format(
                    month=formats.month_name(month.month),
                    first=paper.money(month.proven_first),
                    now=paper.money(month.proven_now),
                )
            )
            continue
        text = _("{month}: first reported {first} (ROI {roi_first}), known today {now} (ROI {roi_now}).")
        texts.append(
            text.format(
                month=formats.month_name(month.month),
                first=paper.money(month.proven_first),
                roi_first=words.unbroken(formats.percent(month.roi_first, 1, sign=True)),
                now=paper.money(month.proven_now),
                roi_now=words.unbroken(formats.percent(month.roi_now, 1, sign=True)),
            )
        )
    return texts
