"""What a reader finds in a PDF: the text of its pages, its files, links and bookmarks."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page, any white space as one space."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    found = [
        re.sub(r"\s+", " ", document.getAllText(place).text().replace("\ufffe", "-"))
        for place in range(document.pageCount())
    ]
    document.close()
    return found


def text(pdf: bytes) -> str:
    """Return the text of the whole document."""
    return " ".join(pages(pdf))


def bookmarks(pdf: bytes) -> list[str]:
    """Return the titles of the outline."""
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        return [item.title for item in outline.root]


def links(pdf: bytes) -> list[str]:
    """Return where the links lead: addresses, and the names of places inside."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            for note in page.obj.get("/Annots", []):
                action = note.get("/A")
                if action is not None and "/URI" in action:
                    found.append(str(action["/URI"]))
                elif "/Dest" in note:
                    found.append(str(note["/Dest"]) if not isinstance(note["/Dest"], pikepdf.Array) else "inside")
    return found


def lowest_ink(pdf: bytes) -> list[float]:
    """Return for each page how far down its text reaches above the footer, as a share of the page (0 to 1)."""
    shares = []
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    for place in range(document.pageCount()):
        height = document.pagePointSize(place).height()
        bounds = [polygon.boundingRect() for polygon in document.getAllText(place).bounds()]
        shares.append(max((box.bottom() for box in bounds if box.bottom() < height * 0.93), default=0.0) / height)
    document.close()
    return shares
