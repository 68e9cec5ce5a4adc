"""`/mes-données` where a collective speaks English, to somebody whose chat speaks French."""

from __future__ import annotations

import pytest

from bot.config import CollectiveSettings, Settings
from tests.e2e.conftest import Town
from tests.e2e.test_own_data import ask
from tests.e2e.test_reminders import dm


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"collective": CollectiveSettings(locale="en")})


async def test_it_speaks_as_all_else_does_there(town: Town) -> None:
    await town.command(town.seeded.mimosa, "rappel moi", quand="demain", quoi="imprimer")
    given = await ask(town, "mes-données exporter")
    assert given.content.startswith("All that I know of you: ")
    asked = await ask(town, "mes-données effacer")
    assert asked.content.startswith("Erase all that I know of you")
    private = await ask(town, "mes-données exporter", dm(town))
    assert private.content.startswith("Tout ce que je sais de toi")
