"""The charts as lists of shapes: what is drawn where, in points from the top left corner, for paper and window alike.

A chart is a pure function from values to a `Drawing`. Colours are roles; whoever paints knows their tones. Numbers
are written in the language now spoken. `measure` says how wide a text is (text, size, semibold).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.periods import Month

Measure = Callable[[str, float, bool], float]


class Tone(StrEnum):
    """What a colour is for."""

    DATA = "data"  # the client's colour: what is sure, this year
    PALE = "pale"  # its lighter tone
    TINT = "tint"  # its palest tone
    QUIET = "quiet"  # what went out
    TEXT = "text"
    MUTED = "muted"
    RULE = "rule"
    GOOD = "good"
    BAD = "bad"
    PAPER = "paper"


class Texture(StrEnum):
    """How an area is filled: solid = measured, actual; striped = confirmed, forecast; outlined = estimated, plan."""

    SOLID = "solid"
    STRIPED = "striped"
    OUTLINED = "outlined"


class Anchor(StrEnum):
    """Which point of a text stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `hint` is what the window says under the pointer."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone
    texture: Texture = Texture.SOLID
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: Tone = Tone.RULE
    width: float = 0.5
    dashed: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle around a point."""

    x: float
    y: float
    radius: float
    tone: Tone
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float = 8.5
    tone: Tone = Tone.TEXT
    semibold: bool = False
    anchor: Anchor = Anchor.START
    hint: str = ""


Shape = Box | Line | Dot | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be painted."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


SIZE = 8.5
LINE_HEIGHT = 11.34


def wrapped(text: str, size: float, semibold: bool, width: float, measure: Measure, most: int = 2) -> list[str]:
    """Break a text into at most `most` lines of `width` points; what does not fit ends with an ellipsis."""
    lines: list[str] = []
    current = ""
    words = text.split(" ")
    for place, word in enumerate(words):
        longer = f"{current} {word}" if current else word
        if measure(longer, size, semibold) <= width or not current:
            current = longer
            continue
        if len(lines) == most - 1:
            current = " ".join([current, *words[place:]])
            break
        lines.append(current)
        current = word
    while current and measure(current, size, semibold) > width:
        current = current[:-2].rstrip() + "…" if len(current) > 2 else ""
    return [*lines, current] if current else lines


# --------------------------------------------------------------------------------------------------------- range bar


@dataclass(frozen=True, slots=True)
class RangePart:
    """One tier of the range bar, in hundredths; `title` and `note` are written under it."""

    cents: int
    texture: Texture
    title: str
    note: str = ""


def range_bar(parts: Sequence[RangePart], mark: int | None, mark_title: str, width: float, measure: Measure) -> Drawing:
    """Draw the tiers of what came back end to end, from zero, with the mark of the sum invested.

    A tier below zero is not drawn as an area (the range starts at zero); its words still stand below.
    """
    shapes: list[Shape] = []
    bar_top, bar_height = LINE_HEIGHT + 7, 17.0
    drawn = [part for part in parts if part.cents > 0]
    total = max(sum(part.cents for part in drawn), mark or 0, 1)
    scale = width / total
    x = 0.0
    starts: dict[int, float] = {}
    for place, part in enumerate(parts):
        starts[place] = x
        if part.cents > 0:
            hint = f"{part.title} {part.note}".strip()
            shapes.append(Box(x, bar_top, part.cents * scale, bar_height, Tone.DATA, part.texture, hint))
            x += part.cents * scale
    if x < width:
        shapes.append(Line(x, bar_top + bar_height, width, bar_top + bar_height, Tone.RULE))
    if mark is not None and mark > 0:
        place_x = mark * scale
        shapes.append(Line(place_x, bar_top - 4, place_x, bar_top + bar_height + 4, Tone.PAPER, 3.6))
        shapes.append(Line(place_x, bar_top - 4, place_x, bar_top + bar_height + 4, Tone.BAD, 1.4))
        half = measure(mark_title, SIZE, True) / 2
        centre = min(max(place_x, half), width - half)
        shapes.append(Label(centre, bar_top - 7, mark_title, SIZE, Tone.BAD, True, Anchor.MIDDLE))
    # words under the parts: where their area begins; too narrow or too near: side by side in equal columns
    column = width / max(len(parts), 1)
    room = [
        (starts[place + 1] if place + 1 < len(parts) else width) - starts[place] - 10 for place in range(len(parts))
    ]
    wide = [max(measure(part.title, SIZE, True), measure(part.note, SIZE, False)) for part in parts]
    beside = all(need <= have for need, have in zip(wide, room, strict=True))
    top = bar_top + bar_height + LINE_HEIGHT + 3
    deepest = 1
    for place, part in enumerate(parts):
        left = starts[place] if beside else place * column
        if not beside:
            shapes.append(Box(left, top - 6.8, 7.2, 7.2, Tone.DATA, part.texture))
        indent = 0.0 if beside else 11.0
        space = (room[place] if beside else column - 10) - indent
        lines = [(text, True) for text in wrapped(part.title, SIZE, True, space, measure)]
        lines += [(text, False) for text in wrapped(part.note, SIZE, False, space, measure, 3)] if part.note else []
        for row, (text, strong) in enumerate(lines):
            tone = Tone.TEXT if strong else Tone.MUTED
            shapes.append(Label(left + indent, top + row * LINE_HEIGHT, text, SIZE, tone, strong))
        deepest = max(deepest, len(lines))
    return Drawing(width, top + (deepest - 1) * LINE_HEIGHT + 4, tuple(shapes))


# --------------------------------------------------------------------------------------------------------- waterfall


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall, in whole units of money; `total` bars stand on zero."""

    title: str
    amount: int
    texture: Texture = Texture.SOLID
    note: str = ""
    cost: bool = False
    total: bool = False
    shown: str = ""  # the amount as written


def waterfall(steps: Sequence[Step], width: float, height: float, measure: Measure) -> Drawing:
    """Draw how much came back, what went out, and what is left: one bar per step, time and addition from the left."""
    running = 0
    spans: list[tuple[int, int]] = []
    for step in steps:
        start = 0 if step.total else running
        end = step.amount if step.total else running + step.amount
        spans.append((start, end))
        running = end
    top_value = max(0, *(max(span) for span in spans)) if spans else 0
    low_value = min(0, *(min(span) for span in spans)) if spans else 0
    slot = width / max(len(steps), 1)
    bar = min(slot * 0.68, 64)
    texts = [
        (
            wrapped(step.title, SIZE, step.total, slot - 6, measure),
            wrapped(step.note, SIZE, False, slot - 6, measure) if step.note else [],
        )
        for step in steps
    ]
    text_rows = max((len(title) + len(note) for title, note in texts), default=1)
    head, foot = LINE_HEIGHT + 4, text_rows * LINE_HEIGHT + 8
    space = height - head - foot
    if low_value < 0:
        space -= LINE_HEIGHT  # the amount of a bar below zero may stand under it
    scale = space / max(top_value - low_value, 1)

    def at(value: int) -> float:
        return head + (top_value - value) * scale

    shapes: list[Shape] = []
    base = height - foot
    for place, (step, (start, end)) in enumerate(zip(steps, spans, strict=True)):
        left = place * slot + (slot - bar) / 2
        upper, lower = at(max(start, end)), at(min(start, end))
        tone = (Tone.GOOD if step.amount >= 0 else Tone.BAD) if step.total else Tone.QUIET if step.cost else Tone.DATA
        thick = max(lower - upper, 0.8)
        texture = Texture.OUTLINED if step.total else step.texture
        shapes.append(Box(left, upper, bar, thick, tone, texture, hint=f"{step.title}: {step.shown}"))
        below = step.total and step.amount < 0
        strong = Tone.BAD if below else Tone.GOOD if step.total else Tone.TEXT
        label_y = lower + LINE_HEIGHT if below else upper - 4
        shapes.append(Label(left + bar / 2, label_y, step.shown, SIZE, strong, True, Anchor.MIDDLE))
        if place + 1 < len(steps):
            next_left = (place + 1) * slot + (slot - bar) / 2
            shapes.append(Line(left + bar, at(end), next_left, at(end), Tone.MUTED, 0.5, dashed=True))
        title, note = texts[place]
        for row, text in enumerate((*title, *note)):
            muted = Tone.TEXT if row < len(title) else Tone.MUTED
            baseline = base + 12 + row * LINE_HEIGHT
            shapes.append(
                Label(left + bar / 2, baseline, text, SIZE, muted, step.total and row < len(title), Anchor.MIDDLE)
            )
    shapes.append(Line(0, at(0), width, at(0), Tone.TEXT, 0.7))
    return Drawing(width, height, tuple(shapes))


# ----------------------------------------------------------------------------------------------------------- history


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a history; `value` None is a gap. `shown` is the value as written, `reason` why there is none."""

    month: Month
    value: Fraction | None
    shown: str = ""
    provisional: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HistoryChart:
    """An account's own past of one metric: columns for what flows, a line for what stands (`stock`)."""

    points: tuple[Point, ...]
    stock: bool = False
    broken_before: frozenset[Month] = field(default_factory=frozenset)  # definition changed at the start of, or within
    break_words: str = ""  # what the change means, said at its mark
    events: tuple[tuple[Month, str], ...] = ()  # what happened in a month, marked above it


EVENT_ROOM = 8.0  # above the columns, for the marks of events


def history(chart: HistoryChart, width: float, height: float, measure: Measure) -> Drawing:
    """Draw the past months from left to right, this month strong, former years grey; a broken series has a mark.

    Gaps stay empty. Columns rise from zero. A line's scale is cut (followers move by little), which its broken foot
    shows.
    """
    points = chart.points
    slot = width / max(len(points), 1)
    years = _years(points)
    marked = {point.month: [words for month, words in chart.events if month == point.month] for point in points}
    has_events = any(marked.values())
    head, foot = LINE_HEIGHT + (5 + EVENT_ROOM if has_events else 5), LINE_HEIGHT * (2 if years else 1) + 5
    base = height - foot
    known = [point.value for point in points if point.value is not None]
    high = max(known, default=Fraction(1))
    low = min(known, default=Fraction(0)) if chart.stock else min(Fraction(0), *known, Fraction(0))
    if chart.stock:
        spread = high - low
        low = max(Fraction(0), low - (spread or abs(high) / 10 + 1))
    span = high - low or Fraction(1)

    def at(value: Fraction) -> float:
        return base - float((value - low) / span) * (base - head)

    shapes: list[Shape] = [Line(0, base, width, base, Tone.MUTED, 0.6)]
    bar = min(slot * 0.66, 22)
    last = len(points) - 1
    previous: tuple[float, float] | None = None
    for place, point in enumerate(points):
        centre = place * slot + slot / 2
        if place and point.month in chart.broken_before:
            x = place * slot
            shapes += [
                Line(x, head - 4, x, base + 3, Tone.BAD, 0.8, dashed=True, hint=chart.break_words),
                Line(x - 2.4, head + 1, x + 2.4, head - 3, Tone.BAD, 0.9),
                Line(x - 2.4, head + 4, x + 2.4, head, Tone.BAD, 0.9),
            ]
            previous = None
        if marked[point.month]:
            words = "; ".join(marked[point.month])
            hint = f"{formats.month_name(point.month)}: {words}"
            shapes.append(Line(centre, EVENT_ROOM, centre, base, Tone.RULE, 0.6, dashed=True))
            shapes.append(Dot(centre, EVENT_ROOM / 2, 2.6, Tone.TEXT, hint))
        if point.value is None:
            hint = f"{formats.month_name(point.month)}: {point.reason}" if point.reason else ""
            shapes.append(Label(centre, base - 3, "–", SIZE, Tone.MUTED, anchor=Anchor.MIDDLE, hint=hint))
            previous = None
        else:
            y = at(point.value)
            former = point.month.year < points[last].month.year
            tone = Tone.DATA if place == last else Tone.QUIET if former else Tone.PALE
            hint = f"{formats.month_name(point.month)}: {point.shown}"
            if chart.stock:
                if previous is not None:
                    shapes.append(Line(*previous, centre, y, Tone.DATA, 1.3))
                shapes.append(Dot(centre, y, 2.6 if place == last else 1.6, Tone.DATA, hint))
                previous = (centre, y)
            else:
                texture = Texture.STRIPED if point.provisional else Texture.SOLID
                box = Box(centre - bar / 2, min(y, base), bar, max(abs(base - y), 0.8), tone, texture, hint)
                shapes.append(box)
    breaks = [place * slot for place, point in enumerate(points) if place and point.month in chart.broken_before]
    shapes += _direct_labels(points, slot, bar, at, width, measure, breaks)
    shapes += _months(points, slot, base, measure)
    for place, year in years:
        tone = Tone.TEXT if year == str(points[last].month.year) else Tone.MUTED
        shapes.append(Label(place * slot, base + 11 + LINE_HEIGHT, year, SIZE, tone))
    return Drawing(width, height, tuple(shapes))


def _years(points: Sequence[Point]) -> list[tuple[int, str]]:
    """Return where each year begins (place, year), where the months are of more than one and their names have room."""
    starts = [
        (place, str(point.month.year))
        for place, point in enumerate(points)
        if not place or point.month.year != points[place - 1].month.year
    ]
    if len(starts) < 2:
        return []
    ends = [*(place for place, _year in starts[1:]), len(points)]
    return [start for start, end in zip(starts, ends, strict=True) if end - start[0] > 1]


def _direct_labels(
    points: Sequence[Point],
    slot: float,
    bar: float,
    at: Callable[[Fraction], float],
    width: float,
    measure: Measure,
    breaks: Sequence[float],
) -> list[Shape]:
    """Write the values of the last month, the highest and the first, clear of one another and of other columns.

    Where one stands over the mark of a break, the mark leaves it room.
    """
    known = [place for place, point in enumerate(points) if point.value is not None]
    if not known:
        return []
    tops = {place: at(points[place].value or Fraction(0)) for place in known}
    highest = max(known, key=lambda place: (points[place].value or Fraction(0), place))
    labels: list[Shape] = []
    taken: list[tuple[float, float]] = []
    for place in dict.fromkeys((known[-1], highest, known[0])):
        point = points[place]
        half = measure(point.shown, SIZE, place == known[-1]) / 2
        centre = min(max(place * slot + slot / 2, half), width - half)
        if any(centre - half < right + 5 and centre + half > left - 5 for left, right in taken):
            continue
        under = [top for other, top in tops.items() if abs(other * slot + slot / 2 - centre) < half + bar / 2 + 2]
        baseline = min(under, default=tops[place]) - 5
        strong = place == known[-1]
        if not strong and baseline < tops[place] - 9:
            continue  # so far above its own column it would be read as another's
        taken.append((centre - half, centre + half))
        tone = Tone.TEXT if strong else Tone.MUTED
        if any(centre - half - 3 < x < centre + half + 3 for x in breaks):
            labels.append(Box(centre - half - 1, baseline - SIZE, 2 * half + 2, SIZE + 2, Tone.PAPER))
        labels.append(Label(centre, baseline, point.shown, SIZE, tone, strong, Anchor.MIDDLE))
    return labels


def _months(points: Sequence[Point], slot: float, base: float, measure: Measure) -> list[Shape]:
    """Write the months under the columns: every one where there is room, else from the last every other or third."""
    widest = max((measure(formats.short_month(point.month), SIZE, False) for point in points), default=1.0)
    every = next((step for step in (1, 2, 3, 4, 6) if step * slot >= widest + 3), 6)
    last = len(points) - 1
    labels: list[Shape] = []
    for place, point in enumerate(points):
        if (last - place) % every:
            continue
        title, is_last = formats.short_month(point.month), place == last
        half = measure(title, SIZE, is_last) / 2
        centre = min(max(place * slot + slot / 2, half), len(points) * slot - half)
        tone = Tone.TEXT if is_last else Tone.MUTED
        labels.append(Label(centre, base + 11, title, SIZE, tone, is_last, Anchor.MIDDLE))
    return labels


# ------------------------------------------------------------------------------------------------------------ bullet


def bullet(done: int, planned: int, most: int, width: float, height: float, hint: str = "") -> Drawing:
    """Draw what was delivered as a bar from zero, with a tick at what was planned; `most` is the table's scale."""
    scale = (width - 1) / max(most, 1)
    thick = height * 0.46
    top = (height - thick) / 2
    shapes: list[Shape] = [Box(0, top, width - 1, thick, Tone.TINT)]
    if done > 0:
        shapes.append(Box(0, top, done * scale, thick, Tone.DATA, hint=hint))
    if planned > 0:
        x = planned * scale
        shapes += [Line(x, 0, x, height, Tone.PAPER, 3.2), Line(x, 0.5, x, height - 0.5, Tone.TEXT, 1.2)]
    return Drawing(width, height, tuple(shapes))


def shifted(drawing: Drawing, x: float, y: float) -> tuple[Shape, ...]:
    """Return the shapes of a drawing moved by (x, y), to be put into another."""
    return tuple(
        replace(shape, x1=shape.x1 + x, x2=shape.x2 + x, y1=shape.y1 + y, y2=shape.y2 + y)
        if isinstance(shape, Line)
        else replace(shape, x=shape.x + x, y=shape.y + y)
        for shape in drawing.shapes
    )
