"""Insights cards: days, two networks in one file, followers and groups in every shape, and what damage does to them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise

ReadFile = Callable[..., Any]
Write = Callable[..., Path]

FOLLOWS = 'sep=,\n"Instagram follows"\n"Date","Primary"\n"2026-05-25T00:00:00","65"\n"2026-05-26T00:00:00","0"\n'
REACH = 'sep=,\n"Reach"\n"Date","Primary"\n"2026-05-25T00:00:00","14551"\n"2026-05-26T00:00:00","15056"\n'
BOTH = (
    'sep=,\n"Follows"\n"Date","Primary"\n"2023-07-08T00:00:00","7"\n"2023-07-09T00:00:00","14"\n\n'
    '"Instagram follows"\n"Date","Primary"\n"2023-07-08T00:00:00","1"\n"2023-07-11T00:00:00","5"\n\n'
)


def values(rows: list[Any]) -> dict[Any, Any]:
    return {(row.account, getattr(row, "day", None) or row.key): row.values[0].value for row in rows}


def test_a_card_of_a_named_network(write: Write, read_file: ReadFile) -> None:
    path = write(FOLLOWS, "Follows.csv", "utf-16")
    recognised = recognise(path)
    assert (recognised.format, recognised.language, recognised.platform) == ("meta_insights", "en", "instagram")
    assert recognised.period == (date(2026, 5, 25), date(2026, 5, 26))
    assert [owner.platforms for owner in recognised.owners] == [("instagram",)]
    file = read_file(path)
    assert values(file.days) == {(None, date(2026, 5, 25)): 65, (None, date(2026, 5, 26)): 0}
    assert file.days[0].values[0].metric == "instagram.follows.v1"
    assert file.days[1].values[0].state is State.ZERO
    assert (file.reading.counts.data, file.reading.counts.description) == (2, 1)


@pytest.mark.parametrize(
    ("title", "date_word", "metric"),
    [
        ("Reach", "Date", "reach"),
        ("Views", "Date", "views"),
        ("Viewers", "Date", "viewers"),
        ("Follows", "Date", "follows"),
        ("Content interactions", "Date", "content_interactions"),
        ("Alcance", "Data", "reach"),
        ("Visualizações", "Data", "views"),
        ("Seguidores", "Data", "follows"),
        ("Interações com o conteúdo", "Data", "content_interactions"),
    ],
)
def test_an_unnamed_network_is_asked_and_decides_the_metric(
    write: Write, read_file: ReadFile, title: str, date_word: str, metric: str
) -> None:
    path = write(f'sep=,\n"{title}"\n"{date_word}","Primary"\n"2026-05-25T00:00:00","9"\n', encoding="utf-16")
    [owner] = recognise(path).owners
    assert owner.platforms == ("facebook", "instagram")
    assert (owner.guess, owner.reason) == (None, "")
    for network in owner.platforms:
        assert read_file(path, platform=network).days[0].values[0].metric == f"{network}.{metric}.v1"


@pytest.mark.parametrize(
    ("title", "metric"),
    [
        ("Facebook follows", "facebook.follows"),
        ("Facebook visits", "facebook.visits"),
        ("Facebook reach", "facebook.reach"),
        ("Instagram reach", "instagram.reach"),
        ("Instagram profile visits", "instagram.profile_visits"),
        ("Instagram link clicks", "instagram.link_clicks"),
        ("Visitas ao Facebook", "facebook.visits"),
        ("Alcance no Facebook", "facebook.reach"),
        ("Alcance do Instagram", "instagram.reach"),
        ("Visitas ao perfil do Instagram", "instagram.profile_visits"),
        ("Seguidores no Instagram", "instagram.follows"),
        ("Cliques no link do Instagram", "instagram.link_clicks"),
    ],
)
def test_titles_that_name_their_network(write: Write, read_file: ReadFile, title: str, metric: str) -> None:
    path = write(f'sep=,\n"{title}"\n"Data","Primary"\n"2026-05-25T00:00:00","9"\n', encoding="utf-16")
    assert read_file(path, platform="facebook").total(f"{metric}.v1") == 9
    assert recognise(path).platform == metric.partition(".")[0]


def test_other_cards_beside_it_give_a_guess_with_its_reason(write: Write) -> None:
    write(FOLLOWS, "Follows.csv", "utf-16")
    [owner] = recognise(write(REACH, "Reach.csv", "utf-16")).owners
    assert owner.platforms == ("facebook", "instagram")
    assert owner.guess == "instagram"
    assert "Follows.csv" in owner.reason
    assert "Instagram" in owner.reason


def test_cards_of_both_networks_beside_it_tell_nothing(write: Write) -> None:
    write(FOLLOWS, "Follows.csv", "utf-16")
    write(FOLLOWS.replace("Instagram", "Facebook"), "Follows (1).csv", "utf-16")
    [owner] = recognise(write(REACH, "Reach.csv", "utf-16")).owners
    assert owner.guess is None


def test_a_card_of_both_networks_beside_it_tells_nothing(write: Write) -> None:
    write(BOTH.replace("2023-07", "2026-05").replace("-08T", "-25T"), "Follows.csv", "utf-16")
    [owner] = recognise(write(REACH, "Reach.csv", "utf-16")).owners
    assert owner.guess is None


def test_cards_of_other_days_or_saved_on_another_day_tell_nothing(write: Write) -> None:
    write(FOLLOWS.replace("2026-05", "2025-01"), "Follows.csv", "utf-16")
    old = write(FOLLOWS, "Old.csv", "utf-16")
    os.utime(old, (1_600_000_000, 1_600_000_000))
    [owner] = recognise(write(REACH, "Reach.csv", "utf-16")).owners
    assert owner.guess is None


def test_two_blocks_are_two_accounts(write: Write, read_file: ReadFile) -> None:
    path = write(BOTH, encoding="utf-16")
    owners = recognise(path).owners
    assert [owner.platforms for owner in owners] == [("facebook",), ("instagram",)]
    assert "“Follows” does not name its network" in owners[0].reason
    file = read_file(path)
    assert values(file.days) == {
        ("facebook", date(2023, 7, 8)): 7,
        ("facebook", date(2023, 7, 9)): 14,
        ("instagram", date(2023, 7, 8)): 1,
        ("instagram", date(2023, 7, 11)): 5,
    }
    assert {row.values[0].metric for row in file.days} == {"facebook.follows.v1", "instagram.follows.v1"}
    assert [account.platform for account in file.reading.accounts.values()] == ["facebook", "instagram"]


def test_days_without_a_row_stay_unknown_and_are_told(write: Write, read_file: ReadFile) -> None:
    file = read_file(write(BOTH, encoding="utf-16"))
    assert len([row for row in file.days if row.account == "instagram"]) == 2
    [told] = file.reading.warnings
    assert "“Instagram follows” has no row for 2 days" in told


def test_the_same_unnamed_card_twice_is_refused(write: Write) -> None:
    with pytest.raises(UserError) as refused:
        recognise(write(BOTH.replace("Instagram follows", "Follows"), encoding="utf-16"))
    assert "“Follows” twice" in refused.value.sentence()


def test_the_older_layout_repeats_the_metric(write: Write, read_file: ReadFile) -> None:
    text = (
        'sep=,\n"Facebook Page reach"\n"Date","Facebook Page reach"\n"2020-03-29T00:00:00","4"\n\n'
        '"Instagram reach"\n"Date","Instagram reach"\n"2020-03-29T00:00:00","6"\n'
    )
    file = read_file(write(text, encoding="utf-16"))
    assert (file.total("facebook.reach.v1"), file.total("instagram.reach.v1")) == (4, 6)


def test_a_lost_title_is_taken_from_the_older_header(write: Write, read_file: ReadFile) -> None:
    file = read_file(write('"Date","Instagram reach"\n"2020-03-29T00:00:00","6"\n'))
    assert file.total("instagram.reach.v1") == 6


def test_spreadsheets_pad_and_change_the_marks(write: Write, read_file: ReadFile) -> None:
    semicolons = "Facebook follows;\nDate;Primary\n2025-11-02T00:00:00;3\n2025-11-03T01:00:00;0\n;\n"
    file = read_file(write(semicolons, "a.csv"))
    assert [row.day for row in file.days] == [date(2025, 11, 2), date(2025, 11, 3)]
    tabs = "sep=\t\t\t\r\nFacebook reach\t\t\t\r\nDate\tPrimary\t\t\r\n2023-07-08T00:00:00\t2768\t\t\r\n\t\t\t\r\n"
    file = read_file(write(tabs, "b.csv", "utf-16"))
    assert (file.total("facebook.reach.v1"), file.reading.counts.data, file.refused) == (2768, 1, [])


def test_blocks_without_an_empty_line_between_them_are_told_by_their_titles(write: Write, read_file: ReadFile) -> None:
    file = read_file(write(BOTH.replace("\n\n", "\n"), encoding="utf-16"))
    assert (file.total("facebook.follows.v1"), file.total("instagram.follows.v1")) == (21, 6)


def test_what_is_no_day_or_number_is_refused_with_its_place(write: Write, read_file: ReadFile) -> None:
    text = (
        FOLLOWS
        + '"2026-05-27","3"\n"2026-05-28T00:00:00","many"\n"2026-05-29T00:00:00"\n"2026-05-30T00:00:00","1","2"\n'
    )
    file = read_file(write(text, encoding="utf-16"))
    assert [(row.line, row.column, row.value) for row in file.refused] == [
        (6, "Date", "2026-05-27"),
        (7, "Primary", "many"),
        (9, "Primary", "1, 2"),
    ]
    assert file.days[-1].values[0].state is State.NOT_AVAILABLE
    assert (file.reading.counts.data, file.reading.counts.refused) == (3, 3)


def test_views_that_were_not_counted_yet_are_no_zeros(write: Write, read_file: ReadFile) -> None:
    days = [f'"2025-0{month}-{day:02d}T00:00:00","0"\n' for month in (1, 2) for day in range(1, 16)]
    days += ['"2025-02-16T00:00:00","31"\n', '"2025-02-17T00:00:00","29"\n']
    text = 'sep=,\n"Views"\n"Date","Primary"\n' + "".join(days)
    file = read_file(write(text, encoding="utf-16"))
    states = [row.values[0].state for row in file.days]
    assert states == [State.NOT_AVAILABLE] * 30 + [State.VALUE] * 2
    assert any("“Views” is 0 on every day to" in told for told in file.reading.warnings)
    later = read_file(write(text + '"2025-02-18T00:00:00","0"\n', "later.csv", "utf-16"))
    assert later.days[0].values[0].state is State.ZERO


def test_many_days_are_read_in_a_moment(write: Write, read_file: ReadFile) -> None:
    first = date(1990, 1, 1)
    days = [(first + timedelta(days=place), 0 if place < 8_000 else 7) for place in range(12_000)]
    rows = "".join(f'"{day}T00:00:00","{value}"\n' for day, value in days)
    began = time.perf_counter()
    read = read_file(write('sep=,\n"Views"\n"Date","Primary"\n' + rows, encoding="utf-16")).days
    # Each row that looks through all the others took minutes.
    assert time.perf_counter() - began < 10
    assert [row.values[0].value for row in read[7_999:8_001]] == [None, 7]


def test_other_cards_keep_their_zeros(write: Write, read_file: ReadFile) -> None:
    days = "".join(f'"2025-01-{day:02d}T00:00:00","0"\n' for day in range(1, 31))
    text = 'sep=,\n"Instagram link clicks"\n"Date","Primary"\n' + days + '"2025-01-31T00:00:00","4"\n'
    assert read_file(write(text, encoding="utf-16")).days[0].values[0].state is State.ZERO


def test_the_audience_of_today(write: Write, read_file: ReadFile) -> None:
    text = (
        'sep=,\n"Top cities"\n"New York, NY","São Paulo, SP, Brazil"\n"1.7","0.8"\n\n"Age & gender"\n'
        '"","Men","Women"\n"18-24","5.1","2.4"\n"65+","3.2","4"\n\n"Top countries"\n"Italy"\n"38.3"\n'
    )
    file = read_file(write(text, encoding="utf-16"), date(2026, 6, 22), platform="instagram")
    found = {(row.dimension, row.key): row.values[0].value for row in file.segments}
    assert found == {
        ("city", "New York, NY"): Decimal("0.017"),
        ("city", "São Paulo, SP, Brazil"): Decimal("0.008"),
        ("age_gender", "18-24|men"): Decimal("0.051"),
        ("age_gender", "18-24|women"): Decimal("0.024"),
        ("age_gender", "65+|men"): Decimal("0.032"),
        ("age_gender", "65+|women"): Decimal("0.04"),
        ("country", "Italy"): Decimal("0.383"),
    }
    assert {(row.first_day, row.last_day) for row in file.segments} == {(date(2026, 6, 22), date(2026, 6, 22))}
    assert (file.reading.counts.data, file.reading.counts.description) == (4, 3)


def test_groups_are_the_same_in_every_language(write: Write, read_file: ReadFile) -> None:
    text = 'sep=,\n"Faixa etária e gênero"\n"","Mulheres","Homens"\n"18-24","21","11.9"\n'
    file = read_file(write(text, encoding="utf-16"), platform="instagram")
    assert [row.key for row in file.segments] == ["18-24|women", "18-24|men"]
    assert file.segments[0].title == "18-24, Mulheres"


def test_the_audience_of_2024(write: Write, read_file: ReadFile) -> None:
    text = (
        'sep=,\n"Facebook followers"\n"FB_PAGE","FOLLOW","UNIQUE_USERS"\n"30222"\n\n"Instagram followers"\n'
        '"IG_ACCOUNT","FOLLOW","UNIQUE_USERS"\n"3098"\n\n"Instagram followers by gender and age"\n'
        '"Age","Women","Men"\n"18-24","12.1%","1.7%"\n\n"Facebook followers by top cities"\n"Top cities","Value"\n'
        '"Kyiv, Ukraine","15.3%"\n"Lviv"," Lviv Oblast"," Ukraine","8.7%"\n'
    )
    file = read_file(write(text, encoding="utf-16"), date(2024, 3, 6))
    assert values(file.days) == {("facebook", date(2024, 3, 6)): 30222, ("instagram", date(2024, 3, 6)): 3098}
    assert values(file.segments) == {
        ("instagram", "18-24|women"): Decimal("0.121"),
        ("instagram", "18-24|men"): Decimal("0.017"),
        ("facebook", "Kyiv, Ukraine"): Decimal("0.153"),
        ("facebook", "Lviv, Lviv Oblast, Ukraine"): Decimal("0.087"),
    }


def test_a_decimal_comma_is_that_of_the_block(write: Write, read_file: ReadFile) -> None:
    text = (
        'sep=,\n"Seguidores do Instagram pelas principais cidades"\n"Principais cidades","Valor"\n'
        '"Santa Maria, RS","70,2%"\n"Pelotas, RS","1,4%"\n'
    )
    file = read_file(write(text))
    assert [row.values[0].value for row in file.segments] == [Decimal("0.702"), Decimal("0.014")]


def test_content_by_format_asks_for_its_period(write: Write, read_file: ReadFile) -> None:
    text = (
        "Views;;;\nReels;Multi-photo;Links;\n572681;86208;79536;\n;;;\nPublished content;;;\nReels;Photos;;\n46;30;;\n"
    )
    path = write(text)
    recognised = recognise(path)
    assert [question.code for question in recognised.questions] == ["read_on", "period"]
    [owner] = recognised.owners
    assert owner.guess == "facebook"
    assert "Multi-photo" in owner.reason
    file = read_file(path, period=(date(2025, 10, 31), date(2025, 12, 31)), platform="facebook")
    found = {(row.values[0].metric, row.key): row.values[0].value for row in file.segments}
    assert found[("facebook.views_of_format.v1", "links")] == 79536
    assert found[("facebook.published_of_format.v1", "reels")] == 46
    assert len(found) == 5


def test_a_missing_last_value_is_not_zero(write: Write, read_file: ReadFile) -> None:
    file = read_file(write('sep=,\n"Top cities"\n"Rome","Milan"\n"1.7"\n', encoding="utf-16"), platform="facebook")
    assert [row.values[0].state for row in file.segments] == [State.VALUE, State.NOT_AVAILABLE]


def test_more_values_than_names_are_refused(write: Write, read_file: ReadFile) -> None:
    text = 'sep=,\n"Age & gender"\n"","Men","Women"\n"18-24","5.1","2.4","9"\n"25-34","1","2"\n'
    file = read_file(write(text, encoding="utf-16"), platform="facebook")
    assert [(row.line, row.value) for row in file.refused] == [(4, "18-24, 5.1, 2.4, 9")]
    assert len(file.segments) == 2


def test_an_unknown_card_is_called_by_its_title(write: Write) -> None:
    with pytest.raises(UserError) as refused:
        recognise(write('sep=,\n"Meldingen"\n"Date","Primary"\n"2026-05-25T00:00:00","9"\n', encoding="utf-16"))
    assert "insights card" in refused.value.sentence()
    assert "“Meldingen”" in refused.value.sentence()


def test_a_card_without_rows_is_refused(write: Write) -> None:
    with pytest.raises(UserError) as refused:
        recognise(write('sep=,\n"Instagram follows"\n"Date","Primary"\n', encoding="utf-16"))
    assert "insights card”, but it has no rows with values" in refused.value.sentence()


def test_an_unknown_card_beside_a_known_one_is_told(write: Write, read_file: ReadFile) -> None:
    text = FOLLOWS + '\n"Top pages"\n"Top pages","Share"\n"Some page","4%"\n'
    file = read_file(write(text, encoding="utf-16"))
    assert len(file.days) == 2
    assert "Cards that are not read: “Top pages”." in file.reading.warnings
    assert file.reading.counts.description == 4


def test_a_table_that_begins_with_a_known_word_is_no_card(write: Write) -> None:
    with pytest.raises(UserError) as refused:
        recognise(write("Views\nName,Street\nAnna,Via Roma\n"))
    assert "insights card" not in refused.value.sentence()


def test_days_and_views_of_somebody_else_are_no_card(write: Write) -> None:
    days = "Date,Views\n2021-01-01,5\n2021-01-02,7\n"
    assert recognise(write(days)).format == "youtube_days"
    with pytest.raises(UserError) as refused:
        recognise(write("Some channel\n" + days))
    assert "insights card" not in refused.value.sentence()
