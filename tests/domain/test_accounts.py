"""The accounts of clients."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smmdesk.core.errors import UserError
from smmdesk.domain.accounts import (
    PLATFORMS,
    AccountDraft,
    account_draft,
    account_row,
    account_rows,
    add_account,
    delete_account,
    find_account,
    plain_handle,
    restore_account,
    update_account,
)
from smmdesk.domain.deliverables import Deliverable
from smmdesk.domain.results.tables import Post
from smmdesk.store.database import transaction

INSTAGRAM = AccountDraft("instagram", "@hotelbar", "Hotel Bar")


def test_the_platforms_of_the_command_line_are_known():
    wanted = (
        "instagram facebook meta_ads linkedin tiktok youtube x ga4 search_console google_ads business_profile "
        "linkedin_ads tiktok_ads bing_webmaster pinterest threads newsletter website other"
    )
    assert list(PLATFORMS) == wanted.split()


def test_an_account_is_kept_without_its_at_sign(a_client):
    client = a_client()
    row = account_row(add_account(client.id, replace(INSTAGRAM, platform="Instagram", link="instagram.com/hotelbar")))
    assert (row.platform, row.handle, row.name) == ("instagram", "hotelbar", "Hotel Bar")
    assert row.link == "https://instagram.com/hotelbar"
    assert row.title == "Instagram @hotelbar"
    assert (
        account_row(add_account(client.id, AccountDraft("ga4", name="hotelbar.it"))).title
        == "Google Analytics 4 hotelbar.it"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("@a", "a"),
        (" a ", "a"),
        ("https://www.instagram.com/a.b/", "a.b"),
        ("https://www.tiktok.com/@a?lang=it", "a"),
        ("https://example.it", "example.it"),
    ],
)
def test_handles(typed, kept):
    assert plain_handle(typed) == kept


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"platform": "myspace"}, "platform"),
        ({"handle": "", "name": " "}, "handle"),
        ({"handle": "x" * 201}, "handle"),
        ({"link": "nowhere"}, "link"),
    ],
)
def test_what_cannot_be_kept_names_its_field(a_client, changes, field):
    client = a_client()
    with pytest.raises(UserError) as refusal:
        add_account(client.id, replace(INSTAGRAM, **changes))
    assert refusal.value.field == field
    assert account_rows(client.id) == []


def test_the_same_account_is_not_added_twice(a_client):
    client = a_client()
    made = add_account(client.id, INSTAGRAM)
    with pytest.raises(UserError) as refusal:
        add_account(client.id, AccountDraft("instagram", "HotelBar"))
    assert refusal.value.field == "handle"
    add_account(client.id, replace(INSTAGRAM, platform="tiktok"))
    add_account(a_client().id, INSTAGRAM)
    named = add_account(client.id, AccountDraft("facebook", name="Hotel Bar"))
    with pytest.raises(UserError):
        add_account(client.id, AccountDraft("facebook", name="HOTEL BAR"))
    update_account(made, replace(INSTAGRAM, handle="hotel.bar"))
    assert account_draft(made).handle == "hotel.bar"
    update_account(named, AccountDraft("facebook", name="Hotel Bar", note="x"))


def test_an_account_is_found_by_handle_name_number_and_platform(a_client):
    client = a_client()
    instagram = add_account(client.id, INSTAGRAM)
    tiktok = add_account(client.id, AccountDraft("tiktok", "hotelbar"))
    ads = add_account(client.id, AccountDraft("meta_ads", name="Bar Ads", external_id="act_77"))
    assert find_account(client.id, "bar ads").id == ads
    assert find_account(client.id, "act_77").id == ads
    assert find_account(client.id, "tiktok:@HOTELBAR").id == tiktok
    assert find_account(client.id, str(instagram)).id == instagram
    with pytest.raises(UserError) as refusal:
        find_account(client.id, "@hotelbar")
    assert "instagram:hotelbar" in refusal.value.detail and "tiktok:hotelbar" in refusal.value.detail
    with pytest.raises(UserError) as refusal:
        find_account(client.id, "nobody")
    assert "tiktok:hotelbar" in refusal.value.detail
    with pytest.raises(UserError):
        find_account(a_client().id, "hotelbar")


def test_guests_stand_last_and_can_be_left_out(a_client):
    client = a_client()
    guest = add_account(client.id, AccountDraft("instagram", "a", is_guest=True))
    own = add_account(client.id, AccountDraft("x", "z"))
    assert [row.id for row in account_rows(client.id)] == [own, guest]
    assert [row.id for row in account_rows(client.id, guests=False)] == [own]


def test_a_deleted_account_comes_back_with_what_pointed_at_it(a_client, a_deliverable):
    client = a_client()
    made = add_account(client.id, INSTAGRAM)
    piece = a_deliverable(client, account=made)
    before = account_row(made)
    removed = delete_account(made)
    assert account_rows(client.id) == []
    assert Deliverable.get_by_id(piece.id).account_id is None
    restore_account(removed)
    assert account_row(made) == before
    assert Deliverable.get_by_id(piece.id).account_id == made


def test_an_account_with_imported_results_stays(a_client):
    made = add_account(a_client().id, INSTAGRAM)
    with transaction():
        Post.create(account=made, external_id="1", published_on=date(2026, 6, 1))
    with pytest.raises(UserError) as refusal:
        delete_account(made)
    assert "imports" in refusal.value.hint
    with pytest.raises(UserError) as refusal:
        update_account(made, replace(INSTAGRAM, platform="tiktok"))
    assert refusal.value.field == "platform"
    assert account_row(made).platform == "instagram"


def test_an_undo_needs_the_client(a_client):
    client = a_client()
    removed = delete_account(add_account(client.id, INSTAGRAM))
    with transaction():
        client.delete_instance()
    with pytest.raises(UserError):
        restore_account(removed)
    assert account_rows() == []
