"""Threads and forum channels of the chat, on the page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import expect

from bot.sandbox.discord.models import Channel
from bot.sandbox.people import People
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.e2e import browser as browsers
from tests.e2e.browser import Visitor
from tests.sandbox.commands import prepare
from tests.tinybot import point_at, running

pytestmark = pytest.mark.browser

NAME = "Marseille : le vote"


@pytest.fixture
def seeded(sandbox: Sandbox) -> Seeded:
    assert sandbox.seeded is not None
    return sandbox.seeded


@pytest.fixture
def people(sandbox: Sandbox) -> People:
    return sandbox.people


@pytest.fixture
async def thread(people: People, seeded: Seeded) -> Channel:
    """Under a message of # annonces, with two messages in it."""
    where = seeded.announcements
    message = await people.say(seeded.girouette, where, "On parle du vote ?")
    thread = people.threads.start(seeded.girouette, where, NAME, message=message)
    for text in ("Je viens lundi.", "Moi aussi."):
        await people.say(seeded.girouette, thread, text)
    return thread


@pytest.fixture
async def visitor(sandbox: Sandbox, thread: Channel) -> AsyncIterator[Visitor]:
    async with (
        browsers.launched() as browser,
        browsers.opened(browser, sandbox.page_url) as visitor,
    ):
        yield visitor
        assert visitor.witness.errors == []
        assert visitor.witness.refusals == visitor.refusals


async def test_the_message_that_starts_a_thread_leads_to_it(visitor: Visitor) -> None:
    link = (await visitor.sees("On parle du vote ?")).get_by_role("link", name=NAME)
    await expect(link).to_contain_text("2 messages ›")
    await link.click()
    await expect(visitor.page.locator("#channel-name")).to_have_text(NAME)
    await visitor.sees("On parle du vote ?")
    await visitor.sees("Moi aussi.")
    await visitor.say("On sera nombreux.")
    await visitor.sees("On sera nombreux.")
    await visitor.page.get_by_role("link", name="← # annonces").click()
    await expect(link).to_contain_text("3 messages ›")


async def test_a_command_is_used_within_a_thread(
    sandbox: Sandbox, thread: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(sandbox, monkeypatch)
    async with (
        running(sandbox.token, prepare),
        browsers.launched() as browser,
        browsers.opened(browser, f"{sandbox.page_url}#salon-{thread.id}") as visitor,
    ):
        await expect(visitor.page.locator("#channel-name")).to_have_text(NAME)
        await visitor.choose("/ville st", "/ville statut")
        await visitor.choose("ni", "Nice")
        await visitor.press("Enter")
        answer = await visitor.sees("Voici Nice")
        await answer.get_by_role("button", name="Suivre Nice").click()
        await visitor.sees("Nice est suivie")


async def test_what_is_new_in_a_thread_is_counted_until_it_is_read(
    visitor: Visitor, people: People, seeded: Seeded, thread: Channel
) -> None:
    await people.say(seeded.girouette, thread, "Rendez-vous à 18h.")
    link = visitor.page.locator("#channels").get_by_role("link", name=NAME)
    await expect(link.locator(".new")).to_have_text("1 nouveau")
    await expect(visitor.log.locator(".to-thread")).to_contain_text("3 messages › · 1 de plus")
    await visitor.open_channel(NAME)
    await visitor.sees("Rendez-vous à 18h.")
    await expect(link.locator(".new")).to_have_count(0)


async def test_a_thread_opened_elsewhere_joins_the_list_with_its_news(
    visitor: Visitor, people: People, seeded: Seeded
) -> None:
    text = "Premier message"
    thread = people.threads.post(seeded.girouette, seeded.forum, "Nice : le lycée", text, ["vote"])
    link = visitor.page.locator("#channels").get_by_role("link", name="Nice : le lycée")
    await expect(link.locator(".new")).to_have_text("1 nouveau")
    people.threads.change(seeded.boussole, thread, name="Nice : les lycées", archived=False)
    await visitor.open_channel("Nice : les lycées")
    await expect(visitor.log.locator(".system")).to_contain_text("Boussole a renommé ce fil")


async def test_a_forum_channel_shows_its_posts_with_tags_and_states(
    visitor: Visitor, people: People, seeded: Seeded
) -> None:
    states: dict[str, dict[str, Any]] = {
        "Ouvert": {},
        "Clos": {"locked": True},
        "Vieux": {"archived": True},
    }
    for name, state in states.items():
        thread = people.threads.post(seeded.girouette, seeded.forum, name, "Texte", ["projet"])
        people.threads.change(seeded.boussole, thread, **state)
    await visitor.open_channel("fils-du-forum")
    cards = visitor.page.locator("#board .card")
    await expect(cards).to_have_count(3)
    await expect(cards.nth(0)).to_contain_text(re.compile(r"Clos.*projet.*verrouillé"))
    await expect(cards.nth(1)).to_contain_text(re.compile(r"Ouvert.*projet.*1\smessage"))
    await expect(cards.nth(2)).to_contain_text(re.compile(r"Vieux.*archivé"))
    await expect(visitor.page.locator("#composer")).to_be_hidden()
    await cards.nth(2).click()
    await expect(visitor.page.locator("#channel-topic")).to_contain_text("Ce fil est archivé")
    await visitor.say("Du nouveau.")
    await expect(visitor.page.locator("#channel-topic")).to_have_text("")


async def test_a_post_is_opened_in_a_forum_channel_with_its_tags(
    visitor: Visitor, people: People, seeded: Seeded
) -> None:
    await visitor.open_channel("fils-du-forum")
    board = visitor.page.locator("#board")
    await board.locator("summary").click()
    await board.get_by_label("Titre du fil").fill("Lyon : relevé")
    await board.get_by_role("checkbox", name="vote").check()
    await board.get_by_role("button", name="Ouvrir ce fil").click()
    await expect(board.get_by_role("alert")).to_have_text("Il manque le premier message.")
    await board.get_by_label("Premier message").fill("Qui a compté ?")
    await board.get_by_role("button", name="Ouvrir ce fil").click()
    await expect(visitor.page.locator("#channel-name")).to_have_text("Lyon : relevé")
    await visitor.sees("Qui a compté ?")
    await visitor.open_channel("fils-du-forum")
    await expect(board.locator(".card .tag")).to_have_text(["vote"])


async def test_a_thread_is_opened_under_a_message_by_keyboard(visitor: Visitor) -> None:
    await visitor.say("Qui distribue les tracts ?")
    message = await visitor.sees("Qui distribue")
    await message.get_by_role("button", name="Ouvrir un fil").press("Enter")
    await expect(visitor.page.locator("#channel-name")).to_have_text("Qui distribue les tracts ?")
    await visitor.say("Moi.")
    await visitor.page.get_by_role("link", name="← # annonces").click()
    await expect(message.locator(".to-thread")).to_contain_text("1 message ›")


async def test_a_channels_threads_are_listed_whole_archived_ones_too(
    visitor: Visitor, people: People, seeded: Seeded
) -> None:
    for number in range(6):
        people.threads.start(seeded.girouette, seeded.announcements, f"Fil {number}")
    everything = visitor.page.locator("#channels").get_by_role("link", name="Tous les fils (7)")
    await everything.click()
    await expect(visitor.page.locator("#board .card")).to_have_count(7)
    await visitor.page.get_by_role("link", name="← # annonces").click()
    await expect(visitor.field).to_be_visible()


async def test_a_locked_thread_says_so_and_keeps_what_a_member_wrote(
    visitor: Visitor, people: People, seeded: Seeded, thread: Channel
) -> None:
    visitor.refusals = [403]
    people.threads.change(seeded.boussole, thread, locked=True)
    await visitor.open_channel(NAME)
    await expect(visitor.page.locator("#channel-topic")).to_contain_text("Ce fil est verrouillé")
    await visitor.field.fill("Trop tard ?")
    await visitor.press("Enter")
    await expect(visitor.page.locator("#problem")).to_have_text("Ce fil est verrouillé.")
    await expect(visitor.field).to_have_value("Trop tard ?")


async def test_who_runs_the_server_renames_locks_archives_and_deletes_a_thread(
    visitor: Visitor, thread: Channel
) -> None:
    await visitor.open_channel(NAME)
    menu = visitor.page.locator("#room-menu")
    await expect(menu.locator("summary")).to_have_count(0)
    await visitor.speak_as("Boussole")
    await visitor.moderate(menu, "Renommer", "Marseille : le vote du 14")
    await expect(visitor.page.locator("#channel-name")).to_have_text("Marseille : le vote du 14")
    await visitor.moderate(menu, "Verrouiller")
    await expect(visitor.page.locator("#channel-topic")).to_contain_text("verrouillé")
    await visitor.moderate(menu, "Archiver")
    await expect(visitor.page.locator("#channel-topic")).to_contain_text("archivé et verrouillé")
    assert thread.thread is not None
    assert (thread.thread.archived, thread.thread.locked) == (True, True)
    await visitor.moderate(menu, "Supprimer le fil")
    await menu.locator(".entry-form").get_by_role("button", name="Supprimer le fil").click()
    await expect(visitor.page.locator("#channel-name")).to_have_text("# annonces")
    await expect(visitor.log.locator(".to-thread")).to_have_count(0)


async def test_only_a_carried_post_is_said_to_be_carried(
    visitor: Visitor, sandbox: Sandbox, seeded: Seeded, thread: Channel
) -> None:
    people, vigie = sandbox.people, seeded.vigie.user
    pids = [sandbox.forum.reply(2, "lina", f"Message numéro {number}.") for number in range(3)]
    address = f"[Voir sur le forum](<{sandbox.forum_url}/post/%d>)"
    private = await people.say(seeded.mimosa, seeded.announcements, address % pids[0])
    private.author, private.ephemeral_for = vigie, seeded.mimosa.id
    question = await people.say(seeded.mimosa, thread, "Et ce message ?")
    answer = await people.say(seeded.mimosa, thread, address % pids[1], reply_to=question)
    answer.author = vigie
    mirror = await people.say(seeded.mimosa, thread, f"Message numéro 2.\n{address % pids[2]}")
    mirror.author = vigie
    told = f"💬 Le bilan est sur le forum : {sandbox.forum_url}/post/{pids[1]}"
    link = await people.say(seeded.mimosa, seeded.announcements, told)
    link.author = vigie
    await visitor.page.reload()
    await visitor.open_thread("Marseille")
    carried = visitor.forum.locator(".carried")
    await expect(carried).to_have_text(
        re.compile(r"Recopié dans # annonces, fil «\sMarseille : le vote\s», à \d+h\d\d")
    )
    await expect(visitor.page.locator(f"#post-{pids[2]} .carried")).to_be_visible()
    await carried.get_by_role("link").click()
    await expect(visitor.page.locator("#channel-name")).to_have_text(NAME)
