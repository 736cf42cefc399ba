"""The reserve is laid where there is room, and thrown overboard where there is none."""

import stat
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import ballast
from bot.app import Klyngebot
from bot.ballast import ROOMY, SIZE, TIGHT, Ballast
from scheduler.duties import DUTIES


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the disk has, in bytes."""
    free = [ROOMY + 1]
    monkeypatch.setattr(ballast, "room", lambda _: free[0])
    return free


def test_it_takes_real_room_and_is_its_owners_alone(tmp_path: Path, free: list[int]):
    Ballast(tmp_path / "data").look()
    laid = (tmp_path / "data" / "ballast").stat()
    assert (laid.st_size, stat.S_IMODE(laid.st_mode)) == (SIZE, 0o600)
    assert laid.st_blocks * 512 >= SIZE


def test_each_step_is_told_once(tmp_path: Path, free: list[int]):
    reserve, told = Ballast(tmp_path), []
    steps = [ROOMY + 1, TIGHT - 1, TIGHT - 2, SIZE - 1, SIZE, TIGHT + 1, ROOMY, ROOMY + 1]
    for free[0] in steps:
        with capture_logs() as said:
            reserve.look()
        told.append((reserve.tight, reserve._file.exists(), [line["event"].split()[-1] for line in said]))
    assert told == [
        (False, True, []),
        (True, True, ["rests"]),
        (True, True, []),
        (True, False, ["now"]),
        (True, False, []),
        (True, False, []),
        (True, False, []),
        (False, True, ["again"]),
    ]


def test_where_there_never_was_room_there_is_none_to_give_back(tmp_path: Path, free: list[int]):
    free[0] = SIZE - 1
    Ballast(tmp_path).look()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("bytes_free", "laid"), [(TIGHT + SIZE, False), (TIGHT + SIZE + 1, True)])
def test_a_small_disk_has_its_reserve_too_where_what_is_left_is_not_tight(
    tmp_path: Path, free: list[int], bytes_free: int, laid: bool
):
    free[0] = bytes_free
    Ballast(tmp_path).look()
    assert (tmp_path / "ballast").exists() == laid


def test_a_disk_that_cannot_reserve_is_left_as_it_was(
    tmp_path: Path, free: list[int], monkeypatch: pytest.MonkeyPatch
):
    def refused(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.posix_fallocate", refused)
    with pytest.raises(OSError, match="not supported"):
        Ballast(tmp_path).look()
    assert list(tmp_path.iterdir()) == []


async def test_while_it_is_tight_what_writes_to_many_rests(klyngebot: Klyngebot):
    resting = {duty.name for duty in DUTIES if not klyngebot._may(duty)}
    klyngebot.ballast.tight = True
    assert resting == set()
    assert {duty.name for duty in DUTIES if not klyngebot._may(duty)} == {
        "announce",
        "propose",
        "send digests",
        "write about polls",
        "write digests",
    }
