"""The command line's start: `--help` against a bare interpreter."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from tests.benchmarks.measuring import Measurement, at_most

NAME = "the command line's --help above bare Python"
BAR = at_most(0.15, "s")
RUNS = 11


def seconds(*arguments: str) -> float:
    """Return how long an interpreter takes with these arguments, from start to end."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure() -> Measurement:
    """Measure both in turn and take the median of the differences."""
    ours, bare = ("-m", "smmdesk", "--help"), ("-c", "pass")
    seconds(*ours), seconds(*bare)
    pairs = [(seconds(*ours), seconds(*bare)) for _run in range(RUNS)]
    help_, python = (statistics.median(side) for side in zip(*pairs, strict=True))
    above = statistics.median(one - other for one, other in pairs)
    return Measurement(above, f"--help {help_ * 1000:.0f} ms, bare Python {python * 1000:.0f} ms")
