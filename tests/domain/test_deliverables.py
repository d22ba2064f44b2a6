"""Deliverables: planning, ticking off, and what a month's promise comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month, months_between
from smmdesk.domain.contracts import ContractDraft, ContractRow, add_contract
from smmdesk.domain.deliverables import (
    DeliverableDraft,
    add_deliverable,
    attach_proof,
    delete_deliverable,
    deliverable_draft,
    deliverable_row,
    deliverable_rows,
    delivered_rows,
    delivery_summary,
    plan_month,
    restore_deliverable,
    set_on_hold,
    set_status,
    tick_off,
    update_deliverable,
)
from smmdesk.domain.deliverables.rules import delivery_of_type, promised_in
from smmdesk.domain.files import file_content

JAN, FEB, MAR, APR, MAY, JUN = (Month(2026, number) for number in range(1, 7))
POST = DeliverableDraft(JUN, "post", "Granita", due_on=date(2026, 6, 12))


def contract(
    start: date, end: date, quotas: Mapping[str, int], carry_over: int | None = 0, number: int = 1
) -> ContractRow:
    """Return a contract as the rules see it."""
    return ContractRow(
        id=number,
        client_id=1,
        start=start,
        end=end,
        notice_by=None,
        fee=0,
        fee_vat_rate=Decimal(0),
        revision_rounds=2,
        carry_over_months=carry_over,
        attribution_rule="",
        look_back_days=90,
        margin=None,
        margin_agreed_with="",
        margin_agreed_on=None,
        typical_order=None,
        note="",
        quotas=tuple(quotas.items()),
    )


def months(contracts, done, until, type_="post"):
    """Return (promised, carried in, delivered, carried out, lapsed, extra) of each month up to `until`."""
    counts = {month: count if isinstance(count, tuple) else (count, 0) for month, count in done.items()}
    rows = [delivery_of_type(contracts, type_, counts, month) for month in months_between(JAN, until)]
    return [(row.promised, row.carried_in, row.delivered, row.carried_out, row.lapsed, row.extra) for row in rows]


YEAR = (date(2026, 1, 1), date(2026, 12, 31))


class TestWhatAMonthComesTo:
    def test_without_carry_over_what_is_undone_lapses(self):
        assert months([contract(*YEAR, {"post": 4})], {JAN: 3, FEB: 5}, MAR) == [
            (4, 0, 3, 0, 1, 0),
            (4, 0, 4, 0, 0, 1),
            (4, 0, 0, 0, 4, 0),
        ]

    def test_one_month_of_carry_over_uses_the_oldest_first(self):
        assert months([contract(*YEAR, {"post": 4}, 1)], {JAN: 2, FEB: 3, MAR: 9}, APR) == [
            (4, 0, 2, 2, 0, 0),
            (4, 2, 3, 3, 0, 0),  # two of January first, then one of February
            (4, 3, 7, 0, 0, 2),
            (4, 0, 0, 4, 0, 0),
        ]

    def test_a_leftover_lapses_after_its_months(self):
        assert months([contract(*YEAR, {"post": 2}, 2)], {}, APR) == [
            (2, 0, 0, 2, 0, 0),
            (2, 2, 0, 4, 0, 0),
            (2, 4, 0, 4, 2, 0),  # January's two
            (2, 4, 0, 4, 2, 0),  # February's two
        ]

    def test_unlimited_carry_over_never_lapses(self):
        assert months([contract(*YEAR, {"post": 2}, None)], {MAY: 7}, JUN)[-3:] == [
            (2, 6, 0, 8, 0, 0),
            (2, 8, 7, 3, 0, 0),
            (2, 3, 0, 5, 0, 0),
        ]

    def test_what_is_marked_as_extra_never_fills_the_promise(self):
        assert months([contract(*YEAR, {"post": 4})], {JAN: (3, 2)}, JAN) == [(4, 0, 3, 0, 1, 2)]

    def test_a_part_of_a_month_promises_its_share_half_up(self):
        half = contract(date(2026, 6, 16), date(2026, 12, 31), {"post": 5})
        assert promised_in([half], "post", JUN) == 3  # 5 × 15 ÷ 30 = 2.5
        assert promised_in([contract(date(2026, 6, 17), date(2026, 12, 31), {"post": 5})], "post", JUN) == 2
        assert promised_in([contract(date(2026, 2, 15), date(2026, 2, 28), {"post": 7})], "post", FEB) == 4  # 3.5

    def test_a_change_in_mid_month_is_summed_before_it_is_rounded(self):
        both = [
            contract(date(2026, 1, 1), date(2026, 6, 10), {"post": 4}, 0, 1),
            contract(date(2026, 6, 11), date(2026, 12, 31), {"post": 7, "reel": 3}, 1, 2),
        ]
        assert promised_in(both, "post", JUN) == 6  # 4/3 + 14/3 = 6
        assert promised_in(both, "reel", JUN) == 2
        # The later contract's rule holds for what June leaves undone.
        assert months(both, dict.fromkeys((JAN, FEB, MAR, APR, MAY), 4), JUN)[-1] == (6, 0, 0, 6, 0, 0)

    def test_a_pause_promises_nothing_and_keeps_what_is_owed(self):
        both = [
            contract(date(2026, 1, 1), date(2026, 1, 31), {"post": 4}, 2, 1),
            contract(date(2026, 4, 1), date(2026, 12, 31), {"post": 4}, 0, 2),
        ]
        assert months(both, {FEB: 1, APR: 4}, APR) == [
            (4, 0, 0, 4, 0, 0),
            (0, 4, 1, 3, 0, 0),
            (0, 3, 0, 0, 3, 0),
            (4, 0, 4, 0, 0, 0),
        ]

    def test_before_the_first_contract_everything_is_extra(self):
        late = [contract(date(2026, 3, 10), date(2026, 12, 31), {"post": 31})]
        assert months(late, {JAN: (2, 1)}, MAR) == [(0, 0, 0, 0, 0, 3), (0, 0, 0, 0, 0, 0), (22, 0, 0, 0, 22, 0)]
        assert months([], {JAN: 1}, JAN) == [(0, 0, 0, 0, 0, 1)]

    @given(
        quotas=st.lists(st.integers(0, 9), min_size=1, max_size=3),
        cuts=st.lists(st.integers(1, 330), min_size=2, max_size=6, unique=True),
        rule=st.one_of(st.none(), st.integers(0, 4)),
        done=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), min_size=12, max_size=12),
    )
    def test_nothing_is_lost_and_nothing_is_invented(self, quotas, cuts, rule, done):
        days = [date.fromordinal(date(2026, 1, 1).toordinal() + cut) for cut in sorted(cuts)]
        pairs = list(zip(days[::2], days[1::2], strict=False))
        contracts = [
            contract(first, last, {"post": quota}, rule, number)
            for number, ((first, last), quota) in enumerate(zip(pairs, quotas, strict=False))
        ]
        work = {Month(2026, number + 1): counts for number, counts in enumerate(done)}
        before = 0
        for month in months_between(Month(2026, 1), Month(2026, 12)):
            row = delivery_of_type(contracts, "post", work, month)
            assert row.promised + row.carried_in == row.delivered + row.carried_out + row.lapsed
            assert row.delivered + row.extra == sum(work[month])
            assert row.carried_in == before
            assert min(row.promised, row.carried_in, row.delivered, row.carried_out, row.lapsed, row.extra) >= 0
            if rule == 0:
                assert row.carried_out == 0
            if rule is None:
                assert row.lapsed == 0
            before = row.carried_out


class TestTheSummaryOfAClient:
    def test_it_reads_contracts_and_deliverables_with_their_marks(self, a_client, an_account):
        client = a_client()
        account = an_account(client)
        add_contract(
            client.id, ContractDraft(*YEAR, fee=1, quotas={"post": 2, "reel": 1, "other:Menu": 1}, carry_over_months=1)
        )
        made = [
            add_deliverable(client.id, replace(POST, title=title, account_id=account.id))
            for title in ("third", "first", "second")
        ]
        extra = add_deliverable(client.id, DeliverableDraft(JUN, "reel", "gift", is_extra=True))
        for number, day in zip((*made, extra), (20, 3, 11, 5), strict=True):
            tick_off(number, published_on=date(2026, 6, day), link=f"example.it/{day}")
        add_deliverable(client.id, POST)  # only planned: not delivered
        summary = {row.type: row for row in delivery_summary(client.id, JUN)}
        assert list(summary) == ["post", "reel", "other:Menu"]
        post = summary["post"]
        assert (post.promised, post.carried_in, post.delivered, post.carried_out, post.extra) == (2, 2, 3, 1, 0)
        assert post.rows == ("D1", "D3", "D4")
        assert summary["reel"].rows == ("D2",)
        assert (summary["reel"].delivered, summary["reel"].extra) == (0, 1)
        assert post.to_json() == {
            "type": "post", "promised": 2, "carried_in": 2, "delivered": 3, "carried_out": 1, "extra": 0,
            "rows": ["D1", "D3", "D4"],
        }  # fmt: skip
        rows = delivered_rows(client.id, JUN)
        assert [(row.mark, row.title, row.is_extra) for row in rows] == [
            ("D1", "first", False), ("D2", "gift", True), ("D3", "second", False), ("D4", "third", False)
        ]  # fmt: skip
        assert rows[0].channel == f"Instagram @{account.handle}"
        assert rows[0].link == "https://example.it/3"

    def test_the_last_ones_beyond_the_promise_are_the_extras(self, a_client):
        client = a_client()
        add_contract(client.id, ContractDraft(*YEAR, fee=1, quotas={"post": 1}))
        for day in (2, 1, 3):
            tick_off(add_deliverable(client.id, POST), published_on=date(2026, 6, day))
        assert [row.is_extra for row in delivered_rows(client.id, JUN)] == [False, True, True]
        assert delivery_summary(client.id, JUN)[0].extra == 2

    def test_without_a_contract_and_without_work_there_is_nothing(self, a_client):
        assert delivery_summary(a_client().id, JUN) == []


class TestPlanning:
    def test_what_is_missing_is_planned_and_never_doubled(self, a_client):
        client = a_client()
        add_contract(client.id, ContractDraft(date(2026, 6, 16), date(2026, 12, 31), 1, {"post": 4, "reel": 3}))
        by_hand = add_deliverable(client.id, POST)
        add_deliverable(client.id, replace(POST, is_extra=True))
        set_status(by_hand, "cancelled", reason="the client has no ice")
        added = plan_month(client.id, JUN)
        assert [deliverable_row(number).type for number in added] == ["post", "reel", "reel"]
        assert plan_month(client.id, JUN) == []
        assert len(plan_month(client.id, JUN.next)) == 7

    def test_a_month_without_a_contract_is_refused(self, a_client):
        with pytest.raises(UserError):
            plan_month(a_client().id, JUN)


class TestOnePiece:
    @pytest.fixture
    def client(self, a_client):
        return a_client()

    def test_it_is_kept_and_changed(self, client):
        made = add_deliverable(client.id, replace(POST, type="Post", note=" x ", link="example.it"))
        assert deliverable_draft(made) == replace(POST, note="x", link="https://example.it")
        update_deliverable(made, replace(POST, month=MAY, is_extra=True, extra_price=40_00))
        row = deliverable_row(made)
        assert (row.month, row.extra_price, row.status, row.client_name) == (MAY, 40_00, "planned", client.name)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"type": "tweet"}, "type"),
            ({"title": "x" * 501}, "title"),
            ({"link": "nowhere"}, "link"),
            ({"extra_price": 1}, "extra_price"),
            ({"is_extra": True, "extra_price": -1}, "extra_price"),
            ({"due_on": date(20, 1, 1)}, "due_on"),
            ({"account_id": 99}, "account_id"),
        ],
    )
    def test_what_cannot_be_kept_names_its_field(self, client, changes, field):
        made = add_deliverable(client.id, POST)
        for call in (lambda draft: add_deliverable(client.id, draft), lambda draft: update_deliverable(made, draft)):
            with pytest.raises(UserError) as refusal:
                call(replace(POST, **changes))
            assert refusal.value.field == field
        assert [deliverable_draft(row.id) for row in deliverable_rows(client.id)] == [POST]

    def test_another_clients_account_is_refused(self, client, an_account):
        with pytest.raises(UserError) as refusal:
            add_deliverable(client.id, replace(POST, account_id=an_account().id))
        assert refusal.value.field == "account_id"

    def test_its_way_to_publication_and_back(self, client):
        made = add_deliverable(client.id, POST)
        set_status(made, "in_review", on=date(2026, 6, 2))
        assert deliverable_row(made).waiting_since == date(2026, 6, 2)
        set_status(made, "approved", on=date(2026, 6, 4), approved_by="Carla")
        row = deliverable_row(made)
        assert (row.waiting_since, row.approved_by, row.approved_on) == (None, "Carla", date(2026, 6, 4))
        tick_off(made, published_on=date(2026, 6, 12), link="https://example.it/p")
        row = deliverable_row(made)
        assert (row.status, row.published_on, row.link, row.approved_by) == (
            "published", date(2026, 6, 12), "https://example.it/p", "Carla"
        )  # fmt: skip
        assert not row.is_open
        tick_off(made, published_on=date(2026, 6, 13))
        assert deliverable_row(made).link == "https://example.it/p"
        set_status(made, "in_production")
        row = deliverable_row(made)
        assert (row.published_on, row.approved_on, row.approved_by) == (None, None, "")

    def test_the_day_is_today_by_the_clients_clock(self, a_client, monkeypatch):
        from datetime import UTC, datetime

        from smmdesk.core import periods

        periods.set_clock(lambda: datetime(2026, 7, 1, 1, 0, tzinfo=UTC))
        made = add_deliverable(a_client(timezone="America/New_York").id, POST)
        set_status(made, "published")
        assert deliverable_row(made).published_on == date(2026, 6, 30)

    def test_a_cancellation_needs_its_reason(self, client):
        made = add_deliverable(client.id, POST)
        with pytest.raises(UserError) as refusal:
            set_status(made, "cancelled", reason=" ")
        assert refusal.value.field == "reason"
        set_status(made, "cancelled", reason="no ice")
        assert (deliverable_row(made).status, deliverable_row(made).cancel_reason) == ("cancelled", "no ice")
        set_status(made, "planned")
        assert deliverable_row(made).cancel_reason == ""

    def test_unknown_status_link_or_piece(self, client):
        made = add_deliverable(client.id, POST)
        with pytest.raises(UserError) as refusal:
            set_status(made, "done")
        assert refusal.value.field == "status"
        with pytest.raises(UserError) as refusal:
            tick_off(made, published_on=date(2026, 6, 1), link="x")
        assert refusal.value.field == "link"
        assert deliverable_row(made).status == "planned"
        for call in (lambda: set_status(99, "planned"), lambda: deliverable_row(99), lambda: delete_deliverable(99)):
            with pytest.raises(UserError):
                call()

    def test_hold_and_proof(self, client):
        made = add_deliverable(client.id, POST)
        set_on_hold(made, True)
        attach_proof(made, b"proof", "screen.png")
        row = deliverable_row(made)
        assert row.is_on_hold
        assert row.proof_id is not None
        assert file_content(row.proof_id) == b"proof"
        set_on_hold(made, False)
        attach_proof(made, None)
        assert (deliverable_row(made).is_on_hold, deliverable_row(made).proof_id) == (False, None)

    def test_deleting_comes_back_as_it_was(self, client, an_account):
        made = add_deliverable(client.id, replace(POST, account_id=an_account(client).id))
        tick_off(made, published_on=date(2026, 6, 1))
        before = deliverable_row(made)
        removed = delete_deliverable(made)
        assert deliverable_rows(client.id) == []
        restore_deliverable(removed)
        assert deliverable_row(made) == before

    def test_lists_by_client_month_and_status(self, a_client):
        one, other, away = a_client(), a_client(), a_client(archived_at=1)
        first = add_deliverable(one.id, POST)
        second = add_deliverable(other.id, replace(POST, due_on=date(2026, 6, 1)))
        undated = add_deliverable(other.id, replace(POST, due_on=None))
        hidden = add_deliverable(away.id, POST)
        add_deliverable(other.id, replace(POST, month=MAY))
        tick_off(first, published_on=date(2026, 6, 30))
        assert [row.id for row in deliverable_rows(None, JUN)] == [second, first, undated]
        assert [row.id for row in deliverable_rows(None, JUN, statuses=["published"])] == [first]
        assert [row.id for row in deliverable_rows(away.id)] == [hidden]
