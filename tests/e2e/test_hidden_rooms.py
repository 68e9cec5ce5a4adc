"""What is typed where not everybody reads stays with those who read there."""

from __future__ import annotations

from bot.sandbox.discord.models import Channel, User
from bot.sandbox.people import Outcome
from tests.e2e.conftest import Town
from tests.e2e.test_vote_rooms import hidden

CITY = "fr:04088"
LETTER = {"ville": CITY, "date": "15/12/2026", "titre": "Relire le dossier d'Alix"}


async def typed(town: Town, channel: Channel, command: str, **options: str) -> Outcome:
    return await town.sandbox.people.command(town.seeded.girouette, channel, command, **options)


async def told_by(town: Town, person: User, words: str) -> list[str]:
    """Which of the answers that somebody gets where everybody reads tell of these words."""
    asked = {
        "liste": ("échéance liste", {}),
        "expliquer": ("échéance expliquer", {"échéance": words}),
        "carte": ("ville statut", {"ville": CITY}),
        "tâches": ("tâche liste", {}),
        "bilan": ("tâche bilan", {}),
    }
    found = []
    for name, (command, options) in asked.items():
        said = await town.command(person, command, **options)
        if words in said.content.replace("’", "'"):
            found.append(name)
    for name, command, option in (
        ("choix", "échéance expliquer", "échéance"),
        ("choix de demandes", "échéance étape-documents", "demande"),
        ("choix de tâches", "tâche prendre", "tâche"),
    ):
        offered = await town.sandbox.people.autocomplete(
            person, town.channel, command, option, **{option: ""}
        )
        if any(words in str(one["name"]).replace("’", "'") for one in offered):
            found.append(name)
    return found


async def test_a_deadline_typed_in_a_hidden_channel_is_told_to_nobody_else(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    await town.command(girouette, "ville suivre", ville=CITY)
    room = hidden(town, girouette)
    added = await typed(town, room, "échéance ajouter", **LETTER)
    assert f"<#{room.id}>" in added.content
    assert await told_by(town, mimosa, "Relire le dossier") == []
    assert {"liste", "carte", "choix"} <= set(await told_by(town, girouette, "Relire le dossier"))
    await town.sandbox.clock.advance(7 * 86_400)
    await town.hears(lambda text: text.startswith("⏰") and "14 jours" in text, girouette, room)
    assert not [one for one in town.seen() if one.content.startswith("⏰")]


async def test_who_does_not_read_there_takes_no_deadline_of_a_hidden_channel(town: Town) -> None:
    room = hidden(town, town.seeded.girouette)
    await typed(town, room, "échéance ajouter", **LETTER)
    said = await town.command(town.seeded.mimosa, "échéance prendre", échéance="Relire le dossier")
    assert "Relire le dossier d" not in said.content.replace("« Relire le dossier »", "")
    assert "tu t" not in said.content


async def test_a_request_typed_in_a_hidden_channel_is_told_to_nobody_else(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    await town.command(girouette, "ville suivre", ville=CITY)
    room = hidden(town, girouette)
    asked = await typed(
        town, room, "échéance demande-documents", ville=CITY, quoi="dossier de plainte"
    )
    assert f"<#{room.id}>" in asked.content
    assert await told_by(town, mimosa, "Demande de documents") == []
    assert await told_by(town, mimosa, "dossier de plainte") == []
    await town.sandbox.clock.advance(33 * 86_400)
    await town.hears(lambda text: text.startswith("⏰"), girouette, room)
    assert not [one for one in town.seen() if "dossier de plainte" in one.content]


async def test_a_deadline_typed_where_everybody_reads_is_told_where_the_city_is_heard_of(
    town: Town,
) -> None:
    await town.command(town.seeded.girouette, "ville suivre", ville=CITY)
    added = await typed(town, town.seeded.discussion, "échéance ajouter", **LETTER)
    assert "<#" not in added.content
    assert {"liste", "carte", "choix"} <= set(
        await told_by(town, town.seeded.mimosa, "Relire le dossier")
    )
    await town.sandbox.clock.advance(7 * 86_400)
    await town.hears(lambda text: "Relire le dossier" in text and "14 jours" in text)
