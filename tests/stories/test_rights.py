"""What people may ask of us: quiet, all we keep about them, and to be forgotten."""

import asyncio
import json
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from actions.retention import forget_the_silent, next_due
from bot import erasure_log
from bot.app import Klyngebot
from bot.erasure_log import write_down
from domain.kinds import Kind
from domain.message import Html, Lane, Message
from storage import erasure, outbox, people
from storage.outbox import NewLetter
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, NewMember, joined
from tests.fixtures.patience import PATIENCE
from tests.storage.synthetic import dump
from tests.stories.test_asks import can, find, lydholdet

pytestmark = pytest.mark.usefixtures("no_digests")

__all__ = ["lydholdet"]

WORDS = "jeg kan kalibrere oscilloskoper"
SILENT = timedelta(days=548)


@pytest.fixture
async def anna_here(anna: Member) -> Member:
    return await joined(anna, "vigersted")


async def tell(klyngebot: Klyngebot, member: Member, kind: Kind, now: datetime) -> None:
    def put(tx: Transaction) -> None:
        person = people.by_telegram(tx, 1, member.chat.person.telegram_id)
        assert person is not None
        message = Message(Html(f"Nyt om {kind}"))
        places = (1, 4242, person.id, person.telegram_id, kind, f"{kind}:{now}", Lane.NOTICE, now, None)
        outbox.put(tx, NewLetter(*places, message), now)

    await klyngebot.database.transact(put)
    klyngebot.fleet.wake()
    await klyngebot.settled()


async def everything(klyngebot: Klyngebot) -> str:
    return await klyngebot.database.transact(dump)


# Quiet


async def test_a_month_of_quiet_is_two_taps_away_and_ends_by_itself(anna_here, klyngebot, clock):
    anna = anna_here
    await anna.writes("/settings")
    await anna.taps("Beskeder")
    await anna.taps("Hold pause i en måned")
    assert "Du holder pause til og med 22. december 2026." in anna.sees
    heard = len(anna.inbox)
    await tell(klyngebot, anna, Kind.PROPOSALS, clock.now())
    await tell(klyngebot, anna, Kind.ASKS, clock.now())
    assert len(anna.inbox) == heard
    await tell(klyngebot, anna, Kind.GROUPS, clock.now())
    assert anna.sees == "Nyt om groups"
    clock.forward(timedelta(days=31))
    await tell(klyngebot, anna, Kind.PROPOSALS, clock.now())
    assert anna.sees == "Nyt om proposals"


async def test_the_pause_can_be_ended(anna_here: Member):
    await anna_here.forges("v1:pause")
    await anna_here.taps("Slut pausen nu")
    assert "Du holder pause" not in anna_here.sees
    assert "Hold pause i en måned" in anna_here.buttons


async def test_fewer_messages_are_those_of_groups_and_people(anna_here, klyngebot, clock):
    anna = anna_here
    await anna.writes("/settings")
    await anna.taps("Beskeder")
    await anna.taps("Færre beskeder")
    assert "Du får færre beskeder" in anna.sees
    heard = len(anna.inbox)
    await tell(klyngebot, anna, Kind.PROPOSALS, clock.now())
    assert len(anna.inbox) == heard
    await tell(klyngebot, anna, Kind.ASKS, clock.now())
    assert anna.sees == "Nyt om asks"
    await anna.taps("Alle beskeder igen")
    await tell(klyngebot, anna, Kind.NEWS, clock.now())
    assert anna.sees == "Nyt om news"


# All we keep


async def test_all_we_keep_comes_as_a_file(anna_here: Member, bo: Member):
    anna = anna_here
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Ja, det må I gerne")
    await anna.writes(WORDS)
    await anna.writes("/settings")
    await anna.taps("Mine oplysninger")
    await anna.taps("Hent alt om mig")
    assert anna.alerts[-1] == "Filen er på vej."
    assert anna.sees.startswith("Her er alt, hvad vi gemmer om dig.")
    told, page = unpacked(anna)
    assert told["tables"]["people"][0]["first_name"] == "Anna"
    assert told["tables"]["people"][0]["village_name"] == "Vigersted"
    assert WORDS in page
    assert "<dt>Fornavn</dt><dd>Anna</dd>" in page
    assert str(bo.chat.person.telegram_id) not in page + json.dumps(told)


async def test_the_file_speaks_their_language(somebody: NewMember):
    ida = await joined(somebody("Ida", "en"), "vigersted")
    await ida.forges("v1:export")
    _, page = unpacked(ida)
    assert "<dt>First name</dt><dd>Ida</dd>" in page


async def test_who_has_not_signed_up_gets_none(anna: Member):
    await anna.starts()
    await anna.forges("v1:export")
    assert anna.alerts[-1] == "Det kan du, når du er tilmeldt."


def unpacked(member: Member) -> tuple[dict, str]:
    message = list(member.chat.conversation.messages.values())[-1]
    with zipfile.ZipFile(BytesIO(message.content.media.file.content)) as zipped:
        data, page = sorted(zipped.namelist(), key=lambda name: name.endswith(".html"))
        return json.loads(zipped.read(data)), zipped.read(page).decode()


# Leaving


async def test_two_taps_and_nothing_is_left(anna_here, karen, klyngebot, clock):
    anna = anna_here
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Ja, det må I gerne")
    await anna.writes(WORDS)
    waiting = clock.now() + timedelta(days=1)
    await tell(klyngebot, anna, Kind.GROUPS, waiting)
    await anna.writes("/settings")
    await anna.taps("Mine oplysninger")
    await anna.taps("Slet mig")
    assert anna.sees.startswith("Vil du slettes?")
    assert "Sikkerhedskopier følger med inden 35 dage." in anna.sees
    before = await everything(klyngebot)
    await anna.taps("Ja, slet alt om mig")
    assert anna.sees.startswith("Alt om dig er slettet.")
    await logged(klyngebot)
    after = await everything(klyngebot)
    for canary in ("Anna", str(anna.chat.person.telegram_id), WORDS):
        assert canary in before
        assert canary not in after
    assert str(karen.chat.person.telegram_id) in after
    heard = len(anna.inbox)
    await time_comes(klyngebot, clock, waiting + timedelta(days=1))
    assert len(anna.inbox) == heard


async def logged(klyngebot: Klyngebot) -> None:
    await write_down(klyngebot.database, klyngebot.erasures)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure_log, "EVERY", 0.01)


async def test_the_bot_writes_down_for_a_restore_who_was_erased(often, anna_here, klyngebot, tmp_path):
    del often
    await anna_here.forges("v1:leave")
    await anna_here.taps("Ja, slet alt om mig")
    hashed = klyngebot.erasures.hash_of(1, anna_here.chat.person.telegram_id)
    async with asyncio.timeout(PATIENCE):
        while hashed not in klyngebot.erasures.read():
            await asyncio.sleep(0.01)
        while await klyngebot.database.transact(erasure.unlogged):
            await asyncio.sleep(0.01)
    assert (tmp_path / "erasures.key").stat().st_mode & 0o077 == 0


async def test_one_may_think_again(anna_here: Member):
    await anna_here.forges("v1:leave")
    await anna_here.taps("Nej, behold mig")
    assert anna_here.sees.startswith("Mine oplysninger")
    await anna_here.writes("/mig")
    assert "Du hedder Anna" in anna_here.sees


async def test_an_old_or_forged_yes_erases_nobody(anna_here: Member, bo: Member, clock: SetClock):
    await anna_here.forges("v1:leave")
    old = anna_here.chat.messages[-1]
    clock.forward(timedelta(minutes=1))
    await bo.forges(old.data("Ja, slet alt om mig"))
    assert bo.alerts[-1].startswith("Den knap er gammel.")
    clock.forward(timedelta(days=2))
    await anna_here.taps("Ja, slet alt om mig", old)
    assert anna_here.alerts[-1].startswith("Den knap er gammel.")
    for member in (anna_here, bo):
        await member.writes("/mig")
        assert "Du hedder" in member.sees


async def test_whoever_comes_back_is_somebody_new(anna_here: Member):
    await anna_here.taps("Ja, det vil jeg gerne")
    await anna_here.taps("Ja, det må I gerne")
    await anna_here.forges("v1:leave")
    await anna_here.taps("Ja, slet alt om mig")
    await anna_here.forges("v1:me")
    assert anna_here.alerts[-1] == "Det kan du, når du er tilmeldt."
    await joined(anna_here, "vigersted")
    await anna_here.writes("/mig")
    assert "Du er god til: ikke fortalt" in anna_here.sees


async def test_the_only_one_in_the_steering_group_is_asked_to_hand_over_first(karen: Member):
    await karen.forges("v1:leave")
    assert "Du er den eneste i styregruppen." in karen.sees


async def test_nothing_is_left_with_the_lead_who_was_told_about_her(lydholdet, anna, bo, karen, klyngebot):
    await can(anna, "sound")
    await find(bo, lydholdet.sound, "Anna")
    await bo.taps("Spørg Anna")
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Ja, det er fint")
    assert bo.sees.startswith("Anna må gerne kontaktes om Lydholdet.")
    await karen.writes("/plan")
    await anna.forges("v1:leave")
    await anna.taps("Ja, slet alt om mig")
    await logged(klyngebot)
    after = await everything(klyngebot)
    for canary in ("Anna", str(anna.chat.person.telegram_id)):
        assert canary not in after


# Silence


async def test_long_silence_is_told_reminded_and_then_forgotten(anna_here, klyngebot, clock):
    anna, start = anna_here, clock.now()
    heard = len(anna.inbox)
    await time_comes(klyngebot, clock, start + SILENT - timedelta(hours=1))
    assert len(anna.inbox) == heard
    await time_comes(klyngebot, clock, (start + SILENT).replace(hour=23))
    assert len(anna.inbox) == heard, "nobody is woken at night"
    await time_comes(klyngebot, clock, (start + SILENT + timedelta(days=1)).replace(hour=9))
    assert anna.sees.startswith("Hej Anna. Vi har ikke hørt fra dig i halvandet år.")
    assert "23. juni 2028" in anna.sees
    told = len(anna.inbox)
    await time_comes(klyngebot, clock, start + SILENT + timedelta(days=24))
    assert anna.inbox[told:] == [anna.sees]
    assert anna.sees.startswith("Hej Anna. Vi sletter alt, hvad vi gemmer om dig, 23. juni 2028.")
    await time_comes(klyngebot, clock, start + SILENT + timedelta(days=31))
    await logged(klyngebot)
    assert str(anna.chat.person.telegram_id) not in await everything(klyngebot)


async def test_any_sign_of_life_stops_it(anna_here, klyngebot, clock):
    anna, start = anna_here, clock.now()
    await time_comes(klyngebot, clock, start + SILENT)
    await anna.taps("Ja, jeg vil blive")
    assert anna.sees == "Godt, du bliver, Anna! Vi sletter ikke noget."
    heard = len(anna.inbox)
    for days in (24, 31, 400):
        await time_comes(klyngebot, clock, start + SILENT + timedelta(days=days))
    assert len(anna.inbox) == heard
    await anna.writes("/mig")
    assert "Du hedder Anna" in anna.sees


async def test_a_reminder_that_waits_for_the_morning_is_not_sent_to_who_came_back_at_night(
    anna_here, klyngebot, clock
):
    anna, start = anna_here, clock.now()
    await time_comes(klyngebot, clock, start + SILENT)
    night = (start + SILENT + timedelta(days=23)).replace(hour=23)
    await time_comes(klyngebot, clock, night)
    await anna.writes("/menu")
    heard = len(anna.inbox)
    await time_comes(klyngebot, clock, night + timedelta(days=1))
    assert len(anna.inbox) == heard


async def test_who_was_never_told_is_told_again(anna_here, klyngebot, clock):
    """Switched off for a month after the word was written: it came too late, so the month begins anew."""
    anna, start = anna_here, clock.now()
    heard = len(anna.inbox)
    clock.moment = (start + SILENT).replace(hour=23)
    await klyngebot.database.transact(forget_the_silent, clock.now())
    await time_comes(klyngebot, clock, start + SILENT + timedelta(days=40))
    assert len(anna.inbox) == heard + 1
    await time_comes(klyngebot, clock, start + SILENT + timedelta(days=60))
    await anna.writes("/mig")
    assert "Du hedder Anna" in anna.sees


async def test_who_said_stop_is_forgotten_without_a_word(anna_here, klyngebot, clock):
    anna, start = anna_here, clock.now()
    await anna.writes("/stop")
    heard = len(anna.inbox)
    for days in (0, 24, 31):
        await time_comes(klyngebot, clock, start + SILENT + timedelta(days=days))
    assert len(anna.inbox) == heard
    await logged(klyngebot)
    assert str(anna.chat.person.telegram_id) not in await everything(klyngebot)


async def test_who_blocked_us_is_forgotten_after_half_a_year(anna_here, bo, klyngebot, clock):
    start = clock.now()
    for member in (anna_here, bo):
        member.chat.block()
        await klyngebot.settled()
    await time_comes(klyngebot, clock, start + timedelta(days=182))
    bo.chat.unblock()
    await bo.writes("/menu")
    await time_comes(klyngebot, clock, start + timedelta(days=184))
    await logged(klyngebot)
    kept = await everything(klyngebot)
    assert str(anna_here.chat.person.telegram_id) not in kept
    assert str(bo.chat.person.telegram_id) in kept


async def test_whoever_writes_can_be_reached_again(anna_here, klyngebot, clock):
    """Their coming back may have been lost on the way; what they write says the same."""

    def gone(tx: Transaction) -> None:
        people.set_unreachable(tx, 1, anna_here.chat.person.telegram_id, clock.now())

    await klyngebot.database.transact(gone)
    await anna_here.writes("/menu")
    await tell(klyngebot, anna_here, Kind.NEWS, clock.now())
    assert anna_here.sees == "Nyt om news"


async def test_a_demo_s_clock_stops_where_somebody_is_to_be_forgotten(anna_here, klyngebot, clock):
    start = clock.now()
    assert anna_here.sees
    assert await klyngebot.database.transact(next_due, start + timedelta(days=1)) == start + SILENT
    moment = datetime(2028, 5, 23, 12, tzinfo=UTC)
    await time_comes(klyngebot, clock, moment)
    assert await klyngebot.database.transact(next_due, moment) == moment + timedelta(days=23)
