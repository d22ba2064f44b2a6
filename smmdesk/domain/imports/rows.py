"""What an import answers: the result of one file as plain data, and its preview."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from smmdesk.core.i18n import _, mark
from smmdesk.domain.imports.gathering import PreviewPost
from smmdesk.importers.rows import Question, RefusedRow, RowCounts

TYPED = "typed"  # the format of numbers that were typed by hand; their file, if any, is only evidence
TYPED_TITLE = mark("Numbers typed by hand")


def import_name(file_name: str, format_: str) -> str:
    """Return what an import is called: its file, or that it was typed."""
    return _(TYPED_TITLE) if format_ == TYPED else file_name


@dataclass(frozen=True, slots=True)
class ImportedAccount:
    """An account that a file brought something for; `id` is None while it is not in the workspace."""

    id: int | None
    platform: str
    external_id: str
    handle: str
    name: str
    guest: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one file.

    `added`, `updated` and `unchanged` count posts and account-days; where a file has neither, segments and periods
    or ledger rows.
    With `questions` or an `error` nothing of the file was written.
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
    import_id: int | None = None
    dry_run: bool = False
    error: str = ""

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
        """Return what `import --json` prints for this file."""
        return {
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
                }
                for question in self.questions
            ],
            "warnings": list(self.warnings),
            "import_id": self.import_id,
            "dry_run": self.dry_run,
            "error": self.error,
        }

    def with_warning(self, text: str) -> ImportResult:
        """Return the result with one more warning."""
        return replace(self, warnings=(*self.warnings, text))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, and the first posts as they will be read; nothing was written."""

    result: ImportResult
    first_posts: tuple[PreviewPost, ...] = ()


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

    @property
    def is_typed(self) -> bool:
        """Tell whether its numbers were typed; its file, if any, is then only evidence."""
        return self.format == TYPED

    @property
    def name(self) -> str:
        """Return what the import is called."""
        return import_name(self.file_name, self.format)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
