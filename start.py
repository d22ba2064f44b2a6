#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Start SMM Desk from its sources: `start.py` opens it, `start.py test` proves it, anything else is a command of it.

Standard library only. The syntax stays within what old Pythons can parse (type comments, no f-strings), so that they
can say in words that they are too old.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write("SMM Desk needs Python 3.11 or newer; this is %d.%d.\n" % sys.version_info[:2])
    sys.stderr.write("SMM Desk richiede Python 3.11 o successivo; questo è il %d.%d.\n" % sys.version_info[:2])
    sys.exit(1)

import contextlib
import errno
import hashlib
import io  # noqa: F401 (named in a type comment)
import json
import os
from collections.abc import Iterator  # noqa: F401 (named in a type comment)

ROOT = os.path.dirname(os.path.abspath(__file__))
MARKER = "smmdesk-ready.json"
LOCK = "smmdesk-start.lock"
PYTHON = "%d.%d %s" % (sys.version_info[0], sys.version_info[1], sys.platform)

# What Qt's wheel loads from the system, by the names of Debian and Ubuntu.
QT_PACKAGES = """\
libegl1 libgl1 libglib2.0-0 libfontconfig1 libfreetype6 libdbus-1-3 libzstd1 libx11-6 libx11-xcb1 libxkbcommon0
libxkbcommon-x11-0 libxcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render0
libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libwayland-client0
libwayland-cursor0 libwayland-egl1"""
QT_PROBE = """
import ctypes, pathlib, sys
from PySide6 import QtWidgets
if sys.platform.startswith("linux"):
    ctypes.CDLL(str(pathlib.Path(QtWidgets.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"))
"""
# Tools beside Python that some tests and benchmarks use where they are: the program, the package that brings it.
TEST_TOOLS = (("pdftotext", "poppler-utils"), ("qpdf", "qpdf"))
BENCH_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class Stop(Exception):
    """The start cannot go on; the text is already in the user's language."""


def main(arguments):
    # type: (list[str]) -> int
    """Run one start and return its exit code."""
    try:
        if not arguments:
            return open_desk()
        if arguments[0] == "test":
            return run_tests(arguments[1:])
        if arguments[0] == "bench":
            return run_benchmarks(arguments[1:])
        return hand_over(prepare("run"), arguments)
    except Stop as reason:
        say(str(reason))
        return 1
    except OSError as failure:
        say(text("The start failed: {0}", "Avvio non riuscito: {0}").format(failure))
        return 1
    except KeyboardInterrupt:
        say(text("Stopped. The next start takes it up again.", "Interrotto. Il prossimo avvio riprende da qui."))
        return 130


# --- words ------------------------------------------------------------------------------------------------------------


def is_italian():
    # type: () -> bool
    """Return whether the user's locale is Italian."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name].lower().startswith("it")
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x10
    return False


def text(english, italian):
    # type: (str, str) -> str
    """Return the text in the user's language."""
    return italian if is_italian() else english


def say(sentence):
    # type: (str) -> None
    """Write a line on stderr: stdout belongs to the program."""
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(sentence.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stderr.flush()


# --- the environment --------------------------------------------------------------------------------------------------


def data_folder():
    # type: () -> str
    """Return the user's data folder: the same as smmdesk.core.paths.data_dir, which needs the environment."""
    if os.environ.get("SMMDESK_DATA_DIR"):
        return os.environ["SMMDESK_DATA_DIR"]
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        parent = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        parent = os.path.join(home, "Library", "Application Support")
    else:
        parent = os.environ.get("XDG_DATA_HOME", "").strip() or os.path.join(home, ".local", "share")
    return os.path.join(parent, "SMM Desk")


def environment_folders():
    # type: () -> list[str]
    """Return where the environment may stand: in the checkout, else (not writable, not ours) in the data folder."""
    key = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]
    folders = [os.path.join(ROOT, ".venv"), os.path.join(data_folder(), "environments", key)]
    return [os.path.abspath(folder) for folder in folders if os.pathsep not in folder]


def python_of(environment):
    # type: (str) -> str
    """Return the interpreter of an environment."""
    if sys.platform == "win32":
        return os.path.join(environment, "Scripts", "python.exe")
    return os.path.join(environment, "bin", "python")


def lock_file(group):
    # type: (str) -> str
    """Return the locked versions of a group: run, test, bench, build."""
    return os.path.join(ROOT, "requirements", group + ".txt")


def lock_hash(group):
    # type: (str) -> str
    """Return the hash of a group's locked versions."""
    with open(lock_file(group), "rb") as stream:
        return hashlib.sha256(stream.read().replace(b"\r\n", b"\n")).hexdigest()


def read_marker(environment):
    # type: (str) -> dict[str, object]
    """Return what the finished environment noted about itself; empty where it is unfinished, damaged or foreign."""
    try:
        with open(os.path.join(environment, MARKER), encoding="utf-8") as stream:
            marker = json.load(stream)
    except (OSError, ValueError):
        return {}
    usable = isinstance(marker, dict) and marker.get("python") == PYTHON and os.path.exists(python_of(environment))
    return marker if usable else {}


def write_marker(environment, marker):
    # type: (str, dict[str, object]) -> None
    """Note, whole or not at all, what the environment holds."""
    temporary = os.path.join(environment, MARKER + ".%d" % os.getpid())
    with open(temporary, "w", encoding="utf-8") as stream:
        json.dump(marker, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, os.path.join(environment, MARKER))


def prepare(group):
    # type: (str) -> str
    """Return a finished environment with a group's libraries, making or renewing it where needed."""
    folders = environment_folders()
    for environment in folders:
        if read_marker(environment).get(group) == lock_hash(group):
            return environment
    for environment in folders:
        with exclusive(environment) as lock:
            if lock is not None:
                if read_marker(environment).get(group) != lock_hash(group):
                    build(environment, group, lock)
                return environment
    raise Stop(
        text("No folder for the Python environment can be written: {0}", "Nessuna cartella scrivibile: {0}").format(
            ", ".join(folders)
        )
    )


@contextlib.contextmanager
def exclusive(environment):
    # type: (str) -> Iterator[int | None]
    """Keep other starts out of an environment and yield the lock's descriptor.

    Yields None where the folder cannot be written or is not ours.
    """
    path = os.path.join(environment, LOCK)
    try:
        os.makedirs(environment, exist_ok=True)
        if os.listdir(environment) and not os.path.exists(path):
            say(text("{0} is not SMM Desk's; left alone.", "{0} non è di SMM Desk: non la tocco.").format(environment))
            yield None
            return
        stream = open(path, "a+b")  # noqa: SIM115 (closed below: the lock lives as long as the block)
    except OSError:
        yield None
        return
    with contextlib.closing(stream):
        if not take_lock(stream, False):
            say(
                text(
                    "Another start is preparing SMM Desk; waiting…", "Un altro avvio sta preparando SMM Desk: attendo…"
                )
            )
            while not take_lock(stream, True):
                pass
        yield stream.fileno()


def take_lock(stream, is_patient):
    # type: (io.BufferedRandom, bool) -> bool
    """Lock a file until it is closed; False where another process has it (Windows: after ten seconds of patience)."""
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK if is_patient else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | (0 if is_patient else fcntl.LOCK_NB))
    except OSError as failure:  # a file system without locks must not keep the program from starting
        return failure.errno not in (errno.EACCES, errno.EAGAIN, getattr(errno, "EDEADLOCK", errno.EDEADLK))
    return True


def build(environment, group, lock):
    # type: (str, str, int) -> None
    """Make the environment, or bring it to the locked versions; the marker that says "finished" is written last."""
    marker = read_marker(environment)
    if not marker:
        say(
            text(
                "First start: preparing SMM Desk in {0} (some minutes, about 450 MB)…",
                "Primo avvio: preparo SMM Desk in {0} (qualche minuto, circa 450 MB)…",
            ).format(environment)
        )
        clear(environment)
        create(environment)
    else:
        say(text("Bringing the libraries up to date…", "Aggiorno le librerie…"))
    with contextlib.suppress(FileNotFoundError):
        os.remove(os.path.join(environment, MARKER))
    install(environment, group, lock)
    point_to_checkout(environment)
    marker.update({"python": PYTHON, "run": lock_hash("run"), group: lock_hash(group)})
    marker.pop("qt", None)
    write_marker(environment, marker)


def clear(environment):
    # type: (str) -> None
    """Remove what an interrupted or outdated start left, but not the lock that is held."""
    import shutil

    for name in os.listdir(environment):
        path = os.path.join(environment, name)
        if name == LOCK:
            continue
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def create(environment):
    # type: (str) -> None
    """Make an empty environment with pip."""
    import importlib.util
    import subprocess
    import venv

    package = "python%d.%d-venv" % sys.version_info[:2]
    if importlib.util.find_spec("ensurepip") is None and not apt_install(package):
        raise Stop(
            text("This Python lacks its part for environments.", "A questo Python manca la parte per gli ambienti.")
            + apt_hint(package)
        )
    problem = ""
    try:
        venv.EnvBuilder(with_pip=True, symlinks=sys.platform != "win32").create(environment)
    except (OSError, subprocess.CalledProcessError) as failure:
        problem = str(failure)
    if problem:
        raise Stop(text("The environment could not be made: {0}", "Ambiente non creato: {0}").format(problem))


def install(environment, group, lock):
    # type: (str, str, int) -> None
    """Install a group's locked versions, each checked by its hash.

    pip inherits the lock: where this start is killed, the next one waits until pip has ended too.
    """
    import subprocess

    command = [python_of(environment), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
    command += ["--no-input", "--disable-pip-version-check", "--no-warn-script-location", "-r", lock_file(group)]
    unwanted = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    settings = {name: value for name, value in os.environ.items() if name not in unwanted}
    log = os.path.join(environment, "install.log")
    last = []  # type: list[str]
    with open(log, "w", encoding="utf-8") as stream:
        pip = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=settings,
            cwd=environment,
            pass_fds=() if sys.platform == "win32" else (lock,),
        )
        try:
            for line in pip.stdout or ():
                stream.write(line)
                last = (last + [line.rstrip()])[-8:]
                show_progress(line.strip())
        except BaseException:
            pip.terminate()
            raise
        finally:
            pip.wait()
    show_progress("")
    if pip.returncode:
        say("\n".join(last))
        raise Stop(
            text(
                "The libraries could not be installed (all of it: {0}).", "Librerie non installate (tutto: {0})."
            ).format(log)
        )


def show_progress(line):
    # type: (str) -> None
    """Show what is being done on one line of a terminal; nothing in a pipe."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K" + line[:76])
        sys.stderr.flush()


def point_to_checkout(environment):
    # type: (str) -> None
    """Let the environment find the package in this checkout, by a line that is ASCII whatever the folder's name."""
    import sysconfig

    names = {"base": environment, "platbase": environment, "installed_base": environment}
    packages = sysconfig.get_path("purelib", "venv", names)
    if environment.startswith(ROOT + os.sep):
        line = os.path.relpath(ROOT, packages)
    else:
        line = ROOT if ROOT.isascii() else "import sys; sys.path.append(%s)" % ascii(ROOT)
    with open(os.path.join(packages, "smmdesk-checkout.pth"), "w", encoding="ascii") as stream:
        stream.write(line + "\n")


# --- what Debian and Ubuntu bring ------------------------------------------------------------------------------------


def has_apt():
    # type: () -> bool
    """Return whether this is a Debian or Ubuntu."""
    return sys.platform.startswith("linux") and os.path.exists("/usr/bin/apt-get")


def apt_hint(packages):
    # type: (str) -> str
    """Return the line that installs system packages by hand; empty where it would not help."""
    if not has_apt():
        return ""
    return text("\nOnce, run:\n  ", "\nEsegua una volta:\n  ") + "sudo apt-get install -y " + " ".join(packages.split())


def apt_install(packages):
    # type: (str) -> bool
    """Install system packages where this user may; False where not, or where it fails."""
    if not has_apt() or os.geteuid() != 0:
        return False
    import subprocess

    say(text("Installing {0}…", "Installo {0}…").format(" ".join(packages.split())))
    settings = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    add = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
    add += packages.split()
    for command in (add, ["apt-get", "update", "-qq"], add):
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=settings
        )
        if command is add and done.returncode == 0:
            return True
    return False


def check_qt(environment):
    # type: (str) -> None
    """Make sure, once, that Qt finds the system's libraries. Raises Stop with what is missing."""
    if read_marker(environment).get("qt"):
        return
    problem = qt_problem(environment)
    if problem and apt_install(QT_PACKAGES):
        problem = qt_problem(environment)
    if problem:
        raise Stop(
            text("The window's system libraries are missing ({0}).", "Mancano librerie di sistema ({0}).").format(
                problem
            )
            + apt_hint(QT_PACKAGES)
        )
    with contextlib.suppress(OSError):
        write_marker(environment, dict(read_marker(environment), qt=True))


def qt_problem(environment):
    # type: (str) -> str
    """Load Qt's widgets and its X11 part in a process of their own; return what was missing."""
    import subprocess

    probe = subprocess.run(
        [python_of(environment), "-P", "-c", QT_PROBE],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    if probe.returncode == 0:
        return ""
    return (probe.stderr.strip().splitlines() or ["?"])[-1]


# --- what a start does ------------------------------------------------------------------------------------------------


def hand_over(environment, arguments):
    # type: (str, list[str]) -> int
    """Become the program: same stdin, working folder, descriptors and signals; its exit code is ours."""
    command = [python_of(environment), "-P", "-m", "smmdesk"] + arguments
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform != "win32":
        os.execv(command[0], command)
    import subprocess

    program = subprocess.Popen(command, close_fds=False)
    while True:
        try:
            return program.wait()
        except KeyboardInterrupt:  # the console sends it to the program too, which decides
            continue


def open_desk():
    # type: () -> int
    """Open the user's own desk, or the example, which is built where there is neither."""
    environment = prepare("run")
    own = os.path.join(data_folder(), "desk.smmdesk")
    example = os.path.join(data_folder(), "example")
    demo = os.path.join(example, "demo.smmdesk")
    if not os.path.exists(own) and not os.path.exists(demo):
        import subprocess

        say(text("Building the example…", "Preparo l'esempio…"))
        built = subprocess.run([python_of(environment), "-P", "-m", "smmdesk", "demo", example], stdout=sys.stderr)
        if built.returncode:
            return built.returncode
    workspace = own if os.path.exists(own) else demo
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        sentence = text("No display here, so no window. The desk is {0}", "Qui non c'è uno schermo. Il lavoro è in {0}")
        say(sentence.format(workspace))
        if os.path.isdir(os.path.join(example, "reports")):
            sentence = text("The example's reports are in {0}", "I resoconti dell'esempio sono in {0}")
            say(sentence.format(os.path.join(example, "reports")))
        say(text("Commands: python3 start.py --help", "Comandi: python3 start.py --help"))
        return 0
    check_qt(environment)
    return hand_over(environment, ["--workspace", workspace])


def run_tests(arguments):
    # type: (list[str]) -> int
    """Run style, types, import contracts and the tests; what is given goes on to pytest."""
    import shutil
    import subprocess

    environment = prepare("test")
    missing = [package for tool, package in TEST_TOOLS if shutil.which(tool) is None]
    if missing:
        apt_install(" ".join(missing))
    check_qt(environment)
    python = [python_of(environment), "-P"]
    checks = (
        ("ruff check", python + ["-m", "ruff", "check", "."]),
        ("ruff format", python + ["-m", "ruff", "format", "--check", "."]),
        ("types", python + ["-m", "basedpyright", "--pythonpath", python[0]]),
        ("import contracts", python + ["-c", "from importlinter.cli import lint_imports_command as run; run()"]),
        ("tests", python + ["-m", "pytest", "-n", "2"] + arguments),
    )
    failed = []
    for name, command in checks:
        say("== " + name)
        if subprocess.run(command, cwd=ROOT).returncode:
            failed.append(name)
    if failed:
        say(text("Not passed: {0}", "Non superati: {0}").format(", ".join(failed)))
    return 1 if failed else 0


def run_benchmarks(arguments):
    # type: (list[str]) -> int
    """Measure the bars of speed and memory."""
    import subprocess

    environment = prepare("bench")
    apt_install(BENCH_PACKAGES)
    check_qt(environment)
    return subprocess.run([python_of(environment), "-P", "-m", "tests.benchmarks.run"] + arguments, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
