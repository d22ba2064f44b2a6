"""The same jobs without a window: one command, its words on the terminal, its exit code."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from traceback import walk_tb

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
        if sys.stdout is not None:  # closed by whoever started this process: nobody listens
            sys.stdout.flush()
        return code
    except UserError as failure:
        _say(failure.sentence())
        return failure.exit_code
    except (Cancelled, KeyboardInterrupt):
        return EXIT_STOPPED
    except BrokenPipeError:
        # Whoever reads has had enough (`| head`): nothing went wrong here, but nothing more can be written either.
        _leave_output()
        return 0
    except Exception as failure:  # noqa: BLE001  (a bug: logged, and shown once so that it can be reported)
        if isinstance(failure, OSError) and _is_output(failure):
            _leave_output()
            reason = os.strerror(failure.errno or errno.EIO)
            _say(_("The output could not be written: {reason}.").format(reason=reason))
            return 1
        return _report_bug(failure)


def _leave_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_output(failure: Exception) -> bool:
    """Tell whether printing failed (a full disk behind `>`): nothing here opens files, so the last frame says it."""
    if not isinstance(failure, OSError) or failure.filename is not None or failure.__traceback__ is None:
        return False
    *_frames, (frame, _line) = walk_tb(failure.__traceback__)
    return Path(frame.f_code.co_filename).parent == Path(__file__).parent


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
