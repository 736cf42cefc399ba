"""What we do next, for everything Telegram is known to say."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.delivery import LONGEST_WAIT, MOST_TRIES, back_off, decide
from domain.outcome import (
    Accepted,
    Act,
    Dead,
    Decision,
    Declined,
    Disable,
    Final,
    Moved,
    NotSent,
    PauseBot,
    PutBack,
    Refused,
    Said,
    SendAsNew,
    Sent,
    Tried,
    TryAgain,
    Unclear,
    Unknown,
    Unmodified,
    Unreachable,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEND, EDIT = Tried(Act.SEND), Tried(Act.EDIT)
ALL, ONE = True, False

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)

CLOSED = [
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: private chat not found"),
    (400, "Bad Request: user not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: group chat was deactivated"),
    (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: bot was kicked from the group chat"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot was kicked from the channel chat"),
    (403, "Forbidden: bot is not a member of the supergroup chat"),
    (403, "Forbidden: the group chat was deleted"),
]
UNSENDABLE = [
    (400, "Bad Request: message text is empty"),
    (400, "Bad Request: text must be non-empty"),
    (400, "Bad Request: message is too long"),
    (400, "Bad Request: MESSAGE_TOO_LONG"),
    (400, "Bad Request: message caption is too long"),
    (400, "Bad Request: text is too long"),
    (400, "Bad Request: unsupported parse_mode"),
    (400, 'Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
    (400, "Bad Request: can't parse entities: Unclosed start tag at byte offset 3"),
    (400, "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    (400, "Bad Request: BUTTON_DATA_INVALID"),
    (400, "Bad Request: BUTTON_URL_INVALID"),
    (400, "Bad Request: inline keyboard button URL 'x' is invalid: Wrong HTTP URL"),
    (
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (400, "Bad Request: can't parse reply keyboard markup JSON object"),
    (400, "Bad Request: reply markup is too long"),
    (413, "Request Entity Too Large: too large"),
]
GONE = [
    "Bad Request: message to edit not found",
    "Bad Request: message can't be edited",
    "Bad Request: MESSAGE_ID_INVALID",
    "Bad Request: MESSAGE_EDIT_TIME_EXPIRED",
    "Bad Request: message identifier is not specified",
]


def decided(said: Said, tried: Tried = SEND, jitter: float = 0.0) -> Decision:
    return decide(said, tried, NOW, jitter)


def as_the_library_says_it(description: str) -> str:
    return description.removeprefix("Bad Request: ").capitalize()


@pytest.mark.parametrize("tried", [SEND, EDIT])
@pytest.mark.parametrize(("code", "words"), CLOSED)
def test_a_closed_chat_makes_the_person_unreachable(code, words, tried):
    assert decided(Declined(code, words), tried) == Unreachable(words)
    library = as_the_library_says_it(words)
    assert decided(Declined(code, library), tried) == Unreachable(library)


@pytest.mark.parametrize("tried", [SEND, EDIT])
@pytest.mark.parametrize(("code", "words"), UNSENDABLE)
def test_words_that_telegram_takes_from_nobody_are_refused_for_everyone(code, words, tried):
    assert decided(Declined(code, words), tried) == Refused(words, ALL)
    library = as_the_library_says_it(words)
    assert decided(Declined(code, library), tried) == Refused(library, ALL)


@pytest.mark.parametrize("words", ["Bad Request: SOMETHING_NEW", "Bad Request: chat_id is empty", ""])
def test_a_refusal_we_do_not_know_is_that_letters_alone(words):
    assert decided(Declined(400, words)) == Refused(words, ONE)


@pytest.mark.parametrize("words", GONE)
def test_what_cannot_be_edited_is_sent_as_new(words):
    assert decided(Declined(400, words), EDIT) == SendAsNew(words)
    assert decided(Declined(400, words), SEND) == Refused(words, ONE)


def test_an_edit_that_changes_nothing_is_as_good_as_done():
    assert decided(Declined(400, NOT_MODIFIED), EDIT) == Unmodified()
    assert decided(Declined(400, as_the_library_says_it(NOT_MODIFIED)), EDIT) == Unmodified()


@pytest.mark.parametrize(
    ("said", "decision"),
    [
        (Accepted(17), Sent(17)),
        (Accepted(), Sent(None)),
        (Declined(401, "Unauthorized"), Disable("Unauthorized")),
        (Declined(404, "Not Found"), Disable("Not Found")),
        (Declined(429, "Too Many Requests", timedelta(seconds=35)), PauseBot(timedelta(seconds=35))),
        (Declined(429, "Too Many Requests"), PauseBot(timedelta(seconds=5))),
        (Declined(400, "Bad Request: group chat was upgraded", moved_to=-1001), Moved(-1001)),
        (Declined(409, "Conflict"), TryAgain(NOW + timedelta(seconds=5), "Conflict", certain=True)),
        (Unclear("TimedOut"), TryAgain(NOW + timedelta(seconds=30), "TimedOut", certain=False)),
        (
            Declined(500, "Internal Server Error"),
            TryAgain(NOW + timedelta(seconds=30), "Internal Server Error", False),
        ),
        (Declined(502, "Bad Gateway"), TryAgain(NOW + timedelta(seconds=30), "Bad Gateway", certain=False)),
    ],
)
def test_what_follows_a_first_try(said, decision):
    assert decided(said) == decision


@pytest.mark.parametrize("said", [Unclear("TimedOut"), Declined(500, "Internal Server Error")])
@pytest.mark.parametrize("copies", [2, 3])
def test_a_message_that_may_have_arrived_twice_is_not_sent_again(said, copies):
    assert isinstance(decided(said, Tried(Act.SEND, copies, copies)), Unknown)


def test_an_edit_in_doubt_is_repeated_and_then_comes_as_a_new_message():
    assert isinstance(decided(Unclear("TimedOut"), Tried(Act.EDIT, 2, 2)), TryAgain)
    for said in (Unclear("TimedOut"), Declined(500, "TimedOut"), Declined(409, "TimedOut")):
        assert decided(said, Tried(Act.EDIT, 3, 1)) == SendAsNew("TimedOut")


def test_an_edit_refused_for_a_reason_we_do_not_know_comes_as_a_new_message():
    assert decided(Declined(400, "Bad Request: ODD"), EDIT) == SendAsNew("Bad Request: ODD")


@pytest.mark.parametrize("tried", [SEND, EDIT, Tried(Act.SEND, 500, 1)])
def test_a_try_without_a_connection_is_no_try(tried):
    assert decided(NotSent("no connection"), tried) == PutBack()


def test_what_is_declined_eight_times_is_dead():
    assert MOST_TRIES == 8
    assert decided(Declined(409, "Conflict"), Tried(Act.SEND, MOST_TRIES, 1)) == Dead("Conflict")


def test_the_back_off_grows_up_to_a_quarter_of_an_hour():
    waits = [back_off(attempts, 0).total_seconds() for attempts in range(1, MOST_TRIES)]
    assert waits == [5, 15, 45, 135, 405, 900, 900]


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_the_back_off_is_never_longer_and_never_nothing(attempts, jitter):
    assert timedelta(seconds=5) <= back_off(attempts, jitter) <= LONGEST_WAIT


SAID = st.one_of(
    st.builds(Accepted, st.integers(1) | st.none()),
    st.builds(NotSent, st.text()),
    st.builds(Unclear, st.text()),
    st.builds(
        Declined,
        st.integers(300, 599),
        st.text() | st.sampled_from([words for _, words in CLOSED + UNSENDABLE] + GONE),
        st.timedeltas(timedelta(0), timedelta(days=1)) | st.none(),
    ),
)


@given(SAID, st.sampled_from(Act), st.integers(1, 200), st.integers(1, 3), st.floats(0, 1))
def test_no_new_message_is_ever_sent_a_third_time_because_of_an_unclear_answer(
    said, act, attempts, copies, jitter
):
    decision = decide(said, Tried(act, attempts, min(attempts, copies)), NOW, jitter)
    if isinstance(decision, TryAgain):
        assert decision.at > NOW
        assert decision.certain or copies == 1 or attempts == 1
    if isinstance(said, Accepted):
        assert isinstance(decision, Final)
