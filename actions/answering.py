"""How one answer is taken: a button or words, under the question that is open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from actions.asking import Open, ask, go_on
from domain.dialogue import (
    AGAIN,
    BACK,
    DONE,
    LEAVE,
    LOOK,
    NONE,
    OFF,
    ON,
    SKIP,
    WROTE,
    NotAnAnswer,
    Option,
    Press,
    Suggestion,
    Thing,
    picked,
)
from domain.message import Reply
from domain.replies import way
from storage import dialogues


def press(now: Open, pressed: Press) -> Reply | None:
    """A button under the question; None when it says nothing that can be done here."""
    way_ = _WAYS.get(pressed.value)
    if way_ is not None:
        return way_(now, pressed)
    if now.question.several:
        return _picked(now, pressed)
    return _chosen(now, pressed) if now.question.tick is None else _ticked(now, pressed)


def write(now: Open, words: str) -> Reply:
    """Words: those of a button, an option's label, or whatever the question can read."""
    said = way(words)
    reply = press(now, Press(now.progress.run, now.question.key, said)) if said else None
    return reply or _read(now, words)


def take(now: Open, thing: Thing, value: str) -> Reply | None:
    """A picture or a place; None where the question cannot take it."""
    return _answered(now, value) if thing in now.question.takes else None


def leave(now: Open, _pressed: Press | None = None) -> Reply:
    """What was answered so far can still be looked at, and then it goes."""
    shown = now.script.leave(now.scene)
    dialogues.end(now.scene.tx, now.scene.visit)
    return shown


def _chosen(now: Open, pressed: Press) -> Reply | None:
    """Options are looked at again, so what is no longer offered can no longer be chosen."""
    offered = {option.value for option in now.options(pressed.where)}
    return _answered(now, pressed.value) if pressed.value in offered else None


def _picked(now: Open, pressed: Press) -> Reply | None:
    """One more of several, or one less: kept with the answers until they are done."""
    sign, value = pressed.value[:1], pressed.value[1:]
    if sign not in {ON, OFF} or value not in {option.value for option in now.options(pressed.where)}:
        return None
    after = replace(now, progress=now.progress.picked(now.question.key, value, on=sign == ON))
    dialogues.save(now.scene.tx, now.scene.visit, after.progress, now.scene.language)
    return ask(after, pressed)


def _ticked(now: Open, pressed: Press) -> Reply | None:
    """Keep it at once, and say so where the tick itself is out of sight."""
    sign, value = pressed.value[:1], pressed.value[1:]
    if sign not in {ON, OFF} or now.question.tick is None:
        return None
    try:
        label = now.question.tick(now.scene, value, sign == ON)
    except NotAnAnswer:
        return None
    dialogues.save(now.scene.tx, now.scene.visit, now.progress, now.scene.language)
    guesses = _guesses(now)
    if sign == ON and any(not guess.ticked for guess in guesses):
        return ask(now, pressed, hint="hint.ticked_more", label=label, only=guesses)
    seen = value in {option.value for option in now.options(pressed.where)}
    receipt = "hint.ticked" if sign == ON else "hint.unticked"
    return ask(_guessed(now), pressed, hint="" if seen else receipt, label=label)


def _guesses(now: Open) -> Sequence[Option]:
    """What the words may mean under which they tick: told in one sentence, several may be meant."""
    words = now.progress.answers.get(WROTE)
    meant = now.question.read(now.scene, now.progress.answers, words) if words else None
    return meant.options if isinstance(meant, Suggestion) else ()


def _read(now: Open, words: str) -> Reply:
    same = (o.value for o in now.options() if o.label.casefold() == words.casefold() and not o.opens)
    try:
        meant = next(same, None) or now.question.read(now.scene, now.progress.answers, words)
    except NotAnAnswer as reason:
        if now.question.passes_on and not reason.hint:
            return _read_by_next(now, words)
        return ask(now, hint=reason.hint or f"hint.{now.question.words}")
    if isinstance(meant, Suggestion):
        guessing = replace(now, progress=now.progress.wrote(words))
        dialogues.save(now.scene.tx, now.scene.visit, guessing.progress, now.scene.language)
        return ask(guessing, hint=meant.hint, only=meant.options)
    if now.question.tick is None:
        return _answered(now, meant)
    return _ticked(now, Press(now.progress.run, now.question.key, f"{ON}{meant}")) or ask(now)


def _read_by_next(now: Open, words: str) -> Reply:
    """They were a step ahead: this question has its answer, and the next one reads the words."""
    passed = now.progress.answered(now.question.key, now.question.passes_on)
    asked = go_on(now.scene, now.script, passed)
    question = now.script.dialogue.open_question(passed.answers)
    return asked if question is None else _read(replace(now, progress=passed, question=question), words)


def _answered(now: Open, value: str) -> Reply:
    if value == AGAIN and now.question.again:
        earlier = now.script.dialogue.without(now.progress.answers, now.question.again)
        return go_on(now.scene, now.script, replace(now.progress, answers=earlier))
    if now.question.keep is not None:
        now.question.keep(now.scene, value)
    return go_on(now.scene, now.script, now.progress.answered(now.question.key, value))


# The buttons that stand under every question


def _gone_back(now: Open, _pressed: Press) -> Reply:
    dialogue, earlier = now.script.dialogue, now.script.dialogue.back(now.progress.answers)
    while (question := dialogue.open_question(earlier)) and question.needless(now.scene, earlier):
        earlier = dialogue.back(earlier)
    return go_on(now.scene, now.script, replace(now.progress, answers=earlier))


def _done(now: Open, _pressed: Press) -> Reply | None:
    if now.question.several:
        chosen = " ".join(picked(now.progress.answers, now.question.key))
        return _answered(now, chosen) if chosen else ask(now, hint=f"hint.{now.question.words}")
    return _answered(now, DONE) if now.question.tick is not None else None


def _skipped(now: Open, pressed: Press) -> Reply | None:
    """Ticking nothing is skipping."""
    if not now.question.skippable:
        return _done(now, pressed)
    return go_on(now.scene, now.script, now.progress.answered(now.question.key, SKIP))


def _looked(now: Open, pressed: Press) -> Reply | None:
    """Another part of the options, if there is such a part: named under the question, or by itself."""
    parts = {option.opens for where in ("", pressed.where) for option in now.options(where)}
    return ask(_guessed(now), pressed) if pressed.where in {"", *parts} else None


def _unmeant(now: Open, _pressed: Press) -> Reply:
    """None of our guesses was right: their words are not lost, where anybody can make use of them."""
    words = now.progress.answers.get(WROTE)
    some = any(guess.ticked for guess in _guesses(now))
    lost = words if not some else None
    hint = now.question.unmeant(now.scene, lost) if now.question.unmeant and lost else ""
    return ask(_guessed(now), hint=hint)


def _guessed(now: Open) -> Open:
    """They have done with our guesses, so the next tick is under the whole list."""
    if WROTE not in now.progress.answers:
        return now
    after = replace(now, progress=now.progress.settled())
    dialogues.save(now.scene.tx, now.scene.visit, after.progress, now.scene.language)
    return after


_WAYS: Mapping[str, Callable[[Open, Press], Reply | None]] = {
    BACK: _gone_back,
    DONE: _done,
    LEAVE: leave,
    LOOK: _looked,
    NONE: _unmeant,
    SKIP: _skipped,
}
