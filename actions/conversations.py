"""Every dialogue we hold, and what happens when somebody presses or writes something."""

from dataclasses import replace

from actions import (
    announcement_replies,
    announcement_writing,
    dialogues,
    digest_previews,
    digest_times,
    event_results,
    event_scripts,
    frame,
    group_scripts,
    idea_scripts,
    plain_words,
    poll_making,
    profile,
    roles,
    set_up,
    sign_up,
)
from actions.dialogues import Scripts
from actions.scene import Scene
from domain.dialogue import Press, Thing, place_answer
from domain.message import Reply
from domain.refusals import NotAllowed, NotTheLead, Refused, Stranger
from domain.text import cleaned, holds_cpr
from domain.visit import Visit
from storage import outbox
from storage.transaction import Transaction
from views import dialogue as views
from views.frame import with_hint

MOST_LETTERS = 1000

SCRIPTS: Scripts = {
    sign_up.SCRIPT.dialogue.name: sign_up.SCRIPT,
    **profile.SCRIPTS,
    **group_scripts.SCRIPTS,
    **event_scripts.SCRIPTS,
    **poll_making.SCRIPTS,
    **idea_scripts.SCRIPTS,
    **set_up.SCRIPTS,
    **roles.SCRIPTS,
    **announcement_writing.SCRIPTS,
    **announcement_replies.SCRIPTS,
    **digest_times.SCRIPTS,
    **digest_previews.SCRIPTS,
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
    return (
        announcement_replies.to_message(scene, said)
        or event_results.to_letter(scene, said)
        or dialogues.write(scene, SCRIPTS, said)
        or plain_words.opened(scene, said)
        or event_results.unasked(scene, said)
        or frame.not_understood(scene)
    )


def unknown_command(tx: Transaction, visit: Visit, words: str) -> Reply:
    """A command that is no other's, "/hjælp": never an answer, so the open question stays open."""
    scene = Scene.of(tx, visit)
    return (
        plain_words.opened(scene, cleaned(words))
        or dialogues.resume(scene, SCRIPTS, "hint.unknown_command")
        or frame.not_understood(scene)
    )


def picture(tx: Transaction, visit: Visit, file_id: str, words: str, album: str) -> Reply:
    """A picture, and the words under it. `album`: what it came with, of which only this one is taken.

    Where no picture is asked for, the words are taken as if they were written. Both are taken by how it went.
    """
    scene = Scene.of(tx, visit)
    said = "" if holds_cpr(words) else cleaned(words)
    told = event_results.to_letter(scene, said, file_id)
    taken = told or dialogues.send(scene, SCRIPTS, Thing.PICTURE, file_id)
    if taken is None and not dialogues.is_open(scene, SCRIPTS):
        told = taken = event_results.unasked(scene, said, file_id)
    if taken is None:
        return _without_picture(scene, write(tx, visit, words)) if words else not_words(tx, visit)
    left = words and not (told and said)
    notes = [*(["dialogue.one_picture"] if album else []), *(["dialogue.words_left"] if left else [])]
    return replace(taken, messages=(*(views.note(scene.words, each) for each in notes), *taken.messages))


def _without_picture(scene: Scene, reply: Reply) -> Reply:
    """Said above the answer, so that nobody thinks the picture was kept."""
    if reply.screen is None:
        return reply
    return replace(reply, screen=with_hint(scene.words, "dialogue.picture_left", reply.screen))


def picture_as_file(tx: Transaction, visit: Visit, words: str) -> Reply:
    """A picture sent as a file, which cannot be shown again: asked for as a picture, if one is wanted."""
    scene = Scene.of(tx, visit)
    takes, _ = dialogues.taking(scene, SCRIPTS)
    if Thing.PICTURE in takes:
        return _again(scene, "hint.as_picture")
    return _without_picture(scene, write(tx, visit, words)) if words else not_words(tx, visit)


def place(tx: Transaction, visit: Visit, latitude: float, longitude: float) -> Reply:
    """A place on the map."""
    answer = place_answer(latitude, longitude)
    return dialogues.send(Scene.of(tx, visit), SCRIPTS, Thing.PLACE, answer) or not_words(tx, visit)


def not_words(tx: Transaction, visit: Visit) -> Reply:
    """A sticker, a voice, a picture nobody asked for: the question stays open, and we say what it takes."""
    scene = Scene.of(tx, visit)
    takes, hint = dialogues.taking(scene, SCRIPTS)
    return _again(scene, hint if takes else "hint.not_words")


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
        return frame.not_yours(scene, refusal.roles)
    return old_button(tx, visit)


def set_language(tx: Transaction, visit: Visit, language: str, screen: str) -> Reply:
    """One tap: another language, and the same screen in it."""
    scene = frame.speak(Scene.of(tx, visit), language)
    if screen == "settings":
        return frame.settings_page(scene)
    return dialogues.resume(scene, SCRIPTS) or frame.home(scene)


def _again(scene: Scene, hint: str) -> Reply:
    return dialogues.resume(scene, SCRIPTS, hint) or frame.not_understood(scene, hint)
