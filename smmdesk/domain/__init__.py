"""What is true about the business, one word per feature; `TABLES` lists every table, parents first."""

from typing import Any


def __getattr__(name: str) -> Any:
    # Loaded when asked for: who needs one feature (the command line, the window's start) does not wait for all.
    if name == "TABLES":
        from smmdesk.domain.tables import TABLES

        return TABLES
    raise AttributeError(name)
