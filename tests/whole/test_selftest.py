"""The self-test from source: it passes, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from smmdesk import selftest

CHECKOUT = Path(__file__).resolve().parents[2]


def test_it_passes_and_leaves_the_users_data_alone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "smmdesk", "self-test"],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        env={**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"self-test: 6 passed, 0 failed", done.stdout)
    assert not Path(os.environ["SMMDESK_DATA_DIR"]).exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("smmdesk-")] == []


def test_one_failure_is_told_and_decides_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_arguments: object) -> str:
        raise ValueError("the drawer is stuck")

    for name in ("_versions", "_example", "_icons", "_pages", "_keyring"):
        monkeypatch.setattr(selftest, name, lambda *_arguments: "fine")
    monkeypatch.setattr(selftest, "_workspace", broken)
    monkeypatch.setenv("SMMDESK_DATA_DIR", "before")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert selftest.run([]) == 1
    said = capsys.readouterr()
    assert "FAILED  workspace: ValueError: the drawer is stuck" in said.out
    assert "ok      pages: fine" in said.out
    assert "5 passed, 1 failed" in said.out
    assert "Traceback" in said.err


def test_it_takes_no_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert selftest.run(["--quick"]) == 2
    assert capsys.readouterr().out == ""
