"""Work in the background: results in the window's thread, one writer, failures in words, cancelling, quitting."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from smmdesk.core.errors import Cancelled, UserError
from smmdesk.store.database import OpenWorkspace, database
from smmdesk.ui import tasks as tasks_module
from smmdesk.ui.tasks import Progress, Tasks


@pytest.fixture
def tasks(qapp: Any, workspace: OpenWorkspace) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.stop()


def wait(qtbot: Any, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.busy, timeout=10_000)


def test_a_reading_runs_elsewhere_and_comes_back_here(qtbot: Any, tasks: Tasks) -> None:
    here = threading.get_ident()
    seen: list[Any] = []

    def read() -> tuple[int, int]:
        (rows,) = database.execute_sql("SELECT count(*) FROM client").fetchone()
        return threading.get_ident(), rows

    tasks.read(read, lambda result: seen.append((*result, threading.get_ident())))
    wait(qtbot, tasks)
    there, rows, told_in = seen[0]
    assert there != here
    assert rows == 0
    assert told_in == here


def test_each_job_closes_its_connection(qtbot: Any, tasks: Tasks) -> None:
    closed: list[bool] = []
    tasks.read(lambda: database.execute_sql("SELECT 1").fetchone())
    wait(qtbot, tasks)
    tasks.read(lambda: closed.append(database.is_closed()), needs_workspace=False)
    wait(qtbot, tasks)
    assert closed == [True]


def test_writes_come_one_after_the_other(qtbot: Any, tasks: Tasks) -> None:
    order: list[int] = []
    threads: set[int] = set()

    def write(number: int) -> None:
        threads.add(threading.get_ident())
        order.append(number)

    for number in range(20):
        tasks.write(lambda number=number: write(number))
    wait(qtbot, tasks)
    assert order == list(range(20))
    assert len(threads) == 1


def test_a_user_error_goes_where_it_belongs(qtbot: Any, tasks: Tasks) -> None:
    def refuse() -> None:
        raise UserError("The name is taken.", field="name")

    told: list[UserError] = []
    loose: list[UserError] = []
    tasks.unhandled.connect(loose.append)
    tasks.write(refuse, None, told.append)
    tasks.write(refuse)
    wait(qtbot, tasks)
    assert [error.field for error in told] == ["name"]
    assert [error.title for error in loose] == ["The name is taken."]


def test_a_bug_is_told_once_and_the_caller_hears_of_it(qtbot: Any, tasks: Tasks) -> None:
    bugs: list[BaseException] = []
    told: list[UserError] = []
    tasks.bug.connect(bugs.append)
    tasks.read(lambda: 1 // 0, None, told.append)
    wait(qtbot, tasks)
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]
    assert told[0].title == "Something went wrong."


def test_what_belongs_to_a_widget_that_is_gone_is_not_called(qtbot: Any, tasks: Tasks) -> None:
    class Owner(QObject):
        def done(self, _result: object) -> None:
            raise AssertionError("called after its end")

    owner = Owner()
    gate = threading.Event()
    tasks.read(gate.wait, owner.done)
    import shiboken6

    shiboken6.delete(owner)
    gate.set()
    wait(qtbot, tasks)


def test_cancelling_is_silent_and_ends_the_job(qtbot: Any, tasks: Tasks) -> None:
    started = threading.Event()
    said: list[object] = []
    tasks.unhandled.connect(said.append)
    tasks.bug.connect(said.append)

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress(1, 10, "row 1")

    job = tasks.write(work, said.append, said.append, progress=True)
    assert started.wait(10)
    job.cancel()
    wait(qtbot, tasks)
    assert said == []
    assert job.progress.text == "row 1"


def test_a_long_statement_is_interrupted(qtbot: Any, tasks: Tasks) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    said: list[object] = []
    started = threading.Event()
    tasks.bug.connect(said.append)

    def read() -> object:
        started.set()
        return database.execute_sql(endless).fetchone()

    job = tasks.read(read, said.append)
    assert started.wait(10)
    job.cancel()
    wait(qtbot, tasks)
    assert said == []


def test_a_plain_write_cannot_be_cancelled(qtbot: Any, tasks: Tasks) -> None:
    gate = threading.Event()
    done: list[str] = []
    tasks.write(gate.wait)
    job = tasks.write(lambda: "kept", done.append)
    tasks.cancel_all()
    assert not job.can_cancel
    gate.set()
    wait(qtbot, tasks)
    assert done == ["kept"]


def test_only_work_that_lasts_is_shown(qtbot: Any, tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    tasks.write(gate.wait, label="Importing")
    tasks.write(gate.wait)
    assert tasks.slow() == []
    monkeypatch.setattr(tasks_module, "SHOWN_AFTER_SECONDS", 0.0)
    assert [job.label for job in tasks.slow()] == ["Importing"]
    with qtbot.waitSignal(tasks.slow_changed, timeout=5_000):
        pass
    gate.set()
    wait(qtbot, tasks)


def test_writes_wait_for_what_comes_first(qtbot: Any, tasks: Tasks) -> None:
    order: list[str] = []
    settled: list[bool] = []
    tasks.hold_writes()
    tasks.settled.connect(lambda: settled.append(True))
    tasks.write(lambda: order.append("typed"))
    tasks.read(lambda: None)
    qtbot.waitUntil(lambda: bool(settled), timeout=10_000)
    assert order == []
    tasks.release_writes(lambda: tasks.write(lambda: order.append("checked")))
    wait(qtbot, tasks)
    assert order == ["checked", "typed"]


def test_a_damaged_file_is_not_written_to(qtbot: Any, tasks: Tasks) -> None:
    told: list[UserError] = []
    tasks.refuse_writes(UserError("The workspace file is damaged."))
    tasks.write(lambda: pytest.fail("written"), None, told.append)
    wait(qtbot, tasks)
    assert told[0].title == "The workspace file is damaged."


def test_stopping_waits_for_what_is_being_written(qapp: Any, workspace: OpenWorkspace) -> None:
    tasks = Tasks()
    finished: list[str] = []
    started = threading.Event()

    def write() -> None:
        started.set()
        finished.append("kept")

    tasks.write(write)
    assert started.wait(10)
    tasks.stop()
    assert finished == ["kept"]


def test_progress_says_cancelled() -> None:
    progress = Progress()
    progress(1, 2)
    progress.stop.set()
    with pytest.raises(Cancelled):
        progress(2, 2)


def test_work_in_two_steps_is_shown_as_one(qtbot: Any, tasks: Tasks) -> None:
    go_on, shown = threading.Event(), []
    tasks.slow_changed.connect(lambda: shown.append([job.label for job in tasks.slow()]))

    def second(_result: None) -> None:
        tasks.write(lambda: go_on.wait(10), label="Importing")
        tasks.write(lambda: go_on.wait(10), label="Something else")

    first = tasks.read(lambda: None, second, label="Importing")
    first.started -= 10
    qtbot.waitUntil(lambda: len(shown) >= 1, timeout=10_000)
    # Between its steps the strip does not go, and with it Cancel; other work begins anew.
    assert [job.label for job in tasks.slow()] == ["Importing"]
    assert shown[0] == ["Importing"]
    go_on.set()
    wait(qtbot, tasks)
