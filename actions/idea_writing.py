"""Writing an idea: its title, whether somebody had it before, why, where, a picture, a look, and it goes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from actions import idea_access, idea_news
from actions import ideas as everyday
from actions.dialogues import Script, begin
from actions.post import Post
from actions.rights import member
from actions.scene import Scene
from actions.written import at_most, in_one_line
from domain.dialogue import SKIP, Answers, Dialogue, NotAnAnswer, Option, Question, Thing
from domain.ideas import LEAST_TITLE, MOST_A_DAY, MOST_TITLE, MOST_WHY, Idea, State
from domain.message import Reply
from domain.replies import yes_or_no
from domain.village_names import named as village_named
from storage import ideas
from views import ideas as views

NEW = "new"


@member
def write(scene: Scene) -> Reply:
    """A new idea; not too many a day."""
    since = scene.visit.now - timedelta(days=1)
    if ideas.written_since(scene.tx, scene.person, since) >= MOST_A_DAY:
        return Reply(alert=views.pop_up(scene.words, "ideas.enough_today"))
    return begin(scene, WRITE)


read_title = in_one_line(LEAST_TITLE, MOST_TITLE)
"""Neither a word too short to mean anything nor a whole letter."""


def _alike(scene: Scene, answers: Answers) -> Sequence[Idea]:
    from domain import idea_likeness  # noqa: PLC0415 - rapidfuzz, 2.4 MiB: only where somebody has an idea

    there = ideas.alive(scene.tx, scene.visit.cluster_id)
    others = [one for one in there if one.takes_support and one.author_id != scene.person.id]
    villages = [village.name for village in scene.cluster.villages]
    return idea_likeness.alike(answers["idea_title"], "", others, villages)


def _none_alike(scene: Scene, answers: Answers) -> bool:
    return not _alike(scene, answers)


def _alike_to_choose(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    return views.alike(scene.words, _alike(scene, answers))


def _alike_in_words(scene: Scene, answers: Answers) -> Mapping[str, str]:
    there = _alike(scene, answers)
    return {
        "ideas": views.lines(scene.words, scene.cluster, there),
        "instead": views.instead(scene.words, len(there)),
    }


def _read_alike(scene: Scene, answers: Answers, words: str) -> str:
    """Yes, where there is only one; or no. Whatever else they write is the reason they are asked for next."""
    agrees, there = yes_or_no(words), _alike(scene, answers)
    if agrees is False:
        return NEW
    if agrees and len(there) == 1:
        return str(there[0].id)
    raise NotAnAnswer("hint.idea_similar" if agrees else "")


def _is_new(answers: Answers) -> bool:
    return answers.get("idea_similar", NEW) in {NEW, SKIP}


def _where_to_choose(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.places(scene.words, scene.cluster, scene.person.village_id)


def _read_where(scene: Scene, _answers: Answers, words: str) -> str:
    village = village_named(words, scene.cluster.villages)
    if village is None:
        raise NotAnAnswer
    return village.slug


def _send(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.send_it(scene.words)


def _preview(scene: Scene, answers: Answers) -> Mapping[str, str]:
    place = answers["idea_where"]
    where = (
        scene.cluster.village_of(place).name
        if place != "all"
        else views.pop_up(scene.words, "ideas.everywhere")
    )
    with_picture = "ideas.no_picture" if answers["idea_picture"] == SKIP else "ideas.with_picture"
    return {
        "title": answers["idea_title"],
        "why": answers["idea_why"],
        "where": where,
        "picture": views.pop_up(scene.words, with_picture),
        "name": scene.person.first_name,
    }


def _finish(scene: Scene, answers: Answers) -> Reply:
    if not _is_new(answers):
        return _support_instead(scene, int(answers["idea_similar"]))
    place, picture = answers["idea_where"], answers["idea_picture"]
    now = scene.visit.now
    new = Idea(
        id=0,
        cluster_id=scene.visit.cluster_id,
        title=answers["idea_title"],
        why=answers["idea_why"],
        state=State.RECEIVED,
        created_at=now,
        author_id=scene.person.id,
        village_id=scene.cluster.village_of(place).id if place != "all" else None,
        picture=None if picture == SKIP else picture,
        waits_since=now,
    )
    number = ideas.add(scene.tx, new)
    idea_news.arrived(Post.of(scene))
    return Reply(screen=views.written(scene.words, idea_access.seen(scene, number)))


def _support_instead(scene: Scene, idea_id: int) -> Reply:
    """Somebody had it before."""
    idea = idea_access.seen(scene, idea_id)
    if idea.takes_support:
        ideas.support(scene.tx, scene.person, idea.id, scene.visit.now)
    return idea_access.page(scene, idea_id, views.pop_up(scene.words, "ideas.supported"))


def _left(scene: Scene) -> Reply:
    return everyday.home(scene.tx, scene.visit)


WRITE = Script(
    Dialogue(
        "idea",
        (
            Question("idea_title", read=read_title),
            Question(
                "idea_similar",
                options=_alike_to_choose,
                read=_read_alike,
                details=_alike_in_words,
                needless=_none_alike,
                needs=("idea_title",),
                same_step=True,
                passes_on=NEW,
            ),
            Question("idea_why", read=at_most(MOST_WHY), when=_is_new),
            Question("idea_where", options=_where_to_choose, read=_read_where, when=_is_new),
            Question("idea_picture", takes=frozenset({Thing.PICTURE}), skippable=True, when=_is_new),
            Question("idea_send", options=_send, details=_preview, when=_is_new),
        ),
    ),
    finish=_finish,
    leave=_left,
)
