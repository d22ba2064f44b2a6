"""The workspace itself on the command line: looking it over, and copying it."""

from __future__ import annotations

import argparse

from smmdesk.cli.session import plain, print_json, reading, writing
from smmdesk.core.i18n import _
from smmdesk.domain.inspection import inspect_workspace
from smmdesk.store.backup import back_up as make_backup


def check(options: argparse.Namespace) -> int:
    """Say what is fine with the workspace and what is not; exit 1 when something is not."""
    with reading(options) as opened:
        findings = inspect_workspace()
        path = str(opened.path)
    is_fine = all(finding.is_fine for finding in findings)
    if options.json:
        print_json(
            {
                "workspace": path,
                "fine": is_fine,
                "checks": [
                    {"code": one.code, "fine": one.is_fine, "text": one.text, "problems": list(one.problems)}
                    for one in findings
                ],
            }
        )
    else:
        for finding in findings:
            print(f"{'✓' if finding.is_fine else '▲'} {finding.text}")
            for problem in finding.problems:
                print(f"    {plain(problem)}")
        print(_("All is well with {path}.").format(path=path) if is_fine else _("Something needs care; see above."))
    return 0 if is_fine else 1


def back_up(options: argparse.Namespace) -> int:
    """Copy the workspace, verify the copy and say where it is."""
    with writing(options):
        path = make_backup("command")
    if options.json:
        print_json({"path": str(path)})
    else:
        print(path)
    return 0
