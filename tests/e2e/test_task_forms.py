"""`/tâche modifier`: a form that shows the task as it is, and comes back once."""

from __future__ import annotations

from bot.sandbox.discord.models import Interaction, Message, User
from tests.e2e.conftest import Town
from tests.e2e.test_tasks import clean, create, fill, opened, press


async def form_of(town: Town, person: User, said: str = "élu") -> Interaction:
    outcome = await town.command(person, "tâche modifier", tâche=said)
    assert outcome.form is not None, outcome.content
    return outcome.form


def filled(form: Interaction) -> dict[str, str]:
    """What the form shows before anybody types in it."""
    assert form.modal is not None
    fields = [one["component"] for one in form.modal["components"]]
    return {one["custom_id"]: one.get("value", "") for one in fields}


async def hand_in(town: Town, person: User, form: Interaction, **typed: str) -> Message:
    outcome = await town.sandbox.people.submit(person, form.id, filled(form) | typed)
    assert outcome.message is not None
    return outcome.message


async def test_a_task_is_changed_and_changed_back_across_a_restart(town: Town) -> None:
    girouette = town.seeded.girouette
    task = await create(town)
    form = await form_of(town, girouette)
    assert filled(form) == {
        "title": "écrire aux élu·es",
        "city": "Forcalquier (Alpes-de-Haute-Provence)",
        "target": "29",
        "unit": "lettres",
        "day": "vendredi 11 décembre 2026",
    }
    await town.stop()
    await town.start()
    said = await hand_in(town, girouette, form, target="40", day="18/12/2026")
    assert clean(said.content).splitlines()[1:] == [
        "📌 Forcalquier, écrire aux élu·es d'ici le vendredi 18 décembre 2026",
        "`▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 40 · à prendre",
    ]
    await town.until(lambda: "0 lettre sur 40" in clean(task.content))
    again = await opened(town, girouette, said, "Modifier encore")
    await hand_in(town, girouette, again, target="29", day="11/12/2026")
    await town.until(
        lambda: "11 décembre 2026\n`▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 29" in clean(task.content)
    )


async def test_of_two_forms_open_at_once_the_second_is_told_and_keeps_its_words(
    town: Town,
) -> None:
    girouette, boussole = town.seeded.girouette, town.seeded.boussole
    task = await create(town)
    first, second = [await form_of(town, one) for one in (girouette, boussole)]
    await hand_in(town, girouette, first, title="appeler les élu·es")
    late = await hand_in(town, boussole, second, title="manifester", target="50")
    said = clean(late.content)
    assert said.startswith("Quelqu'un vient de modifier cette tâche")
    assert "📌 Forcalquier, appeler les élu·es" in said
    assert "> Quoi : manifester" in said
    anew = await opened(town, boussole, late, "Reprendre")
    assert (filled(anew)["title"], filled(anew)["target"]) == ("manifester", "50")
    await hand_in(town, boussole, anew, title="appeler les élu·es")
    await town.until(lambda: "0 lettre sur 50" in clean(task.content))
    assert "appeler les élu·es" in clean(task.content)


async def test_members_change_no_task_of_others(town: Town) -> None:
    await create(town)
    refused = await town.command(town.seeded.mimosa, "tâche modifier", tâche="élu")
    assert "référent" in refused.content


async def test_the_unit_of_what_was_counted_stays_and_why_is_said(town: Town) -> None:
    girouette = town.seeded.girouette
    task = await create(town)
    await press(town, girouette, task, "+5")
    said = await hand_in(town, girouette, await form_of(town, girouette), unit="tracts")
    assert clean(said.content).startswith("L'unité reste : des contributions ont déjà été comptées")


async def test_what_is_sent_again_changes_nothing_that_another_person_changed_meanwhile(
    town: Town,
) -> None:
    girouette, boussole = town.seeded.girouette, town.seeded.boussole
    task = await create(town)
    first, second = [await form_of(town, one) for one in (girouette, boussole)]
    await hand_in(town, girouette, first, target="50")
    late = await hand_in(town, boussole, second, title="appeler la maire")
    said = [one for one in clean(late.content).splitlines() if one.startswith("> ")]
    assert said == ["> Quoi : appeler la maire"]
    await town.stop()
    await town.start()
    anew = await opened(town, boussole, late, "Reprendre")
    assert (filled(anew)["title"], filled(anew)["target"]) == ("appeler la maire", "50")
    await hand_in(town, boussole, anew)
    await town.until(lambda: "appeler la maire" in clean(task.content))
    assert "0 lettre sur 50" in clean(task.content)


async def test_what_was_asked_of_leaflets_is_asked_again_once_a_task_counts_signatures(
    town: Town,
) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    task = await create(town, unité="tracts")
    said = "@Vigie j'ai distribué 20 tracts à Forcalquier"
    await town.sandbox.people.say(mimosa, town.channel, said)
    asked = await town.hears(lambda text: clean(text).startswith("20 tracts : j'ajoute à"))
    await hand_in(town, girouette, await form_of(town, girouette), unit="signatures")
    before = asked.components
    again = await press(town, mimosa, asked, "Ajouter")
    assert clean(again.content).splitlines() == [
        "Rien n'est ajouté : cette tâche compte autre chose à présent.",
        "20 signatures : j'ajoute à « écrire aux élu·es », Forcalquier ?",
    ]
    assert "0 signature sur 29" in clean(task.content)
    added = await press(town, mimosa, again, "Ajouter")
    assert clean(added.content) == "+20 signatures, merci. Total : 20 sur 29."
    asked.components = before
    once = await press(town, mimosa, asked, "Ajouter")
    assert clean(once.content).startswith("Déjà compté : 20 signatures")


async def test_a_form_that_asked_for_leaflets_adds_no_signatures(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    form = await opened(town, mimosa, await create(town, unité="tracts"), "+n")
    await hand_in(town, girouette, await form_of(town, girouette), unit="signatures")
    told = await fill(town, mimosa, form, "7")
    assert clean(told.content).splitlines()[0] == (
        "Rien n'est ajouté : cette tâche compte autre chose à présent."
    )
    again = await opened(town, mimosa, told, "Reprendre")
    assert again.modal is not None
    assert clean(again.modal["components"][0]["label"]) == "Combien en plus : signatures"
    added = await fill(town, mimosa, again, "7")
    assert clean(added.content) == "+7 signatures, merci. Total : 7 sur 29."


async def test_buttons_and_forms_of_before_tell_no_unit_and_go_on_counting(town: Town) -> None:
    mimosa = town.seeded.mimosa
    form = await opened(town, mimosa, await create(town, unité="tracts"), "+n")
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie j'ai distribué 20 tracts")
    asked = await town.hears(lambda text: clean(text).startswith("20 tracts : j'ajoute à"))
    assert form.modal is not None
    for shown in (form.modal, asked.components[0]["components"][0]):
        shown["custom_id"] = shown["custom_id"].rpartition(":")[0]
    assert form.modal["custom_id"] == "vigie:task:many:1"
    assert clean((await press(town, mimosa, asked, "Ajouter")).content).startswith("+20 tracts")
    assert clean((await fill(town, mimosa, form, "7")).content).startswith("+7 tracts")
