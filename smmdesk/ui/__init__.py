"""The window: everything that imports PySide6."""

import ctypes
import sys

# Loaded before Qt: from then on PySide reads the source of every module that is imported, which costs the start.
import smmdesk.core.formats
import smmdesk.domain.clients
import smmdesk.domain.profile
import smmdesk.store.opening  # noqa: F401

if sys.version_info < (3, 12):
    # PySide6 6.12 returns None from every Qt function, and True from every `emit`, without counting them, since they
    # live for ever from Python 3.12 on. Before, some thousand such calls later the program would end with "deallocating
    # None" or "deallocating True or False": give them enough.
    for constant in (None, True, False):
        ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40
