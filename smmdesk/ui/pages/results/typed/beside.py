"""What can stand beside the grid: the form of a new metric and that of a post without a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from smmdesk.core.i18n import _
from smmdesk.core.readings import Metric
from smmdesk.domain.results.typed.rows import TypedResult
from smmdesk.ui.context import Context
from smmdesk.ui.page import may_drop
from smmdesk.ui.pages.results.typed.metric_form import MetricForm
from smmdesk.ui.pages.results.typed.post_form import PostForm
from smmdesk.ui.pages.results.typed.reading import TypingData
from smmdesk.ui.widgets.editor import Editor, Panel
from smmdesk.ui.widgets.text import Button, Elided


class Beside(QStackedWidget):
    """The two forms. `shown(True)` is called when one is opened, `shown(False)` when it is closed."""

    def __init__(
        self,
        context: Context,
        read_on: Callable[[], date | None],
        shown: Callable[[bool], object],
        named: Callable[[Metric], object],
        added: Callable[[TypedResult], object],
    ) -> None:
        super().__init__()
        self._context = context
        self._read_on = read_on
        self._shown = shown
        self._named = named
        self._added = added
        self._data: TypingData | None = None
        self.metric_form = MetricForm(context, self._on_metric)
        self.metric_form.set_writable(context.writable)
        self.post_form: PostForm | None = None
        self.addWidget(_panel(_("A new metric"), self.metric_form, self.close_panel))

    @property
    def forms(self) -> list[Editor]:
        """Return the forms that there are."""
        return [self.metric_form, *([self.post_form] if self.post_form is not None else [])]

    def show_account(self, data: TypingData) -> None:
        """Follow the grid to an account, and to the metrics that its posts can have."""
        before, self._data = self._data, data
        if before is not None and before.account.id != data.account.id:
            self._shown(False)
        is_same = before is not None and (before.account.id, before.post_metrics) == (
            data.account.id,
            data.post_metrics,
        )
        if is_same or (self.post_form is not None and self.post_form.is_dirty):
            return
        old = self.widget(1)
        if old is not None:
            self.removeWidget(old)
            old.deleteLater()
        self.post_form = PostForm(
            self._context,
            data.account.id,
            data.post_metrics,
            data.post_kinds,
            data.grid.currency,
            self._read_on,
            self._on_post,
        )
        self.post_form.set_writable(self._context.writable)
        self.addWidget(_panel(_("A post without a file"), self.post_form, self.close_panel))

    def open_metric(self) -> None:
        """Name a new metric."""
        if self._data is not None:
            if not self.metric_form.is_dirty:
                self.metric_form.begin(self._data.account.platform)
            self._open(0, self.metric_form)

    def open_post(self) -> None:
        """Add a post by hand."""
        if self.post_form is not None:
            self._open(1, self.post_form)

    def _open(self, place: int, form: Editor) -> None:
        self.setCurrentIndex(place)
        self._shown(True)
        form.focus_first()

    def close_panel(self) -> None:
        """Close the form, after asking where it is half typed."""
        if may_drop(self._context, self.forms):
            self._shown(False)

    def _on_metric(self, metric: Metric) -> None:
        self._shown(False)
        self._named(metric)

    def _on_post(self, result: TypedResult) -> None:
        if self.post_form is not None:
            self.post_form.begin()
            self.post_form.focus_first()
        self._added(result)


def _panel(title: str, form: Editor, on_close: Callable[[], object]) -> Panel:
    head = QWidget()
    line = QHBoxLayout(head)
    line.addWidget(Elided(title, "section"), 1)
    line.addWidget(Button("", on_close, icon="close", kind="bare", tip=_("Close")))
    return Panel(head, form, form.take_buttons())
