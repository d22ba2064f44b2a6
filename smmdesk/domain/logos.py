"""Logos of clients and of my own brand: checked when they come in, so that the paper never meets a broken one."""

from __future__ import annotations

import io

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.files import keep_file

LARGEST_LOGO = 5_000_000
LARGEST_SIDE = 10_000


def check_logo(content: bytes, name: str, field: str = "logo") -> None:
    """Accept a PNG, JPEG or SVG picture. Raises UserError for anything else, a broken or an oversized one."""
    if len(content) > LARGEST_LOGO:
        raise UserError(
            _("{name} is too large for a logo.").format(name=name),
            _("The limit is {size} MB. The logo was not changed.").format(size=LARGEST_LOGO // 1_000_000),
            _("Save it smaller, then try again."),
            field=field,
        )
    if not (_is_drawing(content) or _is_picture(content)):
        raise UserError(
            _("{name} is not a picture that can be used as a logo.").format(name=name),
            _("It is no PNG, JPEG or SVG, or it is damaged. The logo was not changed."),
            _("Export the logo again as PNG or SVG."),
            field=field,
        )


def keep_logo(content: bytes, name: str) -> int:
    """Check a logo and keep it inside the workspace; return the file's id. Runs inside the caller's transaction."""
    check_logo(content, name)
    return keep_file(content, name)


def _is_picture(content: bytes) -> bool:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > LARGEST_SIDE:
                return False
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _is_drawing(content: bytes) -> bool:
    if b"<svg" not in content[:100_000]:
        return False
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError):
        return False
    return root is not None and root.tag.rpartition("}")[2] == "svg"
