"""Formatting over a text: ranges in UTF-16 units, and the HTML they stand for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from simulator.wire import Wire

_ARGUMENT = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}
_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_AUTOMATIC = re.compile(
    r"(?P<url>\b(?:https?://|www\.)[^\s<>]+[^\s<>.,:;!?'\")\]]|\b[a-z0-9-]+\.(?:dk|com|org|net|eu)\b(?:/[^\s<>]*)?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<bot_command>(?<![\w/])/[a-z0-9_]{1,32}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@\w{4,32}\b)"
    r"|(?P<hashtag>(?<!\w)\#\w*[^\W\d]\w*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entity:
    """`argument`: the link, language, person's id or emoji's id, as the kind has it."""

    kind: str
    offset: int
    length: int
    argument: str = ""

    @property
    def end(self) -> int:
        return self.offset + self.length

    def as_wire(self) -> Wire:
        wire: Wire = {"offset": self.offset, "length": self.length, "type": self.kind}
        if self.kind == "text_mention":
            wire["user"] = {"id": int(self.argument), "is_bot": False, "first_name": "?"}
        elif self.argument:
            wire[_ARGUMENT[self.kind]] = self.argument
        return wire


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shifted(entities: Iterable[Entity], cut: int, length: int) -> list[Entity]:
    """The entities of a text that lost `cut` units in front and is now `length` units long."""
    moved = []
    for entity in entities:
        start = max(0, entity.offset - cut)
        end = min(length, entity.end - cut)
        if end > start:
            moved.append(replace(entity, offset=start, length=end - start))
    return moved


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity.offset, -entity.length))


def automatic(text: str, given: Iterable[Entity]) -> list[Entity]:
    """Links, addresses, commands, names and tags Telegram marks by itself, outside code and links."""
    closed = [e for e in given if e.kind in ("code", "pre", "text_link", "text_mention")]
    found = []
    for match in _AUTOMATIC.finditer(text):
        start = utf16_length(text[: match.start()])
        entity = Entity(str(match.lastgroup), start, utf16_length(match[0]))
        if not any(other.offset < entity.end and entity.offset < other.end for other in closed):
            found.append(entity)
    return found


def as_html(text: str, entities: Iterable[Entity]) -> str:
    """The text as Telegram's HTML, so that a test sees what is bold."""
    units = text.encode("utf-16-le")
    formatted = [entity for entity in in_order(entities) if _tags(entity)[0]]
    return _nested(units, formatted, 0, len(units) // 2)


def _nested(units: bytes, entities: list[Entity], start: int, end: int) -> str:
    """Overlapping entities are cut at the end of the one they began in."""
    parts = []
    while entities:
        outer, rest = entities[0], entities[1:]
        stop = min(outer.end, end)
        inner = [entity for entity in rest if entity.offset < stop]
        opening, closing = _tags(outer)
        parts += [_plain(units, start, outer.offset), opening]
        parts += [_nested(units, inner, outer.offset, stop), closing]
        start = stop
        entities = [entity for entity in rest if entity.offset >= stop]
    return "".join(parts) + _plain(units, start, end)


def _plain(units: bytes, start: int, end: int) -> str:
    return escape(units[2 * start : 2 * end].decode("utf-16-le", "replace"), quote=False)


def _tags(entity: Entity) -> tuple[str, str]:
    argument = escape(entity.argument)
    match entity.kind:
        case "text_link":
            return f'<a href="{argument}">', "</a>"
        case "text_mention":
            return f'<a href="tg://user?id={argument}">', "</a>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{argument}">', "</tg-emoji>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case "pre" if argument:
            return f'<pre><code class="language-{argument}">', "</code></pre>"
    tag = _TAGS.get(entity.kind, "")
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
