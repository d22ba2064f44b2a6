"""The way from the page Results into the grid of typed numbers and back."""

from __future__ import annotations

from collections.abc import Callable

from smmdesk.core.i18n import _
from smmdesk.ui.page import Page
from smmdesk.ui.widgets.text import Button


class Typing:
    """Gives a page the button “Type numbers” and shows the grid in the place of its content.

    `account` says which account is looked at. The grid is made when it is first opened.
    """

    def __init__(self, page: Page, account: Callable[[], int | None]) -> None:
        from smmdesk.ui.pages.results.typed.area import TypingArea

        self._page = page
        self._account = account
        self._make = lambda: TypingArea(page.context, self.close, lambda text: Page.set_sentence(page, text))
        self._area: TypingArea | None = None
        self._is_offered = False
        self.is_open = False
        self.button = Button(_("Type numbers"), self.open, icon="edit")
        page.head.insertWidget(0, self.button)
        self.button.hide()

    def open(self) -> None:
        """Show the grid."""
        if self._area is None:
            self._area = self._make()
            self._page.watch_form(self._area)
            self._page.add_state(self._area)
        self.is_open = True
        self._area.open_for(self._account())
        self.show()

    def close(self) -> None:
        """Show the page's own content again."""
        if self.is_open:
            self.is_open = False
            self._page.show_primary(True)
            self._page.reload()

    def follow(self, *, is_offered: bool) -> None:
        """Read again after the page did: for another client or month, or after a change."""
        self._is_offered = is_offered
        if self.is_open and not is_offered:
            self.is_open = False
            self._page.show_primary(True)
        if self.is_open and self._area is not None:
            self._area.reload()
        self.button.setVisible(is_offered and not self.is_open)

    def show(self) -> bool:
        """Show the grid where it is open. Returns False where the page's content is to be shown."""
        if not self.is_open or self._area is None:
            return False
        self._page.show_state(self._area)
        self._page.show_primary(False)
        self.button.hide()
        return True
