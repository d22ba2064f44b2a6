"""The way from the page Results into the grid of typed numbers and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from smmdesk.core.i18n import _
from smmdesk.ui.page import Page
from smmdesk.ui.widgets.text import Button

if TYPE_CHECKING:
    from smmdesk.ui.pages.results.typed.area import TypingArea  # loaded when it is first opened


class Typing:
    """Gives a page the button “Type numbers” and lets the grid stand in the place of its content.

    `account` says which account is looked at; the page calls `follow` whenever it is filled.
    """

    def __init__(self, page: Page, account: Callable[[], int | None]) -> None:
        self._page = page
        self._account = account
        self._area: TypingArea | None = None
        self.is_open = False
        self.button = Button(_("Type numbers"), self.open, icon="edit")
        page.head.insertWidget(0, self.button)
        self.button.hide()

    def open(self) -> None:
        """Show the grid."""
        if self._area is None:
            from smmdesk.ui.pages.results.typed.area import TypingArea

            page = self._page
            self._area = TypingArea(page.context, self.close, lambda text: page.set_sentence(text, by_stand_in=True))
            page.watch_form(self._area)
        self.is_open = True
        self.button.hide()
        self._page.stand_in(self._area)
        self._area.open_for(self._account())

    def close(self) -> None:
        """Show the page's own content again."""
        if self.is_open:
            self.is_open = False
            self._page.stand_in(None)
            self._page.reload()

    def follow(self, *, is_offered: bool) -> None:
        """Read again after the page did: for another client or month, or after a change."""
        if self.is_open and not is_offered:
            self.is_open = False
            self._page.stand_in(None)
        if self.is_open and self._area is not None:
            self._area.reload()
        self.button.setVisible(is_offered and not self.is_open)
