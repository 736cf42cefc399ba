"""The month to tap in, seven buttons to a row, can be hit on the narrowest phone with the largest letters."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from domain.dialogue import Option
from tests.phone.conftest import Open
from tests.phone.stage import Stage
from tests.phone.test_looks import SPILLS
from tests.phone.test_phone import started
from tests.views.test_screens_fit import asked
from views.asking_when import grid
from views.words import Words

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

TODAY = date(2026, 11, 22)
LEAST = 24  # px a side: WCAG 2.2, 2.5.8


@pytest.mark.parametrize("letters", [1, 3])
@pytest.mark.parametrize("width", [320, 360])
async def test_a_month_can_be_hit(open_page: Open, stage: Stage, width: int, letters: int):
    page = await open_page(width, 740, letters, reduced_motion="reduce")
    anna = await started(page)
    options: list[Option] = grid(Words("da"), date(2027, 5, 1), TODAY, TODAY + timedelta(days=731))
    keys = [
        [{"text": key.label, "callback_data": key.data} for key in row]
        for row in asked(Words("da"), "when", options, where="m202705").rows
    ]
    chat = stage.people[0].person.telegram_id
    markup = {"inline_keyboard": keys}
    await stage.script.call("sendMessage", chat_id=chat, text="Hvornår?", reply_markup=markup)
    last = anna.get_by_role("button", name="31", exact=True)
    await expect(last).to_be_visible()
    assert await page.evaluate(SPILLS) == []
    for day in ("1", "15", "31"):
        box = await anna.get_by_role("button", name=day, exact=True).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= LEAST, (day, box)
    if folder := os.environ.get("PICTURES"):
        await page.screenshot(path=Path(folder) / f"month-{width}-{letters}.png")
