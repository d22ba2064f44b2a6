"""What stands in the grid of typed numbers: what is kept, what is typed over it, and every step back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, Number, State, Unit
from smmdesk.domain.results.typed.queries import source_words
from smmdesk.domain.results.typed.rows import NumberCell, NumberGrid, TypedNumber, cell_place
from smmdesk.domain.results.typed.rules import Typed, read_typed, state_words, typed_text
from smmdesk.ui import theme
from smmdesk.ui.pages.results.whole_months import title_lines

Index = QModelIndex | QPersistentModelIndex
Place = tuple[str, Month]
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Edit:
    """What was typed into a cell and is not kept yet.

    `state` is None where the cell was emptied; `error` says why the text cannot be kept.
    """

    text: str
    value: Number | None = None
    state: State | None = None
    error: str = ""


class GridModel(QAbstractTableModel):
    """Metrics by months. `edited` tells that what is not kept yet has changed."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: NumberGrid | None = None
        self.read_on: date | None = None
        self.is_writable = True
        self._edits: dict[Place, Edit] = {}
        self._past: list[dict[Place, Edit]] = []
        self._future: list[dict[Place, Edit]] = []
        self._opened: set[Place] = set()

    # ------------------------------------------------------------------------------------------------- what is kept

    def set_grid(self, grid: NumberGrid) -> None:
        """Show what is kept; what is typed stays where it is about the same account."""
        if self.grid is None or self.grid.account_id != grid.account_id:
            self._forget()
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()
        self.edited.emit()

    def _forget(self) -> None:
        self._edits, self._past, self._future = {}, [], []
        self._opened.clear()

    def place(self, index: Index) -> Place:
        """Return the metric's key and the month of a cell."""
        assert self.grid is not None
        return self.grid.rows[index.row()].metric.key, self.grid.months[index.column()]

    def metric(self, index: Index) -> Metric:
        """Return the metric of a cell's row."""
        assert self.grid is not None
        return self.grid.rows[index.row()].metric

    def cell(self, index: Index) -> NumberCell:
        """Return what is kept of a cell."""
        assert self.grid is not None
        return self.grid.rows[index.row()].cells[index.column()]

    def edit_of(self, index: Index) -> Edit | None:
        """Return what is typed in a cell and not kept."""
        return self._edits.get(self.place(index))

    def index_of(self, place: str) -> QModelIndex:
        """Return the cell that an error names."""
        if self.grid is not None:
            for line, row in enumerate(self.grid.rows):
                for column, month in enumerate(self.grid.months):
                    if cell_place(row.metric.key, month) == place:
                        return self.index(line, column)
        return QModelIndex()

    # ------------------------------------------------------------------------------------------------- what is locked

    def is_locked(self, index: Index) -> bool:
        """Tell whether a file's number stands there that nobody has asked to type over."""
        place = self.place(index)
        return self.cell(index).is_imported and place not in self._opened and place not in self._edits

    def open_cells(self, indexes: Iterable[Index]) -> None:
        """Let numbers that files brought be typed over."""
        self._opened.update(self.place(index) for index in indexes)

    # ------------------------------------------------------------------------------------------------- typing

    @property
    def edits(self) -> Mapping[Place, Edit]:
        """Return what is typed and not kept."""
        return self._edits

    def numbers(self) -> list[TypedNumber]:
        """Return what is typed as it goes to be kept."""
        return [TypedNumber(key, month, one.value, one.state) for (key, month), one in self._edits.items()]

    @property
    def wrong(self) -> int:
        """How many cells cannot be kept as they were typed."""
        return sum(bool(edit.error) for edit in self._edits.values())

    def first_wrong(self) -> QModelIndex:
        """Return the first cell whose text cannot be kept."""
        for line in range(self.rowCount()):
            for column in range(self.columnCount()):
                edit = self.edit_of(self.index(line, column))
                if edit is not None and edit.error:
                    return self.index(line, column)
        return QModelIndex()

    def set_text(self, index: Index, text: str) -> None:
        """Type into a cell; what cannot be read stays as it was typed, with its sentence."""
        self.set_edits({self.place(index): self._read(index, text)})

    def _read(self, index: Index, text: str) -> Edit | None:
        try:
            typed = read_typed(text, self.metric(index))
        except UserError as failure:
            return Edit(text.strip(), error=failure.sentence())
        return self._emptied(index) if typed is None else self.edit_for(index, typed)

    def edit_for(self, index: Index, typed: Typed) -> Edit:
        """Return the edit of a value and a state."""
        return Edit(typed_text(*typed, self.metric(index)), *typed)

    def _emptied(self, index: Index) -> Edit | None:
        return Edit("") if self.cell(index).typed is not None and not self.cell(index).is_imported else None

    def clear(self, indexes: Iterable[Index]) -> None:
        """Empty cells: what is typed goes, and what was typed before will be taken back."""
        changed: dict[Place, Edit | None] = {}
        for index in indexes:
            changed[self.place(index)] = self._emptied(index)
        self.set_edits(changed)

    def set_state(self, index: Index, state: State) -> None:
        """Say what stands behind a cell. Raises UserError where the state needs a number that is not there."""
        if state is State.ZERO:
            self.set_edits({self.place(index): self.edit_for(index, (0, state))})
        elif not state.has_value:
            self.set_edits({self.place(index): self.edit_for(index, (None, state))})
        else:
            value = self._value(index)
            if value is None:
                raise UserError(_("Type the number first, then say what it is."))
            plain = State.ZERO if state is State.VALUE and value == 0 else state
            self.set_edits({self.place(index): self.edit_for(index, (value, plain))})

    def _value(self, index: Index) -> Number | None:
        edit, cell = self.edit_of(index), self.cell(index)
        if edit is not None:
            return edit.value
        if cell.typed is not None:
            return cell.typed.value
        value = cell.figure.value if cell.figure is not None else None
        return None if isinstance(value, Fraction) else value

    def state(self, index: Index) -> State | None:
        """Return what stands behind a cell now; None where nothing is known."""
        edit, cell = self.edit_of(index), self.cell(index)
        if edit is not None:
            return edit.state
        if cell.typed is not None and cell.is_typed:
            return cell.typed.state
        return cell.figure.state if cell.figure is not None and cell.has_figure else None

    def set_edits(self, changed: Mapping[Place, Edit | None]) -> None:
        """Take several cells as typed in one step; None takes what is typed away."""
        after = dict(self._edits)
        for place, edit in changed.items():
            if edit is None or self._stands_there(place, edit):
                after.pop(place, None)
            else:
                after[place] = edit
        if after != self._edits:
            self._past.append(self._edits)
            self._future.clear()
            self._show(after)

    def _stands_there(self, place: Place, edit: Edit) -> bool:
        """Tell whether the same is kept, read on that day or later."""
        assert self.grid is not None
        cell = self.grid.cell(*place)
        kept = cell.typed
        if edit.error or edit.state is None or kept is None or not cell.is_typed:
            return False
        is_newer = self.read_on is not None and self.read_on > kept.read_on
        return (kept.value, kept.state) == (edit.value, edit.state) and not is_newer

    def tell_error(self, index: Index, error: UserError) -> None:
        """Say at a cell why it was refused."""
        place = self.place(index)
        edit = self._edits.get(place)
        if edit is not None:
            self._edits[place] = replace(edit, error=error.sentence())
            self._changed()

    def kept(self, sent: Mapping[Place, Edit]) -> None:
        """Take what was sent as kept; what was typed meanwhile stays."""
        self._past, self._future = [], []
        self._opened -= set(sent)
        self._show({place: edit for place, edit in self._edits.items() if sent.get(place) != edit})

    def drop(self) -> None:
        """Drop everything that is not kept."""
        self._forget()
        self._changed()

    def step_back(self) -> None:
        """Undo the last step of typing."""
        if self._past:
            self._future.append(self._edits)
            self._show(self._past.pop())

    def step_forward(self) -> None:
        """Do again what was undone."""
        if self._future:
            self._past.append(self._edits)
            self._show(self._future.pop())

    def _show(self, edits: dict[Place, Edit]) -> None:
        self._edits = edits
        self._changed()

    def _changed(self) -> None:
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        self.edited.emit()

    # ------------------------------------------------------------------------------------------------- words

    def typing_text(self, index: Index) -> str:
        """Return what stands in a cell as one would type it."""
        edit, cell = self.edit_of(index), self.cell(index)
        if edit is not None:
            return edit.text
        if cell.is_typed and cell.typed is not None:
            return typed_text(cell.typed.value, cell.typed.state, self.metric(index))
        if cell.figure is None or cell.figure.value is None:
            return ""
        return typed_text(cell.figure.value, cell.figure.state, self.metric(index))

    def shown(self, index: Index) -> str:
        """Return what a cell shows."""
        edit, cell, metric = self.edit_of(index), self.cell(index), self.metric(index)
        if edit is not None:
            return edit.text if edit.error else written(edit.value, edit.state, metric)
        if cell.is_typed and cell.typed is not None:
            return written(cell.typed.value, cell.typed.state, metric)
        figure = cell.figure
        if figure is None or not cell.has_figure:
            return ""
        if figure.bounds is not None:
            low, high = figure.bounds
            return f"{formats.number(low)}–{formats.number(high)}"
        return written(figure.value, figure.state, metric)

    def told(self, index: Index) -> str:
        """Say in a sentence what a cell is: what is wrong, what will be kept, where it comes from."""
        edit, cell = self.edit_of(index), self.cell(index)
        if edit is not None and edit.error:
            return edit.error
        if edit is not None and edit.state is None:
            return _("Emptied: what was typed is taken back when you save.")
        if edit is not None:
            words = _("Not saved yet.")
            if cell.is_imported:
                words += " " + _("It will stand before {value} from “{source}”.").format(
                    value=self._kept_text(index), source=source_words(cell)
                )
            return words
        if cell.is_typed and cell.typed is not None:
            return _("Typed by hand, read on {day}.").format(day=formats.day(cell.typed.read_on))
        if cell.figure is not None and cell.has_figure:
            read_on = cell.figure.read_on
            if not cell.files or read_on is None:
                return _("Computed from other figures.")
            told = _("From “{source}”, read on {day}. F2 types over it.")
            if cell.figure.bounds is not None:
                told = _("The true number lies between; from “{source}”, read on {day}. F2 types over it.")
            return told.format(source=source_words(cell), day=formats.day(read_on))
        return _("Nothing is known. Empty is not 0: type 0 only where the platform said 0.")

    def _kept_text(self, index: Index) -> str:
        figure = self.cell(index).figure
        if figure is None or figure.value is None:
            return NOTHING
        return written(figure.value, figure.state, self.metric(index))

    def name(self, index: Index) -> str:
        """Return what a cell is called: its metric and its month."""
        return f"{_(self.metric(index).title)}, {formats.month_name(self.place(index)[1])}"

    # ------------------------------------------------------------------------------------------------- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self.grid is None else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.grid is None else len(self.grid.months)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_writable and index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.grid is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return theme.plain_tip(f"{self.name(index)}\n{self.told(index)}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.name(index)}: {self.shown(index) or NOTHING}. {self.told(index)}"
        edit = self.edit_of(index)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color(self._tone(index, edit))
        if role == Qt.ItemDataRole.BackgroundRole and edit is not None:
            return theme.color("bad_soft" if edit.error else "accent_soft")
        if role == Qt.ItemDataRole.FontRole and edit is not None and not edit.error:
            return theme.font("strong")
        return None

    def _tone(self, index: Index, edit: Edit | None) -> str:
        if edit is not None:
            return "bad" if edit.error else "text"
        return "muted" if self.cell(index).is_imported or self.state(index) in _WITHOUT_NUMBER else "text"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.grid is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return formats.short_month(self.grid.months[section], year=True)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return None
        metric = self.grid.rows[section].metric
        if role == Qt.ItemDataRole.DisplayRole:
            return "\n".join(title_lines(row_title(metric, self.grid.currency)))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return theme.plain_tip(f"{_(metric.title)}\n{_(metric.meaning)}".strip())
        return None


_WITHOUT_NUMBER = (State.NOT_APPLICABLE, State.NOT_AVAILABLE)


def written(value: Number | Fraction | None, state: State | None, metric: Metric) -> str:
    """Write a value of the grid: exact, grouped, without the unit that its row names."""
    if state is None:
        return NOTHING
    if value is None:
        return state_words(state)
    exact = value * 100 if metric.unit is Unit.SHARE else value
    text = formats.number(exact)
    if state is State.ESTIMATED:
        return f"≈ {text}"
    return f"{text} …" if state is State.NOT_YET_COMPLETE else text


def row_title(metric: Metric, currency: str) -> str:
    """Return a metric's title with the unit that its numbers are in."""
    units = {
        Unit.SHARE: "%",
        Unit.MONEY: formats.currency_symbol(currency),
        Unit.SECONDS: _("seconds"),
        Unit.HOURS: _("hours"),
    }
    unit = units.get(metric.unit, "")
    return f"{_(metric.title)} ({unit})" if unit else _(metric.title)
