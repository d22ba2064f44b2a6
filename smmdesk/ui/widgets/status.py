"""Status in words, with a shape and a tone: never by colour alone (look.md)."""

from __future__ import annotations

from dataclasses import dataclass

from smmdesk.core.i18n import _, mark
from smmdesk.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Status:
    """How one state is said: its shape, its word (marked for translation) and its tone."""

    shape: str
    word: str
    tone: str = ""

    @property
    def text(self) -> str:
        """Return shape and translated word: "◐ In review"."""
        return f"{self.shape} {_(self.word)}"


# Statuses of a deliverable (product.md).
DELIVERABLE = {
    "planned": Status("○", mark("Planned"), "muted"),
    "in_production": Status("◔", mark("In production"), "muted"),
    "in_review": Status("◐", mark("In review"), "warn"),
    "approved": Status("◕", mark("Approved"), "accent"),
    "published": Status("✓", mark("Published"), "good"),
    "cancelled": Status("–", mark("Cancelled"), "muted"),
}
# How a figure stands against its target (look.md).
GOAL = {
    "met": Status("✓", mark("Met"), "good"),
    "on_track": Status("●", mark("On track"), "good"),
    "at_risk": Status("◐", mark("At risk"), "warn"),
    "off_track": Status("▲", mark("Off track"), "bad"),
    "too_early": Status("◌", mark("Too early"), "muted"),
    "no_data": Status("–", mark("No data"), "muted"),
}


class StatusText(Text):
    """A status as a label: shape, word and tone."""

    def __init__(self, status: Status | None = None, more: str = "") -> None:
        super().__init__("")
        if status is not None:
            self.show_status(status, more)

    def show_status(self, status: Status, more: str = "") -> None:
        """Show a status; `more` follows after a comma ("◐ In review, 5 days")."""
        self.setText(f"{status.text}, {more}" if more else status.text)
        self.set_tone(status.tone)
