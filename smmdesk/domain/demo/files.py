"""The export files of an example client, as they were fetched from the platforms through the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from smmdesk.core.periods import Month
from smmdesk.domain.demo import exports, meta_exports, practice, shop
from smmdesk.domain.demo.export_text import Post
from smmdesk.domain.demo.story import LAST_MONTH, Piece, Story, pieces

# Each quarter was fetched on the day on which its figures stand still; the last month by itself.
QUARTERS = (
    (Month(2025, 10), Month(2025, 12), date(2026, 1, 5)),
    (Month(2026, 1), Month(2026, 3), date(2026, 4, 4)),
    (Month(2026, 4), Month(2026, 6), date(2026, 7, 4)),
    (Month(2026, 7), Month(2026, 9), date(2026, 10, 4)),
    (LAST_MONTH, LAST_MONTH, date(2026, 11, 4)),
)


@dataclass(frozen=True, slots=True)
class Export:
    """One file: the platform of the account that it belongs to, when it was fetched, and the links of its posts."""

    path: Path
    platform: str
    read_on: date
    links: Mapping[datetime, str] = field(default_factory=dict)


def exports_of(story: Story, folder: Path) -> Iterator[Export]:
    """Write the files of a story into a folder, in the order in which they were fetched."""
    all_pieces = pieces(story)
    platforms = {account.platform for account in story.accounts}
    for place, (first, last, read_on) in enumerate(QUARTERS, start=1):
        kept = [piece for piece in all_pieces if first <= piece.month <= last]
        yield _instagram(story, folder / f"instagram-{place}.csv", kept, read_on)
        if "facebook" in platforms:
            yield _facebook(story, folder / f"facebook-{place}.csv", kept, read_on)
        if "tiktok" in platforms:
            yield from _tiktok(story, folder, place, kept, first, last, read_on)
        campaigns = [campaign for campaign in story.campaigns if first <= campaign.month <= last]
        if campaigns:
            path = folder / f"meta-ads-{place}.csv"
            meta_exports.meta_ads(path, campaigns, story.draft.name, story.draft.currency)
            yield Export(path, "meta_ads", read_on)
        users = {month: count for month, count in story.website_users.items() if first <= month <= last}
        path = folder / f"analytics-{place}.csv"
        exports.website_days(path, users, _property(story), story.numbers(f"days {place}"))
        yield Export(path, "ga4", read_on)
    path = folder / "analytics-sources.csv"
    exports.website_sources(
        path, LAST_MONTH, story.website_users[LAST_MONTH], _property(story), story.numbers("sources")
    )
    yield Export(path, "ga4", QUARTERS[-1][2])
    if "youtube" in platforms:
        yield from _youtube(story, folder)
    if "linkedin" in platforms:
        yield from _linkedin(story, folder, all_pieces)


def _property(story: Story) -> str:
    return next(account.name for account in story.accounts if account.platform == "ga4")


def _instagram(story: Story, path: Path, kept: list[Piece], read_on: date) -> Export:
    rng = story.numbers(path.name)
    account = next(account for account in story.accounts if account.platform == "instagram")
    posts = [meta_exports.instagram_post(piece, rng) for piece in kept]
    guests = []
    if story.shared is not None and any(piece.month == Month.of(story.shared.at.date()) for piece in kept):
        shared = story.shared
        month = Month.of(shared.at.date())
        piece = Piece(month, "post", shared.caption.title, shared.caption.text, shared.at, 1.4)
        guests = [(meta_exports.instagram_post(piece, rng), shared.account)]
    meta_exports.instagram_content(
        path, posts, story.reach, (account.external_id, account.handle, account.name), rng, guests
    )
    return Export(path, "instagram", read_on, {post.piece.at: post.link for post in posts})


def _facebook(story: Story, path: Path, kept: list[Piece], read_on: date) -> Export:
    rng = story.numbers(path.name)
    page = next(account for account in story.accounts if account.platform == "facebook")
    posts = [meta_exports.facebook_post(piece, page.external_id, rng) for piece in kept if not piece.is_extra]
    meta_exports.facebook_content(path, posts, story.reach, (page.external_id, page.name), rng)
    return Export(path, "facebook", read_on)


def _tiktok(
    story: Story, folder: Path, place: int, kept: list[Piece], first: Month, last: Month, read_on: date
) -> Iterator[Export]:
    rng = story.numbers(f"tiktok {place}")
    account = next(account for account in story.accounts if account.platform == "tiktok")
    days = folder / f"tiktok-days-{place}.csv"
    exports.tiktok_days(days, first.first_day, last.last_day, shop.TIKTOK_VIEWS, rng)
    yield Export(days, "tiktok", read_on)
    posts: list[Post] = [exports.tiktok_post(piece, account.handle, rng) for piece in kept if piece.type == "reel"]
    videos = folder / f"tiktok-videos-{place}.csv"
    exports.tiktok_videos(videos, posts, shop.TIKTOK_VIEWS, rng)
    yield Export(videos, "tiktok", read_on)


def _youtube(story: Story, folder: Path) -> Iterator[Export]:
    name = next(account.name for account in story.accounts if account.platform == "youtube")
    for first, last, views, read_on in (
        (date(2025, 11, 1), date(2026, 9, 30), shop.VIDEO_VIEWS["before"], date(2026, 10, 4)),
        (LAST_MONTH.first_day, LAST_MONTH.last_day, shop.VIDEO_VIEWS["last"], date(2026, 11, 4)),
    ):
        path = folder / f"Content {first}_{last} {name}.zip"
        videos = [video for video in shop.VIDEOS if video[2] <= last]
        exports.youtube_videos(path, videos, first, last, views, story.numbers(f"youtube {first}"))
        yield Export(path, "youtube", read_on)


def _linkedin(story: Story, folder: Path, all_pieces: list[Piece]) -> Iterator[Export]:
    first, last = min(practice.LINKEDIN_SHOWN).first_day, max(practice.LINKEDIN_SHOWN).last_day
    read_on = date(2026, 11, 4)
    instant = int(datetime(2026, 11, 4, 9, tzinfo=story.zone).timestamp() * 1000)
    rng = story.numbers("linkedin")
    kept = [piece for piece in all_pieces if piece.type != "reel" and piece.month in practice.LINKEDIN_SHOWN]
    content = folder / f"studio-chiari_content_{instant}.xlsx"
    posts = [exports.linkedin_post(piece, rng) for piece in kept[::2]]
    exports.linkedin_content(content, posts, first, last, practice.LINKEDIN_SHOWN, rng)
    yield Export(content, "linkedin", read_on)
    followers = folder / f"studio-chiari_followers_{instant}.xlsx"
    exports.linkedin_followers(followers, first, last, practice.LINKEDIN_GAINED, rng)
    yield Export(followers, "linkedin", read_on)
