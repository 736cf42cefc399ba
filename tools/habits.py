"""House habits that ruff cannot see."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import telegram

from tools.source import BESIDE, ROOMS, Module, modules

ANSWERS_THROUGH_THE_OUTBOX = {"handlers", "actions", "scheduler", "web", "views"}
WITHOUT_WAITING = {"actions", "views", "domain", "locales"}
WITHOUT_TASKS = {*ROOMS} - {"bot", "simulator"}
CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "time"}
ACTS = ("send_", "edit_", "copy_", "forward_", "delete_", "pin_", "unpin_", "answer_", "reply_", "stop_")
EXEMPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore|fmt:\s*off|pragma)\b(?P<rest>[^\n]*)")
REASONED = re.compile(r"(?>:\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*|\[[\w, -]+\])\W*[^\W\d]")


def findings(root: Path) -> list[str]:
    return [
        finding for module in modules(root, *ROOMS, *BESIDE) for habit in HABITS for finding in habit(module)
    ]


def nobody_sends_past_the_outbox(module: Module) -> Iterator[str]:
    if module.room in ANSWERS_THROUGH_THE_OUTBOX:
        for call in calls(module):
            if isinstance(call.func, ast.Attribute) and call.func.attr in telegram_acts():
                yield module.finding(call, f"{call.func.attr} sends past the outbox: return a Reply instead")


def background_work_is_bots(module: Module) -> Iterator[str]:
    if module.room in WITHOUT_TASKS:
        for call in calls(module):
            if called(call) in {"create_task", "ensure_future", "run_coroutine_threadsafe"}:
                yield module.finding(call, f"{called(call)}: background work is bot/'s alone")


def nothing_waits_below_the_doors(module: Module) -> Iterator[str]:
    if module.room in WITHOUT_WAITING:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.AsyncFunctionDef):
                yield module.finding(node, f"{node.name} is async: below the doors nothing waits")


def an_exemption_has_its_reason(module: Module) -> Iterator[str]:
    for number, line in enumerate(module.text.splitlines(), start=1):
        exemption = EXEMPTION.search(line)
        if exemption and not REASONED.match(exemption["rest"]):
            yield module.finding(number, "an exemption names its rule, and its reason beside it")


def nothing_of_ours_is_mocked(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and "mock" in ast.unparse(node):
            yield module.finding(node, "no mocks: use the simulator, a real database, or a plain function")


def no_test_is_hurried(module: Module) -> Iterator[str]:
    """docs/decisions/0120-waiting-in-tests.md"""
    if module.room == "tests":
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and _limit(node) is not None:
                yield module.finding(node, "a limit of its own: in_time, eventually or PATIENCE guard a test")
            if isinstance(node, ast.Compare) and _at_most_so_long(node):
                yield module.finding(
                    node, "what a slow machine breaks: count steps, or take it to benchmarks/"
                )


HABITS: tuple[Callable[[Module], Iterator[str]], ...] = (
    nobody_sends_past_the_outbox,
    background_work_is_bots,
    nothing_waits_below_the_doors,
    an_exemption_has_its_reason,
    nothing_of_ours_is_mocked,
    no_test_is_hurried,
)


@cache
def telegram_acts() -> frozenset[str]:
    """What the library calls its ways to change what a person sees: `send_photo`, `reply_text`, ..."""
    kinds = (telegram.Bot, telegram.Message, telegram.Chat, telegram.User, telegram.CallbackQuery)
    return frozenset(name for kind in kinds for name in dir(kind) if name.startswith(ACTS))


def _limit(call: ast.Call) -> float | None:
    """The seconds somebody has thought of for a wait; None where none are, or they have a name."""
    named = {one.arg: one.value for one in call.keywords}
    match ast.unparse(call.func):
        case "asyncio.timeout":
            given = [*call.args, *named.values()]
        case "asyncio.wait_for":
            given = [*call.args[1:], *named.values()]
        case "subprocess.run":
            given = [named["timeout"]] if "timeout" in named else []
        case _:
            given = []
    numbers = (one.value for one in given if isinstance(one, ast.Constant))
    return next((one for one in numbers if isinstance(one, int | float)), None)


def _at_most_so_long(node: ast.Compare) -> bool:
    """`time.monotonic() - began < 3`, and the like."""
    sides = [node.left, *node.comparators]
    return any(
        (isinstance(operator, ast.Lt | ast.LtE) and _elapsed(left))
        or (isinstance(operator, ast.Gt | ast.GtE) and _elapsed(right))
        for operator, left, right in zip(node.ops, sides, sides[1:], strict=False)
    )


def _elapsed(side: ast.expr) -> bool:
    return (
        isinstance(side, ast.BinOp)
        and isinstance(side.op, ast.Sub)
        and isinstance(side.left, ast.Call)
        and called(side.left) in CLOCKS
    )


def calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
