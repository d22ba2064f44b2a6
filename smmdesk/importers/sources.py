"""When a file was exported, which period it covers and whose it is, as far as content and name tell."""

from __future__ import annotations

from smmdesk.core.i18n import _
from smmdesk.importers.tables import Source, Timing


def plain_timing(source: Source) -> Timing:
    """Return what holds for every file: the guess that it was exported when it was last changed."""
    reason = _("The file does not say when it was exported; it was last changed on this day.")
    return Timing(None, source.modified, reason)


def file_timing(source: Source) -> Timing:
    """Return what content and name tell about when a file was exported, its period and its account."""
    return (source.main.timing or plain_timing)(source)
