"""Desks for the tests of the whole program."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from tests.whole.desks import Desk, MakeDesk, make_desk


@pytest.fixture
def a_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> MakeDesk:
    """Return what makes a desk of its own, spoken to in English."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    numbers = count(1)

    def make(**options: object) -> Desk:
        return make_desk(tmp_path / f"desk-{next(numbers)}", capsys, **options)  # pyright: ignore[reportArgumentType]

    return make


@pytest.fixture
def desk(a_desk: MakeDesk) -> Desk:
    """Return a desk with a client and a contract for 2026 with a margin of 55 %."""
    return a_desk()
