"""Polls, their votes, their results, and the letters about them that are still to be written."""

from storage.polls.asking import add, by_id, closing, held, in_cluster, next_closing, open_in, set_end
from storage.polls.counting import close, counts, drop_votes, keep, result, voters
from storage.polls.rounds import Round, What, due, end, go_on, next_round, plan, unanswered
from storage.polls.voting import answered, cast, picks, tick, untick

__all__ = [
    "Round",
    "What",
    "add",
    "answered",
    "by_id",
    "cast",
    "close",
    "closing",
    "counts",
    "drop_votes",
    "due",
    "end",
    "go_on",
    "held",
    "in_cluster",
    "keep",
    "next_closing",
    "next_round",
    "open_in",
    "picks",
    "plan",
    "result",
    "set_end",
    "tick",
    "unanswered",
    "untick",
    "voters",
]
