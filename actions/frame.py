"""The frame of the chat: the menu, help, the settings, and a kind answer to everything else."""

from collections.abc import Collection
from dataclasses import replace

from actions import consent
from actions.rights import steering
from actions.scene import Scene
from domain.consent import Purpose
from domain.groups import GroupState
from domain.languages import is_spoken
from domain.message import Reply
from domain.people import Role
from domain.refusals import OldButton
from domain.visit import Visit
from storage import clusters, dialogues, groups, ideas, people, phrases
from storage.transaction import Transaction
from views import frame as views


def menu(tx: Transaction, visit: Visit) -> Reply:
    """The main menu; for a stranger, the way in."""
    return home(Scene.of(tx, visit))


def help_(tx: Transaction, visit: Visit) -> Reply:
    """What the bot can do, and the human to turn to."""
    scene = Scene.of(tx, visit)
    return Reply(screen=views.help_(scene.words, scene.cluster, signed_up=visit.person is not None))


def about(tx: Transaction, visit: Visit) -> Reply:
    """What the cluster is: for everybody, signed up or not."""
    scene = Scene.of(tx, visit)
    return Reply(screen=views.about(scene.words, scene.cluster))


def privacy(tx: Transaction, visit: Visit) -> Reply:
    """What we keep, why, for how long, and who answers for it."""
    scene = Scene.of(tx, visit)
    return Reply(screen=views.privacy(scene.words, scene.cluster))


def settings(tx: Transaction, visit: Visit) -> Reply:
    """Language, messages and consent."""
    return settings_page(Scene.of(tx, visit))


@steering
def for_steering(scene: Scene) -> Reply:
    """What only the steering group can do."""
    return Reply(screen=views.steering(scene.words, _waiting(scene)))


def stop(tx: Transaction, visit: Visit) -> Reply:
    """/stop beats everything: no dialogue, nothing unsolicited, and how to come back."""
    scene = Scene.of(tx, visit)
    dialogues.end(tx, visit)
    if visit.person is not None:
        people.set_stopped(tx, visit.person, visit.now)
    return Reply(screen=views.stopped(scene.words))


def resume_messages(tx: Transaction, visit: Visit) -> Reply:
    """They want to hear from us again."""
    scene = Scene.of(tx, visit)
    people.set_stopped(tx, scene.person, None)
    return settings_page(_anew(scene))


def withdraw(tx: Transaction, visit: Visit, purpose: str) -> Reply:
    """One tap: what stood on that consent is gone."""
    scene = Scene.of(tx, visit)
    if purpose != Purpose.PROFILE:
        raise OldButton
    consent.withdraw(scene)
    dialogues.end(tx, visit)
    return replace(settings_page(scene), alert=views.withdrawn(scene.words))


def in_a_group(tx: Transaction, visit: Visit) -> Reply:
    """In a group nothing personal is said: only where to find us."""
    scene = Scene.of(tx, visit)
    return Reply(screen=views.write_to_me(scene.words, clusters.bot_name(tx, visit.cluster_id, visit.bot_id)))


def blocked(tx: Transaction, visit: Visit) -> Reply:
    """They blocked the bot: nothing is sent until they come back."""
    people.set_unreachable(tx, visit.cluster_id, visit.telegram_id, visit.now)
    return Reply()


def came_back(tx: Transaction, visit: Visit) -> Reply:
    """They unblocked the bot. They pressed no button, so we say nothing."""
    people.set_unreachable(tx, visit.cluster_id, visit.telegram_id, None)
    return Reply()


def ignore(_tx: Transaction, _visit: Visit) -> Reply:
    """Nothing for us: an edited message, a channel's post, a kind of update we do not know."""
    return Reply()


def sign_up_first(scene: Scene) -> Reply:
    """They asked for something that is for people who have signed up."""
    return _home_after(scene, "frame.sign_up_first")


def not_yours(scene: Scene, roles: Collection[Role] = ()) -> Reply:
    """They asked for something that is for people with one of these roles."""
    return _home_after(scene, views.not_yours(roles))


def not_the_lead(scene: Scene) -> Reply:
    """They asked for something that is for the lead of that group."""
    return _home_after(scene, "frame.not_the_lead")


def home(scene: Scene) -> Reply:
    """Where one begins: the menu, or the way in."""
    person = scene.visit.person
    if person is None:
        return Reply(screen=views.welcome_stranger(scene.words, scene.cluster))
    steers = Role.STEERING in person.roles
    waiting = int(_waiting(scene)) if steers else 0
    return Reply(screen=views.menu(scene.words, scene.cluster, person, waiting))


def _waiting(scene: Scene) -> views.Waiting:
    """For whoever steers."""
    here = scene.visit.cluster_id
    return views.Waiting(
        phrases=phrases.waiting(scene.tx, here),
        ideas=ideas.how_many_wait(scene.tx, here),
        groups=len(groups.in_state(scene.tx, here, GroupState.ASKED)),
    )


def settings_page(scene: Scene) -> Reply:
    """The settings as they are now."""
    return Reply(screen=views.settings(scene.words, scene.person))


def not_understood(scene: Scene, hint: str = "frame.not_understood") -> Reply:
    """Nothing was asked: a kind word, and the menu as a new message."""
    shown = home(scene).screen
    return Reply(screen=shown and views.with_hint(scene.words, hint, shown))


def nothing_to_cancel(scene: Scene) -> Reply:
    """/cancel with nothing underway."""
    return not_understood(scene, "frame.nothing_to_cancel")


def old_button_words(scene: Scene) -> str:
    """The pop-up over a button from another day."""
    return views.old_button(scene.words)


def _home_after(scene: Scene, why: str) -> Reply:
    """The menu, and why: in a pop-up over a tapped button, above the menu for somebody who wrote."""
    shown = home(scene)
    if scene.visit.message_id is None and shown.screen is not None:
        return Reply(screen=views.with_hint(scene.words, why, shown.screen))
    return replace(shown, alert=scene.words.label(why))


def speak(scene: Scene, language: str) -> Scene:
    """The same scene in another language, kept for the person or for the stranger's dialogue."""
    if not is_spoken(language):
        raise OldButton
    if scene.visit.person is None:
        dialogues.set_language(scene.tx, scene.visit, language)
        return replace(scene, language=language)
    people.set_language(scene.tx, scene.visit.person, language)
    return _anew(scene)


def _anew(scene: Scene) -> Scene:
    """The scene after something about the person has changed."""
    visit = scene.visit
    person = people.by_telegram(scene.tx, visit.cluster_id, visit.telegram_id)
    return Scene.of(scene.tx, replace(visit, person=person))
