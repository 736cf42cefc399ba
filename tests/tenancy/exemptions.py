"""Who asks for more than one cluster's rows, of which tables, and why that is right."""

from collections.abc import Mapping

DUE = "what is due, in whichever cluster: each row says which, and what is done about it names that one"
OLD = "what is past its time goes, in every cluster alike"
IN_HAND = "letters and words by their own numbers, which the caller has just found for one cluster or one bot"
JUMP = "the next moment at which anything is due anywhere, for a clock that jumps: a time, and nobody's row"
ALL = "about the whole database: a log, a clock, which bots there are, how much waits for each"

REASONS: Mapping[str, Mapping[str, str]] = {
    DUE: {
        "announcements.standing": "announcements",
        "announcements.underway": "announcements",
        "digests.plans.due": "digest_plans",
        "digests.plans.plan_new": "digest_plans groups villages",
        "digests.slots.ready": "digest_plans digest_slots",
        "digests.windows.settle": "digest_windows",
        "polls.asking.closing": "polls",
        "polls.rounds.due": "poll_rounds",
        "presence.silent": "people",
        "presence.to_forget": "people",
        "presence.to_remind": "people",
    },
    OLD: {
        "dialogues.forget_stale": "dialogues",
        "digests.sections.forget": "digest_lines digest_sections digest_slots",
        "events.answers.forget_old": "event_answers events",
        "inbox.forget": "inbox",
        "invitations.forget": "invitations",
        "outbox.tidying.forget": "outbox",
        "polls.counting.drop_votes": "ballots poll_boxes poll_tokens polls",
        "uploads.forget": "uploads",
    },
    IN_HAND: {
        "outbox.letters.read": "contents outbox",
        "outbox.settling.discard": "outbox",
        "outbox.settling.drop_contents": "contents outbox",
    },
    JUMP: {
        "announcements.next_start": "announcements",
        "asks.next_again": "asks",
        "asks.next_unproposed": "groups needs",
        "dialogues.oldest": "dialogues",
        "digests.plans.next_at": "digest_plans",
        "events.changing.next_telling": "events",
        "events.results.next_over": "events",
        "ideas.reading.next_reminder": "ideas",
        "outbox.tidying.next_due": "outbox",
        "polls.asking.next_closing": "polls",
        "polls.rounds.next_round": "poll_rounds",
        "presence.next_due": "people",
    },
    ALL: {
        "bots.clusters_served": "bots",
        "bots.everyone": "bots",
        "bots.ids": "bots",
        "erasure.everybody": "people",
        "erasure.logged": "erasures",
        "erasure.unlogged": "erasures",
        "load.read": "inbox outbox",
    },
}

EXEMPTIONS = {verb: frozenset(tables.split()) for verbs in REASONS.values() for verb, tables in verbs.items()}
