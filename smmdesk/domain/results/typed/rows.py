"""What is typed, and the grid that shows it beside what files brought: plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, Number, State
from smmdesk.domain.results.rows import AccountFigure


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number of an account's month, or of one `day` of it, as it was typed.

    Without a state what was typed before is taken back.
    """

    metric: str
    month: Month
    value: Number | None = None
    state: State | None = None
    day: date | None = None

    @property
    def place(self) -> str:
        """Return the name of its cell, which is also the field of its errors."""
        return cell_place(self.metric, self.month if self.day is None else self.day)


def cell_place(metric: str, at: Month | date) -> str:
    """Return the name of the cell of a metric and a month, or a day."""
    return f"{metric}@{at}"


@dataclass(frozen=True, slots=True)
class TypedReading:
    """What was typed last for a metric in a month; `day` is that of a stock, None for a figure of the whole month."""

    value: Number | None
    state: State
    read_on: date
    import_id: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A cell of the grid: the month's figure, what was typed for it, and the files that it was read from.

    `figure` is None where nothing was ever read for the month.
    """

    figure: AccountFigure | None = None
    typed: TypedReading | None = None
    files: tuple[str, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Tell whether what was typed is what stands there now."""
        if self.typed is None:
            return False
        return not self.has_figure or (self.figure is not None and self.figure.imports == (self.typed.import_id,))

    @property
    def is_imported(self) -> bool:
        """Tell whether a figure that files brought stands there now."""
        return self.has_figure and not self.is_typed

    @property
    def has_figure(self) -> bool:
        """Tell whether a number stands there, or the bounds of one."""
        return self.figure is not None and (self.figure.value is not None or self.figure.bounds is not None)


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A metric of the grid with one cell for each month."""

    metric: Metric
    cells: tuple[NumberCell, ...]


@dataclass(frozen=True, slots=True)
class NumberGrid:
    """The numbers of an account: the metrics that can be typed, by month, the oldest first."""

    account_id: int
    months: tuple[Month, ...]
    rows: tuple[NumberRow, ...]
    currency: str
    today: date

    def cell(self, metric: str, month: Month) -> NumberCell:
        """Return a cell by its metric and month."""
        place = self.months.index(month)
        return next((row.cells[place] for row in self.rows if row.metric.key == metric), NumberCell())


@dataclass(frozen=True, slots=True)
class TypedResult:
    """What a save did: one import for each month in which something changed, and how many numbers were which."""

    import_ids: tuple[int, ...] = ()
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    taken_back: int = 0


@dataclass(frozen=True, slots=True)
class TypedPost:
    """A post as it was typed. `values` holds a value and a state by metric; `at` is the time by the client's clock."""

    day: date
    kind: str = ""
    title: str = ""
    text: str = ""
    link: str = ""
    at: time | None = None
    values: Mapping[str, tuple[Number | None, State]] = field(default_factory=dict)
