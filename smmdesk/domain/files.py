"""Files kept inside the workspace: logos, evidence, the original exports; each with its SHA-256."""

from __future__ import annotations

import hashlib
import mimetypes
import zlib
from pathlib import Path

from peewee import BlobField, CompositeKey, ForeignKeyField, IntegerField, TextField

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.store.database import Table, tuples

PIECE_SIZE = 4_000_000  # a blob over 10 MB would hold readers up
LARGEST_FILE = 200_000_000


class StoredFile(Table):
    """A file with its content hash; the same content is kept once."""

    sha256 = TextField(unique=True)
    name = TextField()
    media_type = TextField()
    size = IntegerField()
    added_at = IntegerField()

    class Meta:
        table_name = "stored_file"


class FilePiece(Table):
    """A piece of a stored file, compressed with zlib."""

    file = ForeignKeyField(StoredFile, on_delete="CASCADE", backref="pieces")
    position = IntegerField()
    data = BlobField()

    class Meta:
        table_name = "file_piece"
        primary_key = CompositeKey("file", "position")


def media_type_of(name: str) -> str:
    """Return the media type that a file name suggests."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def is_picture(media_type: str) -> bool:
    """Tell whether a file is a picture: easy to edit, so never alone a proof of something measured."""
    return media_type.startswith("image/")


def read_source(path: Path) -> bytes:
    """Read a file that the user chose. Raises UserError for a folder, an unreadable or an oversized file."""
    try:
        if path.is_dir():
            raise UserError(_("{name} is a folder.").format(name=path.name), "", _("Choose a file."))
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(
                _("{name} is too large to be kept.").format(name=path.name),
                _("The limit is {size} MB. Nothing was stored.").format(size=LARGEST_FILE // 1_000_000),
            )
        return path.read_bytes()
    except OSError as failure:
        raise UserError(
            _("{name} could not be read.").format(name=path.name), str(failure.strerror or failure)
        ) from failure


def keep_file(content: bytes, name: str) -> int:
    """Keep a file inside the workspace and return its id; content that is already there is not kept twice.

    Runs inside the caller's transaction.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = StoredFile.get_or_none(StoredFile.sha256 == digest)
    if known is not None:
        return known.id
    stored = StoredFile.create(
        sha256=digest,
        name=name,
        media_type=media_type_of(name),
        size=len(content),
        added_at=int(periods.now().timestamp()),
    )
    for position, start in enumerate(range(0, len(content), PIECE_SIZE)):
        FilePiece.create(file=stored, position=position, data=zlib.compress(content[start : start + PIECE_SIZE], 6))
    return stored.id


def kept_name(file_id: int) -> str:
    """Return the name under which a file was kept."""
    return StoredFile.get_by_id(file_id).name


def file_content(file_id: int) -> bytes:
    """Return a stored file's bytes. Raises UserError when they no longer match their hash."""
    stored = StoredFile.get_by_id(file_id)
    pieces = FilePiece.select(FilePiece.data).where(FilePiece.file == file_id).order_by(FilePiece.position)
    content = b"".join(zlib.decompress(data) for (data,) in tuples(pieces))
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise UserError(
            _("{name} inside the workspace is damaged.").format(name=stored.name),
            _("Its content no longer matches its hash."),
            _("Take it from a backup."),
        )
    return content
