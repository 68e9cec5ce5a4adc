"""What is typed where not everybody reads stays with those who read there."""

from __future__ import annotations

from bot.sandbox.discord.models import Channel, User
from bot.sandbox.people import Outcome
from tests.e2e.conftest import Town
from tests.e2e.test_deadlines import action
from tests.e2e.test_vote_rooms import hidden, report_in
from tests.e2e.test_votes import press

CITY = "fr:04088"
LETTER = {"ville": CITY, "date": "15/12/2026", "titre": "Relire le dossier d'Alix"}


async def typed(town: Town, channel: Channel, command: str, **options: str) -> Outcome:
    return await town.sandbox.people.command(town.seeded.girouette, channel, command, **options)


async def told_by(town: Town, person: User, words: str) -> list[str]:
    """Which of the answers that somebody gets where everybody reads tell of these words, whatever
    their capitals."""

    def tells(said: object) -> bool:
        return words.casefold() in str(said).replace("’", "'").casefold()

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
        if tells(said.content):
            found.append(name)
    for name, command, option in (
        ("choix", "échéance expliquer", "échéance"),
        ("choix de demandes", "échéance étape-documents", "demande"),
        ("choix de tâches", "tâche prendre", "tâche"),
    ):
        offered = await town.sandbox.people.autocomplete(
            person, town.channel, command, option, **{option: ""}
        )
        if any(tells(one["name"]) for one in offered):
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


TASK = {"titre": "Relire le dossier d'Alix", "ville": CITY, "unité": "pages", "objectif": "29"}


async def test_a_task_typed_in_a_hidden_channel_is_told_to_nobody_else(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    room = hidden(town, girouette)
    await typed(town, room, "tâche créer", **TASK)
    assert await told_by(town, mimosa, "Relire le dossier") == []
    assert {"carte", "tâches", "bilan", "choix de tâches"} <= set(
        await told_by(town, girouette, "Relire le dossier")
    )
    for command, options in (
        ("tâche compter", {"nombre": "3"}),
        ("tâche prendre", {}),
        ("tâche rendre", {}),
        ("tâche modifier", {}),
        ("tâche terminer", {}),
        ("tâche corriger", {"nombre": "2"}),
    ):
        refused = await town.command(mimosa, command, tâche="Relire", **options)
        assert "trouve pas cette tâche" in refused.content, command


async def test_what_is_not_read_there_is_not_even_said_to_be_one_of_several(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    room = hidden(town, girouette)
    for title in ("Relire le dossier d'Alix", "Relire le dossier de Sam"):
        await typed(town, room, "tâche créer", **(TASK | {"titre": title}))
    refused = await town.command(mimosa, "tâche rendre", tâche="Relire")
    assert "Alix" not in refused.content


async def test_a_campaign_of_a_hidden_channel_is_suggested_to_nobody_else(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    await typed(town, hidden(town, girouette), "tâche créer", **TASK, campagne="Soutien à Alix")

    async def offered(person: User) -> list[str]:
        found = await town.sandbox.people.autocomplete(
            person, town.channel, "tâche bilan", "campagne", campagne=""
        )
        return [str(one["name"]) for one in found]

    assert await offered(mimosa) == []
    assert await offered(girouette) == ["Soutien à Alix"]


async def shown_to_all(town: Town, **options: str) -> Outcome:
    """What an organiser is answered who shows a bilan to a whole channel."""
    girouette = town.seeded.girouette
    asked = await town.command(girouette, "tâche bilan", **options)
    assert asked.message is not None, asked.content
    return await town.sandbox.people.click(
        girouette, asked.message, action(asked.message, "Montrer à tout le salon")
    )


async def test_a_total_that_everybody_is_shown_names_no_task_of_a_hidden_channel(
    town: Town,
) -> None:
    girouette = town.seeded.girouette
    letters = {"ville": "fr:06088", "unité": "lettres", "objectif": "20"}
    await town.command(girouette, "tâche créer", titre="écrire", **letters)
    room = hidden(town, girouette)
    await typed(town, room, "tâche créer", **TASK, campagne="Infiltrer la mairie")
    await typed(town, room, "tâche créer", **(TASK | {"unité": "lettres"}))
    await shown_to_all(town)
    told = await town.hears(lambda text: text.startswith("📌 Bilan"))
    assert "0 lettre sur 49" in told.content.replace("\u202f", " ")
    for word in ("Relire", "pages", "Forcalquier", "Infiltrer"):
        assert word not in told.content


async def test_a_bilan_of_a_hidden_channel_alone_is_shown_to_nobody_else(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    room = hidden(town, girouette)
    await typed(town, room, "tâche créer", **TASK, campagne="Infiltrer la mairie")
    said = await shown_to_all(town, campagne="Infiltrer la mairie")
    assert said.message is not None
    assert said.message.ephemeral_for == girouette.id
    assert "un salon que tout le monde ne lit pas" in said.content
    assert not [one for one in town.seen() if "Infiltrer" in one.content]
    asked = await town.command(mimosa, "tâche bilan", campagne="Infiltrer la mairie")
    assert "Je ne connais pas de campagne" in asked.content
    for command in ("tâche bilan", "tâche créer"):
        offered = await town.sandbox.people.autocomplete(
            mimosa, town.channel, command, "campagne", campagne=""
        )
        assert offered == []


async def test_the_tasks_of_a_kit_stay_where_it_was_made(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    room = hidden(town, girouette)
    preview = await typed(
        town, room, "tâche kit", kit="conseil-municipal", ville=CITY, date="14/12/2026"
    )
    assert preview.message is not None, preview.content
    buttons = [one for row in preview.message.components for one in row["components"]]
    [make] = [one for one in buttons if "kit" in one["custom_id"] and ":make:" in one["custom_id"]]
    await town.sandbox.people.click(girouette, preview.message, make["custom_id"])
    await town.hears(lambda text: "Forcalquier" in text, girouette, room)
    listed = await town.command(mimosa, "tâche liste")
    assert "Forcalquier" not in listed.content


async def test_in_private_the_card_shows_what_is_typed_where_the_person_reads(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    for person, is_told in ((mimosa, False), (girouette, True)):
        await typed(town, hidden(town, girouette), "échéance ajouter", **LETTER)
        dm = town.sandbox.people.dm(person, town.seeded.vigie.user)
        said = await town.sandbox.people.command(person, dm, "ville statut", ville=CITY)
        assert ("Relire le dossier" in said.content) is is_told


async def test_where_the_members_alone_read_a_deadline_reaches_the_channels_that_they_read(
    town: Town,
) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    heard, room = hidden(town, girouette, mimosa), hidden(town, girouette, mimosa)
    await typed(town, heard, "ville suivre", ville=CITY)
    await typed(town, room, "échéance ajouter", **LETTER)
    listed = await town.sandbox.people.command(mimosa, heard, "échéance liste")
    assert "Relire le dossier" in listed.content
    await town.sandbox.clock.advance(7 * 86_400)
    await town.hears(lambda text: text.startswith("⏰") and "14 jours" in text, channel=heard)


async def votes_told_to(town: Town, person: User) -> list[str]:
    """Which of the answers that somebody gets where everybody reads tell of the vote."""
    asked = {
        "liste": ("vote liste", {}),
        "carte": ("ville statut", {"ville": CITY}),
        "historique": ("vote historique", {"vote": "Forcalquier"}),
        "échéances": ("échéance liste", {}),
    }
    found = []
    for name, (command, options) in asked.items():
        said = await town.command(person, command, **options)
        if "caméras fixes" in said.content:
            found.append(name)
    for command in ("vote historique", "tâche créer"):
        offered = await town.sandbox.people.autocomplete(
            person, town.channel, command, "vote", vote=""
        )
        found += [command for one in offered if "caméras fixes" in str(one["name"])]
    return found


async def announced_in_hiding(town: Town, room: Channel) -> None:
    await report_in(town, town.seeded.girouette, room)
    asked = await town.hears(
        lambda text: text.startswith("🗳️ Vote signalé"), town.seeded.girouette, room
    )
    await press(town, town.seeded.girouette, asked, "Confirmer")


async def test_a_vote_announced_in_a_hidden_channel_alone_is_told_to_nobody_else(
    town: Town,
) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    room = hidden(town, girouette)
    await announced_in_hiding(town, room)
    await town.hears(lambda text: text.startswith("🗳️ Vote vidéosurveillance"), girouette, room)
    assert await votes_told_to(town, mimosa) == []
    assert {"liste", "carte", "historique", "vote historique"} <= set(
        await votes_told_to(town, girouette)
    )


async def test_a_vote_of_a_hidden_channel_that_is_announced_to_all_is_told_to_all(
    town: Town,
) -> None:
    await town.command(town.seeded.girouette, "ville suivre", ville=CITY)
    await announced_in_hiding(town, hidden(town, town.seeded.girouette))
    await town.hears(lambda text: text.startswith("🗳️ Vote vidéosurveillance"))
    assert {"liste", "carte", "historique"} <= set(await votes_told_to(town, town.seeded.mimosa))
