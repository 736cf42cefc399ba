"""Short names for files and links, made from the names that people use."""

import re
import unicodedata
from collections.abc import Collection

MOST_LETTERS = 28
_SPELLED_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})


def short_name(name: str, taken: Collection[str] = ()) -> str:
    """Fjællebro-Kværkeby becomes fjaellebro-kvaerkeby; the second of that name gets a number."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELLED_OUT)).encode("ascii", "ignore")
    words = re.sub(r"[^a-z0-9]+", "-", plain.decode()).strip("-")[:MOST_LETTERS].rstrip("-") or "landsby"
    number, found = 2, words
    while found in taken:
        tail = f"-{number}"
        number, found = number + 1, words[: MOST_LETTERS - len(tail)] + tail
    return found
