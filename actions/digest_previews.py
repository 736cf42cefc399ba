"""A group's lead looks at the digest before it goes, adds a line, or lets it go by itself."""

from collections.abc import Callable
from datetime import datetime

from actions.dialogues import Script, begin
from actions.digest_news import Newsroom
from actions.digests import composed, with_line
from actions.group_access import lead, led, named, no_longer
from actions.groups import mine
from actions.post import Owed, Post, in_each_cluster
from actions.scene import Scene
from actions.written import at_most
from domain.dialogue import Answers, Dialogue, Question
from domain.digests import MOST_LINE, PREVIEW, Every, Kind, Plan, Section, Source, Window
from domain.groups import Group
from domain.kinds import Kind as Letters
from domain.message import Message, Reply
from domain.refusals import OldButton
from storage import digests, groups, outbox, people
from storage.apart import apart
from storage.transaction import Transaction
from views import digest_pages as views


def show_leads(tx: Transaction, now: datetime) -> bool:
    """A day before, each lead whose group has something to say may look at it and add a line.

    A cluster's leads at a time; True when there may be more.
    """
    return in_each_cluster(tx, now, "show digests", _show_leads)


def next_preview(tx: Transaction, after: datetime) -> datetime | None:
    """When the next lead may look."""
    at = digests.next_at(tx, after + PREVIEW)
    return at and at - PREVIEW


@lead
def preview(scene: Scene, group: Group) -> Reply:
    """As it would go now."""
    return Reply(screen=_preview(scene, group))


@lead
def add_line(scene: Scene, group: Group) -> Reply:
    """A line of the lead's own, for the one that goes next now."""
    slot = _plan(scene, Source(Kind.GROUP, group.id)).next_at
    return begin(scene, LINE, {"group": str(group.id), "slot": slot.isoformat()})


@lead
def drop_line(scene: Scene, group: Group) -> Reply:
    """It is not to be said after all."""
    plan = _plan(scene, Source(Kind.GROUP, group.id), digests.held)
    if not digests.drop_line(scene.tx, group.cluster_id, group.id, plan.next_at):
        raise OldButton
    return Reply(screen=_preview(scene, group), alert=views.line_dropped(scene.words))


@lead
def let_go(scene: Scene, group: Group) -> Reply:
    """It goes by itself."""
    plan = _plan(scene, Source(Kind.GROUP, group.id))
    return Reply(screen=views.goes(scene.words, scene.cluster, group, plan.next_at))


def _show_leads(post: Post) -> bool:
    """Whether anybody was shown anything."""
    newsroom, shown = Newsroom(post), False
    for plan in digests.soon(post.tx, post.cluster.id, post.now, post.now + PREVIEW):
        group = groups.by_id(post.tx, post.cluster.id, plan.source.id)
        if group is not None and group.lead_id is not None:
            shown |= bool(
                apart(post.tx, "show digest of", plan.source, _show_lead, post, newsroom, plan, group)
            )
    return shown


def _show_lead(post: Post, newsroom: Newsroom, plan: Plan, group: Group) -> bool:
    reader = group.lead_id and people.by_id(post.tx, post.cluster.id, group.lead_id)
    key = f"digest-preview:{group.id}:{plan.next_at:%Y%m%d%H%M}"
    if not reader or outbox.was_owed(post.tx, post.bot_id, reader, key):
        return False
    if _section(post, newsroom, plan, reader.language) is None:
        return False
    owed = Owed(
        Letters.GROUPS,
        key,
        lambda words: views.goes_soon(words, post.cluster, group, plan.next_at),
        until=plan.next_at,
    )
    return post.owe(reader, owed)


def _put_line(scene: Scene, answers: Answers) -> Reply:
    group = led(scene, answers)
    if group is None:
        return no_longer(scene)
    slot = _plan(scene, Source(Kind.GROUP, group.id), digests.held).next_at
    digests.put_line(scene.tx, group.cluster_id, group.id, slot, scene.person.id, answers["digest_line"])
    meant = datetime.fromisoformat(answers["slot"])
    return Reply(screen=_preview(scene, group, too_late=meant <= scene.visit.now and meant != slot))


def _preview(scene: Scene, group: Group, *, too_late: bool = False) -> Message:
    """`too_late`: while the lead wrote, one went without the line."""
    plan = _plan(scene, Source(Kind.GROUP, group.id))
    post = Post.of(scene)
    said = digests.line(scene.tx, group.cluster_id, group.id, plan.next_at)
    section = _section(post, Newsroom(post), plan, scene.language, lined=said is not None)
    shown = section and with_line(section, scene.words, said)
    look = views.Look(group, shown, plan.next_at, lined=said is not None, too_late=too_late)
    return views.preview(scene.words, scene.cluster, look)


def _section(
    post: Post, newsroom: Newsroom, plan: Plan, language: str, *, lined: bool = False
) -> Section | None:
    """What its weekly readers would get."""
    since = digests.since(post.tx, plan.cluster_id, [plan.source])[plan.source, Every.WEEK]
    window = Window(since, plan.next_at)
    return composed(newsroom, plan.source, window, [language], lined=lined).get(language)


def _plan(
    scene: Scene,
    source: Source,
    find: Callable[[Transaction, int, Source], Plan | None] = digests.of_source,
) -> Plan:
    plan = find(scene.tx, scene.visit.cluster_id, source)
    if plan is None:
        raise OldButton
    return plan


_READ = at_most(MOST_LINE, "hint.digest_line_long")
LINE = Script(
    Dialogue(
        "digest_line",
        (Question("digest_line", read=_READ, details=named),),
    ),
    finish=_put_line,
    leave=lambda scene: mine(scene.tx, scene.visit),
)
SCRIPTS = {LINE.dialogue.name: LINE}
