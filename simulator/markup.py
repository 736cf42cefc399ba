"""The keyboards a bot puts under its messages, refused in three stages as Telegram does.

Reading the JSON comes before the chat is looked for; labels and addresses after it; data and size last.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
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

    def as_wire(self) -> Wire:
        return {"inline_keyboard": [list(row) for row in self.rows]}


def reply_markup(parameters: Parameters) -> Markup | None:
    """First stage: what was written. None when it stands for no keyboard."""
    if not parameters.has("reply_markup"):
        return None
    value = parameters.json("reply_markup", "can't parse reply keyboard markup JSON object")
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    keyboard = _rows(value.get("keyboard"), _KEYBOARD)
    inline = _rows(value.get("inline_keyboard"), _INLINE)
    if keyboard:
        return Markup("keyboard", keyboard)
    if inline:
        return Markup("inline", inline)
    if value.get("remove_keyboard") is True:
        return Markup("remove")
    return Markup("force") if value.get("force_reply") is True else None


def settled(markup: Markup | None) -> Markup | None:
    """Second stage: without buttons without words, addresses as Telegram writes them."""
    if markup is None or markup.kind not in ("inline", "keyboard"):
        return markup
    form = _INLINE if markup.kind == "inline" else _KEYBOARD
    rows = (tuple(_settled(button, form) for button in row if button["text"]) for row in markup.rows)
    kept = tuple(row for row in rows if row)
    return replace(markup, rows=kept) if kept else None


def check_inside(markup: Markup | None) -> None:
    """Third stage: what only Telegram's inner server refuses, after everything else was found in order."""
    buttons = [button for row in markup.rows for button in row] if markup else []
    if len(buttons) > _MOST_BUTTONS or len(dumps(buttons).encode()) > _MOST_BYTES:
        raise bad_request("reply markup is too long")
    for button in buttons:
        data = button.get("callback_data")
        if isinstance(data, str) and not 0 < len(data.encode()) <= DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")


def _rows(value: object, form: "_Form") -> Rows:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise bad_request(f'field "{form.field}" must be of type Array')
    if not all(isinstance(row, list) for row in value):
        raise bad_request(f'field "{form.field}"{form.of} must be an Array of Arrays')
    return tuple(tuple(_button(item, form) for item in row) for row in value)


def _button(item: object, form: "_Form") -> Wire:
    if isinstance(item, str) and form.field == "keyboard":
        return {"text": item}
    if not isinstance(item, dict):
        raise _cannot(form, "Object expected")
    label = item.get("text")
    if not isinstance(label, str):
        raise _cannot(
            form, 'Can\'t find field "text"' if label is None else 'Field "text" must be of type String'
        )
    return {"text": label} | form.read(item)


def _inline_action(value: Wire) -> Wire:
    if isinstance(value.get("url"), str):
        return {"url": value["url"]}
    if isinstance(value.get("callback_data"), str):
        return {"callback_data": value["callback_data"]}
    for action in _ACTIONS:
        if action in value:
            return {action: value[action]}
    raise _cannot(_INLINE, "Text buttons are unallowed in the inline keyboard")


def _reply_action(value: Wire) -> Wire:
    asks = ("request_contact", "request_location", "request_poll", "web_app")
    return {name: value[name] for name in asks if name in value}


def _settled(button: Wire, form: "_Form") -> Wire:
    label = str(button["text"]).strip()
    if not label:
        raise bad_request(f"{form.what} text must be non-empty")
    url = button.get("url")
    return button | {"text": label} | ({"url": _address(url)} if isinstance(url, str) else {})


def _address(url: str) -> str:
    try:
        return checked(url)
    except ValueError as wrong:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {wrong}") from None


@dataclass(frozen=True)
class _Form:
    """How a kind of keyboard is written, and called in complaints."""

    field: str
    of: str
    what: str
    read: Callable[[Wire], Wire]


_KEYBOARD = _Form("keyboard", "", "keyboard button", _reply_action)
_INLINE = _Form("inline_keyboard", " of the InlineKeyboardMarkup", "inline keyboard button", _inline_action)


def _cannot(form: _Form, words: str) -> Refusal:
    return bad_request(f"can't parse {form.what}: {words}")
