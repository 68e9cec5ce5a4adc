"""`/fil`: what a channel follows of the forum."""

from __future__ import annotations

import discord
from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.ids import ChannelId
from bot.domain.routing import Mode
from bot.ports.chat import Message
from bot.render import threads as words
from bot.services import threads, wishes
from bot.services.deps import Deps
from bot.services.threads import Follow
from cogs import kit, rooms

_LABEL_MAX = 100
_MODES = [
    app_commands.Choice(name=locale_str("fil : chaque message, en entier"), value=Mode.THREAD),
    app_commands.Choice(name=locale_str("annonce : un extrait et le lien"), value=Mode.ANNOUNCE),
    app_commands.Choice(name=locale_str("muet : rien"), value=Mode.MUTE),
]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Threads(
    commands.GroupCog,
    group_name=locale_str("fil"),
    group_description=locale_str("Ce que les salons suivent du forum"),
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(
        name=locale_str("suivre"),
        description=locale_str("Suivre un fil, une catégorie, une étiquette ou une ville du forum"),
    )
    @app_commands.rename(
        what=locale_str("adresse"),
        mode=locale_str("mode"),
        channel=locale_str("salon"),
        again=locale_str("reprendre"),
    )
    @app_commands.describe(
        what=locale_str("L'adresse copiée du forum, ou un nom de ville, de catégorie, d'étiquette"),
        mode=locale_str("Tout, des annonces, ou rien"),
        channel=locale_str("Le salon qui écoute (celui-ci, sinon)"),
        again=locale_str("Reprendre les 5 derniers messages"),
    )
    @app_commands.choices(mode=_MODES)
    async def follow(
        self,
        interaction: Interaction,
        what: str,
        mode: app_commands.Choice[str] | None = None,
        channel: discord.TextChannel | discord.ForumChannel | None = None,
        again: bool = False,
    ) -> None:
        work = self._follow(interaction, what, mode, channel, again)
        await kit.answer(interaction, work, private=False)
        if again:
            heard = channel.id if channel else interaction.channel_id
            await threads.answered(self.deps, ChannelId(str(heard)))

    async def _follow(
        self,
        interaction: Interaction,
        what: str,
        mode: app_commands.Choice[str] | None,
        channel: discord.TextChannel | discord.ForumChannel | None,
        again: bool,
    ) -> Message:
        kit.need_organiser(interaction)
        listener = rooms.listener_of(interaction, channel)
        made = await threads.follow(
            self.deps,
            what,
            kit.asker_of(interaction),
            mode=Mode(mode.value) if mode else None,
            listener=listener,
            again=again,
        )
        return words.followed(
            made.follow,
            await kit.texts_of(interaction),
            here=made.follow.channel == str(interaction.channel_id),
            before=made.before,
            again=made.again,
            found=made.found,
            can_open=rooms.can_open(interaction, channel),
        )

    @follow.autocomplete("what")
    async def suggest_what(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        says = await kit.texts_of(interaction)
        found = await wishes.suggested(self.deps, typed)
        labels = [words.choice(one.scope, one.title, says)[:_LABEL_MAX] for one in found]
        return [
            app_commands.Choice(name=label, value=one.value)
            for label, one in zip(labels, found, strict=True)
            if len(one.value) <= _LABEL_MAX
        ]

    @app_commands.command(
        name=locale_str("liste"), description=locale_str("Ce que le collectif suit du forum")
    )
    async def listed(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._list(interaction))

    async def _list(self, interaction: Interaction) -> Message:
        asker = kit.asker_of(interaction)
        found, sees = (
            await threads.followed(self.deps, asker.collective),
            rooms.seen_by(interaction),
        )
        seen = [one for one in found if sees(one.channel)]
        forums = await threads.titles(self.deps)
        return words.listed(seen, forums, await kit.texts_of(interaction))

    @app_commands.command(
        name=locale_str("arrêter"), description=locale_str("Ne plus suivre, tout de suite")
    )
    @app_commands.rename(thread=locale_str("fil"))
    @app_commands.describe(thread=locale_str("Ce qu'il ne faut plus suivre"))
    async def stop(self, interaction: Interaction, thread: str) -> None:
        await kit.answer(interaction, self._stop(interaction, thread), private=False)

    async def _stop(self, interaction: Interaction, thread: str) -> Message:
        kit.need_organiser(interaction)
        follow = await threads.stop(self.deps, thread, kit.asker_of(interaction))
        here = follow.channel == str(interaction.channel_id)
        return words.stopped(follow, await kit.texts_of(interaction), here=here)

    @stop.autocomplete("thread")
    async def suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        says = await kit.texts_of(interaction)
        if not kit.is_organiser(interaction):
            return []  # it may be followed where they do not read
        found = await threads.suggested(self.deps, typed, kit.asker_of(interaction))
        return [
            app_commands.Choice(
                name=_told_apart(words.choice(one.scope, one.title, says), one, interaction),
                value=threads.value_of(one),
            )
            for one in found[:25]
        ]


def _told_apart(label: str, follow: Follow, interaction: Interaction) -> str:
    """With the channel that follows, where it is another one."""
    channel = interaction.guild and interaction.guild.get_channel(int(follow.channel))
    if channel is None or channel.id == interaction.channel_id:
        return label[:_LABEL_MAX]
    apart = f" · #{channel.name}"
    return label[: _LABEL_MAX - len(apart)] + apart


async def setup(client: Client) -> None:
    await client.add_cog(Threads(client.deps))
