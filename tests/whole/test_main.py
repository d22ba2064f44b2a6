"""The one way in: what is asked decides between window, command and self-test."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

import smmdesk
from smmdesk.__main__ import main

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Put a stand-in at each of the three ways and return what they were asked."""
    calls: list[tuple[object, ...]] = []

    def stand_in(module: str, function: str, code: int) -> None:
        fake = types.ModuleType(module)
        setattr(fake, function, lambda *arguments: calls.append((function, *arguments)) or code)
        monkeypatch.setitem(sys.modules, module, fake)

    for module, function, code in (
        ("smmdesk.cli", "main", 4),
        ("smmdesk.ui.app", "run", 0),
        ("smmdesk.selftest", "run", 1),
    ):
        stand_in(module, function, code)
    return calls


@pytest.mark.parametrize(
    ("arguments", "workspace"),
    [
        ([], None),
        (["--workspace", "a.db"], Path("a.db")),
        (["--workspace=a b.db"], Path("a b.db")),
        (["desk.smmdesk"], Path("desk.smmdesk")),
        (["--data-dir", "elsewhere"], None),
        (["--data-dir=elsewhere", "--workspace", "a.db"], Path("a.db")),
    ],
)
def test_without_a_command_the_window_opens(
    asked: list[tuple[object, ...]], arguments: list[str], workspace: Path | None
) -> None:
    assert main(arguments) == 0
    assert asked == [("run", workspace)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["--help"],
        ["--workspace"],
        ["--workspace", "a.db", "check", "--json"],
        ["import", "desk.smmdesk", "--client", "Hotel"],
    ],
)
def test_a_command_goes_to_the_command_line(asked: list[tuple[object, ...]], arguments: list[str]) -> None:
    assert main(arguments) == 4
    assert asked == [("main", arguments)]


def test_the_self_test_is_run(asked: list[tuple[object, ...]]) -> None:
    assert main(["self-test"]) == 1
    assert asked == [("run", [])]


def test_a_data_folder_is_taken_wherever_it_stands(
    asked: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMMDESK_DATA_DIR", "before")
    main(["check", "--data-dir", "my data", "--json"])
    assert os.environ["SMMDESK_DATA_DIR"] == str(tmp_path / "my data")
    assert asked == [("main", ["check", "--json"])]


def test_what_follows_two_dashes_is_not_touched(
    asked: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMMDESK_DATA_DIR", "before")
    main(["import", "--", "--data-dir"])
    assert os.environ["SMMDESK_DATA_DIR"] == "before"
    assert asked == [("main", ["import", "--", "--data-dir"])]


def test_a_data_folder_without_a_name_is_left_to_be_refused(asked: list[tuple[object, ...]]) -> None:
    main(["check", "--data-dir"])
    assert asked == [("main", ["check", "--data-dir"])]


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"smmdesk {smmdesk.__version__}\n"


def test_a_mistyped_command_ends_with_two_and_writes_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "smmdesk", "no-such-command"],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "no-such-command" in done.stderr
    assert not Path(os.environ["SMMDESK_DATA_DIR"]).exists()
