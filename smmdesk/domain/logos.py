"""Logos of clients and of my own brand, kept as the paper needs them."""

from __future__ import annotations

from pathlib import PurePath

from smmdesk.domain.checks import checked_line
from smmdesk.domain.files import keep_file


def prepared(content: bytes) -> bytes:
    """Return a logo (PNG, JPEG or SVG) ready to be kept. Raises UserError for anything else, broken or oversized."""
    from smmdesk.documents.images import prepare_logo  # loads the drawing library, which most commands never need

    return prepare_logo(content)


def keep_logo(content: bytes, name: str) -> int:
    """Keep a prepared logo inside the workspace and return the file's id. Runs inside the caller's transaction."""
    suffix = ".png" if content.startswith(b"\x89PNG") else ".svg"
    return keep_file(content, PurePath(checked_line(name, "logo")).with_suffix(suffix).name)
