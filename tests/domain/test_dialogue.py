"""A dialogue's state is its answers: no input gets it stuck, loses one, or answers the wrong question."""

from hypothesis import given
from hypothesis import strategies as st

from domain.dialogue import Dialogue, Question

KITCHEN = Dialogue[None](
    "kitchen",
    (
        Question("cook"),
        Question("dish", when=lambda answers: answers.get("cook", "yes") == "yes", needs=("cook",)),
        Question("spice", when=lambda answers: answers.get("cook", "yes") == "yes", needs=("dish",)),
        Question("day"),
    ),
)


def test_the_open_question_follows_from_the_answers():
    question = KITCHEN.open_question({"cook": "yes"})
    assert question is not None
    assert question.key == "dish"


def test_a_question_that_does_not_apply_is_not_asked():
    question = KITCHEN.open_question({"cook": "no"})
    assert question is not None
    assert question.key == "day"


def test_a_finished_dialogue_has_no_open_question():
    assert KITCHEN.open_question({"cook": "no", "day": "monday"}) is None


def test_going_back_drops_what_stood_on_the_answer():
    answers = {"cook": "yes", "dish": "soup", "spice": "dill", "day": "monday"}
    once = KITCHEN.back(answers)
    assert once == {"cook": "yes", "dish": "soup", "spice": "dill"}
    assert KITCHEN.back({"cook": "yes", "dish": "soup"}) == {"cook": "yes"}


def test_answers_that_are_no_questions_stay_when_going_back():
    assert KITCHEN.back({"link": "vigersted", "cook": "no"}) == {"link": "vigersted"}


def test_the_last_answer_is_told_by_the_order_of_the_questions_and_not_of_the_store():
    assert KITCHEN.back({"dish": "soup", "cook": "yes"}) == {"cook": "yes"}


@given(st.lists(st.sampled_from(["yes", "no", "back"]), max_size=30))
def test_no_sequence_gets_stuck(said):
    answers: dict[str, str] = {}
    for word in said:
        question = KITCHEN.open_question(answers)
        if word == "back" or question is None:
            before = len(answers)
            answers = KITCHEN.back(answers)
            assert len(answers) < before or before == 0
        else:
            answers = {**answers, question.key: word}
        at, of = KITCHEN.step(answers)
        assert 1 <= at <= of
