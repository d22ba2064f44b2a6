"""Example reports for the tests: the hotel of June, complete, and what the others change in it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

from PIL import Image, ImageDraw

from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Direction, Metric, Span, State, Unit
from smmdesk.documents.data import (
    Account,
    Attachment,
    ChangeKind,
    Client,
    Comparison,
    Content,
    CostRow,
    DefinitionBreak,
    Delivered,
    EvidenceFile,
    Figure,
    FormatLine,
    Freelancer,
    Gap,
    GoalStatus,
    History,
    HistoryPoint,
    Kpi,
    Ledger,
    LedgerState,
    MarginBasis,
    Method,
    MetricValue,
    MonthlyReport,
    MonthSheet,
    NotCounted,
    Notice,
    PlatformClaim,
    Post,
    Quota,
    Running,
    Source,
    Tier,
    Triple,
    ValueRow,
    Verdict,
)

JUNE = Month(2026, 6)
FOLLOWERS = Metric(
    "instagram.followers.v1",
    "Followers",
    "Accounts that follow the profile.",
    additivity=Additivity.STOCK,
    span=Span.MOMENT,
)
REACH = Metric(
    "instagram.reach.v1",
    "Reach",
    "Accounts that saw something of the profile at least once in the month.",
    additivity=Additivity.UNIQUE,
    span=Span.PERIOD,
)
VIEWS = Metric("instagram.post.views.v2", "Views", "How often the posts were shown or played, repeats included.")
LIKES = Metric("instagram.post.likes.v1", "Likes", "How often people pressed like.")
SAVES = Metric("instagram.post.saves.v1", "Saves", "How often people kept a post for later.")
RATE = Metric(
    "instagram.post.engagement_rate.v1",
    "Engagement rate on reach",
    "Likes, comments, saves and shares, divided by reach.",
    unit=Unit.SHARE,
    additivity=Additivity.RATIO,
)
REPLY = Metric(
    "facebook.reply_time.v1",
    "Time to reply",
    "Median time to the first reply to a message.",
    unit=Unit.HOURS,
    additivity=Additivity.RATIO,
    direction=Direction.UP_IS_BAD,
)
FB_VIEWS = Metric("facebook.post.views.v1", "Views", "How often the posts were shown or played, repeats included.")
GA_USERS = Metric("ga4.users.v1", "Visitors", "People who visited the website.", additivity=Additivity.UNIQUE)
GA_SESSIONS = Metric("ga4.sessions.v1", "Visits", "Visits to the website.")


def a_logo(width: int = 300, height: int = 300) -> bytes:
    """Draw a round sign as PNG."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((4, 4, width - 4, height - 4), fill=(232, 196, 104, 255))
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def evidence(name: str, read_on: date | None = date(2026, 7, 4)) -> EvidenceFile:
    """Name a file with a hash of its name."""
    return EvidenceFile(name, hashlib.sha256(name.encode()).hexdigest(), read_on)


def hotel_values() -> tuple[ValueRow, ...]:
    """Return the value rows of the acceptance case L31."""
    export = (evidence("prenotazioni-giugno.csv"),)
    return (
        ValueRow(
            "M1",
            date(2026, 6, 10),
            "6 bookings with our link or the code TERRACE",
            "booking",
            Tier.MEASURED,
            Tier.MEASURED,
            6,
            348_000,
            55,
            100,
            100,
            191_400,
            export,
            source="booking engine",
            read_on=date(2026, 7, 4),
            tie="code",
            id="B1",
        ),
        ValueRow(
            "M2",
            date(2026, 6, 21),
            "Cancellation",
            "booking",
            Tier.MEASURED,
            Tier.MEASURED,
            1,
            -58_000,
            55,
            100,
            100,
            -31_900,
            export,
            source="booking engine",
            read_on=date(2026, 7, 4),
            tie="code",
            reverses="M1",
            id="B2",
        ),
        ValueRow(
            "C1",
            date(2026, 6, 30),
            "3 bookings by telephone",
            "booking",
            Tier.CONFIRMED,
            Tier.CONFIRMED,
            3,
            150_000,
            55,
            100,
            100,
            82_500,
            (evidence("mail-bianchi.eml"),),
            "Anna Bianchi",
            date(2026, 7, 1),
            "e-mail",
            tie="none",
            id="B3",
        ),
        ValueRow(
            "E1",
            date(2026, 6, 30),
            "New newsletter readers",
            "lead",
            Tier.ESTIMATED,
            Tier.ESTIMATED,
            Decimal("2.4"),
            115_200,
            55,
            100,
            100,
            63_360,
            note="120 sign-ups × 2 % × €480 per stay",
            id="B4",
        ),
    )


def hotel_costs() -> tuple[CostRow, ...]:
    """Return the cost rows of the acceptance case L31."""
    return (
        CostRow(
            "I1",
            date(2026, 6, 30),
            "Monthly fee",
            "fee",
            1,
            70_000,
            0,
            70_000,
            evidence=(evidence("12-2026.pdf"),),
            source="invoice 12/2026",
        ),
        CostRow(
            "I2", date(2026, 6, 30), "Stamp duty on the invoice", "stamp", 1, 200, 0, 200, source="invoice 12/2026"
        ),
        CostRow(
            "I3",
            date(2026, 6, 30),
            "Meta ads, paid by the hotel",
            "ads",
            1,
            31_000,
            0,
            31_000,
            origin="import",
            source="Meta Ads Manager",
            read_on=date(2026, 7, 4),
        ),
        CostRow(
            "I4",
            date(2026, 6, 3),
            "Photo shoot",
            "production",
            1,
            90_000,
            0,
            7_500,
            90_000,
            12,
            1,
            (evidence("3-2026.pdf"),),
            "invoice 3/2026",
        ),
        CostRow(
            "I5",
            date(2026, 6, 30),
            "Hotel staff: 4 hours at €16.00",
            "staff",
            4,
            6_400,
            0,
            6_400,
            note="rate agreed on 12 January 2026",
        ),
    )


def hotel_ledger() -> Ledger:
    """Return the acceptance case L31 with its figures."""
    proven, invested = Fraction(242_000), Fraction(115_100)
    return Ledger(
        state=LedgerState.OK,
        measured=Figure(159_500, ("M1", "M2")),
        confirmed=Figure(82_500, ("C1",)),
        estimated=Figure(63_360, ("E1",)),
        proven=Figure(242_000, ("M1", "M2", "C1")),
        full=Figure(305_360, ("M1", "M2", "C1", "E1")),
        invested=Figure(115_100, ("I1", "I2", "I3", "I4", "I5")),
        invested_cash=197_600,
        net=Triple(44_400, 126_900, 190_260),
        per_unit=Triple(159_500 / invested, proven / invested, 305_360 / invested),
        roi=Triple(44_400 / invested * 100, 126_900 / invested * 100, 190_260 / invested * 100),
        range_low=44_400 / invested * 100,
        range_high=190_260 / invested * 100,
        sales=Figure(440_000, ("M1", "M2", "C1")),
        sales_per_unit=440_000 / invested,
        break_even_margin=Fraction(115_100, 440_000) * 100,
        break_even_sales=209_273,
        break_even_customers=4,
        late_value=Figure(0),
        running=Running(Month(2026, 3), 812_450, 431_900, Fraction(380_550, 431_900) * 100),
        values=hotel_values(),
        costs=hotel_costs(),
        not_counted=(
            NotCounted(
                ValueRow(
                    "",
                    date(2026, 6, 12),
                    "Booking 1042, from the Meta report",
                    "booking",
                    Tier.ESTIMATED,
                    Tier.ESTIMATED,
                    1,
                    58_000,
                    55,
                    amount=31_900,
                    source="Meta Ads Manager",
                    id="B7",
                ),
                "duplicate",
                "M1",
            ),
        ),
        platform_claims=(PlatformClaim("Meta Ads", 9, 405_000, "Meta Ads Manager, 7-day click", date(2026, 7, 4)),),
        method=Method(
            read_on=date(2026, 7, 4),
            margins=(MarginBasis(55, "Anna Bianchi", date(2026, 1, 12)),),
            systems=("booking engine",),
            ties=("link", "code"),
            confirmers=(("Anna Bianchi", date(2026, 7, 1)),),
            assumptions=("120 sign-ups × 2 % × €480 per stay",),
            look_back_days=90,
        ),
    )


def compared(
    value: int | Decimal | Fraction, change: object, verdict: Verdict, kind: ChangeKind = ChangeKind.PERCENT
) -> Comparison:
    """Compare with May."""
    return Comparison(Month(2026, 5), value, verdict, kind, change)  # type: ignore[arg-type]


def hotel_sheet() -> MonthSheet:
    """Return the month's sheet of the hotel."""
    return MonthSheet(
        goal="More direct bookings in the low season, less commission to the portals",
        kpis=(
            Kpi(
                "Direct bookings",
                8,
                target=8,
                status=GoalStatus.MET,
                comparison=Comparison(Month(2025, 6), 6, Verdict.STABLE),
                marks=("M1", "M2", "C1"),
            ),
            Kpi(
                "Cost of one booking",
                Decimal("143.88"),
                Unit.MONEY,
                Decimal(150),
                True,
                GoalStatus.ON_TRACK,
                Comparison(Month(2025, 6), Decimal("171.00"), Verdict.BETTER),
            ),
            Kpi(
                "Enquiries from Instagram",
                41,
                target=45,
                status=GoalStatus.AT_RISK,
                comparison=Comparison(Month(2025, 6), 39, Verdict.STABLE),
            ),
            Kpi(
                "Time to reply to a message",
                Decimal(5),
                Unit.HOURS,
                Decimal(2),
                True,
                GoalStatus.OFF_TRACK,
                Comparison(Month(2026, 5), Decimal(3), Verdict.WORSE),
            ),
        ),
        worked="The reels about breakfast on the terrace: four bookings with the code TERRACE. "
        "We will make two a month until September.",
        did_not_work="Replies to weekend messages took five hours, against three in May. "
        "Two group enquiries were lost.",
        we_change="From July there are prepared replies and a Saturday shift. The time to reply will show it.",
        request="Please confirm the September price list, "
        "and say yes or no to €150 more for the campaign «Slow September».",
        request_by=date(2026, 7, 10),
    )


def hotel_accounts() -> tuple[Account, ...]:
    """Return three channels with history, a gap, and a definition that changed."""
    followers = [1012, 1030, 1055, None, 1080, 1102, 1131, 1180, 1204]
    views = [8200, 9100, 8800, 10400, 9900, 11200, 12800, 15100]
    months = [JUNE.plus(place - 8) for place in range(9)]
    read = date(2026, 7, 4)
    instagram = Account(
        "instagram",
        "Instagram",
        "hotelmiramare",
        metrics=(
            MetricValue(FOLLOWERS, 1204, read_on=read, comparison=compared(1180, 24, Verdict.BETTER, ChangeKind.COUNT)),
            MetricValue(REACH, None, State.VALUE, bounds=(2140, 18_420), read_on=read),
            MetricValue(
                RATE,
                Fraction(41, 1000),
                read_on=read,
                comparison=compared(Fraction(38, 1000), Fraction(3, 10), Verdict.STABLE, ChangeKind.POINTS),
            ),
        ),
        post_count=14,
        post_metrics=(
            MetricValue(
                VIEWS,
                15_100,
                read_on=read,
                comparison=compared(12_800, Fraction(23_00, 128), Verdict.BETTER),
                broken=None,
            ),
            MetricValue(LIKES, 830, read_on=read, comparison=compared(702, Fraction(128_00, 702), Verdict.BETTER)),
            MetricValue(SAVES, None, State.NOT_AVAILABLE),
        ),
        history=History(
            FOLLOWERS,
            tuple(
                HistoryPoint(m, v, State.VALUE if v else State.NOT_AVAILABLE, "" if v else "not imported")
                for m, v in zip(months, followers, strict=True)
            ),
        ),
        why="The new followers came in the week of the terrace reel; we did no advertising for them.",
    )
    facebook = Account(
        "facebook",
        "Facebook",
        "Hotel Miramare",
        metrics=(
            MetricValue(
                REPLY,
                Decimal(5),
                read_on=read,
                comparison=compared(Decimal(3), Decimal(2), Verdict.WORSE, ChangeKind.COUNT),
            ),
        ),
        post_count=9,
        post_metrics=(
            MetricValue(
                FB_VIEWS,
                15_100,
                read_on=read,
                comparison=compared(12_800, None, Verdict.NOT_COMPARABLE),
                broken=DefinitionBreak(date(2026, 4, 20)),
            ),
        ),
        history=History(
            FB_VIEWS,
            tuple(HistoryPoint(JUNE.plus(p - 7), v) for p, v in enumerate(views)),
            (DefinitionBreak(date(2026, 4, 20)),),
        ),
    )
    website = Account(
        "website",
        "Website",
        name="hotelmiramare.example",
        metrics=(
            MetricValue(
                GA_USERS, 2310, read_on=read, comparison=compared(2190, Fraction(120_00, 2190), Verdict.STABLE)
            ),
            MetricValue(GA_SESSIONS, 3015, read_on=read, comparison=compared(2805, None, Verdict.TOO_LITTLE_HISTORY)),
        ),
        history=History(
            GA_SESSIONS,
            tuple(
                HistoryPoint(JUNE.plus(p - 2), v, State.NOT_YET_COMPLETE if p == 2 else State.VALUE)
                for p, v in enumerate([2511, 2805, 3015])
            ),
        ),
    )
    return (instagram, facebook, website)


def hotel_content() -> tuple[Content, ...]:
    """Return the ranking of the Instagram posts."""

    def post(title: str, day: int, kind: str, views: int, likes: int, saves: int | None, reason: str = "") -> Post:
        others = (
            MetricValue(LIKES, likes),
            MetricValue(SAVES, saves, State.VALUE if saves is not None else State.NOT_AVAILABLE),
        )
        link = f"https://www.instagram.com/p/C8{day:02d}abcXYZ/"
        return Post(title, date(2026, 6, day), kind, MetricValue(VIEWS, views), others, link, reason)

    return (
        Content(
            "Instagram",
            "hotelmiramare",
            VIEWS,
            best=(
                post(
                    "Breakfast on the terrace, 7:30, nobody awake yet ☕️🌊",
                    6,
                    "reel",
                    4120,
                    212,
                    61,
                    "Filmed by the cook, not by us: people wrote that it looks real.",
                ),
                post("Three walks that start at our door", 13, "carousel", 2890, 140, 88),
                post("Meet Łukasz, who carries your bags", 20, "reel", 2410, 155, 12),
            ),
            worst=(
                post("Room 12 is free on Thursday", 3, "photo", 210, 6, 0, "A price without a story."),
                post("Happy Republic Day", 2, "photo", 260, 11, None),
            ),
            formats=(
                FormatLine("reel", 5, (MetricValue(VIEWS, 9800), MetricValue(LIKES, 520))),
                FormatLine("carousel", 4, (MetricValue(VIEWS, 4200), MetricValue(LIKES, 250))),
                FormatLine("photo", 5, (MetricValue(VIEWS, 1100), MetricValue(LIKES, 60))),
            ),
        ),
    )


def hotel(**changes: object) -> MonthlyReport:
    """Return the complete report of the hotel for June; `changes` replace its fields."""
    report = MonthlyReport(
        client=Client("Hotel Miramare", "en", "voi", "EUR", "#0f4c5c", a_logo()),
        month=JUNE,
        document_day=date(2026, 7, 4),
        freelancer=Freelancer(
            "Giulia Rossi",
            "Studio Rossi",
            "studio@example.it",
            "+39 010 555 0100",
            "studiorossi.example",
            "Via Roma 1, Genova",
            "P.IVA 01234567897",
        ),
        provisional=False,
        sheet=hotel_sheet(),
        ledger=hotel_ledger(),
        quotas=(
            Quota("post", 12, 1, 13, 0, 1),
            Quota("reel", 4, 0, 4),
            Quota("story", 8, 0, 8, 0, 2),
            Quota("newsletter", 1, 0, 0, 1),
        ),
        delivered=tuple(
            Delivered(
                kind,
                title,
                date(2026, 6, day),
                "Instagram @hotelmiramare",
                f"https://www.instagram.com/p/C8{day:02d}abcXYZ/",
                f"D{place}",
                extra=place in (4, 9),
            )
            for place, (kind, title, day) in enumerate(
                (
                    ("post", "Happy Republic Day", 2),
                    ("post", "Room 12 is free on Thursday", 3),
                    ("reel", "Breakfast on the terrace", 6),
                    ("story", "Question box: what do you eat by the sea?", 8),
                    ("post", "Three walks that start at our door", 13),
                    ("reel", "How the beds are made", 15),
                    ("post", "Meet Łukasz", 20),
                    ("reel", "Sunset in forty seconds", 24),
                    ("post", "Thank you for 1,200 followers", 28),
                ),
                1,
            )
        ),
        accounts=hotel_accounts(),
        content=hotel_content(),
        sources=(
            Source(
                "prenotazioni-giugno.csv",
                "Ledger sheet",
                "",
                date(2026, 6, 1),
                date(2026, 6, 30),
                9,
                0,
                date(2026, 7, 4),
                hashlib.sha256(b"1").hexdigest(),
            ),
            Source(
                "Jun-01-2026_Jun-30-2026_1234567890.csv",
                "Meta Business Suite, Instagram content",
                "@hotelmiramare",
                date(2026, 6, 1),
                date(2026, 6, 30),
                14,
                1,
                date(2026, 7, 4),
                hashlib.sha256(b"2").hexdigest(),
            ),
        ),
        gaps=(
            Gap("Saves", "Instagram @hotelmiramare", date(2026, 6, 1), date(2026, 6, 30)),
            Gap(
                "Followers",
                "Instagram @hotelmiramare",
                date(2026, 1, 1),
                date(2026, 1, 31),
                State.NOT_AVAILABLE,
                "No export was made in January.",
            ),
        ),
        notices=(Notice("no_total_row"),),
        attachments=(
            Attachment("ledger-2026-06.csv", b"mark,amount\r\nM1,1914.00\r\n", "text/csv", "Every row of the ledger"),
        ),
    )
    return replace(report, **changes)  # type: ignore[arg-type]
