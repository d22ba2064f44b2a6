"""YouTube Studio exports (advanced mode), as ZIP or single table: by video, day, country, age, gender and others."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.importers.cells import key
from smmdesk.importers.platforms.youtube.columns import DAY, GROUPS, METRICS, NAMES, VIDEO, metric_columns
from smmdesk.importers.platforms.youtube.reading import group_reader, read_chart, read_days, read_videos, timing
from smmdesk.importers.tables import Format, Header, Table, column
from smmdesk.importers.text import Damaged


def _find_days(table: Table) -> Header | None:
    """Find `Date` with nothing but known metrics beside it: a looser rule would take other platforms' days."""
    head = table.head
    if not head or isinstance(head[0][1], Damaged):
        return None
    line, cells = head[0]
    if not 2 <= len(cells) <= len(NAMES) + 1 or not all(cell.strip() for cell in cells):
        return None
    header = FORMATS[1].header_at(line, 0, cells, [key(cell) for cell in cells])
    return header if header is not None and not header.unknown and header.place("day") == 0 else None


_ANY = "|".join(NAMES)

FORMATS = (
    Format(
        "youtube_videos",
        "youtube",
        mark("YouTube Studio: videos"),
        mark("One row per video with its values in the file's period."),
        (*VIDEO, *metric_columns("youtube.post.", groups=False)),
        ("video_id", "title", _ANY),
        read_videos,
        rank=9,
        asks_period=True,
        timing=timing,
    ),
    Format(
        "youtube_days",
        "youtube",
        mark("YouTube Studio: days"),
        mark("The channel's values per day."),
        (DAY, *metric_columns("youtube.", groups=False)),
        ("day", _ANY),
        read_days,
        find=_find_days,
        rank=2,
        timing=timing,
    ),
    Format(
        "youtube_chart",
        "youtube",
        mark("YouTube Studio: chart"),
        mark("Values per day of the few videos that were drawn."),
        (DAY, *VIDEO, *metric_columns("youtube.", groups=False)),
        ("day", "video_id", "title", _ANY),
        read_chart,
        rank=1,
        timing=timing,
    ),
    *(
        Format(
            f"youtube_{dimension}",
            "youtube",
            mark("YouTube Studio: groups of viewers"),
            mark("Values by country, age, gender, city, traffic source or subscription in the file's period."),
            (column("group", en=name), column("name", en="City name"), *metric_columns("youtube.", groups=True)),
            ("group", _ANY),
            group_reader(dimension),
            rank=8,
            asks_period=True,
            timing=timing,
        )
        for dimension, name in GROUPS
    ),
)

__all__ = ["FORMATS", "METRICS"]
