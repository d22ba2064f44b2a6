"""Charts as shapes: bars start at zero, parts re-add, gaps stay gaps, words stay inside."""

from __future__ import annotations

from fractions import Fraction

import pytest

from smmdesk.core.periods import Month
from smmdesk.documents.charts import (
    Anchor,
    Box,
    Dot,
    Drawing,
    HistoryChart,
    Label,
    Line,
    Point,
    RangePart,
    Step,
    Texture,
    Tone,
    bullet,
    history,
    range_bar,
    shifted,
    waterfall,
    wrapped,
)

JUNE = Month(2026, 6)


def measure(text: str, size: float, semibold: bool) -> float:
    return len(text) * size * (0.6 if semibold else 0.5)


def boxes(drawing: Drawing) -> list[Box]:
    return [shape for shape in drawing.shapes if isinstance(shape, Box)]


def labels(drawing: Drawing) -> list[Label]:
    return [shape for shape in drawing.shapes if isinstance(shape, Label)]


def assert_inside(drawing: Drawing) -> None:
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            assert shape.x >= -0.01
            assert shape.x + shape.width <= drawing.width + 0.01
            assert shape.y >= -0.01
            assert shape.y + shape.height <= drawing.height + 0.01
        elif isinstance(shape, Label):
            width = measure(shape.text, shape.size, shape.semibold)
            left = shape.x - {Anchor.START: 0, Anchor.MIDDLE: width / 2, Anchor.END: width}[shape.anchor]
            assert left >= -0.5
            assert left + width <= drawing.width + 0.5


class TestRangeBar:
    PARTS = (
        RangePart(1595, Texture.SOLID, "Measured", "from the engine"),
        RangePart(825, Texture.STRIPED, "Confirmed", "Anna"),
        RangePart(634, Texture.OUTLINED, "Estimated", "not in the result"),
    )

    def test_lengths_are_in_proportion_and_touch(self) -> None:
        drawing = range_bar(self.PARTS, 1151, "even", 500, measure)
        found = boxes(drawing)
        assert [box.texture for box in found] == [Texture.SOLID, Texture.STRIPED, Texture.OUTLINED]
        assert found[0].x == 0
        assert found[1].x == pytest.approx(found[0].width)
        assert found[0].width / found[1].width == pytest.approx(1595 / 825)
        assert_inside(drawing)

    def test_mark_stands_where_it_is_even(self) -> None:
        lines = [s for s in range_bar(self.PARTS, 1527, "even", 500, measure).shapes if isinstance(s, Line)]
        mark = next(line for line in lines if line.tone is Tone.BAD)
        assert mark.x1 == pytest.approx(500 * 1527 / 3054)

    @pytest.mark.parametrize("mark", [None, 0, 1, 9_000_000])
    @pytest.mark.parametrize("amounts", [(1,), (5, 1_000_000, 1), (-300, 200, 100), (0, 0, 1)])
    def test_everything_stays_inside(self, amounts: tuple[int, ...], mark: int | None) -> None:
        parts = [RangePart(cents, Texture.SOLID, f"Tier {cents}", "a rather long note " * 3) for cents in amounts]
        assert_inside(range_bar(parts, mark, "even at €9,000,000", 490, measure))


class TestWaterfall:
    STEPS = (
        Step("Measured", 1595, shown="+1,595"),
        Step("Confirmed", 825, Texture.STRIPED, shown="+825"),
        Step("Costs", -1151, cost=True, shown="−1,151"),
        Step("Left", 1269, total=True, shown="= 1,269"),
    )

    def test_bars_stand_on_one_another(self) -> None:
        first, second, cost, total = boxes(waterfall(self.STEPS, 490, 190, measure))
        assert second.y + second.height == pytest.approx(first.y)
        assert cost.y == pytest.approx(second.y)
        assert total.y == pytest.approx(cost.y + cost.height)
        assert total.y + total.height == pytest.approx(first.y + first.height)
        assert total.tone is Tone.GOOD

    def test_a_loss_hangs_below_zero(self) -> None:
        steps = (Step("In", 500), Step("Out", -1000, cost=True), Step("Short", -500, total=True, shown="= −500"))
        drawing = waterfall(steps, 490, 190, measure)
        income, out, short = boxes(drawing)
        zero = income.y + income.height
        assert short.y == pytest.approx(zero)
        assert short.tone is Tone.BAD
        assert out.y + out.height == pytest.approx(short.y + short.height)
        assert_inside(drawing)

    def test_long_titles_stay_in_their_slots(self) -> None:
        steps = [Step(f"Associazione {n} dilettantistica culturale", 10) for n in range(8)]
        assert_inside(waterfall(steps, 490, 190, measure))


class TestHistory:
    def months(self, *values: int | None) -> tuple[Point, ...]:
        return tuple(
            Point(JUNE.plus(place - len(values) + 1), None if v is None else Fraction(v), "" if v is None else str(v))
            for place, v in enumerate(values)
        )

    def test_columns_rise_from_zero_and_a_gap_stays_empty(self) -> None:
        drawing = history(HistoryChart(self.months(100, None, 200)), 160, 100, measure)
        first, last = boxes(drawing)
        assert first.height / last.height == pytest.approx(0.5)
        assert last.tone is Tone.DATA
        assert first.tone is Tone.PALE
        assert any(label.text == "–" for label in labels(drawing))

    def test_former_years_are_grey_and_named(self) -> None:
        drawing = history(HistoryChart(self.months(*range(10, 23))), 160, 100, measure)
        tones = [box.tone for box in boxes(drawing)]
        assert tones == [Tone.QUIET] * 7 + [Tone.PALE] * 5 + [Tone.DATA]
        assert [label.text for label in labels(drawing) if len(label.text) == 4] == ["2025", "2026"]

    def test_one_year_needs_no_name(self) -> None:
        drawing = history(HistoryChart(self.months(1, 2, 3)), 160, 100, measure)
        assert not any(label.text == "2026" for label in labels(drawing))

    @pytest.mark.parametrize("values", [(83_773, 90_000, 147_326), (1, 500_000, 2), (9, 8, 7, 6, 5, 4, 1_000_000, 3)])
    def test_no_value_is_written_over_a_column(self, values: tuple[int, ...]) -> None:
        drawing = history(HistoryChart(self.months(*values)), 160, 100, measure)
        for label in labels(drawing):
            if label.text not in map(str, values):
                continue
            half = measure(label.text, label.size, label.semibold) / 2
            for box in boxes(drawing):
                if box.x < label.x + half and box.x + box.width > label.x - half:
                    assert label.y < box.y

    def test_a_line_is_not_drawn_over_a_gap(self) -> None:
        drawing = history(HistoryChart(self.months(1, 2, None, 4, 5), stock=True), 160, 100, measure)
        strokes = [s for s in drawing.shapes if isinstance(s, Line) and s.tone is Tone.DATA]
        assert len(strokes) == 2
        assert len([s for s in drawing.shapes if isinstance(s, Dot)]) == 4

    def test_a_changed_definition_breaks_the_line_and_is_marked(self) -> None:
        chart = HistoryChart(self.months(1, 2, 3, 4), True, frozenset({JUNE.previous}))
        drawing = history(chart, 160, 100, measure)
        assert len([s for s in drawing.shapes if isinstance(s, Line) and s.tone is Tone.DATA]) == 2
        assert any(isinstance(s, Line) and s.dashed for s in drawing.shapes)

    def test_an_unfinished_month_is_striped(self) -> None:
        points = (*self.months(1, 2)[:-1], Point(JUNE, Fraction(2), "2", provisional=True))
        assert boxes(history(HistoryChart(points), 160, 100, measure))[-1].texture is Texture.STRIPED

    @pytest.mark.parametrize("stock", [True, False])
    @pytest.mark.parametrize("values", [(), (0,), (None,), (5, 5, 5), (0, 0), (-3, 4), tuple(range(1000, 14000, 1000))])
    def test_any_values_stay_inside(self, values: tuple[int | None, ...], stock: bool) -> None:
        assert_inside(history(HistoryChart(self.months(*values), stock), 160, 100, measure))


def test_a_value_over_the_mark_of_a_break_can_be_read() -> None:
    months = [JUNE.plus(back) for back in range(-5, 1)]
    points = [Point(month, Fraction(10), "1,234,567") for month in months]
    drawing = history(HistoryChart(tuple(points), broken_before=frozenset({JUNE})), 150, 82, measure)
    marks = [shape for shape in drawing.shapes if isinstance(shape, Line) and shape.dashed and shape.tone is Tone.BAD]
    (told,) = [label for label in labels(drawing) if label.text == "1,234,567" and label.semibold]
    half = measure(told.text, told.size, True) / 2
    assert any(told.x - half < mark.x1 < told.x + half for mark in marks)
    order = list(drawing.shapes)
    (ground,) = [box for box in boxes(drawing) if box.tone is Tone.PAPER]
    assert ground.x <= told.x - half and ground.x + ground.width >= told.x + half
    assert max(order.index(mark) for mark in marks) < order.index(ground) < order.index(told)
    columns = [box for box in boxes(drawing) if box.tone is not Tone.PAPER]
    assert all(ground.y + ground.height <= box.y for box in columns)


def test_bullet_shows_done_and_planned() -> None:
    drawing = bullet(6, 8, 10, 101, 11)
    track, done = boxes(drawing)
    assert (track.width, done.width) == (100, 60)
    assert max(s.x1 for s in drawing.shapes if isinstance(s, Line)) == 80


def test_wrapped_breaks_and_shortens() -> None:
    assert wrapped("one two three", 10, False, 40, measure) == ["one two", "three"]
    assert wrapped("one two three four", 10, False, 40, measure)[-1].endswith("…")
    assert wrapped("", 10, False, 40, measure) == []


def test_shifted_moves_every_shape() -> None:
    drawing = bullet(1, 1, 1, 10, 10)
    moved = shifted(drawing, 5, 7)
    assert isinstance(moved[0], Box)
    assert (moved[0].x, moved[0].y) == (boxes(drawing)[0].x + 5, boxes(drawing)[0].y + 7)
    assert isinstance(moved[-1], Line)
