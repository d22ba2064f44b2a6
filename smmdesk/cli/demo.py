"""The example on the command line."""

from __future__ import annotations

import argparse

from smmdesk.cli.session import print_json, progress_line
from smmdesk.domain.demo import build_demo


def demo(options: argparse.Namespace) -> int:
    """Make the example in a folder and print the paths of what was made."""
    made = build_demo(options.folder, progress_line())
    if options.json:
        print_json([str(path) for path in made])
    else:
        for path in made:
            print(path)
    return 0
