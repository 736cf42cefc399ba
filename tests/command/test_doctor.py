"""What the doctor says of each ill: one sentence, with what to do."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import aiohttp
import pytest

from bot import doctor
from bot.findings import Finding, diagnosis, ill
from bot.running import Running
from bot.transport import Patience
from bot.vital_signs import of_the_running, of_the_still
from storage import backup, lock, migrations
from storage.bots import Bot
from storage.load import Doubtful, Load, Updates
from storage.migrations.make import VERSIONS
from tests.command.conftest import TOKEN, Call
from tests.fixtures.patience import PATIENCE

ROOT = Path(__file__).parents[2]
VILLAGE = str(ROOT / "simulator" / "village" / "ringsted_nord.yaml")
IN_A_HURRY = doctor.IN_A_HURRY
IN_A_MOMENT = aiohttp.ClientTimeout(total=0.5)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def telegram() -> Iterator[str]:
    """The address of a Telegram in a process of its own: the command has its own loop here."""
    command = [sys.executable, "-m", "simulator", "--bot", f"{TOKEN}@klynge_bot"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that stands still for a moment is no ill."""
    monkeypatch.setattr(doctor, "IN_A_HURRY", Patience(connect=PATIENCE, write=PATIENCE, read=PATIENCE))
    monkeypatch.setattr("bot.running.PATIENCE", aiohttp.ClientTimeout(total=PATIENCE))


@pytest.fixture
def reachable(token: None, telegram: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGEBOT_API_URL", telegram)


def wrong(output: str) -> list[str]:
    return [line.split(":")[0].split()[1] for line in output.splitlines() if line.startswith("  WRONG")]


def said(output: str) -> str:
    """The one sentence; no other ends in it."""
    first, empty, *_ = output.splitlines()
    assert empty == ""
    assert re.fullmatch(r"[A-Z\"@\d].*[^.]\.", first), first
    assert not re.search(r"[.!?] [A-Z]", first), f"two sentences: {first}"
    return first


def test_without_settings_it_says_which_and_looks_at_the_rest(call: Call):
    answer = call("doctor")
    assert answer.exit_code == 1
    assert said(answer.output).startswith("KLYNGEBOT_TOKEN is missing: talk to @BotFather in Telegram")
    assert wrong(answer.output) == ["settings"]
    assert "ok     SQLite" in answer.output


def test_a_token_that_is_none(call: Call, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLYNGEBOT_TOKEN", "my bot")
    assert said(call("doctor").output).startswith(
        "KLYNGEBOT_TOKEN cannot be used as it is: talk to @BotFather"
    )


@pytest.mark.usefixtures("token")
def test_of_several_ills_the_first_is_said_and_the_others_have_a_line_each(call: Call):
    answer = call("doctor")
    assert answer.exit_code == 1
    assert said(answer.output) == (
        "There is no database yet: start the bot with klyngebot run, which makes one (1 more below)."
    )
    assert wrong(answer.output) == ["database", "token"]
    assert "Telegram cannot be reached: look at the network, a firewall" in answer.output
    call("migrate")
    assert "klyngebot run shows a link to set yours up in the chat" in call("doctor").output


@pytest.mark.usefixtures("token")
def test_it_changes_nothing(call: Call, tmp_path: Path):
    call("doctor")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("token")
def test_a_telegram_that_never_answers_keeps_it_less_than_three_seconds(
    call: Call, monkeypatch: pytest.MonkeyPatch
):
    assert sum(astuple(IN_A_HURRY)) < 3
    monkeypatch.setattr(doctor, "IN_A_HURRY", Patience(connect=1.0, write=0.1, read=0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("KLYNGEBOT_API_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert "token" in wrong(call("doctor").output)


@pytest.mark.usefixtures("reachable")
def test_when_all_is_well_it_ends_with_0(call: Call):
    call("cluster", "import", VILLAGE)
    answer = call("doctor")
    assert (answer.exit_code, wrong(answer.output)) == (0, [])
    assert said(answer.output) == "All is well."
    assert "ok     token: Telegram knows it as @klynge_bot." in answer.output
    for looked_at in ("clock: This machine's clock shows", "time zones: known", "languages: da"):
        assert f"ok     {looked_at}" in answer.output
    assert "ok     bot: not running; klyngebot run starts it." in answer.output


@pytest.mark.usefixtures("token")
def test_a_token_that_telegram_does_not_know(call: Call, telegram: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLYNGEBOT_API_URL", telegram)
    monkeypatch.setenv("KLYNGEBOT_TOKEN", "4242:another-canary")
    call("migrate")
    assert said(call("doctor").output) == (
        "Telegram does not know the token of bot 4242: "
        "look at KLYNGEBOT_TOKEN, or ask @BotFather for a new one."
    )


@pytest.mark.usefixtures("reachable")
def test_of_several_tokens_each_is_tried(call: Call, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLYNGEBOT_TOKEN", f"{TOKEN} 4343:another-canary")
    call("migrate")
    assert said(call("doctor").output).startswith("Telegram does not know the token of bot 4343")


@pytest.mark.usefixtures("token")
def test_a_folder_that_cannot_be_written(call: Call, tmp_path: Path):
    (tmp_path / "data").write_text("a file is in the way")
    answer = call("doctor").output
    assert "cannot be written: give it to the bot's user (chown)" in said(answer)
    assert "KLYNGEBOT_DATA_DIR in .env" in said(answer)
    assert not re.search("ok +(data folder|disk)", answer)


@pytest.mark.usefixtures("reachable")
def test_a_disk_with_little_room(call: Call, monkeypatch: pytest.MonkeyPatch):
    call("migrate")
    monkeypatch.setattr(doctor, "ROOM_NEEDED", 10**9)
    assert re.match(
        r"Only \d+ MB are free on the disk of the data folder: make room until", said(call("doctor").output)
    )
    assert call("doctor").exit_code == 0, "people get their answers still"
    monkeypatch.setattr(doctor, "TIGHT", 10**15)
    assert call("doctor").exit_code == 1


@pytest.mark.usefixtures("reachable")
@pytest.mark.parametrize("setting", ["KLYNGEBOT_WEB_PORT", "KLYNGEBOT_WATCH_PORT"])
def test_a_port_that_is_taken(call: Call, monkeypatch: pytest.MonkeyPatch, setting: str):
    call("migrate")
    monkeypatch.setenv("KLYNGEBOT_WATCH_PORT", "0")
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)
        monkeypatch.setenv(setting, str(other.getsockname()[1]))
        monkeypatch.setattr("bot.running.PATIENCE", IN_A_MOMENT)
        assert f"set {setting} in .env to another" in said(call("doctor").output)
    assert "port" not in wrong(call("doctor").output)


class Door(BaseHTTPRequestHandler):
    """Says what it was told to."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(self.server.says[self.path].encode())

    def log_message(self, *_: object) -> None: ...


@contextmanager
def somebody_at(monkeypatch: pytest.MonkeyPatch, ready: str, metrics: str) -> Iterator[None]:
    """At the port of the watch."""
    with HTTPServer(("127.0.0.1", 0), Door) as server:
        server.says = {"/readyz": ready, "/metrics": metrics}
        monkeypatch.setenv("KLYNGEBOT_WATCH_PORT", str(server.server_port))
        answering = threading.Thread(target=server.serve_forever)
        answering.start()
        yield
        server.shutdown()
        answering.join()


@pytest.mark.usefixtures("reachable")
@pytest.mark.parametrize("ready", ["{}", "hello"])
def test_a_stranger_at_the_port_of_the_watch(call: Call, monkeypatch: pytest.MonkeyPatch, ready: str):
    call("migrate")
    with somebody_at(monkeypatch, ready, "up 1"):
        answer = call("doctor").output
    assert wrong(answer) == ["port"]
    assert "set KLYNGEBOT_WATCH_PORT in .env to another." in said(answer)


NOT_TICKING = json.dumps(
    {
        "troubles": ["The clock has not ticked for 75 seconds."],
        "not_served": [],
        "duties_failing": [],
        "bots": [],
    }
)


@pytest.mark.usefixtures("reachable")
def test_a_bot_that_runs_and_shares_its_database_tells_itself_how_it_is(
    call: Call, monkeypatch: pytest.MonkeyPatch
):
    """As with PostgreSQL: the doctor could look into the database, too."""
    call("migrate")
    monkeypatch.setattr(doctor, "_alone", lambda _: False)
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/pg_dump")
    with somebody_at(monkeypatch, NOT_TICKING, "klyngebot_ready 0"):
        answer = call("doctor").output
    assert said(answer) == "The clock has not ticked for 75 seconds: start the bot again."
    assert wrong(answer) == ["bot"]


@pytest.mark.usefixtures("reachable")
def test_somebody_elses_database(call: Call, tmp_path: Path):
    (tmp_path / "data").mkdir()
    change(tmp_path, "CREATE TABLE recipes (name)")
    assert said(call("doctor").output) == (
        "The database holds tables that Klyngebot did not make: give it one of its own."
    )


@pytest.mark.usefixtures("reachable")
def test_an_older_database(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    call("migrate")
    (tmp_path / "0002.py").touch()
    monkeypatch.setattr(migrations.look, "__defaults__", ((*VERSIONS, tmp_path),))
    assert re.fullmatch(
        r"The database is an older one \(0001_\w+\): run klyngebot migrate\.", said(call("doctor").output)
    )


@pytest.mark.usefixtures("reachable")
def test_a_newer_database(call: Call, tmp_path: Path):
    call("migrate")
    change(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    assert said(call("doctor").output).startswith(
        "The database was made by a later version of Klyngebot (9999) than this"
    )
    assert "start that version, or put back a backup" in call("doctor").output


@pytest.mark.usefixtures("reachable")
def test_a_damaged_database(call: Call, tmp_path: Path):
    call("migrate")
    (tmp_path / "data" / "klyngebot.db").write_bytes(b"not a database, but long enough to look at" * 99)
    assert said(call("doctor").output) == (
        "The database file is not a database: "
        "stop the bot, and put the newest copy back with klyngebot backup restore FILE."
    )


@pytest.mark.usefixtures("reachable")
def test_a_bot_that_hangs(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """That its ports are taken is its own doing."""
    call("migrate")
    monkeypatch.setattr("bot.running.PATIENCE", IN_A_MOMENT)
    with lock.held(tmp_path / "data" / "klyngebot.db"), socket.create_server(("127.0.0.1", 0)) as its_own:
        monkeypatch.setenv("KLYNGEBOT_WATCH_PORT", str(its_own.getsockname()[1]))
        answer = call("doctor").output
    assert said(answer).startswith(
        "The bot has the database open, but does not answer: if it does not within"
    )
    assert wrong(answer) == ["bot"]


@pytest.mark.usefixtures("reachable")
def test_copies_that_are_old(call: Call, tmp_path: Path):
    call("cluster", "import", VILLAGE)
    (tmp_path / "data" / "backups").mkdir()
    for days, words in ((9, "look   copies: The last nightly copy is of"), (1, "ok     copies: the last")):
        moment = datetime.now(UTC) - timedelta(days=days)
        backup.named("nightly", tmp_path / "data" / "backups", ".db", moment).touch()
        answer = call("doctor")
        assert words in answer.output
        assert answer.exit_code == 0
        assert ("run klyngebot backup create" in said(answer.output)) == (days == 9)


def change(tmp_path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "klyngebot.db")) as opened, opened:
        for statement in statements:
            opened.execute(statement)


BOT = "insert into bots (id, cluster_id, username, alive_at) values (4242, 1, 'klynge_bot', '{}')"


@pytest.mark.usefixtures("reachable")
def test_a_bot_that_is_still(call: Call, tmp_path: Path):
    call("cluster", "import", VILLAGE)
    change(tmp_path, BOT.format("2026-11-20 14:02:00.000000"))
    assert said(call("doctor").output) == (
        "The bot is not running, and was last at 2026-11-20 14:02 UTC: "
        "start it with klyngebot run, or systemctl start klyngebot."
    )


@pytest.mark.parametrize(("shared", "well"), [(True, True), (False, False)])
def test_a_bot_that_has_just_stopped_may_run_elsewhere_only_where_the_database_is_shared(
    shared: bool, well: bool
):
    there = [Bot(1, "a_bot", 1, alive_at=NOW - timedelta(minutes=1))]
    (bot, _) = of_the_still(there, Load([], [], []), NOW, shared=shared)
    assert bot.well == well


@pytest.mark.usefixtures("reachable")
def test_a_key_of_erasures_that_is_damaged(call: Call, tmp_path: Path):
    call("cluster", "import", VILLAGE)
    (tmp_path / "data" / "erasures.key").write_bytes(b"")
    answer = call("doctor")
    assert (answer.exit_code, wrong(answer.output)) == (1, ["erasures"])
    assert "erasures.key is damaged: put the copy of it back" in said(answer.output)


@pytest.mark.usefixtures("reachable")
def test_another_installation_at_our_port(call: Call, monkeypatch: pytest.MonkeyPatch):
    """Ours would hold the database's file, which the doctor has just opened."""
    call("cluster", "import", VILLAGE)
    with somebody_at(monkeypatch, NOT_TICKING, "klyngebot_ready 0"):
        answer = call("doctor").output
    assert wrong(answer) == ["port"]
    assert said(answer).endswith("set KLYNGEBOT_WEB_PORT in .env to another, so that both can run.")


@pytest.mark.usefixtures("reachable")
def test_a_clock_that_is_behind(call: Call, tmp_path: Path):
    call("cluster", "import", VILLAGE)
    change(tmp_path, BOT.format("2099-11-20 14:02:00.000000"))
    assert said(call("doctor").output).startswith("This machine's clock is behind, for the bot ran at 2099")


@pytest.mark.usefixtures("reachable")
def test_what_was_lost(call: Call, tmp_path: Path):
    call("cluster", "import", VILLAGE)
    change(
        tmp_path,
        BOT.replace("'{}'", "null"),
        "insert into inbox (bot_id, cluster_id, update_id, state, attempts, received_at) values"
        " (4242, 1, 7, 'dead', 3, '2026-11-22')",
        "insert into contents (id, cluster_id, text, rows, created_at)"
        " values (1, 1, 'Hej', '[]', '2026-11-22')",
        "insert into outbox (cluster_id, bot_id, chat_id, kind, unique_key, act, content_id, lane, state,"
        " attempts, copies, not_before, created_at, settled_at) values (1, 4242, 7, 'answer', 'answer:7:0',"
        " 'send', 1, 'answer', 'unknown', 1, 1, '2026-11-22', '2026-11-22', '2026-11-22')",
    )
    answer = call("doctor")
    assert answer.exit_code == 0, "people get their answers"
    assert said(answer.output).startswith("@klynge_bot could not deal with 1 of the messages it got: look in")
    assert (
        "1 of @klynge_bot's letters of the last month may not have arrived: look in the log" in answer.output
    )


@pytest.mark.slow
@pytest.mark.usefixtures("reachable")
def test_a_bot_that_runs_tells_itself_how_it_is(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """One that answers, then one that is frozen, then one that is dead."""
    for setting in ("WEB", "WATCH"):
        with socket.create_server(("127.0.0.1", 0)) as free:
            monkeypatch.setenv(f"KLYNGEBOT_{setting}_PORT", str(free.getsockname()[1]))
    call("cluster", "import", VILLAGE)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen((sys.executable, "-m", "bot", "run"), env=environment, stdout=-1, stderr=-1) as bot:
        try:
            until_it_listens(int(os.environ["KLYNGEBOT_WATCH_PORT"]))
            assert "ok     bot: it runs, and people get their answers." in call("doctor").output
            assert said(call("doctor").output) == "All is well."
            bot.send_signal(signal.SIGSTOP)
            monkeypatch.setattr("bot.running.PATIENCE", IN_A_MOMENT)
            assert said(call("doctor").output).startswith(
                "The bot has the database open, but does not answer"
            )
        finally:
            bot.kill()
    assert said(call("doctor").output).startswith("The bot is not running, and was last at ")


def until_it_listens(port: int) -> None:
    """Before, the doctor would have the database for a moment, and the bot could not start."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        time.sleep(0.1)
        with suppress(ConnectionRefusedError):
            return socket.create_connection(("127.0.0.1", port)).close()
    pytest.fail("it does not start")


def ready(**more: object) -> Running:
    figures = more.pop("figures", {})
    nothing = {"troubles": [], "not_served": [], "bots": [], "duties_failing": []}
    return Running({**nothing, **more}, figures)


@pytest.mark.parametrize(
    ("running", "sentence"),
    [
        (
            ready(troubles=["The clock has not ticked for 75 seconds, and no reminder goes out."]),
            "The clock has not ticked for 75 seconds, and no reminder goes out: start the bot again.",
        ),
        (
            ready(troubles=["The database cannot be written."]),
            (
                "The database cannot be written: "
                "look at the disk, or at PostgreSQL; until then nobody is answered."
            ),
        ),
        (
            ready(troubles=["Telegram has not answered for a while."]),
            "Telegram has not answered for a while: look at the network and the firewall of this machine.",
        ),
        (
            ready(troubles=["Telegram does not take what the bot sends."]),
            (
                "Telegram does not take what the bot sends: "
                "look at the network and the firewall of this machine."
            ),
        ),
        (ready(figures={("klyngebot_oldest_update_seconds", "a_bot"): 30.0}), "All is well."),
        (
            ready(not_served=["Telegram does not know the token of bot 1. Ask @BotFather for a new one."]),
            "Telegram does not know the token of bot 1: ask @BotFather for a new one.",
        ),
        (
            ready(duties_failing=["remind of events"]),
            (
                "The clock cannot do what it should (remind of events): "
                'look in the log for "A duty failed", which says where.'
            ),
        ),
        (
            ready(figures={("klyngebot_oldest_update_seconds", "a_bot"): 240.0}),
            (
                "Somebody has waited for @a_bot's answer for 4 minutes: "
                "look in the log for what fails, and start the bot again."
            ),
        ),
        (
            ready(figures={("klyngebot_dead_letters", "a_bot"): 2.0}),
            (
                "@a_bot could not deal with 2 of the messages it got: "
                'look in the log for "dead letter", and report what it says to whoever makes Klyngebot.'
            ),
        ),
        (
            ready(
                figures={
                    ("klyngebot_dead_letters", "a_bot"): 0.0,
                    ("klyngebot_letters_in_doubt", "a_bot", "unknown"): 2.0,
                    ("klyngebot_letters_in_doubt", "a_bot", "dead"): 1.0,
                }
            ),
            (
                "3 of @a_bot's letters of the last month may not have arrived: "
                'look in the log for "did not get through", and ask those it concerns.'
            ),
        ),
        (ready(figures={("klyngebot_dead_letters", "a_bot"): 0.0}), "All is well."),
        (ready(bots=[{"bot": "a_bot", "state": "disabled"}]), "All is well."),
    ],
)
def test_what_it_makes_of_what_the_running_bot_says(running: Running, sentence: str):
    findings = of_the_running(running)
    assert diagnosis(findings) == sentence
    assert ("it runs, and people get their answers" in {one.found for one in findings}) != bool(
        running.ready["troubles"] or running.ready["not_served"]
    )


def test_a_bot_that_was_disabled_is_named_and_no_ill():
    disabled = ready(bots=[{"bot": "a_bot", "state": "disabled"}, {"bot": "b_bot", "state": "serving"}])
    assert [str(one) for one in of_the_running(disabled)] == [
        "ok     bot: it runs, and people get their answers.",
        "ok     bot: @a_bot is disabled; klyngebot bot add @a_bot enables it.",
    ]


def test_what_keeps_people_from_answers_comes_before_what_does_not():
    findings = [
        Finding("a", "A letter is lost", "look", grave=False),
        Finding("b", "The disk is full", "tidy"),
    ]
    assert diagnosis(findings) == "The disk is full: tidy (1 more below)."


def test_words_of_several_sentences_become_one():
    found = ill("x", "It is gone. Look at KLYNGEBOT_X, please. KLYNGEBOT_Y, too. Nothing was changed.")
    assert found.sentence == (
        "It is gone: look at KLYNGEBOT_X, please; KLYNGEBOT_Y, too; nothing was changed."
    )


def test_of_a_still_bot_only_those_that_are_wanted_count():
    there = [Bot(1, "a_bot", 1, alive_at=NOW), Bot(2, "b_bot", 1, disabled_at=NOW)]
    doubtful = [Doubtful("a_bot", "dead", 1), Doubtful("a_bot", "unknown", 2)]
    bot, letters = of_the_still(there, Load([], [Updates("a_bot", 0, None, 0)], doubtful), NOW, shared=True)
    assert (bot.what, letters.what) == ("bot", "letters")
    assert letters.sentence.startswith("3 of @a_bot's letters of the last month may not have arrived")


def test_a_clock_that_was_set_back_a_little_is_no_ill():
    there = [Bot(1, "a_bot", 1, alive_at=NOW + timedelta(minutes=1))]
    findings = of_the_still(there, Load([], [], []), NOW, shared=True)
    assert diagnosis(findings) == "All is well."
    assert findings[-1].sentence == "@a_bot has lost none."


def test_a_duty_that_fails_keeps_nobody_from_an_answer():
    (duties,) = [one for one in of_the_running(ready(duties_failing=["remind of events"])) if not one.well]
    assert not duties.grave


def test_a_clock_before_the_first_version(call: Call):
    assert doctor._clock(datetime(1970, 1, 1, tzinfo=UTC)).sentence == (
        "This machine's clock shows 1970-01-01 00:00 UTC: set it with timedatectl set-ntp true."
    )


def test_a_sqlite_that_is_too_old(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 1))
    assert "is too old: 3.35 is needed" in doctor._sqlite().sentence


def test_zones_that_are_missing(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> ZoneInfo:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr("bot.doctor.ZoneInfo", missing)
    assert doctor._zones().sentence == "The rules of time zones are missing: install the package tzdata."


def test_words_that_are_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.doctor.LANGUAGES", ("da", "fi"))
    assert doctor._languages().sentence == "The words in fi are missing: install Klyngebot again."


def test_a_postgresql_without_its_tools(call: Call, monkeypatch: pytest.MonkeyPatch):
    settings = doctor.Settings(token="1:a", database_url="postgresql://a@127.0.0.1/b")
    monkeypatch.setenv("PATH", "/nowhere")
    (found,) = doctor._copies(settings, NOW)
    assert found.sentence == (
        "No copy can be made of the database, since pg_dump is missing: "
        "install the package postgresql-client."
    )
