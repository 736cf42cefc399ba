"""What each source wrote for a slot, and the line a group's lead added."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.digests import Every, Kind, Plan, Section, Source
from domain.message import Html
from storage.prepared import Prepared
from storage.tables import digest_lines, digest_sections, digest_slots
from storage.transaction import Transaction

Key = tuple[Source, Every, str]
"""Who writes, how often it is wanted, and the language."""


def write(tx: Transaction, cluster_id: int, slot: datetime, written: Mapping[Key, Section]) -> None:
    """Write down what was written for that slot; each once."""
    if not written:
        return
    here = {"cluster_id": cluster_id, "slot": slot}
    _SECTION.many(tx, [{**here, **_values(key, section)} for key, section in written.items()])
    tx.insert_new(digest_slots, {**here, "gathered_to": 0, "left_out": False})


def sections(tx: Transaction, cluster_id: int, slot: datetime) -> dict[Key, Section]:
    """All that were written for that slot."""
    here = (digest_sections.c.cluster_id == cluster_id, digest_sections.c.slot == slot)
    return {
        (Source.of(row.source), Every(row.every), row.language): Section(
            Html(row.heading),
            tuple(Html(part) for part in row.parts),
            tuple((poll, label) for poll, label in row.polls),
        )
        for row in tx.connection.execute(sa.select(digest_sections).where(*here))
    }


def slot_of(tx: Transaction, cluster_id: int, number: int) -> datetime | None:
    """When the digest of that number went."""
    here = (digest_slots.c.cluster_id == cluster_id, digest_slots.c.id == number)
    slot: datetime | None = tx.connection.scalar(sa.select(digest_slots.c.slot).where(*here))
    return slot


def put_line(
    tx: Transaction, cluster_id: int, group_id: int, slot: datetime, person_id: int, words: str
) -> None:
    """The lead's own line for that slot, in place of an earlier one."""
    key = {"group_id": group_id, "slot": slot}
    tx.insert_or_update(digest_lines, key, {"cluster_id": cluster_id, "person_id": person_id, "words": words})


def carry_line(tx: Transaction, plan: Plan, to: datetime) -> None:
    """What was to go then goes at another time: so does the lead's line."""
    if plan.source.kind is Kind.GROUP:
        was = (
            digest_lines.c.cluster_id == plan.cluster_id,
            digest_lines.c.group_id == plan.source.id,
            digest_lines.c.slot == plan.next_at,
        )
        tx.connection.execute(sa.update(digest_lines).where(*was).values(slot=to))


def drop_line(tx: Transaction, cluster_id: int, group_id: int, slot: datetime) -> bool:
    """The lead takes the line back; False when there is none."""
    here = (digest_lines.c.cluster_id == cluster_id, digest_lines.c.group_id == group_id)
    dropped = sa.delete(digest_lines).where(*here, digest_lines.c.slot == slot)
    return tx.connection.execute(dropped).rowcount == 1


def line(tx: Transaction, cluster_id: int, group_id: int, slot: datetime) -> str | None:
    """What the lead added there."""
    here = (digest_lines.c.cluster_id == cluster_id, digest_lines.c.group_id == group_id)
    words: str | None = tx.connection.scalar(
        sa.select(digest_lines.c.words).where(*here, digest_lines.c.slot == slot)
    )
    return words


def lines(tx: Transaction, cluster_id: int, slot: datetime) -> dict[int, tuple[int, str]]:
    """Group -> who wrote a line for that slot, and the line."""
    here = (digest_lines.c.cluster_id == cluster_id, digest_lines.c.slot == slot)
    found = tx.connection.execute(sa.select(digest_lines).where(*here))
    return {row.group_id: (row.person_id, row.words) for row in found}


def forget(tx: Transaction, before: datetime) -> None:
    """What nobody turns back to any more."""
    for table in (digest_sections, digest_lines, digest_slots):
        tx.connection.execute(sa.delete(table).where(table.c.slot < before))


def _values(key: Key, section: Section) -> dict[str, object]:
    source, every, language = key
    return {
        "source": str(source),
        "every": every,
        "language": language,
        "heading": section.heading,
        "parts": list(section.parts),
        "polls": [list(poll) for poll in section.polls],
    }


_SECTION = Prepared(lambda insert: insert(digest_sections).on_conflict_do_nothing())
