"""Damaged files of every kind: each ends in rows of the file or in one sentence, soon and in little memory."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator
from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.importers.detection import recognise
from smmdesk.importers.registry import FORMATS
from tests.conftest import SAMPLES
from tests.importers.fuzz.cases import case
from tests.importers.fuzz.desk import Desk, scratch_desk
from tests.importers.fuzz.oracle import Verdict, Wrong, judge
from tests.importers.fuzz.seeds import Seed, own_seeds, sample_seeds

QUICK = 150
LONG = 20_000
STRETCHES = 20
_HANGS = 120  # seconds after which a case that never ends ends the run, with where it stood


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[Seed]:
    """Return every sample that stands beside the checkout, and our own files."""
    found = sample_seeds(SAMPLES) if SAMPLES.is_dir() else []
    return [*found, *own_seeds(tmp_path_factory.mktemp("seeds"))]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with scratch_desk(tmp_path) as opened:
        yield opened


def run(
    seeds: list[Seed], numbers: range, folder: Path, desk: Desk, *, whole: int, heavy: float = 0.03
) -> list[Verdict]:
    """Judge a stretch of cases, each `whole`-th end to end; a failure names the case, by which it can be made again."""
    path, verdicts = folder / "case.bin", list[Verdict]()
    for number in numbers:
        one = case(number, seeds, heavy=heavy)
        path.write_bytes(one.data)
        faulthandler.dump_traceback_later(_HANGS, exit=True)
        try:
            verdict = judge(path)
            if number % whole == 0:
                desk.check(path, verdict)
        except Exception as error:
            raise AssertionError(f"{one.recipe}: {type(error).__name__}: {error}") from error
        finally:
            faulthandler.cancel_dump_traceback_later()
        verdict.rows = []
        verdicts.append(verdict)
    return verdicts


def test_some_damaged_files(seeds: list[Seed], tmp_path: Path, desk: Desk) -> None:
    verdicts = run(seeds, range(QUICK), tmp_path, desk, whole=8, heavy=0.01)
    assert sum(not verdict.refused for verdict in verdicts) > QUICK // 5  # else the checks would look at nothing
    assert sum(verdict.values for verdict in verdicts) > 1_000


@pytest.mark.long
@pytest.mark.parametrize("stretch", range(STRETCHES))
def test_twenty_thousand_damaged_files(seeds: list[Seed], tmp_path: Path, desk: Desk, stretch: int) -> None:
    count = LONG // STRETCHES
    first = 1_000_000 + stretch * count
    verdicts = run(seeds, range(first, first + count), tmp_path, desk, whole=20)
    assert sum(not verdict.refused for verdict in verdicts) > count // 5


def test_undamaged_seeds_are_read_and_come_in_whole(seeds: list[Seed], tmp_path: Path, desk: Desk) -> None:
    path = tmp_path / "seed.bin"
    for seed in seeds[::13]:
        path.write_bytes(seed.data)
        try:
            desk.check(path, judge(path))
        except Wrong as error:
            raise AssertionError(f"{seed.name}: {error}") from error


def test_every_format_has_a_seed(seeds: list[Seed], tmp_path: Path) -> None:
    # What is found by more than its columns may stand among the samples only; what has a refusal never names a file.
    known = [format_ for format_ in FORMATS if format_.read is not None and not format_.refusal]
    wanted = {format_.key for format_ in known if SAMPLES.is_dir() or format_.find is None}
    path = tmp_path / "seed.bin"
    for seed in reversed(seeds):
        path.write_bytes(seed.data)
        try:
            wanted.discard(recognise(path).format)
        except UserError:
            continue
        if not wanted:
            break
    assert not wanted


def test_a_case_is_made_again_from_its_number(seeds: list[Seed]) -> None:
    assert [case(number, seeds).data for number in range(30)] == [case(number, seeds).data for number in range(30)]
