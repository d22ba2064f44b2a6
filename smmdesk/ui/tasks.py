"""The only place that starts work: reading in a small pool, writing one after the other, results as plain data.

`Tasks.read(fn, done, failed)` runs `fn` on a reader thread with a connection of its own; `Tasks.write(fn, done,
failed)` puts it in the one writer's queue, so that the window never waits for the writer's lock. `done(result)` and
`failed(error)` are called in the window's thread, and only while the widget that they belong to still lives.

What a job raises: `Cancelled` is silent; a `UserError` goes to `failed`, or into a message where there is none;
anything else is a bug: logged, shown once with a copyable report, and `failed` then gets a plain `UserError`.
A job that takes longer than two seconds is shown with its label, its progress and, where it can be stopped, Cancel.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from smmdesk.core.errors import Cancelled, UserError
from smmdesk.core.i18n import _
from smmdesk.core.log import logger, redacted
from smmdesk.store.database import connection, interruptible

READERS = 2
SHOWN_AFTER_SECONDS = 2.0
POLL_MS = 200

Done = Callable[[Any], object]
Failed = Callable[[UserError], object]


class Progress:
    """What a long job calls: `progress(done, total, text)`; raises Cancelled once the user has stopped it."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.done = 0
        self.total = 0
        self.text = ""

    def __call__(self, done: int = 0, total: int = 0, text: str = "") -> None:
        """Tell how far the job is (`total` 0: not known)."""
        self.done, self.total = done, total
        if text:
            self.text = text
        self.check()

    def check(self) -> None:
        """Raise Cancelled where the user has stopped the job."""
        if self.stop.is_set():
            raise Cancelled


class Kind(Enum):
    """Which queue a job stands in."""

    READ = "read"
    WRITE = "write"


@dataclass(slots=True, eq=False)
class Job:
    """One piece of work that was started."""

    fn: Callable[..., Any]
    kind: Kind
    label: str
    takes_progress: bool
    done: Done | None
    failed: Failed | None
    owner: QObject | None
    needs_workspace: bool
    stopped: Callable[[], object] | None = None
    started: float = field(default_factory=time.monotonic)
    progress: Progress = field(default_factory=Progress)

    @property
    def can_cancel(self) -> bool:
        """Tell whether stopping it leaves everything as it was: readings, and writes that watch their progress."""
        return self.kind is Kind.READ or self.takes_progress

    def cancel(self) -> None:
        """Ask the job to stop; what it has not finished is not kept."""
        if self.can_cancel:
            self.progress.stop.set()


@dataclass(frozen=True, slots=True)
class _Outcome:
    job: Job
    result: Any = None
    error: BaseException | None = None


class Tasks(QObject):
    """The program's work in the background. One object, held by the context."""

    slow_changed = Signal()  # the jobs that are worth showing, or their progress, are others now
    idle = Signal()  # nothing runs or waits any more
    settled = Signal()  # nothing runs any more, though writes may be held back
    bug = Signal(object)  # an exception that nobody expected
    unhandled = Signal(object)  # a UserError of a job without `failed`
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._reads: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._writes: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._refusal: UserError | None = None
        self._held: list[Job] | None = None
        self._ended: Job | None = None  # the job whose result is being told
        self._finished.connect(self._on_finished)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll)

    # ------------------------------------------------------------------------------------------------- starting

    def read(
        self,
        fn: Callable[..., Any],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        label: str = "",
        progress: bool = False,
        owner: QObject | None = None,
        needs_workspace: bool = True,
        stopped: Callable[[], object] | None = None,
    ) -> Job:
        """Run `fn` on a reader thread and give its result to `done` in the window's thread.

        `fn` takes nothing, or a `Progress` where `progress` is set, and returns plain data. `owner` is the widget that
        `done` belongs to, found by itself for bound methods. Without `needs_workspace` no connection is opened.
        `stopped` is called where the user stopped it.
        """
        return self._start(fn, Kind.READ, done, failed, label, progress, owner, needs_workspace, stopped)

    def write(
        self,
        fn: Callable[..., Any],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        label: str = "",
        progress: bool = False,
        owner: QObject | None = None,
        stopped: Callable[[], object] | None = None,
    ) -> Job:
        """Run a command in the writer's queue, one after the other; otherwise as `read`.

        A write that takes no progress is never cancelled: quitting waits for it.
        """
        return self._start(fn, Kind.WRITE, done, failed, label, progress, owner, True, stopped)

    def _start(
        self,
        fn: Callable[..., Any],
        kind: Kind,
        done: Done | None,
        failed: Failed | None,
        label: str,
        progress: bool,
        owner: QObject | None,
        needs_workspace: bool,
        stopped: Callable[[], object] | None,
    ) -> Job:
        if owner is None:
            belongs_to = getattr(done, "__self__", None)
            owner = belongs_to if isinstance(belongs_to, QObject) else None
        job = Job(fn, kind, label, progress, done, failed, owner, needs_workspace, stopped)
        if self._ended is not None and label and label == self._ended.label:
            job.started = self._ended.started  # the same work goes on: its strip, with Cancel, stays where it is
        self._jobs.append(job)
        if not self._poll.isActive():
            self._poll.start()
        if kind is Kind.WRITE and self._held is not None:
            self._held.append(job)
        else:
            self._put(job)
        return job

    def _put(self, job: Job) -> None:
        self._ensure_thread(job.kind)
        (self._reads if job.kind is Kind.READ else self._writes).put(job)

    def _ensure_thread(self, kind: Kind) -> None:
        source = self._reads if kind is Kind.READ else self._writes
        running = sum(thread.name == kind.value for thread in self._threads)
        wanted = READERS if kind is Kind.READ else 1
        waiting = sum(job.kind is kind for job in self._jobs)
        if running < min(wanted, waiting):
            thread = threading.Thread(target=self._work, args=(source,), name=kind.value, daemon=True)
            self._threads.append(thread)
            thread.start()

    # ------------------------------------------------------------------------------------------------- working

    def _work(self, source: queue.SimpleQueue[Job | None]) -> None:
        while (job := source.get()) is not None:
            outcome = self._run(job)
            if shiboken6.isValid(self):
                self._finished.emit(outcome)

    def _run(self, job: Job) -> _Outcome:
        try:
            job.progress.check()
            if job.kind is Kind.WRITE and self._refusal is not None:
                raise self._refusal
            arguments = (job.progress,) if job.takes_progress else ()
            if not job.needs_workspace:
                return _Outcome(job, job.fn(*arguments))
            with connection():
                if not job.can_cancel:
                    return _Outcome(job, job.fn(*arguments))
                with interruptible(job.progress.stop.is_set):
                    return _Outcome(job, job.fn(*arguments))
        except BaseException as error:  # noqa: BLE001 - every failure of a job is told in the window's thread
            if job.progress.stop.is_set() and not isinstance(error, UserError):
                return _Outcome(job, error=Cancelled())
            return _Outcome(job, error=error)

    def _on_finished(self, outcome: _Outcome) -> None:
        job = outcome.job
        self._jobs.remove(job)
        is_alive = job.owner is None or shiboken6.isValid(job.owner)
        error = outcome.error
        self._ended = job
        try:
            if error is None:
                if job.done is not None and is_alive:
                    job.done(outcome.result)
            elif isinstance(error, UserError):
                if job.failed is not None and is_alive:
                    job.failed(error)
                elif job.failed is None:
                    self.unhandled.emit(error)
            elif isinstance(error, Cancelled):
                if job.stopped is not None and is_alive:
                    job.stopped()
            else:
                logger.error("a job failed\n%s", redacted(error))
                self.bug.emit(error)
                if job.failed is not None and is_alive:
                    job.failed(unexpected())
        finally:
            self._ended = None
            self.slow_changed.emit()
            if len(self._jobs) == len(self._held or ()):
                self.settled.emit()
            if not self._jobs:
                self._poll.stop()
                self.idle.emit()

    # ------------------------------------------------------------------------------------------------- watching

    @property
    def busy(self) -> bool:
        """Tell whether anything runs or waits."""
        return bool(self._jobs)

    def slow(self) -> list[Job]:
        """Return the jobs that have a label and run for longer than two seconds, the oldest first."""
        now = time.monotonic()
        return [job for job in self._jobs if job.label and now - job.started >= SHOWN_AFTER_SECONDS]

    def _on_poll(self) -> None:
        if self.slow():
            self.slow_changed.emit()

    def refuse_writes(self, reason: UserError | None) -> None:
        """Let every write fail with a reason from now on (a damaged file is not written to); None allows them."""
        self._refusal = reason

    def hold_writes(self) -> None:
        """Let writes wait until `release_writes`: something else has to be written or checked first."""
        self._held = []

    def release_writes(self, *first: Callable[[], object]) -> None:
        """Call functions that start the writes which come first, then let the others follow."""
        held, self._held = self._held or [], None
        for start in first:
            start()
        for job in held:
            self._put(job)

    def cancel_all(self) -> None:
        """Stop what can be stopped; plain writes go on to their end, so that nothing typed is lost."""
        for job in self._jobs:
            job.cancel()

    def stop(self) -> None:
        """End the threads; waits for the jobs that still run. The last step before the workspace is closed."""
        self.release_writes()
        self.cancel_all()
        for thread in self._threads:
            (self._reads if thread.name == Kind.READ.value else self._writes).put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()


def unexpected() -> UserError:
    """Return the sentence for a failure that nobody expected."""
    return UserError(
        _("Something went wrong."), _("Nothing of this step was kept; everything before it is safe."), _("Try again.")
    )
