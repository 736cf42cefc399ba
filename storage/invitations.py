"""Links to a role. Only their hash is kept; whoever asks for one gets the link itself, once."""

import secrets
from datetime import datetime

import sqlalchemy as sa

from domain.people import Person, Role
from domain.roles import Invitation, hashed
from storage.tables import invitations
from storage.transaction import Transaction

TOKEN_BYTES = 24


def make(
    tx: Transaction,
    cluster_id: int,
    role: Role,
    by: Person | None,
    until: datetime,
    group_id: int | None = None,
) -> str:
    """A new link's token. `by` is None for the one who runs the bot; `group_id` is the group to lead."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = {
        "cluster_id": cluster_id,
        "role": role.value,
        "group_id": group_id,
        "token_hash": hashed(token),
        "made_by": by and by.id,
        "expires_at": until,
    }
    tx.connection.execute(sa.insert(invitations), row)
    return token


def good(tx: Transaction, cluster_id: int, token_hash: str, now: datetime) -> Invitation | None:
    """What the link gives; None when it is not ours, was used, or ran out."""
    query = sa.select(invitations).where(*_good(cluster_id, token_hash, now))
    row = tx.connection.execute(query).one_or_none()
    return _invitation(row) if row else None


def use(tx: Transaction, cluster_id: int, token_hash: str, now: datetime) -> Invitation | None:
    """Use it up: of all who try, exactly one gets it."""
    used = sa.update(invitations).where(*_good(cluster_id, token_hash, now)).values(used_at=now)
    row = tx.connection.execute(used.returning(*invitations.c)).one_or_none()
    return _invitation(row) if row else None


def used_by(tx: Transaction, cluster_id: int, token_hash: str, person_id: int) -> None:
    """Who used it, once we know them."""
    here = (invitations.c.cluster_id == cluster_id, invitations.c.token_hash == token_hash)
    tx.connection.execute(sa.update(invitations).where(*here).values(used_by=person_id))


def give_back(tx: Transaction, cluster_id: int, token_hash: str) -> None:
    """Whoever used it left before they became anybody: it is as good as before."""
    theirs = (
        invitations.c.cluster_id == cluster_id,
        invitations.c.token_hash == token_hash,
        invitations.c.used_by.is_(None),
    )
    tx.connection.execute(sa.update(invitations).where(*theirs).values(used_at=None))


def drop(tx: Transaction, cluster_id: int, by: Person | None, now: datetime) -> None:
    """The links they made run out at once. None: those of the one who runs the bot."""
    theirs = (
        invitations.c.cluster_id == cluster_id,
        invitations.c.made_by == by.id if by else invitations.c.made_by.is_(None),
        invitations.c.expires_at > now,
    )
    tx.connection.execute(sa.update(invitations).where(*theirs).values(expires_at=now))


def drop_to_lead(tx: Transaction, cluster_id: int, group_id: int, now: datetime) -> None:
    """Somebody leads that group now: links made before are for nobody any more."""
    theirs = (
        invitations.c.cluster_id == cluster_id,
        invitations.c.group_id == group_id,
        invitations.c.expires_at > now,
    )
    tx.connection.execute(sa.update(invitations).where(*theirs).values(expires_at=now))


def forget(tx: Transaction, before: datetime) -> int:
    """Links that ran out before then; how many there were."""
    return tx.connection.execute(sa.delete(invitations).where(invitations.c.expires_at < before)).rowcount


def _invitation(row: "sa.Row[tuple[object, ...]]") -> Invitation:
    return Invitation(row.id, Role(row.role), row.made_by, row.group_id)


def _good(cluster_id: int, token_hash: str, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        invitations.c.cluster_id == cluster_id,
        invitations.c.token_hash == token_hash,
        invitations.c.used_at.is_(None),
        invitations.c.expires_at > now,
    )
