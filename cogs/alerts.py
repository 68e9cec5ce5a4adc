"""`/alerte`: what organisers schedule for a channel, once or again and again."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Final

import discord
from discord import Interaction, app_commands
from discord.app_commands import Range, locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.alerts import LONGEST, OPEN, AlertState
from bot.domain.ids import ChannelId, PersonId
from bot.domain.recurrence import MAX_CHARACTERS
from bot.ports.chat import Message
from bot.render import alerts as words
from bot.services import alert_choices, alert_drafts, alerts
from bot.services.alert_drafts import Wanted
from bot.services.alerts import Changed
from bot.services.asking import Asker
from bot.services.deps import Deps
from cogs import buttons, kit, rooms

_LABEL_MAX = 100
_WHEN = Range[str, 1, MAX_CHARACTERS]
_TEXT = Range[str, 1, LONGEST]
Choice = app_commands.Choice[str]
_Act = Callable[[Deps, Asker, str], Awaitable[Changed]]


@app_commands.guild_only()
@app_commands.guild_install()
@app_commands.default_permissions(manage_guild=True)
class Alerts(
    commands.GroupCog,
    group_name=locale_str("alerte"),
    group_description=locale_str("Les annonces programmées"),
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(
        name=locale_str("programmer"),
        description=locale_str("Préparer une annonce, une fois ou régulièrement"),
    )
    @app_commands.rename(
        text=locale_str("texte"), when=locale_str("quand"), channel=locale_str("salon")
    )
    @app_commands.describe(
        text=locale_str("Ce que je dirai, tel quel"),
        when=locale_str("jeudi à 19h, tous les lundis à 19h, le premier jeudi du mois sauf août"),
        channel=locale_str("Où (ici, sinon)"),
    )
    async def schedule(
        self,
        interaction: Interaction,
        text: _TEXT,
        when: _WHEN,
        channel: discord.TextChannel | None = None,
    ) -> None:
        await kit.answer(interaction, self._schedule(interaction, text, when, channel))

    async def _schedule(
        self, interaction: Interaction, text: str, when: str, channel: discord.TextChannel | None
    ) -> Message:
        kit.need_organiser(interaction)
        where = rooms.listener_of(interaction, channel).channel
        asker = kit.asker_of(interaction)
        shown = await alert_drafts.draft(self.deps, asker, text, where, when)
        says = await kit.texts_of(interaction)
        return words.preview(shown.draft, shown.ahead, shown.now, says)

    @app_commands.command(
        name=locale_str("modifier"), description=locale_str("Changer ce qui est programmé")
    )
    @app_commands.rename(
        alert=locale_str("alerte"),
        text=locale_str("texte"),
        when=locale_str("quand"),
        channel=locale_str("salon"),
    )
    @app_commands.describe(
        alert=locale_str("L'alerte"),
        text=locale_str("Ce que je dirai, tel quel"),
        when=locale_str("jeudi à 19h, tous les lundis à 19h, le premier jeudi du mois sauf août"),
        channel=locale_str("Où"),
    )
    async def change(
        self,
        interaction: Interaction,
        alert: str,
        text: _TEXT | None = None,
        when: _WHEN | None = None,
        channel: discord.TextChannel | None = None,
    ) -> None:
        await kit.answer(interaction, self._change(interaction, alert, text, when, channel))

    async def _change(
        self,
        interaction: Interaction,
        alert: str,
        text: str | None,
        when: str | None,
        channel: discord.TextChannel | None,
    ) -> Message:
        kit.need_organiser(interaction)
        where: ChannelId | None = None
        if channel is not None:
            where = rooms.listener_of(interaction, channel).channel
        asker, wanted = kit.asker_of(interaction), Wanted(text, where, when)
        shown = await alert_drafts.redraft(self.deps, asker, alert, wanted)
        says = await kit.texts_of(interaction)
        return words.preview(shown.draft, shown.ahead, shown.now, says)

    @app_commands.command(
        name=locale_str("liste"), description=locale_str("Ce qui est programmé, et pour quand")
    )
    async def listed(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._list(interaction))

    async def _list(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        held = await alerts.listed(self.deps, kit.asker_of(interaction))
        says = await kit.texts_of(interaction)
        shown = [(one.alert, one.next) for one in held]
        return words.listed(shown, self.deps.clock.now(), says)

    @app_commands.command(
        name=locale_str("sauter"), description=locale_str("Ne pas annoncer la prochaine fois")
    )
    @app_commands.rename(alert=locale_str("alerte"))
    @app_commands.describe(alert=locale_str("L'alerte"))
    async def skip(self, interaction: Interaction, alert: str) -> None:
        await kit.answer(interaction, self._skip(interaction, alert))

    async def _skip(self, interaction: Interaction, alert: str) -> Message:
        kit.need_organiser(interaction)
        done = await alerts.skip(self.deps, kit.asker_of(interaction), alert)
        says = await kit.texts_of(interaction)
        if done.skipped is None or done.next is None:
            return words.scheduled(done.alert, done.next, says, new=False)
        return words.skipped(done.alert, done.skipped, done.next, says)

    @app_commands.command(
        name=locale_str("suspendre"), description=locale_str("Ne plus annoncer, jusqu'à reprise")
    )
    @app_commands.rename(alert=locale_str("alerte"))
    @app_commands.describe(alert=locale_str("L'alerte"))
    async def pause(self, interaction: Interaction, alert: str) -> None:
        await kit.answer(interaction, self._became(interaction, alert, alerts.pause))

    @app_commands.command(
        name=locale_str("reprendre"), description=locale_str("Annoncer de nouveau")
    )
    @app_commands.rename(alert=locale_str("alerte"))
    @app_commands.describe(alert=locale_str("L'alerte"))
    async def resume(self, interaction: Interaction, alert: str) -> None:
        await kit.answer(interaction, self._became(interaction, alert, alerts.resume))

    @app_commands.command(
        name=locale_str("supprimer"), description=locale_str("Ne plus jamais annoncer")
    )
    @app_commands.rename(alert=locale_str("alerte"))
    @app_commands.describe(alert=locale_str("L'alerte"))
    async def delete(self, interaction: Interaction, alert: str) -> None:
        await kit.answer(interaction, self._became(interaction, alert, alerts.delete))

    async def _became(self, interaction: Interaction, alert: str, act: _Act) -> Message:
        kit.need_organiser(interaction)
        done = await act(self.deps, kit.asker_of(interaction), alert)
        says = await kit.texts_of(interaction)
        told = words.became(done.alert, done.next, says, was=done.was)
        is_on = done.alert.state is AlertState.SCHEDULED
        return await kit.unless_silent(interaction, told) if is_on else told

    @app_commands.command(
        name=locale_str("confier"), description=locale_str("Donner une alerte à quelqu'un d'autre")
    )
    @app_commands.rename(alert=locale_str("alerte"), member=locale_str("membre"))
    @app_commands.describe(
        alert=locale_str("L'alerte"), member=locale_str("Qui s'en occupera (référent·es)")
    )
    async def hand_over(self, interaction: Interaction, alert: str, member: discord.Member) -> None:
        await kit.answer(interaction, self._hand_over(interaction, alert, member), private=False)

    async def _hand_over(
        self, interaction: Interaction, alert: str, member: discord.Member
    ) -> Message:
        kit.need_organiser(interaction)
        rights = member.resolved_permissions or member.guild_permissions
        done = await alerts.hand_over(
            self.deps,
            kit.asker_of(interaction),
            alert,
            PersonId(str(member.id)),
            organiser=rights.manage_guild and not member.bot,
        )
        return words.handed_over(done.alert, await kit.texts_of(interaction))

    @change.autocomplete("alert")
    async def suggest_any(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._choices(interaction, typed, *OPEN, drafts=True)

    @delete.autocomplete("alert")
    @hand_over.autocomplete("alert")
    async def suggest_open(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._choices(interaction, typed, *OPEN)

    @skip.autocomplete("alert")
    @pause.autocomplete("alert")
    async def suggest_scheduled(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._choices(interaction, typed, AlertState.SCHEDULED)

    @resume.autocomplete("alert")
    async def suggest_paused(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._choices(interaction, typed, AlertState.PAUSED)

    async def _choices(
        self, interaction: Interaction, typed: str, *states: AlertState, drafts: bool = False
    ) -> list[Choice]:
        if not kit.is_organiser(interaction):
            return []
        asker, says = kit.asker_of(interaction), await kit.texts_of(interaction)
        found = await alert_choices.suggested(self.deps, asker, typed, states, drafts=drafts)
        return [
            app_commands.Choice(
                name=words.label(one, says)[:_LABEL_MAX], value=alert_choices.value_of(one)
            )
            for one in found[:25]
        ]


async def _answer(interaction: Interaction, what: str, id_: str) -> Message:
    """What an organiser decides of a preview, and what stands in its place from then on."""
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    says, draft = await kit.texts_of(interaction), int(id_)
    if what == words.SCHEDULE:
        done = await alerts.confirm(deps, asker, draft)
        told = words.scheduled(done.alert, done.next, says, new=done.was_new)
        return await kit.unless_silent(interaction, told)
    return words.dropped(await alert_drafts.drop(deps, asker, draft), says)


async def _restore(interaction: Interaction, id_: str, version: str, was: str) -> Message:
    kit.need_organiser(interaction)
    chosen, says = f"alert:{id_}:{version}", await kit.texts_of(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    done = await alerts.restore(deps, asker, chosen, AlertState(was))
    return words.became(done.alert, done.next, says)


async def _unskip(interaction: Interaction, id_: str, version: str, day: str) -> Message:
    kit.need_organiser(interaction)
    chosen, says = f"alert:{id_}:{version}", await kit.texts_of(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    done = await alerts.unskip(deps, asker, chosen, date.fromisoformat(day))
    return words.scheduled(done.alert, done.next, says, new=False)


async def _how_to_change(interaction: Interaction, id_: str) -> Message:
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    shown = await alert_drafts.preview(deps, asker, int(id_))
    return words.how_to_change(shown.draft, await kit.texts_of(interaction))


_ACTION: Final = re.escape(words.ACTION)
_ID: Final = r"(?P<id_>\d{1,18})"
_SEEN: Final = rf"{_ID}:(?P<version>\d{{1,9}})"
_BUTTONS: Final = (
    buttons.settling(rf"{_ACTION}{words.RESTORE}:{_SEEN}:(?P<was>scheduled|paused)", _restore),
    buttons.settling(rf"{_ACTION}{words.UNSKIP}:{_SEEN}:(?P<day>\d{{4}}-\d\d-\d\d)", _unskip),
    buttons.settling(rf"{_ACTION}(?P<what>{words.SCHEDULE}|{words.DROP}):{_ID}", _answer),
    buttons.of(rf"{_ACTION}{words.EDIT}:{_ID}", _how_to_change),
)


async def setup(client: Client) -> None:
    client.add_dynamic_items(*_BUTTONS)
    await client.add_cog(Alerts(client.deps))
