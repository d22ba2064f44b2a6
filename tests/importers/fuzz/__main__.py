"""Run a stretch of cases: `python -m tests.importers.fuzz FIRST COUNT [FOLDER]`; failing files are kept in FOLDER.

Every tenth case is imported into a scratch workspace and undone, too.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from pathlib import Path

from tests.conftest import SAMPLES
from tests.importers.fuzz.cases import case
from tests.importers.fuzz.desk import scratch_desk
from tests.importers.fuzz.oracle import judge
from tests.importers.fuzz.seeds import own_seeds, sample_seeds


def main(arguments: list[str]) -> int:
    """Return how many cases failed, at most 100."""
    first, count = int(arguments[0]), int(arguments[1])
    kept = Path(arguments[2]) if len(arguments) > 2 else None
    read = refused = values = imported = failed = 0
    slowest = largest = (0.0, "")
    with tempfile.TemporaryDirectory() as name, scratch_desk(folder := Path(name)) as desk:
        seeds = [*(sample_seeds(SAMPLES) if SAMPLES.is_dir() else []), *own_seeds(folder)]
        path = folder / "case.bin"
        for number in range(first, first + count):
            one = case(number, seeds)
            path.write_bytes(one.data)
            try:
                verdict = judge(path)
                imported += not number % 10 and desk.check(path, verdict)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is the finding
                failed += 1
                where = traceback.extract_tb(error.__traceback__)[-1]
                told = f"{type(error).__name__}: {str(error)[:300]} ({Path(where.filename).name}:{where.lineno})"
                print(f"{one.recipe}\n    {told}", flush=True)
                if kept is not None:
                    kept.mkdir(exist_ok=True)
                    (kept / f"{number}.bin").write_bytes(one.data)
                continue
            read += not verdict.refused
            refused += bool(verdict.refused)
            values += verdict.values
            slowest = max(slowest, (verdict.seconds, one.recipe))
            largest = max(largest, (verdict.memory / (1 << 20), one.recipe))
    print(
        f"{count} cases: {read} read, {refused} refused, {failed} FAILED, {values} values found in their files,"
        f" {imported} imported and undone"
    )
    print(f"slowest {slowest[0]:.2f} s ({slowest[1]}); most memory {largest[0]:.0f} MB ({largest[1]})")
    return min(failed, 100)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
