"""Drawing reports: one against plain reportlab and against WeasyPrint, and thirty on every core."""

from __future__ import annotations

import importlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from html import escape
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import pikepdf

from smmdesk.core.paths import resource_path
from smmdesk.core.periods import Month
from smmdesk.documents import data
from smmdesk.store.database import current_workspace
from smmdesk.store.opening import open_workspace
from tests.benchmarks.measuring import Benchmark, Measurement, Unavailable, at_least, at_most

MONTH = Month(2026, 10)
RUNS = 7
CLIENTS = 30


@contextmanager
def example() -> Iterator[int]:
    """Build the example, open it for reading, and give the id of its first client."""
    from smmdesk.domain.demo.building import build_demo

    with tempfile.TemporaryDirectory() as folder:
        paths = build_demo(Path(folder) / "example")
        open_workspace(paths[0], write=False)
        try:
            yield 1
        finally:
            current_workspace().close()


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of a piece of work, once warmed up."""
    work()
    return statistics.median(seconds_once(work) for _run in range(runs))


def paired(ours: Callable[[], object], theirs: Callable[[], object], runs: int = 11) -> tuple[float, float, float]:
    """Return the median of the ratios of runs side by side, and both median times."""
    ours()
    theirs()
    pairs = [(seconds_once(ours), seconds_once(theirs)) for _run in range(runs)]
    return (
        statistics.median(one / other for one, other in pairs),
        statistics.median(one for one, _other in pairs),
        statistics.median(other for _one, other in pairs),
    )


def seconds_once(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def page_count(content: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def plain_pages(pages: int) -> bytes:
    """Draw as many pages of plain paragraphs and tables with the report's fonts and its PDF/A steps."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

    from smmdesk.documents import fonts
    from smmdesk.documents.pdfa import archived

    fonts.register()
    style = ParagraphStyle("plain", fontName=fonts.REGULAR, bulletFontName=fonts.REGULAR, fontSize=10, leading=14)
    story = []
    for page in range(pages):
        for text in range(4):
            story.append(
                Paragraph(escape(f"Page {page}, paragraph {text}. " + "Words as long as a report's. " * 12), style)
            )
            story.append(Spacer(1, 8))
        rows = [
            [f"M{row}", f"Booking number {row}", "export.csv", f"{row * 7.5:.2f}", "55", f"{row:.2f}"]
            for row in range(16)
        ]
        story.append(Table(rows, style=[("FONT", (0, 0), (-1, -1), fonts.REGULAR, 8.5)]))
        story.append(PageBreak())
    written = BytesIO()
    SimpleDocTemplate(
        written, title="Plain", author="Plain", subject="Plain", creator="Plain", lang="en-GB",
        initialFontName=fonts.REGULAR, invariant=1,
    ).build(story)  # fmt: skip
    return archived(written.getvalue(), date(2026, 11, 4))


def against_reportlab() -> Measurement:
    """Measure one standard report against plain pages of the same number."""
    from smmdesk.domain.reports.making import make_report

    with example() as client:
        pages = page_count(make_report(client, MONTH))
        ratio, ours, plain = paired(lambda: make_report(client, MONTH), lambda: plain_pages(pages))
    assert page_count(plain_pages(pages)) == pages
    return Measurement(ratio, f"{pages} pages: report {ours * 1000:.0f} ms, plain pages {plain * 1000:.0f} ms")


def _table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    titles = "".join(f"<th>{escape(title)}" for title in head)
    cells = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{titles}</thead>{cells}</table>"


def _chart(history: data.History | None) -> str:
    points = [] if history is None else [float(point.value or 0) for point in history.points]
    top = max(points, default=0) or 1
    bars = "".join(
        f'<rect x="{12 * place}" y="{60 - 55 * value / top:.2f}" width="9" height="{55 * value / top:.2f}"/>'
        f'<text x="{12 * place}" y="70" font-size="5">{place}</text>'
        for place, value in enumerate(points)
    )
    return f'<svg width="160" height="72">{bars}</svg>'


def _metric(one: data.MetricValue) -> tuple[object, ...]:
    against = one.comparison
    if against is None:
        return one.metric.title, one.value, "", "", one.state
    return one.metric.title, one.value, against.value, against.change, against.verdict


def _proof(row: data.ValueRow | data.CostRow) -> str:
    files = " · ".join(f"file {file.name} (SHA-256 {file.sha256[:12]}…)" for file in row.evidence)
    return f"{row.kind} · {files} · {row.source} · read on {row.read_on}"


def as_html(report: data.MonthlyReport) -> str:
    """Return what the report prints as HTML: the same texts, tables, cards, charts, fonts and footers."""
    font = "".join(
        f'@font-face{{font-family:Paper;font-weight:{weight};src:url("{resource_path("fonts", name).as_uri()}")}}'
        for weight, name in (
            (400, "IBMPlexSans-Regular.ttf"),
            (600, "IBMPlexSans-SemiBold.ttf"),
            (700, "IBMPlexSans-Bold.ttf"),
        )
    )
    sheet, ledger = report.sheet, report.ledger
    parts = [
        f"<style>{font}@page{{size:A4;margin:18mm;@bottom-right{{content:counter(page) ' / ' counter(pages)}}}}"
        "body{font:10pt Paper} h2{font-size:16pt;border-bottom:1pt solid #184f5c;page-break-before:always}"
        "h1{background:#184f5c;color:white;font-size:24pt;padding:12mm} .cards{display:flex;gap:4mm}"
        ".card{flex:1;border:.5pt solid #ccc;padding:3mm} table{width:100%;border-collapse:collapse}"
        "td,th{border-bottom:.3pt solid #ccc;padding:1.5mm;text-align:left;font-size:8.5pt}</style>",
        f"<h1>{escape(report.client.name)}</h1><p>{escape(sheet.goal)}</p><div class=cards>",
        *(f"<div class=card>{escape(kpi.text)}<b>{kpi.value}</b> {kpi.target}</div>" for kpi in sheet.kpis),
        f"</div><p>{escape(sheet.worked)}</p><p>{escape(sheet.did_not_work)}</p><p>{escape(sheet.we_change)}</p>",
        f"<div class=card>{escape(sheet.request)}</div><h2>Money</h2>",
        _table(
            ("Row", "What", "Proof", "Net", "Margin", "For you"),
            [(row.mark, row.description, row.source, row.net, row.margin, row.amount) for row in ledger.values],
        ),
        _table(("Row", "What", "Amount"), [(row.mark, row.description, row.amount) for row in ledger.costs]),
        *(f"<p><b>Method {place}</b> {'How every figure was computed, said in words. ' * 5}</p>" for place in range(9)),
        "<h2>Work</h2>",
        _table(("Type", "Promised", "Delivered"), [(row.type, row.promised, row.delivered) for row in report.quotas]),
        _table(
            ("Row", "Date", "Type", "Title", "Channel", "Link"),
            [(row.mark, row.day, row.type, row.title, row.channel, row.link) for row in report.delivered],
        ),
        "<h2>Channels</h2>",
    ]
    for account in report.accounts:
        rows = [_metric(one) for one in (*account.metrics, *account.post_metrics)]
        parts.append(f"<h3>{escape(account.platform_name)} {escape(account.handle)}</h3>{_chart(account.history)}")
        parts.append(_table(("Figure", "This month", "Before", "Change", "Verdict"), rows))
    parts.append("<h2>Content</h2>")
    for content in report.content:
        for posts in (content.best, content.worst):
            rows = [
                (post.day, post.title, post.format, post.value.value, *(one.value for one in post.others), post.link)
                for post in posts
            ]
            parts.append(f"<h3>{escape(content.platform_name)}: what did best, measured by views</h3>")
            parts.append(_table(("Date", "Post", "Format", "Value", "Likes", "Comments", "Shares", "Link"), rows))
        formats = [(line.format, line.posts, *(one.value for one in line.values)) for line in content.formats]
        parts.append(_table(("Format", "Posts", "Views", "Likes", "Comments", "Shares"), formats))
    parts.append("<h2>Appendix</h2>")
    values = [
        (row.mark, row.day, row.description, row.quantity, row.net, row.margin, row.share, row.amount, _proof(row))
        for row in ledger.values
    ]
    costs = [
        (row.mark, row.day, row.description, row.quantity, row.net, row.amount, _proof(row)) for row in ledger.costs
    ]
    parts.append(
        _table(("Row", "Date", "What", "Quantity", "Net", "Margin", "Share", "For you", "What proves it"), values)
    )
    parts.append(_table(("Row", "Date", "What", "Quantity", "Net", "This month", "What proves it"), costs))
    sources = [
        (one.file, one.format, one.account, one.first_day, one.last_day, one.rows, one.read_on, one.sha256[:12])
        for one in report.sources
    ]
    parts.append(_table(("File", "What", "Account", "From", "To", "Rows", "Read", "SHA-256"), sources))
    gaps = [(one.what, one.account, one.first_day, one.last_day, one.reason) for one in report.gaps]
    parts.append(_table(("Missing", "Account", "From", "To", "Why"), gaps))
    words = {one.metric for account in report.accounts for one in (*account.metrics, *account.post_metrics)}
    parts.append(
        _table(("Word", "Meaning"), [(one.title, one.meaning) for one in sorted(words, key=lambda one: one.key)])
    )
    return "".join(parts)


def against_weasyprint() -> Measurement:
    """Measure one standard report against WeasyPrint on as many pages of plain HTML."""
    try:
        html_of = importlib.import_module("weasyprint").HTML  # only here, so that the types need not know it
    except (ImportError, OSError) as reason:
        raise Unavailable(f"WeasyPrint cannot be loaded here ({type(reason).__name__})") from reason
    from smmdesk.domain.reports.build import collect_report
    from smmdesk.domain.reports.making import make_report

    with example() as client:
        html = as_html(collect_report(client, MONTH))

        def theirs() -> bytes:
            return html_of(string=html).write_pdf(pdf_variant="pdf/a-3b") or b""

        ratio, ours, weasy = paired(lambda: make_report(client, MONTH), theirs, 5)
        pages, their_pages = page_count(make_report(client, MONTH)), page_count(theirs())
    return Measurement(
        ratio,
        f"report of {pages} pages {ours * 1000:.0f} ms, WeasyPrint {their_pages} pages {weasy * 1000:.0f} ms",
    )


def spin(rounds: int) -> int:
    """Burn a fixed amount of processor time."""
    total = 0
    for step in range(rounds):
        total += step * step % 7
    return total


def scaling() -> Measurement:
    """Measure how much faster thirty reports are on every core, against what a bare loop gains there."""
    from smmdesk.domain.reports.making import make_report, make_reports

    with example() as client:
        ids = [client, client + 1, client + 2] * (CLIENTS // 3)
        one_by_one = seconds(lambda: [make_report(one, MONTH) for one in ids], 3)
        together = seconds(lambda: list(make_reports(ids, MONTH)), 3)
    # The bare loop works as long as the reports do, in as many pieces, in processes that start anew as theirs do.
    start = time.perf_counter()
    spin(1_000_000)
    rounds = int(1_000_000 * one_by_one / CLIENTS / (time.perf_counter() - start))
    bare_one = seconds(lambda: [spin(rounds) for _piece in range(CLIENTS)], 3)
    bare_both = seconds(lambda: bare_pool(rounds), 3)
    ours, bare = one_by_one / together, bare_one / bare_both
    return Measurement(
        ours / bare,
        f"30 reports {one_by_one:.2f} s alone, {together:.2f} s together ({ours:.2f} ×); "
        f"bare loop {bare_one:.2f} s and {bare_both:.2f} s ({bare:.2f} ×)",
    )


def bare_pool(rounds: int) -> None:
    """Run the bare loop's pieces in processes."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(spin, [rounds] * CLIENTS))


BENCHMARKS = (
    Benchmark("one report against plain reportlab pages", at_most(4), against_reportlab),
    Benchmark("one report against WeasyPrint", at_most(0.15), against_weasyprint),
    Benchmark("thirty reports on every core", at_least(0.8), scaling),
)
