"""The rooms of the code, held true: who imports whom, what is loaded when, names, docstrings, tests for everything."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = CHECKOUT / "smmdesk"
TESTS = CHECKOUT / "tests"
ROOMS = ("core", "store", "vault", "importers", "documents", "domain", "ui")
FORBIDDEN_WORDS = {"util", "utils", "helper", "helpers", "manager", "base", "common", "misc"}
HEAVY = ("PySide6", "shiboken6", "peewee", "playhouse", "apsw", "reportlab", "pikepdf", "PIL", "babel", "keyring")


def modules() -> list[Path]:
    """Return every module of the program, named from the package."""
    return sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def dotted(module: Path) -> str:
    """Return the name by which a module is imported."""
    return ".".join(("smmdesk", *module.with_suffix("").parts)).removesuffix(".__init__")


def importing(names: list[str]) -> str:
    """Return code that imports modules."""
    return "\n".join(f"import {name}" for name in names)


def loaded_by(code: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter has loaded after running some code."""
    report = "import json, sys\nprint()\nprint(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], cwd=CHECKOUT, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-logo"],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_exists_and_says_what_it_is_for() -> None:
    for room in ROOMS:
        source = (PACKAGE / room / "__init__.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(source)), room


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_module_begins_with_a_sentence(module: Path) -> None:
    source = (PACKAGE / module).read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(source))
    assert docstring, f"{module} has no docstring"
    assert docstring.splitlines()[0].rstrip()[-1] in ".:", f"{module} does not begin with a sentence on its first line"


def test_no_module_hides_behind_an_empty_word() -> None:
    for module in modules():
        for part in module.with_suffix("").parts:
            assert not FORBIDDEN_WORDS & set(part.split("_")), module


def test_no_file_grows_past_its_room() -> None:
    """About 400 lines is where a file becomes a folder; past 500 nobody would say "about". Frozen steps stay whole."""
    lengths = {
        module.as_posix(): len((PACKAGE / module).read_text(encoding="utf-8").splitlines())
        for module in modules()
        if module.parent.name != "steps"
    }
    assert {name: length for name, length in lengths.items() if length > 500} == {}


class TestWhatIsLoaded:
    """A command line that starts at once, and rooms that carry nothing heavier than they need."""

    def test_help_loads_nothing_heavy(self) -> None:
        code = (
            "import contextlib, sys\nfrom smmdesk.__main__ import main\n"
            "with contextlib.suppress(SystemExit):\n    main(['--help'])"
        )
        assert loaded_by(code).isdisjoint(HEAVY)

    def test_the_words_of_the_core_load_nothing_heavy(self) -> None:
        words = ("errors", "i18n", "log", "money", "paths", "periods", "readings", "settings")
        assert loaded_by("\n".join(f"import smmdesk.core.{word}" for word in words)).isdisjoint(HEAVY)

    def test_the_command_line_never_loads_qt(self) -> None:
        names = [name for name in map(dotted, modules()) if not name.startswith(("smmdesk.ui", "smmdesk.selftest"))]
        assert loaded_by(importing(names)).isdisjoint({"PySide6", "shiboken6"})

    @pytest.mark.parametrize(
        ("room", "allowed"),
        [
            ("documents", {"reportlab", "pikepdf", "PIL", "babel"}),
            ("importers", {"babel"}),
            ("store", {"peewee", "playhouse", "apsw", "babel"}),
        ],
    )
    def test_a_room_loads_only_its_own_libraries(self, room: str, allowed: set[str]) -> None:
        names = [name for name in map(dotted, modules()) if name.startswith(f"smmdesk.{room}")]
        assert loaded_by(importing(names)) & set(HEAVY) <= allowed


class TestTheTests:
    """A test that checks the tests."""

    @staticmethod
    def words(folder: Path) -> Iterator[str]:
        """Yield the features of a room: its modules and its folders, by their one word."""
        for path in sorted(folder.iterdir()):
            is_feature = path.suffix == ".py" or (path / "__init__.py").exists()
            if is_feature and not path.name.startswith("_"):
                yield path.stem

    @staticmethod
    def is_tested(room: str, word: str) -> bool:
        """Return whether a feature has its test file (or several that begin with its word, or a folder of its word)."""
        folder = TESTS / room
        return any(folder.glob(f"test_{word}.py")) or any(folder.glob(f"test_{word}_*.py")) or (folder / word).is_dir()

    def test_each_feature_of_the_domain_has_its_tests(self) -> None:
        assert [word for word in self.words(PACKAGE / "domain") if not self.is_tested("domain", word)] == []

    def test_each_page_has_its_tests(self) -> None:
        assert [word for word in self.words(PACKAGE / "ui" / "pages") if not self.is_tested("ui", word)] == []

    def test_each_platform_has_its_tests(self) -> None:
        platforms = list(self.words(PACKAGE / "importers" / "platforms"))
        assert platforms
        assert [word for word in platforms if not self.is_tested("importers", word)] == []

    def test_each_test_folder_mirrors_a_room(self) -> None:
        folders = {path.name for path in TESTS.iterdir() if path.is_dir() and path.name != "__pycache__"}
        assert folders <= {*ROOMS, "whole", "benchmarks", "data"}

    def test_each_test_file_holds_tests(self) -> None:
        """A file of tests that pytest would pass over in silence is a mistake."""
        for path in TESTS.rglob("test_*.py"):
            names = {
                node.name
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.FunctionDef)
            }
            assert any(name.startswith("test_") for name in names), path

    def test_no_test_waits_by_the_clock(self) -> None:
        for path in TESTS.rglob("test_*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    called = f"{ast.unparse(node.func.value)}.{node.func.attr}"
                    assert called not in ("time.sleep", "QTest.qWait", "qtbot.wait"), f"{path}: {called}"
