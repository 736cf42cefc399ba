"""The frame of the chat: menu, help, settings, stop, and a kind answer to everything else."""

import pytest

from tests.fixtures.cast import Member, NewMember, joined

MENU = "Ringsted Nord\n\nHej Anna! Hvad vil du?"


@pytest.fixture
async def anna_here(anna: Member) -> Member:
    return await joined(anna, "vigersted")


async def test_the_menu_leads_everywhere_and_back(anna_here: Member):
    anna = anna_here
    await anna.writes("/menu")
    assert anna.sees == MENU
    for label, words in (
        ("Min side", "Min side – alt, hvad vi ved om dig"),
        ("Mine grupper", "Mine grupper\n\nDu er ikke med i nogen gruppe endnu."),
        ("Indstillinger", "Indstillinger\n\nSprog: Dansk"),
        ("Hjælp", "Hjælp\n\nTryk på knapperne"),
    ):
        await anna.taps(label)
        assert anna.sees.startswith(words)
        await anna.taps("Til menuen")
        assert anna.sees == MENU
    await anna.taps("Hjælp")
    await anna.taps("Om klyngen")
    assert anna.sees.startswith("Ringsted Nord er Vigersted, Fjællebro-Kværkeby")


async def test_every_command_that_help_names_is_understood(anna_here: Member, somebody: NewMember):
    ida = await joined(somebody("Ida", "en"), "vigersted")
    for member, unknown in ((anna_here, "Det forstod jeg ikke"), (ida, "I did not quite understand")):
        await member.writes("/help")
        named = [line.split()[0] for line in member.sees.splitlines() if line.startswith("/")]
        assert len(named) == 9
        for command in named:
            await member.writes(command)
            assert not member.sees.startswith(unknown), command


async def test_help_names_a_human(anna: Member):
    await anna.writes("/help")
    assert "12 34 56 78" in anna.sees
    assert "kontakt@ringstednord.example" in anna.sees


async def test_words_that_answer_nothing_get_a_kind_word_and_the_menu(anna_here: Member):
    await anna_here.writes("hvad er klokken")
    assert anna_here.sees == f"Det forstod jeg ikke helt. Her er det, jeg kan hjælpe med:\n\n{MENU}"


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("stop", "Nu får du ingen beskeder fra os."),
        ("Stop!", "Nu får du ingen beskeder fra os."),
        ("hjælp", "Hjælp\n\n"),
        ("/hjælp", "Hjælp\n\n"),
        ("Help", "Hjælp\n\n"),
        ("hej", MENU),
        ("Hvad sker der?", "Hvad sker der?\n\n"),
        ("Idéer", "Idéer\n"),
        ("mine grupper", "Mine grupper\n\n"),
        ("min side", "Min side – alt"),
        ("sprog", "Indstillinger\n\n"),
        ("afstemninger", "Der er ingen afstemninger lige nu."),
        ("ugebrev", "Dine ugebreve\n"),
        ("slet mig", "Vil du slettes?"),
        ("Tak.", f"Selv tak! Er der mere, jeg kan hjælpe med?\n\n{MENU}"),
    ],
)
async def test_what_everybody_tries_is_understood(anna_here: Member, said: str, seen: str):
    await anna_here.writes(said)
    assert anna_here.sees.startswith(seen)


async def test_whoever_has_stopped_reads_so_in_the_menu_and_how_to_come_back(anna_here: Member):
    await anna_here.writes("stop")
    await anna_here.writes("menu")
    assert anna_here.sees == (
        f"{MENU}\n\nDu får ingen beskeder fra os. Vil du have dem igen, så tryk på Indstillinger."
    )
    await anna_here.taps("Indstillinger")
    await anna_here.taps("Giv mig beskeder igen")
    await anna_here.taps("Til menuen")
    assert anna_here.sees == MENU


async def test_the_same_in_english(somebody: NewMember):
    ida = await joined(somebody("Ida", "en"), "vigersted")
    await ida.writes("thank you!")
    assert ida.sees.startswith("You are welcome!")
    await ida.writes("stop")
    assert ida.sees.startswith("You will get no messages from us.")


async def test_such_a_word_is_an_answer_where_something_is_asked(anna_here: Member):
    await anna_here.writes("/ideer")
    await anna_here.taps("Skriv en idé")
    await anna_here.writes("Hjælp")
    assert "Trin 2" in anna_here.sees
    await anna_here.writes("/hjælp")
    assert anna_here.sees.startswith("Hjælp\n\n")
    await anna_here.writes("Til hinanden i hverdagen")
    assert "Trin 3" in anna_here.sees


async def test_a_stranger_who_tries_them_is_led_in(anna: Member):
    for said in ("hej", "idéer", "stop", "hjælp"):
        await anna.writes(said)
        assert anna.buttons, said


async def test_an_unknown_command_is_answered_too(anna_here: Member):
    await anna_here.writes("/flyv")
    assert anna_here.sees.startswith("Det forstod jeg ikke helt.")


async def test_an_unknown_command_is_no_answer_and_the_question_stays_open(anna: Member):
    await anna.starts()
    await anna.taps("Ja, jeg er fyldt 16")
    await anna.writes("/vigersted")
    assert anna.sees.startswith("Den kommando kender jeg ikke.")
    assert "Hvilken landsby bor du i?" in anna.sees
    await anna.writes("vigersted")
    assert "Velkommen, Anna!" in anna.sees


async def test_stop_beats_any_dialogue_and_says_how_to_come_back(anna_here: Member):
    anna = anna_here
    await anna.taps("Ja, det vil jeg gerne")
    await anna.writes("/stop")
    assert anna.sees.startswith("Nu får du ingen beskeder fra os.")
    await anna.writes("ja")
    assert anna.sees.startswith("Det forstod jeg ikke helt.")
    await anna.writes("/settings")
    assert "Du får ingen beskeder fra klyngen." in anna.sees
    await anna.taps("Giv mig beskeder igen")
    assert "Du får beskeder fra klyngen." in anna.sees


async def test_start_after_stop_is_coming_back(anna_here: Member):
    await anna_here.writes("/stop")
    await anna_here.starts()
    assert anna_here.sees == "Velkommen tilbage, Anna! Nu får du beskeder igen."


async def test_cancel_leads_out_of_a_dialogue(anna_here: Member):
    await anna_here.writes("/cancel")
    assert anna_here.sees.startswith("Du er ikke i gang med noget.")
    await anna_here.writes("/mig")
    await anna_here.taps("Ret, hvad jeg har fortalt")
    await anna_here.taps("Jeg er flyttet")
    await anna_here.writes("/cancel")
    assert anna_here.sees.startswith("Min side")


async def test_commands_work_in_the_middle_of_a_dialogue_and_it_goes_on(anna: Member):
    await anna.starts()
    await anna.taps("Ja, jeg er fyldt 16")
    await anna.writes("/help")
    await anna.writes("vigersted")
    assert "Velkommen, Anna!" in anna.sees


async def test_the_language_of_a_person_is_changed_in_the_settings(anna_here: Member):
    await anna_here.writes("/settings")
    await anna_here.taps("English")
    assert anna_here.sees.startswith("Settings\n\nLanguage: English")
    await anna_here.writes("/menu")
    assert "What would you like to do?" in anna_here.sees


async def test_who_has_not_signed_up_is_shown_the_way_in(anna: Member):
    await anna.writes("/mig")
    assert anna.sees.startswith("Det kan du, når du er tilmeldt.")
    await anna.taps("Tilmeld mig")
    assert "Er du fyldt 16 år?" in anna.sees


async def test_blocking_marks_unreachable_and_coming_back_clears_it(anna_here: Member):
    anna = anna_here
    anna.chat.block()
    await anna.klyngebot.settled()
    assert await _unreachable(anna)
    anna.chat.unblock()
    await anna.klyngebot.settled()
    assert not await _unreachable(anna)


async def test_a_person_without_a_name_is_a_neighbour(somebody: NewMember):
    ghost = await joined(somebody("\u3164"), "vigersted")
    assert "Velkommen, Nabo!" in ghost.sees


async def test_the_conversation_survives_the_night(anna: Member, clock):
    await anna.starts()
    clock.moment = clock.moment.replace(hour=22)
    await anna.taps("Ja, jeg er fyldt 16")
    assert "Hvilken landsby bor du i?" in anna.sees


async def _unreachable(member: Member) -> bool:
    def look(tx) -> bool:
        rows = tx.connection.exec_driver_sql("SELECT unreachable_at FROM people").all()
        return rows[0][0] is not None

    return await member.klyngebot.database.transact(look)


async def test_telegram_shows_the_commands_in_the_language_and_for_the_role(
    anna_here: Member, karen: Member, telegram, bot
):
    await karen.klyngebot.only.service.presenter.tell()
    shown = {key: [(c["command"], c["description"]) for c in value] for key, value in bot.commands.items()}
    everybody = next(value for (scope, code), value in shown.items() if "private" in scope and code == "da")
    others = next(value for (scope, code), value in shown.items() if "private" in scope and code == "")
    steering = next(
        value for (scope, _), value in shown.items() if str(karen.chat.person.telegram_id) in scope
    )
    assert everybody[0] == ("menu", "Menuen")
    assert others[0] == ("menu", "The menu")
    danish = ["menu", "sker", "mig", "grupper", "indstillinger", "help", "afbryd", "stop"]
    english = ["menu", "events", "me", "groups", "settings", "help", "cancel", "stop"]
    assert ([*dict(everybody)], [*dict(others)]) == (danish, english), "as /help names them"
    for command in (*danish, *english):
        await anna_here.writes(f"/{command}")
        assert not anna_here.sees.startswith("Det forstod jeg ikke"), command
    assert ("ord", "Svar, jeg ikke forstår") in steering
    assert "ord" not in dict(everybody)


NOT_KEPT = "Det, du var i gang med før, er ikke gemt."


async def begins_an_idea(anna: Member, *said: str) -> None:
    await anna.writes("/ideer")
    await anna.taps("Skriv en idé")
    for words in said:
        await anna.writes(words)


async def test_who_begins_something_else_is_told_that_what_they_said_is_not_kept(anna_here: Member):
    await begins_an_idea(anna_here, "Bænk ved åen", "Man skal kunne sidde.")
    await anna_here.writes("/mig")
    await anna_here.taps("Ret, hvad jeg har fortalt")
    assert NOT_KEPT not in anna_here.alerts
    await anna_here.taps("Jeg er flyttet")
    assert anna_here.alerts[-1] == NOT_KEPT
    assert "Hvilken landsby bor du i?" in anna_here.sees


async def test_who_has_said_nothing_yet_loses_nothing(anna_here: Member):
    await begins_an_idea(anna_here)
    await begins_an_idea(anna_here)
    await anna_here.writes("/slet")
    assert NOT_KEPT not in [*anna_here.alerts, *anna_here.inbox]


async def test_what_is_kept_at_once_is_not_lost(anna_here: Member):
    await anna_here.taps("Ja, det vil jeg gerne")
    await anna_here.taps("Ja, det må I gerne")
    await anna_here.taps("Natur, have og dyr")
    await begins_an_idea(anna_here)
    assert NOT_KEPT not in anna_here.alerts


async def test_a_picture_that_nobody_asked_for_is_not_taken_in_silence(anna_here: Member):
    await begins_an_idea(anna_here)
    await anna_here.sends_picture("Bænk ved åen")
    assert anna_here.sees.startswith("Billedet kan jeg ikke bruge her, kun ord.\n\nTrin 2 af 5")


async def test_a_picture_as_a_file_is_not_taken_in_silence_either(anna_here: Member):
    await begins_an_idea(anna_here)
    anna_here.chat.send_document(b"GIF89a", "bænk.gif", caption="Bænk ved åen")
    await anna_here.klyngebot.settled()
    assert anna_here.sees.startswith("Billedet kan jeg ikke bruge her, kun ord.\n\nTrin 2 af 5")


async def test_where_the_words_under_it_are_not_taken_either_nothing_is_said_to_be(anna_here: Member):
    await begins_an_idea(anna_here)
    await anna_here.sends_picture("Min mor, 010203-1234")
    assert anna_here.sees.startswith("Billedet kan jeg ikke bruge her, kun ord.\n\nSkriv")
    assert "taget" not in anna_here.sees
    assert "Trin 1 af 5" in anna_here.sees


async def test_both_in_english(somebody: NewMember):
    ida = await joined(somebody("Ida", "en"), "vigersted")
    await ida.writes("/ideas")
    await ida.taps("Write an idea")
    await ida.sends_picture("A bench by the stream")
    assert ida.sees.startswith("I cannot use the picture here, only words.\n\nStep 2 of 5")
    await ida.writes("/ideas")
    await ida.taps("Write an idea")
    assert ida.alerts[-1] == "What you had begun before is not kept."
