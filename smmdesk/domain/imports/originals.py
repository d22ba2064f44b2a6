"""The original of an import, kept inside the workspace: compressed, in pieces, with its hash."""

from __future__ import annotations

import hashlib
import os
import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.files import LARGEST_FILE, PIECE_SIZE, FilePiece, StoredFile, media_type_of
from smmdesk.domain.imports.tables import Import
from smmdesk.store.database import transaction

# Exports are text: the fastest level already takes four fifths away, and a large file costs no more than its parsing.
_LEVEL = 1


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises UserError for what cannot be read or is too large to be kept."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(
                _("{name} is too large to be kept.").format(name=path.name),
                _("The limit is {size} MB. Nothing was stored.").format(size=LARGEST_FILE // 1_000_000),
            )
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as failure:
        raise UserError(
            _("{name} could not be read.").format(name=path.name), str(failure.strerror or failure)
        ) from failure


@contextmanager
def original_of(import_id: int) -> Iterator[Path]:
    """Give the kept original of an import back as a file of its own name, for the length of a block.

    It is written piece by piece into a folder of its own and deleted afterwards. Raises UserError where no original
    was kept, where it no longer matches its hash, and where the disk has no room for it.
    """
    row = Import.get_or_none(Import.id == import_id)
    if row is None:
        raise UserError(_("This import no longer exists."))
    if row.file_id is None:
        raise UserError(_("The original of “{name}” was not kept.").format(name=row.file_name))
    with TemporaryDirectory(prefix="smmdesk-") as folder:
        path = Path(folder) / Path(row.file_name).name
        _write_out(row.file_id, path)
        os.utime(path, (row.imported_at, row.imported_at))
        yield path


def _write_out(file_id: int, path: Path) -> None:
    stored = StoredFile.get_by_id(file_id)
    digest = hashlib.sha256()
    try:
        with path.open("wb") as stream:
            for position in count():
                piece = FilePiece.get_or_none((FilePiece.file == file_id) & (FilePiece.position == position))
                if piece is None:
                    break
                data = zlib.decompress(piece.data)
                digest.update(data)
                stream.write(data)
    except OSError as failure:
        raise UserError(
            _("{name} could not be written out to be read again.").format(name=stored.name),
            str(failure.strerror or failure),
        ) from failure
    except zlib.error:
        digest = hashlib.sha256(b"damaged")
    if digest.hexdigest() != stored.sha256:
        raise UserError(
            _("{name} inside the workspace is damaged.").format(name=stored.name),
            _("Its content no longer matches its hash."),
            _("Take it from a backup."),
        )


def keep_original(path: Path, sha256: str, import_id: int) -> None:
    """Keep the file of a running import, each piece in a transaction of its own.

    It bears its hash only when it is whole. Raises UserError when it changed since it was read.
    """
    known = StoredFile.get_or_none(StoredFile.sha256 == sha256)
    if known is not None:
        with transaction():
            Import.update(file=known.id).where(Import.id == import_id).execute()
        return
    digest, size = hashlib.sha256(), 0
    with transaction():
        stored = StoredFile.create(
            sha256=f"incomplete-{secrets.token_hex(16)}",
            name=path.name,
            media_type=media_type_of(path.name),
            size=0,
            added_at=int(periods.now().timestamp()),
        )
        Import.update(file=stored.id).where(Import.id == import_id).execute()
    try:
        with path.open("rb") as stream:
            for position, piece in enumerate(iter(lambda: stream.read(PIECE_SIZE), b"")):
                digest.update(piece)
                size += len(piece)
                data = zlib.compress(piece, _LEVEL)
                with transaction():
                    FilePiece.create(file=stored.id, position=position, data=data)
    except OSError as failure:
        raise UserError(
            _("{name} could not be read.").format(name=path.name), str(failure.strerror or failure)
        ) from failure
    if digest.hexdigest() != sha256:
        raise UserError(
            _("{name} was changed while it was read.").format(name=path.name),
            _("Nothing of it was kept."),
            _("Import it again."),
        )
    with transaction():
        StoredFile.update(sha256=sha256, size=size).where(StoredFile.id == stored.id).execute()
