"""The sentences of the import: what a file is, what it brings, how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from smmdesk.core import formats
from smmdesk.core.i18n import _, current_language, mark, ngettext
from smmdesk.domain.accounts import account_title
from smmdesk.domain.imports.again import Again
from smmdesk.domain.imports.gathering import PreviewDay, PreviewPart, PreviewPost
from smmdesk.domain.imports.rows import ImportedAccount, ImportResult
from smmdesk.importers.registry import METRICS
from smmdesk.importers.rows import RowCounts
from smmdesk.ui.widgets.status import Status

if TYPE_CHECKING:
    from smmdesk.ui.pages.imports.batch_file import BatchFile

SHOWN_VALUES = 4
SHOWN_FILES = 12
SHOWN_ENDINGS = 6

STATES = {
    "waiting": Status("◌", mark("Waiting"), "muted"),
    "looking": Status("◌", mark("Being read"), "muted"),
    "ready": Status("●", mark("Ready"), "good"),
    "check": Status("◐", mark("Ready, please check"), "warn"),
    "answer": Status("◐", mark("Answer needed"), "warn"),
    "nothing_new": Status("–", mark("Nothing new"), "muted"),
    "unmapped": Status("◐", mark("Map its columns"), "warn"),
    "unreadable": Status("▲", mark("Cannot be read"), "bad"),
    "queued": Status("◌", mark("Next"), "muted"),
    "importing": Status("◔", mark("Being imported"), "accent"),
    "done": Status("✓", mark("Imported"), "good"),
    "failed": Status("▲", mark("Not imported"), "bad"),
    "undone": Status("–", mark("Undone"), "muted"),
}


def state_of(file: BatchFile) -> Status:
    """Return how a file stands, as word and shape."""
    if file.step == "unreadable" and file.can_be_mapped:
        return STATES["unmapped"]
    if file.step != "looked" or file.look is None:
        return STATES[str(file.step)] if file.step != "looked" else STATES["unreadable"]
    if file.look.plan.result.error:
        return STATES["failed"] if not file.missing else STATES["answer"]
    if file.missing or file.error is not None:
        return STATES["answer"]
    if not file.has_news:
        return STATES["nothing_new"]
    return STATES["check"] if file.look.questions and not file.is_told else STATES["ready"]


def period_words(first: date | None, last: date | None) -> str:
    """Say a period: "1 – 30 June 2026"."""
    if first is None or last is None:
        return "–"
    if first == last:
        return formats.short_day(first, year=True)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {formats.short_day(last, year=True)}"
    return f"{formats.short_day(first, year=first.year != last.year)} – {formats.short_day(last, year=True)}"


def account_words(account: ImportedAccount) -> str:
    """Say an account of a file: "Instagram @hotelbar (new)"."""
    title = account_title(account.platform, account.handle, account.name or account.external_id)
    if account.guest:
        return _("{account} (guest)").format(account=title)
    return _("{account} (new)").format(account=title) if account.new else title


def change_words(added: int, updated: int, unchanged: int) -> str:
    """Say what changes: "112 new, 4 changed, 80 as before"."""
    parts = (
        (added, ngettext("{count} new", "{count} new", added)),
        (updated, ngettext("{count} changed", "{count} changed", updated)),
        (unchanged, ngettext("{count} as before", "{count} as before", unchanged)),
    )
    told = [words.format(count=formats.number(number)) for number, words in parts if number]
    return ", ".join(told) if told else _("nothing")


def row_words(rows: RowCounts) -> str:
    """Say the records of a file by their class: "196 rows read, 2 belong to others, 1 total, 3 refused"."""
    parts = (
        (rows.data, ngettext("{count} row read", "{count} rows read", rows.data)),
        (rows.merged, ngettext("{count} joined to its post", "{count} joined to their posts", rows.merged)),
        (rows.total, ngettext("{count} total row left out", "{count} total rows left out", rows.total)),
        (rows.footer, ngettext("{count} foot line left out", "{count} foot lines left out", rows.footer)),
        (
            rows.description,
            ngettext("{count} line of description left out", "{count} lines of description left out", rows.description),
        ),
        (rows.error, ngettext("{count} error line left out", "{count} error lines left out", rows.error)),
        (rows.refused, ngettext("{count} refused", "{count} refused", rows.refused)),
    )
    return ", ".join(words.format(count=formats.number(number)) for number, words in parts if number)


def order_row_words(rows: RowCounts) -> str:
    """Say the records of an order export by their class."""
    parts = (
        (rows.data, ngettext("{count} order or refund of ours", "{count} orders and refunds of ours", rows.data)),
        (rows.merged, ngettext("{count} further line of an order", "{count} further lines of orders", rows.merged)),
        (rows.total, ngettext("{count} total row left out", "{count} total rows left out", rows.total)),
        (rows.footer, ngettext("{count} foot line left out", "{count} foot lines left out", rows.footer)),
        (rows.description, ngettext("{count} line not counted", "{count} lines not counted", rows.description)),
        (rows.refused, ngettext("{count} refused", "{count} refused", rows.refused)),
    )
    return ", ".join(words.format(count=formats.number(number)) for number, words in parts if number)


def language_words(code: str) -> str:
    """Name the language of a file's headers."""
    from babel import Locale

    return Locale(code).get_display_name(current_language()) or code


def kind_words(title: str, language: str) -> str:
    """Say what a file is and in which language."""
    if not language:
        return title
    return _("{title}, headers in {language}").format(title=title, language=language_words(language))


def day_words(post: PreviewPost) -> str:
    """Say a post's day, and the source's where that lies in another month: "1 Apr 2026 (31 Mar there)"."""
    if post.published_on is None:
        return "–"
    shown = formats.short_day(post.published_on, year=True)
    if post.source_day is None:
        return shown
    return _("{day} ({source_day} there)").format(day=shown, source_day=formats.short_day(post.source_day))


def metric_words(key: str) -> str:
    """Name a metric; one that is no longer known by its key."""
    metric = METRICS.get(key)
    return key if metric is None else _(metric.title)


def values_words(row: PreviewPost | PreviewDay | PreviewPart) -> str:
    """Say the first values of a row: "Views 1,204 · Likes 83"."""
    told = []
    for value in row.values:
        metric = METRICS.get(value.metric)
        if metric is not None and value.value is not None:
            told.append(f"{_(metric.title)} {formats.number(value.value)}")
    return " · ".join(told[:SHOWN_VALUES]) + (" …" if len(told) > SHOWN_VALUES else "") if told else "–"


def batch_words(results: Sequence[ImportResult]) -> str:
    """Say in one line what a batch brought: what was kept, and what was refused."""
    added = sum(one.added for one in results)
    updated = sum(one.updated for one in results)
    refused = sum(one.rows.refused for one in results)
    if len(results) == 1:
        said = _("“{name}” is imported: {changes}.").format(
            name=Path(results[0].file).name, changes=change_words(added, updated, results[0].unchanged)
        )
    else:
        said = ngettext("{count} file is imported: {changes}.", "{count} files are imported: {changes}.", len(results))
        changes = change_words(added, updated, sum(one.unchanged for one in results))
        said = said.format(count=len(results), changes=changes)
    if refused:
        said += " " + ngettext("{count} row was refused.", "{count} rows were refused.", refused).format(count=refused)
    return " ".join([said, *(sentence for one in results for sentence in one.growth[:2])])


def left_out_words(paths: Sequence[Path]) -> str:
    """Say in one sentence how many files of a folder were left out, and by which endings, the most frequent first."""
    endings = Counter(path.suffix.lower() for path in paths)
    told = [ending or _("no ending") for ending, _count in endings.most_common(SHOWN_ENDINGS)]
    if len(endings) > len(told):
        told.append("…")
    said = ngettext(
        "{count} file is no table by its ending and was left out ({endings}).",
        "{count} files are no tables by their endings and were left out ({endings}).",
        len(paths),
    )
    return said.format(count=formats.number(len(paths)), endings=", ".join(told))


def again_words(found: Sequence[Again]) -> str:
    """Say in one line what reading again changed."""
    changed = sum(one.has_changes for one in found)
    if not changed:
        return _("The files were read again: nothing changes.")
    said = ngettext("{count} import holds new readings.", "{count} imports hold new readings.", changed)
    return said.format(count=changed)


def again_summary(again: Again) -> str:
    """Say what reading one original again would change, beside its metrics."""
    if again.result.questions or again.result.error:
        told = again.result.error or " ".join(one.reason for one in again.result.questions)
        return _("It cannot be read now as it was then: {reason}").format(reason=told)
    if not again.has_changes:
        return _("Nothing changes: this version of the program reads the file as it was read then.")
    refused, kept = len(again.refused_now), again.kept_now
    parts = (
        (again.worded, ngettext("{count} post reads otherwise", "{count} posts read otherwise", again.worded)),
        (again.posts_gone, ngettext("{count} post goes", "{count} posts go", again.posts_gone)),
        (kept, ngettext("{count} refused row is kept now", "{count} refused rows are kept now", kept)),
        (refused, ngettext("{count} row is refused now", "{count} rows are refused now", refused)),
    )
    told = [words.format(count=formats.number(number)) for number, words in parts if number]
    added = sum(one.added for one in again.metrics)
    changed = sum(one.changed for one in again.metrics)
    gone = sum(one.gone for one in again.metrics)
    values = _("{added} values new, {changed} changed, {gone} gone").format(
        added=formats.number(added), changed=formats.number(changed), gone=formats.number(gone)
    )
    return ", ".join([values, *told]) + "."


def all_again_words(found: Sequence[Again]) -> str:
    """Say what reading many originals again would change, file by file where something does."""
    lines = [f"{one.file_name}: {again_summary(one)}" for one in found if one.has_changes or not one.can_accept]
    same = len(found) - len(lines)
    if same:
        words = ngettext("{count} file is read as before.", "{count} files are read as before.", same)
        lines.append(words.format(count=formats.number(same)))
    shown = lines[:SHOWN_FILES]
    return "\n".join([*shown, *(["…"] if len(lines) > len(shown) else [])])


def sentence(files: Iterable[BatchFile], client: str) -> str:
    """Say how the batch stands."""
    files = list(files)
    if not files:
        return _("Drop export files or a ledger sheet anywhere on the window.")
    done = sum(one.step == "done" for one in files)
    same = sum(one.can_import and state_of(one) is STATES["nothing_new"] for one in files)
    waiting = sum(one.can_import for one in files) - same
    asked = sum(state_of(one) is STATES["answer"] for one in files)
    unmapped = sum(state_of(one) is STATES["unmapped"] for one in files)
    unread = sum(state_of(one) in (STATES["unreadable"], STATES["failed"]) for one in files)
    coming = sum(one.step in ("queued", "importing") for one in files)
    looked = sum(one.step in ("waiting", "looking") for one in files)
    parts = (
        (looked, ngettext("{count} being read", "{count} being read", looked)),
        (coming, ngettext("{count} being imported", "{count} being imported", coming)),
        (waiting, ngettext("{count} ready", "{count} ready", waiting)),
        (same, ngettext("{count} with nothing new", "{count} with nothing new", same)),
        (asked, ngettext("{count} needs an answer", "{count} need an answer", asked)),
        (unmapped, ngettext("{count} to map", "{count} to map", unmapped)),
        (done, ngettext("{count} imported", "{count} imported", done)),
        (unread, ngettext("{count} left out", "{count} left out", unread)),
    )
    told = ", ".join(words.format(count=number) for number, words in parts if number)
    head = ngettext("{count} file for {client}", "{count} files for {client}", len(files))
    head = head.format(count=len(files), client=client)
    return f"{head}: {told}." if told else f"{head}."


_ORDER = (
    "answer", "unmapped", "check", "ready", "importing", "queued", "looking", "waiting",
    "nothing_new", "done", "undone",
)  # fmt: skip


def in_order(files: list[BatchFile]) -> list[BatchFile]:
    """Return the files as they are worked on: what asks first, then account by account; refused ones last."""
    if any(one.step in ("waiting", "looking", "queued", "importing") for one in files):
        return files  # they would jump
    places = {id(STATES[word]): place for place, word in enumerate(_ORDER)}
    return sorted(files, key=lambda one: (places.get(id(state_of(one)), len(_ORDER)), one.group, one.path.name))


def file_accounts(file: BatchFile) -> str:
    """Name the accounts of a file, guests left out; "?" where that is asked."""
    if file.look is None:
        return "–"
    names = [account_words(one) for one in file.look.plan.result.accounts if not one.guest]
    if file.is_guessed:
        return "?"
    return ", ".join(names) or ("?" if file.missing else "–")


def file_brings(file: BatchFile) -> str:
    """Say what a file changes, or has changed."""
    if file.look is None:
        return "–"
    result = file.result if file.step in ("done", "undone") and file.result else file.look.plan.result
    if result.error or (not result.rows.data and file.missing):
        return "–"
    return change_words(result.added, result.updated, result.unchanged)
