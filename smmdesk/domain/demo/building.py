"""Making the example workspace and its reports, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.paths import WORKSPACE_SUFFIX
from smmdesk.core.periods import Month, clock_at
from smmdesk.domain.accounts import add_account
from smmdesk.domain.clients import add_client, add_contact, set_client_logo
from smmdesk.domain.contracts import add_contract
from smmdesk.domain.demo import hotel, practice, shop
from smmdesk.domain.demo.files import exports_of
from smmdesk.domain.demo.logos import studio_logo
from smmdesk.domain.demo.paperwork import write_sheet
from smmdesk.domain.demo.story import LAST_MONTH, MONTHS, Kpi, Sheet, Story
from smmdesk.domain.demo.work import add_work
from smmdesk.domain.events import EventDraft, add_event
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.ledger.commands import merge_proposal
from smmdesk.domain.ledger.queries import proposals
from smmdesk.domain.profile import PURPOSE_EXAMPLE, ProfileDraft, new_workspace, set_profile_logo, update_profile
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.domain.reports.rows import KpiDraft
from smmdesk.domain.results.post_marks import add_tag
from smmdesk.domain.results.queries import posts_of_month
from smmdesk.store.database import database, transaction

PROGRAM = "smmdesk"
STORIES: tuple[Story, ...] = (hotel.STORY, shop.STORY, practice.STORY)
BEGINNING = date(2025, 9, 30)
END = date(2026, 11, 4)
# (place of the story, month): the newest month of each client, and the hotel's June, which shows a whole season's work
REPORTS = ((0, hotel.JUN), *((place, LAST_MONTH) for place in range(len(STORIES))))

Progress = Callable[[str, int, int], None]

_PROFILE = ProfileDraft(
    name="Giulia Rossi",
    trade_name="Studio Rossi",
    language="it",
    email="giulia@studiorossi.example.it",
    phone="+39 0123 456700",
    website="https://studiorossi.example.it",
    postal_address="Via dell'Esempio 12, 00000 Porto Salice",
    tax_regime="flat_rate",
    vat_number="12345670157",
    sdi_code="0000000",
    certified_email="studiorossi@pec.example.it",
    brand_color="#0f766e",
)


def build_demo(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Make the example in a folder and return what was made: `demo.smmdesk` first, then the reports.

    The same program makes the same content each time. It is put in its place when it is whole. Raises UserError where
    an example stands already, or where the folder cannot be written.
    """
    target = folder / f"demo{WORKSPACE_SUFFIX}"
    if target.exists():
        raise UserError(
            _("There is an example already."),
            _("{path} was not changed.").format(path=target),
            _("Choose another folder, or put the old one away first."),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".demo-", dir=folder) as workshop:
            return _built(Path(workshop), folder, target, progress or _quiet)
    except OSError as failure:
        raise UserError(
            _("The example could not be made."),
            failure.strerror or str(failure),
            _("Choose a folder that can be written, with 50 MB of free space."),
        ) from failure


def _quiet(_label: str, _done: int, _total: int) -> None:
    pass


def _built(workshop: Path, folder: Path, target: Path, progress: Progress) -> list[Path]:
    steps = len(STORIES) + 1
    path = workshop / target.name
    opened = new_workspace(path, purpose=PURPOSE_EXAMPLE, program=PROGRAM)
    try:
        # Nothing here must survive a power failure: an example that is not whole is made anew.
        database.pragma("synchronous", "off")
        with _at(BEGINNING):
            update_profile(_PROFILE)
            set_profile_logo(studio_logo(), "studio-rossi.png")
        clients = []
        for place, story in enumerate(STORIES):
            progress(story.draft.name, place, steps)
            exports = workshop / f"exports-{place}"
            exports.mkdir()
            clients.append(_tell(story, exports))
        progress(_("Reports"), len(STORIES), steps)
        reports = _write_reports(workshop, clients)
    finally:
        opened.close()
    made = _put_in_place(path, reports, folder, target)
    progress(_("Reports"), steps, steps)
    return made


@contextmanager
def _at(day: date) -> Iterator[None]:
    with clock_at(datetime(day.year, day.month, day.day, 8, 30, tzinfo=UTC)):
        yield


def _tell(story: Story, exports: Path) -> int:
    """Bring one client's months into the workspace and return its id."""
    with _at(BEGINNING):
        client_id = add_client(story.draft)
        set_client_logo(client_id, story.logo(), "logo.png")
        for contact in story.contacts:
            add_contact(client_id, contact)
        for contract in story.contracts:
            add_contract(client_id, contract)
        accounts = {draft.platform: add_account(client_id, draft) for draft in story.accounts}
    links = {}
    for export in exports_of(story, exports):
        links.update(export.links)
        with _at(export.read_on):
            _import(export.path, client_id, accounts.get(export.platform), export.read_on)
    ledger = exports / "ledger"
    ledger.mkdir()
    with _at(END):
        _import(write_sheet(story.money, ledger), client_id, None, None)
        with transaction():
            add_work(story, client_id, accounts, links)
            for month in MONTHS:
                _settle_proposals(client_id, month)
                if month in story.sheets:
                    _write_sheet(client_id, month, story.sheets[month], accounts)
            _note_happenings(story, client_id, accounts)
            _tag_posts(story, accounts)
    return client_id


def _note_happenings(story: Story, client_id: int, accounts: dict[str, int]) -> None:
    for one in story.happenings:
        add_event(client_id, EventDraft(one.kind, one.title, one.first_day, one.last_day, accounts.get(one.platform)))


def _tag_posts(story: Story, accounts: dict[str, int]) -> None:
    for platform in ("instagram", "facebook"):
        if platform not in accounts:
            continue
        posts = [post for month in MONTHS for post in posts_of_month(accounts[platform], month)]
        for tag, words in story.tags.items():
            ids = [post.id for post in posts if any(word in post.text.lower() for word in words)]
            if ids:
                add_tag(ids, tag)


def _settle_proposals(client_id: int, month: Month) -> None:
    """Say of every cost that a contract or an import proposes that it is the one in the ledger."""
    for proposal in proposals(client_id, month):
        if len(proposal.twins) == 1:
            merge_proposal(client_id, month, proposal.key, proposal.twins[0])


def _import(path: Path, client_id: int, account: int | None, read_on: date | None) -> None:
    result = import_file(path, client_id, account=account, create_accounts=True, read_on=read_on)
    if result.exit_code or result.refused:
        raise AssertionError(f"the example's own {path.name}: {result.error} {result.questions} {result.refused[:3]}")


def _write_sheet(client_id: int, month: Month, sheet: Sheet, accounts: dict[str, int]) -> None:
    save_month_sheet(
        client_id,
        month,
        goal=sheet.goal,
        worked=sheet.worked,
        did_not_work=sheet.did_not_work,
        we_change=sheet.we_change,
        request=sheet.request,
        request_by=sheet.request_by,
        kpis=[_draft(kpi, accounts) for kpi in sheet.kpis],
    )


def _draft(kpi: Kpi, accounts: dict[str, int]) -> KpiDraft:
    return KpiDraft(
        kpi.text,
        kpi.source,
        accounts[kpi.platform] if kpi.platform else None,
        kpi.value,
        kpi.target,
        lower_is_better=kpi.lower_is_better,
    )


def _write_reports(workshop: Path, clients: list[int]) -> list[Path]:
    """Draw the reports beside the workspace; they take their place with it."""
    from smmdesk.domain.reports.making import make_report, report_name

    paths = []
    with _at(END):
        for place, month in REPORTS:
            path = workshop / report_name(clients[place], month)
            path.write_bytes(make_report(clients[place], month))
            paths.append(path)
    return paths


def _put_in_place(workspace: Path, reports: list[Path], folder: Path, target: Path) -> list[Path]:
    made = [target]
    (folder / "reports").mkdir(exist_ok=True)
    for report in reports:
        place = folder / "reports" / report.name
        shutil.copyfile(report, place)
        made.append(place)
    with workspace.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(workspace, target)
    return made
