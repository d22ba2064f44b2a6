"""The form of a post that no file brings: its day, what it says, its link and its numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from functools import partial
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.readings import Metric
from smmdesk.domain.results.typed.posts import keep_post
from smmdesk.domain.results.typed.rows import TypedPost, TypedResult
from smmdesk.domain.results.typed.rules import read_typed
from smmdesk.ui.context import Context
from smmdesk.ui.pages.results.typed.model import row_title
from smmdesk.ui.widgets.editor import NEW, Editor
from smmdesk.ui.widgets.fields import ChoiceField, DayField, LongTextField, TextField
from smmdesk.ui.widgets.text import Text


class TypedField(TextField):
    """A number as the grid reads it: with its states, in the window's language, refused where it is doubtful."""

    def __init__(self, metric: Metric) -> None:
        super().__init__(_("nothing known"), longest=60)
        self._metric = metric

    def value(self) -> Any:
        return read_typed(self.input.text(), self._metric)

    def set_value(self, value: Any) -> None:
        self.input.setText(value or "")


class TimeField(TextField):
    """A time of day by the client's clock; None when empty."""

    def __init__(self) -> None:
        super().__init__(_("hh:mm"), longest=8)

    def value(self) -> time | None:
        text = self.input.text().strip()
        if not text:
            return None
        match = re.fullmatch(r"(\d{1,2})[:.](\d{2})", text)
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise UserError(_("This is no time of day."), "", _("Write it as 18:30."))
        return time(int(match[1]), int(match[2]))

    def set_value(self, value: time | None) -> None:
        self.input.setText("" if value is None else f"{value:%H:%M}")


class PostForm(Editor):
    """A new post of an account; `kept` gets what became of it. Made anew for each account: its metrics differ."""

    def __init__(
        self,
        context: Context,
        account_id: int,
        metrics: Sequence[Metric],
        kinds: Sequence[tuple[str, str]],
        currency: str,
        read_on: Callable[[], date | None],
        kept: Callable[[TypedResult], object],
    ) -> None:
        super().__init__(_("Add the post"))
        self._context = context
        self._account = account_id
        self._metrics = tuple(metrics)
        self._read_on = read_on
        self._kept = kept
        self.key = NEW
        self.add_row(("day", _("Published on"), DayField()), ("at", _("At (client’s time)"), TimeField()))
        self.require("day")
        self.add("kind", _("Format"), ChoiceField(kinds))
        self.add("title", _("Title"), TextField(longest=200))
        self.add("text", _("Text"), LongTextField(lines=3))
        self.add("link", _("Link"), TextField("https://…"), hint=_("It tells posts apart when they are typed again."))
        if self._metrics:
            self.add_title(
                _("Its numbers"), _("Since it was published, as read on the day over the table. Empty is not 0.")
            )
        else:
            words = _("Its likes, replies and whatever else is counted: name them first with “New metric”.")
            self.add_widget(Text(words, "caption", "muted", wrap=True))
        for one, other in zip(self._metrics[::2], [*self._metrics[1::2], None], strict=False):
            pair = [metric for metric in (one, other) if metric is not None]
            self.add_row(*((metric.key, row_title(metric, currency), TypedField(metric)) for metric in pair))
        self.add_buttons()
        self.saved.connect(self._on_saved)
        self.begin()

    def begin(self) -> None:
        """Begin a new post."""
        empty = {"day": None, "at": None, "kind": "", "title": "", "text": "", "link": ""}
        self.set_values({**empty, **{metric.key: None for metric in self._metrics}})

    def _on_saved(self) -> None:
        values = self.values()
        try:
            read_on = self._read_on()
        except UserError as failure:
            self.show_error(UserError(failure.title, failure.detail, failure.hint))
            return
        post = TypedPost(
            values["day"],
            values["kind"],
            values["title"],
            values["text"],
            values["link"],
            values["at"],
            {metric.key: typed for metric in self._metrics if (typed := values[metric.key]) is not None},
        )
        self.send(self._context, partial(keep_post, self._account, post, read_on=read_on), self._kept)
