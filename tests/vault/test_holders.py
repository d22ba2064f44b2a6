"""What this machine offers to keep a key, with keyrings that are there, absent, broken or silent."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from smmdesk.vault.holders import system_keyring

DRAWER = SimpleNamespace(name="Drawer")  # a subclass of keyring's would be chosen by other tests too


def test_the_keyring_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: DRAWER)
    assert system_keyring() == "Drawer"


@pytest.mark.parametrize("kind", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
def test_a_keyring_that_keeps_nothing_is_none(monkeypatch: pytest.MonkeyPatch, kind: type) -> None:
    monkeypatch.setattr(keyring, "get_keyring", kind)
    assert system_keyring() == ""


def test_a_broken_keyring_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise keyring.errors.InitError("the bus is gone")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert system_keyring() == ""


def test_a_keyring_that_does_not_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def silent() -> SimpleNamespace:
        release.wait(30)
        return DRAWER

    monkeypatch.setattr(keyring, "get_keyring", silent)
    try:
        assert system_keyring(deadline=0.05) == ""
    finally:
        release.set()
