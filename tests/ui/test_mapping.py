"""Mapping the columns of an unknown table in the window: guessed, corrected, previewed, remembered, exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from smmdesk.core import i18n
from smmdesk.domain.imports.queries import imports_of
from smmdesk.domain.ledger.queries import ledger_rows
from smmdesk.domain.mappings.commands import remember
from smmdesk.domain.mappings.queries import mapping_rows
from smmdesk.domain.results.own_metrics import forget_own_metrics
from smmdesk.importers.mapping.spec import ColumnUse, DateForm, Kind, MappingSpec, Role, Target
from smmdesk.importers.registry import METRICS
from smmdesk.ui import theme
from smmdesk.ui.pages.imports.batch import batch_of
from tests.ui.test_imports import META, add_hotel, drop, post, press, settle

TOOL = (
    "Data;Rete;URL;Contenuto;Copertura;Mi piace;Risposte\n"
    "03/06/2026 10:00;Instagram;https://example.org/p/1;Colazione;1.100;12;3\n"
    "25/06/2026 11:00;Instagram;https://example.org/p/2;Tramonto;molti;7;1\n"
    "26/06/2026 11:00;Facebook;https://example.org/p/3;Menu;300;4;0\n"
    "Totale;;;;1.400;23;4\n"
)
SHOP = (
    "Order,Date,Status,Total,VAT,Coupon\n"
    "1,2026-06-02,paid,122.00,22.00,INSTA10\n"
    "2,2026-06-03,paid,61.00,11.00,\n"
    "3,2026-06-04,cancelled,61.00,11.00,INSTA10\n"
)
BARE = "2026-06-01;Instagram;1.100;12\n2026-06-02;Instagram;molti;7\n2026-06-03;Instagram;300;\n"


@pytest.fixture(autouse=True)
def only_here() -> Iterator[None]:
    """Leave no own metric behind for the tests that follow."""
    yield
    forget_own_metrics()


@pytest.fixture
def hotel(desk: Any) -> int:
    return add_hotel(desk)


def written(tmp_path: Path, text: str, name: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def map_it(desk: Any) -> None:
    """Press the button that shows the columns, and wait for the preview."""
    press(desk, "Map its columns …")
    previewed(desk)


def previewed(desk: Any) -> None:
    """Wait until the preview shows what is chosen."""
    view = desk.window.page.mapping
    desk.qtbot.waitUntil(
        lambda: not view._timer.isActive() and view._job is None and not desk.context.tasks.busy, timeout=10_000
    )
    desk.settle()


def test_an_unknown_table_is_no_dead_end(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, TOOL, "tool.csv"))
    assert desk.rows("Files")[0][-1] == "◐ Map its columns"
    assert desk.sees("SMM Desk does not know this table")
    map_it(desk)
    assert desk.sees("7 columns, 4 rows below line 1")
    assert desk.read("What “Data” is") == "Date"
    assert desk.read("What “Rete” is") == "Only rows that say …"
    assert desk.read("Only rows that say") == "Instagram"
    assert desk.read("What “URL” is") == "Link"
    assert desk.read("What “Copertura” is") == "Metric: Reach"
    assert desk.read("What “Risposte” is") == "– leave out –"
    assert desk.sees("“Data” proves day/month/year")
    assert desk.sees("counts such as 1.234 are taken for thousands")
    assert desk.rows("As it will be read") == [["3 Jun 2026, 10:00", "Colazione", "Reach 1,100 · Likes 12"]]
    assert desk.rows("Refused rows")[0][:3] == ["3", "Copertura", "molti"]
    assert desk.sees("1 row read, 1 total row left out, 1 line of description left out, 1 refused")
    assert desk.nameless() == []


def test_used_remembered_imported_and_read_by_itself_next_time(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, TOOL, "tool.csv"))
    map_it(desk)
    desk.type("Name of the mapping", "Our tool")
    press(desk, "Use this mapping")
    assert desk.said[-1] == "The mapping “Our tool” is remembered."
    assert desk.sees("By the mapping “Our tool”")
    assert desk.read("Whose numbers are these?") == "Instagram @hotelmiramare"
    press(desk, "Import 1 file")
    with desk.domain():
        assert [(row.file_name, row.format, row.data) for row in imports_of(hotel)] == [("tool.csv", "mapping", 1)]
        assert [row.name for row in mapping_rows()] == ["Our tool"]
    drop(desk, written(tmp_path, TOOL.replace("Colazione", "Pranzo"), "july.csv"))
    assert desk.sees("By the mapping “Our tool”")
    assert desk.has_button("Change its mapping …")


def test_ctrl_return_uses_the_mapping_and_imports_nothing_behind_it(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    ready = written(tmp_path, META + post(1), "june.csv")
    drop(desk, ready, written(tmp_path, TOOL, "tool.csv"))
    desk.pick("Files", "tool.csv")
    map_it(desk)
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(desk)
    assert desk.window.page.mapping.file is None
    with desk.domain():
        assert imports_of(hotel) == []
    desk.window.page.take_focus()
    assert desk.window.page.files.hasFocus()  # not the button that clears the list


def test_columns_get_the_room_that_an_empty_preview_leaves(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, SHOP, "shop.csv"))
    map_it(desk)
    view = desk.window.page.mapping
    assert desk.sees("Say which orders are ours")
    assert view._below.height() < view._inside.parentWidget().sizeHint().height() + 40
    desk.type("Codes or words", "INSTA10")
    previewed(desk)
    assert view._below.height() > 150


def test_remembering_can_be_undone(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, TOOL, "tool.csv"))
    map_it(desk)
    press(desk, "Use this mapping")
    desk.undo_it()
    with desk.domain():
        assert mapping_rows() == []


def test_without_a_name_it_is_for_this_file_only(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, TOOL, "tool.csv"))
    map_it(desk)
    desk.type("Name of the mapping", "")
    press(desk, "Use this mapping")
    assert desk.sees("By the mapping “tool”")
    with desk.domain():
        assert mapping_rows() == []
    press(desk, "Import 1 file")
    with desk.domain():
        assert [row.data for row in imports_of(hotel)] == [1]


def test_what_is_missing_is_said_and_another_kind_of_rows_is_guessed_anew(
    desk: Any, hotel: int, tmp_path: Path
) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, TOOL, "tool.csv"))
    map_it(desk)
    desk.choose("What “URL” is", "– leave out –")
    previewed(desk)
    assert desk.sees("No column tells the posts apart yet")
    assert not desk.button("Use this mapping").isEnabled()
    desk.choose("What the rows are", "One row per day of the account")
    previewed(desk)
    assert desk.read("What “Contenuto” is") == "– leave out –"
    assert desk.sees("No column is a metric yet") or desk.rows("As it will be read")


def test_a_metric_that_the_program_lacks_is_named_in_place(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, TOOL, "tool.csv"))
    map_it(desk)
    desk.choose("What “Risposte” is", "A metric of your own …")
    assert desk.sees("A metric of your own for “Risposte”")
    press(desk, "Cancel")
    assert desk.read("What “Risposte” is") == "– leave out –"
    desk.choose("What “Risposte” is", "A metric of your own …")
    desk.type("What it is called", "Replies to the story")
    press(desk, "Keep this metric")
    previewed(desk)
    assert desk.read("What “Risposte” is") == "Metric: Replies to the story"
    assert desk.read("What “Copertura” is") == "Metric: Reach"
    assert "Replies to the story 3" in desk.rows("As it will be read")[0][-1]
    assert "instagram.post.own_replies_to_the_story.v1" in METRICS


def test_dates_that_can_be_read_in_two_ways_are_asked(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, TOOL.replace("25/06", "05/06").replace("26/06", "06/06"), "instagram.csv"))
    map_it(desk)
    assert desk.sees("“Data” can be read in two ways; choose one.")
    assert desk.read("Dates") == "day/month/year"
    desk.choose("Dates", "month/day/year")
    previewed(desk)
    assert desk.rows("As it will be read")[0][0] == "6 Mar 2026, 10:00"
    desk.choose("Dates", "As the columns prove")
    previewed(desk)
    assert not desk.button("Use this mapping").isEnabled()


def test_orders_of_a_shop_fill_the_ledger(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, SHOP, "shop.csv"))
    map_it(desk)
    assert desk.read("What the rows are") == "Orders or bookings, for the ledger"
    assert desk.read("Orders are ours where") == "Coupon" and desk.read("How it is compared") == "is the code"
    assert desk.sees("In the file: INSTA10")
    assert not desk.button("Use this mapping").isEnabled()
    desk.type("Codes or words", "insta10")
    previewed(desk)
    assert desk.rows("As it will be read") == [
        ["2 Jun 2026", "1", "122.00, ours: Coupon: INSTA10"],
        ["4 Jun 2026", "3", "not counted: cancelled"],
        ["3 Jun 2026", "2", "61.00, not ours"],
    ]
    assert desk.sees("1 order or refund of ours, 2 lines not counted")
    press(desk, "Use this mapping")
    desk.type("On which day was it exported?", "04/07/2026")
    press(desk, "Import 1 file")
    with desk.domain():
        assert [(one.row.id, one.row.amount) for one in ledger_rows(hotel)] == [("shop-1", 100_00)]
    assert desk.has_button("Show in the ledger")


def test_leaving_forgets_what_was_chosen_here(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, TOOL, "tool.csv"))
    map_it(desk)
    desk.choose("What “URL” is", "– leave out –")
    press(desk, "Back to the files")
    assert desk.rows("Files")[0][-1] == "◐ Map its columns"
    map_it(desk)
    assert desk.read("What “URL” is") == "Link"


def test_the_header_line_can_be_corrected(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    text = "Report,of,our,tool,for,the hotel,Miramare,Rimini,Italia\n" + TOOL.replace(";", ",").replace("1.", "1")
    drop(desk, written(tmp_path, text, "tool.csv"))
    map_it(desk)
    assert desk.has_field("What “Report” is")
    desk.field("The titles stand in line").setFocus()
    desk.type("The titles stand in line", "2")
    desk.key(Qt.Key.Key_Tab)
    settle(desk)
    previewed(desk)
    assert desk.read("What “Data” is") == "Date" and not desk.has_field("What “Report” is")


def test_text_that_is_no_table_is_not_offered(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, "just words\nand more words\n", "letter.csv"))
    assert desk.rows("Files")[0][-1] == "▲ Cannot be read"
    assert not desk.has_button("Map its columns …")


class TestWithoutTitles:
    def map_bare(self, desk: Any, tmp_path: Path, text: str = BARE, name: str = "june.csv") -> None:
        drop(desk, written(tmp_path, text, name))
        map_it(desk)

    def test_it_is_said_and_every_line_is_a_row(self, desk: Any, hotel: int, tmp_path: Path) -> None:
        desk.open("today", client=hotel)
        self.map_bare(desk, tmp_path)
        assert desk.sees("4 columns without titles, 3 rows from line 1 on")
        assert desk.field("The table has no titles").isChecked()
        assert not desk.has_field("The titles stand in line")
        assert desk.read("What “Column A” is") == "Date"
        desk.choose("What “Column C” is", "Metric: Reach")
        previewed(desk)
        assert desk.rows("As it will be read") == [["1 Jun 2026", "–", "Reach 1,100"], ["3 Jun 2026", "–", "Reach 300"]]
        assert desk.rows("Refused rows")[0][:3] == ["2", "C", "molti"]
        assert desk.sees("2 rows read, 1 refused")
        assert desk.sees("The next file with as many columns of these kinds is read without asking")
        assert desk.nameless() == []

    def test_the_next_month_is_recognised(self, desk: Any, hotel: int, tmp_path: Path) -> None:
        desk.open("today", client=hotel)
        self.map_bare(desk, tmp_path)
        desk.choose("What “Column C” is", "Metric: Reach")
        desk.type("Name of the mapping", "Bare")
        previewed(desk)
        press(desk, "Use this mapping")
        press(desk, "Import 1 file")
        with desk.domain():
            assert [(row.file_name, row.data) for row in imports_of(hotel)] == [("june.csv", 2)]
        drop(desk, written(tmp_path, "2026-07-01;Instagram;90;4\n", "july.csv"))
        assert desk.sees("By the mapping “Bare”")
        press(desk, "Change its mapping …")
        previewed(desk)
        assert desk.read("What “Column C” is") == "Metric: Reach" and desk.read("Name of the mapping") == "Bare"
        assert not desk.has_field("Which mapping is meant")
        press(desk, "Use this mapping")
        with desk.domain():
            assert [row.name for row in mapping_rows()] == ["Bare"]

    def test_the_guess_can_be_corrected_both_ways(self, desk: Any, hotel: int, tmp_path: Path) -> None:
        desk.open("today", client=hotel)
        self.map_bare(desk, tmp_path)
        desk.tick("The table has no titles")
        settle(desk)
        previewed(desk)
        assert desk.sees("4 columns, 2 rows below line 1") and desk.has_field("What “Instagram” is")
        desk.choose("What “1.100” is", "Metric: Reach")
        previewed(desk)
        assert desk.sees("Line 1 is taken for the titles and not read as a row")
        desk.tick("The table has no titles")
        settle(desk)
        previewed(desk)
        assert desk.sees("3 rows from line 1 on") and desk.has_field("What “Column B” is")

    def test_titles_are_not_taken_for_a_row(self, desk: Any, hotel: int, tmp_path: Path) -> None:
        desk.open("today", client=hotel)
        self.map_bare(desk, tmp_path, "Data;Rete;Copertura\n2026-06-01;Instagram;5\n", "titled.csv")
        desk.tick("The table has no titles")
        settle(desk)
        previewed(desk)
        desk.choose("What the rows are", "One row per day of the account")
        desk.choose("What “Column A” is", "Date")
        desk.choose("What “Column C” is", "Metric: Reach")
        previewed(desk)
        assert desk.sees("“titled.csv” begins with titles") and not desk.button("Use this mapping").isEnabled()

    def test_of_several_that_fit_one_is_chosen(self, desk: Any, hotel: int, tmp_path: Path) -> None:
        kinds = (Kind.DATE, Kind.WORDS, Kind.NUMBER, Kind.NUMBER)
        with desk.domain():
            for name, column in (("Bare", "C"), ("Other", "D")):
                uses = (ColumnUse("A", Role.DAY), ColumnUse(column, Role.METRIC, "bing_webmaster.clicks.v1"))
                letters = ("A", "B", "C", "D")
                remember(MappingSpec(name, Target.DAYS, "bing_webmaster", titles=letters, columns=uses, kinds=kinds))
        desk.open("today", client=hotel)
        drop(desk, written(tmp_path, BARE.replace("molti", "9"), "june.csv"))
        assert desk.rows("Files")[0][-1] == "◐ Map its columns"
        assert desk.sees("“june.csv” has no titles, and several mappings fit its columns: “Bare”, “Other”. Choose one")
        map_it(desk)
        assert desk.read("Which mapping is meant") == "– a new one –"
        assert desk.window.focusWidget() is desk.field("Which mapping is meant")
        assert not desk.button("Use this mapping").isEnabled()
        desk.choose("Which mapping is meant", "Other")
        previewed(desk)
        assert desk.read("What “Column D” is") == "Metric: Clicks" and desk.read("Name of the mapping") == "Other"
        press(desk, "Use this mapping")
        assert desk.sees("By the mapping “Other”")
        with desk.domain():
            assert [row.name for row in mapping_rows()] == ["Bare", "Other"]

    def test_a_metric_of_ones_own_is_not_called_by_a_letter(self, desk: Any, hotel: int, tmp_path: Path) -> None:
        desk.open("today", client=hotel)
        self.map_bare(desk, tmp_path)
        desk.choose("What “Column D” is", "A metric of your own …")
        assert desk.sees("A metric of your own for “Column D”") and desk.read("What it is called") == ""

    def test_orders_without_titles(self, desk: Any, hotel: int, tmp_path: Path) -> None:
        desk.open("today", client=hotel)
        self.map_bare(desk, tmp_path, SHOP.split("\n", 1)[1], "shop.csv")
        desk.choose("What the rows are", "Orders or bookings, for the ledger")
        previewed(desk)
        for column, meaning in (
            ("A", "Order number"), ("B", "Date"), ("C", "Status of the order"), ("D", "Amount with VAT"),
            ("E", "VAT, as an amount"),
        ):  # fmt: skip
            desk.choose(f"What “Column {column}” is", meaning)
        desk.choose("Orders are ours where", "Column F (INSTA10 …)")
        desk.type("Codes or words", "insta10")
        previewed(desk)
        assert desk.rows("As it will be read")[0] == ["2 Jun 2026", "1", "122.00, ours: Column F: INSTA10"]
        press(desk, "Use this mapping")
        desk.type("On which day was it exported?", "04/07/2026")
        press(desk, "Import 1 file")
        with desk.domain():
            assert [(one.row.id, one.row.amount) for one in ledger_rows(hotel)] == [("shop-1", 100_00)]


class TestSettings:
    def keep(self, desk: Any, name: str = "By hand") -> None:
        columns = (ColumnUse("Giorno", Role.DAY), ColumnUse("Altro", Role.METRIC, "bing_webmaster.clicks.v1"))
        with desk.domain():
            remember(MappingSpec(name, Target.DAYS, "bing_webmaster", titles=("Giorno", "Altro"), columns=columns))

    def test_renamed_and_deleted_with_undo(self, desk: Any) -> None:
        self.keep(desk)
        desk.open("settings")
        desk.pick("Mappings", "By hand")
        desk.type("Name of the mapping", "By Anna")
        desk.press("Rename")
        assert desk.rows("Mappings")[0][0] == "By Anna"
        desk.undo_it()
        assert desk.rows("Mappings")[0][0] == "By hand"
        desk.window.activateWindow()
        desk.press("Delete")
        assert desk.button("Add from a file …").hasFocus()
        assert desk.sees("None yet: drop a table") and "What was imported by it stays" in desk.said[-1]
        desk.undo_it()
        assert desk.rows("Mappings")[0][0] == "By hand"
        assert desk.nameless() == []

    def test_exported_and_added(self, desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.keep(desk)
        desk.open("settings")
        desk.pick("Mappings", "By hand")
        path = tmp_path / "hand"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
        desk.press("Export …")
        assert desk.said[-1] == "The mapping is in hand.smmdesk-mapping."
        desk.press("Delete")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (f"{path}.smmdesk-mapping", ""))
        desk.press("Add from a file …")
        assert desk.rows("Mappings")[0][0] == "By hand"
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(tmp_path / "none"), ""))
        desk.press("Add from a file …")
        assert desk.sees("none could not be read")


@pytest.mark.parametrize("dress", ["light-it", "dark-en"])
def test_it_fits_the_smallest_window_in_both_dresses(desk: Any, hotel: int, tmp_path: Path, dress: str) -> None:
    look, language = dress.split("-")
    i18n.use_language(language)
    theme.apply(look)
    desk.open("today", client=hotel)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    drop(desk, written(tmp_path, SHOP, "shop.csv"))
    page = desk.window.page
    page.on_map(batch_of(desk.context).files[0])
    settle(desk)
    previewed(desk)
    view = page.mapping
    assert view.width() <= page.width() and desk.window.width() <= theme.SMALLEST_WINDOW[0]
    for line in view.columns.lines:
        right = line.meaning.mapTo(view, line.meaning.rect().topRight()).x()
        assert right <= view.split.widget(0).geometry().right()
    theme.apply("light")


def test_a_mapping_by_name_of_dates_stays_chosen(desk: Any, hotel: int, tmp_path: Path) -> None:
    with desk.domain():
        columns = (ColumnUse("Giorno", Role.DAY), ColumnUse("Altro", Role.METRIC, "bing_webmaster.clicks.v1"))
        remember(
            MappingSpec(
                "Hand", Target.DAYS, "bing_webmaster", titles=("Giorno", "Altro"), columns=columns, dates=DateForm.MDY
            )
        )
    desk.open("today", client=hotel)
    drop(desk, written(tmp_path, "Giorno;Altro\n01/06/2026;3\n", "hand.csv"))
    press(desk, "Change its mapping …")
    previewed(desk)
    assert desk.read("Dates") == "month/day/year" and desk.read("Name of the mapping") == "Hand"
