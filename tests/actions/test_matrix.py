"""Every action behind a door, pressed by every role, at home and in the other cluster.

Three presses for each action and role: at one's own bot; at the bot of the other cluster, where one is a
stranger; and at one's own bot with the numbers of the other cluster's things in the button.
"""

import inspect
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from telegram.ext import BaseHandler

from actions import admission, conversations, frame
from domain.dialogue import Progress
from domain.message import Reply
from domain.refusals import NotAllowed, OldButton, Stranger
from domain.visit import Visit
from handlers import HANDLERS, elsewhere
from storage import dialogues as kept
from storage.database import Database
from storage.transaction import Transaction
from tests.actions.classes import ACTIONS, TALKS
from tests.actions.world import ELSEWHERE, HERE, NAMES, WHO, Place, Stage, build, rows, visit

Action = Callable[..., Reply]
AT_HOME, FOREIGN = Place(HERE), Place(ELSEWHERE)
BY_HAND = {
    elsewhere.blocked_or_back: (frame.ignore, frame.blocked, frame.came_back),
    elsewhere.old_button: (conversations.old_button,),
    elsewhere.ignore: (frame.ignore,),
}
"""Doors that are no more than a function: what they lead to cannot be read from outside."""
UNDERWAY = frozenset({"dialogues"})


NOTHING = Reply()


@dataclass(frozen=True)
class Outcome:
    """What came of a press that was undone again."""

    refused: bool = False
    old: bool = False
    changed: bool = False
    reply: Reply = NOTHING


class Undo(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


@pytest.fixture
async def world(sqlite_database: Database) -> Database:
    await sqlite_database.transact(build)
    return sqlite_database


def behind(handler: BaseHandler) -> tuple[Action, ...]:
    """The actions a door leads to: what its function holds on to."""
    if handler.callback in BY_HAND:
        return BY_HAND[handler.callback]
    held = inspect.getclosurevars(handler.callback).nonlocals
    return tuple(held[name] for name in ("reading", "action") if name in held)


def name_of(action: Action) -> str:
    return f"{action.__module__.removeprefix('actions.')}.{action.__name__}"


DOORS = {name_of(action): action for handler in HANDLERS for action in behind(handler)}


def test_no_action_is_unclassed():
    assert all(behind(handler) for handler in HANDLERS), "a door whose action cannot be seen: see BY_HAND"
    assert DOORS.keys() - ACTIONS.keys() == set(), "class these in tests/actions/classes.py"


def test_no_dialogue_is_unclassed():
    assert conversations.SCRIPTS.keys() - TALKS.keys() == set(), "class these in tests/actions/classes.py"


def test_no_class_is_left_of_what_is_gone():
    assert ACTIONS.keys() - DOORS.keys() == set()
    assert TALKS.keys() - conversations.SCRIPTS.keys() == set()


def test_no_two_doors_have_the_same_button():
    named = [inspect.getclosurevars(handler.callback).nonlocals.get("what") for handler in HANDLERS]
    assert [name for name, times in Counter(filter(None, named)).items() if times > 1] == []


async def test_every_role_may_do_what_it_may_and_nothing_else(world: Database):
    wrong = [words for action in ACTIONS for words in await world.transact(all_presses, action)]
    pairs = len(ACTIONS) * len(WHO) * 3
    sys.stdout.write(f"\n{len(ACTIONS)} actions x {len(WHO)} roles x 3: {pairs} presses\n")
    assert not wrong, "\n".join(wrong)


def all_presses(tx: Transaction, action: str) -> list[str]:
    """What is wrong, by everybody: one transaction, since each press is undone."""
    wrong = []
    for who in WHO:
        allowed = who in ACTIONS[action].who
        at_home = press(tx, action, who, AT_HOME, AT_HOME)
        if at_home.refused == allowed or at_home.old:
            wrong.append(f"{who}, at home, {action}: {at_home}")
        wrong += at_another_bot(tx, action, who)
        wrong += with_another_cluster_s_numbers(tx, action, who)
    return wrong


def at_another_bot(tx: Transaction, action: str, who: str) -> list[str]:
    """A role counts in its own cluster; everywhere else one is a stranger."""
    outcome = press(tx, action, who, AT_HOME, FOREIGN, FOREIGN)
    allowed = "stranger" in ACTIONS[action].who
    return [] if outcome.refused != allowed else [f"{who}, at the other bot, {action}"]


def with_another_cluster_s_numbers(tx: Transaction, action: str, who: str) -> list[str]:
    """Whoever may press it or not: nothing over there changes, and no word of it is shown."""
    outcome = press(tx, action, who, AT_HOME, AT_HOME, FOREIGN)
    seen = NAMES[ELSEWHERE] in repr(outcome.reply)
    return [f"{who}, across clusters, {action}"] if outcome.changed or seen else []


def press(
    tx: Transaction, action: str, who: str, home: Place, at: Place, things: Place | None = None
) -> Outcome:
    """Somebody of `home` at the bot of `at`, with the numbers of `things` in the button.

    `changed` is about the other cluster, when the numbers are from there.
    """

    def pressed(tx: Transaction) -> None:
        arguments = ACTIONS[action].arguments(Stage(tx, things or at, who))
        before = rows(tx, ELSEWHERE) if closely else {}
        writes = writes_so_far(tx)
        outcome = tried(tx, visit(tx, who, home, at), DOORS[action], *arguments)
        changed = rows(tx, ELSEWHERE) != before if closely else writes_so_far(tx) > writes
        raise Undo(replace(outcome, changed=changed))

    closely = False
    outcome = undone(tx, pressed)
    closely = outcome.changed and things is FOREIGN
    return undone(tx, pressed) if closely else outcome


def writes_so_far(tx: Transaction) -> int:
    """To look at every row takes long, so it is done only for a press that wrote something."""
    driver = tx.connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver.total_changes


def tried(tx: Transaction, visit: Visit, action: Action, *arguments: object) -> Outcome:
    try:
        reply = admission.admit(tx, visit, action, *arguments)
    except (Stranger, NotAllowed):
        return Outcome(refused=True)
    except OldButton:
        return Outcome(old=True)
    return Outcome(reply=reply if isinstance(reply, Reply) else Reply())


def undone(tx: Transaction, doing: Callable[[Transaction], None]) -> Outcome:
    savepoint = tx.connection.begin_nested()
    try:
        doing(Transaction(tx.connection))
    except Undo as undo:
        return undo.outcome
    finally:
        savepoint.rollback()
    raise AssertionError("nothing was tried")


async def test_every_dialogue_is_finished_by_who_may_and_by_nobody_else(world: Database):
    wrong = [words for name in TALKS for words in await world.transact(all_last_answers, name)]
    sys.stdout.write(
        f"\n{len(TALKS)} dialogues x {len(WHO)} roles x 2: {len(TALKS) * len(WHO) * 2} answers\n"
    )
    assert not wrong, "\n".join(wrong)


def all_last_answers(tx: Transaction, name: str) -> list[str]:
    """What is wrong, by everybody and with the things of both clusters."""
    wrong, talk = [], TALKS[name]
    for who in WHO:
        for things in (AT_HOME, FOREIGN):
            outcome = finish(tx, name, who, things)
            allowed = who in talk.who and (things is AT_HOME or not talk.changes)
            done = not outcome.refused and (outcome.changed or not talk.changes)
            if things is AT_HOME and done != allowed:
                wrong.append(f"{who}, {name}: {'refused' if allowed else 'let in'}")
            if things is FOREIGN and outcome.changed:
                wrong.append(f"{who}, {name}: reached the other cluster")
    return wrong


def finish(tx: Transaction, name: str, who: str, things: Place) -> Outcome:
    """Answer the last question; `changed` is about the cluster whose things the answers name."""

    def answer(tx: Transaction) -> None:
        stage, here = Stage(tx, things, who), visit(tx, who, AT_HOME, AT_HOME)
        progress = Progress(name, 1, dict(TALKS[name].answers(stage)))
        kept.save(tx, here, progress, "da")
        before = rows(tx, things.cluster, but=UNDERWAY)
        outcome = last_word(tx, here, TALKS[name].last(stage))
        raise Undo(replace(outcome, changed=rows(tx, things.cluster, but=UNDERWAY) != before))

    return undone(tx, answer)


def last_word(tx: Transaction, here: Visit, last: str | tuple[str, str]) -> Outcome:
    if isinstance(last, str):
        return tried(tx, here, conversations.write, last)
    key, value = last
    return tried(tx, here, conversations.press, 1, key, value, "", 0)
