"""Today: what needs me now, across clients; each line leads to the place where it is solved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.domain.clients import client_rows
from smmdesk.domain.today import Need, TodayRow, today_rows
from smmdesk.ui import dates, icons, theme
from smmdesk.ui.page import Page
from smmdesk.ui.widgets.cards import Card, CardRow, FigureCard
from smmdesk.ui.widgets.color_chip import color_chip
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.table import RowsTable

# need -> icon, tone, page that solves it
_LOOKS = {
    Need.OVERDUE: ("warning", "bad", "deliverables"),
    Need.APPROVAL: ("waiting", "warn", "deliverables"),
    Need.NOTICE: ("contract", "bad", "clients"),
    Need.CONTRACT_ENDS: ("contract", "warn", "clients"),
    Need.NUMBERS: ("import", "warn", "accounts"),
    Need.REPORT: ("reports", "accent", "reports"),
    Need.NO_CONTRACT: ("contract", "muted", "clients"),
    Need.PROFILE: ("person", "accent", "settings"),
}
# The figures on top: title and the needs that they count.
_FIGURES = (
    (mark("Late"), (Need.OVERDUE,)),
    (mark("Waiting for approval"), (Need.APPROVAL,)),
    (mark("Accounts without numbers"), (Need.NUMBERS,)),
    (mark("Reports to write"), (Need.REPORT,)),
)


@dataclass(frozen=True, slots=True)
class TodayData:
    """What the page shows: its lines, and whether there is any client at all."""

    rows: list[TodayRow]
    has_clients: bool


def read(client_id: int | None) -> TodayData:
    """Read the page's lines."""
    return TodayData(today_rows(client_id), bool(client_rows()))


class TodayPage(Page):
    """What needs me now."""

    word = "today"
    title = mark("Today")
    watches = ("profile", "clients", "accounts", "contracts", "deliverables", "imports", "reports")
    follows_month = False

    def build(self) -> None:
        self.figures = CardRow()
        self.cards = [FigureCard(_(title)) for title, _needs in _FIGURES]
        self.figures.set_cards(list(self.cards))
        self.table = RowsTable(
            [
                Column(
                    _("What"),
                    what,
                    key=lambda row: list(Need).index(row.need),
                    icon=lambda row: icons.icon(*_LOOKS[row.need][:2]),
                    is_strong=True,
                    most=48,
                ),
                Column(
                    _("Client"),
                    lambda row: row.client.name if row.client else _("You"),
                    icon=_client_icon,
                    most=32,
                ),
                Column(_("Why now"), why, stretches=True, tone=lambda _row: "muted"),
                Column(_("Where"), where, tone=lambda _row: "accent", most=24),
            ],
            _("What needs you now"),
        )
        self.table.setCursor(Qt.CursorShape.PointingHandCursor)
        self.table.clicked.connect(lambda index: self.solve(self.table.proxy.row_at(index.row())))
        self.table.opened.connect(self.solve)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.content.addWidget(self.figures)
        self.content.addWidget(card, 1)

    def query(self) -> Callable[[], TodayData]:
        return partial(read, self.context.client_id)

    def fill(self, data: TodayData) -> None:
        rows = data.rows
        # Without a client the page itself says how to begin: a number beside its word would promise a list.
        self.context.count_changed.emit("today", len(rows) if data.has_clients else 0)
        if not data.has_clients:
            self.set_sentence(_("Your desk is ready."))
            self.show_empty(
                "clients",
                _("Begin with a client"),
                _(
                    "Today will show what needs you: late work, approvals, numbers to import, contracts near their "
                    "notice date, reports to write."
                ),
                _("Add a client"),
                lambda: self.context.go("clients", "new"),
            )
            return
        if not rows:
            self.set_sentence(_("Nothing needs you now."))
            self.show_empty(
                "done",
                _("All done"),
                _("Nothing is late, nothing waits for approval, every number is in and every report is begun."),
            )
            return
        self.show_content()
        clients = len({row.client.id for row in rows if row.client is not None})
        things = ngettext("{count} thing needs you", "{count} things need you", len(rows)).format(count=len(rows))
        among = ngettext("with {count} client", "with {count} clients", clients).format(count=clients)
        self.set_sentence(f"{things}, {among}." if clients else f"{things}.")
        for card, (_title, needs) in zip(self.cards, _FIGURES, strict=True):
            self._show_figure(card, [row for row in rows if row.need in needs])
        self.table.set_rows(rows)

    def solve(self, row: TodayRow) -> None:
        """Go to the place where a line is solved."""
        if row.client is not None and not self.context.choose_client(row.client.id):
            return
        if row.month is not None and not self.context.choose_month(row.month):
            return
        item: object = row.item
        if row.need in (Need.NOTICE, Need.CONTRACT_ENDS, Need.NO_CONTRACT, Need.REPORT) and row.client is not None:
            item = row.client.id
        self.context.go(_LOOKS[row.need][2], item)

    def _show_figure(self, card: FigureCard, rows: list[TodayRow]) -> None:
        count = sum(row.count or 1 for row in rows)
        clients = len({row.client.id for row in rows if row.client is not None})
        if not count:
            card.show_figure("0", "", _("✓ nothing"), tone="good")
            return
        words = ngettext("{count} client", "{count} clients", clients).format(count=clients)
        longest = max(row.days for row in rows)
        if longest > 0:
            words += ", " + ngettext("{days} day at most", "{days} days at most", longest).format(days=longest)
        card.show_figure(str(count), "", words)


def what(row: TodayRow) -> str:
    """Say in a few words what a line is."""
    count = row.count
    if row.need is Need.OVERDUE:
        return ngettext("{count} deliverable late", "{count} deliverables late", count).format(count=count)
    if row.need is Need.APPROVAL:
        return ngettext("{count} waits for approval", "{count} wait for approval", count).format(count=count)
    if row.need is Need.NUMBERS:
        return ngettext("{count} account without numbers", "{count} accounts without numbers", count).format(
            count=count
        )
    if row.need is Need.REPORT and row.month is not None:
        return _("Report of {month} not begun").format(month=dates.month_name(row.month, year=False))
    words = {
        Need.NOTICE: _("Notice date near"),
        Need.CONTRACT_ENDS: _("Contract ends"),
        Need.NO_CONTRACT: _("No contract in force"),
        Need.PROFILE: _("Your name is missing"),
    }
    return words[row.need]


def why(row: TodayRow) -> str:
    """Say why a line stands here now."""
    names = _listed(row)
    if row.need is Need.OVERDUE:
        since = ngettext("Due {days} day ago", "Due {days} days ago", row.days).format(days=row.days)
        return f"{since}: {names}" if names else since
    if row.need is Need.APPROVAL:
        if row.day is None:
            return names
        since = ngettext("For {days} day", "For {days} days", row.days).format(days=row.days)
        return f"{since}: {names}" if names else since
    if row.need is Need.NUMBERS and row.month is not None:
        return _("Nothing imported for {month}: {names}").format(month=dates.month_name(row.month), names=names)
    if row.need is Need.NOTICE and row.day is not None:
        return _("Notice can be given until {day}").format(day=dates.day(row.day))
    if row.need is Need.CONTRACT_ENDS and row.day is not None:
        return _("It ends on {day} and no other follows").format(day=dates.day(row.day))
    if row.need is Need.NO_CONTRACT:
        return _("Without one nothing is promised and no fee is counted")
    if row.need is Need.PROFILE:
        return _("It stands on every report, with your tax data and your logo")
    return _("Page 1 has no goal, no figures and no words yet")


def where(row: TodayRow) -> str:
    """Name the page where a line is solved."""
    names = {
        "deliverables": _("Deliverables"),
        "clients": _("Clients"),
        "accounts": _("Accounts"),
        "reports": _("Reports"),
        "settings": _("Settings"),
    }
    return f"{names[_LOOKS[row.need][2]]} →"


def _listed(row: TodayRow) -> str:
    names = ", ".join(name for name in row.names if name)
    return f"{names} …" if row.count > len(row.names) and names else names


def _client_icon(row: TodayRow) -> QIcon | None:
    return QIcon(color_chip(row.client.brand_color, theme.icon_size())) if row.client else None
