"""Every dialogue we hold, and what happens when somebody presses or writes something."""

from actions import dialogues, frame, group_scripts, profile, roles, set_up, sign_up
from actions.dialogues import Scripts
from actions.scene import Scene
from domain.dialogue import Press
from domain.message import Reply
from domain.refusals import NotAllowed, NotTheLead, Refused, Stranger
from domain.text import cleaned, holds_cpr
from domain.visit import Visit
from storage import outbox
from storage.transaction import Transaction

MOST_LETTERS = 1000

SCRIPTS: Scripts = {
    sign_up.SCRIPT.dialogue.name: sign_up.SCRIPT,
    **profile.SCRIPTS,
    **group_scripts.SCRIPTS,
    **set_up.SCRIPTS,
    **roles.SCRIPTS,
}


def press(tx: Transaction, visit: Visit, run: int, key: str, value: str, where: str, page: int) -> Reply:
    """A button under a question; an old one shows what is open today."""
    scene = Scene.of(tx, visit)
    pressed = Press(run, key, value, where, page)
    if dialogues.just_answered(scene, pressed):
        return Reply()
    return dialogues.press(scene, SCRIPTS, pressed) or old_button(tx, visit)


def write(tx: Transaction, visit: Visit, words: str) -> Reply:
    """Something written: the answer to the open question, or else a kind word and the menu."""
    scene = Scene.of(tx, visit)
    said = cleaned(words)
    if len(said) > MOST_LETTERS:
        return _again(scene, "hint.too_long")
    if not said:
        return _again(scene, "hint.empty")
    if holds_cpr(said):
        return _again(scene, "hint.private")
    return dialogues.write(scene, SCRIPTS, said) or frame.not_understood(scene)


def unknown_command(tx: Transaction, visit: Visit) -> Reply:
    """A command that nobody here knows: never an answer, so the open question stays open."""
    scene = Scene.of(tx, visit)
    return dialogues.resume(scene, SCRIPTS, "hint.unknown_command") or frame.not_understood(scene)


def not_words(tx: Transaction, visit: Visit) -> Reply:
    """A picture, a sticker, a voice: the open question stays open, and we say what we can read."""
    return _again(Scene.of(tx, visit), "hint.not_words")


def cancel(tx: Transaction, visit: Visit) -> Reply:
    """/cancel: out of whatever is underway, and back to the menu."""
    scene = Scene.of(tx, visit)
    return dialogues.leave(scene, SCRIPTS) or frame.nothing_to_cancel(scene)


def old_button(tx: Transaction, visit: Visit) -> Reply:
    """A button from another day, or one we never made: say so, and show what is open today.

    A second tap on a button whose message has only just changed is no more than a second tap.
    """
    scene = Scene.of(tx, visit)
    if outbox.changed_since(tx, visit, visit.now - dialogues.DOUBLE_TAP):
        return Reply()
    shown = dialogues.resume(scene, SCRIPTS) or frame.home(scene)
    return Reply(screen=shown.screen, alert=frame.old_button_words(scene))


def refused(tx: Transaction, visit: Visit, refusal: Refused) -> Reply:
    """Say kindly why not, and show what can be done instead."""
    scene = Scene.of(tx, visit)
    if isinstance(refusal, Stranger):
        return frame.sign_up_first(scene)
    if isinstance(refusal, NotTheLead):
        return frame.not_the_lead(scene)
    if isinstance(refusal, NotAllowed):
        return frame.not_yours(scene)
    return old_button(tx, visit)


def set_language(tx: Transaction, visit: Visit, language: str, screen: str) -> Reply:
    """One tap: another language, and the same screen in it."""
    scene = frame.speak(Scene.of(tx, visit), language)
    if screen == "settings":
        return frame.settings_page(scene)
    return dialogues.resume(scene, SCRIPTS) or frame.home(scene)


def _again(scene: Scene, hint: str) -> Reply:
    return dialogues.resume(scene, SCRIPTS, hint) or frame.not_understood(scene, hint)
