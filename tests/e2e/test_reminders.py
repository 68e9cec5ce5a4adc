"""`/rappel`, `/silence` and what comes of them, in the real chat's shapes."""

from __future__ import annotations

import pytest

from bot.config import CollectiveSettings
from bot.domain.delivery import Kind
from bot.sandbox.discord.models import Channel, Message, User
from bot.sandbox.people import Outcome
from bot.store import deliveries
from tests.e2e.conftest import Town


def clean(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def dm(town: Town) -> Channel:
    return town.sandbox.people.dm(town.seeded.mimosa, town.seeded.vigie.user)


async def remind(town: Town, when: str = "dans 2 heures", what: str = "imprimer") -> Outcome:
    return await town.command(town.seeded.mimosa, "rappel moi", quand=when, quoi=what)


async def press(town: Town, message: Message | None, label: str, who: User | None = None) -> str:
    assert message is not None
    buttons = [one for row in message.components for one in row["components"]]
    [button] = [one for one in buttons if one["label"] == label]
    person = who or town.seeded.mimosa
    return clean((await town.sandbox.people.click(person, message, button["custom_id"])).content)


async def hears_in_private(town: Town, words: str, count: int = 1) -> Message:
    """The last of so many messages with these words."""

    def found() -> list[Message]:
        seen = town.seen(channel=dm(town))
        return [one for one in seen if words in clean(one.content)]

    await town.until(lambda: len(found()) >= count)
    return found()[count - 1]


async def test_a_reminder_is_echoed_and_comes_in_private_after_a_restart(town: Town) -> None:
    said = await remind(town)
    assert "mardi 24 novembre 2026 à 11h" in clean(said.content)
    assert town.seen(town.seeded.girouette) == []
    await town.stop()
    await town.start()
    await town.sandbox.clock.advance(2 * 3600)
    told = await hears_in_private(town, "⏰ Rappel : « imprimer »")
    labels = [one["label"] for row in told.components for one in row["components"]]
    assert labels == ["Fait", "Dans 1 heure", "Demain"]


async def test_put_off_it_comes_again_and_double_clicks_do_no_harm(town: Town) -> None:
    await remind(town)
    await town.sandbox.clock.advance(2 * 3600)
    told = await hears_in_private(town, "imprimer")
    await town.stop()
    await town.start()
    first = await press(town, told, "Dans 1 heure")
    assert await press(town, told, "Dans 1 heure") == first
    await town.sandbox.clock.advance(3700)
    again = await hears_in_private(town, "⏰ Rappel : « imprimer »", count=2)
    assert "C’est fait" in await press(town, again, "Fait")
    assert "C’est fait" in await press(town, again, "Fait")


async def test_after_a_week_asleep_it_comes_marked_late(town: Town) -> None:
    await remind(town)
    await town.stop()
    await town.sandbox.clock.advance(7 * 86_400)
    await town.start()
    told = await hears_in_private(town, "⏰ En retard de 6 jours : « imprimer »")
    assert "J’étais à l’arrêt. Pardon." in clean(told.content)


async def test_what_is_listed_can_be_cancelled(town: Town) -> None:
    await remind(town)
    listed = await town.command(town.seeded.mimosa, "rappel liste")
    assert "1. mardi 24 novembre 2026 à 11h : « imprimer »" in clean(listed.content)
    assert "C’est annulé" in await press(town, listed.message, "Annuler le 1")
    empty = await town.command(town.seeded.mimosa, "rappel liste")
    assert "pas de rappel" in empty.content


async def test_what_is_no_date_is_refused_with_the_reason(town: Town) -> None:
    said = await remind(town, when="bientôt")
    assert "Je n’ai pas compris « bientôt »" in clean(said.content)


async def test_closed_messages_are_told_of_in_the_channel_without_a_ping(town: Town) -> None:
    await remind(town, what="secret")
    town.sandbox.people.set_dms(town.seeded.mimosa, is_open=False)
    await town.sandbox.clock.advance(2 * 3600)
    told = await town.hears(lambda text: "un rappel t’attend" in text)
    assert "secret" not in told.content
    assert told.mentions == []
    listed = await town.command(town.seeded.mimosa, "rappel liste")
    assert "« secret » (pas arrivé" in clean(listed.content)


async def test_a_sentence_is_confirmed_by_its_author_alone(town: Town) -> None:
    seeded = town.seeded
    people, vigie = town.sandbox.people, seeded.vigie.user
    text = f"<@{vigie.id}> rappelle-moi jeudi à 18h : imprimer"
    await people.say(seeded.mimosa, town.channel, text)
    asked = await town.hears(lambda said: "Jeudi 26 novembre 2026 à 18h" in said)
    assert "pas à toi" in await press(town, asked, "Programmer", seeded.girouette)
    assert "C’est noté" in await press(town, asked, "Programmer")
    assert "C’est noté" in await press(town, asked, "Programmer")
    await town.sandbox.clock.advance(3 * 86_400)
    await hears_in_private(town, "« imprimer »")


async def test_quiet_hours_are_chosen_and_shown(town: Town) -> None:
    seeded = town.seeded
    chosen = await town.command(seeded.mimosa, "rappel calme", début="22h", fin="8h")
    assert "Tes heures calmes : de 22h à 8h" in clean(chosen.content)
    refused = await town.command(seeded.mimosa, "rappel calme", début="22h", fin="8h", pour="all")
    assert "référent·es" in refused.content
    shared = await town.command(seeded.girouette, "rappel calme", début="21h", fin="9h", pour="all")
    assert "Heures calmes du collectif : de 21h à 9h" in clean(shared.content)
    gone = await town.command(seeded.mimosa, "rappel calme", début="jamais")
    assert "pas d’heures calmes" in gone.content


async def test_in_silence_nothing_comes_and_afterwards_all_of_it(town: Town) -> None:
    girouette = town.seeded.girouette
    await town.follow()
    refused = await town.command(town.seeded.mimosa, "silence")
    assert "référent·es" in refused.content
    said = await town.command(girouette, "silence")
    assert "plus aucun envoi" in said.content
    town.sandbox.forum.reply(2, "lina", "Un message pendant le silence.")
    await town.poll()
    answered = await town.command(town.seeded.mimosa, "ville statut", ville="fr:06088")
    assert answered.content.startswith("Nice")
    assert not any("pendant le silence" in one.content for one in town.seen())
    resumed = await town.command(girouette, "reprendre")
    assert clean(resumed.content).startswith("Reprise à")
    await town.hears(lambda text: "Un message pendant le silence." in text)
    again = await town.command(girouette, "reprendre")
    assert "pas de silence" in again.content


async def test_what_comes_too_fast_is_held_until_an_organiser_sends_it(
    idle_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = idle_town
    monkeypatch.setattr(deliveries, "BRAKED", frozenset({Kind.EXCERPT}))
    few = CollectiveSettings(most_an_hour=1)
    town.settings = town.settings.model_copy(update={"collective": few})
    await town.start()
    seeded = town.seeded
    address = f"{town.sandbox.forum_url}/topic/2"
    await town.command(seeded.girouette, "fil suivre", adresse=address, mode="annonce")
    for number in range(3):
        town.sandbox.forum.reply(2, "lina", f"Message numéro {number}.")
    await town.poll()
    await town.hears(lambda text: "Message numéro 0." in text)
    asked = await town.hears_in_time(lambda text: "2 sont retenus" in clean(text))
    assert "référent·es" in await press(town, asked, "Envoyer")
    assert not any("numéro 1." in one.content for one in town.seen())
    assert await press(town, asked, "Envoyer", seeded.girouette) == "2 envois partent."
    await town.hears(lambda text: "Message numéro 2." in text)
    answered = await town.hears(lambda text: "2 retenus, envoyés ensuite" in clean(text))
    assert answered.id == asked.id


async def test_in_silence_what_people_set_for_themselves_comes_in_its_time(town: Town) -> None:
    await town.command(town.seeded.girouette, "silence")
    said = await remind(town)
    assert "je te rappelle en privé" in clean(said.content)
    await town.sandbox.clock.advance(2 * 3600)
    told = await hears_in_private(town, "imprimer")
    assert clean(told.content) == "⏰ Rappel : « imprimer »"
