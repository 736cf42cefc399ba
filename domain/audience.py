"""Whom something is for: everybody, or those who live somewhere, are in a group, can do something."""

import re
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import lru_cache

HEARD_WITHIN = timedelta(days=30)
"""Whoever has neither written nor tapped for so long is one of those we have "heard nothing from"."""

TEXT_LENGTH = 200
"""What a column for it holds."""

_WORD = re.compile(r"(?P<name>[a-z]+)(?::(?P<which>[\w,-]+))?")


class NoAudience(ValueError):
    """The text names no audience."""


@dataclass(frozen=True)
class Audience:
    """Everybody in the cluster, less whoever a line of it leaves out.

    Two villages: who lives in either. A village and a skill: who lives there and can do that. `followers`:
    also those who only follow the villages. `volunteers`: have told a skill. `unheard`: see HEARD_WITHIN.
    Numbers are those of our own tables; a skill is its short name.
    """

    villages: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    skills: frozenset[str] = frozenset()
    followers: bool = False
    volunteers: bool = False
    unheard: bool = False

    @classmethod
    def village(cls, village_id: int, *, followers: bool = False) -> "Audience":
        """Who lives there; with `followers`, also who follows it."""
        return cls(villages=frozenset({village_id}), followers=followers)

    @classmethod
    def group(cls, group_id: int) -> "Audience":
        """Its members, the lead too."""
        return cls(groups=frozenset({group_id}))

    @property
    def is_everybody(self) -> bool:
        """Whether nobody is left out."""
        return self == CLUSTER

    def __str__(self) -> str:
        """Its text in a column: "cluster", "village:3", "village:3,4 skill:cook unheard"."""
        words = [
            *_listed("village", self.villages),
            *_listed("group", self.groups),
            *_listed("skill", self.skills),
            *(name for name in _FLAGS if getattr(self, name)),
        ]
        return " ".join(words) or "cluster"

    @classmethod
    @lru_cache(maxsize=1_000)  # the same few are read again for every digest
    def read(cls, text: str) -> "Audience":
        """The other way round. Raises NoAudience."""
        if text == "cluster":
            return CLUSTER
        found: dict[str, frozenset[int] | frozenset[str] | bool] = {}
        for word in text.split(" "):
            name, value = _read_word(word)
            if name in found:
                raise NoAudience(text)
            found[name] = value
        return cls(**found)  # type: ignore[arg-type]  # each name has its own type, as _read_word gives it


CLUSTER = Audience()
"""Everybody."""

_FLAGS = tuple(field.name for field in fields(Audience) if field.type is bool)


def _listed(name: str, which: frozenset[int] | frozenset[str]) -> list[str]:
    return [f"{name}:{','.join(str(one) for one in sorted(which))}"] if which else []


def _read_word(word: str) -> tuple[str, frozenset[int] | frozenset[str] | bool]:
    match = _WORD.fullmatch(word)
    if match is None:
        raise NoAudience(word)
    name, which = match["name"], match["which"]
    if which is None and name in _FLAGS:
        return name, True
    if which is not None and name == "skill":
        return "skills", frozenset(which.split(","))
    if which is not None and name in ("village", "group"):
        try:
            return f"{name}s", frozenset(int(one) for one in which.split(","))
        except ValueError as error:
            raise NoAudience(word) from error
    raise NoAudience(word)
