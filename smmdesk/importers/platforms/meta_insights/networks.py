"""Whose network the cards of a file are: what the titles say, and what else tells where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.importers.cells import key
from smmdesk.importers.platforms.meta_insights.blocks import Block, Shape, covered, survey
from smmdesk.importers.platforms.meta_insights.cards import FACEBOOK, FACEBOOK_KINDS, INSTAGRAM, NETWORKS
from smmdesk.importers.rows import Owner
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Source, Table, Timing
from smmdesk.importers.text import CsvText, file_blob, find_encoding

_MOST_BESIDE = 40
_LARGEST_CARD = 1 << 18
_NAMES = {FACEBOOK: "Facebook", INSTAGRAM: "Instagram"}


def other_network(block: Block, blocks: Iterable[Block]) -> str | None:
    """Return the network of a block without one that stands beside the same card of a named network.

    A file of both networks shows the same card twice; "Follows" beside "Instagram follows" is Facebook's.
    """
    named = {
        one.card.network
        for one in blocks
        if one.card is not None and one.card.network and block.card is not None and one.card.what == block.card.what
    }
    if len(named) != 1:
        return None
    return INSTAGRAM if named == {FACEBOOK} else FACEBOOK


def card_timing(source: Source) -> Timing:
    """Return the period of the days, and the network or networks whose accounts the file's rows belong to.

    Raises UserError where one card stands twice without its network.
    """
    tables = [survey(table) for _format, table, _header in source.tables]
    blocks = [block for table in tables for block in table if block.is_read and block.rows]
    plain = plain_timing(source)
    reason = _("The file does not say when it was exported; it was last changed on this day.")
    owners = _owners(source, tables, blocks)
    return Timing(None, plain.read_on_guess, reason, period=covered(blocks), owners=owners)


def _owners(source: Source, tables: Sequence[list[Block]], blocks: Sequence[Block]) -> tuple[Owner, ...]:
    named = {block.card.network for block in blocks if block.card is not None and block.card.network}
    other = {
        network
        for table in tables
        for block in table
        if block.is_read
        and block.rows
        and block.card is not None
        and block.card.network is None
        and (network := other_network(block, table))
    }
    told = sorted(named | other)
    if len(told) > 1:
        return tuple(Owner((network,), network, _why_both(network, blocks)) for network in told)
    if told:
        return (Owner((told[0],), told[0]),)
    for table in tables:
        _refuse_twins(source, table)
    guess, reason = _guess(source, blocks)
    return (Owner(NETWORKS, guess, reason),)


def _why_both(network: str, blocks: Sequence[Block]) -> str:
    says = any(block.card is not None and block.card.network == network for block in blocks)
    if says:
        return _("The file has a card of {network}, but does not say of which account.").format(network=_NAMES[network])
    title = next(block.title for block in blocks if block.card is not None and block.card.network is None)
    return _("“{title}” does not name its network; the same card of the other network stands beside it.").format(
        title=title
    )


def _refuse_twins(source: Source, table: Sequence[Block]) -> None:
    seen: set[tuple[str, Shape]] = set()
    for block in table:
        if not block.is_read or block.card is None:
            continue
        kind = (block.card.what, block.shape)
        if kind in seen:
            raise UserError(
                _("“{name}” holds the card “{title}” twice and does not say which network each one is of.").format(
                    name=source.path.name, title=block.title
                ),
                _("Nothing was imported."),
                _("Choose one account in Meta Business Suite and export its card alone."),
            )
        seen.add(kind)


def _guess(source: Source, blocks: Sequence[Block]) -> tuple[str | None, str]:
    """Return the likelier network of cards that name none, with the reason; None where nothing tells."""
    kinds = [name for block in blocks if block.is_of_formats for name in block.header if key(name) in FACEBOOK_KINDS]
    if kinds:
        told = _("The card names no network; only Facebook has content of the kind “{kind}”.")
        return FACEBOOK, told.format(kind=kinds[0])
    return _guess_beside(source.path, blocks)


def _guess_beside(path: Path, blocks: Sequence[Block]) -> tuple[str | None, str]:
    """Return the network of the cards that were saved beside this one for the same days, if they agree."""
    period = covered(blocks)
    found: dict[str, str] = {}
    for beside in _cards_beside(path):
        try:
            blob = file_blob(beside)
            encoding = find_encoding(blob)
            if encoding is None:
                continue
            text = CsvText(blob, encoding)
            mark = text.delimiters()[0]
        except (UserError, OSError):
            continue
        others = survey(Table("", lambda text=text, mark=mark: text.records(mark, blank=True)))
        days = covered(others)
        if period is not None and days is not None and (days[0] > period[1] or days[1] < period[0]):
            continue
        for block in others:
            network = block.card.network or other_network(block, others) if block.is_read and block.card else None
            if network is not None:
                found.setdefault(network, beside.name)
    if len(found) != 1:
        return None, ""
    [(network, name)] = found.items()
    told = _("The card names no network; “{name}” beside it is a card of {network}.")
    return network, told.format(name=name, network=_NAMES[network])


def _cards_beside(path: Path) -> list[Path]:
    """Return the small CSV files of the same folder that were saved in the same hour."""
    found: list[Path] = []
    try:
        made = path.stat().st_mtime
        for beside in path.parent.iterdir():
            if beside.suffix.casefold() == ".csv" and beside.name != path.name and beside.is_file():
                facts = beside.stat()
                if abs(facts.st_mtime - made) < 3600 and 0 < facts.st_size <= _LARGEST_CARD:
                    found.append(beside)
                    if len(found) == _MOST_BESIDE:
                        break
    except OSError:
        return []
    return sorted(found)
