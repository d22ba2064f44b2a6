"""The files that wait to be imported: looked at one after the other, then imported; outlives the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.domain.accounts import AccountDraft, AccountRow, add_account, plain_handle
from smmdesk.domain.imports.again import Again
from smmdesk.domain.imports.staged import StagedFile
from smmdesk.importers.detection import UnknownTable
from smmdesk.importers.mapping.spec import MappingSpec
from smmdesk.ui.context import Context
from smmdesk.ui.pages.imports.batch_file import BatchFile, Step, carried, with_account
from smmdesk.ui.pages.imports.reading import (
    FileAnswers,
    Kept,
    Look,
    Taken,
    exchange_all,
    files_among,
    finish,
    look_at,
    look_at_all_again,
    stage,
)
from smmdesk.ui.pages.imports.reading import take_out as take_imports_out
from smmdesk.ui.pages.imports.words import again_words, all_again_words, batch_words, left_out_words
from smmdesk.ui.tasks import Job

CHANGED_WORDS = ("imports", "results", "accounts", "ledger")


class Batch(QObject):
    """The files of the last drops, for the chosen client. `changed` tells that one of them stands elsewhere now."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.context = context
        self.files: list[BatchFile] = []
        self._numbers = count(1)
        self._job: Job | None = None
        self._client_id: int | None = None  # of the files that are being imported
        self._round = 0
        self._backed_up = False
        self._imported: list[BatchFile] = []
        self._is_own_account = False
        context.client_changed.connect(self._on_client)
        context.changes.happened.connect(self._on_changes)

    # ------------------------------------------------------------------------------------------------- filling

    def add(self, paths: list[Path]) -> None:
        """Take files and folders; what was finished before gives way."""
        if not self.is_busy and not any(one.step in (Step.LOOKED, Step.WAITING) for one in self.files):
            self.files = []
        self.context.tasks.read(partial(files_among, paths), self._on_files, owner=self, needs_workspace=False)

    def _on_files(self, taken: Taken) -> None:
        paths = taken.files
        there = {one.path for one in self.files if one.step not in (Step.DONE, Step.UNDONE, Step.UNREADABLE)}
        self.files += [BatchFile(next(self._numbers), path) for path in paths if path not in there]
        said = []
        if not paths and not taken.left_out:
            said.append(_("There is no file in what was dropped."))
        if taken.are_too_many:
            only = _("Only the first {count} files were taken. Drop the others when these are done.")
            said.append(only.format(count=formats.number(len(paths))))
        if taken.left_out:
            said.append(left_out_words(taken.left_out))
        if said:
            self.context.notify.say(" ".join(said))
        self.changed.emit()
        self._go_on()

    def remove(self, file: BatchFile) -> None:
        """Leave a file out."""
        if file in self.files and file.step not in (Step.IMPORTING, Step.QUEUED):
            self.files.remove(file)
            self.changed.emit()

    def clear(self) -> None:
        """Leave out everything that is not being imported."""
        self.files = [one for one in self.files if one.step in (Step.IMPORTING, Step.QUEUED)]
        self.changed.emit()

    def answer(
        self,
        file: BatchFile,
        answers: FileAnswers,
        *,
        looks: bool = True,
        everywhere: bool = False,
        says_whose: bool = False,
    ) -> None:
        """Take answers about a file and, where it is not imported at once, look at it again with them.

        With `everywhere` they hold for all open files of the same group too, as far as those are asked the same;
        `says_whose`: the account is a person's answer, not the guess.
        """
        before = file.answers or FileAnswers()
        for one in self.group_of(file) if everywhere else [file]:
            given = answers if one is file else carried(one, before, answers, says_whose=says_whose)
            self._take(one, given, looks=looks, says_whose=says_whose)
        self.changed.emit()
        self._go_on()

    def _take(self, file: BatchFile, answers: FileAnswers, *, looks: bool, says_whose: bool) -> None:
        if file.step not in (Step.LOOKED, Step.FAILED, Step.WAITING) or file.look is None:
            return
        file.is_told = file.is_told or says_whose
        if answers != file.answers:
            file.step = Step.WAITING if looks else Step.LOOKED
            file.answers, file.error = answers, None

    def group_of(self, file: BatchFile) -> list[BatchFile]:
        """Return the files that wait and seem to be of the same account, this one among them."""
        return [
            one
            for one in self.files
            if one is file
            or (one.group == file.group and one.step in (Step.LOOKED, Step.FAILED) and one.look is not None)
        ]

    @property
    def open_files(self) -> list[BatchFile]:
        """Return the files that ask something."""
        return [one for one in self.files if one.asks]

    def add_account(self, file: BatchFile, platform: str, name: str, refused: Callable[[UserError], object]) -> None:
        """Keep a new account of the client and answer with it whose the files of this group are."""
        client_id = self.context.client_id
        if client_id is None or file.look is None:
            return

        def kept(account_id: int) -> None:
            answers = with_account(file, account_id, platform)
            self._offer(AccountRow(account_id, client_id, **asdict(draft)))
            self.answer(file, answers, everywhere=True, says_whose=True)
            self._is_own_account = True
            self.context.changes.emit("accounts")
            self._is_own_account = False

        # What has a space in it is no handle.
        typed = name.strip()
        draft = AccountDraft(
            platform, handle="" if " " in typed else plain_handle(typed), name=typed if " " in typed else ""
        )
        self.context.tasks.write(partial(add_account, client_id, draft), kept, refused, owner=self)

    def _offer(self, row: AccountRow) -> None:
        """Let the other files of the platform offer a new account: they need not be looked at anew for that."""
        for one in self.files:
            if one.look is not None and row.platform in one.platforms:
                one.look = replace(one.look, accounts=(*one.look.accounts, row))

    def _find_rivals(self) -> None:
        """Mark the files whose guess might be wrong: on their platform wait files of more than one account."""
        groups: dict[str, set[tuple[str, ...]]] = {}
        for one in self.files:
            if one.look is not None and one.step not in (Step.DONE, Step.UNDONE):
                groups.setdefault(one.look.platform, set()).add(one.group)
        for one in self.files:
            one.has_rivals = one.look is not None and len(groups.get(one.look.platform, ())) > 1

    def map(self, file: BatchFile, mapping: MappingSpec) -> None:
        """Read a file by a mapping from now on, and the others of the batch that it may fit too."""
        file.mapping = mapping
        for one in self.files:
            if one is file or (one.step is Step.UNREADABLE and isinstance(one.error, UnknownTable)):
                one.step, one.look, one.answers, one.error = Step.WAITING, None, None, None
        self.changed.emit()
        self._go_on()

    @property
    def is_busy(self) -> bool:
        """Tell whether a file is being imported or waits for it."""
        return any(one.step in (Step.QUEUED, Step.IMPORTING) for one in self.files)

    @property
    def is_looking(self) -> bool:
        """Tell whether files are still to be looked at."""
        return any(one.step in (Step.WAITING, Step.LOOKING) for one in self.files) and self._job is not None

    @property
    def importable(self) -> list[BatchFile]:
        """Return the files that "Import" takes."""
        return [one for one in self.files if one.can_import]

    # ------------------------------------------------------------------------------------------------- looking

    def _on_client(self) -> None:
        """Another client: everything that is not imported yet is looked at anew, for that one."""
        self._round += 1
        for one in self.files:
            if one.step in (Step.LOOKED, Step.LOOKING, Step.FAILED, Step.WAITING):
                one.step, one.look, one.answers, one.error = Step.WAITING, None, None, None
                one.is_told = False
        if self._job is not None and not self.is_busy:
            self._job.cancel()
            self._job = None
        self.changed.emit()
        self._go_on()

    def _on_changes(self, words: frozenset[str]) -> None:
        """An account may have been added that a file waits for."""
        if "accounts" in words and not self._is_own_account:
            for one in self.files:
                if one.step is Step.LOOKED and one.missing and not one.is_told:
                    one.step, one.answers = Step.WAITING, None
            self._go_on()

    def _go_on(self) -> None:
        """Start what comes next: importing before looking, one file at a time, so that pages can read meanwhile."""
        if self._job is not None:
            return
        queued = next((one for one in self.files if one.step is Step.QUEUED), None)
        if queued is not None:
            self._stage(queued)
            return
        waiting = next((one for one in self.files if one.step is Step.WAITING), None)
        client_id = self.context.client_id
        if waiting is None or client_id is None:
            return
        waiting.step = Step.LOOKING
        self._job = self.context.tasks.read(
            partial(look_at, waiting.path, client_id, waiting.answers, mapping=waiting.mapping),
            partial(self._on_look, waiting, self._round),
            partial(self._on_no_look, waiting, self._round),
            label=_("Looking at “{name}”").format(name=waiting.path.name),
            progress=True,
            owner=self,
            stopped=partial(self._on_look_stopped, self._round),
        )
        self.changed.emit()

    def _on_look(self, file: BatchFile, round_: int, look: Look) -> None:
        if round_ != self._round:
            return
        self._job = None
        file.step, file.look, file.answers = Step.LOOKED, look, look.answers
        self._find_rivals()
        self.changed.emit()
        self._go_on()

    def _on_no_look(self, file: BatchFile, round_: int, error: UserError) -> None:
        if round_ != self._round:
            return
        self._job = None
        file.error = error
        # An answer that cannot be is said at its field; the file itself can be read.
        file.step = Step.LOOKED if file.look is not None else Step.UNREADABLE
        self.changed.emit()
        self._go_on()

    def _on_look_stopped(self, round_: int) -> None:
        """Cancel means all that has not been looked at yet."""
        if round_ != self._round:
            return
        self._job = None
        for one in self.files:
            if one.step in (Step.LOOKING, Step.WAITING):
                one.step = Step.UNREADABLE
                one.error = UserError(
                    _("You stopped looking at this file."), "", _("Leave it out, or drop it once more.")
                )
        self.changed.emit()

    # ------------------------------------------------------------------------------------------------- importing

    def start(self) -> None:
        """Import every file of which everything is known, one after the other."""
        wanted = self.importable
        if not wanted or self.is_busy or self.context.client_id is None or not self.context.writable:
            return
        self._backed_up = False
        self._client_id = self.context.client_id
        self._imported = wanted
        for one in wanted:
            one.step, one.error = Step.QUEUED, None
        self.changed.emit()
        self._go_on()

    def _stage(self, file: BatchFile) -> None:
        client_id = self._client_id
        if client_id is None:
            return
        file.step = Step.IMPORTING
        self._job = self.context.tasks.read(
            partial(stage, file.path, client_id, file.answers or FileAnswers(), mapping=file.mapping),
            partial(self._on_staged, file, client_id),
            partial(self._on_failed, file),
            label=_label(file),
            progress=True,
            owner=self,
            stopped=partial(self._on_stopped, file),
        )
        self.changed.emit()

    def _on_staged(self, file: BatchFile, client_id: int, staged: StagedFile) -> None:
        self._job = self.context.tasks.write(
            partial(finish, staged, client_id, not self._backed_up),
            partial(self._on_kept, file),
            partial(self._on_failed, file),
            label=_label(file),
            progress=True,
            owner=self,
            stopped=lambda: (staged.discard(), self._on_stopped(file)),
        )

    def _on_kept(self, file: BatchFile, kept: Kept) -> None:
        self._job = None
        self._backed_up = True
        file.result, file.is_new = kept.result, kept.is_new
        file.step = Step.DONE if not kept.result.questions and not kept.result.error else Step.FAILED
        if kept.result.error:
            file.error = UserError(kept.result.error)
        self._after()

    def _on_stopped(self, file: BatchFile) -> None:
        """Cancel means all that has not come in yet."""
        self._job = None
        for one in self.files:
            if one is file or one.step is Step.QUEUED:
                one.step = Step.LOOKED
        self._after()
        self.context.notify.say(_("Stopped. Nothing of “{name}” was kept.").format(name=file.path.name))

    def _on_failed(self, file: BatchFile, error: UserError) -> None:
        self._job = None
        file.step, file.error = Step.FAILED, error
        self._after()

    def _after(self) -> None:
        if not self.is_busy:
            self._tell()
        self.changed.emit()
        self._go_on()

    def _tell(self) -> None:
        done = [one for one in self._imported if one.step is Step.DONE and one.result is not None]
        self._imported = []
        if not done:
            return
        self.context.changes.emit(*CHANGED_WORDS)
        results = [one.result for one in done if one.result is not None]
        undoable = [one for one in done if one.import_id is not None]
        self.context.notify.say(batch_words(results), partial(self.undo, undoable) if undoable else None)

    # ------------------------------------------------------------------------------------------------- undoing

    def undo(self, files: list[BatchFile]) -> None:
        """Take the imports of these files out again."""
        ids = [one.import_id for one in files if one.import_id is not None]

        def undone() -> None:
            for one in files:
                one.step = Step.UNDONE

        self.take_out(ids, undone)

    def take_out(self, import_ids: list[int], undone: Callable[[], Any] = lambda: None) -> None:
        """Undo imports by their ids."""

        def told(_result: None) -> None:
            undone()
            for one in self.files:
                if one.import_id in import_ids:
                    one.step = Step.UNDONE
            self.changed.emit()
            self.context.changes.emit(*CHANGED_WORDS)
            self.context.notify.say(_("The import is undone. Everything is as it was before it."))

        self.context.tasks.write(
            partial(take_imports_out, import_ids), told, label=_("Taking the import out again"), owner=self
        )

    # ------------------------------------------------------------------------------------------------- reading again

    def read_again(self, import_ids: list[int]) -> None:
        """Put what kept originals say now in the place of what these imports had read."""

        def told(found: list[Again]) -> None:
            self.context.changes.emit(*CHANGED_WORDS)
            self.context.notify.say(again_words(found))

        self.context.tasks.write(
            partial(exchange_all, import_ids), told, label=_("Reading again"), progress=True, owner=self
        )

    def read_all_again(self, import_ids: list[int]) -> None:
        """Read kept originals again, say what would change, and ask whether that is to be kept."""

        def looked(found: list[Again]) -> None:
            able = [one for one in found if one.can_accept]
            if self.context.notify.ask(
                ngettext(
                    "Keep the new reading of {count} file?", "Keep the new readings of {count} files?", len(able)
                ).format(count=len(able)),
                all_again_words(found),
                _("Keep them"),
                keep=_("Leave all as it is"),
            ):
                self.read_again([one.import_id for one in able])

        self.context.tasks.read(
            partial(look_at_all_again, import_ids), looked, label=_("Reading again"), progress=True, owner=self
        )


def _label(file: BatchFile) -> str:
    return _("“{name}” is being imported; its figures appear when it is whole").format(name=file.path.name)


def batch_of(context: Context) -> Batch:
    """Return the one batch of a window."""
    found = context.findChild(Batch)
    return found if isinstance(found, Batch) else Batch(context)


def start_import(context: Context, paths: list[Path]) -> None:
    """Take dropped or chosen files, and show them."""
    if not context.writable:
        context.notify.error(
            UserError(
                _("Nothing can be imported: this workspace is open for reading only."),
                _("Nothing was changed."),
                context.workspace.held_by.sentence() if context.workspace.held_by is not None else "",
            )
        )
        return
    batch_of(context).add(paths)
    context.go("imports", "files")
