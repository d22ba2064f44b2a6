"""What changed, as words of the features: a command's page tells it, the pages that watch a word read again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Changes(QObject):
    """The one messenger between pages.

    After a command has been kept, its page says `changes.emit("clients", "ledger")`. Words are those of the features:
    profile, clients, accounts, contracts, deliverables, imports, results, ledger, reports.
    """

    happened = Signal(frozenset)

    def emit(self, *words: str) -> None:
        """Tell everybody which features changed."""
        self.happened.emit(frozenset(words))
