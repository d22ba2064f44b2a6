"""The page Ledger: what came back and what was spent in the month, with evidence."""

from smmdesk.ui.pages.ledger.page import LedgerPage

__all__ = ["LedgerPage"]
