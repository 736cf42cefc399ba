"""The keyboards a bot puts under its messages, checked as the server checks them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simulator.errors import Refusal, bad_request
from simulator.links import checked
from simulator.parameters import Parameters
from simulator.wire import Wire, dumps

Rows = tuple[tuple[Wire, ...], ...]
Kind = Literal["inline", "keyboard", "remove", "force"]
DATA_LIMIT = 64
_MOST_BUTTONS = 100
_MOST_BYTES = 10_000
_ACTIONS = (
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


@dataclass(frozen=True)
class Markup:
    """`rows` of buttons as they go over the wire; empty for remove and force."""

    kind: Kind
    rows: Rows = ()

    def check_inside(self) -> None:
        """What only Telegram's inner server refuses, after everything else was found in order."""
        buttons = [button for row in self.rows for button in row]
        if len(buttons) > _MOST_BUTTONS or len(dumps(buttons).encode()) > _MOST_BYTES:
            raise bad_request("reply markup is too long")
        for button in buttons:
            data = button.get("callback_data")
            if isinstance(data, str) and not 0 < len(data.encode()) <= DATA_LIMIT:
                raise bad_request("BUTTON_DATA_INVALID")

    def as_wire(self) -> Wire:
        return {"inline_keyboard": [list(row) for row in self.rows]}


def reply_markup(parameters: Parameters) -> Markup | None:
    """None when nothing was given; an empty inline keyboard is none either."""
    if not parameters.has("reply_markup"):
        return None
    value = parameters.json("reply_markup", "can't parse reply keyboard markup JSON object")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return _inline(value["inline_keyboard"])
    if "keyboard" in value:
        return Markup("keyboard", _rows(value["keyboard"], "keyboard button", _reply_button))
    if value.get("remove_keyboard") is True:
        return Markup("remove")
    return Markup("force") if value.get("force_reply") is True else None


def _inline(value: object) -> Markup | None:
    rows = _rows(value, "inline keyboard button", _inline_button)
    return Markup("inline", rows) if rows else None


def _rows(value: object, what: str, read: Callable[[Wire], Wire]) -> Rows:
    """Rows of buttons; a button without words and a row without buttons are left out."""
    if not isinstance(value, list):
        raise _cannot(what, "Field must be of type Array")
    rows = []
    for row in value:
        if not isinstance(row, list):
            raise _cannot(what, "Row must be of type Array")
        rows.append(tuple(_button(item, what, read) for item in row if not _is_wordless(item)))
    return tuple(row for row in rows if row)


def _button(item: object, what: str, read: Callable[[Wire], Wire]) -> Wire:
    if isinstance(item, str) and what == "keyboard button":
        return {"text": item}
    if not isinstance(item, dict):
        raise _cannot(what, "Object expected")
    label = item.get("text")
    if not isinstance(label, str):
        raise _cannot(
            what, 'Can\'t find field "text"' if label is None else 'Field "text" must be of type String'
        )
    if not label.strip():
        raise bad_request(f"{what} text must be non-empty")
    return {"text": label.strip()} | read(item)


def _is_wordless(item: object) -> bool:
    return isinstance(item, dict) and item.get("text") == ""


def _inline_button(value: Wire) -> Wire:
    """What the button does."""
    if "url" in value:
        return {"url": _address(str(value["url"]))}
    if isinstance(value.get("callback_data"), str):
        return {"callback_data": value["callback_data"]}
    for action in _ACTIONS:
        if action in value:
            return {action: value[action]}
    raise _cannot("inline keyboard button", "Text buttons are unallowed in the inline keyboard")


def _reply_button(value: Wire) -> Wire:
    asks = ("request_contact", "request_location", "request_poll", "web_app")
    return {name: value[name] for name in asks if name in value}


def _address(url: str) -> str:
    try:
        return checked(url)
    except ValueError as wrong:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {wrong}") from None


def _cannot(what: str, words: str) -> Refusal:
    return bad_request(f"can't parse {what}: {words}")
