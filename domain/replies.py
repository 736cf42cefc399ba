"""Yes, no, how old, and the words for our own buttons: short answers people write instead of pressing.

Only what can mean one thing counts. Whatever else they write is asked about again: a no that is taken for a
yes is worse than a second question.
"""

import re

from domain.dialogue import BACK, DONE, LEAVE, SKIP

SIXTEEN = 16
OLDEST = 120

_YES = frozenset({"ja", "jo", "jep", "jeps", "jah", "jada", "ok", "okay", "yes", "yep", "yeah", "sure"})
_NO = frozenset({"nej", "næ", "nix", "niks", "nope", "no", "desværre"})
_POLITE = frozenset(
    {"tak", "gerne", "da", "det", "må", "i", "mange", "hej", "please", "thanks", "thank", "you"}
)
_AGE = re.compile(r"(?:jeg er |i am |i'm )?(?:fyldt )?(\d{1,3})(?: år| years| years old| aar)?")
_WAYS = {
    "færdig": DONE,
    "videre": DONE,
    "gå videre": DONE,
    "done": DONE,
    "go on": DONE,
    "spring over": SKIP,
    "ved ikke": SKIP,
    "det ved jeg ikke": SKIP,
    "skip": SKIP,
    "tilbage": BACK,
    "back": BACK,
    "annuller": LEAVE,
    "annullér": LEAVE,
    "afbryd": LEAVE,
    "luk": LEAVE,
    "stop": LEAVE,
    "cancel": LEAVE,
    "close": LEAVE,
}


def yes_or_no(words: str) -> bool | None:
    """Whether they wrote yes or no and nothing else but politeness; None for everything else."""
    said = set(re.findall(r"\w+", words.casefold())) - _POLITE
    if said and said <= _YES:
        return True
    return False if said and said <= _NO else None


def is_sixteen(words: str) -> bool | None:
    """Whether they are sixteen or over: they write yes, no, or their age. None when it is none of these."""
    age = _AGE.fullmatch(_bare(words))
    if age is None:
        return yes_or_no(words)
    years = int(age[1])
    return years >= SIXTEEN if 0 < years < OLDEST else None


def way(words: str) -> str | None:
    """Which of the buttons on, past, back and out they wrote instead of pressing it."""
    return _WAYS.get(_bare(words))


def _bare(words: str) -> str:
    return " ".join(words.casefold().strip(" .!?›‹,").split())
