"""What the window's tests stand on: a real workspace, the real window on it, hands that act by visible words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QTableView,
    QWidget,
)

from smmdesk.core.periods import Month
from smmdesk.domain.profile import new_workspace
from smmdesk.store.database import OpenWorkspace, connection, transaction
from smmdesk.store.opening import open_workspace
from smmdesk.ui import theme
from smmdesk.ui.box import Box
from smmdesk.ui.context import Context
from smmdesk.ui.main_window import MainWindow
from smmdesk.ui.widgets.rows_model import RowsProxy
from smmdesk.ui.widgets.states import EmptyState, ErrorState
from smmdesk.ui.widgets.table import RowsTable

JUNE = Month(2026, 6)
PATIENCE_MS = 10_000


class Desk:
    """The window with its workspace, as a user acts on it."""

    def __init__(self, qtbot: Any, workspace: OpenWorkspace) -> None:
        self.qtbot = qtbot
        self.context = Context(workspace)
        self.window: MainWindow | None = None
        self.boxes: list[Box] = []
        self.answer = False
        self.said: list[str] = []
        self.undo: Callable[[], object] | None = None
        self.context.notify.open_box = self._answer
        self.context.notify.said.connect(self._on_said)
        self.context.choose_month(JUNE)

    def _answer(self, box: Box) -> bool:
        self.boxes.append(box)
        return self.answer

    def _on_said(self, text: str, undo: Any) -> None:
        self.said.append(text)
        self.undo = undo

    # ------------------------------------------------------------------------------------------------- going

    @contextmanager
    def prepared(self) -> Iterator[None]:
        """Let the test keep what it starts from, in one go."""
        with connection(), transaction():
            yield

    @contextmanager
    def domain(self) -> Iterator[None]:
        """Let the test run commands and queries itself."""
        with connection():
            yield

    def open(self, word: str, *, client: int | None = None, month: Month = JUNE) -> Any:
        """Open a page for a client (None: all) and a month, and wait until it is filled."""
        self.context.choose_client(client)
        self.context.choose_month(month)
        if self.window is None:
            self.window = MainWindow(self.context)
            self.qtbot.addWidget(self.window)
            self.window.show()
        self.window.show_page(word)
        self.settle()
        return self.window.page

    def settle(self) -> None:
        """Wait until nothing is read or written any more."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=PATIENCE_MS)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=PATIENCE_MS)

    def undo_it(self) -> None:
        """Press Undo in the quiet line."""
        assert self.undo is not None, "nothing can be undone"
        self.undo()
        self.settle()

    # ------------------------------------------------------------------------------------------------- acting

    def button(self, text: str) -> QAbstractButton:
        """Return the visible button with these words (or this name, for an icon)."""
        assert self.window is not None
        found = [
            one
            for one in self.window.findChildren(QAbstractButton)
            if one.isVisible() and text in (one.text().strip().replace("&&", "&"), one.accessibleName())
        ]
        assert found, f"no button {text!r}"
        return found[0]

    def has_button(self, text: str) -> bool:
        """Tell whether a button with these words can be seen."""
        assert self.window is not None
        return any(
            one.isVisible() and text in (one.text().strip().replace("&&", "&"), one.accessibleName())
            for one in self.window.findChildren(QAbstractButton)
        )

    def press(self, text: str) -> None:
        """Press the button with these words and wait for what it does."""
        button = self.button(text)
        assert button.isEnabled(), f"{text!r} is disabled"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def field(self, label: str) -> QWidget:
        """Return the visible control with this label or accessible name."""
        assert self.window is not None
        kinds = (QLineEdit, QPlainTextEdit, QComboBox, QCheckBox)
        for kind in kinds:
            for one in self.window.findChildren(kind):
                own = one.text() if isinstance(one, QCheckBox) else ""
                if one.isVisible() and label in (one.accessibleName(), own):
                    return one
        raise AssertionError(f"no field {label!r}")

    def has_field(self, label: str) -> bool:
        """Tell whether a control with this label can be seen."""
        try:
            self.field(label)
        except AssertionError:
            return False
        return True

    def type(self, label: str, text: str) -> None:
        """Replace what stands in a field."""
        field = self.field(label)
        if isinstance(field, QPlainTextEdit):
            field.setPlainText(text)
            return
        assert isinstance(field, QLineEdit)
        assert not field.isReadOnly()
        if field.completer() is not None:
            # No suggestions: a screen that is not there cannot open their list.
            field.setText(text)
            field.textEdited.emit(text)
            return
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        window = self.window
        assert window is not None
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
        self.settle()

    def choose(self, label: str, text: str) -> None:
        """Choose one of a few by its words."""
        field = self.field(label)
        assert isinstance(field, QComboBox)
        place = field.findText(text)
        assert place >= 0, [field.itemText(place) for place in range(field.count())]
        field.setCurrentIndex(place)
        field.activated.emit(place)

    def tick(self, words: str) -> None:
        """Press a check box."""
        field = self.field(words)
        assert isinstance(field, QCheckBox)
        field.click()

    def read(self, label: str) -> str:
        """Return what stands in a field."""
        field = self.field(label)
        if isinstance(field, QComboBox):
            return field.currentText()
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText()
        assert isinstance(field, QLineEdit)
        return field.text()

    # ------------------------------------------------------------------------------------------------- reading

    def texts(self) -> list[str]:
        """Return every label that can be seen."""
        assert self.window is not None
        return [one.text() for one in self.window.findChildren(QLabel) if one.isVisible() and one.text()]

    def sees(self, text: str) -> bool:
        """Tell whether a label with this text in it can be seen."""
        return any(text in one for one in self.texts())

    def table(self, name: str) -> RowsTable:
        """Return the visible table of this name."""
        assert self.window is not None
        for one in self.window.findChildren(QTableView):
            if isinstance(one, RowsTable) and one.accessibleName() == name and one.isVisible():
                return one
        raise AssertionError(f"no table {name!r}")

    def rows(self, name: str) -> list[list[str]]:
        """Return the visible cells of a table, row by row."""
        table = self.table(name)
        model = table.model()
        assert isinstance(model, RowsProxy)
        columns = [column for column in range(model.columnCount()) if not table.isColumnHidden(column)]
        return [[model.data(model.index(row, column)) for column in columns] for row in range(model.rowCount())]

    def pick(self, name: str, words: str) -> None:
        """Select the row of a table in which these words stand."""
        table = self.table(name)
        model = table.model()
        for row in range(model.rowCount()):
            cells = [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
            if any(words in cell for cell in cells):
                table.selectRow(row)
                self.settle()
                return
        raise AssertionError(f"no row with {words!r}")

    def nameless(self) -> list[QWidget]:
        """Return what can take the focus, is visible and has neither words nor an accessible name."""
        assert self.window is not None
        found = [one for one in self.window.findChildren(QWidget) if one.isVisible()]
        return [
            one
            for one in found
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and one.focusProxy() is None
            and not isinstance(one, (QScrollArea, QSplitter))
            and not one.accessibleName()
            and not (isinstance(one, QAbstractButton) and one.text())
        ]

    @property
    def sees_empty_page(self) -> bool:
        """Whether the page says that nothing is there yet."""
        assert self.window is not None
        return any(one.isVisible() for one in self.window.findChildren(EmptyState))

    @property
    def sees_error_page(self) -> bool:
        """Whether the page says that reading failed."""
        assert self.window is not None
        return any(one.isVisible() for one in self.window.findChildren(ErrorState))


@pytest.fixture(scope="session")
def window_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one empty workspace per session; tests copy it."""
    path = tmp_path_factory.mktemp("window") / "template.smmdesk"
    new_workspace(path).close()
    return path


@pytest.fixture
def workspace(window_template: Path, tmp_path: Path) -> Iterator[OpenWorkspace]:
    """Open a fresh workspace as the window does: each thread opens its own connection."""
    path = tmp_path / "desk.smmdesk"
    shutil.copyfile(window_template, path)
    opened = open_workspace(path)
    opened.release_connection()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def style(qapp: QApplication) -> None:
    """Set style and font, as the program does once."""
    theme.start()


@pytest.fixture
def desk(qtbot: Any, style: None, workspace: OpenWorkspace) -> Iterator[Desk]:
    """Return the window's hands; `desk.open("clients")` shows it."""
    theme.apply("light")
    made = Desk(qtbot, workspace)
    yield made
    made.context.tasks.stop()
    QApplication.processEvents()
