"""Mailchimp exports: the list of campaigns, and the report of a single one in lines of key and value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import Metric, Number
from smmdesk.importers.cells import english_day, key, number, worded_day
from smmdesk.importers.declared import Cells, Dialect, post_table
from smmdesk.importers.records import BadCell, MetricPlan, refuse, refuse_damaged, share_of_percent
from smmdesk.importers.rows import PostRow, ReadValue, Row
from smmdesk.importers.tables import Context, Format, Header, Table, column
from smmdesk.importers.text import Damaged, any_text

METRICS: tuple[Metric, ...] = ()  # those of every newsletter: `newsletter`


def _sent(name: str) -> str:
    return f"newsletter.post.{name}.v1"


_ID = re.compile(r"[0-9a-f]{10}\Z")
_SENT = re.compile(r"(.+ \d{4}) (?:0?[1-9]|1[0-2]):[0-5]\d [ap]m\Z", re.IGNORECASE)
_ID_IN_LINK = re.compile(r"[?&]mc_cid=([0-9a-f]{10})(?![0-9a-z])")


def _identity(cells: Cells) -> str:
    found = cells["unique_id"].casefold()
    if not _ID.match(found):  # a spreadsheet makes 44e3686812 a number and takes a leading 0 away
        raise cells.bad("unique_id", _("This is not the id of a campaign."))
    return found


def _day(text: str) -> date:
    """Read `Jun 01, 2023 09:46 pm` as a day by the sender's own clock, whose time zone no export names."""
    match = _SENT.match(text)
    if match is None:
        raise ValueError(f"not a date: {text[:40]!r}")
    return english_day(match[1])


# ----------------------------------------------------------------------------------- the report of a single campaign

_WITH_SHARE = re.compile(r"(?P<count>[\d,]+) \((?P<share>[\d.]+%)\)\Z")
_CLOCK = re.compile(r"[ ,]+\d{1,2}:\d{2}(?: ?[ap]m)?\Z", re.IGNORECASE)
_FIGURES = {
    "total recipients": "recipients", "successful deliveries": "delivered", "bounces": "bounces",
    "times forwarded": "forwards", "recipients who opened": "opens_unique", "total opens": "opens",
    "recipients who clicked": "clicks_unique", "total clicks": "clicks", "total unsubs": "unsubscribes",
    "total abuse complaints": "complaints", "total sales": "revenue",
}  # fmt: skip
_RATES = {"opens_unique": "open_rate", "clicks_unique": "click_rate"}
_COMBINATION = re.compile(r"combination (\d+)\b")


def _find_report(table: Table) -> Header | None:
    keys = [words for words in table.head_keys[:4] if any(words)]
    if len(keys) > 1 and keys[0][0] == "campaign report" and keys[1][0] == "title:":
        return Header(table.head[0][0], 0, tuple(table.head[0][1]), "en", {"report": (0,)})
    return None


@dataclass(slots=True)
class _Mailing:
    """One mailing of a report: the campaign, or one combination of an A/B test."""

    number: str
    subject: str = ""
    external_id: str = ""
    figures: dict[str, tuple[int, str, str]] = field(default_factory=dict)


def _plain_amount(text: str) -> Number:
    return number(re.sub(r"\A[^\d-]*", "", text))


def _values(mailing: _Mailing) -> tuple[ReadValue, ...]:
    values: list[ReadValue] = []
    for name, (_line, title, text) in mailing.figures.items():
        match = _WITH_SHARE.match(text)
        convert: Callable[[str], Number] | None = _plain_amount if name == "revenue" else None
        count = MetricPlan(_sent(name), title, 0, convert=convert)
        values.append(count.read(match["count"] if match is not None else text))
        if match is not None and name in _RATES:
            values.append(MetricPlan(_sent(_RATES[name]), title, 0, convert=share_of_percent).read(match["share"]))
    return tuple(values)


def _read_report(_format: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield one post per mailing; its id stands in the links, else title and day have to do."""
    counts = context.reading.counts
    title, written, first_line = "", "", header.line
    mailings: dict[str, _Mailing] = {}
    current = ""
    for line, cells in table.after(header):
        if isinstance(cells, Damaged):
            yield refuse_damaged(context, table, line, cells)
            continue
        if not any_text(cells):
            counts.footer += 1
            continue
        counts.description += 1
        name, value = key(cells[0]).rstrip(":"), cells[1].strip() if len(cells) > 1 else ""
        combination = _COMBINATION.match(name)
        if combination is not None and not value:
            current = combination[1]
        elif name == "title":
            title = value
        elif name == "delivery date/time":
            written = value
        elif name in _FIGURES and value and cells[0].rstrip().endswith(":"):
            mailing = mailings.setdefault(current, _Mailing(current))
            mailing.figures.setdefault(_FIGURES[name], (line, cells[0].strip(), value))
        elif name == "subject line":
            mailings.setdefault(current, _Mailing(current)).subject = value
        else:
            found = _ID_IN_LINK.search(cells[0])
            if found is not None and current in mailings and not mailings[current].external_id:
                mailings[current].external_id = found[1]
    for mailing in mailings.values():
        try:
            day = worded_day(_CLOCK.sub("", written))
            values = _values(mailing)
        except ValueError:
            yield refuse(context, table, first_line, "Delivery Date/Time", written, _("This is not a date."))
            continue
        except BadCell as bad:
            lines = [line for line, name, _text in mailing.figures.values() if name == bad.column_title]
            yield refuse(context, table, lines[0], bad.column_title, bad.value, bad.reason)
            continue
        counts.data += 1
        named = f"{title} ({mailing.number})" if mailing.number else title
        external = mailing.external_id or f"{named} · {day.isoformat()}"
        yield PostRow(None, external, None, day, "newsletter", named, mailing.subject, "", None, values)


FORMATS = (
    post_table(
        "mailchimp",
        "newsletter",
        mark("Mailchimp: campaigns"),
        mark("One row per newsletter with its opens and clicks since it was sent."),
        (
            column("title", en="Title"),
            column("text", en="Subject"),
            column("audience", en=("Audience", "List")),
            column("published", en="Send Date"),
            column("weekday", en="Send Weekday"),
            column("folder", en="Folder Id"),
            column("unique_id", en="Unique Id"),
            column("recipients", metric=_sent("recipients"), en="Total Recipients"),
            column("delivered", metric=_sent("delivered"), en="Successful Deliveries"),
            column("soft_bounces", metric=_sent("soft_bounces"), en="Soft Bounces"),
            column("hard_bounces", metric=_sent("hard_bounces"), en="Hard Bounces"),
            column("bounces", metric=_sent("bounces"), en="Total Bounces"),
            column("forwards", metric=_sent("forwards"), en="Times Forwarded"),
            column("opens_forwarded", en="Forwarded Opens"),
            column("likes_on_facebook", en="Times Liked on Facebook"),
            column("gross_sales", en="Total Gross Sales"),
            column("opens_unique", metric=_sent("opens_unique"), en="Unique Opens"),
            column("open_rate", metric=_sent("open_rate"), en="Open Rate"),
            column("opens", metric=_sent("opens"), en="Total Opens"),
            column("clicks_unique", metric=_sent("clicks_unique"), en="Unique Clicks"),
            column("click_rate", metric=_sent("click_rate"), en="Click Rate"),
            column("clicks", metric=_sent("clicks"), en="Total Clicks"),
            column("unsubscribes", metric=_sent("unsubscribes"), en="Unsubscribes"),
            column("complaints", metric=_sent("complaints"), en="Abuse Complaints"),
            column("orders", metric=_sent("orders"), en="Total Orders"),
            column("revenue", metric=_sent("revenue"), en="Total Revenue"),
        ),
        ("text", "published", "unique_id"),
        identity=_identity,
        kind_of=lambda _cells: "newsletter",
        dialect=Dialect(_day, "Jun 01, 2023 09:46 pm", percents=frozenset({"open_rate", "click_rate"})),
    ),
    Format(
        "mailchimp_report",
        "newsletter",
        mark("Mailchimp: report of one campaign"),
        mark("One newsletter, or each combination of an A/B test, with its opens and clicks."),
        read=_read_report,
        find=_find_report,
        header_languages=("en",),
    ),
)
