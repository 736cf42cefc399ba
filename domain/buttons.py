"""What a button carries back: `v1:<what>:<argument>:...`, at most 64 bytes, letters and numbers only.

A button is never trusted: whoever presses it may have forged it, or pressed it last year. So it names
what it is about, and the action looks again whether this person may do that now.
"""

VERSION = "v1"
MOST_BYTES = 64


def press(*parts: str | int) -> str:
    """The data of a button; raises ValueError where Telegram would refuse it."""
    data = ":".join([VERSION, *map(str, parts)])
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"button data is too long: {data}")
    return data


def parts(data: str) -> tuple[str, ...]:
    """What a button carries, without the version; empty for a button we do not know."""
    version, *rest = data.split(":")
    return tuple(rest) if version == VERSION else ()
