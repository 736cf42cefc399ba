"""Telegram's HTML parse mode: a small language of its own, with its own complaints.

Positions in complaints are bytes of UTF-8, positions in entities are UTF-16 units.
"""

import re
from dataclasses import dataclass

from simulator.entities import Entity, in_order, utf16_length
from simulator.errors import Refusal, bad_request
from simulator.links import mentioned_user, usable

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_SPACES = " \t\r\n\v\0"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*));?")
_PLAIN = re.compile(r"[^<&\0]+")
_LAST = 0x10FFFF
_LONGEST_NUMBER = 10


@dataclass
class _Open:
    """A tag whose end has not come; `start` in UTF-16 units, `begin` in pieces of the result."""

    tag: str
    argument: str
    start: int
    begin: int


def parse(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities, untrimmed; a 400 for what Telegram cannot parse."""
    parser = _Parser(source)
    parser.run()
    return "".join(parser.out), [_settled(entity) for entity in in_order(parser.entities)]


def _settled(entity: Entity) -> Entity:
    """A language outside <pre> is forgotten."""
    return Entity("code", entity.offset, entity.length) if entity.kind == "code" else entity


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source + "\0"
        self.at = 0
        self.out: list[str] = []
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def run(self) -> None:
        while self.at < len(self.source) - 1:
            if self.source[self.at] == "<":
                begin = self.at
                self.at += 1
                self._end_tag(begin) if self.source[self.at] == "/" else self._start_tag(begin)
            else:
                self._write(self._stretch() or self._character())
        if self.open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.units += utf16_length(text)

    def _stretch(self) -> str:
        """All up to the next character that may mean something."""
        found = _PLAIN.match(self.source, self.at)
        self.at += len(found[0]) if found else 0
        return found[0] if found else ""

    def _character(self) -> str:
        """One character of text, a reference counted as one; an unknown reference stays as it stands."""
        if self.source[self.at] == "&":
            found = _REFERENCE.match(self.source, self.at)
            meant = _referred(found) if found else ""
            if found and meant:
                self.at = found.end()
                return meant
        self.at += 1
        return self.source[self.at - 1]

    def _start_tag(self, begin: int) -> None:
        tag = self._until(_SPACES + ">").lower()
        if self.source[self.at] == "\0":
            raise self._wrong("Unclosed start tag", begin)
        if tag not in _KINDS:
            raise self._wrong(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while not self._closes():
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, argument, self.units, len(self.out)))

    def _closes(self) -> bool:
        self._skip_spaces()
        return self.source[self.at] == ">"

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._until(_SPACES + "=>/\"'")
        if not name:
            raise self._wrong(f'Empty attribute name in the tag "{tag}"', begin)
        self._skip_spaces()
        valued = self.source[self.at] == "="
        if valued:
            self.at += 1
            self._skip_spaces()
        if self.source[self.at] == "\0":
            raise self._wrong(f'Unclosed start tag "{tag}"', begin)
        if not valued:
            return name, ""
        value = self._quoted() if self.source[self.at] in "'\"" else self._token()
        if self.source[self.at] == "\0":
            raise self._wrong("Unclosed start tag", begin)
        return name, value

    def _token(self) -> str:
        begin = self.at
        while self.source[self.at].isascii() and (
            self.source[self.at].isalnum() or self.source[self.at] in ".-"
        ):
            self.at += 1
        if self.source[self.at] not in _SPACES + ">":
            raise self._wrong("Unexpected end of name token", begin)
        return self.source[begin : self.at].lower()

    def _quoted(self) -> str:
        quote = self.source[self.at]
        self.at += 1
        value = []
        while self.source[self.at] not in (quote, "\0"):
            value.append(self._character())
        if self.source[self.at] == quote:
            self.at += 1
        return "".join(value)

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._wrong("Unexpected end tag", begin)
        self.at += 1
        name = self._until(_SPACES + ">").lower()
        if not self._closes():
            raise self._wrong("Unclosed end tag", begin)
        self.at += 1
        tag = self.open[-1].tag
        if name not in ("", tag):
            position = self._byte(begin)
            raise _cannot(
                f'Unmatched end tag at byte offset {position}, expected "</{tag}>", found "</{name}>"'
            )
        self._add(self.open.pop())

    def _add(self, opened: _Open) -> None:
        length = self.units - opened.start
        if not length:
            return
        entity = _entity(opened, length, "".join(self.out[opened.begin :]))
        if entity and not self._joins(entity):
            self.entities.append(entity)

    def _joins(self, entity: Entity) -> bool:
        """<pre><code class="language-x"> is one entity with a language."""
        if not self.entities or {entity.kind, self.entities[-1].kind} != {"pre", "code"}:
            return False
        inner = self.entities[-1]
        language = entity.argument or inner.argument
        if not language or (inner.offset, inner.length) != (entity.offset, entity.length):
            return False
        self.entities[-1] = Entity("pre", entity.offset, entity.length, language)
        return True

    def _until(self, stops: str) -> str:
        begin = self.at
        while self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_spaces(self) -> None:
        while self.source[self.at] != "\0" and self.source[self.at] in _SPACES:
            self.at += 1

    def _wrong(self, words: str, position: int) -> Refusal:
        return _cannot(f"{words} at byte offset {self._byte(position)}")

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def _cannot(words: str) -> Refusal:
    return bad_request(f"can't parse entities: {words}")


def _referred(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name, "")
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    length = len(found[0].rstrip(";"))
    return chr(code) if 0 < code < _LAST and length < _LONGEST_NUMBER else ""


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "expandable"
    return ""


def _entity(opened: _Open, length: int, inside: str) -> Entity | None:
    kind, argument = _KINDS[opened.tag], opened.argument
    if kind == "text_link":
        user = mentioned_user(argument)
        if user:
            return Entity("text_mention", opened.start, length, user)
        argument = usable(argument or inside)
        return Entity(kind, opened.start, length, argument) if argument else None
    if kind == "custom_emoji" and not (argument.isdigit() and int(argument)):
        raise _cannot("Invalid custom emoji identifier specified")
    if kind == "blockquote":
        return Entity("expandable_blockquote" if argument else kind, opened.start, length)
    return Entity(kind, opened.start, length, argument if kind in ("code", "custom_emoji") else "")
