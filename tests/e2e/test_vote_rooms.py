"""What is reported where not everybody reads is shown to nobody else before it is confirmed."""

from __future__ import annotations

from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import Channel, Overwrite, User
from bot.sandbox.people import Outcome
from tests.e2e.conftest import Town
from tests.e2e.test_votes import VOTE, press

_MEMBER, _ROLE = 1, 0
VIEW = permissions.VIEW_CHANNEL


def hidden(town: Town, *people: User) -> Channel:
    """A channel that only these people read, and Vigie."""
    guild = town.seeded.guild
    closed = Overwrite(guild.id, _ROLE, deny=VIEW)
    invited = [Overwrite(one.id, _MEMBER, allow=VIEW) for one in (town.seeded.vigie, *people)]
    return town.sandbox.world.add_channel(guild, "préparation", overwrites=[closed, *invited])


async def report_in(town: Town, person: User, channel: Channel) -> Outcome:
    return await town.sandbox.people.command(person, channel, "vote signaler", **VOTE)


async def test_a_report_typed_in_a_hidden_channel_is_asked_about_there_alone(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    await town.command(girouette, "ville suivre", ville="fr:04088")
    room = hidden(town, girouette, mimosa)
    said = await report_in(town, mimosa, room)
    assert f"<#{room.id}>" in said.content
    assert f"<#{town.channel.id}>" not in said.content
    asked = await town.hears(lambda text: text.startswith("🗳️ Vote signalé"), channel=room)
    assert not [one for one in town.seen() if "Vote signalé" in one.content]
    await press(town, girouette, asked, "Confirmer")
    await town.hears(lambda text: text.startswith("🗳️ Vote vidéosurveillance"))


async def test_who_does_not_read_there_finds_it_in_no_list(town: Town) -> None:
    girouette, mimosa = town.seeded.girouette, town.seeded.mimosa
    room = hidden(town, girouette)
    await report_in(town, girouette, room)
    for person, is_told in ((mimosa, False), (girouette, True)):
        listed = await town.command(person, "vote liste")
        assert ("caméras fixes" in listed.content) is is_told
        history = await town.command(person, "vote historique", vote="Forcalquier")
        assert ("caméras fixes" in history.content) is is_told
    other = await town.command(
        mimosa, "vote signaler", **(VOTE | {"objet": "convention", "point": ""})
    )
    assert "caméras fixes" not in other.content


async def test_a_report_typed_where_everybody_reads_is_asked_about_where_the_city_is_heard_of(
    town: Town,
) -> None:
    await town.command(town.seeded.girouette, "ville suivre", ville="fr:04088")
    await report_in(town, town.seeded.mimosa, town.seeded.discussion)
    for channel in (town.channel, town.seeded.discussion):
        await town.hears(lambda text: text.startswith("🗳️ Vote signalé"), channel=channel)
