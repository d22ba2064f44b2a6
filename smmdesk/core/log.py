"""The program's log: a small rotating file that never holds a secret or a client's text."""

from __future__ import annotations

import logging
import logging.handlers

from smmdesk.core.paths import data_dir

logger = logging.getLogger("smmdesk")


def start_log() -> None:
    """Write the log beside the user's data (three files of 256 kB); silent where the folder cannot be written."""
    try:
        data_dir().mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            data_dir() / "smmdesk.log", maxBytes=256_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
