"""The log of who was erased, when the disk is full in the middle of it or two processes begin it at once."""

import resource
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.erasure_log import KEY_BYTES, DamagedKey, ErasureLog
from storage.erasure import Erasure

MOMENT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def erasure(telegram_id: int) -> Erasure:
    return Erasure(id=telegram_id, cluster_id=1, telegram_id=telegram_id, at=MOMENT)


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """As on a full disk: the system takes what fits, and says so only at the next write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 10])
def test_a_key_for_which_there_is_no_room_is_made_whole_the_next_time(tmp_path: Path, room: int):
    log = ErasureLog(tmp_path)
    with files_no_longer_than(room), pytest.raises(OSError, match="File too large"):
        log.add([erasure(7)])
    log.add([erasure(7)])
    assert len((tmp_path / "erasures.key").read_bytes()) == KEY_BYTES
    assert [*log.read()] == [log.hash_of(1, 7)]
    assert {one.name for one in tmp_path.iterdir()} == {"erasures.key", "erasures.log"}


def test_a_line_that_did_not_fit_is_not_taken_for_written(tmp_path: Path):
    log = ErasureLog(tmp_path)
    log.add([erasure(7)])
    full = (tmp_path / "erasures.log").stat().st_size + 50
    with files_no_longer_than(full), pytest.raises(OSError, match="File too large"):
        log.add([erasure(8)])
    log.add([erasure(8)])
    assert {*log.read()} == {log.hash_of(1, 7), log.hash_of(1, 8)}


def test_who_begins_at_the_same_moment_has_the_same_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = secrets.token_bytes

    def slowly(count: int) -> bytes:
        time.sleep(0.05)
        return made(count)

    monkeypatch.setattr("bot.erasure_log.secrets.token_bytes", slowly)
    with ThreadPoolExecutor() as threads:
        hashed = threads.map(lambda _: ErasureLog(tmp_path).hash_of(1, 7), range(4))
    assert {*hashed} == {ErasureLog(tmp_path).hash_of(1, 7)}


def test_a_key_that_is_cut_short_hides_nobody_and_is_not_used(tmp_path: Path):
    (tmp_path / "erasures.key").write_bytes(b"")
    with pytest.raises(DamagedKey, match="put the copy of it back"):
        ErasureLog(tmp_path).add([erasure(7)])
    assert not (tmp_path / "erasures.log").exists()
