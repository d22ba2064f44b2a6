"""Typed numbers: each state from the cell to the figures, the newest read, undo in any order, unique never summed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from smmdesk.core import i18n, periods
from smmdesk.core.comparison import Verdict
from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, State, Unit
from smmdesk.domain.accounts import Account
from smmdesk.domain.figures import month_figures
from smmdesk.domain.imports.queries import imports_of
from smmdesk.domain.imports.removal import undo_import
from smmdesk.domain.imports.tables import Import, ImportAccount
from smmdesk.domain.reports.build import collect_report
from smmdesk.domain.results.compared import compared_metrics
from smmdesk.domain.results.months import account_history, account_metrics, spend_of
from smmdesk.domain.results.own_metrics import add_own_metric, forget_own_metrics
from smmdesk.domain.results.queries import posts_of_month, sources_of
from smmdesk.domain.results.rows import AccountFigure
from smmdesk.domain.results.tables import AccountReading, MetricName, Segment, SegmentReading
from smmdesk.domain.results.typed.commands import keep_numbers
from smmdesk.domain.results.typed.posts import keep_post, post_id_of
from smmdesk.domain.results.typed.queries import number_grid, typed_metrics
from smmdesk.domain.results.typed.rows import TypedNumber, TypedPost
from smmdesk.domain.results.typed.rules import (
    block_of,
    block_readings,
    first_doubtful,
    read_typed,
    typed_text,
)
from smmdesk.importers.cells import Mark
from smmdesk.importers.registry import METRICS
from smmdesk.store.database import database, transaction

APRIL, MAY, JUNE, JULY = (Month(2026, number) for number in (4, 5, 6, 7))
VIEWS, REACH, FOLLOWERS = "tiktok.video_views.v1", "tiktok.reached_audience.v1", "tiktok.followers.v1"
RATE, SPEND = "linkedin.engagement_rate.v1", "meta_ads.spend.v1"
READ = date(2026, 7, 5)

CELLS = some.tuples(
    some.sampled_from([VIEWS, REACH, FOLLOWERS]),
    some.sampled_from([MAY, JUNE]),
    some.one_of(
        some.tuples(some.integers(0, 3), some.sampled_from([State.VALUE, State.ESTIMATED])),
        some.sampled_from([(None, State.NOT_APPLICABLE), (None, State.NOT_AVAILABLE), (None, None)]),
    ),
)
SAVES = some.lists(some.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5)


@pytest.fixture(autouse=True)
def own_metrics_end_with_their_test() -> Iterator[None]:
    yield
    forget_own_metrics()


@pytest.fixture(autouse=True)
def late_summer() -> Iterator[None]:
    """Let it be 20 August 2026, so that each month here is over."""
    from datetime import UTC, datetime

    with periods.clock_at(datetime(2026, 8, 20, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def tiktok(an_account: Callable[..., Account]) -> Account:
    return an_account(platform="tiktok", handle="miramare")


def number(metric: str, value: Any = None, state: State | None = State.VALUE, month: Month = JUNE) -> TypedNumber:
    return TypedNumber(metric, month, value, state)


def figure(account: Account, metric: str, month: Month = JUNE) -> AccountFigure | None:
    return next((one for one in account_metrics(account.id, month) if one.metric == metric), None)


def everything() -> dict[str, list[Any]]:
    """Return all readings, segments and imports of the workspace, without the ids that SQLite gives."""
    queries = {
        "days": "SELECT account_id, m.key, day, import_id, value, state FROM account_reading r"
        " JOIN metric_name m ON m.id = r.metric_id ORDER BY 1, 2, 3, 4",
        "wholes": "SELECT s.account_id, s.dimension, s.key, m.key, first_day, last_day, import_id, value, state,"
        " currency FROM segment_reading r JOIN segment s ON s.id = r.segment_id"
        " JOIN metric_name m ON m.id = r.metric_id ORDER BY 1, 2, 3, 4, 5, 7",
        "segments": "SELECT account_id, dimension, key FROM segment ORDER BY 1, 2, 3",
        "posts": "SELECT account_id, external_id, published_at, published_on FROM post ORDER BY 1, 2",
        "imports": "SELECT id, format, read_on, state FROM import ORDER BY 1",
        "files": "SELECT sha256 FROM stored_file ORDER BY 1",
    }
    return {name: database.execute_sql(query).fetchall() for name, query in queries.items()}


def imported_days(account: Account, metric: str, values: dict[date, int], read_on: date = READ) -> int:
    """Write what a file with daily values leaves behind."""
    with transaction():
        row = Import.create(
            client=account.client_id,
            account=account.id,
            file_name="export.csv",
            sha256="0",
            format="tiktok_overview",
            read_on=read_on,
            first_day=min(values),
            last_day=max(values),
            state="done",
            imported_at=0,
        )
        ImportAccount.create(source=row, account=account.id)
        known, _is_new = MetricName.get_or_create(key=metric)
        for day, value in values.items():
            AccountReading.create(
                account=account.id, metric=known, day=day, source=row, value=value, state="value" if value else "zero"
            )
    return row.id


def whole_june(value: int) -> dict[date, int]:
    return {date(2026, 6, day): value for day in range(1, 31)}


class TestStates:
    """Each state reaches the month's figure, the history and the plain figures."""

    @pytest.mark.parametrize(
        ("typed", "value", "state", "printed"),
        [
            (number(VIEWS, 1234), 1234, State.VALUE, "1234"),
            (number(VIEWS, 0), 0, State.ZERO, "0"),
            (number(VIEWS, 0, State.ZERO), 0, State.ZERO, "0"),
            (number(VIEWS, 900, State.ESTIMATED), 900, State.ESTIMATED, "900"),
            (number(VIEWS, 900, State.NOT_YET_COMPLETE), 900, State.NOT_YET_COMPLETE, "900"),
            (number(VIEWS, None, State.NOT_APPLICABLE), None, State.NOT_APPLICABLE, None),
            (number(VIEWS, None, State.NOT_AVAILABLE), None, State.NOT_AVAILABLE, None),
        ],
    )
    def test_of_a_flow(self, tiktok: Account, typed: TypedNumber, value: Any, state: State, printed: Any) -> None:
        keep_numbers(tiktok.id, [typed], read_on=READ)
        found = figure(tiktok, VIEWS)
        assert found is not None
        assert (found.value, found.state) == (value, state)
        assert [(one.value, one.state) for one in account_history(tiktok.id, VIEWS, JUNE, 2)] == [
            (None, State.NOT_AVAILABLE),
            (value, state),
        ]
        (account,) = month_figures(tiktok.client_id, JUNE)["accounts"]
        (metric,) = account["metrics"]
        assert (metric["metric"], metric["value"], metric["state"]) == (VIEWS, printed, state.value)
        assert metric["rows"] == ([f"import-{imports_of(tiktok.client_id)[0].id}"] if value is not None else [])

    @pytest.mark.parametrize("state", [State.NOT_APPLICABLE, State.NOT_AVAILABLE])
    @pytest.mark.parametrize("metric", [REACH, FOLLOWERS])
    def test_without_a_number_of_a_unique_and_a_stock(self, tiktok: Account, metric: str, state: State) -> None:
        keep_numbers(tiktok.id, [number(metric, None, state)], read_on=READ)
        found = figure(tiktok, metric)
        assert found is not None
        assert (found.value, found.bounds, found.state) == (None, None, state)

    def test_what_was_never_typed_is_not_there(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [number(VIEWS, 5)], read_on=READ)
        assert figure(tiktok, REACH) is None

    def test_of_a_rate_and_of_money(self, an_account: Callable[..., Account]) -> None:
        page = an_account(platform="linkedin")
        keep_numbers(page.id, [number(RATE, Decimal("0.0533"))], read_on=READ)
        found = figure(page, RATE)
        assert found is not None and found.value == Decimal("0.0533")
        ads = an_account(platform="meta_ads")
        keep_numbers(ads.id, [number(SPEND, Decimal("120.50"))], read_on=READ)
        (spent,) = spend_of(ads.client_id, JUNE)
        assert (spent.value, spent.currency) == (Decimal("120.50"), "EUR")

    def test_a_month_that_is_not_over_is_not_yet_complete(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [number(VIEWS, 3000, month=MAY)], read_on=READ)
        keep_numbers(tiktok.id, [number(VIEWS, 1500), number(FOLLOWERS, 800)], read_on=date(2026, 6, 15))
        views, followers = figure(tiktok, VIEWS), figure(tiktok, FOLLOWERS)
        assert views is not None and followers is not None
        assert (views.value, views.state, views.days) == (1500, State.NOT_YET_COMPLETE, 15)
        assert views.gaps == ((date(2026, 6, 16), date(2026, 6, 30)),)
        assert (followers.value, followers.state, followers.as_of) == (800, State.VALUE, date(2026, 6, 15))
        (compared,) = [one for one in compared_metrics(tiktok.id, JUNE) if one.metric.key == VIEWS]
        # 1,500 in 15 days against 3,000 in 31: 100 a day against 96.77.
        assert compared.comparison.text == "3.33"
        assert compared.comparison.verdict is not Verdict.WORSE

    def test_what_was_read_too_early_makes_the_month_provisional(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [number(VIEWS, 10)], read_on=date(2026, 7, 3))
        assert month_figures(tiktok.client_id, JUNE)["provisional"] is True
        keep_numbers(tiktok.id, [number(VIEWS, 10)], read_on=date(2026, 7, 4))
        assert month_figures(tiktok.client_id, JUNE)["provisional"] is False

    def test_a_unique_count_is_never_summed(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [number(REACH, 100, month=MAY), number(REACH, 70), number(VIEWS, 9)], read_on=READ)
        june = figure(tiktok, REACH)
        assert june is not None and (june.value, june.bounds) == (70, None)
        imported_days(tiktok, REACH, whole_june(40), date(2026, 7, 8))
        again = figure(tiktok, REACH)
        assert again is not None and (again.value, again.bounds) == (70, None)  # the platform's own for the month
        assert METRICS[REACH].additivity is Additivity.UNIQUE

    def test_followers_of_a_past_month_stand_on_its_last_day(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [number(FOLLOWERS, 812)], read_on=READ)
        found = figure(tiktok, FOLLOWERS)
        assert found is not None and (found.value, found.as_of, found.read_on) == (812, date(2026, 6, 30), READ)


class TestNewestRead:
    """History is kept, the newest read wins, and what stands there already is not kept twice."""

    def test_the_same_again_changes_nothing(self, tiktok: Account) -> None:
        first = keep_numbers(tiktok.id, [number(VIEWS, 5), number(FOLLOWERS, 7)], read_on=READ)
        assert (len(first.import_ids), first.added) == (1, 2)
        before = everything()
        again = keep_numbers(tiktok.id, [number(VIEWS, 5), number(FOLLOWERS, 7)], read_on=READ)
        assert (again.import_ids, again.unchanged) == ((), 2)
        assert everything() == before

    def test_only_changed_cells_make_a_new_import(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [number(VIEWS, 5), number(REACH, 7)], read_on=READ)
        second = keep_numbers(tiktok.id, [number(VIEWS, 6), number(REACH, 7)], read_on=READ)
        assert (second.updated, second.unchanged) == (1, 1)
        assert SegmentReading.select().where(SegmentReading.source == second.import_ids[0]).count() == 1
        found = figure(tiktok, VIEWS)
        assert found is not None and found.value == 6
        values = [row.value for row in SegmentReading.select().join(MetricName).where(MetricName.key == VIEWS)]
        assert sorted(values) == [5, 6]

    def test_the_same_number_read_later_is_a_newer_read(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [number(VIEWS, 5)], read_on=READ)
        later = keep_numbers(tiktok.id, [number(VIEWS, 5)], read_on=date(2026, 7, 9))
        assert (len(later.import_ids), later.unchanged) == (1, 1)
        found = figure(tiktok, VIEWS)
        assert found is not None and found.read_on == date(2026, 7, 9)

    def test_one_import_for_each_month(self, tiktok: Account) -> None:
        result = keep_numbers(tiktok.id, [number(VIEWS, 5), number(VIEWS, 4, month=APRIL)], read_on=READ)
        assert len(result.import_ids) == 2
        assert [one.file_name for one in sources_of(tiktok.client_id, MAY)] == []
        assert len(sources_of(tiktok.client_id, APRIL)) == 1

    def test_typing_over_a_whole_month_of_imported_days(self, tiktok: Account) -> None:
        imported_days(tiktok, VIEWS, whole_june(10))
        before = figure(tiktok, VIEWS)
        assert before is not None and before.value == 300
        (import_id,) = keep_numbers(tiktok.id, [number(VIEWS, 310)], read_on=date(2026, 7, 6)).import_ids
        after = figure(tiktok, VIEWS)
        assert after is not None and (after.value, after.imports) == (310, (import_id,))
        imported_days(tiktok, VIEWS, whole_june(11), date(2026, 7, 10))
        newest = figure(tiktok, VIEWS)
        assert newest is not None and newest.value == 330

    def test_typing_over_a_propertys_own_figure(self, tiktok: Account) -> None:
        with transaction():
            row = Import.create(
                client=tiktok.client_id, account=tiktok.id, file_name="x.csv", sha256="0", format="x", read_on=READ,
                first_day=JUNE.first_day, last_day=JUNE.last_day, state="done", imported_at=0,
            )  # fmt: skip
            ImportAccount.create(source=row, account=tiktok.id)
            metric, _is_new = MetricName.get_or_create(key=REACH)
            SegmentReading.create(
                segment=Segment.create(account=tiktok.id, dimension="property", key="1"), metric=metric,
                first_day=JUNE.first_day, last_day=JUNE.last_day, source=row, value=55, state="value",
            )  # fmt: skip
        keep_numbers(tiktok.id, [number(REACH, 60)], read_on=READ)
        found = figure(tiktok, REACH)
        assert found is not None and found.value == 60

    @pytest.mark.parametrize("state", [State.NOT_APPLICABLE, State.NOT_AVAILABLE])
    def test_a_state_takes_no_imported_number_away(self, tiktok: Account, state: State) -> None:
        imported_days(tiktok, VIEWS, whole_june(10))
        with pytest.raises(UserError, match="would hide it") as refused:
            keep_numbers(tiktok.id, [number(VIEWS, None, state)], read_on=date(2026, 7, 9))
        assert refused.value.field == f"{VIEWS}@2026-06"

    def test_an_older_read_is_refused_instead_of_hidden(self, tiktok: Account) -> None:
        imported_days(tiktok, VIEWS, whole_june(10))
        before = everything()
        with pytest.raises(UserError, match="05/07/2026, stands here already"):
            keep_numbers(tiktok.id, [number(REACH, 3), number(VIEWS, 9)], read_on=date(2026, 7, 4))
        assert everything() == before

    def test_a_stock_of_an_earlier_day_is_refused(self, tiktok: Account) -> None:
        imported_days(tiktok, FOLLOWERS, {date(2026, 6, 28): 900}, date(2026, 6, 20))
        with pytest.raises(UserError, match="later day, 28/06/2026"):
            keep_numbers(tiktok.id, [number(FOLLOWERS, 880)], read_on=date(2026, 6, 25))


class TestTakingBack:
    """An emptied cell is as if it had never been typed; undoing that brings it back."""

    @pytest.mark.parametrize("metric", [VIEWS, FOLLOWERS, REACH])
    def test_nothing_is_known_afterwards(self, tiktok: Account, metric: str) -> None:
        keep_numbers(tiktok.id, [number(metric, 5)], read_on=READ)
        keep_numbers(tiktok.id, [number(metric, 6)], read_on=READ)
        before = everything()
        result = keep_numbers(tiktok.id, [number(metric, None, None)], read_on=READ)
        assert (len(result.import_ids), result.taken_back) == (1, 1)
        assert figure(tiktok, metric) is None
        undo_import(result.import_ids[0])
        assert everything() == before

    def test_what_a_file_brought_shows_again(self, tiktok: Account) -> None:
        imported_days(tiktok, VIEWS, whole_june(10))
        keep_numbers(tiktok.id, [number(VIEWS, 999)], read_on=READ)
        keep_numbers(tiktok.id, [number(VIEWS, None, None)], read_on=READ)
        found = figure(tiktok, VIEWS)
        assert found is not None and found.value == 300

    def test_an_empty_cell_that_was_empty_makes_no_import(self, tiktok: Account) -> None:
        assert keep_numbers(tiktok.id, [number(VIEWS, None, None)], read_on=READ).import_ids == ()

    def test_undone_after_the_import_that_it_took_from(self, tiktok: Account) -> None:
        (first,) = keep_numbers(tiktok.id, [number(VIEWS, 5)], read_on=READ).import_ids
        (second,) = keep_numbers(tiktok.id, [number(VIEWS, None, None)], read_on=READ).import_ids
        undo_import(first)
        undo_import(second)
        assert everything()["wholes"] == []
        assert figure(tiktok, VIEWS) is None


class TestDays:
    """A value of one day stands among the days that files bring."""

    def a_day(
        self, number_of_day: int, value: Any, state: State | None = State.VALUE, metric: str = VIEWS
    ) -> TypedNumber:
        return TypedNumber(metric, JUNE, value, state, date(2026, 6, number_of_day))

    def test_fills_a_gap_and_is_undone(self, tiktok: Account) -> None:
        imported_days(tiktok, VIEWS, {day: value for day, value in whole_june(10).items() if day.day != 14})
        before = figure(tiktok, VIEWS)
        assert before is not None and (before.value, before.gaps) == (290, ((date(2026, 6, 14), date(2026, 6, 14)),))
        (import_id,) = keep_numbers(tiktok.id, [self.a_day(14, 25)], read_on=READ).import_ids
        after = figure(tiktok, VIEWS)
        assert after is not None and (after.value, after.gaps, after.state) == (315, (), State.VALUE)
        assert keep_numbers(tiktok.id, [self.a_day(14, 25)], read_on=READ).import_ids == ()
        undo_import(import_id)
        assert figure(tiktok, VIEWS) == before

    def test_a_unique_count_of_days_stays_between_its_bounds(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [self.a_day(1, 5, metric=REACH), self.a_day(2, 7, metric=REACH)], read_on=READ)
        found = figure(tiktok, REACH)
        assert found is not None and (found.value, found.bounds) == (None, (7, 12))

    def test_is_typed_over_and_taken_back(self, tiktok: Account) -> None:
        imported_days(tiktok, VIEWS, whole_june(10))
        keep_numbers(tiktok.id, [self.a_day(3, 40)], read_on=READ)
        over = figure(tiktok, VIEWS)
        assert over is not None and over.value == 330
        keep_numbers(tiktok.id, [self.a_day(3, None, None)], read_on=READ)
        back = figure(tiktok, VIEWS)
        assert back is not None and back.value == 300

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            (TypedNumber(VIEWS, JUNE, 1, State.VALUE, date(2026, 7, 1)), "another month"),
            (TypedNumber(VIEWS, JULY, 1, State.VALUE, date(2026, 7, 6)), "still to come"),
        ],
    )
    def test_what_cannot_be(self, tiktok: Account, typed: TypedNumber, words: str) -> None:
        with pytest.raises(UserError, match=words) as refused:
            keep_numbers(tiktok.id, [typed], read_on=READ)
        assert refused.value.field == typed.place


class TestUndo:
    """Any typed save goes as every import does: exactly, whatever the order."""

    def test_out_of_order(self, tiktok: Account) -> None:
        (first,) = keep_numbers(tiktok.id, [number(VIEWS, 5)], read_on=READ).import_ids
        (second,) = keep_numbers(tiktok.id, [number(VIEWS, 6)], read_on=READ).import_ids
        undo_import(first)
        found = figure(tiktok, VIEWS)
        assert found is not None and found.value == 6
        undo_import(second)
        assert figure(tiktok, VIEWS) is None
        assert everything()["segments"] == []

    def test_with_its_evidence(self, tiktok: Account, tmp_path: Path) -> None:
        shot = tmp_path / "insights.png"
        shot.write_bytes(b"\x89PNG\r\n\x1a\nnot really")
        (import_id,) = keep_numbers(tiktok.id, [number(VIEWS, 5)], read_on=READ, evidence=shot).import_ids
        assert len(everything()["files"]) == 1
        undo_import(import_id)
        assert everything()["files"] == []

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        saves=SAVES,
        order=some.randoms(use_true_random=False),
        kept=some.integers(0, 1),
    )
    def test_in_any_order_ends_in_the_same_figures(
        self, an_account: Callable[..., Account], saves: list[Any], order: Any, kept: int
    ) -> None:
        """The same undoings in whatever order end in the same figures, and all of them in none."""
        one, other = an_account(platform="tiktok"), an_account(platform="tiktok")

        def keep(account: Account, save: list[Any]) -> tuple[int, ...]:
            typed = [number(key, *value, month=month) for key, month, value in save]
            return keep_numbers(account.id, typed, read_on=READ).import_ids

        def figures(account: Account) -> list[Any]:
            return [
                (month, found.metric, found.value, found.state)
                for month in (MAY, JUNE)
                for found in account_metrics(account.id, month)
            ]

        second = [import_id for save in saves for import_id in keep(other, save)]
        first = [import_id for save in saves for import_id in keep(one, save)]
        assert figures(one) == figures(other)
        gone = list(range(len(first)))
        order.shuffle(gone)
        gone = gone[kept:]
        for place in gone:
            undo_import(second[place])
        for place in sorted(gone, reverse=True):
            undo_import(first[place])
        assert figures(one) == figures(other)
        if not kept:
            assert figures(one) == []
        for place in sorted(set(range(len(first))) - set(gone), reverse=True):
            undo_import(first[place])
        assert figures(one) == []

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(saves=SAVES)
    def test_newest_first_is_the_state_before_each_save(
        self, an_account: Callable[..., Account], saves: list[Any]
    ) -> None:
        account = an_account(platform="tiktok")
        done: list[tuple[dict[str, list[Any]], tuple[int, ...]]] = []
        for save in saves:
            before = everything()
            typed = [number(key, *value, month=month) for key, month, value in save]
            done.append((before, keep_numbers(account.id, typed, read_on=READ).import_ids))
        for before, import_ids in reversed(done):
            for import_id in reversed(import_ids):
                undo_import(import_id)
            assert everything() == before


class TestRefusals:
    """What cannot be is refused at its cell, and nothing of the save is kept."""

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            (number(VIEWS, Decimal("1.5")), "whole numbers"),
            (number(REACH, -1), "below zero"),
            (number(FOLLOWERS, -1), "below zero"),
            (number(VIEWS, 10**16), "too large"),
            (number(VIEWS, None), "needs a number"),
            (number(VIEWS, None, State.ESTIMATED), "needs a number"),
            (number(VIEWS, 3, State.NOT_APPLICABLE), "exclude one another"),
            (number(VIEWS, 3, State.ZERO), "is not 3"),
            (number(VIEWS, 3, month=JULY.next), "had not begun"),
            (number("instagram.nothing.v1", 3), "no metric named"),
            (number(RATE, Decimal("0.1")), "no metric named"),
            (number("tiktok.post.likes.v1", 3), "no metric named"),
        ],
    )
    def test_at_the_cell(self, tiktok: Account, typed: TypedNumber, words: str) -> None:
        with pytest.raises(UserError, match=words) as refused:
            keep_numbers(tiktok.id, [number(REACH, 4), typed], read_on=READ)
        assert refused.value.field == typed.place
        assert imports_of(tiktok.client_id) == []

    def test_a_loss_may_lie_below_zero(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [number("tiktok.followers_change.v1", -12)], read_on=READ)
        found = figure(tiktok, "tiktok.followers_change.v1")
        assert found is not None and found.value == -12

    def test_a_reading_in_the_future(self, tiktok: Account) -> None:
        with pytest.raises(UserError, match="future") as refused:
            keep_numbers(tiktok.id, [number(VIEWS, 4)], read_on=date(2026, 8, 21))
        assert refused.value.field == "read_on"

    def test_evidence_that_is_not_there(self, tiktok: Account, tmp_path: Path) -> None:
        with pytest.raises(UserError, match=r"gone\.png") as refused:
            keep_numbers(tiktok.id, [number(VIEWS, 4)], read_on=READ, evidence=tmp_path / "gone.png")
        assert refused.value.field == "evidence"
        assert imports_of(tiktok.client_id) == []


class TestWhereItIsShown:
    """The list of imports, the sources of a report and the grid say that a person typed it."""

    def test_in_the_list_of_imports(self, tiktok: Account) -> None:
        keep_numbers(tiktok.id, [number(VIEWS, 5), number(REACH, 6)], read_on=READ)
        (row,) = imports_of(tiktok.client_id)
        assert (row.name, row.data, row.accounts, row.read_on) == ("Numbers typed by hand", 2, "miramare", READ)

    def test_among_the_sources_of_the_report(self, tiktok: Account, tmp_path: Path) -> None:
        shot = tmp_path / "insights.png"
        shot.write_bytes(b"picture")
        keep_numbers(tiktok.id, [number(VIEWS, 5)], read_on=READ, evidence=shot)
        (source,) = collect_report(tiktok.client_id, JUNE).sources
        assert (source.by_hand, source.file, source.read_on) == (True, "insights.png", READ)
        assert source.sha256 == hashlib.sha256(b"picture").hexdigest()

    def test_in_the_grid(self, tiktok: Account) -> None:
        imported_days(tiktok, VIEWS, whole_june(10))
        keep_numbers(tiktok.id, [number(REACH, 6), number(VIEWS, 7, month=MAY)], read_on=READ)
        grid = number_grid(tiktok.id, JUNE, 3)
        assert grid.months == (APRIL, MAY, JUNE)
        june, may, reach = grid.cell(VIEWS, JUNE), grid.cell(VIEWS, MAY), grid.cell(REACH, JUNE)
        assert (june.is_imported, june.files) == (True, ("export.csv",))
        assert (may.is_typed, may.is_imported) == (True, False)
        assert reach.is_typed
        assert grid.cell(REACH, APRIL).figure is None

    def test_metrics_of_parts_are_not_offered(self) -> None:
        assert "linkedin.followers_in_segment.v1" not in {one.key for one in typed_metrics("linkedin")}
        assert VIEWS in {one.key for one in typed_metrics("tiktok")}
        assert not any(one.of_posts for one in typed_metrics("tiktok"))

    def test_own_metrics_are_offered_last_and_can_be_typed(self, an_account: Callable[..., Account]) -> None:
        threads = an_account(platform="threads")
        own = add_own_metric("threads", "Profile views", unit=Unit.COUNT, additivity=Additivity.FLOW)
        assert own.key in {one.key for one in typed_metrics("threads")}
        keep_numbers(threads.id, [number(own.key, 44)], read_on=READ)
        found = figure(threads, own.key)
        assert found is not None and found.value == 44


class TestReadingWhatIsTyped:
    """A number is read by the language, a block by all of its cells; what is doubtful is never guessed."""

    @pytest.mark.parametrize(
        ("language", "text", "metric", "value"),
        [
            ("it", "1.234", VIEWS, 1234),
            ("it", "1234", VIEWS, 1234),
            ("it", "1.234,5", SPEND, Decimal("1234.5")),
            ("it", "5,33", RATE, Decimal("0.0533")),
            ("it", "5,33 %", RATE, Decimal("0.0533")),
            ("it", "€ 12,00", SPEND, 12),
            ("en", "1,234", VIEWS, 1234),
            ("en", "1,234.50", SPEND, Decimal("1234.50")),
            ("en", "5.33%", RATE, Decimal("0.0533")),
            ("en", "0", VIEWS, 0),
        ],
    )
    def test_by_the_language(self, language: str, text: str, metric: str, value: Any) -> None:
        with i18n.language(language):
            typed = read_typed(text, METRICS[metric])
        assert typed == (value, State.VALUE if value else State.ZERO)

    @pytest.mark.parametrize(
        ("language", "text", "metric"),
        [
            ("it", "1,234", VIEWS),
            ("it", "1.5", SPEND),
            ("it", "1,234.5", SPEND),
            ("en", "1.234", VIEWS),
            ("en", "1,5", SPEND),
            ("en", "1.234", SPEND),
            ("en", "12,34", VIEWS),
            ("en", "many", VIEWS),
            ("en", "1e3", VIEWS),
            ("en", "2000 %", RATE),
        ],
    )
    def test_what_is_not_so_written_is_refused(self, language: str, text: str, metric: str) -> None:
        with i18n.language(language), pytest.raises(UserError):
            read_typed(text, METRICS[metric])

    def test_states_in_words(self) -> None:
        assert read_typed("not applicable", METRICS[VIEWS]) == (None, State.NOT_APPLICABLE)
        assert read_typed("Not available", METRICS[VIEWS]) == (None, State.NOT_AVAILABLE)
        assert read_typed("~1200", METRICS[VIEWS]) == (1200, State.ESTIMATED)
        assert read_typed(" – ", METRICS[VIEWS]) is None
        assert read_typed("", METRICS[VIEWS]) is None

    @given(
        value=some.decimals(0, 10**9, places=2),
        language=some.sampled_from(["it", "en"]),
        state=some.sampled_from([State.VALUE, State.ESTIMATED]),
    )
    def test_what_is_written_is_read_again(self, value: Decimal, language: str, state: State) -> None:
        with i18n.language(language):
            read = read_typed(typed_text(value, state, METRICS[SPEND]), METRICS[SPEND])
        assert read is not None
        assert read[0] == value
        assert read[1] is (State.ZERO if value == 0 and state is State.VALUE else state)

    def test_a_block_proves_its_mark(self) -> None:
        block = block_of("1.234,50\t12\n3.000\t4\n")
        assert block == [["1.234,50", "12"], ["3.000", "4"]]
        (reading,) = block_readings(block, [METRICS[SPEND], METRICS[SPEND]])
        assert reading.mark is Mark.COMMA
        assert {place: value for place, (value, _state) in reading.values.items()} == {
            (0, 0): Decimal("1234.50"), (0, 1): 12, (1, 0): 3000, (1, 1): 4,
        }  # fmt: skip

    def test_a_count_has_no_decimals_so_its_points_group(self) -> None:
        (reading,) = block_readings([["1.234", "987"]], [METRICS[VIEWS]])
        assert reading.values[0, 0] == (1234, State.VALUE)

    def test_a_doubtful_block_has_two_readings(self) -> None:
        block = [["12", "1.234"]]
        metric = add_hours()
        readings = block_readings(block, [metric])
        assert [one.values[0, 1][0] for one in readings] == [Decimal("1.234"), 1234]
        assert first_doubtful(block, readings) == ("1.234", Decimal("1.234"), 1234)

    def test_a_block_with_a_bad_cell_says_which(self) -> None:
        with pytest.raises(UserError, match="“abc” in line 2, column 1"):
            block_readings([["1"], ["abc"]], [METRICS[VIEWS], METRICS[REACH]])

    def test_mixed_marks_are_refused(self) -> None:
        with pytest.raises(UserError, match="Nothing was pasted"):
            block_readings([["1.234,5"], ["1,234.5"]], [METRICS[SPEND], METRICS[SPEND]])


def add_hours() -> Any:
    return METRICS["youtube.watch_time.v1"]


class TestPosts:
    """A post without a file: its wording and numbers, its id from the link, undone as a whole."""

    LINK = "https://www.threads.net/@miramare/post/DAbcDEfgHIj"

    @pytest.fixture
    def threads(self, an_account: Callable[..., Account]) -> Account:
        return an_account(platform="threads", handle="miramare")

    def a_post(self, **fields: Any) -> TypedPost:
        return TypedPost(**{"day": date(2026, 6, 20), "kind": "text", "title": "Terrazza", "link": self.LINK, **fields})

    def test_is_kept_with_its_numbers(self, threads: Account) -> None:
        likes = add_own_metric("threads", "Likes", of_posts=True).key
        keep_post(threads.id, self.a_post(at=time(23, 30), values={likes: (12, State.VALUE)}), read_on=READ)
        (post,) = posts_of_month(threads.id, JUNE)
        assert (post.external_id, post.title, post.kind, post.published_on) == (
            "DAbcDEfgHIj", "Terrazza", "text", date(2026, 6, 20),
        )  # fmt: skip
        assert post.published_at == 1781991000  # 23:30 in Rome is 21:30 in London's winter clock
        assert post.values[likes].value == 12
        (row,) = imports_of(threads.client_id)
        assert (row.name, row.data, row.added) == ("Numbers typed by hand", 1, 1)

    def test_the_same_again_changes_nothing(self, threads: Account) -> None:
        keep_post(threads.id, self.a_post(), read_on=READ)
        before = everything()
        assert keep_post(threads.id, self.a_post(), read_on=READ).import_ids == ()
        assert everything() == before

    def test_a_newer_read_updates_it_and_undo_brings_the_older_back(self, threads: Account) -> None:
        likes = add_own_metric("threads", "Likes", of_posts=True).key
        keep_post(threads.id, self.a_post(values={likes: (12, State.VALUE)}), read_on=READ)
        before = everything()
        newer = self.a_post(title="Terrazza!", day=date(2026, 6, 21), values={likes: (15, State.VALUE)})
        (second,) = keep_post(threads.id, newer, read_on=date(2026, 7, 9)).import_ids
        (post,) = posts_of_month(threads.id, JUNE)
        assert (post.title, post.values[likes].value, post.published_on) == ("Terrazza!", 15, date(2026, 6, 21))
        undo_import(second)
        (post,) = posts_of_month(threads.id, JUNE)
        assert (post.title, post.values[likes].value, post.published_on) == ("Terrazza", 12, date(2026, 6, 20))
        assert everything() == before

    def test_without_a_link_each_post_is_its_own(self, threads: Account) -> None:
        keep_post(threads.id, self.a_post(link=""), read_on=READ)
        keep_post(threads.id, self.a_post(link="", title="Another"), read_on=READ)
        assert len({post.external_id for post in posts_of_month(threads.id, JUNE)}) == 2

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"title": "", "link": ""}, "title"),
            ({"day": date(2026, 7, 6)}, "day"),
            ({"link": "not a link"}, "link"),
            ({"values": {VIEWS: (1, State.VALUE)}}, VIEWS),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, threads: Account, fields: Any, field: str) -> None:
        with pytest.raises(UserError) as refused:
            keep_post(threads.id, self.a_post(**fields), read_on=READ)
        assert refused.value.field == field
        assert everything()["posts"] == []

    @pytest.mark.parametrize(
        ("platform", "link", "found"),
        [
            ("threads", "https://www.threads.com/@a.b/post/C8xYz12_-Q?x=1", "C8xYz12_-Q"),
            ("pinterest", "https://it.pinterest.com/pin/823455068102334455/", "823455068102334455"),
            ("tiktok", "https://www.tiktok.com/@bar/video/7312345678901234567", "7312345678901234567"),
            ("x", "https://twitter.com/bar/status/1800000000000000001", "1800000000000000001"),
            ("youtube", "https://youtu.be/dQw4w9WgXcQ", "dQw4w9WgXcQ"),
            ("youtube", "https://www.youtube.com/watch?app=1&v=dQw4w9WgXcQ", "dQw4w9WgXcQ"),
            ("linkedin", "https://linkedin.com/feed/update/urn:li:activity:7100000000000000000", "7100000000000000000"),
            ("instagram", "https://www.instagram.com/reel/C8xYz12abcD/", "C8xYz12abcD"),
            ("threads", "https://example.com/post/1", None),
            ("website", "https://example.com/post/12345", None),
        ],
    )  # fmt: skip
    def test_the_id_in_a_link(self, platform: str, link: str, found: str | None) -> None:
        assert post_id_of(platform, link) == found
