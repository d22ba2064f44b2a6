"""What the self-test proves of the window: every icon can be drawn, every page opens."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from smmdesk.ui import icons, theme
from smmdesk.ui.app import Desk
from smmdesk.ui.main_window import PAGES, MainWindow

PATIENCE = 60_000  # milliseconds that a page has for its first work


def _start_qt() -> None:
    if QApplication.instance() is None:
        _keep.append(QApplication(["smmdesk"]))
        theme.start()
        theme.apply("light")


_keep: list[QApplication] = []  # Qt needs its application to live until the process ends


def draw_icons() -> int:
    """Draw every icon and return how many there are. Raises ValueError for one that comes out empty."""
    _start_qt()
    for role in icons.FILES:
        image = icons.pixmap(role, side=24).toImage()
        if not any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())):
            raise ValueError(f"the icon {role} is empty")
    return len(icons.FILES)


def open_pages(workspace: Path) -> list[str]:
    """Open every page on a workspace and return their words. Raises ValueError with what went wrong on the way."""
    _start_qt()
    problems: list[str] = []
    outer = sys.excepthook
    # An error in a slot reaches no caller: Qt hands it to the hook and goes on.
    sys.excepthook = lambda kind, failure, _trace: problems.append(f"{kind.__name__}: {failure}")
    desk = Desk()
    try:
        desk.open(workspace)
        if desk.window is None or desk.context is None:
            raise ValueError("there is no window")
        desk.context.notify.open_box = lambda box: bool(problems.append(f"{box.title} {box.detail} {box.report}"))
        for page in PAGES:
            _show(desk.window, page.word)
        desk.window.close()
    finally:
        desk.close()
        sys.excepthook = outer
    if problems:
        raise ValueError("; ".join(problems))
    return [page.word for page in PAGES]


def _show(window: MainWindow, word: str) -> None:
    """Show a page and let it finish its first work."""
    window.show_page(word)
    loop = QEventLoop()
    look = QTimer()
    look.setInterval(20)
    look.timeout.connect(lambda: None if window.context.tasks.busy else loop.quit())
    look.start()
    QTimer.singleShot(PATIENCE, loop, lambda: loop.exit(1))
    if loop.exec() != 0:
        raise ValueError(f"the page {word} does not come to rest")
    if window.page is None or not window.page.isVisible():
        raise ValueError(f"the page {word} is not shown")
