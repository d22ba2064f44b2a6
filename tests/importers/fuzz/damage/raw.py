"""Damage to bytes, whatever they are."""

from __future__ import annotations

import random
from collections.abc import Callable

Mutator = Callable[[bytes, random.Random], bytes]

BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"+/v8", b"\x00\x00\xfe\xff")


def some(dice: random.Random, most: int) -> int:
    """Return a number from 1 to `most`."""
    return dice.randint(1, most)


def flip(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _flip in range(some(dice, 40)):
        out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def flip_bits(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _flip in range(some(dice, 8)):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def truncate(data: bytes, dice: random.Random) -> bytes:
    return data[: some(dice, len(data))]


def behead(data: bytes, dice: random.Random) -> bytes:
    return data[dice.randrange(len(data)) :]


def cut_out(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start + some(dice, 300) :]


def repeat_part(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    part = data[start : start + some(dice, 400)]
    place = dice.randrange(len(data))
    return data[:place] + part * some(dice, 5) + data[place:]


def insert(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data) + 1)
    junk = dice.choice(
        (
            b"9" * 5000,
            b"x" * 200_000,
            b'"' * 101,
            b"\xff" * 30,
            b"\x00" * 20,
            b"\x1a",
            b"\r" * 50,
            "\u202e²٣".encode(),
            *BOMS,
        )
    )
    return data[:place] + junk + data[place:]


def stray_marks(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _mark in range(some(dice, 12)):
        out[dice.randrange(len(out))] = dice.choice(b"\",;\t\r\n\x00'|")
    return bytes(out)


def put_bom(data: bytes, dice: random.Random) -> bytes:
    bom = dice.choice(BOMS)
    place = dice.choice((0, 0, 0, dice.randrange(len(data) + 1)))
    return data[:place] + bom * some(dice, 2) + data[place:]


def only_part(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(64)]
