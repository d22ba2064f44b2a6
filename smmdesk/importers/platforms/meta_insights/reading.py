"""The rows of insights cards: days, followers, their groups, and content by format, each with its network."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from smmdesk.core.formats import numeric_day
from smmdesk.core.i18n import _, ngettext, quoted
from smmdesk.core.readings import State
from smmdesk.importers.cells import is_number, key
from smmdesk.importers.platforms.meta_insights.blocks import Block, Shape, Step, card_day, survey, walk
from smmdesk.importers.platforms.meta_insights.cards import (
    CARDS,
    FORMATS_OF,
    GENDERS,
    metric_key,
)
from smmdesk.importers.platforms.meta_insights.networks import other_network
from smmdesk.importers.records import BadCell, MetricPlan, refuse, refuse_damaged, share_of_percent
from smmdesk.importers.rows import AccountDayRow, FoundAccount, ReadValue, Row, SegmentRow
from smmdesk.importers.tables import Context, Format, Header, Table
from smmdesk.importers.text import Damaged

_MOST_NAMED = 8


def finder(fits: Callable[[Block], bool]) -> Callable[[Table], Header | None]:
    """Return the search for a file whose first block that can be read fits."""

    def find(table: Table) -> Header | None:
        header: Header | None = None
        for step, _line, bare, block in walk(table.opening):
            if block is None or header is not None or not fits(block):
                continue
            # A known title above a day's header is enough: the card may have no rows. Without one the days must be
            # Meta's, for "Date,Views" is how others begin too.
            is_titled = key(block.title) in CARDS
            is_certain = step is Step.HEADER and is_titled and block.shape is Shape.DAYS
            if is_certain or (step is Step.ROW and _looks_right(block, bare)):
                known = (0, 1, 2, 3) if block.card is not None else (0, 1, 2)
                language = block.card.language if block.card is not None else ""
                header = Header(block.line, 0, tuple(block.header), language, {"card": known})
        return header

    return find


def _looks_right(block: Block, bare: list[str]) -> bool:
    """Tell whether the first row fits: a table of something else may begin with a known word too."""
    if block.shape is Shape.NAMES:
        return all(is_number(cell) for cell in bare if cell) and len(bare) <= len(block.header)
    if block.shape is Shape.DAYS:
        try:
            card_day(bare[0])
        except ValueError:
            return False
    return True


def is_empty(table: Table) -> bool:
    """Tell whether no block of a file can be read."""
    return not any(block.is_read and block.rows for block in survey(table))


def unknown_titles(table: Table) -> list[str]:
    """Return the titles of the cards that are not known."""
    return [block.title or _("(no title)") for block in survey(table) if not block.is_read]


def read_cards(_format: Format, table: Table, _header: Header, context: Context) -> Iterator[Row]:
    """Yield the rows of every block that is known."""
    blocks = survey(table)
    reader = _Reader(table, context, blocks)
    yield from reader.rows()
    reader.tell()


class _Reader:
    """One table being read: the network of each block, and what has to be said about it."""

    def __init__(self, table: Table, context: Context, blocks: list[Block]) -> None:
        self._table = table
        self._context = context
        self._blocks = {block.line: block for block in blocks}
        self._uncounted = {block.line: block.uncounted() for block in blocks}
        self._owners = context.reading.recognised.owners
        self._plans: dict[tuple[int, str], MetricPlan] = {}

    def rows(self) -> Iterator[Row]:
        counts = self._context.reading.counts
        for step, line, cells, walked in walk(self._table.with_blanks()):
            if isinstance(cells, Damaged):
                yield refuse_damaged(self._context, self._table, line, cells)
                continue
            block = self._blocks[walked.line] if walked is not None else None
            if step is Step.TITLE or block is None or not block.is_read:
                counts.description += 1
            elif step is Step.ROW:
                try:
                    made = self._made(block, cells)
                except BadCell as bad:
                    yield refuse(self._context, self._table, line, bad.column_title, bad.value, bad.reason)
                    continue
                counts.data += 1
                yield from made

    def _made(self, block: Block, cells: list[str]) -> list[Row]:
        network = self._network(block)
        account = None
        if len(self._owners) > 1:
            account = network
            self._context.reading.accounts.setdefault(network, FoundAccount(network, None, None, None))
        what = block.card.what if block.card is not None else ""
        if block.shape is Shape.DAYS:
            return [self._day(block, cells, account, metric_key(network, what))]
        read_on = self._context.read_on
        if block.shape is Shape.TOTAL:
            value = self._value(block, metric_key(network, "followers"), block.title, cells[0])
            return [AccountDayRow(account, read_on, (value,))]
        if block.is_of_formats:
            metric = metric_key(network, FORMATS_OF[what])
            return [
                SegmentRow(account, "format", key(name), name, None, None, None, True, (value,))
                for name, value in self._named(block, cells, metric)
            ]
        metric = metric_key(network, "followers_share")
        if block.shape is Shape.AGES:
            age, shares = cells[0], cells[1:]
            if not age:
                raise BadCell(block.header[0], "", _("The row has no name."))
            if len(cells) > len(block.header):
                raise BadCell(block.title, ", ".join(cells), _more_values())
            found = [
                (f"{age}|{GENDERS[key(word)]}", f"{age}, {word}", self._value(block, metric, word, share))
                for word, share in zip(block.header[1:], _padded(shares, len(block.header) - 1), strict=True)
            ]
        elif block.shape is Shape.PAIRS:
            # A spreadsheet may have taken "Kyiv, Ukraine" apart at its comma.
            name = ", ".join(cells[:-1]) if len(cells) > 1 else cells[0]
            share = cells[-1] if len(cells) > 1 else ""
            found = [(name, name, self._value(block, metric, block.header[-1], share))]
        else:
            found = [(name, name, value) for name, value in self._named(block, cells, metric)]
        is_weak = block.shape is not Shape.AGES
        return [
            SegmentRow(account, what, name, title, read_on, read_on, None, is_weak, (value,))
            for name, title, value in found
        ]

    def _named(self, block: Block, cells: list[str], metric: str) -> list[tuple[str, ReadValue]]:
        width = len(block.header)
        if len(cells) > width:
            raise BadCell(block.title, ", ".join(cells), _more_values())
        return [
            (name, self._value(block, metric, name, cell))
            for name, cell in zip(block.header, _padded(cells, width), strict=True)
            if name
        ]

    def _day(self, block: Block, cells: list[str], account: str | None, metric: str) -> Row:
        try:
            day = card_day(cells[0])
        except ValueError:
            reason = _("This is not a date ({form}).").format(form="YYYY-MM-DDT00:00:00")
            raise BadCell(block.header[0], cells[0], reason) from None
        if len(cells) > 2:
            raise BadCell(block.header[1], ", ".join(cells[1:]), _("This cell is not a number."))
        value = self._value(block, metric, block.header[1], cells[1] if len(cells) > 1 else "")
        if day in self._uncounted[block.line]:
            value = ReadValue(metric, None, State.NOT_AVAILABLE)
        return AccountDayRow(account, day, (value,))

    def _value(self, block: Block, metric: str, title: str, text: str) -> ReadValue:
        plan = self._plans.get((block.line, title))
        if plan is None:
            mark = block.mark
            convert = (lambda cell: share_of_percent(cell, mark)) if metric.endswith("_share.v1") else None
            plan = MetricPlan(metric, title, 0, State.NOT_AVAILABLE, mark, convert)
            self._plans[block.line, title] = plan
        return plan.read(text)

    def _network(self, block: Block) -> str:
        if block.card is not None and block.card.network is not None:
            return block.card.network
        [owner, *others] = self._owners
        if others:
            network = other_network(block, self._blocks.values())
            if network is None:
                raise BadCell("", block.title, _("This card does not say whether it is Facebook's or Instagram's."))
            return network
        answered = self._context.answers.platform
        return answered if answered in owner.platforms else owner.guess or owner.platforms[0]

    def tell(self) -> None:
        """Say what the file leaves open."""
        warnings = self._context.reading.warnings
        blocks = list(self._blocks.values())
        unread = [quoted(block.title) for block in blocks if not block.is_read]
        if unread:
            shown = ", ".join(unread[:_MOST_NAMED]) + (", …" if len(unread) > _MOST_NAMED else "")
            warnings.append(_("Cards that are not read: {titles}.").format(titles=shown))
        for block in blocks:
            uncounted = self._uncounted[block.line]
            if uncounted:
                warnings.append(
                    _(
                        "“{title}” is 0 on every day to {day} and never after: it was not counted yet, so these days "
                        "stay without a value."
                    ).format(title=block.title, day=numeric_day(max(uncounted)))
                )
            if block.is_read and block.gaps:
                count = block.gaps
                warnings.append(
                    ngettext(
                        "“{title}” has no row for {count} day within its period; it stays unknown and is not taken "
                        "for 0.",
                        "“{title}” has no row for {count} days within its period; they stay unknown and are not taken "
                        "for 0.",
                        count,
                    ).format(title=block.title, count=count)
                )
        if len(self._owners) == 1 and len(self._owners[0].platforms) == 1:
            joined = [quoted(one.title) for one in blocks if one.is_read and one.card and one.card.network is None]
            if joined:
                told = _("{titles}: the network is not named; taken for the one of the other cards of the file.")
                warnings.append(told.format(titles=", ".join(joined)))


def _more_values() -> str:
    return _("The row has more values than there are names above it.")


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
