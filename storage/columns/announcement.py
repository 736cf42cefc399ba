"""What the steering group tells many people, and what people answered."""

from collections.abc import Mapping

from storage.columns.classes import (
    Column,
    Until,
    Whose,
    cluster_column,
    nothing,
    personal,
    sensitive,
)

_AUTHOR = Whose("author_id")

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "announcements": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
        "texts": nothing("what the steering group told many, in its own name", Until.CLUSTER),
        "audience": nothing("whom it was for", Until.CLUSTER),
        "important": nothing("whether it went beyond the limit of one a day", Until.CLUSTER),
        "author_id": personal("who wrote it, or sent it off; emptied when they leave", Until.PERSON, _AUTHOR),
        "holder_id": personal("who gets the answers", Until.PERSON, Whose("holder_id")),
        "state": nothing("whether it is sent", Until.CLUSTER),
        "created_at": nothing("when it was written", Until.CLUSTER),
        "starts_at": nothing("when it is to go", Until.CLUSTER),
        "tested_at": nothing("nobody sends to many what they have not seen", Until.CLUSTER),
        "confirmed": nothing("that somebody else agreed, or the number was written", Until.CLUSTER),
        "began_at": nothing("when it went", Until.CLUSTER),
        "next_at": nothing("when those who had one that day get it", Until.CLUSTER),
        "ended_at": nothing("when all had it", Until.CLUSTER),
        "written_to": nothing("how far it is", Until.CLUSTER),
        "total": nothing("how many it was for", Until.CLUSTER),
        "message_id": personal("the message that tells its author how far it is", Until.PERSON, _AUTHOR),
        "shown": nothing("what that message says", Until.CLUSTER),
        "shown_at": nothing("that it does not change too often", Until.CLUSTER),
    },
    "announcement_replies": {
        "id": nothing("our own number", Until.PERSON),
        "cluster_id": cluster_column(Until.PERSON),
        "announcement_id": personal("what they answered", Until.PERSON),
        "person_id": personal("who answered, so that they can be written back to", Until.PERSON),
        "words": sensitive("what they answered, for the case-holder", Until.PERSON),
        "written_at": personal("when", Until.PERSON),
        "answered_at": personal("when the case-holder wrote back", Until.PERSON),
    },
}
