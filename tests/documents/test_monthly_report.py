"""The monthly report: what it says in every state, in both languages; that it holds together under any text."""

from __future__ import annotations

import pickle
import re
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import pdfa

from smmdesk.core.errors import Cancelled
from smmdesk.core.periods import Month
from smmdesk.core.readings import Unit
from smmdesk.documents.data import (
    Attachment,
    Client,
    Figure,
    Freelancer,
    Kpi,
    MonthlyReport,
    MonthSheet,
    ReportState,
    Source,
    ValueRow,
)
from smmdesk.documents.monthly_report import render_monthly_report
from tests.documents.reading import bookmarks, links, lowest_ink, pages, text
from tests.documents.reports import JUNE, evidence, hotel
from tests.documents.variants import (
    LONG,
    STATES,
    a_value,
    bare,
    extreme,
    hostile_texts,
    ledger_of,
    with_outcome,
)

HOSTILE = hostile_texts()


def everywhere(said: str) -> MonthlyReport:
    """Return the hotel with one text in every place where a user's, a file's or a platform's text stands."""
    report = hotel()
    ledger = report.ledger
    values = tuple(
        replace(row, description=said, source=said, note=said, rule=said, confirmed_by=row.confirmed_by and said)
        for row in ledger.values
    )
    method = replace(
        ledger.method,
        rule=said,
        systems=(said,),
        assumptions=(said,),
        confirmers=((said, date(2026, 7, 1)),),
        test=said,
    )
    changed = replace(
        ledger,
        values=values,
        costs=tuple(replace(row, description=said, source=said, note=said) for row in ledger.costs),
        not_counted=tuple(replace(e, of=said, row=replace(e.row, description=said)) for e in ledger.not_counted),
        platform_claims=tuple(replace(claim, platform=said, source=said) for claim in ledger.platform_claims),
        method=method,
    )
    sheet = MonthSheet(
        said, tuple(replace(kpi, text=said) for kpi in report.sheet.kpis), said, said, said, said, date(2026, 7, 10)
    )
    return replace(
        report,
        client=replace(report.client, name=said, brand_colour=said, logo=b"\x89PNG broken"),
        freelancer=Freelancer(said, said, said, said, said, said, said, b"<svg"),
        sheet=sheet,
        ledger=changed,
        quotas=tuple(replace(quota, type="other", name=said) for quota in report.quotas),
        delivered=tuple(
            replace(item, title=said, channel=said, link=said, type="other", name=said) for item in report.delivered
        ),
        accounts=tuple(
            replace(account, platform_name=said, handle=said, name=said, why=said) for account in report.accounts
        ),
        content=tuple(
            replace(
                block,
                platform_name=said,
                handle=said,
                best=tuple(replace(post, title=said, reason=said, link=said, format=said) for post in block.best),
            )
            for block in report.content
        ),
        sources=tuple(replace(source, file=said, format=said, account=said) for source in report.sources),
        gaps=tuple(replace(gap, what=said, account=said, reason=said) for gap in report.gaps),
    )


@pytest.fixture(scope="module")
def june() -> bytes:
    return render_monthly_report(hotel())


def test_a_source_that_was_typed_says_so_instead_of_a_file() -> None:
    report = hotel()
    typed = Source(
        "", "Numbers typed by hand", "@miramare", JUNE.first_day, JUNE.last_day, 3, 0, date(2026, 7, 5), by_hand=True
    )
    shown = replace(typed, account="@other", file="insights.png", sha256="ab" * 32)
    english = replace(report.client, language="en")
    said = text(render_monthly_report(replace(report, client=english, sources=(typed, shown))))
    assert said.count("typed by hand on 5 Jul 2026") == 2
    assert said.count("SHA-256 ababababab") == 1
    assert "insights.png" in said


class TestPages:
    def test_parts_and_bookmarks_stand_in_their_order(self, june: bytes) -> None:
        assert bookmarks(june) == [
            "Money: where it came from, where it went",
            "Agreed and delivered",
            "Channels",
            "Content",
            "Appendix: every figure and where it comes from",
        ]
        assert 6 <= len(pages(june)) <= 9

    def test_page_one_says_the_month(self, june: bytes) -> None:
        first = pages(june)[0]
        for said in (
            "Hotel Miramare",
            "Report for June 2026 · Instagram, Facebook, Website Figures read on 4 July 2026 · draft",
            "For every €1 you invested, €2.10 came back: €1,269 more than you spent.",
            "€1,151",
            "€2,420",
            "+110%",
            "from +39% to +165%",
            "Measured €1,595",
            "Confirmed by you €825",
            "Estimated €634",
            "even at €1,151",
            "✓ target 8 met",
            "€144",
            "▲ off target 2 h",
            "What worked",
            "What did not",
            "What we change",
            "What we need from you by 10 July",
            "I1–I5",
            "M1 M2 C1",
        ):
            assert said in first, said

    def test_page_one_is_understood_without_the_trade(self, june: bytes) -> None:
        own = pages(june)[0]
        for words in hotel().sheet.worked, hotel().sheet.did_not_work:
            own = own.replace(words, "")
        assert set(re.findall(r"\b[A-Z]{2,}\b", own)) <= {"ROI", "TERRACE"}

    def test_footer_names_client_month_version_and_page(self, june: bytes) -> None:
        found = pages(june)
        for number, page in enumerate(found, 1):
            assert "Hotel Miramare · June 2026 · draft of 4 July 2026" in page
            assert "Studio Rossi" in page
            assert f"page {number} of {len(found)}" in page

    def test_frozen_version_is_numbered(self) -> None:
        said = pages(render_monthly_report(hotel(state=ReportState.FROZEN, version=3, provisional=True)))[0]
        assert "June 2026 · version 3" in said
        assert "draft" not in said
        assert "provisional: some figures may still change" in said

    def test_sums_on_paper_add_up(self, june: bytes) -> None:
        said = pages(june)[1]
        steps = [int(n.replace(",", "").replace("−", "-")) for n in re.findall(r"(?<=[ ])[+−][\d,]+(?= )", said)[:6]]
        assert steps == [1595, 825, -702, -310, -75, -64]
        assert sum(steps) == 1269
        assert "= 1,269" in said
        assert "Together 4,400.00 2,420.00" in said
        assert "Invested 1,151.00" in said
        came = [Decimal(n) for n in ("1914.00", "-319.00", "825.00")]
        assert sum(came) == Decimal("2420.00")

    def test_whole_units_of_page_one_add_up(self) -> None:
        # 100.50 + 100.50 = 201.00: each rounded by itself would make 202
        first = pages(render_monthly_report(bare(ledger_of(10_050, 10_050, 0, 5_000))))[0]
        assert "Measured €101" in first
        assert "Confirmed by you €100" in first
        assert "€201" in first

    def test_money_page_tells_cash_running_total_and_method(self, june: bytes) -> None:
        said = text(june)
        assert "You paid €1,976.00 this month; €1,151.00 of it counts here." in said
        assert "Since March 2026 you have invested €4,319.00 and €8,124.50 came back." in said
        for words in (
            "From 1 June 2026 to 30 June 2026; figures read on 4 July 2026; final.",
            "€1,151.00: fee €700.00, stamp duty €2.00, ads €310.00, production €75.00, your team's time €64.00.",
            "VAT is left out because you recover it.",
            "(55 %, agreed with Anna Bianchi on 12 January 2026)",
            "■ Measured, €1,595.00: orders or bookings in booking engine, tied to our work by link or code.",
            "▤ Confirmed by you, €825.00: told us by Anna Bianchi, 1 July 2026.",
            "□ Estimated, €633.60: 120 sign-ups × 2 % × €480 per stay; never part of the headline.",
            "so 0% means even. Here: €2,420.00 ÷ €1,151.00 = 2.10; ROI +110.25%.",
            "ROI from +38.58% (measured only) to +165.30% (with estimates).",
            "within 90 days. Each order is counted once; seeing an ad without clicking earns no credit.",
            "What the platforms claim (9 sales) is in the appendix and not added.",
            "we have not tested how many would have come anyway.",
            "Refunds and cancellations of €319.00, already taken off.",
        ):
            assert words in said, words

    def test_work_is_counted_against_the_contract(self, june: bytes) -> None:
        said = text(june)
        assert "25 of 26 pieces due were delivered, 3 extra, 1 carried over to next month." in said
        assert "Together 25 1 25 3 1" in said
        assert "https://www.instagram.com/p/C806abcXYZ/" in links(june)

    def test_channels_show_bounds_gaps_and_breaks(self, june: bytes) -> None:
        said = text(june)
        assert "2,140 to 18,420" in said
        assert "Largest day to sum of days." in said
        assert "– Jan: not imported." in said
        assert "≠ Definition changed on 20 April 2026." in said
        assert "The platform gave no figure." in said
        assert "Facebook changed what it counts on 20 April 2026: figures before and after are not comparable." in said

    def test_every_row_of_the_ledger_stands_in_the_appendix(self, june: bytes) -> None:
        said = text(june).partition("Appendix: every figure")[2]
        for row in (*hotel().ledger.values, *hotel().ledger.costs):
            assert f"{row.mark} " in said
            assert row.description.split(" with ")[0] in said
            for file in row.evidence:
                assert f"file {file.name} (SHA-256 {file.sha256[:12]}…)" in said
        assert "same order as M1, counted there" in said
        assert "Meta Ads Manager, 7-day click 4 Jul 2026 9 4,050.00" in said
        assert "confirmed by Anna Bianchi on 1 Jul 2026" in said
        assert "Views (Instagram, Facebook) How often the posts were shown" in said

    def test_marks_lead_into_the_appendix(self, june: bytes) -> None:
        with pikepdf.open(BytesIO(june)) as document:
            first = list(document.pages[0].obj.get("/Annots", []))
        assert len(first) >= 5

    def test_no_page_is_nearly_empty(self, june: bytes) -> None:
        for number, share in enumerate(lowest_ink(june), 1):
            assert share > 0.3, f"page {number} ends at {share:.0%}"

    def test_empty_sections_are_left_out(self) -> None:
        report = MonthlyReport(Client("Bar Sport", "en"), JUNE, date(2026, 6, 30))
        document = render_monthly_report(report)
        assert len(pages(document)) == 1
        assert bookmarks(document) == []
        assert "No data for this month: no sale and no cost is recorded." in text(document)
        for word in ("Channels", "Content", "Appendix", "What happened", "What worked"):
            assert word not in text(document)


SAID = {
    "gain": "For every €1 you invested, €2.50 came back: €1,500 more than you spent.",
    "loss": "This month €1,000 went out and €500 came back: €500 less.",
    "even": "The month came out even: €1,000 went out and €1,000 came back.",
    "not_yet_proven": "We cannot prove a return yet. We estimate €1,300, on the assumptions below.",
    "nothing_proven": "Nothing proven yet: €450 went out and no return is recorded.",
    "refunds_exceed": "Refunds exceed the sales of the month. −€150 came back, €300 was invested.",
    "no_cost": "€300 came back. No costs are recorded, so there is no ROI.",
    "no_data": "No data for this month: no sale and no cost is recorded.",
    "margin_unknown": "For every €1 you invested, you sold €4.00. "
    "You are ahead if more than 25 cents of each €1 sold stay with you.",
    "late": "For every €1 you invested, €1.10 came back: €100 more than you spent.",
}


class TestStates:
    @pytest.mark.parametrize("state", STATES)
    def test_verdict(self, state: str) -> None:
        document = render_monthly_report(bare(STATES[state]))
        first = pages(document)[0]
        assert SAID[state] in first
        for sentence in re.split(r"(?<=[.:]) ", SAID[state]):
            assert len(sentence.split()) <= 20

    @pytest.mark.parametrize("state", ["no_data", "no_cost", "margin_unknown", "not_yet_proven"])
    def test_no_return_is_printed_where_none_may_be(self, state: str) -> None:
        first = pages(render_monthly_report(bare(STATES[state])))[0]
        assert not re.search(r"[+−]\d+%", first)

    def test_nothing_proven_is_minus_one_hundred(self) -> None:
        assert "−100%" in pages(render_monthly_report(bare(STATES["nothing_proven"])))[0]

    def test_estimate_stands_with_its_assumptions(self) -> None:
        first = pages(render_monthly_report(bare(STATES["not_yet_proven"])))[0]
        assert "Assumptions: 10 leads × 20 % × €500." in first

    def test_loss_tells_reason_and_change(self) -> None:
        said = text(render_monthly_report(bare(STATES["loss"])))
        assert "Reason: Replies to weekend messages took five hours" in said
        assert "What we change: From July there are prepared replies" in said
        assert "Shortfall" in said

    def test_late_values_and_restated_months(self) -> None:
        said = text(render_monthly_report(bare(STATES["late"])))
        assert "M2 May 2026 Order 77, known now Measured 350.00" in said
        assert "May 2026: first reported €900.00 (ROI −10.0%), known today €1,250.00 (ROI +25.0%)." in said
        assert "Since May 2026 you have invested €2,000.00 and €2,350.00 came back." in said

    def test_month_without_a_money_goal(self) -> None:
        first = pages(render_monthly_report(with_outcome()))[0]
        assert "This month's goal was not sales. Result: 14 applications for the kitchen at €32.14 each." in first
        assert "It would pay for itself with 14 customers." in first
        assert "−100%" not in first

    def test_mostly_estimated_says_so_on_page_one(self) -> None:
        first = pages(render_monthly_report(bare(ledger_of(10_000, 0, 90_000, 20_000))))[0]
        assert "More than half of the full value is estimated." in first

    def test_cost_per_result_without_a_result(self) -> None:
        kpi = Kpi("Cost of one booking", None, Unit.MONEY, spent_without_result=20_000)
        report = hotel(sheet=replace(hotel().sheet, kpis=(kpi,)))
        assert "€200.00 spent, none yet" in pages(render_monthly_report(report))[0]


class TestLanguages:
    @pytest.mark.parametrize("address", ["voi", "tu", "Lei"])
    def test_italian_in_each_form_of_address(self, address: str) -> None:
        client = replace(hotel().client, language="it", address=address)
        said = pages(render_monthly_report(hotel(client=client)))[0]
        assert "2,10 €" in said
        assert "1.151 €" in said
        assert "giugno 2026" in said
        assert "+110 %" in said

    def test_currency_of_letters_stands_apart(self) -> None:
        client = Client("Café", "en", currency="CHF")
        assert "CHF 2,420" in pages(render_monthly_report(hotel(client=client)))[0]


class TestFile:
    def test_it_is_an_archive_with_its_attachments(self, june: bytes) -> None:
        assert pdfa.validate_written(BytesIO(june), "3b").passed
        with pikepdf.open(BytesIO(june)) as document:
            attached = document.attachments["ledger-2026-06.csv"]
            assert attached.get_file().read_bytes() == hotel().attachments[0].data
            assert attached.description == "Every row of the ledger"
            assert attached.obj.AFRelationship == pikepdf.Name.Data

    def test_title_author_language_and_dates_come_from_the_report(self, june: bytes) -> None:
        with pikepdf.open(BytesIO(june)) as document:
            assert str(document.docinfo["/Title"]) == "Hotel Miramare: report for June 2026"
            assert str(document.docinfo["/Author"]) == "Studio Rossi"
            assert str(document.docinfo["/Subject"]) == "Results, money and work of June 2026"
            assert str(document.docinfo["/CreationDate"]) == "D:20260704120000+00'00'"
            assert str(document.Root.Lang) == "en-GB"
            with document.open_metadata() as metadata:
                assert metadata["xmp:MetadataDate"].startswith("2026-07-04T12:00:00")

    def test_equal_data_gives_equal_bytes(self, june: bytes) -> None:
        assert render_monthly_report(pickle.loads(pickle.dumps(hotel()))) == june

    def test_other_data_gives_other_bytes(self, june: bytes) -> None:
        assert render_monthly_report(hotel(document_day=date(2026, 7, 5))) != june

    def test_it_is_small(self, june: bytes) -> None:
        assert len(june) < 200_000

    def test_several_attachments_with_odd_names(self) -> None:
        files = (
            Attachment("figures.json", b"{}", "application/json", "Figures", "Source"),
            Attachment("prova è <b>.csv", b"a", "text/csv"),
        )
        with pikepdf.open(BytesIO(render_monthly_report(hotel(attachments=files)))) as document:
            assert set(document.attachments) == {"figures.json", "prova è <b>.csv"}

    def test_cancelling_stops_it(self) -> None:
        asked = 0

        def cancelled() -> bool:
            nonlocal asked
            asked += 1
            return asked > 8

        with pytest.raises(Cancelled):
            render_monthly_report(hotel(), cancelled)


class TestAnyText:
    @pytest.mark.parametrize("kind", HOSTILE)
    def test_any_text_anywhere_prints_and_conforms(self, kind: str) -> None:
        document = render_monthly_report(everywhere(HOSTILE[kind]))
        assert pdfa.validate_written(BytesIO(document), "3b").passed
        assert all(link.startswith(("http", "mailto", "inside", "row-")) for link in links(document))

    def test_markup_is_shown_as_typed(self) -> None:
        said = text(render_monthly_report(everywhere(HOSTILE["markup"])))
        assert "<b>bold</b> & <i>x</i>" in said
        assert "&amp; &#65;" in said

    @pytest.mark.parametrize("kind", ["polish", "greek", "cyrillic", "cjk"])
    def test_other_scripts_read_back(self, kind: str) -> None:
        assert HOSTILE[kind] in text(render_monthly_report(everywhere(HOSTILE[kind])))

    def test_emoji_read_back(self) -> None:
        said = text(render_monthly_report(everywhere("Estate 😀🌊")))
        assert "😀" in said
        assert "🌊" in said

    def test_arabic_and_hebrew_read_back_in_plain_letters(self) -> None:
        for kind, word in (("arabic", "فندق"), ("hebrew", "שלום")):
            said = text(render_monthly_report(everywhere(HOSTILE[kind])))
            assert word in said or word[::-1] in said

    @pytest.mark.parametrize("words", ["lorem ipsum dolor sit ", "x" * 50, "日本語", "مرحبا بالعالم "])
    def test_ten_thousand_characters(self, words: str) -> None:
        note = (words * 10_000)[:10_000]
        ledger = hotel().ledger
        values = (replace(ledger.values[0], note=note), *ledger.values[1:])
        report = hotel(ledger=replace(ledger, values=values), sheet=replace(hotel().sheet, worked=note, request=note))
        assert pdfa.validate_written(BytesIO(render_monthly_report(report)), "3b").passed

    def test_long_names_and_large_sums(self) -> None:
        document = render_monthly_report(extreme())
        first = pages(document)[0]
        assert LONG in first
        assert "CHF 222,222,221" in first

    def test_three_hundred_rows(self) -> None:
        rows = tuple(
            a_value(f"M{n}", 1_000, description=f"Order {n}", evidence=(evidence("shop.csv"),)) for n in range(1, 301)
        )
        ledger = ledger_of(300_000, 0, 0, 100_000)
        marks = Figure(300_000, tuple(row.mark for row in rows))
        document = render_monthly_report(hotel(ledger=replace(ledger, values=rows, measured=marks, proven=marks)))
        said = text(document)
        assert all(f"Order {n} " in said for n in range(1, 301))
        assert "M1–M300" in said
        assert "Together 6,000.00 3,000.00" in said
        for page in pages(document):
            if re.search(r"Order \d+ ", page):
                assert "What, and what proves it" in page

    @settings(max_examples=12)
    @given(st.text(max_size=120))
    def test_any_unicode(self, said: str) -> None:
        report = bare(
            ledger_of(10_000, 0, 0, 5_000), client=Client(said, "en"), sheet=MonthSheet(goal=said, request=said)
        )
        render_monthly_report(report)


def test_every_field_of_a_value_row_has_a_place() -> None:
    """A row with everything set prints everything that a reader may ask for."""
    row = ValueRow(
        "M1",
        date(2026, 6, 12),
        "Course",
        "sale",
        hotel().ledger.values[0].claimed,
        hotel().ledger.values[3].tier,
        3,
        90_000,
        55,
        50,
        20,
        4_950,
        (evidence("a.csv"),),
        "Ada",
        None,
        "till",
        date(2026, 7, 2),
        "a note",
        "code",
        Month(2026, 5),
        "2026-05/M1",
        "agreed split",
        "X1",
        97_488,
        "USD",
        Decimal("1.0832"),
        date(2026, 6, 12),
    )
    assert all(getattr(row, field.name) is not None for field in fields(row) if field.name != "confirmed_on")
    ledger = replace(ledger_of(0, 0, 4_950, 10_000), values=(row,))
    said = text(render_monthly_report(bare(ledger)))
    for words in (
        "claimed as measured, counted as estimated",
        "late value of May 2026",
        "takes back 2026-05/M1",
        "Quantity Each, EUR Probability, % Share, % Margin, % For you, EUR",
        "3 300.00 20 50 55 49.50",
        "tied by code",
        "rule: agreed split",
        "US$974.88 at 1.0832 of 12 Jun 2026",
        "confirmed by Ada, no date",
        "file a.csv (SHA-256",
        "from till, read on 2 Jul 2026",
        "a note",
    ):
        assert words in said, words
