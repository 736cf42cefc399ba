"""Pictures of the demo for the documents, made anew: `python -m tools.screenshots` (needs Debian's Chromium).

Starts a fresh demo, plays Anna's sign-up from the poster on a narrow phone until she is asked for what she
can, has Bo find her, and looks at it in other sizes.
"""

import asyncio
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

IMAGES = Path("docs/images")
NARROW, WIDE = (360, 740), (1280, 900)
PATIENCE = 60.0  # seconds for the demo to say its address
STEPS = ("Ja, begge dele", "Ja, det vil jeg gerne", "Ja, det må I gerne")
WORDS, OFFERED = "jeg har en gravko", "Traktor, gravko og maskiner"
TO_BE_ASKED = (
    ("Lyd, lys og scene", "er skrevet op"),
    ("Færdig, gå videre", "Trin 3 af 5"),
    ("Spring over", "Trin 4 af 5"),
    ("Færdig, gå videre", "Trin 5 af 5"),
    ("Færdig, gå videre", "Må tovholdere finde dig"),
    ("Ja, de må gerne finde mig", "der passer til dig"),
)
TO_FIND = (
    ("Lydholdet", "Gruppen mangler"),
    ("Hvad vi mangler", "Lydholdet mangler det her"),
    ("lyd til julefrokosten", "Jeg leder efter folk under"),
    ("Find nogen", "Sæt hak"),
    ("Anna, Vigersted", "✓ Anna"),
)
"""What is pressed, and what is seen then."""


async def main(images: Path) -> None:
    async with demo("--fresh") as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"))
        await sign_up(browser, address, images)
        await look(browser, address, WIDE, images / "phones.png")
        await look(browser, address, WIDE, images / "phones-dark.png", scheme="dark")
        await look(browser, address, NARROW, images / "phone-large.png", letters=3)
        await browser.close()


@asynccontextmanager
async def demo(*options: str) -> AsyncIterator[str]:
    """The address of a demo of its own, stopped afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        command = (
            sys.executable,
            "-m",
            "bot",
            "demo",
            "--port",
            "0",
            "--data-dir",
            folder,
            "--fresh",
            *options,
        )
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        try:
            yield await asyncio.wait_for(address_of(process), PATIENCE)
        finally:
            process.terminate()
            await process.wait()


async def address_of(process: asyncio.subprocess.Process) -> str:
    assert process.stdout  # noqa: S101 - a pipe was asked for
    async for line in process.stdout:
        if found := re.search(r"http://[\d.]+:\d+", line.decode()):
            return found[0]
    raise SystemExit("The demo ended before it said its address.")


async def sign_up(browser: Browser, address: str, images: Path) -> None:
    page = await opened(browser, address, NARROW)
    await page.get_by_role("button", name="laka").click()
    await page.get_by_role("button", name=STEPS[0]).wait_for()
    await shoot(page, images / "sign-up.png")
    for label in STEPS:
        await page.get_by_role("button", name=label).click()
    await write(page, WORDS)
    await page.get_by_role("button", name=OFFERED).wait_for()
    await shoot(page, images / "skills.png")
    await write(page, "jeg kan stå for lyden")
    await page.get_by_role("button", name="Lyd, lys og scene").wait_for()
    await taps(page, TO_BE_ASKED)
    await shoot(page, images / "asked.png")
    await page.get_by_role("navigation").get_by_role("button", name="Bo").click()
    await write(page, "/grupper")
    await taps(page, TO_FIND)
    await shoot(page, images / "find.png")


async def write(page: Page, words: str) -> None:
    await page.get_by_role("textbox").fill(words)
    await page.get_by_role("button", name="Send", exact=True).click()


async def taps(page: Page, steps: Sequence[tuple[str, str]]) -> None:
    for label, seen in steps:
        await page.get_by_role("button", name=label).last.click()
        await page.get_by_text(seen).last.wait_for()


async def look(
    browser: Browser,
    address: str,
    size: tuple[int, int],
    image: Path,
    scheme: str = "light",
    letters: int = 1,
) -> None:
    await shoot(await opened(browser, address, size, scheme, letters), image)


async def opened(
    browser: Browser, address: str, size: tuple[int, int], scheme: str = "light", letters: int = 1
) -> Page:
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="da-DK",
        reduced_motion="reduce",
    )
    await context.add_init_script(f"localStorage.setItem('phone.letters', '{letters}')")
    page = await context.new_page()
    await page.goto(address)
    await page.locator(".phone").first.wait_for()
    return page


async def shoot(page: Page, image: Path) -> None:
    await page.evaluate("document.activeElement?.blur()")
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(500)
    await page.screenshot(path=image)


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(IMAGES))
