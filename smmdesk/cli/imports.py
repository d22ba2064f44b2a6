"""Reading files on the command line: what can be read, an empty ledger, and the import itself."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smmdesk.cli.session import plain, print_json, print_table, progress_line, reading, say, writing
from smmdesk.core.formats import numeric_day
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.money import cents_text

if TYPE_CHECKING:
    from smmdesk.domain.imports.again import Again
    from smmdesk.domain.imports.rows import FirstRows, ImportResult
    from smmdesk.importers.rows import Question, ReadValue

_MOST_LINES = 20
_FIRST_ROWS = 3


def list_formats(options: argparse.Namespace) -> int:
    """List the files that can be read; needs no workspace."""
    from smmdesk.importers.detection import formats

    known = formats()
    if options.json:
        print_json(known)
    else:
        print_table(
            (_("format"), _("header languages"), _("title"), _("holds")),
            [(one["format"], " ".join(one["languages"]), one["title"], one["holds"]) for one in known],
        )
    return 0


def ledger_template(_options: argparse.Namespace) -> int:
    """Print an empty ledger as CSV with one example row of each kind; needs no workspace."""
    from smmdesk.domain.ledger.commands import ledger_template as template

    print(template(), end="")
    return 0


def import_files(options: argparse.Namespace) -> int:
    """Import files for a client, each settled by itself; exit with the highest of their codes.

    With `--again` or `--all` kept originals are read again instead.
    """
    if options.again or options.all:
        if options.files:
            options.error(_("--again and --all take no files"))
        return _read_again(options)
    if not options.files or options.client is None:
        return options.error(_("an import needs its files and --client; only --again and --all go without"))
    from smmdesk.cli.mappings import chosen_mapping
    from smmdesk.domain.clients import find_client
    from smmdesk.domain.imports.commands import import_files as read_files

    show = progress_line()

    def progress(path: Path, done: int, total: int | None) -> None:
        if show is not None:
            show(path.name, done, total or 0)

    with reading(options) if options.dry_run else writing(options):
        client = find_client(options.client)
        results = read_files(
            options.files,
            client.id,
            account=options.account,
            create_accounts=options.create_accounts or bool(options.own),
            own_accounts=options.own,
            read_on=options.read_on,
            period=options.period,
            mapping=chosen_mapping(options.mapping, may_write=not options.dry_run),
            dry_run=options.dry_run,
            progress=progress if show is not None else None,
        )
    if show is not None:
        show("", 1, 1)
    if options.json:
        print_json([result.to_json() for result in results])
        for result, name in zip(results, _names(results), strict=True):
            _say_problems(result, name)
    else:
        for result, name in zip(results, _names(results), strict=True):
            _print_result(result, name)
    return max((result.exit_code for result in results), default=0)


def _read_again(options: argparse.Namespace) -> int:
    from smmdesk.core.errors import UserError, WorkspaceHeld
    from smmdesk.domain.clients import find_client
    from smmdesk.domain.imports.again import preview_again, read_again
    from smmdesk.domain.imports.queries import originals
    from smmdesk.store.backup import back_up

    saved = False

    def save() -> None:
        nonlocal saved
        if not saved:
            back_up("import")
            saved = True

    told: list[Again] = []
    refused: list[dict[str, Any]] = []
    with reading(options) if options.dry_run else writing(options):
        client = find_client(options.client).id if options.client is not None else None
        for import_id in options.again or originals(client):
            try:
                again = preview_again(import_id)
                if not options.dry_run and again.can_accept:
                    again = read_again(import_id, before_write=save)
                told.append(again)
            except WorkspaceHeld:
                raise
            except UserError as failure:
                refused.append({"import_id": import_id, "error": failure.sentence()})
                say(_("import {id}: {reason}").format(id=import_id, reason=plain(failure.sentence())))
    if options.json:
        print_json([*(one.to_json() | {"dry_run": options.dry_run} for one in told), *refused])
    else:
        for one in told:
            _print_again(one, is_done=not options.dry_run)
    for one in told:
        _say_problems(one.result, Path(one.result.file).name)
    return max([1 if refused else 0, *(one.result.exit_code for one in told)])


def _print_again(again: Again, *, is_done: bool) -> None:
    print(_("{file} (import {id})").format(file=plain(again.file_name), id=again.import_id))
    if not again.can_accept:
        return
    if not again.has_changes:
        print("  " + _("nothing changes"))
        return
    for one in again.metrics:
        if one.added or one.changed or one.gone:
            words = _("{metric}: {added} new, {changed} changed, {gone} gone, {unchanged} as before")
            print(
                "  "
                + words.format(
                    metric=one.metric, added=one.added, changed=one.changed, gone=one.gone, unchanged=one.unchanged
                )
            )
    if again.worded:
        print(
            "  " + ngettext("{n} post reads otherwise", "{n} posts read otherwise", again.worded).format(n=again.worded)
        )
    if again.posts_gone:
        print("  " + ngettext("{n} post is gone", "{n} posts are gone", again.posts_gone).format(n=again.posts_gone))
    if again.kept_now:
        print("  " + ngettext("{n} row is kept now", "{n} rows are kept now", again.kept_now).format(n=again.kept_now))
    for row in again.refused_now[:_MOST_LINES]:
        place = _("line {line}, {column}: {reason}").format(
            line=row.line, column=plain(row.column) or "–", reason=plain(row.reason)
        )
        print("  " + _("refused now: {place}").format(place=place))
    print("  " + (_("this is how it is kept now") if is_done else _("nothing was written")))


def _names(results: Sequence[ImportResult]) -> list[str]:
    """Name the files; where several have one name, with their folders."""
    paths = [Path(result.file) for result in results]
    counts = Counter(path.name for path in paths)
    return [f"{path.parent.name}/{path.name}" if counts[path.name] > 1 else path.name for path in paths]


def _print_result(result: ImportResult, name: str) -> None:
    name = plain(name)
    if result.questions or result.error:
        _say_problems(result, name)
        return
    print(_("{file}: {format}").format(file=name, format=result.format))
    if result.mapping:
        print("  " + plain(_("by the mapping “{name}”").format(name=result.mapping)))
    if result.first_day is not None and result.last_day is not None:
        print(
            "  " + _("{first} to {last}").format(first=numeric_day(result.first_day), last=numeric_day(result.last_day))
        )
    for account in result.accounts:
        told = plain(f"{account.platform} {account.handle or account.name}")
        if account.guest:
            told = _("{account} (guest)").format(account=told)
        elif account.new:
            told = _("{account} (new)").format(account=told)
        print(f"  {told}")
    if result.dry_run:
        told = _("would add {added}, update {updated}, leave {unchanged} as they are")
    else:
        told = _("added {added}, updated {updated}, unchanged {unchanged}")
    print("  " + told.format(added=result.added, updated=result.updated, unchanged=result.unchanged))
    if result.refused:
        count = len(result.refused)
        print("  " + ngettext("{n} row refused:", "{n} rows refused:", count).format(n=count))
        for row in result.refused[:_MOST_LINES]:
            place = _("line {line}, {column}: {reason}").format(
                line=row.line, column=plain(row.column) or "–", reason=plain(row.reason)
            )
            print(f"    {place}")
        if count > _MOST_LINES:
            print("    " + _("… and {n} more; --json lists them all").format(n=count - _MOST_LINES))
    if result.first_rows is not None:
        _print_first(result.first_rows)
    for warning in (*result.warnings, *result.growth):
        print(f"  {plain(warning)}")


def _print_first(first: FirstRows) -> None:
    """Print a few of the first rows as they will be read."""
    told: list[tuple[str, str]] = []
    for post in first.posts[:_FIRST_ROWS]:
        day = numeric_day(post.published_on) if post.published_on is not None else "–"
        if post.source_day is not None:
            day = _("{day} ({source_day} by the platform’s clock)").format(
                day=day, source_day=numeric_day(post.source_day)
            )
        told.append((f"{day} {(post.title or post.text or post.permalink)[:60]}", _in_numbers(post.values)))
    told += [(numeric_day(one.day), _in_numbers(one.values)) for one in first.days[:_FIRST_ROWS]]
    told += [(f"{part.dimension} {part.title[:60]}", _in_numbers(part.values)) for part in first.parts[:_FIRST_ROWS]]
    told += [
        (f"{numeric_day(row.date)} {row.row.value} {row.id}", f"{cents_text(row.amount)} {row.currency}".strip())
        for row in first.ledger[:_FIRST_ROWS]
    ]
    for head, values in told:
        print(f"    {plain(head)}: {values}")


def _in_numbers(values: tuple[ReadValue, ...]) -> str:
    return ", ".join(f"{one.metric} {'–' if one.value is None else one.value}" for one in values)


def _say_problems(result: ImportResult, name: str) -> None:
    """Say on stderr why nothing of a file was written."""
    name = plain(name)
    if result.error:
        said = plain(result.error)
        if result.can_be_mapped:
            said += " " + _(
                "Say what its columns are: drop it into the window and choose “Map its columns …”, or name a mapping "
                "with --mapping."
            )
        say(f"{name}: {said}")
    for question in result.questions:
        say(f"{name}: {_in_words(question)}")


def _in_words(question: Question) -> str:
    from smmdesk.importers.rows import QuestionCode

    asked = {
        QuestionCode.ACCOUNT: _("whose numbers are these? Answer with --account."),
        QuestionCode.NEW_ACCOUNTS: _(
            "it names accounts that the client lacks. --create-accounts adds them; --own ACCOUNT adds them too and "
            "says which are the client’s own."
        ),
        QuestionCode.PERIOD: _("which days does it cover? Answer with --period FROM..TO."),
        QuestionCode.READ_ON: _("on which day was it exported? Answer with --read-on DATE."),
        QuestionCode.DATE_ORDER: _("its dates can be read in two ways. Write “dates” into the mapping."),
        QuestionCode.DECIMAL_MARK: _("its numbers can be read in two ways. Write “decimal” into the mapping."),
    }[question.code]
    parts = [asked]
    if question.choices:
        parts.append(_("Possible: {choices}.").format(choices=plain(", ".join(question.choices))))
    if question.guess:
        parts.append(_("The best guess is {guess}.").format(guess=plain(question.guess)))
    if question.reason:
        parts.append(plain(question.reason))
    return " ".join(parts)
