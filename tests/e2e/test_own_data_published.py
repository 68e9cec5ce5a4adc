"""Who has all erased may first take back what they published, with the question's own buttons."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Town
from tests.e2e.test_own_data import ask
from tests.e2e.test_publishing import drafted, in_private, pick, plain, press, public, said
from tests.e2e.test_publishing import settings as settings

pytestmark = pytest.mark.publishes

HALF_AN_HOUR_S = 30 * 60


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


async def test_what_the_forum_reads_is_called_off_then_all_is_erased(town: Town) -> None:
    mimosa, gate = town.seeded.mimosa, town.sandbox.forum.gate
    gate.holds = True
    await press(town, mimosa, await drafted(town, mimosa, "Je suis Mimosa, du 12."), "Publier")
    await in_private(town, mimosa, "Envoyé : le forum relit")
    asked = await ask(town, "mes-données effacer")
    assert "1. Je suis Mimosa, du 12." in asked.content
    told = await press(town, mimosa, asked, "Ne pas publier le texte 1")
    assert "s’il arrive, je le retire" in told.content
    await press(town, mimosa, asked, "Effacer")
    gate.holds = False
    gate.accept(max(gate.queue))
    assert len(public(town)) == 1
    await town.sandbox.clock.advance(HALF_AN_HOUR_S)
    await town.until(lambda: public(town) == [])


async def test_a_question_put_to_who_erased_has_no_buttons_any_more(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    await drafted(town, girouette, "Voici ce que dit une voisine :")
    shown = await pick(town, girouette, await said(town, mimosa, "La caméra filme mon balcon."))
    await press(town, girouette, shown, "Publier")
    asked = await town.hears(lambda text: "sur le forum ?" in plain(text), person=mimosa)
    await press(town, mimosa, await ask(town, "mes-données effacer"), "Effacer")
    await town.until(lambda: "n'attend plus de réponse" in plain(asked.content))
    assert asked.components == []
