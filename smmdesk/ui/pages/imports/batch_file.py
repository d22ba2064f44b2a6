"""One file on its way into the workspace: how it stands, what it asks, and which others are of the same account."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.domain.imports.rows import ImportResult
from smmdesk.importers.detection import UnknownTable
from smmdesk.importers.mapping.spec import MappingSpec
from smmdesk.importers.rows import QuestionCode
from smmdesk.ui.pages.imports.reading import FileAnswers, Look, is_answered


class Step(StrEnum):
    """Where a file stands on its way into the workspace."""

    WAITING = "waiting"  # to be looked at
    LOOKING = "looking"
    LOOKED = "looked"
    UNREADABLE = "unreadable"
    QUEUED = "queued"  # Import was pressed
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"


@dataclass(eq=False, slots=True)
class BatchFile:
    """One file of the batch."""

    id: int
    path: Path
    step: Step = Step.WAITING
    look: Look | None = None
    answers: FileAnswers | None = None
    error: UserError | None = None
    result: ImportResult | None = None
    is_new: bool = False
    mapping: MappingSpec | None = None
    words: str = field(default="")
    is_told: bool = False  # a person said whose it is
    has_rivals: bool = False  # files of other accounts of the same platform wait beside it

    @property
    def group(self) -> tuple[str, ...]:
        """Return what files of one account have in common: the account that they name, else folder and platform."""
        if self.look is None:
            return ("file", str(self.id))
        result = self.look.plan.result
        if any(one.code is QuestionCode.ACCOUNT for one in self.look.questions):
            return ("folder", self.look.platform, str(self.path.parent), result.account_guess.casefold())
        main = next((one for one in result.accounts if not one.guest), None)
        if main is None:
            return ("file", str(self.id))
        return ("account", main.platform, main.external_id or main.handle.casefold() or main.name)

    @property
    def platforms(self) -> tuple[str, ...]:
        """Return the platforms that its accounts may be on."""
        if self.look is None:
            return ()
        asked = [one for question in self.look.questions for one in question.platforms]
        return tuple(dict.fromkeys(asked or [self.look.platform]))

    @property
    def is_guessed(self) -> bool:
        """Tell whether whose it is was only guessed, while others of its platform might be of another account."""
        asks = self.look is not None and any(one.code is QuestionCode.ACCOUNT for one in self.look.questions)
        return asks and self.has_rivals and not self.is_told

    @property
    def missing(self) -> tuple[QuestionCode, ...]:
        """Return the questions that have no answer yet."""
        if self.look is None:
            return ()
        answers = self.answers or self.look.answers
        wanted = sum(one.code is QuestionCode.ACCOUNT for one in self.look.questions)
        return tuple(
            one.code
            for one in self.look.questions
            if not is_answered(one.code, answers, wanted) or (one.code is QuestionCode.ACCOUNT and self.is_guessed)
        )

    @property
    def asks(self) -> bool:
        """Tell whether it waits for a person: for an answer, or for what its columns are."""
        if self.step is Step.UNREADABLE:
            return self.can_be_mapped
        if self.step is Step.LOOKED and self.error is not None:
            return True  # an answer that cannot be
        return self.step in (Step.LOOKED, Step.FAILED) and bool(self.missing)

    @property
    def can_import(self) -> bool:
        """Tell whether everything is known that the import needs."""
        return (
            (self.step is Step.FAILED or (self.step is Step.LOOKED and self.error is None))
            and self.look is not None
            and not self.missing
            and not self.look.plan.result.error
        )

    @property
    def can_be_mapped(self) -> bool:
        """Tell whether the user may say what its columns are: a table that no format knows, or one read so."""
        is_unknown = self.step is Step.UNREADABLE and isinstance(self.error, UnknownTable)
        is_mapped = self.look is not None and bool(self.look.plan.result.mapping)
        return is_unknown or (is_mapped and self.step in (Step.LOOKED, Step.FAILED))

    @property
    def has_news(self) -> bool:
        """Tell whether importing it would change anything."""
        result = self.look.plan.result if self.look is not None else None
        return result is not None and bool(result.added or result.updated or result.questions)

    @property
    def import_id(self) -> int | None:
        """Return the import that can be undone."""
        if self.step is not Step.DONE or not self.is_new or self.result is None:
            return None
        return self.result.import_id


def with_account(file: BatchFile, account_id: int, platform: str) -> FileAnswers:
    """Return the answers of a file with an account of this platform: of two that are asked, the one that fits."""
    answers = file.answers or FileAnswers()
    asked = [one for one in file.look.questions if one.code is QuestionCode.ACCOUNT] if file.look is not None else []
    is_other = len(asked) > 1 and platform in asked[1].platforms and platform not in asked[0].platforms
    if is_other:
        return replace(answers, other_account_id=account_id)
    return replace(answers, account_id=account_id, create_accounts=False)


def carried(file: BatchFile, before: FileAnswers, answers: FileAnswers, *, says_whose: bool) -> FileAnswers:
    """Return what was newly answered for another file, for this one: only what it is asked too."""
    assert file.look is not None
    codes = {question.code for question in file.look.questions}
    own = file.answers or file.look.answers
    if says_whose and codes & {QuestionCode.ACCOUNT, QuestionCode.NEW_ACCOUNTS}:
        own = replace(
            own,
            account_id=answers.account_id,
            other_account_id=answers.other_account_id,
            create_accounts=answers.create_accounts,
        )
    if QuestionCode.NEW_ACCOUNTS in codes and answers.own_accounts != before.own_accounts:
        own = replace(own, own_accounts=answers.own_accounts)
    if QuestionCode.READ_ON in codes and answers.read_on != before.read_on:
        own = replace(own, read_on=answers.read_on)
    if QuestionCode.PERIOD in codes and answers.period is not None and own.period is None:
        own = replace(own, first_day=answers.first_day, last_day=answers.last_day)
    return own
