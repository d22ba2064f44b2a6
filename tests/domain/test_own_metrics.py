"""Metrics that the user named: kept, known while their workspace is open, never in place of a declared one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.domain.accounts import Account
from smmdesk.domain.results.own_metrics import (
    add_own_metric,
    delete_own_metric,
    forget_own_metrics,
    load_own_metrics,
    own_key,
    own_metrics,
)
from smmdesk.importers.registry import METRICS
from smmdesk.store.database import OpenWorkspace, transaction


@pytest.fixture(autouse=True)
def only_here() -> Iterator[None]:
    """Leave no own metric behind for the tests that follow."""
    yield
    forget_own_metrics()


@pytest.mark.usefixtures("workspace")
def test_a_named_metric_is_kept_and_known() -> None:
    made = add_own_metric(
        "newsletter",
        "Iscritti attivi",
        unit=Unit.COUNT,
        additivity=Additivity.STOCK,
        direction=Direction.UP_IS_GOOD,
        meaning="Chi ha aperto negli ultimi 90 giorni.",
    )
    assert made.key == "newsletter.own_iscritti_attivi.v1"
    assert (made.title, made.span, made.additivity) == ("Iscritti attivi", Span.MOMENT, Additivity.STOCK)
    assert METRICS[made.key] == made == own_metrics()[0]
    assert list(METRICS)[-1] == made.key and METRICS.is_declared("instagram.post.likes.v1")
    assert not METRICS.is_declared(made.key)
    forget_own_metrics()
    assert made.key not in METRICS and "instagram.post.likes.v1" in METRICS
    load_own_metrics()
    assert METRICS[made.key].meaning == "Chi ha aperto negli ultimi 90 giorni."


@pytest.mark.usefixtures("workspace")
def test_one_of_posts_has_its_own_key_and_covers_their_life() -> None:
    made = add_own_metric("instagram", "Prenotazioni già chieste", of_posts=True)
    assert made.key == "instagram.post.own_prenotazioni_gia_chieste.v1"
    assert made.of_posts and made.span is Span.LIFETIME and made.meaning
    assert own_key("other", "予約") == "other.own_4e88_7d04.v1"


@pytest.mark.usefixtures("workspace")
def test_the_same_name_again_is_the_same_metric_and_never_another_count() -> None:
    first = add_own_metric("x", "Clicks on the menu")
    assert add_own_metric("x", "  Clicks  on the menu ") == first
    with pytest.raises(UserError) as refused:
        add_own_metric("x", "Clicks on the menu", additivity=Additivity.UNIQUE)
    assert refused.value.field == "title"
    assert [metric.key for metric in own_metrics()] == ["x.own_clicks_on_the_menu.v1"]


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("platform", "title", "more", "field"),
    [
        ("myspace", "Fans", {}, "platform"),
        ("x", " \n ", {}, "title"),
        ("x", "…", {}, "title"),
        ("x", "a" * 81, {}, "title"),
        ("x", "Rate", {"unit": Unit.SHARE}, "additivity"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(platform: str, title: str, more: dict[str, Unit], field: str) -> None:
    with pytest.raises(UserError) as refused:
        add_own_metric(platform, title, **more)  # pyright: ignore[reportArgumentType]
    assert refused.value.field == field
    assert own_metrics() == []


def test_one_with_values_stays(an_account: Callable[..., Account], workspace: OpenWorkspace) -> None:
    from smmdesk.domain.imports.tables import Import
    from smmdesk.domain.results.tables import AccountReading, MetricName

    account = an_account()
    made = add_own_metric("instagram", "Messages")
    with transaction():
        name = MetricName.create(key=made.key)
        source = Import.create(
            client=account.client, file_name="a.csv", sha256="0", format="mapping", imported_at=0, state="done"
        )
        AccountReading.create(account=account, metric=name, day=date(2026, 6, 1), source=source, value=3, state="value")
    with pytest.raises(UserError):
        delete_own_metric(made.key)
    assert made.key in METRICS
    other = add_own_metric("instagram", "Calls")
    delete_own_metric(other.key)
    assert other.key not in METRICS and [metric.key for metric in own_metrics()] == [made.key]


def test_a_reader_that_goes_through_them_is_not_disturbed(workspace: OpenWorkspace) -> None:
    seen: list[str] = []
    declared = [key for key in METRICS if METRICS.is_declared(key)]
    for key in METRICS:
        if not seen:
            METRICS.set_own([Metric("x.own_new.v1", "New", "New.")])
        seen.append(key)
    assert seen == declared


def test_another_workspace_does_not_know_them(tmp_path: Path) -> None:
    from smmdesk.cli.session import writing
    from smmdesk.domain.profile import new_workspace

    class Options:
        workspace = tmp_path / "one.smmdesk"

    new_workspace(Options.workspace).close()
    new_workspace(tmp_path / "two.smmdesk").close()
    with writing(Options):  # pyright: ignore[reportArgumentType]
        made = add_own_metric("x", "Mine alone")
    assert made.key not in METRICS
    with writing(Options):  # pyright: ignore[reportArgumentType]
        assert made.key in METRICS
    Options.workspace = tmp_path / "two.smmdesk"
    with writing(Options):  # pyright: ignore[reportArgumentType]
        assert made.key not in METRICS
