"""Who has all erased may first take back what they published, with the question's own buttons."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Town
from tests.e2e.test_own_data import ask
from tests.e2e.test_publishing import drafted, in_private, press, public
from tests.e2e.test_publishing import settings as settings

pytestmark = pytest.mark.publishes


async def test_what_is_public_is_taken_back_then_all_is_erased(town: Town) -> None:
    mimosa = town.seeded.mimosa
    for text in ("Le premier texte public.", "Le deuxième texte public."):
        await press(town, mimosa, await drafted(town, mimosa, text), "Publier")
        await town.until(lambda text=text: any(text in one for one in public(town)))
    await in_private(town, mimosa, "Publié : http")
    asked = await ask(town, "mes-données effacer")
    assert "**Restent publics sur le forum" in asked.content
    told = await press(town, mimosa, asked, "Retirer le texte 1")
    assert "C’est parti" in told.content
    await press(town, mimosa, asked, "Effacer")
    await town.until(lambda: len(public(town)) == 1)
    assert "deuxième" in public(town)[0]
    later = await ask(town, "mes-données exporter")
    assert later.content == "Je ne garde rien sur toi."
