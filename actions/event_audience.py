"""For whom an event is: everybody, a group, a village, or several villages."""

import re
from collections.abc import Sequence

from actions.scene import Scene
from domain.audience import CLUSTER, Audience
from domain.dialogue import Answers, NotAnAnswer, Option, Question, picked
from domain.village_names import named
from storage import groups
from views import event_making as views

EVERYBODY, SOME_VILLAGES = "all", "some"
FEW = 2
"""Of so few villages, all are the whole cluster."""
BETWEEN = re.compile(r"[,;+&\n]|\bog\b|\band\b", re.IGNORECASE)


def offered(scene: Scene, _answers: Answers, _where: str = "") -> Sequence[Option]:
    """Everybody, their own groups, and the villages, their own first."""
    led = [group for group in groups.of_person(scene.tx, scene.person) if group.lead_id == scene.person.id]
    villages = sorted(scene.cluster.villages, key=lambda village: village.id != scene.person.village_id)
    each = [Option(f"v{village.id}", views.village(scene.words, village.name)) for village in villages]
    if len(villages) > FEW:
        each.insert(1, Option(SOME_VILLAGES, views.some_villages(scene.words)))
    return [
        Option(EVERYBODY, views.everybody(scene.words)),
        *(Option(f"g{group.id}", views.group(scene.words, group.name)) for group in led),
        *each,
    ]


def _villages(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    chosen = picked(answers, "event_villages")
    return [
        Option(str(village.id), village.name, ticked=str(village.id) in chosen)
        for village in scene.cluster.villages
    ]


def _read_villages(scene: Scene, _answers: Answers, words: str) -> str:
    """Their names, with commas or "og" between."""
    found = [named(part, scene.cluster.villages) for part in BETWEEN.split(words) if part.strip()]
    there = {str(village.id): None for village in found if village is not None}
    if not there or None in found:
        raise NotAnAnswer
    return " ".join(there)


def _for_some(answers: Answers) -> bool:
    return answers.get("event_for") == SOME_VILLAGES


def audience_of(answers: Answers) -> Audience:
    """Whom it is for."""
    answer = answers["event_for"]
    if answer == EVERYBODY:
        return CLUSTER
    if answer == SOME_VILLAGES:
        return Audience(villages=frozenset(int(one) for one in answers["event_villages"].split()))
    number = int(answer[1:])
    return Audience.group(number) if answer[0] == "g" else Audience.village(number)


WHOM: tuple[Question[Scene], ...] = (
    Question("event_for", options=offered),
    Question(
        "event_villages",
        options=_villages,
        read=_read_villages,
        when=_for_some,
        needs=("event_for",),
        several=True,
        same_step=True,
    ),
)
