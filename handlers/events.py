"""What happens in the villages: seen, answered, made and run."""

from actions import (
    event_absences,
    event_answers,
    event_changes,
    event_files,
    event_making,
    event_results,
    event_running,
    events,
)
from handlers.doors import button, command, number

HANDLERS = (
    command(("sker", "events", "arrangementer", "arrangement", "event"), events.whats_on),
    button("evs", events.whats_on, number),
    button("evmine", events.mine, number),
    button("ev", events.show, number),
    button("evsay", event_answers.say, number, str),
    button("evheads", event_answers.ask_heads, number),
    button("evhead", event_answers.set_heads, number, number),
    button("eveat", event_answers.set_eaters, number, number),
    button("evcal", event_files.send, number),
    button("evpic", event_files.picture, number),
    button("evmake", event_making.make),
    button("evrun", event_running.run, number),
    button("evguests", event_running.guests, number, number),
    button("evabsent", event_absences.ask_who, number, number),
    button("evoff", event_absences.ask, number, number),
    button("evoffyes", event_absences.note, number, number),
    button("evback", event_absences.undo, number, number, str, number),
    button("evwrite", event_running.write, number),
    button("evcancel", event_running.cancel, number),
    button("evopen", event_running.reopen, number),
    button("evchange", event_changes.change, number),
    button("evresult", event_results.tell, number),
)
