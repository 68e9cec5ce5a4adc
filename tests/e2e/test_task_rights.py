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
