"""What can be wrong with an update: each kind makes of a good one, by chance, the bytes of a bad one."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from random import Random
from typing import Any, TypeAlias

Wire: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]
Change: TypeAlias = Callable[[Random, Wire, "list[Wire]"], Wire]

NUMBERS = (
    0,
    -1,
    1,
    2**31 - 1,
    2**31,
    2**52,
    2**63 - 1,
    2**63,
    -(2**63) - 1,
    2**70,
    10**400,
    1.5,
    -0.0,
    1e308,
)
WORDS = (
    "",
    " ",
    "\u0000",
    "\u200b\u2060\ufeff",
    "\u3164",
    "\u202edetsregiV",
    "h" + "\u0301" * 500,
    "👨‍👩‍👧‍👦" * 300,
    "👩🏽‍🌾" * 200,
    "x" * 4097,
    "æ" * 70_000,
    "\n" * 5000,
    "a" * 3000 + "!",
    "<b>" * 500,
    "</b><a href='tg://user?id=1'>",
    "&lt;" * 200,
    "'; DROP TABLE people; --",
    "%s{0.__class__}{person.token}",
    "{{7*7}}",
    "../../etc/passwd",
    "1e309",
    "\uff11\uff12",
    "99/99/9999",
    "010150-1234",
    "/start",
    "/start " + "x" * 5000,
    "/menu@OtherBot",
    "/",
    "v1:",
    "v1:a:1:village:vigersted::0",
    ":" * 64,
    "javascript:alert(1)",
    "true",
    "da-DK-x-" + "y" * 500,
)
KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "inline_query",
    "poll",
    "poll_answer",
    "chat_join_request",
    "brand_new",
)
DEEP = 12_000
LONG = 500
"""Parts of an update from which on nothing in it is repeated: 500 times 500 times 500 would be gigabytes."""


def left_out(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    holder, key = place(chance, update)
    del holder[key]
    return update


def another_kind(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    holder, key = place(chance, update)
    holder[key] = chance.choice(
        (None, True, False, 7, -1.5, "x", [], {}, [None], [[]], {"id": 1}, {"": {}}, "\ud800")
    )
    return update


def another_number(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    return put_one(chance, update, int | float, lambda _: chance.choice(NUMBERS))


def other_words(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    return put_one(chance, update, str, lambda _: chance.choice(WORDS))


def scrambled_words(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    def scrambled(words: str) -> str:
        letters = list(words) or ["x"]
        for _ in range(chance.randint(1, 5)):
            letters.insert(chance.randrange(len(letters) + 1), chr(chance.choice(LETTERS)))
        return "".join(letters)

    return put_one(chance, update, str, scrambled)


LETTERS = (
    *range(256),
    0x200D,
    0x202E,
    0x2066,
    0x0301,
    0x3164,
    0xD800,
    0xDFFF,
    0xFE0F,
    0xFFFF,
    0x1F69C,
    0xE0001,
)


def grafted(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    """A part of another update in the place of one of this."""
    giver, part = place(chance, chance.choice(others))
    holder, key = place(chance, update)
    holder[key] = deepcopy(giver[part])
    return update


def added(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    """A field that another update has."""
    giver, part = place(chance, chance.choice(others))
    holders = [one for one in walk(update) if isinstance(one, dict)]
    chance.choice([update, *holders])[part if isinstance(part, str) else "extra"] = deepcopy(giver[part])
    return update


def renamed(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    holder, key = place(chance, update)
    if isinstance(holder, dict):
        holder[chance.choice(("id", "from", "chat", "text", "", "update_id", key.upper()))] = holder.pop(key)
    return update


def of_another_kind(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    for kind in [one for one in update if one != "update_id"]:
        update[chance.choice(KINDS)] = update.pop(kind)
    return update


def repeated(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    lists = [one for one in walk(update) if isinstance(one, list) and one]
    if lists and sum(map(len, walk(update))) < LONG:
        chance.choice(lists).extend(deepcopy(chance.choice(lists)) * chance.choice((2, 50, 500)))
    return update


def forged(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    """The data of a button with other numbers, other words, parts too many or too few."""
    query = update.get("callback_query")
    if not isinstance(query, dict):
        return other_words(chance, update, others)
    parts = str(query.get("data")).split(":")
    at = chance.randrange(len(parts))
    match chance.randrange(4):
        case 0:
            parts[at] = str(chance.choice((0, 1, 2, 101, 102, 201, 202, 2**31, 2**63, -1, "x", "", "１")))
        case 1:
            del parts[at]
        case 2:
            parts.insert(at, chance.choice(parts))
        case _:
            parts[0] = chance.choice(("v0", "v2", "", "V1"))
    query["data"] = ":".join(parts)
    return update


def several(chance: Random, update: Wire, others: list[Wire]) -> Wire:
    for change in chance.choices(ONE_BY_ONE, k=chance.randint(2, 6)):
        update = change(chance, update, others)
    return update


ONE_BY_ONE: tuple[Change, ...] = (
    left_out,
    another_kind,
    another_number,
    other_words,
    scrambled_words,
    grafted,
    added,
    renamed,
    of_another_kind,
    repeated,
    forged,
)


def cut_short(chance: Random, body: bytes) -> bytes:
    return body[: chance.randrange(len(body))]


def flipped(chance: Random, body: bytes) -> bytes:
    flipped = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def nested(chance: Random, body: bytes) -> bytes:
    """A part of it lies twelve thousand deep."""
    start = chance.choice([found.end() for found in re.finditer(rb":", body)])
    opening, closing = chance.choice(((b"[", b"]"), (b'{"chat":', b"}")))
    return body[:start] + opening * DEEP + b"7" + closing * DEEP + b"," + b'"x":' + body[start:]


def doubled(chance: Random, body: bytes) -> bytes:
    """A key that is there twice."""
    again = chance.choice((b'"update_id":3', b'"message":{}', b'"message":7', b'"callback_query":null'))
    return body[:-1] + b"," + again + b"}"


def wrapped(chance: Random, body: bytes) -> bytes:
    before, after = chance.choice(
        ((b"[", b"]"), (b"[[", b"]]"), (b'"', b'"'), (b"\xef\xbb\xbf", b""), (b"", b"}"))
    )
    return before + body + after


def no_json(chance: Random, body: bytes) -> bytes:
    return chance.choice((b"", b"null", b"7", b"NaN", b'"update_id"', b"\xff\xfe", chance.randbytes(200)))


IN_BYTES: tuple[Callable[[Random, bytes], bytes], ...] = (
    cut_short,
    flipped,
    nested,
    doubled,
    wrapped,
    no_json,
)
HOW: Mapping[str, object] = {
    "as it was": None,
    **{made.__name__.replace("_", " "): made for made in (*ONE_BY_ONE, several, *IN_BYTES)},
}
OFTEN = {"several": 4, "forged": 3, "as it was": 2}


def mutated(chance: Random, recorded: list[Wire], number: int) -> tuple[str, bytes]:
    """The kind, and the bytes; the update has that number unless the number itself was hit."""
    kind = chance.choices([*HOW], [OFTEN.get(one, 1) for one in HOW])[0]
    made = HOW[kind]
    update = {**deepcopy(chance.choice(recorded)), "update_id": number}
    if made in (*ONE_BY_ONE, several):
        update = made(chance, update, recorded)
    body = json.dumps(update, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    return kind, made(chance, body) if made in IN_BYTES else body


def walk(part: Any) -> Iterator[Any]:
    """What has parts itself."""
    if isinstance(part, dict | list) and part:
        yield part
        for one in part.values() if isinstance(part, dict) else part:
            yield from walk(one)


def place(chance: Random, update: Wire) -> tuple[Any, Any]:
    """Somewhere in it: what holds it, and under which key."""
    holder = chance.choice([*walk(update)] or [{"nothing": 1}])
    return holder, chance.choice([*holder] if isinstance(holder, dict) else range(len(holder)))


def put_one(chance: Random, update: Wire, kind: Any, made: Callable[[Any], Any]) -> Wire:
    found = [
        (holder, key)
        for holder in walk(update)
        for key, value in (holder.items() if isinstance(holder, dict) else enumerate(holder))
        if isinstance(value, kind) and key != "update_id"
    ]
    if found:
        holder, key = chance.choice(found)
        holder[key] = made(holder[key])
    return update
