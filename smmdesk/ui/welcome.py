"""The first page of a new user: a name, a language, and the button that starts the own desk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, current_language
from smmdesk.ui import icons, theme
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.fields import ChoiceField, TextField
from smmdesk.ui.widgets.form import Form
from smmdesk.ui.widgets.states import IconLabel
from smmdesk.ui.widgets.text import Text

# Each language in its own words, so that everybody finds theirs.
LANGUAGE_NAMES = {"it": "Italiano", "en": "English"}


class Welcome(QWidget):
    """A small window. `accepted` tells the name and the language; the desk is made by whoever listens."""

    accepted = Signal(str, str)

    def __init__(self, place: Path) -> None:
        super().__init__()
        self.setWindowTitle("SMM Desk")
        self.setWindowIcon(icons.icon("program", "accent"))
        card = Card()
        card.setMaximumWidth(theme.characters(78))
        card.body.setContentsMargins(theme.XXL, theme.XXL, theme.XXL, theme.XXL)
        card.body.setSpacing(theme.L)
        card.body.addWidget(IconLabel("program", "accent", 3.0), 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(Text(_("Start my own desk"), "title"))
        card.body.addWidget(
            Text(
                _(
                    "Your clients, what you promised them, what you delivered, what came back: all of it in one file "
                    "on this computer. Nothing leaves it."
                ),
                wrap=True,
            )
        )
        self.form = Form(_("Start my own desk"))
        self.form.add("name", _("Your name, as it stands on the reports"), TextField(), is_needed=True)
        self.form.add("language", _("Language"), ChoiceField(list(LANGUAGE_NAMES.items())))
        self.form.add_widget(Text(_("The file: {path}").format(path=place), "caption", "muted", wrap=True))
        self.form.add_buttons(has_cancel=False)
        self.form.set_values({"name": "", "language": current_language()})
        self.form.saved.connect(self._on_saved)
        card.body.addWidget(self.form)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(theme.XXL, theme.XXL, theme.XXL, theme.XXL)
        outside.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.form.field("name").setFocus()

    def show_error(self, error: UserError) -> None:
        """Say why the desk could not be made."""
        self.form.show_error(error)

    def event(self, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and (layout := self.layout()) is not None:
            # Words that came below a field need room, and nobody pulls at the edge of a first page.
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
        return super().event(event)

    def _on_saved(self) -> None:
        values = self.form.values()
        self.accepted.emit(values["name"], values["language"])
