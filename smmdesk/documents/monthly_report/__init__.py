"""The monthly report: one branded PDF per client and month, from plain data to PDF/A-3b bytes."""

from smmdesk.documents.monthly_report.render import render_monthly_report

__all__ = ["render_monthly_report"]
