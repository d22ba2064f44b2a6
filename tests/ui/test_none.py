"""None, True and False outlive every call into Qt, also on Pythons where they are counted."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont

import smmdesk.ui


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is not counted from Python 3.12 on")
def test_none_is_not_used_up_by_calls_that_return_it(qtbot: Any) -> None:
    assert smmdesk.ui.__doc__
    font = QFont()
    for _call in range(20_000):
        font.setPointSizeF(10.0)
    assert sys.getrefcount(None) > 1 << 30


class _Sender(QObject):
    sent = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True is not counted from Python 3.12 on")
def test_true_is_not_used_up_by_signals(qtbot: Any) -> None:
    assert smmdesk.ui.__doc__
    sender = _Sender()
    for _call in range(20_000):
        sender.sent.emit()
    assert sys.getrefcount(True) > 1 << 30
    assert sys.getrefcount(False) > 1 << 30
