"""Ideas, who supports them, and who says that something is wrong with one."""

from collections.abc import Mapping

from storage.columns.classes import Column, Until, Whose, cluster_column, nothing, personal

AUTHOR = Whose("author_id")

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "ideas": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
        "author_id": personal("who wrote it, to be told what comes of it", Until.PERSON, AUTHOR),
        "title": personal("what they would like, for everybody to read", Until.NAMELESS, AUTHOR),
        "why": personal("why, for everybody to read", Until.NAMELESS, AUTHOR),
        "village_id": nothing("where", Until.CLUSTER),
        "picture": personal("a picture of it, by Telegram's number for it", Until.PERSON, AUTHOR),
        "state": nothing("how far it has come", Until.CLUSTER),
        "holder_id": personal("who answers it; emptied when they leave", Until.PERSON, Whose("holder_id")),
        "reason": nothing("why not now, for everybody to read", Until.CLUSTER),
        "merged_into": nothing("the idea it became a part of", Until.CLUSTER),
        "group_id": nothing("the working group it became", Until.CLUSTER),
        "result": nothing("what came of it, for everybody to read", Until.CLUSTER),
        "result_picture": nothing("a picture of what came of it, by Telegram's number", Until.CLUSTER),
        "done_at": nothing("which digest tells it", Until.CLUSTER),
        "created_at": nothing("since when", Until.CLUSTER),
        "waits_since": nothing("who has waited too long for an answer", Until.CLUSTER),
        "reminded": nothing("reminds only once", Until.CLUSTER),
        "hidden_at": nothing("the steering group must look", Until.CLUSTER),
        "cleared_at": nothing("the steering group has looked", Until.CLUSTER),
        "removed_at": nothing("it was taken away", Until.CLUSTER),
    },
    "idea_supports": {
        "cluster_id": cluster_column(Until.PERSON),
        "idea_id": personal("which idea they support", Until.PERSON),
        "person_id": personal("who supports it, to be told what comes of it", Until.PERSON),
        "at": personal("since when", Until.PERSON),
    },
    "idea_reports": {
        "cluster_id": cluster_column(Until.PERSON),
        "idea_id": personal("which idea they reported", Until.PERSON),
        "person_id": personal("each counts once; nobody is shown who", Until.PERSON),
        "at": personal("when", Until.PERSON),
    },
}
