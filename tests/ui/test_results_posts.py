"""The posts of an account: chosen by filters, sorted where they are kept, tagged, given pictures, opened, exported."""

from __future__ import annotations

import csv
import time
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMenu, QPushButton, QStyleOptionViewItem

from smmdesk.core import i18n
from smmdesk.core.periods import Month
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.results.post_list import PostChoice, listed_posts, post_order
from smmdesk.domain.results.tables import MetricName, Post, PostRead, PostReading, PostWording
from smmdesk.ui import theme
from smmdesk.ui.pages.results.posts_model import BLOCK, PostColumn, PostsModel
from tests.ui.results_hands import POSTS, a_hotel, an_export, assert_whole_months, open_view, pick, rows, titles

LINES = [
    ("2026-06-20", "Terrazza al tramonto", 3000, 120),
    ("2026-06-11", "<b>Colazione</b> dalle 7 con caffè", 1500, 80),
    ("2026-06-02", "Menu di giugno", 0, 0),
    ("2026-05-05", "Quiet rooms", 1000, 40),
    ("2025-02-05", "Long ago", 9000, 10),
]


@pytest.fixture
def hotel(desk: Any, tmp_path: Path) -> int:
    return a_hotel(desk, tmp_path, LINES, date(2026, 7, 5))


def a_picture(path: Path, kind: str = "JPEG") -> Path:
    Image.new("RGB", (1600, 1200), "#2a7f9e").save(path, kind)
    return path


def test_the_posts_of_the_month_newest_first(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, POSTS)
    assert desk.sees("3 posts in June 2026")
    assert titles(view) == ["Day", "Post", "Format", "Views", "Likes", "Comments", "Shares"]
    assert rows(view)[0] == ["20 Jun 2026", "Terrazza al tramonto", "Image", "3,000", "120", "2", "1"]
    assert rows(view)[1][1] == "<b>Colazione</b> dalle 7 con caffè"
    assert rows(view)[2][3] == "0"  # a zero is a zero
    assert desk.sees("Views\u00a04,500 · Likes\u00a0200 · Comments\u00a06 · Shares\u00a03")


def test_the_range_reaches_from_a_month_to_everything(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, POSTS)
    desk.choose("Published when", "Last 13 months")
    desk.settle()
    assert desk.sees("4 posts in the 13 months to June 2026")
    desk.choose("Published when", "All posts")
    desk.settle()
    assert [row[1] for row in rows(view)][-1] == "Long ago"
    desk.choose("Published when", "From … to …")
    desk.settle()
    assert desk.read("From") and desk.read("To")
    desk.type("From", "5/5/2026")
    desk.type("To", "11/6/2026")
    desk.settle()
    assert [row[1] for row in rows(view)] == ["<b>Colazione</b> dalle 7 con caffè", "Menu di giugno", "Quiet rooms"]


def test_words_are_found_whatever_their_accents_and_case(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, POSTS)
    desk.type("Find a post", "CAFFE colaz")
    desk.qtbot.waitUntil(lambda: len(view.ids) == 1, timeout=5_000)
    desk.settle()
    assert rows(view)[0][1].startswith("<b>Colazione</b>")
    desk.type("Find a post", "nowhere")
    desk.qtbot.waitUntil(lambda: not view.ids, timeout=5_000)
    assert desk.sees("No post fits. Choose another format or tag, or other words.")


def test_every_column_sorts_by_its_header_and_by_the_keyboard(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, POSTS)
    header = view.table.horizontalHeader()
    place = header.sectionViewportPosition(titles(view).index("Likes")) + 4
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 6))
    desk.settle()
    assert [row[4] for row in rows(view)] == ["120", "80", "0"]
    assert desk.read("Order") == "Likes, most first"
    desk.choose("Order", "Likes, least first")
    desk.settle()
    assert [row[4] for row in rows(view)] == ["0", "80", "120"]
    assert header.sortIndicatorSection() == 4


drops_down = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # without a screen


@drops_down
def test_columns_are_chosen_and_remembered_by_platform(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, POSTS)
    desk.press("Columns")
    chooser = view._chooser
    boxes = {title.text(): title for title in chooser.findChildren(type(chooser._boxes[0][1].control))}
    assert boxes["Views"].isChecked() and not boxes["Saves"].isChecked()
    boxes["Saves"].click()
    boxes["Views"].click()
    chooser.hide()
    desk.settle()
    assert titles(view) == ["Day", "Post", "Format", "Likes", "Comments", "Shares", "Saves"]
    assert rows(view)[0][6] == "3"
    assert "instagram.post.saves.v1" in desk.context.settings.post_columns
    view._offer = None
    view.show_scope(view.scope)
    desk.settle()
    assert titles(view)[-1] == "Saves"


def test_a_post_is_shown_beside_the_list_and_opened(desk: Any, hotel: int, monkeypatch: pytest.MonkeyPatch) -> None:
    view = open_view(desk, hotel, POSTS)
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    assert not view.panel.isVisible()
    pick(desk, view, 1)
    assert view.panel.isVisible()
    assert desk.sees("11 June 2026 · Image · read on 5 Jul 2026")
    desk.window.resize(1600, 900)
    desk.settle()
    values = {row[0]: row[1:] for row in desk.rows("Values of the post")}
    assert values["Views"] == ["1,500", "5 Jul"]
    assert values["Reach"] == ["750", "5 Jul"]
    desk.press("Open the post")
    assert opened == ["https://www.instagram.com/p/AAAAAAAAA01/"]


def test_a_link_that_is_no_web_address_is_not_opened(desk: Any, hotel: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.prepared():
        PostWording.update(permalink="file:///etc/passwd").execute()
    view = open_view(desk, hotel, POSTS)
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    pick(desk, view, 0)
    assert not desk.button("Open the post").isEnabled()
    view.table.opened.emit()
    assert opened == []


def test_both_days_of_a_post_near_the_months_end(desk: Any, tmp_path: Path) -> None:
    # 16:30 in California on 31 May is 01:30 in Rome on 1 June.
    client = a_hotel(desk, tmp_path, [("2026-05-31 16:30", "Di notte", 10, 1)], date(2026, 7, 5))
    view = open_view(desk, client, POSTS)
    pick(desk, view, 0)
    assert desk.sees(
        "By the client’s clock it was published on 1 June 2026 and counts for June 2026; by the platform’s on "
        "31 May 2026."
    )


def test_earlier_reads_are_kept_and_shown(desk: Any, hotel: int, tmp_path: Path) -> None:
    with desk.domain():
        later = an_export(tmp_path / "later.csv", [("2026-06-20", "Terrazza al tramonto", 3300, 125)])
        import_file(later, hotel, create_accounts=True, read_on=date(2026, 7, 6))
    view = open_view(desk, hotel, POSTS)
    pick(desk, view, 0)
    assert {row[0]: row[1] for row in desk.rows("Values of the post")}["Views"] == "3,300"
    assert ["5 Jul 2026", "Views", "3,000"] in desk.rows("Earlier reads")


def test_the_search_of_the_window_leads_to_a_post(desk: Any, hotel: int) -> None:
    with desk.domain():
        post = Post.get(Post.external_id == "17900000000000004").id
    page = desk.open("results", client=hotel)
    desk.context.go("results", post)
    desk.settle()
    desk.settle()
    view = page.view(POSTS)
    assert view.isVisible()
    assert view.table.current_post().post.text == "Long ago"


def test_tags_go_to_all_chosen_posts_and_can_be_undone(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, POSTS)
    pick(desk, view, 0, 2)
    assert desk.sees("2 posts chosen")
    desk.type("Add a tag", "#terrazza")
    desk.press("Add")
    desk.settle()
    assert desk.said[-1] == "2 posts have the tag terrazza now."
    assert titles(view)[3] == "Tags"
    assert [row[3] for row in rows(view)] == ["terrazza", "", "terrazza"]
    desk.choose("Tag", "terrazza (2)")
    desk.settle()
    assert len(view.ids) == 2
    assert desk.sees("Views\u00a03,000 · Likes\u00a0120 · Comments\u00a04 · Shares\u00a02")
    desk.choose("Tag", "Without a tag")
    desk.settle()
    assert [row[1] for row in rows(view)] == ["<b>Colazione</b> dalle 7 con caffè"]
    desk.choose("Tag", "All tags")
    desk.settle()
    pick(desk, view, 0)
    desk.press("Take the tag terrazza away")
    desk.settle()
    assert [row[3] for row in rows(view)] == ["", "", "terrazza"]
    desk.undo_it()
    desk.settle()
    assert [row[3] for row in rows(view)] == ["terrazza", "", "terrazza"]


def test_a_tag_without_a_word_is_refused_at_its_line(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, POSTS)
    pick(desk, view, 0)
    desk.type("Add a tag", "##")
    desk.press("Add")
    desk.settle()
    assert desk.sees("A tag needs a word.")


def test_a_picture_is_dropped_on_a_row_and_taken_away_again(desk: Any, hotel: int, tmp_path: Path) -> None:
    view = open_view(desk, hotel, POSTS)
    picture = a_picture(tmp_path / "tramonto.jpg")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    y = view.table.rowViewportPosition(1) + 5
    event = QDropEvent(
        QPointF(60, y), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    view.table.dropEvent(event)
    desk.settle()
    assert desk.said[-1] == "The picture is kept with the post."
    assert desk.sees("tramonto.jpg")
    with desk.domain():
        account = Post.select().first().account_id
        ids = post_order(account, PostChoice(date(2026, 6, 1), date(2026, 6, 30))).ids
        kept = [row.picture_id is not None for row in listed_posts(account, ids)]
    assert kept == [False, True, False]
    model = view.table.posts
    assert not model.data(model.index(1, 1), Qt.ItemDataRole.DecorationRole).isNull()
    desk.press("Take the picture away")
    desk.settle()
    assert model.data(model.index(1, 1), Qt.ItemDataRole.DecorationRole) is None
    desk.undo_it()
    desk.settle()
    assert not model.data(model.index(1, 1), Qt.ItemDataRole.DecorationRole).isNull()


def test_a_picture_is_pasted(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, POSTS)
    pick(desk, view, 0)
    QGuiApplication.clipboard().setText("no picture")
    view.table.pasted.emit()
    desk.settle()
    assert desk.said[-1] == "The clipboard holds no picture."
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x2A7F9E)
    QGuiApplication.clipboard().setImage(image)
    view.table.setFocus()
    QTest.keySequence(view.table, "Ctrl+V")
    desk.settle()
    assert desk.said[-1] == "The picture is kept with the post."


def test_what_is_no_picture_is_refused_with_a_sentence(desk: Any, hotel: int, tmp_path: Path) -> None:
    view = open_view(desk, hotel, POSTS)
    pick(desk, view, 0)
    fake = tmp_path / "fake.png"
    fake.write_bytes(b"\x89PNG\r\n\x1a\n" + b"no picture at all")
    view.panel.picture.choose(fake)
    desk.settle()
    assert desk.sees("This picture cannot be kept.")
    with desk.domain():
        account = Post.select().first().account_id
        assert all(row.picture_id is None for row in listed_posts(account, post_order(account, PostChoice()).ids))


@drops_down
def test_what_the_list_shows_is_written_as_csv_and_xlsx(
    desk: Any, hotel: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = open_view(desk, hotel, POSTS)
    desk.choose("Order", "Views, most first")
    desk.settle()
    page = desk.window.page

    def export(words: str, target: Path) -> None:
        monkeypatch.setattr(
            "smmdesk.ui.pages.results.exporting.QFileDialog.getSaveFileName", lambda *_arguments: (str(target), "")
        )
        desk.press("Export")
        menu = page.findChildren(QMenu)[-1]
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.close()
        desk.settle()

    export("Posts of the list, the columns shown", tmp_path / "posts.csv")
    assert desk.said[-1] == "posts.csv is written."
    with (tmp_path / "posts.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [line["Views"] for line in lines] == ["3000", "1500", "0"]
    assert [line["Views: state"] for line in lines] == ["value", "value", "zero"]
    assert "Saves" not in lines[0]
    export("Posts of the list, every figure", tmp_path / "posts.xlsx")
    sheet = openpyxl.load_workbook(BytesIO((tmp_path / "posts.xlsx").read_bytes())).active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("Saves") + 1).value == 3
    export("Days of the account, 13 months", tmp_path / "days.csv")
    assert len((tmp_path / "days.csv").read_text(encoding="utf-8-sig").splitlines()) == 1  # no daily figures
    assert view.isVisible()


def test_qt_finds_no_fault_with_the_model(qapp: Any, desk: Any, hotel: int) -> None:
    with desk.domain():
        account = Post.select().first().account_id
        ids = post_order(account, PostChoice()).ids
        posts = listed_posts(account, ids)
    model = PostsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_ids(ids)
    assert model.missing_blocks(0, 4) == [0]
    assert model.missing_blocks(0, 4) == []  # asked for once
    assert model.data(model.index(0, 1)) == "…"
    model.put(0, posts, {})
    assert model.data(model.index(0, 1)) == "Terrazza al tramonto"
    model.set_columns([PostColumn("text", "Post")], "EUR")
    model.put(0, posts[:2], {})  # of another order: dropped
    assert model.data(model.index(4, 0)) == "Long ago"
    del tester


def test_of_very_many_posts_only_those_in_sight_are_read(desk: Any, hotel: int) -> None:
    """Ten thousand posts: the end is reached at once, and what lies between is never read."""
    count = 10_000
    with desk.prepared():
        account, source = Post.select().first().account_id, PostRead.select().first().import_id
        first = 1_000
        metric = MetricName.get(MetricName.key == "instagram.post.views.v1").id
        for start in range(first, first + count, 500):
            ids = range(start, start + 500)
            Post.insert_many(
                [(id_, account, f"p{id_}", id_, date(2020, 1, 1)) for id_ in ids],
                fields=[Post.id, Post.account, Post.external_id, Post.published_at, Post.published_on],
            ).execute()
            PostWording.insert_many(
                [(id_, id_, f"Post {id_}") for id_ in ids], fields=[PostWording.id, PostWording.post, PostWording.text]
            ).execute()
            PostRead.insert_many([(source, id_) for id_ in ids], fields=[PostRead.source, PostRead.wording]).execute()
            PostReading.insert_many(
                [(id_, metric, source, id_, "value") for id_ in ids],
                fields=[
                    PostReading.post, PostReading.metric, PostReading.source, PostReading.value, PostReading.state,
                ],
            ).execute()  # fmt: skip
    view = open_view(desk, hotel, POSTS)
    desk.choose("Published when", "All posts")
    desk.settle()
    assert len(view.ids) == count + len(LINES)
    view.table.setFocus()
    started = time.perf_counter()
    QTest.keyClick(view.table, Qt.Key.Key_End)
    assert time.perf_counter() - started < 0.2  # the window does not wait for what is read
    desk.qtbot.waitUntil(lambda: view.table.current_post() is not None, timeout=5_000)
    assert view.table.current_post().post.text == "Post 1000"
    assert len(view.table.posts._blocks) * BLOCK < 1_000
    desk.choose("Order", "Views, most first")
    desk.settle()
    QTest.keyClick(view.table, Qt.Key.Key_Home)
    desk.qtbot.waitUntil(lambda: view.table.posts.row_at(0) is not None, timeout=5_000)
    assert rows(view)[0][3] == "10,999"


def test_another_month_asks_for_its_posts(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, POSTS, month=Month(2026, 5))
    assert [row[1] for row in rows(view)] == ["Quiet rooms"]
    open_view(desk, hotel, POSTS, month=Month(2026, 4))
    assert desk.sees("No posts in this time. Choose another range.")


@pytest.mark.parametrize("is_open", [False, True])
def test_the_table_gives_whole_figures_in_the_smallest_window(desk: Any, tmp_path: Path, is_open: bool) -> None:
    i18n.use_language("it")
    posts = [
        (f"2026-06-{day:02d}", f"A quiet evening on the terrace, number {day}", 18_700 + day, 40)
        for day in range(1, 25)
    ]
    view = open_view(desk, a_hotel(desk, tmp_path, posts, date(2026, 7, 5)), POSTS)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    desk.settle()
    if is_open:
        pick(desk, view, 0)
        assert view.panel.isVisible()
    else:
        assert not view.panel.isVisible()
    assert_whole_months(view.table)
    room = view.table.viewport().width()
    seen = [place for place in range(len(view.table.posts.columns)) if view.table.columnViewportPosition(place) < room]
    last = seen[-1]
    # The room is used up to its last pixel, by the day, the words and two figures at least.
    assert room - view.table.columnViewportPosition(last) - view.table.columnWidth(last) <= 1
    assert sum(view.table.posts.columns[place].metric is not None for place in seen) >= 2


def test_no_gap_is_left_where_a_column_has_no_room(desk: Any, tmp_path: Path) -> None:
    i18n.use_language("it")
    posts = [
        (f"2026-06-{day:02d}", f"A quiet evening on the terrace, number {day}", 18_700, 40) for day in range(1, 25)
    ]
    view = open_view(desk, a_hotel(desk, tmp_path, posts, date(2026, 7, 5)), POSTS)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    pick(desk, view, 0)
    view.panel.tags.added.emit("sera")  # the first tag brings a column of its own
    desk.settle()
    table, header = view.table, view.table.horizontalHeader()
    assert "Etichette" in titles(view)
    shown = [place for place in range(header.count()) if not header.isSectionHidden(place)]
    ends = [header.sectionPosition(place) + header.sectionSize(place) for place in shown]
    assert [header.sectionPosition(place) for place in shown] == [0, *ends[:-1]]
    assert_whole_months(table)


def test_a_kept_picture_makes_the_narrow_panel_no_wider(desk: Any, hotel: int, tmp_path: Path) -> None:
    i18n.use_language("it")
    view = open_view(desk, hotel, POSTS)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    pick(desk, view, 0)
    wide = tmp_path / "wide.jpg"
    Image.new("RGB", (3000, 600), "#2a7f9e").save(wide, "JPEG")
    view.panel.picture.choose(wide)
    desk.settle()
    assert view.panel.picture.area.isVisible()
    for widget in (*view.panel.findChildren(QPushButton), view.panel.values, view.panel.picture.area):
        if widget.isVisible():
            right = widget.mapTo(view.panel, widget.rect().topRight()).x()
            assert right < view.panel.width(), (widget, right, view.panel.width())


def test_a_figure_that_reaches_out_of_sight_is_no_shorter_number(desk: Any, tmp_path: Path) -> None:
    view = open_view(desk, a_hotel(desk, tmp_path, [("2026-06-02", "Quiet", 18_765, 40)], date(2026, 7, 5)), POSTS)
    table = view.table
    place = titles(view).index("Views")
    cell = table.posts.index(0, place)

    def shown(left: int) -> str:
        option = QStyleOptionViewItem()
        option.rect = QRect(left, 0, table.columnWidth(place), theme.row_height())
        table.itemDelegateForIndex(cell).initStyleOption(option, cell)
        return option.text

    width = table.viewport().width()
    assert shown(width - table.columnWidth(place)) == "18,765"
    assert shown(width - table.columnWidth(place) + 1) == "…"
