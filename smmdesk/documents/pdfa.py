"""From reportlab's PDF to the archive form PDF/A-3b, equal input giving equal bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Pdf, pdfa

from smmdesk.documents.data import Attachment

_LINE = re.compile(rb"^<([0-9A-F]{2})> <([0-9A-F]{4,})>$", re.MULTILINE)
_ODD = re.compile(rb"> <([0-9A-F]{5,}|F[BDEF][0-9A-F]{2})>")
PRODUCER = "SMM Desk"


def _hex_of(match: re.Match[bytes]) -> bytes:
    character = chr(int(match[2], 16))
    if 0xFB1D <= ord(character) <= 0xFEFC:
        character = unicodedata.normalize("NFKC", character)  # joined Arabic letters read back as plain ones
    return b"<" + match[1] + b"> <" + character.encode("utf-16-be").hex().upper().encode() + b">"


def mend_texts(pdf: Pdf) -> None:
    """Mend what fonts say about their characters: past U+FFFF as surrogate pairs, joined letters as plain ones."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font and "/ToUnicode" in thing:
            cmap = thing.ToUnicode.read_bytes()
            if _ODD.search(cmap):
                thing.ToUnicode.write(_LINE.sub(_hex_of, cmap))


def _attach(pdf: Pdf, attachments: Sequence[Attachment], made: datetime) -> None:
    for attachment in attachments:
        pdf.attachments[attachment.name] = pikepdf.AttachedFileSpec(
            pdf,
            attachment.data,
            filename=attachment.name,
            description=attachment.description,
            mime_type=attachment.mime,
            relationship=Name(f"/{attachment.relationship}"),
            creation_date=pikepdf_date(made),
            mod_date=pikepdf_date(made),
        )


def pikepdf_date(moment: datetime) -> str:
    """Return an instant as PDF writes it."""
    return moment.strftime("D:%Y%m%d%H%M%S+00'00'")


def archived(raw: bytes, day: date, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return a PDF as PDF/A-3b, dated `day` throughout, with its files attached.

    Raises pikepdf.pdfa.PdfaError when it does not conform (a character without a glyph, for one). Source of the
    recipe: reliability.md 6.2.
    """
    made = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with pikepdf.open(BytesIO(raw)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]  # reportlab writes an empty one
        mend_texts(pdf)
        _attach(pdf, attachments, made)
        pdfa.prepare(pdf, "3b")
        _date(pdf, made)
        settings = pdfa.resolve_save_kwargs("3b", deterministic_id=True)
        written = BytesIO()
        pdf.save(written, **settings)
    written.seek(0)
    report = pdfa.validate_written(written, "3b", save_kwargs=settings)
    if not report.passed:
        raise pdfa.PdfaError(report)
    return written.getvalue()


def _date(pdf: Pdf, made: datetime) -> None:
    """Put the report's own day everywhere where a tool wrote the present instant."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key in ("xmp:MetadataDate", "xmp:CreateDate", "xmp:ModifyDate"):
            metadata[key] = made.isoformat()
        metadata["pdf:Producer"] = PRODUCER
    pdf.docinfo["/CreationDate"] = pikepdf_date(made)
    pdf.docinfo["/ModDate"] = pikepdf_date(made)
    pdf.docinfo["/Producer"] = PRODUCER
