"""What a group lacks, in words: what for, as its lead put it, or else the skill from the list."""

from domain.groups import Need
from domain.message import Html
from domain.skills import skill
from views.words import Words


def what(words: Words, need: Need) -> str:
    """In short, for a list or a button."""
    return named(words, need.skill, need.about)


def named(words: Words, skill_id: str | None, about: str) -> str:
    """What its lead wrote, or the skill where that says it all."""
    return about or (skill(skill_id).labels[words.language] if skill_id else "")


def helping(words: Words, need: Need) -> Html:
    """So that it fits after "will you"."""
    if need.about or need.skill is None:
        return words("asks.help_words", about=need.about)
    return words("asks.help_skill", can=can(words, need.skill))


def can(words: Words, skill_id: str) -> Html:
    """What somebody can who has that skill, so that it fits after "you can"."""
    return words(f"can.{skill_id}")


def when(words: Words, need: Need) -> Html:
    """How long, and until when."""
    if need.hours is None:
        return words("asks.when", day=words.day(need.until))
    return words.plural("asks.when_hours", need.hours, day=words.day(need.until))
