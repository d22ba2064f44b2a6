"""Put the pages of the monthly report together and write them as an archived PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

from pikepdf import pdfa
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import NextPageTemplate

from smmdesk.core import formats
from smmdesk.core.errors import Cancelled
from smmdesk.core.i18n import _, current_language, language
from smmdesk.documents import fonts, style
from smmdesk.documents.data import MonthlyReport, ReportState
from smmdesk.documents.images import is_svg
from smmdesk.documents.monthly_report.appendix import appendix_section
from smmdesk.documents.monthly_report.channels import channels_section
from smmdesk.documents.monthly_report.content import content_section
from smmdesk.documents.monthly_report.growth import growth_section
from smmdesk.documents.monthly_report.money import money_section
from smmdesk.documents.monthly_report.page_one import page_one
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.monthly_report.work import work_section
from smmdesk.documents.painting import draw_text
from smmdesk.documents.pdfa import PRODUCER, archived
from smmdesk.documents.style import FOOT, MARGIN, MUTED, PAGE_HEIGHT, PAGE_WIDTH, SMALL, TOP, WIDTH, colour


def render_monthly_report(report: MonthlyReport, cancelled: Callable[[], bool] | None = None) -> bytes:
    """Return the report as PDF/A-3b, in the client's language and form of address; equal data gives equal bytes.

    Raises Cancelled when `cancelled` says so between two pages, pikepdf.pdfa.PdfaError when the result would not
    conform. A top-level function of plain data: it may run in another process.
    """
    fonts.register()
    stop = cancelled or _never
    try:
        return _archived(report, stop)
    except pdfa.PdfaError:
        # a drawing kept before it was checked may hold what an archive must not: better no logo than no report
        if not any(logo and is_svg(logo) for logo in (report.client.logo, report.freelancer.logo)):
            raise
    bare = replace(report.client, logo=None), replace(report.freelancer, logo=None)
    return _archived(replace(report, client=bare[0], freelancer=bare[1]), stop)


def _archived(report: MonthlyReport, cancelled: Callable[[], bool]) -> bytes:
    with language(report.client.language, report.client.address):
        raw = _drawn(Paper(report), cancelled)
    _stop_if(cancelled)
    return archived(raw, report.document_day, report.attachments)


def _never() -> bool:
    return False


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def _drawn(paper: Paper, cancelled: Callable[[], bool]) -> bytes:
    report = paper.report
    title = _("{client}: report for {month}").format(
        client=fonts.clean(report.client.name), month=formats.month_name(report.month)
    )
    written = BytesIO()
    document = _Document(
        written,
        paper,
        cancelled,
        title=title,
        author=fonts.clean(report.freelancer.business or report.freelancer.name) or PRODUCER,
        subject=_("Results, money and work of {month}").format(month=formats.month_name(report.month)),
    )
    story: list[Flowable] = [NextPageTemplate("page")]
    for part in (
        page_one,
        money_section,
        work_section,
        channels_section,
        content_section,
        growth_section,
        appendix_section,
    ):
        _stop_if(cancelled)
        story += part(paper)
    document.build(story, canvasmaker=_canvas_of(paper))
    return written.getvalue()


class _Document(BaseDocTemplate):
    """The pages' frames: page 1 begins at the paper's edge with its band."""

    def __init__(
        self, written: BytesIO, paper: Paper, cancelled: Callable[[], bool], *, title: str, author: str, subject: str
    ) -> None:
        super().__init__(
            written,
            pagesize=style.A4,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            title=title,
            author=author,
            subject=subject,
            creator=PRODUCER,
            producer=PRODUCER,
            lang="it-IT" if current_language() == "it" else "en-GB",
            initialFontName=fonts.REGULAR,
            initialFontSize=style.BODY,
            invariant=1,
            pageCompression=1,
            displayDocTitle=1,
        )
        self.cancelled = cancelled

        def frame(top: float) -> Frame:
            return Frame(MARGIN, FOOT, WIDTH, PAGE_HEIGHT - top - FOOT, 0, 0, 0, 0)

        self.addPageTemplates(
            [PageTemplate("cover", [frame(0)]), PageTemplate("page", [frame(TOP)])],
        )

    def handle_pageBegin(self) -> None:  # noqa: N802 (reportlab's name)
        _stop_if(self.cancelled)
        super().handle_pageBegin()


def _canvas_of(paper: Paper) -> type[Canvas]:
    """Return a canvas that writes the footers when the number of pages is known."""

    class NumberedCanvas(Canvas):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self.waiting: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802
            self.waiting.append(dict(self.__dict__))
            self._startPage()  # pyright: ignore[reportAttributeAccessIssue] (the documented way to number pages)

        def save(self) -> None:
            for number, state in enumerate(self.waiting, 1):
                self.__dict__.update(state)
                _footer(self, paper, number, len(self.waiting))
                super().showPage()
            super().save()

    return NumberedCanvas


def _footer(canvas: Canvas, paper: Paper, number: int, count: int) -> None:
    report = paper.report
    y = MARGIN - 1.5 * style.mm
    canvas.setStrokeColor(colour(style.RULE))
    canvas.setLineWidth(style.HAIRLINE)
    canvas.line(MARGIN, y + 12, PAGE_WIDTH - MARGIN, y + 12)
    pages = _("page {n} of {count}").format(n=number, count=count)
    pages_width = fonts.width_of(pages, fonts.REGULAR, SMALL)
    if report.state in (ReportState.DRAFT, ReportState.CHECKED) or not report.version:
        version = _("draft of {day}").format(day=formats.day(report.document_day))
    else:
        version = _("version {n}").format(n=report.version)
    mine = fonts.clean(report.freelancer.business or report.freelancer.name)
    contact = " · ".join(part for part in (mine, fonts.clean(report.freelancer.email)) if part)
    rest = WIDTH - pages_width - 24
    tail = f" · {formats.month_name(report.month)} · {version}"
    tail_width = fonts.width_of(tail, fonts.REGULAR, SMALL)
    client = fonts.clean(report.client.name)
    if fonts.width_of(client + tail + contact, fonts.REGULAR, SMALL) > rest - 16:
        contact = mine  # the client's whole name matters more; the last page gives the address
    contact = fonts.cut(contact, fonts.REGULAR, SMALL, rest * 0.42)
    contact_width = fonts.width_of(contact, fonts.REGULAR, SMALL)
    name = fonts.cut(
        client,
        fonts.REGULAR,
        SMALL,
        rest - tail_width - contact_width - (16 if contact else 0),
    )
    draw_text(canvas, MARGIN, y, name + tail, fonts.REGULAR, SMALL, MUTED)
    if contact:
        left = MARGIN + fonts.width_of(name + tail, fonts.REGULAR, SMALL)
        right = PAGE_WIDTH - MARGIN - pages_width
        draw_text(canvas, (left + right - contact_width) / 2, y, contact, fonts.REGULAR, SMALL, MUTED)
    draw_text(canvas, PAGE_WIDTH - MARGIN - pages_width, y, pages, fonts.REGULAR, SMALL, MUTED)
