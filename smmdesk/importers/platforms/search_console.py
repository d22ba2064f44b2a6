"""Google Search Console performance exports: days, queries, pages, countries, devices and kinds of results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, State, Unit
from smmdesk.importers.cells import iso_day, key, worded_span
from smmdesk.importers.declared import Dialect, day_table, part_table
from smmdesk.importers.rows import Row
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Column, Context, Format, Header, Source, Table, Timing, column
from smmdesk.importers.text import Damaged, any_text

METRICS = (
    Metric("search_console.clicks.v1", mark("Clicks"), mark("Clicks in Google's results."), span=Span.DAY),
    Metric("search_console.impressions.v1", mark("Impressions"), mark("Showings in Google's results."), span=Span.DAY),
    Metric(
        "search_console.ctr.v1", mark("Click-through rate"), mark("Clicks per impression."), Unit.SHARE,
        Additivity.RATIO, span=Span.DAY,
    ),
    Metric(
        "search_console.position.v1", mark("Average position"),
        mark("Place in Google's results, weighted by impressions; 1 is the top."), Unit.DECIMAL, Additivity.RATIO,
        Direction.UP_IS_BAD, Span.DAY,
    ),
)  # fmt: skip

_FIGURES = (
    column(
        "clicks",
        metric="search_console.clicks.v1",
        en="Clicks",
        fr="Clics",
        nl=("Aantal klikken", "Klikken"),
        es="Clics",
        it="Clic",
        de="Klicks",
        pt="Cliques",
    ),
    column(
        "impressions",
        metric="search_console.impressions.v1",
        en="Impressions",
        fr="Impressions",
        nl="Vertoningen",
        es="Impresiones",
        it="Impressioni",
        de="Impressionen",
        pt="Impressões",
    ),
    column("ctr", metric="search_console.ctr.v1", en="CTR", fr="CTR", nl="CTR", es="CTR", it="CTR", de="CTR", pt="CTR"),
    column(
        "position",
        metric="search_console.position.v1",
        en="Position",
        fr=("Position", "Position moyenne"),
        nl="Positie",
        es=("Posición", "Posición media"),
        it=("Posizione", "Posizione media"),
        de="Position",
        pt="Posição",
    ),
)
_REQUIRED = ("clicks", "impressions", "ctr", "position")
# Dot decimals in every file seen; a comma where the file's own numbers prove it. No impressions: no rate, no place.
_DIALECT = Dialect(decimals=None, empty=State.NOT_APPLICABLE, percents=frozenset({"ctr"}))
MOST_ROWS = 1_000

_ZIP_NAME = re.compile(r"(?P<site>.+?)-Performance-on-[A-Za-z]+-(?P<day>\d{4}-\d{2}-\d{2})")
_DATE_FILTERS = frozenset({"date", "datum", "data", "fecha"})


def _filters(source: Source) -> list[tuple[str, str]]:
    """Return the filters of the export as (name, value), where the file has them."""
    return [
        (cells[0].strip(), cells[1].strip())
        for format_, table, header in source.tables
        if format_.key == "search_console_filters"
        for _line, cells in table.after(header)
        if not isinstance(cells, Damaged) and len(cells) > 1
    ]


def _chart_period(source: Source) -> tuple[date, date] | None:
    days: list[date] = []
    for format_, table, header in source.tables:
        if format_.key == "search_console":
            place = header.places["day"][0]
            for _line, cells in table.after(header):
                try:
                    if not isinstance(cells, Damaged):
                        days.append(iso_day(cells[place].strip()))
                except (ValueError, IndexError):
                    continue  # the record is refused when it is read
    return (min(days), max(days)) if days else None


def timing(source: Source) -> Timing:
    """Return the period from the days, else from the filters, and the day of the export and the site from the name.

    Raises UserError for an export narrowed to a page, a country, a kind of search …: its days are not the site's.
    """
    filters = _filters(source)
    narrowing = [
        f"{name}: {value}" for name, value in filters if key(name) not in _DATE_FILTERS and key(value) != "web"
    ]
    if narrowing:
        raise UserError(
            _("“{name}” was exported with filters ({filters}): its figures are not those of the whole site.").format(
                name=source.path.name, filters="; ".join(one[:80] for one in narrowing[:4])
            ),
            hint=_("Take the filters away in Search Console and export again."),
        )
    plain, match = plain_timing(source), _ZIP_NAME.match(source.path.stem)
    read_on: date | None = None
    site: str | None = None
    if match is not None:
        site = re.sub(r"\Ahttps?___", "", match["site"]).strip("_")
        try:
            read_on = iso_day(match["day"])
        except ValueError:
            pass  # a name that only looks like it: the day is asked
    said = next((value for name, value in filters if key(name) in _DATE_FILTERS), "")
    period = _chart_period(source)
    if period is None and said:
        try:
            period = worded_span(said)
        except ValueError:
            pass  # "Last 3 months": the words are shown with the question
    reason = (
        _("The table does not say which period it covers; the filters say “{words}”.").format(words=said[:60])
        if said
        else _("The table does not say which period it covers; only the days of the same export (Chart or Dates) do.")
    )
    return Timing(read_on, plain.read_on_guess, plain.read_on_reason, (), period, site, reason)


def _part(dimension: str, title: str, holds: str, rank: int, part: Column) -> Format:
    declared = part_table(
        f"search_console_{dimension}",
        "search_console",
        title,
        holds,
        (part, *_FIGURES),
        ("part", *_REQUIRED),
        dimension=dimension,
        dialect=_DIALECT,
        rank=rank,
        timing=timing,
        asks_period=True,
    )
    read_rows = declared.read
    assert read_rows is not None

    def read(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
        rows = 0
        for row in read_rows(format_, table, header, context):
            rows += 1
            yield row
        if rows == MOST_ROWS:
            context.reading.warnings.append(
                _("Search Console cut “{table}” after 1,000 rows: their sum is not the site's total.").format(
                    table=table.name or _(format_.title)
                )
            )

    return replace(declared, read=read)


def _read_filters(_format: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Count the lines that say what was exported: they are no figures."""
    context.reading.counts.description += sum(any_text(cells) for _line, cells in table.after(header))
    yield from ()


# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "search_console.ctr.v1": (("search_console.clicks.v1",), "search_console.impressions.v1", 1),
}
# The flow that each day's value is weighted by where days are put together.
WEIGHTS = {"search_console.position.v1": "search_console.impressions.v1"}


FORMATS = (
    day_table(
        "search_console",
        "search_console",
        mark("Google Search Console: days"),
        mark("Clicks, impressions, click-through rate and position per day."),
        (column("day", en="Date", fr="Date", nl="Datum", es="Fecha", it="Data", de="Datum", pt="Data"), *_FIGURES),
        ("day", *_REQUIRED),
        dialect=_DIALECT,
        rank=9,
        timing=timing,
    ),
    _part(
        "query",
        mark("Google Search Console: queries"),
        mark("What people searched for, with clicks and position in the file's period."),
        8,
        column(
            "part",
            en="Top queries",
            fr="Requêtes les plus fréquentes",
            nl=("Meest uitgevoerde zoekopdrachten", "Populairste zoekopdrachten"),
            es=("Consultas principales", "Consulta"),
            it=("Query più frequenti", "Query principali"),
            de=("Häufigste Suchanfragen", "Suchanfragen"),
            pt=("Principais consultas", "Consultas principais"),
        ),
    ),
    _part(
        "page",
        mark("Google Search Console: pages"),
        mark("Pages with their clicks and position in the file's period."),
        7,
        column(
            "part",
            en="Top pages",
            fr="Pages les plus populaires",
            es="Páginas principales",
            de=("Häufigste Seiten", "Die häufigsten Seiten"),
            pt=("Páginas principais", "Páginas mais visitadas"),
        ),
    ),
    _part(
        "country",
        mark("Google Search Console: countries"),
        mark("Countries with their clicks and position in the file's period."),
        6,
        column("part", en="Country", fr="Pays", it="Paese"),
    ),
    _part(
        "device",
        mark("Google Search Console: devices"),
        mark("Devices with their clicks and position in the file's period."),
        5,
        column("part", en="Device", fr="Appareil", it="Dispositivo"),
    ),
    _part(
        "appearance",
        mark("Google Search Console: search appearance"),
        mark("Kinds of results with their clicks and position in the file's period."),
        4,
        column("part", en="Search Appearance", fr="Apparence dans les résultats de recherche"),
    ),
    Format(
        "search_console_filters",
        "search_console",
        mark("Google Search Console: filters"),
        columns=(column("filter", en="Filter", fr="Filtre"), column("value", en="Value", fr="Valeur")),
        required=("filter", "value"),
        read=_read_filters,
        refusal=mark(
            "“{name}” is the list of filters of a Search Console export: it holds no figures. Import the ZIP that it "
            "came in, or the tables beside it."
        ),
        is_empty=lambda _table: True,
    ),
    Format(
        "search_console_coverage",
        "search_console",
        mark("Google Search Console: page indexing"),
        columns=(
            column("day", en="Date", es="Fecha"),
            column("not_indexed", en="Not indexed", es="Sin indexar"),
            column("indexed", en="Indexed", es="Indexadas"),
            column("impressions", en="Impressions", es="Impresiones"),
        ),
        required=("not_indexed", "indexed"),
        refusal=mark(
            "“{name}” is a Search Console export of indexed pages (coverage), not of performance: it holds no results "
            "of this client, so it is not imported."
        ),
    ),
)
