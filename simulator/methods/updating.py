"""The two ways to fetch updates: asking for them, or having them brought."""

from simulator.flood import too_many
from simulator.methods.call import Call
from simulator.polls import SET_WEBHOOK, WEBHOOK_ACTIVE
from simulator.updates import DEFAULT_KINDS
from simulator.webhook import Webhook, check_secret, check_url
from simulator.wire import Described, Wire

_LONGEST_POLL = 50
_MOST_UPDATES = 100
_CONNECTIONS = 40
_MOST_CONNECTIONS = 100
_ONE_SECOND = 1


async def get_updates(call: Call) -> list[Wire]:
    polls, parameters = call.bot.polls, call.parameters
    if call.bot.delivery.hook is not None:
        raise await polls.conflict(WEBHOOK_ACTIVE)
    call.bot.updates.remember_allowed(parameters.strings("allowed_updates"))
    return await polls.poll(
        parameters.integer("offset", 0, -(2**31), 2**31 - 1),
        parameters.integer("limit", _MOST_UPDATES, 1, _MOST_UPDATES),
        parameters.integer("timeout", 0, 0, _LONGEST_POLL),
    )


def set_webhook(call: Call) -> Described:
    """An empty address deletes it."""
    parameters, delivery = call.parameters, call.bot.delivery
    if not parameters.has("url"):
        return delete_webhook(call)
    hook = Webhook(
        check_url(parameters.text("url")),
        check_secret(parameters.text("secret_token")),
        parameters.integer("max_connections", _CONNECTIONS, 1, _MOST_CONNECTIONS),
    )
    if call.world.monotonic() - delivery.set_at < _ONE_SECOND:
        raise too_many(_ONE_SECOND)
    delivery.set_at = call.world.monotonic()
    call.bot.updates.remember_allowed(parameters.strings("allowed_updates"))
    if hook == delivery.hook and not parameters.boolean("drop_pending_updates"):
        return Described(result=True, description="Webhook is already set")
    _drop_pending(call)
    _change(call, hook)
    return Described(result=True, description="Webhook was set")


def delete_webhook(call: Call) -> Described:
    if call.bot.delivery.hook is None and not call.parameters.boolean("drop_pending_updates"):
        return Described(result=True, description="Webhook is already deleted")
    _drop_pending(call)
    _change(call, None)
    return Described(result=True, description="Webhook was deleted")


def _change(call: Call, hook: Webhook | None) -> None:
    delivery = call.bot.delivery
    delivery.hook, delivery.error, delivery.error_date = hook, "", None
    if hook is not None:
        call.bot.polls.end_waiting(SET_WEBHOOK)
    call.world.webhook_changed(call.bot)


def _drop_pending(call: Call) -> None:
    if call.parameters.boolean("drop_pending_updates"):
        call.bot.updates.forget_all()


def get_webhook_info(call: Call) -> Wire:
    delivery, updates = call.bot.delivery, call.bot.updates
    info: Wire = {
        "url": delivery.hook.url if delivery.hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.fresh()),
    }
    if delivery.error_date is not None:
        info |= {"last_error_date": delivery.error_date, "last_error_message": delivery.error}
    if delivery.hook is not None:
        info["max_connections"] = delivery.hook.max_connections
    if updates.allowed != DEFAULT_KINDS:
        info["allowed_updates"] = sorted(updates.allowed)
    return info
