"""The manual mapping: what a table looks like, what whole columns prove, and the rows that a mapping reads."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.core.errors import UserError
from smmdesk.core.readings import State
from smmdesk.core.roi.words import Tie
from smmdesk.importers.cells import Mark
from smmdesk.importers.detection import UnknownTable, recognise
from smmdesk.importers.mapping.checking import spec_from_json
from smmdesk.importers.mapping.dialects import (
    bare_amount,
    possible_days,
    prove_dates,
    prove_mark,
    read_amount,
    read_moment,
)
from smmdesk.importers.mapping.finding import which
from smmdesk.importers.mapping.guessing import guess, metric_candidates
from smmdesk.importers.mapping.orders import OrderState, read_orders
from smmdesk.importers.mapping.outline import Looks, outline
from smmdesk.importers.mapping.presets import PRESETS, preset_of
from smmdesk.importers.mapping.preview import preview_mapped
from smmdesk.importers.mapping.reading import read_mapped, recognise_mapped
from smmdesk.importers.mapping.spec import (
    ColumnUse,
    DateForm,
    MappingSpec,
    OrderRules,
    Role,
    Target,
    TieRule,
    Writing,
    fingerprint,
    to_json,
)
from smmdesk.importers.rows import AccountDayRow, Answers, PostRow, QuestionCode, RefusedRow, SegmentRow

# Imitations of layouts of tools: no figure of anybody.
METRICOOL = """Metricool – riepilogo
\ufeff
Data;Rete;URL;Contenuto;Impressioni;Copertura;Mi piace;Tasso
03/06/2026 10:00;Instagram;https://example.org/p/1;Colazione;1.234;1.100;12;5,3%
25/06/2026 23:30;Instagram;https://example.org/p/2;Tramonto;2.000;-;0;0,4%
26/06/2026 09:15;Facebook;https://example.org/p/3;Menu;310;300;4;1,0%
Totale;;;;3.544;;16;
"""
BUFFER = (
    "Date,Post Link,Text,Post Type,Impressions,Likes,Comments\n"
    '"Jun 3, 2026, 2:05 PM",https://example.org/a,"Ciao, mare",image,"1,204",83,2\n'
    '"Jun 28, 2026, 9:00 AM",https://example.org/b,Sera,video,977,,1\n'
    "Report made by the tool,,,,,,\n"
)
BREVO = (
    "Campaign ID;Campaign Name;Sent Date;Recipients;Opens\n"
    "31;Giugno;2026-06-02 10:00:00;1200;400\n"
    "32;Luglio;2026-07-02 10:00:00;1250;\n"
)


def written(tmp_path: Path, text: str, name: str = "export.csv", encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def days_spec(*columns: ColumnUse, **more: object) -> MappingSpec:
    """Return a mapping of one row per day with followers of Instagram's posts' neighbours."""
    return MappingSpec("Days", Target.DAYS, "bing_webmaster", columns=columns, **more)  # pyright: ignore[reportArgumentType]


DAY = ColumnUse("Day", Role.DAY)
CLICKS = ColumnUse("Clicks", Role.METRIC, "bing_webmaster.clicks.v1")


class TestNumbers:
    @pytest.mark.parametrize(
        ("cells", "mark", "is_open", "contradicts"),
        [
            (["1.234", "5,5"], Mark.COMMA, False, False),
            (["1.234", "12"], None, True, False),
            (["1,234", "0.5"], Mark.DOT, False, False),
            (["1.234.567", "2.000"], Mark.COMMA, False, False),
            (["1.5", "1,5"], None, False, True),
            (["1.234", "1,234"], None, False, True),
            (["12", "7", "n/a"], None, False, False),
            (["€ 1.234,50", "3.000"], Mark.COMMA, False, False),
            (["0.123", "1.234"], Mark.DOT, False, False),
            (["Total", "1 234,5"], Mark.COMMA, False, False),
        ],
    )
    def test_the_whole_column_decides(
        self, cells: list[str], mark: Mark | None, is_open: bool, contradicts: bool
    ) -> None:
        proof = prove_mark(cells)
        assert (proof.mark, proof.is_open, proof.contradicts) == (mark, is_open, contradicts)

    @pytest.mark.parametrize(
        ("text", "bare"),
        [
            ("€ 1.234,50", "1.234,50"),
            ("1.234,50 €", "1.234,50"),
            ("EUR 12", "12"),
            ("12.00 USD", "12.00"),
            ("-$5.00", "-5.00"),
            ("(5.00)", "-5.00"),
            ("5,3%", "5,3"),
            ("AB12", "AB12"),
        ],
    )
    def test_signs_of_money_are_no_part_of_a_number(self, text: str, bare: str) -> None:
        assert bare_amount(text) == bare

    @given(
        st.lists(st.decimals(0, 10**7, places=2, allow_nan=False), min_size=1, max_size=30),
        st.sampled_from(list(Mark)),
        st.booleans(),
    )
    def test_a_column_written_in_one_way_is_read_back_whole(
        self, values: list[Decimal], mark: Mark, grouped: bool
    ) -> None:
        """Two decimals prove the mark; each cell then says its number, however thousands are parted."""
        cells = [f"{value:,.2f}" if grouped else f"{value:.2f}" for value in values]
        if mark is Mark.COMMA:
            cells = [cell.translate(str.maketrans(",.", ".,")) for cell in cells]
        proof = prove_mark(cells)
        assert proof.mark is mark and not proof.is_open and not proof.contradicts
        assert [Decimal(read_amount(cell, mark)) for cell in cells] == values

    @given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.sampled_from(list(Mark)))
    def test_whole_numbers_never_prove_a_wrong_mark(self, values: list[int], decimal: Mark) -> None:
        """Grouped counts prove the other mark, leave it open, or hold no mark at all: never their own."""
        group = "," if decimal is Mark.DOT else "."
        proof = prove_mark(f"{value:,}".replace(",", group) for value in values)
        assert proof.mark in (decimal, None)
        assert proof.is_open == (any(1000 <= value < 10**6 for value in values) and max(values) < 10**6)
        if proof.is_open:
            assert proof.grouping is decimal


class TestDates:
    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("2026-06-03", date(2026, 6, 3)),
            ("2026/6/3", date(2026, 6, 3)),
            ("20260603", date(2026, 6, 3)),
            ("Jun 3, 2026", date(2026, 6, 3)),
            ("3 giugno 2026", date(2026, 6, 3)),
            ("mercoledì 3 giugno 2026", date(2026, 6, 3)),
            ("3 de junio de 2026", date(2026, 6, 3)),
            ("3. Juni 2026", date(2026, 6, 3)),
            ("25.06.2026", date(2026, 6, 25)),
            ("06/25/26", date(2026, 6, 25)),
        ],
    )
    def test_what_can_be_read_in_one_way(self, text: str, day: date) -> None:
        assert [moment.day for _form, moment in possible_days(text)] == [day]

    @pytest.mark.parametrize(
        "text", ["", "Total", "1234", "12.5", "31/02/2026", "2026-13-01", "03/06/1826", "99999999"]
    )
    def test_what_is_no_date(self, text: str) -> None:
        assert possible_days(text) == ()

    @pytest.mark.parametrize(
        ("text", "instant"),
        [
            ("2026-06-03T14:05:09Z", datetime(2026, 6, 3, 14, 5, 9, tzinfo=UTC)),
            ("2026-06-03 14:05:09 -0500", datetime(2026, 6, 3, 19, 5, 9, tzinfo=UTC)),
            ("2026-06-03 14:05:09.123+02:00", datetime(2026, 6, 3, 12, 5, 9, tzinfo=UTC)),
        ],
    )
    def test_times_with_their_offset(self, text: str, instant: datetime) -> None:
        found = read_moment(text, DateForm.YMD)
        assert found.time is not None and found.offset is not None
        assert datetime.combine(found.day, found.time, tzinfo=found.offset) == instant

    def test_half_days(self) -> None:
        assert read_moment("6/3/2026 12:05 AM", DateForm.MDY).time == time(0, 5)
        assert read_moment("Jun 3, 2026, 2:05 PM", DateForm.WORDS).time == time(14, 5)

    @given(st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), min_size=1, max_size=40), st.booleans())
    def test_the_whole_column_decides_the_order(self, days: list[date], day_first: bool) -> None:
        """A day past the 12th decides for all; where no day is, it is a question exactly if exchanging matters."""
        form = DateForm.DMY if day_first else DateForm.MDY
        cells = [f"{one:%d/%m/%Y}" if day_first else f"{one:%m/%d/%Y}" for one in days]
        proof = prove_dates(cells)
        decides, matters = any(one.day > 12 for one in days), any(one.day != one.month for one in days)
        assert proof.is_open == (not decides and matters)
        assert not proof.contradicts
        if decides:
            assert proof.form is form
        if not proof.is_open:
            assert proof.form is not None
            assert [read_moment(cell, proof.form).day for cell in cells] == days

    def test_two_orders_in_one_column_contradict(self) -> None:
        proof = prove_dates(["25/06/2026", "06/25/2026"])
        assert proof.contradicts and proof.form is None

    def test_the_guess_is_the_order_in_which_the_days_lie_together(self) -> None:
        assert prove_dates(["01/06/2026", "02/06/2026", "03/06/2026"]).guess is DateForm.DMY
        assert prove_dates(["06/01/2026", "06/02/2026", "06/03/2026"]).guess is DateForm.MDY


class TestOutline:
    def test_a_table_below_a_title(self, tmp_path: Path) -> None:
        (table,) = outline(written(tmp_path, METRICOOL)).tables
        assert (table.line, table.rows) == (3, 4)
        looks = {column.title: column.looks for column in table.columns}
        assert looks == {
            "Data": Looks.INSTANT, "Rete": Looks.TEXT, "URL": Looks.LINK, "Contenuto": Looks.TEXT,
            "Impressioni": Looks.NUMBER, "Copertura": Looks.NUMBER, "Mi piace": Looks.NUMBER, "Tasso": Looks.NUMBER,
        }  # fmt: skip
        by_title = {column.title: column for column in table.columns}
        assert by_title["Data"].dates.form is DateForm.DMY
        assert by_title["Impressioni"].numbers.is_open and by_title["Tasso"].numbers.mark is Mark.COMMA
        assert by_title["Tasso"].percents == 3
        assert by_title["Impressioni"].first_cells == ("1.234", "2.000", "310")
        assert by_title["Rete"].distinct == ("Instagram", "Facebook")

    def test_every_table_of_a_workbook_and_of_an_archive(self, tmp_path: Path) -> None:
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Notes"
        sheet.append(["only one column"])
        other = book.create_sheet("Numbers")
        other.append(["Day", "Clicks"])
        other.append([date(2026, 6, 3), 12])
        other.append([date(2026, 6, 4), 15])
        book.save(tmp_path / "book.xlsx")
        (table,) = outline(tmp_path / "book.xlsx").tables
        assert (table.name, table.line, [one.looks for one in table.columns]) == (
            "Numbers", 1, [Looks.DAY, Looks.NUMBER],
        )  # fmt: skip
        with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
            archive.writestr("a.csv", "Day,Clicks\n2026-06-03,1\n")
            archive.writestr("b.csv", "Day\tClicks\n2026-06-03\t1\n2026-06-04\t2\n")
        assert [(one.name, one.rows) for one in outline(tmp_path / "two.zip").tables] == [("b.csv", 2), ("a.csv", 1)]

    def test_another_encoding_and_a_header_line_by_hand(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Nota\tx\nGiorno\tVisite\n03/06/2026\t7\n", encoding="utf-16")
        (table,) = outline(path, {"": 2}).tables
        assert (table.line, table.titles, table.rows) == (2, ("Giorno", "Visite"), 1)

    def test_what_is_no_table(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="no table"):
            outline(written(tmp_path, "just one line\nand another\n"))


class TestGuess:
    def test_titles_of_any_language_find_the_metrics_of_the_platform(self, tmp_path: Path) -> None:
        (table,) = outline(written(tmp_path, METRICOOL)).tables
        spec = guess(table, platform="instagram", zone="Europe/Rome")
        assert spec.target is Target.POSTS and spec.only == ("Instagram",)
        roles = {one.title: (one.role, one.metric) for one in spec.columns}
        assert roles["Data"] == (Role.DAY, "") and roles["URL"] == (Role.LINK, "")
        assert roles["Rete"] == (Role.ONLY, "") and roles["Contenuto"] == (Role.TEXT, "")
        assert roles["Copertura"] == (Role.METRIC, "instagram.post.reach.v1")
        assert roles["Mi piace"] == (Role.METRIC, "instagram.post.likes.v1")
        assert spec.problems() == []

    def test_a_word_of_one_platform_means_the_metric_of_that_word_on_another(self) -> None:
        assert (
            metric_candidates("Me gusta", "youtube", Target.POSTS)[:1]
            == metric_candidates("Likes", "youtube", Target.POSTS)[:1]
        )
        assert metric_candidates("Mi piace", "tiktok", Target.POSTS) == ["tiktok.post.likes.v1"]
        assert metric_candidates("Clicks", "bing_webmaster", Target.DAYS) == ["bing_webmaster.clicks.v1"]
        assert metric_candidates("Nonsense", "bing_webmaster", Target.DAYS) == []

    def test_a_preset_is_found_by_its_columns(self) -> None:
        titles = (
            "Name,Email,Financial Status,Currency,Taxes,Total,Discount Code,Created at,Cancelled at,Refunded Amount"
        )
        preset = preset_of(titles.split(","))
        assert preset is not None and preset.key == "shopify"
        assert [rule.title for rule in preset.spec.orders.ours] == ["Discount Code"]
        assert preset_of(["Name", "Total"]) is None
        # A day of cancellation may lack; what was paid back may not: it would stay counted.
        shorter = [title for title in titles.split(",") if title != "Cancelled at"]
        found = preset_of(shorter)
        assert found is not None and "Cancelled at" not in {use.title for use in found.spec.columns}
        assert preset_of([title for title in shorter if title != "Refunded Amount"]) is None
        assert len({one.key for one in PRESETS}) == len(PRESETS)

    def test_the_other_spelling_of_a_day_of_cancellation(self) -> None:
        shopify = "Name,Financial Status,Currency,Taxes,Total,Discount Code,Created at,Canceled at,Refunded Amount"
        cloudbeds = "Reservation Number,Grand Total,Reservation Date,Source,Status,Cancelation Date"
        for titles, key, day in ((shopify, "shopify", "Canceled at"), (cloudbeds, "cloudbeds", "Cancelation Date")):
            preset = preset_of(titles.split(","))
            assert preset is not None and preset.key == key
            assert [use.title for use in preset.spec.columns if use.role is Role.REFUND_DAY] == [day]

    @pytest.mark.parametrize(
        ("titles", "cells", "roles", "ties"),
        [
            (  # "Advanced Order Export For WooCommerce", as its own list of columns names them
                "Order Number,Order Status,Order Date,Coupons Used,Cart Discount Amount,Order Subtotal Amount,"
                "Order Refund Amount,Order Total Amount,Order Total Tax Amount",
                "101,completed,2026-06-12 10:00,estate,8.00,80.00,0.00,87.84,15.84",
                {"Order Number": Role.ORDER, "Order Status": Role.STATUS, "Order Date": Role.DAY,
                 "Order Refund Amount": Role.REFUND, "Order Total Amount": Role.GROSS,
                 "Order Total Tax Amount": Role.VAT},
                ["Coupons Used"],
            ),
            (  # the same with the optional net: before the coupon is no net
                "Order Number,Order Date,Order Subtotal Amount,Order Total Amount without Tax",
                "101,2026-06-12 10:00,80.00,72.00",
                {"Order Number": Role.ORDER, "Order Date": Role.DAY, "Order Total Amount without Tax": Role.NET},
                [],
            ),
            (  # "Order Export & Order Import for WooCommerce"
                "order_number,order_date,status,tax_total,order_total,order_subtotal,order_currency,coupon_items,"
                "meta:_wc_order_attribution_utm_source",
                "101,2026-06-12 10:00,completed,15.84,87.84,80.00,EUR,code:estate|amount:8.00,instagram",
                {"order_number": Role.ORDER, "status": Role.STATUS, "tax_total": Role.VAT, "order_total": Role.GROSS,
                 "order_currency": Role.CURRENCY},
                ["coupon_items", "meta:_wc_order_attribution_utm_source"],
            ),
        ],
    )  # fmt: skip
    def test_the_columns_of_plugins_of_woocommerce(
        self, tmp_path: Path, titles: str, cells: str, roles: dict[str, Role], ties: list[str]
    ) -> None:
        (table,) = outline(written(tmp_path, f"{titles}\n{cells}\n")).tables
        spec = guess(table)
        assert spec.target is Target.ORDERS
        found = {use.title: use.role for use in spec.columns}
        assert {title: found.get(title) for title in roles} == roles
        assert not {"Order Subtotal Amount", "order_subtotal", "Cart Discount Amount"} & set(found)
        assert [rule.title for rule in spec.orders.ours] == ties


class TestReading:
    def test_posts_in_the_source_zone_with_every_class_counted(self, tmp_path: Path) -> None:
        path = written(tmp_path, METRICOOL)
        (table,) = outline(path).tables
        spec = guess(table, platform="instagram", zone="Europe/Rome", name="Metricool")
        reading = read_mapped(path, spec, Answers())
        rows = list(reading.rows)
        assert [type(row) for row in rows] == [PostRow, PostRow]
        first, second = (row for row in rows if isinstance(row, PostRow))
        assert first.external_id == "https://example.org/p/1" and first.text == "Colazione"
        rome = ZoneInfo("Europe/Rome")
        assert first.published_at == int(datetime(2026, 6, 3, 10, 0, tzinfo=rome).timestamp())
        assert {one.metric.split(".")[2]: (one.value, one.state) for one in first.values} == {
            "reach": (1100, State.VALUE),
            "likes": (12, State.VALUE),
        }
        assert {one.metric.split(".")[2]: (one.value, one.state) for one in second.values} == {
            "reach": (None, State.NOT_AVAILABLE),
            "likes": (0, State.ZERO),
        }
        counts = reading.counts
        # Two lines above the header are one title and one that holds nothing but a mark.
        assert (counts.data, counts.total, counts.refused, counts.footer) == (2, 1, 0, 0)
        assert counts.description == 3  # two lines above, and the row of Facebook
        assert any("“Facebook” 1" in warning for warning in reading.warnings)

    def test_an_english_tool(self, tmp_path: Path) -> None:
        path = written(tmp_path, BUFFER)
        spec = guess(outline(path).tables[0], platform="facebook", zone="UTC", name="Buffer")
        reading = read_mapped(path, spec, Answers())
        rows = [row for row in reading.rows if isinstance(row, PostRow)]
        assert [row.published_at for row in rows] == [
            int(datetime(2026, 6, 3, 14, 5, tzinfo=UTC).timestamp()),
            int(datetime(2026, 6, 28, 9, 0, tzinfo=UTC).timestamp()),
        ]
        assert [row.kind for row in rows] == ["image", "video"]
        assert (reading.counts.data, reading.counts.footer) == (2, 1)

    def test_days_refuse_what_they_cannot_read_by_line_and_column(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "Day,Clicks\n25/06/2026,7\n26/06/2026,many\n31/06/2026,3\n27/06/2026,\n25/06/2026,7\n25/06/2026,8\n\nTotal,15\n",
        )
        reading = read_mapped(path, days_spec(DAY, CLICKS), Answers())
        rows = list(reading.rows)
        assert [(row.day, row.values[0].value) for row in rows if isinstance(row, AccountDayRow)] == [
            (date(2026, 6, 25), 7),
            (date(2026, 6, 27), None),
        ]
        refused = [(row.line, row.column, row.value) for row in rows if isinstance(row, RefusedRow)]
        assert refused == [(3, "Clicks", "many"), (4, "Day", "31/06/2026"), (7, "", "")]
        counts = reading.counts
        assert (counts.data, counts.merged, counts.total, counts.refused) == (2, 1, 1, 3)

    @pytest.mark.parametrize(
        ("empty", "value"), [(State.NOT_AVAILABLE, None), (State.NOT_APPLICABLE, None), (State.ZERO, 0)]
    )
    def test_an_empty_cell_means_what_the_mapping_says(self, tmp_path: Path, empty: State, value: int | None) -> None:
        path = written(tmp_path, "Day,Clicks,Other\n2026-06-25,,1\n2026-06-26,--,1\n")
        rows = list(read_mapped(path, days_spec(DAY, CLICKS, empty=empty), Answers()).rows)
        told = [row.values[0] for row in rows if isinstance(row, AccountDayRow)]
        assert (told[0].value, told[0].state) == (value, empty)
        assert (told[1].value, told[1].state) == (None, State.NOT_AVAILABLE)

    def test_two_readings_are_a_question_and_an_answer_settles_them(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Day,Clicks\n01/06/2026,1\n02/06/2026,2\n")
        spec = days_spec(DAY, CLICKS)
        asked = {one.code: one for one in recognise_mapped(path, spec).questions}
        assert asked[QuestionCode.DATE_ORDER].guess == "dmy"
        assert set(asked[QuestionCode.DATE_ORDER].choices) == {"dmy", "mdy"}
        answered = replace(spec, dates=DateForm.MDY)
        assert QuestionCode.DATE_ORDER not in {one.code for one in recognise_mapped(path, answered).questions}
        days = [row.day for row in read_mapped(path, answered, Answers()).rows if isinstance(row, AccountDayRow)]
        assert days == [date(2026, 1, 6), date(2026, 2, 6)]

    def test_what_the_file_proves_wins_over_the_mapping(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Day,Clicks\n25/06/2026,1\n02/06/2026,2\n")
        recognised = recognise_mapped(path, days_spec(DAY, CLICKS, dates=DateForm.MDY))
        assert any("another order" in warning for warning in recognised.warnings)
        rows = read_mapped(path, days_spec(DAY, CLICKS, dates=DateForm.MDY), Answers()).rows
        assert [row.day for row in rows if isinstance(row, AccountDayRow)] == [date(2026, 6, 25), date(2026, 6, 2)]

    def test_a_count_with_one_mark_has_thousands_a_rate_is_asked(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Day;Clicks;Rate\n2026-06-25;1.234;1.234\n")
        rate = ColumnUse("Rate", Role.METRIC, "bing_webmaster.ctr.v1")
        spec = days_spec(DAY, CLICKS, rate)
        asked = [one for one in recognise_mapped(path, spec).questions if one.code is QuestionCode.DECIMAL_MARK]
        assert len(asked) == 1 and "“Rate”" in asked[0].reason and "Clicks" not in asked[0].reason
        (row,) = read_mapped(path, replace(spec, decimal=Mark.DOT), Answers()).rows
        assert isinstance(row, AccountDayRow)
        assert [one.value for one in row.values] == [1234, Decimal("1.234")]

    def test_a_column_that_contradicts_itself_refuses_its_rows(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Day;Clicks\n2026-06-25;1.5\n2026-06-26;1,5\n2026-06-27;\n")
        reading = read_mapped(path, days_spec(DAY, CLICKS), Answers())
        rows = list(reading.rows)
        assert [row.line for row in rows if isinstance(row, RefusedRow)] == [2, 3]
        assert [row.day.day for row in rows if isinstance(row, AccountDayRow)] == [27]

    def test_parts_with_and_without_a_period(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Name,From,To,Clicks\nGiugno,2026-06-01,2026-06-30,12\n,2026-06-01,2026-06-30,5\n")
        columns = (
            ColumnUse("Name", Role.PART), ColumnUse("From", Role.FIRST_DAY), ColumnUse("To", Role.LAST_DAY), CLICKS,
        )  # fmt: skip
        spec = MappingSpec("Parts", Target.PARTS, "bing_webmaster", columns=columns, dimension="campaign")
        rows = list(read_mapped(path, spec, Answers()).rows)
        assert isinstance(rows[0], SegmentRow)
        assert rows[0][1:8] == ("campaign", "Giugno", "Giugno", date(2026, 6, 1), date(2026, 6, 30), None, True)
        assert isinstance(rows[1], RefusedRow) and rows[1].line == 3
        undated = replace(spec, columns=(columns[0], CLICKS))
        assert QuestionCode.PERIOD in {one.code for one in recognise_mapped(path, undated).questions}

    def test_percent_and_clock(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Day;Clicks;Rate\n2026-06-25;0:01:30;5,3 %\n")
        spec = days_spec(
            DAY,
            replace(CLICKS, writing=Writing.CLOCK),
            ColumnUse("Rate", Role.METRIC, "bing_webmaster.ctr.v1", Writing.PERCENT),
        )
        (row,) = read_mapped(path, spec, Answers()).rows
        assert isinstance(row, AccountDayRow)
        assert [one.value for one in row.values] == [90, Decimal("0.053")]

    def test_an_account_column_names_the_accounts(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Day,Page,Clicks\n2026-06-25,@bar,1\n2026-06-25,Hotel Bar,2\n2026-06-26,Hotel Bar,2\n")
        spec = days_spec(DAY, ColumnUse("Page", Role.ACCOUNT), CLICKS)
        assert recognise_mapped(path, spec).names_accounts
        reading = read_mapped(path, spec, Answers())
        list(reading.rows)
        assert [(one.handle, one.name) for one in reading.accounts.values()] == [(None, "Hotel Bar"), ("bar", "@bar")]

    def test_a_mapping_that_does_not_fit_names_what_is_missing(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Day,Visits\n2026-06-25,1\n")
        with pytest.raises(UserError, match="“Clicks” missing"):
            recognise_mapped(path, days_spec(DAY, CLICKS))

    @pytest.mark.parametrize(
        ("spec", "word"),
        [
            (days_spec(CLICKS), "date"),
            (days_spec(DAY), "metric"),
            (days_spec(DAY, replace(CLICKS, metric="bing_webmaster.nothing.v1")), "not known"),
            (days_spec(DAY, DAY, CLICKS), "several columns"),
            (days_spec(DAY, CLICKS, ColumnUse("x", Role.ORDER)), "not for rows"),
            (MappingSpec("P", Target.POSTS, "instagram", columns=(DAY,)), "posts apart"),
            (MappingSpec("O", Target.ORDERS, columns=(DAY,)), "order number"),
        ],
    )
    def test_an_incomplete_mapping_says_what_it_lacks(self, tmp_path: Path, spec: MappingSpec, word: str) -> None:
        path = written(tmp_path, "Day,Clicks,x\n2026-06-25,1,2\n")
        with pytest.raises(UserError) as refused:
            recognise_mapped(path, spec)
        assert word in refused.value.sentence()


class TestRecognising:
    SPEC = replace(days_spec(DAY, CLICKS), titles=("Day", "Clicks", "Spam"))

    @pytest.mark.parametrize(
        ("header", "known"),
        [
            ("Day,Clicks,Spam", True),
            ("  CLICKS ,spam,Day", True),
            ("Day,Clicks,Spam,New column", True),
            ("Clicks,Day", True),
            ("Day,Spam", False),
        ],
    )
    def test_the_same_titles_in_any_order_or_with_more(self, tmp_path: Path, header: str, known: bool) -> None:
        row = ",".join("1" for _title in header.split(","))
        found = which(written(tmp_path, f"{header}\n{row}\n"), [self.SPEC])
        assert found == ([self.SPEC] if known else [])

    def test_the_exact_layout_wins_then_most_columns(self, tmp_path: Path) -> None:
        small = replace(days_spec(DAY, CLICKS), name="small", titles=("Day", "Clicks"))
        large = replace(
            small, name="large", titles=("Day", "Clicks", "x"), columns=(*small.columns, ColumnUse("x", Role.ACCOUNT))
        )
        path = written(tmp_path, "Day,Clicks,x,y\n1,2,3,4\n")
        assert which(path, [small, large]) == [large]
        path = written(tmp_path, "Clicks,Day\n1,2\n", "b.csv")
        assert which(path, [large, small]) == [small]

    def test_equal_titles_are_told_apart_by_their_number(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Day,Clicks,Clicks\n2026-06-25,1,2\n")
        spec = days_spec(DAY, replace(CLICKS, nth=1))
        (row,) = read_mapped(path, spec, Answers()).rows
        assert isinstance(row, AccountDayRow) and row.values[0].value == 2

    def test_a_fingerprint_knows_neither_order_nor_letters(self) -> None:
        assert fingerprint(["Day", "Clicks "]) == fingerprint(["clicks", "DAY", ""])
        assert fingerprint(["Day", "Clicks"]) != fingerprint(["Day", "Clicks", "Clicks"])

    def test_an_unknown_table_says_so_in_a_way_that_can_be_answered(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownTable):
            recognise(written(tmp_path, "Alfa,Beta\n1,2\n"))
        with pytest.raises(UserError) as refused:
            recognise(written(tmp_path, "%PDF-1.4", "a.pdf"))
        assert not isinstance(refused.value, UnknownTable)


SHOP = MappingSpec(
    "Shop", Target.ORDERS, titles=("A", "B"), decimal=Mark.COMMA, dates=DateForm.DMY, zone="Europe/Rome",
    columns=(ColumnUse("A", Role.ORDER), ColumnUse("B", Role.GROSS, nth=1)),
    orders=OrderRules(
        (TieRule("Code", ("INSTA10",)), TieRule("Source", ("instagram",), contains=True, tie=Tie.LINK)),
        vat_rate=Decimal("22.5"), counted=("paid",), source="Shop",
    ),
)  # fmt: skip


SHOP_FILE = (
    "Order,Date,Status,Total,VAT,Code\n#1,25/06/2026,paid,122.00,22.00,INSTA10\n#1,,,,,\n#2,26/06/2026,open,1,0,\n"
)

BARE = "25/06/2026;Instagram;1.204;5,5\n26/06/2026;Instagram;96;\n27/06/2026;Facebook;;4,1\n"


class TestDamage:
    @given(
        st.sampled_from([METRICOOL, BUFFER, BREVO, SHOP_FILE, BARE]),
        st.sampled_from(["utf-8", "utf-16", "cp1252"]),
        st.lists(
            st.tuples(
                st.integers(0, 600),
                st.integers(0, 40),
                st.sampled_from(
                    [b"", b'"', b";", b",", b"\n", b"\xff", b"\x00", b"=1+1", b"9" * 60, b"31/02/2026", b"1,5"]
                ),
            ),
            max_size=6,
        ),
    )
    def test_a_damaged_table_is_refused_in_words_or_read_as_it_stands(
        self, text: str, encoding: str, wounds: list[tuple[int, int, bytes]]
    ) -> None:
        """Nothing but a UserError comes out, and no value is read that no cell of the file holds."""
        data = bytearray(text.encode(encoding, "replace"))
        for at, length, put in wounds:
            data[at : at + length] = put
        with TemporaryDirectory() as folder:
            path = Path(folder) / "damaged.csv"
            path.write_bytes(data)
            try:
                (table, *_more) = outline(path).tables
                for target in Target:
                    spec = guess(table, platform="instagram", target=target, zone="Europe/Rome", name="x")
                    for row in preview_mapped(path, spec).rows:
                        for value in getattr(row, "values", ()):
                            digits = re.sub(r"\D", "", str(value.value or 0)).strip("0")
                            flat = re.sub(r"\D", "", bytes(data).replace(b"\x00", b"").decode("latin-1"))
                            assert digits in flat
            except UserError:
                return


class TestJson:
    def test_a_round_trip_changes_nothing(self) -> None:
        for spec in (SHOP, days_spec(DAY, CLICKS, empty=State.ZERO, only=("x",)), *(one.spec for one in PRESETS)):
            assert spec_from_json(json.loads(json.dumps(to_json(spec)))) == spec

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("version", 2),
            ("version", "1"),
            ("target", "guests"),
            ("zone", "../../etc/passwd"),
            ("zone", 3),
            ("empty", "value"),
            ("decimal", ";"),
            ("dates", "ydm"),
            ("columns", {}),
            ("columns", [1]),
            ("columns", [{"title": "A", "role": "metric"}]),
            ("columns", [{"title": "", "role": "day"}]),
            ("columns", [{"title": "A", "role": "metric", "metric": "x'; DROP TABLE"}]),
            ("columns", [{"title": "A", "role": "day", "nth": -1}]),
            ("columns", [{"title": "A", "role": "day"}] * 501),
            ("titles", ["a" * 401]),
            ("titles", ["\x00"]),
            ("platform", "In Stagram"),
            ("dimension", "a b"),
            ("orders", None),
            ("orders", {"ours": [{"title": "A", "values": "INSTA"}]}),
            ("orders", {"ours": [], "vat_rate": "NaN"}),
            ("orders", {"ours": [], "vat_rate": "101"}),
            ("orders", {"ours": [], "currency": "euro"}),
            ("orders", {"ours": [{"title": "A", "values": [], "tie": "none"}]}),
        ],
    )
    def test_what_a_stranger_may_have_written_is_refused(self, field: str, value: object) -> None:
        data = {**to_json(SHOP), field: value}
        with pytest.raises(UserError, match="cannot be used"):
            spec_from_json(data)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.sampled_from([*to_json(SHOP), *to_json(SHOP)["orders"], "x"]), inner, max_size=6)
            ),
            max_leaves=30,
        )
    )
    def test_nothing_else_than_a_refusal_comes_of_anything(self, data: object) -> None:
        for given_ in (data, {**to_json(SHOP), "columns": data}, {**to_json(SHOP), "orders": data}):
            try:
                spec_from_json(given_)
            except UserError:
                continue


class TestOrders:
    def test_lines_of_one_order_are_one_and_the_first_totals_stand(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "Order,Date,Status,Total,VAT,Code,Refund\n"
            "#1,2026-06-02,paid,122.00,22.00,INSTA10,\n"
            "#1,,,,,,\n"
            "#2,2026-06-03,paid,61.00,11.00,,\n"
            "#3,2026-06-04,pending,10.00,1.80,INSTA10,\n"
            "#4,2026-06-05,cancelled,10.00,1.80,INSTA10,\n"
            '#5,2026-06-06,refunded,12.20,2.20,"freeship, insta10",\n'
            ",2026-06-06,paid,12.20,2.20,INSTA10,\n"
            "#6,2026-06-06,paid,lots,2.20,INSTA10,\n"
            "Total,,,215,,,\n",
        )
        columns = (
            ColumnUse("Order", Role.ORDER), ColumnUse("Date", Role.DAY), ColumnUse("Status", Role.STATUS),
            ColumnUse("Total", Role.GROSS), ColumnUse("VAT", Role.VAT), ColumnUse("Refund", Role.REFUND),
        )  # fmt: skip
        rules = OrderRules((TieRule("Code", ("INSTA10",)),), counted=("paid", "refunded"))
        reading = read_orders(path, MappingSpec("Shop", Target.ORDERS, columns=columns, orders=rules))
        told = [(one.number, one.state, one.tie, one.amount, one.refunded) for one in reading.orders]
        assert told == [
            ("#1", OrderState.COUNTED, Tie.CODE, 122, 0),
            ("#2", OrderState.COUNTED, None, 61, 0),
            ("#3", OrderState.OPEN, Tie.CODE, 10, 0),
            ("#4", OrderState.CANCELLED, Tie.CODE, 10, 0),
            ("#5", OrderState.COUNTED, Tie.CODE, Decimal("12.20"), Decimal("12.20")),
        ]
        counts = reading.counts
        assert (counts.data, counts.merged, counts.description, counts.total, counts.refused) == (2, 1, 3, 1, 2)
        assert [(row.line, row.column, row.value) for row in reading.refused] == [
            (8, "Order", ""),
            (9, "Total", "lots"),
        ]
        assert reading.left_out == {"not tied to our work": 1, "status “pending”": 1, "status “cancelled”": 1}
        assert any("3 orders are not counted" in warning for warning in reading.warnings)

    def test_lines_may_be_added_up(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Order;Date;Net;Source\n7;25/06/2026;10,50;instagram.com\n7;25/06/2026;4,50;\n")
        columns = (ColumnUse("Order", Role.ORDER), ColumnUse("Date", Role.DAY), ColumnUse("Net", Role.NET))
        rules = OrderRules((TieRule("Source", ("Instagram",), contains=True, tie=Tie.LINK),), adds_lines=True)
        (order,) = read_orders(path, MappingSpec("Shop", Target.ORDERS, columns=columns, orders=rules)).orders
        assert (order.amount, order.tie, order.tied_by) == (15, Tie.LINK, "Source: instagram.com")
