"""The page Results: what the platforms' own numbers say, account by account."""

from smmdesk.ui.pages.results.page import ResultsPage

__all__ = ["ResultsPage"]
