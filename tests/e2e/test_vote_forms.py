"""A vote reported from a city's card: the form does what `/vote signaler` does."""

from __future__ import annotations

from bot.sandbox.people import Outcome
from tests.e2e.conftest import Town
from tests.e2e.test_publishing import fill, plain, typed
from tests.e2e.test_votes import press, report

TYPED = {
    "when": "lundi 14 décembre 2026 à 18h30",
    "item": "Vidéosurveillance : caméras fixes et mobiles",
    "source": "https://forcalquier.example/ordre-du-jour.pdf",
    "place": "salle du conseil",
}


async def opened(town: Town) -> Outcome:
    card = await town.command(town.seeded.mimosa, "ville statut", ville="fr:04088")
    assert card.message is not None
    return await press(town, town.seeded.mimosa, card.message, "Signaler un vote")


async def test_the_cards_button_opens_a_form_that_reports_after_a_restart(town: Town) -> None:
    form = await opened(town)
    assert form.form is not None
    assert form.form.modal is not None
    assert form.form.modal["title"] == "Signaler un vote à Forcalquier"
    await town.stop()
    await town.start()
    said = await fill(town, town.seeded.mimosa, form, **TYPED)
    assert "vote à Forcalquier (Alpes-de-Haute-Provence), lundi 14 décembre 2026" in said.content
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    assert "**Où** salle du conseil" in asked.content
    assert "forcalquier.example" in asked.content


async def test_what_was_typed_into_a_refused_form_is_said_again_and_it_opens_again(
    town: Town,
) -> None:
    said = await fill(
        town, town.seeded.mimosa, await opened(town), **(TYPED | {"when": "un de ces jours"})
    )
    text = plain(said.content)
    for one in ("un de ces jours", TYPED["item"], TYPED["source"], TYPED["place"]):
        assert one in text
    again = await press(town, town.seeded.mimosa, said, "Reprendre")
    assert typed(again) == TYPED | {"when": "un de ces jours"}
    done = await fill(town, town.seeded.mimosa, again, **TYPED)
    assert done.content.startswith("C’est noté")


async def test_in_private_the_button_says_where_to_report(town: Town) -> None:
    mimosa = town.seeded.mimosa
    private = town.sandbox.people.dm(mimosa, town.seeded.vigie.user)
    card = await town.sandbox.people.command(mimosa, private, "ville statut", ville="fr:04088")
    assert card.message is not None
    said = await press(town, mimosa, card.message, "Signaler un vote")
    assert "dans le serveur de ton collectif" in said.content


async def test_who_reported_a_vote_puts_it_right_in_a_form_after_a_restart(town: Town) -> None:
    await report(town)
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    form = await press(town, town.seeded.mimosa, asked, "Corriger")
    held = typed(form)
    assert held["when"] == "lundi 14 décembre 2026 à 18h30"
    assert held["item"]
    await town.stop()
    await town.start()
    new = {"when": "mardi 15 décembre 2026 à 19h", "place": "salle des fêtes"}
    said = await fill(town, town.seeded.mimosa, form, **new)
    assert "Ton signalement est corrigé" in said.content
    assert "- avant : lundi 14 décembre 2026 à 18h30" in said.content.replace("\u00a0", " ")
    assert "- lieu : salle des fêtes" in said.content.replace("\u00a0", " ")
    await town.until(lambda: "mardi 15 décembre 2026 à 19h" in asked.content)
    await town.until(lambda: "**Où** salle des fêtes" in asked.content)


async def test_a_correction_that_is_refused_says_again_what_was_typed(town: Town) -> None:
    await report(town)
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    form = await press(town, town.seeded.mimosa, asked, "Corriger")
    said = await fill(town, town.seeded.mimosa, form, when="bientôt", place="salle des fêtes")
    assert "bientôt" in said.content
    assert "salle des fêtes" in said.content
    again = await press(town, town.seeded.mimosa, said, "Reprendre")
    assert typed(again)["when"] == "bientôt"


async def test_another_member_is_told_who_corrects_a_report_and_how_to_say_it(town: Town) -> None:
    await report(town, town.seeded.girouette)
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    refused = await press(town, town.seeded.mimosa, asked, "Corriger")
    assert "de corriger ce vote" in refused.content
    assert "/vote signaler" in refused.content
    refused = await press(town, town.seeded.mimosa, asked, "Écarter")
    assert "d’écarter ce vote" in refused.content


async def test_an_organiser_corrects_what_somebody_else_reported_in_a_form(town: Town) -> None:
    await report(town)
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    girouette = town.seeded.girouette
    form = await press(town, girouette, asked, "Corriger")
    said = await fill(town, girouette, form, when="lundi 14 décembre 2026 à 19h")
    told = said.content.replace("\u00a0", " ")
    assert "Ce signalement est corrigé : vote à Forcalquier" in told
    assert "- heure : 19h, au lieu de 18h30" in told
    done = await press(town, girouette, said, "Confirmer")
    assert "confirmé" in done.content


async def test_who_corrects_nothing_hears_what_can_be_corrected(town: Town) -> None:
    await report(town)
    said = await town.command(town.seeded.girouette, "vote corriger", vote="Forcalquier")
    assert "`objet`, `lieu`, `point` ou `source`" in said.content


async def test_who_reports_again_hears_what_is_otherwise_and_an_organiser_may_confirm(
    town: Town,
) -> None:
    girouette = town.seeded.girouette
    await report(town, girouette)
    again = await report(town, girouette, quand="lundi 14 décembre 2026 à 19h")
    assert "- heure : 19h, au lieu de 18h30" in again.content.replace("\u00a0", " ")
    assert again.message is not None
    done = await press(town, girouette, again.message, "Confirmer")
    assert "confirmé" in done.content
