"""The browser phone as a person uses it, in Debian's Chromium, against a real simulator."""

import asyncio
import base64

import pytest
from playwright.async_api import Locator, Page, expect

from simulator.sends import SMALLEST_PNG
from simulator.wire import Upload
from tests.phone.conftest import Open
from tests.phone.stage import Stage, Watch

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


def phone_of(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Samtale mellem {name} og Klyngebot")


async def started(page: Page, name: str = "Anna") -> Locator:
    phone = phone_of(page, name)
    await phone.get_by_role("button", name="Start", exact=True).click()
    await expect(phone.get_by_text("Velkommen til Ringsted Nord")).to_be_visible()
    return phone


async def write(phone: Locator, text: str) -> None:
    await phone.get_by_role("textbox").fill(text)
    await phone.get_by_role("button", name="Send", exact=True).click()


async def was_told(page: Page, words: str) -> None:
    """What fades by itself may be gone before anybody looks."""
    await page.wait_for_function("words => window.told.some(one => one.includes(words))", arg=words)


async def test_start_a_bubble_a_tap_and_the_edit(open_page: Open, stage: Stage):
    page = await open_page(360, 740)
    anna = await started(page)
    assert await anna.locator(".words b").text_content() == "Velkommen til Ringsted Nord"
    await anna.get_by_role("button", name="Ja, jeg er 16 eller over").click()
    await expect(anna.get_by_text("Trin 2 af 4: Hvor bor du?")).to_be_visible()
    await expect(anna.get_by_text("redigeret")).to_be_visible()
    await expect(anna.get_by_role("button", name="Vigersted", exact=True)).to_be_visible()
    assert stage.people[0].chat(stage.bot).messages[0].text == "/start"


async def test_the_poster_starts_with_its_village(open_page: Open, stage: Stage):
    page = await open_page(360, 740)
    await phone_of(page, "Anna").get_by_role("button", name="Scan plakaten fra Vigersted").click()
    await expect(phone_of(page, "Anna").get_by_text("/start v_vigersted")).to_be_visible()


async def test_a_link_to_the_bot_opens_in_the_same_phone(open_page: Open):
    anna = await started(await open_page())
    await anna.get_by_role("link", name="Om persondata").click()
    await expect(anna.get_by_text("Sådan passer vi på det, du fortæller.")).to_be_visible()


async def test_a_pop_up_waits_for_its_ok_and_gives_the_focus_back(open_page: Open):
    anna = await started(await open_page())
    no = anna.get_by_role("button", name="Nej, jeg er yngre")
    await no.focus()
    await no.press("Enter")
    alert = anna.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Kom igen, når du er 16.")
    await expect(alert.get_by_role("button", name="OK")).to_be_focused()
    await alert.get_by_role("button", name="OK").press("Enter")
    await expect(alert).to_be_hidden()
    await expect(no).to_be_focused()


async def test_a_short_pop_up_shows_and_fades(open_page: Open):
    anna = await started(await open_page())
    await anna.get_by_role("button", name="Read this in English").click()
    await expect(anna.get_by_role("status")).to_contain_text("Nu på engelsk")


async def test_markup_in_words_stays_words(open_page: Open, stage: Stage):
    nasty = stage.simulator.add_person("<b>Ole</b><script>alert(1)</script>")
    page = await open_page()
    await page.get_by_role("button", name="Ny person").click()
    await page.get_by_role("button", name=nasty.person.first_name).click()
    ole = phone_of(page, nasty.person.first_name)
    await ole.get_by_role("button", name="Start", exact=True).click()
    await write(ole, "svar med markup")
    await expect(ole.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    await expect(ole.locator("blockquote")).to_have_text("citat")
    await expect(ole.locator(".words u")).to_have_text("understreget")
    assert await page.locator("img, main script").count() == 0


async def test_focus_stays_in_the_edited_message_and_off_its_new_buttons(open_page: Open):
    anna = await started(await open_page())
    yes = anna.get_by_role("button", name="Ja, jeg er 16 eller over")
    await yes.focus()
    await yes.press("Enter")
    await expect(anna.get_by_text("Hvor bor du?")).to_be_visible()
    held = await anna.page.evaluate("document.activeElement.className")
    assert held == "message"
    await anna.page.keyboard.press("Tab")
    await expect(anna.get_by_role("button", name="Vigersted", exact=True)).to_be_focused()


async def test_who_writes_on_one_phone_is_not_disturbed_by_another(open_page: Open, stage: Stage):
    page = await open_page()
    anna = await started(page, "Anna")
    bo = await started(page, "Bo")
    await bo.get_by_role("textbox").focus()
    chat = stage.people[0].chat(stage.bot)
    chat.tap("Nej, jeg er yngre")
    await expect(anna.get_by_role("alertdialog")).to_be_visible()
    await expect(bo.get_by_role("textbox")).to_be_focused()


async def test_a_reader_of_old_messages_is_left_where_they_are(open_page: Open, stage: Stage):
    anna = await started(await open_page(360, 740))
    chat = stage.people[0].chat(stage.bot)
    for number in range(12):
        chat.write(f"Nummer {number}")
    await expect(anna.get_by_text("Du skrev: Nummer 11", exact=True)).to_be_in_viewport()
    await anna.get_by_role("log").evaluate("log => log.scrollTo(0, 0)")
    newest = anna.get_by_role("button", name="Ned til det nyeste")
    await expect(newest).to_be_visible()
    chat.write("Nummer 12")
    await expect(anna.get_by_text("Du skrev: Nummer 12", exact=True)).to_have_count(1)
    assert await anna.get_by_role("log").evaluate("log => log.scrollTop") == 0
    await newest.click()
    await expect(anna.get_by_text("Du skrev: Nummer 12", exact=True)).to_be_in_viewport()


async def test_what_is_taller_than_the_screen_is_read_from_its_beginning(open_page: Open, stage: Stage):
    anna = await started(await open_page(360, 740))
    await stage.script.say(stage.people[0].id, "Begyndelsen\n" + "\n".join(["mere"] * 60) + "\n<b>Enden</b>")
    await expect(anna.get_by_text("Begyndelsen")).to_be_visible()
    top = await anna.get_by_role("log").evaluate("log => log.getBoundingClientRect().top")
    beginning = await anna.get_by_text("Begyndelsen").bounding_box()
    assert top <= beginning["y"] <= top + 40
    await anna.get_by_role("button", name="Ned til det nyeste").click()
    await expect(anna.get_by_text("Enden")).to_be_in_viewport()


async def test_what_is_typed_survives_a_server_that_is_gone(open_page: Open, stage: Stage, watch: Watch):
    page = await open_page(360, 740)
    anna = await started(page)
    await stage.close()
    await write(anna, "Kan I høre mig?")
    await expect(page.locator("#connection")).to_contain_text("Ingen forbindelse")
    await expect(anna.get_by_role("textbox")).to_have_value("Kan I høre mig?")
    await stage.open()
    await was_told(page, "Forbindelsen er tilbage")
    await anna.get_by_role("button", name="Send", exact=True).click()
    await expect(anna.get_by_text("Du skrev: Kan I høre mig?")).to_be_visible()
    await expect(anna.get_by_role("textbox")).to_have_value("")
    watch.complaints[:] = [words for words in watch.complaints if "ERR_" not in words]


async def test_after_a_new_demo_the_page_shows_the_new_one(open_page: Open, stage: Stage, watch: Watch):
    stage.simulator.add_person("Oksana")
    page = await open_page()
    await page.get_by_role("button", name="Ny person").click()
    await page.get_by_role("button", name="Oksana").click()
    await page.get_by_role("navigation").get_by_role("button", name="Anna").click()
    await started(page, "Anna")
    await stage.close()
    await expect(page.locator("#connection")).to_contain_text("Ingen forbindelse")
    stage.begin()
    await stage.open()
    await was_told(page, "Forbindelsen er tilbage")
    await expect(phone_of(page, "Oksana")).to_have_count(0)
    await expect(phone_of(page, "Anna").get_by_role("button", name="Start", exact=True)).to_be_visible()
    watch.complaints[:] = [words for words in watch.complaints if "ERR_" not in words]


async def test_a_draft_is_there_after_a_reload(open_page: Open):
    page = await open_page(360, 740)
    anna = await started(page)
    await anna.get_by_role("textbox").fill("Halvt skrevet")
    await page.reload()
    await expect(anna.get_by_role("textbox")).to_have_value("Halvt skrevet")


async def test_the_clock_says_the_time_in_words_and_jumps(open_page: Open, stage: Stage):
    page = await open_page()
    clock = page.get_by_role("button", name="Klokken i prøven")
    await expect(clock).to_contain_text("søndag den 22. november kl. 18.30")
    await clock.click()
    await page.get_by_role("dialog").get_by_role("button", name="I morgen kl. 8.00").click()
    await expect(clock).to_contain_text("mandag den 23. november kl. 08.00")


async def test_the_clock_goes_to_any_day_and_says_no_to_the_past(open_page: Open, watch: Watch):
    page = await open_page()
    clock = page.get_by_role("button", name="Klokken i prøven")
    await clock.click()
    await page.get_by_label("Dag", exact=True).fill("2027-06-20")
    await page.get_by_label("Klokken", exact=True).fill("14:15")
    await page.get_by_role("button", name="Spring dertil").click()
    await expect(clock).to_contain_text("søndag den 20. juni kl. 14.15")
    await clock.click()
    await page.get_by_label("Klokken", exact=True).fill("10:00")
    await page.get_by_role("button", name="Spring dertil").click()
    await expect(page.locator("#connection")).to_contain_text("Tiden går kun fremad")
    watch.complaints.remove(
        "Failed to load resource: the server responded with a status of 400 (Bad Request)"
    )


async def test_the_page_speaks_english_to_english_browsers_and_after_a_tap(open_page: Open):
    english = await open_page(locale="en-GB")
    await expect(english.get_by_role("button", name="The demo's clock")).to_contain_text(
        "Sunday 22 November at 18:30"
    )
    await english.get_by_role("button", name="Dansk").click()
    await expect(phone_of(english, "Anna").get_by_text("Nytilflytter i Vigersted")).to_be_visible()


async def test_a_new_person_gets_a_phone(open_page: Open, stage: Stage):
    page = await open_page()
    await page.get_by_role("button", name="Ny person").click()
    await page.get_by_label("Navn").fill("Oksana")
    await page.get_by_label("Sprog i Telegram").select_option("uk")
    await page.get_by_role("button", name="Giv dem en telefon").click()
    await started(page, "Oksana")
    assert [p.language_code for p in stage.simulator.world.people.values() if p.first_name == "Oksana"] == [
        "uk"
    ]


async def test_commands_stickers_pictures_and_places(open_page: Open):
    anna = await started(await open_page(360, 740))
    await anna.get_by_role("button", name="Kommandoer").click()
    await anna.get_by_role("button", name="/menu Vis menuen").click()
    await expect(anna.get_by_text("Du skrev: /menu")).to_be_visible()
    await anna.get_by_role("button", name="Vedhæft").click()
    await anna.get_by_role("button", name="🌳").click()
    await expect(anna.locator(".sticker")).to_have_text("🌳")
    await anna.get_by_role("button", name="Vedhæft").click()
    await anna.get_by_role("button", name="Sted på kortet").click()
    await anna.page.get_by_role("button", name="Send stedet").click()
    await expect(anna.locator(".place")).to_contain_text("55,4900; 11,8300")
    picture = {"name": "hus.png", "mimeType": "image/png", "buffer": SMALLEST_PNG}
    await anna.locator("input[type=file]").set_input_files(picture)
    await expect(anna.get_by_role("img", name="Billede")).to_be_attached()


async def test_a_picture_is_shown_as_it_was_sent(open_page: Open):
    anna = await started(await open_page(360, 740))
    dot = await anna.page.evaluate(
        "() => { const c = document.createElement('canvas'); c.width = 300; c.height = 200;"
        " c.getContext('2d').fillRect(0, 0, 300, 200); return c.toDataURL('image/png').split(',')[1]; }"
    )
    picture = {"name": "mark.png", "mimeType": "image/png", "buffer": base64.b64decode(dot)}
    await anna.locator("input[type=file]").set_input_files(picture)
    image = anna.get_by_role("img", name="Billede")
    await image.scroll_into_view_if_needed()
    await expect(image).to_have_js_property("naturalWidth", 300)


async def test_the_bots_papers_places_and_keys_with_an_address(open_page: Open, stage: Stage):
    anna = await started(await open_page(360, 740))
    chat_id = stage.people[0].id
    await stage.script.call(
        "sendDocument", chat_id=chat_id, document=Upload("plan.txt", b"Vi graver", "text/plain")
    )
    paper = anna.get_by_role("link", name="plan.txt")
    async with anna.page.expect_download() as download:
        await paper.click()
    assert (await (await download.value).path()).read_bytes() == b"Vi graver"
    where = {"latitude": 55.49, "longitude": 11.83, "title": "Forsamlingshuset", "address": "Hovedgaden 1"}
    await stage.script.call("sendVenue", chat_id=chat_id, **where)
    await expect(anna.locator(".place")).to_contain_text("Hovedgaden 1")
    outside = anna.get_by_role("link", name="Hjemmesiden")
    assert await outside.get_attribute("rel") == "noopener noreferrer"


async def test_a_menu_closes_on_escape_and_on_a_tap_beside_it(open_page: Open):
    anna = await started(await open_page())
    more = anna.get_by_role("button", name="Mere", exact=True)
    block = anna.get_by_role("button", name="Bloker botten")
    await more.click()
    await expect(block).to_be_visible()
    await anna.page.keyboard.press("Escape")
    await expect(block).to_be_hidden()
    await more.click()
    await anna.get_by_role("log").click(position={"x": 5, "y": 300})
    await expect(block).to_be_hidden()


async def test_blocking_and_coming_back(open_page: Open, stage: Stage):
    anna = await started(await open_page(360, 740))
    await anna.get_by_role("button", name="Vedhæft").click()
    await anna.locator("footer").get_by_role("button", name="Bloker botten").click()
    await expect(anna.get_by_text("Du har blokeret botten")).to_be_visible()
    assert stage.people[0].chat(stage.bot).conversation.blocked
    await anna.locator("footer").get_by_role("button", name="Ophæv blokeringen").click()
    await expect(anna.get_by_role("textbox")).to_be_visible()


async def test_on_a_narrow_screen_names_change_phones_and_count_what_is_new(open_page: Open, stage: Stage):
    page = await open_page(360, 740)
    bo = stage.people[1].chat(stage.bot)
    bo.start()
    chip = page.get_by_role("navigation").get_by_role("button", name="Bo")
    await expect(chip).to_contain_text("1 ny")
    await chip.click()
    await expect(phone_of(page, "Bo").get_by_text("Velkommen til Ringsted Nord")).to_be_visible()
    await expect(phone_of(page, "Anna")).to_be_hidden()
    await expect(chip.locator(".count")).to_be_hidden()


async def test_on_a_wide_screen_names_bring_phones_out_and_put_them_away(open_page: Open):
    page = await open_page(1280, 900)
    names = page.get_by_role("navigation")
    await expect(phone_of(page, "Mette")).to_be_hidden()
    await names.get_by_role("button", name="Mette").click()
    await expect(phone_of(page, "Mette")).to_be_visible()
    await expect(phone_of(page, "Anna")).to_be_hidden()
    await expect(phone_of(page, "Karen")).to_be_visible()
    for name in ("Karen", "Bo", "Mette"):
        await names.get_by_role("button", name=name).click()
    await expect(phone_of(page, "Karen")).to_be_hidden()
    await expect(phone_of(page, "Mette")).to_be_visible()


async def test_many_people_share_one_long_poll(open_page: Open, stage: Stage):
    for number in range(12):
        stage.simulator.add_person(f"Nabo {number}")
    pages = await asyncio.gather(*(open_page() for _ in range(3)))
    anna = await started(pages[0])
    await anna.get_by_role("button", name="Ja, jeg er 16 eller over").click()
    for page in pages:
        await expect(phone_of(page, "Anna").get_by_text("Hvor bor du?")).to_be_visible()
