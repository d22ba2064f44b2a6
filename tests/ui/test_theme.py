"""The theme's tokens: enough contrast in both palettes, one style sheet without gaps, no literal elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPalette

from smmdesk.ui import icons, sheet, theme

PALETTES = pytest.mark.parametrize("tones", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
UI = Path(theme.__file__).parent


@PALETTES
@pytest.mark.parametrize(("text", "ground"), theme.TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(tones: theme.Tokens, text: str, ground: str) -> None:
    assert theme.contrast(getattr(tones, text), getattr(tones, ground)) >= 4.5


@PALETTES
@pytest.mark.parametrize(("edge", "ground"), theme.EDGE_PAIRS)
def test_edges_of_what_can_be_used_stand_out(tones: theme.Tokens, edge: str, ground: str) -> None:
    assert theme.contrast(getattr(tones, edge), getattr(tones, ground)) >= 3


@PALETTES
def test_every_text_role_of_the_palette_holds_on_its_ground(qapp: Any, tones: theme.Tokens) -> None:
    made = theme.palette(tones)
    role = QPalette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.PlaceholderText, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
    ):
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            contrast = theme.contrast(made.color(group, text).name(), made.color(group, ground).name())
            assert contrast >= 4.5, (text, ground, group)


def test_the_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert theme.contrast("#123456", "#123456") == 1


@PALETTES
def test_the_style_sheet_is_filled_with_the_tones(qapp: Any, tones: theme.Tokens) -> None:
    sheet = theme.style_sheet(tones)
    assert "%(" not in sheet
    assert tones.accent in sheet
    other = theme.DARK if tones is theme.LIGHT else theme.LIGHT
    assert other.window not in sheet


def test_sizes_follow_the_font(qapp: Any) -> None:
    assert theme.font("title").pointSizeF() == pytest.approx(theme.font("body").pointSizeF() * 1.6)
    assert theme.font("section").pointSizeF() == pytest.approx(theme.font("body").pointSizeF() * 1.15)
    assert theme.font("caption").pointSizeF() == pytest.approx(theme.font("body").pointSizeF() * 0.9)
    assert theme.characters(20) > theme.characters(10) > 0


def test_switching_tells_everybody_and_back(qtbot: Any) -> None:
    theme.apply("light")
    with qtbot.waitSignal(theme.signals.changed):
        theme.apply("dark")
    assert theme.is_dark()
    assert theme.color("surface").name() == theme.DARK.surface
    theme.apply("light")
    assert not theme.is_dark()


def test_a_tool_tip_shows_markup_as_it_was_typed() -> None:
    assert "&lt;b&gt;Bar &amp; Grill" in theme.plain_tip("<b>Bar & Grill")
    assert theme.plain_tip("") == ""


def test_icons_take_the_tone_that_is_asked_for(qapp: Any) -> None:
    theme.apply("light")
    image = icons.pixmap("add", "bad", 24).toImage()
    drawn = {
        image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() == 255
    }
    assert drawn == {theme.LIGHT.bad}


def test_every_icon_of_the_table_has_its_file() -> None:
    folder = UI.parents[1] / "resources" / "icons"
    assert [file for file in icons.FILES.values() if not (folder / f"{file}.svg").exists()] == []


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: path.relative_to(UI).as_posix())
def test_no_colour_and_no_font_stands_outside_the_theme(path: Path) -> None:
    if path in (Path(theme.__file__), Path(sheet.__file__)):
        return
    code = path.read_text(encoding="utf-8")
    colors = [one for one in re.findall(r"#[0-9a-fA-F]{6}\b", code) if one not in ("#000000", "#0f4c5c")]
    assert colors == [], "colours are tokens of the theme"
    assert not re.search(r"QFont\(|setPointSize|setStyleSheet|QColor\(\d|font-size", code)
