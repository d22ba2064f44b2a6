"""Pictures of posts: made small, upright, with nothing hidden in them; hostile ones refused with a sentence."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from smmdesk.core.errors import UserError
from smmdesk.documents.thumbnails import KEPT_SIDE, MAX_BYTES, prepare_thumbnail


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    data = BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def read(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_kind_becomes_a_small_jpeg(kind: str) -> None:
    kept = read(prepare_thumbnail(written(Image.new("RGB", (3000, 1500), "#336699"), kind)))
    assert (kept.format, kept.size) == ("JPEG", (KEPT_SIDE, KEPT_SIDE // 2))


def test_a_small_picture_keeps_its_size() -> None:
    assert read(prepare_thumbnail(written(Image.new("RGB", (30, 20)), "PNG"))).size == (30, 20)


def test_transparent_parts_stay_in_a_png() -> None:
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    kept = read(prepare_thumbnail(written(image, "PNG")))
    assert (kept.format, kept.mode) == ("PNG", "RGBA")
    solid = Image.new("RGBA", (40, 40), (255, 0, 0, 255))
    assert read(prepare_thumbnail(written(solid, "PNG"))).format == "JPEG"


def test_it_is_turned_upright_and_the_camera_is_forgotten() -> None:
    image = Image.new("RGB", (40, 20), "white")
    exif = image.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[1] = "N"
    data = written(image, "JPEG", exif=exif, comment=b"hidden words")
    assert b"Secret Camera" in data and b"hidden words" in data
    content = prepare_thumbnail(data)
    kept = read(content)
    assert kept.size == (20, 40)
    assert not kept.getexif()
    assert b"Secret" not in content and b"hidden" not in content


def test_words_hidden_in_a_png_are_left_behind() -> None:
    from PIL.PngImagePlugin import PngInfo

    hidden = PngInfo()
    hidden.add_text("Comment", "hidden words")
    content = prepare_thumbnail(written(Image.new("RGBA", (9, 9), (1, 2, 3, 0)), "PNG", pnginfo=hidden))
    assert b"hidden words" not in content


def a_bomb(side: int) -> bytes:
    """Write a PNG of a few bytes that claims to be very large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty."),
        (b"no picture", "It is not a PNG, JPEG, WebP or GIF picture, or it is broken."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "It is not a PNG, JPEG, WebP or GIF picture, or it is broken."),
        (written(Image.new("RGB", (64, 64)), "PNG")[:-40], "It is not a PNG, JPEG, WebP or GIF picture"),
        (written(Image.new("RGB", (8, 8)), "BMP"), "It is not a PNG, JPEG, WebP or GIF picture, or it is broken."),
        (a_bomb(9_000), "It has more than 60 million pixels."),
        (a_bomb(60_000), "It has more than 60 million pixels."),
        (b"\x89PNG" + b"\0" * MAX_BYTES, "The file is larger than 30 MB."),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(UserError) as refusal:
        prepare_thumbnail(data)
    assert refusal.value.title == "This picture cannot be kept."
    assert refusal.value.detail.startswith(told)
    assert refusal.value.field == "picture"
