"""What posts, parts and accounts carry of all that was read of them: the same, in whatever order imports came or went.

Every function runs on the writer's connection, in the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import astuple, replace
from typing import Any
from zoneinfo import ZoneInfo

from smmdesk.core.periods import local_day
from smmdesk.domain.accounts import Account
from smmdesk.domain.imports.answers import FILE, SaidAccount, said_accounts, said_titles
from smmdesk.domain.imports.tables import Import, ImportAccount
from smmdesk.store.database import database
from smmdesk.store.references import is_pointed_at

_WRITTEN_BY_HAND = ("owner", "my_role", "access", "second_factor", "link", "note")


def gather_unsettled(statement: str, values: Iterable[Any] = ()) -> None:
    """Put the posts (ids) that a SELECT returns into `temp.unsettled`, in place of what stood there."""
    run = database.execute_sql
    run("CREATE TEMP TABLE IF NOT EXISTS unsettled (post INTEGER PRIMARY KEY)")
    run("DELETE FROM temp.unsettled")
    run(f"INSERT INTO temp.unsettled {statement}", tuple(values))


def settle_days(import_id: int) -> None:
    """Give the posts of `temp.unsettled` the instant and day of their newest wording that has one.

    Newest among the finished imports and this one, by read date and import; the day is that of the client's clock.
    """
    ((timezone,),) = database.execute_sql(
        "SELECT c.timezone FROM client c JOIN import i ON i.client_id = c.id WHERE i.id = ?", (import_id,)
    ).fetchall()
    newest = """
        SELECT w.{column} FROM post_wording w JOIN post_read r ON r.wording_id = w.id
        JOIN import i ON i.id = r.import_id
        WHERE w.post_id = p.id AND (i.state = 'done' OR i.id = ?1) AND w.{column} IS NOT NULL
        ORDER BY i.read_on DESC, i.id DESC LIMIT 1
    """
    found = database.execute_sql(
        f"""
        SELECT * FROM (
            SELECT p.id, p.published_at AS was_at, p.published_on AS was_on,
                ({newest.format(column="published_at")}) AS at, ({newest.format(column="published_on")}) AS day
            FROM temp.unsettled u JOIN post p ON p.id = u.post)
        WHERE was_at IS NOT at OR (at IS NULL AND was_on IS NOT day)
        """,
        (import_id,),
    ).fetchall()
    zone = ZoneInfo(timezone)
    for post_id, _was_at, _was_on, instant, day in found:
        shown = local_day(instant, zone).isoformat() if instant is not None else day
        database.execute_sql(
            "UPDATE post SET published_at = ?, published_on = ? WHERE id = ?", (instant, shown, post_id)
        )


def keep_titles(import_id: int) -> None:
    """Keep in an import how its file calls the parts (the staged ones), and let each bear its newest title."""
    titles = dict(
        database.execute_sql(
            "SELECT s.target, s.title FROM staged_segment s WHERE s.target IS NOT NULL AND s.title <> ''"
            " AND s.title <> s.key"
        ).fetchall()
    )
    row = Import.select(Import.client, Import.answers).where(Import.id == import_id).get()
    if titles or FILE in row.answers:
        said = {**row.answers.get(FILE, {}), "titles": titles}
        Import.update(answers={**row.answers, FILE: said}).where(Import.id == import_id).execute()
    differing = database.execute_sql(
        "SELECT s.target, s.title FROM staged_segment s JOIN segment now ON now.id = s.target"
        " WHERE s.title <> '' AND s.title <> now.title"
    ).fetchall()
    settle_titles(import_id, dict(differing))


def settle_titles(import_id: int, fallback: dict[int, str], *, goes: bool = False) -> None:
    """Let parts bear the title of the newest import that has one for them, else the one given here, by id.

    Newest among the client's finished imports and this one, unless it `goes`.
    """
    if not fallback:
        return
    kept = database.execute_sql(
        "SELECT answers FROM import WHERE client_id = (SELECT client_id FROM import WHERE id = ?1)"
        " AND CASE WHEN id = ?1 THEN ?2 ELSE state = 'done' END"
        " AND json_extract(answers, '$.file.titles') IS NOT NULL ORDER BY read_on DESC, id DESC",
        (import_id, not goes),
    ).fetchall()
    newest: dict[int, str] = {}
    for (answers,) in kept:
        for part, title in said_titles(json.loads(answers)).items():
            if part in fallback:
                newest.setdefault(part, title)
    for part, title in {**fallback, **newest}.items():
        database.execute_sql("UPDATE segment SET title = ?1 WHERE id = ?2 AND title <> ?1", (title, part))


# ------------------------------------------------------------------------------------------------------- accounts


def give_accounts_back(import_id: int, only: Collection[int] | None = None) -> list[int]:
    """Let the accounts of an import that goes carry what the others say; return those that nothing else made.

    With `only` it leaves but these accounts.

    What it had made belongs to the next import that names it, with that one's id, handle, name; an id that it had
    taught an account stays where another import says it. What was changed by hand since stays as it is.
    """
    mine = said_accounts(_answers(import_id))
    unused: list[int] = []
    links = ImportAccount.select().where(ImportAccount.source == import_id)
    for link in list(links):
        account = Account.get_or_none(Account.id == link.account_id)
        if account is None or (only is not None and account.id not in only):
            continue
        said = mine.get(account.id)
        others = _others(import_id, account.id)
        if link.is_new and others:
            _inherit(account, said, others)
        elif link.is_new and not _is_used_elsewhere(import_id, account.id):
            unused.append(account.id)
        elif said is not None and said.learnt and account.external_id == said.external_id:
            _learn_anew(account, others)
    return unused


def delete_unused_account(account_id: int) -> None:
    """Delete an account that an import made, unless something else uses it or a person wrote into it."""
    account = Account.get_or_none(Account.id == account_id)
    if (
        account is None
        or any(getattr(account, column) for column in _WRITTEN_BY_HAND)
        or is_pointed_at("account", account_id, but=("kept_month",))
    ):
        return
    account.delete_instance()


def _answers(import_id: int) -> dict[str, Any]:
    return Import.select(Import.answers).where(Import.id == import_id).get().answers


def _others(import_id: int, account_id: int) -> list[tuple[int, SaidAccount]]:
    """Return what the other finished imports say of an account, in their order."""
    rows = (
        Import.select(Import.id, Import.answers)
        .join(ImportAccount, on=(ImportAccount.source == Import.id))
        .where((ImportAccount.account == account_id) & (Import.id != import_id) & (Import.state == "done"))
        .order_by(Import.id)
    )
    found = [(row.id, said_accounts(row.answers).get(account_id)) for row in rows]
    return [(other, said) for other, said in found if said is not None]


def _is_used_elsewhere(import_id: int, account_id: int) -> bool:
    others = ImportAccount.select().where((ImportAccount.account == account_id) & (ImportAccount.source != import_id))
    return others.exists()


def _inherit(account: Account, said: SaidAccount | None, others: list[tuple[int, SaidAccount]]) -> None:
    """Let the first of these imports be the one that made an account."""
    heir, theirs = others[0]
    ImportAccount.update(is_new=True).where(
        (ImportAccount.source == heir) & (ImportAccount.account == account.id)
    ).execute()
    for column, name in (("handle", "handle"), ("name", "name"), ("is_guest", "guest")):
        if said is not None and getattr(account, column) == getattr(said, name):
            setattr(account, column, getattr(theirs, name))
    account.save()
    _say(heir, replace(theirs, learnt=False))
    if account.external_id in {one.external_id for one in (said, *(other for _id, other in others)) if one}:
        _learn_anew(account, others, maker=heir)


def _learn_anew(account: Account, others: list[tuple[int, SaidAccount]], *, maker: int | None = None) -> None:
    """Let an account have the id that the first of these imports says, else none."""
    teacher = next(((other, said) for other, said in others if said.external_id), None)
    known = teacher[1].external_id if teacher is not None else ""
    Account.update(external_id=known).where(Account.id == account.id).execute()
    if teacher is not None and teacher[0] != maker:
        _say(teacher[0], replace(teacher[1], learnt=True))


def _say(import_id: int, said: SaidAccount) -> None:
    answers = _answers(import_id)
    kept = {**said_accounts(answers), said.account: said}
    file = {**answers.get(FILE, {}), "accounts": [list(astuple(one)) for one in kept.values()]}
    Import.update(answers={**answers, FILE: file}).where(Import.id == import_id).execute()
