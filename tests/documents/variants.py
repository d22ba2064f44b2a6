"""What the other tests change in the hotel of June: every state of the ledger, extremes of names and amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from smmdesk.core.periods import Month
from smmdesk.documents.data import (
    Client,
    CostRow,
    Figure,
    Freelancer,
    Ledger,
    LedgerState,
    Method,
    MonthlyReport,
    Outcome,
    Restated,
    Running,
    Tier,
    Triple,
    ValueRow,
)
from tests.documents.reports import a_logo, hotel, hotel_sheet

EMPTY = Figure(0)


def a_value(mark: str, amount: int | None, tier: Tier = Tier.MEASURED, **more: object) -> ValueRow:
    """Return a value row with a margin of 50 %, or with none where the amount is None."""
    net = 2 * amount if amount is not None else 40_000
    row = ValueRow(mark, date(2026, 6, 12), f"Sales {mark}", "sale", tier, tier, net=net, margin=50, amount=amount)
    return replace(row, margin=None if amount is None else 50, **more)  # type: ignore[arg-type]


def a_cost(mark: str, amount: int, kind: str = "fee") -> CostRow:
    """Return a cost row."""
    return CostRow(mark, date(2026, 6, 30), f"Cost {mark}", kind, net=amount, amount=amount)


def ledger_of(measured: int, confirmed: int, estimated: int, invested: int) -> Ledger:
    """Return a ledger of four sums (hundredths), with the state and ratios that follow from them (roi.md 9.5, 9.10)."""
    proven, full = measured + confirmed, measured + confirmed + estimated
    rows = []
    for letter, tier, amount in (
        ("M", Tier.MEASURED, measured),
        ("C", Tier.CONFIRMED, confirmed),
        ("E", Tier.ESTIMATED, estimated),
    ):
        if amount:
            rows.append(
                a_value(
                    f"{letter}1",
                    amount,
                    tier,
                    confirmed_by="Ada" if letter == "C" else "",
                    confirmed_on=date(2026, 7, 1) if letter == "C" else None,
                )
            )
    costs = (a_cost("I1", invested),) if invested else ()
    if not rows and not costs:
        return Ledger(LedgerState.NO_DATA, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY)
    if not invested:
        state = LedgerState.NO_COST
    elif proven == 0:
        state = LedgerState.NOT_YET_PROVEN if estimated > 0 else LedgerState.NOTHING_PROVEN
    else:
        state = LedgerState.REFUNDS_EXCEED if proven < 0 else LedgerState.OK
    per, roi = Triple(), Triple()
    low = high = None
    if invested:
        values = [measured, None if state is LedgerState.NOT_YET_PROVEN else proven, full]
        per = Triple(*(None if value is None else Fraction(value, invested) for value in values))
        rois = [None if value is None else Fraction(value - invested, invested) * 100 for value in values]
        roi = Triple(*rois)
        known = [value for value in rois if value is not None]
        low, high = min(known), max(known)

    def marked(cents: int, *letters: str) -> Figure:
        return Figure(cents, tuple(row.mark for row in rows if row.mark[0] in letters))

    return Ledger(
        state,
        marked(measured, "M"),
        marked(confirmed, "C"),
        marked(estimated, "E"),
        marked(proven, "M", "C"),
        marked(full, "M", "C", "E"),
        Figure(invested, ("I1",) if invested else ()),
        invested,
        Triple(measured - invested, proven - invested, full - invested),
        per,
        roi,
        low,
        high,
        sales=marked(2 * proven, "M", "C"),
        values=tuple(rows),
        costs=costs,
        method=Method(
            read_on=date(2026, 7, 4),
            systems=("shop",) if measured else (),
            ties=("link",) if measured else (),
            assumptions=("10 leads × 20 % × €500",) if estimated else (),
        ),
    )


def margin_unknown() -> Ledger:
    """Return a month with sales whose margin nobody agreed."""
    return Ledger(
        LedgerState.MARGIN_UNKNOWN,
        invested=Figure(100_000, ("I1",)),
        invested_cash=100_000,
        sales=Figure(400_000, ("M1",)),
        sales_per_unit=Fraction(4),
        break_even_margin=Fraction(25),
        values=(a_value("M1", None, net=400_000),),
        costs=(a_cost("I1", 100_000),),
        running=Running(Month(2026, 6), None, 100_000, None),
        method=Method(read_on=date(2026, 7, 4)),
    )


def late() -> Ledger:
    """Return a month in which a sale of May became known (vector L24)."""
    ledger = ledger_of(110_000, 0, 0, 100_000)
    row = a_value("M2", 35_000, month=Month(2026, 5), description="Order 77, known now")
    return replace(
        ledger,
        values=(*ledger.values, row),
        late_value=Figure(35_000, ("M2",)),
        restated=(Restated(Month(2026, 5), 90_000, Fraction(-10), 125_000, Fraction(25)),),
        running=Running(Month(2026, 5), 235_000, 200_000, Fraction(35, 2)),
    )


STATES: dict[str, Ledger] = {
    "gain": ledger_of(180_000, 70_000, 50_000, 100_000),
    "loss": ledger_of(30_000, 20_000, 0, 100_000),
    "even": ledger_of(100_000, 0, 0, 100_000),
    "not_yet_proven": ledger_of(0, 0, 130_000, 65_000),
    "nothing_proven": ledger_of(0, 0, 0, 45_000),
    "refunds_exceed": ledger_of(-15_000, 0, 0, 30_000),
    "no_cost": ledger_of(30_000, 0, 0, 0),
    "no_data": ledger_of(0, 0, 0, 0),
    "margin_unknown": margin_unknown(),
    "late": late(),
}


def bare(ledger: Ledger, **changes: object) -> MonthlyReport:
    """Return a report with little beside its ledger."""
    sheet = replace(hotel_sheet(), kpis=())
    return hotel(
        **{
            "ledger": ledger,
            "sheet": sheet,
            "quotas": (),
            "delivered": (),
            "accounts": (),
            "content": (),
            "sources": (),
            "gaps": (),
            "notices": (),
            **changes,
        }
    )


def with_outcome() -> MonthlyReport:
    """Return a month whose goal was not sales."""
    sheet = replace(hotel_sheet(), outcome=Outcome("14 applications for the kitchen", 3_214))
    return bare(replace(ledger_of(0, 0, 0, 45_000), break_even_customers=14), sheet=sheet)


LONG = "Associazione Culturale Dilettantistica «Amici del Lungomare Superiore» di San Bartolomeo al Mare e Dintorni"


def extreme() -> MonthlyReport:
    """Return a report with long names, a yellow brand, a wide logo and large amounts."""
    ledger = ledger_of(123_456_789_00, 98_765_432_10, 45_678_901_20, 111_111_111_10)
    return hotel(
        client=Client(LONG, "en", "voi", "CHF", "#ffdd00", a_logo(1200, 200)),
        freelancer=Freelancer(
            "Maria-Magdalena von Hohenlohe-Langenburg",
            LONG,
            "a.very.long.address.of.an.office@subdomain.example.org",
            logo=a_logo(400, 200),
        ),
        ledger=ledger,
        provisional=True,
    )


def hostile_texts() -> dict[str, str]:
    """Return texts that break careless printing, by what they hold."""
    return {
        "markup": "<b>bold</b> & <i>x</i> <img src=\"/etc/passwd\"> <a href='javascript:alert(1)'>y</a> &amp; &#65;",
        "unbalanced": "</para><para> <unichar code='0'/> <onDraw name='x'/> <font color='[[[x]]]'>",
        "controls": "a\x00b\x01c\x1b[31md\x7fe\u0085f",
        "direction": "invoice\u202egnp.exe \u2066x\u2069 \u200b\u200e\ufeff",
        "arabic": "مرحبا بالعالم في فندق البحر الأزرق 2026",
        "hebrew": "שלום עולם, מלון הים הכחול 25%",
        "cjk": "日本語のホテル 简体中文 繁體 한국어 호텔",
        "emoji": "😀👍🏽🇮🇹🧑‍💻❤️1️⃣🌊☕️🫠",
        "polish": "Łódź, żółć, gęślą jaźń",
        "greek": "Ξενοδοχείο στη θάλασσα",
        "cyrillic": "Гостиница у моря, Їжак, Ґанок",
        "letters": "𝓗𝓮𝓵𝓵𝓸 𝔽𝕒𝕟𝕔𝕪 ᴄᴀᴘꜱ ⟶ ﷺ ①",
        "zalgo": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
        "surrogate": "a\ud83db\ue000c\uffffd\U000e0041",
        "thai": "โรงแรม हिन्दी ქართული Հայերեն አማርኛ",
        "long": "x" * 3000,
        "spaces": "a\u00a0b\u2003c\u3000d\te\nf\r\ng\u2028h",
        "empty": "",
        "quotes": "\"'`´“”«»„‚",
        "percent": "%s %(x)s {client} {0} {{}} ${HOME}",
    }
