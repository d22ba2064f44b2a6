"""The Clients page: the businesses I work for, the people there, and what was agreed."""

from smmdesk.ui.pages.clients.page import ClientsPage

__all__ = ["ClientsPage"]
