"""The two ways a call can fail, and the ways a test can ask for what is not there."""


class Refusal(Exception):
    """Telegram says no: the status is both HTTP's and the body's error_code."""

    def __init__(
        self, status: int, description: str, *, retry_after: int | None = None, migrate_to: int | None = None
    ) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to


def bad_request(words: str) -> Refusal:
    """A 400 in Telegram's form: the first letter is lowered unless the word is a CODE."""
    keeps = len(words) > 1 and (words[1].isupper() or words[1] == "_")
    return Refusal(400, "Bad Request: " + (words if keeps else words[:1].lower() + words[1:]))


def forbidden(words: str) -> Refusal:
    return Refusal(403, f"Forbidden: {words}")


class ConnectionDroppedError(Exception):
    """The connection goes away without an answer; `accepted` tells the test (never the bot) what happened."""

    def __init__(self, *, accepted: bool) -> None:
        super().__init__("after acceptance" if accepted else "before acceptance")
        self.accepted = accepted


class NotOnScreenError(LookupError):
    """A person wants to press or edit what their phone does not show; the message lists what it shows."""


class BlockedByPersonError(RuntimeError):
    """A person writes to a bot they have blocked: their phone offers only to unblock it."""
