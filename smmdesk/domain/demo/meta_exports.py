"""Export files as Meta writes them, for the example's own numbers (layouts: formats.md)."""

from __future__ import annotations

import random
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from smmdesk.core.money import cents_text
from smmdesk.core.periods import Month
from smmdesk.domain.demo.export_text import Post, write_table
from smmdesk.domain.demo.story import Campaign, Piece

_PACIFIC = ZoneInfo("America/Los_Angeles")
_INSTAGRAM_EPOCH = 1_314_220_021_721


def instagram_post(piece: Piece, rng: random.Random) -> Post:
    """Return a piece on Instagram; its short code holds the instant of its creation."""
    millis = int(piece.at.timestamp() * 1000) - _INSTAGRAM_EPOCH
    number = (millis << 23) | rng.randrange(1 << 23)
    code = urlsafe_b64encode(number.to_bytes(8, "big")).decode().rstrip("=").lstrip("A")
    word = "reel" if piece.type == "reel" else "p"
    return Post(piece, f"1799{rng.randrange(10**13):013d}", f"https://www.instagram.com/{word}/{code}/")


def facebook_post(piece: Piece, page: str, rng: random.Random) -> Post:
    """Return a piece on a Facebook page."""
    number = f"1220{rng.randrange(10**11):011d}"
    return Post(piece, number, f"https://www.facebook.com/{page}/posts/{number}")


def instagram_content(
    path: Path, posts: Iterable[Post], reach: Mapping[Month, int], account: tuple[str, str, str], rng: random.Random,
    guests: Iterable[tuple[Post, tuple[str, str, str]]] = (),
) -> None:  # fmt: skip
    """Write Meta Business Suite's content export of an Instagram account (id, handle, name)."""
    kinds = {"reel": "IG reel", "carousel": "IG carousel"}
    rows: list[Sequence[object]] = []
    for post, owner in [*((post, account) for post in posts), *guests]:
        seen = max(round(reach[post.piece.month] * post.piece.weight), 40)
        reel = post.piece.type == "reel"
        liked = round(seen * rng.uniform(0.035, 0.065))
        rows.append(
            (
                post.id,
                *owner,
                post.piece.text,
                rng.randrange(9, 48) if reel else 0,
                _pacific(post.piece.at),
                post.link,
                kinds.get(post.piece.type, "IG image"),
                "",
                "Lifetime",
                round(seen * rng.uniform(1.5, 2.3) if reel else seen * rng.uniform(1.15, 1.5)),
                seen,
                liked,
                round(liked * rng.uniform(0.04, 0.14)),
                round(seen * rng.uniform(0.0, 0.004)),
                round(liked * rng.uniform(0.02, 0.09)),
                round(liked * rng.uniform(0.05, 0.16)),
            )
        )
    rng.shuffle(rows)
    write_table(
        path,
        "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
        "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves",
        rows,
    )


def facebook_content(
    path: Path, posts: Iterable[Post], reach: Mapping[Month, int], page: tuple[str, str], rng: random.Random
) -> None:
    """Write Meta Business Suite's content export of a Facebook page (id, name)."""
    kinds = {"reel": "Reels"}
    rows: list[Sequence[object]] = []
    for post in posts:
        seen = max(round(reach[post.piece.month] * post.piece.weight * rng.uniform(0.3, 0.5)), 25)
        reactions = round(seen * rng.uniform(0.02, 0.045))
        comments, shares = round(reactions * rng.uniform(0.03, 0.12)), round(reactions * rng.uniform(0.04, 0.15))
        links = round(seen * rng.uniform(0.002, 0.012))
        others = round(seen * rng.uniform(0.01, 0.03))
        rows.append(
            (
                post.id,
                *page,
                "",
                post.piece.text,
                rng.randrange(9, 48) if post.piece.type == "reel" else 0,
                _pacific(post.piece.at),
                "N/A",
                post.link,
                0,
                0,
                kinds.get(post.piece.type, "Photos"),
                "",
                "",
                "",
                "",
                "Lifetime",
                round(seen * rng.uniform(1.1, 1.4)),
                seen,
                reactions + comments + shares,
                reactions,
                comments,
                shares,
                links + others,
                links,
                others,
            )
        )
    rng.shuffle(rows)
    write_table(
        path,
        "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Caption type,Permalink,Is crosspost,"
        "Is share,Post type,Languages,Custom labels,Funded content status,Data comment,Date,Views,Reach,"
        '"Reactions, Comments and Shares",Reactions,Comments,Shares,Total clicks,Link Clicks,Other Clicks',
        rows,
    )


def meta_ads(path: Path, campaigns: Sequence[Campaign], account: str, currency: str) -> None:
    """Write Ads Reporting's table of campaigns by month; its first row is the total."""

    def cells(
        name: str, first: date, last: date, kind: str, results: int, reach: int, shown: int, clicks: int, spent: int
    ) -> Sequence[object]:
        month = f"{first} - {last}"
        return (
            account,
            name,
            month if name else "",
            "7-day click, 1-day engage-through or 1-day view" if name else "Multiple attribution settings",
            results or "",
            kind,
            reach,
            shown,
            f"{shown / reach:.8f}",
            clicks,
            cents_text(spent),
            first,
            last,
        )

    total = cells(
        "",
        min(one.month.first_day for one in campaigns),
        max(one.month.last_day for one in campaigns),
        "mixed",
        0,
        max(one.reach for one in campaigns),
        sum(one.impressions for one in campaigns),
        sum(one.link_clicks for one in campaigns),
        sum(one.spent for one in campaigns),
    )
    rows = [
        cells(
            one.name,
            one.month.first_day,
            one.month.last_day,
            one.result_kind,
            one.results,
            one.reach,
            one.impressions,
            one.link_clicks,
            one.spent,
        )
        for one in campaigns
    ]
    write_table(
        path,
        "Account name,Campaign name,Month,Attribution setting,Results,Result indicator,Reach,Impressions,Frequency,"
        f"Link clicks,Amount spent ({currency}),Reporting starts,Reporting ends",
        [total, *rows],
    )


def _pacific(at: datetime) -> str:
    return f"{at.astimezone(_PACIFIC):%m/%d/%Y %H:%M}"
