"""ZIP archives: what is inside, checked for size, ratio and number before anything is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.importers.text import Blob

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_UNPACKED = 200 * 1024 * 1024
MAX_PACKED = 100 * 1024 * 1024  # of what is read as a whole: an archive within an archive, a workbook
MAX_RATIO = 100
MAX_MEMBERS = 2_000
MAX_CSV_MEMBERS = 100
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SMALL = 1024 * 1024  # a short, repetitive member may compress better than MAX_RATIO
# What zipfile raises for damage, beside its own error; RuntimeError: a password told by the member's own header only.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError, RuntimeError, NotImplementedError,
    struct.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Archive:
    """The members of an archive that may be exports, as blobs, in their order."""

    members: tuple[Blob, ...]


def _damaged(name: str) -> UserError:
    return UserError(
        _("“{name}” is a damaged ZIP archive and cannot be opened.").format(name=name), hint=_("Download it again.")
    )


def check_archive(stream: BinaryIO, name: str) -> list[zipfile.ZipInfo]:
    """Return the members of a ZIP after checking declared sizes, ratio and number. Raises UserError.

    Caps: reliability.md section 7. Python's zipfile never unpacks more of a member than it declares.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
    except _DAMAGE as error:
        raise _damaged(name) from error
    if any(info.compress_type not in _METHODS for info in infos):  # others may ask for gigabytes before they unpack
        raise _damaged(name)
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    bomb = any(info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1) for info in infos)
    if len(infos) > MAX_MEMBERS or unpacked > MAX_UNPACKED or bomb or unpacked > max(_SMALL, MAX_RATIO * packed):
        raise UserError(
            _("“{name}” unpacks to far more than an export holds; it was not opened.").format(name=name),
            hint=_("Check where the file comes from and download it again from the platform."),
        )
    return infos


def is_workbook(infos: list[zipfile.ZipInfo]) -> bool:
    """Tell whether a ZIP is an .xlsx workbook, from its members."""
    names = {info.filename for info in infos}
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def open_archive(blob: Blob, infos: list[zipfile.ZipInfo]) -> Archive:
    """Return the members to look at. Raises UserError for encrypted, nested or overfull archives.

    Names are only shown: nothing is ever written under them, so `../` in a name does no harm.
    """
    members: list[Blob] = []
    for info in infos:
        name = info.filename.replace("\\", "/").rstrip("/").rpartition("/")[2]
        if stat.S_ISLNK(info.external_attr >> 16):  # a link holds no data, only a way out of the archive
            continue
        if info.is_dir() or not name or name.startswith(".") or "__MACOSX" in info.filename or info.file_size == 0:
            continue
        if info.flag_bits & 1:
            raise UserError(
                _("“{name}” is protected by a password.").format(name=blob.name),
                hint=_("Unpack it and import what is inside."),
            )
        if name.casefold().endswith((".zip", ".7z", ".rar", ".gz")):
            raise UserError(
                _("“{name}” holds another archive, “{member}”.").format(name=blob.name, member=name),
                hint=_("Unpack it and import what is inside."),
            )
        members.append(_member(blob, info, name))
    if len(members) > MAX_CSV_MEMBERS:
        raise UserError(
            _("“{name}” holds {count} files; an export holds a few.").format(name=blob.name, count=len(members)),
            hint=_("Unpack it and import what is inside."),
        )
    return Archive(tuple(members))


class _Unpacked(io.RawIOBase):
    """A member while it is unpacked, piece by piece; damage found on the way is a UserError."""

    def __init__(self, blob: Blob, info: zipfile.ZipInfo) -> None:
        self._name = blob.name
        self._stack = ExitStack()
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(self._stack.enter_context(blob.open())))
            self._member = self._stack.enter_context(archive.open(info))
        except _DAMAGE as error:
            self._stack.close()
            raise _damaged(self._name) from error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        try:
            piece = self._member.read(len(view))
        except _DAMAGE as error:
            raise _damaged(self._name) from error
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._stack.close()
        super().close()


def _member(blob: Blob, info: zipfile.ZipInfo, name: str) -> Blob:
    return Blob(name, info.file_size, lambda: io.BufferedReader(_Unpacked(blob, info), 1 << 16))
