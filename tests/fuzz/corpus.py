"""Real updates, as the simulator makes them: what every role presses, writes, sends and edits."""

import inspect
from collections.abc import Iterator

from telegram.ext import CommandHandler

from domain import buttons
from handlers import HANDLERS
from simulator import Account, Bot, Chat, Simulator
from simulator.chats import Content
from storage.database import Database
from storage.transaction import Transaction
from tests.actions.classes import ACTIONS
from tests.actions.test_matrix import Undo, behind, name_of
from tests.actions.world import BESIDE, HERE, WHO, Place, Stage, telegram_id
from tests.fuzz.mutations import Wire

NORD = Place(HERE)
WRITTEN = ("hej", "Vigersted", "ja", "på torsdag kl. 19", "Jeg kan ordne lyd 🎤", "12", "Anna <3 & Bo")
POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}
EXTRAS: tuple[Wire, ...] = (
    {"poll": POLL},
    {"dice": {"emoji": "🎲", "value": 6}},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
    {"text": "hej", "forward_origin": {"type": "hidden_user", "sender_user_name": "Karen", "date": 1}},
    {"text": "hej", "via_bot": {"id": 9, "is_bot": True, "first_name": "x"}},
    {"text": "hej", "entities": [{"type": "bold", "offset": 0, "length": 3}]},
    {"venue": {"location": {"latitude": 55.5, "longitude": 11.8}, "title": "Hallen", "address": "Vej 1"}},
)


async def record(telegram: Simulator, bot: Bot, database: Database) -> list[Wire]:
    """Each update is told to the bot's queue and taken from there; nobody answers yet."""
    pressed = await database_buttons(database)
    people = [telegram.add_person("Nord", telegram_id=telegram_id(NORD, who)) for who in (*WHO, *BESIDE)]
    for who, account in zip((*WHO, *BESIDE), people, strict=True):
        chat = account.chat(bot)
        chat.start()
        await telegram.call(bot.token, "sendMessage", {"chat_id": str(account.id), "text": "Menu"})
        talk(chat)
        for data in pressed.get(who, ()):
            chat.tap_data(chat.messages[-1].message_id, data)
    in_a_group(telegram, bot, people)
    return bot.take_updates()


def talk(chat: Chat) -> None:
    for words in (*WRITTEN, *commands()):
        wrote = chat.write(words)
    chat.edit(wrote.message_id, "noget andet")
    chat.send_photo(caption="Vigersted")
    chat.send_photo(album="7")
    chat.send_document()
    chat.send_sticker()
    chat.send_voice()
    chat.send_location()
    chat.send_contact()
    chat.send_contact(first_name="Bo")
    for extra in EXTRAS:
        chat.send(Content(), extra)
    chat.tap_data(987_654, "v1:menu")
    chat.block()
    chat.unblock()


def in_a_group(telegram: Simulator, bot: Bot, people: list[Account]) -> None:
    group = telegram.add_group("Beboere", [*people, bot])
    group.write(people[1], "/menu")
    group.write_anonymously("/start")
    group.kick(bot, people[3])
    group.admit(bot, people[3])
    group.migrate()


def commands() -> Iterator[str]:
    for handler in HANDLERS:
        if isinstance(handler, CommandHandler):
            yield from (f"/{name}" for name in sorted(handler.commands))


async def database_buttons(database: Database) -> dict[str, list[str]]:
    """For each role the data of every button there is, with the numbers of what there is."""

    def look(tx: Transaction) -> None:
        for who in WHO:
            found[who] = list(buttons_of(Stage(tx, NORD, who)))
        raise Undo(None)

    found: dict[str, list[str]] = {}
    try:
        await database.transact(look)
    except Undo:
        return found
    raise AssertionError("nothing was undone")


def buttons_of(stage: Stage) -> Iterator[str]:
    for handler in HANDLERS:
        what = inspect.getclosurevars(handler.callback).nonlocals.get("what")
        if what is not None:
            (action, *_) = behind(handler)
            given = ACTIONS[name_of(action)].arguments(stage)
            yield buttons.press(what, *(one for one in given if isinstance(one, int | str)))
