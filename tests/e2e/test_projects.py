"""`/projet` as people type it, in the real chat's shapes."""

from __future__ import annotations

from bot.sandbox.discord import permissions
from bot.sandbox.discord.events import WorldEvent
from bot.sandbox.discord.interaction_shapes import interaction_create
from bot.sandbox.discord.models import Message, User
from bot.sandbox.people import Outcome
from tests.e2e.conftest import Town

PORT = {
    "ville": "fr:13055",
    "thème": "videosurveillance",
    "titre": "Caméras du port",
    "état": "voted",
    "source": "Ordre du jour https://marseille.example/odj.pdf",
}


async def add(town: Town, person: User) -> Outcome:
    return await town.command(person, "projet ajouter", **PORT)


async def listed(town: Town) -> str:
    person = town.seeded.mimosa
    return (await town.command(person, "projet liste", ville="fr:13055")).content


async def press(town: Town, person: User, message: Message, label: str) -> Outcome:
    [row] = message.components
    [button] = [one for one in row["components"] if one["label"] == label]
    return await town.sandbox.people.click(person, message, button["custom_id"])


async def test_an_organiser_notes_a_project_for_everybody_to_see(town: Town) -> None:
    said = await add(town, town.seeded.girouette)
    assert said.content.startswith("📌 Projet noté à Marseille (Bouches-du-Rhône)")
    await town.hears(lambda text: "Projet noté à Marseille" in text)
    assert "- Caméras du port : voté (vu en 2026)" in (await listed(town)).replace("\u00a0", " ")


async def test_a_members_suggestion_is_confirmed_by_an_organiser_only(town: Town) -> None:
    seeded = town.seeded
    thanked = await add(town, seeded.mimosa)
    assert "leur est proposé ici" in thanked.content
    asked = await town.hears(lambda text: "Projet proposé à Marseille" in text)
    held, waiting = (await listed(town)).split("**À confirmer")
    assert "Caméras du port" not in held
    assert "Caméras du port" in waiting
    declined = await press(town, seeded.mimosa, asked, "Confirmer")
    assert "référent·es" in declined.content
    taken = await press(town, seeded.girouette, asked, "Confirmer")
    assert "C’est noté" in taken.content
    confirmed = await town.hears(lambda text: "Projet confirmé à Marseille" in text)
    assert confirmed.id == asked.id
    assert not confirmed.components


async def test_a_project_goes_on_and_its_history_says_how(town: Town) -> None:
    girouette = town.seeded.girouette
    await add(town, girouette)
    step = {"projet": "Caméras du port", "état": "installed", "date": "2026"}
    missing = await town.command(girouette, "projet statut", **step, pourquoi="vu du quai")
    assert "Il faut la source de «\u202fen place\u202f»" in missing.content
    assert "Caméras du port · en place · 2026 · vu du quai." in missing.content
    moved = await town.command(girouette, "projet statut", **step, source="vu du quai")
    assert "en place (2026" in moved.content
    assert "Avant\u00a0: voté." in moved.content
    still = await town.command(
        girouette, "projet statut", projet="Caméras du port", état="installed", source="presse"
    )
    assert "toujours «\u202fen place\u202f»" in still.content
    assert "-# presse, 24 novembre 2026" in still.content
    back = await town.command(girouette, "projet statut", projet="Caméras du port", état="tender")
    assert "On ne passe pas de «\u202fen place\u202f»" in back.content
    changed = await town.command(
        girouette,
        "projet modifier",
        projet="Caméras du port",
        caméras="4000",
        fournisseur="Acme",
        source="marché public",
    )
    assert "Caméras du port, Acme" in changed.content
    told = await town.command(town.seeded.mimosa, "projet historique", projet="Caméras du port")
    assert "4\u202f000 caméras" in told.content
    assert told.content.index("- en place (2026") < told.content.index("- voté")
    assert "[Ordre du jour](<https://marseille.example/odj.pdf>)" in told.content


async def test_the_list_offers_the_projects_of_the_base_by_name_or_city(town: Town) -> None:
    choices = await town.sandbox.people.autocomplete(
        town.seeded.girouette, town.channel, "projet statut", "projet", projet="cityvis"
    )
    assert [one["name"] for one in choices] == [
        "Cityvision : recherche de personnes dans la foule (Nice)"
    ]


async def test_members_are_told_who_may_change_a_project(town: Town) -> None:
    said = await town.command(
        town.seeded.mimosa, "projet statut", projet="project:1", état="cancelled"
    )
    assert "référent·es" in said.content


async def test_where_vigie_cannot_write_a_suggestion_waits_in_the_organisers_list(
    town: Town,
) -> None:
    seeded, people = town.seeded, town.sandbox.people
    people.admins.allow_in(
        seeded.boussole, town.channel, seeded.vigie.user, deny=permissions.SEND_MESSAGES
    )
    thanked = await add(town, seeded.mimosa)
    assert "Je ne peux pas écrire dans ce salon" in thanked.content
    seen = await town.command(seeded.mimosa, "projet liste")
    assert seen.message is not None
    assert not seen.message.components
    found = await town.command(seeded.girouette, "projet liste")
    assert "Projet proposé à Marseille" in found.content
    assert found.message is not None
    taken = await press(town, seeded.girouette, found.message, "Confirmer")
    assert "C’est noté" in taken.content
    assert "- Caméras du port : voté" in (await listed(town)).replace("\u00a0", " ")


async def test_organisers_answer_one_suggestion_after_the_other(town: Town) -> None:
    seeded = town.seeded
    for title in ("Un", "Deux"):
        await town.command(seeded.mimosa, "projet ajouter", **{**PORT, "titre": title})
    found = await town.command(seeded.girouette, "projet liste")
    assert "Puis 1 autre attend." in found.content
    assert found.message is not None
    then = await press(town, seeded.girouette, found.message, "Écarter")
    assert "- Deux" in then.content
    assert then.message is not None
    last = await press(town, seeded.girouette, then.message, "Confirmer")
    assert last.content.replace("\u202f", " ").startswith(
        "C’est noté : « Deux »".replace(" :", "\u00a0:")
    )
    assert last.message is not None
    assert not last.message.components


async def test_a_long_list_goes_on_with_a_button(town: Town) -> None:
    girouette = town.seeded.girouette
    for number in range(25):
        title = f"Caméras de la place numéro {number}, côté nord, sur les nouveaux mâts"
        await town.command(girouette, "projet ajouter", **{**PORT, "titre": title})
    first = await town.command(town.seeded.mimosa, "projet liste", ville="fr:13055")
    assert first.message is not None
    then = await press(town, town.seeded.mimosa, first.message, "Suite")
    assert "**Marseille (Bouches-du-Rhône)**" in then.content
    assert "Caméras de la place numéro 24" not in first.content
    assert not set(first.content.splitlines()[1:-1]) & set(then.content.splitlines()[1:-1])


async def test_a_fact_without_its_source_is_refused_with_what_to_do(town: Town) -> None:
    girouette = town.seeded.girouette
    said = await town.command(girouette, "projet modifier", projet="project:2", caméras="9999")
    assert "Il faut la source" in said.content


async def test_a_challenge_is_noted_field_by_field_and_ended(town: Town) -> None:
    girouette = town.seeded.girouette
    await add(town, girouette)
    changed = await town.command(
        girouette,
        "projet modifier",
        projet="Caméras du port",
        tribunal="TA de Marseille",
        recours_le="mars 2026",
        issue="annulé",
        source="jugement",
    )
    assert "contesté" in changed.content
    told = await town.command(girouette, "projet historique", projet="Caméras du port")
    assert "Contesté\u00a0: TA de Marseille (mars 2026), annulé" in told.content
    assert f"<@{girouette.id}>" in told.content
    seen = await town.command(town.seeded.mimosa, "projet historique", projet="Caméras du port")
    assert "<@" not in seen.content
    ended = await town.command(girouette, "projet modifier", projet="Caméras du port", tribunal="-")
    assert "contesté" not in ended.content


async def test_a_command_that_the_chat_hands_over_twice_is_done_once(town: Town) -> None:
    interactions = town.sandbox.people.interactions
    await add(town, town.seeded.mimosa)
    await town.hears(lambda text: "Projet proposé à Marseille" in text)
    [*_, last] = interactions.by_id.values()
    again = WorldEvent("INTERACTION_CREATE", lambda: interaction_create(last), to=last.application)
    interactions.world.emit(again)
    await town.command(town.seeded.mimosa, "projet ajouter", **{**PORT, "titre": "Après"})
    await town.hears(lambda text: "Après" in text)
    proposed = [one for one in town.seen() if "Projet proposé" in one.content]
    assert len(proposed) == 2
    found = await town.command(town.seeded.girouette, "projet liste")
    assert found.content.count(" · Caméras du port") == 1


async def test_the_list_tells_nobody_what_a_hidden_channel_follows(town: Town) -> None:
    seeded = town.seeded
    await town.forum_was_read()
    hidden = str(seeded.private.id)
    await town.command(seeded.girouette, "ville suivre", ville="fr:06088", salon=hidden)
    seen = await town.command(seeded.mimosa, "projet liste")
    assert "Nice" not in seen.content
    assert "Cityvision" in (await town.command(seeded.girouette, "projet liste")).content
    cities = await town.command(seeded.mimosa, "ville liste")
    assert "Aucune ville n’est suivie que tu voies." in cities.content


async def test_a_project_noted_elsewhere_is_read_where_its_city_is_followed(town: Town) -> None:
    seeded = town.seeded
    await town.forum_was_read()
    await town.command(
        seeded.girouette, "ville suivre", ville="fr:13055", salon=str(seeded.private.id)
    )
    await add(town, seeded.girouette)
    told = await town.hears(
        lambda text: "Projet noté à Marseille" in text, seeded.girouette, seeded.private
    )
    assert "Ordre du jour" in told.content
    thanked = await town.command(
        seeded.mimosa, "projet ajouter", **{**PORT, "titre": "Drone du port"}
    )
    assert str(seeded.private.id) not in thanked.content
    asked = await town.hears(
        lambda text: "Projet proposé à Marseille" in text, seeded.girouette, seeded.private
    )
    taken = await press(town, seeded.girouette, asked, "Confirmer")
    assert "C’est noté" in taken.content


async def test_who_follows_the_city_for_themself_reads_of_a_project_in_private(
    town: Town,
) -> None:
    seeded = town.seeded
    await town.forum_was_read()
    await town.command(seeded.mimosa, "ville suivre", ville="fr:13055")
    await add(town, seeded.girouette)
    private = town.sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    told = await town.hears(lambda text: "Projet noté à Marseille" in text, seeded.mimosa, private)
    assert "Caméras du port" in told.content
