"""The importers load no library before a file needs it."""

from __future__ import annotations

import subprocess
import sys


def test_loading_the_importers_loads_no_library() -> None:
    code = (
        "import sys; import smmdesk.importers.detection, smmdesk.importers.registry;"
        "print(sorted({'openpyxl', 'xlrd', 'babel', 'defusedxml', 'peewee', 'PySide6'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
