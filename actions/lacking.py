"""What all groups lack, with what matters about each group."""

from datetime import date

from domain.matching import Lack
from storage import groups, volunteers
from storage.transaction import Transaction


def lacks(tx: Transaction, cluster_id: int, today: date) -> list[Lack]:
    """Every need of a group at work for which somebody is still looked for."""
    there = {group.id: group for group in groups.open_groups(tx, cluster_id)}
    able = volunteers.able_members(tx, cluster_id)
    return [
        Lack(
            need=need,
            group=there[need.group_id].name,
            villages=there[need.group_id].villages,
            able=(need.group_id, need.skill) in able,
            lead=there[need.group_id].lead_id,
        )
        for need in groups.open_needs(tx, cluster_id, today)
    ]
