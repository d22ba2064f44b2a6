"""The exchange of an import's readings for those of a new reading of its original, in the caller's one transaction.

Runs on the writer's connection with the staging database attached and compared (`again`); it is only read here.
"""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import Any

from smmdesk.domain.accounts import Account
from smmdesk.domain.imports.answers import FILE, SaidAccount, said_accounts, said_titles
from smmdesk.domain.imports.rows import ImportResult
from smmdesk.domain.imports.settling import (
    delete_unused_account,
    gather_unsettled,
    give_accounts_back,
    settle_days,
    settle_titles,
)
from smmdesk.domain.imports.staged import StagedFile
from smmdesk.domain.imports.tables import Import, ImportAccount, ImportRefusal
from smmdesk.store.database import database


def exchange(staged: StagedFile, import_id: int, result: ImportResult, version: str) -> None:
    """Write what differs, and what the import says of itself."""
    run = database.execute_sql
    row = Import.get_by_id(import_id)
    targets, said = _accounts(staged, row)
    _tell_ids(targets)
    _posts(import_id)
    _other_readings(import_id)
    lost = {link.account_id for link in ImportAccount.select().where(ImportAccount.source == import_id)}
    lost -= set(targets.values())
    unused = give_accounts_back(import_id, lost)
    ImportAccount.delete().where((ImportAccount.source == import_id) & ImportAccount.account.in_(lost)).execute()
    for account_id in unused:
        delete_unused_account(account_id)
    titles = dict(
        run(
            "SELECT s.id, g.title FROM staged_segment g JOIN temp.again_slot a ON a.slot = g.slot JOIN segment s"
            " ON s.account_id = a.account AND s.dimension = g.dimension AND s.key = g.key"
            " WHERE g.title <> '' AND g.title <> g.key"
        ).fetchall()
    )
    ImportRefusal.delete().where(ImportRefusal.source == import_id).execute()
    for refused in result.refused:
        ImportRefusal.create(
            source=import_id, line=refused.line, column=refused.column, value=refused.value, reason=refused.reason
        )
    first, last = staged.period or (None, None)
    main = targets.get(staged.main if staged.main is not None else 0)
    kept = {"data", "merged", "total", "footer", "description", "error", "refused"}
    counts = {name: getattr(result.rows, name) for name in sorted(kept)}
    Import.update(
        account=main,
        format=result.format,
        language=result.language,
        period_first=first,
        period_last=last,
        first_day=result.first_day,
        last_day=result.last_day,
        counts={**counts, "added": result.added, "updated": result.updated, "unchanged": result.unchanged},
        warnings=list(result.warnings),
        program_version=version,
        answers={**staged.answers, FILE: {"accounts": [list(astuple(one)) for one in said], "titles": titles}},
    ).where(Import.id == import_id).execute()
    settle_titles(import_id, {**dict.fromkeys(said_titles(row.answers), ""), **titles})
    settle_days(import_id)


def _accounts(staged: StagedFile, row: Any) -> tuple[dict[int, int], list[SaidAccount]]:
    """Make the accounts that are new; return the account of each slot, and what the file says of each now."""
    assert staged.match is not None
    before = said_accounts(row.answers)
    targets = {slot: account.id for slot, account in staged.match.known.items()}
    made: dict[object, int] = {}
    for slot, new in staged.match.new.items():
        if new not in made:
            made[new] = Account.create(
                client=row.client_id, platform=new.platform, handle=new.handle, name=new.name or new.external_id,
                external_id=new.external_id, is_guest=new.guest,
            ).id  # fmt: skip
        targets[slot] = made[new]
    linked = {link.account_id: link for link in ImportAccount.select().where(ImportAccount.source == row.id)}
    said: dict[int, SaidAccount] = {}
    for slot, account_id in sorted(targets.items()):
        if account_id not in linked:
            ImportAccount.create(source=row.id, account=account_id, is_new=account_id in made.values())
            linked[account_id] = ImportAccount.get(
                (ImportAccount.source == row.id) & (ImportAccount.account == account_id)
            )
        found = staged.match.said.get(slot)
        if found is None or account_id in said:
            continue
        name = found.name or found.external_id
        now = SaidAccount(account_id, found.external_id, found.handle, name, found.guest)
        said[account_id] = _settled(now, before.get(account_id), linked[account_id].is_new, staged)
    return targets, list(said.values())


def _settled(now: SaidAccount, then: SaidAccount | None, is_new: bool, staged: StagedFile) -> SaidAccount:
    """Let an account that the import made, or taught its id, be what the file says of it now."""
    assert staged.match is not None
    account = Account.get_by_id(now.account)
    if is_new and then is not None:
        for column, name in (("handle", "handle"), ("name", "name"), ("is_guest", "guest"), ("external_id",) * 2):
            if getattr(account, column) == getattr(then, name):
                setattr(account, column, getattr(now, name))
        account.save()
        return now
    if staged.match.learnt.get(now.account) and not account.external_id:
        account.external_id = now.external_id
        account.save()
        return replace(now, learnt=True)
    return replace(now, learnt=then is not None and then.learnt)


def _tell_ids(targets: dict[int, int]) -> None:
    """Make what the new reading needs, and tell its placeholders the ids."""
    run = database.execute_sql
    run("CREATE TEMP TABLE IF NOT EXISTS again_slot (slot INTEGER PRIMARY KEY, account INTEGER)")
    run("CREATE TEMP TABLE IF NOT EXISTS again_id (kind TEXT, a INTEGER, id INTEGER, PRIMARY KEY (kind, a))")
    run("DELETE FROM temp.again_slot")
    run("DELETE FROM temp.again_id")
    for slot, account_id in targets.items():
        run("INSERT INTO temp.again_slot VALUES (?, ?)", (slot, account_id))
    run("INSERT OR IGNORE INTO metric_name (key) SELECT key FROM staged_metric ORDER BY slot")
    run(
        "INSERT OR IGNORE INTO segment (account_id, dimension, key, title)"
        " SELECT a.account, s.dimension, s.key, s.title FROM staged_segment s"
        " JOIN temp.again_slot a ON a.slot = s.slot ORDER BY s.n"
    )
    run("INSERT INTO temp.again_id SELECT 'day', -1 - slot, account FROM temp.again_slot")
    run(
        "INSERT INTO temp.again_id SELECT 'metric', -1 - x.slot, m.id FROM staged_metric x"
        " JOIN metric_name m ON m.key = x.key"
    )
    run(
        "INSERT INTO temp.again_id SELECT 'part', -g.n, s.id FROM staged_segment g JOIN temp.again_slot a"
        " ON a.slot = g.slot JOIN segment s ON s.account_id = a.account AND s.dimension = g.dimension AND s.key = g.key"
    )


def _posts(import_id: int) -> None:
    run = database.execute_sql
    run(
        "INSERT INTO post (id, account_id, external_id, published_at, published_on)"
        " SELECT m.target, a.account, s.external_id, s.published_at, s.published_on FROM staged_match m"
        " CROSS JOIN staged_post s ON s.n = m.n CROSS JOIN temp.again_slot a ON a.slot = s.slot"
        " WHERE m.is_new ORDER BY m.target"
    )
    run(
        "INSERT INTO post_wording (id, post_id, published_at, published_on, kind, title, text, permalink,"
        " duration_seconds) SELECT m.wording, m.target, s.published_at, s.source_day, s.kind, s.title, s.text,"
        " s.permalink, s.duration_seconds FROM staged_match m CROSS JOIN staged_post s ON s.n = m.n"
        " WHERE m.is_worded ORDER BY m.target"
    )
    gather_unsettled(
        "SELECT post FROM again_read WHERE wording NOT IN (SELECT wording FROM staged_match)"
        " UNION SELECT target FROM staged_match WHERE wording NOT IN (SELECT wording FROM again_read)"
    )
    run(
        "DELETE FROM post_read WHERE import_id = ? AND wording_id IN"
        " (SELECT wording FROM again_read WHERE wording NOT IN (SELECT wording FROM staged_match))",
        (import_id,),
    )
    run(
        "INSERT INTO post_read (import_id, wording_id) SELECT ?, wording FROM staged_match"
        " WHERE wording NOT IN (SELECT wording FROM again_read) ORDER BY wording",
        (import_id,),
    )
    run(
        "DELETE FROM post_reading WHERE import_id = ?1 AND (post_id, metric_id) IN"
        " (SELECT a, metric FROM again_diff WHERE kind = 'post' AND change <> 'added')",
        (import_id,),
    )
    run(
        "INSERT INTO post_reading (post_id, metric_id, import_id, value, state)"
        " SELECT d.a, ifnull(x.id, d.metric), ?, d.value, d.state FROM again_diff d"
        " LEFT JOIN temp.again_id x ON x.kind = 'metric' AND x.a = d.metric"
        " WHERE d.kind = 'post' AND d.change <> 'gone' ORDER BY d.a",
        (import_id,),
    )
    run(
        "DELETE FROM post_wording WHERE post_id IN (SELECT post FROM temp.unsettled)"
        " AND NOT EXISTS (SELECT 1 FROM post_read r WHERE r.wording_id = post_wording.id)"
    )
    run(
        "DELETE FROM post WHERE id IN (SELECT post FROM temp.unsettled)"
        " AND NOT EXISTS (SELECT 1 FROM post_wording w WHERE w.post_id = post.id)"
    )


def _other_readings(import_id: int) -> None:
    run = database.execute_sql
    ids = (
        " LEFT JOIN temp.again_id x ON x.kind = 'metric' AND x.a = d.metric"
        " LEFT JOIN temp.again_id y ON y.kind = d.kind AND y.a = d.a"
    )
    run(
        "DELETE FROM account_reading WHERE import_id = ?1 AND (account_id, metric_id, day) IN"
        " (SELECT a, metric, b FROM again_diff WHERE kind = 'day' AND change <> 'added')",
        (import_id,),
    )
    run(
        "INSERT INTO account_reading (account_id, metric_id, day, import_id, value, state)"
        f" SELECT ifnull(y.id, d.a), ifnull(x.id, d.metric), d.b, ?, d.value, d.state FROM again_diff d{ids}"
        " WHERE d.kind = 'day' AND d.change <> 'gone'",
        (import_id,),
    )
    run(
        "DELETE FROM segment_reading WHERE import_id = ?1 AND (segment_id, metric_id, first_day, last_day) IN"
        " (SELECT a, metric, b, c FROM again_diff WHERE kind = 'part' AND change <> 'added')",
        (import_id,),
    )
    run(
        "INSERT INTO segment_reading (segment_id, metric_id, first_day, last_day, import_id, value, state, currency)"
        " SELECT ifnull(y.id, d.a), ifnull(x.id, d.metric), d.b, d.c, ?, d.value, d.state, d.currency"
        f" FROM again_diff d{ids} WHERE d.kind = 'part' AND d.change <> 'gone'",
        (import_id,),
    )
    run(
        "DELETE FROM segment WHERE account_id IN (SELECT account_id FROM import_account WHERE import_id = ?)"
        " AND NOT EXISTS (SELECT 1 FROM segment_reading r WHERE r.segment_id = segment.id)",
        (import_id,),
    )
