"""The same jobs without a window: one command, its words on the terminal, its exit code."""

from __future__ import annotations

import os
import sys

from smmdesk.cli.parser import parse
from smmdesk.core.errors import Cancelled, UserError
from smmdesk.core.i18n import _, system_language, use_language

EXIT_STOPPED = 130  # as every shell knows it: ended by Ctrl+C


def main(argv: list[str]) -> int:
    """Run one command and return its exit code (product.md): 0 done, 1 refused, 2 question, 3 held, 4 blocked."""
    _speak_utf8()
    use_language(_chosen_language())
    try:
        options = parse(argv)
    except SystemExit as stop:  # argparse has said what is wrong, or printed its help
        return int(stop.code or 0)
    if options.data_dir is not None:
        os.environ["SMMDESK_DATA_DIR"] = str(options.data_dir.absolute())
        use_language(_chosen_language())
    try:
        code = options.run(options)
        sys.stdout.flush()
        return code
    except UserError as failure:
        _say(failure.sentence())
        return failure.exit_code
    except (Cancelled, KeyboardInterrupt):
        return EXIT_STOPPED
    except BrokenPipeError:
        # Whoever reads has had enough (`| head`): nothing went wrong here, but nothing more can be written either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as failure:  # noqa: BLE001  (a bug: logged, and shown once so that it can be reported)
        return _report_bug(failure)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _chosen_language() -> str:
    from smmdesk.core.settings import load_settings

    return load_settings().language or system_language()


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _report_bug(failure: Exception) -> int:
    from smmdesk.core.log import logger, redacted, start_log

    start_log()
    logger.error("%s", redacted(failure))
    _say(_("Something went wrong that should not. What was saved before is safe."))
    _say(_("Please report these lines; they hold nothing of your clients:"))
    _say(redacted(failure))
    return 1
