"""What we owe people, and what became of it. Nothing outside asks for a letter's row."""

from storage.outbox.claiming import BULK, Haul, Room, claim, exchange
from storage.outbox.erasing import erase
from storage.outbox.in_hand import in_hand
from storage.outbox.last_said import last_reasons, reason_of
from storage.outbox.letters import Letter, NewLetter, Owner
from storage.outbox.mass import Mailing, Written, put_many, put_these, without
from storage.outbox.settling import Settlement, settle
from storage.outbox.suspects import Sweep, disown, in_other_hands, next_suspect, sweep
from storage.outbox.tidying import (
    Trouble,
    cancel,
    cancel_about,
    expire,
    forget,
    how_many_troubles,
    is_owed,
    late_about,
    next_due,
    take_back,
    troubles,
    unwrite_late,
    waiting,
    want_again,
)
from storage.outbox.writing import answer, changed_since, put, was_owed

__all__ = [
    "BULK",
    "Haul",
    "Letter",
    "Mailing",
    "NewLetter",
    "Owner",
    "Room",
    "Settlement",
    "Sweep",
    "Trouble",
    "Written",
    "answer",
    "cancel",
    "cancel_about",
    "changed_since",
    "claim",
    "disown",
    "erase",
    "exchange",
    "expire",
    "forget",
    "how_many_troubles",
    "in_hand",
    "in_other_hands",
    "is_owed",
    "last_reasons",
    "late_about",
    "next_due",
    "next_suspect",
    "put",
    "put_many",
    "put_these",
    "reason_of",
    "settle",
    "sweep",
    "take_back",
    "troubles",
    "unwrite_late",
    "waiting",
    "want_again",
    "was_owed",
    "without",
]
