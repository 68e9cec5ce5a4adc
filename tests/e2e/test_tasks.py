"""`/tâche` and its buttons, in the real chat's shapes."""

from __future__ import annotations

import asyncio

from bot.sandbox.discord.events import WorldEvent
from bot.sandbox.discord.interaction_shapes import interaction_create
from bot.sandbox.discord.models import Interaction, Message, User
from tests.e2e.conftest import Town
from tests.e2e.test_votes import announced


def clean(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


async def create(town: Town, **options: str) -> Message:
    """A task that the organiser makes; its public message."""
    wanted = {
        "titre": "écrire aux élu·es",
        "ville": "fr:04088",
        "unité": "lettres",
        "objectif": "29",
        "date": "11/12/2026",
    }
    said = await town.command(town.seeded.girouette, "tâche créer", **(wanted | options))
    assert clean(said.content).startswith("C'est noté : "), said.content
    return await town.hears(lambda text: text.startswith("📌 Forcalquier, "))


async def opened(town: Town, person: User, message: Message, label: str) -> Interaction:
    """The form that a button shows."""
    buttons = [one for row in message.components for one in row["components"]]
    [button] = [one for one in buttons if clean(one["label"]) == label]
    outcome = await town.sandbox.people.click(person, message, button["custom_id"])
    assert outcome.form is not None
    return outcome.form


async def fill(town: Town, person: User, form: Interaction, amount: str) -> Message:
    outcome = await town.sandbox.people.submit(person, form.id, {"amount": amount})
    assert outcome.message is not None
    return outcome.message


async def press(town: Town, person: User, message: Message | None, label: str) -> Message:
    assert message is not None
    buttons = [one for row in message.components for one in row["components"]]
    [button] = [one for one in buttons if clean(one["label"]) == label]
    outcome = await town.sandbox.people.click(person, message, button["custom_id"])
    assert outcome.message is not None
    return outcome.message


async def test_a_task_is_taken_counted_and_done_by_three_across_a_restart(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    task = await create(town)
    assert clean(task.content).splitlines() == [
        "📌 Forcalquier, écrire aux élu·es d'ici le vendredi 11 décembre 2026",
        "`▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 29 · à prendre",
    ]
    taken = await press(town, mimosa, task, "Je prends")
    assert clean(taken.content).startswith("Merci, tu t'en charges : écrire aux élu·es")
    assert taken.ephemeral_for is not None
    await town.stop()
    await town.start()
    added = await press(town, girouette, task, "+5")
    assert clean(added.content) == "+5 lettres, merci. Total : 5 sur 29."
    many = await fill(town, mimosa, await opened(town, mimosa, taken, "+n"), "20")
    assert clean(many.content) == "+20 lettres, merci. Total : 25 sur 29."
    undone = await press(town, girouette, added, "Annuler ces 5")
    assert clean(undone.content) == "C'est annulé. Total : 20 sur 29."
    await town.until(lambda: "20 lettres sur 29 · 2 personnes" in clean(task.content))
    asked = await press(town, mimosa, taken, "Fait")
    assert clean(asked.content).endswith(
        "20 lettres sur 29. Terminer la tâche pour tout le monde ?"
    )
    assert "c'est fait" not in clean(task.content)
    await press(town, mimosa, asked, "Terminer pour tout le monde")
    await town.until(lambda: "c'est fait" in clean(task.content))
    assert task.components == []
    late = await press(town, girouette, added, "Annuler ces 5")
    assert "C'est déjà annulé" in clean(late.content)
    assert all(str(one.id) not in task.content for one in (mimosa, girouette))


async def test_a_form_that_was_open_before_a_restart_counts_once(town: Town) -> None:
    mimosa = town.seeded.mimosa
    task = await create(town)
    form = await opened(town, mimosa, task, "+n")
    assert form.modal is not None
    assert form.modal["title"] == "écrire aux élu·es"
    asked = form.modal["components"][0]
    assert clean(asked["label"]) == "Combien en plus : lettres"
    await town.stop()
    await town.start()
    added = await fill(town, mimosa, form, " 1 2 ")
    assert clean(added.content) == "+12 lettres, merci. Total : 12 sur 29."
    [handed_in] = [one for one in town.sandbox.interactions.by_id.values() if one.type == 5]
    for _ in range(3):
        event = WorldEvent(
            "INTERACTION_CREATE",
            lambda: interaction_create(handed_in),
            to=town.seeded.vigie,
        )
        town.sandbox.world.emit(event)
    await press(town, mimosa, task, "+1")
    await town.until(lambda: "13 lettres sur 29" in clean(task.content))
    undone = await press(town, mimosa, added, "Annuler ces 12")
    assert clean(undone.content) == "C'est annulé. Total : 1 sur 29."


async def test_what_is_no_number_is_refused_with_what_to_type(town: Town) -> None:
    mimosa = town.seeded.mimosa
    task = await create(town)
    for typed in ("vingt", "-3", "1,5", "20 tracts"):
        told = await fill(town, mimosa, await opened(town, mimosa, task, "+n"), typed)
        why = (
            f"Je n'ai pas compris « {typed} ». Écris un nombre entier, en chiffres, de 1 à 100 000."
        )
        assert clean(told.content).splitlines()[0] == why
    for typed in ("0", "100001"):
        told = await fill(town, mimosa, await opened(town, mimosa, task, "+n"), typed)
        assert clean(told.content).splitlines()[0] == "Donne un nombre de 1 à 100 000.", typed
    assert "0 lettre sur 29" in clean(task.content)


async def test_a_form_that_was_open_counts_no_more_once_it_is_done(town: Town) -> None:
    mimosa = town.seeded.mimosa
    task = await create(town)
    taken = await press(town, mimosa, task, "Je prends")
    form = await opened(town, mimosa, taken, "+n")
    asked = await press(town, mimosa, taken, "Fait")
    await press(town, mimosa, asked, "Terminer pour tout le monde")
    late = await fill(town, mimosa, form, "3")
    assert "+3" not in late.content


async def test_a_reminder_in_private_has_buttons_that_work_there(town: Town) -> None:
    mimosa = town.seeded.mimosa
    task = await create(town)
    await press(town, mimosa, task, "Je prends")
    await town.sandbox.clock.advance(10 * 86_400)
    private = town.sandbox.people.dm(mimosa, town.seeded.vigie.user)
    told = await town.hears(lambda text: "encore 7 jours" in text, mimosa, private)
    added = await press(town, mimosa, told, "+1")
    assert clean(added.content) == "+1 lettre, merci. Total : 1 sur 29."
    await fill(town, mimosa, await opened(town, mimosa, told, "+n"), "3")
    await town.until(lambda: "4 lettres sur 29" in clean(task.content))


async def test_many_clicks_at_once_are_all_counted(town: Town) -> None:
    task = await create(town, objectif="100")
    people = (town.seeded.mimosa, town.seeded.girouette)
    await asyncio.gather(*(press(town, people[n % 2], task, "+1") for n in range(40)))
    await town.until(lambda: "40 lettres sur 100 · 2 personnes" in clean(task.content))


async def test_members_make_none_and_choose_from_lists(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    refused = await town.command(mimosa, "tâche créer", titre="x", ville="fr:04088")
    assert "référent" in refused.content
    await create(town)
    [offered] = await town.sandbox.people.autocomplete(
        mimosa, town.channel, "tâche compter", "tâche", tâche="elu"
    )
    chosen = str(offered["value"])
    assert offered["name"] == "écrire aux élu·es · Forcalquier · ven. 11 déc. 2026"
    counted = await town.command(mimosa, "tâche compter", tâche=chosen, nombre="12")
    assert clean(counted.content) == "+12 lettres, merci. Total : 12 sur 29."
    [one] = await town.sandbox.people.autocomplete(
        mimosa, town.channel, "tâche corriger", "contribution", tâche=chosen, contribution=""
    )
    assert clean(str(one["name"])).startswith("12 lettres · ")
    right = await town.command(
        mimosa, "tâche corriger", tâche=chosen, nombre="2", contribution=str(one["value"])
    )
    assert clean(right.content) == "C'est corrigé : 2 lettres au lieu de 12. Total : 2 sur 29."
    await town.command(mimosa, "tâche prendre", tâche=chosen)
    seen = await town.command(girouette, "tâche liste")
    assert f"<@{mimosa.id}>" in seen.content
    listed = await town.command(mimosa, "tâche liste")
    assert clean(listed.content).splitlines() == [
        "**Tâches**",
        "- Forcalquier, écrire aux élu·es : 2 lettres sur 29 · ven. 11 déc. · tu t'en charges",
    ]
    shown = await press(town, mimosa, listed.message, "écrire aux élu·es · Forcalquier")
    assert "Tu t'en charges." in clean(shown.content)
    back = await town.command(mimosa, "tâche rendre", tâche=chosen)
    assert "C'est rendu" in clean(back.content)
    ended = await town.command(girouette, "tâche terminer", tâche=chosen, état="cancelled")
    assert clean(ended.content) == "C'est noté : écrire aux élu·es, Forcalquier, abandonnée."
    open_again = await press(town, girouette, ended.message, "Rouvrir")
    assert "C'est rouvert" in clean(open_again.content)


async def test_a_bilan_is_told_in_private_shown_to_all_and_exported_by_organisers(
    town: Town,
) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    task = await create(town, campagne="Stop VSA")
    await press(town, mimosa, task, "+5")
    told = await town.command(mimosa, "tâche bilan", campagne="Stop VSA")
    assert clean(told.content).splitlines()[:2] == [
        "📌 Bilan, campagne « Stop VSA »",
        "`▰▱▱▱▱▱▱▱▱▱` 5 lettres sur 29",
    ]
    assert told.message is not None
    assert told.message.ephemeral_for is not None
    assert [one.filename for one in told.message.attachments] == ["bilan.png"]
    assert "Exporter" not in str(told.message.components)
    shown = await press(town, mimosa, told.message, "Montrer à tout le salon")
    assert shown.ephemeral_for is None
    assert "5 lettres sur 29" in clean(shown.content)
    again = await press(town, mimosa, told.message, "Montrer à tout le salon")
    assert "C'est déjà montré." in clean(again.content)
    assert again.ephemeral_for is not None
    for_organiser = await town.command(girouette, "tâche bilan")
    table = await press(town, girouette, for_organiser.message, "Exporter (CSV)")
    [file] = table.attachments
    assert "écrire aux élu·es;lettres;29;à faire;5;2026-11-23;5" in file.data.decode("utf-8-sig")
    assert table.ephemeral_for is not None
    assert str(mimosa.id) not in file.data.decode("utf-8-sig")


async def test_a_kit_is_shown_adapted_and_made_once_across_a_restart(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    [offered] = await town.sandbox.people.autocomplete(
        girouette, town.channel, "tâche kit", "kit", kit="conseil"
    )
    options = {"kit": str(offered["value"]), "ville": "fr:04088", "date": "lundi 14 décembre"}
    refused = await town.command(mimosa, "tâche kit", **options)
    assert "référent" in refused.content
    shown = await town.command(girouette, "tâche kit", **options)
    assert clean(shown.content).startswith(
        "Rien n'est créé. Forcalquier, kit « conseil municipal » : 6 tâches"
    )
    less = await press(town, girouette, shown.message, "Sans : distribuer des tracts")
    await town.stop()
    await town.start()
    late = await press(town, girouette, shown.message, "Créer ces 6 tâches")
    assert "a changé depuis" in clean(late.content)
    done = await press(town, girouette, less, "Créer ces 5 tâches")
    assert clean(done.content).startswith("C'est fait : 5 tâches du kit")
    told = await town.hears(lambda text: "kit «" in clean(text) and text.startswith("📌"))
    again = await press(town, girouette, less, "Créer ces 5 tâches")
    assert "déjà créé" in clean(again.content)
    card = await press(town, mimosa, told, "écrire aux élu·es")
    await press(town, mimosa, card, "+5")
    await town.until(lambda: "5 lettres · ven. 11 déc. · 1 personne" in clean(told.content))
    assert len([one for one in town.seen() if "kit «" in clean(one.content)]) == 1


async def test_what_somebody_says_they_did_counts_once_by_their_own_click(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    task = await create(town)
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie j'ai envoyé 7 lettres")
    asked = await town.hears(lambda text: "j’ajoute à" in text)
    other = await press(town, girouette, asked, "Ajouter")
    assert "C'est à la personne qui l'a dit" in clean(other.content)
    before = asked.components
    added = await press(town, mimosa, asked, "Ajouter")
    assert clean(added.content) == "+7 lettres, merci. Total : 7 sur 29."
    assert added is asked  # nobody is left with a question that has its answer
    asked.components = before  # as somebody's screen may show it still
    again = await press(town, mimosa, asked, "Ajouter")
    assert clean(again.content).startswith("Déjà compté : 7 lettres, dans « écrire aux élu·es »")
    await town.until(lambda: "7 lettres sur 29" in clean(task.content))
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie qu'est-ce que je peux faire ?")
    listed = await town.hears(lambda text: text.startswith("**Tâches**"))
    card = await press(town, girouette, listed, "écrire aux élu·es · Forcalquier")
    assert "7 lettres sur 29" in clean(card.content)
    private = town.sandbox.people.dm(mimosa, town.seeded.vigie.user)
    await town.sandbox.people.say(mimosa, private, "qu'est-ce que je peux faire ?")
    own = await town.hears(lambda text: text.startswith("**Tâches**"), mimosa, private)
    assert "- Forcalquier, écrire aux élu·es : 7 lettres sur 29" in clean(own.content)


async def test_the_city_s_card_leads_to_what_there_is_to_do_there(town: Town) -> None:
    mimosa = town.seeded.mimosa
    await create(town)
    card = await town.command(mimosa, "ville statut", ville="fr:04088")
    assert "**écrire aux élu·es** `▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 29" in clean(card.content)
    listed = await press(town, mimosa, card.message, "Prendre une tâche")
    assert "- Forcalquier, écrire aux élu·es" in clean(listed.content)
    assert listed.ephemeral_for is not None


async def test_each_of_what_one_message_says_is_counted_once_by_its_button(town: Town) -> None:
    mimosa = town.seeded.mimosa
    letters = await create(town)
    await create(town, titre="tracter", unité="tracts", objectif="100")
    said = "@Vigie hier j'ai distribué 20 tracts et écrit 5 lettres"
    await town.sandbox.people.say(mimosa, town.channel, said)
    for counted in ("20 tracts", "5 lettres"):
        asked = await town.hears(lambda text, start=counted: clean(text).startswith(f"{start} :"))
        before = asked.components
        added = await press(town, mimosa, asked, "Ajouter")
        assert clean(added.content).startswith(f"+{counted}, merci.")
        asked.components = before
        again = await press(town, mimosa, asked, "Ajouter")
        assert clean(again.content).startswith(f"Déjà compté : {counted}")
    await town.until(lambda: "5 lettres sur 29" in clean(letters.content))
    await town.hears(lambda text: "20 tracts sur 100" in clean(text))


async def test_a_kit_whose_vote_moved_meanwhile_is_shown_again_before_it_is_made(
    town: Town,
) -> None:
    girouette = town.seeded.girouette
    await announced(town)
    wanted = {"kit": "conseil-municipal", "vote": "Forcalquier"}
    shown = await town.command(girouette, "tâche kit", **wanted)
    moved = {"vote": "Forcalquier", "quand": "vendredi 18 décembre 2026 à 18h30"}
    await town.command(girouette, "vote déplacer", **moved)
    again = await press(town, girouette, shown.message, "Créer ces 6 tâches")
    assert "La séance est maintenant le vendredi 18 décembre 2026" in clean(again.content)
    done = await press(town, girouette, again, "Créer ces 6 tâches")
    assert clean(done.content).startswith("C'est fait : 6 tâches du kit")
