"""No function over 40 lines (without its docstring), no module over 250; how long they are, room by room."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tools.source import BESIDE, ROOMS, Module, modules

LONGEST_FUNCTION = 40
LONGEST_MODULE = 250
WISHED_MEDIAN = 8
# One step of the schema, written by Alembic and read once.
GENERATED = "storage/migrations/versions/"
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Function:
    module: Module
    node: Definition
    lines: int

    @property
    def name(self) -> str:
        return f"{self.module.path}:{self.node.name}"


def findings(root: Path) -> list[str]:
    found = [
        module for module in modules(root, *ROOMS, *BESIDE) if not str(module.path).startswith(GENERATED)
    ]
    print_table(found)
    return [*long_functions(found), *long_modules(found)]


def print_table(found: list[Module]) -> None:
    print(f"{'room':<12}{'functions':>10}{'median':>8}{'longest':>9}")
    for room in (*ROOMS, *BESIDE):
        functions = [function for module in found if module.room == room for function in functions_of(module)]
        if functions:
            print(row(room, functions))


def row(room: str, functions: list[Function]) -> str:
    longest = max(functions, key=lambda function: function.lines)
    middle = median(function.lines for function in functions)
    mark = "" if middle <= WISHED_MEDIAN else f"  (we want a median of {WISHED_MEDIAN} at most)"
    return f"{room:<12}{len(functions):>10}{middle:>8g}{longest.lines:>9}  {longest.name}{mark}"


def long_functions(found: list[Module]) -> Iterator[str]:
    for module in found:
        for function in functions_of(module):
            if function.lines > LONGEST_FUNCTION:
                what = f"{function.node.name} has {function.lines} lines, {LONGEST_FUNCTION} are allowed"
                yield module.finding(function.node, what)


def long_modules(found: list[Module]) -> Iterator[str]:
    for module in found:
        lines = module.text.count("\n")
        # A file of tests tells all the stories of its screen; its functions are held short all the same.
        if lines > LONGEST_MODULE and module.room != "tests":
            yield f"{module.path}:1: {lines} lines, {LONGEST_MODULE} are allowed"


def functions_of(module: Module) -> Iterator[Function]:
    for node in ast.walk(module.tree):
        if isinstance(node, Definition):
            yield Function(module, node, length(node))


def length(node: Definition) -> int:
    """Lines from `def` to the end, without the docstring."""
    end = node.end_lineno or node.lineno
    return end - node.lineno + 1 - docstring_length(node)


def docstring_length(node: Definition) -> int:
    if ast.get_docstring(node, clean=False) is None:
        return 0
    docstring = node.body[0]
    return (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
