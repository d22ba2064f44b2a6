"""Order exports of WooCommerce, Shopify and Cloudbeds as measured rows: each order once, refunds as reversals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.core.roi.words import GateCode, Tie, Tier, ValueKind, VatBasis
from smmdesk.domain.clients import Client
from smmdesk.domain.contracts import Contract
from smmdesk.domain.figures import month_figures
from smmdesk.domain.files import file_content
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.imports.removal import undo_import
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger.commands import import_orders, update_ledger_row
from smmdesk.domain.ledger.queries import ledger_month_of, ledger_rows
from smmdesk.domain.ledger.tables import LedgerReading
from smmdesk.domain.mappings.commands import remember
from smmdesk.importers.mapping.guessing import guess
from smmdesk.importers.mapping.outline import outline
from smmdesk.importers.mapping.spec import MappingSpec, TieRule
from smmdesk.importers.rows import QuestionCode

JUNE, JULY = Month(2026, 6), Month(2026, 7)

# Columns as each of them exports; the orders are made up.
SHOPIFY_HEAD = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
    "Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at,Refunded Amount,Id\n"
)
SHOPIFY_JUNE = (
    SHOPIFY_HEAD
    # 122.00 with 22.00 VAT: 100.00 net; two lines, the totals on the first.
    + "#1001,a@example.org,paid,2026-06-02 10:00:00 +0200,fulfilled,EUR,122.00,0.00,22.00,122.00,INSTA10,0.00,"
    "2026-06-02 09:58:00 +0200,1,Candle,61.00,,0.00,501\n"
    "#1001,a@example.org,,,,,,,,,,,2026-06-02 09:58:00 +0200,1,Wick,61.00,,,\n"
    # Not ours: no code.
    "#1002,b@example.org,paid,2026-06-03 10:00:00 +0200,fulfilled,EUR,50.00,0.00,9.02,50.00,,0.00,"
    "2026-06-03 10:00:00 +0200,1,Candle,50.00,,0.00,502\n"
    # 61.00 with 11.00 VAT, of which 12.20 was paid back: 50.00 net less 10.00.
    "#1003,c@example.org,partially_refunded,2026-06-05 10:00:00 +0200,fulfilled,EUR,61.00,0.00,11.00,61.00,insta10,"
    "0.00,2026-06-05 10:00:00 +0200,1,Candle,61.00,,12.20,503\n"
    # Never paid.
    "#1004,d@example.org,pending,,unfulfilled,EUR,61.00,0.00,11.00,61.00,INSTA10,0.00,"
    "2026-06-06 10:00:00 +0200,1,Candle,61.00,,0.00,504\n"
    "#1005,e@example.org,voided,,unfulfilled,EUR,61.00,0.00,11.00,61.00,INSTA10,0.00,"
    "2026-06-07 10:00:00 +0200,1,Candle,61.00,2026-06-08 09:00:00 +0200,0.00,505\n"
)
# A month later: everything of #1001 was paid back on the way, #1003 once more, and there is a new order.
SHOPIFY_JULY = SHOPIFY_JUNE.replace(
    "#1001,a@example.org,paid,2026-06-02 10:00:00 +0200,fulfilled,EUR,122.00,0.00,22.00,122.00,INSTA10,0.00,"
    "2026-06-02 09:58:00 +0200,1,Candle,61.00,,0.00,501",
    "#1001,a@example.org,refunded,2026-06-02 10:00:00 +0200,fulfilled,EUR,122.00,0.00,22.00,122.00,INSTA10,0.00,"
    "2026-06-02 09:58:00 +0200,1,Candle,61.00,,122.00,501",
).replace(",,12.20,503", ",,18.30,503") + (
    '#1006,f@example.org,paid,2026-07-02 10:00:00 +0200,fulfilled,EUR,12.20,0.00,2.20,12.20,"FREE, INSTA10",0.00,'
    "2026-07-02 10:00:00 +0200,1,Wick,12.20,,0.00,506\n"
)
WOO = (
    "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,"
    "Attribution\n"
    '2026-06-10 12:00:00,71,"€ 80,00",completed,A B,new,2× Tea,2,estate,80,Source: Instagram\n'
    '2026-06-11 12:00:00,72,"€ 40,00",completed,C D,new,1× Tea,1,,40,Direct\n'
    '2026-06-12 12:00:00,73,"€ 30,50",processing,E F,returning,1× Tea,1,,30.5,Referral: l.instagram.com\n'
    '2026-06-20 12:00:00,71,"-€ 20,00",refunded,A B,returning,1× Tea,-1,,-20,Source: Instagram\n'
    '2026-06-13 12:00:00,74,"€ 99,00",on-hold,G H,new,3× Tea,3,ESTATE,99,Direct\n'
)
CLOUDBEDS = (
    "Name,Email,Phone Number,Reservation Number,Third Party Confirmation Number,Adults,Children,Room Number,"
    "Accommodation Total,Amount Paid,Check in Date,Check out Date,Nights,Room Type,Grand Total,Deposit,Products,"
    "Balance Due,Credit Card Type,Reservation Date,Source,Meal Plan,Status,Country,Guest Status,Cancellation Date\n"
    "A B,a@example.org,1,881,,2,0,1,550.00,0,15/08/2026,18/08/2026,3,Double,550.00,0,n/a,550.00,n/a,13/06/2026,"
    "Instagram link,,Confirmed,Italy,,\n"
    "C D,c@example.org,1,882,,2,0,2,330.00,0,15/08/2026,17/08/2026,2,Double,330.00,0,n/a,330.00,n/a,14/06/2026,"
    "Booking.com,,Confirmed,Italy,,\n"
    "E F,e@example.org,1,883,,2,0,3,220.00,0,15/08/2026,17/08/2026,2,Double,220.00,0,n/a,220.00,n/a,15/06/2026,"
    "Instagram link,,Canceled,Italy,,16/06/2026\n"
)


@pytest.fixture
def client_id(a_client: Callable[..., Client], a_contract: Callable[..., Contract]) -> int:
    """Return an Italian client with a margin of 55 % for the whole of 2026."""
    client = a_client("Northlight")
    a_contract(client)
    return client.id


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes an export."""

    def write(text: str, name: str = "orders.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def ours(path: Path, *values: str, **more: object) -> MappingSpec:
    """Return the preset of an export with the values that make an order ours, in all its rules."""
    spec = guess(outline(path).tables[0], zone="Europe/Rome")
    rules = tuple(replace(rule, values=values) for rule in spec.orders.ours)
    return replace(spec, orders=replace(spec.orders, ours=rules, **more))  # pyright: ignore[reportArgumentType]


def told(client_id: int) -> list[tuple[str, str, int, str]]:
    """Return the rows of the ledger as id, day, cents and what they take back."""
    return [(one.row.id, str(one.row.date), one.row.amount, one.row.reverses) for one in ledger_rows(client_id)]


class TestShopify:
    def test_what_is_ours_is_measured_net_with_the_file_as_proof(
        self, client_id: int, written: Callable[..., Path]
    ) -> None:
        path = written(SHOPIFY_JUNE)
        result = import_orders(path, client_id, ours(path, "INSTA10"), read_on=date(2026, 7, 4))
        assert told(client_id) == [
            ("shopify-#1001", "2026-06-02", 100_00, ""),
            ("shopify-#1003", "2026-06-05", 50_00, ""),
            ("shopify-#1003-refund-1", "2026-06-05", -10_00, "shopify-#1003"),
        ]
        assert (result.added, result.updated, result.unchanged, result.exit_code) == (3, 0, 0, 0)
        counts = result.rows
        assert (counts.data, counts.merged, counts.description, counts.refused) == (2, 1, 3, 0)
        said = " ".join(result.warnings)
        assert "3 orders are not counted" in said
        for reason in ("not tied to our work", "status “pending”", "status “voided”"):
            assert reason in said
        first = ledger_rows(client_id)[0]
        assert (first.row.tier, first.row.tie, first.row.kind) == (Tier.MEASURED, Tie.CODE, ValueKind.SALE)
        assert (first.row.order_key, first.row.vat, first.row.currency) == ("#1001", VatBasis.NET, "")
        assert first.row.note == "Discount Code: INSTA10" and first.row.description == "Ordine #1001"
        assert [file.name for file in first.evidence] == ["orders.csv"]
        assert file_content(first.evidence[0].file_id) == path.read_bytes()

    def test_the_figures_of_the_month_are_those_of_a_calculator(
        self, client_id: int, written: Callable[..., Path]
    ) -> None:
        """(100.00 + 50.00 − 10.00) × 55 % = 77.00, sales 140.00."""
        path = written(SHOPIFY_JUNE)
        import_orders(path, client_id, ours(path, "INSTA10"), read_on=date(2026, 7, 4))
        month = ledger_month_of(client_id, JUNE)
        assert (month.measured.text, month.sales.text) == ("77.00", "140.00")
        figures = month_figures(client_id, JUNE)["ledger"]
        assert figures["measured"]["value"] == "77.00" and figures["proven"]["value"] == "77.00"
        assert figures["sales"]["value"] == "140.00"
        assert [row["evidence"][0]["name"] for row in figures["rows"]] == ["orders.csv"] * 3

    def test_a_later_export_adds_what_is_new_and_nothing_twice(
        self, client_id: int, written: Callable[..., Path]
    ) -> None:
        june, july = written(SHOPIFY_JUNE), written(SHOPIFY_JULY, "july.csv")
        spec = ours(june, "INSTA10")
        import_orders(june, client_id, spec, read_on=date(2026, 7, 4))
        result = import_orders(july, client_id, spec, read_on=date(2026, 8, 3))
        assert (result.added, result.updated, result.unchanged) == (3, 0, 3)
        assert told(client_id)[3:] == [
            # The whole of it, on the day on which it was first seen; 18.30 − 12.20 = 6.10 gross is 5.00 net.
            ("shopify-#1001-refund-1", "2026-08-03", -100_00, "shopify-#1001"),
            ("shopify-#1003-refund-2", "2026-08-03", -5_00, "shopify-#1003"),
            ("shopify-#1006", "2026-07-02", 10_00, ""),
        ]
        assert ledger_month_of(client_id, JUNE).measured.text == "77.00"
        assert ledger_month_of(client_id, JULY).measured.text == "5.50"
        assert ledger_month_of(client_id, Month(2026, 8)).measured.text == "-57.75"
        before = told(client_id)
        again = import_orders(july, client_id, spec, read_on=date(2026, 8, 3))
        assert (again.added, again.updated, again.unchanged) == (0, 0, 6)
        assert again.import_id == result.import_id and told(client_id) == before

    def test_an_older_export_changes_nothing(self, client_id: int, written: Callable[..., Path]) -> None:
        june, july = written(SHOPIFY_JUNE), written(SHOPIFY_JULY, "july.csv")
        spec = ours(june, "INSTA10")
        import_orders(july, client_id, spec, read_on=date(2026, 8, 3))
        before = told(client_id)
        result = import_orders(june, client_id, spec, read_on=date(2026, 7, 4))
        assert (result.added, result.updated) == (0, 0) and told(client_id) == before
        assert not any("less was paid back" in warning for warning in result.warnings)

    def test_what_each_import_said_is_kept_for_its_undo(self, client_id: int, written: Callable[..., Path]) -> None:
        june, july = written(SHOPIFY_JUNE), written(SHOPIFY_JULY, "july.csv")
        spec = ours(june, "INSTA10")
        first = import_orders(june, client_id, spec, read_on=date(2026, 7, 4))
        second = import_orders(july, client_id, spec, read_on=date(2026, 8, 3))
        said = {(row.source.id, row.row_id): row.cells for row in LedgerReading.select()}
        assert {row_id for source, row_id in said if source == first.import_id} == {
            "shopify-#1001", "shopify-#1003", "shopify-#1003-refund-1",
        }  # fmt: skip
        assert len([1 for source, _row in said if source == second.import_id]) == 6
        assert said[first.import_id, "shopify-#1003"]["amount"] == "50.00"
        kept = Import.get_by_id(first.import_id)
        assert (kept.format, kept.read_on, kept.state) == ("orders", date(2026, 7, 4), "done")
        assert kept.answers["mapping"]["target"] == "orders"

    def test_an_export_is_undone_as_a_whole_in_any_order(self, client_id: int, written: Callable[..., Path]) -> None:
        june, july = written(SHOPIFY_JUNE), written(SHOPIFY_JULY, "july.csv")
        spec = ours(june, "INSTA10")
        first = import_orders(june, client_id, spec, read_on=date(2026, 7, 4)).import_id or 0
        after_june = told(client_id)
        second = import_orders(july, client_id, spec, read_on=date(2026, 8, 3)).import_id or 0
        after_both = told(client_id)
        undo_import(second)
        assert told(client_id) == after_june
        second = import_orders(july, client_id, spec, read_on=date(2026, 8, 3)).import_id or 0
        undo_import(first)
        assert sorted(told(client_id)) == sorted(after_both)  # July's export says all of them too
        undo_import(second)
        assert told(client_id) == [] and not Import.select().exists() and not LedgerReading.select().exists()

    def test_what_the_user_wrote_into_a_row_stays(self, client_id: int, written: Callable[..., Path]) -> None:
        june = written(SHOPIFY_JUNE)
        spec = ours(june, "INSTA10")
        import_orders(june, client_id, spec, read_on=date(2026, 7, 4))
        row = ledger_rows(client_id)[0]
        update_ledger_row(row.id, {"margin": "40", "description": "The big order"})
        changed = written(SHOPIFY_JUNE.replace("22.00,122.00,INSTA10", "33.00,183.00,INSTA10"), "changed.csv")
        result = import_orders(changed, client_id, spec, read_on=date(2026, 7, 20))
        assert (result.added, result.updated, result.unchanged) == (0, 1, 2)
        after = ledger_rows(client_id)[0].row
        assert (after.margin, after.description, after.amount) == (Decimal(40), "The big order", 150_00)

    def test_a_foreign_currency_needs_its_rate(self, client_id: int, written: Callable[..., Path]) -> None:
        path = written(SHOPIFY_JUNE.replace(",EUR,", ",USD,"))
        import_orders(path, client_id, ours(path, "INSTA10"), read_on=date(2026, 7, 4))
        assert {one.row.currency for one in ledger_rows(client_id)} == {"USD"}
        assert GateCode.RATE_MISSING in {gate.code for gate in ledger_month_of(client_id, JUNE).gates}

    def test_a_dry_run_writes_nothing(self, client_id: int, written: Callable[..., Path]) -> None:
        path = written(SHOPIFY_JUNE)
        result = import_orders(path, client_id, ours(path, "INSTA10"), read_on=date(2026, 7, 4), dry_run=True)
        assert (result.added, result.dry_run, result.import_id) == (3, True, None)
        assert told(client_id) == [] and not Import.select().exists()

    def test_no_order_is_ours(self, client_id: int, written: Callable[..., Path]) -> None:
        path = written(SHOPIFY_JUNE)
        result = import_orders(path, client_id, ours(path, "OTHER"), read_on=date(2026, 7, 4))
        assert "none of them is tied" in result.error and result.exit_code == 1
        assert told(client_id) == []

    def test_a_cancellation_of_a_counted_order_takes_back_what_is_left(
        self, client_id: int, written: Callable[..., Path]
    ) -> None:
        june = written(SHOPIFY_JUNE)
        spec = ours(june, "INSTA10")
        import_orders(june, client_id, spec, read_on=date(2026, 7, 4))
        later = SHOPIFY_JUNE.replace("#1003,c@example.org,partially_refunded", "#1003,c@example.org,voided").replace(
            "Candle,61.00,,12.20,503", "Candle,61.00,2026-07-15 09:00:00 +0200,12.20,503"
        )
        import_orders(written(later, "later.csv"), client_id, spec, read_on=date(2026, 7, 20))
        assert told(client_id)[-1] == ("shopify-#1003-refund-2", "2026-07-15", -40_00, "shopify-#1003")


class TestWooCommerce:
    def test_net_sales_with_refund_rows_of_their_own(self, client_id: int, written: Callable[..., Path]) -> None:
        path = written(WOO)
        result = import_orders(path, client_id, ours(path, "estate", "instagram"), read_on=date(2026, 7, 4))
        assert told(client_id) == [
            ("woocommerce-71", "2026-06-10", 80_00, ""),
            ("woocommerce-71-refund-1", "2026-06-20", -20_00, "woocommerce-71"),
            ("woocommerce-73", "2026-06-12", 30_50, ""),
        ]
        ties = [one.row.tie for one in ledger_rows(client_id)]
        assert ties == [Tie.CODE, None, Tie.LINK]
        assert (result.rows.data, result.rows.description, result.rows.refused) == (3, 2, 0)
        # 80.00 × 55 % = 44.00, 20.00 × 55 % = 11.00, 30.50 × 55 % = 16.775 → 16.78; 44.00 − 11.00 + 16.78 = 49.78
        assert ledger_month_of(client_id, JUNE).measured.text == "49.78"

    def test_an_order_that_is_refunded_by_status_alone(self, client_id: int, written: Callable[..., Path]) -> None:
        text = "".join(WOO.splitlines(keepends=True)[:2]).replace("completed", "refunded")
        path = written(text)
        import_orders(path, client_id, ours(path, "estate"), read_on=date(2026, 7, 4))
        assert [row[2] for row in told(client_id)] == [80_00, -80_00]
        assert ledger_month_of(client_id, JUNE).measured.text == "0.00"


class TestCloudbeds:
    def test_bookings_with_vat_by_their_source(self, client_id: int, written: Callable[..., Path]) -> None:
        """550.00 with 10 % VAT is 500.00; 500.00 × 55 % = 275.00. The cancelled one was never counted."""
        path = written(CLOUDBEDS)
        spec = ours(path, "Instagram link", vat_rate=Decimal(10))
        result = import_orders(path, client_id, spec, read_on=date(2026, 7, 4))
        assert told(client_id) == [("cloudbeds-881", "2026-06-13", 550_00, "")]
        row = ledger_rows(client_id)[0].row
        assert (row.kind, row.vat, row.vat_rate, row.tie) == (
            ValueKind.BOOKING, VatBasis.GROSS, Decimal(10), Tie.LINK,
        )  # fmt: skip
        month = ledger_month_of(client_id, JUNE)
        assert (month.measured.text, month.sales.text) == ("275.00", "500.00")
        assert result.rows.description == 2

    def test_a_booking_that_is_called_off_later(self, client_id: int, written: Callable[..., Path]) -> None:
        path = written(CLOUDBEDS)
        spec = ours(path, "Instagram link", vat_rate=Decimal(10))
        import_orders(path, client_id, spec, read_on=date(2026, 7, 4))
        later = CLOUDBEDS.replace("Instagram link,,Confirmed,Italy,,\n", "Instagram link,,Canceled,Italy,,20/07/2026\n")
        import_orders(written(later, "later.csv"), client_id, spec, read_on=date(2026, 8, 1))
        assert told(client_id)[1:] == [("cloudbeds-881-refund-1", "2026-07-20", -550_00, "cloudbeds-881")]
        assert ledger_month_of(client_id, JULY).measured.text == "-275.00"

    def test_without_a_vat_rate_nothing_is_read(self, client_id: int, written: Callable[..., Path]) -> None:
        path = written(CLOUDBEDS)
        with pytest.raises(UserError, match="not complete"):
            import_orders(path, client_id, ours(path, "Instagram link"), read_on=date(2026, 7, 4))


class TestThroughTheDoorOfImports:
    def test_a_remembered_mapping_reads_the_file_and_asks_for_the_day(
        self, client_id: int, written: Callable[..., Path]
    ) -> None:
        path = written(SHOPIFY_JUNE)
        with pytest.raises(UserError, match="no export"):
            import_file(path, client_id)
        remember(replace(ours(path, "INSTA10"), name="The shop"))
        asked = import_file(path, client_id)
        assert [one.code for one in asked.questions] == [QuestionCode.READ_ON] and asked.exit_code == 2
        assert told(client_id) == []
        result = import_file(path, client_id, read_on=date(2026, 7, 4))
        assert (result.format, result.mapping, result.added) == ("orders", "The shop", 3)
        assert len(told(client_id)) == 3

    def test_rules_of_one_column_may_be_left_empty(self, client_id: int, written: Callable[..., Path]) -> None:
        path = written(WOO.replace(",Attribution\n", "\n").replace(",Direct\n", "\n"))
        spec = ours(path, "estate")
        spec = replace(spec, orders=replace(spec.orders, ours=(*spec.orders.ours, TieRule("Not there", ()))))
        assert import_orders(path, client_id, spec, read_on=date(2026, 7, 4)).added == 2
