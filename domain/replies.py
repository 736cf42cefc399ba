"""Yes, no, and how old: the short answers people write instead of pressing a button."""

import re

SIXTEEN = 16

_YES = frozenset({"ja", "jo", "jep", "jeps", "jah", "jada", "ok", "okay", "yes", "yep", "yeah", "sure"})
_NO = frozenset({"nej", "næ", "nix", "niks", "nope", "no", "desværre"})
_AGE = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")


def yes_or_no(words: str) -> bool | None:
    """Whether they wrote yes or no; None when it is neither, or both."""
    said = set(re.findall(r"\w+", words.casefold()))
    if len(said) > SIXTEEN:
        return None
    yes, no = bool(said & _YES), bool(said & _NO)
    return yes if yes != no else None


def is_sixteen(words: str) -> bool | None:
    """Whether they are sixteen or over: they write yes, no, or their age. None when it is none of these."""
    ages = [int(age) for age in _AGE.findall(words)]
    if len(ages) == 1 and 0 < ages[0] < 120:  # noqa: PLR2004 - nobody in the village is older
        return ages[0] >= SIXTEEN
    return None if ages else yes_or_no(words)
