import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake import LARGEST, batch, salvage

MESSAGE = {"message_id": 1, "from": {"id": 7}, "chat": {"id": -100}}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)
NEARLY_AN_UPDATE = st.fixed_dictionaries(
    {"update_id": st.integers() | ANYTHING, "message": ANYTHING | st.fixed_dictionaries({"from": ANYTHING})}
)


def test_the_batch_is_confirmed_by_the_number_after_its_last():
    assert batch([{"update_id": 5}, {"update_id": 9}, {"update_id": 7}]).next_update == 10


def test_the_sender_is_the_person_else_the_chat():
    assert batch([{"update_id": 5, "message": MESSAGE}]).updates[0].sender == 7
    assert batch([{"update_id": 5, "channel_post": {"chat": {"id": -100}}}]).updates[0].sender == -100
    assert batch([{"update_id": 5, "poll": {"id": "1"}}]).updates[0].sender is None


def test_what_has_no_usable_number_is_unusable_and_confirms_nothing():
    for number in (None, -1, 2**70, LARGEST, "5", True, 5.0, [5]):
        came = batch([{"update_id": number}])
        assert not came.updates
        assert len(came.unusable) == 1
        assert came.next_update is None
    assert len(batch([[], 7, None, "update"]).unusable) == 4


def test_the_same_unusable_update_has_the_same_number():
    first, again = batch([{"message": MESSAGE}]), batch([{"message": MESSAGE}])
    assert first == again
    assert first.unusable[0].update_id < 0


def test_half_a_surrogate_pair_is_replaced_and_a_whole_one_kept():
    body = batch([json.loads(r'{"update_id": 5, "text": "\ud800 \ud83d\ude00"}')]).updates[0].body
    assert body == '{"update_id":5,"text":"� 😀"}'


def test_one_update_that_no_parser_takes_is_buried_by_its_number():
    came = salvage(b'{"ok":true,"result":[{"update_id":77,"message":' + b"[" * 100_000)
    assert came is not None
    assert (came.updates, came.next_update, came.unusable[0].update_id) == ((), 78, 77)
    assert salvage(b"<html>Bad Gateway</html>") is None


@settings(max_examples=50)
@given(st.lists(NEARLY_AN_UPDATE | ANYTHING, max_size=5))
def test_whatever_comes_is_sorted_and_can_be_written_down(entries: list):
    came = batch(entries)
    assert len(came.updates) + len(came.unusable) == len(entries)
    for one in (*came.updates, *came.unusable):
        one.body.encode()
        assert abs(one.update_id) < LARGEST
        assert one.sender is None or abs(one.sender) < LARGEST
    assert all(one.update_id < (came.next_update or 0) for one in came.updates)
