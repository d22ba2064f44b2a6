"""Clients and the people there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from smmdesk.core.errors import UserError, WorkspaceHeld
from smmdesk.domain.clients import (
    ClientDraft,
    ContactDraft,
    add_client,
    add_contact,
    archive_client,
    client_draft,
    client_row,
    client_rows,
    contact_rows,
    delete_contact,
    find_client,
    free_slug,
    restore_contact,
    set_client_logo,
    unarchive_client,
    update_client,
    update_contact,
)
from smmdesk.domain.files import StoredFile, file_content
from smmdesk.domain.logos import prepared
from smmdesk.store.database import OpenWorkspace
from smmdesk.store.lock import Holder

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0 0h4v4z"/></svg>'
HOTEL = ClientDraft("Hotel Bar", "it", "EUR", "Europe/Rome")


def png(size: tuple[int, int] = (8, 8)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, "PNG")
    return stream.getvalue()


def test_a_client_is_kept_as_typed_and_cleaned(workspace):
    full = replace(
        HOTEL,
        name="  Hotel   Bar ",
        currency="eur",
        address_form="lei",
        legal_name="Bar s.r.l.",
        is_seasonal=True,
        engagement_base=" Views ",
        compares_weekdays=True,
        recoverable_vat=Decimal("66.5"),
        vat_number="IT00743110157",
        fiscal_code="rccmnl83s18d969h",
        sdi_code="m5uxcr1",
        certified_email="bar@pec.example.it",
        brand_color="#1F5F8B",
        note="<img src=x onerror=alert(1)>",
    )
    kept = client_draft(add_client(full))
    assert kept.name == "Hotel Bar"
    assert (kept.currency, kept.address_form, kept.brand_color) == ("EUR", "Lei", "#1f5f8b")
    assert (kept.vat_number, kept.fiscal_code, kept.sdi_code) == ("00743110157", "RCCMNL83S18D969H", "M5UXCR1")
    assert kept.recoverable_vat == Decimal("66.5")
    assert kept.note == "<img src=x onerror=alert(1)>"
    assert kept.is_seasonal
    assert (kept.engagement_base, kept.compares_weekdays) == ("views", True)


def test_defaults(workspace):
    row = client_row(add_client(HOTEL))
    assert (row.address_form, row.recoverable_vat, row.is_seasonal, row.is_archived) == (
        "voi",
        Decimal(100),
        False,
        False,
    )
    assert (row.engagement_base, row.compares_weekdays) == ("reach", False)
    assert row.slug == "hotel-bar"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", " "),
        ("language", "xx"),
        ("currency", "ITL"),
        ("timezone", "Nowhere"),
        ("address_form", "you"),
        ("engagement_base", "likes"),
        ("recoverable_vat", Decimal(101)),
        ("country", "ZZZ"),
        ("vat_number", "00743110158"),
        ("fiscal_code", "X"),
        ("sdi_code", "123"),
        ("certified_email", "pec"),
        ("eu_vat_id", "DE1"),
        ("brand_color", "red"),
        ("accent_color", "#12"),
        ("note", "x" * 10_001),
    ],
)
def test_what_cannot_be_kept_names_its_field_and_leaves_nothing(workspace, column, value):
    with pytest.raises(UserError) as refusal:
        add_client(replace(HOTEL, **{column: value}))
    assert refusal.value.field == column
    assert client_rows(archived=None) == []


def test_two_clients_never_share_a_name_or_a_slug(workspace):
    add_client(HOTEL)
    with pytest.raises(UserError) as refusal:
        add_client(replace(HOTEL, name="HOTEL BAR"))
    assert refusal.value.field == "name"
    other = add_client(replace(HOTEL, name="Hôtel Bar"))
    assert client_row(other).slug == "hotel-bar-2"


def test_free_slugs():
    assert free_slug("Bar", set()) == "bar"
    assert free_slug("Bar", {"bar", "bar-2"}) == "bar-3"
    assert free_slug("مطعم", set()) == "client"


def test_a_changed_name_changes_the_slug_and_its_own_name_is_no_twin(workspace):
    made = add_client(HOTEL)
    update_client(made, replace(HOTEL, language="en"))
    assert (client_row(made).slug, client_row(made).language) == ("hotel-bar", "en")
    update_client(made, replace(HOTEL, name="Hotel Mare"))
    assert client_row(made).slug == "hotel-mare"


def test_the_currency_is_fixed_once_amounts_exist(workspace, a_contract):
    made = add_client(HOTEL)
    update_client(made, replace(HOTEL, currency="CHF"))
    a_contract(made, start=date(2026, 1, 1))
    with pytest.raises(UserError) as refusal:
        update_client(made, HOTEL)
    assert refusal.value.field == "currency"
    assert client_row(made).currency == "CHF"


def test_a_client_that_is_gone_is_said_so(workspace):
    for call in (lambda: client_row(7), lambda: update_client(7, HOTEL), lambda: archive_client(7)):
        with pytest.raises(UserError):
            call()


def test_archiving_takes_a_client_out_of_the_lists_and_back(workspace):
    made = add_client(HOTEL)
    add_client(replace(HOTEL, name="Alba"))
    archive_client(made)
    assert [row.name for row in client_rows()] == ["Alba"]
    assert [row.name for row in client_rows(archived=True)] == ["Hotel Bar"]
    assert find_client("hotel bar").is_archived
    unarchive_client(made)
    assert [row.name for row in client_rows()] == ["Alba", "Hotel Bar"]


def test_a_client_is_found_by_name_handle_id_and_beginning(workspace):
    made = add_client(HOTEL)
    other = add_client(replace(HOTEL, name="Hotel Mare"))
    third = add_client(replace(HOTEL, name="1"))
    assert find_client(" HOTEL BAR ").id == made
    assert find_client("hotel-mare").id == other
    assert find_client(str(other)).id == other
    assert find_client("1").id == third  # a name goes before an id
    assert find_client("hotel m").id == other
    with pytest.raises(UserError) as refusal:
        find_client("hotel")
    assert "Hotel Bar (1), Hotel Mare (2)" in refusal.value.detail
    with pytest.raises(UserError) as refusal:
        find_client("Zoo")
    assert "Hotel Bar" in refusal.value.detail


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def test_logos_are_checked_and_kept(workspace):
    made = add_client(HOTEL)
    set_client_logo(made, png(), "logo.png")
    kept = client_row(made).logo_id
    assert kept is not None
    assert file_content(kept) == prepared(png())
    set_client_logo(made, DRAWING, "logo.svg")
    for content in (b"", b"hello", png()[:40], b"<svg", b"GIF89a" + bytes(20)):
        with pytest.raises(UserError) as refusal:
            set_client_logo(made, content, "broken.png")
        assert refusal.value.field == "logo"
    assert client_row(made).logo_id is not None
    set_client_logo(made, None)
    assert client_row(made).logo_id is None
    assert StoredFile.select().count() == 2


def test_contacts_have_roles_and_come_back(workspace):
    made = add_client(HOTEL)
    carla = add_contact(made, ContactDraft("Carla Bianchi", "carla@example.it", "+39 0123", decides=True, crisis=True))
    marta = add_contact(made, ContactDraft("Marta"))
    update_contact(marta, ContactDraft("Marta Neri", approves=True, pays=True))
    before = contact_rows(made)
    assert [(row.name, row.decides, row.approves, row.pays, row.crisis) for row in before] == [
        ("Carla Bianchi", True, False, False, True),
        ("Marta Neri", False, True, True, False),
    ]
    removed = delete_contact(carla)
    assert [row.name for row in contact_rows(made)] == ["Marta Neri"]
    restore_contact(removed)
    assert contact_rows(made) == before
    with pytest.raises(UserError):
        restore_contact(removed)


def test_contacts_refuse_what_cannot_be(workspace):
    made = add_client(HOTEL)
    for draft, field in (
        (ContactDraft(" "), "name"),
        (ContactDraft("A", "a@b"), "email"),
        (ContactDraft("A", phone="1" * 61), "phone"),
    ):
        with pytest.raises(UserError) as refusal:
            add_contact(made, draft)
        assert refusal.value.field == field
    with pytest.raises(UserError):
        add_contact(99, ContactDraft("A"))
    with pytest.raises(UserError):
        update_contact(99, ContactDraft("A"))
    assert contact_rows(made) == []


def test_a_reader_writes_nothing(workspace: OpenWorkspace):
    workspace.writable = False
    workspace.held_by = Holder("SMM Desk", 1, "desk", "2026-07-06T08:00:00+00:00")
    with pytest.raises(WorkspaceHeld):
        add_client(HOTEL)
    workspace.writable, workspace.held_by = True, None
    assert client_rows(archived=None) == []
