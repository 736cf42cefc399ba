"""What is new in a village or a working group: asked of every noun that has something to tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property, partial
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import Generic, TypeVar

from actions.post import Post
from domain.audience import Audience
from domain.days import local_day
from domain.digests import AHEAD, Kind, Source, Window
from domain.groups import Group
from domain.news import Coming, News, OpenPoll, Outcome, Wanted
from storage import digests, events, groups, ideas, polls

LEAST_THANKED = 3
"""Fewer are thanked by their lead, in person."""
AT_HOME, NEXT_DOOR = 3, 1
"""Of what is on, so much is told first: most of it at home, and something from another village."""
EVERY_VILLAGE = None
"""In place of a source."""

T = TypeVar("T")


class Newsroom:
    """Where the villages and groups of a cluster find what they have to tell.

    What they share is read once, however many of them write; so a newsroom is good for one transaction.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self.zone = post.cluster.zone
        self._here = (post.tx, post.cluster.id)
        self._calendar = cache(partial(_calendar, post))
        self._outcomes = cache(partial(_outcomes, post))
        self._thanked = cache(partial(digests.thanked, *self._here))

    def heading(self, source: Source) -> str | None:
        """What stands over its section; None when there is no such village or group at work any more."""
        if source.kind is Kind.VILLAGE:
            return self._villages.get(source.id)
        group = self._groups.get(source.id)
        return group.name if group else None

    def news(self, source: Source, window: Window) -> News:
        """Everything in that time, and what comes."""
        tell = self._of_village if source.kind is Kind.VILLAGE else self._of_group
        thanked = self._thanked(source.kind, window).get(source.id, 0)
        return replace(
            tell(source, window),
            outcomes=tuple(self._outcomes(window).of(source)),
            polls=tuple(self._polls.of(source)),
            faces=digests.faces(*self._here, source, window),
            thanked=thanked if thanked >= LEAST_THANKED else 0,
        )

    def _of_village(self, source: Source, window: Window) -> News:
        calendar = self._calendar(window.until)
        return News(wanted=tuple(self._wanted.of(source)), coming=tuple(calendar.near(source)))

    def _of_group(self, source: Source, window: Window) -> News:
        group, today = self._groups.get(source.id), self._today
        if group is None:
            return News()
        all_ = [Wanted(group.name, need) for need in groups.needs(*self._here, group.id)]
        ahead = [one for one in all_ if one.need.until >= today]
        return News(
            wanted=tuple(one for one in ahead if one.need.open_places),
            tasks=tuple(one for one in ahead if one.need.found and one.need.until - today <= AHEAD),
            coming=tuple(self._calendar(window.until).shelf.of(source)),
            members=digests.in_group(*self._here, group.id),
        )

    @cached_property
    def _today(self) -> date:
        return local_day(self._post.now, self._post.cluster.zone)

    @cached_property
    def _villages(self) -> dict[int, str]:
        return {village.id: village.name for village in self._post.cluster.villages}

    @cached_property
    def _groups(self) -> dict[int, Group]:
        return {group.id: group for group in groups.open_groups(*self._here)}

    @cached_property
    def _wanted(self) -> "Shelf[Wanted]":
        """Open needs, by the villages where their groups work."""
        shelf = Shelf[Wanted]()
        for need in groups.open_needs(*self._here, self._today):
            group = self._groups.get(need.group_id)
            if group is not None:  # it may have been opened since the groups were read
                shelf.put(Wanted(group.name, need), _villages_or_all(group.villages))
        return shelf

    @cached_property
    def _polls(self) -> "Shelf[OpenPoll]":
        """What everybody there can still answer, the one that closes first at the top."""
        shelf = Shelf[OpenPoll]()
        for one in polls.open_in(*self._here, self._post.now):
            shelf.put(OpenPoll(one.id, one.question, one.closes_at), told_by(one.audience))
        return shelf


class Shelf(Generic[T]):
    """Things in their order, by the source that tells them: nobody looks through what is others'."""

    def __init__(self) -> None:
        self._of: defaultdict[Source | None, list[tuple[int, T]]] = defaultdict(list)
        self._size = 0

    def put(self, thing: T, sources: Iterable[Source | None]) -> None:
        """The next one."""
        for source in sources:
            self._of[source].append((self._size, thing))
        self._size += 1

    def of(self, source: Source) -> Iterator[T]:
        """What that source tells, in the order in which it was put."""
        own = self._of.get(source, [])
        shared = self._of.get(EVERY_VILLAGE, []) if source.kind is Kind.VILLAGE else []
        return (thing for _, thing in merge(own, shared, key=itemgetter(0)))


@dataclass(frozen=True)
class _Calendar:
    """What is on, and again what only some villages have, each with theirs."""

    shelf: Shelf[Coming]
    of_some: list[tuple[frozenset[int], Coming]]
    names: Mapping[int, str]

    def near(self, village: Source) -> list[Coming]:
        """What is on for the village, and something from another one, where there is any."""
        home = list(self.shelf.of(village))
        others = ((whose, event) for whose, event in self.of_some if village.id not in whose)
        elsewhere = (
            replace(event, village=self.names.get(min(whose))) for whose, event in islice(others, NEXT_DOOR)
        )
        first = sorted((*home[:AT_HOME], *elsewhere), key=lambda event: event.starts_at)
        return [*first, *home[AT_HOME:]]


def _calendar(post: Post, until: datetime) -> _Calendar:
    found = _Calendar(Shelf[Coming](), [], {village.id: village.name for village in post.cluster.villages})
    for audience, coming in events.in_brief(post.tx, post.cluster.id, post.now, until + AHEAD):
        found.shelf.put(coming, told_by(audience))
        if audience.villages and not audience.groups:
            found.of_some.append((audience.villages, coming))
    return found


def _outcomes(post: Post, window: Window) -> Shelf[Outcome]:
    """What came of ideas, and how events went. An idea that became an event is told as the idea."""
    shelf = Shelf[Outcome]()
    for idea in ideas.done_between(post.tx, post.cluster.id, window.since, window.until):
        there = frozenset() if idea.village_id is None else frozenset({idea.village_id})
        its_group = [] if idea.group_id is None else [Source(Kind.GROUP, idea.group_id)]
        shelf.put(Outcome(idea.title, idea.result), [*its_group, *_villages_or_all(there)])
    for event in events.results_since(post.tx, post.cluster.id, window.since):
        told = event.result_at is not None and event.result_at < window.until and event.idea_id is None
        if told and event.result:
            shelf.put(Outcome(event.title, event.result), told_by(event.audience))
    return shelf


def told_by(audience: Audience) -> list[Source | None]:
    """What is for groups is told by them alone."""
    if audience.groups:
        return [Source(Kind.GROUP, group) for group in audience.groups]
    return _villages_or_all(audience.villages)


def _villages_or_all(villages: frozenset[int]) -> list[Source | None]:
    return [Source(Kind.VILLAGE, village) for village in villages] or [EVERY_VILLAGE]
