"""Tags and pictures of posts: given, taken, undone, and still there when an import is undone and read again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from smmdesk.core.errors import UserError
from smmdesk.domain.accounts import Account
from smmdesk.domain.results.post_list import listed_posts
from smmdesk.domain.results.post_marks import (
    LONGEST_TAG,
    add_tag,
    checked_tag,
    known_tags,
    pictures,
    remove_tag,
    set_picture,
    tag_counts,
    tags_of,
    take_back,
)
from smmdesk.domain.results.tables import Post
from smmdesk.store.database import transaction
from tests.domain.readings import Readings


def june(day: int) -> date:
    return date(2026, 6, day)


@pytest.fixture
def posts(an_account: Callable[..., Account]) -> list[int]:
    read = Readings(an_account())
    return [read.post(june(day), {"views": day}) for day in (1, 2, 3)]


def account_of(post_id: int) -> int:
    return Post.get_by_id(post_id).account_id


def tags(posts: list[int]) -> list[tuple[str, ...]]:
    return [row.tags for row in listed_posts(account_of(posts[0]), posts)]


def a_picture(size: tuple[int, int] = (40, 30)) -> bytes:
    data = BytesIO()
    Image.new("RGB", size, "red").save(data, "PNG")
    return data.getvalue()


def test_a_tag_goes_to_many_and_undo_touches_only_what_changed(posts: list[int]) -> None:
    add_tag(posts[:1], "mare")
    change = add_tag(posts, " #mare ")
    assert len(change.external_ids) == 2
    assert tags(posts) == [("mare",)] * 3
    take_back(change)
    assert tags(posts) == [("mare",), (), ()]


def test_a_tag_is_taken_away_and_comes_back(posts: list[int]) -> None:
    add_tag(posts[:2], "mare")
    change = remove_tag(posts, "mare")
    assert tags(posts) == [()] * 3
    take_back(change)
    assert tags(posts) == [("mare",), ("mare",), ()]


def test_tags_are_counted_and_suggested(posts: list[int]) -> None:
    add_tag(posts, "mare")
    add_tag(posts[:1], "Àncora")
    account = account_of(posts[0])
    assert [(one.tag, one.posts) for one in tag_counts(account)] == [("mare", 3), ("Àncora", 1)]
    assert known_tags(Account.get_by_id(account).client_id) == ["Àncora", "mare"]
    assert tags_of(posts[1:]) == {"mare": 2}


def test_tags_outlive_an_undone_import(posts: list[int]) -> None:
    account = Account.get_by_id(account_of(posts[0]))
    add_tag(posts[:1], "mare")
    set_picture(posts[0], a_picture(), "a.png")
    with transaction():
        Post.delete().execute()
    again = Readings(account).post(june(1), {"views": 5})  # the platform's id is the same
    assert tags([again]) == [("mare",)]
    (row,) = listed_posts(account.id, [again])
    assert row.picture_id is not None


@pytest.mark.parametrize("typed", ["", "  ", "#", "x" * (LONGEST_TAG + 1)])
def test_a_tag_that_is_no_word_is_refused(typed: str) -> None:
    with pytest.raises(UserError) as refusal:
        checked_tag(typed)
    assert refusal.value.field == "tag"


def test_posts_that_are_gone_are_refused(posts: list[int]) -> None:
    with pytest.raises(UserError, match="no longer there"):
        add_tag([999], "mare")


def test_posts_of_two_accounts_are_never_mixed(posts: list[int], an_account: Callable[..., Account]) -> None:
    other = Readings(an_account()).post(june(1), {"views": 1})
    with pytest.raises(ValueError, match="several accounts"):
        add_tag([posts[0], other], "mare")
    assert tags(posts) == [()] * 3


def test_a_picture_is_kept_small_replaced_and_taken_back(posts: list[int]) -> None:
    account = account_of(posts[0])
    first = set_picture(posts[0], a_picture((2000, 1000)), "big.png")
    (row,) = listed_posts(account, posts[:1])
    assert row.picture_id is not None
    content = pictures([row.picture_id])[row.picture_id]
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.size) == ("JPEG", (720, 360))
    second = set_picture(posts[0], a_picture((50, 50)), "small.png")
    assert second.file_id == row.picture_id
    gone = set_picture(posts[0], None)
    assert listed_posts(account, posts[:1])[0].picture_id is None
    take_back(gone)
    take_back(second)
    assert listed_posts(account, posts[:1])[0].picture_id == row.picture_id
    take_back(first)
    assert listed_posts(account, posts[:1])[0].picture_id is None


def test_a_refused_picture_changes_nothing(posts: list[int]) -> None:
    set_picture(posts[0], a_picture(), "a.png")
    before = listed_posts(account_of(posts[0]), posts[:1])[0].picture_id
    with pytest.raises(UserError, match="cannot be kept"):
        set_picture(posts[0], b"<html>", "a.png")
    assert listed_posts(account_of(posts[0]), posts[:1])[0].picture_id == before
