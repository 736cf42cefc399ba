"""The people somebody has ticked, so short that they fit into a button: `1a.2b`, numbers in base 36."""

from collections.abc import Iterable

from domain.refusals import OldButton

MOST_PICKS = 6
"""With numbers up to two thousand million they still fit (`domain/buttons.py`: 64 bytes)."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def write(people: Iterable[int]) -> str:
    """As a button carries them."""
    return ".".join(map(_base36, people))


def read(picks: str) -> tuple[int, ...]:
    """The other way round, each once. Raises OldButton for what nobody wrote here."""
    try:
        return tuple(dict.fromkeys(int(one, 36) for one in picks.split(".") if one))
    except ValueError as forged:
        raise OldButton from forged


def toggled(people: tuple[int, ...], person_id: int) -> tuple[int, ...]:
    """With that one, or without."""
    if person_id in people:
        return tuple(one for one in people if one != person_id)
    return (*people, person_id)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
