"""The menu that says what stands behind a cell."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from smmdesk.core.i18n import _
from smmdesk.core.readings import State


def states_menu(
    owner: QWidget, now: State | None, choose: Callable[[State], object], empty: Callable[[], object]
) -> QMenu:
    """Return the menu of states with the present one checked."""
    menu = QMenu(owner)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for state, words in (
        (State.VALUE, _("&The number as it is")),
        (State.ZERO, _("&0: the platform said 0")),
        (State.ESTIMATED, _("&Estimated")),
        (State.NOT_YET_COMPLETE, _("Not yet &complete")),
        (State.NOT_AVAILABLE, _("Not a&vailable: the platform does not give it")),
        (State.NOT_APPLICABLE, _("Not a&pplicable: there is no such thing here")),
    ):
        action = menu.addAction(words, partial(choose, state))
        action.setCheckable(True)
        action.setChecked(state is now)
    menu.addSeparator()
    menu.addAction(_("E&mpty: nothing is known"), empty)
    return menu
