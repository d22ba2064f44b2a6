"""Bytes into text into records: encodings, delimiters, physical lines, torn quotation marks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.importers.text import CsvText, Damaged, Encoding, file_blob, find_encoding, read_records


def records(text: str, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    return list(read_records(iter(text.splitlines(keepends=True)), delimiter))


CELL = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\ufeff\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    min_size=1,
    max_size=8,
)
LINE = st.lists(CELL, min_size=1, max_size=5)


@given(st.lists(LINE, max_size=12), st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]))
def test_what_csv_writes_is_read_back_with_its_lines(rows: list[list[str]], delimiter: str, end: str) -> None:
    stream = io.StringIO()
    lines: list[int] = []
    for row in rows:
        lines.append(stream.getvalue().count("\n") + 1)
        csv.writer(stream, delimiter=delimiter, lineterminator=end).writerow(row)
    assert records(stream.getvalue(), delimiter) == list(zip(lines, rows, strict=True))


@given(st.text(alphabet='ab",\n', max_size=60))
def test_no_line_is_lost_or_read_twice(text: str) -> None:
    found = records(text)
    starts = [line for line, _cells in found]
    assert starts == sorted(set(starts))
    assert all(1 <= line <= text.count("\n") + 1 for line in starts)
    if '"' not in text:
        assert len(found) == sum(bool(line) for line in text.split("\n"))


def test_a_stray_mark_in_one_line_stays_readable_and_an_open_one_is_named() -> None:
    assert records('a,"b"x,c\n1,2,3\n') == [(1, ["a", "bx", "c"]), (2, ["1", "2", "3"])]
    (first, broken), second = records('a,"b\n1,2\n')
    assert (first, second) == (1, (2, ["1", "2"]))
    assert isinstance(broken, Damaged)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("é,b".encode(), Encoding("utf-8")),
        ("é,b".encode("utf-8-sig"), Encoding("utf-8-sig", "replace")),
        ("a,bcdef".encode("utf-16"), Encoding("utf-16", "replace")),
        ("a,bcdef".encode("utf-16-le"), Encoding("utf-16-le", "replace")),
        ("a,bcdef".encode("utf-16-be"), Encoding("utf-16-be", "replace")),
        ("perché,b".encode("cp1252"), Encoding("cp1252", "replace")),
        ("èèèèèè\n".encode() * 10 + b"\xff", Encoding("utf-8", "replace", doubtful=True)),
        (bytes(64), None),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, wanted: Encoding | None) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert find_encoding(file_blob(path)) == wanted


@pytest.mark.parametrize(("start", "delimiter"), [("sep=;\n", ";"), ("sep=\t\t\t\n", "\t"), ('"sep=,"\n', ",")])
def test_the_sep_line_is_obeyed_and_not_a_record(tmp_path: Path, start: str, delimiter: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(start + delimiter.join("ab") + "\n", newline="")
    text = CsvText(file_blob(path), Encoding("utf-8"))
    assert text.delimiters() == (delimiter,)
    assert text.head(delimiter) == [(2, ["a", "b"])]
