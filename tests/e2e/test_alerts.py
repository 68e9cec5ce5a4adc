"""`/alerte` as organisers type it, in the real chat's shapes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.asking import AskError
from bot.sandbox.discord.models import Message
from bot.sandbox.people import Outcome
from tests.e2e.conftest import Town

MEETING = "@everyone réunion du collectif à 20h."
DAY = 86_400


def clean(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


async def prepare(town: Town, when: str = "tous les jours à 19h", text: str = MEETING) -> Outcome:
    girouette = town.seeded.girouette
    return await town.command(girouette, "alerte programmer", texte=text, quand=when)


async def press(town: Town, message: Message | None, label: str) -> str:
    assert message is not None
    buttons = [one for row in message.components for one in row["components"]]
    [button] = [one for one in buttons if one["label"] == label]
    girouette = town.seeded.girouette
    return clean((await town.sandbox.people.click(girouette, message, button["custom_id"])).content)


async def chosen(town: Town, command: str) -> list[dict[str, Any]]:
    return await town.sandbox.people.autocomplete(
        town.seeded.girouette, town.channel, f"alerte {command}", "alerte"
    )


async def act(town: Town, command: str, **options: str) -> str:
    """Does to the first alert that is offered."""
    offered = await chosen(town, command)
    options = {"alerte": str(offered[0]["value"])} | options
    return clean(
        (await town.command(town.seeded.girouette, f"alerte {command}", **options)).content
    )


async def test_what_is_shown_comes_only_once_it_is_scheduled_and_pings_nobody(town: Town) -> None:
    shown = await prepare(town, "tous les premiers jeudis à 19h sauf août")
    said = clean(shown.content).splitlines()
    assert said[0].startswith("Rien n'est programmé. Dans <#")
    assert said[1:] == [
        "Le premier jeudi du mois à 19h, sauf août :",
        "1. jeudi 3 décembre 2026 à 19h",
        "2. jeudi 7 janvier 2027 à 19h",
        "3. jeudi 4 février 2027 à 19h",
        "⚠️ \\@everyone s'affichera, mais ne fera sonner personne.",
    ]
    await town.sandbox.clock.advance(20 * DAY)
    assert town.seen() == []
    await town.stop()
    await town.start()
    done = await press(town, shown.message, "Programmer")
    assert "La prochaine : jeudi 7 janvier 2027 à 19h." in done
    await town.sandbox.clock.advance(60 * DAY)
    told = await town.hears(lambda text: "réunion du collectif" in text)
    assert not told.mention_everyone
    assert told.mentions == []


async def test_members_schedule_nothing(town: Town) -> None:
    with pytest.raises(AskError, match="réservée"):
        await town.command(town.seeded.mimosa, "alerte programmer", texte=MEETING, quand="lundi")
    await prepare(town)
    listed = await town.command(town.seeded.girouette, "alerte liste")
    assert "Aucune alerte" in clean(listed.content)


async def test_a_preview_can_be_changed_and_dropped(town: Town) -> None:
    shown = await prepare(town)
    assert "`/alerte modifier`" in await press(town, shown.message, "Modifier")
    [draft] = await chosen(town, "modifier")
    assert clean(draft["name"]) == f"(brouillon) {MEETING}"
    changed = await town.command(
        town.seeded.girouette, "alerte modifier", alerte=draft["value"], quand="jeudi à 18h"
    )
    assert "Une seule fois : jeudi 26 novembre 2026 à 18h" in clean(changed.content)
    assert "déjà décidé" in await press(town, shown.message, "Programmer")
    assert "n'est pas programmé" in await press(town, changed.message, "Annuler")
    assert changed.message is not None
    assert changed.message.components == []


async def test_what_is_scheduled_stands_in_place_of_its_preview(town: Town) -> None:
    shown = await prepare(town, "jeudi à 18h")
    assert shown.message is not None
    await press(town, shown.message, "Programmer")
    now = clean(shown.message.content)
    assert now.startswith("C'est programmé dans <#")
    assert now.endswith("Le jeudi 26 novembre 2026 à 18h.")
    assert shown.message.components == []


async def test_what_is_over_is_not_offered_to_be_changed(town: Town) -> None:
    shown = await prepare(town, "jeudi à 18h")
    await press(town, shown.message, "Programmer")
    assert len(await chosen(town, "modifier")) == 1
    await town.sandbox.clock.advance(4 * DAY)
    await town.hears(lambda text: "réunion du collectif" in text)
    assert await chosen(town, "modifier") == []


async def test_it_is_skipped_paused_resumed_and_deleted(town: Town) -> None:
    shown = await prepare(town)
    await press(town, shown.message, "Programmer")
    skipped = await act(town, "sauter")
    assert "Pas d'alerte mardi 24 novembre 2026 à 19h" in skipped
    assert "Alerte suspendue" in await act(town, "suspendre")
    await town.sandbox.clock.advance(3 * DAY)
    assert "La prochaine : vendredi 27 novembre 2026 à 19h" in await act(town, "reprendre")
    await town.sandbox.clock.advance(DAY // 2)
    await town.hears(lambda text: "réunion du collectif" in text)
    assert "Alerte supprimée" in await act(town, "supprimer")
    assert await chosen(town, "modifier") == []


async def test_what_was_skipped_or_deleted_by_mistake_is_there_again(town: Town) -> None:
    shown = await prepare(town)
    await press(town, shown.message, "Programmer")
    [one] = await chosen(town, "sauter")
    told = await town.command(town.seeded.girouette, "alerte sauter", alerte=one["value"])
    await press(town, told.message, "Rétablir")
    assert told.message is not None
    assert "La prochaine : mardi 24 novembre 2026 à 19h" in clean(told.message.content)
    [one] = await chosen(town, "supprimer")
    told = await town.command(town.seeded.girouette, "alerte supprimer", alerte=one["value"])
    await press(town, told.message, "Rétablir")
    assert told.message is not None
    assert "Alerte reprise" in clean(told.message.content)
    assert len(await chosen(town, "modifier")) == 1


async def test_the_second_of_two_editors_is_told(town: Town) -> None:
    shown = await prepare(town)
    await press(town, shown.message, "Programmer")
    [seen] = await chosen(town, "modifier")
    girouette, value = town.seeded.girouette, seen["value"]
    first = await town.command(girouette, "alerte modifier", alerte=value, texte="Salle 2")
    second = await town.command(girouette, "alerte modifier", alerte=value, texte="Salle 3")
    assert "C'est changé" in await press(town, first.message, "Programmer")
    assert "entre-temps" in await press(town, second.message, "Programmer")
    assert "entre-temps" in clean(
        (await town.command(girouette, "alerte suspendre", alerte=value)).content
    )
    listed = await town.command(girouette, "alerte liste")
    assert "« Salle 2 »" in clean(listed.content)


async def test_it_is_handed_over_to_who_may_look_after_it(town: Town) -> None:
    shown = await prepare(town)
    await press(town, shown.message, "Programmer")
    assert "référent·e" in await act(town, "confier", membre=str(town.seeded.mimosa.id))
    assert "déjà ainsi" in await act(town, "confier", membre=str(town.seeded.girouette.id))


async def test_after_a_week_asleep_what_is_stale_is_only_said(town: Town) -> None:
    shown = await prepare(town)
    await press(town, shown.message, "Programmer")
    await town.stop()
    await town.sandbox.clock.advance(7 * DAY)
    await town.start()
    told = await town.hears(lambda text: "C'était mardi 24 novembre à 19h" in clean(text))
    assert "6 autres annonces sont passées depuis." in clean(told.content)
    assert not told.mention_everyone
    listed = await town.command(town.seeded.girouette, "alerte liste")
    assert "- mardi 1er décembre 2026 à 19h" in clean(listed.content)


async def test_in_silence_it_says_that_nothing_leaves(town: Town) -> None:
    await town.command(town.seeded.girouette, "silence")
    shown = await prepare(town)
    said = await press(town, shown.message, "Programmer")
    assert "rien ne part avant `/reprendre`" in said


async def test_who_changes_nothing_hears_what_can_be_changed(town: Town) -> None:
    await press(town, (await prepare(town)).message, "Programmer")
    assert "`texte`, `quand` ou `salon`" in await act(town, "modifier")
