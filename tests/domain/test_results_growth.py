"""The growth check through the real queries: spikes, divergence, explanations, and where they are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from smmdesk.core.growth import DayVerdict, Outcome
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import Account
from smmdesk.domain.events import EventDraft, add_event
from smmdesk.domain.figures import month_figures
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.reports.build import collect_report
from smmdesk.domain.reports.preflight import Weight, preflight
from smmdesk.domain.results.growth import growth_after_import, growth_of, growth_sentences
from tests.domain.readings import Readings

JUNE = Month(2026, 6)
FOLLOWERS = "tiktok.followers.v1"
FIRST = date(2025, 12, 31)
# gains of the months December (before) to May, and of June: K16
GAINS = {1: 210, 2: 260, 3: 240, 4: 280, 5: 250}


def stocks(account: Account, june_gain: int, spike: tuple[int, int] | None = None) -> Readings:
    """Followers of every day from 30 November to 30 June; May ends with 5,200."""
    readings = Readings(account, date(2025, 11, 30), date(2026, 6, 30))
    gains: list[int] = []
    for month, gain in ((12, 230), *GAINS.items(), (6, june_gain)):
        days = Month(2025 if month == 12 else 2026, month).days
        even, rest = divmod(gain - (spike[1] if spike and month == 6 else 0), days)
        gains += [even + (place < rest) for place in range(days)]
    if spike is not None:
        gains[-31 + spike[0]] += spike[1]
    start = 5200 - 230 - 210 - 260 - 240 - 280 - 250
    values = [start]
    for gain in gains:
        values.append(values[-1] + gain)
    readings.days(FOLLOWERS, date(2025, 11, 30), list(values))
    return readings


def posts(readings: Readings, may: int, june: int) -> None:
    for month, interactions in ((5, may), (6, june)):
        readings.post(date(2026, month, 10), {"likes": interactions, "views": 5000})


@pytest.fixture
def video(an_account: Callable[..., Account]) -> Account:
    return an_account(platform="tiktok", handle="bar")


def test_k16_growth_without_engagement_needs_a_reason(video: Account) -> None:
    posts(stocks(video, 8000), 104, 101)
    growth = growth_of(video.id, JUNE)
    assert growth is not None
    assert (growth.gain, growth.followers, growth.outcome) == (8000, 13_200, Outcome.NEEDS_EXPLANATION)
    assert growth.month_figures is not None
    assert growth.month_figures.median == 245
    assert growth_sentences(growth) == (
        "8,000 new followers in June; interactions per post fell 3%.",
        # Of k such days among 28 alike, the next scores 28 ÷ (1.253314 × k): over 3.5 up to k = 6
        "7 days brought far more followers than usual, most of all 1 June: 267; a usual day brings 8.",
        "We did not find a reason. We do not count these followers as a result.",
    )


def test_k17_growth_with_engagement_is_none(video: Account) -> None:
    posts(stocks(video, 1500), 104, 250)
    growth = growth_of(video.id, JUNE)
    assert growth is not None
    assert (growth.outcome, growth.has_something_to_say, growth_sentences(growth)) == (Outcome.NONE, False, ())


def test_a_spike_and_a_divergence_need_an_explanation(video: Account) -> None:
    posts(stocks(video, 8000, spike=(12, 7000)), 104, 101)
    growth = growth_of(video.id, JUNE)
    assert growth is not None
    assert (growth.outcome, growth.asks) == (Outcome.NEEDS_EXPLANATION, True)
    assert [(day.day, day.gain) for day in growth.spikes] == [(date(2026, 6, 12), 7033)]
    assert growth_sentences(growth)[1] == "7,033 more followers on 12 June; a usual day brings 8."


@pytest.mark.parametrize(
    ("first", "last", "is_explained"),
    [(5, 5, True), (12, 20, True), (4, 4, False), (13, 20, False)],
)
def test_an_event_up_to_a_week_before_explains_a_spike(
    video: Account, first: int, last: int, is_explained: bool
) -> None:
    stocks(video, 900, spike=(12, 640))
    add_event(video.client_id, EventDraft("press", "Servizio del TG", date(2026, 6, first), date(2026, 6, last)))
    growth = growth_of(video.id, JUNE)
    assert growth is not None
    assert (growth.outcome, growth.is_explained) == (Outcome.UNUSUAL, is_explained)
    told = growth_sentences(growth)[-1]
    assert ("Press or television: Servizio del TG" in told) is is_explained


def test_a_loss_is_told_and_asks_for_nothing(video: Account) -> None:
    stocks(video, -100, spike=(12, -400))
    growth = growth_of(video.id, JUNE)
    assert growth is not None
    assert [day.verdict for day in growth.days] == [DayVerdict.LOSS]
    assert (growth.outcome, growth.asks, growth.has_something_to_say) == (Outcome.NONE, False, True)
    assert growth_sentences(growth) == ("390 fewer followers on 12 June: the platform cleaned up, or many left.",)


def test_gains_alone_are_judged_too(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="linkedin")
    readings = Readings(account, date(2026, 5, 1), date(2026, 6, 30))
    readings.days("linkedin.new_followers.v1", date(2026, 5, 1), [*[5, 6, 4, 5] * 10, 60, *[5] * 20])
    growth = growth_of(account.id, JUNE)
    assert growth is not None
    assert ([day.day for day in growth.spikes], growth.followers) == ([date(2026, 6, 10)], None)
    assert growth.gain == 60 + 5 * 20 + 45  # nine days of June before the spike: 5 6 4 5 5 6 4 5 5
    assert growth.outcome is Outcome.UNUSUAL


def test_monthly_numbers_are_enough_for_the_divergence(video: Account) -> None:
    readings = Readings(video, date(2025, 11, 30), date(2026, 6, 30))
    total = 3730
    for back, gain in zip(range(7, 0, -1), (0, 230, 210, 260, 240, 280, 250), strict=True):
        total += gain
        readings.days(FOLLOWERS, JUNE.plus(-back).last_day, [total])
    readings.days(FOLLOWERS, date(2026, 6, 30), [total + 8000])
    posts(readings, 104, 101)
    growth = growth_of(video.id, JUNE)
    assert growth is not None
    assert (growth.judged_days, growth.outcome) == (0, Outcome.UNUSUAL)


def test_without_followers_there_is_nothing_to_check(an_account: Callable[..., Account]) -> None:
    account = an_account()
    Readings(account).post(date(2026, 6, 3), {"likes": 1})
    assert growth_of(account.id, JUNE) is None


def test_the_report_the_figures_the_check_and_the_import_say_the_same(video: Account) -> None:
    readings = stocks(video, 8000, spike=(12, 7000))
    posts(readings, 104, 101)
    (after,) = growth_after_import(readings.source.id)
    said = growth_sentences(after)
    (told,) = month_figures(video.client_id, JUNE)["accounts"]
    assert told["growth"]["sentences"] == list(said)
    assert (told["growth"]["outcome"], told["growth"]["explained"]) == ("needs_explanation", False)
    assert told["growth"]["days"] == [{"day": "2026-06-12", "gain": "7033", "verdict": "spike"}]
    items = [item for item in preflight(video.client_id, JUNE).items if "7,033" in item.text]
    assert [(item.weight, item.word) for item in items] == [(Weight.MISSING, "results")]
    (on_paper,) = collect_report(video.client_id, JUNE).growth
    assert (on_paper.needs_reason, len(on_paper.sentences)) == (True, len(said))
    add_event(
        video.client_id, EventDraft("viral", "Il video del gatto", date(2026, 6, 11), date(2026, 6, 12), video.id)
    )
    assert not any("7,033" in item.text for item in preflight(video.client_id, JUNE).items)
    assert "Il video del gatto" in " ".join(collect_report(video.client_id, JUNE).growth[0].sentences)


def test_only_the_last_three_months_of_an_import_are_checked(video: Account) -> None:
    readings = Readings(video, date(2026, 1, 1), date(2026, 6, 30))
    gains = [5, 6, 4, 5] * 46
    values, total = [], 1000
    for place in range(181):
        total += gains[place] + (500 if place in (50, 150) else 0)  # 20 February and 31 May
        values.append(total)
    readings.days(FOLLOWERS, date(2026, 1, 1), values)
    found = growth_after_import(readings.source.id)
    assert [str(one.month) for one in found] == ["2026-05"]
    assert found[0].spikes[0].day == date(2026, 1, 1) + timedelta(days=150)


def test_an_import_answers_with_what_is_unusual(video: Account, tmp_path: Path) -> None:
    lines, total = ['"Date","Followers","Difference in followers from previous day"'], 1000
    for day in (date(2026, 5, 1) + timedelta(days=place) for place in range(61)):
        gain = 640 if day == date(2026, 6, 12) else 5
        total += gain
        lines.append(f'"{day:%B} {day.day}","{total}","{gain}"')
    path = tmp_path / "FollowerHistory.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    result = import_file(path, video.client_id, account=video.id, read_on=date(2026, 7, 1))
    assert result.error == ""
    said = (
        "TikTok @bar: 640 more followers on 12 June; a usual day brings 5. We did not find a reason. We do not count "
        "these followers as a result."
    )
    assert result.growth == (said,)
    assert result.to_json()["growth"] == [said]
    assert import_file(path, video.client_id, account=video.id, read_on=date(2026, 7, 1)).growth == ()
