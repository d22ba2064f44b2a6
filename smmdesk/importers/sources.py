"""When a file was exported, which period it covers and whose it is, as far as content and name tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from smmdesk.core.i18n import _
from smmdesk.importers.rows import Owner
from smmdesk.importers.tables import Format, Header, Table


@dataclass(frozen=True, slots=True)
class Source:
    """A recognised file: its path, the format that names it and its tables."""

    path: Path
    main: Format
    tables: list[tuple[Format, Table, Header]]

    @property
    def modified(self) -> date:
        """Return the day on which the file was last changed, by the clock of this computer."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC).astimezone().date()


@dataclass(frozen=True, slots=True)
class Timing:
    """What is known of a file as a whole; `read_on` None: it is asked, with the guess, its reason and the choices.

    `period_reason` says why the period has to be asked, where the format knows it better than the common sentence.
    """

    read_on: date | None
    read_on_guess: date
    read_on_reason: str
    read_on_choices: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    account_guess: str | None = None
    period_reason: str = ""
    owners: tuple[Owner, ...] = ()


def plain_timing(source: Source) -> Timing:
    """Return what holds for every file: the guess that it was exported when it was last changed."""
    reason = _("The file does not say when it was exported; it was last changed on this day.")
    return Timing(None, source.modified, reason)


def file_timing(source: Source) -> Timing:
    """Return what content and name tell about when a file was exported, its period and its account."""
    return (source.main.timing or plain_timing)(source)
