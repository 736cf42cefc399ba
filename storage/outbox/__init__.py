"""What we owe people, and what became of it. Nothing outside asks for a letter's row."""

from storage.outbox.claiming import Room, claim, exchange
from storage.outbox.letters import Letter, NewLetter, Owner
from storage.outbox.settling import Settlement, settle
from storage.outbox.suspects import database_time, next_suspect
from storage.outbox.tidying import Trouble, cancel, expire, forget, next_due, troubles, withdraw
from storage.outbox.writing import answer, put

__all__ = [
    "Letter",
    "NewLetter",
    "Owner",
    "Room",
    "Settlement",
    "Trouble",
    "answer",
    "cancel",
    "claim",
    "database_time",
    "exchange",
    "expire",
    "forget",
    "next_due",
    "next_suspect",
    "put",
    "settle",
    "troubles",
    "withdraw",
]
