"""One post beside the list: its picture, its whole text, its days, its tags, every value and when it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric
from smmdesk.domain.results.post_list import ChoiceSum, ListedPost, PastRead
from smmdesk.domain.results.rows import CurrentValue
from smmdesk.importers.registry import METRICS
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.results.post_words import state_words, value_words
from smmdesk.ui.pages.results.tags import TagEditor
from smmdesk.ui.widgets.editor import Panel, lock_reason
from smmdesk.ui.widgets.kept_file import KeptFile
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Text

WEB = ("http", "https")
PICTURES = "PNG, JPEG, WebP, GIF (*.png *.jpg *.jpeg *.webp *.gif)"


@dataclass(frozen=True, slots=True)
class PostDetail:
    """What is read of one post: the post itself, its picture, every read, and its day by the platform's clock."""

    listed: ListedPost
    picture: bytes | None
    picture_name: str
    reads: tuple[PastRead, ...]
    other_day: date | None


@dataclass(frozen=True, slots=True)
class _Value:
    """A line of the table of values."""

    id: str
    title: str
    value: str
    told: str
    read_on: date | None
    is_missing: bool = False


class PostPanel(QWidget):
    """The panel; the view tells it what to show, and keeps tags and pictures."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.link = ""
        self.heading = Text("", "section", wrap=True)
        self.facts = Text("", "caption", "muted", wrap=True)
        head = QWidget()
        words = QVBoxLayout(head)
        words.setSpacing(theme.XS)
        words.addWidget(self.heading)
        words.addWidget(self.facts)

        reason = lock_reason(context)
        self.picture = KeptFile(
            _("Picture"),
            empty=_("Drop or paste a picture"),
            another=_("Drop or paste another picture"),
            remove=_("Take the picture away"),
            kinds=PICTURES,
        )
        self.picture.set_writable(not reason, reason)
        self.tags = TagEditor()
        self.tags.set_writable(context.writable)
        self.days = Text("", "body", "warn", wrap=True)
        self.text = Text("", wrap=True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(_("Text of the post"))
        self.values = RowsTable(
            [
                Column(_("Figure"), lambda row: row.title, stretches=True, least=12, tip=lambda row: row.told),
                Column(
                    _("Value"),
                    lambda row: row.value,
                    is_number=True,
                    is_strong=True,
                    tone=lambda row: "muted" if row.is_missing else "",
                    tip=lambda row: row.told,
                ),
                Column(
                    _("Read on"),
                    lambda row: formats.short_day(row.read_on) if row.read_on is not None else "–",
                    key=lambda row: row.read_on,
                    can_leave=True,
                ),
            ],
            _("Values of the post"),
        )
        self.past_title = Text(_("Earlier reads"), "caption", "muted")
        self.past = RowsTable(
            [
                Column(_("Read on"), lambda row: row.day, key=lambda row: row.read_on),
                Column(_("Figure"), lambda row: row.title, stretches=True),
                Column(_("Value"), lambda row: row.value, is_number=True, tip=lambda row: row.told),
            ],
            _("Earlier reads"),
        )
        self.sums_note = Text("", "caption", "muted", wrap=True)
        inside = QWidget()
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(theme.M)
        for widget in (
            self.days, self.text, self.tags, self.values, self.sums_note, self.picture, self.past_title, self.past,
        ):  # fmt: skip
            within.addWidget(widget)
        self.open_button = Button(_("Open the post"), self.open_post, icon="link")
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.addWidget(self.open_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Panel(head, inside, foot))

    # ------------------------------------------------------------------------------------------------- one post

    def show_post(self, detail: PostDetail, currency: str, others: Sequence[Metric]) -> None:
        """Show a post with all its values; `others` are metrics of the account that this post may lack."""
        from smmdesk.documents.monthly_report.words import post_format
        from smmdesk.domain.reports.channels import post_title

        post = detail.listed.post
        title = post_title(post)
        self.heading.setText(title)
        self.heading.setToolTip("")
        day = formats.day(post.published_on) if post.published_on is not None else _("day not known")
        reads = {one.read_on for one in post.values.values() if one.read_on is not None}
        # In a narrow panel the column with the days of reading leaves.
        read = _("read on {day}").format(day=formats.short_day(reads.pop(), year=True)) if len(reads) == 1 else ""
        self.facts.setText(" · ".join(part for part in (day, post_format(post.kind), read) if part))
        self.days.setText(_two_days(post.published_on, detail.other_day))
        self.days.setVisible(bool(self.days.text()))
        text = "\n".join(part for part in (post.title.strip(), post.text.strip()) if part)
        self.text.setText(text)
        self.text.setVisible(bool(text) and text != title)
        self.picture.show()
        self.picture.show_file(detail.picture_name, detail.picture)
        self.tags.show_tags(dict.fromkeys(detail.listed.tags, 1), 1)
        known = [METRICS[key] for key in METRICS if key in post.values]
        missing = [metric for metric in others if metric.key not in post.values]
        self.values.want_column(2, True)
        rows = [_value(metric, post.values.get(metric.key), currency) for metric in (*known, *missing)]
        self._show_values(rows)
        self.sums_note.hide()
        past = [_past(place, one, currency) for place, one in enumerate(detail.reads) if not one.is_current]
        self.past.set_rows(past)
        _fit(self.past, len(past))
        self.past.setVisible(bool(past))
        self.past_title.setVisible(bool(past))
        self.link = post.permalink
        self._show_link(QUrl(self.link).scheme() in WEB)

    def show_many(self, count: int, tags: Mapping[str, int], sums: Sequence[ChoiceSum], currency: str) -> None:
        """Show what many chosen posts have in common: their tags, and the sums that may be made."""
        self.heading.setText(ngettext("{n} post chosen", "{n} posts chosen", count).format(n=formats.number(count)))
        self.facts.setText(_("Tags that you add or take away go to all of them."))
        for widget in (self.days, self.picture, self.text, self.past, self.past_title):
            widget.hide()
        self.tags.show_tags(tags, count)
        self.values.want_column(2, False)
        self._show_values([_sum_line(one, currency) for one in sums])
        self.sums_note.setText(_("Added up over the chosen posts, as last read."))
        self.sums_note.setVisible(bool(sums))
        self.link = ""
        self._show_link(False)

    def _show_values(self, rows: Sequence[_Value]) -> None:
        self.values.set_rows(rows)
        _fit(self.values, len(rows))
        self.values.setVisible(bool(rows))

    def _show_link(self, can_open: bool) -> None:
        self.open_button.setEnabled(can_open)

    def open_post(self) -> None:
        """Open the post in the browser; an address that is none of the web is not opened."""
        if QUrl(self.link).scheme() in WEB:
            QDesktopServices.openUrl(QUrl(self.link))


def _fit(table: RowsTable, rows: int) -> None:
    """Make a table as high as its rows: the panel scrolls, not the table."""
    header = theme.line_height("caption") + 2 * theme.S + theme.XS
    table.setFixedHeight(header + max(rows, 1) * theme.row_height() + theme.XS)


def _two_days(day: date | None, other: date | None) -> str:
    if day is None or other is None:
        return ""
    return _(
        "By the client’s clock it was published on {day} and counts for {month}; by the platform’s on {other}."
    ).format(day=formats.day(day), month=formats.month_name(Month.of(day)), other=formats.day(other))


def _value(metric: Metric, current: CurrentValue | None, currency: str) -> _Value:
    told = _("not read for this post") if current is None else state_words(current, metric, currency)
    return _Value(
        metric.key,
        _(metric.title),
        value_words(current, metric, currency),
        f"{_(metric.title)}: {told}. {_(metric.meaning)}",
        None if current is None else current.read_on,
        current is None or current.value is None,
    )


def _sum_line(one: ChoiceSum, currency: str) -> _Value:
    from smmdesk.documents.monthly_report import words

    told = one.reason or (words.missing_word(one.state) if one.value is None else "")
    if one.without and one.value is not None:
        told = ngettext("{n} post without a value", "{n} posts without a value", one.without).format(n=one.without)
    title = _(one.metric.title)
    return _Value(
        one.metric.key,
        f"{title} ({told})" if told else title,
        words.value_text(one.value, one.metric.unit, currency),
        f"{title}: {told or words.value_text(one.value, one.metric.unit, currency)}",
        None,
        one.value is None,
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """A line of the table of earlier reads."""

    id: int
    day: str
    read_on: date | None
    title: str
    value: str
    told: str


def _past(place: int, one: PastRead, currency: str) -> _Past:
    metric = METRICS[one.metric]
    current = CurrentValue(one.value, one.state, one.read_on, 0)
    day = formats.short_day(one.read_on, year=True) if one.read_on is not None else "–"
    return _Past(
        place,
        day,
        one.read_on,
        _(metric.title),
        value_words(current, metric, currency),
        f"{state_words(current, metric, currency)} ({one.file_name})",
    )
