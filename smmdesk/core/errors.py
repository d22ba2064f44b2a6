"""The errors that speak to the user, and the silent one of a cancelled job."""


class UserError(Exception):
    """A failure that the user can act upon, already in the user's language.

    `title` says what happened, `detail` what was kept and why, `hint` what to do now. `field` names the form field
    or column that it belongs to, where there is one.
    """

    exit_code = 1

    def __init__(self, title: str, detail: str = "", hint: str = "", *, field: str | None = None) -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint
        self.field = field

    def sentence(self) -> str:
        """Return title, detail and hint as one line for a terminal or a status line."""
        return " ".join(part for part in (self.title, self.detail, self.hint) if part)


class WorkspaceHeld(UserError):
    """Another process writes to the workspace; says who and since when."""

    exit_code = 3


class ReportBlocked(UserError):
    """A gate of the ledger blocks the report; `gates` lists which, with their rows."""

    exit_code = 4

    def __init__(self, title: str, detail: str = "", hint: str = "", *, gates: tuple[object, ...] = ()) -> None:
        super().__init__(title, detail, hint)
        self.gates = gates


class Cancelled(Exception):
    """The user stopped the work; nothing is said and nothing is kept half-way."""
