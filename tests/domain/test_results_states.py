"""A state from the stored reading to the window, the chart, the paper and the figures: one path for each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from smmdesk.core.i18n import language
from smmdesk.core.periods import Month
from smmdesk.core.readings import State
from smmdesk.documents.monthly_report import render_monthly_report
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client, client_row
from smmdesk.domain.figures import month_figures
from smmdesk.domain.reports.build import collect_report
from smmdesk.ui.pages.results.months_reading import read_history
from smmdesk.ui.pages.results.reading import FigureLine, read_results
from tests.documents.reading import text
from tests.domain.readings import Readings

JUNE = Month(2026, 6)
REACTIONS, CLICKS = "linkedin.reactions.v1", "linkedin.clicks.v1"


@dataclass
class Seen:
    """A metric as each of the four shows it."""

    figure: dict[str, Any]
    line: FigureLine
    paper: str
    chart: Any


@pytest.fixture
def desk(a_client: Callable[..., Client], an_account: Callable[..., Account]) -> Callable[..., Seen]:
    client = a_client(language="en")
    account = an_account(client, "linkedin", "bar")

    def build(values: list[Any], state: State | None, key: str = REACTIONS) -> Seen:
        readings = Readings(account, date(2026, 5, 1), date(2026, 6, 30))
        readings.days(CLICKS, date(2026, 5, 1), [7] * 61)
        readings.days(key, date(2026, 4, 1), [2] * 61)
        readings.days(key, date(2026, 6, 1), values, state)
        (told,) = month_figures(client.id, JUNE)["accounts"]
        with language("en"):
            (shown,) = read_results(client.id, JUNE).accounts
            line = read_history(account.id, key, JUNE, client_row(client.id))
            chart = None if line is None else line.chart
        return Seen(
            next(one for one in told["metrics"] if one["metric"] == key),
            next(one for one in shown.figures if one.id == key),
            text(render_monthly_report(collect_report(client.id, JUNE))),
            None if chart is None else chart.points[-1],
        )

    return build


def test_a_value(desk: Callable[..., Seen]) -> None:
    seen = desk([41] * 30, None)
    assert (seen.figure["value"], seen.figure["state"]) == ("1230", "value")
    assert (seen.line.value, seen.line.note) == ("1,230", "")
    assert "Reactions 1,230 62" in seen.paper
    assert (seen.chart.value, seen.chart.provisional, seen.chart.reason) == (1230, False, "")


def test_a_zero_is_a_number(desk: Callable[..., Seen]) -> None:
    seen = desk([0] * 30, None)
    assert (seen.figure["value"], seen.figure["state"]) == ("0", "zero")
    assert (seen.line.value, seen.line.note) == ("0", "")
    assert "Reactions 0 62" in seen.paper
    assert seen.chart.value == 0


def test_not_available_is_a_dash_with_its_reason(desk: Callable[..., Seen]) -> None:
    seen = desk([None] * 30, State.NOT_AVAILABLE)
    assert (seen.figure["value"], seen.figure["state"]) == (None, "not_available")
    assert (seen.line.value, seen.line.note) == ("–", "the platform gave no figure")
    assert "Reactions 0" not in seen.paper
    assert (seen.chart.value, seen.chart.reason) == (None, "the file has no value for these days")


def test_not_applicable_is_no_fault(desk: Callable[..., Seen]) -> None:
    seen = desk([None] * 30, State.NOT_APPLICABLE)
    assert (seen.figure["value"], seen.figure["state"]) == (None, "not_applicable")
    assert (seen.line.value, seen.line.note) == ("–", "does not apply")
    assert (seen.chart.value, seen.chart.reason) == (None, "does not apply")
    assert "Reactions 0" not in seen.paper


def test_not_yet_complete_is_marked_and_striped(desk: Callable[..., Seen]) -> None:
    seen = desk([2] * 18, None)
    assert (seen.figure["value"], seen.figure["state"]) == ("36", "not_yet_complete")
    assert seen.line.value == "36"
    assert seen.line.note == "not complete: some days have no value; days 1 to 18 of both months"
    assert "Reactions 36 36 0.0% ◌ too little history Not complete: some days have no value; days 1 to 18" in seen.paper
    assert (seen.chart.value, seen.chart.provisional) == (36, True)


def test_estimated_is_said_beside_the_number(desk: Callable[..., Seen]) -> None:
    seen = desk([41] * 30, State.ESTIMATED)
    assert (seen.figure["value"], seen.figure["state"]) == ("1230", "estimated")
    assert (seen.line.value, seen.line.note) == ("1,230", "estimated by the platform")
    assert "Reactions 1,230 62 +1,950.0% ◌ too little history Estimated by the platform" in seen.paper
    assert (seen.chart.value, seen.chart.provisional) == (1230, True)


def test_bounds_are_a_pair_everywhere(desk: Callable[..., Seen]) -> None:
    seen = desk([5, 9, 4] * 10, None, "linkedin.unique_visitors.v1")
    assert (seen.figure["value"], seen.figure["bounds"]) == (None, ["9", "180"])
    assert seen.line.value == "9 to 180"
    assert "9 to 180" in seen.paper
