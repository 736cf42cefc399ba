"""What the bot writes about events. Days are said with their date, so they are true whenever they arrive."""

from domain.attachments import Attached, Attachment
from domain.events import Coming, Event, EventState, Known
from domain.message import Html, Message
from domain.people import Person
from domain.reminders import Which
from views.buttons import row
from views.event_answers import answer_rows
from views.events import where
from views.when import in_full
from views.words import Words, paragraphs


def essence(words: Words, event: Event) -> Html:
    """What, when and where."""
    return Html(
        "\n".join(
            [
                words("events.title", title=event.title),
                in_full(words, event.when.at, event.when.zone),
                where(words, event),
            ]
        )
    )


def new(words: Words, event: Event, group: str) -> Message:
    """To a group's members: something new that it holds."""
    rows = (*answer_rows(words, event), row(words, "events.see", "ev", event.id))
    return Message(paragraphs(words("events.new", group=group), essence(words, event)), rows)


def seat_free(words: Words, event: Event) -> Message:
    """There is a seat for whoever waited: they are on the list now."""
    rows = (*answer_rows(words, event, Coming.YES), row(words, "events.see", "ev", event.id))
    return Message(paragraphs(words("events.seat_free"), essence(words, event)), rows)


def absent(words: Words, event: Event, by: str) -> Message:
    """To whoever has told the organiser that they cannot come; they may say otherwise."""
    rows = (*answer_rows(words, event, Coming.NO), row(words, "events.see", "ev", event.id))
    return Message(paragraphs(words("events.absent_letter", name=by), essence(words, event)), rows)


def back_again(words: Words, event: Event, by: str, said: Coming) -> Message:
    """To the same, where that was a mistake."""
    rows = (*answer_rows(words, event, said), row(words, "events.see", "ev", event.id))
    return Message(paragraphs(words(f"events.back_{said}", name=by), essence(words, event)), rows)


def together(words: Words, event: Event, other: Event, asker: Person) -> Message:
    """To whoever runs the other one: shall they be one? The name opens the chat."""
    link = Html(f'<a href="tg://user?id={asker.telegram_id}">{words("asks.name", name=asker.first_name)}</a>')
    text = words("events.wants_together", link=link, title=other.title)
    return Message(paragraphs(text, essence(words, event)), (row(words, "events.see", "ev", other.id),))


def reminder(words: Words, event: Event, which: Which, answer: Coming) -> Message:
    """The day before: do they still come? Two hours before: it is soon."""
    if which is Which.HOURS:
        key = "events.soon"
    else:
        key = "events.still" if answer is Coming.YES else "events.still_maybe"
    text = paragraphs(words(key), essence(words, event))
    return Message(text, (*answer_rows(words, event, answer), row(words, "events.see", "ev", event.id)))


def changed(words: Words, event: Event, known: Known, answer: Coming) -> Message:
    """What is other than they knew. `answer`: what they said about it as it was."""
    if event.state is EventState.CANCELLED:
        reason = words("groups.quotation", said=event.reason) if event.reason else None
        text = paragraphs(words("events.is_cancelled_letter"), essence(words, event), reason)
        return Message(text, (row(words, "events.to_list_button", "evs", 0),))
    again = known.state is EventState.CANCELLED
    lines = [] if again else _differences(words, event, known)
    heading = words("events.takes_place" if again else "events.was_changed")
    text = paragraphs(heading, essence(words, event), Html("\n".join(lines)))
    return Message(text, (*answer_rows(words, event, answer), row(words, "events.see", "ev", event.id)))


def _differences(words: Words, event: Event, known: Known) -> list[Html]:
    lines = []
    if known.when != event.when:
        lines.append(words("events.was_at", when=in_full(words, known.when.at, known.when.zone)))
    if known.place != event.place:
        lines.append(words("events.was_in", place=known.place))
    if known.title != event.title:
        lines.append(words("events.was_called", title=known.title))
    return lines


def quoted(words: Words, key: str, event: Event, said: str, name: str) -> Message:
    """The organiser's words. Our line about who speaks is bold and stands outside the quotation."""
    text = Html(f"{words(key, title=event.title, name=name)}\n{words('groups.quotation', said=said)}")
    return Message(text, (row(words, "events.see", "ev", event.id),))


def how_was_it(words: Words, event: Event) -> Message:
    """The morning after, to whoever ran it."""
    rows = (row(words, "events.tell_result", "evresult", event.id),)
    return Message(words("events.how_was_it", title=event.title), rows)


def result(words: Words, event: Event) -> Message:
    """How it went, with the picture if there is one, to those who came."""
    said = words("groups.quotation", said=event.result or "")
    picture = Attachment(Attached.PICTURE, event.picture) if event.picture else None
    text = paragraphs(words("events.this_is_how", title=event.title), said)
    return Message(text, (row(words, "events.see", "ev", event.id),), picture)


def orphan(words: Words, event: Event) -> Message:
    """To the steering group: nobody runs it any more."""
    rows = (row(words, "events.run", "evrun", event.id),)
    return Message(paragraphs(words("events.orphan"), essence(words, event)), rows)
