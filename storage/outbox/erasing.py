"""Somebody leaves: their letters go, those about them, and their name in letters others got."""

import json
import re
from html import escape

import sqlalchemy as sa

from domain.people import Person
from storage.outbox.settling import drop_contents
from storage.tables import contents, outbox
from storage.transaction import Transaction


def erase(tx: Transaction, person: Person) -> None:
    """Also what waits and what is on its way: what becomes of that is then nobody's letter's news."""
    here = outbox.c.cluster_id == person.cluster_id
    about = (contents.c.cluster_id == person.cluster_id, contents.c.about == person.id)
    named = tx.connection.execute(sa.select(contents.c.id).where(*about)).scalars().all()
    theirs = sa.or_(outbox.c.chat_id == person.telegram_id, outbox.c.content_id.in_(named))
    gone = sa.delete(outbox).where(here, theirs)
    words = tx.connection.execute(gone.returning(outbox.c.content_id)).scalars().all()
    drop_contents(tx, sorted({*words, *named}))
    _take_out_the_name(tx, person)


def _take_out_the_name(tx: Transaction, person: Person) -> None:
    """Whoever got a letter has it in their chat, so ours is emptied; one that is still to go loses the name.

    Somebody else of that name loses no more than that, too.
    """
    naming = names(person)
    for row in _candidates(tx, person).all():
        if naming.search(row.text) or naming.search(row.buttons):
            words = {"text": "", "rows": []} if row.settled else _without(naming, row)
            this = (contents.c.cluster_id == person.cluster_id, contents.c.id == row.id)
            tx.connection.execute(sa.update(contents).where(*this).values(words))


def _candidates(tx: Transaction, person: Person) -> "sa.CursorResult[tuple[object, ...]]":
    """A little more than what names them: the databases know no beginning of a word."""
    buttons = sa.cast(contents.c.rows, sa.Text)
    open_ = sa.select(outbox.c.id).where(outbox.c.content_id == contents.c.id, outbox.c.settled_at.is_(None))
    holds = [
        part.contains(one, autoescape=True)
        for one in _spellings(person)
        for part in (contents.c.text, buttons)
    ]
    columns = (contents.c.id, contents.c.text, buttons.label("buttons"), (~open_.exists()).label("settled"))
    query = sa.select(*columns).where(contents.c.cluster_id == person.cluster_id, sa.or_(*holds))
    return tx.connection.execute(query)


def names(person: Person) -> re.Pattern[str]:
    """Where in a text they are named, by first name or by the number Telegram knows them by."""
    return re.compile("|".join(rf"(?<!\w){re.escape(one)}" for one in _spellings(person)))


def _spellings(person: Person) -> list[str]:
    """The name as it is, inside HTML, and inside JSON; and the number Telegram knows them by."""
    name = person.first_name
    return sorted({name, escape(name, quote=False), json.dumps(name)[1:-1], str(person.telegram_id)})


def _without(naming: re.Pattern[str], row: "sa.Row[tuple[object, ...]]") -> dict[str, object]:
    return {"text": naming.sub("…", row.text), "rows": json.loads(naming.sub("…", row.buttons))}
