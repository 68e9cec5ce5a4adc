"""In private, the next votes are those of the collectives that somebody is in."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.discord.models import Channel, Message
from bot.sandbox.seed import VIGIE_MAY
from tests.e2e.conftest import Town
from tests.e2e.test_votes import announced, press, report


async def ask(town: Town, channel: Channel, words: str) -> Message:
    """Vigie's newest answer there."""
    before = len(town.seen(town.seeded.mimosa, channel))
    await town.sandbox.people.say(town.seeded.mimosa, channel, words)
    await town.until(lambda: len(town.seen(town.seeded.mimosa, channel)) > before)
    return town.seen(town.seeded.mimosa, channel)[-1]


@pytest.mark.parametrize("words", ["prochain vote à Forcalquier ?", "prochain vote ?"])
async def test_who_is_in_several_collectives_is_shown_the_votes_of_each(
    town: Town, words: str
) -> None:
    seeded, people, world = town.seeded, town.sandbox.people, town.sandbox.world
    await town.command(seeded.girouette, "ville suivre", ville="fr:04088")
    await announced(town)
    other = world.add_guild("Collectif des Calanques")
    world.add_channel(other, "general")
    world.add_member(other, seeded.mimosa)
    world.install(seeded.vigie, other, VIGIE_MAY)
    channel = people.dm(seeded.mimosa, seeded.vigie.user)
    async with asyncio.timeout(20):
        while "plusieurs collectifs" not in (asked := await ask(town, channel, words)).content:
            await town.sandbox.clock.advance(601)
    assert "Aucun vote" not in asked.content
    shown = await press(town, seeded.mimosa, asked, "Leurs prochains votes")
    assert seeded.guild.name in shown.content
    assert "lundi 14 décembre 2026 à 18h30" in shown.content
    assert "Collectif des Calanques" in shown.content


async def test_whose_namesake_is_meant_leads_to_its_next_vote(town: Town) -> None:
    seeded = town.seeded
    await report(town, ville="fr:93066")
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    await press(town, seeded.girouette, asked, "Confirmer")
    private = town.sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    for channel, words in ((town.channel, "@Vigie prochain vote"), (private, "prochain conseil")):
        which = await ask(town, channel, f"{words} à Saint-Denis ?")
        assert "Il y a plusieurs Saint-Denis" in which.content
        known = await press(town, seeded.mimosa, which, "Seine-Saint-Denis")
        assert known.content.startswith("🗳️ Prochain vote à Saint-Denis")
        unknown = await press(town, seeded.mimosa, which, "La Réunion")
        assert "Aucun vote à venir n’est connu à Saint-Denis" in unknown.content


async def test_whose_namesake_is_meant_is_asked_of_each_collective_in_private(town: Town) -> None:
    seeded, people, world = town.seeded, town.sandbox.people, town.sandbox.world
    other = world.add_guild("Collectif des Calanques")
    world.add_channel(other, "general")
    world.add_member(other, seeded.mimosa)
    world.install(seeded.vigie, other, VIGIE_MAY)
    channel = people.dm(seeded.mimosa, seeded.vigie.user)
    which = await ask(town, channel, "prochain vote à Saint-Denis ?")
    async with asyncio.timeout(20):
        while True:
            asked = await press(town, seeded.mimosa, which, "Seine-Saint-Denis")
            if "plusieurs collectifs" in asked.content:
                break
            await town.sandbox.clock.advance(601)
    assert asked.message is not None
    shown = await press(town, seeded.mimosa, asked.message, "Leurs prochains votes")
    assert "Collectif des Calanques" in shown.content
    assert "Saint-Denis" in shown.content
