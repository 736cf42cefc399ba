"""A browser for the whole folder; a fresh Telegram, bot and page for each test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.fixtures.patience import PATIENCE
from tests.phone.stage import Stage, Watch, chromium

Open = Callable[..., Awaitable[Page]]
MOST = 1000 * PATIENCE
"""Milliseconds the browser is given, too."""
KEEP_WHAT_IS_TOLD = """
window.told = [];
addEventListener("DOMContentLoaded", () => {
  const line = document.getElementById("connection");
  new MutationObserver(() => window.told.push(line.textContent)).observe(line, { childList: true });
});
"""
SETTINGS = {"color_scheme": "light", "locale": "da-DK"}


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=MOST)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium())
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    """Open, with the bot answering."""
    opened = Stage()
    await opened.open()
    playing = await opened.play()
    yield opened
    playing.cancel()
    with suppress(asyncio.CancelledError):
        await playing
    await opened.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, stage: Stage, watch: Watch) -> AsyncIterator[Open]:
    """`await open_page(width, height, letters, **settings)`; a page that complained fails its test."""
    contexts = []

    async def opened(width: int = 1280, height: int = 900, letters: int = 1, **settings: object) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, **(SETTINGS | settings)
        )
        context.set_default_timeout(MOST)
        contexts.append(context)
        await context.add_init_script(f"localStorage.setItem('phone.letters', '{letters}')")
        await context.add_init_script(KEEP_WHAT_IS_TOLD)
        page = await context.new_page()
        watch.over(page)
        await page.goto(stage.url)
        await page.locator(".phone").first.wait_for()
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert watch.complaints == []
    assert watch.strangers == []
