"""My profile and the identity of a workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.domain.clients import client_rows
from smmdesk.domain.profile import (
    ProfileDraft,
    new_workspace,
    profile,
    profile_logo_id,
    set_profile_logo,
    update_profile,
    workspace_identity,
)

ROSSI = ProfileDraft(
    name="Giulia Rossi",
    trade_name="Studio Rossi",
    language="IT",
    email="giulia@example.it",
    phone="+39 0123",
    website="example.it",
    postal_address="Via Roma 1, Brescia",
    tax_regime="flat_rate",
    vat_number="00743110157",
    sdi_code="0000000",
    brand_color="#0F766E",
)


def test_a_new_workspace_knows_what_it_is_and_has_an_empty_profile(tmp_path: Path):
    opened = new_workspace(tmp_path / "a.smmdesk", purpose="example")
    try:
        identity = workspace_identity()
        assert identity.is_example
        assert len(identity.uuid) == 36
        assert profile() == ProfileDraft()
        assert profile_logo_id() is None
        assert client_rows() == []
    finally:
        opened.close()


def test_a_workspace_never_takes_the_place_of_a_file(tmp_path: Path):
    path = tmp_path / "a.smmdesk"
    path.write_text("mine")
    with pytest.raises(UserError):
        new_workspace(path)
    assert path.read_text() == "mine"


def test_the_profile_is_kept_cleaned(workspace):
    update_profile(ROSSI)
    assert profile() == replace(ROSSI, language="it", website="https://example.it", brand_color="#0f766e")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("language", "xx"),
        ("email", "x"),
        ("website", "x y"),
        ("tax_regime", "other"),
        ("vat_number", "1"),
        ("fiscal_code", "1"),
        ("sdi_code", "1"),
        ("certified_email", "x"),
        ("brand_color", "x"),
        ("phone", "1" * 61),
    ],
)
def test_what_cannot_be_kept_names_its_field(workspace, column, value):
    update_profile(ROSSI)
    before = profile()
    with pytest.raises(UserError) as refusal:
        update_profile(replace(ROSSI, **{column: value}))
    assert refusal.value.field == column
    assert profile() == before


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def test_my_logo(workspace):
    set_profile_logo(DRAWING, "me.svg")
    assert profile_logo_id() is not None
    with pytest.raises(UserError):
        set_profile_logo(b"MZ", "me.exe")
    assert profile_logo_id() is not None
    set_profile_logo(None)
    assert profile_logo_id() is None
