"""What the clock tidies up. What may be much goes in parts, and says whether there was one."""

from datetime import datetime, timedelta

from actions import dialogues
from storage import inbox, invitations, outbox, statistics, uploads
from storage.transaction import Transaction

KEPT_UPDATES = timedelta(days=7)
"""How long the numbers of settled updates stay, so that a second delivery is known."""
KEPT_LINKS = timedelta(days=30)
"""How long it can be seen which link to a role was used."""
KEPT_LETTERS = timedelta(days=30)
"""How long the steering group can see what was sent, and whether it arrived."""


def forget_updates(tx: Transaction, now: datetime) -> bool:
    """Settled updates after a week, dead letters after 30 days more."""
    return inbox.forget(tx, now - KEPT_UPDATES) > 0


def forget_letters(tx: Transaction, now: datetime) -> bool:
    """Letters settled a month ago, with their words, and the numbers of what went with them."""
    uploads.forget(tx, now - KEPT_LETTERS)
    return outbox.forget(tx, now - KEPT_LETTERS) > 0


def forget_links(tx: Transaction, now: datetime) -> None:
    """Links to a role that ran out a month ago."""
    invitations.forget(tx, now - KEPT_LINKS)


def forget_dialogues(tx: Transaction, now: datetime) -> None:
    """Unfinished conversations after a day."""
    dialogues.forget_stale(tx, now)


def next_dialogue(tx: Transaction, after: datetime) -> datetime | None:
    """When the next unfinished conversation is forgotten."""
    return dialogues.next_stale(tx)


def renew_statistics(tx: Transaction, now: datetime) -> None:
    """The database looks again at how much there is of what, so that it finds things by the right index."""
    statistics.renew(tx)


def never(tx: Transaction, after: datetime) -> datetime | None:
    """For tidying that nobody can notice: no clock needs to stop for it."""
    return None
