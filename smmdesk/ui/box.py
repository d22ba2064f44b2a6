"""What a box in front of the window says and asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """One message in front of the window. `act` is empty for a plain message with "Close"."""

    title: str
    detail: str = ""
    act: str = ""
    keep: str = ""
    is_dangerous: bool = False
    report: str = ""
