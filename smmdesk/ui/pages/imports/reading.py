"""What the import of files does in a worker: looking at a file, reading it into staging, moving it in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from smmdesk.core import formats as written
from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.accounts import AccountRow, account_rows, platform_title
from smmdesk.domain.clients import ClientRow, client_rows
from smmdesk.domain.imports.again import Again, preview_again, read_again
from smmdesk.domain.imports.commands import finish_import, preview_import
from smmdesk.domain.imports.matching import ways_to_name
from smmdesk.domain.imports.queries import imports_of, names_of, refusals_csv, refusals_of
from smmdesk.domain.imports.removal import undo_import
from smmdesk.domain.imports.rows import TYPED, ImportPlan, ImportResult, ImportRow
from smmdesk.domain.imports.staged import StagedFile, stage_file
from smmdesk.domain.ledger.commands import import_ledger_file
from smmdesk.importers.detection import LEDGER_FORMATS, MAPPED, ORDERS, formats
from smmdesk.importers.mapping.spec import MappingSpec
from smmdesk.importers.rows import Answers, Question, QuestionCode, RefusedRow
from smmdesk.store.backup import back_up
from smmdesk.store.database import interruptible
from smmdesk.ui.tasks import Progress

MOST_FILES = 500  # taken out of dropped folders
ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ".zip"})  # of files in folders that can be exports
_OF_ACCOUNTS = (QuestionCode.ACCOUNT, QuestionCode.NEW_ACCOUNTS)


@dataclass(frozen=True, slots=True)
class FileAnswers:
    """What was answered about a file: its account (or that new ones are made), when it was read, its period.

    `other_account_id` is the account of the second platform in a file of two, `own_accounts` are those of the named
    accounts that are the client's own (None: as guessed).
    """

    account_id: int | None = None
    other_account_id: int | None = None
    create_accounts: bool = False
    read_on: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    own_accounts: tuple[str, ...] | None = None

    @property
    def accounts(self) -> tuple[int, ...]:
        """Return the accounts that were chosen."""
        return tuple(one for one in (self.account_id, self.other_account_id) if one is not None)

    @property
    def period(self) -> tuple[date, date] | None:
        """Return the period where both its days are known."""
        return None if self.first_day is None or self.last_day is None else (self.first_day, self.last_day)


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it would be imported: what it leaves open, the answers (guesses at first), and the preview."""

    questions: tuple[Question, ...]
    answers: FileAnswers
    plan: ImportPlan
    platform: str
    title: str
    accounts: tuple[AccountRow, ...]


@dataclass(frozen=True, slots=True)
class ImportsData:
    """What the page shows: the clients to choose from, and what was imported for the chosen one."""

    clients: tuple[ClientRow, ...]
    past: tuple[ImportRow, ...]
    titles: dict[str, str]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a file, and whether an import of its own stands behind it."""

    result: ImportResult
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The files that were taken, those of folders that were left out by their endings, and whether there were more."""

    files: tuple[Path, ...]
    left_out: tuple[Path, ...]
    are_too_many: bool = False


def imports_data(client_id: int | None) -> ImportsData:
    """Read what was imported for a client; with None only the clients to choose from."""
    clients = tuple(client_rows())
    known = formats()
    titles = {str(one["format"]): str(one["title"]) for one in known} | {TYPED: _("Typed by hand")}
    names = [
        platform_title(str(one["platform"])) if one["platform"] else str(one["title"])
        for one in known
        if one["format"] not in (MAPPED, ORDERS)
    ]
    past = tuple(imports_of(client_id)) if client_id is not None else ()
    return ImportsData(clients, past, titles, tuple(dict.fromkeys(names)))


def files_among(paths: Sequence[Path]) -> Taken:
    """Return the files among what was dropped, folders opened; hidden files are left out.

    Of a folder only what can be an export by its ending is taken, whatever the case; a file that was chosen always is.
    """
    found: dict[Path, None] = {}
    left_out: dict[Path, None] = {}
    for path in paths:
        for one in _inside(path):
            is_chosen = one == path
            (found if is_chosen or one.suffix.lower() in ENDINGS else left_out)[one] = None
            if len(found) >= MOST_FILES:
                return Taken(tuple(found), tuple(left_out), are_too_many=True)
    return Taken(tuple(found), tuple(one for one in left_out if one not in found))


def _inside(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")):
                yield Path(folder) / name


def is_answered(code: QuestionCode, answers: FileAnswers, wanted: int = 1) -> bool:
    """Tell whether a question has its answer; `wanted` is how many accounts are asked for."""
    if code is QuestionCode.ACCOUNT:
        return len(answers.accounts) >= wanted
    if code is QuestionCode.NEW_ACCOUNTS:
        return answers.account_id is not None or answers.create_accounts
    if code is QuestionCode.READ_ON:
        return answers.read_on is not None
    return code is QuestionCode.PERIOD and answers.period is not None


def look_at(
    path: Path, client_id: int, answers: FileAnswers | None, progress: Progress, *, mapping: MappingSpec | None = None
) -> Look:
    """Say what importing a file would do; without answers the guesses of its questions are taken.

    `mapping` says what the columns are, where the user has said it.

    Raises UserError for what cannot be read, or an answer that cannot be (with its field).
    """
    rows = tuple(account_rows(client_id))
    plan = _preview(path, client_id, FileAnswers(), progress, mapping)
    questions = plan.result.questions
    platform, title = _kind(plan.result)
    given = answers if answers is not None else _guesses(questions, rows, platform)
    if questions and given != FileAnswers():
        try:
            plan = _preview(path, client_id, given, progress, mapping)
        except UserError as refusal:
            if answers is not None or refusal.field != "account":
                raise
            # The guessed account is not the file's own.
            is_new = any(one.code is QuestionCode.NEW_ACCOUNTS for one in questions)
            given = replace(given, account_id=None, other_account_id=None, create_accounts=is_new)
            plan = _preview(path, client_id, given, progress, mapping)
        known = {question.code for question in questions}
        questions = (*questions, *(one for one in plan.result.questions if one.code not in known))
        if answers is None and any(one.code not in known for one in questions):
            # The accounts are known only once the rows were read, and those only once their period was.
            given = replace(_guesses(questions, rows, platform), first_day=given.first_day, last_day=given.last_day)
    platforms = {platform, *(one for question in questions for one in question.platforms)}
    return Look(questions, given, plan, platform, title, tuple(row for row in rows if row.platform in platforms))


def _preview(
    path: Path, client_id: int, answers: FileAnswers, progress: Progress, mapping: MappingSpec | None
) -> ImportPlan:
    return preview_import(
        path,
        client_id,
        account_id=answers.accounts,
        create_accounts=answers.create_accounts,
        answers=Answers(answers.read_on, answers.period, mapping, own_accounts=answers.own_accounts),
        progress=rows_told(progress, _("{count} rows read")),
        cancelled=progress.stop.is_set,
    )


def rows_told(progress: Progress, words: str) -> Callable[[int, int | None], None]:
    """Return what an import tells its rows to: a number while the file is read, a share while it is moved in."""

    def tell(done: int, total: int | None) -> None:
        progress(
            done if total else 0, total or 0, words.format(count=written.number(done)) if done and not total else ""
        )

    return tell


def _kind(result: ImportResult) -> tuple[str, str]:
    if result.mapping:
        return result.platform, _("By the mapping “{name}”").format(name=result.mapping)
    known = next((one for one in formats() if one["format"] == result.format), None)
    return ("", result.format) if known is None else (str(known["platform"]), str(known["title"]))


def _guesses(questions: Iterable[Question], rows: Iterable[AccountRow], platform: str) -> FileAnswers:
    answers = FileAnswers()
    rows, questions = list(rows), list(questions)
    others = [one for one in questions if one.code is QuestionCode.ACCOUNT][1:]
    for question in questions:
        if question.code in _OF_ACCOUNTS:
            platforms = question.platforms or (platform,)
            own = [row for row in rows if row.platform in platforms and question.guess in ways_to_name(row)]
            if question.guess and len(own) == 1 and question in others:
                answers = replace(answers, other_account_id=own[0].id)
            elif question.guess and len(own) == 1:
                answers = replace(answers, account_id=own[0].id)
            elif question.code is QuestionCode.NEW_ACCOUNTS:
                answers = replace(answers, create_accounts=True)
        elif question.code is QuestionCode.READ_ON and question.guess:
            # A file's date may lie ahead where the clock of the computer it comes from was wrong.
            answers = replace(answers, read_on=min(date.fromisoformat(question.guess), periods.today()))
    return answers


def stage(
    path: Path, client_id: int, answers: FileAnswers, progress: Progress, *, mapping: MappingSpec | None = None
) -> StagedFile:
    """Read a file into a staging database beside the workspace."""
    return stage_file(
        path,
        client_id,
        account=answers.accounts,
        create_accounts=answers.create_accounts,
        answers=Answers(answers.read_on, answers.period, mapping, own_accounts=answers.own_accounts),
        progress=rows_told(progress, _("{count} rows read")),
        cancelled=progress.stop.is_set,
    )


def finish(staged: StagedFile, client_id: int, with_backup: bool, progress: Progress) -> Kept:
    """Move a staged file into the workspace as a whole; stopped half-way, everything is as it was before."""
    before = {row.id for row in imports_of(client_id)}

    def save() -> None:
        if with_backup:
            back_up("import")

    # Stopped only between its steps: a statement that ends in the middle would end the clearing up as well.
    with interruptible(lambda: False), staged:
        if staged.result.format in LEDGER_FORMATS:
            result = import_ledger_file(staged, before_write=save)
        else:
            told = rows_told(progress, "")
            result = finish_import(staged, progress=told, cancelled=progress.stop.is_set, before_write=save)
    return Kept(result, result.import_id is not None and result.import_id not in before)


def take_out(import_ids: Sequence[int]) -> None:
    """Undo imports, the latest first."""
    for import_id in sorted(import_ids, reverse=True):
        undo_import(import_id)


def look_at_again(import_id: int, progress: Progress) -> Again:
    """Read the kept original of an import again and say what would change."""
    return preview_again(
        import_id, progress=rows_told(progress, _("{count} rows read")), cancelled=progress.stop.is_set
    )


def look_at_all_again(import_ids: Sequence[int], progress: Progress) -> list[Again]:
    """Read many originals again; one that cannot be read has its sentence as its error."""
    found: list[Again] = []
    for place, import_id in enumerate(import_ids):
        progress(place, len(import_ids))
        try:
            found.append(preview_again(import_id, cancelled=progress.stop.is_set))
        except UserError as failure:
            name = names_of([import_id]).get(import_id, str(import_id))
            found.append(Again(import_id, name, "", ImportResult(name, error=failure.sentence())))
    return found


def exchange_all(import_ids: Sequence[int], progress: Progress) -> list[Again]:
    """Read originals again and keep what they say now, each as a whole; the workspace is backed up first."""
    saved = False

    def save() -> None:
        nonlocal saved
        if not saved:
            back_up("import")
            saved = True

    found = []
    with interruptible(lambda: False):
        for place, import_id in enumerate(import_ids):
            progress(place, len(import_ids))
            if progress.stop.is_set():
                break
            found.append(read_again(import_id, before_write=save))
    return found


def refused_file(import_id: int, path: Path) -> None:
    """Save the rows that an import did not keep as a CSV file. Raises UserError where it cannot be written."""
    content = refusals_csv(import_id)
    try:
        path.write_bytes(content)
    except OSError as failure:
        raise UserError(
            _("{name} could not be written.").format(name=path.name), str(failure.strerror or failure)
        ) from failure


def refused_rows(import_id: int) -> list[RefusedRow]:
    """Read the rows that an import did not keep."""
    return refusals_of(import_id)
