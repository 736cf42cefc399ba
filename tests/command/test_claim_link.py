"""The first link is for the eyes in front of the terminal, and not for the log."""

import pytest

from bot.welcome import Welcome

LINK = "https://t.me/nord_bot?start=claim_" + "x" * 32


def test_the_claim_link_and_its_qr_code_fit_a_small_terminal(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    Welcome().show("nord_bot", LINK)
    shown, errors = capsys.readouterr()
    assert f"  {LINK}\n" in shown
    assert "Within 30 minutes" in shown
    assert "@nord_bot" in shown
    lines = shown.splitlines()
    assert sum("█" in line for line in lines) > 15, "the QR code"
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 35
    assert errors == caplog.text == ""


def test_of_many_links_one_has_a_qr_code(capsys: pytest.CaptureFixture[str]):
    welcome = Welcome()
    for name in ("nord_bot", "syd_bot"):
        capsys.readouterr()
        welcome.show(name, LINK)
    shown = capsys.readouterr().out
    assert f"@syd_bot yet. Within 30 minutes, open on your phone\n\n  {LINK}\n" in shown
    assert "█" not in shown
