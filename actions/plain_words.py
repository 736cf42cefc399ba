"""Words that everybody tries, where nothing is asked: they open what they name, as its command does."""

from collections.abc import Callable, Mapping

from actions import digest_pages, events, frame, groups, ideas, leaving, polls, profile
from actions.scene import Scene
from domain.languages import LANGUAGES
from domain.message import Reply
from domain.visit import Visit
from storage.transaction import Transaction
from views.words import Words

OPENS: Mapping[str, Callable[[Transaction, Visit], Reply]] = {
    "stop": frame.stop,
    "help": frame.help_,
    "menu": frame.menu,
    "settings": frame.settings,
    "events": events.whats_on,
    "ideas": ideas.home,
    "groups": groups.mine,
    "me": profile.show,
    "polls": polls.show_open,
    "digests": digest_pages.mine,
    "erase": leaving.ask,
}


def opened(scene: Scene, said: str) -> Reply | None:
    """What it names, in any language; None for words that name nothing here."""
    for what, action in OPENS.items():
        if _says(said, f"said.{what}"):
            return action(scene.tx, scene.visit)
    return frame.not_understood(scene, "frame.welcome") if _says(said, "said.thanks") else None


def _says(said: str, key: str) -> bool:
    bare = said.casefold().strip(" /.!?")
    return any(bare in Words(language).label(key).split(", ") for language in LANGUAGES)
