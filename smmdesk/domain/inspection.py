"""Looking a workspace over: is the file sound, is its schema ours, are the kept files whole, is nothing half-done."""

from __future__ import annotations

from dataclasses import dataclass

from playhouse.apsw_ext import APSWDatabase
from playhouse.migrate import SqliteMigrator

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.domain.files import StoredFile, file_content
from smmdesk.domain.imports.rows import import_name
from smmdesk.domain.imports.tables import Import
from smmdesk.store.database import database, database_errors
from smmdesk.store.migrations import STEPS
from smmdesk.store.opening import check_integrity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: a word for programs, one for people, and what is wrong with it, if anything."""

    code: str
    text: str
    problems: tuple[str, ...] = ()

    @property
    def is_fine(self) -> bool:
        return not self.problems


def inspect_workspace() -> list[Finding]:
    """Look the open workspace over, reading only, and return what was found, the sound things too."""
    return [
        Finding("integrity", _("The file itself"), _integrity()),
        Finding("references", _("Rows and what they belong to"), _orphans()),
        Finding("schema", _("Tables and indexes"), _foreign_schema()),
        _files(),
        Finding("imports", _("Imports, each of them finished"), _running_imports()),
    ]


def _integrity() -> tuple[str, ...]:
    try:
        check_integrity()
    except UserError as failure:
        return (failure.sentence(),)
    return ()


def _orphans() -> tuple[str, ...]:
    with database_errors():
        rows = database.execute_sql("PRAGMA foreign_key_check").fetchall()
    return tuple(
        _("A row of {table} points at a row of {parent} that is not there.").format(table=row[0], parent=row[2])
        for row in rows[:20]
    )


def _foreign_schema() -> tuple[str, ...]:
    """Compare the file's schema with one that the same steps make anew."""
    fresh = APSWDatabase(":memory:")
    fresh.connect()
    try:
        for step in STEPS:
            step(SqliteMigrator(fresh))
        ours = _schema(fresh)
    finally:
        fresh.close()
    with database_errors():
        found = _schema(database)
    missing = [_("{name} is missing.").format(name=name) for name in sorted(ours.keys() - found.keys())]
    foreign = [_("{name} is not ours.").format(name=name) for name in sorted(found.keys() - ours.keys())]
    changed = [
        _("{name} is not as it should be.").format(name=name)
        for name in sorted(ours.keys() & found.keys())
        if ours[name] != found[name]
    ]
    return (*missing, *foreign, *changed)


def _schema(source: APSWDatabase) -> dict[str, str]:
    rows = source.execute_sql(
        "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"
    ).fetchall()
    return {f"{kind} {name}": " ".join(sql.split()) for kind, name, sql in rows}


def _files() -> Finding:
    problems: list[str] = []
    count = 0
    for stored in StoredFile.select(StoredFile.id, StoredFile.name).order_by(StoredFile.id):
        count += 1
        try:
            file_content(stored.id)
        except UserError as failure:
            problems.append(failure.sentence())
    text = ngettext("{n} kept file against its hash", "{n} kept files against their hashes", count).format(n=count)
    return Finding("files", text, tuple(problems))


def _running_imports() -> tuple[str, ...]:
    return tuple(
        _("The import of {name} was not finished; the next start undoes it.").format(
            name=import_name(row.file_name, row.format)
        )
        for row in Import.select(Import.file_name, Import.format).where(Import.state == "running")
    )
