"""Sentences that lead to what a button does: it is shown to who asked, after a restart too."""

from __future__ import annotations

from bot.sandbox.discord.models import Message
from tests.e2e.conftest import Town
from tests.e2e.test_publishing import fill, typed
from tests.e2e.test_votes import press


async def say(town: Town, text: str, starts: str) -> Message:
    await town.sandbox.people.say(town.seeded.mimosa, town.channel, f"@Vigie {text}")
    return await town.hears(lambda said: said.startswith(starts))


async def test_a_vote_that_is_told_opens_its_form_filled_in_and_is_never_announced(
    town: Town,
) -> None:
    mimosa = town.seeded.mimosa
    text = "y'a un vote à Gap jeudi 10 décembre à 18h sur la vidéosurveillance"
    asked = await say(town, text, "Un vote à Gap")
    await town.stop()
    await town.start()
    form = await press(town, mimosa, asked, "Signaler ce vote")
    held = typed(form)
    assert held["when"] == "jeudi 10 décembre 2026 à 18h"
    assert held["item"] == "vidéosurveillance"
    assert not any(one.content.startswith("🗳️") for one in town.seen())
    said = await fill(town, mimosa, form, **held)
    assert "vote à Gap (Hautes-Alpes), jeudi 10 décembre 2026" in said.content
    assert "confirme" in said.content


async def test_reminders_are_shown_and_cancelled_by_their_person_alone(town: Town) -> None:
    mimosa = town.seeded.mimosa
    proposed = await say(town, "RAPPELLE MOI LUNDI 9H IMPRIMER LES TRACTS", "⏰")
    await press(town, mimosa, proposed, "Programmer")
    lead = await say(town, "annule mon rappel", "Tes rappels")
    await town.stop()
    await town.start()
    shown = await press(town, mimosa, lead, "Mes rappels")
    assert "IMPRIMER LES TRACTS" in shown.content
    none = await press(town, town.seeded.girouette, lead, "Mes rappels")
    assert "IMPRIMER" not in none.content
    assert shown.message is not None
    gone = await press(town, mimosa, shown.message, "Annuler le 1")
    assert gone.content.startswith("C’est annulé")


async def test_votes_and_deadlines_of_a_town_are_shown_by_their_button(town: Town) -> None:
    mimosa = town.seeded.mimosa
    votes = await say(town, "le résultat du vote à Forcalquier ?", "Les votes et leurs résultats")
    shown = await press(town, mimosa, votes, "Les votes à Forcalquier")
    assert shown.content.startswith("Aucun vote n’est noté")
    due = await say(town, "quelles échéances à Forcalquier ?", "Les échéances ouvertes")
    shown = await press(town, mimosa, due, "Échéances à Forcalquier")
    assert "échéance" in shown.content
