"""What a cell says: header keys, numbers by dialect, dates by form; decided per file or column, never per cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from smmdesk.core.i18n import quoted
from smmdesk.core.readings import Number

_INVISIBLE = re.compile("[\u00ad\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def key(text: str) -> str:
    """Return a header's comparison key (formats.md trap 3): NFKC, without invisible marks, one space, casefolded."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", plain).strip().casefold()


def named(titles: Iterable[str], most: int = 8) -> str:
    """Name words of a foreign file: quoted, on one line, without control characters, shortened."""
    known = list(titles)
    shown = [quoted(" ".join(_CONTROLS.sub(" ", title).split())) for title in known[:most]]
    return ", ".join(shown) + (", …" if len(known) > most else "")


class Mark(StrEnum):
    """The decimal mark of a column."""

    DOT = "."
    COMMA = ","


_DOT = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?\Z")
_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)?(?:,\d+)?\Z")
_GROUPED_ONCE = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}\Z")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)\Z")
_LOOSE_GROUPS = re.compile("(?<=\\d)[ \u00a0\u202f'\u2019](?=\\d{3}(?!\\d))")
_DIGIT = re.compile(r"[0-9]")


def bare_number(text: str) -> str:
    """Return a number's text without spaces or apostrophes between groups of three, with a plain minus."""
    stripped = text.strip().replace("\N{MINUS SIGN}", "-")
    return _LOOSE_GROUPS.sub("", stripped)


def is_number(text: str) -> bool:
    """Tell whether a text is a number in one of the two dialects."""
    bare = bare_number(text)
    return bool(_DIGIT.search(bare)) and bare.isascii() and bool(_DOT.match(bare) or _COMMA.match(bare))


def vote(text: str) -> Mark | None:
    """Return the decimal mark that a cell proves; None where it proves nothing (no mark, no number, or `1.234`)."""
    bare = bare_number(text)
    if not is_number(text) or not ("." in bare or "," in bare):
        return None
    if _GROUPED_ONCE.match(bare):
        return None
    if "." in bare and "," in bare:
        return Mark.DOT if bare.rfind(".") > bare.rfind(",") else Mark.COMMA
    mark = Mark.DOT if "." in bare else Mark.COMMA
    if bare.count(mark) > 1:  # 1.234.567: the mark groups, so the other one would be the decimal mark
        return Mark.COMMA if mark is Mark.DOT else Mark.DOT
    return mark


def column_mark(texts: Iterable[str], default: Mark = Mark.DOT) -> Mark:
    """Return the decimal mark that a column's cells prove, the format's own where they prove none or disagree."""
    votes = {mark for mark in map(vote, texts) if mark is not None}
    return votes.pop() if len(votes) == 1 else default


def number(text: str, mark: Mark = Mark.DOT) -> Number:
    """Read a number with the given decimal mark: an int where it is whole, else an exact Decimal.

    Raises ValueError for everything else (also for numbers of more than 30 digits).
    """
    try:
        # The ordinary cell. int() alone would take "1_000" and other scripts' digits.
        if text.isdigit() and text.isascii():
            if len(text) > 30:
                raise ValueError(f"too many digits: {text[:40]}")
            return int(text)
    except AttributeError:
        raise ValueError("not a text") from None
    bare = bare_number(text)
    pattern = _DOT if mark is Mark.DOT else _COMMA
    if len(bare) > 40 or not bare.isascii() or not _DIGIT.search(bare) or not pattern.match(bare):
        raise ValueError(f"not a number: {text[:40]!r}")
    plain = bare.replace(",", "") if mark is Mark.DOT else bare.replace(".", "").replace(",", ".")
    value = Decimal(plain)
    whole = int(value)
    return whole if whole == value else value


def whole_number(text: str, mark: Mark = Mark.DOT) -> int:
    """Read a count: a mark before three digits can only part thousands, since it has no decimals. Raises ValueError."""
    bare = bare_number(text)
    if _GROUPED.match(bare):
        return int(bare.replace(",", "").replace(".", ""))
    value = number(text, mark)
    if not isinstance(value, int):
        raise ValueError(f"not a whole number: {text[:40]!r}")
    return value


def plain(value: Number) -> str:
    """Write a number with a dot, without grouping, exponent or needless zeros."""
    if isinstance(value, int):
        return str(value)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})\Z")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\Z")


def iso_day(text: str) -> date:
    """Read `YYYY-MM-DD` or `YYYY/MM/DD`. Raises ValueError."""
    match = _ISO.match(text)
    if match is None:
        raise ValueError(f"not a date: {text[:40]!r}")
    return date(int(match[1]), int(match[2]), int(match[3]))


def day_month_year(text: str) -> date:
    """Read `DD/MM/YYYY`. Raises ValueError."""
    match = _SLASHED.match(text)
    if match is None:
        raise ValueError(f"not a date: {text[:40]!r}")
    return date(int(match[3]), int(match[2]), int(match[1]))


def month_day_year(text: str) -> date:
    """Read `MM/DD/YYYY`. Raises ValueError."""
    match = _SLASHED.match(text)
    if match is None:
        raise ValueError(f"not a date: {text[:40]!r}")
    return date(int(match[3]), int(match[1]), int(match[2]))


def compact_day(text: str) -> date:
    """Read `YYYYMMDD`. Raises ValueError."""
    if len(text) != 8 or not (text.isdigit() and text.isascii()):
        raise ValueError(f"not a date: {text[:40]!r}")
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
MONTH_NUMBERS = {name: place + 1 for names in _MONTHS.values() for place, name in enumerate(names.split())}
_SHORT_MONTHS = {name[:3]: place + 1 for place, name in enumerate(_MONTHS["en"].split())}
_WORD_DAY = re.compile(r"(?:(?P<m1>[^\W\d]+) (?P<d1>\d{1,2})|(?P<d2>\d{1,2})\.? (?:de )?(?P<m2>[^\W\d]+))\Z")
_ENGLISH_DAY = re.compile(r"([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4})\Z")


def day_without_year(text: str) -> tuple[int, int]:
    """Read `April 12`, `12 April`, `8 de marzo` as (month, day). Raises ValueError."""
    match = _WORD_DAY.match(key(text))
    if match is None:
        raise ValueError(f"not a day: {text[:40]!r}")
    month = MONTH_NUMBERS.get(match["m1"] or match["m2"])
    if month is None:
        raise ValueError(f"not a month: {text[:40]!r}")
    day = int(match["d1"] or match["d2"])
    date(2024, month, day)  # a leap year: 29 February may be meant
    return month, day


def english_day(text: str) -> date:
    """Read `Jul 6, 2023`. Raises ValueError."""
    match = _ENGLISH_DAY.match(text.strip())
    month = _SHORT_MONTHS.get(match[1].casefold()) if match else None
    if match is None or month is None:
        raise ValueError(f"not a date: {text[:40]!r}")
    return date(int(match[3]), month, int(match[2]))


def month_number(word: str) -> int:
    """Return the number of a month's name or abbreviation in any known language. Raises ValueError."""
    name = key(word).rstrip(".")
    found = {
        number for full, number in MONTH_NUMBERS.items() if full == name or (len(name) > 2 and full.startswith(name))
    }
    if len(found) != 1:
        raise ValueError(f"not a month: {word[:40]!r}")
    return found.pop()


_DAY_IN_WORDS = (
    r"(?:[^\W\d]+[.,]{0,2} )?"
    r"(?:(?P<m1>[^\W\d]+)\.? (?P<d1>\d{1,2})|(?P<d2>\d{1,2})\.? (?:de )?(?P<m2>[^\W\d]+)\.?),? (?:de )?(?P<y>\d{4})"
)
_WORDED = re.compile(_DAY_IN_WORDS + r"\Z")
_SPAN = re.compile(r"(.*?\d{4}(?:-\d{2}-\d{2})?) ?[-–—] ?(.*\d{4}(?:-\d{2}-\d{2})?)\Z")


def worded_day(text: str) -> date:
    """Read `July 8, 2025`, `Fri, 6 Feb 2026`, `ter., 5 de mai. de 2026` in any known language. Raises ValueError."""
    match = _WORDED.match(key(text))
    if match is None:
        raise ValueError(f"not a date: {text[:40]!r}")
    return date(int(match["y"]), month_number(match["m1"] or match["m2"]), int(match["d1"] or match["d2"]))


def worded_span(text: str) -> tuple[date, date]:
    """Read one day or two with a dash between them, in words or as `YYYY-MM-DD`. Raises ValueError."""
    match = _SPAN.match(text.strip())
    first, last = (match[1], match[2]) if match is not None else (text.strip(), text.strip())
    days = [iso_day(part) if part[:4].isdigit() else worded_day(part) for part in (first, last)]
    if days[1] < days[0]:
        raise ValueError(f"a period that ends before it begins: {text[:40]!r}")
    return days[0], days[1]
