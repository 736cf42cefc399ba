"""The demo's village and the people in it, as the files in `village/` have them. None of them is anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from actions import clusters
from domain.clusters import Cluster
from domain.consent import Purpose
from domain.groups import Group, GroupState, Need
from domain.people import Person, Role
from storage import clusters as stored
from storage import consents, groups, people, phrases
from storage.transaction import Transaction

VILLAGE = Path(__file__).parent / "village"
ANNA, BO, KAREN, METTE = 7001, 7002, 7003, 7004
FIRST_NEIGHBOUR = 8001


@dataclass(frozen=True)
class Cast:
    """One of the four the phone opens with. Who has a village is signed up already."""

    telegram_id: int
    first_name: str
    label_da: str
    label_en: str
    village: str | None = None
    role: Role | None = None


CAST = (
    Cast(ANNA, "Anna", "ny i Vigersted, 67 år", "new in Vigersted, 67"),
    Cast(BO, "Bo", "tovholder i Jystrup", "group lead in Jystrup", "jystrup-valsoelille", Role.LEAD),
    Cast(KAREN, "Karen", "i styregruppen", "in the steering group", "vigersted", Role.STEERING),
    Cast(METTE, "Mette", "kommunens kontakt", "municipal contact", "fjaellebro-kvaerkeby", Role.MUNICIPAL),
)


def settle(tx: Transaction, wanted: Cluster, now: datetime) -> Cluster:
    known = stored.id_of(tx, wanted.slug)
    if known is not None:
        return stored.by_id(tx, known)
    cluster = stored.by_id(tx, clusters.put(tx, wanted, now))
    here: dict[str, Person] = {}
    for one in CAST:
        if one.village is not None:
            here[one.first_name] = _join(
                tx, cluster, Neighbour(one.first_name, one.village, role=one.role), one.telegram_id, now
            )
    for number, neighbour in enumerate(_neighbours()):
        here[neighbour.name] = _join(tx, cluster, neighbour, FIRST_NEIGHBOUR + number, now)
    for group in _listed("groups.yaml"):
        _gather(tx, cluster, group, here, now)
    return cluster


@dataclass(frozen=True)
class Neighbour:
    """Somebody who lives here, as the village's file has them."""

    name: str
    village: str
    skills: tuple[str, ...] = ()
    hours: str | None = None
    times: tuple[str, ...] = ()
    said: str | None = None
    role: Role | None = None


def _neighbours() -> Sequence[Neighbour]:
    return [Neighbour(**one) for one in _listed("neighbours.yaml")]


def _listed(name: str) -> Sequence[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.safe_load((VILLAGE / name).read_text(encoding="utf-8"))
    return listed


def _join(tx: Transaction, cluster: Cluster, who: Neighbour, telegram_id: int, now: datetime) -> Person:
    home = cluster.village_of(who.village).id
    person = Person(0, cluster.id, telegram_id, who.name, "da", home, now.date(), now)
    person = replace(person, id=people.add(tx, person))
    for purpose in (Purpose.MEMBERSHIP, Purpose.PROFILE, Purpose.FOUND):
        consents.record(tx, person, purpose, now, given=True)
    for skill in who.skills:
        people.add_skill(tx, person, skill, now)
    people.set_hours(tx, person, who.hours)
    people.set_times(tx, person, who.times)
    if who.said is not None:
        phrases.keep(tx, person, who.said, now)
    if who.role is not None:
        people.give_role(tx, person, who.role)
    return person


def _gather(
    tx: Transaction, cluster: Cluster, told: Mapping[str, Any], here: Mapping[str, Person], now: datetime
) -> None:
    """A working group with its lead, its members, and what it lacks."""
    villages = frozenset(cluster.village_of(slug).id for slug in told["villages"])
    group = Group(0, cluster.id, told["name"], told["text"], GroupState.OPEN, villages)
    group_id = groups.add(tx, group, now)
    groups.set_lead(tx, here[told["lead"]], group_id, now, None)
    for name in told["members"]:
        groups.join(tx, cluster.id, group_id, here[name].id, now, None)
    for need in told["needs"]:
        until = now.date() + timedelta(days=need["days"])
        lack = Need(0, group_id, need["skill"], need["wanted"], 0, need["hours"], until)
        groups.add_need(tx, cluster.id, lack, now)
