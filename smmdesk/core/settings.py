"""Settings of this machine (window, theme, language, last workspace) in one JSON file; never business data."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from smmdesk.core.paths import data_dir


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """What this machine remembers. `theme` is system, light or dark; `language` empty means the system's.

    `watched_folder` is where downloads are looked for; empty: nowhere.
    """

    language: str = ""
    theme: str = "system"
    workspace: str = ""
    window: str = ""
    client_id: int = 0
    month: str = ""
    page: str = ""
    watched_folder: str = ""
    post_columns: str = ""  # JSON: the metrics shown in the table of posts, by platform


def settings_file() -> Path:
    """Return the path of the settings file."""
    return data_dir() / "settings.json"


def load_settings() -> MachineSettings:
    """Read the settings; whatever is missing or damaged takes its default."""
    try:
        stored = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return MachineSettings()
    if not isinstance(stored, dict):
        return MachineSettings()
    known = {
        field.name: stored[field.name]
        for field in fields(MachineSettings)
        if type(stored.get(field.name)) is type(field.default)
    }
    return replace(MachineSettings(), **known)


def save_settings(settings: MachineSettings) -> None:
    """Write the settings whole or not at all. Raises OSError where the folder cannot be written."""
    target = settings_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".json.new")
    temporary.write_text(json.dumps(asdict(settings), indent=2) + "\n", encoding="utf-8")
    os.replace(temporary, target)
