"""Digests: when each source writes, what it wrote, and who wants to read it how often."""

from collections.abc import Mapping

from storage.columns.classes import Column, Until, cluster_column, nothing, personal, sensitive

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "digest_plans": {
        "cluster_id": cluster_column(Until.CLUSTER),
        "source": nothing("which village or group writes", Until.CLUSTER),
        "weekday": nothing("on which day", Until.CLUSTER),
        "hour": nothing("at what time", Until.CLUSTER),
        "next_at": nothing("when it writes next", Until.CLUSTER),
        "written_at": nothing("two never come close upon each other", Until.CLUSTER),
    },
    "digest_windows": {
        "cluster_id": cluster_column(Until.CLUSTER),
        "source": nothing("which village or group writes", Until.CLUSTER),
        "every": nothing("for whom: weekly, every second week or monthly readers", Until.CLUSTER),
        "since": nothing("what is news", Until.CLUSTER),
        "tried": nothing("whether the last one was really sent", Until.CLUSTER),
    },
    "digest_sections": {
        "id": nothing("our own number", Until.DIGEST),
        "cluster_id": cluster_column(Until.DIGEST),
        "source": nothing("which village or group wrote it", Until.DIGEST),
        "slot": nothing("when", Until.DIGEST),
        "every": nothing("for whom: weekly, every second week or monthly readers", Until.DIGEST),
        "language": nothing("in which language", Until.DIGEST),
        "heading": nothing("its name, as it stands over it", Until.DIGEST),
        "parts": nothing("what it tells all its readers", Until.DIGEST),
        "polls": nothing("which polls can be answered from it", Until.DIGEST),
    },
    "digest_slots": {
        "id": nothing("our own number", Until.DIGEST),
        "cluster_id": cluster_column(Until.DIGEST),
        "slot": nothing("when digests go", Until.DIGEST),
        "gathered_to": nothing("how far the letters are written", Until.DIGEST),
        "left_out": nothing("whether a letter before that could not be written", Until.DIGEST),
        "done_at": nothing("whether all are written", Until.DIGEST),
    },
    "digest_choices": {
        "cluster_id": cluster_column(Until.PERSON),
        "person_id": personal("who chose", Until.PERSON),
        "source": personal("which village or group they read of", Until.PERSON),
        "every": personal("how often they want it", Until.PERSON),
    },
    "digest_lines": {
        "cluster_id": cluster_column(Until.DIGEST),
        "group_id": nothing("in which group's digest", Until.DIGEST),
        "slot": nothing("in which one", Until.DIGEST),
        "person_id": personal("the lead who wrote it", Until.DIGEST),
        "words": sensitive("a line of the lead's own", Until.DIGEST),
    },
}
