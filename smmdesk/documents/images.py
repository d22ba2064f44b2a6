"""Logos: any PNG, JPEG or SVG that a user hands over becomes one that prints, or a clear refusal."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any, Protocol
from xml.etree.ElementTree import Element, ParseError, tostring

import defusedxml.ElementTree
from defusedxml import DefusedXmlException
from pikepdf import pdfa
from PIL import Image, ImageOps
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import STATE_DEFAULTS, Drawing, Group, String
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.documents import fonts
from smmdesk.documents.pdfa import archived

STATE_DEFAULTS["fontName"] = fonts.REGULAR  # else a drawing without text would still name a font that is not embedded

MAX_PIXELS = 40_000_000
MAX_BYTES = 20_000_000
MAX_SVG_BYTES = 2_000_000
MAX_SVG_PARTS = 20_000  # with everything that is used again counted as often as it is used
KEPT_SIDE = 1600  # pixels of the longer side that are kept: over 600 dpi where the paper shows a logo
_FORMATS = ("PNG", "JPEG")
_SVG_START = re.compile(rb"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(\w+:)?svg\b", re.DOTALL)
_NOT_DRAWN = ("linearGradient", "radialGradient", "meshgradient", "pattern", "filter", "mask")
_NOT_KEPT = ("script", "foreignObject", "image", "animate", "set", "animateTransform", "animateMotion", "a")


class Logo(Protocol):
    """A picture that knows its proportions and can be drawn."""

    @property
    def width(self) -> float: ...

    @property
    def height(self) -> float: ...

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
        """Draw it into a rectangle of its own proportions, (x, y) being the lower left corner."""
        ...


def _refused(detail: str) -> UserError:
    return UserError(
        _("This picture cannot be used as a logo."),
        detail,
        _("Choose a PNG, JPEG or SVG file; the logo that was there before is kept."),
        field="logo",
    )


def prepare_logo(data: bytes) -> bytes:
    """Return a logo ready to be kept: PNG and JPEG as a PNG of at most 1600 pixels a side, SVG cleaned as SVG.

    Raises UserError for anything broken, too large (over 40 megapixels), or that could not be archived.
    """
    if not data:
        raise _refused(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise _refused(_("The file is larger than 20 MB."))
    if is_svg(data):
        return _prepared_svg(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise _too_many_pixels()
                image.load()
                upright = ImageOps.exif_transpose(image) or image
                kept = upright.convert("RGBA" if _has_alpha(upright) else "RGB")
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_many_pixels() from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise _refused(_("It is not a PNG, JPEG or SVG picture, or it is broken.")) from error
    kept.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    written = BytesIO()
    kept.save(written, "PNG", optimize=True)
    return written.getvalue()


def is_svg(data: bytes) -> bool:
    """Tell whether a file begins as an SVG drawing does."""
    return _SVG_START.match(data[:65_536].removeprefix(b"\xef\xbb\xbf")) is not None


def _too_many_pixels() -> UserError:
    return _refused(_("It has more than 40 million pixels."))


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


# --------------------------------------------------------------------------------------------------------------- svg


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _prepared_svg(data: bytes) -> bytes:
    if len(data) > MAX_SVG_BYTES:
        raise _refused(_("The SVG file is larger than 2 MB."))
    kept = _cleaned_svg(data)
    logo = read_logo(kept)
    if logo is None:
        raise _refused(_("The SVG file cannot be drawn. Save it as PNG and try again."))
    written = BytesIO()
    settings: dict[str, Any] = {"pagesize": A4, "invariant": 1, "initialFontName": fonts.REGULAR, "lang": "en"}
    canvas = Canvas(written, **settings)
    # the proof that a report with this logo can be archived
    logo.draw(canvas, 0, 0, 100, 100 * logo.height / logo.width)
    canvas.showPage()
    canvas.save()
    try:
        archived(written.getvalue(), date(2000, 1, 1))
    except pdfa.PdfaError as error:
        raise _refused(_("The SVG file uses effects that cannot be archived. Save it as PNG.")) from error
    return kept


def _cleaned_svg(data: bytes) -> bytes:
    try:
        root: Element = defusedxml.ElementTree.fromstring(data, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise _refused(_("The SVG file is broken or holds entities that are not allowed.")) from error
    _clean_svg(root)
    if any(_local(part.tag) in _NOT_DRAWN for part in root.iter()):
        raise _refused(_("The SVG file uses gradients, patterns or filters, which would be lost. Save it as PNG."))
    if _expanded_size(root) > MAX_SVG_PARTS:
        raise _refused(_("The drawing is made of too many parts."))
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _clean_svg(root: Element) -> None:
    """Take out scripts, pictures and every address that leads out of the file."""
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child.tag) in _NOT_KEPT:
                if _local(child.tag) == "a":
                    child.tag = str(child.tag).replace("}a", "}g") if "}" in str(child.tag) else "g"
                else:
                    parent.remove(child)
                    continue
            if _local(child.tag) == "style" and child.text and re.search(r"@import|url\(\s*[\"']?(?!#)", child.text):
                parent.remove(child)
    for part in root.iter():
        for name, value in list(part.attrib.items()):
            leads_out = _local(name) == "href" and not value.startswith("#")
            if leads_out or _local(name).startswith("on") or re.search(r"url\(\s*[\"']?(?!#)", value):
                del part.attrib[name]


def _expanded_size(root: Element) -> int:
    """Count the parts with everything that `use` repeats; a circle counts as too many."""
    named = {part.get("id"): part for part in root.iter() if part.get("id")}
    known: dict[int, int] = {}

    def size(part: Element, depth: int) -> int:
        if depth > 60:
            return MAX_SVG_PARTS + 1
        if id(part) in known:
            return known[id(part)]
        known[id(part)] = MAX_SVG_PARTS + 1  # while it is being counted: a circle
        total = 1 + sum(size(child, depth + 1) for child in part)
        if _local(part.tag) == "use":
            aim = next((value for name, value in part.attrib.items() if _local(name) == "href"), "").lstrip("#")
            total += size(named[aim], depth + 1) if aim in named else 0
        known[id(part)] = min(total, MAX_SVG_PARTS + 1)
        return known[id(part)]

    return size(root, 0)


# ----------------------------------------------------------------------------------------------------------- drawing


@dataclass(frozen=True)
class _Raster:
    reader: Any
    width: float
    height: float

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
        canvas.drawImage(self.reader, x, y, width, height)


@dataclass(frozen=True)
class _Vector:
    drawing: Any
    width: float
    height: float

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
        canvas.saveState()
        canvas.translate(x, y)
        canvas.scale(width / self.width, height / self.height)
        renderPDF.draw(self.drawing, canvas, 0, 0)
        canvas.restoreState()


def _in_our_fonts(group: Group) -> None:
    for shape in group.contents:
        if isinstance(shape, Group):
            _in_our_fonts(shape)
        elif isinstance(shape, String):
            bold = "bold" in str(shape.fontName).lower()
            shape.fontName = fonts.BOLD if bold else fonts.REGULAR
            plain = fonts.clean(shape.text)
            shape.text = "".join(piece if name == fonts.REGULAR else "" for name, piece in fonts.runs(plain))


@lru_cache(maxsize=8)
def read_logo(data: bytes | None) -> Logo | None:
    """Return a kept logo ready to be drawn; None where there is none or where it cannot be read."""
    if not data:
        return None
    if is_svg(data):
        return _read_svg(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _read_picture(data)
        except (OSError, SyntaxError, ValueError, EOFError):
            return None
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            return None


def _read_picture(data: bytes) -> Logo | None:
    with Image.open(BytesIO(data), formats=_FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return None
        image.load()
        image.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
        whole = image.convert("RGBA")
    flat = Image.new("RGB", whole.size, "white")  # logos stand on white: no masks, no dark fringes
    flat.paste(whole, mask=whole.getchannel("A"))
    return _Raster(ImageReader(flat), *whole.size)


def _read_svg(data: bytes) -> Logo | None:
    from svglib.svglib import svg2rlg  # loaded only for a drawing

    if len(data) > MAX_SVG_BYTES:
        return None
    try:
        drawing: Drawing | None = svg2rlg(BytesIO(_cleaned_svg(data)))
    except UserError:
        return None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError, OSError):
        return None  # svglib has no error of its own: these are what broken drawings raise in it
    if drawing is None or drawing.width <= 0 or drawing.height <= 0:
        return None
    fonts.register()
    _in_our_fonts(drawing)
    return _Vector(drawing, float(drawing.width), float(drawing.height))
