"""Ways to damage a file, each a function of bytes and dice, and the choice among them."""

from __future__ import annotations

import csv
import random

from tests.importers.fuzz.damage.archives import ARCHIVE, nested, patched_archive, symlink, to_archive, zip_bomb
from tests.importers.fuzz.damage.raw import (
    Mutator,
    behead,
    cut_out,
    flip,
    flip_bits,
    insert,
    only_part,
    put_bom,
    repeat_part,
    stray_marks,
    truncate,
)
from tests.importers.fuzz.damage.text import TEXT, huge_cell, many_cells, many_rows
from tests.importers.fuzz.damage.workbooks import WORKBOOK, empty_rows, in_parts, odd_sheet, to_workbook, xml_bomb

BYTES: tuple[Mutator, ...] = (
    flip, flip_bits, truncate, behead, cut_out, repeat_part, insert, stray_marks, put_bom, only_part,
)  # fmt: skip
HEAVY: tuple[Mutator, ...] = (
    huge_cell, many_cells, many_rows, zip_bomb, empty_rows, xml_bomb,
)  # fmt: skip


def is_packed(data: bytes) -> bool:
    """Tell whether bytes are an archive or a workbook rather than text."""
    return data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))


def mutate(data: bytes, dice: random.Random, *, heavy: float) -> tuple[bytes, list[str]]:
    """Damage a file in one to three ways, of which some change what kind of file it is; `heavy` is the share of those
    that make it large. Returns what was done too.
    """
    steps: list[str] = []
    for _step in range(dice.choice((1, 1, 1, 2, 3))):
        data = data or b"x"
        if len(data) > 400_000:
            break
        if dice.random() < heavy:
            step = dice.choice(HEAVY[:4] if not is_packed(data) else HEAVY[3:])
        elif is_packed(data):
            step = dice.choice(WORKBOOK + ARCHIVE if data.startswith(b"PK") else BYTES + BYTES + (to_archive, nested))
        elif dice.random() < 0.12:
            step = dice.choice(
                (to_workbook, odd_sheet, in_parts, empty_rows, xml_bomb, to_archive, symlink, nested, patched_archive)
            )
        else:
            step = dice.choice(TEXT)
        try:
            data = step(data, dice)
        except csv.Error:  # cells that csv cannot read or write in this way: they stay as they are
            continue
        steps.append(getattr(step, "__name__", "?"))
    return data or b"x", steps
