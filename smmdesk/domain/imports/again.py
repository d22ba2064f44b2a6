"""Reading the kept original of an import again: what would change, and the exchange of its readings as a whole.

The import keeps its id, its read day and so its place in the order of reads. Only what differs is written, in one
transaction: a crash leaves the old readings or the new ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from smmdesk import __version__
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.accounts import plain_handle
from smmdesk.domain.imports.answers import answers_of, said_accounts
from smmdesk.domain.imports.comparing import Changes, Run, cell, compare, on_writer, post_metrics, set_targets
from smmdesk.domain.imports.exchanging import exchange
from smmdesk.domain.imports.gathering import Check, Progress
from smmdesk.domain.imports.originals import original_of
from smmdesk.domain.imports.queries import counts_of
from smmdesk.domain.imports.rows import TYPED, ImportResult
from smmdesk.domain.imports.staged import StagedFile, recognised_as, stage_file
from smmdesk.domain.imports.tables import Import, ImportAccount, ImportRefusal
from smmdesk.importers.detection import LEDGER_FORMATS
from smmdesk.importers.rows import RefusedRow, RowCounts
from smmdesk.store.database import transaction, tuples
from smmdesk.store.staging import Staging, attached

_POSTS_AT_ONCE = 8_000

# Readings side by side, of posts (`a` the post), days (`a` the account, `b` the day) and parts (`a` the part, `b` to
# `c` the period); what is not in the workspace yet has an id below zero.
_COLUMNS = "kind TEXT, a INTEGER, b TEXT, c TEXT, metric INTEGER, value, state TEXT, currency TEXT"
_TABLES = (
    f"CREATE TABLE again_new ({_COLUMNS}, PRIMARY KEY (kind, a, b, c, metric)) WITHOUT ROWID",
    f"CREATE TABLE again_old ({_COLUMNS}, PRIMARY KEY (kind, a, b, c, metric)) WITHOUT ROWID",
    f"CREATE TABLE again_diff ({_COLUMNS}, change TEXT)",
    "CREATE TABLE again_read (wording INTEGER PRIMARY KEY, post INTEGER)",
)


@dataclass(frozen=True, slots=True)
class MetricChange:
    """How many readings of a metric are new, other than before, as before and gone."""

    metric: str
    added: int
    changed: int
    unchanged: int
    gone: int


@dataclass(frozen=True, slots=True)
class Again:
    """What reading an original again would change. `result` is the reading of now; with its questions nothing can be.

    `worded` counts posts whose text, kind, link or day are others now or that are new, `posts_gone` those that are
    read no more; `rows_before` and `refused_before` are what the import had.
    """

    import_id: int
    file_name: str
    version_before: str
    result: ImportResult
    metrics: tuple[MetricChange, ...] = ()
    worded: int = 0
    posts_gone: int = 0
    rows_before: RowCounts = field(default_factory=RowCounts)
    refused_before: tuple[RefusedRow, ...] = ()

    @property
    def refused_now(self) -> tuple[RefusedRow, ...]:
        """Return the records that are refused now and were not before."""
        before = set(self.refused_before)
        return tuple(row for row in self.result.refused if row not in before)

    @property
    def kept_now(self) -> int:
        """Return how many records were refused before and are not any more."""
        return len(set(self.refused_before) - set(self.result.refused))

    @property
    def has_changes(self) -> bool:
        """Tell whether anything would be other than it is."""
        return bool(
            self.worded
            or self.posts_gone
            or self.result.rows != self.rows_before
            or set(self.result.refused) != set(self.refused_before)
            or any(one.added or one.changed or one.gone for one in self.metrics)
        )

    @property
    def can_accept(self) -> bool:
        """Tell whether the reading of now can take the place of the other."""
        return not (self.result.questions or self.result.error)

    def to_json(self) -> dict[str, Any]:
        """Return what `import --again --json` prints for this import."""
        return {
            **self.result.to_json(),
            "file": self.file_name,
            "import_id": self.import_id,
            "version_before": self.version_before,
            "metrics": [asdict(one) for one in self.metrics],
            "posts_worded": self.worded,
            "posts_gone": self.posts_gone,
            "refused_now": [row._asdict() for row in self.refused_now],
            "kept_now": self.kept_now,
            "has_changes": self.has_changes,
        }


def preview_again(import_id: int, *, progress: Progress | None = None, cancelled: Check | None = None) -> Again:
    """Read the kept original of an import with the answers of then and say what would change; nothing is written.

    A reader may ask too. Raises UserError where there is no original to read, where it cannot be read any more, and
    for a ledger sheet, whose rows are the ledger's; Cancelled where `cancelled` said so.
    """
    with _stage(import_id, preview=True, progress=progress, cancelled=cancelled) as staged:
        if staged.staging is None or staged.match is None:
            return _told(import_id, staged)
        with staged.staging.beside_reader():
            return _compared(staged.staging.execute, import_id, staged)


def read_again(
    import_id: int,
    *,
    progress: Progress | None = None,
    cancelled: Check | None = None,
    before_write: Callable[[], None] | None = None,
) -> Again:
    """Put what the kept original says now in the place of an import's readings, as a whole.

    Runs on the writer's connection; `before_write` is called once it is certain that something will be written.
    Questions and errors write nothing. Raises as `preview_again`, and WorkspaceHeld.
    """
    with stage_again(import_id, progress=progress, cancelled=cancelled) as staged:
        return finish_again(staged, import_id, before_write=before_write)


def stage_again(import_id: int, *, progress: Progress | None = None, cancelled: Check | None = None) -> StagedFile:
    """Read the kept original of an import into a staging database beside the workspace. Raises as `preview_again`."""
    return _stage(import_id, preview=False, progress=progress, cancelled=cancelled)


def finish_again(staged: StagedFile, import_id: int, *, before_write: Callable[[], None] | None = None) -> Again:
    """Exchange the readings of an import for the staged ones, on the writer's connection. Raises as `read_again`."""
    from smmdesk.domain.results.sums import keep_post_months  # it reads our tables

    told = _told(import_id, staged)
    if staged.staging is None or staged.match is None or not told.can_accept:
        return told
    with transaction():
        pass  # whoever may not write learns it before a backup is made
    if before_write is not None:
        before_write()
    staged.staging.close()
    with attached(staged.staging):
        told = _compared(on_writer, import_id, staged)
        with transaction():
            exchange(staged, import_id, told.result, __version__)
        accounts = on_writer("SELECT account_id FROM import_account WHERE import_id = ?", (import_id,))
        keep_post_months(account_id for (account_id,) in accounts)
    return told


def _stage(import_id: int, *, preview: bool, progress: Progress | None, cancelled: Check | None) -> StagedFile:
    row = Import.get_or_none((Import.id == import_id) & (Import.state == "done"))
    if row is None:
        raise UserError(_("This import no longer exists."))
    if row.format == TYPED:
        raise UserError(_("Typed numbers are not read again."), _("Nothing was changed."))
    if row.format in LEDGER_FORMATS:
        raise UserError(
            _("A ledger sheet is not read again: its rows may have been changed in the ledger."),
            _("Nothing was changed."),
            _("Import the sheet once more."),
        )
    answers = answers_of(row.answers)
    period = answers.period or (row.period_first and row.period_last and (row.period_first, row.period_last)) or None
    with original_of(import_id) as path:
        accounts = row.answers.get("accounts")
        if accounts is None and not recognised_as(path, answers.mapping)[0].names_accounts:
            accounts = [link.account_id for link in ImportAccount.select().where(ImportAccount.source == import_id)]
        staged = stage_file(
            path,
            row.client_id,
            account=accounts,
            create_accounts=True,  # what is new is shown, and accepted with the rest
            answers=replace(answers, read_on=row.read_on, period=period),
            progress=progress,
            cancelled=cancelled,
            preview=preview,
            remembered=_remembered(row.answers),
        )
    if staged.staging is not None:
        try:
            _prepare(staged.staging)
        except BaseException:
            staged.discard()
            raise
    kept = {key: value for key, value in row.answers.items() if key not in ("file", "read_on", "period")}
    staged.answers = {**staged.answers, **kept}
    if "create_accounts" not in kept:
        del staged.answers["create_accounts"]
    staged.path = Path(row.file_name)
    staged.result = replace(staged.result, file=row.file_name)
    return staged


def _prepare(staging: Staging) -> None:
    for statement in _TABLES:
        staging.execute(statement)


def _remembered(kept: dict[str, Any]) -> dict[str, int]:
    remembered: dict[str, int] = {}
    for said in said_accounts(kept).values():
        if said.external_id:
            remembered[said.external_id] = said.account
        if said.handle:
            remembered.setdefault(plain_handle(said.handle).casefold(), said.account)
        if said.name and not (said.external_id or said.handle):
            remembered.setdefault(plain_handle(said.name).casefold(), said.account)
    return remembered


def _told(import_id: int, staged: StagedFile) -> Again:
    """Return what is known of a reading before it is compared."""
    row = Import.get_by_id(import_id)
    counts = counts_of(row.counts)
    refusals = ImportRefusal.select(
        ImportRefusal.line, ImportRefusal.column, ImportRefusal.value, ImportRefusal.reason
    ).where(ImportRefusal.source == import_id)
    before = tuple(RefusedRow(*refused) for refused in tuples(refusals.order_by(ImportRefusal.id)))
    result = replace(staged.result, read_on=row.read_on, import_id=import_id)
    return Again(import_id, row.file_name, row.program_version, result, rows_before=counts, refused_before=before)


def _compared(run: Run, import_id: int, staged: StagedFile) -> Again:
    assert staged.match is not None
    known = staged.match.known
    set_targets(run, {slot: known[slot].id if slot in known else None for slot in staged.slots})
    changes = compare(run, staged.client_id, staged.read_on, before=import_id)
    changes = _without_own(run, changes)
    _lay_side_by_side(run, import_id)
    ((worded,),) = run("SELECT count(*) FROM staged_match WHERE wording NOT IN (SELECT wording FROM again_read)", ())
    ((gone,),) = run(
        "SELECT count(DISTINCT post) FROM again_read WHERE post NOT IN (SELECT target FROM staged_match)", ()
    )
    told = _told(import_id, staged)
    result = replace(told.result, added=changes.added, updated=changes.updated, unchanged=changes.unchanged)
    return replace(told, result=result, metrics=_by_metric(run), worded=worded, posts_gone=gone)


def _without_own(run: Run, changes: Changes) -> Changes:
    """Count the posts as new that only this import and later ones have brought."""
    if not run("SELECT 1 FROM staged_match LIMIT 1", ()):
        return changes
    ((own,),) = run(
        "SELECT count(*) FROM staged_match m WHERE NOT m.is_new AND NOT EXISTS (SELECT 1 FROM post_wording w"
        " JOIN post_read r ON r.wording_id = w.id JOIN staged_place i ON i.id = r.import_id"
        " WHERE w.post_id = m.target)",
        (),
    )
    return Changes(changes.added + own, changes.updated - own, changes.unchanged)


def _lay_side_by_side(run: Run, import_id: int) -> None:
    """Put the import's readings and the new ones side by side, and find the differences."""
    for table in ("again_new", "again_old", "again_diff", "again_read"):
        run(f"DELETE FROM {table}", ())
    metric = "ifnull(x.target, -1 - x.slot)"
    slots = post_metrics(run)
    if slots:
        value, state = cell("v", slots), cell("s", slots)
        run(
            f"INSERT INTO again_new SELECT 'post', m.target, '', '', {metric}, {value}, {state}, ''"
            " FROM staged_match m CROSS JOIN staged_post s ON s.n = m.n CROSS JOIN staged_metric x"
            f" WHERE x.of_posts AND {state} IS NOT NULL",
            (),
        )
    run(
        f"INSERT INTO again_new SELECT 'day', ifnull(a.target, -1 - a.slot), d.day, '', {metric}, d.value, d.state, ''"
        " FROM staged_day d JOIN staged_account a ON a.slot = d.slot JOIN staged_metric x ON x.slot = d.metric",
        (),
    )
    run(
        f"INSERT INTO again_new SELECT 'part', ifnull(s.target, -s.n), v.first_day, v.last_day, {metric}, v.value,"
        " v.state, v.currency FROM staged_value v JOIN staged_segment s ON s.n = v.n"
        " JOIN staged_metric x ON x.slot = v.metric",
        (),
    )
    _lay_old(run, import_id)
    side = "n.kind = o.kind AND n.a = o.a AND n.b = o.b AND n.c = o.c AND n.metric = o.metric"
    run(
        f"INSERT INTO again_diff SELECT n.*, iif(o.state IS NULL, 'added', 'changed')"
        f" FROM again_new n LEFT JOIN again_old o ON {side}"
        " WHERE o.state IS NULL OR o.state <> n.state OR o.value IS NOT n.value OR o.currency <> n.currency",
        (),
    )
    run(
        f"INSERT INTO again_diff SELECT o.*, 'gone' FROM again_old o LEFT JOIN again_new n ON {side}"
        " WHERE n.state IS NULL",
        (),
    )


def _lay_old(run: Run, import_id: int) -> None:
    after = -1
    while True:  # in short statements: nobody waits for them
        ((last,),) = run(
            "SELECT max(post_id) FROM (SELECT DISTINCT w.post_id FROM post_read r JOIN post_wording w"
            " ON w.id = r.wording_id WHERE r.import_id = ? AND w.post_id > ? ORDER BY w.post_id LIMIT ?)",
            (import_id, after, _POSTS_AT_ONCE),
        )
        if last is None:
            break
        run(
            "INSERT INTO again_read SELECT w.id, w.post_id FROM post_read r JOIN post_wording w"
            " ON w.id = r.wording_id WHERE r.import_id = ? AND w.post_id > ? AND w.post_id <= ?",
            (import_id, after, last),
        )
        run(
            "INSERT INTO again_old SELECT 'post', r.post_id, '', '', r.metric_id, r.value, r.state, ''"
            " FROM (SELECT DISTINCT post FROM again_read WHERE post > ? AND post <= ?) p"
            " CROSS JOIN post_reading r ON r.post_id = p.post AND r.import_id = ?",
            (after, last, import_id),
        )
        after = last
    accounts = "(SELECT account_id FROM import_account WHERE import_id = ?1)"
    run(
        "INSERT INTO again_old SELECT 'day', account_id, day, '', metric_id, value, state, '' FROM account_reading"
        f" WHERE account_id IN {accounts} AND import_id = ?1",
        (import_id,),
    )
    run(
        "INSERT INTO again_old SELECT 'part', segment_id, first_day, last_day, metric_id, value, state, currency"
        f" FROM segment_reading WHERE segment_id IN (SELECT id FROM segment WHERE account_id IN {accounts})"
        " AND import_id = ?1",
        (import_id,),
    )


def _by_metric(run: Run) -> tuple[MetricChange, ...]:
    rows = run(
        """
        WITH named AS (
            SELECT id AS metric, key FROM metric_name
            UNION ALL SELECT -1 - slot, key FROM staged_metric WHERE target IS NULL),
        found AS (
            SELECT metric, change, 1 AS n FROM again_diff
            UNION ALL SELECT metric, 'now', 1 FROM again_new)
        SELECT key, total(n * (change = 'added')), total(n * (change = 'changed')),
            total(n * (change = 'now')), total(n * (change = 'gone'))
        FROM found JOIN named USING (metric) GROUP BY key ORDER BY key
        """,
        (),
    )
    return tuple(
        MetricChange(key, int(added), int(changed), int(now - added - changed), int(gone))
        for key, added, changed, now, gone in rows
    )
