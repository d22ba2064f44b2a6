"""How the program speaks: a quiet line for success, a box only for a decision or a failure.

Tests answer boxes by replacing `Notify.open_box` with a function that gets the `Box` and returns the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.log import logger, redacted
from smmdesk.ui.box import Box


@dataclass(frozen=True, slots=True)
class Act:
    """What the button of a quiet line does where it is not Undo: its words, and what it runs."""

    words: str
    run: Callable[[], object]

    def __call__(self) -> object:
        return self.run()


class Notify(QObject):
    """Speaks to the user. One object, held by the context."""

    said = Signal(str, object)  # a quiet line and what undoes it (a function) or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.open_box: Callable[[Box], bool] = open_box
        self._told_bugs: set[str] = set()

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say in a quiet line that something was done; `undo` gives it the button Undo (an `Act` its own words)."""
        self.said.emit(text, undo)

    def error(self, error: UserError) -> None:
        """Tell a failure in a box: what happened, what was kept, what to do."""
        self.open_box(Box(error.title, "\n".join(part for part in (error.detail, error.hint) if part)))

    def ask(self, title: str, detail: str, act: str, *, keep: str = "", is_dangerous: bool = False) -> bool:
        """Ask for a decision; the buttons name the act and what stays (`keep`, "Cancel" by default)."""
        return self.open_box(Box(title, detail, act, keep or _("Cancel"), is_dangerous))

    def bug(self, error: BaseException) -> None:
        """Tell once about a failure that nobody expected, with a report that can be copied and holds no data."""
        report = redacted(error)
        if report in self._told_bugs:
            return
        self._told_bugs.add(report)
        logger.error("told the user about a bug\n%s", report)
        self.open_box(
            Box(
                _("Something went wrong that should not."),
                _(
                    "Nothing of this step was kept; everything before it is safe. The report names places in the "
                    "program and no data of yours: please send it to whoever gave you the program."
                ),
                report=report,
            )
        )


def open_box(box: Box) -> bool:
    """Show a box over the window and return whether its act was chosen."""
    from PySide6.QtWidgets import QApplication

    from smmdesk.ui.widgets.message_box import MessageBox  # loaded with the first box

    return MessageBox(box, QApplication.activeWindow()).exec() == MessageBox.DialogCode.Accepted
