"""What changed, as words of the features: a command's page tells it, the pages that watch a word read again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class _Messenger(QObject):
    happened = Signal(frozenset)


class Changes:
    """The one messenger between pages.

    After a command has been kept, its page says `changes.emit("clients", "ledger")`. Words are those of the features:
    profile, clients, accounts, contracts, deliverables, imports, results, ledger, reports, backups,
    mappings.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        self._messenger = _Messenger(parent)
        self.happened = self._messenger.happened

    def emit(self, *words: str) -> None:
        """Tell everybody which features changed."""
        self.happened.emit(frozenset(words))
