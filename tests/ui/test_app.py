"""Starting and changing desks: which workspace, the first page of a new user, what a crash left, the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from smmdesk.core import i18n
from smmdesk.core.errors import UserError
from smmdesk.core.paths import demo_workspace, own_workspace
from smmdesk.core.settings import load_settings
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.profile import PURPOSE_EXAMPLE, new_workspace, profile, workspace_identity
from smmdesk.store.backup import backups
from smmdesk.store.database import connection, current_workspace, transaction
from smmdesk.ui import app, qt_words, theme
from smmdesk.ui.box import Box
from smmdesk.ui.welcome import Welcome
from smmdesk.ui.widgets.banner import Banner
from smmdesk.ui.widgets.text import Button


@pytest.fixture
def desk(qapp: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[app.Desk]:
    theme.start()
    theme.apply("light")
    made = app.Desk()
    yield made
    if made.window is not None:
        qtbot.addWidget(made.window)
    made.close()
    QApplication.processEvents()


def wait(qtbot: Any, desk: app.Desk) -> None:
    assert desk.context is not None
    tasks = desk.context.tasks
    qtbot.waitUntil(lambda: not tasks.busy, timeout=10_000)


def press(window: Any, text: str) -> None:
    next(one for one in window.findChildren(Button) if one.accessibleName() == text and one.isVisible()).click()


def an_example() -> Path:
    demo_workspace().parent.mkdir(parents=True)
    opened = new_workspace(demo_workspace(), purpose=PURPOSE_EXAMPLE)
    add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome"))
    opened.close()
    return demo_workspace()


def test_the_check_and_the_backup_come_after_the_first_page(qtbot: Any, desk: app.Desk) -> None:
    desk.open(an_example())
    assert backups(demo_workspace()) == []
    wait(qtbot, desk)
    assert [one.reason for one in backups(demo_workspace())] == ["open"]


def test_the_example_says_so_and_leads_to_the_own_desk(qtbot: Any, desk: app.Desk) -> None:
    desk.open(an_example())
    wait(qtbot, desk)
    assert desk.window is not None
    (banner,) = desk.window.findChildren(Banner)
    assert banner.accessibleName().startswith("Example.")
    press(desk.window, "Start my own desk")
    welcome = desk._welcome
    assert welcome is not None
    welcome.form.field("name").set_value("Giulia Ferri")
    welcome.form.field("language").set_value("it")
    welcome.form.press_save()
    wait(qtbot, desk)
    assert current_workspace().path == own_workspace()
    assert i18n.current_language() == "it"
    assert load_settings().language == "it"
    with connection():
        assert profile().name == "Giulia Ferri"
        assert not workspace_identity().is_example
    assert desk.window is not None
    assert desk.window.findChildren(Banner) == []
    assert demo_workspace().exists()  # the example is left as it was


def test_an_own_desk_that_is_there_is_opened(qtbot: Any, desk: app.Desk) -> None:
    path = an_example()
    new_workspace(own_workspace()).close()
    desk.open(path)
    wait(qtbot, desk)
    assert desk.window is not None
    press(desk.window, "Start my own desk")
    wait(qtbot, desk)
    assert current_workspace().path == own_workspace()


def test_a_name_is_needed(qtbot: Any, desk: app.Desk) -> None:
    desk.welcome()
    welcome = desk._welcome
    assert welcome is not None
    qtbot.addWidget(welcome)
    welcome.form.press_save()
    assert welcome.form.field("name").control.accessibleDescription() == "This is needed."
    assert not own_workspace().exists()


def test_a_desk_that_cannot_be_made_is_told_on_the_first_page(qtbot: Any, desk: app.Desk) -> None:
    own_workspace().parent.parent.mkdir(parents=True, exist_ok=True)
    own_workspace().parent.write_text("in the way")
    desk.welcome()
    welcome = desk._welcome
    assert welcome is not None
    qtbot.addWidget(welcome)
    welcome.form.field("name").set_value("Giulia")
    welcome.form.press_save()
    assert "The folder for the workspace could not be made." in welcome.form._notice.accessibleName()
    assert desk.window is None


def test_an_import_that_a_crash_left_is_taken_out_and_told(qtbot: Any, desk: app.Desk) -> None:
    path = an_example()
    from smmdesk.store.opening import open_workspace

    opened = open_workspace(path)
    with transaction():
        Import.create(client=1, file_name="june.csv", sha256="0", format="x", state="running", imported_at=0)
    opened.close()
    desk.open(path)
    assert desk.context is not None
    said: list[str] = []
    desk.context.notify.said.connect(lambda text, _undo: said.append(text))
    wait(qtbot, desk)
    assert said == ["An interrupted import was taken out again: june.csv. Import it once more."]
    with connection():
        assert Import.select().count() == 0


def test_a_damaged_file_is_told_and_not_written_to(qtbot: Any, desk: app.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> None:
        raise UserError("The workspace file is damaged.", "Page 7.", "Open the newest backup.")

    monkeypatch.setattr(app, "check_integrity", damaged)
    desk.open(an_example())
    assert desk.context is not None
    boxes: list[Box] = []
    desk.context.notify.open_box = lambda box: bool(boxes.append(box))
    wait(qtbot, desk)
    assert boxes[0].title == "The workspace file is damaged."
    told: list[UserError] = []
    desk.context.tasks.write(lambda: pytest.fail("written"), None, told.append)
    wait(qtbot, desk)
    assert told[0].title == "The workspace file is damaged."
    assert backups(demo_workspace()) == []


def test_what_was_chosen_comes_back(qtbot: Any, desk: app.Desk) -> None:
    path = an_example()
    desk.open(path)
    wait(qtbot, desk)
    assert desk.context is not None
    assert desk.window is not None
    desk.context.choose_client(1)
    desk.window.show_page("settings")
    desk.close()
    desk.open(path)
    wait(qtbot, desk)
    assert desk.window is not None
    assert desk.window.page is not None
    assert desk.window.page.word == "settings"
    assert desk.context is not None
    assert desk.context.client_id == 1


class TestRun:
    def run(self, monkeypatch: pytest.MonkeyPatch, path: Path | None = None) -> tuple[int, list[str]]:
        told: list[str] = []
        monkeypatch.setattr(app, "tell", lambda error: told.append(error.title))
        monkeypatch.setattr(app, "qInstallMessageHandler", lambda _handler: None)
        monkeypatch.setattr(QApplication, "exec", lambda *_self: 0)
        return app.run(path), told

    @pytest.mark.parametrize(
        ("content", "title"),
        [
            (None, "There is no workspace at this place."),
            (b"no workspace", "This file is not a workspace of SMM Desk."),
            (b"", "This file is not a workspace of SMM Desk."),
        ],
    )
    def test_what_cannot_be_opened_is_told_and_ends(
        self, qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, title: str
    ) -> None:
        path = tmp_path / "x.smmdesk"
        if content is not None:
            path.write_bytes(content)
        code, told = self.run(monkeypatch, path)
        assert code == 1
        assert told == [title]

    def test_the_own_desk_goes_before_the_example(self, qapp: Any, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
        an_example()
        new_workspace(own_workspace()).close()
        opened: list[Path] = []
        monkeypatch.setattr(app.Desk, "open", lambda _desk, path: opened.append(path))
        assert self.run(monkeypatch) == (0, [])
        assert opened == [own_workspace()]
        own_workspace().unlink()
        self.run(monkeypatch)
        assert opened[-1] == demo_workspace()

    def test_without_any_the_first_page_is_shown(self, qapp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        shown: list[bool] = []
        monkeypatch.setattr(app.Desk, "welcome", lambda _desk: shown.append(True))
        assert self.run(monkeypatch) == (0, [])
        assert shown == [True]


def test_qt_speaks_the_language_of_the_window_too(qapp: QApplication) -> None:
    qt_words.use_language("it")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Annulla"
    qt_words.use_language("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_the_first_page_makes_room_for_what_is_said_below_a_field(qtbot: Any) -> None:
    welcome = Welcome(own_workspace())
    qtbot.addWidget(welcome)
    welcome.show()
    field = welcome.form.field("name").control
    height, layout = field.height(), welcome.layout()
    assert layout is not None
    welcome.form.press_save()
    qtbot.waitUntil(lambda: welcome.height() >= layout.totalHeightForWidth(welcome.width()), timeout=10_000)
    QApplication.processEvents()
    assert field.height() == height
