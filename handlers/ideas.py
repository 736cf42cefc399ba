"""Ideas: everybody's, and the steering group's answers."""

from actions import idea_cases, idea_writing, ideas
from handlers.doors import button, command, number

HANDLERS = (
    command(("ideer", "ideas"), ideas.home),
    button("ideas", ideas.home),
    button("inew", idea_writing.write),
    button("ilist", ideas.listed, str, number),
    button("ivill", ideas.villages, number),
    button("i", ideas.show, number),
    button("isup", ideas.support, number),
    button("iunsup", ideas.withdraw, number),
    button("irep", ideas.ask_report, number),
    button("irepd", ideas.report, number),
    button("iback", ideas.ask_take_back, number),
    button("ibackd", ideas.take_back, number),
    button("ics", idea_cases.cases, number),
    button("ic", idea_cases.show, number),
    button("ichold", idea_cases.hold, number),
    button("icgive", idea_cases.give, number, number),
    button("icgiven", idea_cases.give_to, number, number),
    button("ican", idea_cases.answers, number),
    button("icto", idea_cases.say, number, str),
    button("icdone", idea_cases.tell_result, number),
    button("icbe", idea_cases.become, number),
    button("icgroup", idea_cases.make_group, number),
    button("icevent", idea_cases.make_event, number),
    button("icback", idea_cases.restore, number),
    button("icgone", idea_cases.ask_remove, number),
    button("icgoned", idea_cases.remove, number),
)
