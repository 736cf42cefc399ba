"""Digests for people: how often one wants each of them, and the rest of one."""

from actions import digests as composing
from actions.digest_news import Newsroom
from actions.post import Post
from actions.rights import member
from actions.scene import Scene
from domain.digests import Every, Kind, Source, said_once
from domain.message import Message, Reply
from domain.people import Role
from domain.refusals import OldButton
from storage import digests, groups
from views import digest_pages as views
from views import digests as letters


@member
def mine(scene: Scene, page: int = 0) -> Reply:
    """All that writes to me, and how often I want it."""
    chosen = digests.choices(scene.tx, scene.person)
    theirs = [
        (source, chosen.get(source, Every.WEEK)) for source in digests.sources_of(scene.tx, scene.person)
    ]
    named_ = [(source, name(scene, source), every) for source, every in theirs]
    return Reply(screen=views.mine(scene.words, named_, page))


@member
def one(scene: Scene, kind: str, number: int) -> Reply:
    """One of them."""
    return Reply(screen=page(scene, source_of(scene, kind, number)))


@member
def choose(scene: Scene, kind: str, number: int, every: str) -> Reply:
    """From now on that often."""
    source = source_of(scene, kind, number)
    if every not in set(Every):
        raise OldButton
    digests.choose(scene.tx, scene.person, source, Every(every))
    return Reply(screen=page(scene, source), alert=views.chosen(scene.words, Every(every)))


@member
def whole(scene: Scene, number: int, page: int) -> Reply:
    """Everything that stood in a digest, a page at a time."""
    slot = digests.slot_of(scene.tx, scene.visit.cluster_id, number)
    if slot is None:
        return Reply(screen=letters.whole(scene.words, (), number, 0))
    written = digests.sections(scene.tx, scene.visit.cluster_id, slot)
    lines = digests.lines(scene.tx, scene.visit.cluster_id, slot)
    chosen = digests.choices(scene.tx, scene.person)
    sections = []
    for source in digests.sources_of(scene.tx, scene.person):
        wanted = [chosen.get(source, Every.WEEK), *Every]
        keys = ((source, every, scene.language) for every in wanted)
        section = next((written[key] for key in keys if key in written), None)
        said = lines.get(source.id) if source.kind is Kind.GROUP else None
        if section is not None:
            sections.append(composing.with_line(section, scene.words, said[1] if said else None))
    return Reply(screen=letters.whole(scene.words, said_once(sections), number, page))


def page(scene: Scene, source: Source) -> Message:
    """One source: how often I want it, and when it writes."""
    every = digests.choices(scene.tx, scene.person).get(source, Every.WEEK)
    plan = digests.of_source(scene.tx, scene.visit.cluster_id, source)
    shown = views.One(name(scene, source), source, every, plan.next_at if plan else None)
    return views.one(scene.words, scene.cluster, shown, sets=plan is not None and may_set(scene, source))


def name(scene: Scene, source: Source) -> str:
    """The village's or the group's; OldButton when it is no more."""
    named = Newsroom(Post.of(scene)).heading(source)
    if named is None:
        raise OldButton
    return named


def source_of(scene: Scene, kind: str, number: int) -> Source:
    """What a button names, if it is one of ours."""
    if kind not in set(Kind):
        raise OldButton
    source = Source(Kind(kind), number)
    name(scene, source)
    return source


def may_set(scene: Scene, source: Source) -> bool:
    """Whether they say when it writes: the steering group, and whoever leads that group."""
    if Role.STEERING in scene.person.roles:
        return True
    group = groups.by_id(scene.tx, scene.visit.cluster_id, source.id) if source.kind is Kind.GROUP else None
    return group is not None and group.lead_id == scene.person.id
