"""Finding anything by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smmdesk.core.periods import Month
from smmdesk.domain import search
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.domain.results.tables import Post, PostWording
from smmdesk.domain.search import find_anything
from smmdesk.store.database import transaction

JUNE = Month(2026, 6)


@pytest.fixture
def hotel(a_client: Callable[..., Any], an_account: Callable[..., Any], a_deliverable: Callable[..., Any]) -> Any:
    client = a_client("Hôtel Città Alta")
    an_account(client, "instagram", "cittaalta", name="Alta")
    a_deliverable(client, JUNE, title="Colazione 100% in terrazza")
    save_month_sheet(client.id, JUNE, goal="x")
    return client


def a_post(account: Any, text: str, title: str = "", day: date = date(2026, 6, 3)) -> int:
    with transaction():
        post = Post.create(account=account, external_id=text[:40], published_on=day)
        PostWording.create(post=post, text=text, title=title)
        return post.id


def kinds(text: str) -> list[tuple[str, str]]:
    return [(row.kind, row.text) for row in find_anything(text)]


def test_case_accents_and_the_order_of_words_do_not_matter(hotel: Any) -> None:
    assert kinds("CITTA hotel") == [
        ("client", "Hôtel Città Alta"),
        ("account", "Instagram @cittaalta"),
        ("deliverable", "Colazione 100% in terrazza"),
        ("report", "June 2026"),
    ]
    assert kinds("colazione alta") == [("deliverable", "Colazione 100% in terrazza")]
    assert kinds("june") == [("report", "June 2026")]
    assert kinds("  ") == []
    assert kinds("nothing like it") == []


def test_posts_are_found_by_title_and_text_newest_first(hotel: Any, an_account: Callable[..., Any]) -> None:
    account = an_account(hotel)
    for number in range(7):
        a_post(account, f"Tramonto dal molo numero {number}\nseconda riga")
    found = find_anything("tramonto molo")
    assert [row.text for row in found] == [
        f"Tramonto dal molo numero {number} seconda riga" for number in (6, 5, 4, 3, 2)
    ]
    assert {(row.kind, row.month, row.client_id) for row in found} == {("post", JUNE, hotel.id)}


def test_what_like_takes_for_a_pattern_is_plain_text(hotel: Any, an_account: Callable[..., Any]) -> None:
    account = an_account(hotel)
    a_post(account, "sconto 50% oggi")
    a_post(account, "sconto 500 oggi")
    assert [row.text for row in find_anything("50%")] == ["sconto 50% oggi"]
    assert find_anything("sconto_50") == []
    assert find_anything("\\") == []


def test_posts_are_looked_through_in_pieces(
    hotel: Any, an_account: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "WORDINGS_AT_ONCE", 2)
    account = an_account(hotel)
    for number in range(9):
        a_post(account, f"alba {number}" if number in (0, 8) else f"notte {number}")
    assert [row.text for row in find_anything("alba")] == ["alba 8", "alba 0"]


def test_archived_clients_are_left_out(hotel: Any, an_account: Callable[..., Any]) -> None:
    a_post(an_account(hotel), "tramonto")
    hotel.archived_at = 1
    with transaction():
        hotel.save()
    assert find_anything("tramonto") == []
    assert find_anything("alta") == []
