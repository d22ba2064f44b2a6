"""What can be typed: every command with its options. Nothing heavy is loaded before a command runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from smmdesk.cli import values
from smmdesk.cli.mistyped import reworded
from smmdesk.core.i18n import ADDRESS_FORMS, LANGUAGES, _

Run = Callable[[argparse.Namespace], int]


class _Help(argparse.HelpFormatter):
    """The help, whose first word is the user's too."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser whose headings and own option speak the user's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, allow_abbrev=False, formatter_class=_Help)
        self._positionals.title = _("what it takes")
        self._optionals.title = _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this help and end"))

    def error(self, message: str) -> NoReturn:
        message = reworded(message)
        self.exit(
            2,
            _("{message}. “{program} --help” says what can be typed.").format(
                message=message[:1].upper() + message[1:], program=self.prog
            )
            + "\n",
        )


def parse(argv: list[str]) -> argparse.Namespace:
    """Return the options of a command line, with the command to run in `run`. Raises SystemExit as argparse does."""
    return _parser().parse_args(argv)


def _command(module: str, function: str) -> Run:
    """Return a command that loads its module when it runs."""

    def run(options: argparse.Namespace) -> int:
        return getattr(import_module(f"smmdesk.cli.{module}"), function)(options)

    return run


def _everywhere(*, json: bool) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = shared.add_argument_group(_("for every command"))
    group.add_argument(
        "--workspace", metavar=_("FILE"), type=Path, help=_("the workspace to use; your own desk by default")
    )
    group.add_argument(
        "--data-dir", metavar=_("DIR"), type=Path, help=_("a folder of its own for workspace and settings")
    )
    if json:
        group.add_argument("--json", action="store_true", help=_("print plain data for programs"))
    return shared


def _parser() -> argparse.ArgumentParser:
    from smmdesk import __version__

    parser = _Parser(
        prog="smmdesk",
        description=_(
            "The desk of a freelance social media manager. Without a command it opens the window; with one it does "
            "that one job and ends."
        ),
        epilog=_("Exit codes: 0 done, 1 refused, 2 a question is open, 3 the workspace is held, 4 a gate blocks."),
        parents=[_everywhere(json=False)],
    )
    parser.add_argument("--version", action="version", version=f"smmdesk {__version__}", help=_("print the version"))
    parser.set_defaults(workspace=None, data_dir=None, json=False)
    commands = parser.add_subparsers(metavar=_("COMMAND"), required=True, title=_("commands"), dest="command")

    def command(under: Any, name: str, help_: str, run: Run | None, *, json: bool = True) -> argparse.ArgumentParser:
        made = under.add_parser(name, help=help_, description=help_, parents=[_everywhere(json=json)])
        if run is not None:
            made.set_defaults(run=run)
        return made

    def group(name: str, help_: str) -> Any:
        made = commands.add_parser(name, help=help_, description=help_)
        return made.add_subparsers(metavar=_("COMMAND"), required=True, title=_("commands"), dest="subcommand")

    demo = command(commands, "demo", _("make the example: a workspace and its reports"), _command("demo", "demo"))
    demo.add_argument("folder", metavar=_("DIR"), type=Path, help=_("the folder that receives it"))

    client = group("client", _("add and list clients"))
    _client_add(command(client, "add", _("add a client"), _command("clients", "add_client")))
    listed = command(client, "list", _("list the clients"), _command("clients", "list_clients"))
    listed.add_argument("--archived", action="store_true", help=_("the archived ones too"))

    account = group("account", _("add and list the accounts of clients"))
    _account_add(command(account, "add", _("add an account of a client"), _command("clients", "add_account")))
    listed = command(account, "list", _("list the accounts"), _command("clients", "list_accounts"))
    _client_option(listed, required=False)

    contract = group("contract", _("add contracts"))
    _contract_add(command(contract, "add", _("add a contract of a client"), _command("clients", "add_contract")))

    command(commands, "formats", _("list the files that can be read"), _command("imports", "list_formats"))
    template = group("template", _("print an empty sheet to fill in"))
    command(template, "ledger", _("print an empty ledger"), _command("imports", "ledger_template"), json=False)

    mapping = group("mapping", _("list, show and exchange mappings of columns"))
    command(mapping, "list", _("list the remembered mappings"), _command("mappings", "list_mappings"))
    shown = command(mapping, "show", _("say what a mapping makes of each column"), _command("mappings", "show_mapping"))
    exported = command(mapping, "export", _("write a mapping into a file"), _command("mappings", "export_mapping"))
    added = command(mapping, "add", _("remember the mapping of a file"), _command("mappings", "add_mapping"))
    removed = command(mapping, "remove", _("forget a mapping"), _command("mappings", "remove_mapping"))
    for one in (shown, exported, removed):
        one.add_argument("name", metavar=_("NAME"), help=_("what the mapping is called"))
    exported.add_argument("file", metavar=_("FILE"), type=Path, help=_("the file to write; it must not exist yet"))
    added.add_argument("file", metavar=_("FILE"), type=Path, help=_("a file made by “mapping export”"))

    _import(command(commands, "import", _("read platforms' exports or a ledger"), _command("imports", "import_files")))
    numbers = group("numbers", _("type numbers that no file brings, and list them"))
    _numbers_set(command(numbers, "set", _("keep numbers of an account's month"), _command("numbers", "set_numbers")))
    _numbers_list(command(numbers, "list", _("list the numbers of an account"), _command("numbers", "list_numbers")))
    _report(command(commands, "report", _("write the monthly report as PDF"), _command("reports", "report")))

    figures = command(
        commands, "figures", _("print every figure of a report, with its rows"), _command("figures", "figures")
    )
    figures.add_argument("--month", required=True, type=values.month, metavar=_("YYYY-MM"), help=_("the month"))
    _client_option(figures)

    _results(
        command(commands, "results", _("print or write thirteen months of each figure"), _command("results", "results"))
    )
    command(commands, "check", _("look the workspace over"), _command("workspace", "check"))
    command(commands, "backup", _("copy the workspace, verified"), _command("workspace", "back_up"))
    return parser


def _client_option(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument(
        "--client", required=required, default=None, metavar=_("CLIENT"), help=_("the client's name, handle or id")
    )


def _client_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar=_("NAME"), help=_("what the client is called"))
    parser.add_argument(
        "--language",
        required=True,
        metavar="L",
        help=_("of its reports: {choices}").format(choices=", ".join(LANGUAGES)),
    )
    parser.add_argument("--currency", required=True, metavar="C", help=_("ISO code, such as EUR"))
    parser.add_argument("--timezone", required=True, metavar="Z", help=_("such as Europe/Rome"))
    parser.add_argument(
        "--address",
        default="voi",
        metavar="|".join(ADDRESS_FORMS),
        help=_("how its reports address it (voi by default)"),
    )
    parser.add_argument(
        "--recoverable-vat",
        type=values.decimal,
        default=values.decimal("100"),
        metavar="%",
        help=_("share of VAT that it recovers, in percent (100 by default)"),
    )
    parser.add_argument("--seasonal", action="store_true", help=_("compare its months with the same month last year"))
    parser.add_argument(
        "--weekdays", action="store_true", help=_("compare daily figures with the same weekdays, 28 days back")
    )
    parser.add_argument(
        "--engagement",
        default="reach",
        metavar="reach|views|followers",
        help=_("what interactions are divided by in its engagement rate (reach by default)"),
    )


def _account_add(parser: argparse.ArgumentParser) -> None:
    _client_option(parser)
    parser.add_argument("--platform", required=True, metavar="P", help=_("one word: instagram, facebook, ga4 …"))
    parser.add_argument("--handle", required=True, metavar="H", help=_("as the platform shows it, with or without @"))
    parser.add_argument("--name", default="", metavar="N", help=_("what the account is called"))


def _contract_add(parser: argparse.ArgumentParser) -> None:
    _client_option(parser)
    parser.add_argument("--start", required=True, type=values.day, metavar=_("DATE"), help=_("first day"))
    parser.add_argument("--end", required=True, type=values.day, metavar=_("DATE"), help=_("last day"))
    parser.add_argument(
        "--fee", required=True, type=values.amount, metavar=_("AMOUNT"), help=_("monthly, such as 700.00")
    )
    parser.add_argument(
        "--quota",
        action="append",
        default=[],
        type=values.quota,
        metavar=_("TYPE=N"),
        help=_("promised each month, such as post=12; once per type"),
    )
    parser.add_argument(
        "--carry-over",
        type=values.carry_over,
        default=0,
        metavar="none|N|unlimited",
        help=_("for how many months undone work is owed (none by default)"),
    )
    parser.add_argument("--margin", type=values.decimal, metavar="%", help=_("the client's margin, in percent"))
    parser.add_argument("--margin-agreed-with", default="", metavar=_("NAME"), help=_("who agreed the margin"))
    parser.add_argument("--margin-agreed-on", type=values.day, metavar=_("DATE"), help=_("when it was agreed"))
    parser.add_argument(
        "--typical-order", type=values.amount, metavar=_("AMOUNT"), help=_("a usual order, net, such as 85.00")
    )
    parser.add_argument(
        "--look-back",
        type=values.whole,
        default=90,
        metavar=_("DAYS"),
        help=_("how long a sale is credited to the work (90 by default)"),
    )
    parser.add_argument("--notice", type=values.day, metavar=_("DATE"), help=_("last day to give notice"))


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar=_("FILE"), type=Path, help=_("exports or ledger sheets"))
    _client_option(parser, required=False)
    again = parser.add_mutually_exclusive_group()
    again.add_argument(
        "--again",
        nargs="+",
        type=values.whole,
        metavar="ID",
        help=_("read the kept originals of these imports again, as this version of the program reads them"),
    )
    again.add_argument(
        "--all", action="store_true", help=_("read every kept original again (with --client: those of one client)")
    )
    parser.set_defaults(error=parser.error)
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument(
        "--account",
        action="append",
        metavar="A",
        help=_("whose numbers they are, where the file does not say; once more for another platform"),
    )
    answer.add_argument(
        "--create-accounts", action="store_true", help=_("add the accounts that a file names and the client lacks")
    )
    parser.add_argument(
        "--own",
        action="append",
        default=[],
        metavar=_("ACCOUNT"),
        help=_(
            "an account in the file that is the client’s own, by handle or id; once for each. Those that the client "
            "lacks are added, the others as guests"
        ),
    )
    parser.add_argument("--read-on", type=values.day, metavar=_("DATE"), help=_("the day on which the export was made"))
    parser.add_argument(
        "--period", type=values.period, metavar=_("FROM..TO"), help=_("the days that the export covers")
    )
    parser.add_argument(
        "--mapping",
        metavar=_("NAME"),
        help=_("what the columns are: a remembered mapping, or a file made by “mapping export”"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))


def _numbers_set(parser: argparse.ArgumentParser) -> None:
    _client_option(parser)
    parser.add_argument("--account", required=True, metavar="A", help=_("whose numbers they are"))
    parser.add_argument("--month", required=True, type=values.month, metavar=_("YYYY-MM"), help=_("the month"))
    parser.add_argument(
        "--day", type=values.day, metavar=_("DATE"), help=_("one day of the month instead of all of it")
    )
    parser.add_argument(
        "numbers",
        nargs="*",
        default=[],
        type=values.named_number,
        metavar=_("METRIC=VALUE"),
        help=_("such as views=1234, a share in percent; nothing after the sign takes back what was typed"),
    )
    parser.add_argument(
        "--state",
        action="append",
        default=[],
        type=values.named_state,
        metavar=_("METRIC=STATE"),
        help=_("not_applicable, not_available, not_yet_complete or estimated; once per metric"),
    )
    parser.add_argument(
        "--read-on", type=values.day, metavar=_("DATE"), help=_("the day on which they were read; today by default")
    )
    parser.add_argument("--evidence", type=Path, metavar=_("FILE"), help=_("a file that shows them, kept with them"))


def _numbers_list(parser: argparse.ArgumentParser) -> None:
    _client_option(parser)
    parser.add_argument("--account", required=True, metavar="A", help=_("whose numbers they are"))
    parser.add_argument("--month", required=True, type=values.month, metavar=_("YYYY-MM"), help=_("the month"))
    parser.add_argument("--history", action="store_true", help=_("the twelve months before it too"))


def _report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--month", required=True, type=values.month, metavar=_("YYYY-MM"), help=_("the month"))
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--client", metavar=_("CLIENT"), help=_("the client's name, handle or id"))
    whose.add_argument("--all", action="store_true", help=_("every client that is not archived, each by itself"))
    parser.add_argument("--out", required=True, type=Path, metavar=_("DIR"), help=_("the folder that receives the PDF"))
    parser.add_argument(
        "--variant", default="standard", metavar=_("NAME"), help=_("standard, the only one of this version")
    )


def _results(parser: argparse.ArgumentParser) -> None:
    _client_option(parser)
    parser.add_argument("--account", metavar="A", help=_("one account; all of the client without it"))
    parser.add_argument("--month", required=True, type=values.month, metavar=_("YYYY-MM"), help=_("the last month"))
    parser.add_argument(
        "--months", default=13, type=values.whole, metavar="N", help=_("how many months (13 by default)")
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--posts", action="store_true", help=_("the posts of these months instead"))
    what.add_argument("--days", action="store_true", help=_("the days of these months instead"))
    parser.add_argument("--out", type=Path, metavar=_("FILE"), help=_("a file to write, .csv or .xlsx"))
