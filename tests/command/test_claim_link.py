"""The first link is for the eyes in front of the terminal, and not for the log."""

import pytest

from bot import cli

LINK = "https://t.me/nord_bot?start=claim_" + "x" * 32


def test_the_claim_link_and_its_qr_code_fit_a_small_terminal(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    cli._show(LINK)
    shown, errors = capsys.readouterr()
    assert f"  {LINK}\n" in shown
    assert "within 30 minutes" in shown
    lines = shown.splitlines()
    assert sum("█" in line for line in lines) > 15, "the QR code"
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 35
    assert errors == caplog.text == ""
