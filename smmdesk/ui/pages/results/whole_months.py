"""Tables of months: whole columns only, the latest in sight whatever the width, and titles that are never cut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from smmdesk.ui import theme

MOST_TITLE = 24  # characters of a metric's name in one line
MOST_SPARE = 6  # characters that a month gets beyond what it needs


def title_lines(title: str) -> list[str]:
    """Break a title into lines at its spaces only: no word of it is ever cut."""
    room, lines = theme.characters(MOST_TITLE), [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and theme.text_width(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


class WholeMonths:
    """Gives the months of a table one width, so that as many as fit are whole; the rest is scrolled by whole months.

    A number that is cut at the left reads as another one. What stands at the right edge stays there when the window
    changes its width: at first the latest month. The table calls `share` whenever it is resized.
    """

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._titles = 0  # the width that the titles need
        self._least = 1  # the width that a month needs
        self._fitting = 1
        self._width = 0  # of the table, when it was shared out
        self._is_sharing = False
        self.right: int | None = None  # the month at the right edge; None: the latest
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        table.horizontalHeader().setMinimumSectionSize(1)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    def fit(self, titles: Sequence[str], least: int) -> None:
        """Take the rows' titles, and the width in pixels that a month needs at least."""
        header, widest = self._table.verticalHeader(), 0
        for row, title in enumerate(titles):
            lines = title_lines(title)
            widest = max(widest, *(theme.text_width(line) for line in lines))
            header.resizeSection(row, theme.row_height() + theme.line_height() * (len(lines) - 1))
        self._titles = widest + 2 * theme.CELL
        self._least = least
        self.share()

    def show_latest(self) -> None:
        """Bring the latest month to the right edge."""
        self.right = None
        self.share()

    def share(self) -> None:
        """Share the width out anew among the titles and the months that fit."""
        table, count = self._table, self._table.model().columnCount()
        if not count or self._is_sharing:
            return
        self._is_sharing = True
        header, bar = table.verticalHeader(), table.horizontalScrollBar()
        self._width = table.width()
        total = self._width - 2 * table.frameWidth()
        beside = table.verticalScrollBar().parentWidget()  # Qt shows and hides what holds the bar
        if beside is not None and not beside.isHidden():
            total -= table.verticalScrollBar().width()
        room = max(total - self._titles, self._least)
        self._fitting = min(room // self._least, count)
        width = room // self._fitting
        if self._fitting == count:
            width = min(width, self._least + theme.characters(MOST_SPARE))
        table.horizontalHeader().setDefaultSectionSize(width)
        # What does not divide goes to the titles, so that the months end where the table ends.
        spare = total - self._titles - self._fitting * width if self._fitting < count else 0
        header.setFixedWidth(self._titles + max(spare, 0))
        table.updateGeometries()
        right = count - 1 if self.right is None else min(self.right, count - 1)
        bar.setRange(0, count - self._fitting)
        bar.setValue(max(right - self._fitting + 1, 0))
        table.horizontalHeader().setOffsetToSectionPosition(bar.value())  # the value may be as before, the widths not
        self._is_sharing = False

    def _on_scrolled(self, value: int) -> None:
        table, count = self._table, self._table.model().columnCount()
        # Qt moves the bar too while the table changes its width; only what the user does is kept.
        is_settled = table.width() == self._width and table.horizontalScrollBar().maximum() == count - self._fitting
        if is_settled and not self._is_sharing:
            right = value + self._fitting - 1
            self.right = None if right >= count - 1 else right
