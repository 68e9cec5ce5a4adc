"""`/échéance`: the days by which something must be done."""

from __future__ import annotations

from discord import Interaction, app_commands
from discord.app_commands import Range, locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.ports.chat import Message
from bot.render import deadline_answers as words
from bot.render.texts import texts
from bot.services import legal
from bot.services.deps import Deps
from cogs import kit

_LABEL_MAX = 100
_CHOICES_MAX = 25
Said = Range[str, 1, 200]
Choice = app_commands.Choice[str]


@app_commands.guild_install()
class Deadlines(
    commands.GroupCog,
    group_name=locale_str("échéance"),
    group_description=locale_str("Les délais à ne pas manquer"),
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(
        name=locale_str("calculer"), description=locale_str("Compter un délai légal, pas à pas")
    )
    @app_commands.rename(rule=locale_str("règle"), day=locale_str("date"), city=locale_str("ville"))
    @app_commands.describe(
        rule=locale_str("Le délai : recours, convocation, demande de documents…"),
        day=locale_str("Le jour d'où il part : 15/03/2027, lundi 15 mars 2027"),
        city=locale_str("Là où ses jours fériés et son droit comptent"),
    )
    async def compute(
        self, interaction: Interaction, rule: Said, day: Said, city: Said | None = None
    ) -> None:
        await kit.answer(interaction, self._compute(interaction, rule, day, city or ""))

    async def _compute(self, interaction: Interaction, rule: str, day: str, city: str) -> Message:
        says = await kit.texts_of(interaction)
        counted = await legal.compute(self.deps, rule, day, city, says.pick)
        return words.computed(counted, (await legal.pack()).always, says)

    @compute.autocomplete("rule")
    async def suggest_rule(self, interaction: Interaction, typed: str) -> list[Choice]:
        says = texts(str(interaction.locale))
        found = await legal.suggested(typed)
        return [
            app_commands.Choice(name=says.pick(one.title)[:_LABEL_MAX], value=one.id)
            for one in found[:_CHOICES_MAX]
        ]

    @compute.autocomplete("city")
    async def suggest_city(self, _interaction: Interaction, typed: str) -> list[Choice]:
        return kit.city_choices(self.deps, typed)


async def setup(client: Client) -> None:
    await client.add_cog(Deadlines(client.deps))
