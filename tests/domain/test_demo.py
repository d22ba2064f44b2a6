"""The example: what stands in it, and that it is never made over another."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month, months_between
from smmdesk.domain.accounts import account_rows
from smmdesk.domain.clients import client_rows, contact_rows, find_client
from smmdesk.domain.contracts import contract_rows
from smmdesk.domain.deliverables import deliverable_rows, delivered_rows, delivery_summary
from smmdesk.domain.demo import build_demo
from smmdesk.domain.figures import month_figures
from smmdesk.domain.imports.queries import imports_of
from smmdesk.domain.inspection import inspect_workspace
from smmdesk.domain.ledger.queries import proposals
from smmdesk.domain.profile import profile, profile_logo_id, workspace_identity
from smmdesk.domain.reports.queries import month_sheet
from smmdesk.store.database import OpenWorkspace
from smmdesk.store.opening import open_workspace

FIRST, LAST = Month(2025, 10), Month(2026, 10)
JUNE = Month(2026, 6)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], float]:
    """Make the example once; return its paths and the processor's seconds that it took."""
    began = time.process_time()
    paths = build_demo(tmp_path_factory.mktemp("example"))
    return paths, time.process_time() - began


@pytest.fixture
def example(made: tuple[list[Path], float]) -> Iterator[OpenWorkspace]:
    opened = open_workspace(made[0][0], write=False)
    yield opened
    opened.close()


def test_it_holds_a_workspace_and_the_reports(made):
    paths, seconds = made
    folder = paths[0].parent
    assert [str(path.relative_to(folder)) for path in paths] == [
        "demo.smmdesk",
        "reports/hotel-miramare-2026-06.pdf",
        "reports/hotel-miramare-2026-10.pdf",
        "reports/northlight-candle-co-2026-10.pdf",
        "reports/studio-dentistico-chiari-2026-10.pdf",
    ]
    assert all(path.read_bytes().startswith(b"%PDF-") for path in paths[1:])
    assert sorted(path.name for path in folder.iterdir()) == ["demo.smmdesk", "reports"]
    assert seconds < 20


def test_an_existing_example_is_never_made_over(made):
    path = made[0][0]
    before = hashlib.sha256(path.read_bytes()).digest()
    with pytest.raises(UserError) as refusal:
        build_demo(path.parent)
    assert str(path) in refusal.value.detail
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_a_folder_that_cannot_be_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UserError):
        build_demo(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_it_says_that_it_is_an_example_and_is_sound(example):
    assert workspace_identity().is_example
    assert all(finding.is_fine for finding in inspect_workspace())
    assert profile().trade_name == "Studio Rossi"
    assert profile_logo_id() is not None


def test_three_unlike_clients(example):
    rows = client_rows()
    assert [(row.name, row.language, row.address_form, row.currency, row.is_seasonal) for row in rows] == [
        ("Hotel Miramare", "it", "voi", "EUR", True),
        ("Northlight Candle Co.", "en", "voi", "GBP", False),
        ("Studio dentistico Chiari", "it", "Lei", "EUR", False),
    ]
    assert [int(row.recoverable_vat) for row in rows] == [100, 100, 0]
    for row in rows:
        assert row.logo_id is not None
        assert row.brand_color
        assert contact_rows(row.id)
        assert contract_rows(row.id)
    platforms = {account.platform for account in account_rows()}
    assert platforms == {"instagram", "facebook", "meta_ads", "ga4", "tiktok", "youtube", "linkedin"}
    assert [account.name for account in account_rows() if account.is_guest] == ["Pro Loco Porto Salice"]


def test_the_hotels_june_is_the_acceptance_case(example):
    found = month_figures(find_client("Hotel Miramare").id, JUNE)
    ledger = found["ledger"]
    assert ledger["state"] == "ok"
    assert [ledger[name]["value"] for name in ("measured", "confirmed", "estimated", "proven", "full", "invested")] == [
        "1595.00", "825.00", "633.60", "2420.00", "3053.60", "1151.00"
    ]  # fmt: skip
    assert [ledger[name]["headline"]["value"] for name in ("net", "per_unit", "roi")] == ["1269.00", "2.10", "110.25"]
    assert (ledger["range"]["low"]["value"], ledger["range"]["high"]["value"]) == ("38.58", "165.30")
    assert [share["value"] for share in ledger["shares"].values()] == ["52.23", "27.02", "20.75"]
    assert ledger["break_even_customers"]["value"] == "4"
    assert ledger["invested_cash"]["value"] == "1976.00"
    assert [claim["count"] for claim in ledger["platform_claims"]] == ["9"]
    assert not found["provisional"]


def test_every_month_has_figures_and_none_is_blocked(example):
    states = {
        (client.slug, str(month)): month_figures(client.id, month)["ledger"]["state"]
        for client in client_rows()
        for month in months_between(FIRST, LAST)
    }
    assert len(states) == 39
    told = {state: {key for key, found in states.items() if found == state} for state in set(states.values())}
    assert told.pop("ok")
    assert told == {
        "refunds_exceed": {("hotel-miramare", "2026-02")},
        "not_yet_proven": {("studio-dentistico-chiari", "2025-10")},
        "nothing_proven": {("studio-dentistico-chiari", "2026-08")},
    }


def test_nothing_is_left_to_settle_and_the_newest_month_is_final(example):
    for client in client_rows():
        assert all(not proposals(client.id, month) for month in months_between(FIRST, LAST))
        found = month_figures(client.id, LAST)
        assert not found["provisional"]
        assert found["ledger"]["warnings"] == []
        assert found["kpis"]
        assert all(kpi["value"] is not None for kpi in found["kpis"])
        sheet = month_sheet(client.id, LAST)
        assert all((sheet.goal, sheet.worked, sheet.did_not_work, sheet.we_change, sheet.request, sheet.request_by))


def test_an_order_named_twice_counts_once(example):
    ledger = month_figures(find_client("Northlight Candle Co.").id, LAST)["ledger"]
    assert [(one["id"], one["reason"], one["of"]) for one in ledger["not_counted"]] == [
        ("N-4188-bis", "duplicate", "N-4188")
    ]


def test_the_work_of_every_month_is_there_with_its_links(example):
    for client in client_rows():
        for month in months_between(FIRST, LAST):
            rows = delivered_rows(client.id, month)
            assert rows
            assert all(row.link.startswith("https://") for row in rows if row.type != "story")
            for row in delivery_summary(client.id, month):
                assert row.promised + row.carried_in == row.delivered + row.carried_out + row.lapsed
    june = {row.type: row for row in delivery_summary(find_client("Hotel Miramare").id, JUNE)}
    assert (june["reel"].promised, june["reel"].delivered, june["reel"].extra) == (4, 4, 1)
    planned = deliverable_rows(None, LAST.next)
    assert {row.status for row in planned} == {"planned", "in_production", "in_review", "approved"}
    assert all(row.title and row.due_on in LAST.next for row in planned if row.due_on)


def test_all_numbers_came_through_the_importers(example):
    for client in client_rows():
        imports = imports_of(client.id)
        assert {"ledger_sheet", "meta_content_instagram", "ga4"} <= {one.format for one in imports}
        assert all(one.refused == 0 and not one.is_running for one in imports)
        assert max(one.read_on for one in imports if one.read_on) <= date(2026, 11, 4)


def test_the_same_files_and_reports_are_made_each_time(made, tmp_path):
    again = build_demo(tmp_path)
    for first, second in zip(made[0][1:], again[1:], strict=True):
        assert first.name == second.name
        assert first.read_bytes() == second.read_bytes()
