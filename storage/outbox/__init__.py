"""What we owe people, and what became of it. Nothing outside asks for a letter's row."""

from storage.outbox.claiming import BULK, Haul, Room, claim, exchange
from storage.outbox.erasing import erase
from storage.outbox.in_hand import in_hand
from storage.outbox.letters import Letter, NewLetter, Owner
from storage.outbox.settling import Settlement, settle
from storage.outbox.suspects import Sweep, next_suspect, sweep
from storage.outbox.tidying import Trouble, cancel, expire, forget, is_owed, next_due, troubles, withdraw
from storage.outbox.writing import answer, changed_since, put

__all__ = [
    "BULK",
    "Haul",
    "Letter",
    "NewLetter",
    "Owner",
    "Room",
    "Settlement",
    "Sweep",
    "Trouble",
    "answer",
    "cancel",
    "changed_since",
    "claim",
    "erase",
    "exchange",
    "expire",
    "forget",
    "in_hand",
    "is_owed",
    "next_due",
    "next_suspect",
    "put",
    "settle",
    "sweep",
    "troubles",
    "withdraw",
]
