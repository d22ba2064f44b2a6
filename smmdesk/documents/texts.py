"""Plain text on paper: broken into lines, in its own direction and fonts, with at most one link or name of a place."""

from __future__ import annotations

from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from smmdesk.documents import fonts
from smmdesk.documents.style import BODY, INK, Rgb, text_style

_LONGEST_PIECE = 400  # characters of one line; no line of a page holds more


class Text(Flowable):
    """A cleaned text without markup, line ends kept; right-to-left lines are turned to how they are seen.

    Much cheaper than a paragraph of markup, which is kept for sentences with several links or colours. `link` is the
    address that the whole text leads to, `place` the name under which others lead to it, `overhang` how many points
    its lines run past its width.
    """

    def __init__(
        self,
        text: str,
        wanted: ParagraphStyle,
        *,
        link: str = "",
        place: str = "",
        overhang: float = 0,
        lines: list[tuple[str, bool]] | None = None,
    ) -> None:
        super().__init__()
        self.text = text
        self.style = wanted
        self.link = link
        self.place = place
        self.two_way = fonts.needs_reordering(text)
        self.overhang = 0.0 if self.two_way else overhang
        self.lines = lines or []
        self.fixed = lines is not None
        self.broken_at: float | None = None

    def getSpaceBefore(self) -> float:  # noqa: N802 (reportlab's names)
        return self.style.spaceBefore

    def getSpaceAfter(self) -> float:  # noqa: N802
        return self.style.spaceAfter

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        if self.broken_at != aW:
            self.broken_at = aW
            if not self.fixed:
                self.lines = [
                    (line, self.two_way and fonts.is_right_to_left(block))
                    for block in (self.text.split("\n") if self.text else ())
                    for line in self._broken(fonts.joined(block) if self.two_way else block, aW + self.overhang)
                ]
            self.width = aW
            self.height = len(self.lines) * self.style.leading
        return self.width, self.height

    def _broken(self, text: str, width: float) -> list[str]:
        name, size = self.style.fontName, self.style.fontSize
        space = fonts.width_of(" ", name, size)
        lines: list[str] = []
        current: list[str] = []
        used = 0.0
        for word in text.split(" "):
            wide = fonts.width_of(word, name, size)
            if current and used + space + wide <= width:
                current.append(word)
                used += space + wide
                continue
            if current:
                lines.append(" ".join(current))
            while wide > width and len(word) > 1:
                piece = self._fitting(word, width)
                lines.append(word[:piece])
                word = word[piece:]
                wide = fonts.width_of(word, name, size)
            current, used = [word], wide
        return [*lines, " ".join(current)]

    def _fitting(self, word: str, width: float) -> int:
        """Return how many characters of a word that is too long stand on one line, at least one."""
        low, high = 1, min(len(word), _LONGEST_PIECE)
        while low < high:
            middle = (low + high + 1) // 2
            if fonts.width_of(word[:middle], self.style.fontName, self.style.fontSize) <= width:
                low = middle
            else:
                high = middle - 1
        return low

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        self.wrap(aW, aH)
        fitting = int(aH / self.style.leading)
        if fitting < 2 or fitting >= len(self.lines):
            return [] if fitting < len(self.lines) else [self]
        first = Text("", self.style, link=self.link, place=self.place, lines=self.lines[:fitting])
        rest = Text("", self.style, link=self.link, lines=self.lines[fitting:])
        first.two_way = rest.two_way = self.two_way
        return [first, rest]

    def draw(self) -> None:
        canvas, name, size, leading = self.canv, self.style.fontName, self.style.fontSize, self.style.leading
        if self.place:
            canvas.bookmarkHorizontal(self.place, 0, self.height)
        rightwards = self.style.alignment == TA_RIGHT
        written = canvas.beginText()
        written.setFillColor(self.style.textColor)
        current = ""
        y = self.height - size
        for line, leftwards in self.lines:
            shown = fonts.in_visual_order(line, "R" if leftwards else "L") if self.two_way else line
            x = self.width - fonts.width_of(shown, name, size) if leftwards or rightwards else 0.0
            written.setTextOrigin(x, y)
            for chosen, piece in fonts.runs(shown, name):
                if chosen != current:
                    written.setFont(chosen, size)
                    current = chosen
                written.textOut(piece)
            if self.link and line:
                wide = fonts.width_of(shown, name, size)
                canvas.linkURL(self.link, (x, y - 2, x + wide, y + size), relative=1, thickness=0)
            y -= leading
        canvas.drawText(written)


def user_text(
    text: str,
    size: float = BODY,
    weight: str = fonts.REGULAR,
    ink: Rgb = INK,
    *,
    link: str = "",
    place: str = "",
    overhang: float = 0,
    **more: Any,
) -> Text:
    """Return any text as it was written, line ends kept, in its own direction."""
    wanted = text_style(size, weight, ink, **more)
    return Text(fonts.clean(text, lines=True), wanted, link=link, place=place, overhang=overhang)
