"""How the monthly report fills its pages: no lonely headings, no nearly empty page, sums that re-add from the paper."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from reportlab.platypus import Paragraph

from smmdesk.documents import fonts, style
from smmdesk.documents.data import GoalStatus, Ledger, MonthlyReport, Tier
from smmdesk.documents.monthly_report import render_monthly_report
from smmdesk.documents.texts import Text, user_text
from tests.documents.reading import links, lowest_ink, pages, text
from tests.documents.reports import hotel
from tests.documents.variants import STATES, a_cost, a_value, bare, extreme, ledger_of, with_outcome


@dataclass(frozen=True)
class Drawn:
    """A text as it came to stand on a page; `foot` is its lower edge in points from the page's."""

    foot: float
    is_heading: bool
    said: str


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[int, list[Drawn]]:
    """Collect every text that a report draws, by its page."""
    found: dict[int, list[Drawn]] = defaultdict(list)

    def watched(kind: type[Any]) -> None:
        draw = kind.draw

        def drawing(self: Any) -> None:
            is_heading = self.style.fontSize in (style.LEAD, style.TITLE) and self.style.fontName != fonts.REGULAR
            place = self.canv.absolutePosition(0, 0)[1]
            found[self.canv.getPageNumber()].append(Drawn(place, is_heading, getattr(self, "text", "")))
            draw(self)

        monkeypatch.setattr(kind, "draw", drawing)

    watched(Text)
    watched(Paragraph)
    return found


def longer(items: int, costs: int) -> MonthlyReport:
    """Return the hotel with other numbers of rows, so that its pages break elsewhere."""
    report = hotel()
    ledger = report.ledger
    one = report.delivered[0]
    delivered = tuple(replace(one, mark=f"D{place}", title=f"Piece {place}") for place in range(1, items + 1))
    more = tuple(a_cost(f"I{place}", 100) for place in range(1, costs + 1))
    return replace(report, delivered=delivered, ledger=replace(ledger, costs=more or ledger.costs))


class TestPages:
    @pytest.mark.parametrize("items", range(0, 66, 6))
    def test_no_heading_stands_alone_at_the_foot(self, drawn: dict[int, list[Drawn]], items: int) -> None:
        document = render_monthly_report(longer(items, items // 2))
        assert len(drawn) == len(pages(document))
        for number, texts in drawn.items():
            lowest = min(texts, key=lambda one: one.foot)
            assert not lowest.is_heading, f"page {number} ends with {lowest.said}"

    @pytest.mark.parametrize("state", STATES)
    def test_no_heading_stands_alone_in_any_state(self, drawn: dict[int, list[Drawn]], state: str) -> None:
        render_monthly_report(bare(STATES[state]))
        for texts in drawn.values():
            assert not min(texts, key=lambda one: one.foot).is_heading

    @pytest.mark.parametrize("items", range(0, 66, 11))
    def test_no_page_is_nearly_empty(self, items: int) -> None:
        for number, share in enumerate(lowest_ink(render_monthly_report(longer(items, items // 2))), 1):
            assert share > 0.33, f"page {number} ends at {share:.0%}"

    def test_a_usual_month_takes_few_pages(self) -> None:
        assert len(pages(render_monthly_report(hotel()))) <= 7

    def test_delivered_work_is_read_page_by_page(self) -> None:
        found = []
        for page in pages(render_monthly_report(longer(120, 0))):
            marks = sorted(int(mark) for mark in re.findall(r"\bD(\d+) 2 Jun", page))
            if marks:
                assert marks == list(range(marks[0], marks[-1] + 1))
                found += marks
        assert found == list(range(1, 121))


def amount(written: str) -> Decimal:
    return Decimal(written.replace(",", "").replace("−", "-"))


def cents(exact: Decimal) -> Decimal:
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.fixture(scope="module")
def appendix() -> str:
    return text(render_monthly_report(hotel())).partition("Appendix: every figure")[2]


class TestSums:
    """What a reader with a pocket calculator finds in the appendix."""

    def test_proven_rows_re_add(self, appendix: str) -> None:
        number = r"(−?[\d,]+\.\d\d)"
        rows = re.findall(rf"\b([MC]\d) \d+ Jun 2026 .*? [\d.]+ {number} (\d+) (\d+) {number}", appendix)
        assert [mark for mark, *_rest in rows] == ["M1", "M2", "C1"]
        for _mark, net, margin, share, worth in rows:
            assert cents(amount(net) * int(margin) * int(share) / 10_000) == amount(worth)
        totals = re.findall(rf"Together {number} {number}", appendix)
        assert [tuple(map(amount, both)) for both in totals] == [
            (
                sum(amount(row[1]) for row in rows if row[0][0] == tier),
                sum(amount(row[4]) for row in rows if row[0][0] == tier),
            )
            for tier in "MC"
        ]

    def test_an_estimate_shows_its_steps_and_is_not_read_as_sales(self) -> None:
        row = replace(a_value("E1", 63_360, Tier.ESTIMATED), quantity=120, net=5_760_000, margin=55, probability=2)
        said = text(render_monthly_report(bare(replace(ledger_of(0, 0, 63_360, 10_000), values=(row,)))))
        assert "Quantity Each, EUR Probability, % Margin, % For you, EUR" in said
        assert "120 480.00 2 55 633.60" in said
        assert cents(Decimal(120) * 480 * 2 * 55 / 10_000) == Decimal("633.60")
        assert "57,600" not in said

    def test_an_uneven_estimate_says_that_each_is_rounded(self) -> None:
        row = replace(a_value("E1", 100, Tier.ESTIMATED), quantity=3, net=10_000, margin=1)
        said = text(render_monthly_report(bare(replace(ledger_of(0, 0, 100, 10_000), values=(row,)))))
        assert re.search(r"3 ≈.33\.33 1 1\.00", said)

    def test_costs_re_add(self, appendix: str) -> None:
        part = appendix.partition("row by row")[2].partition("Rows not counted")[0]
        total = re.search(r"Together ([\d,]+\.\d\d)", part)
        assert total is not None
        ledger: Ledger = hotel().ledger
        assert sum(row.amount for row in ledger.costs) == amount(total[1]) * 100
        for row in ledger.costs:
            assert f"{row.amount / 100:,.2f}" in part

    @pytest.mark.parametrize("report", [hotel(), extreme(), with_outcome()])
    def test_whole_units_of_page_one_re_add(self, report: MonthlyReport) -> None:
        first = pages(render_monthly_report(report))[0]
        parts = [amount(n) for n in re.findall(r"(?:Measured|Confirmed by you) (?:€|CHF.)(−?[\d,]+)", first)]
        if parts:
            assert re.search(rf"(?:€|CHF.){sum(parts):,}\b", first)


class TestBadResult:
    def test_without_words_page_one_still_names_the_worst_result(self) -> None:
        sheet = replace(hotel().sheet, did_not_work="")
        first = pages(render_monthly_report(hotel(sheet=sheet)))[0]
        worst = next(kpi for kpi in sheet.kpis if kpi.status is GoalStatus.OFF_TRACK)
        assert f"What did not {worst.text}: 5 h, off target 2 h." in first

    def test_without_a_target_missed_the_comparison_tells(self) -> None:
        kpis = tuple(replace(kpi, target=None, status=None) for kpi in hotel().sheet.kpis)
        sheet = replace(hotel().sheet, did_not_work="", kpis=kpis)
        first = pages(render_monthly_report(hotel(sheet=sheet)))[0]
        assert re.search(r"What did not .*: 5.h \(May: 3.h\), worse\.", first)

    def test_a_month_without_a_bad_result_says_nothing(self) -> None:
        sheet = replace(hotel().sheet, did_not_work="", kpis=())
        report = hotel(sheet=sheet, accounts=())
        assert "What did not" not in pages(render_monthly_report(report))[0]


class TestText:
    def test_words_are_kept_whole_and_long_ones_broken(self) -> None:
        one = user_text("one two " + "x" * 200 + "\n\nend", style.SMALL)
        height = one.wrap(100, 1000)[1]
        lines = [line for line, _leftwards in one.lines]
        assert lines[0] == "one two"
        assert "".join(lines[1:-2]) == "x" * 200
        assert lines[-2:] == ["", "end"]
        assert height == len(lines) * style.LEADINGS[style.SMALL]
        assert all(fonts.width_of(line, fonts.REGULAR, style.SMALL) <= 100 for line in lines)

    def test_nothing_takes_no_room(self) -> None:
        assert user_text("").wrap(100, 100) == (100, 0)

    def test_it_is_split_at_a_line(self) -> None:
        one = user_text("word " * 100)
        one.wrap(100, 1000)
        first, rest = one.split(100, 5 * style.BASELINE + 3)
        assert first.wrap(100, 1000)[1] == 5 * style.BASELINE
        assert first.lines + rest.lines == one.lines  # pyright: ignore[reportAttributeAccessIssue]

    def test_a_title_leads_to_where_the_work_is(self) -> None:
        report = hotel()
        items = (replace(report.delivered[0], title="A title", link="https://example.org/a?b=1&c=2"),)
        document = render_monthly_report(replace(report, delivered=items, content=()))
        assert "https://example.org/a?b=1&c=2" in links(document)
        assert "example.org/a" not in text(document)

    def test_a_shortened_text_ends_after_a_word(self) -> None:
        assert fonts.shortened("Refills are open until Sunday", 20) == "Refills are open…"
        assert fonts.shortened("x" * 90, 20) == "x" * 19 + "…"
        assert fonts.shortened("short", 20) == "short"
