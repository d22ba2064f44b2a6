"""What may be done with a number: only flows are added up, in named functions, and nothing else adds readings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

import smmdesk
from smmdesk.core.readings import Additivity, Metric, joint_total, mean_rate, pooled_rate, reach_bounds, total_of

PACKAGE = Path(smmdesk.__file__).parent
FLOW = Metric("x.clicks.v1", "Clicks", "")
NEVER = [one for one in Additivity if one is not Additivity.FLOW]

# Functions that may add readings up: flows, and the two of roi.md 2.2 with the mean that is named beside the rate.
NAMED = {
    ("core/readings.py", "total_of"),
    ("core/readings.py", "joint_total"),
    ("core/readings.py", "reach_bounds"),
    ("core/readings.py", "pooled_rate"),
    ("core/readings.py", "mean_rate"),
}
# Everything else that adds up in core, domain and documents, and what: none of it are readings of platforms' metrics
# but where it says how they are kept to flows.
OTHERS = {
    "core/roi/": "rows of the ledger, in hundredths",
    "core/money.py": "hundredths",
    "core/status.py": "season weights",
    "core/growth.py": "distances of days from their median",
    "core/comparison.py": "the mean of six months, to judge a change by; never shown",
    "domain/deliverables/": "pieces of work",
    "domain/ledger/": "claims of platforms over accounts: flows from segment_sums; rows of a sheet",
    "domain/imports/": "rows of files",
    "domain/results/compared.py": "calls its own method, which is total_of",
    "domain/results/ratios.py": "ratio_figure: the numerators of a ratio, declared in RATIOS",
    "domain/results/typed/": "how many numbers a save added and changed",
    "domain/demo/": "what the example invents",
    "domain/reports/kpis.py": "bookings and orders of the ledger",
    "domain/reports/preflight.py": "items of a list",
    "documents/": "widths, heights, amounts of the ledger",
}
ADDING_SQL = ("sum(", "total(", "avg(")
SQL_OTHERS = {
    "domain/imports/comparing.py": "rows that are new or the same",
    "domain/imports/again.py": "readings that are new or the same, counted",
    "domain/results/sums.py": "flows of posts only: `post_months` leaves out what is not `is_summed_over_posts`",
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for layer in ("core", "domain", "documents"):
        for path in sorted((PACKAGE / layer).rglob("*.py")):
            yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def additions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the function in which something is added up by `sum`, `fsum`, `mean` or the like, and the line."""

    def walk(node: ast.AST, inside: str) -> Iterator[tuple[str, int]]:
        for child in ast.iter_child_nodes(node):
            within = child.name if isinstance(child, ast.FunctionDef) else inside
            if isinstance(child, ast.Call):
                called = child.func
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                if name in ("sum", "fsum", "mean", "fmean", "accumulate", "reduce", "total"):
                    yield within, child.lineno
            yield from walk(child, within)

    yield from walk(tree, "")


def grown_in_loops(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield where a loop adds the `value` of something onto something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
            for part in ast.walk(node.value):
                if isinstance(part, ast.Compare):
                    break  # a count of what is there
                if isinstance(part, ast.Attribute) and part.attr in ("value", "values"):
                    yield ast.unparse(node), node.lineno


def statements(tree: ast.Module) -> Iterator[tuple[str, int]]:
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value, node.lineno


def test_nothing_outside_the_named_functions_adds_readings_up() -> None:
    found = [
        (path, function, line)
        for path, tree in sources()
        for function, line in additions(tree)
        if (path, function) not in NAMED and not path.startswith(tuple(OTHERS))
    ]
    assert found == []


def test_what_may_add_up_in_the_results_is_told_by_name() -> None:
    found = {
        (path, function)
        for path, tree in sources()
        if path.startswith(("domain/results/", "domain/reports/channels", "domain/figures", "domain/today"))
        for function, _line in additions(tree)
    }
    assert found == {
        ("domain/results/ratios.py", "ratio_figure"),
        ("domain/results/typed/commands.py", "keep"),
        ("domain/results/typed/commands.py", "keep_numbers"),
        ("domain/results/compared.py", "_compared"),
        ("domain/results/compared.py", "_weekdays_back"),
    }


def test_no_loop_adds_readings_up() -> None:
    found = [
        (path, text, line)
        for path, tree in sources()
        if path.startswith(("domain/results/", "domain/reports/channels", "domain/figures", "documents/monthly"))
        for text, line in grown_in_loops(tree)
    ]
    assert found == []


def test_no_statement_adds_readings_up() -> None:
    found = [
        (path, line)
        for path, tree in sources()
        if path.startswith("domain/")
        for text, line in statements(tree)
        if "SELECT" in text.upper() and any(word in text.lower() for word in ADDING_SQL) and path not in SQL_OTHERS
    ]
    assert found == []


@pytest.mark.parametrize("additivity", NEVER)
def test_only_flows_are_added_up(additivity: Additivity) -> None:
    other = Metric("x.y.v1", "Y", "", additivity=additivity)
    with pytest.raises(ValueError, match="may not be added up"):
        total_of(other, [1, 2])
    with pytest.raises(ValueError, match="may not be added up"):
        joint_total([(FLOW, 1), (other, 2)])
    assert total_of(FLOW, [1, 2]) == joint_total([(FLOW, 1), (FLOW, 2)]) == 3


def test_k1_the_average_post_is_another_number_than_the_rate() -> None:
    posts = [(50, 200), (100, 10_000)]
    assert mean_rate(posts) == Fraction(13, 100)
    assert pooled_rate(posts) == Fraction(150, 10_200)
    assert mean_rate([]) is None


def test_reach_is_a_pair() -> None:
    assert reach_bounds([]) is None
    assert reach_bounds([3, 1, 1, 1]) == (3, 6)
