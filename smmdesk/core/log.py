"""The program's log: a small rotating file that never holds a secret or a client's text."""

from __future__ import annotations

import logging
from pathlib import Path

from smmdesk import __version__
from smmdesk.core.paths import data_dir

logger = logging.getLogger("smmdesk")


def start_log() -> None:
    """Write the log beside the user's data (three files of 256 kB); silent where the folder cannot be written."""
    if logger.handlers:
        return
    from logging.handlers import RotatingFileHandler  # loads sockets and pickles: not before it is needed

    try:
        data_dir().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            data_dir() / "smmdesk.log", maxBytes=256_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.handleError = lambda _record: None  # type: ignore[method-assign] # a full disk must not fill the terminal
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def redacted(error: BaseException) -> str:
    """Return what a report of a bug may say: versions, kinds of error and places in the code, no message or value."""
    import platform
    import traceback

    lines = [f"SMM Desk {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"]
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        lines.append(type(one).__name__)
        for frame in traceback.extract_tb(one.__traceback__):
            lines.append(f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}")
        one = one.__cause__ or one.__context__
    return "\n".join(lines)
