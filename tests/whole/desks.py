"""A desk as an outsider has one: a workspace, sheets written by hand, and the command line to speak with it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from smmdesk.cli import main

CLIENT = "Hotel Bar"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
Told = tuple[int, str, str]


class Desk:
    """One workspace with one client, and files beside it; every answer is what the command line printed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.workspace = folder / "desk.smmdesk"
        self._capsys = capsys
        (folder / "p.csv").write_text("order,amount\n1,2\n", encoding="utf-8")
        (folder / "shot.png").write_bytes(PNG)

    def run(self, *arguments: str | Path) -> Told:
        """Run one command on the workspace: exit code, stdout, stderr."""
        code = main(["--workspace", str(self.workspace), *map(str, arguments)])
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def done(self, *arguments: str | Path) -> str:
        """Run one command that must succeed without a word on stderr; return what it printed."""
        code, out, err = self.run(*arguments)
        assert (code, err) == (0, ""), (code, out, err)
        return out

    def data(self, *arguments: str | Path) -> Any:
        """Return what a command prints as JSON, whatever its exit code."""
        _code, out, _err = self.run(*arguments, "--json")
        return json.loads(out)

    def sheet(self, rows: Iterable[Mapping[str, str]], name: str = "ledger.csv", delimiter: str = ",") -> Path:
        """Write rows as a ledger sheet, with just the columns that they name."""
        rows = list(rows)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        path = self.folder / name
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, columns, delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
        return path

    def take(self, path: Path, *options: str) -> tuple[int, dict[str, Any]]:
        """Import one file: exit code and what was told of it."""
        code, out, _err = self.run("import", path, "--client", CLIENT, "--json", *options)
        (told,) = json.loads(out)
        return code, told

    def book(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Import ledger rows of which none may be refused."""
        code, told = self.take(self.sheet(rows))
        assert (code, told["refused"], told["error"]) == (0, [], ""), told

    def figures(self, month: str = "2026-06") -> tuple[int, dict[str, Any]]:
        """Return exit code and the figures of a month."""
        code, out, _err = self.run("figures", "--month", month, "--client", CLIENT, "--json")
        return code, json.loads(out)

    def ledger(self, month: str = "2026-06") -> dict[str, Any]:
        """Return the ledger's part of the figures of a month."""
        return self.figures(month)[1]["ledger"]

    def report(self, month: str = "2026-06") -> bytes:
        """Write the report of a month and return its bytes."""
        out = self.folder / "reports"
        self.done("report", "--month", month, "--client", CLIENT, "--out", out)
        return (out / f"hotel-bar-{month}.pdf").read_bytes()


MakeDesk = Callable[..., Desk]


def make_desk(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    contract: bool = True,
    margin: str | None = "55",
    typical_order: str | None = None,
    look_back: str = "90",
    start: str = "2026-01-01",
    end: str = "2026-12-31",
    currency: str = "EUR",
    recoverable: str = "100",
    language: str = "en",
    timezone: str = "Europe/Rome",
) -> Desk:
    """Make a desk with the client Hotel Bar and, unless told otherwise, a contract with a margin of 55 %."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(folder, capsys)
    desk.done(
        "client", "add", CLIENT, "--language", language, "--currency", currency, "--timezone", timezone,
        "--recoverable-vat", recoverable,
    )  # fmt: skip
    if contract:
        terms = ["--start", start, "--end", end, "--fee", "700", "--look-back", look_back]
        terms += ["--margin", margin] if margin else []
        terms += ["--typical-order", typical_order] if typical_order else []
        desk.done("contract", "add", "--client", CLIENT, *terms)
    return desk


# ---------------------------------------------------------------------------------------- rows of a sheet

Sheet = list[dict[str, str]]


def value(name: str, amount: str, **columns: str) -> dict[str, str]:
    """Return a measured sale with proof, net, of which 55 % stays (the contract's margin)."""
    row = {"id": name, "row": "value", "date": "2026-06-10", "kind": "sale", "tie": "code", "amount": amount}
    return row | {"tier": "measured", "evidence": "p.csv"} | columns


def confirmed(name: str, amount: str, **columns: str) -> dict[str, str]:
    told_by = {"tier": "confirmed", "evidence": "", "tie": "", "confirmed_by": "Anna", "confirmed_on": "2026-07-01"}
    return value(name, amount, **(told_by | columns))


def estimated(name: str, amount: str, **columns: str) -> dict[str, str]:
    return value(name, amount, **({"tier": "estimated", "evidence": "", "tie": ""} | columns))


def cost(name: str, amount: str, kind: str = "fee", **columns: str) -> dict[str, str]:
    return {"id": name, "row": "cost", "date": "2026-06-01", "kind": kind, "amount": amount} | columns


def total(amount: str, **columns: str) -> dict[str, str]:
    return {"id": "all-sales", "row": "total", "date": "2026-06-30", "amount": amount} | columns
