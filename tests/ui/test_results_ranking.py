"""Best and worst posts in the window: by a measure, on a denominator, with a smallest sample, and sums by tag."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.readings import State
from smmdesk.domain.accounts import Account, AccountDraft, add_account
from smmdesk.domain.results.post_list import PostChoice, post_order
from smmdesk.domain.results.post_marks import add_tag
from smmdesk.domain.results.tables import Post
from tests.domain.readings import Readings
from tests.ui.results_hands import POSTS, RANKING, a_hotel, open_view

BEST, WORST, TAGS, FORMATS = "Best posts", "Worst posts", "By tag", "By format"
# reach is half of the views: 1,500, 400, 60 and 500 people
LINES = [
    ("2026-06-20", "Terrazza", 3000, 150),
    ("2026-06-15", "Piscina", 800, 80),
    ("2026-06-11", "Piccolo", 120, 50),
    ("2026-06-05", "Camere", 1000, 10),
]


@pytest.fixture
def hotel(desk: Any, tmp_path: Path) -> int:
    return a_hotel(desk, tmp_path, LINES, date(2026, 7, 5))


def test_best_and_worst_by_the_number_itself(desk: Any, hotel: int) -> None:
    open_view(desk, hotel, RANKING)
    assert desk.sees("4 posts judged by Views.")
    assert [row[0] for row in desk.rows(BEST)] == ["Terrazza", "Camere"]
    assert [row[0] for row in desk.rows(WORST)] == ["Piccolo", "Piscina"]


def test_a_rate_leaves_out_samples_that_are_too_small_and_says_so(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, RANKING)
    desk.choose("Measure", "Likes")
    desk.choose("Divided by", "Reach")
    desk.settle()
    assert desk.read("Smallest sample") == "100"
    assert desk.sees("3 posts judged by Likes on Reach. Left out: 1 post under 100 Reach.")
    assert desk.rows(BEST)[0][0] == "Piscina"  # 80 of 400 people: 20 %
    assert "20.0%" in desk.rows(BEST)[0]
    assert desk.rows(WORST)[0][0] == "Camere"  # 10 of 500 people: 2 %
    desk.type("Smallest sample", "10")
    view.minimum.input.editingFinished.emit()
    desk.settle()
    assert desk.rows(BEST)[0][0] == "Piccolo"  # 50 of 60 people
    assert desk.sees("4 posts judged by Likes on Reach.")


def test_a_sample_that_is_no_number_is_refused(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, RANKING)
    desk.type("Smallest sample", "many")
    view.minimum.input.editingFinished.emit()
    desk.settle()
    assert desk.sees("This is not a number.")


def test_sums_by_tag_and_by_format(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, RANKING)
    assert desk.sees("No tags yet.")
    with desk.domain():
        account = Post.select().first().account_id
        ids = list(post_order(account, PostChoice()).ids)
        add_tag(ids[:2], "estate")
    desk.context.changes.emit("results")
    desk.settle()
    assert view.isVisible()
    assert desk.rows(TAGS) == [["estate", "2", "3,800", "1,900"], ["Without a tag", "2", "1,120", "560"]]
    assert desk.rows(FORMATS) == [["Image", "4", "4,920", "1,230"]]
    desk.choose("Measure", "Reach")
    desk.settle()
    assert desk.rows(FORMATS) == [["Image", "4", "–", "–"]]  # people are not added up over posts


def test_a_post_of_the_lists_is_shown_among_all_posts(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, RANKING)
    view.best.opened.emit(view.best.proxy.row_at(1))
    desk.settle()
    desk.settle()
    posts = desk.window.page.view(POSTS)
    assert posts.isVisible()
    assert posts.table.current_post().post.text == "Camere"


def test_the_first_measure_is_one_that_every_post_has(desk: Any, hotel: int) -> None:
    """LinkedIn's views are those of videos: of other posts they do not apply."""
    with desk.domain():
        account = add_account(hotel, AccountDraft("linkedin", "miramare"))
    with desk.prepared():
        readings = Readings(Account.get_by_id(account))
        for day, seen in ((3, 900), (4, 700), (5, 500)):
            values = {"views": None, "impressions": seen, "clicks": 5}
            readings.post(date(2026, 6, day), values, states={"views": State.NOT_APPLICABLE})
    page = desk.open("results", client=hotel)
    page.accounts.choose(account)
    page.tabs.setCurrentIndex(RANKING)
    desk.settle()
    assert desk.read("Measure") == "Impressions"
    assert desk.sees("3 posts judged by Impressions.")
