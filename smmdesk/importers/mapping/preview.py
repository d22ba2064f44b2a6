"""The first rows of a file as a mapping would read them, while the user still changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.importers.mapping.orders import Order, read_orders
from smmdesk.importers.mapping.reading import read_mapped
from smmdesk.importers.mapping.spec import MappingSpec, Target
from smmdesk.importers.rows import (
    AccountDayRow,
    Answers,
    PostRow,
    Question,
    QuestionCode,
    RefusedRow,
    RowCounts,
    SegmentRow,
)

_SHOWN = 20
_MOST_REFUSED = 20
_MOST_READ = 20_000
_OPEN = (QuestionCode.DATE_ORDER, QuestionCode.DECIMAL_MARK)


@dataclass(frozen=True, slots=True)
class MappedPreview:
    """What a mapping makes of a file: the first rows, the records by class, what is refused, asked and doubtful.

    `problems` are what the mapping lacks; nothing is read while there are any. `is_partial` where only the first
    records of a long file were counted.
    """

    rows: tuple[PostRow | AccountDayRow | SegmentRow | Order, ...] = ()
    counts: RowCounts | None = None
    refused: tuple[RefusedRow, ...] = ()
    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    is_partial: bool = False


def preview_mapped(path: Path, spec: MappingSpec, check: Callable[[], object] = lambda: None) -> MappedPreview:
    """Read the beginning of a file by a mapping that may be incomplete. `check` may raise to stop.

    Raises UserError where the file cannot be read at all.
    """
    problems = spec.problems()
    if problems:
        return MappedPreview(problems=tuple(problems))
    if spec.target is Target.ORDERS:
        orders = read_orders(path, spec)
        ours = sorted(orders.orders, key=lambda one: one.tie is None)
        open_ = tuple(one for one in orders.recognised.questions if one.code in _OPEN)
        return MappedPreview(
            tuple(ours[:_SHOWN]), orders.counts, tuple(orders.refused[:_MOST_REFUSED]), open_, tuple(orders.warnings)
        )
    reading = read_mapped(path, spec, Answers())
    rows: list[PostRow | AccountDayRow | SegmentRow] = []
    refused: list[RefusedRow] = []
    is_partial = False
    for number, row in enumerate(reading.rows, 1):
        if isinstance(row, RefusedRow):
            if len(refused) < _MOST_REFUSED:
                refused.append(row)
        elif len(rows) < _SHOWN:
            rows.append(row)
        if not number % 1_000:
            check()
        if number == _MOST_READ:
            is_partial = True
            break
    open_ = tuple(one for one in reading.recognised.questions if one.code in _OPEN)
    return MappedPreview(
        tuple(rows), reading.counts, tuple(refused), open_, tuple(reading.warnings), is_partial=is_partial
    )


def failed_preview(error: UserError) -> MappedPreview:
    """Return the preview of a file that cannot be read by the mapping: its reason."""
    return MappedPreview(problems=(error.sentence(),))
