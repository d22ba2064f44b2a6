"""What an import answers: the result of one file as plain data, and its preview."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from smmdesk import __version__
from smmdesk.core.i18n import _, mark
from smmdesk.core.money import cents_text
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.domain.imports.gathering import PreviewDay, PreviewPart, PreviewPost
from smmdesk.importers.detection import LEDGER_FORMATS
from smmdesk.importers.rows import Question, ReadValue, RefusedRow, RowCounts

TYPED = "typed"  # the format of numbers that were typed by hand; their file, if any, is only evidence
TYPED_TITLE = mark("Numbers typed by hand")


def import_name(file_name: str, format_: str) -> str:
    """Return what an import is called: its file, or that it was typed."""
    return _(TYPED_TITLE) if format_ == TYPED else file_name


@dataclass(frozen=True, slots=True)
class ImportedAccount:
    """An account that a file brought something for; `id` is None while it is not in the workspace.

    `reason` says how it was found.
    """

    id: int | None
    platform: str
    external_id: str
    handle: str
    name: str
    guest: bool = False
    new: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The first rows of a file as they will be read, of each kind that it holds."""

    posts: tuple[PreviewPost, ...] = ()
    days: tuple[PreviewDay, ...] = ()
    parts: tuple[PreviewPart, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows as plain data: days in ISO form, values by metric, None where there is none."""
        return {
            "posts": [
                {
                    "published_on": _iso(post.published_on),
                    "source_day": _iso(post.source_day),
                    "kind": post.kind,
                    "title": post.title or post.text,
                    "permalink": post.permalink,
                    "values": _plain_values(post.values),
                }
                for post in self.posts
            ],
            "days": [
                {"account": one.account, "day": _iso(one.day), "values": _plain_values(one.values)} for one in self.days
            ],
            "parts": [
                {
                    "dimension": part.dimension,
                    "title": part.title,
                    "from": _iso(part.first_day),
                    "to": _iso(part.last_day),
                    "currency": part.currency,
                    "values": _plain_values(part.values),
                }
                for part in self.parts
            ],
            "ledger": [
                {
                    "id": row.id,
                    "row": row.row.value,
                    "date": _iso(row.date),
                    "kind": row.kind.value if row.kind is not None else "",
                    "amount": cents_text(row.amount),
                    "currency": row.currency,
                }
                for row in self.ledger
            ],
        }


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one file.

    `added`, `updated` and `unchanged` count posts and account-days; where a file has neither, segments and periods
    or ledger rows. `mapping` is the name of the mapping by which it was read, `platform` the one that its account
    belongs to, `account_guess` the account's name where only the file's own name carries it. `growth` says what is
    unusual about the followers of its accounts (roi.md 4).
    With `questions` or an `error` nothing of the file was written; `can_be_mapped`: a table that no format knows, of
    which a person can say what its columns are.
    """

    file: str
    format: str = ""
    language: str = ""
    accounts: tuple[ImportedAccount, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    read_on: date | None = None
    rows: RowCounts = field(default_factory=RowCounts)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[RefusedRow, ...] = ()
    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()
    growth: tuple[str, ...] = ()
    import_id: int | None = None
    dry_run: bool = False
    error: str = ""
    first_rows: FirstRows | None = None
    account_guess: str = ""
    mapping: str = ""
    platform: str = ""
    can_be_mapped: bool = False

    @property
    def kept(self) -> int:
        """Return how many posts, account-days, segments or ledger rows the file has in the workspace."""
        return self.added + self.updated + self.unchanged

    @property
    def exit_code(self) -> int:
        """Return 2 for a question, 1 for a file of which nothing is kept, else 0 (product.md)."""
        if self.questions:
            return 2
        return 1 if self.error or not self.kept else 0

    def to_json(self) -> dict[str, Any]:
        """Return what `import --json` prints for this file; the first rows only of a dry run."""
        told = {} if self.first_rows is None else {"first_rows": self.first_rows.to_json()}
        return told | {
            "file": self.file,
            "format": self.format,
            "language": self.language,
            "accounts": [asdict(account) for account in self.accounts],
            "period": {"from": _iso(self.first_day), "to": _iso(self.last_day)},
            "read_on": _iso(self.read_on),
            "rows": asdict(self.rows),
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [row._asdict() for row in self.refused],
            "questions": [
                {
                    "code": question.code.value,
                    "choices": list(question.choices),
                    "guess": question.guess,
                    "reason": question.reason,
                    "platforms": list(question.platforms),
                }
                for question in self.questions
            ],
            "warnings": list(self.warnings),
            "growth": list(self.growth),
            "import_id": self.import_id,
            "dry_run": self.dry_run,
            "error": self.error,
            **({"mapping": self.mapping} if self.mapping else {}),
            **({"can_be_mapped": True} if self.can_be_mapped else {}),
        }

    def with_warning(self, text: str) -> ImportResult:
        """Return the result with one more warning."""
        return replace(self, warnings=(*self.warnings, text))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, and its first rows as they will be read; nothing was written."""

    result: ImportResult
    first: FirstRows = field(default_factory=FirstRows)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import as a list shows it; `imported_at` is a UTC instant in Unix seconds."""

    id: int
    file_name: str
    format: str
    language: str
    accounts: str
    read_on: date | None
    first_day: date | None
    last_day: date | None
    imported_at: int
    is_running: bool
    data: int
    refused: int
    added: int
    updated: int
    unchanged: int
    counts: RowCounts = field(default_factory=RowCounts)
    warnings: tuple[str, ...] = ()
    program_version: str = ""
    has_original: bool = False

    @property
    def is_typed(self) -> bool:
        """Tell whether its numbers were typed; its file, if any, is then only evidence."""
        return self.format == TYPED

    @property
    def name(self) -> str:
        """Return what the import is called."""
        return import_name(self.file_name, self.format)

    @property
    def is_ledger(self) -> bool:
        """Tell whether its rows are those of the ledger."""
        return self.format in LEDGER_FORMATS

    @property
    def can_read_again(self) -> bool:
        """Tell whether its kept original can be read again."""
        return self.has_original and not (self.is_ledger or self.is_typed or self.is_running)

    @property
    def is_of_other_version(self) -> bool:
        """Tell whether another version of the program read it, so that reading it again may bring something."""
        return self.can_read_again and self.program_version != __version__


def _plain_values(values: Iterable[ReadValue]) -> dict[str, Any]:
    return {
        one.metric: {
            "value": one.value if one.value is None or isinstance(one.value, int) else str(one.value),
            "state": one.state.value,
        }
        for one in values
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
