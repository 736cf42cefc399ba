"""What every column is, why we keep it, and for how long. Export, erasure and retention go by this table.

A test fails on a column that is missing here. `python -m storage.columns > docs/columns.md` shows it.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial


class Kind(StrEnum):
    """How careful we are with a column; `MEANINGS` says it to people."""

    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    SECRET = "secret"  # noqa: S105 - a class of columns


class Until(StrEnum):
    """When it goes. The times stand in `actions/upkeep.py` and in `storage/` beside the deletion."""

    CLUSTER = "the cluster stops using the bot"
    PERSON = "the person leaves"
    FILED = "the person leaves; filed words stay, without a person"
    DIALOGUE = "the last question is answered, or 24 hours after the last answer"
    SETTLED = "the update is dealt with; 37 days for one that could not be"
    UPDATE = "7 days after the update was dealt with; 37 for one that could not be"
    INVITATION = "30 days after the link ran out"
    NAMELESS = "it stays; it names nobody once the person has left"
    NOTED = "the log of erasures beside the database has it, within a minute"
    LETTER = "30 days after the letter was settled; at once for someone who has not signed up"


@dataclass(frozen=True)
class Whose:
    """Whose a column is: `column` of the same table holds what `key` of their row in `people` holds."""

    column: str
    key: str = "id"


PERSON = Whose("person_id")
"""Where nothing else is said."""
SELF = Whose("id")
ACCOUNT = Whose("telegram_id", "telegram_id")
SENDER = Whose("sender", "telegram_id")
CHAT = Whose("chat_id", "telegram_id")
READER = Whose("outbox", "letters")
"""Theirs who get the letter with these words (`storage/outbox/erasing.py`)."""
EVERYBODY = Whose("", "")
"""Public, and changed where it is written: in the cluster's file."""


@dataclass(frozen=True)
class Column:
    kind: Kind
    purpose: str
    until: Until
    whose: Whose = PERSON


nothing = partial(Column, Kind.NONE)
personal = partial(Column, Kind.PERSONAL)
sensitive = partial(Column, Kind.SENSITIVE)


def _cluster(until: Until) -> Column:
    return nothing("keeps clusters apart", until)


COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "clusters": {
        "id": nothing("our own number", Until.CLUSTER),
        "slug": nothing("names the cluster in files and links", Until.CLUSTER),
        "name": nothing("on screen", Until.CLUSTER),
        "municipality": nothing("on screen", Until.CLUSTER),
        "zone": nothing("when it is eight o'clock there", Until.CLUSTER),
        "about": nothing("who we are, in two sentences", Until.CLUSTER),
        "controller": nothing("who answers for the data, as the law asks us to say", Until.CLUSTER),
        "contact_name": personal(
            "the human one can turn to; made public by themselves", Until.CLUSTER, EVERYBODY
        ),
        "contact_phone": personal("as contact_name", Until.CLUSTER, EVERYBODY),
        "contact_email": personal("as contact_name", Until.CLUSTER, EVERYBODY),
        "website": nothing("on screen", Until.CLUSTER),
        "created_at": nothing("the order of clusters", Until.CLUSTER),
    },
    "villages": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": _cluster(Until.CLUSTER),
        "slug": nothing("names the village in links", Until.CLUSTER),
        "name": nothing("on screen", Until.CLUSTER),
        "also_called": nothing("finds the village by what people write", Until.CLUSTER),
        "inhabitants": nothing("how many of a village take part", Until.CLUSTER),
        "council": nothing("who speaks for the village", Until.CLUSTER),
    },
    "bots": {
        "id": nothing("Telegram's number of the bot", Until.CLUSTER),
        "cluster_id": _cluster(Until.CLUSTER),
        "username": nothing("links to the bot", Until.CLUSTER),
        "next_update": nothing("no update is asked for twice", Until.CLUSTER),
    },
    "people": {
        "id": personal("our own number", Until.PERSON, SELF),
        "cluster_id": _cluster(Until.PERSON),
        "telegram_id": personal("knows the person again and answers them", Until.PERSON, SELF),
        "first_name": personal(
            "greets them; shown to the group that asks for their help", Until.PERSON, SELF
        ),
        "language": personal("speaks their language", Until.PERSON, SELF),
        "village_id": personal("what happens where they live", Until.PERSON, SELF),
        "sixteen_on": personal("the day they said they were 16; not their birthday", Until.PERSON, SELF),
        "joined_at": personal("how many join, week by week", Until.PERSON, SELF),
        "hours": personal("asks nobody for more than they have", Until.PERSON, SELF),
        "free_times": personal("as hours", Until.PERSON, SELF),
        "stopped_at": personal("writes no more to who asked us to stop", Until.PERSON, SELF),
        "unreachable_at": personal("writes no more to who blocked the bot", Until.PERSON, SELF),
        "paused_until": personal("until when they want quiet", Until.PERSON, SELF),
        "fewer": personal("whether they asked for fewer messages", Until.PERSON, SELF),
        "seen_at": personal(
            "when they were last here, so that we know when to forget them", Until.PERSON, SELF
        ),
        "warned_at": personal("when we said that we will forget them", Until.PERSON, SELF),
        "blocked_at": personal("shuts out who misuses the bot", Until.PERSON, SELF),
        "alias": personal("a random name that the audit log uses instead of theirs", Until.PERSON, SELF),
    },
    "roles": {
        "cluster_id": _cluster(Until.PERSON),
        "person_id": personal("whose role", Until.PERSON),
        "role": personal("what they may do", Until.PERSON),
    },
    "invitations": {
        "id": nothing("our own number", Until.INVITATION),
        "cluster_id": _cluster(Until.INVITATION),
        "role": nothing("what the link gives", Until.INVITATION),
        "group_id": nothing("the group to lead", Until.INVITATION),
        "token_hash": nothing("knows the link again; the link itself is not kept", Until.INVITATION),
        "made_by": personal("who made the link; emptied when they leave", Until.PERSON, Whose("made_by")),
        "expires_at": nothing("until when the link is good", Until.INVITATION),
        "used_by": personal("who used it; emptied when they leave", Until.PERSON, Whose("used_by")),
        "used_at": nothing("it is good once", Until.INVITATION),
    },
    "audit": {
        "id": nothing("the order of what happened", Until.NAMELESS),
        "cluster_id": _cluster(Until.NAMELESS),
        "at": nothing("when", Until.NAMELESS),
        "actor": personal("who did it, by people.alias", Until.NAMELESS, Whose("actor", "alias")),
        "what": nothing("which role was given or taken, who was shut out", Until.NAMELESS),
        "whom": personal("whose role, by people.alias", Until.NAMELESS, Whose("whom", "alias")),
    },
    "person_skills": {
        "cluster_id": _cluster(Until.PERSON),
        "person_id": personal("whose skill", Until.PERSON),
        "skill": personal("asks a person for what they are good at", Until.PERSON),
        "told_at": personal("asks again when it is long ago", Until.PERSON),
    },
    "skill_phrases": {
        "id": nothing("our own number", Until.FILED),
        "cluster_id": _cluster(Until.FILED),
        "person_id": personal("whose words; emptied when they leave", Until.PERSON),
        "words": sensitive("the steering group finds the skill that is meant", Until.FILED),
        "skill": nothing("the bot understands the words next time", Until.FILED),
        "told_at": personal("the oldest is filed first", Until.FILED),
        "filed_at": nothing("what is filed", Until.FILED),
        "filed_by": personal("who filed it", Until.PERSON, Whose("filed_by")),
    },
    "follows": {
        "cluster_id": _cluster(Until.PERSON),
        "person_id": personal("who follows", Until.PERSON),
        "village_id": personal("what happens in other villages too", Until.PERSON),
    },
    "consents": {
        "id": nothing("the order of yes and no", Until.PERSON),
        "cluster_id": _cluster(Until.PERSON),
        "person_id": personal("whose consent", Until.PERSON),
        "purpose": personal("what they agreed to", Until.PERSON),
        "text_version": personal("the words they agreed to", Until.PERSON),
        "given": personal("yes, or no after all", Until.PERSON),
        "at": personal("shows that we asked", Until.PERSON),
    },
    "dialogues": {
        "cluster_id": _cluster(Until.DIALOGUE),
        "telegram_id": personal("whose conversation", Until.DIALOGUE, ACCOUNT),
        "name": nothing("which conversation", Until.DIALOGUE),
        "run": nothing("an old button does not answer a new question", Until.DIALOGUE),
        "answers": sensitive("goes on where they stopped", Until.DIALOGUE, ACCOUNT),
        "language": personal("speaks their language before they have signed up", Until.DIALOGUE, ACCOUNT),
        "touched_at": personal("forgets what was left unfinished", Until.DIALOGUE, ACCOUNT),
    },
    "inbox": {
        "bot_id": nothing("which bot was written to", Until.UPDATE),
        "update_id": nothing("does nothing twice", Until.UPDATE),
        "cluster_id": _cluster(Until.UPDATE),
        "sender": personal("keeps one person's updates in order", Until.SETTLED, SENDER),
        "body": sensitive("what was said to the bot is not lost when it stops", Until.SETTLED, SENDER),
        "state": nothing("what is still to do", Until.UPDATE),
        "attempts": nothing("gives up after three", Until.UPDATE),
        "error": nothing("what went wrong, without what was said", Until.UPDATE),
        "received_at": nothing("how long an answer took", Until.UPDATE),
        "settled_at": nothing("when it may go", Until.UPDATE),
    },
    "groups": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": _cluster(Until.CLUSTER),
        "name": nothing("on screen", Until.CLUSTER),
        "text": nothing("what the group does, for everybody to read", Until.CLUSTER),
        "state": nothing("asked for, at work or closed", Until.CLUSTER),
        "asked_by": personal("who asked for it, to be told", Until.PERSON, Whose("asked_by")),
        "next_lead_id": personal(
            "who was asked to lead it, until they answer", Until.PERSON, Whose("next_lead_id")
        ),
        "created_at": nothing("since when", Until.CLUSTER),
        "closed_at": nothing("until when", Until.CLUSTER),
    },
    "group_villages": {
        "cluster_id": _cluster(Until.CLUSTER),
        "group_id": nothing("which group", Until.CLUSTER),
        "village_id": nothing("where it works", Until.CLUSTER),
    },
    "members": {
        "cluster_id": _cluster(Until.PERSON),
        "group_id": personal("which group they are in", Until.PERSON),
        "person_id": personal("who is in it", Until.PERSON),
        "leads": personal("whether they lead it", Until.PERSON),
        "since": personal("since when", Until.PERSON),
        "until": personal("when their role ends", Until.PERSON),
        "asked_until": personal("asks only once whether they go on", Until.PERSON),
    },
    "needs": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": _cluster(Until.CLUSTER),
        "group_id": nothing("which group lacks it", Until.CLUSTER),
        "skill": nothing("what it lacks", Until.CLUSTER),
        "wanted": nothing("how many people", Until.CLUSTER),
        "found": nothing("how many said yes", Until.CLUSTER),
        "hours": nothing("about how many hours", Until.CLUSTER),
        "until": nothing("when it is too late", Until.CLUSTER),
        "created_at": nothing("since when", Until.CLUSTER),
        "closed_at": nothing("when it was covered or given up", Until.CLUSTER),
    },
    "asks": {
        "id": nothing("our own number", Until.PERSON),
        "cluster_id": _cluster(Until.PERSON),
        "need_id": personal("what they were asked for", Until.PERSON),
        "person_id": personal("who was asked", Until.PERSON),
        "asked_by": personal("who asked", Until.PERSON, Whose("asked_by")),
        "way": personal("whether the lead, the bot, a plan or they themselves brought it up", Until.PERSON),
        "reasons": personal("why they were asked", Until.PERSON),
        "asked_at": personal("when; nobody is asked too often", Until.PERSON),
        "answer": personal("what they answered", Until.PERSON),
        "answered_at": personal("when; not asked again within a month", Until.PERSON),
        "again_at": personal("asks once more who said maybe", Until.PERSON),
        "contact_shared_at": personal("when they let the lead have their contact", Until.PERSON),
    },
    "plans": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": _cluster(Until.CLUSTER),
        "made_by": personal("who had it made; emptied when they leave", Until.PERSON, Whose("made_by")),
        "made_at": nothing("how old it is", Until.CLUSTER),
        "sent_at": nothing("it is sent once", Until.CLUSTER),
        "wanted": nothing("how many people were lacking", Until.CLUSTER),
    },
    "plan_places": {
        "cluster_id": _cluster(Until.PERSON),
        "plan_id": personal("the plan they are in", Until.PERSON),
        "need_id": personal("what they would be asked for", Until.PERSON),
        "person_id": personal("who would be asked", Until.PERSON),
        "reasons": personal("why they would be asked", Until.PERSON),
    },
    "erasures": {
        "id": nothing("the order of erasures", Until.NOTED),
        "cluster_id": _cluster(Until.NOTED),
        "telegram_id": personal("whom a restored copy must forget again", Until.NOTED, ACCOUNT),
        "at": nothing("who comes back later is somebody new", Until.NOTED),
    },
    "contents": {
        "id": nothing("our own number", Until.LETTER),
        "cluster_id": _cluster(Until.LETTER),
        "key": nothing("one copy for all who get the same", Until.LETTER),
        "text": sensitive("what we owe is not lost when the bot stops", Until.LETTER, READER),
        "rows": personal("the buttons under it", Until.LETTER, READER),
        "document": nothing(
            "the kind of file that goes with it; the file itself is never kept", Until.LETTER
        ),
        "about": personal("whom the words name or are from; they go with them", Until.LETTER, Whose("about")),
        "created_at": nothing("when it was written", Until.LETTER),
    },
    "outbox": {
        "id": nothing("the order of letters", Until.LETTER),
        "cluster_id": _cluster(Until.LETTER),
        "bot_id": nothing("who sends it", Until.LETTER),
        "person_id": personal("whose letter", Until.LETTER),
        "chat_id": personal("where it goes", Until.LETTER, CHAT),
        "kind": nothing("counts and troubles by kind", Until.LETTER),
        "unique_key": personal("nothing is sent twice for the same reason", Until.LETTER, CHAT),
        "act": nothing("a new message, or another in its place", Until.LETTER),
        "content_id": nothing("the words", Until.LETTER),
        "edits": personal("the message that changes", Until.LETTER, CHAT),
        "lane": nothing("how urgent", Until.LETTER),
        "state": personal("whether it arrived", Until.LETTER, CHAT),
        "attempts": nothing("how often it was tried", Until.LETTER),
        "copies": nothing("never more than three", Until.LETTER),
        "not_before": nothing("when it is due", Until.LETTER),
        "not_after": nothing("when late is worse than none", Until.LETTER),
        "owner": nothing("the process that sends it", Until.LETTER),
        "lease_until": nothing("when another process may look", Until.LETTER),
        "message_id": personal("Telegram's number, for later edits", Until.LETTER, CHAT),
        "error": nothing("what Telegram answered", Until.LETTER),
        "created_at": nothing("how long it took", Until.LETTER),
        "settled_at": nothing("when it may go", Until.LETTER),
    },
}


def page() -> str:
    """The table in Markdown, for people."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# What is kept, why, and for how long"
    yield ""
    yield "Made from `storage/columns.py` by `python -m storage.columns > docs/columns.md`; a test compares."
    yield ""
    for kind, meaning in MEANINGS.items():
        yield f"- **{kind}**: {meaning}"
    for table, columns in COLUMNS.items():
        yield from (
            "",
            f"## {table}",
            "",
            "| column | class | whose | why | kept until |",
            "|---|---|---|---|---|",
        )
        for name, column in columns.items():
            yield f"| {name} | {column.kind} | {_owner(column)} | {column.purpose} | {column.until} |"
    yield ""


def _owner(column: Column) -> str:
    if column.kind is Kind.NONE:
        return ""
    if column.whose == EVERYBODY:
        return "public"
    return f"{column.whose.column} = people.{column.whose.key}" if column.whose != READER else "who gets it"


MEANINGS = {
    Kind.NONE: "about nobody.",
    Kind.PERSONAL: "about one person, or naming one.",
    Kind.SENSITIVE: "free words: a person may have told anything. Never logged, never shown to others.",
    Kind.SECRET: "gives power to whoever knows it. No column is: tokens stand in the settings only.",
}

if __name__ == "__main__":
    sys.stdout.write(page())
