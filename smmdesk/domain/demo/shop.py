"""Northlight Candle Co.: an online shop for soy candles, in English, in pounds, with a fee in euros."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountDraft
from smmdesk.domain.clients import ClientDraft, ContactDraft
from smmdesk.domain.contracts import ContractDraft
from smmdesk.domain.demo.logos import shop_logo
from smmdesk.domain.demo.paperwork import Ledger, mail, system_export
from smmdesk.domain.demo.story import Campaign, Caption, Happening, Kpi, Money, Sheet, Story
from smmdesk.domain.events import EventKind

OCT25, NOV25, DEC25, JAN, FEB, MAR, APR, MAY, JUN, JUL, AUG, SEP, OCT = (Month(2025, 10).plus(n) for n in range(13))
SITE = "https://northlight.example.it"

_CAPTIONS = (
    Caption("Pour day", "Pour day: 46 kilos of soy wax, one thermometer, no rushing."),
    Caption("Why soy", "Why we pour soy: it burns slower, and the jar washes out with warm water."),
    Caption("Wick test, part one", "Forty wicks, one winner. This is what testing looks like."),
    Caption("The first burn", "The first burn decides the rest: let the wax melt right to the edge."),
    Caption("Refill station", "Send the jar back and we refill it for less. It weighs almost nothing."),
    Caption("Rosemary and smoke", "Rosemary and smoke smells like the end of a walk, just before the door."),
    Caption("Fig, unripe", "Fig, but unripe: green, a little milky, not sweet at all."),
    Caption("Meet Priya", "Priya labels every jar by hand. She has opinions about straight lines."),
    Caption("Packing an order", "Paper, cord, a card. No plastic has left this bench since March."),
    Caption("What went wrong", "A whole batch sank in the middle. Here is what we changed."),
    Caption("Safe burning", "Four hours at most, away from curtains, never while you sleep."),
    Caption("Trim the wick", "Five millimetres. That is the whole secret."),
    Caption("Scent notes", "Top, heart, base: how to read our labels in ten seconds."),
    Caption("Your shelf", "You sent us your shelves. We did not expect so many cats."),
    Caption("Small studio tour", "Eleven steps from wall to wall: the whole factory in one take."),
    Caption("Reading light", "The one that burns quietest, for people who read with the window open."),
)
_WINTER = (
    Caption("Advent set", "Four candles, four Sundays, one box. They leave on the 20th of November."),
    Caption("Last order dates", "Order by the 17th and it will be under the tree."),
    Caption("Gift note", "Write us your note in the basket. We copy it by hand, spelling included."),
    Caption("Fir and clove", "Fir and clove: the smell of carrying something heavy up the stairs, happily."),
    Caption("Dark by four", "It is dark by four. We can help with that."),
    Caption("Behind the queue", "Two hundred orders in one weekend, and Priya still drew the stars."),
)
_SUMMER = (
    Caption("Candles in July?", "Candles in July: yes, on the balcony, when the talk goes on."),
    Caption(
        "Summer recall", "One batch of Sea Fennel cracks its jar. If you have it, stop burning it and write to us."
    ),
    Caption("Garden table", "Citronella without the airport smell. It took us nine tries."),
    Caption("Slow months", "Summer is our slow season: we test, we clean, we ask you things."),
)


def captions(month: Month) -> Sequence[Caption]:
    """Return what there is to tell in a month."""
    if month.number == 10:
        return (_WINTER[0], _WINTER[3], _WINTER[4], *_CAPTIONS[:12])
    if month.number in (11, 12):
        return (*_WINTER, *_CAPTIONS[:10])
    if month.number in (6, 7, 8):
        return (*_SUMMER, *_CAPTIONS[4:])
    return _CAPTIONS


def _money() -> Money:
    ledger = Ledger("shop")
    # month, orders with our link and their mean gross value, returning customers and theirs, ads, rate of the euro,
    # all sales of the shop
    months: list[tuple[Month, int, int, int, int, int, str, int]] = [
        (OCT25, 52, 42_00, 12, 46_80, 180_00, "1.1482", 6_840_00),
        (NOV25, 84, 47_40, 21, 51_60, 260_00, "1.1395", 12_310_00),
        (DEC25, 112, 52_80, 34, 55_20, 320_00, "1.1431", 18_960_00),
        (JAN, 41, 39_60, 14, 42_00, 120_00, "1.1518", 5_120_00),
        (FEB, 47, 40_80, 13, 43_20, 140_00, "1.1543", 5_430_00),
        (MAR, 58, 42_00, 15, 45_60, 160_00, "1.1567", 6_270_00),
        (APR, 56, 42_00, 16, 44_40, 160_00, "1.1549", 6_050_00),
        (MAY, 52, 40_80, 15, 43_20, 140_00, "1.1572", 5_610_00),
        (JUN, 49, 39_60, 12, 42_00, 120_00, "1.1588", 4_980_00),
        (JUL, 44, 38_40, 9, 40_80, 120_00, "1.1536", 4_240_00),
        (AUG, 57, 40_80, 14, 43_20, 140_00, "1.1524", 5_790_00),
        (SEP, 74, 44_40, 20, 47_40, 200_00, "1.1511", 8_930_00),
        (OCT, 84, 45_60, 26, 49_20, 220_00, "1.1530", 11_740_00),
    ]
    for month, orders, gross, back, back_gross, ads, rate, sales in months:
        _orders(ledger, month, "W", "sale", f"Web orders with our links ({orders})", orders, gross)
        _orders(
            ledger, month, "R", "repeat", f"Orders of returning customers with a newsletter link ({back})", back,
            back_gross, share="50",
        )  # fmt: skip
        ledger.fee(month, 780_00, "Monthly fee, 780.00 EUR", f"invoice-{month}.txt", "EUR", rate)
        ledger.cost(
            month, f"A-{month}", "ads", "Meta advertisements", ads, account="Northlight Candle Co.", receipt=True
        )
        ledger.cost(month, f"T-{month}", "tools", "Newsletter service", 29_00, receipt=True)
        ledger.total(month, sales, "All net sales of the shop, from its monthly report")
    ledger.cost(NOV25, "I-2025-11", "influencer", "Two videos by a maker of home films", 350_00, receipt=True)
    ledger.cost(SEP, "P-2026-09", "production", "Product photographs for the year", 660_00, spread="12", receipt=True)
    ledger.value(
        JUL, date(2026, 7, 21), "X-2026-07", "sale", "Refunds of the Sea Fennel batch (26)", -38_40,
        quantity=26, tier="measured", tie="link", source="Shop export", vat_rate="20", reverses="W-2026-06",
        evidence={"refunds-2026-07.csv": system_export(
            "refunds", [("2026-07-21", "26 refunds", "batch SF-0626", "-832.00")]
        )},
    )  # fmt: skip
    for row_id, description, rule in (
        ("N-4188", "Order 4188, newsletter code NORTH10", "code"),
        ("N-4188-bis", "Order 4188 again, from the creator's list", "code"),
    ):
        ledger.value(
            OCT, date(2026, 10, 18), row_id, "sale", description, 74_40,
            tier="measured", tie="code", order_key="4188", rule=rule, source="Shop export", vat_rate="20",
            evidence={f"{row_id}.csv": system_export("orders", [("2026-10-18", "4188", "NORTH10", "62.00")])},
        )  # fmt: skip
    told = date(2026, 11, 3)
    ledger.value(
        OCT, date(2026, 10, 25), "M-2026-10", "sale", "Market stall: customers who showed our video (9)", 21_60,
        quantity=9, tier="confirmed", tie="none", source="List by e-mail", vat_rate="20", confirmed_by="Amira Holt",
        confirmed_on=told,
        evidence={"mail-amira-2026-10.eml": mail(
            "Amira Holt <amira@northlight.example.it>", told, "Market stall, October",
            "Hi Giulia,\n\nnine people at the stall on the 25th showed us the wick video. They spent 194.40 in all, "
            "VAT included.\n\nAmira", "Europe/London",
        )},
    )  # fmt: skip
    ledger.value(
        OCT, date(2026, 10, 31), "E-2026-10", "lead", "Sign-ups for the Advent set: one in ten buys", 54_00,
        quantity=140, probability="10", tier="estimated", vat_rate="20", source="Agreed with Amira Holt",
    )  # fmt: skip
    return ledger.money()


def _orders(
    ledger: Ledger, month: Month, letter: str, kind: str, description: str, count: int, gross: int, share: str = ""
) -> None:
    rows = [
        (
            f"{month}-{1 + place % 27:02d}",
            f"{month.year % 100}{month.number:02d}{letter}{place + 1:03d}",
            "utm",
            f"{part / 120:.2f}",
        )
        for place, part in enumerate(ledger.split(gross * count, count))
    ]
    ledger.value(
        month, month.first_day.replace(day=27), f"{letter}-{month}", kind, description, gross,
        quantity=count, tier="measured", tie="link", share=share, source="Shop export", vat_rate="20",
        evidence={f"orders-{letter}-{month}.csv": system_export("source", rows)},
    )  # fmt: skip


_GOAL = "More first orders from our own links, at a cost we can repeat."

_SHEETS = {
    JUL: Sheet(
        _GOAL,
        worked="Saying it first: the recall post was shared more than any advertisement this year.",
        did_not_work="Twenty-six orders went back. Sales stopped for nine days.",
        we_change="Every new batch gets a burn test on camera before it is sold.",
        request="Send us the test sheet of each batch.",
        request_by=date(2026, 8, 10),
        kpis=(
            Kpi("First orders", "ledger.orders", target=Decimal(45)),
            Kpi("Cost per first order", "ledger.cost_per_order", target=Decimal(20), lower_is_better=True),
        ),
    ),
    SEP: Sheet(
        _GOAL,
        worked="The burn tests on camera. People came back to see whether the batch would pass.",
        did_not_work="Photographs of single jars: seen, and not clicked.",
        we_change="October shows the Advent set in use, not on white.",
        request="Two Advent sets for filming.",
        request_by=date(2026, 10, 10),
        kpis=(
            Kpi("First orders", "ledger.orders", target=Decimal(55)),
            Kpi("Cost per first order", "ledger.cost_per_order", target=Decimal(18), lower_is_better=True),
            Kpi("Views on TikTok", "tiktok.video_views.v1", "tiktok", target=Decimal(60_000)),
        ),
    ),
    OCT: Sheet(
        _GOAL,
        worked="The wick video: seen on three channels, and named at the market stall.",
        did_not_work="The second advertisement, with the jar on white, cost twice as much per click.",
        we_change="In November all advertisements use the films. The photographs stay on the site.",
        request="Tell us how many Advent sets are left, every Monday.",
        request_by=date(2026, 11, 10),
        kpis=(
            Kpi("First orders", "ledger.orders", target=Decimal(75)),
            Kpi("Cost per first order", "ledger.cost_per_order", target=Decimal(15), lower_is_better=True),
            Kpi("Views on TikTok", "tiktok.video_views.v1", "tiktok", target=Decimal(75_000)),
            Kpi("Sign-ups for the Advent set", value=Decimal(140), target=Decimal(150)),
        ),
    ),
}

_CAMPAIGNS = (
    (OCT25, "Advent set: early", 180_00, 21, 41_300, 22_900, 702),
    (NOV25, "Advent set", 260_00, 39, 58_700, 29_800, 1_086),
    (DEC25, "Last order dates", 320_00, 52, 70_400, 33_100, 1_402),
    (JAN, "Refill station", 120_00, 11, 27_900, 16_300, 388),
    (FEB, "Refill station", 140_00, 13, 31_200, 17_900, 430),
    (MAR, "Spring scents", 160_00, 17, 36_100, 19_700, 531),
    (APR, "Spring scents", 160_00, 16, 35_200, 19_100, 512),
    (MAY, "Garden table", 140_00, 14, 30_800, 17_200, 446),
    (JUN, "Garden table", 120_00, 12, 26_700, 15_100, 371),
    (JUL, "Garden table", 120_00, 6, 25_900, 14_800, 298),
    (AUG, "Burn tests", 140_00, 15, 31_900, 17_600, 502),
    (SEP, "Burn tests", 200_00, 27, 44_800, 23_300, 798),
    (OCT, "The wick film", 140_00, 31, 33_400, 19_200, 741),
    (OCT, "Jar on white", 80_00, 8, 17_900, 11_300, 204),
)

# id, title, day of publication, seconds
VIDEOS = (
    ("DemoWick001", "How we test a wick", date(2025, 11, 8), 342),
    ("DemoPour002", "Pouring 46 kilos of soy wax", date(2026, 1, 17), 418),
    ("DemoTour003", "The smallest candle factory: a tour", date(2026, 3, 14), 275),
    ("DemoReca004", "What cracked, and what we changed", date(2026, 7, 25), 506),
    ("DemoBurn005", "Burn test: Advent set 2026", date(2026, 10, 10), 388),
)
VIDEO_VIEWS = {"before": 18_400, "last": 3_260}
# views on TikTok by month
TIKTOK_VIEWS = {
    OCT25: 31_000, NOV25: 44_500, DEC25: 52_800, JAN: 28_400, FEB: 30_900, MAR: 36_200, APR: 35_100, MAY: 33_600,
    JUN: 30_400, JUL: 57_300, AUG: 41_800, SEP: 63_900, OCT: 88_200,
}  # fmt: skip

STORY = Story(
    draft=ClientDraft(
        name="Northlight Candle Co.",
        language="en",
        currency="GBP",
        timezone="Europe/London",
        legal_name="Northlight Candle Company Ltd",
        country="GB",
        attribution_rule="Last touch with a link or a code; returning customers at half.",
        brand_color="#3d2c4f",
        accent_color="#d9822b",
        note="Example: the shop and its people are invented.",
    ),
    contacts=(
        ContactDraft("Amira Holt", "amira@northlight.example.it", "+44 1632 960101", decides=True, pays=True),
        ContactDraft("Priya Shah", "priya@northlight.example.it", "+44 1632 960102", approves=True, crisis=True),
    ),
    contracts=(
        ContractDraft(
            start=date(2025, 10, 1),
            end=date(2026, 12, 31),
            fee=676_50,
            quotas={"post": 6, "reel": 8, "newsletter": 2},
            notice_by=date(2026, 11, 30),
            look_back_days=30,
            margin=Decimal(42),
            margin_agreed_with="Amira Holt",
            margin_agreed_on=date(2025, 9, 15),
            typical_order=37_00,
            note="The fee is 780.00 EUR a month; in pounds it differs with the rate.",
        ),
    ),
    accounts=(
        AccountDraft(
            "instagram",
            "northlight.example",
            "Northlight Candle Co.",
            "17841499999000022",
            owner="Amira Holt",
            my_role="Editor",
            access="Invitation from Business Suite",
            second_factor="App, on Amira's phone",
        ),
        AccountDraft("tiktok", "northlight.example", "Northlight", owner="Amira Holt", my_role="Operator"),
        AccountDraft("youtube", "northlightexample", "Northlight Candle Co.", owner="Amira Holt", my_role="Manager"),
        AccountDraft("meta_ads", "", "Northlight Candle Co.", owner="Amira Holt", my_role="Advertiser"),
        AccountDraft("ga4", "", "northlight.example.it", owner="Amira Holt", my_role="Viewer", link=SITE),
    ),
    logo=shop_logo,
    captions=captions,
    second_sentences=(
        "Save this for your next first burn.",
        "The link is in our profile.",
        "Tell us which one you would light tonight.",
        "Send it to the friend with the draughty flat.",
        "Questions go to Priya. She answers all of them.",
        "Refills are open until Sunday.",
    ),
    hashtags="#NorthlightCandle #SoyCandle",
    reach={
        OCT25: 2_450,
        NOV25: 3_120,
        DEC25: 3_480,
        JAN: 2_060,
        FEB: 2_130,
        MAR: 2_390,
        APR: 2_340,
        MAY: 2_210,
        JUN: 2_020,
        JUL: 2_640,
        AUG: 2_480,
        SEP: 3_070,
        OCT: 3_610,
    },
    published={(JUN, "reel"): 7, (JUL, "reel"): 6, (JUL, "post"): 5, (AUG, "reel"): 9},
    extras={(JUL, "post"): 2},
    other_work={"newsletter": ("Letter to customers", SITE + "/letters/{month}")},
    website_users={
        OCT25: 3_940,
        NOV25: 6_210,
        DEC25: 8_480,
        JAN: 3_120,
        FEB: 3_260,
        MAR: 3_710,
        APR: 3_620,
        MAY: 3_390,
        JUN: 3_050,
        JUL: 4_180,
        AUG: 3_530,
        SEP: 4_960,
        OCT: 6_370,
    },
    campaigns=tuple(
        Campaign(month, name, spent, "Website purchases", claimed, shown, reached, clicks)
        for month, name, spent, claimed, shown, reached, clicks in _CAMPAIGNS
    ),
    money=_money(),
    happenings=(
        Happening(EventKind.CAMPAIGN, "Advent set goes on sale", date(2025, 11, 20), date(2025, 12, 17)),
        Happening(
            EventKind.VIRAL, "The batch that sank, shared by a potter", date(2026, 5, 9), date(2026, 5, 11), "instagram"
        ),
    ),
    tags={
        "making": ("pour", "wick", "wax", "batch", "thermometer"),
        "scents": ("rosemary", "fig", "clove", "citronella", "smell", "scent"),
        "people": ("priya", "you sent", "cats"),
        "use": ("burn", "refill", "jar", "shelf", "read"),
    },
    sheets=_SHEETS,
)
