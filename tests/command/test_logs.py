import io
import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from bot import logs
from storage.database import Database
from storage.transaction import Transaction
from tests.command.conftest import Call

ROOT = Path(__file__).parents[2]

CANARY = "123456789:AAcanarycanarycanarycanarycanary12"


def lines(said: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def fail_with(words: str) -> None:
    raise ValueError(words)


def test_what_looks_like_a_token_is_hidden_wherever_it_stands(said: io.StringIO):
    log = structlog.stdlib.get_logger()
    address = f"https://api.telegram.org/bot{CANARY}/getMe"
    log.info(address, field=CANARY, nested={"a": [CANARY]})
    log.warning("quoted", url=CANARY.replace(":", "%3A"))
    logging.getLogger("elsewhere").error(CANARY)
    assert "canary" not in said.getvalue()
    assert said.getvalue().count("[token]") == 5


def test_a_short_token_is_hidden_when_it_was_named(said: io.StringIO):
    logs.hide(["42:x"])
    structlog.stdlib.get_logger().info("bot42:x/")
    assert lines(said)[0]["event"] == "bot[token]/"


def test_of_an_error_the_kind_and_the_places_are_told(said: io.StringIO):
    try:
        fail_with("my back hurts")
    except ValueError:
        structlog.stdlib.get_logger().exception("It failed")
        logging.getLogger("telegram.ext").exception("No handler for %s", "my back hurts")
    told, library = lines(said)
    assert told["why"].startswith("ValueError at tests/command/test_logs.py:")
    assert told["why"].split(" ")[3] == "fail_with"
    assert library["event"] == "No handler for …"
    assert "my back hurts" not in said.getvalue()


def test_other_people_s_libraries_speak_up_only_when_something_is_wrong(said: io.StringIO):
    for name in ("httpx", "telegram.ext", "aiohttp.access", "apscheduler.scheduler", "asyncio"):
        logging.getLogger(name).info("HTTP Request: POST")
    assert said.getvalue() == ""


def test_also_in_debug_libraries_tell_no_steps_of_theirs_and_leave_no_gaps(call: Call):
    stream = io.StringIO()
    logs.set_up(debug=True, stream=stream)
    structlog.stdlib.get_logger().debug("A step of ours")
    for name in ("telegram.ext", "alembic.runtime.migration", "apscheduler.scheduler"):
        logging.getLogger(name).info("Added job %s to %(where)s", "x")
    logging.getLogger("apscheduler").warning("%5.1f of %d: %r", 1.0, 2, "x")
    assert [line["event"] for line in lines(stream)] == ["A step of ours", "… of …: …"]


def test_for_people_a_line_is_a_sentence_and_not_json(call: Call):
    stream = io.StringIO()
    logs.set_up(plain=True, stream=stream)
    structlog.stdlib.get_logger().info("Klyngebot is ready", web_port=1)
    assert re.match(r"\d\d:\d\d:\d\d \[info +\] Klyngebot is ready +web_port=1\n", stream.getvalue())
    assert "{" not in stream.getvalue()
    assert "\x1b" not in stream.getvalue(), "colours are for terminals"


def test_a_line_names_the_bot_and_the_update_it_is_about(said: io.StringIO):
    with structlog.contextvars.bound_contextvars(bot=4242, update=7):
        structlog.stdlib.get_logger().info("Something")
    assert (lines(said)[0]["bot"], lines(said)[0]["update"]) == (4242, 7)


def test_a_line_break_makes_no_second_line(said: io.StringIO):
    structlog.stdlib.get_logger().info("one\ntwo", name="three\nfour")
    assert len(said.getvalue().splitlines()) == 1


def test_an_error_without_places_is_told_by_its_kind():
    assert logs.where(KeyError("my back hurts")) == "KeyError"


PAIN = "my back hurts"
"""The trail shows lines of code; these words stand in none."""


def test_a_trail_tells_where_from_and_never_what_was_said():
    try:
        try:
            fail_with(PAIN)
        except ValueError as error:
            raise KeyError(PAIN) from error
    except KeyError as error:
        told = logs.trail(error)
    assert PAIN not in told
    assert told.endswith("KeyError")
    assert "ValueError\nwhich led to" in told
    assert "in fail_with" in told


UNCAUGHT = """
import sys, threading
from bot import logs

def fail():
    raise ValueError(sys.argv[1])

class Fails:
    def __del__(self):
        fail()

logs.set_up()
logs.catch_the_rest()
thread = threading.Thread(target=fail)
thread.start()
thread.join()
Fails()
fail()
"""


def test_what_nobody_catches_is_told_without_its_words():
    command = (sys.executable, "-c", UNCAUGHT, "my back hurts")
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ended.returncode == 1
    assert "my back hurts" not in ended.stderr + ended.stdout
    told = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [line["event"] for line in told] == ["Nobody caught an error"] * 3
    assert all(line["why"].startswith("ValueError at") for line in told)


async def test_an_error_of_the_database_does_not_repeat_what_was_to_be_kept(database: Database):
    def keep(tx: Transaction) -> None:
        tx.connection.execute(sa.text("INSERT INTO nowhere VALUES (:words)"), {"words": "my back hurts"})

    with pytest.raises(sa.exc.DBAPIError) as failed:
        await database.transact(keep)
    assert "my back hurts" not in str(failed.value)
