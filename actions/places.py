"""A place that somebody had said yes to is free again, and the lead of that group hears of it."""

from functools import partial

from actions.post import Post
from domain.days import local_day
from domain.people import Person
from storage import groups
from views.group_letters import place_free


def let_go(post: Post, person: Person, group_id: int | None = None) -> None:
    """They are out of that group, or out of all: shut out, or forgotten. The lead is not told who it was."""
    today = local_day(post.now, post.cluster.zone)
    for need in groups.give_back(post.tx, person, group_id, today):
        group = groups.by_id(post.tx, post.cluster.id, need.group_id)
        if group is None or group.lead_id == person.id:
            continue
        key = f"place-free:{need.id}:{post.now:%Y-%m-%dT%H:%M:%S}"
        post.tell(group.lead_id, key, partial(place_free, group=group, need=need))
