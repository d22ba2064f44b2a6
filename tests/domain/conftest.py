"""What the tests of the domain stand on: a fresh workspace each, copied from a migrated template, and small builders.

A builder writes the rows itself, so that a test of one feature does not hang on the commands of another; every
argument has a default that a test may replace by name.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.formats import slug
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.contracts import Contract, Quota
from smmdesk.domain.deliverables import Deliverable
from smmdesk.domain.files import keep_file
from smmdesk.domain.profile import Profile, Workspace
from smmdesk.store.database import OpenWorkspace, connect, database, transaction
from smmdesk.store.lock import WriterLock
from smmdesk.store.opening import create_workspace

JUNE = Month(2026, 6)


@pytest.fixture(scope="session")
def workspace_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated workspace per session, with its identity and an empty profile; tests copy it."""
    path = tmp_path_factory.mktemp("template") / "template.smmdesk"
    opened = create_workspace(path, "tests")
    with transaction():
        Workspace.create(uuid="00000000-0000-4000-8000-000000000000", purpose="own", created_at=0)
        Profile.create()
    opened.close()
    return path


@pytest.fixture
def workspace(workspace_template: Path, tmp_path: Path) -> Iterator[OpenWorkspace]:
    """Open a fresh workspace for writing: `tmp_path/desk.smmdesk`."""
    path = tmp_path / "desk.smmdesk"
    shutil.copyfile(workspace_template, path)
    lock = WriterLock(path)
    assert lock.acquire("tests") is None
    opened = connect(path, writable=True, lock=lock)
    # What a power cut would leave is the store's affair (tests/store): here every commit need not reach the disk.
    database.execute_sql("PRAGMA synchronous = off")
    yield opened
    opened.close()


@pytest.fixture
def a_client(workspace: OpenWorkspace) -> Callable[..., Client]:
    """Return the builder of a client: Italian, EUR, Rome, all VAT recovered."""
    numbers = count(1)

    def build(name: str = "", **columns: Any) -> Client:
        chosen = name or f"Client {next(numbers)}"
        row = {"slug": slug(chosen), "language": "it", "currency": "EUR", "timezone": "Europe/Rome", **columns}
        with transaction():
            return Client.create(name=chosen, **row)

    return build


@pytest.fixture
def an_account(a_client: Callable[..., Client]) -> Callable[..., Account]:
    """Return the builder of an account: Instagram by default, of a client of its own where none is given."""
    numbers = count(1)

    def build(
        client: Client | None = None, platform: str = "instagram", handle: str | None = None, **columns: Any
    ) -> Account:
        owner = client or a_client()
        with transaction():
            return Account.create(
                client=owner,
                platform=platform,
                handle=f"account{next(numbers)}" if handle is None else handle,
                **columns,
            )

    return build


@pytest.fixture
def a_contract(a_client: Callable[..., Client]) -> Callable[..., Contract]:
    """Return the builder of a contract: the whole of 2026 for 600.00 a month, margin 55 %, quotas by type."""

    def build(client: Client | None = None, quotas: dict[str, int] | None = None, **columns: Any) -> Contract:
        row = {
            "start": date(2026, 1, 1),
            "end": date(2026, 12, 31),
            "fee": 600_00,
            "margin": Decimal(55),
            "margin_agreed_with": "the owner",
            "margin_agreed_on": date(2025, 12, 15),
            **columns,
        }
        with transaction():
            contract = Contract.create(client=client or a_client(), **row)
            for kind, number in (quotas or {}).items():
                Quota.create(contract=contract, type=kind, count=number)
            return contract

    return build


@pytest.fixture
def a_deliverable(a_client: Callable[..., Client]) -> Callable[..., Deliverable]:
    """Return the builder of a deliverable: a planned post of June 2026."""

    def build(client: Client | None = None, month: Month = JUNE, **columns: Any) -> Deliverable:
        row = {"type": "post", "title": "A post", **columns}
        with transaction():
            return Deliverable.create(client=client or a_client(), month=month, **row)

    return build


@pytest.fixture
def a_file(workspace: OpenWorkspace) -> Callable[..., int]:
    """Return the builder of a stored file; it gives back the file's id."""

    def build(content: bytes = b"proof", name: str = "proof.txt") -> int:
        with transaction():
            return keep_file(content, name)

    return build
