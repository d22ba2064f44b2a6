"""What an outsider tries on the command line: bad words, hostile names, held and foreign files, and the paper."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from pikepdf import pdfa

from smmdesk.cli import main
from smmdesk.store.lock import WriterLock
from tests.documents.reading import links, pages, text
from tests.whole.desks import CLIENT, Desk, MakeDesk, confirmed, cost, estimated, value

CLIENT_WORDS = {"language": "it", "currency": "EUR", "timezone": "Europe/Rome"}
ACCOUNT_WORDS = {"client": CLIENT, "platform": "instagram", "handle": "bar"}
CONTRACT_WORDS = {"client": CLIENT, "start": "2027-01-01", "end": "2027-12-31", "fee": "700"}
HOSTILE = '<b>B</b> & <img src="/etc/passwd"/> &amp; <para>&lt; {x} %s'
WORLD = "Łódź Żółć Ελλάδα Привет 中文 😀"


def words(options: dict[str, str]) -> list[str]:
    return [f"--{name}={text}" for name, text in options.items()]


# ------------------------------------------------------------------------------------------ refusals

REFUSED = [
    (["client", "add", "  "], CLIENT_WORDS),
    (["client", "add", CLIENT], CLIENT_WORDS),
    (["client", "add", "hotel  BAR"], CLIENT_WORDS),
    (["client", "add", "N" * 10_000], CLIENT_WORDS),
    (["client", "add", "x"], CLIENT_WORDS | {"language": "xx"}),
    (["client", "add", "x"], CLIENT_WORDS | {"currency": "EURO"}),
    (["client", "add", "x"], CLIENT_WORDS | {"timezone": "../../etc/passwd"}),
    (["client", "add", "x"], CLIENT_WORDS | {"address": "du"}),
    (["client", "add", "x"], CLIENT_WORDS | {"recoverable-vat": "101"}),
    (["account", "add"], ACCOUNT_WORDS | {"client": "nobody"}),
    (["account", "add"], ACCOUNT_WORDS | {"platform": "myspace"}),
    (["account", "add"], ACCOUNT_WORDS | {"handle": "@"}),
    (["contract", "add"], CONTRACT_WORDS | {"client": "nobody"}),
    (["contract", "add"], CONTRACT_WORDS | {"end": "2026-12-31", "start": "2027-01-01"}),
    (["contract", "add"], CONTRACT_WORDS | {"start": "2026-12-31"}),  # two contracts on one day
    (["contract", "add"], CONTRACT_WORDS | {"fee": "-1"}),
    (["contract", "add"], CONTRACT_WORDS | {"quota": "posts=3"}),
    (["contract", "add"], CONTRACT_WORDS | {"margin": "120"}),
    (["contract", "add"], CONTRACT_WORDS | {"notice": "2028-06-01"}),
    (["report", "--month=2026-06", "--out=here"], {"client": "nobody"}),
    *[(["report", "--month=2026-06", "--out=here"], {"client": CLIENT, "variant": one}) for one in ("full", "brief")],
    (["figures", "--month=2026-06"], {"client": "nobody"}),
]


@pytest.mark.parametrize(("command", "options"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_saved(
    command: list[str], options: dict[str, str], desk: Desk
) -> None:
    before = desk.workspace.read_bytes()
    code, out, err = desk.run(*command, *words(options), "--json")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert len(err.split()) >= 3
    assert "Traceback" not in err and "should not" not in err
    assert desk.workspace.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        ["figure"],
        ["client", "remove", "x"],
        ["client", "add", "x"],
        ["report", "--month", "2026-06", "--out", "here"],
        ["report", "--month", "2026-06", "--out", "here", "--all", "--client", "x"],
        ["client", "list", "--js"],
    ],
)
def test_a_mistyped_command_ends_with_2(command: list[str], desk: Desk) -> None:
    code, out, err = desk.run(*command)
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("name", [HOSTILE, WORLD, "مطعم البحر", "../../etc", "1", "Cafe\u0301", "-x"])
def test_any_name_comes_back_as_it_was_and_finds_its_client(name: str, desk: Desk) -> None:
    made = json.loads(desk.done("client", "add", *words(CLIENT_WORDS), "--json", "--", name))
    assert made["name"] in (name, "Café")
    assert re.fullmatch(r"[a-z0-9-]+", made["handle"])
    listed = json.loads(desk.done("client", "list", "--json"))
    assert {one["name"] for one in listed} == {CLIENT, made["name"]}
    for word in (made["name"], made["handle"], str(made["id"]) if name != "1" else "1"):
        told = json.loads(desk.done("figures", "--month", "2026-06", f"--client={word}", "--json"))
        assert told["client"] == {"id": made["id"], "name": made["name"]}


# ------------------------------------------------------------------------------------------ the file


def test_a_held_workspace_ends_a_writer_with_3_and_lets_readers_read(desk: Desk) -> None:
    lock = WriterLock(desk.workspace)
    assert lock.acquire("the window") is None
    try:
        # Another process holds it: this one's lock object is another, and the text beside the file names the holder.
        code, out, err = desk.run("client", "add", "B", *words(CLIENT_WORDS), "--json")
        assert (code, out) == (3, "")
        assert "the window" in err
        assert re.search(r"since \d{4}-\d{2}-\d{2} \d{2}:\d{2}", err)
        code, out, _err = desk.run("import", desk.sheet([cost("a", "1")]), "--client", CLIENT, "--json")
        assert (code, out) == (3, "")
        for command in (["client", "list"], ["account", "list"], ["formats"], ["template", "ledger"], ["check"]):
            desk.done(*command)
        desk.done("figures", "--month", "2026-06", "--client", CLIENT)
        desk.done("report", "--month", "2026-06", "--client", CLIENT, "--out", desk.folder / "out")
    finally:
        lock.release()


def test_wrong_files_as_workspace_are_refused_with_every_byte_in_place(desk: Desk, tmp_path: Path) -> None:
    newer, foreign, words_only, half = (tmp_path / f"{name}.smmdesk" for name in ("newer", "foreign", "text", "half"))
    shutil.copy(desk.workspace, newer)
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE x (a)")
    connection.close()
    words_only.write_text("hello", encoding="utf-8")
    half.write_bytes(desk.workspace.read_bytes()[: desk.workspace.stat().st_size // 2])
    (tmp_path / "folder.smmdesk").mkdir()
    for path in (newer, foreign, words_only, half, tmp_path / "folder.smmdesk", tmp_path / "missing.smmdesk"):
        before = path.read_bytes() if path.is_file() else None
        other = Desk(desk.folder, desk._capsys)
        other.workspace = path
        code, out, err = other.run("client", "list", "--json")
        assert (code, out, err.count("\n")) == (1, "", 1), path
        assert (path.read_bytes() if path.is_file() else None) == before


def test_no_data_without_a_workspace_makes_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["client", "list"], ["check"], ["figures", "--month", "2026-06", "--client", "x"]):
        assert main([*command, "--workspace", str(tmp_path / "none.smmdesk")]) == 1
        assert capsys.readouterr().out == ""
    assert not list(tmp_path.glob("none*"))


# ------------------------------------------------------------------------------------------ the paper


def test_the_report_names_its_file_and_equal_input_gives_equal_bytes(desk: Desk) -> None:
    desk.book([value("a", "100"), cost("k", "40")])
    first, second = desk.folder / "one", desk.folder / "two"
    printed = desk.done("report", "--month", "2026-06", "--client", CLIENT, "--out", first)
    assert printed.strip() == str(first / "hotel-bar-2026-06.pdf")
    (told,) = json.loads(desk.done("report", "--month", "2026-06", "--all", "--out", second, "--json"))
    assert (told["path"], told["error"], told["gates"]) == (str(second / "hotel-bar-2026-06.pdf"), "", [])
    assert [path.name for path in first.iterdir()] == ["hotel-bar-2026-06.pdf"]
    assert Path(told["path"]).read_bytes() == (first / "hotel-bar-2026-06.pdf").read_bytes()
    assert pdfa.validate_written(first / "hotel-bar-2026-06.pdf", "3b").findings == []


def test_of_all_clients_the_blocked_one_is_named_and_the_others_are_written(desk: Desk) -> None:
    desk.book([cost("a", "-5")])
    desk.done("client", "add", "Other", *words(CLIENT_WORDS))
    code, out, err = desk.run("report", "--month", "2026-06", "--all", "--out", desk.folder / "out", "--json")
    told = {one["client"]["name"]: one for one in json.loads(out)}
    assert code == 4
    assert [gate["code"] for gate in told[CLIENT]["gates"]] == ["costs_below_zero"]
    assert (told[CLIENT]["path"], told["Other"]["error"]) == (None, "")
    assert [path.name for path in (desk.folder / "out").iterdir()] == ["other-2026-06.pdf"]
    assert "costs_below_zero" in err


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_row_of_the_ledger_stands_in_the_paper(language: str, a_desk: MakeDesk) -> None:
    desk = a_desk(language=language)
    rows = [value("a", "1234.56"), confirmed("b", "500", description="Three calls"), estimated("c", "80")]
    rows += [value("late", "77.77", date="2026-05-20", entered_month="2026-06"), value("r", "-34.56", reverses="a")]
    rows += [cost("k", "900", "production", spread_months="12"), cost("l", "301.23", "ads")]
    desk.book(rows)
    paper = text(desk.report()).replace("\u00a0", " ").replace("\u202f", " ")
    ledger = desk.ledger()
    for row in ledger["rows"]:
        amount = f"{abs(float(row['amount'])):,.2f}"
        shown = amount if language == "en" else amount.translate(str.maketrans(",.", ".,"))
        assert re.search(rf"\b{row['mark']}\b", paper), row
        assert shown in paper, row
    assert "Three calls" in paper


def test_page_one_adds_up_with_a_pocket_calculator(desk: Desk) -> None:
    desk.book([value("a", "1000.91"), confirmed("b", "500.90"), cost("k", "300.49"), cost("l", "99.50", "ads")])
    first = pages(desk.report())[0].replace("\u00a0", " ")
    # Measured 550.50, confirmed 275.50, together 826.00; invested 399.99.
    shown = [int(one.replace(",", "")) for one in re.findall(r"€(\d[\d,]*)(?![\d.,]*\d)", first)]
    assert {826, 400, 426} <= set(shown)
    parts = re.search(r"Measured €(\d+).*Confirmed by you €(\d+)", first)
    assert parts is not None
    assert int(parts[1]) + int(parts[2]) == 826


def test_hostile_words_stand_literally_in_the_paper_and_lead_nowhere(desk: Desk) -> None:
    made = json.loads(desk.done("client", "add", HOSTILE, *words(CLIENT_WORDS | {"language": "en"}), "--json"))
    desk.done("contract", "add", "--client", HOSTILE, *words(CONTRACT_WORDS | {"start": "2026-01-01"})[1:])
    desk.done("account", "add", "--client", HOSTILE, "--platform", "instagram", "--handle", "<i>h</i>")
    proof = desk.folder / "<b>ev & <i>.csv"
    proof.write_text("x", encoding="utf-8")
    rows = [
        value("<b>1</b>", "100", description=HOSTILE, evidence=proof.name, note="<hr>" + "long note " * 1000),
        confirmed("2", "10", confirmed_by="<b>Anna</b> &", description=WORLD),
        estimated(
            "3", "10", description="nul\x0b \u202eRTL\u202c zero\u200bwidth مطعم שלום", note="<a href='file:///x'>"
        ),
        cost("4", "5", description="W" * 3000),
    ]
    path = desk.sheet(rows, "hostile.csv")
    code, out, err = desk.run("import", path, "--client", HOSTILE, "--json")
    assert (code, json.loads(out)[0]["refused"], err) == (0, [], "")
    out_folder = desk.folder / "out"
    desk.done("report", "--month", "2026-06", "--client", HOSTILE, "--out", out_folder)
    written = out_folder / f"{made['handle']}-2026-06.pdf"
    paper = text(written.read_bytes())
    for part in ('<b>B</b> & <img src="/etc/passwd"/>', "&amp; <para>&lt; {x} %s", "<b>Anna</b> &", "<b>ev & <i>.csv"):
        assert part in paper, part
    for part in ("Łódź Żółć", "Ελλάδα", "Привет", "中文", "😀"):
        assert part in paper, part
    assert links(written.read_bytes()) == ["inside"] * len(links(written.read_bytes()))
    assert pdfa.validate_written(written, "3b").findings == []


def test_without_costs_and_margin_the_paper_does_not_say_that_nothing_came_back(a_desk: MakeDesk) -> None:
    desk = a_desk(margin=None)
    desk.book([value("a", "100", kind="booking")])
    assert (desk.ledger()["state"], desk.ledger()["proven"]["value"]) == ("no_cost", None)
    paper = text(desk.report()).replace("\u00a0", " ")
    assert "€0 came back" not in paper
    assert "You sold €100.00; your margin is needed to say what came back." in paper
    assert "M1 Booking" in paper
