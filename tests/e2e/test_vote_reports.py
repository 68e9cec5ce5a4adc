"""Reports that differ, corrections and links, in the real chat's shapes, with buttons that last."""

from __future__ import annotations

from tests.e2e.conftest import Town
from tests.e2e.test_votes import announced, press, report


def labels(message: object) -> list[str]:
    rows = message.components  # type: ignore[attr-defined]
    return [one["label"] for row in rows for one in row["components"]]


async def test_another_hour_is_put_to_the_organisers_who_choose_after_a_restart(
    town: Town,
) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    await report(town)
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"))
    said = await report(town, girouette, quand="lundi 14 décembre 2026 à 19h")
    assert "déjà signalé, mais autrement" in said.content
    assert said.message is not None
    assert labels(said.message) == ["Prendre «\u202f19h\u202f»", "Laisser tel quel"]
    await town.until(lambda: "heure\u00a0: 19h (noté\u00a0: 18h30)" in asked.content)
    await town.stop()
    await town.start()
    refused = await press(town, mimosa, asked, "Prendre")
    assert "référent·es" in refused.content
    done = await press(town, girouette, asked, "Prendre")
    assert "Il reste à confirmer" in done.content
    await town.until(lambda: "19h" in asked.content and "noté" not in asked.content)
    await press(town, girouette, asked, "Confirmer")
    await town.hears(lambda text: text.endswith("à Forcalquier, lundi 14 décembre à 19h"))


async def test_a_second_report_brings_what_the_first_lacked(town: Town) -> None:
    await report(town, quand="lundi 14 décembre 2026", source="", point="")
    said = await report(town, town.seeded.girouette, lieu="salle des fêtes")
    assert "confirmé" in said.content
    sent = await town.hears(lambda text: text.startswith("🗳️ Vote vidéosurveillance"))
    assert "à 18h30" in sent.content
    assert "**Où** salle des fêtes" in sent.embeds[0]["description"]
    history = await town.command(town.seeded.girouette, "vote historique", vote="Forcalquier")
    who = f"<@{town.seeded.girouette.id}>"
    assert f"lieu\u00a0: salle des fêtes · {who}" in history.content
    for_all = await town.command(town.seeded.mimosa, "vote historique", vote="Forcalquier")
    assert who not in for_all.content


async def test_a_place_is_corrected_in_the_announcement_and_in_the_servers_calendar(
    town: Town,
) -> None:
    sent = await announced(town)
    await town.until(lambda: town.seeded.guild.scheduled)
    [event] = town.seeded.guild.scheduled.values()
    done = await town.command(
        town.seeded.girouette, "vote corriger", vote="Forcalquier", lieu="salle des fêtes"
    )
    assert "Je préviens partout" in done.content
    await town.hears(lambda text: text.startswith("✏️ Correction"))
    await town.until(lambda: event.location == "salle des fêtes, Forcalquier")
    await town.until(lambda: "salle des fêtes" in sent.embeds[0]["description"])
    member = await town.command(
        town.seeded.mimosa, "vote corriger", vote="Forcalquier", lieu="ailleurs"
    )
    assert "référent·es" in member.content


async def test_a_value_that_names_no_vote_is_answered_in_one_sentence(town: Town) -> None:
    said = await town.command(town.seeded.girouette, "vote retirer", vote="vote:" + "9" * 40)
    assert said.content.startswith("Je ne trouve pas ce vote.")


async def test_a_thread_is_linked_to_a_town_by_its_button(town: Town) -> None:
    girouette, seeded = town.seeded.girouette, town.seeded
    await town.follow()
    await town.sandbox.people.command(
        girouette, seeded.discussion, "ville suivre", ville="fr:04088"
    )
    town.sandbox.forum.reply(2, "lina", "À Forcalquier, des caméras de vidéosurveillance.")
    await town.poll()
    asked = await town.hears(lambda text: text.startswith("💬 Ce fil parle-t-il de Forcalquier"))
    refused = await press(town, seeded.mimosa, asked, "Relier")
    assert "référent·es" in refused.content
    done = await press(town, girouette, asked, "Relier")
    assert "C’est relié à Forcalquier" in done.content
    town.sandbox.forum.reply(2, "lina", "La suite demain.")
    await town.poll()
    await town.hears(lambda text: "La suite demain." in text, channel=seeded.discussion)
    card = await town.command(seeded.mimosa, "ville statut", ville="fr:04088")
    assert "1 fil du forum" in card.content


async def test_a_second_click_on_the_result_is_told_what_is_noted(town: Town) -> None:
    girouette = town.seeded.girouette
    await announced(town)
    await town.sandbox.clock.advance(21 * 24 * 3600)
    asked = await town.hears(lambda text: text.startswith("🗳️ Le vote à Forcalquier a dû"))
    which = await press(town, girouette, asked, "Donner le résultat")
    assert which.message is not None
    answers = [await press(town, girouette, which.message, "Adopté") for _ in range(2)]
    assert all("adopté" in one.content for one in answers)
    assert all("ne passe pas" not in one.content for one in answers)
