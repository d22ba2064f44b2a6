"""None outlives every call into Qt, also on Pythons where it is counted."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from PySide6.QtGui import QFont

import smmdesk.ui


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is not counted from Python 3.12 on")
def test_none_is_not_used_up_by_calls_that_return_it(qtbot: Any) -> None:
    assert smmdesk.ui.__doc__
    font = QFont()
    for _call in range(20_000):
        font.setPointSizeF(10.0)
    assert sys.getrefcount(None) > 1 << 30
