"""Remembered mappings: used by themselves, renamed, deleted and put back, exchanged with strangers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity
from smmdesk.domain.accounts import Account
from smmdesk.domain.figures import month_figures
from smmdesk.domain.imports.commands import import_file, preview_import
from smmdesk.domain.imports.removal import undo_import
from smmdesk.domain.imports.staged import stage_file
from smmdesk.domain.mappings.commands import (
    SUFFIX,
    add_mapping_file,
    delete_mapping,
    export_mapping,
    read_mapping_file,
    remember,
    rename_mapping,
    restore_mapping,
)
from smmdesk.domain.mappings.queries import SeveralMappings, mapping_for, mapping_named, mapping_rows, mappings_for
from smmdesk.domain.results.own_metrics import add_own_metric, delete_own_metric, forget_own_metrics
from smmdesk.importers.mapping.spec import ColumnUse, DateForm, Kind, MappingSpec, Role, Target
from smmdesk.importers.registry import METRICS
from smmdesk.importers.rows import Answers, QuestionCode

SPEC = MappingSpec(
    "Bing by hand",
    Target.DAYS,
    "bing_webmaster",
    titles=("Giorno", "Clic", "Note"),
    columns=(
        ColumnUse("Giorno", Role.DAY),
        ColumnUse("Clic", Role.METRIC, "bing_webmaster.clicks.v1"),
    ),
    dates=DateForm.DMY,
    zone="Europe/Rome",
)
FILE = "Giorno;Clic;Note\n01/06/2026;1.204;\n02/06/2026;96;x\n03/06/2026;;\nTotale;1.300;\n"


@pytest.fixture(autouse=True)
def only_here() -> Iterator[None]:
    """Leave no own metric behind for the tests that follow."""
    yield
    forget_own_metrics()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "hand.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def account(an_account: Callable[..., Account]) -> Account:
    return an_account(platform="bing_webmaster", handle="hotel.example")


class TestImporting:
    def test_a_remembered_mapping_reads_an_unknown_file(self, account: Account, export: Path) -> None:
        with pytest.raises(UserError, match="no export"):
            preview_import(export, account.client_id)
        remember(SPEC)
        plan = preview_import(export, account.client_id)
        asked = {one.code: one for one in plan.result.questions}
        assert set(asked) == {QuestionCode.ACCOUNT, QuestionCode.READ_ON}
        assert asked[QuestionCode.ACCOUNT].guess == "hotel.example"
        result = import_file(export, account.client_id, account=account.id, read_on=date(2026, 7, 1))
        assert (result.format, result.mapping, result.added, result.rows.total) == ("mapping", "Bing by hand", 3, 1)
        # 1204 + 96 by hand; the third day has no value, so the month is not whole either.
        figures = month_figures(account.client_id, Month(2026, 6))
        (metric,) = figures["accounts"][0]["metrics"]
        assert (metric["metric"], metric["value"], metric["state"]) == (
            "bing_webmaster.clicks.v1", "1300", "not_yet_complete",
        )  # fmt: skip
        again = import_file(export, account.client_id, account=account.id, read_on=date(2026, 7, 1))
        assert (again.added, again.unchanged, again.import_id) == (0, 3, result.import_id)
        assert result.import_id is not None
        undo_import(result.import_id)
        assert month_figures(account.client_id, Month(2026, 6))["accounts"][0]["metrics"] == []

    def test_a_mapping_that_is_given_wins_and_stays_with_the_staged_file(self, account: Account, export: Path) -> None:
        remember(replace(SPEC, dates=DateForm.MDY))
        with stage_file(
            export, account.client_id, account=account.id, answers=Answers(date(2026, 7, 1), mapping=SPEC)
        ) as staged:
            assert staged.mapping == SPEC
            assert (staged.result.first_day, staged.result.last_day) == (date(2026, 6, 1), date(2026, 6, 3))

    def test_an_open_order_of_dates_is_asked_before_anything_is_read(self, account: Account, export: Path) -> None:
        spec = replace(SPEC, dates=None)
        result = import_file(export, account.client_id, account=account.id, read_on=date(2026, 7, 1), mapping=spec)
        assert [one.code for one in result.questions] == [QuestionCode.DATE_ORDER]
        assert result.exit_code == 2 and result.rows.data == 0

    def test_a_declared_format_needs_no_mapping(self, account: Account, tmp_path: Path) -> None:
        remember(replace(SPEC, titles=("Date", "Clicks"), columns=(
            ColumnUse("Date", Role.DAY), ColumnUse("Clicks", Role.METRIC, "bing_webmaster.clicks.v1"),
        )))  # fmt: skip
        path = tmp_path / "bing.csv"
        path.write_text("Date,Clicks,Impressions,Avg. CTR\n", encoding="utf-8")
        path.write_text(path.read_text() + "2026-06-01,1,2,50%\n", encoding="utf-8")
        assert preview_import(path, account.client_id).result.mapping == ""


UNTITLED = MappingSpec(
    "No titles",
    Target.DAYS,
    "bing_webmaster",
    titles=("A", "B", "C"),
    columns=(ColumnUse("A", Role.DAY), ColumnUse("C", Role.METRIC, "bing_webmaster.clicks.v1")),
    zone="Europe/Rome",
    kinds=(Kind.DATE, Kind.EMPTY, Kind.NUMBER),
)


class TestWithoutTitles:
    @pytest.fixture
    def june(self, tmp_path: Path) -> Path:
        path = tmp_path / "june.csv"
        path.write_text("2026-06-01;;1.204\n2026-06-02;;96\n2026-06-03;;tanti\n", encoding="utf-8")
        return path

    @pytest.fixture
    def july(self, tmp_path: Path) -> Path:
        path = tmp_path / "july.csv"
        path.write_text("2026-07-01;sole;31\n", encoding="utf-8")
        return path

    def test_the_next_file_is_read_by_itself_and_every_row_counts(
        self, account: Account, june: Path, july: Path
    ) -> None:
        remember(UNTITLED)
        result = import_file(june, account.client_id, account=account.id, read_on=date(2026, 7, 1))
        assert (result.mapping, result.added, [row.line for row in result.refused]) == ("No titles", 2, [3])
        # 1204 + 96 by hand: the first line is a row.
        (metric,) = month_figures(account.client_id, Month(2026, 6))["accounts"][0]["metrics"]
        assert metric["value"] == "1300"
        result = import_file(july, account.client_id, account=account.id, read_on=date(2026, 7, 1))
        assert (result.mapping, result.added, result.first_day) == ("No titles", 1, date(2026, 7, 1))

    def test_two_that_fit_are_asked_and_one_that_is_given_reads(self, account: Account, july: Path) -> None:
        remember(UNTITLED)
        remember(
            replace(UNTITLED, name="Another tool", columns=(UNTITLED.columns[0], replace(SPEC.columns[1], title="C")))
        )
        assert [spec.name for spec in mappings_for(july)] == ["Another tool", "No titles"]
        with pytest.raises(SeveralMappings) as asked:
            preview_import(july, account.client_id)
        assert "“Another tool”, “No titles”" in asked.value.sentence()
        result = import_file(
            july,
            account.client_id,
            account=account.id,
            read_on=date(2026, 7, 1),
            mapping=mapping_named("no titles").spec,
        )
        assert result.added == 1

    def test_the_name_decides_whose_place_it_takes(self, workspace: object, july: Path) -> None:
        first = remember(UNTITLED)
        words = replace(UNTITLED, kinds=(Kind.DATE, Kind.WORDS, Kind.NUMBER))
        assert remember(words).id == first.id
        # A column that is empty this time keeps what it held before.
        again = remember(replace(UNTITLED, dates=DateForm.YMD))
        assert (again.id, again.spec.kinds, again.spec.dates) == (first.id, words.kinds, DateForm.YMD)
        with pytest.raises(UserError, match="Another mapping has the name"):
            remember(replace(UNTITLED, kinds=(Kind.DATE, Kind.NUMBER, Kind.NUMBER)))
        assert mapping_rows() == [again] and mapping_for(july) == again.spec

    def test_renamed_it_is_still_kept_once(self, workspace: object, july: Path) -> None:
        kept = remember(UNTITLED)
        rename_mapping(kept.id, "Renamed")
        assert remember(replace(UNTITLED, name="renamed")).id == kept.id
        assert remember(UNTITLED).id != kept.id
        assert len(mappings_for(july)) == 2

    def test_a_file_with_titles_is_never_read_by_it(self, account: Account, export: Path) -> None:
        remember(UNTITLED)
        with pytest.raises(UserError, match="no export"):
            preview_import(export, account.client_id)
        with pytest.raises(UserError, match="does not fit"):
            preview_import(export, account.client_id, answers=Answers(mapping=UNTITLED))
        remember(SPEC)
        assert mapping_for(export) == SPEC

    def test_it_travels_as_a_file(self, workspace: object, tmp_path: Path) -> None:
        path = tmp_path / f"none{SUFFIX}"
        path.write_bytes(export_mapping(UNTITLED))
        row = add_mapping_file(path)
        assert row.spec == UNTITLED and add_mapping_file(path).id == row.id
        data = json.loads(path.read_bytes())
        data["mapping"]["kinds"] = ["number", "words", "number"]
        path.write_text(json.dumps(data), encoding="utf-8")
        assert add_mapping_file(path).name == "No titles (2)"


@pytest.mark.usefixtures("workspace")
class TestRemembering:
    def test_the_same_titles_again_take_its_place(self) -> None:
        first = remember(SPEC)
        second = remember(replace(SPEC, name="Another name", titles=("note", "CLIC", "Giorno")))
        assert first.id == second.id
        assert [(row.name, row.spec.name) for row in mapping_rows()] == [("Another name", "Another name")]

    def test_a_name_belongs_to_one(self) -> None:
        remember(SPEC)
        other = remember(replace(SPEC, name="Other", titles=("Giorno", "Clic")))
        for act in (
            lambda: remember(replace(SPEC, name="other")),
            lambda: rename_mapping(other.id, " bing BY hand"),
            lambda: rename_mapping(other.id, " "),
            lambda: remember(replace(SPEC, name="")),
        ):
            with pytest.raises(UserError) as refused:
                act()
            assert refused.value.field == "name"
        assert [row.name for row in mapping_rows()] == ["Bing by hand", "Other"]

    def test_renaming_and_finding_by_name(self) -> None:
        rename_mapping(remember(SPEC).id, "  New   name ")
        assert mapping_named("new name").spec.name == "New name"
        with pytest.raises(UserError, match="no mapping"):
            mapping_named("Bing by hand")

    def test_a_deleted_one_comes_back(self, export: Path) -> None:
        kept = remember(SPEC)
        removed = delete_mapping(kept.id)
        assert mapping_rows() == [] and mapping_for(export) is None
        restore_mapping(removed)
        assert mapping_rows() == [kept] and mapping_for(export) == SPEC
        with pytest.raises(UserError, match="no longer exists"):
            delete_mapping(kept.id + 1)

    def test_an_incomplete_one_is_not_remembered(self) -> None:
        with pytest.raises(UserError, match="not complete"):
            remember(replace(SPEC, columns=SPEC.columns[:1]))


@pytest.mark.usefixtures("workspace")
class TestExchanging:
    def test_a_file_brings_the_mapping_and_its_own_metrics(self, tmp_path: Path) -> None:
        own = add_own_metric("bing_webmaster", "Chats", additivity=Additivity.UNIQUE)
        spec = replace(SPEC, columns=(*SPEC.columns, ColumnUse("Note", Role.METRIC, own.key)))
        path = tmp_path / f"hand{SUFFIX}"
        path.write_bytes(export_mapping(spec))
        delete_own_metric(own.key)
        assert own.key not in METRICS
        shared = read_mapping_file(path)
        assert shared.spec == spec and [metric.key for metric in shared.own] == [own.key]
        assert own.key not in METRICS
        row = add_mapping_file(path)
        assert row.spec == spec and METRICS[own.key].additivity is Additivity.UNIQUE

    def test_a_name_that_is_taken_gets_a_number(self, tmp_path: Path) -> None:
        remember(replace(SPEC, titles=("Giorno", "Clic")))
        path = tmp_path / f"hand{SUFFIX}"
        path.write_bytes(export_mapping(SPEC))
        assert add_mapping_file(path).name == "Bing by hand (2)"
        assert add_mapping_file(path).name == "Bing by hand (2)"
        assert len(mapping_rows()) == 2

    def test_a_file_without_a_name_takes_its_own(self, tmp_path: Path) -> None:
        path = tmp_path / f"From Anna{SUFFIX}"
        path.write_bytes(export_mapping(replace(SPEC, name="")))
        assert add_mapping_file(path).name == "From Anna"

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe\x00",
            b"[]",
            b"{}",
            b'{"kind": "smmdesk-mapping"}',
            b"[" * 100_000,
            b" " * 1_000_001,
        ],
    )
    def test_what_is_no_mapping(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / f"x{SUFFIX}"
        path.write_bytes(content)
        with pytest.raises(UserError, match="cannot be used"):
            add_mapping_file(path)
        assert mapping_rows() == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"platform": "myspace"}, "not known here"),
            ({"platform": "instagram"}, "not one of its platform"),
            ({"target": "posts"}, "not one of rows of this kind"),
            ({"columns": [{"title": "A", "role": "metric", "metric": "bing_webmaster.nothing.v1"}]}, "not known here"),
            ({"columns": []}, "not complete"),
        ],
    )
    def test_what_does_not_fit_this_program(self, tmp_path: Path, change: dict[str, object], words: str) -> None:
        data = json.loads(export_mapping(SPEC))
        data["mapping"].update(change)
        path = tmp_path / f"x{SUFFIX}"
        path.write_text(json.dumps(data), encoding="utf-8")
        with pytest.raises(UserError) as refused:
            add_mapping_file(path)
        assert words in refused.value.sentence()
        assert mapping_rows() == []

    @pytest.mark.parametrize("own", [{}, [1], [{"key": "bing_webmaster.own_x.v1"}], [{"key": 3}]])
    def test_own_metrics_that_cannot_be_read(self, tmp_path: Path, own: object) -> None:
        data = {**json.loads(export_mapping(SPEC)), "own_metrics": own}
        path = tmp_path / f"x{SUFFIX}"
        path.write_text(json.dumps(data), encoding="utf-8")
        with pytest.raises(UserError, match="cannot be used"):
            add_mapping_file(path)

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="could not be read"):
            read_mapping_file(tmp_path / "none")
