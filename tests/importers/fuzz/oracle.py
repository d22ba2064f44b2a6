"""What must hold of every case, checked by other means than our readers: plain csv, ElementTree, xlrd and zipfile."""

from __future__ import annotations

import csv
import io
import re
import time
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import xlrd

from smmdesk.core.errors import UserError
from smmdesk.importers.detection import read
from smmdesk.importers.ledger_sheet import read_ledger_sheet
from smmdesk.importers.registry import FORMATS
from smmdesk.importers.rows import PostRow, Reading, RefusedRow, Row
from tests.importers.fuzz.seeds import ANSWERS

LONGEST = 5.0  # seconds of processor time
MOST_MEMORY = 250 * 1024 * 1024  # bytes above what the process held before
_MOST_CHECKED = 3_000_000  # bytes of a file whose values are looked up again
_LONGEST_SENTENCE = 1_500
_MOST_LINES = 2_000  # of one record


class Wrong(AssertionError):
    """A case that breaks a rule."""


@dataclass
class Verdict:
    """What came of a case."""

    refused: str = ""
    rows: list[Row] = field(default_factory=list)
    reading: Reading | None = None
    seconds: float = 0.0
    memory: int = 0
    values: int = 0


def judge(path: Path) -> Verdict:
    """Read a file and check all that can be said of it alone. Raises Wrong, or whatever the reader raises."""
    verdict = Verdict()
    before = _reset_peak()
    started = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            reading = read(path, ANSWERS)
            verdict.reading = reading
            for row in reading.rows:
                verdict.rows.append(row)
        except UserError as error:
            check_sentence(error)
            verdict.refused = error.sentence()
            verdict.rows = []
            verdict.reading = None
        verdict.seconds = time.process_time() - started
        verdict.memory = _peak() - before
        try:
            read_ledger_sheet(path)
        except UserError as error:
            check_sentence(error)
        verdict.seconds = max(verdict.seconds, time.process_time() - started - verdict.seconds)
        verdict.memory = max(verdict.memory, _peak() - before)
    if verdict.seconds > LONGEST:
        raise Wrong(f"took {verdict.seconds:.1f} s")
    if verdict.memory > MOST_MEMORY:
        raise Wrong(f"took {verdict.memory >> 20} MB")
    if verdict.reading is not None:
        _check_counts(path, verdict)
        if path.stat().st_size <= _MOST_CHECKED:
            is_scattered = verdict.reading.recognised.format in _SCATTERED
            verdict.values = _check_values(path, verdict.rows, is_scattered=is_scattered)
    return verdict


def check_sentence(error: UserError) -> None:
    """Check that a refusal is one line that a person can read."""
    text = error.sentence()
    if not error.title.strip() or len(text) > _LONGEST_SENTENCE or "\n" in text or "\r" in text:
        raise Wrong(f"no clear sentence: {text[:300]!r}")
    if re.search(r"Traceback|Error\(|Exception|object at 0x|{\w+}", error.title) and "{" not in text:
        raise Wrong(f"speaks of the program: {text[:300]!r}")


def _reset_peak() -> int:
    """Let Linux count the peak anew and return what the process holds; 0 where there is no such count."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
        return _memory("VmRSS")
    except OSError:
        return 0


def _peak() -> int:
    try:
        return _memory("VmHWM")
    except OSError:
        return 0


def _memory(name: str) -> int:
    text = Path("/proc/self/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", text)
    return int(found[1]) * 1024 if found else 0


# Files that are not one table under one header: found by more than their columns. Only Analytics keeps a row together.
_OWN_SHAPE = frozenset(format_.key for format_ in FORMATS if format_.find is not None)
_SCATTERED = frozenset(format_.key for format_ in FORMATS if format_.find is not None and format_.platform != "ga4")


# --- the classes of rows add up


def _check_counts(path: Path, verdict: Verdict) -> None:
    assert verdict.reading is not None
    counts = asdict(verdict.reading.counts)
    refused = sum(isinstance(row, RefusedRow) for row in verdict.rows)
    kept = len(verdict.rows) - refused
    if counts["refused"] != refused:
        raise Wrong(f"{refused} rows refused, {counts['refused']} counted")
    if (counts["data"] + counts["merged"] > kept) or (kept and not counts["data"]):
        raise Wrong(f"{kept} rows kept, {counts['data']} + {counts['merged']} counted")
    if any(number < 0 for number in counts.values()):
        raise Wrong(f"negative count: {counts}")
    records = _plain_records(path.read_bytes()) if verdict.reading.recognised.format not in _OWN_SHAPE else None
    if records is not None and sum(counts.values()) != records - 1:
        raise Wrong(f"{records} records with the header, counted {counts}")


def _plain_records(data: bytes) -> int | None:
    """Count the records of a text which is plainly a CSV; None where its reading is open."""
    if data.startswith((b"PK", b"\xd0\xcf", b"\xff\xfe", b"\xfe\xff", b"sep=", b'"sep=')) or b"\x00" in data:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    counts = set()
    for mark in ",;\t":
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True) if row]
        except csv.Error:
            return None
        counts.add(len(rows))
        if any(len(row) == 1 and max(row[0].count(one) for one in ",;\t") > 1 for row in rows[:2]):
            return None  # lines that were made cells
    return counts.pop() if len(counts) == 1 else None


# --- no value that is not in the file


Record = tuple[str, frozenset[Decimal]]


def _check_values(path: Path, rows: list[Row], *, is_scattered: bool) -> int:
    """Look for one record of the file that holds every number of a row (and the id of a post); return how many.

    Of a `is_scattered` file, which has one value in each line, the numbers need not stand together.
    """
    wanted = [row for row in rows if not isinstance(row, RefusedRow)]
    if not wanted:
        return 0
    records = list(_records(path.read_bytes()))
    holders: dict[Decimal, set[int]] = {}
    for place, (_text, numbers) in enumerate(records):
        for number in numbers:
            holders.setdefault(number, set()).add(place)
    checked = 0
    for row in wanted:
        possible: set[int] | None = None
        for value in row.values:
            if value.value is None:
                continue
            checked += 1
            found = holders.get(Decimal(value.value))
            if not found:
                raise Wrong(f"{value.metric} = {value.value} stands nowhere in the file")
            possible = found if possible is None else possible & found
        if is_scattered:
            continue
        if possible is not None and not possible:
            raise Wrong(f"no record holds all of {[(v.metric, str(v.value)) for v in row.values]}")
        if isinstance(row, PostRow) and not any(
            row.external_id in records[place][0]
            for place in (possible if possible is not None else range(len(records)))
        ):
            raise Wrong(f"no record holds the id {row.external_id} beside its values")
    return checked


def _records(data: bytes) -> Iterator[Record]:
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names:
                yield from _sheet_records(data)
                return
            for info in archive.infolist():
                try:
                    yield from _records(archive.read(info))
                except Exception:  # noqa: BLE001  # a damaged member: our reader refuses it too
                    continue
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
        for sheet in book.sheets():
            for index in range(sheet.nrows):
                yield _record([cell.value for cell in sheet.row(index)])
    else:
        yield from _text_records(data)


def _sheet_records(data: bytes) -> Iterator[Record]:
    """Take a workbook apart with nothing but ElementTree (openpyxl drops rows that stand out of order)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: list[ElementTree.Element] = []
        for name in archive.namelist():
            try:
                parts.append(ElementTree.fromstring(archive.read(name)))
            except Exception:  # noqa: BLE001  # a damaged part: where it matters our reader refuses the workbook
                continue
    strings = [_texts(item) for part in parts if _tag(part) == "sst" for item in part if _tag(item) == "si"]
    for part in parts:
        if _tag(part) == "worksheet":
            for row in (element for element in part.iter() if _tag(element) == "row"):
                yield _record([_value(cell, strings) for cell in row if _tag(cell) == "c"])


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _texts(element: ElementTree.Element) -> str:
    return "".join(inner.text or "" for inner in element.iter() if _tag(inner) == "t")


def _value(cell: ElementTree.Element, strings: list[str]) -> str | float | None:
    text = "".join(inner.text or "" for inner in cell if _tag(inner) == "v")
    if cell.get("t") == "s":
        return strings[int(text)] if text.isdigit() and int(text) < len(strings) else None
    if cell.get("t") in (None, "n"):
        try:
            return float(text)
        except ValueError:
            return text
    return text or _texts(cell)


def _text_records(data: bytes) -> Iterator[Record]:
    """Read a record from every line on, in every way: where quotation marks are torn it may begin anywhere."""
    seen: set[tuple[str, ...]] = set()
    for text in _decoded(data):
        lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
        unwrapped = [_unwrapped(line) for line in lines]
        ways = [(lines, mark) for mark in ",;\t|:" if mark in text]
        ways += [(unwrapped, mark) for mark in ",;\t" if mark in text] if unwrapped != lines else []
        for source, mark in ways or [(lines, ",")]:
            for start, line in enumerate(source):
                try:
                    cells = next(
                        csv.reader(source[start : start + _MOST_LINES] if '"' in line else [line], delimiter=mark), None
                    )
                except csv.Error:
                    continue
                if cells and (key := tuple(cells)) not in seen:
                    seen.add(key)
                    yield _record(cells)


def _decoded(data: bytes) -> Iterator[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", "replace")
    head = data[:4096]
    if head.count(0) > 8 or 4 * head.count(0) > len(head):
        yield data.decode("utf-16-le", "replace")
        yield data.decode("utf-16-be", "replace")
    yield data.decode("utf-8-sig", "replace")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        yield data.decode("cp1252", "replace")


def _unwrapped(line: str) -> str:
    bare = line.lstrip("\ufeff").rstrip("\r\n")
    return bare[1:-1].replace('""', '"') + "\n" if len(bare) > 1 and bare[0] == bare[-1] == '"' else line


_NUMBER_IN = re.compile(r"[+\-\u2212]?[0-9][0-9.,\s'\u2019]*|[+\-\u2212]?[.,][0-9]+")
_CLOCK_IN = re.compile(r"(?:(\d+):)?(\d+):(\d+)")


def _record(cells: list[Any]) -> Record:
    numbers: set[Decimal] = set()
    texts: list[str] = []
    for cell in cells:
        if cell is None or cell == "":
            continue
        texts.append(str(cell))
        if isinstance(cell, bool):
            continue
        if isinstance(cell, int | float):
            numbers.add(Decimal(format(cell, ".15g")))
            if isinstance(cell, float) and abs(cell) < 1e6:
                numbers.add(Decimal(round(cell * 86_400)))  # a time of the clock is a part of a day
        elif isinstance(cell, str) and len(cell.strip()) < 60:
            numbers.update(_numbers_in(cell.strip()))
    known = {number for number in numbers if number.is_finite()}
    shares = {number / 100 for number in known}
    seconds = {number / 1000 for number in known}  # X writes milliseconds
    return "\x1f".join(texts), frozenset(numbers | shares | seconds)


def _numbers_in(cell: str) -> Iterator[Decimal]:
    """Yield every number that a cell may be read as: each mark as the decimal one, a clock time in seconds."""
    for found in _NUMBER_IN.findall(cell):
        bare = re.sub(r"[\s'\u2019]", "", found).replace("\u2212", "-")
        for text in (bare.replace(",", ""), bare.replace(".", "").replace(",", ".")):
            if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text, re.ASCII):
                yield Decimal(text)
    clock = _CLOCK_IN.fullmatch(cell.strip())
    if clock:
        yield Decimal(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]))
