"""Beginning the demo anew."""

from pathlib import Path

import pytest

from simulator import demo
from storage import lock
from storage.errors import DatabaseInUse


def test_beginning_anew_takes_away_the_demo_s_own_files_only(tmp_path: Path):
    kept = {"photos.zip", "klyngebot.db", "demo.db.copy", "folder"}
    (tmp_path / "folder").mkdir()
    for name in ("photos.zip", "klyngebot.db", "demo.db.copy", "demo.db", "demo.db-wal", "clock.json"):
        (tmp_path / name).write_text("x")
    demo.forget(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*kept, "demo.db.lock"}


def test_a_running_demo_is_not_begun_anew_under_its_feet(tmp_path: Path):
    (tmp_path / "demo.db").write_text("x")
    with lock.held(tmp_path / "demo.db"), pytest.raises(DatabaseInUse):
        demo.forget(tmp_path)
    assert (tmp_path / "demo.db").exists()
