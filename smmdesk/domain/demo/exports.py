"""Export files as Google, TikTok, YouTube and LinkedIn write them, for the example (layouts: formats.md)."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from smmdesk.core.periods import Month
from smmdesk.domain.demo.export_text import Post, write_table, write_text
from smmdesk.domain.demo.story import Piece

if TYPE_CHECKING:
    from openpyxl import Workbook

_PACKED = (2026, 11, 4, 9, 0, 0)


def tiktok_post(piece: Piece, handle: str, rng: random.Random) -> Post:
    """Return a piece on TikTok; its number holds the second of its creation."""
    number = (int(piece.at.timestamp()) << 32) | rng.randrange(1 << 32)
    return Post(piece, str(number), f"https://www.tiktok.com/@{handle}/video/{number}")


def website_days(path: Path, users: Mapping[Month, int], property_: str, rng: random.Random) -> None:
    """Write Analytics' report by date."""
    first, last = min(users).first_day, max(users).last_day
    lines = _analytics_head("Report CSV Export", property_, first, last)
    lines.append("Date,Active users,New users,Sessions,Engaged sessions,Views,Event count,Key events")
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    rng.shuffle(days)
    for day in days:
        usual = users[Month.of(day)] / Month.of(day).days * (1.18 if day.weekday() >= 4 else 0.88)
        active = max(round(usual * rng.uniform(0.75, 1.25)), 1)
        visits = round(active * rng.uniform(1.1, 1.3))
        views = round(visits * rng.uniform(2.0, 2.9))
        lines.append(
            f"{day:%Y%m%d},{active},{round(active * rng.uniform(0.68, 0.85))},{visits},"
            f"{round(visits * rng.uniform(0.5, 0.65))},{views},{round(views * rng.uniform(2.2, 3.1))},"
            f"{round(visits * rng.uniform(0.008, 0.022))}"
        )
    write_text(path, "\r\n".join(lines) + "\r\n")


def website_sources(path: Path, month: Month, users: int, property_: str, rng: random.Random) -> None:
    """Write Analytics' traffic by session source and medium of one month."""
    shares = {
        "google / organic": 0.34,
        "(direct) / (none)": 0.19,
        "instagram / social": 0.17,
        "facebook / paid_social": 0.13,
        "newsletter / email": 0.08,
        "facebook / social": 0.05,
        "bing / organic": 0.03,
    }
    lines = _analytics_head("Traffic acquisition: Session source / medium", property_, month.first_day, month.last_day)
    lines.append("Session source / medium,Sessions,Engaged sessions,Engagement rate,Event count,Key events")
    for source, share in shares.items():
        visits = round(users * 1.2 * share * rng.uniform(0.9, 1.1))
        engaged = round(visits * rng.uniform(0.48, 0.68))
        lines.append(
            f"{source},{visits},{engaged},{engaged / visits if visits else 0:.16f},"
            f"{round(visits * rng.uniform(6, 9))},{round(visits * rng.uniform(0.008, 0.024))}"
        )
    write_text(path, "\r\n".join(lines) + "\r\n")


def tiktok_days(path: Path, first: date, last: date, views: Mapping[Month, int], rng: random.Random) -> None:
    """Write the business account's daily overview."""
    rows: list[Sequence[object]] = []
    for place in range((last - first).days + 1):
        day = first + timedelta(days=place)
        seen = round(views[Month.of(day)] / Month.of(day).days * rng.lognormvariate(0, 0.35))
        new, lost = round(seen * rng.uniform(0.002, 0.006)), round(seen * rng.uniform(0, 0.0012))
        liked = round(seen * rng.uniform(0.03, 0.06))
        rows.append(
            (
                f"{day:%Y/%m/%d}",
                seen,
                round(seen * rng.uniform(0.78, 0.93)),
                round(seen * rng.uniform(0.006, 0.014)),
                liked,
                round(liked * rng.uniform(0.02, 0.07)),
                round(liked * rng.uniform(0.01, 0.05)),
                0,
                0,
                new - lost,
                new,
                lost,
            )
        )
    head = (
        "Date,Video views,Reached audience,Profile views,Likes,Shares,Comments,Phone number clicks ,Leads submission,"
        "Net growth,New followers,Lost followers"
    )
    write_text(path, "\ufeff" + head + "\n" + "".join(",".join(map(str, row)) + "\n" for row in rows))


def tiktok_videos(path: Path, posts: Iterable[Post], views: Mapping[Month, int], rng: random.Random) -> None:
    """Write the business account's list of videos."""
    rows: list[Sequence[object]] = []
    for post in posts:
        seen = round(views[post.piece.month] / 24 * post.piece.weight)
        liked = round(seen * rng.uniform(0.035, 0.07))
        rows.append(
            (
                " ".join(post.piece.text.split()),
                post.link,
                f"{post.piece.at.astimezone(UTC):%Y/%m/%d %H:%M:%S}",
                seen,
                liked,
                round(liked * rng.uniform(0.01, 0.05)),
                round(liked * rng.uniform(0.02, 0.07)),
                round(liked * rng.uniform(0.04, 0.12)),
            )
        )
    write_table(path, "Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites", rows)


def youtube_videos(
    path: Path, videos: Sequence[tuple[str, str, date, int]], first: date, last: date, views: int, rng: random.Random
) -> None:
    """Write YouTube Studio's ZIP of a period; a video is its id, title, day of publication and length in seconds."""
    weights = [rng.uniform(0.4, 1.6) for _video in videos]
    seen = [round(views * weight / sum(weights)) for weight in weights]
    table = [
        "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,"
        "Average view duration,Impressions,Impressions click-through rate (%)"
    ]
    hours = [
        count * length * rng.uniform(0.32, 0.48) / 3600 for count, (*_rest, length) in zip(seen, videos, strict=True)
    ]
    gained = [round(count * rng.uniform(0.002, 0.008)) for count in seen]
    shown = [round(count * rng.uniform(7, 12)) for count in seen]
    table.append(f"Total,,,,{sum(seen)},{sum(hours):.4f},{sum(gained)},0:01:12,{sum(shown)},4.61")
    for place, (number, title, published, length) in enumerate(videos):
        mean = round(hours[place] * 3600 / seen[place]) if seen[place] else 0
        table.append(
            f'{number},"{title}","{published:%b} {published.day}, {published.year}",{length},{seen[place]},'
            f"{hours[place]:.4f},{gained[place]},0:{mean // 60:02d}:{mean % 60:02d},{shown[place]},"
            f"{rng.uniform(3.2, 6.1):.2f}"
        )
    totals, left = ["Date,Views"], sum(seen)
    days = (last - first).days + 1
    for place in range(days):
        usual = left / (days - place)
        today = left if place == days - 1 else min(round(usual * rng.uniform(0.7, 1.3)), left)
        left -= today
        totals.append(f"{first + timedelta(days=place)},{today}")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in (("Table data.csv", table), ("Totals.csv", totals)):
            archive.writestr(zipfile.ZipInfo(name, _PACKED), "\n".join(lines) + "\n")


def linkedin_content(
    path: Path, posts: Iterable[Post], first: date, last: date, shown: Mapping[Month, int], rng: random.Random
) -> None:
    """Write a LinkedIn page's content export: days, then posts; rates are fractions."""
    from openpyxl import Workbook

    book = Workbook()
    days = book.active
    assert days is not None
    days.title = "Metrics"
    days.append(["Aggregated engagement metrics for your organic and sponsored posts. All dates and times are in UTC."])
    kinds = ("organic", "sponsored", "total")
    days.append(
        [
            "Date",
            *(f"Impressions ({kind})" for kind in kinds),
            "Unique impressions (organic)",
            *(f"{name} ({kind})" for name in ("Clicks", "Reactions", "Comments", "Reposts") for kind in kinds),
            *(f"Engagement rate ({kind})" for kind in kinds),
        ]
    )
    for place in range((last - first).days + 1):
        day = first + timedelta(days=place)
        seen = round(shown[Month.of(day)] / 30 * rng.lognormvariate(0, 0.5) * (0.35 if day.weekday() > 4 else 1.2))
        clicks, liked = round(seen * rng.uniform(0.01, 0.03)), round(seen * rng.uniform(0.012, 0.03))
        said, again = round(liked * rng.uniform(0, 0.1)), round(liked * rng.uniform(0, 0.06))
        rate = (clicks + liked + said + again) / seen if seen else 0
        counts = [seen, 0, seen, round(seen * 0.72)]
        for number in (clicks, liked, said, again):
            counts += [number, 0, number]
        days.append([f"{day:%m/%d/%Y}", *counts, rate, 0, rate])
    sheet = book.create_sheet("All posts")
    sheet.append(["Engagement metrics for individual posts. All dates and times are in UTC."])
    sheet.append(
        [
            "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date", "Campaign start date",
            "Campaign end date", "Audience", "Impressions", "Views", "Offsite Views", "Clicks",
            "Click through rate (CTR)", "Likes", "Comments", "Reposts", "Follows", "Engagement rate", "Content Type",
        ]
    )  # fmt: skip
    for post in posts:
        seen = max(round(shown[post.piece.month] / 6 * post.piece.weight), 20)
        clicks, liked = round(seen * rng.uniform(0.01, 0.03)), round(seen * rng.uniform(0.015, 0.035))
        said, again = round(liked * rng.uniform(0, 0.12)), round(liked * rng.uniform(0, 0.08))
        sheet.append(
            [
                post.piece.text, post.link, "Organic", "", "", f"{post.piece.at:%m/%d/%Y}", "", "", "All followers",
                seen, "", "", clicks, clicks / seen, liked, said, again, "", (clicks + liked + said + again) / seen, "",
            ]
        )  # fmt: skip
    _save(book, path)


def linkedin_followers(path: Path, first: date, last: date, gained: Mapping[Month, int], rng: random.Random) -> None:
    """Write a LinkedIn page's followers export: new ones by day, then all by place and by function."""
    from openpyxl import Workbook

    book = Workbook()
    days = book.active
    assert days is not None
    days.title = "New followers"
    days.append(["Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"])
    for place in range((last - first).days + 1):
        day = first + timedelta(days=place)
        new = 1 if rng.random() < gained[Month.of(day)] / Month.of(day).days else 0
        days.append([f"{day:%m/%d/%Y}", 0, new, 0, new])
    for title, groups in (
        ("Location", {"Brescia, Italy": 214, "Milan, Italy": 87, "Bergamo, Italy": 41, "Verona, Italy": 22}),
        ("Job function", {"Healthcare Services": 122, "Business Development": 51, "Education": 44, "Operations": 37}),
    ):
        sheet = book.create_sheet(title)
        sheet.append([title, "Total followers"])
        for name, number in groups.items():
            sheet.append([name, number])
    _save(book, path)


def linkedin_post(piece: Piece, rng: random.Random) -> Post:
    """Return a piece on a LinkedIn page; its number holds the millisecond of its creation."""
    number = (int(piece.at.timestamp() * 1000) << 22) | rng.randrange(1 << 22)
    return Post(piece, str(number), f"https://www.linkedin.com/feed/update/urn:li:activity:{number}")


def _save(book: Workbook, path: Path) -> None:
    """Write a workbook whose bytes do not tell when it was made: the reports print its hash."""
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-11-04T09:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name, _PACKED), content, zipfile.ZIP_DEFLATED)


def _analytics_head(title: str, property_: str, first: date, last: date) -> list[str]:
    line = "# ----------------------------------------"
    return [
        line,
        f"# {title}",
        f"# Account: {property_}",
        f"# Property: {property_}",
        line,
        "# ",
        "# All Users",
        f"# Start date: {first:%Y%m%d}",
        f"# End date: {last:%Y%m%d}",
    ]
