"""What is wrong with a mistyped command, in the user's language: argparse says it in English."""

from __future__ import annotations

import re

from smmdesk.core.i18n import _, mark

_SAID = (
    (
        r"argument (?P<name>.+?): invalid choice: (?P<typed>'.*?') \(choose from (?P<choices>.+)\)",
        mark("{name}: {typed} is not one of {choices}"),
    ),
    (r"the following arguments are required: (?P<name>.+)", mark("This is missing: {name}")),
    (r"argument (?P<name>.+?): expected .*arguments?", mark("{name} needs a value")),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", mark("{name} does not go with {other}")),
    (r"one of the arguments (?P<names>.+) is required", mark("One of these is needed: {names}")),
    (r"unrecognized arguments: (?P<typed>.+)", mark("This is not known here: {typed}")),
    (r"argument (?P<name>.+?): (?P<reason>.+)", mark("{name}: {reason}")),
)


def reworded(message: str) -> str:
    """Return argparse's message in the user's language; as it is where a newer Python words it another way."""
    for pattern, text in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return _(text).format(**found.groupdict())
    return message
