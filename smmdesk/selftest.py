"""What a build must prove on the machine it runs on: workspace, example, reports, icons, pages, keyring.

`smmdesk self-test` works in a folder of its own that it removes again; it never touches the user's data.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from smmdesk import __version__
from smmdesk.core.periods import now

SHOWN = ("PySide6-Essentials", "peewee", "apsw", "reportlab", "pikepdf", "keyring", "Babel")


def run(arguments: list[str]) -> int:
    """Run every check, print a line for each, and return 0 only where all passed."""
    if arguments:
        print("self-test takes no arguments.", file=sys.stderr)
        return 2
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    begun = now()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="smmdesk-self-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["SMMDESK_DATA_DIR"] = str(folder / "data")
        checks: tuple[tuple[str, Callable[[], str]], ...] = (
            ("versions", _versions),
            ("workspace", lambda: _workspace(folder)),
            ("example", lambda: _example(folder)),
            ("icons", _icons),
            ("pages", lambda: _pages(folder)),
            ("keyring", _keyring),
        )
        for label, check in checks:
            try:
                print(f"ok      {label}: {check()}", flush=True)
            except Exception as failure:  # noqa: BLE001  (each check must be told, whatever breaks it)
                failed += 1
                print(f"FAILED  {label}: {type(failure).__name__}: {failure}", flush=True)
                traceback.print_exc()
    seconds = (now() - begun).total_seconds()
    print(f"self-test: {len(checks) - failed} passed, {failed} failed in {seconds:.1f} s")
    return 1 if failed else 0


def _versions() -> str:
    parts = [f"smmdesk {__version__}", f"Python {sys.version.split()[0]}"]
    for name in SHOWN:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # a bundle carries the code, not every package's papers
            parts.append(f"{name} (bundled)")
    return ", ".join(parts)


def _workspace(folder: Path) -> str:
    """Create a workspace, which runs every migration, close it, open it again and check it."""
    from smmdesk.store.opening import check_integrity, create_workspace, open_workspace

    path = folder / "proof.smmdesk"
    create_workspace(path).close()
    workspace = open_workspace(path)
    try:
        check_integrity()
    finally:
        workspace.close()
    return f"created, opened again, sound ({path.stat().st_size // 1024} kB)"


def _example(folder: Path) -> str:
    """Build the example through the importers and look at what its reports begin with."""
    from smmdesk.domain.demo import build_demo

    reports = [path for path in build_demo(folder / "example") if path.suffix == ".pdf"]
    for path in reports:
        if not path.read_bytes().startswith(b"%PDF-"):
            raise ValueError(f"{path.name} is no PDF")
    if not reports:
        raise ValueError("the example has no reports")
    return f"{len(reports)} reports, each passed as PDF/A-3b when it was written"


def _icons() -> str:
    from smmdesk.ui.proof import draw_icons

    return f"{draw_icons()} drawn"


def _pages(folder: Path) -> str:
    from smmdesk.ui.proof import open_pages

    return ", ".join(open_pages(folder / "example" / "demo.smmdesk"))


def _keyring() -> str:
    from smmdesk.vault.holders import system_keyring

    return system_keyring() or "none on this machine"
