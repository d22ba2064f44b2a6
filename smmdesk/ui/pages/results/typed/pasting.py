"""Pasting a block from a spreadsheet: read as a whole, asked about where it is doubtful, files' numbers left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.domain.results.typed.rules import BlockReading, block_of, block_readings, first_doubtful
from smmdesk.ui.pages.results.typed.asking import Asking
from smmdesk.ui.pages.results.typed.model import Edit, GridModel, Place


class Pasting:
    """Puts blocks into the cells; `done` is called when nothing is asked any more."""

    def __init__(self, model: GridModel, asking: Asking, done: Callable[[], object]) -> None:
        self._model = model
        self._asking = asking
        self._done = done

    def paste(self, first: QModelIndex, text: str) -> None:
        """Paste what a spreadsheet put on the clipboard, its first cell into `first`."""
        grid = self._model.grid
        if grid is None:
            return
        block = block_of(text)
        self._done()
        try:
            readings = block_readings(block, [row.metric for row in grid.rows[first.row() :]])
        except UserError as failure:
            self._asking.ask(failure.sentence(), (_("All right"), self._done))
            return
        if len(readings) == 1:
            self._put(first, block, readings[0])
            return
        cell, one, other = first_doubtful(block, readings)
        self._asking.ask(
            _("“{text}” can be read in two ways. Which one is it?").format(text=cell),
            (formats.number(one), partial(self._put, first, block, readings[0])),
            (formats.number(other), partial(self._put, first, block, readings[1])),
            (_("Do not paste"), self._done),
        )

    def _put(self, first: QModelIndex, block: Sequence[Sequence[str]], reading: BlockReading) -> None:
        self._done()
        model = self._model
        edits: dict[Place, Edit | None] = {}
        locked: dict[Place, Edit] = {}
        indexes: list[QModelIndex] = []
        is_cut = first.row() + len(block) > model.rowCount()
        for (line, column), typed in reading.values.items():
            index = model.index(first.row() + line, first.column() + column)
            if not index.isValid():
                is_cut = True
            elif model.is_locked(index):
                locked[model.place(index)] = model.edit_for(index, typed)
                indexes.append(index)
            else:
                edits[model.place(index)] = model.edit_for(index, typed)
        model.set_edits(edits)
        told = [_("What did not fit into the table was left out.")] if is_cut else []
        over = []
        if locked:
            words = ngettext(
                "{count} cell holds a file’s number and was left as it is.",
                "{count} cells hold files’ numbers and were left as they are.",
                len(locked),
            )
            told.append(words.format(count=formats.number(len(locked))))
            over.append((_("Type over them"), partial(self._put_over, indexes, locked)))
        if told:
            self._asking.ask(" ".join(told), *over, (_("All right"), self._done))

    def _put_over(self, indexes: Sequence[QModelIndex], edits: Mapping[Place, Edit]) -> None:
        self._done()
        self._model.open_cells(indexes)
        self._model.set_edits(edits)
