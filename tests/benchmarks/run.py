"""Run the benchmarks one after another, each in a process of its own: `start.py bench [words of the name]`.

A module `bench_*.py` beside this one exposes NAME, BAR (`at_most`, `at_least`) and `measure() -> Measurement`, or
BENCHMARKS, a tuple of Benchmark, where it holds several.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tests.benchmarks.measuring import Benchmark, Unavailable

PASSED, FELL_SHORT, FAILED, NOT_MEASURED = "passed", "FELL SHORT", "FAILED", "not measured"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one benchmark, ready to be printed."""

    name: str
    figure: str
    bar: str
    verdict: str
    detail: str


def benchmarks_of(module: ModuleType) -> tuple[Benchmark, ...]:
    """Return the benchmarks that a module exposes."""
    if hasattr(module, "BENCHMARKS"):
        return tuple(module.BENCHMARKS)
    return (Benchmark(module.NAME, module.BAR, module.measure),)


def discover(folder: Path) -> list[tuple[str, int, Benchmark]]:
    """Return every benchmark beside this file: its module, its place there, and itself."""
    found: list[tuple[str, int, Benchmark]] = []
    for path in sorted(folder.glob("bench_*.py")):
        module = f"tests.benchmarks.{path.stem}"
        for place, benchmark in enumerate(benchmarks_of(importlib.import_module(module))):
            found.append((module, place, benchmark))
    return found


def measured(benchmark: Benchmark) -> Outcome:
    """Measure one benchmark and hold it against its bar."""
    try:
        result = benchmark.measure()
    except Unavailable as reason:
        return Outcome(benchmark.name, "–", str(benchmark.bar), NOT_MEASURED, str(reason))
    verdict = PASSED if benchmark.bar.holds(result.ratio) else FELL_SHORT
    return Outcome(
        benchmark.name, f"{result.ratio:.2f} {benchmark.bar.unit}", str(benchmark.bar), verdict, result.detail
    )


def measured_in_child(module: str, place: int) -> Outcome:
    """Measure inside a fresh process, in a data folder of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["SMMDESK_DATA_DIR"] = folder
        return measured(benchmarks_of(importlib.import_module(module))[place])


def run_one(module: str, place: int, benchmark: Benchmark) -> Outcome:
    """Measure one benchmark in a process of its own; what fails there is an outcome, not the end of the run."""
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        future = pool.submit(measured_in_child, module, place)
        problem = future.exception()
    if problem is None:
        return future.result()
    text = "its process died" if isinstance(problem, BrokenProcessPool) else f"{type(problem).__name__}: {problem}"
    return Outcome(benchmark.name, "–", str(benchmark.bar), FAILED, text)


def table(outcomes: list[Outcome]) -> str:
    """Return the outcomes as lines in columns."""
    rows = [("what", "measured", "bar", "")] + [(each.name, each.figure, each.bar, each.verdict) for each in outcomes]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main(words: list[str]) -> int:
    """Run the benchmarks whose name holds every word; return 1 where one fell short or failed, 2 where none fits."""
    chosen = [
        entry
        for entry in discover(Path(__file__).parent)
        if all(word.lower() in entry[2].name.lower() for word in words)
    ]
    if not chosen:
        print("No benchmark has such a name.")
        return 2
    outcomes: list[Outcome] = []
    for module, place, benchmark in chosen:
        print(f"{benchmark.name} …", flush=True)
        outcome = run_one(module, place, benchmark)
        print(f"  {outcome.figure} (bar {outcome.bar}): {outcome.verdict}. {outcome.detail}", flush=True)
        outcomes.append(outcome)
    print("\n" + table(outcomes))
    return 1 if any(outcome.verdict in (FELL_SHORT, FAILED) for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
