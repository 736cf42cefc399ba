"""What came of a poll, in words: as a whole, and village by village where that tells on nobody."""

from dataclasses import replace

from domain.attachments import Attached, Attachment
from domain.buttons import press
from domain.clusters import Cluster
from domain.disclosure import Count, Published
from domain.message import Button, Html, Message
from domain.polls import Poll, PollKind, Result, adults, percent
from views import frame
from views.buttons import row, short
from views.paging import MOST_ROWS, paged
from views.polls import Asked, answer
from views.words import Words, paragraphs

OTHERS = 0
"""In a button: the villages that are shown together. No village has that number."""


def result(words: Words, asked: Asked, found: Result) -> Message:
    """What came of it, in words: the same as in the picture."""
    poll, rows = asked.poll, [frame.to_menu(words)]
    if found.villages:
        rows.insert(0, row(words, "polls.by_village", "pwhere", poll.id, 0))
    text = paragraphs(
        words("polls.result", whom=asked.whom, question=poll.question), *told(words, poll, found)
    )
    return Message(text, tuple(rows))


def told_result(words: Words, asked: Asked, found: Result) -> Message:
    """The same as a letter, with a picture where there are numbers to draw."""
    message = result(words, asked, found)
    if found.whole is None:
        return message
    return replace(message, attachment=Attachment(Attached.CHART, f"{asked.poll.id}:{words.language}"))


def told(words: Words, poll: Poll, found: Result) -> list[Html]:
    """The numbers, and how many they are of all who could have answered."""
    if found.whole is None:
        return [words("polls.too_few", least=poll.least)]
    lines = Html("\n".join(counted(words, poll, found.whole)))
    several = words("polls.several_were") if poll.kind is PollKind.SEVERAL else None
    return [part for part in (lines, several, turnout(words, found.whole, found)) if part]


def counted(words: Words, poll: Poll, count: Count) -> list[Html]:
    """A line an answer."""
    return [
        words("polls.line", answer=answer(words, said), count=chosen, percent=percent(chosen, count.voters))
        for said, chosen in zip(poll.answers, count.answers, strict=True)
    ]


def turnout(words: Words, count: Count, found: Result) -> Html:
    """How many answered; of a group's members, or about how many percent of all over sixteen."""
    if found.adults is None:
        return words.plural("polls.of_members", count.voters, asked=found.asked)
    return _rate(words, count.voters, found.adults)


def _rate(words: Words, voters: int, people: int) -> Html:
    share = percent(voters, people)
    if not share:
        return words.plural("polls.of_adults_few", voters, people=people)
    return words.plural("polls.of_adults", voters, people=people, percent=share)


def by_village(words: Words, cluster: Cluster, asked: Asked, shown: Published[int], page: int) -> Message:
    """Each village that may be shown, and the others together."""
    names = {village.id: village.name for village in cluster.villages}
    buttons = [
        Button(short(f"{names[village]}: {count.voters}"), press("pthere", asked.poll.id, village))
        for village, count in shown.alone.items()
        if village in names
    ]
    if shown.rest:
        label = words.label("polls.the_others", count=shown.rest.voters)
        buttons.append(Button(label, press("pthere", asked.poll.id, OTHERS)))
    back = row(words, "dialogue.back", "poll", asked.poll.id)
    rows = paged(words, buttons, page, MOST_ROWS - 1, lambda turn: press("pwhere", asked.poll.id, turn))
    together = words("polls.why_together") if shown.rest else None
    heading = words("polls.where", question=asked.poll.question)
    return Message(paragraphs(heading, together), (*rows, back))


def in_village(
    words: Words, cluster: Cluster, asked: Asked, shown: Published[int], village_id: int
) -> Message | None:
    """What one village answered, or the others together; None where that is not shown."""
    villages = shown.together if village_id == OTHERS else {village_id}
    count = shown.rest if village_id == OTHERS else shown.alone.get(village_id)
    if count is None:
        return None
    there = [village for village in cluster.villages if village.id in villages]
    people = sum(adults(village.inhabitants) for village in there)
    name = words.some([village.name for village in there], frame.MOST_VILLAGES)
    text = paragraphs(
        words("polls.result", whom=name, question=asked.poll.question),
        Html("\n".join(counted(words, asked.poll, count))),
        _rate(words, count.voters, people),
    )
    back = row(words, "dialogue.back", "pwhere", asked.poll.id, 0)
    return Message(text, (back, frame.to_menu(words)))
