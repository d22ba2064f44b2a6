"""The fonts of the paper: one family, fallbacks for other scripts, and any text of a user made safe to print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from smmdesk.core.paths import resource_path

rl_config.useA85 = 0  # streams as bytes, not as text: smaller, and nothing to gain from ASCII

REGULAR, SEMIBOLD, BOLD = "Desk", "Desk-SemiBold", "Desk-Bold"
_FILES = {
    REGULAR: "IBMPlexSans-Regular.ttf",
    SEMIBOLD: "IBMPlexSans-SemiBold.ttf",
    BOLD: "IBMPlexSans-Bold.ttf",
    "Desk-Latin": "NotoSans-Regular.ttf",
    "Desk-Arabic": "NotoSansArabic-Regular.ttf",
    "Desk-Hebrew": "NotoSansHebrew-Regular.ttf",
    "Desk-Thai": "NotoSansThai-Regular.ttf",
    "Desk-Armenian": "NotoSansArmenian-Regular.ttf",
    "Desk-Georgian": "NotoSansGeorgian-Regular.ttf",
    "Desk-Devanagari": "NotoSansDevanagari-Regular.ttf",
    "Desk-Shapes": "NotoSansSymbols2-Regular.ttf",
    "Desk-Symbols": "NotoSansSymbols-Regular.ttf",
    "Desk-Emoji": "NotoEmoji-Regular.ttf",
    "Desk-Hangul": "DeskHangul-Regular.ttf",
    "Desk-Han": "DroidSansFallbackFull.ttf",
}
# Where a character is looked for first: (first, last, font). Everything else is tried in _LAST_RESORT.
_BLOCKS = (
    (0x0250, 0x052F, "Desk-Latin"),
    (0x0530, 0x058F, "Desk-Armenian"),
    (0x0590, 0x05FF, "Desk-Hebrew"),
    (0x0600, 0x07FF, "Desk-Arabic"),
    (0x0900, 0x097F, "Desk-Devanagari"),
    (0x0E00, 0x0E7F, "Desk-Thai"),
    (0x10A0, 0x10FF, "Desk-Georgian"),
    (0x1100, 0x11FF, "Desk-Hangul"),
    (0x1D00, 0x2064, "Desk-Latin"),
    (0x2E80, 0x312F, "Desk-Han"),
    (0x3130, 0x318F, "Desk-Hangul"),
    (0x3190, 0x9FFF, "Desk-Han"),
    (0xA640, 0xABFF, "Desk-Latin"),
    (0xAC00, 0xD7A3, "Desk-Hangul"),
    (0xF900, 0xFAFF, "Desk-Han"),
    (0xFB1D, 0xFB4F, "Desk-Hebrew"),
    (0xFB50, 0xFDFF, "Desk-Arabic"),
    (0xFE30, 0xFE6F, "Desk-Han"),
    (0xFE70, 0xFEFC, "Desk-Arabic"),
    (0xFF00, 0xFFEF, "Desk-Han"),
    (0x20000, 0x2FA1F, "Desk-Han"),
)
_LAST_RESORT = ("Desk-Emoji", "Desk-Shapes", "Desk-Symbols", "Desk-Latin", "Desk-Han")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ARABIC = re.compile("[\u0600-\u07ff]")
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_LONGEST_WORD = 48  # characters; the widths of shorter texts are kept
_UNKNOWN = "?"  # a character that no font holds and that has no plainer form


@cache
def font(name: str) -> TTFont:
    """Return one of our fonts, read and registered at its first use (once per process)."""
    loaded = TTFont(name, str(resource_path("fonts", _FILES[name])), shapable=False)
    # a glyph for U+0000 would hide from the archive's check that a character has none
    loaded.face.charToGlyph.pop(0, None)
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def _covered(name: str) -> frozenset[str]:
    return frozenset(map(chr, font(name).face.charToGlyph))


@cache
def register() -> None:
    """Register the main family; the fallbacks follow when a text asks for them."""
    for name in (REGULAR, SEMIBOLD, BOLD):
        font(name)
        # one face per name: <b> and <i> are never used, the weight is chosen by font
        pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)


@cache
def _plain() -> frozenset[str]:
    """Return the characters that all weights hold and that need no cleaning."""
    both = _covered(REGULAR) & _covered(SEMIBOLD) & _covered(BOLD)
    return frozenset(c for c in both if unicodedata.category(c) not in _DROPPED and not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def _home(character: str) -> str | None:
    """Return the fallback font that holds a character; None where none does."""
    code = ord(character)
    for first, last, name in _BLOCKS:
        if first <= code <= last and character in _covered(name):
            return name
    return next((name for name in _LAST_RESORT if character in _covered(name)), None)


def clean(text: str, *, lines: bool = False) -> str:
    """Return a text without what cannot be printed: controls, invisible marks, parts of emoji without a glyph.

    Line ends become spaces unless `lines` is set. Characters that no font holds give way to their plain form
    (mathematical letters to letters), else to a question mark.
    """
    register()
    plain = _plain()
    if plain.issuperset(text):
        return text
    kept: list[str] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    for character in unicodedata.normalize("NFC", text):
        if character in plain:
            kept.append(character)
        elif character == "\n":
            kept.append("\n" if lines else " ")
        elif character.isspace():
            kept.append("\u00a0" if character in "\u00a0\u2007\u202f" else " ")
        elif unicodedata.category(character) in _DROPPED or ord(character) in _SKIN_TONES:
            continue
        elif 0xFE00 <= ord(character) <= 0xFE0F or character == "\u20e3":
            continue  # variation selectors, the key cap around a digit
        elif ord(character) in _FLAG_LETTERS:
            kept.append(chr(ord("A") + ord(character) - 0x1F1E6))
        elif _home(character) is not None:
            kept.append(character)
        elif unicodedata.combining(character):
            continue
        else:
            simpler = unicodedata.normalize("NFKC", character)
            kept.append(simpler if all(c in plain or _home(c) for c in simpler) else _UNKNOWN)
    return "".join(kept)


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters; where it was longer, it ends after a word with an ellipsis."""
    if len(text) <= most:
        return text
    whole, _space, started = text[:most].rpartition(" ")
    return (whole if whole and len(started) < _LONGEST_WORD else text[: most - 1]).rstrip(" ,;:–-") + "…"


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction runs from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in ("R", "AL"):
            return True
    return False


def needs_reordering(text: str) -> bool:
    """Tell whether a text holds letters that run from right to left."""
    return _RTL.search(text) is not None


@cache
def _arabic_forms() -> dict[tuple[str, str], str]:
    """Return the joined forms by (letters, form), read from Unicode's own table of presentation forms."""
    forms: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        form, *letters = unicodedata.decomposition(chr(code)).split() or ("",)
        if form in ("<isolated>", "<initial>", "<medial>", "<final>"):
            forms.setdefault(("".join(chr(int(letter, 16)) for letter in letters), form[1:-1]), chr(code))
    return forms


def joined(text: str) -> str:
    """Return a text with its Arabic letters in their joined forms, still in the order in which it is read."""
    if _ARABIC.search(text) is None:
        return text
    forms = _arabic_forms()
    units: list[str] = []  # letters; marks of vowels stay with the letter before them; lam and alef are one
    for character in text:
        is_mark = unicodedata.category(character) == "Mn"
        if units and (is_mark or (units[-1] == "\u0644" and ("\u0644" + character, "isolated") in forms)):
            units[-1] += character
        else:
            units.append(character)
    letters = [unit if (unit, "isolated") in forms else unit[0] for unit in units]

    def joins_next(place: int) -> bool:
        return 0 <= place < len(letters) and ((letters[place], "initial") in forms or letters[place] == "\u0640")

    def joins_previous(place: int) -> bool:
        return place < len(letters) and ((letters[place], "final") in forms or letters[place] == "\u0640")

    shown: list[str] = []
    for place, (unit, letter) in enumerate(zip(units, letters, strict=True)):
        before = joins_next(place - 1) and joins_previous(place)
        after = joins_next(place) and joins_previous(place + 1)
        form = ("medial" if after else "final") if before else ("initial" if after else "isolated")
        joined_form = forms.get((letter, form), letter)
        shown.append((joined_form if joined_form in _covered("Desk-Arabic") else letter) + unit[len(letter) :])
    return "".join(shown)


def in_visual_order(line: str, base: str | None = None) -> str:
    """Return one line as it is seen from left to right. `base` is "R" or "L"; None: by its first letter."""
    from bidi import get_display  # loaded only for Hebrew and Arabic

    shown = get_display(line, base_dir=base)
    return shown if isinstance(shown, str) else shown.decode()


def runs(text: str, name: str = REGULAR) -> Iterator[tuple[str, str]]:
    """Yield (font, piece) of a cleaned text in visual order."""
    plain = _plain()
    if plain.issuperset(text):
        if text:
            yield name, text
        return
    start, current = 0, name
    for place, character in enumerate(text):
        wanted = name if character in plain else (_home(character) or name)
        if wanted != current:
            if place > start:
                yield current, text[start:place]
            start, current = place, wanted
    if len(text) > start:
        yield current, text[start:]


def markup_of(text: str, name: str = REGULAR) -> str:
    """Return a cleaned text in visual order as paragraph markup: escaped, its other scripts in their fonts."""
    if _plain().issuperset(text):
        return escape(text)
    pieces = []
    for chosen, piece in runs(text, name):
        shown = escape(piece).replace("\n", "<br/>")
        pieces.append(shown if chosen == name else f'<font name="{chosen}">{shown}</font>')
    return "".join(pieces)


def safe(text: str, name: str = REGULAR, *, lines: bool = False) -> str:
    """Return a user's text as markup for use inside a sentence; right-to-left words in their visual order."""
    cleaned = clean(text, lines=lines)
    if needs_reordering(cleaned):
        # inside a sentence the name stays in one piece, so that its words keep their order
        cleaned = in_visual_order(joined(cleaned), "L").replace(" ", "\u00a0" if len(cleaned) <= 40 else " ")
    return markup_of(cleaned, name)


def width_of(text: str, name: str, size: float) -> float:
    """Return the width in points of a cleaned text in visual order."""
    return _width_of(text, name, size) if len(text) <= _LONGEST_WORD else _measured(text, name, size)


def _measured(text: str, name: str, size: float) -> float:
    register()
    if _plain().issuperset(text):
        return pdfmetrics.stringWidth(text, name, size)
    return sum(pdfmetrics.stringWidth(piece, chosen, size) for chosen, piece in runs(text, name))


_width_of = lru_cache(maxsize=16_384)(_measured)  # the words of a report are few; long texts are not kept


def cut(text: str, name: str, size: float, width: float) -> str:
    """Return a cleaned text, shortened with an ellipsis where it is wider than `width` points."""
    if width_of(text, name, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + "…", name, size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
