"""ZIP archives: what is inside, checked for size, ratio and number before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.importers.text import Blob

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_MEMBERS = 2_000
MAX_CSV_MEMBERS = 100
_SMALL = 1024 * 1024  # a short, repetitive member may compress better than MAX_RATIO


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
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError, IndexError) as error:
        raise _damaged(name) from error
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


def _member(blob: Blob, info: zipfile.ZipInfo, name: str) -> Blob:
    def read() -> BinaryIO:
        # At most MAX_UNPACKED bytes by the check above; held in memory because readers seek.
        try:
            with blob.open() as stream, zipfile.ZipFile(stream) as archive, archive.open(info) as member:
                return io.BytesIO(member.read(MAX_UNPACKED))
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
            raise _damaged(blob.name) from error
        except Exception as error:
            if type(error).__module__ in ("zlib", "_lzma", "_bz2") or type(error).__name__ in ("error", "LZMAError"):
                raise _damaged(blob.name) from error
            raise

    return Blob(name, info.file_size, read)
