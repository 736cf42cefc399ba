"""The steering group files what people said they can do."""

from collections.abc import Sequence

from domain.buttons import press
from domain.groups import Need
from domain.message import Button, Message
from domain.phrases import Phrase
from domain.skills import GROUPS, SkillGroup, skill
from views import frame
from views.buttons import row
from views.paging import MOST_ROWS, paged
from views.words import Words

MOST_GUESSES = 2


def some_wait(words: Words) -> Message:
    """The morning's word to a steering member."""
    return Message(words("phrases.some_wait"), (row(words, "phrases.see", "phrases", 0),))


def one(words: Words, phrase: Phrase, guesses: Sequence[str], left: int, page: int) -> Message:
    """The words, the skills they come nearest to, all the groups of skills, and the ways on."""
    buttons = [_file(words, phrase, guess) for guess in guesses[:MOST_GUESSES]]
    buttons += [_group(words, phrase, group) for group in GROUPS]
    rows = paged(words, buttons, page, MOST_ROWS - 2, lambda turn: press("phrase", phrase.id, "", turn))
    no_skill = row(words, "phrases.no_skill", "drop", phrase.id)
    later = Button(words.label("phrases.later"), press("phrases", phrase.id))
    whose = "phrases.one" if phrase.need_id is None else "phrases.one_lacking"
    text = words.plural(whose, left, phrase=phrase.words)
    return Message(text, (*rows, no_skill, (later, *frame.to_menu(words))))


def choose(words: Words, phrase: Phrase, group: str) -> Message:
    """The skills of one group; none for a group that is no more."""
    skills = next((g.skills for g in GROUPS if g.id == group), ())
    rows = [(_file(words, phrase, one.id),) for one in skills]
    back = row(words, "dialogue.back", "phrase", phrase.id, "", 0)
    return Message(words("phrases.choose", phrase=phrase.words), (*rows, back))


def none_wait(words: Words) -> Message:
    """All is filed."""
    return Message(words("phrases.none_wait"), (frame.to_menu(words),))


def yours_filed(words: Words, phrase: Phrase, skill_id: str) -> Message:
    """To the person: where their words were filed, and how to undo it."""
    label = skill(skill_id).labels[words.language]
    undo = row(words, "phrases.take_back", "unskill", phrase.id)
    text = words("phrases.yours_filed", phrase=phrase.words, skill=label)
    return Message(text, (undo, frame.to_menu(words)))


def need_filed(words: Words, need: Need, skill_id: str) -> Message:
    """To a lead: the skill under which their own words were filed, so that the bot can ask by itself."""
    text = words("phrases.need_filed", phrase=need.about, skill=skill(skill_id).labels[words.language])
    return Message(text, (row(words, "groups.see_need", "gneed", need.id),))


def taken_back(words: Words, skill_id: str) -> Message:
    """To the person: it is gone."""
    label = skill(skill_id).labels[words.language]
    again = row(words, "frame.my_skills", "part", "skills")
    return Message(words("phrases.taken_back", skill=label), (again, frame.to_menu(words)))


def filed(words: Words, skill_id: str) -> str:
    """The pop-up after filing."""
    return words.label("phrases.filed", skill=skill(skill_id).labels[words.language])


def dropped(words: Words) -> str:
    """The pop-up after putting away."""
    return words.label("phrases.dropped")


def done_already(words: Words) -> str:
    """The pop-up when somebody else was quicker."""
    return words.label("phrases.done_already")


def _file(words: Words, phrase: Phrase, skill_id: str) -> Button:
    return Button(skill(skill_id).labels[words.language], press("file", phrase.id, skill_id))


def _group(words: Words, phrase: Phrase, group: SkillGroup) -> Button:
    return Button(group.labels[words.language], press("phrase", phrase.id, group.id, 0))
