"""What a whole column proves about its numbers and dates: the decimal mark, the order of day and month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from smmdesk.core.readings import Number
from smmdesk.importers.cells import Mark, bare_number, is_number, month_number, number, vote
from smmdesk.importers.mapping.spec import DateForm
from smmdesk.importers.records import NO_DATA

_CENTURY = 2000
_YEARS = range(1990, 2101)
_BEFORE = re.compile(r"([+-]?)\s*(?:[A-Z]{3}|[€$£¥₣₹₺₽₩₪฿])\s*(?=[-+\d.,])")
_AFTER = re.compile(r"(?<=\d)\s*(?:[A-Z]{3}|[€$£¥₣₹₺₽₩₪฿]|zł|kr|Kč)\.?\Z")
_CLOCK = re.compile(r"\d{1,6}:\d{2}(?::\d{2})?\Z")

_TIME = re.compile(
    r"(?P<date>.*?\d)(?:T|,?\s+(?:at |alle |ore |um |à |a las )?)(?P<h>\d{1,2})[:.](?P<m>\d{2})"
    r"(?:[:.](?P<s>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?\Z"
)
_NUMERIC = re.compile(r"(\d{1,4})([-/.])\s?(\d{1,2})\2\s?(\d{1,4})\Z")
_COMPACT = re.compile(r"\d{8}\Z")
_DAY_FIRST = re.compile(
    r"(?:[^\W\d]+\.?,? )?(\d{1,2})(?:st|nd|rd|th|º|°|\.)?[ -](?:de |di )?([^\W\d]+)\.?,?[ -](?:de |del )?(\d{4})\Z"
)
_MONTH_FIRST = re.compile(r"(?:[^\W\d]+\.?,? )?([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\Z")


# ---------------------------------------------------------------------------------------------------------- numbers


def bare_amount(text: str) -> str:
    """Return a number without its currency and percent sign: `€ 1.234,50` is `1.234,50`."""
    stripped = text.strip()
    if stripped.startswith("(") and stripped.endswith(")"):  # how accounting writes a negative number
        stripped = "-" + stripped[1:-1].strip()
    plain = _AFTER.sub("", _BEFORE.sub(r"\1", stripped))
    return plain.rstrip("%").rstrip()


def is_clock(text: str) -> bool:
    """Tell whether a text is a duration such as 0:03:54."""
    return bool(_CLOCK.match(text.strip())) and text.strip().isascii()


def read_amount(text: str, mark: Mark) -> Number:
    """Read a number that may carry a currency or percent sign. Raises ValueError."""
    if text.isdigit():
        return number(text, mark)
    return number(bare_amount(text), mark)


@dataclass(slots=True)
class MarkProof:
    """What the number cells of a column prove about their decimal mark.

    `mark` where they prove one; `is_open` where every mark stands before three digits, so that two readings remain;
    `contradicts` where some cells prove a point and others a comma.
    """

    votes: set[Mark] = field(default_factory=set)
    lone: set[Mark] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Let one cell vote; what is no number does not."""
        bare = bare_amount(text)
        if "." not in bare and "," not in bare:
            return
        if not is_number(bare):
            return
        proven = vote(bare)
        if proven is not None:
            self.votes.add(proven)
            return
        self.lone.add(Mark.DOT if "." in bare_number(bare) else Mark.COMMA)

    @property
    def mark(self) -> Mark | None:
        """Return the proven mark."""
        return next(iter(self.votes)) if len(self.votes) == 1 else None

    @property
    def contradicts(self) -> bool:
        """Tell whether the column cannot have been written in one way."""
        return len(self.votes) > 1 or (not self.votes and len(self.lone) > 1)

    @property
    def is_open(self) -> bool:
        """Tell whether two readings remain."""
        return not self.votes and len(self.lone) == 1

    @property
    def grouping(self) -> Mark | None:
        """Return the decimal mark under which the lone marks only part thousands."""
        if not self.is_open:
            return None
        return Mark.COMMA if self.lone == {Mark.DOT} else Mark.DOT


def prove_mark(texts: Iterable[str]) -> MarkProof:
    """Return what the cells of one column prove together."""
    proof = MarkProof()
    for text in texts:
        proof.add(text)
    return proof


# ------------------------------------------------------------------------------------------------------------ dates


class Moment(NamedTuple):
    """A date as written, with its time and offset where it has them."""

    day: date
    time: time | None = None
    offset: timezone | None = None


def _parts(text: str) -> tuple[str, time | None, timezone | None]:
    """Split a text into its date, time and offset. Raises ValueError for an impossible time."""
    bare = " ".join(text.split())
    match = _TIME.match(bare)
    if match is None:
        return bare, None, None
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"not a time: {text[:40]!r}")
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    return match["date"].rstrip(","), time(hour, minute, min(second, 59)), _offset(match["zone"])


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _year(text: str) -> int:
    if len(text) == 3 or len(text) == 1:
        raise ValueError("not a year")
    year = int(text) if len(text) == 4 else _CENTURY + int(text)
    if year not in _YEARS:
        raise ValueError("not a year of today")
    return year


def read_day(text: str, form: DateForm) -> date:
    """Read the date of a cell in one form. Raises ValueError."""
    match = _NUMERIC.match(text)
    if form is DateForm.COMPACT:
        if not (_COMPACT.match(text) and text.isascii()):
            raise ValueError(f"not a date: {text[:40]!r}")
        return date(_year(text[:4]), int(text[4:6]), int(text[6:]))
    if form is DateForm.WORDS:
        return _worded(text)
    if match is None or not text.isascii():
        raise ValueError(f"not a date: {text[:40]!r}")
    first, middle, last = match[1], match[3], match[4]
    if form is DateForm.YMD:
        if len(first) != 4:
            raise ValueError(f"not a date: {text[:40]!r}")
        return date(_year(first), int(middle), int(last))
    if len(first) > 2:
        raise ValueError(f"not a date: {text[:40]!r}")
    day, month = (first, middle) if form is DateForm.DMY else (middle, first)
    return date(_year(last), int(month), int(day))


def _worded(text: str) -> date:
    match = _DAY_FIRST.match(text)
    if match is not None:
        return date(_year(match[3]), month_number(match[2]), int(match[1]))
    match = _MONTH_FIRST.match(text)
    if match is not None:
        return date(_year(match[3]), month_number(match[1]), int(match[2]))
    raise ValueError(f"not a date: {text[:40]!r}")


def read_moment(text: str, form: DateForm) -> Moment:
    """Read a date with its time, where it has one, in one form. Raises ValueError."""
    if len(text) > 80:
        raise ValueError("too long for a date")
    day, at, offset = _parts(text.strip())
    return Moment(read_day(day, form), at, offset)


def _likely_forms(text: str) -> tuple[DateForm, ...]:
    """Return the forms that the shape of a date allows: the others need not be tried."""
    match = _NUMERIC.match(text)
    if match is not None:
        return (DateForm.YMD,) if len(match[1]) == 4 else (DateForm.DMY, DateForm.MDY)
    return (DateForm.COMPACT,) if _COMPACT.match(text) else (DateForm.WORDS,)


@lru_cache(maxsize=50_000)
def possible_days(text: str) -> tuple[tuple[DateForm, Moment], ...]:
    """Return the forms in which a text is a date, with what it then says; none for what is no date."""
    if len(text) > 80 or not any(one.isdigit() for one in text):
        return ()
    try:
        written, at, offset = _parts(text.strip())
    except ValueError:
        return ()
    found = []
    for form in _likely_forms(written):
        try:
            found.append((form, Moment(read_day(written, form), at, offset)))
        except ValueError:
            continue
    return tuple(found)


@dataclass(slots=True)
class DateProof:
    """What the cells of a column prove about the order of day and month; cells that are no date do not vote.

    `forms` are those in which every date of the column can be read. `is_open` where day and month could be exchanged
    and it would matter; `guess` is then the order in which the dates lie closer together.
    """

    forms: frozenset[DateForm] | None = None
    dates: int = 0
    times: int = 0
    offsets: int = 0
    differs: bool = False
    spans: dict[DateForm, list[date]] = field(default_factory=dict)

    def add(self, text: str) -> bool:
        """Let one cell vote; tell whether it is a date."""
        possible = possible_days(text.strip())
        if not possible:
            return False
        forms = frozenset(form for form, _moment in possible)
        moment = possible[0][1]
        self.dates += 1
        self.forms = forms if self.forms is None else self.forms & forms
        self.times += moment.time is not None
        self.offsets += moment.offset is not None
        if len(possible) > 1:
            self.differs = self.differs or len({one.day for _form, one in possible}) > 1
            for form, one in possible:
                span = self.spans.setdefault(form, [one.day, one.day])
                span[0], span[1] = min(span[0], one.day), max(span[1], one.day)
        return True

    @property
    def form(self) -> DateForm | None:
        """Return the one form that all dates allow (either, where exchanging day and month changes nothing)."""
        if not self.forms:
            return None
        if len(self.forms) > 1 and not self.differs:
            return DateForm.DMY if DateForm.DMY in self.forms else min(self.forms)
        return next(iter(self.forms)) if len(self.forms) == 1 else None

    @property
    def is_open(self) -> bool:
        """Tell whether two readings remain that differ."""
        return bool(self.forms) and len(self.forms or ()) > 1 and self.differs

    @property
    def contradicts(self) -> bool:
        """Tell whether no form fits all dates."""
        return self.dates > 0 and not self.forms

    @property
    def guess(self) -> DateForm | None:
        """Return the likelier order where two remain."""
        if not self.is_open:
            return self.form
        return min(sorted(self.forms or ()), key=lambda form: self.spans[form][1] - self.spans[form][0])


def prove_dates(texts: Iterable[str]) -> DateProof:
    """Return what the date cells of one column prove together."""
    proof = DateProof()
    for text in texts:
        if text.strip():
            proof.add(text)
    return proof


def says_nothing(text: str) -> bool:
    """Tell whether a cell is empty or holds one of the marks for "no number"."""
    bare = text.strip()
    return not bare or bare.casefold() in NO_DATA
