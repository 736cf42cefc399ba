"""The screens of announcements, with what they have to know."""

from actions.scene import Scene
from domain.announcements import Announcement, State
from domain.days import midnight
from domain.message import Message
from storage import announcement_letters as letters
from storage import announcements as kept
from storage import audiences, groups
from views import announcements as views
from views.announcements import Around, Readers


def card(scene: Scene, one: Announcement) -> Message:
    """Its screen, whatever state it is in."""
    if one.state is State.DRAFT:
        return views.draft(around(scene), one, readers(scene, one))
    return views.underway(around(scene), one, letters.progress(scene.tx, one))


def everything(scene: Scene, page: int) -> Message:
    """All there are."""
    return views.everything(scene.words, kept.of_cluster(scene.tx, scene.visit.cluster_id), page)


def around(scene: Scene) -> Around:
    """What its screens have to know."""
    names = {group.id: group.name for group in groups.open_groups(scene.tx, scene.visit.cluster_id)}
    return Around(scene.words, scene.cluster, names, scene.visit.now)


def readers(scene: Scene, one: Announcement) -> Readers:
    """How many it reaches, by language, and how many of them have had enough for today."""
    now = scene.visit.now
    crowd = letters.crowd(one, now)
    spoken = audiences.languages(scene.tx, crowd)
    free = letters.within_limit(one, crowd, midnight(now, scene.cluster.zone), now)
    return Readers(spoken, sum(spoken.values()) - audiences.count(scene.tx, free))
