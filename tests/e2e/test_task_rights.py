"""What one may do with tasks that another may not, by their buttons."""

from __future__ import annotations

from bot.sandbox.discord.models import Message
from tests.e2e.conftest import Town
from tests.e2e.test_tasks import clean, create, press


async def said(town: Town) -> Message:
    """What Mimosa is asked once she says what she did."""
    await create(town)
    mimosa = town.seeded.mimosa
    await town.sandbox.people.say(mimosa, town.channel, "@Vigie j'ai envoyé 20 lettres")
    return await town.hears(lambda text: "20 lettres" in clean(text))


def label(message: Message) -> str:
    return clean(str(message.components[0]["components"][0]["label"]))


async def test_what_was_said_long_ago_is_to_be_said_again(town: Town) -> None:
    asked = await said(town)
    await town.sandbox.clock.advance(2 * 86_400)
    late = await press(town, town.seeded.mimosa, asked, label(asked))
    assert clean(late.content) == "C'était il y a plus d'un jour : redis-le-moi, et je le compte."
    listed = await town.command(town.seeded.mimosa, "tâche liste")
    assert "0 lettre sur 29" in clean(listed.content)


async def test_what_was_said_is_counted_once_though_it_was_erased_meanwhile(town: Town) -> None:
    mimosa, asked = town.seeded.mimosa, await said(town)
    await press(town, mimosa, asked, label(asked))
    wanted = (await town.command(mimosa, "mes-données effacer")).message
    await press(town, mimosa, wanted, "Effacer")
    await press(town, mimosa, asked, label(asked))
    listed = await town.command(mimosa, "tâche liste")
    assert "20 lettres sur 29" in clean(listed.content)


def seen_by_all(message: Message | None) -> Message:
    """An answer to one person, with its buttons, as a forged client shows it to others."""
    assert message is not None
    message.ephemeral_for = None
    return message


async def test_who_took_a_task_is_named_to_organisers_alone(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    task = await create(town)
    for person in (mimosa, girouette):
        await press(town, person, task, "Je prends")
    for person, named in ((mimosa, False), (girouette, True)):
        listed = (await town.command(person, "tâche liste")).message
        assert listed is not None
        shown = await press(town, person, listed, label(listed))
        others = [one for one in (mimosa, girouette) if one is not person]
        assert any(str(one.id) in shown.content for one in others) is named


async def test_nobody_undoes_what_another_added(town: Town) -> None:
    task = await create(town)
    added = seen_by_all(await press(town, town.seeded.girouette, task, "+5"))
    told = await press(town, town.seeded.mimosa, added, "Annuler ces 5")
    assert "Chaque personne corrige ses contributions" in told.content
    listed = await town.command(town.seeded.mimosa, "tâche liste")
    assert "5 lettres sur 29" in clean(listed.content)


async def test_nobody_ends_what_another_took(town: Town) -> None:
    mimosa, girouette = town.seeded.mimosa, town.seeded.girouette
    task = await create(town)
    taken = seen_by_all(await press(town, girouette, task, "Je prends"))
    asked = seen_by_all(await press(town, girouette, taken, "Fait"))
    ends = label(asked)
    for message, said in ((taken, "Fait"), (asked, ends)):
        told = await press(town, mimosa, message, said)
        assert "C'est à qui s'en charge, ou aux référent·es" in clean(told.content)
    listed = await town.command(mimosa, "tâche liste")
    assert "0 lettre sur 29" in clean(listed.content)
    assert (await press(town, mimosa, task, "Je prends")).content.startswith("Merci")


async def test_the_table_of_contributions_is_for_organisers(town: Town) -> None:
    await create(town)
    told = seen_by_all((await town.command(town.seeded.girouette, "tâche bilan")).message)
    for person, given in ((town.seeded.mimosa, False), (town.seeded.girouette, True)):
        answer = await press(town, person, told, "Exporter (CSV)")
        assert any(one.filename.endswith(".csv") for one in answer.attachments) is given


async def test_who_left_the_collective_adds_nothing_to_its_tasks_in_private(town: Town) -> None:
    mimosa = town.seeded.mimosa
    await press(town, mimosa, await create(town), "Je prends")
    await town.sandbox.clock.advance(10 * 86_400)
    private = town.sandbox.people.dm(mimosa, town.seeded.vigie.user)
    told = await town.hears(lambda text: "encore 7 jours" in text, mimosa, private)
    town.sandbox.world.remove_member(town.seeded.guild, mimosa)
    answer = await press(town, mimosa, told, "+1")
    assert "merci" not in answer.content
    listed = await town.command(town.seeded.girouette, "tâche liste")
    assert "0 lettre sur 29" in clean(listed.content)
