"""Answering a tap."""

from simulator.chats import Alert
from simulator.errors import bad_request
from simulator.methods.call import Call

_TEXT_LIMIT = 200


def answer_callback_query(call: Call) -> bool:
    """A second answer is taken and shows nothing; whether Telegram does the same is not known."""
    query = call.world.queries.get(call.parameters.text("callback_query_id"))
    too_late = query and call.world.monotonic() - query.born > call.world.settings.callback_seconds
    if query is None or too_late or query.bot is not call.bot:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.parameters.text("text")
    if len(text) > _TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if not query.answered:
        query.answered, query.alert = True, text or None
        version = query.chat.changed()
        url = call.parameters.text("url") or None
        if text or url:
            modal = call.parameters.boolean("show_alert")
            query.chat.alerts.append(Alert(query.message_id, text, modal, version, url))
    return True
