"""What a person has told us about themselves."""

from collections.abc import Sequence

from domain.clusters import Cluster
from domain.days import local_day
from domain.dialogue import Option
from domain.groups import Load
from domain.message import Html, Message
from domain.people import Person, Profile
from domain.skills import GROUPS, Skill, skill
from views import frame
from views.buttons import row
from views.groups import carries
from views.words import Words, paragraphs


def page(
    words: Words, cluster: Cluster, person: Person, profile: Profile, waiting: int, load: Load
) -> Message:
    """My page: everything we know in short, and the ways to the parts of it."""
    nothing = words("profile.nothing")
    skills = sorted(skill(id_).labels[words.language] for id_ in profile.skills)
    follows = [village.name for village in cluster.villages if village.id in profile.follows]
    times = [words.label(f"profile.time_{time}") for time in sorted(profile.times)]
    lines = [
        words("profile.who", name=person.first_name, village=cluster.village(person.village_id).name),
        words("profile.can", skills=words.some(skills, MOST_SKILLS) or nothing),
        words.plural("profile.waits", waiting) if waiting else None,
        words("profile.hours", hours=words(f"profile.hours_{profile.hours}") if profile.hours else nothing),
        words("profile.times", times=words.listed(times) or nothing),
        words("profile.follows", villages=words.some(follows, MOST_FOLLOWED)) if follows else None,
        words("profile.since", day=words.day(local_day(person.joined_at, cluster.zone))),
        carries(words, load),
    ]
    rows = [
        row(words, "profile.change_told", "mytold"),
        row(words, "profile.groups_button", "mygroups", 0),
        row(words, "profile.asks_button", "myasks", 0),
        row(words, "profile.quiet_button", "messages"),
    ]
    if profile.skills:
        rows.append(row(words, "asks.what_fits", "fits"))
    text = Html("\n".join(line for line in lines if line))
    return Message(paragraphs(words("profile.title"), text), (*rows, frame.to_menu(words)))


MOST_SKILLS, MOST_FOLLOWED = 3, 1


def not_agreed(words: Words) -> Message:
    """They said no: nothing is kept, and they are as welcome as before."""
    return Message(words("profile.not_agreed"), (frame.to_menu(words),))


def yes_or_no(words: Words) -> Sequence[Option]:
    """The answer to a consent."""
    return [Option("yes", words.label("profile.agree")), Option("no", words.label("profile.disagree"))]


def skill_groups(words: Words, told: frozenset[str]) -> Sequence[Option]:
    """A button for each group of skills, with how many of them one has told."""
    return [Option(group.id, _group_label(words, group.id, told), opens=group.id) for group in GROUPS]


def skills(words: Words, group: str, told: frozenset[str]) -> Sequence[Option]:
    """The skills of one group, ticked where told."""
    chosen = next(g for g in GROUPS if g.id == group)
    return [skill_option(words, one, told) for one in chosen.skills]


def skill_option(words: Words, one: Skill, told: frozenset[str]) -> Option:
    """One skill as a choice."""
    return Option(one.id, one.labels[words.language], ticked=one.id in told)


def hours(words: Words, choices: Sequence[str], chosen: str | None) -> Sequence[Option]:
    """How much time."""
    return [Option(c, words.label(f"profile.hours_{c}"), ticked=c == chosen) for c in choices]


def times(words: Words, choices: Sequence[str], chosen: frozenset[str]) -> Sequence[Option]:
    """When."""
    return [Option(c, words.label(f"profile.time_{c}"), ticked=c in chosen) for c in choices]


def _group_label(words: Words, group: str, told: frozenset[str]) -> str:
    chosen = next(g for g in GROUPS if g.id == group)
    count = sum(one.id in told for one in chosen.skills)
    label = chosen.labels[words.language]
    return f"{label} ({count})" if count else label
