"""How a poll goes, for those who asked: how many have answered, a day more, the end."""

from datetime import datetime

from actions.group_access import lead
from actions.poll_access import about, asker
from actions.poll_letters import count
from actions.polls import result_page
from actions.rights import steering
from actions.scene import Scene
from domain.groups import Group
from domain.message import Reply
from domain.polls import longer, remind_at
from domain.refusals import OldButton
from storage import polls
from storage.polls import What
from views import poll_making as views
from views.polls import Asked


@steering
def show_all(scene: Scene, page: int) -> Reply:
    """Every poll of the cluster."""
    there = polls.in_cluster(scene.tx, scene.person.cluster_id)
    return Reply(screen=views.all_of(scene.words, there, page))


@lead
def show_group(scene: Scene, group: Group, page: int) -> Reply:
    """The polls of their group."""
    there = polls.in_cluster(scene.tx, group.cluster_id, group.id)
    return Reply(screen=views.of_group(scene.words, group, there, page))


@asker
def show(scene: Scene, asked: Asked) -> Reply:
    """One poll: how many have answered so far, or what came of it."""
    poll = asked.poll
    if not poll.is_open(scene.visit.now):
        return result_page(scene, asked)
    may_last = longer(poll, asked.zone) is not None
    voters = polls.voters(scene.tx, poll)
    return Reply(screen=views.one(scene.words, asked, voters, may_last=may_last))


@asker
def last_longer(scene: Scene, asked: Asked, ends: int) -> Reply:
    """A day more than the end they saw, so that a second tap is not a second day."""
    poll = asked.poll
    later = longer(poll, asked.zone)
    if later is None or poll.closes_at.toordinal() != ends or not poll.is_open(scene.visit.now):
        return show(scene.tx, scene.visit, poll.id)
    if not polls.set_end(scene.tx, poll, later.closes_at):
        raise OldButton
    _remind_later(scene, asked, remind_at(later, asked.zone))
    shown = show(scene.tx, scene.visit, poll.id)
    return Reply(screen=shown.screen, alert=views.lasts_until(scene.words, asked, later.closes_at))


def _remind_later(scene: Scene, asked: Asked, then: datetime | None) -> None:
    """Who was reminded already is not reminded again."""
    before = remind_at(asked.poll, asked.zone)
    if before is None or before > scene.visit.now:
        polls.plan(scene.tx, asked.poll, What.REMIND, then)


@asker
def ask_to_close(scene: Scene, asked: Asked) -> Reply:
    """Close it now? Everybody gets the result."""
    if not asked.poll.is_open(scene.visit.now):
        return result_page(scene, asked)
    return Reply(screen=views.sure_to_close(scene.words, asked))


@asker
def close(scene: Scene, asked: Asked) -> Reply:
    """Now; the results go out."""
    count(scene.tx, scene.cluster, asked.poll, scene.visit.now)
    return result_page(scene, about(scene.tx, scene.cluster, asked.poll))
