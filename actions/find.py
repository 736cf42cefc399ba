"""A lead finds somebody: who fits a need, and whom the bot is to ask."""

from collections.abc import Sequence
from dataclasses import replace

from actions.ask_letters import ask
from actions.group_access import today
from actions.group_needs import lead_of_need
from actions.lacking import lacks
from actions.post import Post
from actions.scene import Scene
from domain.asks import Way, tally
from domain.groups import Group, Need
from domain.matching import Match, by_hand, for_need, may_be_asked
from domain.message import Reply
from domain.picks import MOST_PICKS, read
from storage import asks, volunteers
from views import find as views


@lead_of_need
def show(scene: Scene, group: Group, need: Need, picks: str, page: int) -> Reply:
    """Who fits, the best first, with the ticked ones; the ticks lie in the buttons."""
    picked = read(picks)
    if len(picked) > MOST_PICKS:
        return replace(_page(scene, group, need, picked[:MOST_PICKS], page), alert=views.enough(scene.words))
    return _page(scene, group, need, picked, page)


@lead_of_need
def invite(scene: Scene, group: Group, need: Need, picks: str) -> Reply:
    """The bot asks each of them by name."""
    picked = set(read(picks)[:MOST_PICKS])
    post = Post.of(scene)
    chosen = [match for match in _fitting(scene, need) if match.volunteer.id in picked]
    asked = sum(ask(post, match, Way.LEAD, scene.person.id) for match in chosen)
    return replace(_page(scene, group, need, (), 0), alert=views.asking(scene.words, asked))


def _page(scene: Scene, group: Group, need: Need, picked: Sequence[int], page: int) -> Reply:
    fitting = _fitting(scene, need)
    there = tuple(match.volunteer.id for match in fitting if match.volunteer.id in picked)
    so_far = tally(asks.of_need(scene.tx, group.cluster_id, need.id))
    sight = views.Sight(scene.cluster, group, need, fitting, there, so_far)
    return Reply(screen=views.candidates(scene.words, sight, page))


def _fitting(scene: Scene, need: Need) -> list[Match]:
    """Only those who agreed to be found, and whose turn it is to be asked."""
    cluster_id, now, day = scene.visit.cluster_id, scene.visit.now, today(scene)
    this = lacks(scene.tx, cluster_id, day, lambda open_: open_.id == need.id)
    if not this:
        return []
    (lack,) = this
    there = volunteers.findable(scene.tx, cluster_id, now, need.skill, lack.villages)
    due = [one for one in there if may_be_asked(one, now)]
    if need.skill is None:
        return by_hand(lack, due, day)
    return for_need(lack, due, volunteers.how_many_can(scene.tx, cluster_id, {need.skill}), day)
