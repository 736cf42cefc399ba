"""A Telegram that runs on this machine: for the demo, the tests and the benchmarks."""

from simulator.chats import ChatKind
from simulator.client import Account, Chat
from simulator.core import Simulator
from simulator.errors import BlockedByPersonError, ConnectionDroppedError, NotOnScreenError
from simulator.faults import Fault, FaultKind
from simulator.groups import Group
from simulator.hooks import CastMember, ClockHook, Jump
from simulator.people import Bot, Person
from simulator.screen import Key, Shown
from simulator.settings import FloodLimits, Rate, SimulatorSettings
from simulator.wire import Answer, Upload

__all__ = [
    "Account",
    "Answer",
    "BlockedByPersonError",
    "Bot",
    "CastMember",
    "Chat",
    "ChatKind",
    "ClockHook",
    "ConnectionDroppedError",
    "Fault",
    "FaultKind",
    "FloodLimits",
    "Group",
    "Jump",
    "Key",
    "NotOnScreenError",
    "Person",
    "Rate",
    "Shown",
    "Simulator",
    "SimulatorSettings",
    "Upload",
]
