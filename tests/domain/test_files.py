"""Files kept inside the workspace."""

from __future__ import annotations

import hashlib

import pytest

from smmdesk.core.errors import UserError
from smmdesk.domain import files
from smmdesk.domain.files import (
    FilePiece,
    StoredFile,
    file_content,
    is_picture,
    keep_file,
    media_type_of,
    read_source,
)
from smmdesk.store.database import transaction


def test_a_file_comes_back_byte_by_byte_with_its_hash(workspace):
    content = bytes(range(256)) * 50
    with transaction():
        kept = keep_file(content, "proof.csv")
    row = StoredFile.get_by_id(kept)
    assert file_content(kept) == content
    assert (row.sha256, row.size, row.name) == (hashlib.sha256(content).hexdigest(), 12_800, "proof.csv")


def test_the_same_content_is_kept_once(workspace):
    with transaction():
        first, again, other = keep_file(b"a", "one.txt"), keep_file(b"a", "two.txt"), keep_file(b"b", "one.txt")
    assert first == again != other
    assert StoredFile.select().count() == 2


def test_large_files_are_kept_in_pieces(workspace, monkeypatch):
    monkeypatch.setattr(files, "PIECE_SIZE", 10)
    with transaction():
        kept = keep_file(b"0123456789" * 3 + b"end", "long.bin")
        empty = keep_file(b"", "empty.txt")
    assert FilePiece.select().where(FilePiece.file == kept).count() == 4
    assert file_content(kept) == b"0123456789" * 3 + b"end"
    assert file_content(empty) == b""


def test_damage_is_said_and_never_handed_out(workspace):
    with transaction():
        kept, other = keep_file(b"whole", "proof.csv"), keep_file(b"other", "other.csv")
        FilePiece.update(data=FilePiece.get(FilePiece.file == other).data).where(FilePiece.file == kept).execute()
    with pytest.raises(UserError) as refusal:
        file_content(kept)
    assert "proof.csv" in refusal.value.title


def test_what_a_user_chose_is_read_or_refused_with_words(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    assert read_source(path) == b"abc"
    for wrong in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(UserError) as refusal:
            read_source(wrong)
        assert wrong.name in refusal.value.title
    monkeypatch.setattr(files, "LARGEST_FILE", 2)
    with pytest.raises(UserError):
        read_source(path)


def test_media_types():
    assert media_type_of("a.PNG") == "image/png"
    assert media_type_of("a.unknown") == "application/octet-stream"
    assert is_picture("image/jpeg")
    assert not is_picture("text/csv")
