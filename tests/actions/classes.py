"""Who may do what: every action behind a door, and every dialogue. What is not here fails test_matrix.py.

Classing a new action takes a line: who may, and the arguments with which it can be pressed in
tests/actions/world.py. `lead` is whoever leads that very group.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.asks import Answer
from domain.dialogue import DONE, SKIP
from domain.plan import Plan
from storage import tables
from tests.actions.world import NOW, SOON, TODAY, WHO, Stage

Arguments = Callable[[Stage], tuple[object, ...]]


def nothing(_stage: Stage) -> tuple[object, ...]:
    return ()


@dataclass(frozen=True)
class May:
    """Who may, and with what in hand."""

    who: frozenset[str]
    arguments: Arguments = nothing


EVERYBODY = frozenset(WHO)
RESIDENTS = EVERYBODY - {"stranger"}
LEAD = frozenset({"lead"})
STEERING = frozenset({"steering"})


def everybody(arguments: Arguments = nothing) -> May:
    return May(EVERYBODY, arguments)


def residents(arguments: Arguments = nothing) -> May:
    return May(RESIDENTS, arguments)


def lead(arguments: Arguments = nothing) -> May:
    return May(LEAD, arguments)


def steering(arguments: Arguments = nothing) -> May:
    return May(STEERING, arguments)


# What must be so before it can be pressed


def offered(stage: Stage) -> tuple[object, ...]:
    if stage.person is not None:
        stage.change(tables.groups, stage.place.group, next_lead_id=stage.actor)
    return stage.place.group, "no"


def in_the_group(stage: Stage) -> tuple[object, ...]:
    if stage.person is not None and stage.who != "lead":
        row = {
            "cluster_id": stage.place.cluster, "group_id": stage.place.group, "person_id": stage.actor,
            "leads": False, "since": NOW, "until": SOON,
        }  # fmt: skip
        stage.tx.insert_new(tables.members, row)
    return stage.place.group, SOON.isoformat()


def filed(stage: Stage) -> tuple[object, ...]:
    if stage.person is not None:
        theirs = {"person_id": stage.actor, "skill": "sound", "filed_at": NOW}
        stage.change(tables.skill_phrases, stage.place.phrase, **theirs)
    return (stage.place.phrase,)


def said_yes(stage: Stage) -> tuple[object, ...]:
    stage.change(tables.asks, asked(stage), answer=Answer.YES)
    return asked(stage), "yes"


def asked(stage: Stage) -> int:
    """What they were asked; a stranger tries a resident's."""
    return stage.actor if stage.person else stage.place.resident


def unasked(stage: Stage) -> tuple[object, ...]:
    return stage.place.need, "no"


def no_plan(_stage: Stage) -> tuple[object, ...]:
    return (Plan((), 0),)


ACTIONS: Mapping[str, May] = {
    # the frame
    "start.start": everybody(),
    "sign_up.start": everybody(),
    "frame.menu": everybody(),
    "frame.help_": everybody(),
    "frame.about": everybody(),
    "frame.privacy": everybody(),
    "frame.stop": everybody(),
    "frame.in_a_group": everybody(),
    "frame.blocked": everybody(),
    "frame.came_back": everybody(),
    "frame.ignore": everybody(),
    "frame.settings": residents(),
    "frame.resume_messages": residents(),
    "frame.withdraw": residents(lambda _: ("profile",)),
    "frame.for_steering": steering(),
    "conversations.set_language": everybody(lambda _: ("en", "menu")),
    "conversations.cancel": everybody(),
    "conversations.press": everybody(lambda _: (1, "village", "vigersted", "", 0)),
    "conversations.write": everybody(lambda _: ("hej",)),
    "conversations.not_words": everybody(),
    "conversations.old_button": everybody(),
    "conversations.unknown_command": everybody(),
    # oneself
    "profile.show": residents(),
    "profile.open_part": residents(lambda _: ("skills",)),
    "profile.follow": residents(lambda _: ("jystrup",)),
    "profile.move": residents(lambda _: ("jystrup",)),
    "phrases.take_back": residents(filed),
    "messages.show": residents(),
    "messages.pause": residents(),
    "messages.unpause": residents(),
    "messages.fewer": residents(),
    "messages.more": residents(),
    "export.show": residents(),
    "export.send": residents(),
    "leaving.ask": residents(),
    "leaving.leave": residents(lambda stage: (stage.actor, int((NOW - timedelta(hours=1)).timestamp()))),
    "leaving.stay": residents(),
    # groups
    "groups.mine": residents(lambda _: (0,)),
    "groups.all_open": residents(lambda _: (0,)),
    "groups.show": residents(lambda stage: (stage.place.group,)),
    "groups.join": residents(lambda stage: (stage.place.group,)),
    "groups.leave": residents(lambda stage: (stage.place.group,)),
    "groups.leave_the_lead": lead(lambda stage: (stage.place.group,)),
    "groups.ask": residents(),
    "groups.answer_offer": residents(offered),
    "groups.go_on": residents(in_the_group),
    "groups.stop_then": residents(lambda stage: in_the_group(stage)[:1]),
    "group_needs.show_all": lead(lambda stage: (stage.place.group, 0)),
    "group_needs.add": lead(lambda stage: (stage.place.group,)),
    "group_needs.show": lead(lambda stage: (stage.place.need,)),
    "group_needs.close": lead(lambda stage: (stage.place.need,)),
    "group_lead.members": lead(lambda stage: (stage.place.group, 0)),
    "group_lead.member": lead(lambda stage: (stage.place.group, stage.place.member)),
    "group_lead.set_end": lead(lambda stage: (stage.place.group, stage.place.member)),
    "group_lead.ask_end": lead(lambda stage: (stage.place.group, stage.place.member)),
    "group_lead.end_role": lead(lambda stage: (stage.place.group, stage.place.member)),
    "group_lead.write": lead(lambda stage: (stage.place.group,)),
    "group_lead.thank": lead(lambda stage: (stage.place.group, stage.place.member)),
    "group_lead.successors": lead(lambda stage: (stage.place.group, 0)),
    "group_lead.hand_to": lead(lambda stage: (stage.place.group, stage.place.member)),
    "group_overview.overview": steering(),
    "group_overview.asked": steering(lambda _: (0,)),
    "group_overview.say_yes": steering(lambda stage: (stage.place.asked_group,)),
    "group_overview.say_no": steering(lambda stage: (stage.place.asked_group,)),
    "group_overview.uncovered": steering(lambda _: (0,)),
    "group_overview.numbers": steering(),
    "group_overview.by_skill": steering(lambda _: (0,)),
    "group_overview.one_skill": steering(lambda _: ("sound",)),
    "group_steering.create": steering(),
    "group_steering.list_all": steering(lambda _: (0,)),
    "group_steering.show": steering(lambda stage: (stage.place.group,)),
    "group_steering.rename": steering(lambda stage: (stage.place.group,)),
    "group_steering.retell": steering(lambda stage: (stage.place.group,)),
    "group_steering.villages": steering(lambda stage: (stage.place.group, 0)),
    "group_steering.toggle_village": steering(lambda stage: (stage.place.group, stage.place.village, 0)),
    "group_naming.name_lead": steering(lambda stage: (stage.place.group,)),
    "group_steering.ask_close": steering(lambda stage: (stage.place.group,)),
    "group_steering.close": steering(lambda stage: (stage.place.group,)),
    # matching
    "asks.show": residents(),
    "asks.take": residents(unasked),
    "asks.answer": residents(lambda stage: (asked(stage), "no")),
    "asks.contact": residents(said_yes),
    "asks.found": residents(lambda _: ("yes",)),
    "find.show": lead(lambda stage: (stage.place.need, "", 0)),
    "find.invite": lead(lambda stage: (stage.place.need, "")),
    "plans.show": steering(),
    "plans.problem": steering(),
    "plans.keep": steering(no_plan),
    "plans.browse": steering(lambda stage: (stage.place.plan, 0)),
    "plans.look": steering(lambda stage: (stage.place.plan, stage.place.need, 0)),
    "plans.take_off": steering(lambda stage: (stage.place.plan, stage.place.need, stage.place.member)),
    "plans.send": steering(lambda stage: (stage.place.plan,)),
    # what people said they can
    "phrases.show": steering(lambda _: (0,)),
    "phrases.look": steering(lambda stage: (stage.place.phrase, "", 0)),
    "phrases.file": steering(lambda stage: (stage.place.phrase, "sound")),
    "phrases.drop": steering(lambda stage: (stage.place.phrase,)),
    # roles
    "roles.show": steering(),
    "roles.choose": steering(),
    "roles.make_link": steering(lambda _: ("lead",)),
    "roles.holders": steering(lambda _: (0,)),
    "roles.look": steering(lambda stage: (stage.place.lead, "lead")),
    "roles.take": steering(lambda stage: (stage.place.colleague, "steering")),
    "roles.begin_block": steering(),
    "roles.blocked": steering(lambda _: (0,)),
    "roles.unblock": steering(lambda stage: (stage.place.blocked,)),
}


@dataclass(frozen=True)
class Talk:
    """A dialogue with one question left: what was answered, and what answers the last one.

    What `last` gives is written, or pressed when it is a pair of question and value. With `changes`,
    somebody who may leaves a trace in the database, and who may not leaves none.
    """

    who: frozenset[str]
    answers: Callable[[Stage], Mapping[str, str]]
    last: Callable[[Stage], str | tuple[str, str]]
    changes: bool = True


def in_group(**answers: str) -> Callable[[Stage], Mapping[str, str]]:
    return lambda stage: {"group": str(stage.place.group), **answers}


def about_member(stage: Stage) -> Mapping[str, str]:
    return {"group": str(stage.place.group), "person": str(stage.place.member)}


def answered(**answers: str) -> Callable[[Stage], Mapping[str, str]]:
    return lambda _stage: answers


def written(words: str) -> Callable[[Stage], str]:
    return lambda _stage: words


def pressed(key: str, value: str) -> Callable[[Stage], tuple[str, str]]:
    return lambda _stage: (key, value)


NEED = {"need_skill": "sound", "need_many": "2", "need_until": (TODAY + timedelta(days=9)).isoformat()}

TALKS: Mapping[str, Talk] = {
    "sign_up": Talk(frozenset({"stranger"}), answered(sixteen="yes"), pressed("village", "vigersted")),
    "set_up": Talk(frozenset(), answered(founder_age="yes"), written("Fjerdingby")),
    "all": Talk(RESIDENTS, answered(consent="yes"), pressed("skills", DONE), changes=False),
    "skills": Talk(RESIDENTS, answered(consent="yes"), pressed("skills", DONE), changes=False),
    "time": Talk(RESIDENTS, answered(consent="yes"), pressed("hours", SKIP), changes=False),
    "follows": Talk(RESIDENTS, answered(), pressed("follows", DONE), changes=False),
    "village": Talk(RESIDENTS, answered(), pressed("village", "jystrup")),
    "ask_group": Talk(RESIDENTS, answered(group_name="Løbeklub"), written("Fordi det er rart")),
    "group_message": Talk(LEAD, in_group(group_message="Vi ses"), pressed("group_send", "send")),
    "role_until": Talk(LEAD, about_member, written("24/12")),
    "group_thanks": Talk(LEAD, about_member, written("Tak")),
    "group_note": Talk(LEAD, about_member, written("Held og lykke")),
    "need": Talk(LEAD, in_group(**NEED), written("4")),
    "new_group": Talk(
        STEERING, answered(group_name="Løbeklub", group_text="Vi løber"), pressed("group_where", "all")
    ),
    "name_group": Talk(STEERING, in_group(), written("Løbeklub")),
    "tell_group": Talk(STEERING, in_group(), written("Vi løber")),
    "lead_group": Talk(STEERING, in_group(), lambda stage: ("lead_name", f"p{stage.place.member}")),
    "refuse_group": Talk(
        STEERING, lambda stage: {"group": str(stage.place.asked_group)}, written("Det findes allerede")
    ),
    "block": Talk(
        STEERING, answered(block_name="Nord"), lambda stage: ("block_who", str(stage.place.member))
    ),
}
