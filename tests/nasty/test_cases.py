"""The table of 98 is whole: each is tried somewhere, or says why it cannot happen to us."""

import ast
import sys
from pathlib import Path

import pytest

from tests.nasty.cases import CASES, Case
from tests.nasty.test_nasty import ROWS

TESTS = Path(__file__).parents[1]
ROWS_OF = {number: [row for row in ROWS if row.number.split()[0] == str(number)] for number in range(1, 99)}


def test_all_98_are_there_and_counted():
    assert [case.number for case in CASES] == list(range(1, 99))
    tried = [case for case in CASES if not case.cannot]
    rows = sum(len(ROWS_OF[case.number]) for case in CASES)
    tests = {name for case in tried for name in case.tried.split()}
    sys.stdout.write(
        f"\n98 nasty inputs: {len(tried)} tried in {rows} rows and {len(tests)} tests, "
        f"{98 - len(tried)} cannot happen to us\n"
    )
    assert sum(map(len, ROWS_OF.values())) == len(ROWS), "a row whose number is none of the 98"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number} {case.comes}")
def test_it_is_tried_or_says_why_not(case: Case):
    assert bool(case.tried or ROWS_OF[case.number]) != bool(case.cannot)
    for name in case.tried.split():
        file, _, test = name.partition(":")
        tree = ast.parse((TESTS / f"{file}.py").read_text(encoding="utf-8"))
        functions = {one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert test in functions, f"{name} is gone"
