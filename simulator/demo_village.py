"""The demo's village and the people in it, as the files in `village/` have them. None of them is anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from actions import clusters
from actions.poll_letters import count
from domain.audience import CLUSTER, Audience
from domain.clusters import ZONE, Cluster
from domain.consent import Purpose
from domain.dates import When
from domain.days import local_day, months_on
from domain.events import Coming, Event, LocalTime
from domain.groups import ROLE_MONTHS, Group, GroupState, Need
from domain.ideas import Idea, State
from domain.people import Person, Role
from domain.polls import Poll, PollKind, closing, remind_at
from domain.quiet import outside_quiet_hours
from storage import clusters as stored
from storage import consents, events, groups, ideas, people, phrases, polls, roles
from storage.events import places
from storage.polls import What
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
    Cast(BO, "Bo", "tovholder i Jystrup", "group lead in Jystrup", "jystrup-valsoelille"),
    Cast(KAREN, "Karen", "i styregruppen", "in the steering group", "vigersted", Role.STEERING),
    Cast(METTE, "Mette", "kommunens kontakt", "municipal contact", "fjaellebro-kvaerkeby", Role.MUNICIPAL),
)


def by_day(now: datetime) -> datetime:
    """Now, or at night the next morning at ten: at night the bot writes to nobody by itself."""
    morning = outside_quiet_hours(now, ZONE)
    return morning + timedelta(hours=2) if morning > now else now


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
    for telegram_id, neighbour in zip(neighbours(), _neighbours(), strict=True):
        here[neighbour.name] = _join(tx, cluster, neighbour, telegram_id, now)
    for group in _listed("groups.yaml"):
        _gather(tx, cluster, group, here, now)
    for poll in _listed("polls.yaml"):
        _ask(tx, cluster, poll, here, now)
    for event in _listed("events.yaml"):
        _plan(tx, cluster, event, here, now)
    for idea in _listed("ideas.yaml"):
        _have(tx, cluster, idea, here, now)
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


def neighbours() -> Mapping[int, str]:
    """First names by Telegram number, of all who live here beside the cast."""
    return {FIRST_NEIGHBOUR + number: one.name for number, one in enumerate(_neighbours())}


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
        roles.give(tx, person, who.role)
    return person


def _gather(
    tx: Transaction, cluster: Cluster, told: Mapping[str, Any], here: Mapping[str, Person], now: datetime
) -> None:
    """A working group with its lead, its members, and what it lacks."""
    villages = frozenset(cluster.village_of(slug).id for slug in told["villages"])
    group = Group(0, cluster.id, told["name"], told["text"], GroupState.OPEN, villages)
    group_id = groups.add(tx, group, now)
    until = months_on(now.date(), ROLE_MONTHS)
    groups.set_lead(tx, here[told["lead"]], group_id, now, until)
    for name in told["members"]:
        groups.join(tx, cluster.id, group_id, here[name].id, now, until)
    for need in told["needs"]:
        until = now.date() + timedelta(days=need["days"])
        lack = Need(0, group_id, need["skill"], need["wanted"], 0, need["hours"], until, need["about"])
        groups.add_need(tx, cluster.id, lack, now)


def _ask(
    tx: Transaction, cluster: Cluster, told: Mapping[str, Any], here: Mapping[str, Person], now: datetime
) -> None:
    """A poll that began some days ago, with the answers of those who have given one."""
    begun, karen = now - timedelta(days=told["begun"]), here["Karen"]
    closes_at = closing(begun, told["lasts"], cluster.zone)
    draft = Poll(
        id=0,
        cluster_id=cluster.id,
        question=told["question"],
        kind=PollKind.SINGLE,
        answers=tuple(told["answers"]),
        audience=CLUSTER,
        sensitive=False,
        opened_at=begun,
        closes_at=closes_at,
        made_by=karen.id,
    )
    poll = replace(draft, id=polls.add(tx, draft))
    for slug, counts in told["votes"].items():
        home = cluster.village_of(slug).id
        theirs = (
            one for one in here.values() if one.village_id == home and one.telegram_id >= FIRST_NEIGHBOUR
        )
        chosen = (answer for answer, count in enumerate(counts) for _ in range(count))
        for answer, person in zip(chosen, theirs, strict=False):
            polls.tick(tx, poll, person, answer, only=True)
    if closes_at <= now:
        count(tx, cluster, poll, closes_at)
        polls.plan(tx, poll, What.TELL, None)  # they have heard
    else:
        polls.plan(tx, poll, What.REMIND, remind_at(poll, cluster.zone))


def _plan(
    tx: Transaction, cluster: Cluster, told: Mapping[str, Any], here: Mapping[str, Person], now: datetime
) -> None:
    """Something that happens, and who comes."""
    day = local_day(now, cluster.zone) + timedelta(days=told["days"])
    when = When(day, time.fromisoformat(told["at"]), time.fromisoformat(told["until"]))
    whom = Audience.village(cluster.village_of(told["village"]).id) if "village" in told else CLUSTER
    event = Event(
        id=0,
        cluster_id=cluster.id,
        title=told["title"],
        when=LocalTime(when, cluster.zone),
        place=told["place"],
        made_at=now,
        organiser_id=here[told["by"]].id,
        audience=whom,
        seats=told.get("seats"),
        supper=told.get("supper", False),
    )
    places.add(tx, cluster.id, told["place"])
    made = events.by_id(tx, cluster.id, events.add(tx, event))
    for name in told["coming"]:
        if made is not None:
            events.answer(tx, made, here[name], Coming.YES, now, heads=1, eaters=1)


def _have(
    tx: Transaction, cluster: Cluster, told: Mapping[str, Any], here: Mapping[str, Person], now: datetime
) -> None:
    """An idea that nobody has answered, and who supports it."""
    village = cluster.village_of(told["village"]).id if told["village"] else None
    since, author = now - timedelta(days=told["days"]), here[told["author"]].id
    about = (told["title"], told["why"], State.RECEIVED, since, author)
    idea = Idea(0, cluster.id, *about, village_id=village, waits_since=since)
    idea_id = ideas.add(tx, idea)
    for name in told["supporters"]:
        ideas.support(tx, here[name], idea_id, since)
