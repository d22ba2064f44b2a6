"""Mapping the columns of an unknown table, in place of the list of files: columns, settings, preview."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.readings import Metric
from smmdesk.importers.mapping.guessing import guess
from smmdesk.importers.mapping.preview import MappedPreview
from smmdesk.importers.mapping.spec import MappingSpec, Target
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.page import ListDetail, scrolled
from smmdesk.ui.pages.imports.batch import Batch, BatchFile
from smmdesk.ui.pages.imports.mapping_form import MappingForm
from smmdesk.ui.pages.imports.mapping_lines import ColumnLine, ColumnLines, OwnMetricForm
from smmdesk.ui.pages.imports.mapping_reading import (
    ColumnsLook,
    Remembered,
    look_at_columns,
    preview,
    remember_mapping,
    take_back,
)
from smmdesk.ui.pages.imports.mapping_words import column_name, meaning_choices, preview_line, table_words, titles_doubt
from smmdesk.ui.pages.imports.parts import TitledTable, refused_table
from smmdesk.ui.pages.imports.words import order_row_words, row_words
from smmdesk.ui.tasks import Job
from smmdesk.ui.widgets.editor import lock
from smmdesk.ui.widgets.fields import NumberField
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.text import Button, Elided, Text, rule

PREVIEW_AFTER_MS = 250
ANY_HEIGHT = 16_777_215  # Qt’s own QWIDGETSIZE_MAX
_ZONES = ("UTC", "Europe/Rome", "Europe/London", "America/New_York", "America/Los_Angeles")


class MappingView(QWidget):
    """The columns of one file; `left` tells that the list of files is wanted again."""

    left = Signal()

    def __init__(self, context: Context, batch: Batch) -> None:
        super().__init__()
        self.context, self.batch = context, batch
        self.file: BatchFile | None = None
        self._look: ColumnsLook | None = None
        self._meant = ""  # of several remembered mappings the one that was chosen, by name
        self._job: Job | None = None
        self._asking: ColumnLine | None = None
        self._headers: dict[str, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self._read_preview)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.M)
        whole.addLayout(self._head())
        self.problem = Notice("bad")
        whole.addWidget(self.problem)
        self.split = ListDetail(self._left_side(), self._right_side(), width=46, scrolls=False)
        whole.addWidget(self.split, 1)

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        self.heading = Elided("", "section")
        self.about = Text("", "caption", "muted", wrap=True)
        words.addWidget(self.heading)
        words.addWidget(self.about)
        line.addLayout(words, 1)
        self.back_button = Button(_("Back to the files"), self.leave, icon="previous")
        self.use_button = Button(_("Use this mapping"), self.use, kind="primary")
        lock(self.use_button, self.context)
        line.addWidget(self.back_button)
        line.addWidget(self.use_button)
        return line

    def _left_side(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.columns = ColumnLines()
        self.columns.edited.connect(self._on_edited)
        self.columns.asks_metric.connect(self._on_asks_metric)
        column.addWidget(scrolled(self.columns, theme.L), 3)
        column.addWidget(rule())
        below = QWidget()
        inside = QVBoxLayout(below)
        inside.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        inside.setSpacing(theme.S)
        self.counts = Text("", "body", wrap=True)
        self.doubts = Notice("warn")
        self.rows = TitledTable(
            _("As it will be read"),
            [
                Column(_("Date"), lambda line: line.day, most=22, tone=lambda line: line.tone),
                Column(_("Row"), lambda line: line.what, most=26, tone=lambda line: line.tone),
                Column(_("Values"), lambda line: line.values, stretches=True, tone=lambda line: line.tone),
            ],
            _("As it will be read"),
        )
        self.refused = refused_table()
        for widget in (self.counts, self.doubts, self.rows, self.refused):
            inside.addWidget(widget)
        inside.addStretch(1)
        self._inside, self._below = inside, scrolled(below)
        column.addWidget(self._below, 2)
        return left

    def _right_side(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        self.own = QWidget()
        box = QVBoxLayout(self.own)
        box.setContentsMargins(0, 0, 0, 0)
        self.own_title = Text("", "section", wrap=True)
        self.own_form = OwnMetricForm(self.context)
        self.own_form.made.connect(self._on_metric)
        self.own_form.left.connect(self._on_no_metric)
        box.addWidget(self.own_title)
        box.addWidget(self.own_form)
        box.addWidget(rule())
        self.own.hide()
        self.form = MappingForm()
        self.form.edited.connect(self._on_form)
        line = self.form.field("line")
        assert isinstance(line, NumberField)
        line.input.editingFinished.connect(self._on_line)
        column.addWidget(self.own)
        column.addWidget(self.form)
        return scrolled(inside, theme.L)

    # ------------------------------------------------------------------------------------------------- showing

    def show_file(self, file: BatchFile) -> None:
        """Look at the tables of a file and show the columns of the largest."""
        self.file = file
        self._look = None
        self._headers = {}
        self.own.hide()
        self.problem.tell("")
        self.heading.setText(_("The columns of “{name}”").format(name=file.path.name))
        self.about.setText(_("Its tables are being looked at …"))
        self.split.setEnabled(False)
        self.use_button.setEnabled(False)
        self._read_columns(None, file.mapping)

    def _read_columns(self, table: str | None, before: MappingSpec | None) -> None:
        client_id = self.context.client_id
        if self.file is None or client_id is None:
            return
        self.context.tasks.read(
            partial(look_at_columns, self.file.path, client_id, table, dict(self._headers), before),
            partial(self._on_look, self.file),
            partial(self._on_no_look, self.file),
            label=_("Looking at “{name}”").format(name=self.file.path.name),
            progress=True,
            owner=self,
        )

    def _on_look(self, file: BatchFile, look: ColumnsLook) -> None:
        if file is not self.file:
            return
        self._look, self._meant = look, ""
        self.split.setEnabled(True)
        self.about.setText(
            _("{table}. Say what its columns are; those left out are not read.").format(table=table_words(look.shown))
        )
        self.columns.show_columns(look.shown.columns)
        zones = tuple(dict.fromkeys((look.client.timezone, look.spec.zone, *_ZONES)))
        self.form.show_table(look.outline.tables, look.shown, zones, look.fitting)
        self._show_spec(look.spec)
        if look.fitting:
            self.form.field("mapping").setFocus()
        elif self.columns.lines and not self.form.isAncestorOf(QApplication.focusWidget() or self):
            self.columns.lines[0].meaning.setFocus()

    def _on_no_look(self, file: BatchFile, error: UserError) -> None:
        if file is self.file:
            self.about.setText("")
            self.problem.tell(error.sentence())

    def _show_spec(self, spec: MappingSpec) -> None:
        self.columns.offer(meaning_choices(spec.target, spec.platform), spec.columns)
        self.form.show_spec(spec)
        self._on_edited()

    # ------------------------------------------------------------------------------------------------- editing

    def spec(self) -> MappingSpec | None:
        """Return the mapping as it is shown; None where a field cannot be read."""
        if self._look is None:
            return None
        base = replace(self._look.spec, titles=self._look.shown.titles, columns=self.columns.uses())
        try:
            return self.form.spec_with(base)
        except UserError as failure:
            self.form.show_error(failure)
            return None

    def _on_form(self) -> None:
        if self._look is None:
            return
        fields = ("table", "untitled", "mapping", "target", "platform")
        values = {name: self.form.field(name).value() for name in fields}
        shown = self._look.shown
        if values["table"] != shown.name:
            self._read_columns(values["table"], None)
            return
        if values["untitled"] is shown.has_titles:
            # What was a row becomes the titles, or the other way round.
            self._headers[shown.name] = 0 if shown.has_titles else shown.line
            self._read_columns(shown.name, None)
            return
        if values["mapping"] != self._meant:
            self._meant = values["mapping"]
            meant = next((one for one in self._look.fitting if one.name == self._meant), None)
            if meant is not None:
                self._look = replace(self._look, spec=replace(meant, titles=shown.titles, kinds=shown.kinds))
                self._show_spec(self._look.spec)
                return
        spec = self._look.spec
        platform = "" if values["target"] is Target.ORDERS else values["platform"]
        if (values["target"], platform) != (spec.target, spec.platform):
            # Other rows have other metrics: what the titles say is guessed anew, the names and dialects stay.
            shown = self.spec() or spec
            fresh = guess(
                self._look.shown, platform=platform, target=values["target"], zone=shown.zone, name=shown.name
            )
            spec = replace(fresh, decimal=shown.decimal, dates=shown.dates, empty=shown.empty)
            self._look = replace(self._look, spec=spec)
            self._show_spec(spec)
            return
        self._on_edited()

    def _on_line(self) -> None:
        if self._look is None:
            return
        try:
            line = self.form.field("line").value()
        except UserError:
            return
        if line is not None and line != self._look.shown.line:
            self._headers[self._look.shown.name] = line
            self._read_columns(self._look.shown.name, None)

    def _on_edited(self) -> None:
        spec = self.spec()
        if spec is not None:
            self.form.fit(spec)
        self._timer.start()

    # ------------------------------------------------------------------------------------------------- own metrics

    def _on_asks_metric(self, line: ColumnLine) -> None:
        spec = self.spec()
        if spec is None:
            line.put_back()
            return
        self._asking = line
        self.own_title.setText(_("A metric of your own for “{column}”").format(column=column_name(line.column)))
        self.own_form.ask(
            line.column.title if line.column.has_title else "",
            spec.platform,
            of_posts=spec.target is Target.POSTS,
            is_share=bool(line.column.percents),
        )
        self.own.show()
        self.own_form.focus_first()

    def _on_metric(self, metric: Metric) -> None:
        self.own.hide()
        line, self._asking = self._asking, None
        spec = self.spec()
        if line is None or spec is None:
            return
        uses = list(self.columns.uses())
        for one in self.columns.lines:
            one.offer(meaning_choices(spec.target, spec.platform), None)
        self.columns.offer(meaning_choices(spec.target, spec.platform), uses)
        line.meaning.set_value(metric.key)
        line.meaning.edited.emit()
        line.meaning.setFocus()
        self.context.notify.say(_("The metric “{title}” is kept.").format(title=metric.title))

    def _on_no_metric(self) -> None:
        self.own.hide()
        if self._asking is not None:
            self._asking.put_back()
            self._asking.meaning.setFocus()
            self._asking = None

    # ------------------------------------------------------------------------------------------------- preview

    def _read_preview(self) -> None:
        spec = self.spec()
        if self.file is None or spec is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._job = self.context.tasks.read(
            partial(preview, self.file.path, spec),
            self._on_preview,
            label=_("Reading “{name}” by its columns").format(name=self.file.path.name),
            progress=True,
            owner=self,
        )

    def _on_preview(self, shown: MappedPreview) -> None:
        self._job = None
        self.problem.tell("")
        open_ = [question.reason for question in shown.questions]
        titles = [titles_doubt(self._look.shown)] if self._look is not None else []
        self.doubts.tell("\n".join(one for one in (*titles, *shown.problems, *open_, *shown.warnings) if one))
        spec = self.spec()
        words = order_row_words if spec is not None and spec.target is Target.ORDERS else row_words
        told = words(shown.counts) if shown.counts is not None else ""
        if shown.is_partial and shown.counts is not None:
            told = _("{counts}; counted over the first {rows} rows").format(
                counts=told, rows=formats.number(shown.counts.data)
            )
        self.counts.setText(told)
        self.counts.setVisible(bool(told))
        self.rows.show_rows([preview_line(row, spec.zone if spec is not None else "UTC") for row in shown.rows])
        self.refused.show_rows(shown.refused)
        self._fit_below(has_rows=bool(shown.rows or shown.refused))
        can_use = not shown.problems and not shown.questions and bool(shown.rows)
        self.use_button.setEnabled(can_use and self.context.writable)

    def _fit_below(self, *, has_rows: bool) -> None:
        """Leave the columns what a preview without rows does not need."""
        needed = self._inside.totalHeightForWidth(self._below.viewport().width())
        self._below.setMaximumHeight(ANY_HEIGHT if has_rows else needed + theme.M)

    # ------------------------------------------------------------------------------------------------- leaving

    def leave(self) -> None:
        """Go back to the list of files; what was chosen here is forgotten."""
        self.file = None
        self._look = None
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.form.mark_clean()
        self.left.emit()

    def use(self) -> None:
        """Read the file by what was chosen, and remember it where it has a name."""
        spec = self.spec()
        if spec is None or self.file is None:
            return
        file = self.file
        if not spec.name:
            self._used(file, replace(spec, name=file.path.stem))
            return
        self.form.send(self.context, partial(remember_mapping, spec), partial(self._on_remembered, file, spec))

    def _on_remembered(self, file: BatchFile, spec: MappingSpec, remembered: Remembered) -> None:
        self.context.changes.emit("mappings")
        self.context.notify.say(
            _("The mapping “{name}” is remembered.").format(name=spec.name), partial(self._forget, remembered)
        )
        self._used(file, spec)

    def _forget(self, remembered: Remembered) -> None:
        self.context.tasks.write(
            partial(take_back, remembered), lambda _result: self.context.changes.emit("mappings"), owner=self
        )

    def _used(self, file: BatchFile, spec: MappingSpec) -> None:
        self.leave()
        self.batch.map(file, spec)
