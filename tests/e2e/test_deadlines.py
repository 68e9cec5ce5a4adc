"""`/échéance` as people type it, in the real chat's shapes."""

from __future__ import annotations

from bot.sandbox.discord.models import Message, User
from tests.e2e.conftest import Town


def clean(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


async def compute(town: Town, **options: str) -> str:
    said = await town.command(town.seeded.mimosa, "échéance calculer", **options)
    return clean(said.content)


async def test_a_deadline_is_counted_step_by_step_with_its_source_and_caveats(town: Town) -> None:
    said = await compute(town, règle="fr.rep.deliberation", date="15/03/2027", ville="fr:06088")
    assert said.splitlines() == [
        "Recours contre une délibération : au plus tard le mardi 18 mai 2027",
        "1. Publication : lundi 15 mars 2027 (ce jour ne compte pas).",
        "2. Deux mois, de date à date : samedi 15 mai 2027.",
        "3. Délai franc, un jour de plus : dimanche 16 mai 2027.",
        "4. Dimanche, puis lundi de Pentecôte : reporté.",
        "5. Dernier jour : mardi 18 mai 2027 (date prudente : vendredi 14 mai 2027).",
        "-# CJA R421-1, CGCT L2131-1 · fiabilité haute · revue le 23 novembre 2026",
        "-# N'attendez pas le dernier jour. Par courrier, le cachet de la poste fait foi. Pour "
        "un·e élu·e du conseil, le délai court souvent dès la séance. Calcul d'information, pas "
        "un conseil juridique : faites vérifier la date.",
    ]
    [answer] = town.seen()
    assert answer.ephemeral_for is not None


async def test_what_is_over_is_said_to_be(town: Town) -> None:
    said = await compute(town, règle="fr.rep.deliberation", date="16 juin")
    assert said.splitlines()[:2] == [
        "Recours contre une délibération : au plus tard le lundi 17 août 2026",
        "⚠️ C'est passé.",
    ]


async def test_the_population_and_the_law_are_those_of_the_city(town: Town) -> None:
    small = await compute(town, règle="fr.convocation", date="2026-12-14", ville="fr:67447")
    assert "au plus tard le mardi 8 décembre 2026" in small
    refused = await compute(
        town, règle="fr.conseil.demande_convocation", date="2026-12-14", ville="Strasbourg"
    )
    assert "ne vaut pas en Alsace-Moselle" in refused


async def test_rules_are_offered_by_their_titles_and_the_nearest_is_suggested(town: Town) -> None:
    offered = await town.sandbox.people.autocomplete(
        town.seeded.mimosa, town.channel, "échéance calculer", "règle", règle="recours délib"
    )
    assert [(one["name"], one["value"]) for one in offered] == [
        ("Recours contre une délibération", "fr.rep.deliberation")
    ]
    said = await compute(town, règle="Recour contre une délibérassion", date="15/03/2027")
    assert "Est-ce Recours contre une délibération ?" in said
    assert "« 31/02/2027 » n'existe pas" in await compute(
        town, règle="fr.rep.deliberation", date="31/02/2027"
    )


async def press(town: Town, person: User, message: Message, label: str) -> str:
    clicked = await town.sandbox.people.click(person, message, action(message, label))
    return clean(clicked.content)


def action(message: Message, label: str) -> str:
    buttons = [one for row in message.components for one in row["components"]]
    [button] = [one for one in buttons if one["label"].replace("’", "'") == label]
    return str(button["custom_id"])


async def test_a_deadline_is_kept_taken_with_its_button_after_a_restart_and_done(
    town: Town,
) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    added = await town.command(
        girouette,
        "échéance ajouter",
        ville="fr:04088",
        date="15/12/2026",
        titre="Envoyer la lettre au préfet",
    )
    assert clean(added.content).splitlines()[:2] == [
        "📌 Forcalquier : au plus tard le mardi 15 décembre 2026",
        "Envoyer la lettre au préfet",
    ]
    await town.stop()
    await town.start()
    assert added.message is not None
    assert "tu t'en charges" in await press(town, mimosa, added.message, "Je m'en charge")
    assert "Quelqu'un s'en charge déjà" in await press(
        town, girouette, added.message, "Je m'en charge"
    )
    await town.sandbox.clock.advance(7 * 86_400)
    told = await town.hears(lambda text: ", dans 14 jours" in text)
    assert "Une personne s’en charge." in told.content
    assert "c'est fait" in await press(town, mimosa, told, "C'est fait")
    listed = await town.command(mimosa, "échéance liste")
    assert "Aucune échéance n'est ouverte" in clean(listed.content)


async def test_members_add_none_and_choose_among_those_that_are_open(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    options = {"ville": "fr:04088", "date": "24/11/2026", "règle": "fr.rep.deliberation"}
    refused = await town.command(mimosa, "échéance ajouter", **options)
    assert "référent" in refused.content
    await town.command(girouette, "échéance ajouter", **options)
    [offered] = await town.sandbox.people.autocomplete(
        mimosa, town.channel, "échéance expliquer", "échéance", échéance="recours"
    )
    assert offered["name"] == "lun. 25 janv. 2027 · Forcalquier · Recours contre une délibération"
    chosen = str(offered["value"])
    explained = await town.command(mimosa, "échéance expliquer", échéance=chosen)
    assert "Deux mois, de date à date" in clean(explained.content)
    moved = await town.command(
        girouette, "échéance déplacer", échéance=chosen, date="20/01/2027", pourquoi="avis"
    )
    assert "mercredi 20 janvier 2027" in clean(moved.content)
    assert moved.message is not None
    assert moved.message.ephemeral_for == girouette.id
    news = "✏️ Forcalquier, échéance déplacée"
    await town.hears(lambda text: text.startswith(news))
    assert len([one for one in town.seen() if "20 janvier" in clean(one.content)]) == 1
    late = await town.command(girouette, "échéance faite", échéance=chosen)
    assert "vient de changer" in clean(late.content)


async def test_a_request_for_documents_goes_on_with_its_buttons_after_a_restart(
    town: Town,
) -> None:
    girouette = town.seeded.girouette
    asked = await town.command(
        girouette, "échéance demande-documents", ville="fr:04088", quoi="convention Wintics"
    )
    assert clean(asked.content).startswith("📌 Forcalquier, documents demandés")
    await town.stop()
    await town.start()
    assert asked.message is not None
    which = await town.sandbox.people.click(
        girouette, asked.message, action(asked.message, "Refus reçu")
    )
    assert "quel jour le refus a-t-il été reçu" in clean(which.content)
    assert which.message is not None
    refused = await press(town, girouette, which.message, "Aujourd'hui, 24 novembre 2026")
    assert "documents refusés le mardi 24 novembre 2026" in refused
    [stage] = await town.sandbox.people.autocomplete(
        girouette, town.channel, "échéance faite", "échéance", échéance="cada"
    )
    asks = await town.command(girouette, "échéance faite", échéance=str(stage["value"]))
    assert "qu'est-il arrivé" in clean(asks.content)
    moved = await town.command(
        girouette, "échéance déplacer", échéance=str(stage["value"]), date="20/12/2026"
    )
    assert "son jour vient de la loi" in clean(moved.content)
    [offered] = await town.sandbox.people.autocomplete(
        girouette, town.channel, "échéance étape-documents", "demande", demande="forcal"
    )
    done = await town.command(
        girouette,
        "échéance étape-documents",
        demande=str(offered["value"]),
        événement="registered",
    )
    assert "CADA saisie" in clean(done.content)


async def test_another_day_is_typed_in_a_form_that_outlives_a_restart(town: Town) -> None:
    girouette, people = town.seeded.girouette, town.sandbox.people
    asked = await town.command(
        girouette,
        "échéance demande-documents",
        ville="fr:04088",
        quoi="convention Wintics",
        reçue="16 novembre",
    )
    assert "Reçue le lundi 16 novembre 2026." in clean(asked.content)
    assert asked.message is not None
    which = await people.click(girouette, asked.message, action(asked.message, "Refus reçu"))
    assert which.message is not None
    opened = await people.click(girouette, which.message, action(which.message, "Un autre jour"))
    assert opened.form is not None
    assert opened.form.modal is not None
    assert clean(opened.form.modal["title"]) == "Refus reçu : quel jour ?"
    await town.stop()
    await town.start()
    wrong = await people.submit(girouette, opened.form.id, {"day": "un jour"})
    assert "Je n'ai pas compris le jour « un jour »" in clean(wrong.content)
    again = await people.click(girouette, which.message, action(which.message, "Un autre jour"))
    assert again.form is not None
    done = await people.submit(girouette, again.form.id, {"day": "vendredi dernier"})
    assert "documents refusés le vendredi 20 novembre 2026" in clean(done.content)


async def in_private(town: Town, words: str) -> Message:
    """What Vigie writes to mimosa alone, once it says these words."""
    dm = town.sandbox.people.dm(town.seeded.mimosa, town.seeded.vigie.user)

    def found() -> list[Message]:
        return [one for one in town.seen(channel=dm) if words in clean(one.content)]

    await town.until(found)
    return found()[-1]


async def test_who_took_it_says_in_private_that_it_is_done(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    added = await town.command(
        girouette, "échéance ajouter", ville="fr:04088", date="15/12/2026", titre="Lettre"
    )
    assert added.message is not None
    await press(town, mimosa, added.message, "Je m'en charge")
    await town.sandbox.clock.advance(7 * 86_400)
    told = await in_private(town, "Tu t'en charges.")
    await town.stop()
    await town.start()
    assert "c'est fait" in await press(town, mimosa, told, "C'est fait")


async def test_who_took_a_stage_says_in_private_what_came_of_it(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    await town.command(
        girouette, "échéance demande-documents", ville="fr:04088", quoi="convention Wintics"
    )
    [stage] = await town.sandbox.people.autocomplete(
        mimosa, town.channel, "échéance prendre", "échéance", échéance="silence"
    )
    await town.command(mimosa, "échéance prendre", échéance=str(stage["value"]))
    await town.sandbox.clock.advance(16 * 86_400)
    told = await in_private(town, "Tu t'en charges.")
    assert "réponse attendue dans 14 jours" in clean(told.content)
    which = await town.sandbox.people.click(mimosa, told, action(told, "Refus reçu"))
    assert which.message is not None
    refused = await press(town, mimosa, which.message, "Hier, 9 décembre 2026")
    assert "documents refusés le mercredi 9 décembre 2026" in refused


async def test_in_silence_no_reminder_of_a_deadline_is_promised_without_a_word(town: Town) -> None:
    girouette = town.seeded.girouette
    await town.command(girouette, "silence")
    added = await town.command(
        girouette, "échéance ajouter", ville="fr:04088", date="15 janvier", titre="Affiches"
    )
    assert "rien ne part avant `/reprendre`" in added.content
    moved = await town.command(
        girouette, "échéance déplacer", échéance="Affiches", date="20 janvier"
    )
    assert "rien ne part avant `/reprendre`" in moved.content
    taken = await town.command(town.seeded.mimosa, "échéance prendre", échéance="Affiches")
    assert "rien ne part avant `/reprendre`" in taken.content
    asked = await town.command(
        girouette, "échéance demande-documents", ville="fr:04088", quoi="convention"
    )
    assert "rien ne part avant `/reprendre`" in asked.content
