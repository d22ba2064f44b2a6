"""The grid of typed numbers by its keyboard and visible words: typing, states, pasting, saving, undoing, posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QStyle, QStyleOptionComboBox

from smmdesk.core import i18n, periods
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Unit
from smmdesk.domain.accounts import AccountDraft, add_account
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.imports.queries import imports_of
from smmdesk.domain.results.months import account_metrics
from smmdesk.domain.results.own_metrics import (
    CLASS_WORDS,
    DIRECTION_WORDS,
    UNIT_WORDS,
    add_own_metric,
    forget_own_metrics,
)
from smmdesk.domain.results.queries import posts_of_month
from smmdesk.ui import theme
from smmdesk.ui.pages.results.typed.table import GridTable
from tests.ui.results_hands import assert_whole_months, right_month

MAY, JUNE = Month(2026, 5), Month(2026, 6)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LAST = 12  # the column of the chosen month


@pytest.fixture(autouse=True)
def eighth_of_july() -> Iterator[None]:
    from datetime import UTC, datetime

    with periods.clock_at(datetime(2026, 7, 8, 9, 0, tzinfo=UTC)):
        yield
    forget_own_metrics()
    i18n.use_language("en")


class Grid:
    """The grid as a user works in it: keys go where the focus is, cells are read as they are shown."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk

    @property
    def table(self) -> GridTable:
        found = [one for one in self.desk.window.findChildren(GridTable) if one.isVisible()]
        assert found, "no grid"
        return found[0]

    def at(self, row: str, month: str) -> tuple[int, int]:
        model = self.table.model()
        rows = [model.headerData(place, Qt.Orientation.Vertical) for place in range(model.rowCount())]
        months = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
        return rows.index(row), months.index(month)

    def read(self, row: str, month: str = "Jun 2026") -> str:
        model = self.table.model()
        return model.data(model.index(*self.at(row, month)))

    def go(self, row: str, month: str = "Jun 2026") -> None:
        self.table.setFocus()
        self.table.setCurrentIndex(self.table.model().index(*self.at(row, month)))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.desk.key(key, modifier)

    def type(self, text: str) -> None:
        self.desk.window.activateWindow()
        self.desk.qtbot.waitUntil(self.desk.window.isActiveWindow)
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget() or self.desk.window, letter)

    def enter(self, text: str) -> None:
        self.type(text)
        self.key(Qt.Key.Key_Return)

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, CTRL)

    def choose_state(self, words: str) -> None:
        self.key(Qt.Key.Key_F4)
        menu = next(one for one in self.desk.window.findChildren(QMenu) if one.isVisible())
        action = next(one for one in menu.actions() if words in one.text().replace("&", ""))
        action.trigger()
        menu.close()

    @property
    def current(self) -> tuple[int, int]:
        index = self.table.currentIndex()
        return index.row(), index.column()


@pytest.fixture
def client(desk: Any) -> int:
    """Keep a client with a Threads account and three named metrics."""
    with desk.domain():
        client = add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome"))
        add_account(client, AccountDraft("website", "miramare"))
        add_own_metric("website", "Profile views")
        add_own_metric("website", "Persons", additivity=Additivity.UNIQUE)
        add_own_metric("website", "Fans", additivity=Additivity.STOCK)
        add_own_metric("website", "Boosts", unit=Unit.MONEY)
        add_own_metric("website", "Hearts", of_posts=True)
    return client


@pytest.fixture
def grid(desk: Any, client: int) -> Grid:
    """Open the grid of the Threads account for June 2026."""
    desk.open("results", client=client)
    desk.press("Type numbers")
    return Grid(desk)


def account_of(desk: Any, client: int) -> int:
    from smmdesk.domain.accounts import account_rows

    with desk.domain():
        return account_rows(client)[0].id


def kept(desk: Any, client: int, month: Month = JUNE) -> dict[str, Any]:
    account = account_of(desk, client)
    with desk.domain():
        return {one.metric.split(".")[1]: one.value for one in account_metrics(account, month)}


class TestTyping:
    """As in a spreadsheet."""

    def test_numbers_are_typed_saved_and_undone(self, desk: Any, grid: Grid, client: int) -> None:
        grid.go("Profile views")
        grid.enter("1,234")
        grid.enter("567")
        grid.enter("0")
        assert desk.sees("3 are not saved yet.")
        desk.press("Save 3 numbers")
        assert desk.said == ["3 numbers are saved."]
        assert kept(desk, client) == {"own_profile_views": 1234, "own_persons": 567, "own_fans": 0}
        assert (grid.read("Profile views"), grid.read("Fans")) == ("1,234", "0")
        desk.undo_it()
        assert kept(desk, client) == {}
        assert grid.read("Profile views") == ""
        assert desk.said[-1] == "The numbers are as before."

    def test_enter_goes_down_tab_to_the_right_and_shift_back(self, grid: Grid) -> None:
        grid.go("Profile views", "Apr 2026")
        row, column = grid.current
        grid.type("5")
        grid.key(Qt.Key.Key_Tab)
        assert grid.current == (row, column + 1)
        grid.type("6")
        grid.key(Qt.Key.Key_Return)
        assert grid.current == (row + 1, column + 1)
        grid.key(Qt.Key.Key_Return, SHIFT)
        assert grid.current == (row, column + 1)
        grid.key(Qt.Key.Key_Backtab, SHIFT)
        assert grid.current == (row, column)
        assert (grid.read("Profile views", "Apr 2026"), grid.read("Profile views", "May 2026")) == ("5", "6")

    def test_an_arrow_takes_what_was_typed_but_moves_inside_after_f2(self, grid: Grid) -> None:
        grid.go("Profile views", "May 2026")
        grid.type("42")
        grid.key(Qt.Key.Key_Right)
        assert grid.read("Profile views", "May 2026") == "42"
        assert grid.current == (0, LAST)
        grid.go("Profile views", "May 2026")
        grid.key(Qt.Key.Key_F2)
        grid.key(Qt.Key.Key_Home)
        grid.key(Qt.Key.Key_Right)
        grid.enter("7")
        assert grid.read("Profile views", "May 2026") == "472"

    def test_escape_leaves_a_cell_as_it_was_and_then_the_table(self, desk: Any, grid: Grid) -> None:
        grid.go("Profile views")
        grid.type("9")
        grid.key(Qt.Key.Key_Escape)
        assert grid.read("Profile views") == ""
        assert grid.table.hasFocus()
        grid.key(Qt.Key.Key_Escape)
        assert not grid.table.hasFocus()
        assert desk.window.isAncestorOf(QApplication.focusWidget())

    def test_tab_in_the_last_cell_leaves_the_table(self, grid: Grid) -> None:
        grid.go("Boosts (€)")
        grid.key(Qt.Key.Key_Tab)
        assert not grid.table.hasFocus()

    def test_steps_back_and_forward(self, grid: Grid) -> None:
        grid.go("Profile views")
        grid.enter("1")
        grid.go("Profile views")
        grid.enter("2")
        grid.key(Qt.Key.Key_Z, CTRL)
        assert grid.read("Profile views") == "1"
        grid.key(Qt.Key.Key_Z, CTRL)
        assert grid.read("Profile views") == ""
        grid.key(Qt.Key.Key_Z, CTRL | SHIFT)
        assert grid.read("Profile views") == "1"

    def test_delete_empties_and_what_was_kept_is_taken_back(self, desk: Any, grid: Grid, client: int) -> None:
        grid.go("Profile views")
        grid.enter("5")
        grid.go("Profile views")
        grid.key(Qt.Key.Key_Delete)
        assert not desk.sees("not saved")
        grid.enter("5")
        grid.key(Qt.Key.Key_Return, CTRL)
        assert kept(desk, client) == {"own_profile_views": 5}
        grid.go("Profile views")
        grid.key(Qt.Key.Key_Delete)
        assert grid.read("Profile views") == "–"
        assert desk.sees("Emptied: what was typed is taken back when you save.")
        grid.key(Qt.Key.Key_Return, CTRL)
        assert desk.said[-1] == "1 is taken back."
        assert kept(desk, client) == {}
        desk.undo_it()
        assert kept(desk, client) == {"own_profile_views": 5}

    def test_the_same_number_is_no_change(self, desk: Any, grid: Grid, client: int) -> None:
        grid.go("Profile views")
        grid.enter("5")
        desk.press("Save 1 number")
        grid.go("Profile views")
        grid.enter("5")
        assert not desk.sees("not saved")
        assert not desk.button("Save").isEnabled()

    def test_italian_numbers_in_an_italian_window(self, desk: Any, client: int) -> None:
        i18n.use_language("it")
        page = desk.open("results", client=client)
        page.typing.open()
        desk.settle()
        grid = Grid(desk)
        grid.go("Boosts (€)", "giu 2026")
        grid.enter("1.234,5")
        assert grid.read("Boosts (€)", "giu 2026") == "1.234,5"
        page.typing._area.save()
        desk.settle()
        assert str(kept(desk, client)["own_boosts"]) == "1234.5"


class TestErrors:
    """What cannot be kept stays in its cell with its sentence, and nothing of the save is kept."""

    def test_what_is_no_number_stays_and_is_led_to(self, desk: Any, grid: Grid, client: int) -> None:
        grid.go("Profile views")
        grid.enter("12.5")
        grid.enter("7")
        assert desk.sees("1 cannot be read.")
        assert not desk.has_button("Save 2 numbers")
        assert "leads to the first one" in desk.button("1 number cannot be read").toolTip()
        desk.press("1 number cannot be read")
        assert grid.current == (0, LAST)
        assert grid.read("Profile views") == "12.5"
        assert desk.sees("This is counted in whole numbers. Write it as in English: 1234 or 1,234.")
        assert kept(desk, client) == {}
        grid.enter("125")
        desk.press("Save 2 numbers")
        assert kept(desk, client) == {"own_profile_views": 125, "own_persons": 7}

    def test_a_refusal_of_the_command_stands_at_its_cell(self, desk: Any, grid: Grid, client: int) -> None:
        desk.type("Read on", "20/05/2026")
        grid.go("Persons", "May 2026")
        grid.enter("7")
        grid.go("Profile views")
        grid.enter("7")
        desk.press("Save 2 numbers")
        assert desk.sees("June 2026 had not begun on 20/05/2026.")
        assert grid.current == (0, LAST)
        assert kept(desk, client, MAY) == {}

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("09/07/2026", "lies in the future"),
            ("", "Say on which day the numbers were read."),
            ("soon", "This is not a day."),
        ],
    )
    def test_a_wrong_day_is_said_beside_it(self, desk: Any, grid: Grid, client: int, typed: str, words: str) -> None:
        grid.go("Profile views")
        grid.enter("7")
        desk.type("Read on", typed)
        desk.press("Save 1 number")
        assert desk.sees(words)
        assert kept(desk, client) == {}
        assert grid.read("Profile views") == "7"
        # With a day that can be the line is as before: the keys are told, the day stands beside its label.
        assert not desk.sees("F2 edits")
        desk.type("Read on", "01/06/2026")
        assert desk.sees("F2 edits") and not desk.sees(words)
        day = desk.field("Read on")
        label = next(one for one in day.window().findChildren(QLabel) if one.text() == "Read on" and one.isVisible())
        assert day.mapToGlobal(day.rect().topLeft()).x() - label.mapToGlobal(label.rect().topRight()).x() < theme.XL


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu cannot be raised without a screen
class TestStates:
    """By a key or a menu."""

    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("Not applicable", "not applicable"),
            ("Not available", "not available"),
            ("0: the platform said 0", "0"),
        ],
    )
    def test_of_an_empty_cell(self, desk: Any, grid: Grid, words: str, shown: str) -> None:
        grid.go("Persons")
        grid.choose_state(words)
        assert grid.read("Persons") == shown
        desk.press("Save 1 number")
        assert grid.read("Persons") == shown

    def test_of_a_number(self, desk: Any, grid: Grid) -> None:
        grid.go("Persons")
        grid.enter("800")
        grid.go("Persons")
        grid.choose_state("Estimated")
        assert grid.read("Persons") == "≈ 800"
        grid.choose_state("Not yet complete")
        assert grid.read("Persons") == "800 …"
        grid.choose_state("The number as it is")
        assert grid.read("Persons") == "800"
        grid.choose_state("Empty")
        assert grid.read("Persons") == ""

    def test_an_estimate_needs_its_number(self, desk: Any, grid: Grid) -> None:
        grid.go("Persons")
        grid.choose_state("Estimated")
        assert desk.sees("Type the number first, then say what it is.")
        desk.press("All right")
        grid.go("Persons")
        grid.enter("~800")
        assert grid.read("Persons") == "≈ 800"

    def test_a_month_under_way_says_that_it_is_not_complete(self, desk: Any, client: int) -> None:
        desk.open("results", client=client, month=Month(2026, 7))
        desk.press("Type numbers")
        grid = Grid(desk)
        grid.go("Profile views", "Jul 2026")
        grid.enter("90")
        desk.press("Save 1 number")
        assert grid.read("Profile views", "Jul 2026") == "90 …"


class TestPasting:
    """A block from a spreadsheet is read as a whole."""

    def test_a_block(self, desk: Any, grid: Grid, client: int) -> None:
        grid.go("Profile views", "May 2026")
        grid.paste("1.234\t99\r\n5\t\r\n")
        assert [grid.read("Profile views", month) for month in ("May 2026", "Jun 2026")] == ["1,234", "99"]
        assert [grid.read("Persons", month) for month in ("May 2026", "Jun 2026")] == ["5", ""]
        desk.press("Save 3 numbers")
        assert kept(desk, client, MAY) == {"own_profile_views": 1234, "own_persons": 5}
        grid.go("Profile views", "May 2026")
        grid.key(Qt.Key.Key_Right, SHIFT)
        grid.key(Qt.Key.Key_Down, SHIFT)
        grid.key(Qt.Key.Key_C, CTRL)
        assert QApplication.clipboard().text() == "1234\t99\n5\t"

    def test_one_step_back_takes_the_whole_block(self, grid: Grid) -> None:
        grid.go("Profile views", "May 2026")
        grid.paste("1\t2\n3\t4")
        grid.key(Qt.Key.Key_Z, CTRL)
        assert [grid.read("Profile views", "May 2026"), grid.read("Persons")] == ["", ""]

    def test_a_doubtful_number_is_asked(self, desk: Any, grid: Grid) -> None:
        with desk.domain():
            add_own_metric("website", "Hours seen", unit=Unit.HOURS)
        desk.context.changes.emit("results")
        desk.settle()
        grid.go("Hours seen (hours)")
        grid.paste("1.234")
        assert desk.sees("“1.234” can be read in two ways. Which one is it?")
        assert grid.read("Hours seen (hours)") == ""
        desk.press("1,234")
        assert grid.read("Hours seen (hours)") == "1,234"

    def test_money_with_three_decimals_can_only_be_grouped(self, grid: Grid) -> None:
        grid.go("Boosts (€)")
        grid.paste("1.234")
        assert grid.read("Boosts (€)") == "1,234"

    def test_words_among_numbers_paste_nothing(self, desk: Any, grid: Grid) -> None:
        grid.go("Profile views")
        grid.paste("12\nlots")
        assert desk.sees("Nothing was pasted: “lots” in line 2, column 1 cannot be read.")
        assert grid.read("Profile views") == ""

    def test_what_does_not_fit_is_said(self, desk: Any, grid: Grid) -> None:
        grid.go("Profile views")
        grid.paste("1\t2")
        assert desk.sees("What did not fit into the table was left out.")
        assert grid.read("Profile views") == "1"


class TestFilesNumbers:
    """What a file brought is muted, told with its source, and typed over only when asked for."""

    @pytest.fixture
    def bing(self, desk: Any, client: int, tmp_path: Path) -> Grid:
        export = tmp_path / "bing.csv"
        export.write_text(
            '"Date","Clicks","Impressions","Avg. CTR"\n'
            + "\n".join(f'"6/{number}/2026 12:00:00 AM","2","100","2%"' for number in range(1, 31))
            + "\n",
            encoding="utf-8",
        )
        with desk.domain():
            account = add_account(client, AccountDraft("bing_webmaster", "miramare.example"))
            result = import_file(export, client, account=account, read_on=date(2026, 7, 5))
            assert result.kept, result
        page = desk.open("results", client=client)
        page.accounts.choose(account)
        desk.press("Type numbers")
        return Grid(desk)

    def test_its_source_is_told(self, desk: Any, bing: Grid) -> None:
        bing.go("Clicks")
        assert bing.read("Clicks") == "60"
        assert desk.sees("From “bing.csv”, read on 5 July 2026. F2 types over it.")
        index = bing.table.currentIndex()
        assert index.data(Qt.ItemDataRole.ForegroundRole) == theme.color("muted")

    def test_typing_by_accident_changes_nothing(self, desk: Any, bing: Grid) -> None:
        bing.go("Clicks")
        bing.type("7")
        assert desk.sees("this number came with a file")
        assert bing.read("Clicks") == "60"
        desk.press("Leave it")
        bing.key(Qt.Key.Key_Delete)
        assert bing.read("Clicks") == "60"
        assert not desk.sees("not saved")

    def test_typing_over_it_becomes_the_newer_read(self, desk: Any, bing: Grid, client: int) -> None:
        bing.go("Clicks")
        bing.type("7")
        desk.press("Type over it")
        bing.type("0")
        bing.key(Qt.Key.Key_Return)
        bing.go("Clicks")
        assert desk.sees("It will stand before 60 from “bing.csv”.")
        desk.press("Save 1 number")
        bing.go("Clicks")
        assert desk.sees("Typed by hand, read on 8 July 2026.")
        desk.undo_it()
        bing.go("Clicks")
        assert bing.read("Clicks") == "60"

    def test_pasting_leaves_them_and_offers(self, desk: Any, bing: Grid) -> None:
        bing.go("Clicks", "May 2026")
        bing.paste("11\t12\n13\t14")
        assert (bing.read("Clicks", "May 2026"), bing.read("Clicks")) == ("11", "60")
        assert desk.sees("2 cells hold files’ numbers and were left as they are.")
        desk.press("Type over them")
        assert (bing.read("Clicks"), bing.read("Impressions")) == ("12", "14")

    def test_no_posts_for_what_publishes_none(self, desk: Any, bing: Grid) -> None:
        assert not desk.has_button("Add a post")


class TestLeaving:
    """Cells that are not saved are asked about."""

    def test_a_change_of_month_asks(self, desk: Any, grid: Grid) -> None:
        grid.go("Profile views")
        grid.enter("5")
        desk.answer = False
        assert not desk.context.choose_month(MAY)
        assert [box.title for box in desk.boxes] == ["What you typed is not saved yet."]
        assert grid.read("Profile views") == "5"
        desk.answer = True
        assert desk.context.choose_month(MAY)
        desk.settle()
        assert grid.read("Profile views", "May 2026") == ""
        assert desk.sees("Numbers of Website miramare, May 2025 to May 2026.")

    def test_a_cell_that_is_still_open_counts(self, desk: Any, grid: Grid) -> None:
        grid.go("Profile views")
        grid.type("5")
        desk.answer = False
        desk.press("Back to the results")
        assert len(desk.boxes) == 1
        assert grid.read("Profile views") == "5"

    def test_back_to_the_results_without_changes(self, desk: Any, grid: Grid) -> None:
        desk.press("Back to the results")
        assert desk.boxes == []
        assert desk.has_button("Import files")
        assert desk.has_button("Type numbers")

    def test_another_account_asks(self, desk: Any, grid: Grid, client: int) -> None:
        with desk.domain():
            add_account(client, AccountDraft("tiktok", "miramare"))
        desk.context.changes.emit("accounts")
        desk.settle()
        grid.go("Profile views")
        grid.enter("5")
        desk.choose("Account", "TikTok @miramare")
        assert len(desk.boxes) == 1
        assert desk.read("Account") == "Website miramare"
        desk.answer = True
        desk.choose("Account", "TikTok @miramare")
        desk.settle()
        assert grid.read("Video views") == ""


class TestBeside:
    """A new metric, a post without a file, a screenshot as evidence."""

    def test_a_new_metric_gets_its_row(self, desk: Any, grid: Grid, client: int) -> None:
        desk.press("New metric")
        desk.type("Name", "Story taps")
        desk.choose("What kind of number is it?", "Each person once: never added up (reach)")
        desk.press("Add the metric")
        assert desk.said[-1] == "“Story taps” can be typed now."
        grid.go("Story taps")
        grid.enter("12")
        desk.press("Save 1 number")
        assert kept(desk, client) == {"own_story_taps": 12}

    @pytest.mark.parametrize("language", ["en", "it"])
    def test_the_choices_can_be_read_whole(self, desk: Any, client: int, language: str) -> None:
        i18n.use_language(language)
        desk.open("results", client=client)
        desk.window.resize(1100, 700)
        desk.press(i18n._("Type numbers"))
        desk.press(i18n._("New metric"))
        firsts = {i18n._(next(iter(words.values()))) for words in (CLASS_WORDS, UNIT_WORDS, DIRECTION_WORDS)}
        shown = [one for one in desk.window.findChildren(QComboBox) if one.isVisible() and one.itemText(0) in firsts]
        assert len(shown) == 3
        part = QStyle.SubControl.SC_ComboBoxEditField
        for combo in shown:
            option = QStyleOptionComboBox()
            combo.initStyleOption(option)
            room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo).width()
            wide = [text for text in map(combo.itemText, range(combo.count())) if theme.text_width(text) > room]
            assert wide == [], room

    def test_an_account_without_metrics_says_how_to_begin(self, desk: Any, client: int) -> None:
        with desk.domain():
            account = add_account(client, AccountDraft("other", "miramare"))
        page = desk.open("results", client=client)
        page.accounts.choose(account)
        desk.press("Type numbers")
        assert desk.sees("No metric of this platform is known yet.")
        assert desk.window.focusWidget() is desk.button("New metric")

    def test_a_post_is_added_and_undone(self, desk: Any, grid: Grid, client: int) -> None:
        desk.press("Add a post")
        desk.type("Published on", "20/06/2026")
        desk.type("At (client’s time)", "18:30")
        desk.choose("Format", "Text")
        desk.type("Title", "Terrazza al tramonto")
        desk.type("Link", "https://www.threads.net/@miramare/post/DAbcDEfgHIj")
        desk.type("Hearts", "1,200")
        desk.press("Add the post")
        assert desk.said[-1] == "The post is added."
        account = account_of(desk, client)
        with desk.domain():
            (post,) = posts_of_month(account, JUNE)
        assert post.external_id.startswith("typed-")  # the link is of another platform
        assert (post.kind, post.title) == ("text", "Terrazza al tramonto")
        assert [value.value for value in post.values.values()] == [1200]
        desk.undo_it()
        with desk.domain():
            assert posts_of_month(account, JUNE) == []

    @pytest.mark.parametrize(
        ("field", "typed", "words"),
        [
            ("Published on", "9/7/2026", "after the day on which its numbers were read"),
            ("At (client’s time)", "25:00", "This is no time of day."),
            ("Hearts", "1.5", "This is counted in whole numbers."),
            ("Title", "", "A post needs a title, a text or a link."),
        ],
    )
    def test_a_post_that_cannot_be(
        self, desk: Any, grid: Grid, client: int, field: str, typed: str, words: str
    ) -> None:
        desk.press("Add a post")
        desk.type("Published on", "20/06/2026")
        desk.type("Title", "Terrazza")
        desk.type(field, typed)
        desk.press("Add the post")
        assert desk.sees(words)
        with desk.domain():
            assert imports_of(client) == []

    def test_a_screenshot_is_kept_with_the_numbers(self, desk: Any, grid: Grid, client: int, tmp_path: Path) -> None:
        shot = tmp_path / "insights.png"
        shot.write_bytes(b"picture")
        desk.window.page.typing._area.reading.attach(shot)
        grid.go("Profile views")
        grid.enter("5")
        desk.press("Save 1 number")
        with desk.domain():
            (row,) = imports_of(client)
        assert (row.name, row.file_name) == ("Numbers typed by hand", "insights.png")
        assert desk.has_button("Attach a screenshot")

    def test_it_stands_among_the_imports(self, desk: Any, grid: Grid, client: int) -> None:
        grid.go("Profile views")
        grid.enter("5")
        desk.press("Save 1 number")
        desk.open("imports", client=client)
        assert [row[1] for row in desk.rows("Imported before")] == ["Numbers typed by hand"]
        desk.pick("Imported before", "Numbers typed by hand")
        assert desk.sees("1 typed")
        desk.answer = True
        desk.press("Undo this import")
        assert kept(desk, client) == {}


def test_a_narrow_window_shows_whole_months_and_the_latest(desk: Any, grid: Grid) -> None:
    for width in (1400, 1100, 1180, 1600):
        desk.window.resize(width, 760)
        desk.settle()
        assert_whole_months(grid.table)
        assert right_month(grid.table) == LAST, width


def test_everything_has_a_name(desk: Any, grid: Grid) -> None:
    desk.press("Add a post")
    assert desk.nameless() == []


def test_the_button_is_there_only_for_a_client_with_accounts(desk: Any, client: int) -> None:
    desk.open("results", client=None)
    assert not desk.has_button("Type numbers")
    with desk.domain():
        bare = add_client(ClientDraft("Bar", "it", "EUR", "Europe/Rome"))
    desk.open("results", client=bare)
    assert not desk.has_button("Type numbers")


def test_the_grid_changes_its_tones_with_the_theme(desk: Any, grid: Grid) -> None:
    grid.go("Profile views")
    grid.enter("5")
    grid.go("Profile views")
    light = grid.table.currentIndex().data(Qt.ItemDataRole.BackgroundRole).name()
    theme.apply("dark")
    dark = grid.table.currentIndex().data(Qt.ItemDataRole.BackgroundRole).name()
    theme.apply("light")
    assert {light, dark} == {theme.LIGHT.accent_soft, theme.DARK.accent_soft}
