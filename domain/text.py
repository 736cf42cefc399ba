"""What people write, made safe to keep and to show to others."""

import re
import unicodedata

NAMELESS = "Nabo"
MOST_LETTERS, MOST_BYTES = 64, 256
MOST_MARKS = 4

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\u115f\u1160\u3164\uffa0\u2800"
_DEPRECATED, _TAGS = range(0x206A, 0x2070), range(0xE0000, 0xE0080)
OURS = "\U0001f4e2"
"""The loudspeaker above what the steering group tells everybody: nobody else can write one."""
_LIKE_OURS = OURS + "\U0001f4e3\U0001f50a\U0001f56a\U0001f56b\U0001f56c"
_DROPPED = dict.fromkeys([*map(ord, _BIDI + _INVISIBLE + _LIKE_OURS), *_DEPRECATED, *_TAGS])
_FIRST_MARK = "\u0300"
"""Before it, what can be seen is composed and calm."""
_CPR = re.compile(
    r"(?<!\d)(?:0[1-9]|[12]\d|3[01])\s?(?:0[1-9]|1[0-2])\s?\d{2}\s?[-\u2010-\u2015\u2212]?\s?\d{4}(?!\d)"
)


def cleaned(raw: str) -> str:
    """Their words without what cannot be seen, cannot be stored or turns the line around.

    Composed (NFC), no control characters but the line break, no lone surrogates, at most four marks on
    a letter and at most one empty line in a row.
    """
    if raw.isprintable() and max(raw, default="") < _FIRST_MARK:
        return raw.strip()  # most of what people write, six times as fast
    text = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_DROPPED)
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cn", "Co"})
    return re.sub(r"\n{3,}", "\n\n", _calm(text)).strip()


def first_name(raw: str) -> str:
    """A name one line long that fits on a button; somebody without one is a neighbour."""
    name = one_line(cleaned(raw))[:MOST_LETTERS]
    while len(name.encode()) > MOST_BYTES:
        name = name[:-1]
    name = name.rstrip("\u200d").strip()
    return name if any(unicodedata.category(c)[0] in "LNS" for c in name) else NAMELESS


def one_line(text: str) -> str:
    """Its words with one space between."""
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """So many characters of it at the most, the last one dots where something is left out."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def holds_cpr(text: str) -> bool:
    """Whether something in it looks like a Danish civil registration number."""
    return _CPR.search(text) is not None


def utf16_length(text: str) -> int:
    """Telegram counts in UTF-16 units: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def _calm(text: str) -> str:
    """At most four combining marks in a row: a tower of them covers the lines above."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
