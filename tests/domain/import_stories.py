"""Stories of imports for property tests: files by hand, a bench that plays them, and a workspace as plain values."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as some

from smmdesk.core.readings import State
from smmdesk.domain.accounts import AccountDraft, add_account
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.imports import staged
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.imports.queries import imports_of
from smmdesk.domain.ledger.commands import add_ledger_row, import_ledger_sheet
from smmdesk.importers.rows import (
    AccountDayRow,
    Answers,
    FoundAccount,
    PostRow,
    Reading,
    ReadValue,
    Recognised,
    RefusedRow,
    Row,
    SegmentRow,
)
from smmdesk.store.database import connect, database
from smmdesk.store.lock import WriterLock

APRIL, MAY, JUNE = date(2026, 4, 3), date(2026, 5, 3), date(2026, 6, 3)
VIEWS, LIKES = "instagram.post.views.v1", "instagram.post.likes.v1"


# ------------------------------------------------------------------------------------------------ files


@dataclass(frozen=True)
class Export:
    """A file of a platform: who it names, and its rows."""

    name: str
    accounts: tuple[FoundAccount, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """A ledger sheet: id, amount, note and evidence of each row."""

    name: str
    rows: tuple[tuple[str, int, str, str], ...]


def identity(found: FoundAccount) -> str:
    return found.external_id or found.handle or ""


@contextmanager
def fed_by_hand() -> Iterator[None]:
    """Let the importer hand over what stands in `CONTENT`, by file name."""

    def recognise(path: Path) -> Recognised:
        return Recognised("a_format", "en", "instagram", names_accounts=bool(CONTENT[path.name].accounts))

    def read(path: Path, _answers: Answers) -> Reading:
        file = CONTENT[path.name]
        accounts = {identity(found): found for found in file.accounts}
        reading = Reading(recognise(path), iter(file.rows), accounts=accounts)
        reading.counts.data = sum(not isinstance(row, RefusedRow) for row in file.rows)
        reading.counts.refused = len(file.rows) - reading.counts.data
        return reading

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staged, "recognise", recognise)
        patch.setattr(staged, "read", read)
        yield


CONTENT: dict[str, Export] = {}


def write(folder: Path, file: Export | Sheet) -> Path:
    path = folder / file.name
    if isinstance(file, Export):
        CONTENT[file.name] = file
        path.write_text(file.name, encoding="utf-8")
        return path
    for proof in ("a.pdf", "b.pdf"):
        (folder / proof).write_bytes(proof.encode())
    lines = [f'{row},cost,2026-06-01,other,{amount}.00,"{note}",{proof}' for row, amount, note, proof in file.rows]
    path.write_text("\n".join(["id,row,date,kind,amount,note,evidence", *lines, ""]), encoding="utf-8")
    return path


# ------------------------------------------------------------------------------------------------ what is compared


def normal() -> dict[str, list[Any]]:
    """Return everything in the workspace without its ids and times: rows by what they mean, imports by their order."""
    run = database.execute_sql
    order = {row[0]: place for place, row in enumerate(run("SELECT id FROM import ORDER BY id").fetchall())}
    accounts = {
        row[0]: (row[1], row[2] or row[3], row[4])
        for row in run("SELECT id, platform, handle, external_id, is_guest FROM account").fetchall()
    }
    parts = {
        row[0]: (accounts[row[1]], row[2], row[3])
        for row in run("SELECT id, account_id, dimension, key FROM segment").fetchall()
    }
    posts = {
        row[0]: (accounts[row[1]], row[2]) for row in run("SELECT id, account_id, external_id FROM post").fetchall()
    }
    metrics = dict(run("SELECT id, key FROM metric_name").fetchall())
    ledger = {row[0]: row[1] for row in run("SELECT id, row_id FROM ledger_row").fetchall()}
    files = {
        row[0]: (row[1], row[2], row[3], row[4])
        for row in run("SELECT id, sha256, name, media_type, size FROM stored_file").fetchall()
    }

    def answers(text: str) -> Any:
        told = json.loads(text)
        if "accounts" in told:
            told["accounts"] = [accounts[one] for one in told["accounts"]]
        said = told.get("file", {})
        said["accounts"] = sorted([accounts[row[0]], *row[1:]] for row in said.get("accounts", ()))
        said["titles"] = sorted((parts[int(key)], title) for key, title in said.get("titles", {}).items())
        return told

    def counts(text: str) -> Any:
        # What was new or changed is a record of that moment, not a fact about the file.
        return {key: value for key, value in json.loads(text).items() if key not in ("added", "updated", "unchanged")}

    def said(text: str) -> Any:
        told = json.loads(text)
        return {**told, "#": {**told["#"], "position": 0, "changes": len(told["#"]["changes"])}}

    def warnings(format_: str, text: str) -> str:
        # What a ledger sheet lacked of an earlier one is a record of that moment too.
        return "[]" if format_ == "ledger_sheet" else text

    found: dict[str, list[Any]] = {
        "account": run("SELECT platform, handle, external_id, name, is_guest, owner, note FROM account").fetchall(),
        "import": [
            (
                order[row[0]],
                accounts.get(row[1]),
                files.get(row[2]),
                answers(row[3]),
                counts(row[4]),
                *row[5:-1],
                warnings(row[7], row[-1]),
            )
            for row in run(
                "SELECT id, account_id, file_id, answers, counts, file_name, sha256, format, language, read_on,"
                " first_day, last_day, period_first, period_last, state, staging, warnings FROM import"
            ).fetchall()
        ],
        "import_account": [
            (order[row[0]], accounts[row[1]], row[2])
            for row in run("SELECT import_id, account_id, is_new FROM import_account").fetchall()
        ],
        "import_refusal": [
            (order[row[0]], *row[1:])
            for row in run("SELECT import_id, line, column_name, value, reason FROM import_refusal").fetchall()
        ],
        "file": list(files.values()),
        "piece": [
            (files[row[0]], row[1], zlib.decompress(row[2]))
            for row in run("SELECT file_id, position, data FROM file_piece").fetchall()
        ],
        "post": [
            (posts[row[0]], *row[1:]) for row in run("SELECT id, published_at, published_on FROM post").fetchall()
        ],
        "wording": [
            (posts[row[0]], *row[1:])
            for row in run(
                "SELECT post_id, published_at, published_on, kind, title, text, permalink, duration_seconds"
                " FROM post_wording"
            ).fetchall()
        ],
        "read": [
            (order[row[0]], posts[row[1]], *row[2:])
            for row in run(
                "SELECT r.import_id, w.post_id, w.title, w.text, w.published_at FROM post_read r"
                " JOIN post_wording w ON w.id = r.wording_id"
            ).fetchall()
        ],
        "post_reading": [
            (posts[row[0]], metrics[row[1]], order[row[2]], *row[3:])
            for row in run("SELECT post_id, metric_id, import_id, value, state FROM post_reading").fetchall()
        ],
        "account_reading": [
            (accounts[row[0]], metrics[row[1]], order[row[2]], *row[3:])
            for row in run("SELECT account_id, metric_id, import_id, day, value, state FROM account_reading").fetchall()
        ],
        "segment": [(parts[row[0]], row[1]) for row in run("SELECT id, title FROM segment").fetchall()],
        "segment_reading": [
            (parts[row[0]], metrics[row[1]], order[row[2]], *row[3:])
            for row in run(
                "SELECT segment_id, metric_id, import_id, first_day, last_day, value, state, currency"
                " FROM segment_reading"
            ).fetchall()
        ],
        "ledger_row": [
            (place, order.get(row[0]), *row[1:])
            for place, row in enumerate(
                run(
                    "SELECT sheet_import_id, row_id, row, date, month, kind, description, note, quantity, amount,"
                    " currency, account_handle, account_id, origin, reverses FROM ledger_row ORDER BY position, id"
                ).fetchall()
            )
        ],
        "ledger_evidence": [
            (ledger[row[0]], files[row[1]], row[2])
            for row in run("SELECT ledger_row_id, file_id, name FROM ledger_evidence").fetchall()
        ],
        "ledger_change": [
            (ledger[row[0]], *row[1:])
            for row in run("SELECT ledger_row_id, column_name, before, after FROM ledger_change ORDER BY id").fetchall()
        ],
        "ledger_reading": [
            (order[row[0]], row[1], said(row[2]))
            for row in run("SELECT import_id, row_id, cells FROM ledger_reading").fetchall()
        ],
    }
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


# ------------------------------------------------------------------------------------------------ the property

# An id is always named together with the handle: a file with an id alone and one with a handle alone cannot be known
# to be the same account until a third says so.
_accounts = some.builds(
    lambda number, has_id, name: FoundAccount("instagram", f"10{number}" if has_id else None, f"h{number}", name),
    some.integers(0, 1), some.booleans(), some.sampled_from(["", "Bar", "Spa"]),
)  # fmt: skip
_numbers = some.sampled_from([None, 0, 7, 8])
_instants = some.sampled_from([None, 1_774_990_800, 1_775_080_800])
_days = some.sampled_from([None, date(2026, 3, 31), date(2026, 4, 1)])


def value_of(metric: str, number: int | None) -> ReadValue:
    return ReadValue(metric, number, State.NOT_AVAILABLE if number is None else State.VALUE)


def rows_of(owners: list[str | None]) -> some.SearchStrategy[Any]:
    owner = some.sampled_from(owners)
    post = some.builds(
        lambda account, n, at, on, title, views, likes: PostRow(
            account, f"p{n}", at, None if at else on, "post", title, "", "", None,
            (value_of(VIEWS, views), *([value_of(LIKES, likes)] if likes else [])),
        ),
        owner, some.integers(0, 2), _instants, _days, some.sampled_from(["", "A", "B"]), _numbers, _numbers,
    )  # fmt: skip
    day = some.builds(
        lambda account, n, number: AccountDayRow(account, date(2026, 5, n), (value_of("instagram.reach.v1", number),)),
        owner, some.integers(1, 3), _numbers,
    )  # fmt: skip
    part = some.builds(
        lambda account, n, title, number, last: SegmentRow(
            account, "campaign", f"c{n}", title, date(2026, 5, 1), date(2026, 5, last), "EUR", False,
            (value_of("instagram.spend.v1", number),),
        ),
        owner, some.just(0), some.sampled_from(["One", "Two"]), _numbers, some.sampled_from([30, 31]),
    )  # fmt: skip
    refused = some.just(RefusedRow(3, "Views", "many", "no number"))
    return some.lists(some.one_of(post, day, part, refused), min_size=1, max_size=7)


@some.composite
def exports(draw: some.DrawFn, place: int) -> Export:
    accounts = tuple({one.handle: one for one in draw(some.lists(_accounts, max_size=2))}.values())
    owners: list[str | None] = [identity(one) for one in accounts]
    rows = draw(rows_of(owners or [None]))
    return Export(f"export-{place}.csv", accounts, tuple(rows))


@some.composite
def sheets(draw: some.DrawFn, place: int) -> Sheet:
    row = some.tuples(
        some.sampled_from(["r1", "r2"]), some.integers(1, 2), some.sampled_from(["", "x"]),
        some.sampled_from(["", "a.pdf", "b.pdf", "a.pdf|b.pdf"]),
    )  # fmt: skip
    rows = {one[0]: one for one in draw(some.lists(row, max_size=4))}
    # One row of its own: a sheet that changes nothing is no import.
    return Sheet(f"sheet-{place}.csv", (*rows.values(), (f"own{place}", 5, "", "")))


@some.composite
def stories(draw: some.DrawFn) -> list[tuple[str, Any, Any]]:
    files = [
        draw(sheets(place) if draw(some.integers(0, 3)) == 3 else exports(place))
        for place in range(draw(some.integers(1, 5)))
    ]
    story: list[tuple[str, Any, Any]] = []
    done = 0
    for file in files:
        story.append(("import", file, draw(some.sampled_from([APRIL, MAY, JUNE]))))
        done += 1
        while draw(some.integers(0, 3)) == 3:
            story.append(("undo", draw(some.integers(0, done - 1)), None))
    again = draw(some.lists(some.sampled_from([one for one in files if isinstance(one, Export)] or [None]), max_size=1))
    story += [("import", file, JUNE) for file in again if file is not None]
    story += [("undo", place, None) for place in draw(some.lists(some.integers(0, done - 1), max_size=3))]
    return story


class Bench:
    """Runs a story in a fresh workspace."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.template, self.folder = template, folder
        self.number = 0

    @contextmanager
    def workspace(self) -> Iterator[int]:
        self.number += 1
        path = self.folder / f"{self.number}.smmdesk"
        shutil.copyfile(self.template, path)
        lock = WriterLock(path)
        assert lock.acquire("tests") is None
        opened = connect(path, writable=True, lock=lock)
        database.execute_sql("PRAGMA synchronous = off")
        try:
            client = add_client(ClientDraft("Hotel", "it", "EUR", "Europe/Rome"))
            add_account(client, AccountDraft("instagram", "h0", "Typed"))
            add_ledger_row(client, {"id": "r1", "row": "cost", "date": "2026-06-01", "amount": "9.00", "kind": "other"})
            yield client
        finally:
            opened.close()
            path.unlink()

    def take(self, client: int, file: Export | Sheet, read_on: date) -> int | None:
        """Import a file; return its id where it is an import of its own."""
        before = {row.id for row in imports_of(client)}
        path = write(self.folder, file)
        if isinstance(file, Sheet):
            result = import_ledger_sheet(path, client)
        elif file.accounts:
            result = import_file(path, client, read_on=read_on, create_accounts=True)
        else:
            result = import_file(path, client, read_on=read_on, account="h0")
        assert not result.questions
        return result.import_id if result.import_id not in before else None
