"""What happened to roles, in words: in the log and in the notices alike."""

from collections.abc import Sequence

from domain.buttons import press
from domain.clusters import Cluster
from domain.days import local_day
from domain.groups import Candidate
from domain.message import Html, Message
from domain.roles import Deed, Line
from domain.text import shortened
from views import frame
from views.buttons import row
from views.paging import pages, turning
from views.words import Words, paragraphs

A_PAGE = 4
"""Lines that fit on a screen."""
MOST_NAME, MOST_GROUP = 14, 24
"""Letters of a name and of a group's name in a line of the log."""
WITH_ROLE = frozenset({Deed.INVITED, Deed.GIVEN, Deed.TAKEN})


def happened(words: Words, line: Line, cluster: Cluster | None = None) -> Html:
    """One line as a sentence; with the cluster, whoever it was about is named with their village."""
    alone = line.by_themselves or (line.deed is Deed.GIVEN and line.by_operator)
    key = f"log.{line.deed.name.lower()}"
    if line.deed in WITH_ROLE:
        key += f"_{line.role}"
    if line.deed in {Deed.GIVEN, Deed.TAKEN} and alone:
        key += "_self"
    whom = _name(words, line.whom)
    if cluster is not None and line.whom is not None:
        village = cluster.village(line.whom.village_id).name
        whom = words.label("log.from", name=whom, village=village)
    by = words.label("log.operator") if line.by_operator else _name(words, line.by)
    return words(key, by=by, whom=whom, group=shortened(line.group or "", MOST_GROUP))


def page(words: Words, cluster: Cluster, lines: Sequence[Line], number: int, count: int) -> Message:
    """The log, the newest first, some lines at a time."""
    told = [
        words(
            "log.line",
            day=words.day(local_day(line.at, cluster.zone)),
            what=happened(words, line),
        )
        for line in lines
    ]
    turn = turning(words, number, pages(count, A_PAGE), lambda turn: press("audit", turn))
    text = paragraphs(words("log.title"), *(told or [words("log.empty")]))
    rows = (*turn, row(words, "dialogue.back", "roles"), frame.to_menu(words))
    return Message(text, rows, fleeting=True)


def _name(words: Words, one: Candidate | None) -> str:
    return shortened(one.first_name, MOST_NAME) if one else words.label("log.somebody")
