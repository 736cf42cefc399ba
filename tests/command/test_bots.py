"""`klyngebot bot`: which bot speaks for whom, and no token in the database."""

from pathlib import Path

import pytest

from tests.command.conftest import VILLAGE, Call


@pytest.mark.usefixtures("two_bots")
def test_bots_are_added_listed_disabled_and_enabled(call: Call, tmp_path: Path):
    call("cluster", "import", VILLAGE)
    assert "https://t.me/nord_bot?start=claim_" in call("bot", "add", "@nord_bot", "ringsted-nord").output
    assert call("bot", "list").output.splitlines()[1:] == [
        "4343  has a token in the settings and no cluster. Say which: klyngebot bot add"
    ]
    assert call("bot", "add", "https://t.me/syd_bot").exit_code == 0
    assert "for another cluster" in call("bot", "add", "syd_bot", "ringsted-nord").output
    assert call("bot", "disable", "syd_bot").exit_code == 0
    listed = call("bot", "list").output.splitlines()
    assert listed == [
        "4242  @nord_bot  Ringsted Nord  served",
        "4343  @syd_bot  a new cluster  disabled",
    ]
    call("bot", "add", "syd_bot")
    assert call("bot", "list").output.count("served") == 2
    assert b"canary" not in b"".join(file.read_bytes() for file in (tmp_path / "data").glob("klyngebot.db*"))


def test_where_there_is_none_the_list_says_so(call: Call):
    assert "There is no bot yet." in call("bot", "list").output


@pytest.mark.usefixtures("two_bots")
def test_what_cannot_be_is_said(call: Call):
    assert "There are: none yet" in call("bot", "add", "nord_bot", "Mols").output
    call("cluster", "import", VILLAGE)
    assert "No token in the settings is @other_bot's" in call("bot", "add", "other_bot").output
    assert (
        "There is no cluster mols. There are: ringsted-nord" in call("bot", "add", "nord_bot", "mols").output
    )
    assert "There is no bot @other_bot here" in call("bot", "disable", "other_bot").output
