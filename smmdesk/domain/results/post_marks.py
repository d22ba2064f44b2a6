"""What the user gives a post: tags and a picture. They hang on the platform's id, so they outlive an undone import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, TypeVar

from smmdesk.core.errors import UserError
from smmdesk.core.formats import folded
from smmdesk.core.i18n import _
from smmdesk.domain import checks
from smmdesk.domain.accounts import Account
from smmdesk.domain.files import file_content, keep_file
from smmdesk.domain.results.queries import rows_of
from smmdesk.domain.results.tables import PostPicture, PostTag
from smmdesk.store.database import database, transaction

Item = TypeVar("Item", int, str)
LONGEST_TAG = 40
POSTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag of an account and how many of its posts carry it."""

    tag: str
    posts: int


@dataclass(frozen=True, slots=True)
class TagChange:
    """Posts (by the platform's ids) that a tag was given to or taken from: what `take_back` needs."""

    account_id: int
    tag: str
    external_ids: tuple[str, ...]
    is_added: bool


@dataclass(frozen=True, slots=True)
class PictureChange:
    """The picture that a post had before: what `take_back` needs."""

    account_id: int
    external_id: str
    file_id: int | None


# ---------------------------------------------------------------------------------------------------------- queries


def tag_counts(account_id: int) -> list[TagCount]:
    """Return the tags of an account's posts, the most used first. Tags of posts that are not there now count too."""
    rows = rows_of("SELECT tag, count(*) FROM post_tag WHERE account_id = ? GROUP BY tag", (account_id,))
    return sorted((TagCount(*row) for row in rows), key=lambda one: (-one.posts, folded(one.tag)))


def known_tags(client_id: int) -> list[str]:
    """Return every tag used for a client, by name: what a form suggests."""
    rows = rows_of(
        "SELECT DISTINCT t.tag FROM post_tag t JOIN account a ON a.id = t.account_id WHERE a.client_id = ?",
        (client_id,),
    )
    return sorted((tag for (tag,) in rows), key=folded)


def tags_of(post_ids: Sequence[int]) -> dict[str, int]:
    """Return the tags that some of these posts carry, each with how many of them, by name."""
    found: dict[str, int] = {}
    for piece in _pieces(post_ids):
        for tag, count in rows_of(
            f"SELECT t.tag, count(*) FROM post p JOIN post_tag t ON t.account_id = p.account_id"
            f" AND t.external_id = p.external_id WHERE p.id IN ({_marks(piece)}) GROUP BY t.tag",
            piece,
        ):
            found[tag] = found.get(tag, 0) + count
    return dict(sorted(found.items(), key=lambda pair: folded(pair[0])))


def pictures(file_ids: Iterable[int]) -> dict[int, bytes]:
    """Return the content of kept pictures; one that is damaged inside the workspace is left out."""
    found: dict[int, bytes] = {}
    for file_id in set(file_ids):
        try:
            found[file_id] = file_content(file_id)
        except UserError:
            continue  # the list shows the post all the same; `check` names the damaged file
    return found


# --------------------------------------------------------------------------------------------------------- commands


def add_tag(post_ids: Sequence[int], tag: str) -> TagChange:
    """Give posts of one account a tag; those that carry it stay as they are. Raises UserError for an unusable tag."""
    word = checked_tag(tag)
    with transaction():
        account_id, external = _posts(post_ids)
        known = {
            text
            for piece in _pieces(external)
            for (text,) in rows_of(
                f"SELECT external_id FROM post_tag WHERE account_id = ? AND tag = ?"
                f" AND external_id IN ({_marks(piece)})",
                (account_id, word, *piece),
            )
        }
        change = TagChange(account_id, word, tuple(one for one in external if one not in known), True)
        _write(change, is_added=True)
    return change


def remove_tag(post_ids: Sequence[int], tag: str) -> TagChange:
    """Take a tag from posts of one account; return what `take_back` needs."""
    with transaction():
        account_id, external = _posts(post_ids)
        carrying = tuple(
            text
            for piece in _pieces(external)
            for (text,) in rows_of(
                f"SELECT external_id FROM post_tag WHERE account_id = ? AND tag = ?"
                f" AND external_id IN ({_marks(piece)})",
                (account_id, tag, *piece),
            )
        )
        change = TagChange(account_id, tag, carrying, False)
        _write(change, is_added=False)
    return change


def take_back(change: TagChange | PictureChange) -> None:
    """Undo a change of tags or of a picture. Raises UserError when the account is gone."""
    with transaction():
        if not Account.select().where(Account.id == change.account_id).exists():
            raise UserError(_("This can no longer be undone."), _("The account is gone. Nothing was changed."))
        if isinstance(change, TagChange):
            _write(change, is_added=not change.is_added)
        else:
            _put_picture(change.account_id, change.external_id, change.file_id)


def set_picture(post_id: int, content: bytes | None, name: str = "") -> PictureChange:
    """Give a post a picture, made small first, or take it away with None; return what `take_back` needs.

    Raises UserError for anything that is no picture, broken or oversized.
    """
    kept = prepared_picture(content) if content is not None else None
    with transaction():
        account_id, (external_id,) = _posts([post_id])
        before = PostPicture.get_or_none((PostPicture.account == account_id) & (PostPicture.external_id == external_id))
        change = PictureChange(account_id, external_id, None if before is None else before.file_id)
        file_id = None
        if kept is not None:
            suffix = ".png" if kept.startswith(b"\x89PNG") else ".jpg"
            plain = checks.checked_line(name, "name") or "picture"
            file_id = keep_file(kept, PurePath(plain).with_suffix(suffix).name)
        _put_picture(account_id, external_id, file_id)
    return change


def prepared_picture(content: bytes) -> bytes:
    """Return a picture as it is kept: small, without anything hidden in it. Raises UserError for anything else."""
    from smmdesk.documents.thumbnails import prepare_thumbnail  # loads the picture library when it is needed

    return prepare_thumbnail(content)


def checked_tag(typed: str) -> str:
    """Return a tag as it is kept: one line, without a leading #. Raises UserError for an empty or overlong one."""
    word = checks.checked_line(typed, "tag", limit=LONGEST_TAG).lstrip("#").strip()
    if not word:
        raise UserError(_("A tag needs a word."), field="tag")
    return word


def _put_picture(account_id: int, external_id: str, file_id: int | None) -> None:
    mine: Any = (PostPicture.account == account_id) & (PostPicture.external_id == external_id)
    PostPicture.delete().where(mine).execute()
    if file_id is not None:
        PostPicture.create(account=account_id, external_id=external_id, file=file_id)


def _write(change: TagChange, *, is_added: bool) -> None:
    for piece in _pieces(change.external_ids):
        if is_added:
            rows = [(change.account_id, external_id, change.tag) for external_id in piece]
            fields = [PostTag.account, PostTag.external_id, PostTag.tag]
            PostTag.insert_many(rows, fields=fields).on_conflict_ignore().execute()
        else:
            database.execute_sql(
                f"DELETE FROM post_tag WHERE account_id = ? AND tag = ? AND external_id IN ({_marks(piece)})",
                (change.account_id, change.tag, *piece),
            )


def _posts(post_ids: Sequence[int]) -> tuple[int, list[str]]:
    """Return the one account of some posts and the platform's ids. Raises UserError where they are gone."""
    accounts: set[int] = set()
    external: list[str] = []
    for piece in _pieces(post_ids):
        for account_id, external_id in rows_of(
            f"SELECT account_id, external_id FROM post WHERE id IN ({_marks(piece)})", piece
        ):
            accounts.add(account_id)
            external.append(external_id)
    if not external:
        raise UserError(_("These posts are no longer there."), _("Nothing was changed."))
    if len(accounts) > 1:
        raise ValueError("the posts belong to several accounts")
    return accounts.pop(), external


def _marks(piece: Sequence[object]) -> str:
    return ", ".join("?" * len(piece))


def _pieces(items: Sequence[Item]) -> Iterator[list[Item]]:
    for start in range(0, len(items), POSTS_AT_ONCE):
        yield list(items[start : start + POSTS_AT_ONCE])
