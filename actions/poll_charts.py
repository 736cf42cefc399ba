"""A poll's result as a picture: what it shows is read here, and drawn when it is sent."""

from collections.abc import Callable
from functools import partial

from actions.poll_access import about
from domain.attachments import Wanted
from domain.days import local_day
from domain.languages import is_spoken
from storage import clusters, polls
from storage.transaction import Transaction
from views import poll_chart
from views.words import Words


def sketch(tx: Transaction, wanted: Wanted) -> Callable[[], str] | None:
    """What draws the SVG of the poll and language that `wanted` names (`12:da`); None without numbers."""
    number, _, language = wanted.ref.partition(":")
    poll = polls.by_id(tx, wanted.cluster_id, int(number))
    found = poll and polls.result(tx, poll)
    if not poll or not found or found.whole is None or poll.closed_at is None or not is_spoken(language):
        return None
    asked = about(tx, clusters.by_id(tx, poll.cluster_id), poll)
    return partial(
        poll_chart.draw, Words(language), asked, found.whole, local_day(poll.closed_at, asked.zone)
    )
