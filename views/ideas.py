"""Ideas as everybody sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.attachments import Attached, Attachment
from domain.buttons import press
from domain.clusters import Cluster
from domain.dialogue import Option
from domain.ideas import UNANSWERED, Idea, State
from domain.message import Button, Html, Message, Row
from domain.people import Person, Role
from domain.text import shortened
from views import frame
from views.buttons import row, short, with_heads
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs

MOST_TITLE = 20
"""Letters of a title on a button that says what it does."""


@dataclass(frozen=True)
class Sight:
    """An idea as one person sees it; `supports`: they support it."""

    idea: Idea
    cluster: Cluster
    person: Person
    supports: bool

    @property
    def own(self) -> bool:
        """Whether they wrote it."""
        return self.idea.author_id == self.person.id


def home(words: Words) -> Message:
    """Where ideas begin: write one, or leaf through them."""
    rows = (
        row(words, "ideas.write", "inew"),
        row(words, "ideas.newest", "ilist", "new", 0),
        row(words, "ideas.top", "ilist", "top", 0),
        row(words, "ideas.by_village", "ivill", 0),
        row(words, "ideas.mine", "ilist", "mine", 0),
        frame.to_menu(words),
    )
    return Message(words("ideas.home"), rows)


def listed(
    words: Words, key: str, order: str, there: Sequence[Idea], page: int, village: str = ""
) -> Message:
    """Some of them, each with how many support it."""
    ways = [row(words, "ideas.write", "inew"), row(words, "dialogue.back", "ideas")]
    names = [Button(with_heads(one.title, one.supporters), press("i", one.id)) for one in there]
    rows = paged(words, names, page, MOST_ROWS - len(ways), lambda turn: press("ilist", order, turn))
    none = None if there else words("ideas.none_here")
    return Message(paragraphs(words(key, village=village), none), (*rows, *ways))


def villages(words: Words, cluster: Cluster, page: int) -> Message:
    """Of which village?"""
    names = [Button(short(one.name), press("ilist", f"v{one.id}", 0)) for one in cluster.villages]
    rows = paged(words, names, page, MOST_ROWS - 1, lambda turn: press("ivill", turn))
    return Message(words("ideas.which_village"), (*rows, row(words, "dialogue.back", "ideas")))


def page(words: Words, sight: Sight) -> Message:
    """One idea, with its picture; and what this person can do about it."""
    idea = sight.idea
    return Message(
        text(words, sight.cluster, idea), tuple(_ways(words, sight)), picture_of(idea), fleeting=True
    )


def text(words: Words, cluster: Cluster, idea: Idea) -> Html:
    """What it says, who wrote it, and how far it has come. What came of it takes the place of why."""
    done = idea.state is State.DONE
    return paragraphs(
        words("ideas.title", title=idea.title),
        words("ideas.said", text=idea.result if done else idea.why),
        Html("\n".join((_about(words, cluster, idea), how_far(words, idea)))),
        words("ideas.reason", text=idea.reason) if idea.state is State.NOT_NOW else None,
        words("ideas.hidden_now") if idea.hidden_at else None,
    )


def picture_of(idea: Idea) -> Attachment | None:
    """Of the idea; of what came of it, when it has."""
    file_id = idea.result_picture or idea.picture if idea.state is State.DONE else idea.picture
    return Attachment(Attached.PICTURE, file_id) if file_id else None


def _about(words: Words, cluster: Cluster, idea: Idea) -> Html:
    author = idea.author or words.label("ideas.former_neighbour")
    return words.plural("ideas.about", idea.supporters, where=where(words, cluster, idea), author=author)


def where(words: Words, cluster: Cluster, idea: Idea) -> str:
    """A village, or the whole cluster."""
    return cluster.village(idea.village_id).name if idea.village_id else words.label("ideas.everywhere")


def how_far(words: Words, idea: Idea) -> Html:
    """Its state, and who answers it while somebody must."""
    state = words(f"ideas.state_{idea.state}")
    if idea.holder is None or idea.state in {State.DONE, State.MERGED}:
        return state
    return words("ideas.held", state=state, name=idea.holder)


def _ways(words: Words, sight: Sight) -> list[Row]:
    idea, rows = sight.idea, []
    if sight.own and idea.state in UNANSWERED:
        rows.append(row(words, "ideas.take_back", "iback", idea.id))
    elif not sight.own and idea.takes_support:
        key, what = ("ideas.undo", "iunsup") if sight.supports else ("ideas.support", "isup")
        rows.append(row(words, key, what, idea.id))
    if idea.merged_into and idea.state is State.MERGED:
        rows.append(row(words, "ideas.see_merged", "i", idea.merged_into))
    rows += became(words, idea)
    if not sight.own and idea.hidden_at is None:
        rows.append(row(words, "ideas.report", "irep", idea.id))
    if Role.STEERING in sight.person.roles:
        rows.append(row(words, "ideas.case", "ic", idea.id))
    return [*rows, row(words, "ideas.more", "ideas"), frame.to_menu(words)]


def became(words: Words, idea: Idea) -> list[Row]:
    """The way to the group or the event it has become, while that is under way."""
    if idea.state is not State.UNDER_WAY:
        return []
    if idea.group_id:
        return [row(words, "ideas.see_group", "g", idea.group_id)]
    return [row(words, "ideas.see_event", "ev", idea.event_id)] if idea.event_id else []


def sure_to_report(words: Words, idea: Idea) -> Message:
    """Is something wrong with it? It cannot be taken back."""
    rows = (row(words, "ideas.report_yes", "irepd", idea.id), row(words, "dialogue.back", "i", idea.id))
    return Message(words("ideas.sure_to_report", title=idea.title), rows)


def reported(words: Words) -> Message:
    """The receipt: what happens now, and that nobody sees who it was."""
    return Message(words("ideas.reported"), (row(words, "ideas.more", "ideas"), frame.to_menu(words)))


def sure_to_take_back(words: Words, idea: Idea) -> Message:
    """Take one's own idea back? It cannot be undone."""
    rows = (
        row(words, "ideas.take_back_yes", "ibackd", idea.id),
        row(words, "dialogue.back", "i", idea.id),
    )
    return Message(words("ideas.sure_to_take_back", title=idea.title), rows)


def taken_back(words: Words) -> Message:
    """The receipt."""
    return Message(words("ideas.taken_back"), (row(words, "ideas.more", "ideas"), frame.to_menu(words)))


def written(words: Words, idea: Idea) -> Message:
    """The receipt for a new idea, and what happens to it now."""
    rows = (row(words, "ideas.see", "i", idea.id), frame.to_menu(words))
    return Message(words("ideas.written", title=idea.title), rows)


def pop_up(words: Words, key: str) -> str:
    """A word over the chat."""
    return words.label(key)


# What the questions need


def alike(words: Words, there: Sequence[Idea]) -> Sequence[Option]:
    """Each can be supported instead; or theirs is another one."""
    named = [
        Option(str(one.id), words.label("ideas.support_this", title=shortened(one.title, MOST_TITLE)))
        for one in there
    ]
    return [*named, Option("new", words.label("ideas.mine_is_new"))]


def lines(words: Words, cluster: Cluster, there: Sequence[Idea]) -> Html:
    """Each in a line."""
    told = [
        words.plural("ideas.line", one.supporters, title=one.title, where=where(words, cluster, one))
        for one in there
    ]
    return Html("\n".join(told))


def instead(words: Words, count: int) -> Html:
    """What is asked of those who had one like it: of that one, or of these."""
    return words.plural("ideas.instead", count)


def places(words: Words, cluster: Cluster, home: int) -> Sequence[Option]:
    """Their own village first, then the whole cluster, then the others."""
    everywhere = Option("all", words.label("ideas.everywhere"))
    mine = [Option(one.slug, short(one.name)) for one in cluster.villages if one.id == home]
    others = [Option(one.slug, short(one.name)) for one in cluster.villages if one.id != home]
    return [*mine, everywhere, *others]


def send_it(words: Words) -> Sequence[Option]:
    """The last button."""
    return [Option("send", words.label("ideas.send"))]
