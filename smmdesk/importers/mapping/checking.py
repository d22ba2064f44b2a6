"""A mapping out of JSON that a stranger may have written: every field is checked, nothing is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, quoted
from smmdesk.core.readings import State
from smmdesk.core.roi.words import Tie, ValueKind
from smmdesk.importers.cells import Mark
from smmdesk.importers.mapping.spec import (
    CANCELLED_WORDS,
    REFUNDED_WORDS,
    TOTAL_WORDS,
    VERSION,
    ColumnUse,
    DateForm,
    Kind,
    MappingSpec,
    OrderRules,
    Role,
    Target,
    TieRule,
    Writing,
    is_zone,
)
from smmdesk.importers.mapping.untitled import letters

_MOST_COLUMNS = 500
_MOST_TITLES = 2_000
_MOST_WORDS = 200
_LONGEST = 400
_KEY = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+){2,3}\Z")
_WORD = re.compile(r"[a-z0-9_]{1,40}\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_EMPTY_STATES = (State.NOT_AVAILABLE, State.NOT_APPLICABLE, State.ZERO)

Word = TypeVar("Word", bound=StrEnum)


def spec_from_json(data: Any) -> MappingSpec:
    """Return the mapping that plain data describes. Raises UserError, naming the field, for anything else.

    What an older version did not write takes its default; a newer version is refused.
    """
    return _Reader(data).spec()


class _Reader:
    def __init__(self, data: Any) -> None:
        if not isinstance(data, Mapping):
            raise refused(_("it is no mapping of SMM Desk"))
        self.data: Mapping[str, Any] = data
        version = data.get("version")
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise refused(_("it is no mapping of SMM Desk"))
        if version > VERSION:
            raise refused(_("it comes from a newer version"))

    def spec(self) -> MappingSpec:
        data = self.data
        target = _word(data, "target", Target)
        zone = _text(data, "zone", "UTC")
        if not is_zone(zone):
            raise _bad("zone", zone)
        empty = _word(data, "empty", State, State.NOT_AVAILABLE)
        if empty not in _EMPTY_STATES:
            raise _bad("empty", empty)
        dimension = _text(data, "dimension", "part")
        platform = _text(data, "platform", "")
        if not _WORD.match(dimension):
            raise _bad("dimension", dimension)
        if platform and not _WORD.match(platform):
            raise _bad("platform", platform)
        titles = _texts(data, "titles", (), most=_MOST_TITLES)
        kinds = tuple(_word({"kinds": one}, "kinds", Kind) for one in _texts(data, "kinds", (), most=_MOST_TITLES))
        if kinds and titles != letters(len(kinds)):
            raise _bad("kinds", ", ".join(kinds))
        return MappingSpec(
            name=" ".join(_text(data, "name", "").split())[:200],
            target=target,
            platform=platform,
            titles=titles,
            columns=tuple(_column(one) for one in _list(data, "columns", most=_MOST_COLUMNS)),
            decimal=None if data.get("decimal") is None else _word(data, "decimal", Mark),
            dates=None if data.get("dates") is None else _word(data, "dates", DateForm),
            zone=zone,
            empty=empty,
            total_words=_texts(data, "total_words", TOTAL_WORDS),
            dimension=dimension,
            only=_texts(data, "only", ()),
            orders=_orders(data.get("orders")) if target is Target.ORDERS else OrderRules(),
            kinds=kinds,
        )


def _column(data: Any) -> ColumnUse:
    if not isinstance(data, Mapping):
        raise _bad("columns", data)
    role = _word(data, "role", Role)
    metric = _text(data, "metric", "")
    if (role is Role.METRIC) != bool(metric) or (metric and not _KEY.match(metric)):
        raise _bad("metric", metric)
    return ColumnUse(_title(data), role, metric, _word(data, "writing", Writing, Writing.PLAIN), _count(data, "nth"))


def _orders(data: Any) -> OrderRules:
    if not isinstance(data, Mapping):
        raise _bad("orders", data)
    currency = _text(data, "currency", "")
    if currency and not _CURRENCY.match(currency):
        raise _bad("currency", currency)
    adds_lines = data.get("adds_lines", False)
    if not isinstance(adds_lines, bool):
        raise _bad("adds_lines", adds_lines)
    return OrderRules(
        ours=tuple(_rule(one) for one in _list(data, "ours", most=20)),
        kind=_word(data, "kind", ValueKind, ValueKind.SALE),
        counted=_texts(data, "counted", ()),
        cancelled=_texts(data, "cancelled", CANCELLED_WORDS),
        refunded=_texts(data, "refunded", REFUNDED_WORDS),
        vat_rate=_percentage(data.get("vat_rate")),
        currency=currency,
        adds_lines=adds_lines,
        source=_text(data, "source", ""),
    )


def _rule(data: Any) -> TieRule:
    if not isinstance(data, Mapping):
        raise _bad("ours", data)
    contains = data.get("contains", False)
    if not isinstance(contains, bool):
        raise _bad("contains", contains)
    tie = _word(data, "tie", Tie, Tie.CODE)
    if tie is Tie.NONE:
        raise _bad("tie", tie)
    return TieRule(_title(data), _texts(data, "values", ()), contains, tie, _count(data, "nth"))


def _percentage(value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        number = Decimal(value) if isinstance(value, str) and len(value) < 20 else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or not 0 <= number <= 100:
        raise _bad("vat_rate", value)
    return number


def _title(data: Mapping[str, Any]) -> str:
    title = _text(data, "title", "")
    if not title.strip():
        raise _bad("title", title)
    return title


def _text(data: Mapping[str, Any], name: str, default: str) -> str:
    value = data.get(name, default)
    if not isinstance(value, str) or len(value) > _LONGEST or "\x00" in value:
        raise _bad(name, value)
    return value


def _texts(data: Mapping[str, Any], name: str, default: tuple[str, ...], *, most: int = _MOST_WORDS) -> tuple[str, ...]:
    value = data.get(name)
    if value is None:
        return default
    if not isinstance(value, list) or len(value) > most:
        raise _bad(name, value)
    return tuple(_text({name: one}, name, "") for one in value)


def _list(data: Mapping[str, Any], name: str, *, most: int) -> list[Any]:
    value = data.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise _bad(name, value)
    return value


def _count(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST_TITLES:
        raise _bad(name, value)
    return value


def _word(data: Mapping[str, Any], name: str, words: type[Word], default: Word | None = None) -> Word:
    value = data.get(name, default)
    try:
        if not isinstance(value, str):
            raise ValueError(value)
        return words(value)
    except ValueError:
        raise _bad(name, value) from None


def refused(reason: str) -> UserError:
    """Return the refusal of a mapping with its reason."""
    return UserError(
        _("This mapping cannot be used: {reason}.").format(reason=reason),
        _("Nothing was changed."),
        _("Ask for the file again, or map the columns yourself."),
    )


def _bad(name: str, value: Any) -> UserError:
    shown = str(value)
    return refused(_("its field “{field}” holds {value}").format(field=name, value=quoted(shown, 40)))
