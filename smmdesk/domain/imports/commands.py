"""Importing files: read into staging, ask what is open, move in as a whole; and the preview of the same.

`import_file` does it all in the calling thread. A window parses in a reader (`stage_file`) and hands the result to the
writer's queue (`finish_import`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, astuple, replace
from datetime import date
from pathlib import Path
from typing import Any

from smmdesk import __version__
from smmdesk.core import periods
from smmdesk.core.errors import UserError, WorkspaceHeld
from smmdesk.domain.accounts import Account
from smmdesk.domain.imports.answers import FILE, SaidAccount
from smmdesk.domain.imports.comparing import Changes, Run, compare, on_writer, set_targets
from smmdesk.domain.imports.gathering import Check, Progress
from smmdesk.domain.imports.matching import check_own
from smmdesk.domain.imports.moving import Mover
from smmdesk.domain.imports.originals import keep_original
from smmdesk.domain.imports.removal import remove_import, undo_running_imports
from smmdesk.domain.imports.rows import FirstRows, ImportedAccount, ImportPlan, ImportResult
from smmdesk.domain.imports.settling import keep_titles
from smmdesk.domain.imports.staged import Chosen, StagedFile, stage_file
from smmdesk.domain.imports.tables import Import, ImportAccount, ImportRefusal
from smmdesk.importers.detection import LEDGER_FORMATS, UnknownTable
from smmdesk.importers.mapping.spec import MappingSpec
from smmdesk.importers.rows import Answers
from smmdesk.store.backup import back_up
from smmdesk.store.database import database_errors, is_writable, transaction
from smmdesk.store.staging import attached

_REFUSALS_AT_ONCE = 5_000  # five values each; SQLite takes 32,766 in one statement


def import_file(
    path: Path,
    client_id: int,
    *,
    account: Chosen = None,
    create_accounts: bool = False,
    read_on: date | None = None,
    period: tuple[date, date] | None = None,
    mapping: MappingSpec | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Check | None = None,
) -> ImportResult:
    """Import one file for a client: it becomes visible whole or not at all.

    `account` is a name, handle or id, or one for each platform; `progress(done, total)` counts rows (total None while
    the file is read). What the file leaves open comes back as `questions`, and nothing is written. Raises UserError
    for what cannot be read, WorkspaceHeld where this process may not write, Cancelled where `cancelled` said so (all
    is then as before).
    """
    return _import(
        path,
        client_id,
        account,
        create_accounts,
        Answers(read_on, period, mapping),
        dry_run,
        progress,
        cancelled,
        _no_backup,
    )


def import_files(
    paths: Sequence[Path],
    client_id: int,
    *,
    account: Chosen = None,
    create_accounts: bool = False,
    read_on: date | None = None,
    period: tuple[date, date] | None = None,
    mapping: MappingSpec | None = None,
    own_accounts: Sequence[str] = (),
    dry_run: bool = False,
    progress: Callable[[Path, int, int | None], None] | None = None,
    cancelled: Check | None = None,
) -> list[ImportResult]:
    """Import files one after the other, each settled by itself; the workspace is backed up once before the first write.

    `own_accounts` are those that every file names and that are the client's own, by id or handle; the others are made
    as guests. A file that cannot be read has its sentence in `error`. Raises WorkspaceHeld and Cancelled; files that
    were done before stay.
    """
    saved = False

    def save() -> None:
        nonlocal saved
        if not saved:
            back_up("import")
            saved = True

    results = []
    for path in paths:
        told = None if progress is None else _for_path(progress, path)
        answers = Answers(read_on, period, mapping, own_accounts=tuple(own_accounts) or None)
        try:
            result = _import(path, client_id, account, create_accounts, answers, dry_run, told, cancelled, save)
        except WorkspaceHeld:
            raise
        except UserError as failure:
            can_be_mapped = isinstance(failure, UnknownTable)
            result = ImportResult(str(path), error=failure.sentence(), dry_run=dry_run, can_be_mapped=can_be_mapped)
        results.append(result)
    return results


def preview_import(
    path: Path,
    client_id: int,
    *,
    account_id: Chosen = None,
    create_accounts: bool = False,
    answers: Answers | None = None,
    progress: Progress | None = None,
    cancelled: Check | None = None,
) -> ImportPlan:
    """Read a file and say what importing it would do; nothing is written, so a reader may ask too.

    Raises as `import_file`.
    """
    staged = stage_file(
        path, client_id, account=account_id, create_accounts=create_accounts, answers=answers, progress=progress,
        cancelled=cancelled, preview=True,
    )  # fmt: skip
    with staged:
        if staged.result.format in LEDGER_FORMATS:
            from smmdesk.domain.ledger.commands import import_ledger_file  # it hangs on our tables

            result = import_ledger_file(staged, dry_run=True)
            return ImportPlan(result, result.first_rows or FirstRows())
        return ImportPlan(_previewed(staged), _first_rows(staged))


def finish_import(
    staged: StagedFile,
    *,
    progress: Progress | None = None,
    cancelled: Check | None = None,
    before_write: Callable[[], None] | None = None,
) -> ImportResult:
    """Move a staged file into the workspace, on the writer's connection. Questions and errors write nothing.

    `before_write` is called once it is certain that something will be written. Raises as `import_file`.
    """
    result = staged.result
    if result.questions or result.error or staged.staging is None or staged.match is None:
        return result
    same = _imported_before(staged)
    if same is not None:
        return same
    with transaction():
        pass  # whoever may not write learns it before a backup is made
    if before_write is not None:
        before_write()
    staged.staging.close()
    if Import.select().where(Import.state == "running").exists():
        # An import of this process failed and could not even be taken out then (a full disk, for instance).
        undo_running_imports(besides=staged.staging.path)
    with attached(staged.staging):
        import_id = _begin(staged)
        try:
            result = _move(staged, import_id, progress, cancelled)
        except BaseException:
            # What is left over when even this fails (the disk is gone) is taken out at the next start.
            with suppress(UserError):
                remove_import(import_id)
            raise
    staged.discard()
    return result


def _no_backup() -> None:
    pass


def _for_path(progress: Callable[[Path, int, int | None], None], path: Path) -> Progress:
    return lambda done, total: progress(path, done, total)


def _import(
    path: Path,
    client_id: int,
    account: Chosen,
    create_accounts: bool,
    answers: Answers,
    dry_run: bool,
    progress: Progress | None,
    cancelled: Check | None,
    before_write: Callable[[], None],
) -> ImportResult:
    staged = stage_file(
        path, client_id, account=account, create_accounts=create_accounts, answers=answers, progress=progress,
        cancelled=cancelled, preview=dry_run or not is_writable(),
    )  # fmt: skip
    with staged:
        if staged.result.format in LEDGER_FORMATS:
            from smmdesk.domain.ledger.commands import import_ledger_file  # it hangs on our tables

            return import_ledger_file(staged, dry_run=dry_run, before_write=before_write)
        if answers.own_accounts and staged.match is not None and staged.gathered is not None:
            check_own(answers.own_accounts, staged.gathered.accounts.values(), staged.match)
        if dry_run:
            return _previewed(staged)
        return finish_import(staged, progress=progress, cancelled=cancelled, before_write=before_write)


def _first_rows(staged: StagedFile) -> FirstRows:
    found = staged.gathered
    if found is None:
        return FirstRows()
    return FirstRows(tuple(found.first_posts), tuple(found.first_days), tuple(found.first_parts))


def _previewed(staged: StagedFile) -> ImportResult:
    result = replace(staged.result, dry_run=True, first_rows=_first_rows(staged))
    if staged.staging is None or staged.match is None or result.error:
        return result
    same = _imported_before(staged)
    if same is not None:
        return replace(same, dry_run=True, first_rows=result.first_rows)
    with staged.staging.beside_reader():
        targets = {slot: staged.match.known[slot].id if slot in staged.match.known else None for slot in staged.slots}
        changes = _compared(staged.staging.execute, staged, targets)
    return _with_changes(result, changes)


def _compared(run: Run, staged: StagedFile, targets: dict[int, int | None]) -> Changes:
    set_targets(run, targets)
    return compare(run, staged.client_id, staged.read_on)


def _with_changes(result: ImportResult, changes: Changes) -> ImportResult:
    return replace(result, added=changes.added, updated=changes.updated, unchanged=changes.unchanged)


def _imported_before(staged: StagedFile) -> ImportResult | None:
    """Return the result of the same file for the same account, read on the same day: nothing changes a second time."""
    assert staged.match is not None
    if staged.match.new or staged.result.questions:
        return None
    first, last = staged.period or (None, None)
    with database_errors():
        same = Import.select().where(
            (Import.client == staged.client_id)
            & (Import.sha256 == staged.sha256)
            & (Import.state == "done")
            & (Import.read_on == staged.read_on)
            & (Import.account.is_null() if (account := _main_account(staged)) is None else Import.account == account)
            & (Import.period_first.is_null() if first is None else Import.period_first == first)
            & (Import.period_last.is_null() if last is None else Import.period_last == last)
        )
        wanted = {row.id for row in staged.match.known.values()}
        found: Any = next((one for one in same if wanted <= {link.account_id for link in one.accounts}), None)
    if found is None:
        return None
    kept = sum(found.counts.get(name, 0) for name in ("added", "updated", "unchanged"))
    return replace(staged.result, unchanged=kept, import_id=found.id)


def _main_account(staged: StagedFile) -> int | None:
    assert staged.match is not None
    row = staged.match.known.get(staged.main if staged.main is not None else 0)
    return row.id if row is not None else None


def _begin(staged: StagedFile) -> int:
    """Mark the import as running, make the accounts that are new, and tell the staged rows their accounts."""
    assert staged.match is not None and staged.staging is not None
    first, last = staged.period or (None, None)
    targets: dict[int, int | None] = {slot: row.id for slot, row in staged.match.known.items()}
    with transaction():
        made: dict[object, int] = {}
        for slot, new in staged.match.new.items():
            if new not in made:
                made[new] = Account.create(
                    client=staged.client_id, platform=new.platform, handle=new.handle, name=new.name or new.external_id,
                    external_id=new.external_id, is_guest=new.guest,
                ).id  # fmt: skip
            targets[slot] = made[new]
        main = targets.get(staged.main if staged.main is not None else 0)
        row = Import.create(
            client=staged.client_id,
            account=main,
            file_name=staged.path.name,
            sha256=staged.sha256,
            format=staged.result.format,
            language=staged.result.language,
            read_on=staged.read_on,
            period_first=first,
            period_last=last,
            state="running",
            staging=staged.staging.path.name,
            imported_at=int(periods.now().timestamp()),
            program_version=__version__,
            answers={**staged.answers, FILE: {"accounts": said_of(staged, targets)}},
        )
        for account_id in sorted({target for target in targets.values() if target is not None}):
            ImportAccount.create(source=row, account=account_id, is_new=account_id in made.values())
    set_targets(on_writer, {slot: targets.get(slot) for slot in staged.slots})
    return row.id


def said_of(staged: StagedFile, targets: Mapping[int, int | None]) -> list[list[Any]]:
    """Return what the file says of each account that it is matched with, as `Import.answers` keeps it."""
    assert staged.match is not None
    said: dict[int, list[Any]] = {}
    for slot, found in sorted(staged.match.said.items()):
        account_id = targets.get(slot)
        if account_id is not None and account_id not in said:
            name = found.name or found.external_id
            learnt = account_id in staged.match.learnt
            said[account_id] = list(
                astuple(SaidAccount(account_id, found.external_id, found.handle, name, found.guest, learnt))
            )
    return list(said.values())


def _move(staged: StagedFile, import_id: int, progress: Progress | None, cancelled: Check | None) -> ImportResult:
    from smmdesk.domain.results.sums import keep_post_months  # it reads our tables

    assert staged.match is not None
    result = staged.result
    keep_original(staged.path, staged.sha256, import_id)
    changes = compare(on_writer, staged.client_id, staged.read_on)
    mover = Mover(import_id, progress, cancelled)
    mover.run()
    _keep_refusals(import_id, result)
    with transaction():
        mover.settle()
        keep_titles(import_id)
        for account_id, external_id in staged.match.learnt.items():
            Account.update(external_id=external_id).where(
                (Account.id == account_id) & (Account.external_id == "")
            ).execute()
        counts = {**asdict(result.rows), **asdict(changes)}
        Import.update(
            state="done",
            staging="",
            first_day=result.first_day,
            last_day=result.last_day,
            counts=counts,
            warnings=list(result.warnings),
        ).where(Import.id == import_id).execute()
    accounts = _accounts_of(import_id)
    keep_post_months(one.id for one in accounts if one.id is not None)
    return replace(
        _with_changes(result, changes),
        import_id=import_id,
        accounts=accounts,
        growth=_growth_of(import_id),
    )


def _growth_of(import_id: int) -> tuple[str, ...]:
    """Return what is unusual about the followers of an import's accounts, each sentence with its account."""
    from smmdesk.domain.results.growth import growth_after_import, growth_sentences  # it reads our tables

    return tuple(f"{one.title}: {' '.join(growth_sentences(one))}" for one in growth_after_import(import_id))


def _keep_refusals(import_id: int, result: ImportResult) -> None:
    for start in range(0, len(result.refused), _REFUSALS_AT_ONCE):
        with transaction():
            ImportRefusal.insert_many(
                [(import_id, *refused) for refused in result.refused[start : start + _REFUSALS_AT_ONCE]],
                fields=[
                    ImportRefusal.source, ImportRefusal.line, ImportRefusal.column, ImportRefusal.value,
                    ImportRefusal.reason,
                ],
            ).execute()  # fmt: skip


def _accounts_of(import_id: int) -> tuple[ImportedAccount, ...]:
    rows = on_writer(
        "SELECT a.id, a.platform, a.external_id, a.handle, a.name, a.is_guest, l.is_new FROM import_account l"
        " JOIN account a ON a.id = l.account_id WHERE l.import_id = ? ORDER BY a.is_guest, a.id",
        (import_id,),
    )
    return tuple(ImportedAccount(*row[:5], guest=bool(row[5]), new=bool(row[6])) for row in rows)
