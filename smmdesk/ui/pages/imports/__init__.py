"""The page Imports: files that wait to be imported, and what was imported before."""

from smmdesk.ui.pages.imports.batch import start_import
from smmdesk.ui.pages.imports.page import ImportsPage

__all__ = ["ImportsPage", "start_import"]
