"""What an import keeps of what was said about its file, and of what the file itself says of accounts and parts.

With the first the original can be read again; with the second an undo gives back what other imports said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from smmdesk.importers.mapping.checking import spec_from_json
from smmdesk.importers.mapping.spec import MappingSpec, to_json
from smmdesk.importers.rows import Answers

# The key under which `Import.answers` holds what the file says; everything beside it was answered.
FILE = "file"


@dataclass(frozen=True, slots=True)
class SaidAccount:
    """What a file says of one of its accounts. `learnt`: the workspace's account had no external id before it."""

    account: int
    external_id: str
    handle: str
    name: str
    guest: bool
    learnt: bool = False


def kept_answers(accounts: Sequence[int], create_accounts: bool, answers: Answers) -> dict[str, Any]:
    """Return answers as `Import.answers` keeps them: days in ISO form, what was not said left out.

    `accounts` are those that were chosen; the platform follows from them.
    """
    kept: dict[str, Any] = {"accounts": list(accounts)} if accounts else {}
    if create_accounts:
        kept["create_accounts"] = True
    for one in fields(Answers):
        value = getattr(answers, one.name)
        if one.name == "platform":
            continue
        if isinstance(value, MappingSpec):
            kept[one.name] = to_json(value)
        elif isinstance(value, date):
            kept[one.name] = value.isoformat()
        elif isinstance(value, tuple):
            kept[one.name] = [part.isoformat() if isinstance(part, date) else part for part in value]
        elif value is not None:
            kept[one.name] = value
    return kept


def answers_of(kept: Mapping[str, Any]) -> Answers:
    """Return kept answers as an importer takes them; a kept word that it no longer knows is left out."""
    given = {one.name: kept[one.name] for one in fields(Answers) if one.name in kept}
    if "read_on" in given:
        given["read_on"] = date.fromisoformat(given["read_on"])
    if "period" in given:
        first, last = given["period"]
        given["period"] = (date.fromisoformat(first), date.fromisoformat(last))
    if "own_accounts" in given:
        given["own_accounts"] = tuple(given["own_accounts"])
    if "mapping" in given:
        given["mapping"] = spec_from_json(given["mapping"])
    return Answers(**given)


def said_accounts(kept: Mapping[str, Any]) -> dict[int, SaidAccount]:
    """Return what a file said of its accounts, by the account of the workspace."""
    said = [SaidAccount(*row) for row in kept.get(FILE, {}).get("accounts", ())]
    return {one.account: one for one in said}


def said_titles(kept: Mapping[str, Any]) -> dict[int, str]:
    """Return how a file calls the parts of its accounts, by the part's id."""
    return {int(key): title for key, title in kept.get(FILE, {}).get("titles", {}).items()}
