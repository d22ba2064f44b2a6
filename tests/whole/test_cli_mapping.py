"""Mappings on the command line: exchanged as files, and used by an import."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from smmdesk.cli import main
from smmdesk.importers.mapping.spec import ColumnUse, Kind, MappingSpec, Role, Target, to_json

Run = Callable[..., tuple[int, str, str]]
SPEC = MappingSpec(
    "Bing by hand",
    Target.DAYS,
    "bing_webmaster",
    titles=("Giorno", "Clic", "Chat"),
    columns=(
        ColumnUse("Giorno", Role.DAY),
        ColumnUse("Clic", Role.METRIC, "bing_webmaster.clicks.v1"),
        ColumnUse("Chat", Role.METRIC, "bing_webmaster.own_chats.v1"),
    ),
)
OWN = {
    "key": "bing_webmaster.own_chats.v1",
    "title": "Chats",
    "meaning": "",
    "unit": "count",
    "additivity": "A",
    "direction": "up_is_good",
    "span": "day",
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs one command on a desk with a client and its account: (exit code, stdout, stderr)."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    made = run("client", "add", "Bar", "--language", "it", "--currency", "EUR", "--timezone", "Europe/Rome")
    assert made[0] == 0
    assert run("account", "add", "--client", "bar", "--platform", "bing_webmaster", "--handle", "bar.example")[0] == 0
    return run


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Return a mapping as a colleague would send it."""
    path = tmp_path / "hand.smmdesk-mapping"
    data = {"kind": "smmdesk-mapping", "mapping": to_json(SPEC), "own_metrics": [OWN]}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return a file that only the mapping can read."""
    path = tmp_path / "hand.csv"
    path.write_text("Giorno;Clic;Chat\n25/06/2026;1.204;3\n26/06/2026;96;4\n", encoding="utf-8")
    return path


def test_a_mapping_travels_from_desk_to_desk(run: Run, shared: Path, tmp_path: Path) -> None:
    code, out, _err = run("mapping", "list")
    assert code == 0 and "No mapping is remembered yet" in out
    assert run("mapping", "add", shared) == (0, "The mapping “Bing by hand” is remembered.\n", "")
    listed = json.loads(run("mapping", "list", "--json")[1])
    assert listed == [
        {"name": "Bing by hand", "target": "days", "platform": "bing_webmaster", "columns": ["Giorno", "Clic", "Chat"]}
    ]
    shown = run("mapping", "show", "bing by hand")[1]
    assert "One row per day of the account" in shown and "Chats (bing_webmaster.own_chats.v1)" in shown
    assert json.loads(run("mapping", "show", "bing by hand", "--json")[1]) == to_json(SPEC)
    path = tmp_path / "again"
    code, out, _err = run("mapping", "export", "bing by hand", path)
    assert (code, out.strip()) == (0, f"{path}.smmdesk-mapping")
    sent = json.loads(Path(out.strip()).read_text(encoding="utf-8"))
    assert sent["mapping"] == to_json(SPEC) and [one["title"] for one in sent["own_metrics"]] == ["Chats"]
    code, _out, err = run("mapping", "export", "bing by hand", path)
    assert code == 1 and "exists already" in err
    assert run("mapping", "remove", "Bing by hand")[0] == 0
    assert json.loads(run("mapping", "list", "--json")[1]) == []
    assert run("mapping", "show", "Bing by hand")[0] == 1


def test_an_import_by_a_file_by_a_name_and_by_itself(run: Run, shared: Path, export: Path) -> None:
    told = ("--client", "bar", "--account", "bar.example", "--read-on", "2026-07-01")
    code, _out, err = run("import", export, *told)
    assert code == 1 and "no export" in err
    assert "Map its columns" in err and "--mapping" in err
    (told_so,) = json.loads(run("import", export, *told, "--json")[1])
    assert told_so["can_be_mapped"] is True
    dry = json.loads(run("import", export, *told, "--mapping", shared, "--dry-run", "--json")[1])
    assert (dry[0]["added"], dry[0]["mapping"], dry[0]["format"]) == (2, "Bing by hand", "mapping")
    code, out, _err = run("import", export, *told, "--mapping", shared)
    assert code == 0 and "by the mapping “Bing by hand”" in out and "added 2" in out
    run("mapping", "add", shared)
    code, out, _err = run("import", export, *told, "--mapping", "bing by hand")
    assert code == 0 and "unchanged 2" in out
    code, out, _err = run("import", export, *told)
    assert code == 0 and "unchanged 2" in out
    figures = json.loads(run("figures", "--client", "bar", "--month", "2026-06", "--json")[1])
    values = {one["metric"]: one["value"] for one in figures["accounts"][0]["metrics"]}
    assert values == {"bing_webmaster.clicks.v1": "1300", "bing_webmaster.own_chats.v1": "7"}


def test_what_the_mapping_leaves_open_is_a_question(run: Run, shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text("Giorno;Clic;Chat\n01/06/2026;1;3\n", encoding="utf-8")
    told = ("--client", "bar", "--account", "bar.example", "--read-on", "2026-07-01", "--mapping", str(shared))
    code, out, err = run("import", path, *told)
    assert (code, out) == (2, "") and "two ways" in err and "Possible: dmy, mdy" in err


def test_a_mapping_that_is_none(run: Run, export: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.smmdesk-mapping"
    bad.write_text("{}", encoding="utf-8")
    code, _out, err = run("import", export, "--client", "bar", "--mapping", bad)
    assert code == 1 and "cannot be used" in err
    assert run("mapping", "add", bad)[0] == 1
    code, _out, err = run("import", export, "--client", "bar", "--mapping", "nowhere")
    assert code == 1 and "no mapping “nowhere”" in err


def test_a_file_without_titles_is_recognised_and_two_mappings_are_asked(run: Run, tmp_path: Path) -> None:
    spec = replace(
        SPEC,
        titles=("A", "B"),
        columns=(ColumnUse("A", Role.DAY), ColumnUse("B", Role.METRIC, "bing_webmaster.clicks.v1")),
        kinds=(Kind.DATE, Kind.NUMBER),
    )
    sent = tmp_path / "bare.smmdesk-mapping"
    sent.write_text(json.dumps({"kind": "smmdesk-mapping", "mapping": to_json(spec)}), encoding="utf-8")
    export = tmp_path / "june.csv"
    export.write_text("25/06/2026;1.204\n26/06/2026;96\n", encoding="utf-8")
    told = ("--client", "bar", "--account", "bar.example", "--read-on", "2026-07-01")
    assert run("mapping", "add", sent)[0] == 0
    shown = run("mapping", "show", "bing by hand")[1]
    assert "For tables without titles whose columns hold: date, number." in shown
    assert json.loads(run("mapping", "show", "bing by hand", "--json")[1]) == to_json(spec)
    code, out, _err = run("import", export, *told)
    assert code == 0 and "by the mapping “Bing by hand”" in out and "added 2" in out
    sent.write_text(
        json.dumps({"kind": "smmdesk-mapping", "mapping": to_json(replace(spec, name="Other"))}), encoding="utf-8"
    )
    assert run("mapping", "add", sent)[0] == 0
    code, _out, err = run("import", export, *told)
    assert code == 1 and "several mappings fit its columns: “Bing by hand”, “Other”" in err
    code, out, _err = run("import", export, *told, "--mapping", "other")
    assert code == 0 and "unchanged 2" in out
