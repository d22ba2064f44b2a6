"""Reading files on the command line: what can be read, an empty ledger, and the import itself."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from smmdesk.cli.session import plain, print_json, print_table, progress_line, reading, say, writing
from smmdesk.core.formats import numeric_day
from smmdesk.core.i18n import _, ngettext

if TYPE_CHECKING:
    from smmdesk.domain.imports.rows import ImportResult
    from smmdesk.importers.rows import Question

_MOST_LINES = 20


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
    """Import files for a client, each settled by itself; exit with the highest of their codes."""
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
            create_accounts=options.create_accounts,
            read_on=options.read_on,
            period=options.period,
            dry_run=options.dry_run,
            progress=progress if show is not None else None,
        )
    if show is not None:
        show("", 1, 1)
    if options.json:
        print_json([result.to_json() for result in results])
        for result in results:
            _say_problems(result)
    else:
        for result in results:
            _print_result(result)
    return max((result.exit_code for result in results), default=0)


def _print_result(result: ImportResult) -> None:
    name = plain(Path(result.file).name)
    if result.questions or result.error:
        _say_problems(result)
        return
    print(_("{file}: {format}").format(file=name, format=result.format))
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
    for warning in (*result.warnings, *result.growth):
        print(f"  {plain(warning)}")


def _say_problems(result: ImportResult) -> None:
    """Say on stderr why nothing of a file was written."""
    name = plain(Path(result.file).name)
    if result.error:
        say(f"{name}: {plain(result.error)}")
    for question in result.questions:
        say(f"{name}: {_in_words(question)}")


def _in_words(question: Question) -> str:
    from smmdesk.importers.rows import QuestionCode

    asked = {
        QuestionCode.ACCOUNT: _("whose numbers are these? Answer with --account."),
        QuestionCode.NEW_ACCOUNTS: _("it names accounts that the client lacks. --create-accounts adds them."),
        QuestionCode.PERIOD: _("which days does it cover? Answer with --period FROM..TO."),
        QuestionCode.READ_ON: _("on which day was it exported? Answer with --read-on DATE."),
        QuestionCode.DATE_ORDER: _("its dates can be read in two ways. Export it again with other days in it."),
    }[question.code]
    parts = [asked]
    if question.choices:
        parts.append(_("Possible: {choices}.").format(choices=plain(", ".join(question.choices))))
    if question.guess:
        parts.append(_("The best guess is {guess}.").format(guess=plain(question.guess)))
    if question.reason:
        parts.append(plain(question.reason))
    return " ".join(parts)
