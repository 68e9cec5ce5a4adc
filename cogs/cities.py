"""`/ville`: where a city stands, and who hears of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import discord
from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.chats.discord.homes import Home
from bot.domain.communes import Commune
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message
from bot.render import cards as words
from bot.render import city_card
from bot.render import threads as thread_words
from bot.render.texts import texts
from bot.services import cards, cities, watching
from bot.services.cards import Reader
from bot.services.deps import Deps
from cogs import buttons, city_choices, kit, rooms

Choice = app_commands.Choice[str]


async def city_message(interaction: Interaction, said: str) -> Message:
    """The card of the city meant, as the collective knows it that who asks speaks from, or the
    question which one is. Raises Refused."""
    deps = kit.deps_of(interaction)
    if not deps.registry.named(said) and (near := cities.nearest(deps, said)):
        return words.unknown_city(said, near, await kit.texts_of(interaction))
    found = cities.meant(deps, said)
    if len(found) > 1:
        return words.which_city(said, found, await kit.texts_of(interaction))
    here, homes = kit.collective_of(interaction), await kit.homes_of(interaction)
    if len(homes) < 2:
        return await _card(interaction, found[0], homes[0].collective if homes else here)
    message, says = await _card(interaction, found[0], None), await kit.texts_of(interaction)
    return city_card.asked_whose(message, found[0], _named(homes), says)


def _named(homes: Sequence[Home]) -> list[tuple[CollectiveId, str]]:
    return [(one.collective, one.name) for one in homes]


async def _card(
    interaction: Interaction, commune: Commune, collective: CollectiveId | None
) -> Message:
    deps, person = kit.deps_of(interaction), PersonId(str(interaction.user.id))
    sees = await rooms.seen_in(interaction, collective)
    reader = Reader(collective, ChannelId(str(interaction.channel_id)), person, sees)
    card, speaking = await cards.city(deps, commune, reader)
    says = texts(speaking.locale)
    return cards.worded(deps, card, says, deps.clock.now(), speaking.zone)


async def home_message(interaction: Interaction, collective: CollectiveId, code: CityId) -> Message:
    """In private, the card of a city as one of the person's collectives knows it. Raises
    Refused where they are not in it (any more)."""
    homes = await kit.homes_of(interaction)
    if collective not in {one.collective for one in homes}:
        raise Refused(Reason.NOT_YOUR_COLLECTIVE)
    return await _card(interaction, cities.one(kit.deps_of(interaction), code), collective)


async def whose_message(interaction: Interaction, code: CityId) -> Message:
    """In private, as which collective somebody wants to see a city; its card where there is only
    one left. Raises Refused."""
    commune, homes = cities.one(kit.deps_of(interaction), code), await kit.homes_of(interaction)
    if len(homes) < 2:
        return await _card(interaction, commune, homes[0].collective if homes else None)
    return city_card.whose(commune, _named(homes), await kit.texts_of(interaction))


async def watch_message(interaction: Interaction, said: str) -> Message:
    """The person follows a city for themself. Raises Refused."""
    deps, person = kit.deps_of(interaction), PersonId(str(interaction.user.id))
    channel = await kit.private_channel(interaction)
    commune = await watching.watch(deps, said, person, channel)
    return city_card.watched(commune, await kit.texts_of(interaction))


async def unwatch_message(interaction: Interaction, code: CityId) -> Message:
    """The person follows a city no more for themself. Raises Refused."""
    deps, person = kit.deps_of(interaction), PersonId(str(interaction.user.id))
    commune = await watching.unwatch(deps, code, person)
    return city_card.unwatched(commune, await kit.texts_of(interaction))


@app_commands.guild_install()
class Cities(
    commands.GroupCog, group_name=locale_str("ville"), group_description=locale_str("Les villes")
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(name=locale_str("statut"), description=locale_str("Où en est une ville"))
    @app_commands.rename(city=locale_str("ville"))
    @app_commands.describe(city=locale_str("Son nom, son code postal ou son département"))
    async def status(self, interaction: Interaction, city: str) -> None:
        await kit.answer(interaction, city_message(interaction, city))

    @app_commands.command(
        name=locale_str("suivre"),
        description=locale_str("Être prévenu·e de ce qui se dit d'une ville"),
    )
    @app_commands.rename(city=locale_str("ville"), channel=locale_str("salon"))
    @app_commands.describe(
        city=locale_str("Son nom, son code postal ou son département"),
        channel=locale_str("Référent·es : le salon qui écoute (celui-ci, sinon)"),
    )
    async def follow(
        self,
        interaction: Interaction,
        city: str,
        channel: discord.TextChannel | discord.ForumChannel | None = None,
    ) -> None:
        if channel is not None or kit.is_organiser(interaction):
            work = self._follow(interaction, city, channel)
            await kit.answer(interaction, work, private=False)
        else:
            await kit.answer(interaction, watch_message(interaction, city))

    async def _follow(self, interaction: Interaction, city: str, channel: rooms.Chosen) -> Message:
        kit.need_organiser(interaction)
        listener = rooms.listener_of(interaction, channel)
        made = await watching.follow(self.deps, city, kit.asker_of(interaction), listener)
        return thread_words.followed(
            made.follow,
            await kit.texts_of(interaction),
            here=made.follow.channel == str(interaction.channel_id),
            before=made.before,
            again=made.again,
            found=made.found,
            can_open=rooms.can_open(interaction, channel),
        )

    @app_commands.command(
        name=locale_str("ne-plus-suivre"), description=locale_str("Ne plus suivre une ville")
    )
    @app_commands.rename(city=locale_str("ville"))
    @app_commands.describe(city=locale_str("La ville à ne plus suivre"))
    async def unfollow(self, interaction: Interaction, city: str) -> None:
        public = kit.is_organiser(interaction) and await kit.soon(
            watching.is_followed_here(self.deps, city, kit.asker_of(interaction)), or_else=False
        )
        work = self._unfollow(interaction, city, public=public)
        await kit.answer(interaction, work, private=not public)

    async def _unfollow(self, interaction: Interaction, city: str, *, public: bool) -> Message:
        """The channel's own, which everybody is told; what somebody follows is nobody's affair."""
        says, person = await kit.texts_of(interaction), PersonId(str(interaction.user.id))
        if public:
            stopped = await watching.unfollow(self.deps, city, kit.asker_of(interaction))
            if stopped is not None:
                return city_card.unfollowed(stopped.title, says)
        return city_card.unwatched(await watching.unwatch(self.deps, city, person), says)

    @app_commands.command(
        name=locale_str("liste"), description=locale_str("Les villes suivies, ici et par toi")
    )
    async def listed(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._list(interaction))

    async def _list(self, interaction: Interaction) -> Message:
        person, collective = PersonId(str(interaction.user.id)), kit.collective_of(interaction)
        found = await watching.followed(self.deps, collective, person)
        sees = rooms.seen_by(interaction)
        channels = [(one.channel, one.title) for one in found.channels if sees(one.channel)]
        own = [(one, one.code not in found.unreached) for one in found.own]
        all_seen = collective is None or kit.is_organiser(interaction)
        return city_card.followed(channels, own, await kit.texts_of(interaction), all_seen=all_seen)

    @status.autocomplete("city")
    @follow.autocomplete("city")
    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await city_choices.of(self.deps, interaction, typed)

    @unfollow.autocomplete("city")
    async def suggest_followed(self, interaction: Interaction, typed: str) -> list[Choice]:
        person, collective = PersonId(str(interaction.user.id)), kit.collective_of(interaction)
        channel = ChannelId(str(interaction.channel_id))
        found = await watching.suggested(self.deps, typed, collective, channel, person)
        return [app_commands.Choice(name=one.label, value=one.code) for one in found[:25]]

    @app_commands.command(
        name=locale_str("ajouter"),
        description=locale_str("Ajouter une commune de Belgique qui manque encore"),
    )
    @app_commands.rename(name=locale_str("nom"), code=locale_str("code"))
    @app_commands.describe(
        name=locale_str("Son nom, comme sur la carte"),
        code=locale_str("Son code NIS, cinq chiffres"),
    )
    async def add(self, interaction: Interaction, name: str, code: str) -> None:
        await kit.answer(interaction, self._add(interaction, name, code), private=False)

    async def _add(self, interaction: Interaction, name: str, code: str) -> Message:
        kit.need_organiser(interaction)
        asker = kit.asker_of(interaction)
        commune = await cities.add(self.deps, name, code, asker.person)
        return words.city_added(commune, await kit.texts_of(interaction))


_KEY = r"[a-z]{2}:\w{5}"
_SAID, _CODE = rf"(?P<said>{_KEY})", rf"(?P<code>{_KEY})"
BUTTONS: Final = (
    buttons.of(re.escape(words.CITY_ACTION) + _SAID, city_message),
    buttons.of(re.escape(city_card.WATCH_ACTION) + _SAID, watch_message),
    buttons.of(re.escape(city_card.UNWATCH_ACTION) + _CODE, unwatch_message),
    buttons.of(re.escape(city_card.WHOSE_ACTION) + _CODE, whose_message),
    buttons.of(
        re.escape(city_card.HOME_ACTION) + r"(?P<collective>\d{1,20}):" + _CODE, home_message
    ),
)


async def setup(client: Client) -> None:
    client.add_dynamic_items(*BUTTONS)
    await client.add_cog(Cities(client.deps))
