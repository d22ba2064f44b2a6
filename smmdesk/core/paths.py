"""Where things are: the program's own resources, and the folders of the user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

WORKSPACE_SUFFIX = ".smmdesk"


def resource_path(*parts: str) -> Path:
    """Return the path of a file that ships with the program (icons, fonts, locale, sample)."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root.joinpath("resources", *parts)


def data_dir() -> Path:
    """Return the folder for the user's workspaces and machine settings; `SMMDESK_DATA_DIR` moves it."""
    chosen = os.environ.get("SMMDESK_DATA_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path  # loaded only here: it costs the command line's start

    return user_data_path("SMM Desk", appauthor=False)


def own_workspace() -> Path:
    """Return the path of the user's own desk."""
    return data_dir() / f"desk{WORKSPACE_SUFFIX}"


def demo_dir() -> Path:
    """Return the folder of the example: its workspace and its reports."""
    return data_dir() / "example"


def demo_workspace() -> Path:
    """Return the path of the example workspace."""
    return demo_dir() / f"demo{WORKSPACE_SUFFIX}"
