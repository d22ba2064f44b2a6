"""The benchmark runner: what it finds, how it judges, what a failure does to the table."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.benchmarks import run
from tests.benchmarks.measuring import Bar, Benchmark, Measurement, Unavailable, at_least, at_most


@pytest.mark.parametrize(
    ("bar", "figure", "verdict"),
    [
        (at_most(3), 3.0, run.PASSED),
        (at_most(3), 3.01, run.FELL_SHORT),
        (at_least(0.8), 0.8, run.PASSED),
        (at_least(0.8), 0.79, run.FELL_SHORT),
        (at_most(200, "MB"), 180.0, run.PASSED),
    ],
)
def test_a_figure_is_held_against_its_bar(bar: Bar, figure: float, verdict: str) -> None:
    outcome = run.measured(Benchmark("import", bar, lambda: Measurement(figure, "1 s beside 2 s")))
    assert (outcome.verdict, outcome.detail) == (verdict, "1 s beside 2 s")


def test_a_missing_yardstick_is_told_and_is_no_pass() -> None:
    def measure() -> Measurement:
        raise Unavailable("KeePassXC is not installed")

    outcome = run.measured(Benchmark("start", at_most(1), measure))
    assert (outcome.figure, outcome.verdict, outcome.detail) == ("–", run.NOT_MEASURED, "KeePassXC is not installed")


def test_a_module_shows_one_benchmark_or_several() -> None:
    one = ModuleType("bench_one")
    one.__dict__.update(NAME="one", BAR=at_most(1), measure=lambda: Measurement(1, ""))
    several = ModuleType("bench_several")
    several.__dict__["BENCHMARKS"] = (*run.benchmarks_of(one), *run.benchmarks_of(one))
    assert [benchmark.name for benchmark in run.benchmarks_of(one)] == ["one"]
    assert [benchmark.name for benchmark in run.benchmarks_of(several)] == ["one", "one"]


def test_the_table_has_a_line_for_each_outcome() -> None:
    outcomes = [
        run.Outcome("import", "2.50 ×", "≤ 3 ×", run.PASSED, ""),
        run.Outcome("start to window", "3.10 ×", "≤ 3 ×", run.FELL_SHORT, ""),
    ]
    lines = run.table(outcomes).splitlines()
    assert [line.split("  ")[0] for line in lines] == ["what", "import", "start to window"]
    assert lines[2].endswith(run.FELL_SHORT)


def test_an_unknown_name_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["no such benchmark"]) == 2
    assert capsys.readouterr().out == "No benchmark has such a name.\n"


def test_what_fails_in_its_process_is_an_outcome() -> None:
    benchmark = Benchmark("gone", at_most(1), lambda: Measurement(1, ""))
    outcome = run.run_one("tests.benchmarks.bench_that_is_not_there", 0, benchmark)
    assert outcome.verdict == run.FAILED
    assert "ModuleNotFoundError" in outcome.detail
