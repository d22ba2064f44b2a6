"""Cases by number: which seed, damaged how."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.importers.fuzz.damage import is_packed, mutate
from tests.importers.fuzz.seeds import Seed


@dataclass(frozen=True, slots=True)
class Case:
    """A damaged file: its number, what was done to which seed, and its bytes."""

    number: int
    recipe: str
    data: bytes


def case(number: int, seeds: list[Seed], *, heavy: float = 0.03) -> Case:
    """Make a case from its number: the same seeds give the same bytes."""
    dice = random.Random(f"smmdesk-{number}")
    seed = dice.choice(seeds)
    if is_packed(seed.data) and dice.random() < 0.6:  # most damage to what is packed only makes it unreadable
        seed = dice.choice(seeds)
    data, steps = mutate(seed.data, dice, heavy=heavy)
    return Case(number, f"case {number}: {' + '.join(steps)} of {seed.name}", data)
