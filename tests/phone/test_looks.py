"""Nothing runs off the screen, everything can be hit, and axe finds nothing: narrow, wide, light, dark."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.phone.conftest import Open
from tests.phone.test_phone import phone_of, started, write

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

SMALL_TARGETS = """() => [...document.querySelectorAll('button, a.key, a.card, input, select, textarea')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.words'))
  .map((e) => [e.getBoundingClientRect(), e])
  .filter(([box]) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
  .map(([box, e]) => `${e.outerHTML.slice(0, 80)}: ${box.width} x ${box.height}`)"""
SPILLS = """() => [...document.querySelectorAll('body *')]
  .filter((e) => e.checkVisibility() && !e.closest('.people') && !e.closest('svg'))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
  .map((e) => e.outerHTML.slice(0, 80))"""
LONG_WORD = "Fællesspisningsarrangementstilmeldingsfristforlængelse" * 2


async def assert_fits(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(SPILLS) == []
    assert await page.evaluate(SMALL_TARGETS) == []


async def assert_no_barriers(page: Page) -> None:
    found = await Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()


@pytest.mark.parametrize("letters", [1, 3])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(320, 640), (360, 740), (1280, 900)])
async def test_it_fits_can_be_hit_and_read(
    open_page: Open, width: int, height: int, scheme: str, letters: int
):
    page = await open_page(width, height, letters, color_scheme=scheme, reduced_motion="reduce")
    await assert_fits(page)
    anna = await started(page)
    await write(anna, LONG_WORD)
    await expect(anna.get_by_text(f"Du skrev: {LONG_WORD}")).to_be_visible()
    await anna.get_by_role("button", name="Vedhæft").click()
    await assert_fits(page)
    await assert_no_barriers(page)


@pytest.mark.parametrize("letters", [1, 3])
async def test_dialogs_and_menus_fit_a_narrow_phone(open_page: Open, letters: int):
    page = await open_page(320, 640, letters, reduced_motion="reduce")
    await page.get_by_role("button", name="Indstillinger").click()
    await assert_fits(page)
    for opener in ("Klokken i prøven", "Ny person", "Hvad er det her?"):
        await page.get_by_role("button", name=opener).click()
        await assert_fits(page)
        await assert_no_barriers(page)
        await page.keyboard.press("Escape")


async def test_pop_ups_have_no_barriers(open_page: Open):
    page = await open_page(360, 740, reduced_motion="reduce")
    anna = await started(page)
    await anna.get_by_role("button", name="Nej, jeg er yngre").click()
    await expect(phone_of(page, "Anna").get_by_role("alertdialog")).to_be_visible()
    await assert_fits(page)
    await assert_no_barriers(page)
