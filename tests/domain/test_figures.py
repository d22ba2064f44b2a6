"""The figures of a month as one object: the acceptance case whole, platforms' numbers, comparisons, KPIs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core import periods
from smmdesk.core.errors import UserError, WorkspaceHeld
from smmdesk.core.periods import Month
from smmdesk.core.readings import Unit
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.figures import is_provisional, month_figures, plain_number, value_text
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger.commands import add_ledger_row, import_ledger_sheet
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.domain.reports.rows import KpiDraft
from smmdesk.domain.results.tables import (
    AccountReading,
    MetricName,
    Post,
    PostRead,
    PostReading,
    PostWording,
    Segment,
    SegmentReading,
)
from smmdesk.store.database import transaction

JUNE = Month(2026, 6)
HOTEL = """\
id,row,date,kind,tie,quantity,amount,tier,evidence,confirmed_by,confirmed_on,probability,spread_months,reverses
B1,value,2026-06-10,booking,link,6,580.00,measured,proof.txt,,,,,
B2,value,2026-06-20,,,,-580.00,measured,,,,,,B1
P1,value,2026-06-12,booking,,3,500.00,confirmed,,Anna Bar,2026-07-01,,,
N1,value,2026-06-15,lead,,120,480.00,estimated,,,,2,,
F1,cost,2026-06-01,fee,,,700.00,,,,,,,
F2,cost,2026-06-01,stamp,,,2.00,,,,,,,
F3,cost,2026-06-10,ads,,,310.00,,,,,,,
F4,cost,2026-06-15,production,,,900.00,,,,,,12,
F5,cost,2026-06-30,staff,,4,16.00,,,,,,,
"""


@pytest.fixture
def client(a_client: Callable[..., Client]) -> Client:
    return a_client("Hotel Bar")


class Readings:
    """Writes readings as a finished import of a client would."""

    def __init__(self, client: Client, read_on: date = date(2026, 7, 4), state: str = "done") -> None:
        with transaction():
            self.source = Import.create(
                client=client,
                file_name="export.csv",
                sha256="",
                format="test",
                read_on=read_on,
                state=state,
                imported_at=1,
            )

    @staticmethod
    def _metric(key: str) -> Any:
        return MetricName.get_or_create(key=key)[0]

    def days(self, account: Account, key: str, first: date, values: list[Any]) -> None:
        with transaction():
            for place, value in enumerate(values):
                AccountReading.create(
                    account=account,
                    metric=self._metric(key),
                    day=first + timedelta(days=place),
                    source=self.source,
                    value=value,
                    state="not_available" if value is None else "value" if value else "zero",
                )

    def post(self, account: Account, day: date, **values: Any) -> int:
        with transaction():
            post = Post.create(account=account, external_id=f"{day}{Post.select().count()}", published_on=day)
            wording = PostWording.create(post=post, title="A post", kind="image")
            PostRead.create(source=self.source, wording=wording)
            for name, value in values.items():
                PostReading.create(
                    post=post,
                    metric=self._metric(f"instagram.post.{name}.v1"),
                    source=self.source,
                    value=value,
                    state="not_available" if value is None else "value",
                )
            return post.id

    def campaign(self, account: Account, key: str, value: Any) -> None:
        with transaction():
            segment, _made = Segment.get_or_create(account=account, dimension="campaign", key="one")
            SegmentReading.create(
                segment=segment,
                metric=self._metric(key),
                first_day=JUNE.first_day,
                last_day=JUNE.last_day,
                source=self.source,
                value=value,
                state="value",
                currency="EUR",
            )


def account_of(figures: dict[str, Any], account: Account) -> dict[str, Any]:
    return next(one for one in figures["accounts"] if one["id"] == account.id)


def metric_of(figures: dict[str, Any], account: Account, key: str) -> dict[str, Any]:
    return next(one for one in account_of(figures, account)["metrics"] if one["metric"] == key)


def test_the_acceptance_case_whole(
    client: Client,
    an_account: Callable[..., Account],
    a_contract: Callable[..., Any],
    a_deliverable: Callable[..., Any],
    tmp_path: Path,
) -> None:
    a_contract(client, fee=0, quotas={"post": 2})
    a_deliverable(client, status="published", published_on=date(2026, 6, 3))
    a_deliverable(client, status="published", published_on=date(2026, 6, 9))
    folder = tmp_path / "sheet"
    folder.mkdir()
    (folder / "proof.txt").write_bytes(b"proof")
    (folder / "ledger.csv").write_text(HOTEL, encoding="utf-8")
    import_ledger_sheet(folder / "ledger.csv", client.id)
    profile = an_account(client, "instagram", "hotelbar")
    readings = Readings(client)
    ads = an_account(client, "meta_ads", "hotelbar")
    readings.campaign(ads, "meta_ads.spend.v1", Decimal(310))
    readings.campaign(ads, "meta_ads.purchases.v1", 9)
    first = readings.post(profile, date(2026, 6, 2), likes=800, reach=900)
    second = readings.post(profile, date(2026, 6, 30), likes=30, comments=None)
    readings.post(profile, date(2026, 7, 1), likes=1000)
    save_month_sheet(
        client.id,
        JUNE,
        kpis=[KpiDraft("Prenotazioni dirette", "ledger.bookings", target=Decimal(8))],
    )

    figures = month_figures(client.id, JUNE)

    assert json.loads(json.dumps(figures, allow_nan=False)) == figures
    assert list(figures) == [
        "client",
        "month",
        "currency",
        "report_state",
        "provisional",
        "ledger",
        "deliverables",
        "accounts",
        "kpis",
        "campaigns",
    ]
    assert {key: figures[key] for key in ("client", "month", "currency", "report_state", "provisional")} == {
        "client": {"id": client.id, "name": "Hotel Bar"},
        "month": "2026-06",
        "currency": "EUR",
        "report_state": "draft",
        "provisional": False,
    }
    ledger = figures["ledger"]
    assert ledger["roi"]["headline"]["value"] == "110.25"
    assert ledger["platform_claims"] == [{"platform": "meta_ads", "count": "9", "value": None, "source": "export.csv"}]
    assert ledger["proposed"] == [
        {"kind": "ads", "account": "hotelbar", "amount": "310.00", "origin": "import", "source": "export.csv"}
    ]
    assert [one["code"] for one in ledger["warnings"]] == ["no_total_row"]
    assert figures["deliverables"] == [
        {
            "type": "post",
            "promised": 2,
            "carried_in": 0,
            "delivered": 2,
            "carried_out": 0,
            "extra": 0,
            "rows": ["D1", "D2"],
        }
    ]
    assert account_of(figures, profile)["posts"] == {
        "count": 2,
        "state": "value",
        "metrics": [
            {
                "metric": "instagram.post.likes.v1",
                "value": "830",
                "state": "value",
                "rows": [f"post-{first}", f"post-{second}"],
            },
            {"metric": "instagram.post.comments.v1", "value": None, "state": "not_available", "rows": []},
        ],
    }
    assert figures["kpis"] == [
        {
            "text": "Prenotazioni dirette",
            "metric": None,
            "value": "8",
            "target": "8",
            "status": "met",
            "rows": ["M1", "M2", "C1"],
        }
    ]
    assert figures["campaigns"] == []


def test_an_empty_client(client: Client) -> None:
    figures = month_figures(client.id, JUNE)
    assert figures["ledger"]["state"] == "no_data"
    assert figures["deliverables"] == figures["accounts"] == figures["kpis"] == []
    with pytest.raises(UserError):
        month_figures(999, JUNE)


def test_followers_beside_the_month_before(client: Client, an_account: Callable[..., Account]) -> None:
    account = an_account(client, "tiktok")
    readings = Readings(client)
    for back, last in ((4, 1120), (3, 1140), (2, 1160), (1, 1180), (0, 1204)):
        readings.days(account, "tiktok.followers.v1", JUNE.plus(-back).last_day, [last])
    printed = metric_of(month_figures(client.id, JUNE), account, "tiktok.followers.v1")
    assert printed == {
        "metric": "tiktok.followers.v1",
        "value": "1204",
        "state": "value",
        "unit": "count",
        "read_on": "2026-07-04",
        "rows": [f"import-{readings.source.id}"],
        "against": {"month": "2026-05", "value": "1180", "change": "24", "kind": "count", "verdict": "better"},
        "break": None,
    }


def test_flows_compare_per_day_and_a_unique_count_is_only_bounded(
    client: Client, an_account: Callable[..., Account]
) -> None:
    account = an_account(client, "linkedin")
    readings = Readings(client)
    for back in range(7):
        month = JUNE.plus(-back)
        readings.days(account, "linkedin.impressions.v1", month.first_day, [100 + (back % 2)] * month.days)
    readings.days(account, "linkedin.unique_visitors.v1", JUNE.first_day, [3, 1, None, 0])
    figures = month_figures(client.id, JUNE)
    flow = metric_of(figures, account, "linkedin.impressions.v1")
    assert (flow["value"], flow["against"]["value"]) == ("3000", "3131")
    assert flow["against"] == {
        "month": "2026-05",
        "value": "3131",
        "change": "-0.99",
        "kind": "per_day",
        "verdict": "stable",
    }
    unique = metric_of(figures, account, "linkedin.unique_visitors.v1")
    assert (unique["value"], unique["state"], unique["bounds"]) == (None, "not_available", ["3", "4"])
    assert unique["against"]["verdict"] == "not_comparable"


def test_an_unfinished_month_is_compared_with_the_same_first_days(
    client: Client, an_account: Callable[..., Account]
) -> None:
    account = an_account(client, "linkedin")
    readings = Readings(client, date(2026, 6, 19))
    readings.days(account, "linkedin.clicks.v1", date(2026, 5, 1), [10] * 18 + [1000] * 13)
    readings.days(account, "linkedin.clicks.v1", date(2026, 6, 1), [30] * 18)
    figures = month_figures(client.id, JUNE)
    printed = metric_of(figures, account, "linkedin.clicks.v1")
    assert printed["against"] == {
        "month": "2026-05",
        "value": "180",
        "change": "200.00",
        "kind": "percent",
        "verdict": "too_little_history",
        "days": 18,
    }
    assert figures["provisional"] is True


def test_without_the_other_months_first_days_it_is_per_day(client: Client, an_account: Callable[..., Account]) -> None:
    account = an_account(client, "linkedin")
    readings = Readings(client)
    readings.days(account, "linkedin.clicks.v1", date(2026, 5, 5), [29] * 27)
    readings.days(account, "linkedin.clicks.v1", date(2026, 6, 1), [30] * 18)
    against = metric_of(month_figures(client.id, JUNE), account, "linkedin.clicks.v1")["against"]
    assert (against["kind"], against["value"], against["change"]) == ("per_day", "783", "3.45")


def test_seasonal_clients_look_a_year_back(a_client: Callable[..., Client], an_account: Callable[..., Account]) -> None:
    client = a_client(is_seasonal=True)
    account = an_account(client, "linkedin")
    readings = Readings(client)
    readings.days(account, "linkedin.clicks.v1", JUNE.first_day, [30] * 30)
    readings.days(account, "linkedin.clicks.v1", JUNE.previous.first_day, [10] * 31)
    against = metric_of(month_figures(client.id, JUNE), account, "linkedin.clicks.v1")["against"]
    assert (against["month"], against["value"]) == ("2026-05", "310")
    readings.days(account, "linkedin.clicks.v1", JUNE.plus(-12).first_day, [29] * 30)
    against = metric_of(month_figures(client.id, JUNE), account, "linkedin.clicks.v1")["against"]
    assert (against["month"], against["kind"], against["change"]) == ("2025-06", "percent", "3.45")


def test_guests_are_listed_as_such(client: Client, an_account: Callable[..., Account]) -> None:
    own = an_account(client, "instagram")
    guest = an_account(client, "instagram", is_guest=True)
    figures = month_figures(client.id, JUNE)
    assert account_of(figures, guest)["guest"] is True
    assert list(account_of(figures, guest)) == ["id", "platform", "handle", "guest", "metrics", "posts"]
    assert list(account_of(figures, own)) == ["id", "platform", "handle", "guest", "metrics", "posts"]
    assert account_of(figures, own)["guest"] is False


def test_guests_are_in_nothing_that_is_said_of_the_month(client: Client, an_account: Callable[..., Account]) -> None:
    own, guest = an_account(client, "instagram"), an_account(client, "instagram", is_guest=True)
    Readings(client, date(2026, 7, 5)).post(own, date(2026, 6, 2), likes=1)
    Readings(client, date(2026, 6, 10)).post(guest, date(2026, 6, 2), likes=500)
    figures = month_figures(client.id, JUNE)
    # Read on 5 July: what a guest's earlier export says does not make the client's month provisional.
    assert figures["provisional"] is False
    assert [one["value"] for one in account_of(figures, own)["posts"]["metrics"]] == ["1"]
    assert [one["value"] for one in account_of(figures, guest)["posts"]["metrics"]] == ["500"]


@pytest.mark.parametrize(
    ("read_on", "provisional"), [(date(2026, 7, 3), True), (date(2026, 7, 4), False), (date(2026, 6, 30), True)]
)
def test_provisional_by_what_was_read(
    client: Client, an_account: Callable[..., Account], read_on: date, provisional: bool
) -> None:
    account = an_account(client, "instagram")
    Readings(client, read_on).post(account, date(2026, 6, 2), likes=1)
    assert month_figures(client.id, JUNE)["provisional"] is provisional


def test_provisional_by_the_months_own_rows(client: Client) -> None:
    cost = {"row": "cost", "amount": "12", "kind": "tools"}
    add_ledger_row(client.id, {**cost, "date": "2026-05-01", "read_date": "2026-05-01", "spread_months": "12"})
    add_ledger_row(client.id, {**cost, "date": "2026-06-01"})
    assert month_figures(client.id, JUNE)["provisional"] is False
    add_ledger_row(client.id, {**cost, "date": "2026-06-01", "read_date": "2026-06-30"})
    assert month_figures(client.id, JUNE)["provisional"] is True
    assert is_provisional(JUNE, []) is False


def test_kpis_from_a_metric_from_posts_and_by_hand(client: Client, an_account: Callable[..., Account]) -> None:
    account = an_account(client, "linkedin")
    profile = an_account(client, "instagram")
    readings = Readings(client)
    readings.days(account, "linkedin.clicks.v1", JUNE.first_day, [2] * 30)
    post = readings.post(profile, date(2026, 6, 2), likes=7)
    save_month_sheet(
        client.id,
        JUNE,
        kpis=[
            KpiDraft("Clicks", "linkedin.clicks.v1", account.id, target=Decimal(63)),
            KpiDraft("Likes", "instagram.post.likes.v1", profile.id),
            KpiDraft("Calls", value=Decimal(4), target=Decimal(8)),
            KpiDraft("Nothing", "linkedin.clicks.v1", profile.id, target=Decimal(8)),
        ],
    )
    kpis = month_figures(client.id, JUNE)["kpis"]
    assert [(one["metric"], one["value"], one["target"], one["status"], one["rows"]) for one in kpis] == [
        ("linkedin.clicks.v1", "60", "63", "on_track", [f"import-{readings.source.id}"]),
        ("instagram.post.likes.v1", "7", None, None, [f"post-{post}"]),
        (None, "4", "8", "off_track", []),
        ("linkedin.clicks.v1", None, "8", "no_data", []),
    ]


def test_a_month_that_has_just_begun_is_too_early(client: Client) -> None:
    periods.set_clock(lambda: datetime(2026, 6, 4, 12, tzinfo=UTC))
    save_month_sheet(client.id, JUNE, kpis=[KpiDraft("Calls", value=Decimal(1), target=Decimal(8))])
    assert [one["status"] for one in month_figures(client.id, JUNE)["kpis"]] == ["too_early"]


def test_a_blocked_month_still_prints(client: Client) -> None:
    add_ledger_row(client.id, {"row": "cost", "date": "2026-06-01", "amount": "5", "kind": "tools", "currency": "USD"})
    ledger = month_figures(client.id, JUNE)["ledger"]
    assert (ledger["state"], ledger["invested"], ledger["gates"][0]["rows"]) == (
        "blocked",
        {"value": None, "rows": []},
        ["I1"],
    )


def test_no_figures_while_a_file_is_being_imported(client: Client) -> None:
    Readings(client, state="running")
    with pytest.raises(WorkspaceHeld) as held:
        month_figures(client.id, JUNE)
    assert held.value.exit_code == 3


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("0.0533"), Unit.SHARE, "5.33"),
        (Decimal("12.345"), Unit.MONEY, "12.35"),
        (Fraction(10, 3), Unit.DECIMAL, "3.33"),
        (12, Unit.COUNT, "12"),
        (Decimal("12.50"), Unit.COUNT, "12.50"),
        (Decimal("12.0"), Unit.COUNT, "12"),
        (Fraction(7, 2), Unit.COUNT, "3.50"),
        (None, Unit.COUNT, None),
    ],
)
def test_values_as_text(value: Any, unit: Unit, text: str | None) -> None:
    assert value_text(value, unit) == text
    assert plain_number(Decimal("1E+3")) == "1000"


def test_a_seasonal_month_is_not_judged_by_the_summer_before_it(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    hotel = a_client("Seasonal", is_seasonal=True)
    account = an_account(hotel, "ga4", "hotel.example")
    october = Month(2026, 10)
    read = Readings(hotel, date(2026, 11, 5))
    for back in range(1, 7):
        month = october.plus(-back)
        read.days(account, "ga4.sessions.v1", month.first_day, [900] * month.days)
    read.days(account, "ga4.sessions.v1", october.first_day, [140] * 31)
    read.days(account, "ga4.sessions.v1", date(2025, 10, 1), [100] * 31)
    against = month_figures(hotel.id, october)["accounts"][0]["metrics"][0]["against"]
    assert against["month"] == "2025-10"
    assert (against["change"], against["kind"]) == ("40.00", "percent")
    assert against["verdict"] == "too_little_history"
    for years in (2, 3):
        month = october.plus(-12 * years)
        read.days(account, "ga4.sessions.v1", month.first_day, [95 + years] * 31)
    assert month_figures(hotel.id, october)["accounts"][0]["metrics"][0]["against"]["verdict"] == "better"
