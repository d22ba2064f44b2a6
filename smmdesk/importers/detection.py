"""What a file is, from its content alone, and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, mark
from smmdesk.core.periods import today
from smmdesk.importers.archives import MAX_PACKED, check_archive, is_workbook, open_archive
from smmdesk.importers.cells import is_number, key, named
from smmdesk.importers.ledger_sheet import is_ledger_header
from smmdesk.importers.registry import FORMATS
from smmdesk.importers.rows import Answers, Question, QuestionCode, Reading, Recognised, Row
from smmdesk.importers.sources import file_timing
from smmdesk.importers.tables import Context, Format, Header, Source, Table, Timing
from smmdesk.importers.text import Blob, CsvText, file_blob, find_encoding

LEDGER_SHEET = "ledger_sheet"
ORDERS = "orders"
MAPPED = "mapping"
LEDGER_FORMATS = frozenset({LEDGER_SHEET, ORDERS})  # what they bring are rows of the ledger
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONGEST_ROW_TO_NAME = 60

# Content that is no table, by its first bytes, and how to call it.
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", mark("a PDF document")),
    (b"\x89PNG", mark("a picture")),
    (b"\xff\xd8\xff", mark("a picture")),
    (b"GIF8", mark("a picture")),
    (b"BM", mark("a picture")),
    (b"II*\x00", mark("a picture")),
    (b"MM\x00*", mark("a picture")),
    (b"SQLite format 3\x00", mark("a database, or a workspace of this program")),
    (b"\x03\xd9\xa2\x9a", mark("a password database")),
    (b"\x1f\x8b", mark("a gzip archive")),
    (b"7z\xbc\xaf", mark("a 7z archive")),
    (b"Rar!", mark("a RAR archive")),
    (b"PK\x05\x06", mark("an empty ZIP archive")),
    (b"\x7fELF", mark("a program")),
    (b"MZ", mark("a program")),
    (b"{\\rtf", mark("a text document")),
    (b"OggS", mark("a sound or film")),
    (b"ID3", mark("a sound or film")),
    (b"\x1aE\xdf\xa3", mark("a sound or film")),
)


class UnknownTable(UserError):
    """A table that no declared format knows; the user may say what its columns are (`importers.mapping`)."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One table of a file with the ways to read it (delimiters), the likeliest first."""

    name: str
    readings: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    table: Table
    format: Format
    header: Header

    @property
    def score(self) -> int:
        return sum(len(places) for places in self.header.places.values())


@dataclass(frozen=True, slots=True)
class _Opened:
    recognised: Recognised
    found: tuple[_Found, ...]
    read_on_guess: date


def formats() -> list[dict[str, Any]]:
    """Return what can be read, for `smmdesk formats`: key, platform, languages, title and what it holds, translated."""
    known: dict[str, dict[str, Any]] = {}
    for format_ in FORMATS:
        if format_.read is None or format_.refusal:
            continue
        entry = known.setdefault(
            format_.key,
            {
                "format": format_.key,
                "platform": format_.platform,
                "languages": [],
                "title": _(format_.title),
                "holds": _(format_.holds),
            },
        )
        entry["languages"] = sorted({*entry["languages"], *format_.languages})
    known[LEDGER_SHEET] = {
        "format": LEDGER_SHEET,
        "platform": "",
        "languages": ["en"],
        "title": _("Ledger sheet"),
        "holds": _("Values and costs, one row each; an empty one is printed by “smmdesk template ledger”."),
    }
    known[MAPPED] = {
        "format": MAPPED,
        "platform": "",
        "languages": [],
        "title": _("Your own mapping"),
        "holds": _("Any table, once you have said what its columns are."),
    }
    known[ORDERS] = {
        "format": ORDERS,
        "platform": "",
        "languages": [],
        "title": _("Orders of a shop or booking engine"),
        "holds": _("Orders that are tied to our work, for the ledger; their columns are mapped once."),
    }
    return list(known.values())


def recognise(path: Path) -> Recognised:
    """Say what a file is, from its content. Raises UserError, in one sentence, for what cannot be read."""
    return _open(path).recognised


def read(path: Path, answers: Answers) -> Reading:
    """Return the rows of a file, streamed. Raises UserError as `recognise` does.

    Where the read date was neither said nor answered, the guess of the question is used.
    """
    opened = _open(path)
    if opened.recognised.format == LEDGER_SHEET:
        raise UserError(_("“{name}” is a ledger sheet, not a platform's export.").format(name=path.name))
    reading = Reading(opened.recognised, iter(()))
    reading.warnings.extend(opened.recognised.warnings)
    context = Context(
        reading,
        answers,
        answers.read_on or opened.recognised.read_on or opened.read_on_guess,
        opened.recognised.period or answers.period,
        several=len(opened.found) > 1,
    )
    reading.rows = _rows(path.name, opened.found, context)
    return reading


def tables_of(path: Path) -> tuple[list[tuple[str, tuple[Table, ...]]], list[str]]:
    """Return the tables of any file, each by name with the ways to read it, and warnings. Raises UserError."""
    warnings: list[str] = []
    return [(part.name, part.readings) for part in _parts(file_blob(path), warnings)], warnings


def _rows(name: str, found: tuple[_Found, ...], context: Context) -> Iterator[Row]:
    try:
        for part in found:
            if part.format.read is not None:
                yield from part.format.read(part.format, part.table, part.header, context)
    except OSError as error:
        raise UserError(
            _("“{name}” cannot be read any further: {reason}.").format(name=name, reason=error.strerror or str(error))
        ) from error


def _open(path: Path) -> _Opened:
    blob = file_blob(path)
    warnings: list[str] = []
    parts = _parts(blob, warnings)
    if any(_is_ledger(part) for part in parts):
        return _Opened(Recognised(LEDGER_SHEET, "en", "", names_accounts=False), (), today())
    found = [best for part in parts if (best := _best(part)) is not None]
    if not found:
        unknown = _unknown(blob.name, parts)
        if any(_is_table(part) for part in parts):
            raise unknown
        raise UserError(unknown.title, unknown.detail, unknown.hint)
    readable = [part for part in found if part.format.read is not None]
    if all(part.format.refusal for part in readable):  # also where nothing is readable
        raise _not_read(blob.name, found[0].format)
    platforms = {part.format.platform for part in readable}
    if len(platforms) > 1:
        raise UserError(
            _("“{name}” holds exports of several platforms.").format(name=blob.name),
            hint=_("Unpack it and import them one by one."),
        )
    with_rows = {part.table.name for part in readable}
    others = [part.name for part in parts if part.name and part.name not in with_rows and part.readings[0].head]
    if others:
        warnings.append(_("Not read: {names}.").format(names=named(others)))
    if not _has_rows(readable):
        unknown = [
            title
            for part in readable
            if part.format.unknown_titles is not None
            for title in part.format.unknown_titles(part.table)
        ]
        if unknown:
            raise UnknownTable(
                _("“{name}” is an export of the kind “{title}”, but none of its columns is known: {columns}.").format(
                    name=blob.name,
                    title=_(readable[0].format.title),
                    columns=named(unknown),
                ),
                hint=_("Export it again with the platform set to English."),
            )
        raise UserError(
            _("“{name}” is an export of the kind “{title}”, but it has no rows with values.").format(
                name=blob.name, title=_(readable[0].format.title)
            ),
            hint=_("Export it again for a period in which there is data."),
        )
    return _opened(path, tuple(readable), tuple(warnings))


def _opened(path: Path, found: tuple[_Found, ...], warnings: tuple[str, ...]) -> _Opened:
    main = max(found, key=lambda part: (part.format.rank, part.score))
    timing = file_timing(Source(path, main.format, [(part.format, part.table, part.header) for part in found]))
    guess = timing.read_on or timing.read_on_guess
    first = timing.owners[0] if timing.owners else None
    recognised = Recognised(
        main.format.key,
        main.header.language,
        main.format.platform if first is None else first.guess or first.platforms[0],
        names_accounts=main.format.names_accounts or _names_accounts(main.header),
        read_on=timing.read_on,
        period=timing.period,
        account_guess=timing.account_guess,
        questions=_questions(found, timing),
        warnings=warnings,
        owners=timing.owners,
        names_own_accounts=main.format.names_own_accounts,
    )
    return _Opened(recognised, found, guess)


def _names_accounts(header: Header) -> bool:
    return header.place("account_id") is not None or header.place("account_name") is not None


def _questions(found: tuple[_Found, ...], timing: Timing) -> tuple[Question, ...]:
    questions: list[Question] = []
    if timing.read_on is None:
        questions.append(
            Question(
                QuestionCode.READ_ON,
                timing.read_on_choices,
                timing.read_on_guess.isoformat(),
                timing.read_on_reason,
            )
        )
    if timing.period is None and any(part.format.asks_period for part in found):
        reason = _("The table does not say which period it covers; only the name of the ZIP that it came in did.")
        questions.append(Question(QuestionCode.PERIOD, (), None, timing.period_reason or reason))
    return tuple(questions)


def _has_rows(found: list[_Found]) -> bool:
    return any(
        not part.format.is_empty(part.table)
        if part.format.is_empty is not None
        else next(part.table.after(part.header), None) is not None
        for part in found
    )


def _is_table(part: _Part) -> bool:
    """Tell whether two records of a part have two columns, so that somebody could say what they are.

    A lone one with a number is a row of a table without titles.
    """
    for table in part.readings:
        wide = [cells for _line, cells in table.head if len(cells) > 1]
        if len(wide) > 1 or any(is_number(cell.strip()) for cells in wide for cell in cells):
            return True
    return False


def _is_ledger(part: _Part) -> bool:
    return any(is_ledger_header(cells) for table in part.readings for _line, cells in table.head)


def _best(part: _Part) -> _Found | None:
    best: _Found | None = None
    for table in part.readings:
        for format_ in FORMATS:
            header = format_.search(table)
            if header is not None:
                found = _Found(table, format_, header)
                if best is None or found.score > best.score:
                    best = found
    return best


def _parts(blob: Blob, warnings: list[str], *, inside: bool = False) -> list[_Part]:
    """Return the tables of a file; those of an archive's members where it is one. Raises UserError."""
    head = blob.head()
    if head.startswith(_ZIP):
        with blob.open_whole(MAX_PACKED) as stream:
            infos = check_archive(stream, blob.name)
        if is_workbook(infos):
            return _sheet_parts(blob, inside=inside, old=False)
        names = {info.filename for info in infos}
        if "[Content_Types].xml" in names or "mimetype" in names:
            raise _no_export(blob.name, _("an office document"))
        if inside:
            raise _no_export(blob.name, _("an archive within an archive"))
        return _member_parts(blob, infos, warnings)
    if head.startswith(_OLE):
        return _sheet_parts(blob, inside=inside, old=True)
    for magic, kind in _KINDS:
        if head.startswith(magic):
            raise _no_export(blob.name, _(kind))
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] in (b"WAVE", b"AVI ")):
        raise _no_export(blob.name, _("a sound or film"))
    if head.startswith(b"RIFF"):
        raise _no_export(blob.name, _("a picture"))
    encoding = find_encoding(blob)
    if encoding is None:
        raise _no_export(blob.name, _("no text and no workbook"))
    text = CsvText(blob, encoding)
    if encoding.doubtful:
        warnings.append(_("Some characters of “{name}” were damaged and are replaced.").format(name=blob.name))
    start = head.decode(encoding.name, "ignore").lstrip("\ufeff \t\r\n")[:200].casefold()
    if not start.strip("\x00 "):
        raise UserError(_("“{name}” holds no text.").format(name=blob.name))
    if start.startswith(("<!doctype html", "<html", "<?xml", "<svg")):
        raise _no_export(blob.name, _("a web page or XML document"))
    if start.startswith(("{", "[{")):
        raise _no_export(blob.name, _("a JSON document"))
    name = blob.name if inside else ""
    return [_Part(name, tuple(_csv_tables(text, name)))]


def _csv_tables(text: CsvText, name: str) -> Iterator[Table]:
    wrapped = text.is_wrapped()
    for delimiter in text.delimiters():
        yield Table(
            name,
            lambda mark=delimiter: text.records(mark, wrapped=wrapped),
            lambda mark=delimiter: text.records(mark, wrapped=wrapped, blank=True),
            lambda mark=delimiter: text.beginning(mark, wrapped=wrapped),
        )


def _member_parts(blob: Blob, infos: list[Any], warnings: list[str]) -> list[_Part]:
    parts: list[_Part] = []
    failures: list[UserError] = []
    for member in open_archive(blob, infos).members:
        try:
            parts.extend(_parts(member, warnings, inside=True))
        except UserError as error:
            failures.append(error)
            warnings.append(_("Not read: {names}.").format(names=named([member.name])))
    if not parts:
        if failures:
            raise failures[0]
        raise UserError(_("The archive “{name}” holds no file.").format(name=blob.name))
    return parts


def _sheet_parts(blob: Blob, *, inside: bool, old: bool) -> list[_Part]:
    from smmdesk.importers.sheets import cell_text, open_xls
    from smmdesk.importers.xlsx import open_xlsx

    book = open_xls(blob) if old else open_xlsx(blob)
    parts: list[_Part] = []
    for sheet in book.sheets():

        def records(sheet: Any = sheet) -> Iterator[tuple[int, list[str]]]:
            for number, cells in sheet.rows():
                yield number, [cell_text(cell) for cell in cells]

        name = f"{blob.name}: {sheet.name}" if inside else sheet.name
        parts.append(_Part(name, (Table(name, records),)))
    return parts


def _no_export(name: str, kind: str) -> UserError:
    return UserError(_("“{name}” is {kind}, not an export that can be read.").format(name=name, kind=kind))


def _not_read(name: str, format_: Format) -> UserError:
    if format_.refusal:
        return UserError(_(format_.refusal).format(name=name))
    return UnknownTable(
        _("“{name}” is an export of the kind “{title}”; SMM Desk does not read it yet.").format(
            name=name, title=_(format_.title)
        )
    )


def _unknown(name: str, parts: list[_Part]) -> UnknownTable:
    """Return the sentence for a table that is no known export: the nearest one, and what it lacks."""
    nearest: tuple[float, Format, list[str], set[str]] | None = None
    for part in parts:
        for table in part.readings:
            for (_line, cells), keys in zip(table.head, table.head_keys, strict=True):
                if not len([title for title in keys if title]) > 1 or max(map(len, keys)) > _LONGEST_ROW_TO_NAME * 4:
                    continue
                for format_ in FORMATS:
                    fields = format_.known(keys)
                    if format_.find is None and fields:
                        missing = len(format_.missing(fields))
                        weight = len(fields) / len(keys) + 2 * (1 - missing / len(format_.required))
                        if nearest is None or weight > nearest[0]:
                            nearest = (weight, format_, cells, fields)
    if nearest is None:
        return UnknownTable(
            _("“{name}” is no export that SMM Desk knows: no column of it is known.").format(name=name),
            hint=_("“smmdesk formats” lists what can be read."),
        )
    _weight, format_, cells, fields = nearest
    unknown = [cell.strip() for cell in cells if cell.strip() and not format_.fields_of(key(cell))[0]]
    missing = [_display(format_, option) for option in format_.missing(fields)]
    detail = [
        _("Missing columns: {columns}.").format(columns=named(missing, 6)) if missing else "",
        _("Unknown columns: {columns}.").format(columns=named(unknown, 6)) if unknown else "",
    ]
    return UnknownTable(
        _("“{name}” is no export that SMM Desk knows; the nearest is “{title}”.").format(
            name=name, title=_(format_.title)
        ),
        " ".join(part for part in detail if part),
    )


def _display(format_: Format, option: str) -> str:
    """Return how a required column is called: its English name, else its first."""
    first = option.split("|")[0]
    for declared in format_.columns:
        if declared.field == first:
            names = declared.names.get("en") or next(iter(declared.names.values()))
            return names[0]
    return first
