"""The start from a checkout, tried on a small copy with an empty lock: environment, hand-over, display."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from smmdesk.core import paths

CHECKOUT = Path(__file__).resolve().parents[2]
IS_WINDOWS = sys.platform == "win32"

# The program of the small checkout: says how it was called, and makes an example as the real one does.
PROGRAM = """
import json, os, pathlib, sys
if sys.argv[1:2] == ["demo"]:
    folder = pathlib.Path(sys.argv[2])
    (folder / "reports").mkdir(parents=True)
    (folder / "demo.smmdesk").write_text("made once")
    print("the example is made")
    sys.exit(0)
if sys.argv[1:2] == ["descriptor"]:
    sys.stdout.write(os.read(int(sys.argv[2]), 100).decode())
    sys.exit(0)
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "input": sys.stdin.read()}))
sys.exit(7)
"""


def make_checkout(folder: Path) -> Path:
    """Lay out a checkout that installs nothing."""
    (folder / "smmdesk").mkdir(parents=True)
    (folder / "requirements").mkdir()
    shutil.copy(CHECKOUT / "start.py", folder)
    for group in ("run", "test", "bench"):
        (folder / "requirements" / f"{group}.txt").write_text(f"# nothing to {group}\n", encoding="utf-8")
    (folder / "smmdesk" / "__init__.py").touch()
    (folder / "smmdesk" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    return folder


def start(checkout: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a checkout's start.py and return what it wrote."""
    settings: dict[str, object] = {"input": "", "capture_output": True, "encoding": "utf-8", "cwd": checkout, **options}
    return subprocess.run([sys.executable, str(checkout / "start.py"), *arguments], timeout=240, **settings)  # pyright: ignore


def environment_with(**changes: str) -> dict[str, str]:
    """Return the process's environment without a display, changed."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, **changes}


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout, in a folder with spaces and accents, whose environment is made."""
    checkout = make_checkout(tmp_path_factory.mktemp("start") / "una cartella così – ž")
    done = start(checkout, "anything")
    assert done.returncode == 7, done.stderr
    assert ".venv" in done.stderr
    return checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout that was never started."""
    return make_checkout(tmp_path / "checkout")


@pytest.fixture(scope="module")
def start_module() -> ModuleType:
    """Return start.py as a module."""
    spec = importlib.util.spec_from_file_location("smmdesk_start", CHECKOUT / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_program_gets_arguments_stdin_and_folder_and_gives_its_exit_code(ready: Path, tmp_path: Path) -> None:
    done = start(ready, "figures", "--month", "2026-06", "à b", input="da stdin\n", cwd=tmp_path)
    assert json.loads(done.stdout) == {
        "arguments": ["figures", "--month", "2026-06", "à b"],
        "folder": str(tmp_path),
        "input": "da stdin\n",
    }
    assert done.returncode == 7
    assert done.stderr == ""


@pytest.mark.skipif(IS_WINDOWS, reason="descriptors are handed over by number on POSIX only")
def test_the_program_inherits_open_descriptors(ready: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as stream:
        stream.write("through the pipe")
    try:
        done = start(ready, "descriptor", str(reading), pass_fds=(reading,))
    finally:
        os.close(reading)
    assert done.stdout == "through the pipe"


def test_a_module_in_the_working_folder_is_not_taken_for_the_program(ready: Path, tmp_path: Path) -> None:
    for name in ("smmdesk.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit(99)", encoding="utf-8")
    assert start(ready, "list", cwd=tmp_path).returncode == 7


def test_a_second_start_installs_nothing_and_is_quick(ready: Path) -> None:
    log = ready / ".venv" / "install.log"
    before = log.stat().st_mtime_ns
    durations: list[float] = []
    for _attempt in range(3):
        begun = time.perf_counter()
        start(ready, "anything")
        durations.append(time.perf_counter() - begun)
    assert log.stat().st_mtime_ns == before
    assert min(durations) < 2


def test_changed_locks_are_installed_at_the_next_start(checkout: Path) -> None:
    start(checkout, "anything")
    log = checkout / ".venv" / "install.log"
    log.unlink()
    (checkout / "requirements" / "run.txt").write_text("# other versions\n", encoding="utf-8")
    done = start(checkout, "anything")
    assert done.returncode == 7
    assert log.exists()
    log.unlink()
    start(checkout, "anything")
    assert not log.exists()


def test_an_interrupted_first_start_is_made_anew(checkout: Path) -> None:
    environment = checkout / ".venv"
    (environment / "lib").mkdir(parents=True)
    (environment / "smmdesk-start.lock").touch()
    (environment / "half.txt").write_text("left by a start that was cut off", encoding="utf-8")
    done = start(checkout, "anything")
    assert done.returncode == 7, done.stderr
    assert not (environment / "half.txt").exists()
    assert json.loads((environment / "smmdesk-ready.json").read_text(encoding="utf-8"))["run"]


def test_a_lock_with_a_wrong_hash_is_refused_and_leaves_nothing_that_looks_finished(checkout: Path) -> None:
    wheel = checkout / "thing-1.0-py3-none-any.whl"
    wheel.write_bytes(b"not what the lock names")
    lock = f"thing @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n"
    (checkout / "requirements" / "run.txt").write_text(lock, encoding="utf-8")
    done = start(checkout, "anything")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "install.log" in done.stderr
    assert not (checkout / ".venv" / "smmdesk-ready.json").exists()


def test_two_first_starts_at_once_make_one_environment(checkout: Path) -> None:
    command = [sys.executable, str(checkout / "start.py"), "anything"]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    both = [subprocess.Popen(command, cwd=checkout, **pipes) for _each in range(2)]  # pyright: ignore
    ends = [process.communicate(timeout=240) for process in both]
    assert [process.returncode for process in both] == [7, 7]
    said = "".join(error for _output, error in ends)
    assert said.count("First start") == 1
    assert said.count("Another start") == 1


def test_an_environment_of_someone_else_is_left_alone(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "theirs.txt").write_text("theirs", encoding="utf-8")
    done = start(checkout, "anything", env=environment_with(SMMDESK_DATA_DIR=str(tmp_path / "dati è")))
    assert done.returncode == 7, done.stderr
    assert [path.name for path in (checkout / ".venv").iterdir()] == ["theirs.txt"]
    assert len(list((tmp_path / "dati è" / "environments").iterdir())) == 1


def test_where_the_checkout_cannot_be_written_the_environment_stands_in_the_data_folder(
    checkout: Path, tmp_path: Path
) -> None:
    (checkout / ".venv").write_text("a file where the folder should be", encoding="utf-8")
    done = start(checkout, "anything", env=environment_with(SMMDESK_DATA_DIR=str(tmp_path / "data")))
    assert done.returncode == 7, done.stderr
    assert (checkout / ".venv").is_file()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may have no display")
class TestWithoutDisplay:
    """No arguments, and no screen to open the window on."""

    def test_the_example_is_built_once_and_its_reports_are_named(self, ready: Path, tmp_path: Path) -> None:
        settings = environment_with(SMMDESK_DATA_DIR=str(tmp_path / "data"))
        first = start(ready, env=settings)
        assert first.returncode == 0
        assert first.stdout == ""
        assert "the example is made" in first.stderr
        assert str(tmp_path / "data" / "example" / "reports") in first.stderr
        demo = tmp_path / "data" / "example" / "demo.smmdesk"
        demo.write_text("changed by someone", encoding="utf-8")
        second = start(ready, env=settings)
        assert second.returncode == 0
        assert demo.read_text(encoding="utf-8") == "changed by someone"

    def test_an_own_desk_needs_no_example(self, ready: Path, tmp_path: Path) -> None:
        own = tmp_path / "data" / "desk.smmdesk"
        own.parent.mkdir()
        own.touch()
        done = start(ready, env=environment_with(SMMDESK_DATA_DIR=str(own.parent)))
        assert done.returncode == 0
        assert str(own) in done.stderr
        assert not (own.parent / "example").exists()

    def test_it_speaks_italian_to_italians(self, ready: Path, tmp_path: Path) -> None:
        settings = environment_with(SMMDESK_DATA_DIR=str(tmp_path / "data"), LC_ALL="it_IT.UTF-8")
        assert "Qui non c'è uno schermo" in start(ready, env=settings).stderr


def test_the_data_folder_is_the_programs(start_module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Path(start_module.data_folder()) == paths.data_dir()
    monkeypatch.delenv("SMMDESK_DATA_DIR")
    assert Path(start_module.data_folder()) == paths.data_dir()
    monkeypatch.setenv("XDG_DATA_HOME", str(paths.data_dir().parent / "elsewhere"))
    assert Path(start_module.data_folder()) == paths.data_dir()


def test_the_files_it_looks_for_are_the_programs(start_module: ModuleType) -> None:
    source = Path(start_module.__file__ or "").read_text(encoding="utf-8")
    for path in (paths.own_workspace(), paths.demo_workspace(), paths.demo_dir()):
        assert f'"{path.name}"' in source


def test_system_packages_are_named_where_they_cannot_be_installed(
    start_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_module, "has_apt", lambda: True)
    monkeypatch.setattr(start_module, "qt_problem", lambda environment: "libEGL.so.1: cannot open shared object file")
    monkeypatch.setattr(start_module, "apt_install", lambda packages: False)
    with pytest.raises(start_module.Stop) as stop:
        start_module.check_qt("nowhere")
    assert "libEGL.so.1" in str(stop.value)
    assert "sudo apt-get install -y libegl1 " in str(stop.value)
    assert str(stop.value).count("\n") == 2, "the line to run must be one line"


def test_qt_is_probed_once(start_module: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    probes: list[str] = []
    monkeypatch.setattr(start_module, "qt_problem", lambda environment: probes.append(environment) or "")
    monkeypatch.setattr(start_module, "python_of", lambda environment: sys.executable)
    start_module.write_marker(str(tmp_path), {"python": start_module.PYTHON, "run": "x"})
    start_module.check_qt(str(tmp_path))
    start_module.check_qt(str(tmp_path))
    assert probes == [str(tmp_path)]
    assert start_module.read_marker(str(tmp_path))["run"] == "x"


def test_old_pythons_can_parse_it_far_enough_to_be_refused() -> None:
    """Python 2.7 to 3.10 read the whole file before they run its first line: no newer syntax may stand in it."""
    tree = ast.parse((CHECKOUT / "start.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        assert not isinstance(
            node,
            ast.JoinedStr
            | ast.AnnAssign
            | ast.NamedExpr
            | ast.Nonlocal
            | ast.YieldFrom
            | ast.AsyncFunctionDef
            | ast.Match,
        ), f"line {node.lineno}"
        if isinstance(node, ast.arg):
            assert node.annotation is None, f"line {node.lineno}: an annotation"
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None, f"line {node.lineno}: an annotation"
            assert not (node.args.kwonlyargs or node.args.posonlyargs), f"line {node.lineno}: marked arguments"
        if isinstance(node, ast.Raise):
            assert node.cause is None, f"line {node.lineno}: raise from"
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            assert not any(isinstance(item, ast.Starred) for item in node.elts), f"line {node.lineno}: a star"
        if isinstance(node, ast.Dict):
            assert None not in node.keys, f"line {node.lineno}: a double star"
        if isinstance(node, ast.Call):
            assert not (len([1 for item in node.args if isinstance(item, ast.Starred)]) > 1), f"line {node.lineno}"
    first = next(node for node in tree.body if isinstance(node, ast.If))
    imported_before = [node for node in tree.body[: tree.body.index(first)] if isinstance(node, ast.Import)]
    assert [alias.name for node in imported_before for alias in node.names] == ["sys"]


def test_an_older_python_is_refused_with_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    source = compile((CHECKOUT / "start.py").read_text(encoding="utf-8"), "start.py", "exec")
    with pytest.raises(SystemExit) as end:
        exec(source, {"__name__": "old", "__file__": "start.py"})
    assert end.value.code == 1
    assert "needs Python 3.11 or newer; this is 3.10" in capsys.readouterr().err
