"""Pictures of posts: any PNG, JPEG, WebP or GIF becomes a small one with nothing hidden in it, or a clear refusal."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _

KEPT_SIDE = 720  # pixels of the longer side: 60 mm on paper at 300 dpi
MAX_PIXELS = 60_000_000
MAX_BYTES = 30_000_000
QUALITY = 82
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


def prepare_thumbnail(data: bytes) -> bytes:
    """Return a picture ready to be kept: a JPEG, or a PNG where it has transparent parts, at most 720 pixels a side.

    It is turned upright; camera data, places and comments are not kept. Raises UserError for anything that is no such
    picture, is broken, or too large (over 60 megapixels or 30 MB).
    """
    if not data:
        raise _refused(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise _refused(_("The file is larger than {size} MB.").format(size=MAX_BYTES // 1_000_000))
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise _too_many_pixels()
                image.draft("RGB", (KEPT_SIDE * 2, KEPT_SIDE * 2))  # a large JPEG is read small at once
                image.load()
                upright = ImageOps.exif_transpose(image) or image
                has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
                kept = upright.convert("RGBA" if has_alpha else "RGB")
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_many_pixels() from error
        except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
            raise _refused(_("It is not a PNG, JPEG, WebP or GIF picture, or it is broken.")) from error
    kept.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    # Pixels alone go into a new picture: what else the file held stays behind.
    bare = Image.frombytes(kept.mode, kept.size, kept.tobytes())
    written = BytesIO()
    if has_alpha and bare.getextrema()[-1] != (255, 255):
        bare.save(written, "PNG", optimize=True)
    else:
        bare.convert("RGB").save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _too_many_pixels() -> UserError:
    return _refused(_("It has more than {count} million pixels.").format(count=MAX_PIXELS // 1_000_000))


def _refused(detail: str) -> UserError:
    return UserError(
        _("This picture cannot be kept."), detail, _("Nothing was changed. Choose another file."), field="picture"
    )
