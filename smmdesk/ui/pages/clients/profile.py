"""Who a client is, how it looks on paper, and its tax numbers: the first three tabs of its panel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import ADDRESS_FORMS, LANGUAGES, _, mark
from smmdesk.core.places import language_name
from smmdesk.core.readings import EngagementBase
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.clients.reading import Choices, ClientDetail, replace_logo, save_part
from smmdesk.ui.widgets.editor import Editor, lock_reason
from smmdesk.ui.widgets.fields import ChoiceField, ColorField, FlagField, LongTextField, PercentField, TextField
from smmdesk.ui.widgets.kept_file import KeptFile
from smmdesk.ui.widgets.suggest import SuggestField
from smmdesk.ui.widgets.text import Text

_ADDRESS_WORDS = {
    "voi": mark("voi, as to a business"),
    "tu": mark("tu, among acquaintances"),
    "Lei": mark("Lei, formal to one person"),
}
_ENGAGEMENT_WORDS = {
    EngagementBase.REACH: mark("reach: of those who saw it"),
    EngagementBase.VIEWS: mark("views or impressions: of the times it was shown"),
    EngagementBase.FOLLOWERS: mark("followers: of those who follow"),
}
NAMES = (
    "name", "legal_name", "language", "address_form", "currency", "timezone", "is_seasonal", "compares_weekdays",
    "engagement_base", "note",
)  # fmt: skip
BRAND = ("brand_color", "accent_color")
TAX = ("country", "vat_number", "fiscal_code", "sdi_code", "certified_email", "eu_vat_id", "recoverable_vat")


class PartEditor(Editor):
    """A form about a part of the client; keeps its own columns only."""

    def __init__(self, context: Context, columns: tuple[str, ...], on_kept: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self._columns = columns
        self._on_kept = on_kept
        self.saved.connect(self.on_save)

    def show_client(self, detail: ClientDetail) -> None:
        """Show what is kept of a client."""
        self.show_row(detail.row.id, {name: getattr(detail.draft, name) for name in self._columns})

    def on_save(self) -> None:
        """Keep what is typed about the shown client (a new one is kept by the page)."""
        if isinstance(self.key, int):
            self.send(self._context, partial(save_part, self.key, self.values()), lambda _result: self._on_kept())


def identity_form(context: Context, on_kept: Callable[[], object]) -> PartEditor:
    """Return the form about names, language and clock."""
    form = PartEditor(context, NAMES, on_kept)
    form.add("name", _("Name"), TextField(_("As people call the business")), is_needed=True)
    form.add("legal_name", _("Legal name"), TextField(), hint=_("Where it differs: as it stands on invoices."))
    form.add_row(
        ("language", _("Language of its reports"), ChoiceField([(code, language_name(code)) for code in LANGUAGES])),
        (
            "address_form",
            _("Form of address in Italian"),
            ChoiceField([(word, _(_ADDRESS_WORDS[word])) for word in ADDRESS_FORMS]),
        ),
    )
    form.add_row(
        ("currency", _("Currency"), SuggestField(placeholder="EUR")),
        ("timezone", _("Time zone"), SuggestField(placeholder=_("Type a town"))),
    )
    form.add(
        "is_seasonal",
        "",
        FlagField(_("Seasonal business")),
        hint=_("Months are compared with the same month of the year before."),
    )
    form.add(
        "compares_weekdays",
        "",
        FlagField(_("Weekdays matter")),
        hint=_("Daily figures are compared with the same weekdays 28 days before, as for a restaurant."),
    )
    form.add(
        "engagement_base",
        _("Engagement rate on"),
        ChoiceField([(base.value, _(words)) for base, words in _ENGAGEMENT_WORDS.items()]),
        hint=_("What interactions are divided by; it is always named beside the number."),
    )
    form.add("note", _("Note"), LongTextField(lines=3))
    form.require("currency", "timezone")
    form.add_buttons()
    return form


def tax_form(context: Context, on_kept: Callable[[], object]) -> PartEditor:
    """Return the form about tax numbers and recovered VAT."""
    form = PartEditor(context, TAX, on_kept)
    form.add(
        "recoverable_vat",
        _("Share of VAT it recovers"),
        PercentField(),
        hint=_(
            "100 for an ordinary business. 0 in the Italian flat-rate scheme and for many exempt practices: the VAT "
            "then counts as a cost. In doubt ask the accountant."
        ),
        is_needed=True,
    )
    form.add("country", _("Country"), SuggestField())
    form.add_title(_("In Italy"))
    form.add("vat_number", _("Partita IVA"), TextField(), hint=_("11 digits; the last one checks the others."))
    form.add("fiscal_code", _("Codice fiscale"), TextField())
    form.add("sdi_code", _("SDI code"), TextField(), hint=_("7 letters or digits, for electronic invoices."))
    form.add("certified_email", _("Certified e-mail (PEC)"), TextField())
    form.add_title(_("Elsewhere in the European Union"))
    form.add("eu_vat_id", _("EU VAT number"), TextField("DE136695976"))
    form.add_buttons()
    return form


class BrandForm(QWidget):
    """Colours with a preview, and the logo, which is kept at once when it is dropped."""

    def __init__(self, context: Context, on_kept: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self._on_kept = on_kept
        self._client_id: int | None = None
        self._name = ""
        self.form = PartEditor(context, BRAND, on_kept)
        self.form.add_row(
            ("brand_color", _("Main colour"), ColorField()), ("accent_color", _("Second colour"), ColorField())
        )
        self.form.add_buttons()
        self.form.edited.connect(self._show_preview)
        self.form.dropped.connect(self._show_preview)
        self.preview = BrandPreview()
        self.logo = KeptFile(
            _("Logo"),
            empty=_("Drop the logo here, or press to choose it"),
            another=_("Drop another logo here"),
            remove=_("Remove the logo"),
            kinds=_("Pictures (*.png *.jpg *.jpeg *.svg)"),
        )
        self.logo.chosen.connect(self.on_logo)
        self.logo.removed.connect(lambda: self.on_logo(None))
        reason = lock_reason(context)
        self.logo.set_writable(not reason, reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.form)
        column.addWidget(Text(_("Head of its report"), "caption", "muted"))
        column.addWidget(self.preview)
        column.addWidget(self.logo)
        column.addWidget(Text(_("PNG, JPEG or SVG. A drawing (SVG) prints sharpest."), "caption", "muted", wrap=True))

    def show_client(self, detail: ClientDetail) -> None:
        """Show what is kept of a client."""
        self._client_id = detail.row.id
        self._name = detail.row.name
        self.form.show_client(detail)
        self.logo.show_file(detail.logo_name, detail.logo)
        self._show_preview()

    def on_logo(self, path: Path | None) -> None:
        """Keep another logo, or none; the quiet line offers to undo it."""
        if self._client_id is None:
            return
        client_id, name = self._client_id, self._name
        said = _("The logo of {client} is replaced.") if path is not None else _("The logo of {client} is removed.")
        self._context.tasks.write(
            partial(replace_logo, client_id, path),
            lambda before: self._on_logo_kept(client_id, before, said.format(client=name)),
            self._on_logo_refused,
            label=_("Checking the logo"),
            owner=self,
        )

    def _on_logo_kept(self, client_id: int, before: tuple[str, bytes | None], said: str) -> None:
        self._on_kept()
        back: Any = before if before[1] is not None else None

        def undo() -> None:
            self._context.tasks.write(
                partial(replace_logo, client_id, back), lambda _result: self._on_kept(), owner=self
            )

        self._context.notify.say(said, undo)

    def _on_logo_refused(self, error: UserError) -> None:
        self.logo.show_error(error.sentence())

    def _show_preview(self) -> None:
        found = []
        for name in BRAND:
            try:
                found.append(self.form.field(name).value())
            except UserError:
                found.append("")  # half typed: said when it is saved
        self.preview.show_brand(self._name, found[0], found[1])


class BrandPreview(QWidget):
    """A small picture of the report's head in the client's colours, with text that can be read on them."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._main, self._second = "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.characters(30), theme.line_height() * 3)

    def show_brand(self, name: str, main: str, second: str) -> None:
        """Show a name on colours ("" is ours)."""
        self._name, self._main, self._second = name, main, second
        self.setAccessibleName(_("Head of the report of {client}").format(client=name))
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        main = self._main or theme.LIGHT.accent
        light, dark = theme.LIGHT.surface, theme.LIGHT.text
        ink = light if theme.contrast(main, light) >= theme.contrast(main, dark) else dark
        box = QRectF(self.rect())
        painter.setBrush(QColor(main))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        if self._second:
            painter.setBrush(QColor(self._second))
            painter.drawRect(QRectF(0, box.height() - theme.S - theme.XS, box.width(), theme.XS))
        painter.setPen(QColor(ink))
        painter.setFont(theme.font("section"))
        room = self.rect().adjusted(theme.L, 0, -theme.L, -theme.XS if self._second else 0)
        words = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def offer(form: Editor, choices: Choices) -> None:
    """Give the fields of a form their suggestions."""
    for name, offered in (
        ("currency", choices.currencies),
        ("timezone", choices.timezones),
        ("country", choices.countries),
    ):
        if form.has(name):
            field = form.field(name)
            assert isinstance(field, SuggestField)
            field.set_choices(offered)


def new_client_values(language: str) -> dict[str, Any]:
    """Return what the form of a new client starts with."""
    return {
        "name": "",
        "legal_name": "",
        "language": language or "it",
        "address_form": "voi",
        "currency": "EUR",
        "timezone": "Europe/Rome",
        "is_seasonal": False,
        "compares_weekdays": False,
        "engagement_base": EngagementBase.REACH.value,
        "note": "",
    }
