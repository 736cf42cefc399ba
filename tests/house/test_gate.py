"""The gate as a whole: one failing step fails it, and does not hide the others."""

import pytest

from tools import gate


def test_every_step_runs_and_one_that_fails_fails_the_gate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gate, "STEPS", {"first": lambda: False, "second": lambda: True})
    assert gate.main([]) == 1
    *_, first, second = capsys.readouterr().out.splitlines()
    assert first.split()[:2] == ["first", "FAILED"]
    assert second.split()[:2] == ["second", "ok"]


def test_one_step_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "STEPS", {"first": lambda: False, "second": lambda: True})
    assert gate.main(["second"]) == 0


def test_without_gettext_the_gate_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="apt-get install gettext"):
        gate.main([])


def test_findings_are_printed_and_fail_their_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert not gate.house(lambda _root: ["domain/a.py:1: too long"])()
    assert capsys.readouterr().out == "domain/a.py:1: too long\n"
    assert gate.house(lambda _root: [])()


def test_a_command_passes_by_its_exit_status() -> None:
    assert gate.command("python", "-c", "pass")()
    assert not gate.command("python", "-c", "raise SystemExit(3)")()


def test_nothing_of_the_gate_is_missing() -> None:
    assert {*gate.STEPS} == {
        "lint", "form", "types", "contracts", "rooms", "habits", "sizes", "catalogues", "leaks", "locks",
        "migrations", "tests",
    }  # fmt: skip
