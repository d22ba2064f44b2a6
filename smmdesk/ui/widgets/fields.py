"""Fields of a form: each holds one value, says when it was edited, and refuses what it cannot read in words.

`value()` raises `UserError` with the reason for text that is no such value; `set_value` shows a value without telling
`edited`. Empty is None for days, months, numbers and colours, "" for texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from smmdesk.core import formats, periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.money import cents_from_decimal, decimal_text
from smmdesk.core.periods import Month
from smmdesk.ui import icons, theme
from smmdesk.ui.widgets.color_chip import color_chip
from smmdesk.ui.widgets.text import Button, Text, restyle

LONGEST_LINE = 500
LONGEST_TEXT = 10_000


class Field(QWidget):
    """One value that can be edited. `control` is the widget that takes the focus."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(theme.XS)
        self.control: QWidget = self

    def value(self) -> Any:
        """Return the value. Raises UserError for what cannot be read."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def set_name(self, name: str) -> None:
        """Name the field for people who do not see its label."""
        self.control.setAccessibleName(name)

    def set_wrong(self, is_wrong: bool) -> None:
        """Mark the field as the place of an error."""
        if bool(self.control.property("wrong")) != is_wrong:
            self.control.setProperty("wrong", is_wrong)
            restyle(self.control)

    def set_writable(self, is_writable: bool) -> None:
        """Let it be edited, or only be read."""
        self.setEnabled(is_writable)

    def _take(self, control: QWidget, stretch: int = 1) -> None:
        self.control = control
        self.setFocusProxy(control)
        self.line.addWidget(control, stretch)


class _Line(QLineEdit):
    """A line that selects what it holds when it is led to, so that typing replaces it; by the pointer it does not."""

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.selectAll()


class TextField(Field):
    """One line of text, trimmed."""

    def __init__(self, placeholder: str = "", *, longest: int = LONGEST_LINE) -> None:
        super().__init__()
        self.input = _Line()
        self.input.setMaxLength(longest)
        self.input.setPlaceholderText(placeholder)
        self.input.textEdited.connect(lambda _text: self.edited.emit())
        self._take(self.input)

    def value(self) -> Any:
        return self.input.text().strip()

    def set_value(self, value: Any) -> None:
        self.input.setText(value)
        self.input.setCursorPosition(0)

    def set_writable(self, is_writable: bool) -> None:
        self.input.setReadOnly(not is_writable)


class LongTextField(Field):
    """Several lines of text; the field is so many lines high and scrolls."""

    def __init__(self, placeholder: str = "", *, lines: int = 3, longest: int = LONGEST_TEXT) -> None:
        super().__init__()
        self._longest = longest
        self.input = QPlainTextEdit()
        self.input.setPlaceholderText(placeholder)
        self.input.setTabChangesFocus(True)
        self.input.setFixedHeight(theme.line_height() * lines + 2 * theme.S + theme.XS)
        self.input.textChanged.connect(self._on_changed)
        self._is_filling = False
        self._take(self.input)

    def value(self) -> str:
        text = self.input.toPlainText().strip()
        if len(text) > self._longest:
            raise UserError(
                _("This text is too long."),
                _("It has {count} characters; {limit} fit.").format(count=len(text), limit=self._longest),
            )
        return text

    def set_value(self, value: str) -> None:
        self._is_filling = True
        self.input.setPlainText(value)
        self._is_filling = False

    def set_writable(self, is_writable: bool) -> None:
        self.input.setReadOnly(not is_writable)

    def _on_changed(self) -> None:
        if not self._is_filling:
            self.edited.emit()


class _Combo(QComboBox):
    """A combo box with the arrow of our icons: a style sheet takes Qt's own away."""

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        side = theme.icon_size()
        painter = QPainter(self)
        tone = "muted" if self.isEnabled() else "line"
        painter.drawPixmap(self.width() - side - theme.S, (self.height() - side) // 2, icons.pixmap("open", tone))

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        event.ignore()  # it scrolls the form; a value that changes by the way would not be noticed


class Check(QCheckBox):
    """A check box that can be seen on both themes, with a focus ring around its box."""

    def paintEvent(self, event: QPaintEvent, /) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        style, painter = self.style(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = style.subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        is_on = self.isEnabled()
        tone = "accent" if is_on and (self.isChecked() or self.hasFocus()) else "edge" if is_on else "line"
        painter.setPen(QPen(theme.color(tone), theme.RING if self.hasFocus() else theme.HAIRLINE))
        painter.setBrush(theme.color(("accent" if is_on else "muted") if self.isChecked() else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), theme.XS - 1, theme.XS - 1)
        if self.isChecked():
            side = box.width() - theme.XS
            place = box.center() - QPoint(side // 2 - 1, side // 2 - 1)
            painter.drawPixmap(place, icons.pixmap("checked", "on_accent", side))
        option.rect = style.subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        style.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option, painter, self)


class ChoiceField(Field):
    """One of a few: `choices` are (value, text) pairs; values may be anything, None too."""

    def __init__(self, choices: Sequence[tuple[Any, str]] = ()) -> None:
        super().__init__()
        self.input = _Combo()
        self.input.setMinimumContentsLength(8)
        self.input.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._values: list[Any] = []
        self.set_choices(choices)
        self.input.activated.connect(lambda _place: self.edited.emit())
        self._take(self.input)

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other choices; the value stays where it is still among them."""
        before = self.value() if self._values else None
        self._values = [value for value, _text in choices]
        self.input.clear()
        for value, text in choices:
            self.input.addItem(text)
            self.input.setItemData(self.input.count() - 1, theme.plain_tip(text), Qt.ItemDataRole.ToolTipRole)
            del value
        self.set_value(before)

    def value(self) -> Any:
        place = self.input.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def set_value(self, value: Any) -> None:
        if value in self._values:
            self.input.setCurrentIndex(self._values.index(value))
        elif self._values:
            self.input.setCurrentIndex(0)


class FlagField(Field):
    """Yes or no, with its words beside the box."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.input = Check(text.replace("&", "&&"))
        self.input.toggled.connect(self._on_toggled)
        self._is_filling = False
        self._take(self.input)

    def value(self) -> bool:
        return self.input.isChecked()

    def set_value(self, value: bool) -> None:
        self._is_filling = True
        self.input.setChecked(bool(value))
        self._is_filling = False

    def _on_toggled(self) -> None:
        if not self._is_filling:
            self.edited.emit()


class NumberField(TextField):
    """An exact number (`Decimal`), or a whole one where `is_whole` is set; None when empty; `unit` stands behind."""

    def __init__(
        self, unit: str = "", *, is_whole: bool = False, least: Decimal | int | None = None, placeholder: str = ""
    ) -> None:
        super().__init__(placeholder, longest=30)
        self._is_whole = is_whole
        self._least = least
        self.input.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.unit = Text(unit, "body", "muted")
        self.line.addWidget(self.unit)
        self.unit.setVisible(bool(unit))

    def set_unit(self, unit: str) -> None:
        """Change the unit."""
        self.unit.setText(unit)
        self.unit.setVisible(bool(unit))

    def value(self) -> Any:
        text = self.input.text().strip()
        if not text:
            return None
        try:
            number = formats.read_number(text)
        except ValueError as failure:
            raise UserError(_("This is not a number."), "", _("Write digits, such as 1234.50.")) from failure
        if self._least is not None and number < self._least:
            raise UserError(_("The least is {number}.").format(number=formats.number(self._least)))
        if not self._is_whole:
            return number
        if number != number.to_integral_value():
            raise UserError(_("Write a whole number."))
        return int(number)

    def set_value(self, value: Any) -> None:
        self.input.setText("" if value is None else formats.number(value))


class PercentField(NumberField):
    """A percentage as an exact number of percent."""

    def __init__(self, *, least: Decimal | int | None = 0) -> None:
        super().__init__("%", least=least)


class MoneyField(NumberField):
    """An amount in whole hundredths; None when empty."""

    def __init__(self, currency: str = "EUR", *, least: int | None = None, placeholder: str = "") -> None:
        super().__init__(formats.currency_symbol(currency), least=least, placeholder=placeholder)

    def set_currency(self, currency: str) -> None:
        """Say in which currency the amount is."""
        self.set_unit(formats.currency_symbol(currency))

    def value(self) -> int | None:
        number = super().value()
        if number is None:
            return None
        try:
            return cents_from_decimal(number)
        except ValueError as failure:
            raise UserError(_("An amount has at most two decimals.")) from failure

    def set_value(self, value: int | None) -> None:
        self.input.setText("" if value is None else formats.number(Decimal(decimal_text(Decimal(value) / 100)), 2))


class DayField(TextField):
    """A day, typed (18/06/2026, 18.6, 2026-06-18) or picked from a calendar; None when empty."""

    def __init__(self) -> None:
        super().__init__(_("dd/mm/yyyy"), longest=20)
        self.near = periods.today()
        self._pick = Button("", self._open_calendar, icon="day", kind="bare", tip=_("Pick a day"))
        self.line.addWidget(self._pick)
        self.input.editingFinished.connect(self._tidy)

    def value(self) -> date | None:
        text = self.input.text().strip()
        if not text:
            return None
        try:
            return formats.read_day(text, self.near)
        except ValueError as failure:
            raise UserError(_("This is not a day."), "", _("Write it as day/month/year.")) from failure

    def set_value(self, value: date | None) -> None:
        self.input.setText("" if value is None else formats.numeric_day(value))

    def set_writable(self, is_writable: bool) -> None:
        super().set_writable(is_writable)
        self._pick.setEnabled(is_writable)

    def _tidy(self) -> None:
        try:
            self.set_value(self.value())
        except UserError:
            pass  # said when the form is saved; what was typed stays

    def _open_calendar(self) -> None:
        from smmdesk.ui.widgets.day_popup import DayPopup  # seen when a day is picked

        try:
            day = self.value() or self.near
        except UserError:
            day = self.near
        DayPopup(self, day, self._on_picked).open_below(self)

    def _on_picked(self, day: date) -> None:
        self.set_value(day)
        self.input.setFocus()
        self.edited.emit()


class MonthField(ChoiceField):
    """A month out of the two years around `near`; None ("–") where `may_be_empty` is set."""

    def __init__(self, near: Month, *, back: int = 18, ahead: int = 6, may_be_empty: bool = False) -> None:
        months = [near.plus(step) for step in range(ahead, -back - 1, -1)]
        none: list[tuple[Any, str]] = [(None, "–")] if may_be_empty else []
        super().__init__(none + [(month, formats.month_name(month)) for month in months])
        self.set_value(None if may_be_empty else near)


class ColorField(TextField):
    """A colour as "#rrggbb", typed or picked; "" when empty."""

    def __init__(self) -> None:
        super().__init__("#0f4c5c", longest=7)
        self._chip = Button("", self._pick, kind="bare", tip=_("Pick a colour"))
        side = theme.icon_size() + theme.XS
        self._chip.setIconSize(QSize(side, side))
        self.line.addWidget(self._chip)
        self.input.textChanged.connect(lambda _text: self._draw())
        theme.signals.changed.connect(self._draw)
        self._draw()

    def value(self) -> str:
        text = self.input.text().strip().lower()
        if not text:
            return ""
        text = text if text.startswith("#") else f"#{text}"
        if len(text) not in (4, 7) or not QColor.isValidColorName(text):
            raise UserError(_("This is not a colour."), "", _("Write # and six digits or letters a to f, or pick one."))
        return QColor(text).name()

    def set_writable(self, is_writable: bool) -> None:
        super().set_writable(is_writable)
        self._chip.setEnabled(is_writable)

    def _draw(self) -> None:
        try:
            shown = self.value()
        except UserError:
            shown = ""
        self._chip.setIcon(QIcon(color_chip(shown, theme.icon_size() + theme.XS)))

    def _pick(self) -> None:
        try:
            present = self.value()
        except UserError:
            present = ""
        chosen = QColorDialog.getColor(QColor(present or theme.tokens().accent), self, _("Pick a colour"))
        if chosen.isValid():
            self.set_value(chosen.name())
            self.edited.emit()
