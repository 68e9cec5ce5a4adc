"""What a newcomer does on the demo's page, in a real Chromium, with the real Vigie."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e import browser as browsers
from tests.e2e.browser import Visitor
from tests.e2e.conftest import Town
from tests.pictures import png

pytestmark = pytest.mark.browser

THREAD = "Marseille : extension de la vidéosurveillance"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with browsers.launched() as launched:
        yield launched


@pytest.fixture
async def visitor(browser: Browser, town: Town) -> AsyncIterator[Visitor]:
    """At the page's first sight; it must end without an error or a request to elsewhere."""
    async with browsers.opened(browser, town.sandbox.page_url) as visitor:
        yield visitor
        assert visitor.witness.errors == []
        assert visitor.witness.refusals == visitor.refusals
        assert visitor.witness.hosts == {town.sandbox.page_url.split("/")[2]}


async def follow(visitor: Visitor, town: Town) -> None:
    """As an organiser, by keyboard alone."""
    await visitor.speak_as("Girouette")
    await visitor.choose("/fil su", "/fil suivre")
    await visitor.type(f"{town.sandbox.forum_url}/topic/2")
    await visitor.press("Enter")
    await visitor.sees("suit maintenant")


async def test_a_thread_followed_by_keyboard_brings_its_next_post_into_a_chat_thread(
    visitor: Visitor, town: Town
) -> None:
    await follow(visitor, town)
    await expect(visitor.log.locator(".cmd")).to_have_text(
        f"/fil suivre {town.sandbox.forum_url}/topic/2"
    )
    await visitor.open_thread(THREAD)
    post = await visitor.reply_on_forum("On se retrouve à 8h30 devant la mairie.")
    await visitor.page.get_by_role("button", name="+1 heure").click()
    await visitor.open_channel("Marseille : extension")
    carried = await visitor.sees("On se retrouve à 8h30")
    await expect(carried).to_contain_text("robot")
    await expect(carried.get_by_role("link", name="Voir sur le forum")).to_be_visible()
    await expect(post.locator(".carried")).to_have_text(
        re.compile(r"Recopié dans # annonces, fil «\sMarseille.+\s», à \d+h\d\d")
    )


async def test_a_city_is_found_while_one_types_and_its_card_is_seen_by_oneself_alone(
    visitor: Visitor,
) -> None:
    await visitor.choose("/ville st", "/ville statut")
    await expect(visitor.page.locator("#hint")).to_contain_text("ville : Son nom")
    await visitor.choose("marseil", "Marseille (Bouches-du-Rhône)")
    await expect(visitor.field).to_have_attribute("placeholder", "Entrée pour envoyer")
    await visitor.press("Enter")
    card = await visitor.sees("Visible par vous, personne d’autre.")
    await expect(card).to_contain_text("Marseille (Bouches-du-Rhône)")
    await expect(visitor.log.locator(".cmd")).to_have_text(
        "/ville statut Marseille (Bouches-du-Rhône)"
    )
    await visitor.speak_as("Girouette")
    await expect(visitor.log).not_to_contain_text("Marseille")


async def test_a_command_typed_in_one_go_is_sent_as_typed(visitor: Visitor) -> None:
    await visitor.type("/ville statut Forcalquier")
    await expect(visitor.choices.first).to_contain_text("Forcalquier (")
    await visitor.press("Escape", "Enter")
    await visitor.sees("Forcalquier (Alpes-de-Haute-Provence)")


async def test_a_command_begun_can_be_taken_back_step_by_step(visitor: Visitor) -> None:
    await visitor.choose("/ville st", "/ville statut")
    await visitor.choose("nice", "Nice (Alpes-Maritimes)")
    await visitor.press("Backspace")
    await expect(visitor.field).to_have_value("Nice (Alpes-Maritimes)")
    await visitor.field.fill("")
    await visitor.press("Backspace")
    await expect(visitor.field).to_have_value("/ville statut")
    await expect(visitor.page.locator("#filling")).to_be_hidden()


async def test_a_missing_option_is_asked_for_in_one_sentence(visitor: Visitor) -> None:
    await visitor.choose("/ville st", "/ville statut")
    await expect(visitor.choices.first).to_be_visible()
    await visitor.press("Escape", "Enter")
    await expect(visitor.page.locator("#problem")).to_contain_text("Il manque « ville »")


async def test_a_reserved_command_is_explained_and_its_text_kept(visitor: Visitor) -> None:
    await visitor.type("/fil liste")
    await expect(visitor.choices).to_have_count(0)
    await visitor.press("Enter")
    await expect(visitor.page.locator("#problem")).to_contain_text(
        "Aux référent·es (droit « Gérer le serveur »)"
    )
    await expect(visitor.field).to_have_value("/fil liste")


async def test_a_mention_offers_vigie_which_answers(visitor: Visitor) -> None:
    await visitor.choose("@vi", "@Vigie")
    await visitor.type("où en est Nice ?")
    await visitor.press("Enter")
    answer = await visitor.sees("Nice (Alpes-Maritimes)")
    await expect(answer.locator(".answers")).to_have_text(
        "En réponse à Mimosa : @Vigie où en est Nice ?"
    )


async def test_an_answer_to_vigies_message_is_answered(visitor: Visitor) -> None:
    await visitor.say("@Vigie où en est Nice ?")
    first = await visitor.sees("Nice (Alpes-Maritimes)")
    await first.get_by_role("button", name="Répondre à Vigie").press("Enter")
    await visitor.type("où en est Lyon ?")
    await visitor.press("Enter")
    await visitor.sees("Lyon (Rhône)")
    question = visitor.log.locator("li.msg", has_text="où en est Lyon").first
    await expect(question.locator(".answers")).to_contain_text("En réponse à Vigie : Nice")


async def test_in_private_a_button_tells_homonyms_apart(visitor: Visitor) -> None:
    await visitor.open_channel("Vigie")
    await visitor.say("où en est Saint-Denis ?")
    question = await visitor.sees("Il y a plusieurs Saint-Denis")
    await question.get_by_role("button", name="La Réunion").press("Enter")
    await visitor.sees("Saint-Denis (La Réunion)")
    await expect(question.get_by_role("button", name="La Réunion")).to_be_focused()


async def test_another_channels_news_are_counted_until_they_are_read(
    visitor: Visitor, town: Town
) -> None:
    people, where = town.sandbox.people, town.seeded.discussion
    for text in ("Bonjour à toutes.", "Qui vient lundi ?"):
        await people.say(town.seeded.girouette, where, text)
    link = visitor.page.locator("#channels").get_by_role("link", name="discussion")
    await expect(link.locator(".new")).to_have_text("2 nouveaux")
    await visitor.open_channel("discussion")
    await visitor.sees("Qui vient lundi ?")
    await expect(link.locator(".new")).to_have_count(0)


async def test_a_channel_hidden_from_somebody_is_not_listed_for_them(visitor: Visitor) -> None:
    hidden = visitor.page.locator("#channels").get_by_role("link", name="référent·es")
    await expect(hidden).to_have_count(0)
    await visitor.speak_as("Girouette")
    await expect(hidden).to_be_visible()


async def test_a_post_is_edited_then_deleted_on_the_forum(visitor: Visitor) -> None:
    await visitor.open_thread(THREAD)
    await visitor.reply_on_forum("Rendez-vous à 18h devant la mairie.")
    post = visitor.forum.locator(".post").last
    await post.get_by_role("button", name="Modifier").click()
    await post.get_by_label("Modifier ce message").fill("Rendez-vous à 19h devant la mairie.")
    await post.get_by_role("button", name="Enregistrer").click()
    await expect(post).to_contain_text("Rendez-vous à 19h")
    await expect(post).to_contain_text("modifié à 9h0")
    await post.get_by_role("button", name="Supprimer").click()
    await post.get_by_role("button", name="Oui, supprimer").click()
    await expect(post).to_contain_text("Message supprimé.")
    await expect(post).not_to_contain_text("19h")


async def test_what_the_forum_refuses_is_said_and_the_text_kept(visitor: Visitor) -> None:
    visitor.refusals = [400]
    await visitor.open_thread(THREAD)
    text = visitor.forum.get_by_label("Répondre sur le forum")
    await text.fill("Court")
    await visitor.forum.get_by_role("button", name="Répondre").click()
    await expect(visitor.forum.locator(".reply .problem")).to_contain_text("trop court")
    await expect(text).to_have_value("Court")


async def test_the_clock_moves_by_an_hour_a_day_and_to_what_is_due(visitor: Visitor) -> None:
    now = visitor.page.locator("#now")
    await expect(now).to_have_text(re.compile(r"mardi 24 novembre 2026, 9h0\d"))
    await visitor.page.get_by_role("button", name="+1 heure").click()
    await expect(now).to_have_text(re.compile(r"mardi 24 novembre 2026, 10h0\d"))
    await visitor.page.get_by_role("button", name="+1 jour").click()
    await expect(now).to_have_text(re.compile(r"mercredi 25 novembre 2026, 10h0\d"))
    await expect(visitor.page.locator("#next-due")).to_contain_text("lecture du forum")
    await visitor.page.get_by_role("button", name="Prochain réveil").click()
    await expect(visitor.page.locator("#announce")).to_contain_text("Il est maintenant mercredi")


async def test_a_fault_is_switched_on_and_off(visitor: Visitor, town: Town) -> None:
    panel = visitor.page.locator("#faults")
    await panel.locator("summary").first.press("Enter")
    await panel.locator("summary", has_text="Les forums").press("Enter")
    button = panel.get_by_role("button", name="Le forum est fermé pour travaux")
    await button.press("Enter")
    await expect(button).to_have_attribute("aria-pressed", "true")
    await expect(panel.locator("summary").first).to_contain_text("1 en cours")
    assert town.sandbox.faults.is_on("forum.503")
    await button.press("Enter")
    await expect(button).to_have_attribute("aria-pressed", "false")
    assert not town.sandbox.faults.is_on("forum.503")


async def test_vigie_away_is_said_and_the_command_kept_until_it_is_back(
    visitor: Visitor, town: Town
) -> None:
    await town.stop()
    await expect(visitor.page.locator("#offline")).to_have_text("Vigie est hors ligne")
    await visitor.choose("/aide", "/aide")
    await visitor.press("Enter")
    await expect(visitor.page.locator("#problem")).to_contain_text("la commande est gardée")
    await town.start()
    await expect(visitor.page.locator("#offline")).to_be_hidden()
    await visitor.press("Enter")
    await visitor.sees("Je guette le forum")


async def test_a_vote_is_reported_confirmed_and_announced_with_its_countdown(
    visitor: Visitor,
) -> None:
    await visitor.speak_as("Mimosa")
    await visitor.choose("/vote sig", "/vote signaler")
    await visitor.choose("Forcalq", "Forcalquier")
    for typed in ("lundi 14 décembre 2026 à 18h30", "caméras fixes"):
        await visitor.type(typed)
        await visitor.press("Enter")
    await visitor.sees("Rien n’est annoncé avant")
    await visitor.speak_as("Girouette")
    await visitor.log.get_by_role("button", name="Confirmer").last.click()
    sent = await visitor.sees("🗳️ Vote vidéosurveillance à Forcalquier")
    await expect(sent).to_contain_text("lundi 14 décembre 2026 à 18h30 (dans 20 jours)")
    await expect(sent.get_by_role("button", name="Je viens")).to_be_visible()
    for left in (19, 18, 17):  # on the third day nothing else of the message is said otherwise
        await visitor.page.get_by_role("button", name="+1 jour").click()
        await expect(sent).to_contain_text(f"14 décembre 2026 à 18h30 (dans {left} jours)")


async def test_a_photo_goes_with_a_report_and_is_seen_by_who_confirms(
    visitor: Visitor, tmp_path: Path
) -> None:
    photo = tmp_path / "affiche.png"
    photo.write_bytes(png(40, 30))
    await visitor.speak_as("Mimosa")
    await visitor.choose("/vote sig", "/vote signaler")
    await visitor.choose("Forcalq", "Forcalquier")
    for typed in ("lundi 14 décembre 2026 à 18h30", "caméras fixes"):
        await visitor.type(typed)
        if typed == "caméras fixes":
            await visitor.page.get_by_role("button", name="+ photo").click()
        else:
            await visitor.press("Enter")
    await visitor.page.locator("#file").set_input_files(photo)
    await expect(visitor.page.locator("#filling")).to_contain_text("photo : affiche.png")
    await visitor.press("Enter")
    await visitor.sees("Photo gardée, sans le lieu ni l’appareil")
    await visitor.speak_as("Girouette")
    await visitor.log.get_by_role("button", name="Voir la photo").last.click()
    shown = await visitor.sees("La photo donnée pour le vote")
    picture = shown.get_by_role("img", name="Photo 1, donnée avec le signalement")
    await expect(picture).to_have_js_property("naturalWidth", 40)
    await visitor.speak_as("Mimosa")
    await expect(visitor.log).not_to_contain_text("La photo donnée pour le vote")
