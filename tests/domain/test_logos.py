"""Logos are made ready when they come in, so that the paper never meets a broken one."""

from __future__ import annotations

from io import BytesIO

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from smmdesk.core.errors import UserError
from smmdesk.domain.files import StoredFile, file_content
from smmdesk.domain.logos import keep_logo, prepared
from smmdesk.store.database import transaction


def picture(kind: str, size: tuple[int, int] = (4, 4)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("content", [picture("PNG"), picture("JPEG"), picture("PNG", (3_000, 10))])
def test_pictures_become_png_of_a_sensible_size(content):
    ready = prepared(content)
    with Image.open(BytesIO(ready)) as image:
        assert image.format == "PNG"
        assert max(image.size) <= 1_600


def test_drawings_stay_drawings():
    ready = prepared(b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0 0h4v4z"/></svg>')
    assert fromstring(ready).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", picture("GIF"), picture("PNG")[:40], picture("JPEG")[:100], b"<html><svg></svg></html>", b"<svg"],
)
def test_anything_else_is_refused(content):
    with pytest.raises(UserError):
        prepared(content)


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [("logo.jpg", "logo.png"), ("brand", "brand.png"), ("a/b.svg", "b.png")],
)
def test_a_logo_is_kept_under_a_name_that_tells_what_it_is(workspace, name, kept_as):
    ready = prepared(picture("PNG"))
    with transaction():
        kept = keep_logo(ready, name)
    assert file_content(kept) == ready
    assert StoredFile.get_by_id(kept).name == kept_as
    assert StoredFile.get_by_id(kept).media_type == "image/png"
