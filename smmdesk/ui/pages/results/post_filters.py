"""Which posts the list shows: published when, of which format and tag, with which words, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric
from smmdesk.domain.results.post_list import DAY, FORMAT, TEXT, WITHOUT_TAG, PostChoice
from smmdesk.domain.results.post_marks import TagCount
from smmdesk.ui import theme
from smmdesk.ui.widgets.fields import ChoiceField, DayField
from smmdesk.ui.widgets.pills import Flow
from smmdesk.ui.widgets.search_field import SearchField
from smmdesk.ui.widgets.text import Button

MONTH, YEAR, ALL, SPAN = "month", "year", "all", "span"
TYPING_MS = 250


class PostFilters(QWidget):
    """The line of filters. `changed` tells that other posts, or another order, are wanted; `columns_asked` a press."""

    changed = Signal()
    columns_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.order: tuple[str, bool] = (DAY, True)
        self._month: Month | None = None
        self.range = ChoiceField()
        self.range.set_name(_("Published when"))
        self.range.edited.connect(self._on_range)
        self.first, self.last = DayField(), DayField()
        for field, name in ((self.first, _("From")), (self.last, _("To"))):
            field.set_name(name)
            field.setFixedWidth(theme.characters(22))
            field.edited.connect(self.changed.emit)
        self.kind = ChoiceField([("", _("All formats"))])
        self.kind.set_name(_("Format"))
        self.kind.edited.connect(self.changed.emit)
        self.tag = ChoiceField([(None, _("All tags"))])
        self.tag.set_name(_("Tag"))
        self.tag.edited.connect(self.changed.emit)
        self.sort = ChoiceField()
        self.sort.set_name(_("Order"))
        self.sort.edited.connect(self._on_sort)
        self.search = SearchField(_("Find a post"))
        self.search.setObjectName("search")
        self.search.setFixedWidth(theme.characters(16))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.changed.emit)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.columns_button = Button(_("Columns"), self.columns_asked.emit, icon="open")
        self.columns_button.setFixedHeight(self.range.sizeHint().height())
        flow = Flow(self)
        for widget, width in (
            (self.range, 18), (self.first, 0), (self.last, 0), (self.kind, 16), (self.tag, 18), (self.sort, 20),
        ):  # fmt: skip
            if width:
                widget.setFixedWidth(theme.characters(width))
            flow.addWidget(widget)
        flow.addWidget(self.search)
        flow.addWidget(self.columns_button)

    # ------------------------------------------------------------------------------------------------- offering

    def show_month(self, month: Month) -> None:
        """Say which month is meant by "this month"."""
        self._month = month
        chosen = self.range.value() or MONTH
        name = formats.month_name(month)
        self.range.set_choices(
            [
                (MONTH, name[:1].upper() + name[1:]),
                (YEAR, _("Last 13 months")),
                (ALL, _("All posts")),
                (SPAN, _("From … to …")),
            ]
        )
        self.range.set_value(chosen)
        self._show_span()

    def reset(self) -> None:
        """Choose every format and tag, without words; the range stays."""
        self.kind.set_value("")
        self.tag.set_value(None)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)

    def widen(self, day: date | None) -> None:
        """Let a post of a day be among those that are shown."""
        self.reset()
        if self._month is None or day is None or day not in self._month:
            self.range.set_value(ALL)
        self._show_span()

    def offer_kinds(self, kinds: Sequence[str]) -> None:
        """Offer the formats of an account."""
        from smmdesk.documents.monthly_report.words import post_format  # loads the printing library

        kept = self.kind.value()
        self.kind.set_choices([("", _("All formats")), *((kind, post_format(kind)) for kind in kinds)])
        self.kind.set_value(kept)

    def offer_tags(self, tags: Sequence[TagCount]) -> None:
        """Offer the tags of an account."""
        kept = self.tag.value()
        choices: list[tuple[Any, str]] = [(None, _("All tags"))]
        if tags:
            choices.append((WITHOUT_TAG, _("Without a tag")))
        choices += [(one.tag, f"{one.tag} ({formats.number(one.posts)})") for one in tags]
        self.tag.set_choices(choices)
        self.tag.set_value(kept)

    def offer_orders(self, metrics: Sequence[Metric]) -> None:
        """Offer the orders by the columns that are shown; an order by a column that is gone becomes newest first."""
        orders: list[tuple[tuple[str, bool], str]] = [
            ((DAY, True), _("Newest first")),
            ((DAY, False), _("Oldest first")),
            ((TEXT, False), _("By text")),
            ((FORMAT, False), _("By format")),
        ]
        for metric in metrics:
            title = _(metric.title)
            orders.append(((metric.key, True), _("{metric}, most first").format(metric=title)))
            orders.append(((metric.key, False), _("{metric}, least first").format(metric=title)))
        if self.order == (TEXT, True):
            orders.append((self.order, _("By text, from the end")))
        elif self.order == (FORMAT, True):
            orders.append((self.order, _("By format, from the end")))
        elif self.order not in [order for order, _words in orders]:
            self.order = (DAY, True)
        self.sort.set_choices(orders)
        self.sort.set_value(self.order)

    # ------------------------------------------------------------------------------------------------- reading

    def choice(self, month: Month) -> PostChoice:
        """Return which posts the filters choose."""
        first: date | None = None
        last: date | None = None
        match self.range.value():
            case "month":
                first, last = month.first_day, month.last_day
            case "year":
                first, last = month.plus(-12).first_day, month.last_day
            case "span":
                first, last = _day(self.first), _day(self.last)
        tag, kind = self.tag.value(), self.kind.value()
        return PostChoice(first, last, self.search.text(), (kind,) if kind else (), () if tag is None else (tag,))

    def title(self, count: int, month: Month) -> str:
        """Say how many posts are chosen, and of when."""
        words = ngettext("{count} post", "{count} posts", count)
        if self.range.value() == MONTH:
            words = ngettext("{count} post in {month}", "{count} posts in {month}", count)
        elif self.range.value() == YEAR:
            words = ngettext(
                "{count} post in the 13 months to {month}", "{count} posts in the 13 months to {month}", count
            )
        return words.format(count=formats.number(count), month=formats.month_name(month))

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the range chooses posts."""
        return bool(self.search.text() or self.kind.value()) or self.tag.value() is not None

    def sort_by(self, key: str, descending: bool) -> None:
        """Put the posts in the order of a column."""
        self.order = (key, descending)
        self.changed.emit()

    def stop_waiting(self) -> None:
        """Forget that somebody is typing."""
        self._typing.stop()

    def _on_range(self) -> None:
        self._show_span()
        self.changed.emit()

    def _show_span(self) -> None:
        is_span = self.range.value() == SPAN
        if is_span and self._month is not None and not self.first.input.text() and not self.last.input.text():
            self.first.set_value(self._month.plus(-2).first_day)
            self.last.set_value(self._month.last_day)
        self.first.setVisible(is_span)
        self.last.setVisible(is_span)
        self.updateGeometry()

    def _on_sort(self) -> None:
        self.order = self.sort.value()
        self.changed.emit()


def _day(field: DayField) -> date | None:
    """Return a day that is typed; one that cannot be read yet chooses nothing."""
    try:
        return field.value()
    except UserError:
        return None
