"""A header in a language of which only some names are known: the rest told by what stands below it."""

from __future__ import annotations

import re
from dataclasses import replace

from smmdesk.importers.cells import key
from smmdesk.importers.tables import WIDEST, Format, Header, Table
from smmdesk.importers.text import Damaged

_ID = re.compile(r"\d{9,20}\Z")
_FEWEST_KNOWN = 3  # names that must be known, beside the publish time, before the others are told by their cells


def infer_header(format_: Format, table: Table) -> Header | None:
    """Return a header whose publish time and some metrics are known by name, its ids and link by their cells.

    Meta writes the id of the post, the id of its account, the account's name(s) in this order in every language seen.
    The language is that of the names which are known.
    """
    for above, (line, titles) in enumerate(table.head):
        keys = table.head_keys[above]
        fields = format_.known(keys)
        if "published" not in fields or len(fields) <= _FEWEST_KNOWN:
            continue
        below = [cells for _line, cells in table.head[above + 1 :] if not isinstance(cells, Damaged)]
        free = [place for place, title in enumerate(keys) if not format_.fields_of(title)[0]]
        columns = {place: _cells(below, place) for place in free}
        ids = [place for place in free if columns[place] and all(_ID.match(cell) for cell in columns[place])]
        host = f".{format_.platform}.com/"
        links = [place for place in free if columns[place] and all(host in cell[:40] for cell in columns[place])]
        if len(ids) < 2 or not links:
            continue
        told = {ids[0]: "Post ID", links[0]: "Permalink"}
        names = (
            ["Account ID", "Account username", "Account name"]
            if format_.platform == "instagram"
            else ["Page ID", "Page name"]
        )
        for step, name in enumerate(names):
            place = ids[1] + step
            if place in columns and place not in told:
                told[place] = name
        renamed = [key(told[place]) if place in told else title for place, title in enumerate(keys)]
        header = format_.header_at(line, above, titles[:WIDEST], renamed)
        if header is not None:
            return replace(header, language=_language(format_, keys), inferred=tuple(sorted(told)))
    return None


def _cells(rows: list[list[str]], place: int) -> list[str]:
    return [cells[place].strip() for cells in rows if place < len(cells) and cells[place].strip()]


def _language(format_: Format, keys: list[str]) -> str:
    votes: dict[str, int] = {}
    for title in keys:
        for language in format_.fields_of(title)[0]:
            votes[language] = votes.get(language, 0) + 1
    return max(votes, key=lambda language: votes[language])
