"""Logos: what may be kept, what is refused, and that nothing broken ever breaks a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from smmdesk.core.errors import UserError
from smmdesk.documents.images import KEPT_SIDE, prepare_logo, read_logo
from smmdesk.documents.monthly_report import render_monthly_report
from tests.documents.reports import a_logo, hotel
from tests.documents.variants import STATES, bare

SVG = b"""<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80"><rect width="200" height="80" rx="12" fill="#0af"/>
<text x="20" y="50" font-size="30" font-family="Arial">Hotel \xc5\x81 \xf0\x9f\x98\x80</text></svg>"""


def picture(mode: str, size: tuple[int, int], kind: str, **more: int) -> bytes:
    written = BytesIO()
    Image.new(mode, size).save(written, kind, **more)
    return written.getvalue()


def nested_uses() -> bytes:
    groups = "".join(f'<g id="a{n}">' + f'<use xlink:href="#a{n + 1}"/>' * 10 + "</g>" for n in range(9))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
        f'{groups}<rect id="a9" width="1" height="1"/></svg>'
    ).encode()


BAD: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"not a picture",
    "cut off": lambda: a_logo()[:200],
    "gif": lambda: picture("RGB", (30, 10), "GIF"),
    "50 megapixels": lambda: picture("1", (7100, 7100), "PNG"),
    "200 megapixels": lambda: picture("1", (14_200, 14_200), "PNG"),
    "broken svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><rect',
    "entities": lambda: (
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"/>'
    ),
    "entities past a comment": lambda: b'<!DOCTYPE svg SYSTEM "x" [<!ENTITY a "a">]><svg><text>&a;</text></svg>',
    "no size": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "nested uses": nested_uses,
    "a circle of uses": lambda: (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a"><use href="#a"/></g></svg>'
    ),
    "gradient": lambda: SVG.replace(b"<rect", b'<linearGradient id="g"/><rect'),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_with_words_and_harmless_in_a_report(name: str) -> None:
    data = BAD[name]()
    with pytest.raises(UserError) as refusal:
        prepare_logo(data)
    assert refusal.value.title == "This picture cannot be used as a logo."
    assert refusal.value.detail
    assert refusal.value.field == "logo"
    assert read_logo(data) is None


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (picture("RGB", (300, 100), "JPEG"), (300, 100)),
        (picture("CMYK", (300, 100), "JPEG"), (300, 100)),
        (picture("P", (300, 100), "PNG", transparency=0), (300, 100)),
        (picture("LA", (10, 30), "PNG"), (10, 30)),
        (picture("RGB", (4000, 1000), "PNG"), (KEPT_SIDE, KEPT_SIDE // 4)),
    ],
)
def test_pictures_become_png_and_keep_their_proportions(data: bytes, size: tuple[int, int]) -> None:
    kept = prepare_logo(data)
    with Image.open(BytesIO(kept)) as image:
        assert image.format == "PNG"
        assert image.size == size
    logo = read_logo(kept)
    assert logo is not None
    assert (logo.width, logo.height) == size


def test_a_turned_photograph_stands_upright() -> None:
    turned = Image.new("RGB", (40, 20))
    written = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(written, "JPEG", exif=exif)
    with Image.open(BytesIO(prepare_logo(written.getvalue()))) as image:
        assert image.size == (20, 40)


def test_a_drawing_stays_a_drawing_without_what_leads_out() -> None:
    hostile = SVG.replace(
        b"<rect",
        b'<script>x()</script><image href="file:///etc/passwd"/><style>@import "http://x"; .a{}</style>'
        b'<a href="javascript:x()"><circle r="3"/></a><rect onclick="x()"',
    )
    kept = prepare_logo(hostile)
    for word in (b"script", b"passwd", b"import", b"onclick"):
        assert word not in kept
    assert b"circle" in kept
    logo = read_logo(kept)
    assert logo is not None
    assert logo.width / logo.height == pytest.approx(2.5)


def test_a_drawing_prints_in_our_fonts() -> None:
    report = hotel(client=replace(hotel().client, logo=prepare_logo(SVG)))
    with pikepdf.open(BytesIO(render_monthly_report(report))) as document:
        names = {str(o.BaseFont) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
    assert not any("Helvetica" in name or "Arial" in name for name in names)


@pytest.mark.parametrize(
    "logo",
    [
        SVG,
        a_logo(),
        picture("RGB", (300, 100), "JPEG"),
        picture("RGB", (1, 900), "PNG"),
        picture("RGB", (900, 1), "PNG"),
    ],
)
def test_logos_kept_unprepared_print_too(logo: bytes) -> None:
    report = bare(
        STATES["gain"], client=replace(hotel().client, logo=logo), freelancer=replace(hotel().freelancer, logo=logo)
    )
    render_monthly_report(report)
