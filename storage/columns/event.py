"""What happens in the villages, who comes, and the places where it can be."""

from collections.abc import Mapping

from storage.columns.classes import Column, Until, Whose, cluster_column, nothing, personal

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "places": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
        "name": nothing("offered as the place of an event", Until.CLUSTER),
        "village_id": nothing("where it is", Until.CLUSTER),
    },
    "events": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
        "title": nothing("on screen, for everybody", Until.CLUSTER),
        "organiser_id": personal(
            "who runs it; the steering group does when they leave", Until.PERSON, Whose("organiser_id")
        ),
        "idea_id": nothing("the idea it grew out of", Until.CLUSTER),
        "day": nothing("when, as the calendar there shows it", Until.CLUSTER),
        "start": nothing("when, as the clocks there show it", Until.CLUSTER),
        "finish": nothing("until when", Until.CLUSTER),
        "second": nothing("which of two hours of the same name", Until.CLUSTER),
        "zone": nothing("whose clocks", Until.CLUSTER),
        "starts_at": nothing("what is due, and when", Until.CLUSTER),
        "over_at": nothing("what is over", Until.CLUSTER),
        "place": nothing("where", Until.CLUSTER),
        "latitude": nothing("where, on a map", Until.CLUSTER),
        "longitude": nothing("where, on a map", Until.CLUSTER),
        "audience": nothing("for whom", Until.CLUSTER),
        "seats": nothing("how many can come", Until.CLUSTER),
        "taken": nothing("how many come", Until.CLUSTER),
        "lined_up": nothing("who waits longest for a seat gets it", Until.CLUSTER),
        "supper": nothing("whether there is supper", Until.CLUSTER),
        "state": nothing("takes place, or was cancelled", Until.CLUSTER),
        "version": nothing("nobody is reminded twice of the same time", Until.CLUSTER),
        "sequence": nothing("a calendar takes the newest", Until.CLUSTER),
        "set_at": nothing("since when it is at that time", Until.CLUSTER),
        "reminded_day": nothing("nobody is reminded twice of the same time", Until.CLUSTER),
        "reminded_hours": nothing("nobody is reminded twice of the same time", Until.CLUSTER),
        "known": nothing("what people were told last", Until.CLUSTER),
        "tell_at": nothing("when a change is told", Until.CLUSTER),
        "reason": nothing("why it was cancelled", Until.CLUSTER),
        "orphan_told_at": nothing("the steering group hears once that nobody runs it", Until.CLUSTER),
        "asked_at": nothing("asks only once how it went", Until.CLUSTER),
        "result": nothing("how it went, for everybody to read", Until.CLUSTER),
        "picture": nothing("how it went, for everybody to see", Until.CLUSTER),
        "result_at": nothing("when that was told", Until.CLUSTER),
        "made_at": nothing("since when", Until.CLUSTER),
    },
    "event_answers": {
        "cluster_id": cluster_column(Until.EVENT),
        "event_id": personal("what they answered about", Until.EVENT),
        "person_id": personal("who answered", Until.EVENT),
        "answer": personal("whether they come", Until.EVENT),
        "heads": personal("how many they are", Until.EVENT),
        "eaters": personal("how many of them have supper", Until.EVENT),
        "line": personal("their place in the waiting list", Until.EVENT),
        "answered_at": personal("when; nobody is reminded of what they have only just said", Until.EVENT),
    },
}
