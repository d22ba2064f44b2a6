"""Finding anything by a few letters: clients, accounts, deliverables, posts and reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smmdesk.core import formats
from smmdesk.core.formats import folded
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import account_rows
from smmdesk.domain.clients import client_rows
from smmdesk.domain.deliverables.queries import deliverable_rows
from smmdesk.domain.reports.tables import MonthSheet
from smmdesk.store.database import database, database_errors

MOST_OF_A_KIND = 5
WORDINGS_AT_ONCE = 20_000  # a reading that holds the writer up stays short


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One thing that was found: `kind` is client, account, deliverable, post or report; `month` where it has one."""

    kind: str
    id: int
    text: str
    client_id: int
    client_name: str
    month: Month | None = None


def find_anything(text: str) -> list[FoundRow]:
    """Return what holds every word of a text, at most five of each kind: clients first, then what is theirs.

    Case and accents do not matter, but in posts, where only the case of plain letters does not.
    """
    words = folded(text).split()
    if not words:
        return []
    clients = {client.id: client.name for client in client_rows()}
    found: list[FoundRow] = []
    found += _most(FoundRow("client", id_, name, id_, name) for id_, name in clients.items() if _holds(name, words))
    found += _most(
        FoundRow("account", row.id, row.title, row.client_id, clients[row.client_id])
        for row in account_rows()
        if row.client_id in clients and _holds(f"{row.title} {row.name} {clients[row.client_id]}", words)
    )
    found += _most(
        FoundRow("deliverable", row.id, row.title, row.client_id, row.client_name, row.month)
        for row in reversed(deliverable_rows())
        if row.title and _holds(f"{row.title} {row.client_name}", words)
    )
    found += _most(_reports(clients, words))
    found += _most(_posts(clients, text.split()))
    return found


def _holds(text: str, words: list[str]) -> bool:
    plain = folded(text)
    return all(word in plain for word in words)


def _most(rows: Iterator[FoundRow]) -> list[FoundRow]:
    return [row for row, _place in zip(rows, range(MOST_OF_A_KIND), strict=False)]


def _reports(clients: dict[int, str], words: list[str]) -> Iterator[FoundRow]:
    sheets = MonthSheet.select(MonthSheet.id, MonthSheet.client, MonthSheet.month).order_by(MonthSheet.month.desc())
    rows: Any = sheets.tuples()
    for id_, client_id, month in rows:
        name = clients.get(client_id)
        if name is not None and _holds(f"{name} {formats.month_name(month)} {month}", words):
            yield FoundRow("report", id_, formats.month_name(month), client_id, name, month)


def _posts(clients: dict[int, str], words: list[str]) -> Iterator[FoundRow]:
    """Look through the wordings of posts from the newest, in pieces that are short enough for the writer."""
    patterns = ["%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for word in words]
    like = " AND ".join("(w.title || ' ' || w.text) LIKE ? ESCAPE '\\'" for _word in words)
    statement = f"""
        SELECT p.id, iif(w.title = '', w.text, w.title), a.client_id, p.published_on
        FROM post_wording w JOIN post p ON p.id = w.post_id JOIN account a ON a.id = p.account_id
        WHERE w.id > ? AND w.id <= ? AND {like} ORDER BY w.id DESC LIMIT ?
    """
    with database_errors():
        ((last,),) = database.execute_sql("SELECT coalesce(max(id), 0) FROM post_wording").fetchall()
    seen: set[int] = set()
    while last > 0:
        first = max(last - WORDINGS_AT_ONCE, 0)
        with database_errors():
            rows = database.execute_sql(statement, (first, last, *patterns, MOST_OF_A_KIND)).fetchall()
        last = first
        for id_, text, client_id, day in rows:
            if id_ not in seen and client_id in clients:
                seen.add(id_)
                month = Month.parse(day[:7]) if day else None
                yield FoundRow("post", id_, " ".join(text.split())[:120], client_id, clients[client_id], month)
