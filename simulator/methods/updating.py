"""The two ways to fetch updates."""

from simulator.methods.call import Call
from simulator.polls import WEBHOOK_ACTIVE
from simulator.wire import Wire

_LONGEST_POLL = 50
_MOST_UPDATES = 100


async def get_updates(call: Call) -> list[Wire]:
    polls, parameters = call.bot.polls, call.parameters
    if call.bot.webhook_url:
        raise await polls.conflict(WEBHOOK_ACTIVE)
    call.bot.updates.remember_allowed(parameters.strings("allowed_updates"))
    return await polls.poll(
        parameters.integer("offset", 0, -(2**31), 2**31 - 1),
        parameters.integer("limit", _MOST_UPDATES, 1, _MOST_UPDATES),
        parameters.integer("timeout", 0, 0, _LONGEST_POLL),
    )
