"""Today: what needs me now, across clients."""

from __future__ import annotations

from smmdesk.core.i18n import _, mark
from smmdesk.ui.page import Page


class TodayPage(Page):
    """What needs me now."""

    word = "today"
    title = mark("Today")
    watches = ("clients",)

    def build(self) -> None:
        self.show_empty("today", _("x"), _("y"))
