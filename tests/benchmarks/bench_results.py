"""The page Results of an account with 100,000 posts: its thirteen months, the order of its posts, a page of them."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from smmdesk.core.periods import Month
from smmdesk.domain.accounts import Account
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.results import sums
from smmdesk.domain.results.account_table import account_table
from smmdesk.domain.results.post_list import PostChoice, listed_posts, post_order
from tests.benchmarks.measuring import Benchmark, Measurement, at_most
from tests.benchmarks.posts import LAST_DAY, PLATFORM, POSTS, desk, write_export

RUNS = 7
LAST_MONTH = Month.of(LAST_DAY).previous  # the last whole one


@contextmanager
def account() -> Iterator[tuple[int, int]]:
    """Give an account and its client with all posts imported."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        write_export(folder / "posts.csv")
        with desk(folder) as (_path, client):
            import_file(folder / "posts.csv", client, account=1, read_on=LAST_DAY + timedelta(days=3))
            yield Account.get().id, client


def median_ms(run: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Return the median time of some runs in milliseconds; `before` prepares each and is not counted."""
    spent = []
    for _run in range(RUNS):
        before()
        started = time.perf_counter()
        run()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def measure_months() -> Measurement:
    """Measure the table of thirteen months as the page asks for it, again and for the first time."""
    with account() as (account_id, client):
        first = median_ms(lambda: account_table(account_id, client, LAST_MONTH), sums._post_month.cache_clear)
        again = median_ms(lambda: account_table(account_id, client, LAST_MONTH))
    return Measurement(first, f"nothing known before; {again:.0f} ms when it was read before")


def measure_order() -> Measurement:
    """Measure the order of all posts by a metric."""
    with account() as (account_id, _client):
        spent = median_ms(lambda: post_order(account_id, PostChoice(), f"{PLATFORM}.post.views.v1"))
    return Measurement(spent, f"all {POSTS:,} posts, in pieces")


def measure_page() -> Measurement:
    """Measure the reading of a hundred posts from the middle of the list."""
    with account() as (account_id, _client):
        ids = post_order(account_id, PostChoice()).ids
        spent = median_ms(lambda: listed_posts(account_id, ids[POSTS // 2 : POSTS // 2 + 100]))
    return Measurement(spent, "a hundred posts with all values, tags and pictures")


BENCHMARKS = (
    Benchmark("thirteen months of an account with 100,000 posts", at_most(100, "ms"), measure_months),
    Benchmark("order of 100,000 posts by a metric", at_most(1_000, "ms"), measure_order),
    Benchmark("a page of 100,000 posts", at_most(100, "ms"), measure_page),
)
