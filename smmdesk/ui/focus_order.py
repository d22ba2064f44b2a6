"""The order in which Tab walks through the window: as one reads it, whatever was made first."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget


def next_stop(root: QWidget | None, here: QWidget | None, step: int) -> QWidget | None:
    """Return where Tab (step 1) or Shift+Tab (step -1) leads from a widget; None where Qt's own order has to do.

    Pages make filters, cards and buttons when they are filled; in Qt's order those would all come last.
    """
    order = list(stops(root))
    while here is not None and here not in order:
        here = here.parentWidget()
    if here is None:
        return None
    start = order.index(here)
    walk = (order[(start + step * distance) % len(order)] for distance in range(1, len(order)))
    return next((stop for stop in walk if stop.isEnabled()), None)


def lead_to(stop: QWidget, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
    """Give a widget the focus and scroll what holds it so that it is seen."""
    stop.setFocus(reason)
    above = stop.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(stop)
        above = above.parentWidget()


def stops(widget: QWidget | None) -> Iterator[QWidget]:
    """Yield the visible widgets that take the focus, as they are read."""
    if widget is None or widget.isHidden():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QSplitter):
        for position in range(widget.count()):
            yield from stops(widget.widget(position))
    elif isinstance(widget, QScrollArea):
        yield from stops(widget.widget())
    elif (layout := widget.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for position in range(layout.count()):
        item = layout.itemAt(position)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _in_layout(inner)
        elif widget is not None:
            yield from stops(widget)
