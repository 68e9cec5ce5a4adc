"""Pictures, files and private messages on the demo's page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, expect

from bot.sandbox.discord import posting
from bot.sandbox.discord.attached import Attached
from bot.sandbox.discord.bodies import Upload
from bot.sandbox.discord.checks import Draft
from bot.sandbox.discord.models import Channel, Message, User
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.e2e import browser as browsers
from tests.e2e.browser import Visitor
from tests.pictures import png

pytestmark = pytest.mark.browser

ALT = "Nice : deux projets, un vote le lundi 14 décembre 2026."
CARD = Upload("nice.png", png(1200, 630), ALT)
WIDER = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with browsers.launched() as launched:
        yield launched


@pytest.fixture
def seeded(sandbox: Sandbox) -> Seeded:
    assert sandbox.seeded is not None
    return sandbox.seeded


@pytest.fixture
async def visitor(browser: Browser, sandbox: Sandbox) -> AsyncIterator[Visitor]:
    async with browsers.opened(browser, sandbox.page_url) as visitor:
        yield visitor
        assert visitor.witness.errors == []
        assert visitor.witness.refusals == visitor.refusals
        assert visitor.witness.hosts == {sandbox.page_url.split("/")[2]}


def carry(
    sandbox: Sandbox,
    channel: Channel,
    *uploads: Upload,
    words: str = "Voici Nice",
    only_for: User | None = None,
) -> Message:
    """Vigie writes there of her own accord."""
    assert sandbox.seeded is not None
    draft = Draft(content=words, attached=Attached(list(uploads)))
    author = sandbox.seeded.vigie.user
    if only_for is not None:
        return posting.post(sandbox.world, channel, author, draft, only_for=only_for)
    return posting.send(sandbox.world, channel, author, draft)


async def is_loaded(picture: Locator) -> None:
    await expect(picture).to_be_visible()
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("one => one.naturalWidth") == 1200


@pytest.mark.parametrize("width", [360, 1280])
async def test_a_picture_is_shown_whole_with_its_alternative_text(
    browser: Browser, sandbox: Sandbox, seeded: Seeded, width: int
) -> None:
    carry(sandbox, seeded.announcements, CARD)
    address = sandbox.page_url
    async with browsers.opened(browser, address, width=width, height=740) as visitor:
        message = await visitor.sees("Voici Nice")
        picture = message.get_by_role("img", name=ALT)
        await is_loaded(picture)
        box, log = await picture.bounding_box(), await visitor.log.bounding_box()
        assert box is not None
        assert log is not None
        assert abs(box["height"] / box["width"] - 630 / 1200) < 0.01
        assert not await visitor.page.evaluate(WIDER)
        if width == 360:
            assert box["width"] >= log["width"] - 2 * 12 - 1  # but for the log's own margins
        assert visitor.witness.errors == []


async def test_a_click_opens_the_picture_in_its_full_size(
    visitor: Visitor, sandbox: Sandbox, seeded: Seeded
) -> None:
    carry(sandbox, seeded.announcements, CARD)
    message = await visitor.sees("Voici Nice")
    link = message.get_by_role("link", name=f"{ALT} (en grand, dans un nouvel onglet)")
    async with visitor.page.expect_popup() as opened:
        await link.press("Enter")
    page = await opened.value
    await page.wait_for_load_state()
    assert await page.evaluate("document.images[0].naturalWidth") == 1200
    await page.close()


async def test_a_picture_that_only_one_person_sees_is_shown_to_them(
    visitor: Visitor, sandbox: Sandbox, seeded: Seeded
) -> None:
    carry(sandbox, seeded.announcements, CARD, only_for=seeded.mimosa)
    message = await visitor.sees("Visible par vous, personne d’autre.")
    await is_loaded(message.get_by_role("img", name=ALT))
    await visitor.speak_as("Girouette")
    await expect(visitor.page.get_by_role("img", name=ALT)).to_have_count(0)


async def test_another_file_is_a_link_with_its_name_and_weight(
    visitor: Visitor, sandbox: Sandbox, seeded: Seeded
) -> None:
    calendar = Upload("votes.ics", b"BEGIN:VCALENDAR" * 100)
    drawing = Upload("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    carry(sandbox, seeded.announcements, calendar, drawing)
    message = await visitor.sees("Voici Nice")
    await expect(message.locator(".file")).to_have_text(
        ["votes.ics 1,5 ko", "dessin.svg 41 octets"]
    )
    await expect(message.locator("img")).to_have_count(0)
    async with visitor.page.expect_download() as started:
        await message.get_by_role("link", name="votes.ics").click()
    assert (await started.value).suggested_filename == "votes.ics"


async def test_a_picture_without_words_is_announced_by_what_it_shows(
    visitor: Visitor, sandbox: Sandbox, seeded: Seeded
) -> None:
    carry(sandbox, seeded.announcements, CARD, words="")
    await expect(visitor.page.locator("#announce")).to_have_text(f"Vigie : {ALT}")


async def test_what_vigie_writes_in_private_first_is_counted_until_it_is_read(
    visitor: Visitor, sandbox: Sandbox, seeded: Seeded
) -> None:
    carry(sandbox, sandbox.world.private_channel(seeded.vigie.user, seeded.mimosa), CARD)
    link = visitor.page.locator("#channels").get_by_role("link", name="Vigie")
    await expect(link.locator(".new")).to_have_text("1 nouveau")
    await visitor.open_channel("Vigie")
    message = await visitor.sees("Voici Nice")
    await is_loaded(message.get_by_role("img", name=ALT))
    await expect(link.locator(".new")).to_have_count(0)
    await visitor.speak_as("Girouette")
    await expect(visitor.log).not_to_contain_text("Voici Nice")


async def test_one_refuses_private_messages_and_accepts_them_again(
    visitor: Visitor, seeded: Seeded
) -> None:
    await visitor.open_channel("Vigie")
    menu, topic = visitor.page.locator("#room-menu"), visitor.page.locator("#channel-topic")
    await visitor.moderate(menu, "Refuser les messages privés")
    await expect(topic).to_contain_text("Vous refusez les messages privés")
    assert not seeded.mimosa.dms_open
    await visitor.speak_as("Girouette")
    await visitor.open_channel("Vigie")
    await expect(topic).to_have_text("")
    await visitor.speak_as("Mimosa")
    await visitor.open_channel("Vigie")
    await expect(topic).to_contain_text("Vous refusez les messages privés")
    await visitor.moderate(menu, "Accepter les messages privés")
    await expect(topic).to_have_text("")
    assert seeded.mimosa.dms_open
