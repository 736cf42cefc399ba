"""The demo: a village, its people and the bot, all on this machine, with a clock that can be turned forward.

The only part of the simulator that knows our other rooms: it starts the bot as `klyngebot run` would, but
against this Telegram, and with this clock.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from aiohttp import web
from pydantic import SecretStr

from actions import clusters, demo
from bot.app import Klyngebot
from bot.cluster_file import read
from bot.settings import Settings
from domain.people import Role
from scheduler.clockwork import next_due, run_due
from simulator import Simulator
from simulator.hooks import CastMember, Jump
from simulator.server import application
from storage import database as databases
from storage import migrations

HERE = Path(__file__).parent / "village"
TOKEN = "4242:demo"  # noqa: S105 - known to this machine's Telegram only
USERNAME = "ringstednord_bot"
ZONE = ZoneInfo("Europe/Copenhagen")
