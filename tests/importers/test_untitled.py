"""Tables without a line of titles: told apart from those with one, read whole, recognised by the kinds of columns."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from smmdesk.core.errors import UserError
from smmdesk.core.readings import State
from smmdesk.core.roi.words import Tie
from smmdesk.importers.detection import UnknownTable, recognise
from smmdesk.importers.mapping.checking import spec_from_json
from smmdesk.importers.mapping.finding import which
from smmdesk.importers.mapping.guessing import guess
from smmdesk.importers.mapping.orders import read_orders
from smmdesk.importers.mapping.outline import outline
from smmdesk.importers.mapping.reading import read_mapped
from smmdesk.importers.mapping.spec import (
    ColumnUse,
    Kind,
    MappingSpec,
    OrderRules,
    Role,
    Target,
    TieRule,
    to_json,
)
from smmdesk.importers.mapping.untitled import known_kinds, letters
from smmdesk.importers.rows import AccountDayRow, Answers, RefusedRow

JUNE = "2026-06-01;Instagram;1.234;5,5\n2026-06-02;Instagram;980;\n2026-06-03;Instagram;molti;4,1\n"
JULY = "2026-07-01;Facebook;2.034;6,25\n"
KINDS = (Kind.DATE, Kind.WORDS, Kind.NUMBER, Kind.NUMBER)
DAYS = MappingSpec(
    "Days",
    Target.DAYS,
    "bing_webmaster",
    titles=("A", "B", "C", "D"),
    columns=(ColumnUse("A", Role.DAY), ColumnUse("C", Role.METRIC, "bing_webmaster.clicks.v1")),
    kinds=KINDS,
)


def written(tmp_path: Path, text: str, name: str = "export.csv") -> Path:
    """Write a file and return its path."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_are_lettered_as_a_sheet_letters_them() -> None:
    named = letters(703)
    assert (named[0], named[25], named[26], named[51], named[701], named[702]) == ("A", "Z", "AA", "AZ", "ZZ", "AAA")
    assert len(set(named)) == 703


class TestTelling:
    @pytest.mark.parametrize(
        "text",
        [
            JUNE,
            JULY,
            "1;2;3\n4;5;6\n",
            "2026-06-01;12\n",
            ";;7\nCampagna A;x;9\n",
            "Colazione;12\nCena;13\nPranzo;7\n",
            "20260601,1200,\n20260602,1300,x\n",
            "03/06/2026 10:00;https://example.org/p/1;1.100\n04/06/2026 10:00;https://example.org/p/2;12\n",
            "€ 1.200,00;0:03:54;a\n€ 30,00;0:00:09;b\n",
            # A remark above the table has no cells of its kinds.
            "Report del mese\n2026-06-01;a;3\n2026-06-02;b;4\n",
            "Cliente;Miramare\n2026-06-01;a;3\n2026-06-02;b;4\n",
        ],
    )
    def test_a_table_that_begins_with_a_row(self, tmp_path: Path, text: str) -> None:
        (table,) = outline(written(tmp_path, text)).tables
        assert not table.has_titles and table.titles == letters(len(table.columns))

    @pytest.mark.parametrize(
        "text",
        [
            "Data;Rete;Copertura\n" + "2026-06-01;Instagram;3\n" * 2,
            "Data;Rete;Copertura\n",
            "Data;Rete;\n2026-06-01;Instagram;3\n",
            "Rete;2026-06-01;2026-06-02\nInstagram;3;4\nFacebook;5;6\n",  # days that run across are titles
            "Giorno;2025;2026\n2026-06-01;3;4\n",
            "Data;Rete;\n2026-06-01;Instagram;3\n2026-06-02;Instagram;4\n",
            "Data;Clic\n2026-06-01;3;nota\n2026-06-02;4;nota\n",  # fewer titles than cells
            "11/29/2025;12/28/2025;\nPage;Followers;Posts\nHotel;120;4\n",  # the period of the table above its titles
            "Nome;Testo\nAnna;ciao\n",
            "Campagna;Clic\nA;n/a\nB;4\n",
            "Report;12\nCampagna;Clic\nA;3\nB;4\n",  # titles below a line of two cells
        ],
    )
    def test_a_table_with_titles(self, tmp_path: Path, text: str) -> None:
        (table,) = outline(written(tmp_path, text)).tables
        assert table.has_titles and table.kinds == ()

    def test_decimals_are_no_delimiters(self, tmp_path: Path) -> None:
        (table,) = outline(written(tmp_path, "2026-06-01;1,5;2,5;3,5\n2026-06-02;1,5;2,5;\n")).tables
        assert table.kinds == (Kind.DATE, Kind.NUMBER, Kind.NUMBER, Kind.NUMBER)

    def test_what_is_said_wins_over_what_is_guessed(self, tmp_path: Path) -> None:
        path = written(tmp_path, "2026-06-01;molti;5\n2026-06-02;980;6\n")
        (guessed,) = outline(path).tables
        assert guessed.has_titles and guessed.rows == 1
        (told,) = outline(path, {"": 0}).tables
        assert (told.has_titles, told.line, told.rows, told.titles) == (False, 1, 2, ("A", "B", "C"))
        (back,) = outline(written(tmp_path, JUNE, "june.csv"), {"": 1}).tables
        assert back.has_titles and back.titles == ("2026-06-01", "Instagram", "1.234", "5,5")

    def test_columns_are_told_by_all_their_cells(self, tmp_path: Path) -> None:
        (table,) = outline(written(tmp_path, "Intro\n\n" + JUNE)).tables
        assert (table.line, table.above, table.rows, table.kinds) == (3, 1, 3, KINDS)
        assert table.columns[3].numbers.mark == "," and table.columns[2].first_cells == ("1.234", "980", "molti")

    def test_a_letter_is_no_title_to_guess_by(self, tmp_path: Path) -> None:
        # Column AD would be an advertisement, AL the last day, if letters were read as words.
        row = ["2026-06-01", *(str(number) for number in range(1, 45))]
        (table,) = outline(written(tmp_path, f"{';'.join(row)}\n{';'.join(row)}\n")).tables
        spec = guess(table, platform="instagram", target=Target.PARTS)
        assert table.titles[29] == "AD" and spec.columns == ()
        assert guess(table, target=Target.DAYS).columns == (ColumnUse("A", Role.DAY),)


class TestReading:
    def test_the_first_line_is_a_row_and_lines_stay_those_of_the_file(self, tmp_path: Path) -> None:
        reading = read_mapped(written(tmp_path, "Intro\n\n" + JUNE), DAYS, Answers())
        rows = list(reading.rows)
        # 1.234 is 1234: the column counts clicks, and 5,5 beside it proves the comma.
        assert [(row.day, row.values[0].value) for row in rows if isinstance(row, AccountDayRow)] == [
            (date(2026, 6, 1), 1234),
            (date(2026, 6, 2), 980),
        ]
        assert [(row.line, row.column, row.value) for row in rows if isinstance(row, RefusedRow)] == [(5, "C", "molti")]
        assert (reading.counts.data, reading.counts.refused, reading.counts.description) == (2, 1, 1)

    def test_whole_columns_decide_how_it_is_written(self, tmp_path: Path) -> None:
        rate = ColumnUse("C", Role.METRIC, "search_console.position.v1")
        text = "03/06/2026;a;1.234\n25/06/2026;b;2.5\n"
        spec = replace(
            DAYS, titles=("A", "B", "C"), columns=(DAYS.columns[0], rate), kinds=KINDS[:3], platform="search_console"
        )
        rows = read_mapped(written(tmp_path, text), spec, Answers()).rows
        told = [(row.day, row.values[0].value) for row in rows if isinstance(row, AccountDayRow)]
        assert told == [(date(2026, 6, 3), Decimal("1.234")), (date(2026, 6, 25), Decimal("2.5"))]

    def test_a_sheet_of_a_workbook(self, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append([date(2026, 6, 1), "Instagram", 1234, 5.5])
        sheet.append([date(2026, 6, 2), "Instagram", 980, None])
        book.save(tmp_path / "june.xlsx")
        assert which(tmp_path / "june.xlsx", [DAYS]) == [DAYS]
        rows = read_mapped(tmp_path / "june.xlsx", DAYS, Answers()).rows
        assert [row.values[0].value for row in rows if isinstance(row, AccountDayRow)] == [1234, 980]

    def test_a_torn_first_line_is_refused_not_passed_over(self, tmp_path: Path) -> None:
        text = '2026-06-01;"Instagram;12;1,5\n' + "2026-06-02;Instagram;13;1,5\n2026-06-03;Instagram;14;1,5\n"
        reading = read_mapped(written(tmp_path, text), DAYS, Answers())
        assert [row.line for row in reading.rows if isinstance(row, RefusedRow)] == [1]
        assert (reading.counts.data, reading.counts.description) == (2, 0)

    @given(
        st.lists(
            st.tuples(
                st.integers(0, 50_000).map(str),
                st.one_of(st.just(""), st.integers(0, 10**6).map(str)),
                st.text("abcdè &'", max_size=12),
                st.booleans(),
            ),
            min_size=1,
            max_size=60,
        ),
        st.sampled_from([",", ";", "\t"]),
    )
    def test_no_row_is_lost(self, cells: list[tuple[str, str, str, bool]], delimiter: str) -> None:
        """Every line becomes a row or a refusal with its own line, whatever of it is empty or missing at its end."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        days = [date(2026, 6, 1) + timedelta(days=number) for number in range(len(cells))]
        for day, (reach, likes, text, is_short) in zip(days, cells, strict=True):
            row = [day.isoformat(), reach, likes, text]
            writer.writerow(row[:2] if is_short else row)
        with TemporaryDirectory() as folder:
            path = written(Path(folder), out.getvalue())
            (table,) = outline(path).tables
            assert not table.has_titles and table.rows == len(cells)
            columns = (ColumnUse("A", Role.DAY), ColumnUse("B", Role.METRIC, "bing_webmaster.clicks.v1"))
            spec = replace(DAYS, titles=table.titles, columns=columns, kinds=table.kinds)
            assert which(path, [spec]) == [spec]
            rows = list(read_mapped(path, spec, Answers()).rows)
        assert [(row.day, row.values[0].value) for row in rows if isinstance(row, AccountDayRow)] == [
            (day, int(reach)) for day, (reach, *_rest) in zip(days, cells, strict=True)
        ]

    def test_orders_fill_the_ledger_and_say_which_column_ties_them(self, tmp_path: Path) -> None:
        text = "1001;2026-06-02;paid;122,00;22,00;INSTA10\n1002;2026-06-03;paid;61,00;11,00;\n"
        (table,) = outline(written(tmp_path, text)).tables
        columns = (
            ColumnUse("A", Role.ORDER), ColumnUse("B", Role.DAY), ColumnUse("C", Role.STATUS),
            ColumnUse("D", Role.GROSS), ColumnUse("E", Role.VAT),
        )  # fmt: skip
        rules = OrderRules((TieRule("F", ("insta10",)),))
        spec = MappingSpec("Shop", Target.ORDERS, titles=table.titles, columns=columns, orders=rules, kinds=table.kinds)
        reading = read_orders(tmp_path / "export.csv", spec)
        assert [(one.number, one.line, one.amount, one.tie, one.tied_by) for one in reading.orders] == [
            ("1001", 1, 122, Tie.CODE, "Column F: INSTA10"),
            ("1002", 2, 61, None, ""),
        ]


class TestRecognising:
    @pytest.mark.parametrize(
        ("text", "is_known"),
        [
            (JUNE, True),
            (JULY, True),
            ("2026-07-01;Facebook;2.034;\n", True),  # a column that is empty this time
            ("01/07/2026;Pinterest;3;4\n02/07/2026;Pinterest;5;6\n", True),
            ("2026-07-01;Facebook;2.034\n", False),
            ("2026-07-01;Facebook;2.034;6,25;x\n", False),
            ("Facebook;2026-07-01;2.034;6,25\n", False),
            ("2026-07-01;Facebook;piacere;6,25\n", False),
        ],
    )
    def test_by_how_many_columns_of_which_kind(self, tmp_path: Path, text: str, is_known: bool) -> None:
        path = written(tmp_path, text)
        assert which(path, [DAYS]) == ([DAYS] if is_known else [])
        if not is_known:
            with pytest.raises(UserError, match="date, words, number, number"):
                read_mapped(path, DAYS, Answers())

    @pytest.mark.parametrize("titles", ["Data;Rete;Copertura;Tasso", "A;B;C;D"])
    def test_a_file_with_titles_is_never_one_without(self, tmp_path: Path, titles: str) -> None:
        path = written(tmp_path, f"{titles}\n" + "2026-07-01;Facebook;2.034;6,25\n" * 3)
        assert which(path, [DAYS]) == []
        with pytest.raises(UserError, match="begins with titles"):
            read_mapped(path, DAYS, Answers())

    def test_two_that_fit_are_both_named(self, tmp_path: Path) -> None:
        other = replace(DAYS, name="Other", kinds=(Kind.DATE, Kind.WORDS, Kind.NUMBER, Kind.EMPTY))
        third = replace(DAYS, name="Third", kinds=(Kind.WORDS, *KINDS[1:]))
        assert which(written(tmp_path, JUNE), [other, third, DAYS]) == [other, DAYS]

    def test_titles_go_before_kinds_and_never_fit_them(self, tmp_path: Path) -> None:
        titled = replace(
            DAYS,
            name="Titled",
            kinds=(),
            columns=(ColumnUse("B", Role.DAY), ColumnUse("C", Role.METRIC, "bing_webmaster.clicks.v1")),
        )
        assert which(written(tmp_path, JUNE), [titled, DAYS]) == [DAYS]
        path = written(tmp_path, "A;B;C;D\n1;2026-06-01;3;4\n", "titled.csv")
        assert which(path, [titled, DAYS]) == [titled]

    def test_one_row_is_a_table_where_it_holds_a_number(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownTable):
            recognise(written(tmp_path, JULY))
        with pytest.raises(UserError) as refused:
            recognise(written(tmp_path, "Dear Anna, thank you; see you\n", "letter.csv"))
        assert not isinstance(refused.value, UnknownTable)

    def test_a_column_that_was_empty_keeps_what_it_held_before(self) -> None:
        assert known_kinds((Kind.DATE, Kind.EMPTY), (Kind.WORDS, Kind.NUMBER)) == (Kind.DATE, Kind.NUMBER)

    def test_its_fingerprint_is_that_of_no_titles(self) -> None:
        assert DAYS.fingerprint != replace(DAYS, kinds=()).fingerprint
        assert DAYS.fingerprint != replace(DAYS, name="Other").fingerprint
        assert DAYS.fingerprint == replace(DAYS, empty=State.ZERO).fingerprint


class TestJson:
    def test_a_round_trip_changes_nothing(self) -> None:
        assert spec_from_json(json.loads(json.dumps(to_json(DAYS)))) == DAYS

    def test_a_mapping_with_titles_is_written_as_before(self) -> None:
        data = to_json(replace(DAYS, kinds=()))
        assert "kinds" not in data and spec_from_json(data).kinds == ()

    @pytest.mark.parametrize(
        "change",
        [
            {"kinds": ["date", "words", "number", "colour"]},
            {"kinds": "date"},
            {"kinds": [1]},
            {"kinds": ["date"]},
            {"titles": ["Data", "Rete", "C", "D"]},
        ],
    )
    def test_what_a_stranger_may_have_written_is_refused(self, change: dict[str, object]) -> None:
        with pytest.raises(UserError, match="cannot be used"):
            spec_from_json({**to_json(DAYS), **change})
