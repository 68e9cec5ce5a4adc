"""`/fil`: which forum threads a channel follows."""

from __future__ import annotations

from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message
from bot.render import threads as words
from bot.services import threads
from bot.services.deps import Deps
from cogs import kit

_LABEL_MAX = 100


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Threads(
    commands.GroupCog,
    group_name=locale_str("fil"),
    group_description=locale_str("Les fils du forum suivis ici"),
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(
        name=locale_str("suivre"), description=locale_str("Recopier ici un fil du forum")
    )
    @app_commands.rename(address=locale_str("adresse"))
    @app_commands.describe(address=locale_str("L'adresse du fil, copiée du forum"))
    async def follow(self, interaction: Interaction, address: str) -> None:
        await kit.answer(interaction, self._follow(interaction, address), private=False)

    async def _follow(self, interaction: Interaction, address: str) -> Message:
        kit.need_organiser(interaction)
        kit.need_right_to_write(interaction)
        topic = await threads.follow(self.deps, address, kit.asker_of(interaction))
        return words.followed(topic, await kit.texts_of(interaction))

    @app_commands.command(
        name=locale_str("liste"), description=locale_str("Les fils suivis par le collectif")
    )
    async def listed(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._list(interaction))

    async def _list(self, interaction: Interaction) -> Message:
        asker = kit.asker_of(interaction)
        found = await threads.followed(self.deps, asker.collective)
        return words.listed(found, await kit.texts_of(interaction))

    @app_commands.command(
        name=locale_str("arrêter"), description=locale_str("Ne plus suivre un fil du forum")
    )
    @app_commands.rename(thread=locale_str("fil"))
    @app_commands.describe(thread=locale_str("Le fil à ne plus suivre"))
    async def stop(self, interaction: Interaction, thread: str) -> None:
        await kit.answer(interaction, self._stop(interaction, thread), private=False)

    async def _stop(self, interaction: Interaction, thread: str) -> Message:
        kit.need_organiser(interaction)
        if not thread.isdecimal():
            raise Refused(Reason.NOT_FOLLOWED)
        follow = await threads.stop(self.deps, int(thread), kit.asker_of(interaction))
        return words.stopped(follow, await kit.texts_of(interaction))

    @stop.autocomplete("thread")
    async def suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await threads.followed(self.deps, kit.asker_of(interaction).collective)
        fitting = [one for one in found if typed.casefold() in one.title.casefold()]
        return [
            app_commands.Choice(name=one.title[:_LABEL_MAX], value=str(one.id))
            for one in fitting[:25]
        ]


async def setup(client: Client) -> None:
    await client.add_cog(Threads(client.deps))
