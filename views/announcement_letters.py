"""What people get from the steering group, and what is written back and forth about it.

The heading is our own sentence: bold, and with a mark that `domain.text` takes out of everybody's words. So
nobody's text, name or group can look like it.
"""

from domain.announcements import Announcement
from domain.clusters import Cluster
from domain.message import Html, Message, Row
from domain.text import OURS, one_line, shortened
from views.buttons import row
from views.words import Words, paragraphs, shown


def letter(words: Words, cluster: Cluster, one: Announcement) -> Message:
    """The announcement as its readers get it: in their language if it was written in it, else in Danish."""
    rows = (row(words, "announcements.reply", "annreply", one.id), less(words))
    return Message(body(words, cluster, one), rows)


def body(words: Words, cluster: Cluster, one: Announcement) -> Html:
    """Its words."""
    said = one.texts.get(words.language)
    only = None if said is not None else words("announcements.only_danish")
    return paragraphs(heading(words, cluster, important=one.important), shown(said or one.text), only)


def heading(words: Words, cluster: Cluster, *, important: bool = False) -> Html:
    """Who speaks."""
    key = "announcements.heading_important" if important else "announcements.heading"
    return Html(f"{OURS} {words(key, cluster=cluster.name)}")


def less(words: Words) -> Row:
    """The way to fewer messages: one tap, and one more there."""
    return row(words, "announcements.less", "annless")


def consent(words: Words, cluster: Cluster, one: Announcement, name: str, readers: int) -> Message:
    """To another member of the steering group: does this go to so many?"""
    text = paragraphs(words.plural("announcements.consent", readers, name=name), shown(one.text))
    rows = (
        row(words, "announcements.agree", "annyes", one.id),
        row(words, "announcements.disagree", "annno", one.id),
        row(words, "announcements.preview", "annpreview", one.id, words.language),
    )
    return Message(text, rows)


def agreed(words: Words, name: str, key: str) -> Message:
    """To its author: what the other one said."""
    return Message(words(key, name=name), (row(words, "announcements.see_all", "ann"),))


def refused(words: Words, one: Announcement) -> Message:
    """To its author: Telegram does not take it."""
    return Message(words("announcements.refused_news"), (row(words, "announcements.see", "annshow", one.id),))


def late(words: Words, one: Announcement) -> Message:
    """To its author: it was to go while the bot was down."""
    return Message(words("announcements.late_news"), (row(words, "announcements.see", "annshow", one.id),))


def reply(words: Words, one: Announcement, who: str, said: str, number: int) -> Message:
    """To the case-holder: somebody answered."""
    about = shorter(one.text, 60)
    text = paragraphs(words("announcements.somebody_replied", name=who, about=about), _quoted(words, said))
    return Message(text, (row(words, "announcements.write_back", "annback", number),))


def written_back(words: Words, cluster: Cluster, one: Announcement, name: str, said: str) -> Message:
    """To whoever answered: the case-holder writes back."""
    about = words("announcements.wrote_back", name=name, about=shorter(one.text, 60))
    text = paragraphs(heading(words, cluster), about, _quoted(words, said))
    return Message(text, (row(words, "announcements.reply", "annreply", one.id),))


def shorter(text: str, most: int) -> str:
    """Its beginning, on one line."""
    return shortened(one_line(text), most)


def _quoted(words: Words, said: str) -> Html:
    return words("groups.quotation", said=said)
