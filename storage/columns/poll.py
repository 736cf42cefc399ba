"""Polls and their votes."""

from collections.abc import Mapping

from storage.columns.classes import Column, Until, Whose, cluster_column, nothing, personal

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "polls": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
        "group_id": nothing("the group that is asked", Until.CLUSTER),
        "audience": nothing("whom it is for", Until.CLUSTER),
        "question": nothing("what is asked, for everybody it is for to read", Until.CLUSTER),
        "kind": nothing("one answer, several, or five steps", Until.CLUSTER),
        "answers": nothing("what can be answered", Until.CLUSTER),
        "sensitive": nothing("whether votes are kept apart from who voted", Until.CLUSTER),
        "made_by": personal("who asked; emptied when they leave", Until.PERSON, Whose("made_by")),
        "opened_at": nothing("since when", Until.CLUSTER),
        "closes_at": nothing("until when", Until.CLUSTER),
        "closed_at": nothing("counted once", Until.CLUSTER),
        "result": nothing("what was published, small numbers left out", Until.CLUSTER),
    },
    "poll_rounds": {
        "cluster_id": cluster_column(Until.ROUND),
        "poll_id": nothing("the poll the letters are about", Until.ROUND),
        "what": nothing("the question, the reminder or the result", Until.ROUND),
        "due_at": nothing("when they are written", Until.ROUND),
        "after": nothing("how far we are", Until.ROUND),
    },
    "ballots": {
        "cluster_id": cluster_column(Until.VOTE),
        "poll_id": personal("the poll they voted in", Until.VOTE),
        "person_id": personal("one vote each, to be changed until the poll closes", Until.VOTE),
        "picks": personal("what they answered, as a number", Until.VOTE),
    },
    "poll_boxes": {
        "cluster_id": cluster_column(Until.COUNTED),
        "poll_id": nothing("the sensitive poll whose votes they are", Until.COUNTED),
        "voters": nothing("how many have voted", Until.COUNTED),
        "answers": nothing("how often each answer was chosen, by nobody knows whom", Until.COUNTED),
    },
    "poll_tokens": {
        "cluster_id": cluster_column(Until.VOTE),
        "poll_id": personal("the sensitive poll they voted in; not what they answered", Until.VOTE),
        "person_id": personal("one vote each", Until.VOTE),
    },
}
