"""`/mes-données`, in the real chat's shapes."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.discord.models import Channel, Message
from tests.e2e.conftest import Town
from tests.e2e.test_reminders import clean, dm, hears_in_private, press, remind


def read(message: Message | None) -> tuple[str, dict[str, Any]]:
    assert message is not None
    text, data = (one.data.decode() for one in message.attachments)
    return text, json.loads(data)


async def ask(town: Town, words: str, channel: Channel | None = None) -> Message:
    people, mimosa = town.sandbox.people, town.seeded.mimosa
    message = (await people.command(mimosa, channel or town.channel, words)).message
    assert message is not None
    return message


async def test_what_is_held_is_given_to_the_person_alone(town: Town) -> None:
    await remind(town, what="imprimer 200 tracts")
    given = await ask(town, "mes-données exporter")
    text, data = read(given)
    assert given.ephemeral_for == town.seeded.mimosa.id
    assert "imprimer 200 tracts" in text
    assert data["Rappels"][0]["words"] == "imprimer 200 tracts"
    assert data["person"] == str(town.seeded.mimosa.id)


async def test_in_private_it_is_the_same_and_in_the_persons_language(town: Town) -> None:
    town.seeded.mimosa.locale = "en-GB"
    await remind(town)
    given = await ask(town, "mes-données exporter", dm(town))
    assert given.content.startswith("All that I know of you: 2 lines")
    assert "imprimer" in read(given)[0]


async def test_what_is_erased_is_gone_after_a_restart_too(town: Town) -> None:
    mimosa = town.seeded.mimosa
    await remind(town)
    await town.sandbox.clock.advance(2 * 3600)
    told = await hears_in_private(town, "« imprimer »")
    await remind(town, what="bilan")
    asked = await ask(town, "mes-données effacer")
    assert "rappels (" in clean(asked.content)
    assert await press(town, asked, "Garder") == "Rien n’est effacé."
    assert "C’est effacé" in await press(town, asked, "Effacer")
    assert await press(town, asked, "Effacer") == "Je ne garde rien sur toi."
    await town.stop()
    await town.start()
    await town.sandbox.clock.advance(30 * 86_400)
    given = await ask(town, "mes-données exporter")
    assert given.content == "Je ne garde rien sur toi."
    assert [one.id for one in town.seen(channel=dm(town))] == [told.id]
    listed = await town.command(mimosa, "rappel liste")
    assert "pas de rappel" in listed.content
