"""Working groups, what they lack, and who was asked."""

from collections.abc import Mapping

from storage.columns.classes import Column, Until, Whose, cluster_column, nothing, personal

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "groups": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
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
        "cluster_id": cluster_column(Until.CLUSTER),
        "group_id": nothing("which group", Until.CLUSTER),
        "village_id": nothing("where it works", Until.CLUSTER),
    },
    "members": {
        "cluster_id": cluster_column(Until.PERSON),
        "group_id": personal("which group they are in", Until.PERSON),
        "person_id": personal("who is in it", Until.PERSON),
        "leads": personal("whether they lead it", Until.PERSON),
        "since": personal("since when", Until.PERSON),
        "until": personal("when their role ends", Until.PERSON),
        "asked_until": personal("asks only once whether they go on", Until.PERSON),
    },
    "needs": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
        "group_id": nothing("which group lacks it", Until.CLUSTER),
        "skill": nothing("what it lacks", Until.CLUSTER),
        "about": nothing("what for, as its lead put it; shown to everybody", Until.CLUSTER),
        "wanted": nothing("how many people", Until.CLUSTER),
        "found": nothing("how many said yes", Until.CLUSTER),
        "hours": nothing("about how many hours", Until.CLUSTER),
        "until": nothing("when it is too late", Until.CLUSTER),
        "created_at": nothing("since when", Until.CLUSTER),
        "closed_at": nothing("when it was covered or given up", Until.CLUSTER),
        "told_over_at": nothing("tells its lead only once that the day is gone by", Until.CLUSTER),
    },
    "asks": {
        "id": nothing("our own number", Until.PERSON),
        "cluster_id": cluster_column(Until.PERSON),
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
        "contact_shared_with": personal(
            "who got it, so that it can be taken back", Until.PERSON, Whose("contact_shared_with")
        ),
    },
    "plans": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
        "made_by": personal("who had it made; emptied when they leave", Until.PERSON, Whose("made_by")),
        "made_at": nothing("how old it is", Until.CLUSTER),
        "sent_at": nothing("it is sent once", Until.CLUSTER),
        "wanted": nothing("how many people were lacking", Until.CLUSTER),
    },
    "plan_places": {
        "cluster_id": cluster_column(Until.PERSON),
        "plan_id": personal("the plan they are in", Until.PERSON),
        "need_id": personal("what they would be asked for", Until.PERSON),
        "person_id": personal("who would be asked", Until.PERSON),
        "reasons": personal("why they would be asked", Until.PERSON),
    },
}
