"""The types of promised work: one word each, or `other:NAME` for what has a name of its own."""

from __future__ import annotations

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.work import TYPES
from smmdesk.domain.checks import checked_line

OTHER = "other"


def checked_type(typed: str, field: str = "type") -> str:
    """Return a type as it is kept. Raises UserError for an unknown word and for `other` without a name."""
    word, colon, name = typed.strip().partition(":")
    word = word.strip().lower()
    if word in TYPES and not colon:
        return word
    name = checked_line(name, field, limit=60)
    if word == OTHER and name:
        return f"{OTHER}:{name}"
    raise UserError(
        _("This type of work is not known: {typed}").format(typed=typed.strip()[:60] or "–"),
        _("The choices are: {choices}.").format(choices=", ".join((*TYPES, f"{OTHER}:NAME"))),
        field=field,
    )


def type_title(type_: str) -> str:
    """Return the name of a type in the present language; the own name of an `other`."""
    if type_ in TYPES:
        return _(TYPES[type_])
    return type_.partition(":")[2]


def type_name(type_: str) -> tuple[str, str]:
    """Return a type as its word and, for `other`, its own name."""
    word, _colon, name = type_.partition(":")
    return word, name


def type_order(type_: str) -> tuple[int, str]:
    """Return the sort key of a type: the known ones in their usual order, then the others by name."""
    words = tuple(TYPES)
    return (words.index(type_), "") if type_ in TYPES else (len(words), type_.casefold())
