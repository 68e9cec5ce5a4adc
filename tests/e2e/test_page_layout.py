"""The page on a phone, a tablet and a desk; by keyboard, and in the dark."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from bot.sandbox.server import Sandbox
from tests.e2e import browser as browsers

pytestmark = pytest.mark.browser

LONG = "Anticonstitutionnellement" * 12 + " https://example.org/" + "a" * 300
WIDER = "document.documentElement.scrollWidth > innerWidth"
NAMELESS = """() => [...document.querySelectorAll("button, a, input, textarea, summary")]
  .filter((one) => one.checkVisibility())
  .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.labels?.length))
  .map((one) => one.outerHTML)"""
SMALL = """() => [...document.querySelectorAll("button, .button, #channels a, summary, textarea,"
    + " input[type=text], .who label, .tab")]
  .filter((one) => one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().height < 43.9)
  .map((one) => one.outerHTML)"""
COVERED = """item => {
  const range = document.createRange();
  const acts = item.querySelector(".acts").getBoundingClientRect();
  return [".answers", ".by", ".text"].filter((name) => {
    const words = item.querySelector(name);
    if (!words) return false;
    range.selectNodeContents(words);
    return [...range.getClientRects()].some((one) => one.right > acts.left && one.top < acts.bottom
      && one.bottom > acts.top);
  });
}"""
SIDE = ("side", "to-next", "forum", "faults")
TABS = {"Salons": "#channels", "Messages": "#log", "Forum": "#forum"}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with browsers.launched() as launched:
        yield launched


@pytest.fixture
async def talkative(sandbox: Sandbox) -> Sandbox:
    """A sandbox where words too long for a line were written, in the chat and on the forum."""
    assert sandbox.seeded is not None
    for channel in (sandbox.seeded.announcements, sandbox.seeded.discussion):
        await sandbox.people.say(sandbox.seeded.girouette, channel, f"{LONG}\n```\n{LONG}\n```")
    sandbox.forum.reply(2, "lina", f"{LONG}\n\n    {LONG}\n")
    return sandbox


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
async def test_nothing_overflows_and_everything_can_be_touched(
    browser: Browser, talkative: Sandbox, width: int
) -> None:
    address = talkative.page_url
    async with browsers.opened(browser, address, width=width, height=740) as visitor:
        page = visitor.page
        for name, pane in TABS.items():
            if width < 704:
                await page.get_by_role("radio", name=name).check()
            await expect(page.locator(pane)).to_be_visible()
            if name == "Forum":
                await visitor.open_thread("Marseille")
                for summary in await page.locator(".forum summary:visible").all():
                    await summary.click()
                await page.locator("#faults .side > summary").first.click()
            assert not await page.evaluate(WIDER)
            assert await page.evaluate(NAMELESS) == []
            assert await page.evaluate(SMALL) == []


async def test_a_phone_shows_one_pane_and_opens_a_channel_from_the_list(
    browser: Browser, sandbox: Sandbox
) -> None:
    async with browsers.opened(browser, sandbox.page_url, width=360, height=740) as visitor:
        page = visitor.page
        await expect(page.locator("#log")).to_be_visible()
        await expect(page.locator("#channels")).to_be_hidden()
        await page.get_by_role("radio", name="Salons").check()
        await visitor.open_channel("discussion")
        await expect(page.locator("#log")).to_be_visible()
        await expect(page.locator("#channels")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
async def test_no_icon_stands_over_the_words_of_an_answer(
    browser: Browser, sandbox: Sandbox, width: int
) -> None:
    assert sandbox.seeded is not None
    where = sandbox.seeded.announcements
    asked = await sandbox.people.say(sandbox.seeded.mimosa, where, "Qui vient à la mairie ? " * 9)
    await sandbox.people.say(sandbox.seeded.girouette, where, "Moi.", reply_to=asked)
    async with browsers.opened(browser, sandbox.page_url, width=width, height=740) as visitor:
        answer = await visitor.sees("En réponse à")
        assert await answer.evaluate(COVERED) == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_no_icon_stands_over_the_words_of_a_message_nor_of_the_one_above(
    browser: Browser, sandbox: Sandbox, width: int
) -> None:
    assert sandbox.seeded is not None
    where = sandbox.seeded.announcements
    for number in range(3):
        text = f"{number} : qui vient devant la mairie ? " * 9
        await sandbox.people.say(sandbox.seeded.mimosa, where, text)
    async with browsers.opened(browser, sandbox.page_url, width=width, height=740) as visitor:
        await visitor.sees("2 : qui vient")
        *_, above, last = await visitor.page.locator("#log .msg").all()
        await last.hover()
        assert await last.evaluate(COVERED) == []
        acts = await last.locator(".acts").bounding_box()
        before = await above.bounding_box()
        assert acts is not None
        assert before is not None
        assert before["y"] + before["height"] <= acts["y"]


async def test_the_log_follows_the_newest_only_for_whoever_reads_it(
    browser: Browser, sandbox: Sandbox
) -> None:
    assert sandbox.seeded is not None
    people, girouette, where = (
        sandbox.people,
        sandbox.seeded.girouette,
        sandbox.seeded.announcements,
    )
    for number in range(30):
        await people.say(girouette, where, f"Message {number}")
    async with browsers.opened(browser, sandbox.page_url) as visitor:
        await people.say(girouette, where, "Vu tout de suite")
        await expect(await visitor.sees("Vu tout de suite")).to_be_in_viewport()
        await visitor.page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
        await expect(visitor.log.locator("li").first).to_be_in_viewport()
        await people.say(girouette, where, "Vu plus tard")
        newest = visitor.page.get_by_role("button", name="Voir les nouveaux messages")
        await expect(newest).to_be_visible()
        await expect(visitor.log.locator("li").first).to_be_in_viewport()
        await newest.click()
        await expect(await visitor.sees("Vu plus tard")).to_be_in_viewport()
        await expect(newest).to_be_hidden()


async def test_the_way_to_what_is_new_stays_above_all_that_the_composer_shows(
    browser: Browser, sandbox: Sandbox
) -> None:
    assert sandbox.seeded is not None
    girouette, where = sandbox.seeded.girouette, sandbox.seeded.announcements
    for number in range(30):
        await sandbox.people.say(girouette, where, f"Message {number}")
    async with browsers.opened(browser, sandbox.page_url, width=390, height=740) as visitor:
        await visitor.sees("Message 29")
        await visitor.page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
        await expect(visitor.log.locator("li").first).to_be_in_viewport()
        await sandbox.people.say(girouette, where, "Vu plus tard")
        newest = visitor.page.locator("#newest")
        await expect(newest).to_be_visible()
        for part in ("#filling", "#hint", "#problem"):
            await visitor.page.locator(part).evaluate(
                "part => { part.textContent = 'Une phrase. '.repeat(9); part.hidden = false }"
            )
        pill, form = (
            await newest.bounding_box(),
            await visitor.page.locator(".write").bounding_box(),
        )
        assert pill is not None
        assert form is not None
        assert pill["y"] + pill["height"] <= form["y"]
        assert pill["x"] >= 0
        assert pill["x"] + pill["width"] <= 390


BUTTONS = """async (labels) => {
  const { controls } = await import("/static/framed.js");
  const components = Object.entries(labels)
    .map(([label, custom_id]) => ({ type: 2, label, custom_id }));
  return [...controls({ components }, {}, {}).querySelectorAll("b")].map((one) => one.textContent);
}"""


async def test_only_counts_of_answers_stand_out_on_buttons(
    browser: Browser, sandbox: Sandbox
) -> None:
    labels = {
        "Je viens 4": "vigie:coming:1:yes",
        "Aujourd’hui, 25 novembre 2026": "vigie:vote:published:on:1:2026-11-25",
        "Annuler le 2": "vigie:reminder:cancel:3",
    }
    async with browsers.opened(browser, sandbox.page_url) as visitor:
        assert await visitor.page.evaluate(BUTTONS, labels) == ["4"]


async def test_the_page_finds_its_line_again_after_the_sandbox_was_away(
    browser: Browser, sandbox: Sandbox
) -> None:
    async with browsers.opened(browser, sandbox.page_url) as visitor:
        lost = visitor.page.locator("#lost")
        await visitor.page.context.set_offline(True)
        sandbox.hints.end()
        await expect(lost).to_be_visible()
        assert sandbox.seeded is not None
        where = sandbox.seeded.announcements
        await sandbox.people.say(sandbox.seeded.boussole, where, "Pendant la coupure")
        await visitor.page.context.set_offline(False)
        await visitor.sees("Pendant la coupure")
        await expect(lost).to_be_hidden()


async def test_tab_reaches_everything_in_reading_order(browser: Browser, sandbox: Sandbox) -> None:
    async with browsers.opened(browser, sandbox.page_url) as visitor:
        met = [await next_place(visitor.page)]
        while met[-1]:  # past the end, the browser itself has the focus
            place = await next_place(visitor.page)
            if place != met[-1]:
                met.append(place)
    assert met == ["skip", "who", "channels", "way", "message", "composer", "tip", *SIDE, ""]


async def next_place(page: Page) -> str:
    """Presses Tab; the name of the part that has the focus then."""
    await page.keyboard.press("Tab")
    return str(await page.evaluate('document.activeElement.closest("[id]")?.id ?? ""'))


async def test_the_dark_scheme_of_the_device_is_followed(
    browser: Browser, sandbox: Sandbox
) -> None:
    colours = []
    for dark in (False, True):
        async with browsers.opened(browser, sandbox.page_url, dark=dark) as visitor:
            ask = "getComputedStyle(document.body).backgroundColor"
            colours.append(await visitor.page.evaluate(ask))
    assert colours == ["rgb(250, 247, 240)", "rgb(20, 25, 23)"]
