"""The parts of an Analytics export: its comment lines, and the tables between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from smmdesk.importers.cells import compact_day, key
from smmdesk.importers.tables import Header, Table
from smmdesk.importers.text import Damaged

_START = re.compile(r"# *(?:start date|fecha de inicio): *(\d{8})\Z")
_END = re.compile(r"# *(?:end date|fecha de finalización): *(\d{8})\Z")
PROPERTY = re.compile(r"# *(?:property|propiedad): *(.+)\Z", re.IGNORECASE)
FIRST_WORDS = re.compile(r"# *([^-#\s].*)\Z")  # an exploration's first words: the property, without a label
_SPANISH = ("# fecha de inicio", "# exportar informe", "# cuenta:", "# propiedad:")
_RANGE = re.compile(r"# *(\d{8})-(\d{8})\Z")
_SINGLE_PEOPLE = frozenset({"app-instance id", "app instance id", "effective user id", "user id"})


@dataclass(slots=True)
class Section:
    """One table within a file: its header's line, its titles and the period that the comments above it say."""

    line: int
    titles: list[str]
    first_day: date | None
    last_day: date | None


def comment_text(cells: list[str]) -> str | None:
    """Return the text of a comment line; a spreadsheet may have padded it with empty cells."""
    if isinstance(cells, Damaged):
        return cells.text if cells.text.startswith("#") else None
    if cells and cells[0].lstrip("\ufeff").startswith("#"):
        return ",".join(cells).lstrip("\ufeff").rstrip(", ")
    return None


class Sections:
    """Walk through a file: comments, header and rows of each table in turn."""

    def __init__(self, table: Table) -> None:
        self.comments = 0
        self._table = table

    def walk(self) -> Iterator[tuple[Section, int | None, list[str]]]:
        """Yield (section, line, cells) per row, and (section, None, []) where a section begins."""
        section: Section | None = None
        first_day = last_day = None
        for line, cells in self._table.with_blanks():
            if not isinstance(cells, Damaged) and not any(cell.strip() for cell in cells):
                section = None
                continue
            if section is None:  # only lines above a header are comments: a page's title may begin with "#"
                text = comment_text(cells)
                if text is not None:
                    self.comments += 1
                    first_day, last_day = _day_in(_START, text, first_day), _day_in(_END, text, last_day)
                    first_day, last_day = _day_in(_RANGE, text, first_day), _day_in(_RANGE, text, last_day, 2)
                    continue
                if isinstance(cells, Damaged):
                    self.comments += 1
                    continue
                backwards = first_day is not None and last_day is not None and last_day < first_day
                span = (None, None) if backwards or last_day is None else (first_day, last_day)
                section = Section(line, [cell.strip() for cell in cells], *span)
                first_day = last_day = None
                yield section, None, []
            else:
                yield section, line, cells


def _day_in(pattern: re.Pattern[str], text: str, known: date | None, group: int = 1) -> date | None:
    match = pattern.match(text.casefold().strip())
    if match is None:
        return known
    try:
        return compact_day(match[group])
    except ValueError:
        return known


def find_report(table: Table) -> Header | None:
    """Find the comment lines that only Analytics writes: a start date and an end date below a `#`."""
    texts = [text for _line, cells in table.head if (text := comment_text(cells)) is not None]
    lowered = [text.casefold().strip() for text in texts]
    if not any(_START.match(text) for text in lowered) or not any(_END.match(text) for text in lowered):
        return None
    for section, _line, _cells in Sections(table).walk():
        spanish = any(text.startswith(_SPANISH) for text in lowered)
        return Header(section.line, 0, tuple(section.titles), "es" if spanish else "en", {"report": tuple(range(50))})
    return None


def _exploration(table: Table) -> Header | None:
    """Find the comment line of an exploration: its two days as `# 20230515-20230521`, in no language."""
    texts = [text.strip() for _line, cells in table.head if (text := comment_text(cells)) is not None]
    if not any(_RANGE.match(text) for text in texts):
        return None
    for section, _line, _cells in Sections(table).walk():
        return Header(section.line, 0, tuple(section.titles), "en", {"report": tuple(range(50))})
    return None


def _lists_visitors(header: Header) -> bool:
    return bool(_SINGLE_PEOPLE & {key(title) for title in header.titles})


def find_exploration(table: Table) -> Header | None:
    """Find an exploration that groups visitors: only its two days tell it from other tables."""
    header = _exploration(table)
    return header if header is not None and not _lists_visitors(header) else None


def find_visitors(table: Table) -> Header | None:
    """Find an exploration that lists single visitors by their ids."""
    header = _exploration(table)
    return header if header is not None and _lists_visitors(header) else None
