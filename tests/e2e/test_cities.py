"""`/ville ajouter`, typed in the sandbox."""

from __future__ import annotations

from tests.e2e.conftest import Town


async def test_an_organiser_adds_a_commune_of_belgium_that_stays_after_a_restart(
    town: Town,
) -> None:
    anne, mimosa = town.seeded.girouette, town.seeded.mimosa
    await town.command(mimosa, "ville ajouter", nom="Ixelles", code="21009")
    await town.hears(lambda text: "C’est aux référent·es" in text)
    await town.command(anne, "ville ajouter", nom="Ixelles", code="06088")
    await town.hears(lambda text: "n’est pas un code NIS" in text, anne)
    await town.command(anne, "ville ajouter", nom="Ixelles", code="21009")
    added = await town.hears(lambda text: "est ajoutée" in text)
    assert added.content.startswith("Ixelles (Bruxelles-Capitale)")
    await town.stop()
    await town.start()
    card = await town.command(mimosa, "ville statut", ville="ixelles")
    assert card.content.startswith("Ixelles (Bruxelles-Capitale)")
