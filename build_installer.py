#!/usr/bin/env python3
"""Build the program folder of this system with PyInstaller, then let it prove itself.

`python3 build_installer.py [--output FOLDER]` makes `dist/smmdesk/` (one folder, no Python needed to run it) and runs
its `self-test` in an empty home; the exit code is the self-test's. Not made yet: .deb, .rpm, Windows and macOS
installers, signatures. A folder runs on the kind of system that it was built on, and on newer ones of that kind.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from smmdesk.core.i18n import LANGUAGES
from smmdesk.selftest import SHOWN

ROOT = Path(__file__).resolve().parent
# What ships beside the code: each folder of resources that the program reads.
DATA = ("resources/icons", "resources/fonts", "resources/locale", "resources/sample")
# What PyInstaller's hooks would add and the program never loads.
EXCLUDED_MODULES = ("tkinter", "lib2to3", "test", "pytest", "setuptools", "pip")
EXCLUDED_QT = (
    "QtQml",
    "QtQuick",
    "QtQuickWidgets",
    "QtNetwork",
    "QtOpenGL",
    "QtOpenGLWidgets",
    "QtSql",
    "QtTest",
    "QtDesigner",
)
# Loaded by name, so that the analysis cannot see them.
HIDDEN = (
    "peewee",
    "playhouse.apsw_ext",
    "svglib.svglib",
    "xlrd",
    "openpyxl",
    "bidi.algorithm",
    "stdnum.it",
    "stdnum.eu.vat",
)
COLLECTED = ("smmdesk", "keyring", "pikepdf", "stdnum")
WITH_DATA = ("pikepdf", "stdnum", "tzdata")
# Files of the bundle that no system needs for this program, by what their path holds.
UNUSED_FILES = (
    "plugins/platformthemes/libqgtk3", "plugins/platforms/libqeglfs", "plugins/platforms/libqvnc",
    "plugins/platforms/libqlinuxfb", "plugins/platforms/libqminimal", "plugins/tls/", "plugins/networkinformation/",
    "plugins/platforms/libqvkkhrdisplay", "plugins/egldeviceintegrations/", "plugins/generic/", "plugins/sqldrivers/",
    "Qt/qml/",
)  # fmt: skip


def main() -> int:
    """Build, prune, prove; return the self-test's exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="where the folder is made (default: dist)")
    parser.add_argument("--no-self-test", action="store_true", help="do not run the built program")
    options = parser.parse_args()
    if sys.prefix == sys.base_prefix:
        return _again_in_environment()
    output: Path = options.output.absolute()
    program = build(output)
    print(f"{program.parent}: {size_of(program.parent) / 1e6:.0f} MB")
    print("Not made: packages (.deb, .rpm), installers for Windows and macOS, signatures.")
    return 0 if options.no_self_test else self_test(program)


def _again_in_environment() -> int:
    """Run this file again with the checkout's environment and the locked build tools."""
    import start

    try:
        environment = start.prepare("build")
    except start.Stop as reason:
        start.say(str(reason))
        return 1
    return subprocess.run([start.python_of(environment), __file__, *sys.argv[1:]]).returncode


def build(output: Path) -> Path:
    """Make the folder anew and return the program in it."""
    from PyInstaller.__main__ import run

    if (output / "smmdesk").exists():
        shutil.rmtree(output / "smmdesk")
    with tempfile.TemporaryDirectory() as work:
        entry = Path(work) / "open_smmdesk.py"
        entry.write_text("import sys\nfrom smmdesk.__main__ import main\nsys.exit(main())\n", encoding="utf-8")
        arguments = ["--onedir", "--noconfirm", "--clean", "--name", "smmdesk", "--log-level", "WARN"]
        arguments += ["--distpath", str(output), "--workpath", work, "--specpath", work, "--paths", str(ROOT)]
        if sys.platform.startswith("linux"):
            arguments.append("--strip")
        for folder in DATA:
            if (ROOT / folder).is_dir():
                arguments += ["--add-data", f"{ROOT / folder}{os.pathsep}{folder}"]
        for name in (*EXCLUDED_MODULES, *(f"PySide6.{module}" for module in EXCLUDED_QT)):
            arguments += ["--exclude-module", name]
        for name in HIDDEN:
            arguments += ["--hidden-import", name]
        for name in COLLECTED:
            arguments += ["--collect-submodules", name]
        for name in WITH_DATA:
            arguments += ["--collect-data", name]
        for name in SHOWN:
            arguments += ["--copy-metadata", name]
        run([*arguments, str(entry)])
    folder = output / "smmdesk"
    prune(folder)
    return folder / ("smmdesk.exe" if sys.platform == "win32" else "smmdesk")


def prune(folder: Path) -> None:
    """Remove what the hooks brought and the program never loads, and the languages that it does not offer."""
    for path in list(folder.rglob("*")):
        is_unused = any(part in path.as_posix() for part in UNUSED_FILES)
        if path.parent.name == "locale-data":  # Babel's
            is_unused = path.stem.split("_")[0] not in ("root", *LANGUAGES)
        elif path.parent.name == "translations":  # Qt's
            is_unused = path.stem not in {f"qtbase_{language}" for language in LANGUAGES}
        if path.is_file() and is_unused:
            path.unlink()


def size_of(folder: Path) -> int:
    """Return the bytes of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def self_test(program: Path) -> int:
    """Run the built program's own test in an empty home, without a screen."""
    with tempfile.TemporaryDirectory() as home:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
        settings = {**kept, "HOME": home, "USERPROFILE": home, "LOCALAPPDATA": home, "SMMDESK_DATA_DIR": f"{home}/data"}
        return subprocess.run([str(program), "self-test"], env={**settings, "LANG": "C.UTF-8"}, cwd=home).returncode


if __name__ == "__main__":
    sys.exit(main())
