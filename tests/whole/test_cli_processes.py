"""The command line as other programs meet it: a process of its own, with its pipes and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from smmdesk.store.lock import WriterLock

CHECKOUT = Path(__file__).resolve().parents[2]
HEAVY = (
    "peewee",
    "playhouse",
    "apsw",
    "PySide6",
    "shiboken6",
    "reportlab",
    "babel",
    "PIL",
    "openpyxl",
    "stdnum",
    "pikepdf",
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SMMDESK_DATA_DIR": str(tmp_path / "world"),
        "LC_ALL": "C",
    }


def smmdesk(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "smmdesk", *arguments], capture_output=True, env=environment, timeout=60, check=False
    )


def python(environment: dict[str, str], program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, env=environment, timeout=60, check=False
    )


ADD = ("client", "add", "Caffè Łódź 😀", "--language", "it", "--currency", "EUR", "--timezone", "Europe/Rome")


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["import", "--help"], ["contract", "add"]])
def test_words_alone_load_nothing_heavy(environment, words):
    program = (
        "import sys\n"
        "from smmdesk.__main__ import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "sys.stderr.write('loaded:' + ','.join(loaded))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        env=environment,
        timeout=60,
        check=False,
        text=True,
    )
    assert told.stderr.rpartition("loaded:")[2] == ""


def test_a_reading_command_never_loads_qt(environment):
    smmdesk(environment, *ADD)
    program = (
        "import sys\n"
        "from smmdesk.cli import main\n"
        "assert main(['client', 'list']) == 0\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6', 'reportlab'))]\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, timeout=60, check=False
    )
    assert told.returncode == 0, told.stderr


def test_names_are_written_as_utf8_whatever_the_locale(environment):
    made = smmdesk(environment, *ADD, "--json")
    assert (made.returncode, made.stderr) == (0, b"")
    assert json.loads(made.stdout.decode("utf-8"))["name"] == "Caffè Łódź 😀"
    assert "Caffè Łódź 😀" in smmdesk(environment, "client", "list").stdout.decode("utf-8")


def test_a_second_writer_ends_with_3_and_says_who_holds_it(environment, tmp_path):
    assert smmdesk(environment, *ADD).returncode == 0
    lock = WriterLock(tmp_path / "world" / "desk.smmdesk")
    assert lock.acquire("SMM Desk's window") is None
    try:
        told = smmdesk(environment, *ADD[:2], "Other", *ADD[3:])
        assert (told.returncode, told.stdout) == (3, b"")
        assert "SMM Desk's window" in told.stderr.decode()
        assert str(os.getpid()) in told.stderr.decode()
        listed = smmdesk(environment, "client", "list", "--json")
        assert [one["handle"] for one in json.loads(listed.stdout)] == ["caffe-odz"]
    finally:
        lock.release()
    assert smmdesk(environment, *ADD[:2], "Other", *ADD[3:]).returncode == 0


def test_a_reader_that_has_had_enough_is_no_failure(environment):
    running = subprocess.Popen(
        [sys.executable, "-m", "smmdesk", "template", "ledger"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    assert running.wait(60) == 0
    assert running.stderr.read() == b""
    running.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_output_that_cannot_be_written_is_said_in_a_sentence(environment):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "smmdesk", "formats", "--json"]
        told = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert (told.returncode, told.stderr) == (1, "The output could not be written: No space left on device.\n")


def test_data_dir_is_a_world_of_its_own(environment, tmp_path):
    other = tmp_path / "other world"
    assert smmdesk(environment, "--data-dir", str(other), *ADD).returncode == 0
    assert (other / "desk.smmdesk").exists()
    assert not (tmp_path / "world").exists()
    assert smmdesk(environment, "client", "list", f"--data-dir={other}").returncode == 0
    assert smmdesk(environment, "client", "list").returncode == 1
