"""Mappings on the command line: list, show, exchange and forget them, and the one that an import is told to use."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from smmdesk.cli.session import plain, print_json, print_table, reading, writing
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _

if TYPE_CHECKING:
    from smmdesk.importers.mapping.spec import ColumnUse, MappingSpec


def list_mappings(options: argparse.Namespace) -> int:
    """List the remembered mappings."""
    from smmdesk.domain.mappings.queries import mapping_rows
    from smmdesk.importers.mapping.spec import TARGET_TITLES

    with reading(options):
        rows = mapping_rows()
        if options.json:
            print_json(
                [
                    {
                        "name": row.name,
                        "target": row.spec.target.value,
                        "platform": row.spec.platform,
                        "columns": [one.title for one in row.spec.columns],
                    }
                    for row in rows
                ]
            )
        elif rows:
            print_table(
                (_("name"), _("rows"), _("platform"), _("columns")),
                [
                    (
                        row.name,
                        _(TARGET_TITLES[row.spec.target]),
                        row.spec.platform or "–",
                        ", ".join(one.title.strip() for one in row.spec.columns),
                    )
                    for row in rows
                ],
            )
        else:
            print(_("No mapping is remembered yet. The window makes one when you drop a table that is not known."))
    return 0


def show_mapping(options: argparse.Namespace) -> int:
    """Say what a mapping makes of each column."""
    from smmdesk.domain.mappings.queries import mapping_named
    from smmdesk.importers.mapping.spec import TARGET_TITLES, to_json
    from smmdesk.importers.mapping.untitled import kinds_words

    with reading(options):
        spec = mapping_named(options.name).spec
        if options.json:
            print_json(to_json(spec))
            return 0
        print(plain(f"{spec.name}: {_(TARGET_TITLES[spec.target])}") + (f", {spec.platform}" if spec.platform else ""))
        if spec.kinds:
            print(_("For tables without titles whose columns hold: {kinds}.").format(kinds=kinds_words(spec.kinds)))
        print_table((_("column"), _("is")), [(one.title.strip(), _meaning(one)) for one in spec.columns])
        for rule in spec.orders.ours:
            if rule.values:
                told = _("“{column}” contains {values}") if rule.contains else _("“{column}” is {values}")
                words = told.format(column=rule.title.strip(), values=", ".join(rule.values))
                print(plain(_("Ours: {rule}").format(rule=words)))
    return 0


def _meaning(use: ColumnUse) -> str:
    from smmdesk.importers.mapping.spec import ROLE_TITLES, Role
    from smmdesk.importers.registry import METRICS

    if use.role is not Role.METRIC:
        return _(ROLE_TITLES[use.role])
    metric = METRICS.get(use.metric)
    return f"{_(metric.title)} ({use.metric})" if metric is not None else use.metric


def export_mapping(options: argparse.Namespace) -> int:
    """Write a mapping into a file for somebody else; an existing file is not overwritten."""
    from smmdesk.domain.mappings.commands import SUFFIX
    from smmdesk.domain.mappings.commands import export_mapping as content_of
    from smmdesk.domain.mappings.queries import mapping_named

    with reading(options):
        content = content_of(mapping_named(options.name).spec)
    path: Path = options.file if options.file.suffix else options.file.with_name(options.file.name + SUFFIX)
    try:
        with path.open("xb") as stream:
            stream.write(content)
    except FileExistsError as failure:
        raise UserError(_("A file with this name exists already."), str(path), _("Choose another name.")) from failure
    except OSError as failure:
        raise UserError(
            _("{path} could not be written.").format(path=path), str(failure.strerror or failure)
        ) from failure
    if options.json:
        print_json({"path": str(path)})
    else:
        print(path)
    return 0


def add_mapping(options: argparse.Namespace) -> int:
    """Remember the mapping of a file."""
    from smmdesk.domain.mappings.commands import add_mapping_file

    with writing(options):
        row = add_mapping_file(options.file)
    _told(options, row.name, _("The mapping “{name}” is remembered."))
    return 0


def remove_mapping(options: argparse.Namespace) -> int:
    """Forget a mapping; what was imported by it stays."""
    from smmdesk.domain.mappings.commands import delete_mapping
    from smmdesk.domain.mappings.queries import mapping_named

    with writing(options):
        row = mapping_named(options.name)
        delete_mapping(row.id)
    _told(options, row.name, _("The mapping “{name}” is forgotten. What was imported by it stays."))
    return 0


def _told(options: argparse.Namespace, name: str, words: str) -> None:
    if options.json:
        print_json({"name": name})
    else:
        print(plain(words.format(name=name)))


def chosen_mapping(wanted: str | None, *, may_write: bool) -> MappingSpec | None:
    """Return the mapping that `--mapping` means: a file's where one has this name, else a remembered one's.

    The own metrics of a file are kept where this process may write, else known for this run only. Raises UserError.
    """
    if wanted is None:
        return None
    from smmdesk.domain.mappings.commands import adopt, read_mapping_file
    from smmdesk.domain.mappings.queries import mapping_named
    from smmdesk.domain.results.own_metrics import own_metrics
    from smmdesk.importers.registry import METRICS

    path = Path(wanted)
    if not path.is_file():
        return mapping_named(wanted).spec
    shared = read_mapping_file(path)
    if may_write:
        return adopt(shared)
    METRICS.set_own([*own_metrics(), *shared.own])
    return shared.spec
