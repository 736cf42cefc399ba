"""Which letter may go when, over made-up days: no database, no Telegram, a clock of numbers."""

from collections import Counter, defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lanes import LONGEST_IN_HAND, Lanes
from domain.message import Html, Lane
from domain.outcome import Act
from domain.pace import Pace
from storage.outbox import Letter

START = 1000.0
CHATS = st.sampled_from([1, 2, 3, -10])
MAIL = st.lists(
    st.tuples(st.floats(0, 2), CHATS, st.sampled_from(Lane), st.floats(0.01, 3)), min_size=1, max_size=60
)


def letter(number: int, chat_id: int = 1, lane: Lane = Lane.ANSWER, edits: int | None = None) -> Letter:
    return Letter(
        id=number,
        cluster_id=1,
        bot_id=1,
        chat_id=chat_id,
        person_id=1,
        act=Act.SEND if edits is None else Act.EDIT,
        text=Html(""),
        rows=(),
        edits=edits,
        lane=lane,
        attempts=1,
        copies=1,
        kind="test",
        not_after=None,
    )


def opened(pace: Pace | None = None) -> Lanes:
    lanes = Lanes(pace or Pace(), START)
    lanes.open_for(None)
    return lanes


class Day:
    """Letters come, go as soon as they may, and land after their delay; what waits too long comes again."""

    def __init__(self, mail: list[tuple[float, int, Lane, float]]) -> None:
        self.lanes = opened()
        self.gone: list[tuple[float, Letter]] = []
        self.landing: dict[int, float] = {}
        self.delays: dict[int, float] = {}
        self.now = START
        for number, (pause, chat_id, lane, delay) in enumerate(mail, 1):
            self.delays[number] = delay
            self.until(self.now + pause)
            self.lanes.add([letter(number, chat_id, lane)], self.now)
            self.begin()
        while not self.lanes.empty:
            self.until(self.next_moment())

    def next_moment(self) -> float:
        ready = self.lanes.next_at(self.now)
        return max(self.now, min([*self.landing.values(), *([ready] if ready is not None else [])]))

    def until(self, moment: float) -> None:
        while self.landing and (first := min(self.landing.values())) <= moment:
            self.now = max(self.now, first)
            for number in [one for one, at in self.landing.items() if at <= self.now]:
                del self.landing[number]
                self.lanes.landed(number)
            self.begin()
        self.now = moment
        self.begin()

    def begin(self) -> None:
        again = self.lanes.take_back(self.now, all_of_them=False)
        self.lanes.claimed(again, self.now)
        while (one := self.lanes.pop(self.now)) is not None:
            self.gone.append((self.now, one))
            self.landing[one.id] = self.now + self.delays[one.id]

    def flights(self) -> list[tuple[float, float, Letter]]:
        return [(at, at + self.delays[one.id], one) for at, one in self.gone]


@settings(deadline=None, max_examples=60)
@given(MAIL)
def test_everything_goes_once_in_order_and_within_all_limits(mail):
    day = Day(mail)
    assert Counter(one.id for _, one in day.gone) == Counter(range(1, len(mail) + 1))
    orders: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for _, one in day.gone:
        orders[one.chat_id, one.lane is Lane.ANSWER].append(one.id)
    assert all(numbers == sorted(numbers) for numbers in orders.values())
    check_windows(day)
    check_rates(day)


def check_windows(day: Day) -> None:
    flights = day.flights()
    for begun, _, one in flights:
        together = [other for start, end, other in flights if start <= begun < end]
        assert len(together) <= 8
        kinds = Counter((other.chat_id, other.lane is Lane.ANSWER) for other in together)
        assert kinds[one.chat_id, one.lane is Lane.ANSWER] == 1


def check_rates(day: Day) -> None:
    bulk = [at for at, one in day.gone if one.lane is not Lane.ANSWER]
    assert most_in(bulk, 1.0) <= 26
    assert most_in([at for at, _ in day.gone], 1.0) <= 35
    for chat_id in (1, 2, 3):
        assert most_in([at for at, one in day.gone if one.chat_id == chat_id], 10.0) <= 5 + 10
    assert most_in([at for at, one in day.gone if one.chat_id == -10], 59.9) <= 20


def most_in(times: list[float], span: float) -> int:
    return max((sum(start <= at <= start + span for at in times) for start in times), default=0)


def test_an_answer_overtakes_a_thousand_mass_letters():
    lanes = opened()
    lanes.add([letter(n, n, Lane.MASS) for n in range(1, 1001)], START)
    first = lanes.pop(START)
    lanes.add([letter(2000, 2000)], START)
    at = lanes.next_at(START)
    assert first.id == 1
    assert lanes.pop(at).id == 2000
    assert at - START < 0.04


def test_at_most_six_of_eight_are_asked_for_from_notices_and_mass():
    answers, bulk = opened().rooms(START)
    assert (answers.lanes, answers.places) == ((Lane.ANSWER,), 8)
    assert (bulk.lanes, bulk.places) == ((Lane.NOTICE, Lane.MASS), 6)


def test_what_has_landed_makes_room_in_the_same_stroke():
    lanes = opened()
    lanes.add([letter(n, n, Lane.MASS) for n in range(1, 7)], START)
    now = START
    while (at := lanes.next_at(now)) is not None:
        now = at
        assert lanes.pop(now)
    assert [room.lanes for room in lanes.rooms(now)] == [(Lane.ANSWER,)]
    assert lanes.rooms(now, {1, 2})[1].places == 2


def test_a_pause_silences_everything_and_then_the_pace_grows():
    lanes = opened()
    lanes.add([letter(n, n, Lane.MASS) for n in range(1, 40)], START)
    lanes.pause(START + 10)
    assert lanes.pop(START + 9.99) is None
    assert lanes.rooms(START + 9.99) == ()
    assert lanes.next_at(START) == START + 10
    assert lanes.pop(START + 10).id == 1
    assert lanes.next_at(START + 10) - (START + 10) > 0.15
    lanes.take_back(START + 50, all_of_them=True)
    lanes.claimed([letter(n, n, Lane.MASS) for n in (2, 3)], START + 50)
    assert lanes.pop(START + 50).id == 2
    assert lanes.next_at(START + 50) - (START + 50) < 0.05


def test_a_shorter_pause_does_not_end_a_longer_one():
    lanes = opened()
    lanes.pause(START + 10)
    lanes.pause(START + 2)
    assert lanes.paused(START + 9)


def test_without_a_connection_it_asks_ever_more_rarely_until_somebody_answers():
    lanes = opened()
    waits, now = [], START
    for _ in range(7):
        lanes.tried(now, reached=False)
        waits.append(lanes.rested_at(now) - now)
        now += 100
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    lanes.tried(now, reached=True)
    lanes.tried(now, reached=False)
    assert lanes.rested_at(now) - now == 1


def test_what_waits_too_long_in_hand_is_not_sent_but_given_back():
    lanes = opened()
    lanes.add([letter(1)], START)
    late = START + LONGEST_IN_HAND + 0.1
    assert lanes.pop(late) is None
    assert [one.id for one in lanes.take_back(late, all_of_them=False)] == [1]
    assert lanes.empty


def test_only_the_suspect_may_go_until_the_gate_opens():
    lanes = Lanes(Pace(), START)
    lanes.add([letter(1, 1), letter(2, 1)], START)
    assert lanes.pop(START) is None
    lanes.open_for(frozenset({2}))
    assert lanes.pop(START).id == 2
    lanes.landed(2)
    assert lanes.pop(START + 5) is None
    lanes.open_for(None)
    assert lanes.pop(START + 5).id == 1


def test_letters_that_only_wait_for_their_own_chat_take_nobodys_place():
    lanes = opened()
    lanes.add([letter(n, 7) for n in range(20)], START)
    while lanes.pop(START):
        for n in range(20):
            lanes.landed(n)
    assert [room.places for room in lanes.rooms(START)] == [8, 6]


def test_a_chat_rests_after_one_letter_and_for_answers_after_a_burst_of_them():
    lanes, now = opened(Pace.of(1000)), START
    bursts = [(chat, Lane.ANSWER) for chat in [7] * 5 + [-7] * 5]
    said = [*bursts, (8, Lane.ANSWER), (9, Lane.MASS)]
    for number, (chat, lane) in enumerate(said):
        now += 0.01
        lanes.add([letter(number, chat, lane)], now)
        assert lanes.pop(now).id == number
        lanes.landed(number)
    answers, bulk = lanes.rooms(now)
    assert answers.resting == {7, -7}
    assert bulk.resting == {7, -7, 8, 9}
    answers, bulk = lanes.rooms(now + 2)
    assert (answers.resting, bulk.resting) == ({-7}, {7, -7})


def test_whoever_waits_for_the_pace_alone_may_go_before_one_whose_chat_rests():
    lanes, now = opened(), START
    lanes.add([letter(1, 7, Lane.MASS)], now)
    assert lanes.pop(now).id == 1
    lanes.landed(1)
    lanes.add([letter(2, 7, Lane.MASS), letter(3, 8, Lane.MASS)], now)
    assert lanes.pop(now) is None
    assert lanes.next_at(now) == START + 1 / 25
    assert lanes.pop(START + 1 / 25).id == 3
    lanes.landed(3)
    assert lanes.next_at(START + 1 / 25) == START + 1.05


def test_an_answer_comes_into_hand_only_when_it_would_go_at_once():
    lanes = Lanes(Pace(), START)
    assert not lanes.takes(1, START)
    lanes.open_for(None)
    assert lanes.takes(1, START)
    lanes.add([letter(1, 1)], START)
    assert not lanes.takes(1, START)
    lanes.pop(START)
    assert not lanes.takes(1, START)
    lanes.landed(1)
    assert lanes.takes(1, START)
    lanes.pause(START + 1)
    assert not lanes.takes(1, START)


def test_a_chat_that_has_used_its_burst_gets_its_answers_from_the_database():
    lanes, now = opened(), START
    for n in range(5):
        now += 0.2
        assert lanes.takes(1, now)
        lanes.add([letter(n, 1)], now)
        assert lanes.pop(now).id == n
        lanes.landed(n)
    assert not lanes.takes(1, now)
    assert lanes.takes(2, now)


def test_no_more_is_in_hand_than_twice_what_may_be_on_its_way():
    lanes = opened()
    taken = 0
    while lanes.takes(taken, START):
        lanes.add([letter(taken, taken)], START)
        taken += 1
    assert taken == 16


def test_a_letter_that_is_in_hand_already_goes_once():
    lanes = opened()
    lanes.add([letter(1)], START)
    assert lanes.pop(START).id == 1
    lanes.add([letter(1)], START)
    lanes.landed(1)
    assert lanes.empty


def test_what_is_behind_a_letter_that_waited_too_long_goes_back_with_it():
    lanes = opened()
    lanes.add([letter(1, 1), letter(2, 2)], START)
    late = START + LONGEST_IN_HAND + 0.1
    lanes.add([letter(3, 1)], late)
    assert sorted(one.id for one in lanes.take_back(late, all_of_them=False)) == [1, 2, 3]
    assert lanes.empty


def test_what_fell_back_holds_its_chats_answers_until_the_database_gives_one():
    lanes = opened()
    lanes.add([letter(1, 1), letter(2, 1), letter(3, 2)], START)
    first = lanes.pop(START)
    lanes.fall_back(first)
    assert [one.id for one in lanes.take_back(START, all_of_them=False)] == [2]
    lanes.landed(1)
    lanes.add([letter(4, 1)], START)
    assert lanes.pop(START).id == 3
    assert lanes.pop(START) is None
    assert not lanes.takes(1, START)
    assert [one.id for one in lanes.take_back(START, all_of_them=False)] == [4]
    lanes.claimed([first], START)
    assert lanes.pop(START).id == 1
