"""The Reports page: page 1 is written, what is missing is listed, the PDF is made and saved; all clients at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.contracts import ContractDraft, add_contract
from smmdesk.domain.ledger.commands import add_ledger_row
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.domain.reports.queries import month_sheet
from smmdesk.domain.reports.rows import KpiDraft
from smmdesk.ui import theme

JUNE = Month(2026, 6)
MAY = Month(2026, 5)


@pytest.fixture
def hotel(desk: Any) -> int:
    """Keep a client with a contract, a booking confirmed by mail and its costs in June."""
    with desk.domain():
        client = add_client(ClientDraft("Hotel Miramare", "en", "EUR", "Europe/Rome"))
        add_contract(client, ContractDraft(date(2026, 1, 1), date(2026, 12, 31), 700_00, margin=Decimal(55)))
        add_ledger_row(
            client,
            {
                "row": "value",
                "id": "B1",
                "kind": "booking",
                "date": "2026-06-10",
                "quantity": "8",
                "amount": "500.00",
                "tier": "confirmed",
                "confirmed_by": "Anna",
                "confirmed_on": "2026-07-05",
            },
        )
        add_ledger_row(client, {"row": "cost", "id": "F1", "kind": "fee", "date": "2026-06-01", "amount": "700.00"})
    return client


def block(desk: Any, client: int) -> None:
    """Enter a value outside every contract."""
    with desk.domain():
        add_ledger_row(
            client,
            {
                "row": "value",
                "kind": "sale",
                "date": "2024-06-10",
                "month": "2026-06",
                "amount": "9",
                "tier": "estimated",
            },
        )


def test_page_1_is_written_and_kept(desk: Any, hotel: int) -> None:
    desk.open("reports", client=hotel)
    assert desk.sees("Page 1 has no words yet")
    desk.type("The client's goal, in its own words", "More direct bookings")
    desk.press("Add a figure")
    desk.choose("Figure 1: taken from", "Ledger: Proven bookings")
    assert desk.read("Figure 1: name") == "Proven bookings"
    desk.type("Figure 1: name", "Direct bookings")
    desk.type("Figure 1: target", "6")
    desk.type("What worked", "The terrace films")
    desk.type("Request", "Ten photos")
    desk.type("By", "10/07/2026")
    desk.press("Save page 1")
    assert desk.said == ["Page 1 of June 2026 is saved."]
    with desk.domain():
        sheet = month_sheet(hotel, JUNE)
    assert (sheet.goal, sheet.worked, sheet.request, sheet.request_by) == (
        "More direct bookings",
        "The terrace films",
        "Ten photos",
        date(2026, 7, 10),
    )
    assert sheet.kpis == (KpiDraft("Direct bookings", "ledger.bookings", target=Decimal(6)),)
    assert desk.sees("Comes to 8. ✓ Met")


def test_a_figure_counted_by_hand_and_its_refusal(desk: Any, hotel: int) -> None:
    desk.open("reports", client=hotel)
    desk.press("Add a figure")
    desk.type("Figure 1: value", "34")
    desk.type("What worked", "typed for minutes")
    desk.press("Save page 1")
    assert desk.sees("A figure needs a name.")
    assert desk.read("What worked") == "typed for minutes"
    desk.type("Figure 1: name", "Calls")
    desk.press("Save page 1")
    with desk.domain():
        kept = month_sheet(hotel, JUNE).kpis
    assert [(kpi.text, kpi.value) for kpi in kept] == [("Calls", Decimal(34))]
    desk.press("Remove figure 1")
    desk.press("Save page 1")
    with desk.domain():
        assert month_sheet(hotel, JUNE).kpis == ()


def test_a_date_without_a_request_is_refused_at_its_field(desk: Any, hotel: int) -> None:
    desk.open("reports", client=hotel)
    desk.type("By", "10/07/2026")
    desk.press("Save page 1")
    assert "A date needs a request." in desk.field("Request").accessibleDescription()
    assert desk.read("By") == "10/07/2026"


def test_goal_and_figures_are_taken_over_from_the_month_before(desk: Any, hotel: int) -> None:
    with desk.domain():
        save_month_sheet(
            hotel,
            MAY,
            goal="Full in May",
            worked="May only",
            kpis=[KpiDraft("Calls", value=Decimal(34), target=Decimal(40))],
        )
    desk.open("reports", client=hotel)
    desk.press("Take over goal and figures")
    assert desk.read("The client's goal, in its own words") == "Full in May"
    assert desk.read("Figure 1: target") == "40"
    assert desk.read("Figure 1: value") == ""
    assert desk.read("What worked") == ""
    desk.press("Save page 1")
    with desk.domain():
        assert month_sheet(hotel, JUNE).goal == "Full in May"


def test_the_pdf_is_shown_and_saved_under_its_name(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = desk.open("reports", client=hotel)
    desk.type("The client's goal, in its own words", "half typed")
    desk.press("Make the report")
    desk.settle()
    with desk.domain():
        assert month_sheet(hotel, JUNE).goal == "half typed"
    assert page.pdf.document.pageCount() >= 2
    assert page.pdf.isVisible()
    assert page.pdf._name == "hotel-miramare-2026-06.pdf"
    page.pdf.save(tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF")
    assert desk.said[-1] == "“copy.pdf” is saved."
    assert desk.has_button("Open the folder")
    desk.press("Page 1 and check")
    assert not page.pdf.isVisible()
    desk.context.choose_month(MAY)
    desk.settle()
    assert not desk.has_button("The PDF")


def test_a_gate_blocks_it_and_leads_to_the_ledger(desk: Any, hotel: int) -> None:
    block(desk, hotel)
    desk.open("reports", client=hotel)
    assert desk.sees("1 thing blocks the report of Hotel Miramare for June 2026.")
    assert desk.sees("lies outside every recorded contract")
    desk.press("Make the report")
    assert desk.sees("The report of Hotel Miramare for June 2026 is blocked.")
    assert not desk.has_button("The PDF")
    desk.press("Show in the ledger")
    assert desk.window.page.word == "ledger"


def test_what_is_missing_is_listed(desk: Any, hotel: int) -> None:
    desk.open("reports", client=hotel)
    assert desk.sees("The client's own total sales of the month are not recorded")
    assert desk.sees("Your own name is missing")
    assert desk.sees("can be made;")


def test_all_clients_are_made_into_a_folder_each_settled_by_itself(desk: Any, hotel: int, tmp_path: Path) -> None:
    with desk.domain():
        other = add_client(ClientDraft("Bar <b>Sport</b>", "en", "EUR", "Europe/Rome"))
        add_contract(other, ContractDraft(date(2026, 1, 1), date(2026, 12, 31), 100_00))
    block(desk, other)
    page = desk.open("reports")
    assert [row[1] for row in desk.rows("Reports")] == ["▲ Blocked", "◌ Page 1 not begun"]
    assert desk.has_button("Make all reports …")
    page.make_into(tmp_path / "june")
    desk.settle()
    assert [row[1] for row in desk.rows("Reports")] == ["▲ Not made", "✓ Made"]
    assert [path.name for path in (tmp_path / "june").iterdir()] == ["hotel-miramare-2026-06.pdf"]
    assert desk.said[-1] == "1 report is made. 1 could not be made; the list says why."


def test_a_folder_that_cannot_be_written_is_said_per_report(desk: Any, hotel: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    page = desk.open("reports")
    page.make_into(tmp_path / "file")
    desk.settle()
    assert desk.rows("Reports")[0][1] == "▲ Not made"
    assert "could not be written" in desk.rows("Reports")[0][-1]


def test_half_typed_words_are_asked_about(desk: Any, hotel: int) -> None:
    desk.open("reports", client=hotel)
    desk.type("What worked", "half typed")
    assert not desk.context.choose_month(MAY)
    assert desk.boxes[0].title == "What you typed is not saved yet."
    assert desk.read("What worked") == "half typed"


def test_without_a_client_the_page_leads_to_the_first_one(desk: Any) -> None:
    desk.open("reports")
    assert desk.sees("No client yet")
    desk.press("Add a client")
    assert desk.window.page.word == "clients"


def test_a_reading_workspace_makes_reports_and_keeps_nothing(desk: Any, hotel: int) -> None:
    desk.context.workspace.writable = False
    page = desk.open("reports", client=hotel)
    assert desk.field("What worked").isReadOnly()
    assert not desk.has_button("Save page 1")
    assert not desk.has_button("Add a figure")
    desk.press("Make the report")
    assert page.pdf.isVisible()


def test_what_cannot_be_read_is_said_with_try_again(desk: Any, hotel: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from smmdesk.ui.pages.reports import reading

    real = reading.preflight

    def broken(*_args: Any) -> Any:
        raise UserError("The workspace file is damaged.", "Nothing was changed.")

    monkeypatch.setattr(reading, "preflight", broken)
    desk.open("reports", client=hotel)
    assert desk.sees_error_page
    monkeypatch.setattr(reading, "preflight", real)
    desk.press("Try again")
    assert desk.sees("Before the report")


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_it_fits_the_smallest_window_in_both_dresses(desk: Any, hotel: int, dress: str) -> None:
    theme.apply(dress)
    page = desk.open("reports", client=hotel)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    desk.press("Add a figure")
    field = desk.field("Figure 1: target")
    assert field.visibleRegion().boundingRect().width() == field.width()
    assert desk.window.width() == theme.SMALLEST_WINDOW[0]
    assert page.minimumSizeHint().width() <= theme.SMALLEST_WINDOW[0] - desk.window.side.width()
