"""The types of promised work."""

from __future__ import annotations

import pytest

from smmdesk.core.errors import UserError
from smmdesk.domain.types import TYPES, checked_type, type_name, type_order, type_title


def test_the_words_of_the_command_line_are_known():
    wanted = [
        "post",
        "story",
        "reel",
        "carousel",
        "live",
        "newsletter",
        "article",
        "seo",
        "design",
        "campaign",
        "shoot",
        "audit",
    ]
    assert [checked_type(word) for word in wanted] == wanted
    assert list(TYPES) == wanted
    assert checked_type(" Post ") == "post"


def test_another_type_has_a_name():
    assert checked_type("other: Menu  del giorno") == "other:Menu del giorno"
    assert type_title("other:Menu del giorno") == "Menu del giorno"
    assert type_name("other:Menu") == ("other", "Menu")
    assert type_title("seo") == "SEO task"


@pytest.mark.parametrize("typed", ["", "other", "other:", "tweet", "post:x"])
def test_an_unknown_type_is_refused_with_the_choices(typed):
    with pytest.raises(UserError) as refusal:
        checked_type(typed)
    assert refusal.value.field == "type"
    assert "carousel" in refusal.value.detail


def test_the_usual_order():
    assert sorted(["other:B", "audit", "other:a", "post"], key=type_order) == ["post", "audit", "other:a", "other:B"]


def test_a_single_piece_is_called_in_the_singular() -> None:
    from smmdesk.core.i18n import language
    from smmdesk.documents.monthly_report.words import work_piece, work_type

    with language("it"):
        assert (work_piece("story"), work_type("story")) == ("Storia", "Storie")
        assert work_piece("other", "Podcast") == "Podcast"
