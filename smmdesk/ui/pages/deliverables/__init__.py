"""The Deliverables page: what was promised in a month, what is done, and what is still to do."""

from smmdesk.ui.pages.deliverables.page import DeliverablesPage

__all__ = ["DeliverablesPage"]
