"""Writing on the page: what is typed is kept, sent where it was meant, and never elsewhere."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Route, expect

from bot.sandbox.discord.models import Channel, Message
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.e2e import browser as browsers
from tests.e2e.browser import Visitor
from tests.sandbox.commands import prepare
from tests.tinybot import point_at, running

pytestmark = pytest.mark.browser


@pytest.fixture
async def visitor(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visitor]:
    """At the page, where a small bot answers commands."""
    point_at(sandbox, monkeypatch)
    async with (
        running(sandbox.token, prepare),
        browsers.launched() as browser,
        browsers.opened(browser, sandbox.page_url) as visitor,
    ):
        await expect(visitor.page.locator("#offline")).to_be_hidden()
        yield visitor
        assert visitor.witness.errors == []
        assert visitor.witness.refusals == visitor.refusals


@pytest.fixture
def seeded(sandbox: Sandbox) -> Seeded:
    assert sandbox.seeded is not None
    return sandbox.seeded


def written(channel: Channel) -> list[str]:
    return [message.content for message in channel.messages.values()]


def last(channel: Channel) -> Message:
    return list(channel.messages.values())[-1]


async def test_an_options_words_are_kept_when_the_command_is_refused(visitor: Visitor) -> None:
    visitor.refusals = [400]
    await visitor.choose("/ville sui", "/ville suivre")
    await visitor.choose("disc", "# discussion")
    await visitor.page.get_by_role("button", name="+ combien").click()
    await visitor.type("beaucoup")
    await visitor.press("Enter")
    await expect(visitor.page.locator("#problem")).to_contain_text("demande un nombre")
    await expect(visitor.field).to_have_value("beaucoup")
    await visitor.field.fill("3")
    await visitor.press("Enter")
    await visitor.sees("discussion personne 3")
    await expect(visitor.field).to_have_value("")


async def test_words_after_a_complete_command_are_not_lost(
    visitor: Visitor, seeded: Seeded
) -> None:
    await visitor.choose("/ville sec", "/ville secret")
    await visitor.type("bonjour")
    await visitor.press("Enter")
    await expect(visitor.page.locator("#problem")).to_contain_text("La commande est complète")
    await expect(visitor.field).to_have_value("bonjour")
    assert written(seeded.announcements) == []


async def test_escape_never_makes_a_public_message_of_an_option(
    visitor: Visitor, seeded: Seeded
) -> None:
    await visitor.choose("/ville st", "/ville statut")
    await visitor.type("bruxelles")
    await expect(visitor.choices).to_have_count(0)
    await visitor.press("Escape")
    await expect(visitor.page.locator("#filling")).to_be_hidden()
    await expect(visitor.field).to_have_value("")
    await visitor.press("Enter")
    await visitor.say("Bonjour")
    await visitor.sees("Bonjour")
    assert written(seeded.announcements) == ["Bonjour"]


async def test_a_mistyped_command_is_not_posted_for_all_to_read(
    visitor: Visitor, seeded: Seeded
) -> None:
    await visitor.type("/vile statut Nice")
    await visitor.press("Enter")
    await expect(visitor.page.locator("#problem")).to_contain_text("Aucune commande")
    await expect(visitor.field).to_have_value("/vile statut Nice")
    assert written(seeded.announcements) == []


async def test_a_proposal_for_earlier_words_is_not_taken_for_those_typed_since(
    visitor: Visitor,
) -> None:
    await visitor.choose("/ville st", "/ville statut")
    await expect(visitor.choices.first).to_have_text("Nice")
    await visitor.page.route("**/autocomplete", lambda route: None)
    await visitor.type("Brest")
    await visitor.press("Enter")
    await visitor.sees("Voici Brest")


async def test_what_was_begun_waits_in_its_channel(visitor: Visitor, seeded: Seeded) -> None:
    await visitor.say("Qui vient ?")
    question = await visitor.sees("Qui vient ?")
    await question.get_by_role("button", name="Répondre à Mimosa").press("Enter")
    await visitor.type("Moi, à 18h")
    await visitor.open_channel("discussion")
    await expect(visitor.page.locator("#filling")).to_be_hidden()
    await expect(visitor.field).to_have_value("")
    await visitor.say("Sans rapport")
    await visitor.sees("Sans rapport")
    assert last(seeded.discussion).referenced is None
    await visitor.open_channel("annonces")
    await expect(visitor.page.locator("#filling")).to_contain_text("En réponse à Mimosa")
    await expect(visitor.field).to_have_value("Moi, à 18h")


async def test_only_those_who_may_are_offered_a_command_and_others_are_told_who_may(
    visitor: Visitor,
) -> None:
    await visitor.type("/")
    await expect(visitor.choices.first).to_be_visible()
    await expect(visitor.choices.filter(has_text="/reserve")).to_have_count(0)
    await visitor.type("reserve")
    await visitor.press("Enter")
    await expect(visitor.page.locator("#problem")).to_have_text(
        "Aux référent·es (droit « Gérer le serveur ») de faire /reserve."
        " Pour l’essayer, parlez comme Girouette."
    )
    await visitor.speak_as("Girouette")
    await visitor.field.fill("")
    await visitor.choose("/res", "/reserve")
    await visitor.press("Enter")
    await visitor.sees("fait")


async def test_a_command_is_shown_with_its_options_in_any_tab(
    visitor: Visitor, sandbox: Sandbox, seeded: Seeded
) -> None:
    await visitor.choose("/ville st", "/ville statut")
    await visitor.choose("ni", "Nice")
    await visitor.press("Enter")
    await visitor.sees("Voici Nice")
    await sandbox.people.command(
        seeded.girouette, seeded.announcements, "ville suivre", salon="discussion", combien=4
    )
    await visitor.page.reload()
    await expect(visitor.log.locator(".cmd")).to_have_text(
        ["/ville statut Nice", "/ville suivre # discussion 4"]
    )


async def test_whoever_never_wrote_to_a_bot_is_told_how_to_be_heard(visitor: Visitor) -> None:
    tip = visitor.page.locator("#tip")
    await expect(tip).to_contain_text("Pour parler à Vigie : écrire @Vigie, ou en privé")
    await tip.get_by_role("link", name="en privé").click()
    await expect(visitor.page.locator("#channel-name")).to_have_text("Vigie, en privé")
    await expect(tip).to_be_hidden()
    await visitor.page.get_by_role("button", name=re.compile("où en est Nice")).click()
    await expect(visitor.field).to_have_value("où en est Nice\u202f?")
    await expect(visitor.field).to_be_focused()


async def test_a_second_enter_while_the_first_is_on_its_way_sends_nothing(
    visitor: Visitor, seeded: Seeded
) -> None:
    held: list[Route] = []
    await visitor.page.route("**/messages", lambda route: held.append(route))
    await visitor.field.fill("Bonjour")
    await visitor.press("Enter", "Enter")
    await expect(visitor.page.locator("#composer")).to_have_attribute("aria-busy", "true")
    for route in held:
        await route.continue_()
    await visitor.sees("Bonjour")
    await expect(visitor.field).to_have_value("")
    assert written(seeded.announcements) == ["Bonjour"]


async def test_the_field_is_a_few_tabs_away_however_much_was_said(
    visitor: Visitor, sandbox: Sandbox, seeded: Seeded
) -> None:
    for number in range(40):
        text = f"Message {number} https://example.org/{number}"
        await sandbox.people.say(seeded.girouette, seeded.announcements, text)
    newest = await visitor.sees("Message 39")
    await visitor.page.locator("#channels a").last.focus()
    stops = 0
    while await visitor.page.evaluate("document.activeElement.id") != "message":
        await visitor.press("Tab")
        stops += 1
        assert stops < 10
    await newest.focus()
    await visitor.press("ArrowUp", "ArrowUp")
    await expect(visitor.log.locator("li.msg", has_text="Message 37")).to_be_focused()
    await visitor.press("Tab")
    link = visitor.log.get_by_role("link", name="https://example.org/37")
    await expect(link).to_be_focused()
    await visitor.press("Escape")
    await expect(visitor.field).to_be_focused()


async def test_the_skip_link_leads_to_the_field_and_keeps_the_address(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    async with (
        browsers.launched() as browser,
        browsers.opened(browser, sandbox.page_url, width=360, height=740) as visitor,
    ):
        page = visitor.page
        address = f"#salon-{seeded.discussion.id}"
        await page.evaluate("address => { location.hash = address; }", address)
        await expect(page.locator("#channel-name")).to_contain_text("discussion")
        await page.get_by_role("radio", name="Forum").check()
        await page.locator("#skip").focus()
        await visitor.press("Enter")
        await expect(visitor.field).to_be_focused()
        assert await page.evaluate("location.hash") == address


async def test_a_commands_name_in_another_language_is_understood(visitor: Visitor) -> None:
    await visitor.type("/city status Brest")
    await visitor.press("Enter")
    await visitor.sees("Voici Brest")


async def test_options_typed_by_their_names_are_read_as_such(visitor: Visitor) -> None:
    await visitor.type("/ville suivre #discussion combien:3")
    await visitor.press("Enter")
    await visitor.sees("discussion personne 3")
    await visitor.type("/ville suivre salon:annonces personne:Girouette")
    await visitor.press("Enter")
    await visitor.sees("annonces girouette 0")


async def test_an_option_that_does_not_fit_is_refused_and_the_words_are_kept(
    visitor: Visitor,
) -> None:
    await visitor.type("/ville suivre salon:annonces personne:Nemo")
    await visitor.press("Enter")
    await expect(visitor.page.locator("#problem")).to_contain_text("« Nemo » ne convient pas")
    await expect(visitor.field).to_have_value("salon:annonces personne:Nemo")
