"""What a pause holds back, and what fewer messages leave out."""

import pytest

from domain.kinds import FEWER_LEAVES_OUT, GOES_IN_A_PAUSE, Kind, held_back


@pytest.mark.parametrize("kind", Kind)
def test_who_asked_for_nothing_of_the_kind_gets_everything(kind: Kind):
    assert not held_back(kind, paused=False, fewer=False)


@pytest.mark.parametrize("kind", Kind)
def test_an_answer_and_what_we_owe_them_always_go(kind: Kind):
    always = {Kind.ANSWER, Kind.RIGHTS}
    assert held_back(kind, paused=True, fewer=True) == (kind not in GOES_IN_A_PAUSE)
    assert kind not in always or not held_back(kind, paused=True, fewer=True)


def test_a_kind_nobody_has_thought_of_is_held_back_in_a_pause():
    assert held_back("surprise", paused=True, fewer=False)
    assert not held_back("surprise", paused=False, fewer=True)


def test_what_goes_in_a_pause_is_not_what_fewer_leave_out():
    assert not GOES_IN_A_PAUSE & FEWER_LEAVES_OUT
