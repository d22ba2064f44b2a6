"""The month's sheet and the monthly report, from the workspace to the paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from smmdesk.core import periods
from smmdesk.core.comparison import ChangeKind, Comparison, Verdict
from smmdesk.core.errors import Cancelled, ReportBlocked, UserError
from smmdesk.core.periods import Month
from smmdesk.core.readings import State, Unit
from smmdesk.core.status import Status
from smmdesk.domain.accounts import Account, AccountRow, account_rows
from smmdesk.domain.clients import Client
from smmdesk.domain.ledger.commands import add_ledger_row
from smmdesk.domain.reports.build import checked_variant, collect_report
from smmdesk.domain.reports.channels import paper_account
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.domain.reports.making import make_report, make_reports, report_name, write_report
from smmdesk.domain.reports.queries import latest_sheet_before, month_sheet
from smmdesk.domain.reports.rows import KpiDraft
from smmdesk.domain.results.account_month import AccountMonth
from smmdesk.domain.results.compared import ComparedFigure
from smmdesk.domain.results.rows import AccountFigure, MonthPosts
from smmdesk.importers.registry import METRICS

JUNE = Month(2026, 6)
MAY = Month(2026, 5)


@pytest.fixture
def hotel(a_client: Callable[..., Client], a_contract: Callable[..., Any]) -> Client:
    """Return a client with two measured bookings, one cancelled, three confirmed by mail, and its costs in June."""
    client = a_client("Hotel Bar")
    a_contract(client, quotas={"post": 12})
    value = {"row": "value", "kind": "booking", "date": "2026-06-10"}
    for cells in (
        {**value, "id": "B1", "quantity": "6", "amount": "580.00", "tier": "measured", "tie": "link"},
        {**value, "id": "B2", "amount": "-580.00", "tier": "measured", "tie": "link", "reverses": "B1"},
        {
            **value,
            "id": "B3",
            "quantity": "3",
            "amount": "500.00",
            "tier": "confirmed",
            "confirmed_by": "Anna Bianchi",
            "confirmed_on": "2026-07-01",
        },
        {"row": "cost", "id": "F1", "kind": "fee", "date": "2026-06-01", "amount": "700.00"},
        {"row": "cost", "id": "F2", "kind": "production", "date": "2026-06-05", "amount": "900", "spread_months": "12"},
    ):
        proof = [("proof.txt", b"six bookings")] if cells.get("tier") == "measured" else []
        add_ledger_row(client.id, cells, proof)
    return client


def a_figure(key: str, value: int | None, base: int | None = None) -> ComparedFigure:
    state = State.NOT_AVAILABLE if value is None else State.VALUE
    stable = Comparison(ChangeKind.COUNT, None, Verdict.STABLE)
    return ComparedFigure(METRICS[key], AccountFigure(key, JUNE, value, state), MAY, base, stable)


@pytest.fixture
def channel(an_account: Callable[..., Account]) -> AccountRow:
    return account_rows(an_account().client_id)[0]


class TestChannels:
    def test_what_was_shown_comes_first_money_and_idle_figures_last(self, channel: AccountRow) -> None:
        figures = (
            a_figure("meta_ads.spend.v1", 310, 300),
            a_figure("tiktok.leads.v1", 0, 0),
            a_figure("meta_ads.link_clicks.v1", 40, 30),
            a_figure("meta_ads.impressions.v1", 900, 800),
            a_figure("tiktok.likes.v1", None),
        )
        paper = paper_account(AccountMonth(channel, figures, MonthPosts(0, ())), JUNE)
        assert paper is not None
        assert [line.metric.key for line in paper.metrics] == [
            "meta_ads.impressions.v1",
            "meta_ads.link_clicks.v1",
            "meta_ads.spend.v1",
            "tiktok.leads.v1",
        ]

    def test_an_organic_figure_that_repeats_its_total_is_left_out(self, channel: AccountRow) -> None:
        same = a_figure("linkedin.clicks_organic.v1", 36)
        other = a_figure("linkedin.impressions_organic.v1", 900)
        figures = (a_figure("linkedin.impressions.v1", 1000), other, a_figure("linkedin.clicks.v1", 36), same)
        paper = paper_account(AccountMonth(channel, figures, MonthPosts(0, ())), JUNE)
        assert paper is not None
        keys = [line.metric.key for line in paper.metrics]
        assert "linkedin.clicks_organic.v1" not in keys
        assert "linkedin.impressions_organic.v1" in keys


class TestMonthSheet:
    def test_what_was_written_comes_back(self, hotel: Client) -> None:
        kpi = KpiDraft("Prenotazioni", "ledger.bookings", target=Decimal(8))
        save_month_sheet(
            hotel.id,
            JUNE,
            goal=" Più prenotazioni ",
            worked="I reel",
            request="Conferma",
            request_by=date(2026, 7, 10),
            kpis=[kpi],
        )
        sheet = month_sheet(hotel.id, JUNE)
        assert (sheet.goal, sheet.worked, sheet.request_by) == ("Più prenotazioni", "I reel", date(2026, 7, 10))
        assert sheet.kpis == (kpi,)
        assert month_sheet(hotel.id, MAY).is_empty
        assert latest_sheet_before(hotel.id, Month(2026, 9)) == sheet
        assert latest_sheet_before(hotel.id, JUNE).is_empty

    def test_a_second_save_replaces_the_first(self, hotel: Client) -> None:
        save_month_sheet(hotel.id, JUNE, goal="one", kpis=[KpiDraft("a"), KpiDraft("b")])
        save_month_sheet(hotel.id, JUNE, goal="two", kpis=[KpiDraft("c")])
        sheet = month_sheet(hotel.id, JUNE)
        assert sheet.goal == "two"
        assert [kpi.text for kpi in sheet.kpis] == ["c"]

    @pytest.mark.parametrize(
        ("written", "field"),
        [
            ({"goal": "x" * 10_001}, "goal"),
            ({"request_by": date(2026, 7, 10)}, "request"),
            ({"kpis": [KpiDraft("k")] * 5}, "kpis"),
            ({"kpis": [KpiDraft("  ")]}, "kpis.0"),
            ({"kpis": [KpiDraft("ok"), KpiDraft("k", "ledger.nonsense")]}, "kpis.1"),
            ({"kpis": [KpiDraft("k", "instagram.post.likes.v1")]}, "kpis.0"),
            ({"kpis": [KpiDraft("k", "instagram.post.likes.v1", account_id=999)]}, "kpis.0"),
        ],
    )
    def test_what_cannot_be_kept_is_refused_at_its_field(self, hotel: Client, written: Any, field: str) -> None:
        save_month_sheet(hotel.id, JUNE, goal="kept")
        with pytest.raises(UserError) as refused:
            save_month_sheet(hotel.id, JUNE, **written)
        assert refused.value.field == field
        assert month_sheet(hotel.id, JUNE).goal == "kept"


class TestCollecting:
    def test_the_kpis_are_taken_from_the_ledger(self, hotel: Client) -> None:
        save_month_sheet(
            hotel.id,
            JUNE,
            kpis=[
                KpiDraft("Bookings", "ledger.bookings", target=Decimal(8)),
                KpiDraft("Cost", "ledger.cost_per_booking", target=Decimal(150), lower_is_better=True),
                KpiDraft("Leads", "ledger.cost_per_lead"),
                KpiDraft("Calls", value=Decimal(41), target=Decimal(60)),
            ],
        )
        bookings, cost, leads, calls = collect_report(hotel.id, JUNE).sheet.kpis
        assert (bookings.value, bookings.status) == (8, Status.MET)  # 6 - 1 + 3
        assert set(bookings.marks) == {"M1", "M2", "C1"}
        assert cost.value == Decimal(775) / 8  # 700 + 900 / 12
        assert (cost.unit, cost.status) == (Unit.MONEY, Status.MET)
        assert (leads.value, leads.spent_without_result) == (None, 775_00)
        assert (calls.value, calls.status) == (41, Status.OFF_TRACK)

    def test_typed_kpis_are_compared_by_their_name(self, hotel: Client) -> None:
        save_month_sheet(hotel.id, MAY, kpis=[KpiDraft("calls ", value=Decimal(100))])
        save_month_sheet(hotel.id, JUNE, kpis=[KpiDraft("Calls", value=Decimal(150))])
        comparison = collect_report(hotel.id, JUNE).sheet.kpis[0].comparison
        assert comparison is not None
        assert (comparison.month, comparison.value, comparison.verdict.value) == (MAY, 100, "better")

    def test_the_paper_holds_every_row_and_the_spread_cost(self, hotel: Client) -> None:
        ledger = collect_report(hotel.id, JUNE).ledger
        assert [row.mark for row in ledger.values] == ["M1", "M2", "C1"]
        assert [(row.mark, row.amount, row.cash) for row in ledger.costs] == [
            ("I1", 700_00, None),
            ("I2", 75_00, 900_00),
        ]
        assert (ledger.invested.cents, ledger.invested_cash) == (775_00, 1600_00)
        assert ledger.method.margins[0].agreed_with == "the owner"
        assert ledger.method.confirmers == (("Anna Bianchi", date(2026, 7, 1)),)
        july = collect_report(hotel.id, JUNE.next).ledger
        assert [(row.spread_place, row.amount, row.cash) for row in july.costs] == [(2, 75_00, 0)]

    def test_the_document_carries_the_day_of_what_it_prints(self, hotel: Client) -> None:
        assert collect_report(hotel.id, JUNE).document_day == date(2026, 7, 1)
        assert collect_report(hotel.id, JUNE.plus(3)).document_day == date(2026, 9, 30)

    def test_the_sheet_inside_re_adds(self, hotel: Client) -> None:
        report = collect_report(hotel.id, JUNE)
        text = report.attachments[0].data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        came_back = sum(Decimal(row["amount"]) for row in rows if row["mark"][0] in "MC")
        assert came_back * 100 == report.ledger.proven.cents
        assert {row["sha256"] for row in rows if row["mark"] == "M1"} != {""}

    def test_a_gate_blocks_and_names_its_rows(self, hotel: Client) -> None:
        add_ledger_row(
            hotel.id, {"row": "cost", "id": "U1", "date": "2026-06-09", "amount": "10", "currency": "USD"}, []
        )
        with pytest.raises(ReportBlocked) as refused:
            make_report(hotel.id, JUNE)
        assert refused.value.exit_code == 4
        assert "rate_missing" in refused.value.detail
        assert "I3" in refused.value.detail


class TestMaking:
    def test_equal_input_gives_equal_bytes_whatever_the_clock_says(self, hotel: Client) -> None:
        save_month_sheet(
            hotel.id, JUNE, goal="Più prenotazioni", kpis=[KpiDraft("Calls", value=Decimal(3), target=Decimal(9))]
        )
        first = make_report(hotel.id, JUNE)
        periods.set_clock(lambda: datetime(2031, 1, 2, tzinfo=UTC))
        assert make_report(hotel.id, JUNE) == first

    def test_the_pdf_says_whose_it_is(self, hotel: Client) -> None:
        with pikepdf.open(io.BytesIO(make_report(hotel.id, JUNE))) as pdf:
            assert "Hotel Bar" in str(pdf.docinfo["/Title"])
            assert list(pdf.attachments) == ["ledger-hotel-bar-2026-06.csv"]
        assert report_name(hotel.id, JUNE) == "hotel-bar-2026-06.pdf"

    def test_many_reports_are_settled_one_by_one_in_their_order(
        self, hotel: Client, a_client: Callable[..., Client]
    ) -> None:
        blocked = a_client("Blocked")
        add_ledger_row(
            blocked.id, {"row": "cost", "id": "U", "date": "2026-06-09", "amount": "1", "currency": "USD"}, []
        )
        ids = [hotel.id, blocked.id, *(a_client().id for _ in range(3))]
        seen: list[tuple[int, int]] = []
        made = list(make_reports(ids, JUNE, progress=lambda done, of: seen.append((done, of))))
        assert [one.client_id for one in made] == ids
        assert [one.error is None for one in made] == [True, False, True, True, True]
        assert isinstance(made[1].error, ReportBlocked)
        assert made[0].content == make_report(hotel.id, JUNE)
        assert seen == [(place, 5) for place in range(1, 6)]

    def test_cancelling_stops_between_two_reports(self, hotel: Client, a_client: Callable[..., Client]) -> None:
        made = make_reports([hotel.id, a_client().id], JUNE, cancelled=iter([False, True]).__next__)
        assert next(made).content
        with pytest.raises(Cancelled):
            next(made)

    def test_a_report_is_written_whole_or_not_at_all(self, tmp_path: Path) -> None:
        target = tmp_path / "out" / "a.pdf"
        write_report(b"one", target)
        assert target.read_bytes() == b"one"
        with pytest.raises(UserError):
            write_report(b"two", target / "below-a-file.pdf")
        assert target.read_bytes() == b"one"
        assert sorted(path.name for path in target.parent.iterdir()) == ["a.pdf"]

    def test_other_variants_are_refused_with_words(self) -> None:
        assert checked_variant("standard") == "standard"
        with pytest.raises(UserError, match="brief"):
            checked_variant("brief")


def test_no_text_of_the_attached_sheet_starts_a_formula_and_amounts_stay_numbers(hotel: Client) -> None:
    cost = {"row": "cost", "kind": "tools", "date": "2026-06-02", "amount": "-12.30", "description": "=1+1"}
    add_ledger_row(hotel.id, {**cost, "id": "@tool", "source": "+39 06 1234"})
    text = collect_report(hotel.id, JUNE).attachments[0].data.decode("utf-8-sig")
    [row] = [row for row in csv.DictReader(io.StringIO(text)) if row["id"] == "'@tool"]
    assert (row["description"], row["source"]) == ("'=1+1", "'+39 06 1234")
    assert (row["unit_amount"], row["date"]) == ("-12.30", "2026-06-02")
