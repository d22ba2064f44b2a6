"""What all export files of the example share: the post on its platform, and the text of a table."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from smmdesk.domain.demo.story import Piece


class Post(NamedTuple):
    """A piece of content on one platform, with its identity there."""

    piece: Piece
    id: str
    link: str


def write_table(path: Path, head: str, rows: Iterable[Sequence[object]]) -> None:
    """Write a table as Meta does: UTF-8 with a mark, line feeds, quotes round what holds a space."""
    text = io.StringIO()
    titles = head if '"' in head else ",".join(_quoted(title) for title in head.split(","))
    text.write("\ufeff" + titles + "\n")
    for row in rows:
        text.write(",".join(_quoted(str(cell)) for cell in row) + "\n")
    write_text(path, text.getvalue())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(one in text for one in ' ,"\n') else text


def write_text(path: Path, text: str) -> None:
    """Write a text with the line ends that it has."""
    path.write_bytes(text.encode("utf-8"))
