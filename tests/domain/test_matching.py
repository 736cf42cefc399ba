"""Who is asked for what: each rule of the village hall, for any people and needs."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.groups import Need
from domain.matching import (
    MONTH,
    MOST_GROUPS,
    MOST_PROPOSALS,
    Lack,
    Reason,
    Volunteer,
    by_hand,
    fits,
    for_all,
    for_need,
    for_person,
    has_time,
    match,
    may_be_asked,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()
SKILLS = ("sound", "cooking", "digger")
VILLAGES = (1, 2, 3)

sets_of = lambda values, most=4: st.frozensets(st.sampled_from(values), max_size=most)  # noqa: E731 - short
volunteer_like = st.builds(
    Volunteer,
    id=st.integers(1, 10**6),
    first_name=st.just("Anna"),
    village_id=st.sampled_from(VILLAGES),
    skills=sets_of(SKILLS),
    hours=st.sampled_from((None, "once", "few", "weekly", "ask")),
    groups=sets_of(range(1, 6), 5),
    asks=st.integers(0, 3),
    asked=sets_of(range(1, 6)),
    said_no_at=st.none() | st.integers(0, 60).map(lambda days: NOW - timedelta(days=days)),
    begun=st.booleans(),
)
volunteers_like = st.lists(volunteer_like, max_size=12, unique_by=lambda one: one.id)
need_like = st.builds(
    Need,
    id=st.integers(1, 50),
    group_id=st.integers(1, 6),
    skill=st.sampled_from(SKILLS),
    wanted=st.integers(1, 3),
    found=st.integers(0, 1),
    hours=st.none() | st.integers(1, 60),
    until=st.integers(-5, 200).map(lambda days: TODAY + timedelta(days=days)),
)
lack_like = st.builds(
    Lack,
    need=need_like,
    group=st.just("Lydholdet"),
    villages=sets_of(VILLAGES),
    able=st.booleans(),
)
lacks_like = st.lists(lack_like, max_size=8, unique_by=lambda one: one.need.id)


def anna(**other: object) -> Volunteer:
    return replace(Volunteer(1, "Anna", 1, frozenset({"sound"})), **other)


def sound(
    villages: frozenset[int] = frozenset({1}), until: date = date(2026, 12, 6), **other: object
) -> Lack:
    need = replace(Need(1, 1, "sound", 1, 0, 5, until), **other)
    return Lack(need, "Lydholdet", villages)


def how_many_can(people: list[Volunteer]) -> Counter[str]:
    return Counter(skill for one in people for skill in one.skills)


@given(lack_like, volunteers_like)
def test_whoever_is_found_can_has_a_place_and_was_not_asked_before(lack: Lack, people: list[Volunteer]):
    for found in for_need(lack, people, how_many_can(people), TODAY):
        assert lack.need.skill in found.volunteer.skills
        assert lack.need.id not in found.volunteer.asked
        assert lack.need.open_places > 0
        assert lack.need.until >= TODAY


@given(lack_like, volunteers_like)
def test_whoever_leads_the_group_is_not_asked_for_it_and_a_member_may_be(lack: Lack, people: list[Volunteer]):
    for one in people:
        assert not for_need(replace(lack, lead=one.id), [one], {}, TODAY)
        inside = replace(one, groups=one.groups | {lack.need.group_id})
        assert bool(for_need(lack, [inside], {}, TODAY)) == bool(for_need(lack, [one], {}, TODAY))


@given(lack_like, volunteers_like)
def test_by_hand_everybody_with_time_is_shown_and_the_bot_proposes_nobody(
    lack: Lack, people: list[Volunteer]
):
    own = replace(lack, need=replace(lack.need, skill=None, about="kransekage"))
    assert not for_need(own, people, {}, TODAY)
    assert not for_all([own], people, TODAY)
    by_id = {found.volunteer.id for found in by_hand(own, people, TODAY)}
    assert by_id >= {found.volunteer.id for found in for_need(lack, people, {}, TODAY)}


@given(lack_like, volunteers_like)
def test_nobody_in_more_than_two_groups_comes_before_somebody_in_fewer(lack: Lack, people: list[Volunteer]):
    busy = [found.volunteer.busy for found in for_need(lack, people, how_many_can(people), TODAY)]
    assert busy == sorted(busy)


@given(lack_like, volunteer_like, st.integers(7, 60))
def test_of_two_alike_the_one_who_carries_less_comes_first(lack: Lack, one: Volunteer, group: int):
    other = replace(one, id=one.id + 1, groups=one.groups | {group})
    found = for_need(lack, [other, one], {}, TODAY)
    assert [match.volunteer for match in found] in ([], [one, other])


@given(lack_like, volunteer_like)
def test_of_two_alike_the_first_timer_comes_first(lack: Lack, one: Volunteer):
    new, known = replace(one, begun=False), replace(one, id=one.id + 1, begun=True)
    assert [match.volunteer for match in for_need(lack, [known, new], {}, TODAY)] in ([], [new, known])


@given(lack_like, volunteer_like)
def test_of_two_alike_the_one_from_the_group_s_village_comes_first(lack: Lack, one: Volunteer):
    lack = replace(lack, villages=frozenset({1, 2}))
    here, away = replace(one, village_id=2), replace(one, id=one.id + 1, village_id=3)
    assert [match.volunteer for match in for_need(lack, [away, here], {}, TODAY)] in ([], [here, away])


@given(volunteer_like, lacks_like, volunteers_like)
def test_a_person_gets_at_most_three_proposals_and_no_group_twice(
    one: Volunteer, lacks: list[Lack], others: list[Volunteer]
):
    proposed = for_person(one, lacks, how_many_can([one, *others]), TODAY)
    groups = [match.lack.need.group_id for match in proposed]
    assert len(groups) <= MOST_PROPOSALS
    assert len(set(groups)) == len(groups)
    weights = [match.weight for match in proposed]
    assert weights == sorted(weights, reverse=True)
    assert bool(proposed) == any(fits(lack, one, TODAY) for lack in lacks)


@given(volunteer_like, lack_like, st.integers(1, 40))
def test_every_reason_that_is_said_is_true(one: Volunteer, lack: Lack, able: int):
    reasons = match(lack, one, able, TODAY).reasons
    assert reasons[0] is Reason.SKILL
    assert (Reason.NOBODY_ELSE in reasons) == (not lack.able)
    assert (Reason.SAME_VILLAGE in reasons) == (one.village_id in lack.villages)
    assert (Reason.FIRST_TIME in reasons) == (not one.begun)
    assert (Reason.HAS_TIME in reasons) == (has_time(lack.need, one.hours, TODAY) is True)


@given(volunteer_like)
def test_nobody_is_asked_a_third_time_in_a_month_or_within_a_month_of_a_no(one: Volunteer):
    rested = one.said_no_at is None or NOW - one.said_no_at >= MONTH
    assert may_be_asked(one, NOW) == (one.asks < 2 and rested)


@given(volunteer_like, lack_like, lack_like, st.integers(2, 40))
def test_what_only_they_can_comes_before_what_others_can_too(
    one: Volunteer, rare: Lack, usual: Lack, able: int
):
    rare = replace(rare, need=replace(rare.need, id=1, group_id=1, skill="sound"))
    usual = replace(usual, need=replace(usual.need, id=2, group_id=2, skill="cooking"))
    proposed = for_person(one, [usual, rare], {"sound": 1, "cooking": able}, TODAY)
    assert [match.lack for match in proposed] in ([], [rare], [usual], [rare, usual])


@given(lack_like, volunteer_like)
def test_of_two_alike_the_one_who_told_that_they_have_time_comes_first(lack: Lack, one: Volunteer):
    lack = replace(lack, need=replace(lack.need, hours=5))
    free, unknown = replace(one, hours="ask"), replace(one, id=one.id + 1, hours=None)
    assert [match.volunteer for match in for_need(lack, [unknown, free], {}, TODAY)] in (
        [],
        [free, unknown],
    )


@given(lacks_like, volunteers_like)
def test_the_order_in_which_people_are_read_changes_nothing(lacks: list[Lack], people: list[Volunteer]):
    assert for_all(lacks, people, TODAY) == for_all(lacks, people[::-1], TODAY)


def test_the_rarer_skill_is_proposed_first():
    both = anna(skills=frozenset({"sound", "cooking"}))
    cooking = sound(id=2, group_id=2, skill="cooking")
    proposed = for_person(both, [cooking, sound()], {"sound": 1, "cooking": 9}, TODAY)
    assert [match.lack.need.skill for match in proposed] == ["sound", "cooking"]


def test_time_that_does_not_fit_is_not_asked_for():
    assert has_time(sound(hours=40).need, "once", TODAY) is False
    assert has_time(sound(hours=40, until=date(2027, 6, 1)).need, "few", TODAY) is True
    assert has_time(sound(hours=40).need, "ask", TODAY) is True
    assert has_time(sound(hours=None).need, "few", TODAY) is None
    assert not fits(sound(hours=40), anna(hours="once"), TODAY)
    assert fits(sound(hours=40), anna(), TODAY), "who has not told their hours may be asked"


def test_a_group_for_all_villages_is_near_to_everybody():
    assert sound(villages=frozenset()).near(3)
    assert not sound().near(3)


def test_who_is_in_two_groups_is_not_yet_asked_last():
    assert not anna(groups=frozenset(range(MOST_GROUPS))).busy
    assert anna(groups=frozenset(range(MOST_GROUPS + 1))).busy
