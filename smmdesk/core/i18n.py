"""Texts in the user's or the client's language (gettext), and forms of address.

A text is marked where it stands: `_("Save")`, `ngettext("{n} post", "{n} posts", n).format(n=n)`, or `mark("Views")`
for a constant that is translated later. What a client reads differs with the form of address agreed with it:
`addressed("You invested")` looks the text up under the contexts voi, tu or Lei.
The current language holds per thread and task (a context variable): the window and the command line set theirs once
with `use_language`; a report is built inside `with language("it", address="voi"):`.
"""

from __future__ import annotations

import gettext as _gettext
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from smmdesk.core.paths import resource_path

LANGUAGES = ("it", "en")
ADDRESS_FORMS = ("voi", "tu", "Lei")

_default: tuple[str, str] = ("en", "voi")
_current: ContextVar[tuple[str, str] | None] = ContextVar("language", default=None)


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    return _gettext.translation("smmdesk", resource_path("locale"), [code], fallback=True)


def supported(code: str | None) -> str:
    """Return the offered language nearest to a locale name such as `it_IT.UTF-8`; English where none is."""
    short = (code or "").replace("-", "_").split("_")[0].split(".")[0].lower()
    return short if short in LANGUAGES else "en"


def system_language() -> str:
    """Return the offered language nearest to the one that the system is set to; English where it does not say."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return supported(os.environ[name])
    if sys.platform == "win32":
        import ctypes
        import locale

        return supported(locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage()))
    return "en"


def use_language(code: str, address: str = "voi") -> None:
    """Set the language of the whole program (every thread that has not set its own)."""
    global _default
    _default = (supported(code), address)


@contextmanager
def language(code: str, address: str = "voi") -> Iterator[None]:
    """Speak another language inside the block: a report in the client's."""
    token = _current.set((supported(code), address))
    try:
        yield
    finally:
        _current.reset(token)


def current_language() -> str:
    """Return the code of the language now spoken."""
    return (_current.get() or _default)[0]


def current_address() -> str:
    """Return the form of address now used: voi, tu or Lei."""
    return (_current.get() or _default)[1]


def _(message: str) -> str:
    """Translate a text."""
    return _catalogue(current_language()).gettext(message)


def quoted(name: str, most: int = 60) -> str:
    """Return a name from outside in the quotation marks of the language, shortened to `most` characters."""
    return _("“{text}”").format(text=name if len(name) <= most else f"{name[:most]}…")


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a text that depends on a count; the caller fills the placeholders."""
    return _catalogue(current_language()).ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Translate a text whose meaning needs a context ("verb" or "noun")."""
    return _catalogue(current_language()).pgettext(context, message)


def addressed(message: str) -> str:
    """Translate a text spoken to the client, in the form of address agreed with it."""
    return _catalogue(current_language()).pgettext(current_address(), message)


def mark(message: str) -> str:
    """Mark a constant for translation; translate it with `_` when it is shown."""
    return message
