"""Bad input, row by row: what somebody sends, where they stand, and the one kind answer they get.

The numbers are those of the research list of nasty inputs. `None` means that nothing is answered, on purpose.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from simulator import Chat
from simulator.acts import press
from simulator.chats import Content
from storage.tables import inbox, people
from tests.nasty.conftest import Village

pytestmark = pytest.mark.asyncio(loop_scope="module")

ONLY_WORDS = "Jeg forstår kun, hvad du skriver, og hvilke knapper du trykker på."
LOST = "Det forstod jeg ikke helt."
EMPTY = "Der stod ikke noget, jeg kan læse."
TOO_LONG = "Det var for langt til mig. Skriv højst 1.000 tegn."
WHICH = "Den landsby kender jeg ikke."
KEPT = "Tak! Det kender jeg ikke endnu"
OTHER_WORDS = "Skriv det med lidt andre ord"
FOUND = "Er det noget af det her?"
OLD = "Den knap er gammel."
AGE = "Er du fyldt 16 år?"
YES_OR_NO = "Det forstod jeg ikke. Tryk på en knap, eller skriv ja eller nej."
UNKNOWN_COMMAND = "Den kommando kender jeg ikke."
CPR = "Skriv ikke CPR-nummer her."
WELCOME = "✓ Velkommen"


def text(words: str) -> Callable[[Chat], object]:
    return lambda chat: chat.write(words)


def tap(data: str) -> Callable[[Chat], object]:
    return lambda chat: chat.tap_data(chat.messages[-1].message_id, data)


def field(**extra: object) -> Callable[[Chat], object]:
    """A message of a kind that no phone of ours can write."""
    return lambda chat: chat.send(Content(), extra)


@dataclass(frozen=True)
class Row:
    """`where`: stranger, age, village, skills or joined. `says`: how the answer begins; None: no answer."""

    number: str
    where: str
    does: Callable[[Chat], object]
    says: str | None
    alert: str | None = None


ROWS = (
    # Words instead of what was asked
    Row("19 html", "village", text("<b>Vigersted</b><a href='tg://user?id=1'>"), WHICH),
    Row("20 markdown", "village", text("_*[]()~`>#+-=|{}.!"), WHICH),
    Row("21 too long", "village", text("x" * 4096), TOO_LONG),
    Row("21 too long, nothing asked", "joined", text("x" * 4096), TOO_LONG),
    Row("22 family emoji", "village", text("👨‍👩‍👧‍👦" * 50), WHICH),
    Row("24 right to left", "village", text("\u202edetsregiV"), WHICH),
    Row("25 zero width only", "village", text("\u200b\u200b\ufeff"), ONLY_WORDS),
    Row(
        "25 a filler that shows nothing",
        "village",
        lambda chat: chat.raw({"message": _stub(chat, text="\u3164\u200b")}),
        EMPTY,
    ),
    Row("26 control characters", "village", text("Vigersted\x07"), WELCOME),
    Row("27 decomposed", "village", text("Fj\u00e6llebro"), WELCOME),
    Row("28 cyrillic look-alikes", "village", text("Vіgеrstеd"), WHICH),
    Row("29 zalgo", "skills", text("h" + "\u0301" * 500 + "ej"), OTHER_WORDS),
    Row("30 only emoji", "skills", text("🚜"), OTHER_WORDS),
    Row("31 newlines", "skills", text("q\n" * 400), OTHER_WORDS),
    Row("32 sql", "skills", text("'; DROP TABLE people; --"), FOUND),
    Row("33 format string", "skills", text("%s{0.__class__}{person.token}"), KEPT),
    Row("34 template", "skills", text("{{7*7}}"), OTHER_WORDS),
    Row("35 a command in the middle", "joined", text("jeg vil /start nu"), LOST),
    Row("35 another bot's command", "joined", text("/start@OtherBot"), LOST),
    Row("35 an unknown command is no answer", "village", text("/vigersted"), UNKNOWN_COMMAND),
    Row("35 another bot's command is no answer", "skills", text("/start@OtherBot"), UNKNOWN_COMMAND),
    Row("35 a command with our letters", "skills", text("/hjælp"), "Tryk på knapperne"),
    Row("35 a command with our letters that is none", "skills", text("/hjælpløs"), UNKNOWN_COMMAND),
    Row("36 long payload", "stranger", text("/start " + "x" * 4000), AGE),
    Row("36 a link of another cluster", "stranger", text("/start v_mols"), AGE),
    Row("37 path payload", "stranger", text("/start ../../etc/passwd"), AGE),
    Row("37 script payload", "stranger", text("/start <script>"), AGE),
    Row("38 cpr", "skills", text("010150-1234"), CPR),
    Row("38 cpr, nothing asked", "joined", text("mit cpr er 010150-1234"), CPR),
    Row("39 mentions", "joined", text("@everyone " + "https://x.example " * 20), LOST),
    Row("40 javascript", "skills", text("javascript:alert(1)"), FOUND),
    Row("41 yes to nothing", "joined", text("ja"), LOST),
    Row("43 another language", "age", text("Guten Tag, ich heiße Anna"), YES_OR_NO),
    Row("44 infinite age", "age", text("1e309"), YES_OR_NO),
    Row("44 full-width age", "age", text("\uff16\uff17"), "Trin 2 af 2"),
    Row("45 absurd age", "age", text("1000000000"), YES_OR_NO),
    Row("46 wildcards", "village", text("%_%"), WHICH),
    Row("47 slow for a regex", "age", text("a" * 900 + "!"), YES_OR_NO),
    Row("90 a minor", "age", text("jeg er 14"), "Tak, fordi du svarede."),
    # Buttons
    Row("49 another cluster's ids", "joined", tap("v1:follow:mols"), None, OLD),
    Row(
        "49 a role one does not have",
        "joined",
        tap("v1:file:1:animals"),
        None,
        "Det er kun for styregruppen.",
    ),
    Row("49 somebody else's question", "village", tap("v1:a:1:village:vigersted::0"), None, OLD),
    Row("49 an option that is not there", "village", tap("v1:a:{run}:village:mols::0"), None, OLD),
    Row("49 skipping what cannot be skipped", "village", tap("v1:a:{run}:village:.skip::0"), None, OLD),
    Row("49 a number that is none", "joined", tap("v1:phrases:x"), None, OLD),
    Row("49 a number beyond every database", "joined", tap("v1:phrases:" + "9" * 21), None, OLD),
    Row("49 a number beyond a row's", "joined", tap(f"v1:g:{2**31}"), None, OLD),
    Row("49 a number below any", "joined", tap("v1:groups:-1"), None, OLD),
    Row("49 a number in other digits", "joined", tap("v1:groups:\uff11"), None, OLD),
    Row("49 too many parts", "joined", tap("v1:menu:1:2:3"), None, OLD),
    Row("49 an unknown language", "joined", tap("v1:lang:xx"), None, OLD),
    Row("49 an unknown purpose", "joined", tap("v1:withdraw:membership"), None, OLD),
    Row("50 empty data", "joined", tap(""), None, OLD),
    Row("50 bytes", "joined", tap("\u00ff" * 32), None, OLD),
    Row("50 emoji", "joined", tap("🚜" * 16), None, OLD),
    Row("52 stale", "joined", tap("v1:a:77:sixteen:yes::0"), None, OLD),
    Row(
        "56 a person's button before signing up",
        "stranger",
        tap("v1:me"),
        None,
        "Det kan du, når du er tilmeldt.",
    ),
    Row("62 an older version of the bot", "joined", tap("v0:menu"), None, OLD),
    # Kinds of message
    Row("64 photo", "village", lambda chat: chat.send_photo(), ONLY_WORDS),
    Row("64 sticker", "village", lambda chat: chat.send_sticker(), ONLY_WORDS),
    Row("64 voice", "village", lambda chat: chat.send_voice(), ONLY_WORDS),
    Row("64 location", "village", lambda chat: chat.send_location(), ONLY_WORDS),
    Row("64 document", "skills", lambda chat: chat.send_document(), ONLY_WORDS),
    Row("64 sticker, nothing asked", "joined", lambda chat: chat.send_sticker(), ONLY_WORDS),
    Row("64 dice", "age", field(dice={"emoji": "🎲", "value": 6}), ONLY_WORDS),
    Row(
        "65 a photo with the answer under it",
        "village",
        lambda chat: chat.send_photo(caption="Vigersted"),
        WELCOME,
    ),
    Row(
        "69 forwarded",
        "village",
        field(
            text="Vigersted",
            forward_origin={"type": "hidden_user", "sender_user_name": "Styregruppen", "date": 1},
        ),
        WELCOME,
    ),
    Row(
        "70 through another bot",
        "joined",
        field(text="hvad er klokken", via_bot={"id": 9, "is_bot": True, "first_name": "x"}),
        LOST,
    ),
    Row(
        "71 a reply to somebody else's message",
        "joined",
        lambda chat: chat.send(
            Content(),
            {
                "text": "hvad er klokken",
                "reply_to_message": {
                    "message_id": 987_654,
                    "date": 1,
                    "chat": {"id": chat.person.telegram_id, "type": "private"},
                    "from": {"id": 9, "is_bot": False, "first_name": "Bo"},
                    "text": "v1:menu",
                },
            },
        ),
        LOST,
    ),
    Row("72 somebody else's contact", "skills", lambda chat: chat.send_contact(first_name="Bo"), ONLY_WORDS),
    Row(
        "74 service message",
        "joined",
        field(pinned_message={"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}),
        ONLY_WORDS,
    ),
    Row(
        "75 a poll",
        "joined",
        field(
            poll={
                "id": "1",
                "question": "?",
                "options": [],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
                "allows_revoting": True,
                "members_only": False,
            }
        ),
        ONLY_WORDS,
    ),
    # Kinds of update
    Row("63 an edited answer", "village", lambda chat: chat.edit(_wrote(chat), "Vigersted"), None),
    Row(
        "73 live location moves",
        "village",
        lambda chat: chat.raw({"edited_message": _stub(chat, location={"latitude": 1, "longitude": 2})}),
        None,
    ),
    Row(
        "11 unknown kind",
        "joined",
        lambda chat: chat.raw({"brand_new": {"from": {"id": chat.person.telegram_id}}}),
        None,
    ),
    Row("4 no kind at all", "joined", lambda chat: chat.raw({}), None),
    Row(
        "12 a date beyond time",
        "joined",
        lambda chat: chat.raw({"message": _stub(chat, date=2**70, text="hej")}),
        None,
    ),
    Row(
        "76 reaction",
        "joined",
        lambda chat: chat.raw(
            {
                "message_reaction": {
                    "chat": {"id": chat.person.telegram_id, "type": "private"},
                    "message_id": 1,
                    "date": 1,
                    "old_reaction": [],
                    "new_reaction": [],
                }
            }
        ),
        None,
    ),
    Row(
        "82 channel post",
        "joined",
        lambda chat: chat.raw(
            {
                "channel_post": {
                    "message_id": 1,
                    "date": 1,
                    "chat": {"id": -1001, "type": "channel"},
                    "text": "/start",
                }
            }
        ),
        None,
    ),
    Row(
        "85 another bot writes",
        "stranger",
        lambda chat: chat.raw(
            {"message": {**_stub(chat, text="/start"), "from": {"id": 99, "is_bot": True, "first_name": "x"}}}
        ),
        None,
    ),
    Row(
        "55 a button under a message that is gone",
        "joined",
        lambda chat: chat.tap_data(987_654, "v1:menu"),
        "Ringsted Nord",
    ),
)


def _wrote(chat: Chat) -> int:
    return next(m.message_id for m in chat.messages if not m.from_bot)


def _stub(chat: Chat, **fields: object) -> dict[str, object]:
    who = {"id": chat.person.telegram_id, "is_bot": False, "first_name": "Ida"}
    return {"message_id": 5, "date": 1, "from": who, "chat": {**who, "type": "private"}, **fields}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
async def test_every_input_gets_its_answer(row: Row, village: Village):
    chat = village.telegram.add_person("Ida").chat(village.bot)
    await _stand(village, chat, row.where)
    before, alerts = list(chat.inbox), len(chat.alerts)
    await _do(village, chat, row)
    if row.says is None and row.alert is None:
        assert chat.inbox == before
    if row.says is not None:
        assert row.says in chat.inbox[-1]
        assert len(chat.inbox) <= len(before) + 1, "one answer, not two"
    if row.alert is not None:
        assert chat.alerts[alerts:] == [chat.alerts[-1]]
        assert chat.alerts[-1].startswith(row.alert)
    assert "Traceback" not in "".join(chat.inbox)
    assert await village.klyngebot.database.transact(_waiting) == 0


async def test_two_hundred_skin_tones_are_a_short_name(village: Village):
    chat = village.telegram.add_person("👩🏽‍🌾" * 200).chat(village.bot)
    await _stand(village, chat, "joined")
    names = await village.klyngebot.database.transact(_names)
    assert all(len(name.encode()) <= 256 for name in names)


async def test_thirty_messages_at_once_are_answered_or_kindly_stopped(village: Village):
    chat = village.telegram.add_person("Ida").chat(village.bot)
    await _stand(village, chat, "joined")
    for number in range(60):
        chat.write(f"besked {number}")
    await village.klyngebot.settled()
    assert sum("Det gik lidt hurtigt for mig" in text for text in chat.inbox) == 1


async def test_a_replay_counts_once(village: Village):
    chat = village.telegram.add_person("Ida").chat(village.bot)
    await _stand(village, chat, "joined")
    heard = len(chat.inbox)
    update = {"update_id": 2_000_000_000, "message": {**_stub(chat, text="hej"), "message_id": 9}}
    for _ in range(3):
        chat.raw(dict(update))
    await village.klyngebot.settled()
    assert len(chat.inbox) == heard + 1


async def test_in_a_group_only_the_way_to_us_is_said(village: Village):
    ida = village.telegram.add_person("Ida")
    await _stand(village, ida.chat(village.bot), "joined")
    group = village.telegram.add_group("Beboere", [ida, village.bot])
    group.write(ida, "/mig")
    await village.klyngebot.settled()
    group.write(ida, "hvad synes I?")
    await village.klyngebot.settled()
    assert group.inbox == [
        "Hej! Her i gruppen siger jeg ikke så meget. Skriv til mig alene, så hjælper jeg dig."
    ]
    assert "Ida" not in "".join(group.inbox)


@pytest.mark.parametrize("data", ["v0:menu", "v1:menu", "v1:phrases:" + "9" * 21, "nonsense"])
async def test_a_button_pressed_in_a_group_says_nothing_about_anybody(village: Village, data: str):
    ida = village.telegram.add_person("Ida")
    await _stand(village, ida.chat(village.bot), "joined")
    group = village.telegram.add_group("Beboere", [ida, village.bot])
    group.write(ida, "/menu")
    await village.klyngebot.settled()
    shown = group.messages[-1].message_id
    press(village.telegram.world, village.bot, group.conversation, ida.person, shown, data)
    await village.klyngebot.settled()
    assert all("Skriv til mig alene" in text for text in group.inbox)
    assert "Ida" not in "".join(group.inbox)


async def test_in_a_group_only_commands_for_us_are_answered(village: Village):
    ida = village.telegram.add_person("Ida")
    group = village.telegram.add_group("Beboere", [ida, village.bot])
    for words in ("/start@OtherBot", "/menu@another_bot nu"):
        group.write(ida, words)
        await village.klyngebot.settled()
        assert group.inbox == []
    group.write(ida, "/menu@RingstedNord_bot")
    await village.klyngebot.settled()
    assert len(group.inbox) == 1


async def test_an_anonymous_administrator_has_no_say(village: Village):
    ida = village.telegram.add_person("Ida")
    group = village.telegram.add_group("Beboere", [ida, village.bot])
    group.write_anonymously("/ord")
    await village.klyngebot.settled()
    assert all("Skriv til mig alene" in text for text in group.inbox)


async def _do(village: Village, chat: Chat, row: Row) -> None:
    if row.number.startswith("49") and row.where == "village" and "{run}" in (data := _data(row)):
        run = chat.screen.keyboard[0][0].target.split(":")[2]
        chat.tap_data(chat.messages[-1].message_id, data.replace("{run}", run))
    else:
        row.does(chat)
    await village.klyngebot.settled()


def _data(row: Row) -> str:
    closed = row.does.__closure__
    return str(closed[0].cell_contents) if closed else ""


async def _stand(village: Village, chat: Chat, where: str) -> None:
    """Lead somebody to the place in the conversation where the row begins."""
    steps = {
        "stranger": ["/menu"],
        "age": ["/start"],
        "village": ["/start", "Ja, jeg er fyldt 16"],
        "joined": ["/start", "Ja, jeg er fyldt 16", "Vigersted"],
        "skills": [
            "/start",
            "Ja, jeg er fyldt 16",
            "Vigersted",
            "Ja, det vil jeg gerne",
            "Ja, det må I gerne",
        ],
    }[where]
    for step in steps:
        chat.write(step) if step.startswith("/") else chat.tap(step)
        await village.klyngebot.settled()
    village.clock.forward(timedelta(minutes=1))


def _waiting(tx) -> int:
    query = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "waiting")
    return tx.connection.scalar(query)


def _names(tx) -> list[str]:
    return list(tx.connection.scalars(sa.select(people.c.first_name)))
