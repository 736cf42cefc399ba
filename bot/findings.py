"""What the doctor found, and how it is said: the first thing that matters, in one sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at. With a `remedy` something is wrong; where not `grave`, people get their answers.

    Neither ends with a full stop.
    """

    what: str
    found: str
    remedy: str = ""
    grave: bool = True

    @property
    def well(self) -> bool:
        return not self.remedy

    @property
    def sentence(self) -> str:
        """All of it."""
        return f"{self.found}{': ' if self.remedy else ''}{self.remedy}."

    def __str__(self) -> str:
        mark = "ok" if self.well else "WRONG" if self.grave else "look"
        return f"{mark:<5}  {self.what}: {self.sentence}"


def ill(what: str, said: str) -> Finding:
    """From words of several sentences, the first of which tells what is wrong."""
    first, *others = re.split(r"(?<=[.!?])\s+", said.strip().rstrip("."))
    if not others:
        first, *others = first.split(": ", 1)
    remedy = "; ".join(_within(one.rstrip(".")) for one in others)
    return Finding(what, first.rstrip("."), remedy or "the log may say more")


def _within(sentence: str) -> str:
    """In the middle of another: without its capital, unless it is a name."""
    return sentence[0].lower() + sentence[1:] if sentence[1:2].islower() else sentence


def diagnosis(findings: Sequence[Finding]) -> str:
    """The gravest, and of those the first: what is found later may come of it."""
    ills = sorted((one for one in findings if not one.well), key=lambda one: not one.grave)
    if not ills:
        return "All is well."
    more = f" ({len(ills) - 1} more below)" if len(ills) > 1 else ""
    return f"{ills[0].sentence.removesuffix('.')}{more}."
