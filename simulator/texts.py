"""A text as a bot sends it: checked, parsed, cleaned and trimmed in the server's order."""

import json
import re
from dataclasses import dataclass

from simulator import html
from simulator.entities import Entity, automatic, in_order, shifted, utf16_length
from simulator.errors import bad_request
from simulator.parameters import Parameters
from simulator.wire import Wire

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
_RAW_LIMIT = 32_768
_ENTITY_LIMIT = 100
_MODES = frozenset({"", "none", "html", "markdown", "markdownv2"})
_DROPPED = re.compile("[\r\u2028-\u202e\u030a\u0333\u033f]")
_SPACED = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_UNSEEN = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)
_EDGES = " \n"


@dataclass(frozen=True)
class Formatted:
    """Text as shown, and its entities in UTF-16 units."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def check_length(self, limit: int, complaint: str) -> None:
        """Telegram counts code points, after parsing."""
        if len(self.text) > limit:
            raise bad_request(complaint)

    def as_wire(self, text: str = "text", entities: str = "entities") -> Wire:
        if not self.text:
            return {}
        wire: Wire = {text: self.text}
        if self.entities:
            wire[entities] = [entity.as_wire() for entity in self.entities]
        return wire


def message_text(parameters: Parameters) -> Formatted:
    if not parameters.has("text"):
        raise bad_request("message text is empty")
    result = formatted(parameters, parameters.text("text"), "entities")
    if not result.text:
        raise bad_request("text must be non-empty")
    return result


def caption(parameters: Parameters) -> Formatted:
    return formatted(parameters, parameters.text("caption"), "caption_entities")


def formatted(parameters: Parameters, raw: str, entities_name: str) -> Formatted:
    """With parse_mode, or with the entities given apart."""
    if len(_encoded(raw)) > _RAW_LIMIT:
        raise bad_request("text is too long")
    mode = parameters.text("parse_mode").lower() if raw else ""
    if mode not in _MODES:
        raise bad_request("unsupported parse_mode")
    if mode.startswith("markdown"):
        raise bad_request("can't parse entities: the simulator does not know Markdown")
    if mode == "html":
        text, entities = html.parse(clean(raw))
    else:
        text, entities = clean(raw), _given(parameters, entities_name)
    return trimmed(text, entities)


def written(raw: str) -> Formatted:
    """What a person types."""
    return trimmed(clean(raw), [])


def clean(text: str) -> str:
    """Without the characters Telegram removes; control characters become spaces."""
    return _SPACED.sub(" ", _DROPPED.sub("", text))


def trimmed(text: str, entities: list[Entity]) -> Formatted:
    """Without spaces at the ends (in front only up to the first entity); nothing when nothing can be seen."""
    if _UNSEEN.fullmatch(text):
        return Formatted()
    first = min((entity.offset for entity in entities), default=len(text))
    cut = min(first, len(text) - len(text.lstrip(_EDGES)))
    short = text[cut:].rstrip(_EDGES)
    kept = shifted(entities, cut, utf16_length(short))
    found = in_order([*kept, *automatic(short, kept)])
    return Formatted(short, tuple(found[:_ENTITY_LIMIT]))


def _encoded(raw: str) -> bytes:
    try:
        return raw.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _given(parameters: Parameters, name: str) -> list[Entity]:
    """Entities that are no list are passed over, as the server does."""
    try:
        value: object = json.loads(parameters.text(name) or "[]")
    except (ValueError, RecursionError):
        return []
    found = [_entity(item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return in_order(entity for entity in found if entity.length > 0 and entity.offset >= 0)


def _entity(item: Wire) -> Entity:
    kind, offset, length = item.get("type"), item.get("offset"), item.get("length")
    if not isinstance(kind, str) or not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse MessageEntity: Can't find field \"type\"")
    user = item.get("user")
    who = user.get("id") if isinstance(user, dict) else None
    argument = item.get("url") or item.get("language") or item.get("custom_emoji_id") or who or ""
    return Entity(kind, offset, length, str(argument))
