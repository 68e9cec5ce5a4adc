"""The two forums on the page: reading, writing, moderating; and the faults."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Route, expect

from bot.sandbox.faults import NAMES
from bot.sandbox.server import Sandbox
from tests.e2e import browser as browsers
from tests.e2e.browser import Visitor

pytestmark = pytest.mark.browser

FORUMS = ("NodeBB", "Discourse")
TITLE = {"NodeBB": "Toulouse : bilan", "Discourse": "Lire une délibération"}


@pytest.fixture
async def visitor(sandbox: Sandbox) -> AsyncIterator[Visitor]:
    async with (
        browsers.launched() as browser,
        browsers.opened(browser, sandbox.page_url) as visitor,
    ):
        yield visitor
        assert visitor.witness.errors == []
        assert visitor.witness.refusals == visitor.refusals


@pytest.mark.parametrize("forum", FORUMS)
async def test_a_post_is_written_edited_deleted_and_restored(visitor: Visitor, forum: str) -> None:
    await visitor.choose_forum(forum)
    await visitor.open_thread(TITLE[forum])
    await visitor.reply_on_forum("Rendez-vous à 18h devant la mairie.")
    post = visitor.forum.locator(".post").last
    await post.get_by_role("button", name="Modifier").click()
    await post.get_by_label("Modifier ce message").fill("Rendez-vous à 19h devant la mairie.")
    await post.get_by_role("button", name="Enregistrer").click()
    await expect(post).to_contain_text("Rendez-vous à 19h")
    await post.get_by_role("button", name="Supprimer").click()
    await post.get_by_role("button", name="Oui, supprimer").click()
    await expect(post).to_contain_text("Message supprimé.")
    await post.get_by_role("button", name="Rétablir").click()
    await expect(post).to_contain_text("Rendez-vous à 19h")
    await visitor.moderate(post, "Effacer pour de bon")
    await post.locator(".entry-form").get_by_role("button", name="Effacer pour de bon").click()
    await expect(visitor.post("Rendez-vous")).to_have_count(0)


@pytest.mark.parametrize("forum", FORUMS)
async def test_a_thread_is_locked_renamed_moved_and_tagged(visitor: Visitor, forum: str) -> None:
    await visitor.choose_forum(forum)
    await visitor.open_thread(TITLE[forum])
    about, heading = visitor.forum.locator(".about"), visitor.forum.get_by_role("heading", level=2)
    await visitor.moderate(about, "Verrouiller")
    await expect(visitor.forum.locator(".locked")).to_contain_text("Ce fil est verrouillé")
    await visitor.moderate(about, "Déverrouiller")
    await expect(visitor.forum.get_by_label("Répondre sur le forum")).to_be_visible()
    await visitor.moderate(about, "Renommer", "Un tout autre titre")
    await expect(heading).to_have_text("Un tout autre titre")
    await visitor.moderate(about, "Déplacer", "Outils")
    await expect(about).to_contain_text("Outils")
    await visitor.moderate(about, "Changer les étiquettes", "vote, recours")
    await expect(about).to_contain_text("Outils · #vote · #recours")


@pytest.mark.parametrize("forum", FORUMS)
async def test_a_thread_is_deleted_restored_and_erased(visitor: Visitor, forum: str) -> None:
    await visitor.choose_forum(forum)
    title = TITLE[forum]
    await visitor.open_thread(title)
    about = visitor.forum.locator(".about")
    await visitor.moderate(about, "Supprimer le fil")
    await expect(visitor.forum.locator(".locked")).to_contain_text("supprimé")
    await visitor.forum.get_by_role("button", name="← Tous les fils").click()
    await visitor.forum.locator(".bin summary").click()
    await visitor.open_thread(title)
    await visitor.moderate(about, "Rétablir le fil")
    await expect(visitor.forum.get_by_label("Répondre sur le forum")).to_be_visible()
    await visitor.moderate(about, "Effacer pour de bon")
    await about.locator(".entry-form").get_by_role("button", name="Effacer pour de bon").click()
    await expect(visitor.forum.get_by_role("heading", name="Forum")).to_be_visible()
    await expect(visitor.forum.get_by_role("button", name=title)).to_have_count(0)


@pytest.mark.parametrize("forum", FORUMS)
async def test_a_thread_erased_by_others_gives_way_to_the_list(
    visitor: Visitor, sandbox: Sandbox, forum: str
) -> None:
    visitor.refusals = [404]
    await visitor.choose_forum(forum)
    await visitor.open_thread(TITLE[forum])
    world: Any = {"NodeBB": sandbox.forum.world, "Discourse": sandbox.discourse.world}[forum]
    tid = next(tid for tid, one in world.topics.items() if one.title.startswith(TITLE[forum]))
    world.purge_topic(tid)
    await expect(visitor.forum.locator(".problem:visible")).to_contain_text("n’existe pas")
    await expect(visitor.forum.locator(".topics li").first).to_be_visible()


@pytest.mark.parametrize("forum", FORUMS)
async def test_a_thread_is_opened_on_the_forum(visitor: Visitor, forum: str) -> None:
    visitor.refusals = [400]
    await visitor.choose_forum(forum)
    form = visitor.forum.locator(".new-thread")
    await form.locator("summary").click()
    await form.get_by_label("Titre").fill("Gap : les caméras du marché")
    await form.get_by_label("Catégorie").select_option(label="Outils")
    await form.get_by_label("Premier message").fill("Court")
    await form.get_by_role("button", name="Publier le fil").click()
    await expect(form.get_by_role("alert")).to_contain_text("trop court")
    await form.get_by_label("Premier message").fill("Qui habite à Gap et peut photographier ?")
    await form.get_by_role("button", name="Publier le fil").click()
    await expect(visitor.forum.get_by_role("heading", name="Gap : les caméras")).to_be_visible()
    await expect(visitor.post("Qui habite à Gap")).to_contain_text(re.compile("mimosa", re.I))


async def test_what_not_everybody_reads_on_discourse_is_marked(visitor: Visitor) -> None:
    await visitor.choose_forum("Discourse")
    await visitor.open_thread("Grenoble")
    marked = visitor.forum.locator(".post .tag")
    await expect(marked).to_have_text(
        ["pour l’équipe seulement", "masqué", "retiré par qui l’a écrit"]
    )


async def test_the_forum_chosen_is_still_there_after_a_reload(visitor: Visitor) -> None:
    await visitor.choose_forum("Discourse")
    await visitor.page.reload()
    await expect(visitor.page.get_by_role("radio", name="Discourse")).to_be_checked()
    await expect(visitor.forum).to_contain_text("Grenoble : trente caméras")


async def test_a_double_click_replies_once_and_edits_once(
    visitor: Visitor, sandbox: Sandbox
) -> None:
    asked: list[str] = []

    async def slowly(route: Route) -> None:
        asked.append(route.request.method)
        await visitor.page.evaluate("new Promise(requestAnimationFrame)")
        await route.continue_()

    await visitor.page.route("**/replies", slowly)
    await visitor.page.route("**/posts/*", slowly)
    await visitor.open_thread("Toulouse")
    await visitor.forum.get_by_label("Répondre sur le forum").fill("Je m’en occupe lundi.")
    await visitor.forum.get_by_role("button", name="Répondre").dblclick()
    post = visitor.post("Je m’en occupe lundi.")
    await expect(post).to_have_count(1)
    await post.get_by_role("button", name="Modifier").click()
    mine = visitor.forum.locator(".post").last
    await mine.get_by_label("Modifier ce message").fill("Je m’en occupe mardi.")
    await mine.get_by_role("button", name="Enregistrer").dblclick()
    await expect(visitor.post("Je m’en occupe mardi.")).to_have_count(1)
    assert asked == ["POST", "PUT"]


async def test_a_refused_edit_is_said_at_the_post_and_its_text_kept(visitor: Visitor) -> None:
    visitor.refusals = [400]
    await visitor.open_thread("Fil très long")
    await visitor.forum.get_by_role("button", name="Aller au premier message").click()
    post = visitor.forum.locator(".post").first
    await post.get_by_role("button", name="Modifier").click()
    await post.get_by_label("Modifier ce message").fill("Court")
    await post.get_by_role("button", name="Enregistrer").click()
    await expect(post.get_by_role("alert")).to_contain_text("trop court")
    await expect(post.get_by_role("alert")).to_be_in_viewport()
    await expect(post.get_by_label("Modifier ce message")).to_have_value("Court")


async def test_what_was_typed_waits_in_its_thread(visitor: Visitor) -> None:
    await visitor.open_thread("Toulouse")
    await visitor.forum.get_by_label("Répondre sur le forum").fill("Pour Toulouse.")
    post = visitor.forum.locator(".post").first
    await post.get_by_role("button", name="Modifier").click()
    await post.get_by_label("Modifier ce message").fill("En cours de correction")
    await visitor.forum.get_by_role("button", name="← Tous les fils").click()
    await visitor.open_thread("Bruxelles")
    await expect(visitor.forum.get_by_label("Répondre sur le forum")).to_have_value("")
    await visitor.forum.get_by_role("button", name="← Tous les fils").click()
    await visitor.open_thread("Toulouse")
    await expect(visitor.forum.get_by_label("Répondre sur le forum")).to_have_value(
        "Pour Toulouse."
    )
    await post.get_by_role("button", name="Modifier").click()
    await expect(post.get_by_label("Modifier ce message")).to_have_value("En cours de correction")


@pytest.mark.parametrize("width", [360, 1280])
async def test_a_long_thread_opens_at_its_newest_with_the_way_back_and_the_reply_at_hand(
    sandbox: Sandbox, width: int
) -> None:
    async with (
        browsers.launched() as browser,
        browsers.opened(browser, sandbox.page_url, width=width, height=740) as visitor,
    ):
        if width == 360:
            await visitor.page.get_by_role("radio", name="Forum").check()
        await visitor.open_thread("Fil très long")
        posts = visitor.forum.locator(".post")
        await expect(posts.last).to_be_in_viewport()
        await expect(visitor.forum.get_by_label("Répondre sur le forum")).to_be_in_viewport()
        await expect(visitor.forum.get_by_role("heading", level=2)).to_be_in_viewport()
        await visitor.forum.get_by_role("button", name="Aller au premier message").click()
        await expect(posts.first).to_be_in_viewport()
        await expect(posts.first).to_be_focused()
        back = visitor.forum.get_by_role("button", name="← Tous les fils")
        await expect(back).to_be_in_viewport()
        await visitor.forum.get_by_role("button", name="Aller au dernier message").click()
        await expect(posts.last).to_be_in_viewport()
        await expect(visitor.page.locator(".top")).to_be_in_viewport(ratio=1)


async def test_every_fault_is_told_in_plain_words(visitor: Visitor) -> None:
    await visitor.page.locator("#faults > summary").click()
    for summary in await visitor.page.locator("#faults .side > summary:visible").all():
        await summary.click()
    shown = await visitor.page.locator("#faults [data-fault]:visible").all_text_contents()
    assert len(shown) == len(NAMES)
    assert [
        words for words in shown if re.search(r"\d{3}|HTML|JSON|\w\.\w|passerelle", words)
    ] == []
