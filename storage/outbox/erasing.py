"""Somebody leaves: their letters go, those about them, and their name in letters others got."""

import json
import re
from collections.abc import Iterator
from html import escape

import sqlalchemy as sa

from domain.people import Person
from storage.outbox.settling import drop_contents
from storage.tables import contents, outbox
from storage.transaction import Transaction

AT_ONCE = 1000


def erase(tx: Transaction, person: Person) -> None:
    """Also what waits and what is on its way: what becomes of that is then nobody's letter's news."""
    theirs = (outbox.c.cluster_id == person.cluster_id, outbox.c.chat_id == person.telegram_id)
    about = (contents.c.cluster_id == person.cluster_id, contents.c.about == person.id)
    named = tx.connection.execute(sa.select(contents.c.id).where(*about)).scalars().all()
    gone = sa.delete(outbox).where(sa.or_(sa.and_(*theirs), outbox.c.content_id.in_(named)))
    words = tx.connection.execute(gone.returning(outbox.c.content_id)).scalars().all()
    drop_contents(tx, sorted({*words, *named}))
    _take_out_the_name(tx, person)


def _take_out_the_name(tx: Transaction, person: Person) -> None:
    """In letters that are settled: whoever got them has them in their chat, and we need them no more.

    Somebody else of that name loses no more than our copy, too.
    """
    ids = list(_naming(tx, person))
    for start in range(0, len(ids), AT_ONCE):
        chunk = contents.c.id.in_(ids[start : start + AT_ONCE])
        tx.connection.execute(sa.update(contents).where(chunk).values(text="", rows=[]))


def _naming(tx: Transaction, person: Person) -> Iterator[int]:
    name = person.first_name
    written = {name, escape(name, quote=False), json.dumps(name)[1:-1], str(person.telegram_id)}
    begins = re.compile("|".join(rf"(?<!\w){re.escape(one)}" for one in sorted(written)))
    buttons = sa.cast(contents.c.rows, sa.Text)
    open_ = sa.select(outbox.c.id).where(outbox.c.content_id == contents.c.id, outbox.c.settled_at.is_(None))
    holds = [
        part.contains(one, autoescape=True) for one in sorted(written) for part in (contents.c.text, buttons)
    ]
    query = sa.select(contents.c.id, contents.c.text, buttons.label("buttons")).where(
        contents.c.cluster_id == person.cluster_id, sa.or_(*holds), ~open_.exists()
    )
    for row in tx.connection.execute(query):
        if begins.search(row.text) or begins.search(row.buttons):
            yield row.id
