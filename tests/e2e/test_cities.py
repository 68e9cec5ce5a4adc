"""`/ville` as people type it, and the buttons of its card."""

from __future__ import annotations

import asyncio

from bot.sandbox.discord.models import Message, User
from bot.sandbox.people import Outcome
from bot.sandbox.seed import VIGIE_MAY
from tests.e2e.conftest import Town


async def press(town: Town, person: User, message: Message, label: str) -> Outcome:
    [row] = message.components
    [button] = [one for one in row["components"] if one["label"] == label]
    return await town.sandbox.people.click(person, message, button["custom_id"])


def private(town: Town, person: User) -> list[str]:
    channel = town.sandbox.people.dm(person, town.seeded.vigie.user)
    return [one.content for one in town.seen(person, channel)]


async def test_a_known_city_has_its_projects_on_its_card(town: Town) -> None:
    said = await town.command(town.seeded.mimosa, "ville statut", ville="fr:06088")
    text = said.content.replace("\u00a0", " ")
    assert text.startswith("Nice (Alpes-Maritimes) : 3 projets connus")
    assert "La Quadrature du Net, septembre 2022 (il y a 4 ans)" in text


async def test_the_cards_button_follows_for_oneself_in_private(town: Town) -> None:
    mimosa = town.seeded.mimosa
    await town.forum_was_read()
    said = await town.command(mimosa, "ville statut", ville="fr:13055")
    assert said.message is not None
    followed = await press(town, mimosa, said.message, "Suivre Marseille")
    assert "je t’écrirai en privé" in followed.content
    town.sandbox.forum.reply(2, "lina", "Réunion publique jeudi.")
    await town.poll()
    await town.until(lambda: any("Réunion publique" in text for text in private(town, mimosa)))
    assert not any("Réunion publique" in one.content for one in town.seen(mimosa))


async def test_a_member_follows_for_themself_and_an_organiser_for_the_channel(town: Town) -> None:
    seeded = town.seeded
    await town.forum_was_read()
    mine = await town.command(seeded.mimosa, "ville suivre", ville="fr:06088")
    assert "je t’écrirai en privé" in mine.content
    ours = await town.command(seeded.girouette, "ville suivre", ville="fr:13055")
    assert "Ce salon suit maintenant" in ours.content
    assert "Les votes et les projets de la ville arriveront aussi." in ours.content
    listed = await town.command(seeded.mimosa, "ville liste")
    assert f"- Marseille (Bouches-du-Rhône) · <#{town.channel.id}>" in listed.content
    assert "- Nice (Alpes-Maritimes)" in listed.content
    stopped = await town.command(seeded.girouette, "ville ne-plus-suivre", ville="fr:13055")
    assert "Ce salon ne suit plus Marseille" in stopped.content
    gone = await town.command(seeded.mimosa, "ville ne-plus-suivre", ville="fr:06088")
    assert "Tu ne suis plus Nice" in gone.content
    assert "Aucune ville" in (await town.command(seeded.mimosa, "ville liste")).content


async def test_a_member_cannot_have_a_channel_follow(town: Town) -> None:
    said = await town.command(
        town.seeded.mimosa, "ville suivre", ville="fr:06088", salon=str(town.channel.id)
    )
    assert "référent·es" in said.content


async def test_an_organiser_adds_a_commune_of_belgium_that_stays_after_a_restart(
    town: Town,
) -> None:
    anne, mimosa = town.seeded.girouette, town.seeded.mimosa
    await town.command(mimosa, "ville ajouter", nom="Tubize-Rebecq", code="25125")
    await town.hears(lambda text: "C’est aux référent·es" in text)
    await town.command(anne, "ville ajouter", nom="Ixelles", code="06088")
    await town.hears(lambda text: "n’est pas un code NIS" in text, anne)
    await town.command(anne, "ville ajouter", nom="Lyon", code="21009")
    await town.hears(lambda text: text.startswith("Ixelles (Bruxelles-Capitale) est déjà là"), anne)
    await town.command(anne, "ville ajouter", nom="Tubize-Rebecq", code="25125")
    added = await town.hears(lambda text: "est ajoutée" in text)
    assert added.content.startswith("Tubize-Rebecq (Brabant wallon)")
    await town.stop()
    await town.start()
    card = await town.command(mimosa, "ville statut", ville="tubize-rebecq")
    assert card.content.startswith("Tubize-Rebecq (Brabant wallon)")


async def test_a_followed_city_is_not_offered_again_on_its_card(town: Town) -> None:
    seeded = town.seeded
    await town.forum_was_read()
    await town.command(seeded.mimosa, "ville suivre", ville="fr:06088")
    card = await town.command(seeded.mimosa, "ville statut", ville="fr:06088")
    assert card.message is not None
    stopped = await press(town, seeded.mimosa, card.message, "Ne plus suivre Nice")
    assert "Tu ne suis plus Nice" in stopped.content
    await town.command(seeded.girouette, "ville suivre", ville="fr:06088")
    card = await town.command(seeded.mimosa, "ville statut", ville="fr:06088")
    assert "Ce salon suit cette ville." in card.content
    assert card.message is not None
    [row] = card.message.components
    assert [one["label"] for one in row["components"]] == ["Signaler un vote"]


async def test_a_name_that_may_be_another_is_asked_about_wherever_it_is_typed(town: Town) -> None:
    seeded = town.seeded
    choices = await town.sandbox.people.autocomplete(
        seeded.mimosa, town.channel, "ville statut", "ville", ville="Vire"
    )
    assert {one["name"] for one in choices[:2]} == {
        "Viré (Saône-et-Loire)",
        "Vire Normandie (Calvados)",
    }
    asked = await town.command(seeded.mimosa, "ville statut", ville="Vire")
    assert asked.message is not None
    card = await press(town, seeded.mimosa, asked.message, "Vire Normandie (Calvados)")
    assert card.content.startswith("Vire Normandie (Calvados)")
    refused = await town.command(seeded.girouette, "ville suivre", ville="Bruges")
    assert "Bruges (Gironde) ou Bruges (Flandre-Occidentale)" in refused.content


async def test_in_private_the_card_is_that_of_the_one_collective_shared(town: Town) -> None:
    seeded = town.seeded
    facts = {"thème": "drones", "titre": "Drone du port", "état": "rumour"}
    await town.command(seeded.girouette, "projet ajouter", ville="fr:13055", **facts)
    channel = town.sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    asked = await town.sandbox.people.command(
        seeded.mimosa, channel, "ville statut", ville="fr:13055"
    )
    assert "Drone du port" in asked.content
    await town.sandbox.people.say(seeded.mimosa, channel, "où en est Marseille ?")
    await town.until(lambda: any("Drone du port" in text for text in private(town, seeded.mimosa)))


async def test_in_private_who_is_in_several_collectives_is_asked_which(town: Town) -> None:
    seeded, people, world = town.seeded, town.sandbox.people, town.sandbox.world
    facts = {"thème": "drones", "titre": "Drone du port", "état": "rumour"}
    await town.command(seeded.girouette, "projet ajouter", ville="fr:13055", **facts)
    other = world.add_guild("Collectif des Calanques")
    world.add_channel(other, "general")
    world.add_member(other, seeded.mimosa)
    world.install(seeded.vigie, other, VIGIE_MAY)
    channel = people.dm(seeded.mimosa, seeded.vigie.user)

    async def asked() -> Message:
        answered = await people.command(seeded.mimosa, channel, "ville statut", ville="fr:13055")
        assert answered.message is not None
        return answered.message

    async with asyncio.timeout(10):
        while "plusieurs collectifs" not in (card := await asked()).content:
            await town.sandbox.clock.advance(601)
    assert "SNEF" in card.content
    assert "Drone du port" not in card.content
    await people.say(seeded.mimosa, channel, "où en est Marseille ?")
    await town.until(
        lambda: any("tout le monde sait" in text for text in private(town, seeded.mimosa))
    )
    said = town.seen(seeded.mimosa, channel)[-1]
    assert "Drone du port" not in said.content
    whose = await press(town, seeded.mimosa, said, "La fiche d’un collectif")
    assert whose.content == "Marseille (Bouches-du-Rhône), vue par quel collectif\u202f?"
    assert whose.message is not None
    ours = await press(town, seeded.mimosa, whose.message, seeded.guild.name)
    assert "Drone du port" in ours.content
    theirs = await press(town, seeded.mimosa, card, "Collectif des Calanques")
    assert "Drone du port" not in theirs.content
    ours = await press(town, seeded.mimosa, card, seeded.guild.name)
    assert "Drone du port" in ours.content
    world.remove_member(other, seeded.mimosa)
    await town.sandbox.clock.advance(601)
    left = await press(town, seeded.mimosa, card, "Collectif des Calanques")
    assert "Je ne te vois pas dans ce collectif." in left.content


async def test_who_is_in_no_collective_is_told_what_everybody_may_know(town: Town) -> None:
    seeded = town.seeded
    facts = {"thème": "drones", "titre": "Drone du port", "état": "rumour"}
    await town.command(seeded.girouette, "projet ajouter", ville="fr:13055", **facts)
    stranger = town.sandbox.world.add_user("etrange", "Étrange")
    channel = town.sandbox.people.dm(stranger, seeded.vigie.user)
    asked = await town.sandbox.people.command(stranger, channel, "ville statut", ville="fr:13055")
    assert "SNEF" in asked.content
    assert "Drone du port" not in asked.content


async def test_what_an_organiser_follows_for_themself_stays_their_own_affair(town: Town) -> None:
    girouette = town.seeded.girouette
    await town.forum_was_read()
    card = await town.command(girouette, "ville statut", ville="fr:06088")
    assert card.message is not None
    await press(town, girouette, card.message, "Suivre Nice")
    stopped = await town.command(girouette, "ville ne-plus-suivre", ville="fr:06088")
    assert "Tu ne suis plus Nice" in stopped.content
    assert stopped.message is not None
    assert stopped.message.ephemeral_for == girouette.id


async def test_chez_nous_tells_nobody_what_a_hidden_channel_follows(town: Town) -> None:
    seeded = town.seeded
    await town.forum_was_read()
    hidden = str(seeded.private.id)
    await town.command(seeded.girouette, "ville suivre", ville="fr:06088", salon=hidden)
    await town.sandbox.people.say(seeded.mimosa, town.channel, "@Vigie quoi de neuf chez nous ?")
    said = await town.hears(lambda text: "Aucune ville n’est suivie ici" in text)
    assert "Nice" not in said.content
