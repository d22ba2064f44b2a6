"""The command line within this process: what each command prints, keeps and answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from smmdesk.cli import main
from smmdesk.core.i18n import current_language
from smmdesk.core.paths import own_workspace
from smmdesk.core.settings import MachineSettings, save_settings
from smmdesk.domain.demo import practice
from smmdesk.domain.demo.files import exports_of
from smmdesk.store.database import database, read_header, transaction
from smmdesk.store.lock import WriterLock
from smmdesk.store.opening import open_workspace

BAR = ["client", "add", "Hotel Bar", "--language", "it", "--currency", "EUR", "--timezone", "Europe/Rome"]
CONTRACT = [
    "contract",
    "add",
    "--client",
    "hotel-bar",
    "--start",
    "2026-01-01",
    "--end",
    "2026-12-31",
    "--fee",
    "700,00",
]

COMMANDS = (
    "demo", "client", "account", "contract", "formats", "template", "mapping", "import", "numbers", "report", "figures",
    "check", "backup",
)  # fmt: skip

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs one command: (exit code, stdout, stderr)."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@contextmanager
def connected(path: Path) -> Iterator[None]:
    """Open a workspace as the only writer, to damage it."""
    opened = open_workspace(path)
    try:
        with transaction():
            yield
    finally:
        opened.close()


def done(answer: tuple[int, str, str]) -> str:
    code, out, err = answer
    assert (code, err) == (0, "")
    return out


def data(answer: tuple[int, str, str]) -> Any:
    return json.loads(done(answer))


@pytest.fixture
def bar(run: Run) -> Run:
    """Return `run` with a client in the own workspace."""
    done(run(*BAR))
    return run


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Return an Instagram export of October to December 2025 that names its account."""
    folder = tmp_path / "exports"
    folder.mkdir()
    return next(iter(exports_of(practice.STORY, folder))).path


class TestHelp:
    def test_it_names_the_commands_of_this_version_and_no_others(self, run):
        out = done(run("--help"))
        for word in [
            "demo",
            "client",
            "account",
            "contract",
            "formats",
            "template",
            "import",
            "report",
            "figures",
            "check",
            "backup",
        ]:
            assert f"\n    {word} " in out
        for word in ("vault", "verify", "restore", "offboard", "erase"):
            assert word not in out
        assert "4 a gate blocks" in out.replace("\n", " ")
        assert "export" not in done(run("client", "--help"))

    def test_every_command_takes_a_workspace(self, run):
        for words in (("client", "add"), ("import",), ("check",), ("template", "ledger")):
            out = done(run(*words, "--help"))
            assert "--workspace" in out
            assert "--data-dir" in out
            assert ("--json" in out) == (words != ("template", "ledger"))

    @pytest.mark.parametrize(
        "words",
        [
            [],
            ["fly"],
            ["client"],
            ["client", "add", "A"],
            [*CONTRACT[:-1], "1.234,50"],
            [*CONTRACT[:-1], "7.005"],
            [*CONTRACT, "--quota", "post"],
            [*CONTRACT, "--carry-over", "some"],
            [*CONTRACT, "--margin", "x"],
            ["figures", "--month", "10/2026", "--client", "A"],
            ["import", "a.csv", "--client", "A", "--period", "2026-10-31..2026-10-01"],
            ["import", "a.csv", "--client", "A", "--account", "x", "--create-accounts"],
            ["report", "--month", "2026-10", "--out", "x"],
            ["check", "--works"],
        ],
    )
    def test_what_was_mistyped_ends_with_2_and_one_sentence(self, run, words):
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert "--help" in err


class TestClients:
    def test_the_first_client_makes_the_workspace(self, run):
        assert not own_workspace().exists()
        made = data(run(*BAR, "--json"))
        assert own_workspace().exists()
        assert made == {
            "id": 1, "name": "Hotel Bar", "handle": "hotel-bar", "language": "it", "address": "voi", "currency": "EUR",
            "timezone": "Europe/Rome", "recoverable_vat": "100", "seasonal": False, "weekdays": False,
            "engagement": "reach", "archived": False,
        }  # fmt: skip
        assert data(run("client", "list", "--json")) == [made]
        assert "Hotel Bar" in done(run("client", "list"))

    def test_a_named_workspace_is_made_too_and_nothing_else(self, run, tmp_path):
        path = tmp_path / "other" / "mine.smmdesk"
        done(run("--workspace", path, *BAR, "--address", "lei", "--recoverable-vat", "0", "--seasonal"))
        assert data(run("client", "list", "--workspace", path, "--json"))[0]["address"] == "Lei"
        assert not own_workspace().exists()

    def test_how_its_numbers_are_compared_is_said_at_once(self, run):
        made = data(run(*BAR, "--weekdays", "--engagement", "Views", "--json"))
        assert (made["weekdays"], made["engagement"]) == (True, "views")
        code, _out, err = run("client", "add", "Other", *BAR[3:], "--engagement", "likes")
        assert code == 1
        assert "likes" in err

    def test_what_is_refused_leaves_no_workspace_behind(self, run):
        code, out, err = run(*BAR[:-1], "Europe/Rom")
        assert (code, out) == (1, "")
        assert err == "Europe/Rom is not a known time zone. Did you mean Europe/Rome?\n"
        assert not own_workspace().exists()

    def test_the_same_name_twice(self, bar):
        code, _out, err = bar(*BAR)
        assert code == 1
        assert "already a client named Hotel Bar" in err

    def test_without_a_workspace_the_others_refuse_with_words(self, run, tmp_path):
        for words in (
            ["client", "list"], ["account", "list"], CONTRACT, ["figures", "--month", "2026-06", "--client", "1"],
            ["check"], ["backup"], ["import", "x.csv", "--client", "1"],
            ["account", "add", "--client", "1", "--platform", "x", "--handle", "a"],
            ["report", "--month", "2026-06", "--all", "--out", str(tmp_path)],
        ):  # fmt: skip
            code, out, err = run(*words)
            assert (code, out) == (1, "")
            assert err.startswith("You have no workspace yet.")
            code, _out, err = run(*words, "--workspace", tmp_path / "none.smmdesk")
            assert code == 1
            assert "none.smmdesk" in err
        assert not own_workspace().exists()

    def test_a_file_that_is_no_workspace_is_left_alone(self, run, tmp_path):
        path = tmp_path / "photo.smmdesk"
        path.write_text("not one")
        for words in (BAR, ["client", "list"]):
            code, _out, err = run(*words, "--workspace", path)
            assert code == 1
            assert "not a workspace" in err
        assert path.read_text() == "not one"

    def test_a_terminal_gets_no_control_characters(self, run):
        done(run(*BAR[:2], "Bar \x1b[31m\u202e<b>", *BAR[3:]))
        out = done(run("client", "list"))
        assert "Bar [31m<b>" in out
        assert "\x1b" not in out
        assert "\u202e" not in out

    def test_the_language_is_the_settings_else_the_machines(self, run, monkeypatch):
        monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")
        done(run(*BAR))
        assert current_language() == "it"
        save_settings(MachineSettings(language="en"))
        done(run("client", "list"))
        assert current_language() == "en"


class TestAccountsAndContracts:
    def test_accounts(self, bar):
        made = data(
            bar(
                "account",
                "add",
                "--client",
                "1",
                "--platform",
                "instagram",
                "--handle",
                "@bar",
                "--name",
                "Bar",
                "--json",
            )
        )
        assert made == {
            "id": 1, "client": {"id": 1, "name": "Hotel Bar"}, "platform": "instagram", "handle": "bar", "name": "Bar",
            "external_id": "", "guest": False,
        }  # fmt: skip
        assert data(bar("account", "list", "--client", "HOTEL BAR", "--json")) == [made]
        assert "Instagram" in done(bar("account", "list"))
        code, _out, err = bar("account", "add", "--client", "1", "--platform", "myspace", "--handle", "a")
        assert code == 1
        assert "instagram, facebook" in err
        code, _out, _err = bar("account", "list", "--client", "nobody")
        assert code == 1

    def test_contracts(self, bar):
        made = data(
            bar(
                *CONTRACT, "--quota", "post=12", "--quota", "other:Menu=1", "--carry-over", "2", "--margin", "55,5",
                "--typical-order", "85.00", "--look-back", "30", "--notice", "31/10/2026", "--json",
            )
        )  # fmt: skip
        assert made == {
            "id": 1, "client_id": 1, "start": "2026-01-01", "end": "2026-12-31", "notice": "2026-10-31",
            "fee": "700.00", "quotas": {"post": 12, "other:Menu": 1}, "carry_over": 2, "look_back": 30,
            "margin": "55.5", "typical_order": "85.00",
        }  # fmt: skip
        code, _out, err = bar(*CONTRACT)
        assert code == 1
        assert "01/01/2026" in err

    @pytest.mark.parametrize(("typed", "kept"), [("none", "none"), ("0", "none"), ("3", 3), ("unlimited", "unlimited")])
    def test_carry_over(self, bar, typed, kept):
        assert data(bar(*CONTRACT, "--carry-over", typed, "--json"))["carry_over"] == kept

    @pytest.mark.parametrize(
        "words", [["--quota", "post=1", "--quota", "post=2"], ["--quota", "tweet=1"], ["--margin", "101"]]
    )
    def test_contradictions_are_refused(self, bar, words):
        code, out, err = bar(*CONTRACT, *words)
        assert (code, out) == (1, "")
        assert err
        assert data(bar(*CONTRACT, "--json"))["id"] == 1


class TestImport:
    def test_formats_and_template_need_no_workspace(self, run, tmp_path):
        known = data(run("formats", "--json"))
        assert {"ledger_sheet", "meta_content_instagram", "ga4"} <= {one["format"] for one in known}
        assert all({"format", "platform", "languages", "title", "holds"} <= one.keys() for one in known)
        assert "meta_content_instagram" in done(run("formats"))
        sheet = done(run("template", "ledger"))
        assert sheet.startswith("id,row,date,month,")
        assert not own_workspace().exists()

    def test_an_account_that_the_client_lacks_is_a_question(self, bar, posts):
        code, out, err = bar("import", posts, "--client", "1", "--read-on", "2026-01-05", "--json")
        told = json.loads(out)
        assert code == 2
        assert [question["code"] for question in told[0]["questions"]] == ["new_accounts"]
        assert "--create-accounts" in err
        assert data(bar("account", "list", "--json")) == []

    def test_the_read_date_is_a_question(self, bar, posts):
        code, out, err = bar("import", posts, "--client", "1", "--create-accounts")
        assert (code, out) == (2, "")
        assert "--read-on" in err
        code, out, _err = bar("import", posts, "--client", "1", "--create-accounts", "--json")
        assert [set(question) for question in json.loads(out)[0]["questions"]] == [
            {"code", "choices", "guess", "reason", "platforms"}
        ]

    def test_a_file_is_kept_once(self, bar, posts):
        words = ["import", posts, "--client", "1", "--create-accounts", "--read-on", "2026-01-05"]
        preview = data(bar(*words, "--dry-run", "--json"))[0]
        assert data(bar("account", "list", "--json")) == []
        first = data(bar(*words, "--json"))[0]
        assert first["added"] == preview["added"] == first["rows"]["data"] == 24
        assert next(iter(first)) == "file"
        assert first["file"] == str(posts)
        assert {
            "format", "language", "accounts", "period", "rows", "added", "updated", "unchanged", "refused", "questions"
        } <= first.keys()  # fmt: skip
        assert set(first["rows"]) == {"data", "merged", "total", "footer", "description", "error", "refused"}
        assert first["period"]["from"].startswith("2025-10")
        again = data(bar(*words, "--json"))[0]
        assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 24)
        told = done(bar(*words))
        assert "unchanged 24" in told

    def test_each_file_is_settled_by_itself(self, bar, posts, tmp_path):
        empty = tmp_path / "empty.csv"
        empty.touch()
        code, out, err = bar(
            "import", empty, posts, tmp_path, tmp_path / "none.csv", "--client", "1", "--create-accounts", "--read-on",
            "2026-01-05", "--json",
        )  # fmt: skip
        told = json.loads(out)
        assert code == 1
        assert [bool(one["error"]) for one in told] == [True, False, True, True]
        assert told[1]["added"] == 24
        assert err.count("\n") == 3
        assert "empty.csv" in err

    def test_files_of_one_name_are_told_apart_by_their_folders(self, bar, tmp_path):
        for folder in ("bar", "spa"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "notes.csv").write_text("nothing", encoding="utf-8")
        (tmp_path / "alone.csv").write_text("nothing", encoding="utf-8")
        files = [tmp_path / "bar" / "notes.csv", tmp_path / "spa" / "notes.csv", tmp_path / "alone.csv"]
        code, _out, err = bar("import", "--client", "1", *files)
        assert code == 1
        assert [line.split(": ")[0] for line in err.splitlines()] == ["bar/notes.csv", "spa/notes.csv", "alone.csv"]

    def test_kept_originals_are_read_again(self, bar, posts):
        first = data(bar("import", posts, "--client", "1", "--create-accounts", "--read-on", "2026-01-05", "--json"))[0]
        with connected(own_workspace()):
            database.execute_sql("UPDATE post_reading SET value = 1 WHERE post_id = 1")
        number = first["import_id"]
        told = data(bar("import", "--again", number, "--dry-run", "--json"))[0]
        assert (told["import_id"], told["has_changes"], told["dry_run"]) == (number, True, True)
        changed = {one["metric"]: one["changed"] for one in told["metrics"]}
        assert changed["instagram.post.views.v1"] == 1
        assert "changed" in done(bar("import", "--all", "--client", "1", "--dry-run"))
        assert "this is how it is kept now" in done(bar("import", "--all"))
        told = data(bar("import", "--again", number, "--json"))[0]
        assert told["has_changes"] is False
        assert "nothing changes" in done(bar("import", "--again", number))
        code, _out, err = bar("import", "--again", "99")
        assert code == 1
        assert "no longer exists" in err

    def test_an_import_without_files_or_client_is_refused(self, bar, posts):
        for words in (["import", "--client", "1"], ["import", posts], ["import", posts, "--client", "1", "--all"]):
            with pytest.raises(SystemExit) as refused:
                bar(*words)
            assert refused.value.code == 2

    def test_a_dry_run_shows_the_first_rows(self, bar, posts):
        words = ["import", posts, "--client", "1", "--create-accounts", "--read-on", "2026-01-05", "--dry-run"]
        assert "instagram.post.views.v1" in done(bar(*words))
        assert len(data(bar(*words, "--json"))[0]["first_rows"]["posts"]) >= 20

    def test_a_ledger_comes_in_and_its_bad_rows_are_named(self, bar, tmp_path):
        sheet = tmp_path / "ledger.csv"
        sheet.write_text(
            "id,row,date,kind,amount\nA,cost,2026-06-01,ads,100.00\nB,cost,2026-06-31,ads,1.00\nC,cost,2026-06-02,ads,x\n"
        )
        code, out, _err = bar("import", sheet, "--client", "1", "--json")
        told = json.loads(out)[0]
        assert code == 0
        assert (told["format"], told["added"], told["rows"]["refused"]) == ("ledger_sheet", 1, 2)
        assert [(row["line"], row["column"], row["value"]) for row in told["refused"]] == [
            (3, "date", "2026-06-31"), (4, "amount", "x")
        ]  # fmt: skip
        assert "line 3, date:" in done(bar("import", sheet, "--client", "1"))


class TestNumbers:
    """Typed numbers: set, listed, taken back, refused."""

    SET = ("numbers", "set", "--client", "hotel-bar", "--account", "hotelbar", "--month", "2026-06")
    LIST = ("numbers", "list", "--client", "hotel-bar", "--account", "hotelbar", "--month", "2026-06")

    @pytest.fixture
    def tiktok(self, bar: Run) -> Run:
        done(bar("account", "add", "--client", "hotel-bar", "--platform", "tiktok", "--handle", "hotelbar"))
        return bar

    def test_are_set_and_listed(self, tiktok: Run) -> None:
        told = done(
            tiktok(
                *self.SET, "video_views=1234", "Reached audience=99", "--state", "profile_views=not_applicable",
                "--state", "video_views=estimated", "--read-on", "2026-07-05",
            )
        )  # fmt: skip
        assert "added 3, updated 0, unchanged 0" in told
        listed = {one["metric"]: one for one in data(tiktok(*self.LIST, "--json"))["numbers"]}
        views = listed["tiktok.video_views.v1"]
        assert (views["value"], views["state"], views["typed"]) == ("1234", "estimated", True)
        assert (views["read_on"], views["rows"]) == ("2026-07-05", ["import-1"])
        assert listed["tiktok.profile_views.v1"]["state"] == "not_applicable"
        assert listed["tiktok.likes.v1"]["state"] is None
        assert "Numbers typed by hand" in done(tiktok(*self.LIST))

    def test_the_same_again_changes_nothing_and_empty_takes_back(self, tiktok: Run) -> None:
        done(tiktok(*self.SET, "video_views=5", "--read-on", "2026-07-05"))
        again = data(tiktok(*self.SET, "video_views=5", "--read-on", "2026-07-05", "--json"))
        assert (again["import_ids"], again["unchanged"]) == ([], 1)
        back = data(tiktok(*self.SET, "video_views=", "--read-on", "2026-07-05", "--json"))
        assert (back["import_ids"], back["taken_back"]) == ([2], 1)
        assert data(tiktok(*self.LIST, "--history", "--json"))["numbers"] == []

    def test_one_day_of_the_month(self, tiktok: Run) -> None:
        done(tiktok(*self.SET, "video_views=5", "--day", "2026-06-14", "--read-on", "2026-07-05"))
        (views,) = data(tiktok(*self.LIST, "--history", "--json"))["numbers"]
        assert (views["value"], views["state"]) == ("5", "not_yet_complete")

    def test_reach_the_figures(self, tiktok: Run) -> None:
        done(tiktok(*self.SET, "video_views=5", "--read-on", "2026-07-05"))
        figures = data(tiktok("figures", "--month", "2026-06", "--client", "hotel-bar", "--json"))
        (account,) = [one for one in figures["accounts"] if one["platform"] == "tiktok"]
        assert [(one["metric"], one["value"]) for one in account["metrics"]] == [("tiktok.video_views.v1", "5")]

    @pytest.mark.parametrize(
        ("typed", "code", "words"),
        [
            (("nothing=5",), 1, "has no metric named nothing"),
            (("video_views=1.5",), 1, "counted in whole numbers"),
            ((), 1, "Nothing to set"),
            (("video_views",), 2, "is not a number"),
            (("video_views=many",), 2, "is not a number"),
            (("--state", "video_views=missing"), 2, "is not a state"),
            (("video_views=5", "--read-on", "2999-01-01"), 1, "lies in the future"),
        ],
    )
    def test_what_cannot_be_is_refused(self, tiktok: Run, typed: tuple[str, ...], code: int, words: str) -> None:
        answer = tiktok(*self.SET, *typed)
        assert answer[0] == code
        assert words in answer[2]
        assert all(one["state"] is None for one in data(tiktok(*self.LIST, "--json"))["numbers"])


class TestFigures:
    def test_they_come_with_their_rows_and_read_beside_a_writer(self, bar, tmp_path):
        sheet = tmp_path / "ledger.csv"
        sheet.write_text("id,row,date,kind,amount\nA,cost,2026-06-01,ads,100.00\n")
        done(bar(*CONTRACT))
        done(bar("import", sheet, "--client", "1"))
        lock = WriterLock(own_workspace())
        assert lock.acquire("another") is None
        try:
            found = data(bar("figures", "--month", "2026-06", "--client", "1", "--json"))
            assert found["ledger"]["invested"] == {"value": "100.00", "rows": ["I1"]}
            assert found["ledger"]["roi"]["headline"]["value"] == "-100.00"
            out = done(bar("figures", "--month", "2026-06", "--client", "1"))
            assert "Invested" in out
            assert "100.00" in out
            done(bar("client", "list"))
            done(bar("account", "list"))
            done(bar("check"))
            for words in (BAR, CONTRACT, ["import", str(sheet), "--client", "1"], ["backup"]):
                code, out, err = bar(*words)
                assert (code, out) == (3, "")
                assert "another" in err
        finally:
            lock.release()

    def test_a_blocked_month_prints_its_gates_and_ends_with_4(self, bar, tmp_path):
        done(bar(*CONTRACT))
        sheet = tmp_path / "ledger.csv"
        sheet.write_text("id,row,date,kind,amount,currency\nA,cost,2026-06-01,ads,100.00,USD\n")
        done(bar("import", sheet, "--client", "1"))
        code, out, err = bar("figures", "--month", "2026-06", "--client", "1", "--json")
        found = json.loads(out)
        assert code == 4
        assert found["ledger"]["state"] == "blocked"
        assert [gate["code"] for gate in found["ledger"]["gates"]] == ["rate_missing"]
        assert found["ledger"]["invested"]["value"] is None
        assert "rate_missing" in err
        assert "I1" in err
        code, out, err = bar("report", "--month", "2026-06", "--client", "1", "--out", tmp_path / "out", "--json")
        told = json.loads(out)[0]
        assert code == 4
        assert (told["path"], told["state"], told["gates"][0]["code"]) == (None, None, "rate_missing")
        assert "Hotel Bar" in err
        assert not (tmp_path / "out").exists()


class TestReport:
    def test_it_is_written_whole_under_its_name(self, bar, tmp_path):
        done(bar(*CONTRACT))
        out = tmp_path / "out"
        assert (
            done(bar("report", "--month", "2026-06", "--client", "1", "--out", out)) == f"{out}/hotel-bar-2026-06.pdf\n"
        )
        assert (out / "hotel-bar-2026-06.pdf").read_bytes().startswith(b"%PDF-")
        assert [path.name for path in out.iterdir()] == ["hotel-bar-2026-06.pdf"]

    def test_all_clients_each_by_itself(self, bar, tmp_path):
        done(bar(*BAR[:2], "Alba", *BAR[3:]))
        told = data(bar("report", "--month", "2026-06", "--all", "--out", tmp_path / "out", "--json"))
        assert [(Path(one["path"]).name, one["state"], one["month"]) for one in told] == [
            ("alba-2026-06.pdf", "draft", "2026-06"), ("hotel-bar-2026-06.pdf", "draft", "2026-06")
        ]  # fmt: skip

    def test_other_variants_are_refused_with_words(self, bar, tmp_path):
        code, out, err = bar("report", "--month", "2026-06", "--client", "1", "--out", tmp_path, "--variant", "brief")
        assert (code, out) == (1, "")
        assert "standard" in err

    def test_a_place_that_cannot_be_written(self, bar, tmp_path):
        blocked = tmp_path / "file"
        blocked.write_text("mine")
        code, out, err = bar("report", "--month", "2026-06", "--client", "1", "--out", blocked)
        assert (code, out) == (1, "")
        assert err
        assert blocked.read_text() == "mine"


class TestCheckAndBackup:
    def test_a_sound_workspace(self, bar):
        told = data(bar("check", "--json"))
        assert told["fine"] is True
        assert [one["code"] for one in told["checks"]] == ["integrity", "references", "schema", "files", "imports"]
        assert "All is well" in done(bar("check"))

    def test_a_foreign_index_is_said_and_ends_with_1(self, bar):
        import apsw

        other = apsw.Connection(str(own_workspace()))
        other.execute('CREATE INDEX "mine" ON "client" ("name")')
        other.close()
        code, out, _err = bar("check")
        assert code == 1
        assert "mine" in out
        code, out, _err = bar("check", "--json")
        assert code == 1
        assert json.loads(out)["fine"] is False

    def test_a_backup_is_a_workspace_of_its_own(self, bar):
        path = Path(data(bar("backup", "--json"))["path"])
        assert read_header(path) == read_header(own_workspace())
        assert data(bar("client", "list", "--workspace", path, "--json"))[0]["name"] == "Hotel Bar"


class TestTrouble:
    def test_a_bug_is_told_once_without_anything_of_a_client(self, bar, monkeypatch):
        def broken(_client_id: int | None = None) -> None:
            raise ValueError("Hotel Bar owes 700.00")

        monkeypatch.setattr("smmdesk.cli.clients.account_rows", broken)
        code, out, err = bar("account", "list")
        assert (code, out) == (1, "")
        assert "ValueError" in err
        assert "Hotel Bar" not in err

    def test_ctrl_c_says_nothing(self, bar, monkeypatch):
        def stopped(**_words: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("smmdesk.cli.clients.client_rows", stopped)
        assert bar("client", "list") == (130, "", "")
