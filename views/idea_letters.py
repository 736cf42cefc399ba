"""What people hear of ideas without having asked just now."""

from domain.attachments import Attached, Attachment
from domain.clusters import Cluster
from domain.ideas import Idea, State
from domain.message import Message
from views import frame
from views.buttons import row
from views.ideas import became
from views.words import Words, paragraphs


def news(words: Words, idea: Idea, into: Idea | None = None) -> Message:
    """How far it has come now, for its author and whoever supports it. `into`: what it became a part of."""
    said = {
        "title": idea.title,
        "reason": idea.reason,
        "result": idea.result,
        "into": into.title if into else "",
    }
    name = idea.holder or words.label("ideas.steering_group")
    rows = [*became(words, idea), row(words, "ideas.see", "i", into.id if into else idea.id)]
    key = f"ideas.news_{idea.state}"
    if idea.state is State.UNDER_WAY and (idea.group_id or idea.event_id):
        key = "ideas.news_group" if idea.group_id else "ideas.news_event"
    picture = idea.result_picture if idea.state is State.DONE else None
    return Message(
        words(key, name=name, **said),
        (*rows, frame.to_menu(words)),
        Attachment(Attached.PICTURE, picture) if picture else None,
    )


def hidden(words: Words, idea: Idea) -> Message:
    """To its author: it is hidden until somebody has looked."""
    return Message(words("ideas.you_are_hidden", title=idea.title), (row(words, "ideas.see", "i", idea.id),))


def shown_again(words: Words, idea: Idea) -> Message:
    """To its author: somebody has looked, and it stays."""
    return Message(words("ideas.you_are_shown", title=idea.title), (row(words, "ideas.see", "i", idea.id),))


def removed(words: Words, cluster: Cluster, idea: Idea) -> Message:
    """To its author: it was taken away, and the human to talk to about it."""
    text = paragraphs(words("ideas.you_are_removed", title=idea.title), frame.contact(words, cluster))
    return Message(text, (row(words, "ideas.write", "inew"), frame.to_menu(words)))


def look_at(words: Words, key: str, idea: Idea) -> Message:
    """To whoever steers: something about that idea."""
    return Message(words(key, title=idea.title), (row(words, "ideas.case", "ic", idea.id),))


def yours(words: Words, name: str, idea: Idea) -> Message:
    """To whoever answers it from now on."""
    return Message(
        words("ideas.given_you", name=name, title=idea.title), (row(words, "ideas.case", "ic", idea.id),)
    )


def new_ones(words: Words) -> Message:
    """To whoever steers: there are new ones, told once a day."""
    return Message(words("ideas.new_ones"), (row(words, "ideas.cases_button", "ics", 0),))
