"""Every table's columns: a module for each one in `storage/tables/`."""

from collections.abc import Mapping

from storage.columns import announcement, digest, event, group, idea, person, poll, post, village
from storage.columns.classes import Column

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    **village.COLUMNS,
    **person.COLUMNS,
    **group.COLUMNS,
    **event.COLUMNS,
    **poll.COLUMNS,
    **digest.COLUMNS,
    **idea.COLUMNS,
    **post.COLUMNS,
    **announcement.COLUMNS,
}
