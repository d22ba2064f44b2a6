"""Reading a file into staging: what it is, whose it is, what it leaves open; nothing is written to the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from smmdesk.core import formats, periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.domain.accounts import AccountRow, account_row, account_rows, find_account
from smmdesk.domain.clients import Client
from smmdesk.domain.imports.answers import kept_answers
from smmdesk.domain.imports.gathering import Check, Gathered, Gatherer, Progress
from smmdesk.domain.imports.matching import (
    Match,
    ask_account,
    ask_new_accounts,
    check_platforms,
    chosen_for,
    match_accounts,
    match_owners,
    owners_of,
)
from smmdesk.domain.imports.originals import digest_of
from smmdesk.domain.imports.rows import ImportResult
from smmdesk.domain.mappings.queries import mapping_for
from smmdesk.importers.detection import LEDGER_FORMATS, UnknownTable, read, recognise
from smmdesk.importers.mapping.reading import read_mapped, recognise_mapped
from smmdesk.importers.mapping.spec import MappingSpec
from smmdesk.importers.rows import Answers, Question, QuestionCode, Recognised
from smmdesk.store.database import database_errors
from smmdesk.store.staging import Staging

# The account that was chosen for a file: an id or a name; for a file of several accounts one for each platform.
Chosen = str | int | Sequence[str | int] | None

# Answered by the user before the rows can be read at all.
_BEFORE_READING = frozenset({QuestionCode.PERIOD, QuestionCode.DATE_ORDER, QuestionCode.DECIMAL_MARK})


@dataclass(slots=True)
class StagedFile:
    """A file that was read into staging and waits for the writer; `result` holds what is known so far.

    `answers` is what the import will keep of what was said about it, `mapping` the one by which it was read, given or
    remembered; None for a declared format.

    Leave its block (or call `discard`) to delete the staging database.
    """

    path: Path
    client_id: int
    sha256: str
    result: ImportResult
    read_on: date
    period: tuple[date, date] | None = None
    staging: Staging | None = None
    gathered: Gathered | None = None
    match: Match | None = None
    main: int | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    mapping: MappingSpec | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    @property
    def slots(self) -> list[int]:
        """Return the numbers of the accounts that rows came for."""
        return sorted(self.gathered.slots.values()) if self.gathered is not None else []

    def discard(self) -> None:
        """Delete the staging database."""
        if self.staging is not None:
            self.staging.delete()
            self.staging = None


def stage_file(
    path: Path,
    client_id: int,
    *,
    account: Chosen = None,
    create_accounts: bool = False,
    answers: Answers | None = None,
    progress: Progress | None = None,
    cancelled: Check | None = None,
    preview: bool = False,
    remembered: Mapping[str, int] | None = None,
) -> StagedFile:
    """Read a file into a staging database (beside the workspace; for a preview in the system's temporary folder).

    Runs in any thread with a connection. `remembered` as in `match_accounts`. The result carries the questions
    that are open. Raises UserError.
    """
    answers = answers or Answers()
    timezone = _timezone_of(client_id)
    recognised, mapping = recognised_as(path, answers.mapping)
    answers = replace(answers, mapping=mapping)
    is_ledger = recognised.format in LEDGER_FORMATS
    rows = account_rows(client_id)
    chosen = _chosen(client_id, account)
    is_unnamed = not is_ledger and not recognised.names_accounts
    if chosen and is_unnamed:
        check_platforms(chosen, recognised)
    if answers.read_on is not None and answers.read_on > periods.today(timezone):
        raise UserError(
            _("The day on which the file was read lies in the future."), _("Nothing was imported."), field="read_on"
        )
    questions = [question for question in recognised.questions if not _is_answered(question, answers)]
    owners = owners_of(recognised) if is_unnamed else ()
    answered = [chosen_for(owner, chosen) for owner in owners]
    asked = [owner for owner, row in zip(owners, answered, strict=True) if row is None]
    questions[:0] = [ask_account(recognised, rows, owner) for owner in asked]
    read_on = answers.read_on or recognised.read_on or _guessed(recognised) or periods.today(timezone)
    known = answers.read_on or recognised.read_on
    result = ImportResult(
        str(path), recognised.format, recognised.language, read_on=known, questions=tuple(questions),
        warnings=recognised.warnings, mapping=mapping.name if mapping is not None else "", platform=recognised.platform,
        account_guess=recognised.account_guess or "",
    )  # fmt: skip
    staged = StagedFile(path, client_id, "", result, read_on, recognised.period or answers.period, mapping=mapping)
    staged.answers = kept_answers([row.id for row in chosen], create_accounts, replace(answers, read_on=read_on))
    if is_ledger or any(question.code in _BEFORE_READING for question in questions):
        return staged
    staged.sha256 = digest_of(path)
    staged.staging = Staging(beside_workspace=not preview)
    try:
        only = answered[0] if len(owners) == 1 else None
        told = replace(answers, read_on=read_on, platform=only.platform if only is not None else None)
        reading = read(path, told) if mapping is None else read_mapped(path, mapping, told)
        gatherer = Gatherer(staged.staging, reading, ZoneInfo(timezone), staged.period, progress, cancelled)
        gathered = staged.gathered = gatherer.run()
        staged.main = _main_slot(gathered)
        if len(owners) > 1:
            staged.match = match_owners(gathered.accounts, chosen)
        else:
            main = only if is_unnamed else _meant(chosen, recognised.platform)
            staged.match = match_accounts(
                gathered.accounts, rows, main, staged.main, remembered,
                are_all_own=recognised.names_own_accounts, own=answers.own_accounts,
            )  # fmt: skip
            if main is not None and not gathered.accounts:
                staged.match.known[0] = main
        _give_unnamed_rows(staged)
        if staged.match.new and not create_accounts:
            questions.append(ask_new_accounts(staged.match, rows))
        staged.result = replace(
            result,
            accounts=staged.match.listed(),
            first_day=_day(gathered.first_day),
            last_day=_day(gathered.last_day),
            rows=reading.counts,
            refused=tuple(gathered.refused),
            questions=tuple(questions),
            warnings=tuple(
                dict.fromkeys(
                    (*result.warnings, *reading.warnings, *_doubts(gathered, answers.read_on), *_edges(gathered))
                )
            ),
        )
        if not (gathered.posts or gathered.days or gathered.segments):
            staged.result = replace(staged.result, error=_("No row of “{name}” could be kept.").format(name=path.name))
    except BaseException:
        staged.discard()
        raise
    return staged


def recognised_as(path: Path, given: MappingSpec | None) -> tuple[Recognised, MappingSpec | None]:
    """Say what a file is: by the mapping that was given, else by its content, else by a remembered mapping."""
    if given is not None:
        return recognise_mapped(path, given), given
    try:
        return recognise(path), None
    except UnknownTable:
        remembered = mapping_for(path)
        if remembered is None:
            raise
        return recognise_mapped(path, remembered), remembered


def _doubts(gathered: Gathered, read_on: date | None) -> list[str]:
    """Return what speaks against the day that was given: dates after it (one day is left to time zones)."""
    last = _day(gathered.last_day)
    if read_on is None or last is None or not (gathered.posts or gathered.days) or last <= read_on + timedelta(days=1):
        return []
    told = _("The file holds dates up to {last}, after the day on which it is said to be read ({read_on}).")
    return [told.format(last=formats.numeric_day(last), read_on=formats.numeric_day(read_on))]


def _edges(gathered: Gathered) -> list[str]:
    """Say how many posts lie in another month by the clock of the source (formats.md trap 1)."""
    if not gathered.edges:
        return []
    told = ngettext(
        "{count} post near a month’s end belongs to another month by the platform’s own clock. It counts by the "
        "client’s.",
        "{count} posts near a month’s end belong to another month by the platform’s own clock. They count by the "
        "client’s.",
        gathered.edges,
    )
    return [told.format(count=formats.number(gathered.edges))]


def _timezone_of(client_id: int) -> str:
    with database_errors():
        found = Client.select(Client.timezone).where(Client.id == client_id).tuples().first()
    if found is None:
        raise UserError(_("This client no longer exists."), field="client")
    return found[0]


def _chosen(client_id: int, account: Chosen) -> list[AccountRow]:
    if account is None:
        return []
    found: dict[int, AccountRow] = {}
    for named in (account,) if isinstance(account, str | int) else account:
        row = find_account(client_id, named) if isinstance(named, str) else account_row(named)
        if row.client_id != client_id:
            raise UserError(_("This account does not belong to the client."), field="account")
        found[row.id] = row
    return list(found.values())


def _meant(chosen: Sequence[AccountRow], platform: str) -> AccountRow | None:
    """Return the chosen account that a file which names its accounts is meant for."""
    fits = [row for row in chosen if row.platform == platform]
    return fits[0] if len(fits) == 1 else chosen[0] if len(chosen) == 1 else None


def _is_answered(question: Question, answers: Answers) -> bool:
    return (question.code is QuestionCode.READ_ON and answers.read_on is not None) or (
        question.code is QuestionCode.PERIOD and answers.period is not None
    )


def _guessed(recognised: Recognised) -> date | None:
    for question in recognised.questions:
        if question.code is QuestionCode.READ_ON and question.guess:
            return date.fromisoformat(question.guess)
    return None


def _main_slot(gathered: Gathered) -> int | None:
    """Return the slot of the file's own account: the first that the reading lists."""
    first = next(iter(gathered.reading.accounts), None)
    if first is None:
        return min(gathered.accounts, default=None)
    return gathered.slots.get(first)


def _give_unnamed_rows(staged: StagedFile) -> None:
    """Rows without an account in a file that names some belong to the main one."""
    assert staged.match is not None and staged.gathered is not None
    if None in staged.gathered.slots and 0 not in staged.match.known and staged.main is not None:
        if staged.main in staged.match.known:
            staged.match.known[0] = staged.match.known[staged.main]
        else:
            staged.match.new[0] = staged.match.new[staged.main]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
