"""A sender, a database and a simulated Telegram, with people who have started a chat with the bot."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from telegram import Bot

from bot.sender import Sender
from domain.message import Button, Html, Lane, Message, Reply
from domain.pace import UNHURRIED, Pace
from domain.people import Person
from domain.visit import Visit
from simulator import Simulator
from simulator.client import Chat
from simulator.log import Entry
from simulator.ptb import InProcessRequest
from storage import outbox, people, tables
from storage.database import Database
from storage.outbox import Letter, NewLetter, Owner
from storage.transaction import Transaction
from tests.fixtures.patience import PATIENCE, in_time

TOKEN = "4242:simulated-token"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class SetClock:
    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class Neighbour:
    """Somebody with a phone, in our database too unless they are a stranger."""

    chat: Chat
    person: Person | None

    @property
    def id(self) -> int:
        return self.chat.person.telegram_id


class Office:
    """What a test says and asks; it hides who is in which transaction."""

    def __init__(self, database: Database, telegram: Simulator, pace: Pace) -> None:
        self.database = database
        self.telegram = telegram
        self.account = telegram.add_bot(TOKEN, "ringstednord_bot")
        self.clock = SetClock()
        self.bot = Bot(TOKEN, request=InProcessRequest(telegram, read_timeout=PATIENCE))
        self.pace = pace
        self.sender = self.new_sender()
        self.update_id = 0
        self._runs: list[tuple[Sender, asyncio.Task[None]]] = []

    def new_sender(self, bot: Bot | None = None) -> Sender:
        return Sender(bot or self.bot, self.account.telegram_id, self.database, self.clock, self.pace)

    def begin(self, sender: Sender | None = None) -> None:
        sender = sender or self.sender
        self._runs.append((sender, asyncio.create_task(sender.run())))

    async def close(self) -> None:
        for sender, run in self._runs:
            await sender.stop(PATIENCE)
            await run

    async def neighbour(self, name: str, *, stranger: bool = False) -> Neighbour:
        chat = self.telegram.add_person(name).chat(self.account)
        chat.start()
        person = None if stranger else await self.database.transact(_sign_up, chat.person.telegram_id, name)
        return Neighbour(chat, person)

    async def neighbours(self, count: int) -> list[Neighbour]:
        return [await self.neighbour(f"Nabo {n}") for n in range(count)]

    def visit(
        self,
        who: Neighbour,
        message_id: int | None = None,
        chat_id: int | None = None,
        *,
        holds_file: bool = False,
    ) -> Visit:
        self.update_id += 1
        return Visit(
            cluster_id=1,
            bot_id=self.account.telegram_id,
            update_id=self.update_id,
            telegram_id=who.id,
            chat_id=chat_id or who.id,
            first_name="",
            language_code=None,
            message_id=message_id,
            now=self.clock.now(),
            person=who.person,
            holds_file=holds_file,
        )

    async def answer(self, who: Neighbour, *texts: str, **visit: int | None) -> list[Letter]:
        reply = Reply(messages=tuple(Message(Html(text)) for text in texts))
        return await self._answer(who, reply, **visit)

    async def screen(self, who: Neighbour, text: str, message_id: int | None = None) -> list[Letter]:
        screen = Message(Html(text), ((Button("Videre", "v1:next"),),))
        return await self._answer(who, Reply(screen=screen), message_id=message_id)

    async def _answer(self, who: Neighbour, reply: Reply, **visit: int | None) -> list[Letter]:
        visit = self.visit(who, **visit)
        owner = self.sender.owner(visit.chat_id)
        letters = await self.database.transact(outbox.answer, visit, reply, owner)
        self.sender.hand_over(letters)
        return letters

    async def written(self, who: Neighbour, reply: Reply, **visit: int | None) -> list[Letter]:
        """Committed as being sent, but nobody has been told."""
        arguments = (self.visit(who, **visit), reply, self.owner())
        return await self.database.transact(outbox.answer, *arguments)

    def owner(self) -> Owner:
        """The sender's name, also when it has no room."""
        return self.sender._ledger.owner()

    def sweep_soon(self) -> None:
        self.sender._ledger.next_sweep = 0.0

    def owed(self, who: Neighbour, text: str, **more: object) -> NewLetter:
        fields: dict[str, object] = {
            "cluster_id": 1,
            "bot_id": self.account.telegram_id,
            "person_id": who.person and who.person.id,
            "chat_id": who.id,
            "kind": "test",
            "unique_key": text,
            "lane": Lane.NOTICE,
            "not_before": self.clock.now(),
            "not_after": None,
            "message": Message(Html(text)),
        }
        return NewLetter(**(fields | more))

    async def put(self, who: Neighbour, text: str, **more: object) -> bool:
        return await self.database.transact(outbox.put, self.owed(who, text, **more), self.clock.now())

    async def put_to_all(self, everybody: Iterable[Neighbour], text: str, **more: object) -> None:
        shared = {"content_key": text, "lane": Lane.MASS, **more}
        letters = [self.owed(who, text, **shared) for who in everybody]
        await self.database.transact(_put_all, letters, self.clock.now())

    async def put_a_thousand(self, who: Neighbour) -> None:
        """Mass letters to as many chats, none of which exists."""
        await self.put(who, "Nyt", lane=Lane.MASS)
        await self.database.transact(_copy_to, range(1_000_001, 1_001_000))

    async def drained(self) -> None:
        await in_time(self.sender.drained())

    async def rows(self) -> list[sa.Row]:
        return await self.database.transact(_rows)

    async def states(self) -> list[str]:
        return [row.state for row in await self.rows()]

    async def contents(self) -> int:
        return await self.database.transact(_count_contents)

    async def change(self, **values: object) -> None:
        """Set columns of all rows of the outbox, as a crash or an earlier day would have left them."""
        await self.database.transact(_change, values)

    async def stop_wanting(self, who: Neighbour) -> None:
        await self.database.transact(people.set_stopped, who.person, self.clock.now())

    async def unreachable(self, who: Neighbour) -> bool:
        return await self.database.transact(_is_unreachable, who.id)

    def calls(self, method: str = "sendMessage") -> list[Entry]:
        return self.telegram.log.of(method)


NewOffice = Callable[..., "Office"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The sender is asked on PostgreSQL in the slow part, so that the fast part stays fast."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
async def new_office(database: Database) -> AsyncIterator[NewOffice]:
    """`new_office(pace=..., settings=...)`: on SQLite and on PostgreSQL."""
    made = Made()
    await database.transact(_found)

    def make(pace: Pace = UNHURRIED, **settings: object) -> Office:
        made.offices.append(Office(database, Simulator(lambda: NOW, **settings), pace))
        return made.offices[-1]

    yield make
    for office in made.offices:
        await office.close()


@dataclass
class Made:
    offices: list[Office] = field(default_factory=list)


@pytest.fixture
def office(new_office: NewOffice) -> Office:
    return new_office()


def _found(tx: Transaction) -> None:
    cluster = {
        "id": 1,
        "slug": "nord",
        "name": "Nord",
        "municipality": "Prøve",
        "zone": "Europe/Copenhagen",
        "about": {},
        "controller": "Foreningen",
        "contact_name": "Karen",
        "created_at": NOW,
    }
    village = {"id": 1, "cluster_id": 1, "slug": "by", "name": "By", "also_called": [], "inhabitants": 1}
    bot = {"id": 4242, "cluster_id": 1, "username": "ringstednord_bot"}
    for table, row in ((tables.clusters, cluster), (tables.villages, village), (tables.bots, bot)):
        tx.connection.execute(sa.insert(table).values(row))


def _sign_up(tx: Transaction, telegram_id: int, name: str) -> Person:
    person = Person(
        id=0,
        cluster_id=1,
        telegram_id=telegram_id,
        first_name=name,
        language="da",
        village_id=1,
        sixteen_on=date(2026, 1, 1),
        joined_at=NOW,
        seen_at=NOW,
    )
    return replace(person, id=people.add(tx, person))


def _put_all(tx: Transaction, letters: list[NewLetter], now: datetime) -> None:
    for letter in letters:
        outbox.put(tx, letter, now)


def _copy_to(tx: Transaction, chats: Iterable[int]) -> None:
    row = dict(tx.connection.execute(sa.select(tables.outbox)).mappings().one())
    del row["id"]
    tx.connection.execute(sa.insert(tables.outbox), [row | {"chat_id": chat} for chat in chats])


def _rows(tx: Transaction) -> list[sa.Row]:
    return tx.connection.execute(sa.select(tables.outbox).order_by(tables.outbox.c.id)).all()


def _count_contents(tx: Transaction) -> int:
    return tx.connection.scalar(sa.select(sa.func.count()).select_from(tables.contents))


def _change(tx: Transaction, values: dict[str, object]) -> None:
    tx.connection.execute(sa.update(tables.outbox).values(values))


def _is_unreachable(tx: Transaction, telegram_id: int) -> bool:
    query = sa.select(tables.people.c.unreachable_at).where(tables.people.c.telegram_id == telegram_id)
    return tx.connection.scalar(query) is not None
