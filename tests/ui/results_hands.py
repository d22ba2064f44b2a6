"""What the tests of the page Results share: an export as the platform writes it, and hands for its tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QTableView

from smmdesk.domain.accounts import account_rows
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.imports.commands import import_file

HEADER = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves"
)
MONTH, MONTHS, POSTS, RANKING, EVENTS = range(5)


def an_export(path: Path, posts: Sequence[tuple[str, str, int, int]], *, kind: str = "IG image") -> Path:
    """Write a Meta content export of Instagram with (publish time, text, views, likes) for each post."""
    lines = [HEADER]
    for place, (moment, text, views, likes) in enumerate(posts):
        day, _space, clock = moment.partition(" ")
        year, month, number = day.split("-")
        lines.append(
            f'1790000000000{place:04d},17841400000000000,hotelmiramare,Hotel Miramare,"{text}",0,'
            f"{month}/{number}/{year} {clock or '03:00'},https://www.instagram.com/p/AAAAAAAAA{place:02d}/,{kind},,"
            f"Lifetime,{views},{views // 2},{likes},1,0,2,3"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def a_hotel(desk: Any, folder: Path, posts: Sequence[tuple[str, str, int, int]], read_on: date) -> int:
    """Keep a client whose Instagram account has these posts; return the client's id."""
    with desk.domain():
        client = add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome"))
        import_file(an_export(folder / "posts.csv", posts), client, create_accounts=True, read_on=read_on)
    return client


def open_view(desk: Any, client: int, view: int, **where: Any) -> Any:
    """Open the page at one of its views and return the view."""
    page = desk.open("results", client=client, **where)
    with desk.domain():
        account = next(row.id for row in account_rows(client) if row.platform == "instagram")
    page.accounts.choose(account)
    page.tabs.setCurrentIndex(view)
    desk.settle()
    return page.view(view)


def titles(view: Any) -> list[str]:
    """Return the columns of the table of posts."""
    return [column.title for column in view.table.posts.columns]


def rows(view: Any) -> list[list[str]]:
    """Return the cells of the table of posts that are read."""
    model = view.table.posts
    return [
        [str(model.data(model.index(row, column)) or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def pick(desk: Any, view: Any, *places: int) -> None:
    """Choose posts by their places in the list."""
    view.table.select([view.table.posts.ids[place] for place in places])
    desk.settle()


def assert_whole_months(table: QTableView) -> None:
    """Every column in sight begins and ends in sight: a number that is cut reads as another one."""
    room = table.viewport().width()
    header = table.horizontalHeader()
    spans = [
        (table.columnViewportPosition(place), table.columnViewportPosition(place) + header.sectionSize(place))
        for place in range(header.count())
    ]
    seen = [(left, right) for left, right in spans if right > 0 and left < room]
    assert seen
    assert all(left >= 0 and right <= room for left, right in seen), (room, seen)


def right_month(table: QTableView) -> int:
    """Return the last column in sight."""
    room = table.viewport().width()
    header = table.horizontalHeader()
    return max(place for place in range(header.count()) if table.columnViewportPosition(place) < room)
