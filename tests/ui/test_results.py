"""The Results page on really imported exports: figures, history, posts, what is missing, all clients at a glance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from smmdesk.core import i18n
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountDraft, account_rows, add_account
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.imports.tables import Import
from smmdesk.ui import theme

MAY, JUNE = Month(2026, 5), Month(2026, 6)
FIGURES, ALL = "Figures of the account", "Results of all clients"
POSTS_VIEW = 2
HEADER = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves"
)


def an_export(path: Path, posts: list[tuple[str, str, int, int]]) -> Path:
    """Write a Meta content export of Instagram with (day, text, views, likes) for each post."""
    lines = [HEADER]
    for place, (day, text, views, likes) in enumerate(posts):
        year, month, number = day.split("-")
        lines.append(
            f'1790000000000{place:04d},17841400000000000,hotelmiramare,Hotel Miramare,"{text}",0,'
            f"{month}/{number}/{year} 03:00,https://www.instagram.com/p/AAAAAAAAA{place:02d}/,IG image,,Lifetime,"
            f"{views},{views // 2},{likes},1,0,2,3"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


@pytest.fixture
def hotel(desk: Any, tmp_path: Path) -> int:
    """Keep a client with an imported account (two months) and one without numbers."""
    with desk.domain():
        client = add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome", brand_color="#0f4c5c"))
        add_account(client, AccountDraft("tiktok", "miramare"))
        export = an_export(
            tmp_path / "june.csv",
            [
                ("2026-06-20", "Terrazza al tramonto", 3000, 120),
                ("2026-06-11", "<b>Colazione</b> dalle 7", 1500, 80),
                ("2026-05-05", "Quiet rooms", 1000, 40),
            ],
        )
        import_file(export, client, create_accounts=True, read_on=date(2026, 7, 5))
    return client


def instagram(desk: Any) -> int:
    with desk.domain():
        return next(row.id for row in account_rows() if row.platform == "instagram")


def test_figures_are_those_of_the_months_posts(desk: Any, hotel: int) -> None:
    page = desk.open("results", client=hotel)
    page.accounts.choose(instagram(desk))
    desk.settle()
    figures = {row[0]: row[1] for row in desk.rows(FIGURES)}
    assert figures["Views of posts"] == "4,500"
    assert figures["Likes"] == "200"
    assert desk.sees("Instagram @hotelmiramare: read on 5 July 2026.")
    # 5 interactions beside the likes of each post: (120 + 6 + 80 + 6) of 1,500 + 750 people reached is 9.4 %
    assert figures["Engagement rate on reach"] == "9.4%"


def test_views_open_by_alt_and_their_number_and_pages_still_by_ctrl(desk: Any, hotel: int) -> None:
    page = desk.open("results", client=hotel)
    for place in (1, 2, 3, 4, 0):
        desk.key(Qt.Key(Qt.Key.Key_1 + place), Qt.KeyboardModifier.AltModifier)
        assert page.tabs.currentIndex() == place
    desk.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.page.word == "today"


def test_the_keyboard_goes_on_in_the_view_that_alt_opened(desk: Any, hotel: int) -> None:
    page = desk.open("results", client=hotel)
    page.accounts.choose(instagram(desk))
    desk.settle()
    names = {1: "13 months of the account", 2: "Posts", 0: FIGURES}
    for place, name in names.items():
        desk.key(Qt.Key(Qt.Key.Key_1 + place), Qt.KeyboardModifier.AltModifier)
        focused = QApplication.focusWidget()
        assert focused is not None and focused.accessibleName() == name
        assert page.view(place).isAncestorOf(focused)
    assert "Alt+2" in page.tabs.tabToolTip(1)
    desk.press("Type numbers")
    desk.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)  # the views are not there: nothing behind the grid moves
    assert page.tabs.currentIndex() == 0


def test_an_account_says_what_its_number_is(desk: Any, hotel: int) -> None:
    desk.open("results", client=hotel)
    assert desk.has_button("Instagram @hotelmiramare · 2 posts")
    assert desk.has_button("TikTok @miramare")
    desk.open("results", client=hotel, month=MAY)
    assert desk.has_button("Instagram @hotelmiramare · 1 post")


@pytest.mark.parametrize("width", [1100, 1300, 1700])
def test_the_name_of_a_figure_is_written_whole(desk: Any, hotel: int, width: int) -> None:
    page = desk.open("results", client=hotel)
    desk.window.resize(width, 760)
    page.accounts.choose(instagram(desk))
    desk.settle()
    table = desk.table(FIGURES)
    assert "Engagement rate on reach" in [row[0] for row in desk.rows(FIGURES)]
    long = replace(page.view(0).figures.rows.rows[0], id="x", title="Coinvolgimento dei post sulle visualizzazioni")
    page.view(0).figures.set_rows([*page.view(0).figures.rows.rows, long])
    room = table.columnWidth(0) - 2 * theme.CELL
    assert all(theme.text_width(row[0]) <= room for row in desk.rows(FIGURES))


def test_nothing_is_shown_empty_while_it_is_read(desk: Any, hotel: int) -> None:
    desk.open("today")
    desk.window.show_page("results")  # not read yet
    page = desk.window.page
    assert desk.context.tasks.busy
    assert not page.overview.isVisible() and not page.tabs.isVisible()
    desk.settle()
    assert page.overview.isVisible() and len(desk.rows(ALL)) == 2
    assert not page.tabs.isVisible()


def test_the_rate_stays_while_the_same_month_is_read_again(desk: Any, hotel: int) -> None:
    page = desk.open("results", client=hotel)
    page.accounts.choose(instagram(desk))
    desk.settle()
    shown = [row[0] for row in desk.rows(FIGURES)]
    assert "Engagement rate on reach" in shown
    view = page.view(0)
    view.show_scope(view.scope)  # as after an import: what takes longer is not there yet
    assert [row[0] for row in desk.rows(FIGURES)] == shown
    desk.settle()


def test_the_chosen_figure_shows_its_past(desk: Any, hotel: int) -> None:
    page = desk.open("results", client=hotel)
    page.accounts.choose(instagram(desk))
    desk.settle()
    chart = page.view(0).chart
    assert "May 2026: 1,000" in chart.accessibleDescription()
    assert "June 2026: 4,500" in chart.accessibleDescription()
    desk.pick(FIGURES, "Likes")
    assert desk.sees("Likes")
    assert "June 2026: 200" in chart.accessibleDescription()


def test_a_single_month_has_no_history_and_says_so(desk: Any, hotel: int) -> None:
    page = desk.open("results", client=hotel, month=MAY)
    page.accounts.choose(instagram(desk))
    desk.settle()
    assert not page.view(0).chart.isVisible()
    assert desk.sees("A history needs two months with a value.")


def test_an_account_without_numbers_says_so(desk: Any, hotel: int) -> None:
    page = desk.open("results", client=hotel)
    tiktok = next(one.id for one in page._data.accounts if one.title.startswith("TikTok"))
    page.accounts.choose(tiktok)
    desk.settle()
    assert desk.sees("TikTok @miramare: nothing was imported for June 2026.")
    assert desk.sees("Nothing was imported for this month. The view of 13 months shows what is there.")
    page.tabs.setCurrentIndex(POSTS_VIEW)
    desk.settle()
    assert desk.sees("No posts of this account were read yet. Import an export with its posts.")


def test_a_month_read_too_early_is_provisional(desk: Any, tmp_path: Path) -> None:
    with desk.domain():
        client = add_client(ClientDraft("Bar Sport", "it", "EUR", "Europe/Rome"))
        export = an_export(tmp_path / "early.csv", [("2026-06-20", "Presto", 10, 1)])
        import_file(export, client, create_accounts=True, read_on=date(2026, 7, 2))
    desk.open("results", client=client)
    assert desk.sees("Provisional until it is read again from 4 July on.")


def test_all_clients_at_a_glance(desk: Any, hotel: int) -> None:
    page = desk.open("results")
    assert desk.rows(ALL) == [
        ["Hotel Miramare", "Instagram @hotelmiramare", "2", "5 Jul 2026"],
        ["Hotel Miramare", "TikTok @miramare", "–", "not imported"],  # no file said that it was none
    ]
    assert desk.sees("June 2026: 1 of 2 accounts have numbers.")
    page.overview.opened.emit(page.overview.proxy.row_at(0))
    desk.settle()
    assert desk.context.client_id == hotel


def test_each_empty_state_says_what_to_do(desk: Any, hotel: int) -> None:
    page = desk.open("results", client=hotel, month=Month(2025, 1))
    page.accounts.choose(instagram(desk))
    desk.settle()
    assert desk.sees("Instagram @hotelmiramare: nothing was imported for January 2025.")
    with desk.domain():
        bare = add_client(ClientDraft("Bar Sport", "it", "EUR", "Europe/Rome"))
    desk.open("results", client=bare)
    assert desk.sees("No numbers yet")
    with desk.domain():
        add_account(bare, AccountDraft("instagram", "barsport"))
    desk.open("results", client=hotel)
    desk.open("results", client=bare)
    assert desk.sees("No numbers yet")


def test_without_a_client_the_page_leads_to_the_first_one(desk: Any) -> None:
    desk.open("results")
    assert desk.sees("No client yet")
    desk.press("Add a client")
    assert desk.window.page.word == "clients"


def test_an_import_under_way_is_said(desk: Any, hotel: int) -> None:
    with desk.prepared():
        Import.create(client=hotel, file_name="july.csv", sha256="2", format="x", state="running", imported_at=1)
    page = desk.open("results", client=hotel)
    assert page.importing.isVisible()
    assert "july.csv" in page.importing.accessibleName()
    with desk.prepared():
        Import.delete().where(Import.file_name == "july.csv").execute()
    desk.context.changes.emit("imports")
    desk.settle()
    assert not page.importing.isVisible()


def test_files_are_asked_for(desk: Any, hotel: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [str(tmp_path / "a.csv")]
    monkeypatch.setattr("smmdesk.ui.pages.results.page.QFileDialog.getOpenFileNames", lambda *_arguments: (chosen, ""))
    asked: list[Any] = []
    desk.open("results", client=hotel)
    desk.context.files_asked.disconnect()
    desk.context.files_asked.connect(asked.append)
    desk.press("Import files")
    assert asked == [[tmp_path / "a.csv"]]


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("tones", ["light", "dark"])
def test_it_can_be_shown_in_both_languages_and_themes(desk: Any, hotel: int, language: str, tones: str) -> None:
    i18n.use_language(language)
    theme.apply(tones)
    page = desk.open("results", client=hotel)
    page.accounts.choose(instagram(desk))
    desk.settle()
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        desk.settle()
        assert not desk.window.grab().isNull()
        assert desk.nameless() == []
