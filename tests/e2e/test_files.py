"""An answer with a picture reaches who asked, once, whatever becomes of the chat's own answers."""

from __future__ import annotations

import pytest

from bot.ports.chat import File, Message
from bot.sandbox.discord import bodies, models, permissions
from bot.sandbox.discord.models import LOADING
from bot.services import cards as services
from cogs import kit
from tests.e2e.conftest import Town
from tests.pictures import png

CARD = File("nice.png", png(), "Nice : deux projets.")
FAULTS = [
    "chat.502",
    "chat.502_after",
    "chat.503",
    "chat.reset",
    "chat.reset_after",
    "chat.html",
]


class Cards:
    """What `/ville statut` answers in these tests."""

    message = Message("Voici Nice", files=(CARD,))


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> Cards:
    made = Cards()
    monkeypatch.setattr(services, "worded", lambda *_: made.message)
    return made


@pytest.fixture(params=["at once", "deferred"])
def pace(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every answer takes too long, or none does."""
    if request.param == "deferred":
        monkeypatch.setattr(kit, "_PATIENCE_S", 0.0)
    return str(request.param)


async def answer(town: Town) -> models.Message:
    """The one answer of Vigie's, once it is there."""
    author = town.seeded.vigie.user

    def given() -> list[models.Message]:
        return [one for one in town.channel.messages.values() if one.author is author]

    await town.command(town.seeded.mimosa, "ville statut", ville="fr:06088")
    await town.until(lambda: given() and not any(one.flags & LOADING for one in given()))
    [told] = given()
    return told


def shown(message: models.Message) -> list[tuple[str, bytes, str | None]]:
    return [(one.filename, one.data, one.description) for one in message.attachments]


@pytest.mark.usefixtures("pace", "cards")
async def test_an_answer_comes_with_its_picture(town: Town) -> None:
    told = await answer(town)
    assert (told.content, told.ephemeral_for) == ("Voici Nice", town.seeded.mimosa.id)
    assert shown(told) == [(CARD.name, CARD.data, CARD.alt)]


@pytest.mark.usefixtures("pace", "cards")
@pytest.mark.parametrize("where", [r"/callback$", r"@original"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_lost_answer_given_again_has_its_picture_once(
    town: Town, fault: str, where: str
) -> None:
    town.sandbox.faults.put(fault, times=1, match=where)
    told = await answer(town)
    await town.until(lambda: told.attachments)
    assert (told.content, shown(told)) == ("Voici Nice", [(CARD.name, CARD.data, CARD.alt)])


@pytest.mark.usefixtures("pace", "cards")
async def test_an_answer_needs_no_right_to_attach(town: Town) -> None:
    town.sandbox.people.admins.allow_in(
        town.seeded.boussole, town.channel, town.seeded.vigie.user, deny=permissions.ATTACH_FILES
    )
    assert shown(await answer(town)) == [(CARD.name, CARD.data, CARD.alt)]


@pytest.mark.usefixtures("pace")
async def test_an_answer_whose_picture_is_refused_is_given_in_words(
    town: Town, cards: Cards
) -> None:
    heavy = File("nice.png", bytes(bodies.LARGEST + 1), "Nice")
    cards.message = Message("Voici Nice", files=(heavy,))
    told = await answer(town)
    assert (told.content, told.attachments) == ("Voici Nice", [])
