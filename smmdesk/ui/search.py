"""What the search line shows for the rows that were found, and which page opens each."""

from __future__ import annotations

from smmdesk.core import formats
from smmdesk.core.i18n import _, mark
from smmdesk.domain.search import find_anything
from smmdesk.ui.widgets.findings_list import Finding

# kind -> icon, page, its word
_KINDS = {
    "client": ("clients", "clients", mark("Client")),
    "account": ("accounts", "accounts", mark("Account")),
    "deliverable": ("deliverables", "deliverables", mark("Deliverable")),
    "post": ("results", "results", mark("Post")),
    "report": ("reports", "reports", mark("Report")),
}


def findings(text: str) -> list[Finding]:
    """Return what the search line offers for a text. Reads the workspace: call it in a worker."""
    found = []
    for row in find_anything(text):
        icon, page, word = _KINDS[row.kind]
        where = [_(word)]
        if row.kind != "client":
            where.append(row.client_name)
        if row.month is not None and row.kind != "report":
            where.append(formats.short_month(row.month, year=True))
        found.append(Finding(icon, row.text, " · ".join(where), row.client_id, row.month, page, row.id))
    return found
