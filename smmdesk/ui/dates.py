"""Days and months in the words of the window's language, by Qt.

What is shown at the start is written with these and not with `core.formats`: Babel says the same, but loading its
data costs a tenth of the start.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale

from smmdesk.core.i18n import current_language
from smmdesk.core.periods import Month

_LOCALES = {"it": "it_IT", "en": "en_GB"}


def month_name(month: Month, *, year: bool = True) -> str:
    """Write a month in words: "giugno 2026", "June 2026"."""
    name = locale().standaloneMonthName(month.number, QLocale.FormatType.LongFormat)
    return f"{name} {month.year}" if year else name


def short_month(month: Month) -> str:
    """Write a month briefly: "giu", "Jun"."""
    return locale().standaloneMonthName(month.number, QLocale.FormatType.ShortFormat)


def day(value: date) -> str:
    """Write a day in words: "4 luglio 2026", "4 July 2026"."""
    return locale().toString(QDate(value.year, value.month, value.day), "d MMMM yyyy")


def locale() -> QLocale:
    """Return Qt's locale of the window's language."""
    return QLocale(_LOCALES[current_language()])
