"""The page Reports: the month's sheet of page 1, what is still missing, and the PDF."""

from smmdesk.ui.pages.reports.page import ReportsPage

__all__ = ["ReportsPage"]
