"""The box in front of the window: its words, its buttons, and which of them is the default."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from smmdesk.ui.widgets.message_box import Box, MessageBox
from smmdesk.ui.widgets.text import Button, Text


def opened(qtbot: Any, box: Box) -> MessageBox:
    made = MessageBox(box)
    qtbot.addWidget(made)
    made.show()
    return made


def button(box: MessageBox, text: str) -> Button:
    return next(one for one in box.findChildren(Button) if one.accessibleName() == text)


@pytest.mark.parametrize(("is_dangerous", "default"), [(False, "Make 3 reports"), (True, "Keep them")])
def test_the_act_is_the_default_unless_it_is_dangerous(qtbot: Any, is_dangerous: bool, default: str) -> None:
    box = opened(qtbot, Box("Three clients", "June 2026", "Make 3 reports", "Keep them", is_dangerous))
    assert button(box, default).isDefault()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert (box.result() == MessageBox.DialogCode.Accepted) is not is_dangerous


def test_escape_keeps_everything(qtbot: Any) -> None:
    box = opened(qtbot, Box("Delete 3 posts?", "", "Delete 3 posts", "Cancel"))
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.result() == MessageBox.DialogCode.Rejected


def test_markup_stays_text(qtbot: Any) -> None:
    box = opened(qtbot, Box("<b>Bar</b> could not be read.", "<img src=x>"))
    assert {"<b>Bar</b> could not be read.", "<img src=x>"} <= {one.text() for one in box.findChildren(Text)}
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in box.findChildren(Text))


def test_a_report_is_copied_and_the_box_stays(qtbot: Any) -> None:
    box = opened(qtbot, Box("Something went wrong.", report="ValueError\n  ui/app.py:1 run"))
    button(box, "Copy the report").click()
    assert QGuiApplication.clipboard().text() == "ValueError\n  ui/app.py:1 run"
    assert box.isVisible()
    button(box, "Close").click()
    assert not box.isVisible()
