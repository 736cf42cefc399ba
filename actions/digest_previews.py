"""A group's lead looks at the digest before it goes, adds a line, or lets it go by itself."""

from datetime import datetime

from actions.dialogues import Script, begin
from actions.digests import composed, with_line
from actions.group_access import lead, led, named, no_longer
from actions.groups import mine
from actions.post import Owed, Post, posts
from actions.scene import Scene
from actions.written import at_most
from domain.dialogue import Answers, Dialogue, Question
from domain.digests import MOST_LINE, PREVIEW, Every, Kind, Plan, Section, Source
from domain.groups import Group
from domain.kinds import Kind as Letters
from domain.message import Message, Reply
from domain.refusals import OldButton
from storage import digests, groups, people
from storage.transaction import Transaction
from views import digest_pages as views


def show_leads(tx: Transaction, now: datetime) -> None:
    """A day before, each lead whose group has something to say may look at it and add a line."""
    for post in posts(tx, now):
        for plan in digests.soon(tx, post.cluster.id, now, now + PREVIEW):
            group = groups.by_id(tx, post.cluster.id, plan.source.id)
            if group is not None and group.lead_id is not None:
                _show_lead(post, plan, group)


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
    """A line of the lead's own."""
    return begin(scene, LINE, {"group": str(group.id)})


@lead
def let_go(scene: Scene, group: Group) -> Reply:
    """It goes by itself."""
    plan = _plan(scene, Source(Kind.GROUP, group.id))
    return Reply(screen=views.goes(scene.words, scene.cluster, group, plan.next_at))


def _show_lead(post: Post, plan: Plan, group: Group) -> None:
    reader = group.lead_id and people.by_id(post.tx, post.cluster.id, group.lead_id)
    if not reader or _section(post, plan, reader.language) is None:
        return
    owed = Owed(
        Letters.GROUPS,
        f"digest-preview:{group.id}:{plan.next_at:%Y%m%d%H%M}",
        lambda words: views.goes_soon(words, post.cluster, group, plan.next_at),
        until=plan.next_at,
    )
    post.owe(reader, owed)


def _put_line(scene: Scene, answers: Answers) -> Reply:
    group = led(scene, answers)
    if group is None:
        return no_longer(scene)
    slot = _plan(scene, Source(Kind.GROUP, group.id)).next_at
    digests.put_line(scene.tx, group.cluster_id, group.id, slot, scene.person.id, answers["digest_line"])
    return Reply(screen=_preview(scene, group))


def _preview(scene: Scene, group: Group) -> Message:
    plan = _plan(scene, Source(Kind.GROUP, group.id))
    section = _section(Post.of(scene), plan, scene.language)
    said = digests.line(scene.tx, group.cluster_id, group.id, plan.next_at)
    shown = section and with_line(section, scene.words, said)
    return views.preview(scene.words, scene.cluster, group, shown, plan.next_at)


def _section(post: Post, plan: Plan, language: str) -> Section | None:
    """What its weekly readers would get."""
    since = digests.since(post.tx, plan, Every.WEEK)
    return composed(post, plan, since, [language]).get(language)


def _plan(scene: Scene, source: Source) -> Plan:
    plan = digests.of_source(scene.tx, scene.visit.cluster_id, source)
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
