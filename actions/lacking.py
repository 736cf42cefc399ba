"""What groups lack, with what matters about each group."""

from collections.abc import Callable
from datetime import date

from domain.groups import Need
from domain.matching import Lack
from storage import groups, volunteers
from storage.transaction import Transaction


def lacks(
    tx: Transaction, cluster_id: int, today: date, only: Callable[[Need], bool] = lambda _: True
) -> list[Lack]:
    """Needs of groups at work for which somebody is still looked for; all of them, or `only` such."""
    there = {group.id: group for group in groups.open_groups(tx, cluster_id)}
    open_ = [
        need for need in groups.open_needs(tx, cluster_id, today) if only(need) and need.group_id in there
    ]
    able = volunteers.able_members(
        tx, cluster_id, {need.group_id for need in open_}, {need.skill for need in open_ if need.skill}
    )
    return [
        Lack(
            need=need,
            group=there[need.group_id].name,
            villages=there[need.group_id].villages,
            able=(need.group_id, need.skill) in able,
            lead=there[need.group_id].lead_id,
        )
        for need in open_
    ]
