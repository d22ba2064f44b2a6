"""The window on a desk of 30 clients and 100,000 posts: its start against a bare PySide6 window, its idle memory."""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from smmdesk.core import periods
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountDraft, add_account
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.contracts import ContractDraft, add_contract
from smmdesk.domain.deliverables.tables import Deliverable
from smmdesk.domain.imports.tables import Import, ImportAccount
from smmdesk.domain.profile import ProfileDraft, new_workspace, update_profile
from smmdesk.domain.results.tables import MetricName, Post, PostRead, PostReading, PostWording
from smmdesk.store.database import transaction
from tests.benchmarks.measuring import Benchmark, Measurement, Unavailable, at_most

CLIENTS = 30
POSTS = 100_000
RUNS = 9
KEEPASSXC_RUNS = 5
LONGEST_WAIT_SECONDS = 30
MEGABYTE = 1 << 20

# Both children say on stdout when their event loop has nothing left to do, and leave at once.
_BARE = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.show()
QTimer.singleShot(0, lambda: (os.write(1, b"idle\\n"), os._exit(0)))
application.exec()
"""

# The program's own way in; ready means: the first page shows what it read, and the event loop is idle again.
_OURS = """
import os, sys
from smmdesk.__main__ import main

def instrument():
    from PySide6.QtCore import QTimer
    from smmdesk.ui.page import Page
    shown = Page._on_read
    def on_read(page, job, data):
        shown(page, job, data)
        QTimer.singleShot(0, finish)
    Page._on_read = on_read

def finish():
    os.write(1, b"idle\\n")
    if os.environ.get("BENCH_STAYS"):
        from PySide6.QtCore import QTimer
        QTimer.singleShot(int(os.environ["BENCH_STAYS"]), tell_memory)
    else:
        os._exit(0)

def tell_memory():
    pages = int(open("/proc/self/statm").read().split()[1])
    os.write(1, b"%d\\n" % (pages * os.sysconf("SC_PAGE_SIZE")))
    os._exit(0)

import smmdesk.ui.app as app
shown = app.Desk.show
def show(desk, workspace):
    instrument()
    shown(desk, workspace)
app.Desk.show = show
sys.exit(main(["--workspace", sys.argv[1]]))
"""


def make_desk(path: Path) -> None:
    """Make a workspace with 30 clients, their contracts, a month of deliverables each, and 100,000 posts."""
    dice = random.Random(1)
    today = periods.today()
    workspace = new_workspace(path)
    update_profile(ProfileDraft(name="Giulia Ferri"))
    accounts = []
    for number in range(CLIENTS):
        client = add_client(ClientDraft(name=f"Client {number}", language="it", currency="EUR", timezone="Europe/Rome"))
        accounts.append(add_account(client, AccountDraft(platform="instagram", handle=f"client{number}")))
        start = date(today.year - 1, 1, 1)
        add_contract(
            client, ContractDraft(start=start, end=date(today.year + 1, 12, 31), fee=600_00, quotas={"post": 12})
        )
        with transaction():
            for place in range(12):
                Deliverable.create(
                    client=client,
                    month=Month.of(today),
                    type="post",
                    title=f"Post {place}",
                    status=dice.choice(("planned", "in_review", "published")),
                    due_on=today + timedelta(days=dice.randrange(-10, 10)),
                )
    with transaction():
        source = Import.create(
            client=1, file_name="bench.csv", sha256="0", format="meta_content_instagram", state="done", imported_at=0
        )
        metrics = [MetricName.create(key=f"instagram.post.m{number}.v1").id for number in range(4)]
        ImportAccount.insert_many([{"source": source.id, "account": account} for account in accounts]).execute()
        for first in range(1, POSTS + 1, 1_000):
            ids = range(first, first + 1_000)
            Post.insert_many(
                [(id_, accounts[id_ % CLIENTS], str(id_), today - timedelta(days=id_ % 900)) for id_ in ids],
                fields=[Post.id, Post.account, Post.external_id, Post.published_on],
            ).execute()
            PostWording.insert_many(
                [(id_, id_, "post", "Una giornata al mare con la terrazza aperta " * 4) for id_ in ids],
                fields=[PostWording.id, PostWording.post, PostWording.kind, PostWording.text],
            ).execute()
            PostRead.insert_many(
                [(source.id, id_) for id_ in ids], fields=[PostRead.source, PostRead.wording]
            ).execute()
            PostReading.insert_many(
                [(id_, metric, source.id, dice.randrange(9_000), "value") for id_ in ids for metric in metrics],
                fields=[
                    PostReading.post,
                    PostReading.metric,
                    PostReading.source,
                    PostReading.value,
                    PostReading.state,
                ],
            ).execute()
    workspace.close()


@contextmanager
def desk() -> Iterator[Path]:
    """Give a workspace for the length of a block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["SMMDESK_DATA_DIR"] = folder
        path = Path(folder) / "desk.smmdesk"
        make_desk(path)
        yield path


def environment(**more: str) -> dict[str, str]:
    """Return a child's surroundings: a screen where there is one, compiled modules kept as an installation has them."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    known.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / "smmdesk-bench-pyc"))
    if not known.get("DISPLAY") and not known.get("WAYLAND_DISPLAY"):
        known.setdefault("QT_QPA_PLATFORM", "offscreen")
    return {**known, **more}


def seconds_until_idle(code: str, *arguments: str) -> float:
    """Return the time from the start of a process until it says that it is idle."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        spent = time.perf_counter() - started
        child.stdout.read()
    if line != b"idle\n":
        raise RuntimeError("the window did not start")
    return spent


def measure_start() -> Measurement:
    """Compare medians of alternating starts, after one of each to warm up."""
    with desk() as path:
        seconds_until_idle(_BARE)
        seconds_until_idle(_OURS, str(path))
        bare, ours = [], []
        for _run in range(RUNS):
            bare.append(seconds_until_idle(_BARE))
            ours.append(seconds_until_idle(_OURS, str(path)))
    one, other = statistics.median(ours), statistics.median(bare)
    return Measurement(one / other, f"{one * 1000:.0f} ms against {other * 1000:.0f} ms")


def seconds_until_seen(command: list[str], title: str, folder: Path) -> float:
    """Return the time from the start of a program until the X server shows its window."""
    own = environment(HOME=str(folder), XDG_CONFIG_HOME=str(folder), XDG_CACHE_HOME=str(folder))
    started = time.perf_counter()
    with subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            # Asked again and again: its own --sync looks only twice a second.
            search = ["xdotool", "search", "--onlyvisible", "--name", title]
            while subprocess.run(search, env=own, capture_output=True).returncode:
                if time.perf_counter() - started > LONGEST_WAIT_SECONDS:
                    raise TimeoutError(f"no window {title}")
            return time.perf_counter() - started
        finally:
            child.kill()


def measure_against_keepassxc() -> Measurement:
    """Compare medians of alternating starts with those of KeePassXC, both until their window is seen."""
    tools = [tool for tool in ("keepassxc", "xdotool") if shutil.which(tool) is None]
    if tools or not os.environ.get("DISPLAY"):
        raise Unavailable(f"needs {', '.join(tools) or 'a display'}")
    with desk() as path:
        ours_command = [sys.executable, "-m", "smmdesk", "--workspace", str(path)]
        other_command = [
            "keepassxc",
            *("--config", str(path.parent / "keepassxc.ini")),
            *("--localconfig", str(path.parent / "local.ini")),
        ]
        ours, other = [], []
        for run in range(KEEPASSXC_RUNS + 1):
            one = seconds_until_seen(ours_command, "^SMM Desk$", path.parent)
            two = seconds_until_seen(other_command, "KeePassXC", path.parent)
            if run:  # the first of each warms up
                ours.append(one)
                other.append(two)
    mine, theirs = statistics.median(ours), statistics.median(other)
    return Measurement(mine / theirs, f"{mine * 1000:.0f} ms against {theirs * 1000:.0f} ms")


def measure_memory() -> Measurement:
    """Measure what the window holds five seconds after its start, when check and backup are done."""
    if not Path("/proc/self/statm").exists():
        raise Unavailable("memory is read from /proc, which this system has not")
    with desk() as path:
        done = subprocess.run(
            [sys.executable, "-c", _OURS, str(path)],
            capture_output=True,
            env=environment(BENCH_STAYS="5000"),
            timeout=60,
            check=True,
        )
    megabytes = int(done.stdout.split()[-1]) / MEGABYTE
    return Measurement(megabytes, "resident, five seconds after the start")


BENCHMARKS = (
    Benchmark("start of the window, 30 clients and 100,000 posts", at_most(3), measure_start),
    Benchmark("start of the window against KeePassXC", at_most(1), measure_against_keepassxc),
    Benchmark("memory of the idle window, 30 clients and 100,000 posts", at_most(200, "MB"), measure_memory),
)
