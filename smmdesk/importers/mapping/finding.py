"""Finding a mapping's header in a file, and settling marks and dates by the whole of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.readings import Unit
from smmdesk.importers.cells import Mark, key, named
from smmdesk.importers.detection import tables_of
from smmdesk.importers.mapping.dialects import DateProof, MarkProof, says_nothing
from smmdesk.importers.mapping.outline import column_kinds, likeliest_reading
from smmdesk.importers.mapping.spec import (
    DATE_ROLES,
    FORM_TITLES,
    NUMBER_ROLES,
    ColumnUse,
    DateForm,
    MappingSpec,
    Role,
    Writing,
    fingerprint,
    numbered,
)
from smmdesk.importers.mapping.untitled import begins_with_titles, fit, has_no_titles, kinds_words, letter_header
from smmdesk.importers.registry import METRICS
from smmdesk.importers.rows import Question, QuestionCode
from smmdesk.importers.tables import WIDEST, Header, Table
from smmdesk.importers.text import Damaged

_LONGEST_WORD = 30  # a text that is longer is no word for a total


@dataclass(frozen=True, slots=True)
class Found:
    """The table of a file that a mapping fits: its header, the place of each column, titles that it does not know."""

    table: Table
    header: Header
    places: dict[tuple[str, int], int]
    is_exact: bool
    warnings: tuple[str, ...] = ()

    def place(self, use: ColumnUse | None) -> int | None:
        """Return where a column stands."""
        return None if use is None else self.places.get(use.place_key)


def find(path: Path, spec: MappingSpec) -> Found:
    """Return the table that a mapping fits. Raises UserError, naming the missing columns, where none does."""
    tables, warnings = tables_of(path)
    if spec.kinds:
        return _untitled(path, tables, spec, tuple(warnings))
    found = _best(tables, [spec])
    if found is None:
        raise UserError(
            _("“{name}” does not fit the mapping “{mapping}”: {columns} missing.").format(
                name=path.name, mapping=spec.name, columns=_missing(tables, spec)
            ),
            _("Nothing was imported."),
            _("Map its columns, or choose another mapping."),
        )
    table, header, places, is_exact = found[1]
    return Found(table, header, places, is_exact, tuple(warnings))


def which(path: Path, specs: Sequence[MappingSpec]) -> list[MappingSpec]:
    """Return the mapping that a file's titles recognise: the same titles first, else most of its columns.

    More columns and another order change nothing where every mapped title is there. A file without titles is
    recognised by how many columns it has and what kind each is, so that several mappings may be returned for it.
    Raises UserError as `detection.recognise` does for what holds no table.
    """
    tables, _warnings = tables_of(path)
    found = _best(tables, [spec for spec in specs if not spec.kinds])
    if found is not None:
        return [found[0]]
    fitting = [spec for table in _likeliest(tables) if has_no_titles(table.head) for spec in _fitting(table, specs)]
    return [spec for spec in specs if spec in fitting]


def _likeliest(tables: Iterable[tuple[str, tuple[Table, ...]]]) -> list[Table]:
    return [table for _name, readings in tables if (table := likeliest_reading(readings)) is not None]


def _untitled(
    path: Path, tables: Iterable[tuple[str, tuple[Table, ...]]], spec: MappingSpec, warnings: tuple[str, ...]
) -> Found:
    """Return the table without titles whose columns are of the kinds of a mapping. Raises UserError where none is."""
    titled = False
    for table in _likeliest(tables):
        header = letter_header(table) if _fitting(table, [spec]) else None
        if header is not None and begins_with_titles(table.head):
            titled = True
        elif header is not None:
            places = {one: place for place, one in enumerate(numbered(header.titles))}
            return Found(table, header, places, is_exact=True, warnings=warnings)
    told = (
        _("“{name}” begins with titles, but the mapping “{mapping}” is for tables without.")
        if titled
        else _(
            "“{name}” does not fit the mapping “{mapping}”, which is for tables without titles whose columns hold: "
            "{kinds}."
        )
    )
    raise UserError(
        told.format(name=path.name, mapping=spec.name, kinds=kinds_words(spec.kinds)),
        _("Nothing was imported."),
        _("Map its columns, or choose another mapping."),
    )


def _fitting(table: Table, specs: Sequence[MappingSpec]) -> list[MappingSpec]:
    """Return the mappings of columns without titles that are of the kinds of a table's; they are looked at once."""
    header = letter_header(table)
    if header is None:
        return []
    there = set(numbered(header.titles))
    wanted = [spec for spec in specs if spec.kinds and len(spec.kinds) == len(header.titles) and spec.needed <= there]
    kinds = column_kinds(table) if wanted else ()
    return [spec for spec in wanted if fit(kinds, spec.kinds)]


_Hit = tuple[Table, Header, dict[tuple[str, int], int], bool]


def _best(
    tables: Iterable[tuple[str, tuple[Table, ...]]], specs: Sequence[MappingSpec]
) -> tuple[MappingSpec, _Hit] | None:
    best: tuple[tuple[bool, int, int], MappingSpec, _Hit] | None = None
    wanted = [(spec, spec.needed, spec.fingerprint) for spec in specs if spec.columns]
    for _name, readings in tables:
        for table in readings:
            for above, (line, cells) in enumerate(table.head):
                if isinstance(cells, Damaged) or len(cells) < 2:
                    continue
                titles = cells[:WIDEST]
                there = {one: place for place, one in enumerate(numbered(titles)) if one[0]}
                for spec, needed, own in wanted:
                    if not needed or not needed <= there.keys():
                        continue
                    is_exact = fingerprint(titles) == own
                    rank = (is_exact, len(needed), -above)
                    if best is None or rank > best[0]:
                        header = Header(line, above, tuple(titles), "", {})
                        best = (rank, spec, (table, header, there, is_exact))
    return None if best is None else (best[1], best[2])


def _missing(tables: Iterable[tuple[str, tuple[Table, ...]]], spec: MappingSpec) -> str:
    """Name the columns that the nearest line of a file lacks."""
    nearest = spec.needed
    for _name, readings in tables:
        for table in readings:
            for _line, cells in table.head:
                lacking = spec.needed - set(numbered(cells[:WIDEST]))
                if len(lacking) < len(nearest):
                    nearest = lacking
    titles = {one.place_key: one.title.strip() for one in (*spec.orders.ours, *spec.columns)}
    names = [titles.get(one, one[0]) for one in sorted(nearest)]
    return named(names, 6)


# --------------------------------------------------------------------------------------------------------- settling


@dataclass(slots=True)
class Settled:
    """How each column is read: its decimal mark or its order of dates, or why its cells cannot be read at all."""

    marks: dict[int, Mark] = field(default_factory=dict)
    forms: dict[int, DateForm] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def settle(found: Found, spec: MappingSpec) -> Settled:
    """Read every cell of the number and date columns once and say how the columns are written.

    A column that proves its mark or order is read so, whatever the mapping says. One that proves nothing follows the
    file's other columns, then the mapping; where neither answers and two readings remain, that is a question.
    """
    numbers = {
        place: use for use in spec.columns if use.role in NUMBER_ROLES and (place := found.place(use)) is not None
    }
    dates = {place: use for use in spec.columns if use.role in DATE_ROLES and (place := found.place(use)) is not None}
    marks = {place: MarkProof() for place in numbers}
    orders = {place: DateProof() for place in dates}
    seen: dict[int, set[str]] = {place: set() for place in (*numbers, *dates)}
    for _line, cells in found.table.after(found.header):
        for place, texts in seen.items():
            if place >= len(cells):
                continue
            text = cells[place]
            if text in texts or says_nothing(text) or len(text) > 100:
                continue
            if len(texts) < 100_000:
                texts.add(text)
            if place in marks:
                marks[place].add(text)
            if place in orders:
                orders[place].add(text)
    settled = Settled()
    _settle_marks(settled, spec, numbers, marks)
    _settle_dates(settled, spec, dates, orders, found)
    return settled


def _settle_marks(
    settled: Settled, spec: MappingSpec, uses: dict[int, ColumnUse], proofs: dict[int, MarkProof]
) -> None:
    proven = {proof.mark for proof in proofs.values() if proof.mark is not None}
    common = next(iter(proven)) if len(proven) == 1 else None
    open_titles = []
    for place, proof in proofs.items():
        use = uses[place]
        if proof.contradicts:
            settled.refused[place] = _("The column “{column}” has decimals both with a point and with a comma.").format(
                column=use.title.strip()
            )
            continue
        mark = proof.mark or common
        if mark is None and proof.is_open and use.writing is not Writing.CLOCK:
            if _is_whole(use):
                mark = proof.grouping  # a count has no decimals, so the mark can only part thousands
            elif spec.decimal is None:
                open_titles.append(use.title.strip())
            else:
                mark = spec.decimal
        settled.marks[place] = mark or spec.decimal or Mark.DOT
    if open_titles:
        settled.questions.append(
            Question(
                QuestionCode.DECIMAL_MARK,
                (Mark.COMMA.value, Mark.DOT.value),
                None,
                _("Numbers such as 1.234 or 1,234 can be read in two ways in {columns}.").format(
                    columns=named(open_titles, 4)
                ),
            )
        )


def _is_whole(use: ColumnUse) -> bool:
    if use.role is Role.QUANTITY:
        return True
    metric = METRICS.get(use.metric)
    return metric is not None and metric.unit is Unit.COUNT and use.writing is Writing.PLAIN


def _settle_dates(
    settled: Settled, spec: MappingSpec, uses: dict[int, ColumnUse], proofs: dict[int, DateProof], found: Found
) -> None:
    proven = {form for proof in proofs.values() if (form := proof.form) is not None}
    for place, proof in proofs.items():
        title = uses[place].title.strip()
        if proof.contradicts:
            settled.refused[place] = _("The column “{column}” has dates in several orders.").format(column=title)
            continue
        form = proof.form
        if form is None and proof.is_open:
            fitting = [one for one in sorted(proof.forms or ()) if one in proven]
            form = fitting[0] if len(fitting) == 1 else None
            if form is None and spec.dates in (proof.forms or ()):
                form = spec.dates
            if form is None:
                settled.questions.append(
                    Question(
                        QuestionCode.DATE_ORDER,
                        tuple(one.value for one in sorted(proof.forms or ())),
                        proof.guess.value if proof.guess is not None else None,
                        _("The dates of “{column}” can be read in two ways.").format(column=title),
                    )
                )
                continue
        elif {form, spec.dates} == {DateForm.DMY, DateForm.MDY}:
            assert form is not None
            settled.warnings.append(
                _("The dates of “{column}” prove another order than the mapping says: {form}.").format(
                    column=title, form=_(FORM_TITLES[form])
                )
            )
        settled.forms[place] = form or spec.dates or DateForm.YMD


def is_total(cells: Sequence[str], places: Iterable[int], words: frozenset[str]) -> bool:
    """Tell whether a record is a line of totals, by the words in the columns that name its rows."""
    for place in places:
        text = cells[place].strip() if place < len(cells) else ""
        if text and len(text) <= _LONGEST_WORD and not text[0].isdigit() and key(text).rstrip(":") in words:
            return True
    return False
