"""An answer reaches who asked, whatever the chat's own answers to it become."""

from __future__ import annotations

import pytest

from bot.sandbox.discord.models import LOADING, Message
from cogs import kit
from tests.e2e.conftest import Town

LOST = ["chat.502_after", "chat.reset_after", "chat.html", "chat.502", "chat.503"]


def said(town: Town) -> list[Message]:
    """Every answer of Vigie's to Girouette and Mimosa in the channel."""
    author = town.seeded.vigie.user
    return [one for one in town.channel.messages.values() if one.author is author]


async def settled(town: Town) -> list[Message]:
    await town.until(lambda: said(town) and not any(one.flags & LOADING for one in said(town)))
    return said(town)


@pytest.fixture
def deferring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer takes too long."""
    monkeypatch.setattr(kit, "_PATIENCE_S", 0.0)


@pytest.mark.parametrize("fault", LOST)
async def test_a_quick_answer_whose_answer_was_lost_is_given_once(town: Town, fault: str) -> None:
    town.sandbox.faults.put(fault, times=1, match=r"/callback$")
    await town.command(town.seeded.mimosa, "ville statut", ville="fr:06088")
    await town.until(lambda: any(one.content.startswith("Nice (") for one in said(town)))
    assert [one.content.startswith("Nice (") for one in said(town)] == [True]


@pytest.mark.usefixtures("deferring")
@pytest.mark.parametrize("fault", LOST)
async def test_an_answer_deferred_in_vain_is_given_all_the_same(town: Town, fault: str) -> None:
    town.sandbox.faults.put(fault, times=1, match=r"/callback$")
    await town.command(town.seeded.mimosa, "ville statut", ville="fr:06088")
    await town.until(lambda: any(one.content.startswith("Nice (") for one in said(town)))
    assert len(await settled(town)) == 1


@pytest.mark.usefixtures("deferring")
@pytest.mark.parametrize("fault", ["chat.502_after", "chat.reset_after", "chat.html"])
async def test_an_answer_whose_edit_was_lost_is_not_called_a_failure(
    town: Town, fault: str
) -> None:
    town.sandbox.faults.put(fault, times=1, match=r"@original")
    await town.command(town.seeded.mimosa, "ville statut", ville="fr:06088")
    [answer] = await settled(town)
    assert answer.content.startswith("Nice (")


@pytest.mark.usefixtures("deferring")
async def test_what_goes_wrong_after_a_public_deferral_is_said_in_private(town: Town) -> None:
    await town.follow(99999)
    await town.until(lambda: any("n’existe pas" in one.content for one in said(town)))
    await town.until(lambda: not any(one.flags & LOADING for one in said(town)))
    assert [one.ephemeral_for for one in said(town)] == [town.seeded.girouette.id]


async def previewed(town: Town) -> Message:
    shown = await town.command(
        town.seeded.girouette, "alerte programmer", texte="Réunion", quand="jeudi à 18h"
    )
    assert shown.message is not None
    return shown.message


async def decide(town: Town, preview: Message, label: str) -> None:
    [button] = [
        one for row in preview.components for one in row["components"] if one["label"] == label
    ]
    await town.sandbox.people.click(town.seeded.girouette, preview, button["custom_id"])


@pytest.mark.parametrize("fault", LOST)
async def test_a_decision_whose_answer_was_lost_is_told_once(town: Town, fault: str) -> None:
    preview = await previewed(town)
    town.sandbox.faults.put(fault, times=1, match=r"/callback$")
    await decide(town, preview, "Programmer")
    await town.until(lambda: any("est programmé dans" in one.content for one in said(town)))
    assert sum("est programmé dans" in one.content for one in said(town)) == 1


async def test_a_decision_that_takes_long_still_stands_in_place_of_its_question(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = await previewed(town)
    monkeypatch.setattr(kit, "_PATIENCE_S", 0.0)
    await decide(town, preview, "Programmer")
    await town.until(lambda: "est programmé dans" in preview.content)
    assert preview.components == []
    assert len(said(town)) == 1


async def test_a_refusal_that_takes_long_leaves_its_question_there(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = await previewed(town)
    [draft] = await town.sandbox.people.autocomplete(
        town.seeded.girouette, town.channel, "alerte modifier", "alerte"
    )
    await town.command(
        town.seeded.girouette, "alerte modifier", alerte=draft["value"], quand="lundi à 9h"
    )
    monkeypatch.setattr(kit, "_PATIENCE_S", 0.0)
    await decide(town, preview, "Programmer")
    await town.until(lambda: any("déjà décidé" in one.content for one in said(town)))
    assert preview.components != []
