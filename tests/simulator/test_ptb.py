"""python-telegram-bot 22.8 talks to the simulator, without a socket and over HTTP, and meets the same."""

import asyncio
import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MenuButtonCommands,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from simulator import Chat, ChatKind, ConnectionDroppedError, Fault, FaultKind, Simulator
from simulator.ptb import InProcessRequest
from simulator.sends import SMALLEST_PNG
from simulator.server import application
from tests.fixtures.patience import PATIENCE, in_time
from tests.simulator.conftest import TOKEN

ANNA = 5000001
LIMITS = dict.fromkeys(("connect_timeout", "pool_timeout", "read_timeout", "write_timeout"), PATIENCE)
NO_TLS = {"verify": False}  # plain HTTP; making contexts for TLS would take most of the time
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="ja")]])


@asynccontextmanager
async def served(telegram: Simulator) -> AsyncIterator[str]:
    runner = web.AppRunner(application(telegram), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def in_process(telegram: Simulator) -> AsyncIterator[Bot]:
    request = InProcessRequest(telegram, read_timeout=PATIENCE)
    async with Bot(TOKEN, request=request, get_updates_request=request) as bot:
        yield bot


@asynccontextmanager
async def over_http(telegram: Simulator) -> AsyncIterator[Bot]:
    async with served(telegram) as address:
        requests = [HTTPXRequest(**LIMITS, httpx_kwargs=NO_TLS) for _ in range(2)]
        base = {"base_url": f"{address}/bot", "base_file_url": f"{address}/file/bot"}
        async with Bot(TOKEN, request=requests[0], get_updates_request=requests[1], **base) as bot:
            yield bot


@pytest.fixture(params=[in_process, over_http], ids=["in process", "over HTTP"])
async def ptb(request: Any, telegram: Simulator, anna: Chat) -> AsyncIterator[Bot]:
    async with request.param(telegram) as bot:
        yield bot


async def test_a_whole_little_talk(ptb: Bot, anna: Chat) -> None:
    anna.write("Hej")
    (update,) = await ptb.get_updates(timeout=1)
    await update.message.reply_html("<b>Velkommen</b>, skal vi?", reply_markup=YES)
    anna.tap("Ja")
    (tap,) = await ptb.get_updates(offset=update.update_id + 1, timeout=1)
    await tap.callback_query.answer("Noteret", show_alert=True)
    await tap.callback_query.edit_message_text("Tak, Anna")

    assert (anna.inbox, anna.alerts) == (["Tak, Anna"], ["Noteret"])
    assert tap.effective_user.id == ANNA


async def test_a_long_poll_wakes_up(ptb: Bot, anna: Chat) -> None:
    poll = asyncio.create_task(ptb.get_updates(timeout=50))
    await asyncio.sleep(0.05)
    anna.write("Hej")

    assert [update.message.text for update in await in_time(poll)] == ["Hej"]


async def test_files_go_both_ways(ptb: Bot, anna: Chat) -> None:
    sent = await ptb.send_photo(ANNA, SMALLEST_PNG, caption="Kort")
    await ptb.edit_message_media(InputMediaPhoto(SMALLEST_PNG, caption="Nyt kort"), ANNA, sent.message_id)
    await ptb.send_document(ANNA, b"a;b", filename="liste.csv")
    again = await ptb.send_photo(ANNA, sent.photo[-1].file_id)
    fetched = await (await ptb.get_file(again.photo[-1].file_id)).download_as_bytearray()

    assert bytes(fetched) == SMALLEST_PNG
    assert anna.inbox == ["Nyt kort", "", ""]


async def test_everything_else_the_bot_uses_is_understood(ptb: Bot, anna: Chat) -> None:
    me = await ptb.get_me()
    await ptb.set_my_commands([BotCommand("mig", "Om dig")], BotCommandScopeAllPrivateChats(), "da")
    commands = await ptb.get_my_commands(BotCommandScopeAllPrivateChats(), "da")
    await ptb.delete_my_commands()
    await ptb.set_my_description("Vi mødes her", language_code="da")
    await ptb.set_my_short_description("Klynge")
    await ptb.set_my_name("Klyngen")
    await ptb.set_chat_menu_button(ANNA, MenuButtonCommands())
    await ptb.send_chat_action(ANNA, "typing")
    venue = await ptb.send_venue(ANNA, 55.5, 11.8, "Skolen", "Gade 1")
    place = await ptb.send_location(ANNA, 55.5, 11.8, reply_parameters=ReplyParameters(1))
    chat = await ptb.get_chat(ANNA)
    info = await ptb.get_webhook_info()

    assert me.username == "klynge_bot"
    assert [command.command for command in commands] == ["mig"]
    assert (await ptb.get_my_description("da")).description == "Vi mødes her"
    assert (await ptb.get_my_description("en")).description == ""
    assert (await ptb.get_my_short_description("da")).short_description == "Klynge"
    assert (await ptb.get_my_name()).name == "Klyngen"
    assert (await ptb.get_chat_menu_button(ANNA)).type == "commands"
    assert (venue.venue.title, place.reply_to_message.text) == ("Skolen", "/start")
    assert (chat.first_name, info.url) == ("Anna", "")
    assert await ptb.delete_message(ANNA, place.message_id)
    assert [command["command"] for command in anna.bot.commands_for(anna.person)] == ["mig"]
    assert await ptb.close()
    assert await ptb.log_out()
    with pytest.raises(BadRequest, match="Logged out"):
        await ptb.get_me()


async def test_refusals_become_ptbs_errors(ptb: Bot, anna: Chat, telegram: Simulator) -> None:
    group = telegram.add_group("Vigersted", [telegram.add_person("Karen"), anna.bot], ChatKind.GROUP)
    new = group.migrate()

    with pytest.raises(BadRequest, match="Chat not found"):
        await ptb.send_message(1, "x")
    with pytest.raises(ChatMigrated) as migrated:
        await ptb.send_message(group.id, "x")
    anna.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(ANNA, "x")
    with pytest.raises(EndPointNotFound):
        await ptb.do_api_request("getLove")

    assert migrated.value.new_chat_id == new.id


@pytest.mark.parametrize(
    ("fault", "error", "arrives"),
    [
        (Fault(FaultKind.RETRY_AFTER, seconds=3), RetryAfter, False),
        (Fault(FaultKind.ERROR), NetworkError, False),
        (Fault(FaultKind.BAD_GATEWAY), NetworkError, False),
        (Fault(FaultKind.BLOCKED), Forbidden, False),
        (Fault(FaultKind.RESET), NetworkError, False),
        (Fault(FaultKind.LOST), NetworkError, True),
        (Fault(FaultKind.HANG, seconds=60), TimedOut, True),
        (Fault(FaultKind.DELAY, seconds=60), TimedOut, False),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Fault) else "",
)
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_faults_become_ptbs_errors(
    ptb: Bot, anna: Chat, telegram: Simulator, fault: Fault, error: type[Exception], arrives: bool
) -> None:
    telegram.inject(Fault(fault.kind, "sendMessage", seconds=fault.seconds))

    with pytest.raises(error):
        await ptb.send_message(ANNA, "x", read_timeout=0.1 if error is TimedOut else PATIENCE)

    if arrives:
        await anna.waits_for("x")
    else:
        assert anna.inbox == []


async def test_two_pollers_conflict(ptb: Bot, anna: Chat) -> None:
    older = asyncio.create_task(ptb.get_updates(timeout=50))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(ptb.get_updates(offset=5, timeout=50))

    with pytest.raises(Conflict, match="only one bot instance"):
        await older
    anna.write("Hej")
    assert len(await newer) == 1


async def test_a_call_goes_on_when_its_client_gives_up(ptb: Bot, anna: Chat, telegram: Simulator) -> None:
    telegram.inject(Fault(FaultKind.DELAY, "sendMessage", seconds=0.5))

    with pytest.raises(TimedOut):
        await ptb.send_message(ANNA, "late", read_timeout=0.05)
    await anna.waits_for("late")


async def test_in_process_the_cause_tells_whether_it_was_accepted(telegram: Simulator, anna: Chat) -> None:
    telegram.inject(Fault(FaultKind.LOST, "sendMessage"))

    async with in_process(telegram) as bot:
        with pytest.raises(NetworkError) as lost:
            await bot.send_message(ANNA, "x")

    assert isinstance(lost.value.__cause__, ConnectionDroppedError)
    assert lost.value.__cause__.accepted


def test_the_request_still_fits_ptbs_contract() -> None:
    ours, ptbs = (inspect.signature(each.do_request).parameters for each in (InProcessRequest, BaseRequest))

    assert list(ours) == list(ptbs)


async def test_a_bot_that_leaves_ends_only_what_nobody_waits_for(telegram: Simulator):
    shared = InProcessRequest(telegram)
    nord, syd = (Bot(f"{number}:shared", request=shared, get_updates_request=shared) for number in (71, 72))
    accounts = [telegram.add_bot(bot.token, f"bot{number}_bot") for number, bot in enumerate((nord, syd))]
    anna = telegram.add_person("Anna").chat(accounts[1])
    await syd.initialize()
    async with nord:
        abandoned = asyncio.create_task(nord.get_updates(timeout=50))
        kept = asyncio.create_task(syd.get_updates(timeout=50))
        await asyncio.sleep(0.05)
        abandoned.cancel()
    anna.write("hej")
    (update,) = await in_time(kept)
    assert update.message.text == "hej"
    await syd.shutdown()
