"""`/rappel`: to be reminded in private, and when not to be."""

from __future__ import annotations

import re
from typing import Final

from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.domain.own_reminders import LONGEST
from bot.domain.quiet import Quiet
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message
from bot.render import reminders as words
from bot.render.texts import texts
from bot.services import collectives, own_reminders, quieting
from bot.services.deps import Deps
from bot.services.own_reminders import Act, Wisher
from cogs import buttons, kit

_NEVER = {"jamais", "aucune", "aucun", "non", "never", "none", "-"}
_FOR_ALL = "all"
_PHRASE = app_commands.Range[str, 1, 200]
_SAID = app_commands.Range[str, 1, LONGEST]


async def home_of(interaction: Interaction) -> CollectiveId | None:
    """The collective that a person speaks from; in private, the only one that they share with
    Vigie."""
    if (here := kit.collective_of(interaction)) is not None:
        return here
    homes = await kit.homes_of(interaction)
    return homes[0].collective if len(homes) == 1 else None


@app_commands.guild_install()
class Reminders(
    commands.GroupCog, group_name=locale_str("rappel"), group_description=locale_str("Les rappels")
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(
        name=locale_str("moi"), description=locale_str("Te rappeler quelque chose, en privé")
    )
    @app_commands.rename(when=locale_str("quand"), what=locale_str("quoi"))
    @app_commands.describe(
        when=locale_str("demain soir, jeudi à 18h, dans trois jours, 14/12 à 9h"),
        what=locale_str("En quelques mots"),
    )
    async def me(self, interaction: Interaction, when: _PHRASE, what: _SAID) -> None:
        await kit.answer(interaction, self._me(interaction, when, what))

    async def _me(self, interaction: Interaction, when: str, what: str) -> Message:
        wisher = Wisher(
            PersonId(str(interaction.user.id)),
            await kit.private_channel(interaction),
            await home_of(interaction),
            ChannelId(str(interaction.channel_id)) if interaction.guild_id else None,
            act=str(interaction.id),
        )
        own = await own_reminders.remind(self.deps, wisher, when, what)
        return words.noted(own, await kit.texts_of(interaction))

    @app_commands.command(
        name=locale_str("liste"), description=locale_str("Tes rappels à venir, et les annuler")
    )
    async def listed(self, interaction: Interaction) -> None:
        await kit.answer(interaction, _listed(interaction))

    @app_commands.command(
        name=locale_str("calme"),
        description=locale_str("Les heures où les rappels attendent"),
    )
    @app_commands.rename(
        begins=locale_str("début"), ends=locale_str("fin"), whose=locale_str("pour")
    )
    @app_commands.describe(
        begins=locale_str("22h, par exemple ; « jamais » pour ne plus en avoir"),
        ends=locale_str("8h, par exemple"),
        whose=locale_str("Pour toi, sinon pour le collectif (référent·es)"),
    )
    @app_commands.choices(
        whose=[
            app_commands.Choice(name=locale_str("moi"), value="me"),
            app_commands.Choice(name=locale_str("le collectif"), value=_FOR_ALL),
        ]
    )
    async def quiet(
        self,
        interaction: Interaction,
        begins: _PHRASE | None = None,
        ends: _PHRASE | None = None,
        whose: app_commands.Choice[str] | None = None,
    ) -> None:
        shared = whose is not None and whose.value == _FOR_ALL
        await kit.answer(interaction, self._quiet(interaction, begins, ends, shared=shared))

    async def _quiet(
        self, interaction: Interaction, begins: str | None, ends: str | None, *, shared: bool
    ) -> Message:
        """The quiet hours, chosen anew where any are given."""
        says, deps = await kit.texts_of(interaction), self.deps
        asks, person = begins is None and ends is None, PersonId(str(interaction.user.id))
        if shared:
            kit.need_organiser(interaction)
        wanted = None if asks else await self._hours(interaction, begins, ends)
        if shared and not asks:
            await quieting.choose_for_collective(deps, kit.asker_of(interaction), wanted)
        elif not asks:
            await quieting.choose_for_person(deps, person, wanted)
        elif shared:
            here = kit.asker_of(interaction).collective
            wanted = await quieting.of_collective(deps, here)
        else:
            wanted = await quieting.of_person(deps, person)
        return words.quiet(wanted, says, shared=shared)

    async def _hours(
        self, interaction: Interaction, begins: str | None, ends: str | None
    ) -> Quiet | None:
        if (begins or "").strip().casefold() in _NEVER:
            return None
        if begins is None or ends is None:
            raise Refused(Reason.SAME_HOURS)
        zone = (await collectives.of(self.deps, await home_of(interaction))).zone
        return quieting.understood(begins, ends, self.deps.clock.now(), zone)


async def _listed(interaction: Interaction) -> Message:
    person = PersonId(str(interaction.user.id))
    owned = await own_reminders.listed(kit.deps_of(interaction), person)
    return words.listed(owned, await kit.texts_of(interaction))


async def _answer(interaction: Interaction, what: str, id_: str) -> Message:
    """What a person answers to their reminder."""
    deps, person = kit.deps_of(interaction), PersonId(str(interaction.user.id))
    if what == words.CONFIRM:
        channel = await kit.private_channel(interaction)
        own = await own_reminders.confirm(deps, person, channel, int(id_))
    else:
        own = await own_reminders.answer(deps, person, int(id_), Act(what))
    speaking = await collectives.of(deps, own.reminder.audience.collective)
    return words.noted(own, texts(speaking.locale))


_ANSWER: Final = (
    re.escape(words.ACTION) + r"(?P<what>done|hour|tomorrow|cancel|confirm):(?P<id_>\d{1,18})"
)


async def setup(client: Client) -> None:
    client.add_dynamic_items(
        buttons.of(_ANSWER, _answer), buttons.of(re.escape(words.LIST_ACTION), _listed)
    )
    await client.add_cog(Reminders(client.deps))
