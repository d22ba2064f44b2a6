"""The window: everything that imports PySide6."""

# Loaded before Qt: from then on PySide reads the source of every module that is imported, which costs the start.
import smmdesk.core.formats
import smmdesk.domain.clients
import smmdesk.domain.profile
import smmdesk.store.opening  # noqa: F401
