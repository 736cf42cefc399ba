"""The shape of the database. Rows stay inside `storage/`; the rest sees domain objects.

Every table that belongs to a cluster carries `cluster_id`. Times are UTC with a zone (`Instant`).
Each column's class, purpose and retention stand in `storage/columns/`, a module beside each one here.
"""

from storage.tables.announcement import announcement_replies, announcements
from storage.tables.base import metadata
from storage.tables.digest import (
    digest_choices,
    digest_lines,
    digest_plans,
    digest_sections,
    digest_slots,
    digest_windows,
)
from storage.tables.event import event_answers, events, places
from storage.tables.group import asks, group_villages, groups, members, needs, plan_places, plans
from storage.tables.idea import idea_reports, idea_supports, ideas
from storage.tables.person import (
    audit,
    consents,
    dialogues,
    erasures,
    follows,
    invitations,
    people,
    person_skills,
    roles,
    skill_phrases,
)
from storage.tables.poll import ballots, poll_boxes, poll_rounds, poll_tokens, polls
from storage.tables.post import contents, inbox, outbox, uploads
from storage.tables.village import bots, clusters, villages

__all__ = [
    "announcement_replies",
    "announcements",
    "asks",
    "audit",
    "ballots",
    "bots",
    "clusters",
    "consents",
    "contents",
    "dialogues",
    "digest_choices",
    "digest_lines",
    "digest_plans",
    "digest_sections",
    "digest_slots",
    "digest_windows",
    "erasures",
    "event_answers",
    "events",
    "follows",
    "group_villages",
    "groups",
    "idea_reports",
    "idea_supports",
    "ideas",
    "inbox",
    "invitations",
    "members",
    "metadata",
    "needs",
    "outbox",
    "people",
    "person_skills",
    "places",
    "plan_places",
    "plans",
    "poll_boxes",
    "poll_rounds",
    "poll_tokens",
    "polls",
    "roles",
    "skill_phrases",
    "uploads",
    "villages",
]
