"""What to do next, from what Telegram said to one letter. The one place that decides it.

The words matched below are Telegram's own, from the source of its Bot API server. The library between us
drops the "Bad Request: " before them and changes capitals, so they are compared in lower case.
"""

from datetime import datetime, timedelta
from http import HTTPStatus

from domain.outcome import (
    Accepted,
    Act,
    Dead,
    Decision,
    Declined,
    Disable,
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

MOST_COPIES = 3
"""Of one message to one person, ever."""
MOST_TRIES = 8
"""Of a message Telegram declines and we do not know why: within the hour."""
MOST_EDITS = 3
"""Tries of an edit; whoever waits for the screen gets it as a new message then."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
DOUBTFUL_WAIT = timedelta(seconds=30)
"""Before a message that may have arrived is sent a second and last time."""
UNSAID_PAUSE = timedelta(seconds=5)
"""For the 429 that does not say for how long."""

_CLOSED = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "user_deactivated",
    "user_is_blocked",
    "peer_id_invalid",
    "chat_id_invalid",
    "group chat was deactivated",
    "group chat was deleted",
    "group chat was upgraded",
    "bot is not a member",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_",
    "topic_closed",
)
_UNSENDABLE = (
    "can't parse entities",
    "can't parse inline keyboard button",
    "can't parse reply keyboard markup",
    "message text is empty",
    "text must be non-empty",
    "message is too long",
    "message_too_long",
    "text is too long",
    "caption is too long",
    "entities_too_long",
    "entity_",
    "unsupported parse_mode",
    "reply markup is too long",
    "reply_markup_",
    "button_",
    "keyboard_",
    "inline keyboard",
    "wrong http url",
    "request entity too large",
)
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message_edit_time_expired",
    "message identifier is not specified",
    "message not found",
)
_NO_SUCH_FILE = (
    "wrong file identifier",
    "wrong remote file",
    "wrong file_id",
    "invalid file_id",
    "invalid file id",
    "file reference",
    "file_reference",
    "photo_invalid",
    "document_invalid",
)
_UNMODIFIED = ("message is not modified", "message_not_modified")


def decide(said: Said, tried: Tried, now: datetime, jitter: float) -> Decision:
    """`jitter` is a random number from 0 to 1, so that many who wait do not come back at once."""
    match said:
        case Accepted(message_id):
            return Sent(message_id)
        case NotSent():
            return PutBack()
        case Unclear(why):
            return _in_doubt(why, tried, now, jitter)
        case Declined(moved_to=int(chat_id)):
            return Moved(chat_id)
        case Declined():
            return _after_no(said, tried, now, jitter)


def knows_no_such_file(said: Said) -> bool:
    """Whether Telegram refused only because the file id says nothing to this bot, or not any more."""
    if not isinstance(said, Declined) or said.code != HTTPStatus.BAD_REQUEST:
        return False
    return _any(_NO_SUCH_FILE, said.description.lower())


def _after_no(said: Declined, tried: Tried, now: datetime, jitter: float) -> Decision:
    if said.code in (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
        return _after_bad_request(said.description, tried)
    if said.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _in_doubt(said.description, tried, now, jitter)
    match said.code:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return PauseBot((said.retry_after or UNSAID_PAUSE) + timedelta(seconds=jitter / 4))  # people wait
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
            return Disable(said.description)
        case HTTPStatus.FORBIDDEN:
            return Unreachable(said.description)
    return _later(said.description, tried, now, jitter)


def _after_bad_request(description: str, tried: Tried) -> Decision:
    words = description.lower()
    if tried.act is Act.EDIT and _any(_UNMODIFIED, words):
        return Unmodified()
    if tried.act is Act.EDIT and _any(_GONE, words):
        return SendAsNew(description)
    if _any(_CLOSED, words):
        return Unreachable(description)
    everyone = _any(_UNSENDABLE, words)
    if tried.act is Act.EDIT and not everyone:
        return SendAsNew(description)
    return Refused(description, everyone)


def _any(parts: tuple[str, ...], words: str) -> bool:
    return any(part in words for part in parts)


def _in_doubt(why: str, tried: Tried, now: datetime, jitter: float) -> Decision:
    """A message that may be there already is sent once more, and only once, and not at once."""
    if tried.act is Act.EDIT:
        return _later(why, tried, now, jitter)
    if tried.copies > 1:
        return Unknown(why)
    return TryAgain(now + DOUBTFUL_WAIT + timedelta(seconds=jitter), why, certain=False)


def _later(why: str, tried: Tried, now: datetime, jitter: float) -> Decision:
    if tried.act is Act.EDIT and tried.attempts >= MOST_EDITS:
        return SendAsNew(why)
    if tried.attempts >= MOST_TRIES:
        return Dead(why)
    return TryAgain(now + back_off(tried.attempts, jitter), why, certain=True)


def back_off(attempts: int, jitter: float) -> timedelta:
    """5 s, three times as long after each failed try, up to a quarter more by chance; 15 minutes at most."""
    longer: int = 3 ** min(attempts - 1, 10)
    return min(FIRST_WAIT * longer * (1 + jitter / 4), LONGEST_WAIT)
