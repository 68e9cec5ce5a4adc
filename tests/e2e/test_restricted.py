"""What a forum keeps from guests, read with a token, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import ClockSettings, DiscordSettings, ForumSettings, Settings, StorageSettings
from bot.sandbox.forum.things import Readers
from bot.sandbox.server import Sandbox
from tests.e2e.conftest import Town
from tests.e2e.test_bridge import Side

SECRET_TITLE = "Nice : la fuite confidentielle"


@pytest.fixture
def settings(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Both forums are read with Vigie's own account."""
    monkeypatch.setenv("VIGIE_NODEBB", sandbox.forum.bearer)
    monkeypatch.setenv("VIGIE_DISCOURSE", sandbox.discourse.api_key)
    here = {"every_s": 3600, "user": "vigie"}
    nodebb = {"name": "demo", "url": sandbox.forum_url, "token_env": "VIGIE_NODEBB"}
    discourse = {"name": "discourse", "url": sandbox.discourse_url, "token_env": "VIGIE_DISCOURSE"}
    return Settings(
        discord=DiscordSettings(api_base=sandbox.chat_api),
        forum=[ForumSettings.model_validate({**one, **here}) for one in (nodebb, discourse)],
        clock=ClockSettings(follow=sandbox.clock_url),
        storage=StorageSettings(path="vigie.db"),
        folder=tmp_path,
    )


@pytest.fixture(params=["nodebb", "discourse"])
def member(town: Town, request: pytest.FixtureRequest) -> Side:
    return Side(town, request.param)


def category_of(side: Side) -> int:
    topic = side.forum.world.topics[side.topic]
    return int(topic.cid if side.engine == "nodebb" else topic.category_id)


async def test_it_is_on_no_card_in_no_suggestion_and_in_nobodys_private_messages(
    member: Side,
) -> None:
    town, world, category = member.town, member.forum.world, category_of(member)
    people, mimosa = town.sandbox.people, town.seeded.mimosa
    await town.command(mimosa, "ville suivre", ville="fr:06088")
    world.restrict(category, Readers.MEMBERS)
    world.open_topic(category, "lina", SECRET_TITLE, "Un texte réservé aux membres du forum.")
    await member.poll()
    said = await town.command(mimosa, "ville statut", ville="fr:06088")
    assert "confidentielle" not in said.content
    asker, where = town.seeded.girouette, ("fil suivre", "adresse")
    offered = await people.autocomplete(asker, town.channel, *where, adresse="fuite")
    assert "confidentielle" not in str(offered)
    world.restrict(category, Readers.ALL)
    world.open_topic(category, "lina", "Nice : pour tout le monde", "Chacun peut le lire ici.")
    await member.poll()
    private = people.dm(mimosa, town.seeded.vigie.user)
    await town.until(lambda: "Chacun" in "".join(one.content for one in private.messages.values()))
    assert "confidentielle" not in "".join(one.content for one in private.messages.values())


async def test_a_thread_that_becomes_restricted_stops_until_it_is_followed_again(
    member: Side,
) -> None:
    town = member.town
    await member.follow()
    await member.carried("Pour tout le monde.")
    member.forum.world.restrict(category_of(member), Readers.MEMBERS)
    member.forum.reply(member.topic, "lina", "Réservé désormais.")
    await member.poll()
    await town.hears(lambda text: "plus lisible par tout le monde" in text)
    await town.command(town.seeded.girouette, "fil suivre", adresse=member.address, mode="annonce")
    await member.carried("Demandé par les référent·es.")
    assert not any("Réservé désormais" in one.content for one in town.seen())


async def test_what_vigies_own_account_writes_is_carried_nowhere_and_proposes_nothing(
    member: Side,
) -> None:
    await member.follow(mode="annonce")
    vote = "Marseille vote la vidéosurveillance le lundi 14 décembre à 18h30."
    member.forum.reply(member.topic, "vigie", f"Écrit par Vigie : {vote}")
    await member.carried("Écrit par quelqu'un d'autre.")
    assert not any("Écrit par Vigie" in one.content for one in member.town.seen())
    assert not any("🗳️" in one.content for one in member.town.seen())
