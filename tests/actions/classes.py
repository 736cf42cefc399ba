"""Who may do what: every action behind a door, and every dialogue. What is not here fails test_matrix.py.

Classing a new action takes a line: who may, and the arguments with which it can be pressed in
tests/actions/world.py. `lead` is whoever leads that very group.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from domain.asks import Answer
from domain.dates import When, keep
from domain.dialogue import DONE, SKIP
from domain.plan import Plan
from storage import tables
from tests.actions.world import DIGEST_AT, NOW, SOON, TODAY, WHO, Stage

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
SEES_NUMBERS = ("steering", "municipal", "operator")


def everybody(arguments: Arguments = nothing) -> May:
    return May(EVERYBODY, arguments)


def residents(arguments: Arguments = nothing) -> May:
    return May(RESIDENTS, arguments)


def lead(arguments: Arguments = nothing) -> May:
    return May(LEAD, arguments)


def lead_or_steering(arguments: Arguments = nothing) -> May:
    return May(LEAD | STEERING, arguments)


def steering(arguments: Arguments = nothing) -> May:
    return May(STEERING, arguments)


def holding(*roles: str, arguments: Arguments = nothing) -> May:
    return May(frozenset(roles), arguments)


def own_role(stage: Stage) -> tuple[object, ...]:
    return (stage.who,)


def askers(arguments: Arguments = nothing) -> May:
    """The steering group, and the lead of the group that is asked."""
    return May(STEERING | LEAD, arguments)


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


def shared(stage: Stage) -> tuple[object, ...]:
    stage.change(tables.asks, asked(stage), answer=Answer.YES, contact_shared_at=NOW)
    return (asked(stage),)


def unasked(stage: Stage) -> tuple[object, ...]:
    return stage.place.need, "no"


def cancelled(stage: Stage) -> tuple[object, ...]:
    if stage.who == "lead":
        stage.change(tables.events, stage.place.event, state="cancelled")
    return (stage.place.event,)


def pictured(stage: Stage) -> tuple[object, ...]:
    stage.change(tables.events, stage.place.event, picture="a-file")
    return (stage.place.event,)


def begun(stage: Stage) -> tuple[object, ...]:
    if stage.who == "lead":
        stage.change(tables.events, stage.place.event, day=TODAY, start="09:00")
    return (stage.place.event,)


def absent(stage: Stage) -> tuple[object, ...]:
    """A resident, taken off the list when the event was made."""
    answers = tables.event_answers
    theirs = (answers.c.event_id == stage.place.event, answers.c.person_id == stage.place.resident)
    if stage.who == "lead":
        stage.tx.connection.execute(sa.update(answers).where(*theirs).values(answer="no"))
    return stage.place.event, stage.place.resident, "yes", 0


def lined(stage: Stage) -> tuple[object, ...]:
    row = {
        "cluster_id": stage.place.cluster, "group_id": stage.place.group, "person_id": stage.place.lead,
        "slot": DIGEST_AT, "words": "Husk kabler",
    }  # fmt: skip
    if stage.who == "lead":
        stage.tx.insert_new(tables.digest_lines, row)
    return (stage.place.group,)


def about_event(**answers: str) -> Callable[[Stage], Mapping[str, str]]:
    return lambda stage: {"event": str(stage.place.event), **answers}


def no_plan(_stage: Stage) -> tuple[object, ...]:
    return (Plan((), 0),)


def announced(state: str) -> Arguments:
    """The announcement, in that state."""

    def arguments(stage: Stage) -> tuple[object, ...]:
        stage.change(tables.announcements, stage.place.announcement, state=state)
        return (stage.place.announcement,)

    return arguments


def an_idea(stage: Stage) -> tuple[object, ...]:
    return (stage.place.idea,)


def their_idea(stage: Stage) -> tuple[object, ...]:
    if stage.person is not None:
        stage.change(tables.ideas, stage.place.idea, author_id=stage.actor)
    return (stage.place.idea,)


def an_agreed_idea(stage: Stage) -> tuple[object, ...]:
    stage.change(tables.ideas, stage.place.idea, state="agreed")
    return (stage.place.idea,)


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
    "conversations.picture": everybody(lambda _: ("file", "hej", "")),
    "conversations.picture_as_file": everybody(lambda _: ("hej",)),
    "conversations.place": everybody(lambda _: (55.5, 11.8)),
    "conversations.old_button": everybody(),
    "conversations.unknown_command": everybody(lambda _: ("/flyv",)),
    # oneself
    "profile.show": residents(),
    "my_page.told": residents(),
    "my_page.my_groups": residents(lambda _: (0,)),
    "my_page.my_roles": residents(),
    "my_page.my_asks_page": residents(lambda _: (0,)),
    "my_page.found": residents(lambda _: ("no",)),
    "my_page.take_contact_back": residents(shared),
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
    # ideas
    "ideas.home": residents(),
    "ideas.listed": residents(lambda stage: (f"v{stage.place.village}", 0)),
    "ideas.villages": residents(lambda _: (0,)),
    "ideas.show": residents(an_idea),
    "ideas.support": residents(an_idea),
    "ideas.withdraw": residents(an_idea),
    "ideas.ask_report": residents(an_idea),
    "ideas.report": residents(an_idea),
    "ideas.ask_take_back": residents(their_idea),
    "ideas.take_back": residents(their_idea),
    "idea_writing.write": residents(),
    "idea_cases.cases": steering(lambda _: (0,)),
    "idea_cases.show": steering(an_idea),
    "idea_cases.hold": steering(an_idea),
    "idea_cases.give": steering(lambda stage: (stage.place.idea, 0)),
    "idea_cases.give_to": steering(lambda stage: (stage.place.idea, stage.place.colleague)),
    "idea_cases.answers": steering(an_idea),
    "idea_cases.say": steering(lambda stage: (stage.place.idea, "agreed")),
    "idea_cases.tell_result": steering(an_agreed_idea),
    "idea_cases.become": steering(an_idea),
    "idea_cases.make_group": steering(an_idea),
    "idea_cases.make_event": steering(an_idea),
    "idea_cases.restore": steering(an_idea),
    "idea_cases.ask_remove": steering(an_idea),
    "idea_cases.remove": steering(an_idea),
    # groups
    "groups.mine": residents(lambda _: (0,)),
    "groups.all_open": residents(lambda _: (0,)),
    "groups.show": residents(lambda stage: (stage.place.group,)),
    "groups.join": residents(lambda stage: (stage.place.group,)),
    "groups.leave": residents(lambda stage: (stage.place.group,)),
    "leads.ask_lay_down": lead(lambda stage: (stage.place.group,)),
    "leads.lay_down": lead(lambda stage: (stage.place.group,)),
    "leads.leave": lead(lambda stage: (stage.place.group,)),
    "leads.show": steering(lambda stage: (stage.place.group,)),
    "leads.choose": steering(lambda _: (0,)),
    "leads.make_link": steering(lambda stage: (stage.place.group,)),
    "leads.ask_take": steering(lambda stage: (stage.place.group,)),
    "leads.take": steering(lambda stage: (stage.place.group,)),
    "groups.ask": residents(),
    "groups.answer_offer": residents(offered),
    "groups.go_on": residents(in_the_group),
    "groups.stop_then": residents(lambda stage: in_the_group(stage)[:1]),
    "group_needs.show_all": lead(lambda stage: (stage.place.group, 0)),
    "group_needs.add": lead(lambda stage: (stage.place.group,)),
    "group_needs.show": lead(lambda stage: (stage.place.need,)),
    "group_needs.close": lead(lambda stage: (stage.place.need,)),
    "need_changes.choose": lead(lambda stage: (stage.place.need,)),
    "need_changes.change": lead(lambda stage: (stage.place.need, "until")),
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
    "group_overview.uncovered": holding(*SEES_NUMBERS, arguments=lambda _: (0,)),
    "group_overview.numbers": holding(*SEES_NUMBERS),
    "group_overview.by_skill": holding(*SEES_NUMBERS, arguments=lambda _: (0,)),
    "group_overview.one_skill": holding(*SEES_NUMBERS, arguments=lambda _: ("sound",)),
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
    # events
    "events.whats_on": residents(lambda _: (0,)),
    "events.mine": residents(lambda _: (0,)),
    "events.show": residents(lambda stage: (stage.place.event,)),
    "event_answers.say": residents(lambda stage: (stage.place.event, "no")),
    "event_answers.ask_heads": residents(lambda stage: (stage.place.event,)),
    "event_answers.set_heads": residents(lambda stage: (stage.place.event, 2)),
    "event_answers.set_eaters": residents(lambda stage: (stage.place.supper, 1)),
    "event_files.send": residents(lambda stage: (stage.place.event,)),
    "event_files.picture": residents(pictured),
    "event_making.make": lead_or_steering(),
    "event_running.run": lead(lambda stage: (stage.place.event,)),
    "event_running.guests": lead(lambda stage: (stage.place.event, 0)),
    "event_absences.ask_who": lead(lambda stage: (stage.place.event, 0)),
    "event_absences.ask": lead(lambda stage: (stage.place.event, stage.place.resident)),
    "event_absences.note": lead(lambda stage: (stage.place.event, stage.place.resident)),
    "event_absences.undo": lead(absent),
    "event_running.write": lead(lambda stage: (stage.place.event,)),
    "event_running.cancel": lead(lambda stage: (stage.place.event,)),
    "event_running.reopen": lead(cancelled),
    "event_changes.change": lead(lambda stage: (stage.place.event,)),
    "event_results.tell": lead(begun),
    # matching
    "asks.show": residents(),
    "asks.take": residents(unasked),
    "asks.answer": residents(lambda stage: (asked(stage), "no")),
    "asks.contact": residents(said_yes),
    "asks.found": residents(lambda _: ("yes",)),
    "find.show": lead(lambda stage: (stage.place.need, "", 0)),
    "find.invite": lead(lambda stage: (stage.place.need, "")),
    # digests
    "digest_pages.mine": residents(lambda _: (0,)),
    "digest_pages.one": residents(lambda stage: ("village", stage.place.village)),
    "digest_pages.choose": residents(lambda stage: ("village", stage.place.village, "month")),
    "digest_pages.whole": residents(lambda _: (1, 0)),
    "digest_times.ask_when": May(LEAD | STEERING, lambda stage: ("group", stage.place.group)),
    "digest_previews.preview": lead(lambda stage: (stage.place.group,)),
    "digest_previews.add_line": lead(lambda stage: (stage.place.group,)),
    "digest_previews.drop_line": lead(lined),
    "digest_previews.let_go": lead(lambda stage: (stage.place.group,)),
    "plans.show": steering(),
    "plans.problem": steering(),
    "plans.keep": steering(no_plan),
    "plans.browse": steering(lambda stage: (stage.place.plan, 0)),
    "plans.look": steering(lambda stage: (stage.place.plan, stage.place.need, 0)),
    "plans.take_off": steering(lambda stage: (stage.place.plan, stage.place.need, stage.place.member)),
    "plans.send": steering(lambda stage: (stage.place.plan,)),
    # polls
    "polls.show_open": residents(),
    "polls.show": residents(lambda stage: (stage.place.poll,)),
    "polls.vote": residents(lambda stage: (stage.place.poll, 0, 1)),
    "polls.choose": residents(lambda stage: (stage.place.box, 1)),
    "polls.cast": residents(lambda stage: (stage.place.box, 1)),
    "polls.where": residents(lambda stage: (stage.place.over, 0)),
    "polls.there": residents(lambda stage: (stage.place.over, stage.place.village)),
    "poll_making.ask": steering(),
    "poll_making.ask_group": lead(lambda stage: (stage.place.group,)),
    "poll_asking.show_all": steering(lambda _: (0,)),
    "poll_asking.show_group": lead(lambda stage: (stage.place.group, 0)),
    "poll_asking.show": askers(lambda stage: (stage.place.poll,)),
    "poll_asking.last_longer": askers(
        lambda stage: (stage.place.poll, (NOW + timedelta(days=3)).toordinal())
    ),
    "poll_asking.ask_to_close": askers(lambda stage: (stage.place.poll,)),
    "poll_asking.close": askers(lambda stage: (stage.place.poll,)),
    # announcements
    "announcements.show": steering(),
    "announcements.browse": steering(lambda _: (0,)),
    "announcements.write": steering(),
    "announcements.look": steering(announced("draft")),
    "announcements.preview": steering(lambda stage: (stage.place.announcement, "da")),
    "announcements.edit": steering(announced("draft")),
    "announcements.edit_part": steering(lambda stage: (stage.place.announcement, "text")),
    "announcements.discard": steering(announced("draft")),
    "announcements.test": steering(announced("draft")),
    "announcements.send": steering(announced("draft")),
    "announcements.agree": steering(announced("asked")),
    "announcements.disagree": steering(announced("asked")),
    "announcements.undo": steering(announced("planned")),
    "announcements.pause": steering(announced("sending")),
    "announcements.resume": steering(announced("paused")),
    "announcements.stop": steering(announced("paused")),
    "announcement_replies.answer": residents(lambda stage: (stage.place.announcement,)),
    "announcement_replies.less": residents(),
    "announcement_replies.write_back": steering(lambda stage: (stage.place.reply,)),
    # what people said they can
    "phrases.show": steering(lambda _: (0,)),
    "phrases.look": steering(lambda stage: (stage.place.phrase, "", 0)),
    "phrases.file": steering(lambda stage: (stage.place.phrase, "sound")),
    "phrases.drop": steering(lambda stage: (stage.place.phrase,)),
    # roles
    "roles.show": steering(),
    "roles.choose": steering(),
    "roles.make_link": steering(lambda _: ("municipal",)),
    "roles.holders": steering(lambda _: (0,)),
    "roles.look": steering(lambda stage: (stage.place.colleague, "steering")),
    "roles.take": steering(lambda stage: (stage.place.colleague, "steering")),
    "roles.ask_lay_down": holding("steering", "municipal", "operator", arguments=own_role),
    "roles.lay_down": holding("steering", "municipal", "operator", arguments=own_role),
    "roles.log": steering(lambda _: (0,)),
    "operation.show": holding("operator"),
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


def about_need(stage: Stage) -> Mapping[str, str]:
    return {"group": str(stage.place.group), "need": str(stage.place.need), "part": "hours"}


def role_until(stage: Stage) -> Mapping[str, str]:
    return {**about_member(stage), "role_until": keep(When(TODAY + timedelta(days=9)))}


def answered(**answers: str) -> Callable[[Stage], Mapping[str, str]]:
    return lambda _stage: answers


def written(words: str) -> Callable[[Stage], str]:
    return lambda _stage: words


def pressed(key: str, value: str) -> Callable[[Stage], tuple[str, str]]:
    return lambda _stage: (key, value)


NEED = {
    "need_skill": "sound",
    "need_about": "lyd",
    "need_many": "2",
    "need_until": keep(When(TODAY + timedelta(days=9)), sure=True),
}

EVENT = {
    "event_what": "Banko", "event_when": "20261201T1900", "event_when_sure": "yes",
    "event_where": "=Skolen", "event_for": "all",
    "event_seats": "0", "event_supper": "no",
}  # fmt: skip
POLL = {"poll_question": "Nord?", "poll_answers": "yes_no", "poll_days": "3"}

ANNOUNCEMENT = {"ann_text": "Hej", "ann_english": SKIP, "ann_whom": "cluster", "ann_important": "no"}


def about_announcement(**answers: str) -> Callable[[Stage], Mapping[str, str]]:
    return lambda stage: {"announcement": str(stage.place.announcement), **answers}


def about_idea(stage: Stage) -> Mapping[str, str]:
    return {"idea": str(stage.place.idea)}


def about_done(stage: Stage) -> Mapping[str, str]:
    an_agreed_idea(stage)
    return {**about_idea(stage), "idea_result": "En bænk"}


TALKS: Mapping[str, Talk] = {
    "sign_up": Talk(frozenset({"stranger"}), answered(sixteen="yes"), pressed("village", "vigersted")),
    "set_up": Talk(frozenset(), answered(founder_age="yes"), written("Fjerdingby")),
    "all": Talk(RESIDENTS, answered(consent="yes"), pressed("skills", DONE), changes=False),
    "skills": Talk(RESIDENTS, answered(consent="yes"), pressed("skills", DONE), changes=False),
    "time": Talk(RESIDENTS, answered(consent="yes"), pressed("hours", SKIP), changes=False),
    "follows": Talk(RESIDENTS, answered(), pressed("follows", DONE), changes=False),
    "village": Talk(RESIDENTS, answered(), pressed("village", "jystrup")),
    "idea": Talk(
        RESIDENTS,
        answered(
            idea_title="Løb", idea_similar=SKIP, idea_why="Det er sundt", idea_where="all", idea_picture=SKIP
        ),
        pressed("idea_send", "send"),
    ),
    "idea_not_now": Talk(STEERING, about_idea, written("Der er ingen penge")),
    "idea_merge": Talk(STEERING, about_idea, lambda stage: ("idea_into", str(stage.place.other_idea))),
    "idea_result": Talk(STEERING, about_done, pressed("idea_result_picture", SKIP)),
    "ask_group": Talk(RESIDENTS, answered(group_name="Løbeklub"), written("Fordi det er rart")),
    "digest_when": Talk(
        LEAD | STEERING,
        lambda stage: {"source": f"group:{stage.place.group}", "digest_day": "2"},
        pressed("digest_hour", "9"),
    ),
    "digest_line": Talk(LEAD, in_group(slot=DIGEST_AT.isoformat()), written("Husk kabler")),
    "group_message": Talk(LEAD, in_group(group_message="Vi ses"), pressed("group_send", "send")),
    "role_until": Talk(LEAD, role_until, pressed("role_until_sure", "yes")),
    "group_thanks": Talk(LEAD, about_member, written("Tak")),
    "group_note": Talk(LEAD, about_member, written("Held og lykke")),
    "poll": Talk(STEERING, answered(**POLL, poll_whom="all"), pressed("poll_send", "send")),
    "group_poll": Talk(LEAD, in_group(**POLL), pressed("poll_send", "send")),
    "need": Talk(LEAD, in_group(**NEED), written("4")),
    "need_change": Talk(LEAD, about_need, written("4")),
    "event": Talk(LEAD | STEERING, answered(**EVENT), pressed("event_go", "go")),
    "event_message": Talk(LEAD, about_event(event_message="Husk stole"), pressed("event_send", "send")),
    "event_cancel": Talk(LEAD, about_event(event_reason="Regn"), pressed("event_sure", "yes")),
    "event_change": Talk(LEAD, about_event(change_what="title"), written("Bankospil")),
    "event_which": Talk(
        LEAD,
        lambda stage: {"of": str(stage.place.event), "event_result": "Godt"},
        lambda stage: ("event_which", str(stage.place.event)),
        changes=False,
    ),
    "event_result": Talk(
        LEAD, about_event(event_result="Godt", event_picture=SKIP), pressed("event_tell", "send")
    ),
    "new_group": Talk(
        STEERING, answered(group_name="Løbeklub", group_text="Vi løber"), pressed("group_where", "all")
    ),
    "name_group": Talk(STEERING, in_group(), written("Løbeklub")),
    "tell_group": Talk(STEERING, in_group(), written("Vi løber")),
    "lead_group": Talk(STEERING, in_group(), lambda stage: ("lead_name", f"p{stage.place.member}")),
    "refuse_group": Talk(
        STEERING, lambda stage: {"group": str(stage.place.asked_group)}, written("Det findes allerede")
    ),
    "announcement": Talk(STEERING, about_announcement(**ANNOUNCEMENT), pressed("ann_when", "now")),
    "announcement_holder": Talk(
        STEERING, about_announcement(), lambda stage: ("ann_holder", str(stage.place.steering))
    ),
    "announcement_number": Talk(STEERING, about_announcement(count="501"), written("501")),
    "announcement_reply": Talk(RESIDENTS, about_announcement(), written("Tak")),
    "announcement_back": Talk(STEERING, lambda stage: {"reply": str(stage.place.reply)}, written("Selv tak")),
    "block": Talk(
        STEERING,
        lambda stage: {"block_name": "Nord", "block_who": str(stage.place.member)},
        pressed("block_sure", "yes"),
    ),
}
