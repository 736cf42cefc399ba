"""Somebody goes for good, by their own word or after silence; and what the steering group hears of it."""

from dataclasses import replace
from datetime import datetime

from actions import leading
from actions.places import let_go
from actions.post import Post
from domain.kinds import Kind
from domain.people import Person, Role
from domain.roles import Deed
from storage import audit, bots, clusters, erasure, groups
from storage.transaction import Transaction
from views import roles as views


def forget(tx: Transaction, person: Person, now: datetime) -> None:
    """Nothing of them is left when this is committed. Nobody who hears of it is told who it was."""
    led = groups.led_by(tx, person)
    steers = Role.STEERING in person.roles
    number = audit.write(tx, person, Deed.ERASED, person, now, Role.STEERING) if steers else 0
    bot_id = bots.of_cluster(tx, person.cluster_id)
    if bot_id is None:
        erasure.erase(tx, person, now)
        return
    post = Post(tx, clusters.by_id(tx, person.cluster_id), bot_id, now)
    let_go(post, person)
    erasure.erase(tx, person, now)
    for group in led:
        leading.erased(post, replace(group, lead_id=None))
    if steers:
        post.tell_steering(f"audit:{number}", views.one_less, kind=Kind.ROLES)
