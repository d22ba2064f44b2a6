"""Settings: my profile as it stands on the reports, the window, the workspace and its backups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core import formats, i18n, periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, mark, pgettext
from smmdesk.domain.files import file_content, kept_name, read_source
from smmdesk.domain.mappings.queries import mapping_rows
from smmdesk.domain.mappings.rows import MappingRow
from smmdesk.domain.profile import (
    ProfileDraft,
    WorkspaceIdentity,
    profile,
    profile_logo_id,
    set_profile_logo,
    update_profile,
    workspace_identity,
)
from smmdesk.store.backup import back_up, backup_folder, backups
from smmdesk.ui import theme
from smmdesk.ui.context import system_language
from smmdesk.ui.page import Page, scrolled
from smmdesk.ui.pages.imports.mappings_card import MappingsCard
from smmdesk.ui.pages.imports.watch_line import WatchLine
from smmdesk.ui.welcome import LANGUAGE_NAMES
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.editor import Editor, lock
from smmdesk.ui.widgets.fields import ChoiceField, ColorField, TextField
from smmdesk.ui.widgets.form import Form
from smmdesk.ui.widgets.kept_file import KeptFile
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Text

LOGO_KINDS = "PNG, JPEG, SVG (*.png *.jpg *.jpeg *.svg)"
SHOWN_BACKUPS = 8

# Why a backup was made (its word in the file's name).
_REASONS = {
    "open": mark("At the start"),
    "import": mark("Before an import"),
    "migration": mark("Before an upgrade"),
    "erase": mark("Before a client was erased"),
    "asked": mark("Asked for"),
}


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup as the list shows it: when (this machine's clock), why, how large."""

    path: Path
    made_at: datetime
    reason: str
    size: int

    @property
    def id(self) -> str:
        """Return what tells it from the others."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class SettingsData:
    """What the page shows."""

    profile: ProfileDraft
    logo_name: str
    logo: bytes | None
    identity: WorkspaceIdentity
    size: int
    backups: list[BackupRow]
    mappings: list[MappingRow]


def read(path: Path) -> SettingsData:
    """Read the profile, the workspace and the list of its backups."""
    logo_id = profile_logo_id()
    made = [BackupRow(one.path, one.made_at.astimezone(), one.reason, one.path.stat().st_size) for one in backups(path)]
    return SettingsData(
        profile(),
        kept_name(logo_id) if logo_id is not None else "",
        file_content(logo_id) if logo_id is not None else None,
        workspace_identity(),
        path.stat().st_size,
        made,
        mapping_rows(),
    )


class SettingsPage(Page):
    """My profile, the window, the workspace."""

    word = "settings"
    title = mark("Settings")
    watches = ("profile", "imports", "backups", "mappings")
    follows_client = False
    follows_month = False

    def build(self) -> None:
        self._profile = ProfileDraft()
        self._logo: tuple[str, bytes | None] = ("", None)
        columns = QWidget()
        line = QHBoxLayout(columns)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.L)
        left = QVBoxLayout()
        left.setSpacing(theme.L)
        left.addWidget(self._profile_card())
        self.mappings = MappingsCard(self.context)
        self.watch_form(self.mappings.form)
        left.addWidget(self.mappings)
        left.addStretch(1)
        line.addLayout(left, 1)
        right = QVBoxLayout()
        right.setSpacing(theme.L)
        right.addWidget(self._window_card())
        right.addWidget(self._workspace_card())
        watched = Card(_("Downloads"))  # in this column no quiet line lies over it
        watched.body.addWidget(WatchLine(self.context, wraps=True))
        right.addWidget(watched)
        right.addWidget(self._backup_card())
        right.addStretch(1)
        line.addLayout(right, 1)
        self.content.addWidget(scrolled(columns), 1)

    # ------------------------------------------------------------------------------------------------- my profile

    def _profile_card(self) -> QWidget:
        card = Card(_("My profile"))
        card.body.addWidget(Text(_("What your clients read about you on the reports."), "body", "muted", wrap=True))
        self.form = Editor()
        form = self.form
        form.add_row(
            ("name", _("Name"), TextField()),
            ("trade_name", _("Trade name"), TextField()),
        )
        form.add_row(
            ("email", _("E-mail"), TextField()),
            ("phone", _("Phone"), TextField()),
        )
        form.add("website", _("Website"), TextField("https://"))
        form.add("postal_address", _("Address, in one line"), TextField())
        form.add_title(_("Tax data"))
        form.add_row(
            (
                "tax_regime",
                _("Tax regime"),
                ChoiceField([("ordinary", _("Ordinary")), ("flat_rate", _("Flat rate (forfettario)"))]),
            ),
            ("vat_number", _("VAT number (partita IVA)"), TextField()),
        )
        form.add_row(
            ("fiscal_code", _("Tax code (codice fiscale)"), TextField()),
            ("sdi_code", _("Recipient code (SDI)"), TextField()),
        )
        form.add("certified_email", _("Certified e-mail (PEC)"), TextField())
        form.add_title(_("Brand"))
        form.add("brand_color", _("My colour"), ColorField())
        form.add_buttons()
        form.saved.connect(self._on_saved)
        self.watch_form(form)
        card.body.addWidget(form)
        self.logo = KeptFile(
            _("My logo"),
            empty=_("Drop a PNG, JPEG or SVG here, or press to choose"),
            another=_("Drop another one here, or press to choose"),
            remove=_("Remove the logo"),
            kinds=LOGO_KINDS,
        )
        self.logo.chosen.connect(self._on_logo)
        self.logo.removed.connect(self._on_logo_removed)
        self.logo.set_writable(self.context.writable)
        card.body.addWidget(self.logo)
        return card

    def _on_saved(self) -> None:
        draft = ProfileDraft(**{**asdict(self._profile), **self.form.values()})
        before = self._profile
        self.form.send(self.context, partial(update_profile, draft), lambda _result: self._on_kept(before))

    def _on_kept(self, before: ProfileDraft) -> None:
        self.context.changes.emit("profile")
        self.context.notify.say(_("Your profile is saved."), partial(self._put_back, before))

    def _put_back(self, before: ProfileDraft) -> None:
        self.context.tasks.write(partial(update_profile, before), lambda _r: self.context.changes.emit("profile"))

    def _on_logo(self, path: Path) -> None:
        self._write_logo(lambda: set_profile_logo(read_source(path), path.name), _("Your logo is saved."))

    def _on_logo_removed(self) -> None:
        self._write_logo(lambda: set_profile_logo(None), _("Your logo is removed."))

    def _write_logo(self, command: Callable[[], None], said: str) -> None:
        name, content = self._logo

        def kept(_result: object) -> None:
            self.context.changes.emit("profile")
            self.context.notify.say(said, undo)

        def undo() -> None:
            back = partial(set_profile_logo, content, name) if content is not None else partial(set_profile_logo, None)
            self.context.tasks.write(back, lambda _result: self.context.changes.emit("profile"))

        def refused(error: UserError) -> None:
            self.logo.show_error(error.sentence())

        self.context.tasks.write(command, kept, refused, owner=self)

    # ------------------------------------------------------------------------------------------------- the window

    def _window_card(self) -> QWidget:
        card = Card(_("Window"))
        self.window_form = Form()
        languages = [("", _("As on this computer")), *LANGUAGE_NAMES.items()]
        themes = [
            ("system", _("As on this computer")),
            ("light", pgettext("theme", "Light")),
            ("dark", pgettext("theme", "Dark")),
        ]
        self.window_form.add("language", _("Language"), ChoiceField(languages))
        self.window_form.add("theme", _("Theme"), ChoiceField(themes))
        self.window_form.add_widget(
            Text(_("Reports speak each client's language, whatever you choose here."), "caption", "muted", wrap=True)
        )
        present = self.context.settings
        self.window_form.set_values({"language": present.language, "theme": present.theme})
        self.window_form.edited.connect(self._on_window)
        card.body.addWidget(self.window_form)
        return card

    def _on_window(self) -> None:
        values = self.window_form.values()
        present = self.context.settings
        if values["theme"] != present.theme:
            theme.apply(values["theme"])
            self.context.remember(theme=values["theme"])
        if values["language"] != present.language:
            if not self.may_leave():
                self.window_form.set_values({"language": present.language})
                return
            self.context.remember(language=values["language"])
            i18n.use_language(values["language"] or system_language())
            self.context.settings_changed.emit()
        self.window_form.mark_clean()

    # ------------------------------------------------------------------------------------------------- the workspace

    def _workspace_card(self) -> QWidget:
        card = Card(_("This workspace"))
        self.place = Text("", wrap=True)
        self.place.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.about = Text("", "caption", "muted", wrap=True)
        card.body.addWidget(self.place)
        card.body.addWidget(self.about)
        line = QHBoxLayout()
        line.addWidget(
            Button(_("Open its folder"), lambda: _show_folder(self.context.workspace.path.parent), icon="folder")
        )
        line.addStretch(1)
        card.body.addLayout(line)
        return card

    def _backup_card(self) -> QWidget:
        card = Card(_("Backups"))
        card.body.addWidget(
            Text(
                _(
                    "Made by themselves when the desk is opened and before every import. Those of two days are all "
                    "kept, then one a day for a month, then one a month."
                ),
                "caption",
                "muted",
                wrap=True,
            )
        )
        self.backups = RowsTable(
            [
                Column(_("Made"), lambda row: _moment(row.made_at), key=lambda row: row.made_at, stretches=True),
                Column(
                    _("Why"), lambda row: _(_REASONS[row.reason]) if row.reason in _REASONS else row.reason, most=26
                ),
                Column(
                    _("Size"), lambda row: _size(row.size), key=lambda row: row.size, is_number=True, can_leave=True
                ),
            ],
            _("Backups"),
        )
        self.backups.setMinimumHeight((SHOWN_BACKUPS // 2 + 1) * theme.row_height())
        self.no_backups = Text(_("None yet: the first is made once the desk has changed."), "body", "muted", wrap=True)
        card.body.addWidget(self.no_backups)
        card.body.addWidget(self.backups)
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        self.back_up_now = Button(_("Back up now"), self._on_back_up, icon="backup")
        lock(self.back_up_now, self.context)
        line.addWidget(self.back_up_now)
        line.addWidget(
            Button(
                _("Open the folder"), lambda: _show_folder(backup_folder(self.context.workspace.path)), icon="folder"
            )
        )
        line.addStretch(1)
        card.body.addLayout(line)
        return card

    def _on_back_up(self) -> None:
        self.back_up_now.setEnabled(False)
        self.context.tasks.write(
            lambda: back_up("asked"), self._on_backed_up, self._on_not_backed_up, label=_("Making a backup"), owner=self
        )

    def _on_backed_up(self, path: Path) -> None:
        self.back_up_now.setEnabled(True)
        self.reload()
        self.context.notify.say(_("The backup is made and checked: {name}").format(name=path.name))

    def _on_not_backed_up(self, error: UserError) -> None:
        self.back_up_now.setEnabled(True)
        self.context.notify.error(error)

    # ------------------------------------------------------------------------------------------------- showing

    def query(self) -> Callable[[], SettingsData]:
        return partial(read, self.context.workspace.path)

    def fill(self, data: SettingsData) -> None:
        self._profile = data.profile
        self._logo = (data.logo_name, data.logo)
        self.form.show_row("profile", asdict(data.profile))
        self.logo.show_file(data.logo_name, data.logo)
        self.place.setText(str(self.context.workspace.path))
        kind = _("The example.") if data.identity.is_example else _("Your own desk.")
        since = formats.day(datetime.fromtimestamp(data.identity.created_at).astimezone().date())
        self.about.setText(
            kind
            + " "
            + _("{size}, since {day}. Everything is in this one file.").format(size=_size(data.size), day=since)
        )
        self.mappings.show_rows(data.mappings)
        self.backups.set_rows(data.backups)
        self.backups.setVisible(bool(data.backups))
        self.no_backups.setVisible(not data.backups)
        self.set_sentence(
            _("Your name is not filled in yet: reports go out without it.")
            if not data.profile.name
            else _("Kept in the workspace, so it is in every backup.")
        )


def _moment(at: datetime) -> str:
    is_past_year = at.year != periods.today().year
    return f"{formats.short_day(at.date(), year=is_past_year)}, {at:%H:%M}"


def _size(count: int) -> str:
    if count < 1_000_000:
        return _("{size} kB").format(size=formats.number(max(count // 1000, 1)))
    return _("{size} MB").format(size=formats.number(Decimal(count // 100_000) / 10))


def _show_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
