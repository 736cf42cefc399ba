"""Polls: voting, asking, and what came of it."""

from actions import poll_asking, poll_making, polls
from handlers.doors import button, command, number

HANDLERS = (
    command(("afstemninger", "polls"), polls.show_open),
    button("polls", polls.show_open, number),
    button("poll", polls.show, number),
    button("pvote", polls.vote, number, number, number),
    button("pick", polls.choose, number, number),
    button("pcast", polls.cast, number, number),
    button("pwhere", polls.where, number, number),
    button("pthere", polls.there, number, number),
    button("pnew", poll_making.ask),
    button("pask", poll_making.ask_group, number),
    button("pall", poll_asking.show_all, number),
    button("pgroup", poll_asking.show_group, number, number),
    button("pone", poll_asking.show, number),
    button("plonger", poll_asking.last_longer, number, number),
    button("pend", poll_asking.ask_to_close, number),
    button("pended", poll_asking.close, number),
)
