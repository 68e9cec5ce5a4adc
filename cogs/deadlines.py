"""`/échéance`: the days by which something must be done."""

from __future__ import annotations

import re
from typing import Final

from discord import Interaction, app_commands
from discord.app_commands import Range, locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.document_requests import Event
from bot.domain.kept_deadlines import TITLE_MAX
from bot.domain.project_facts import WORDS_MAX
from bot.ports.chat import Message
from bot.render import deadline_answers as words
from bot.render import document_requests as request_words
from bot.render.leads import DEADLINES_ACTION
from bot.render.texts import texts
from bot.services import (
    cities,
    collectives,
    deadlines,
    document_requests,
    known_deadlines,
    legal,
)
from bot.services.deadlines import Wanted
from bot.services.deps import Deps
from bot.services.document_requests import Asked
from cogs import buttons, city_choices, deadline_buttons, kit, rooms

_LABEL_MAX = 100
_CHOICES_MAX = 25
Said = Range[str, 1, 200]
Choice = app_commands.Choice[str]
_EVENTS = [
    app_commands.Choice(name=locale_str(name), value=event.value)
    for event, name in request_words.EVENT_NAMES.items()
]


@app_commands.guild_install()
class Deadlines(
    commands.GroupCog,
    group_name=locale_str("échéance"),
    group_description=locale_str("Les délais à ne pas manquer"),
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        await deadline_buttons.filled(interaction)

    @app_commands.command(
        name=locale_str("calculer"), description=locale_str("Compter un délai légal, pas à pas")
    )
    @app_commands.rename(rule=locale_str("règle"), day=locale_str("date"), city=locale_str("ville"))
    @app_commands.describe(
        rule=locale_str("Le délai : recours, convocation, demande de documents…"),
        day=locale_str("Le jour d'où il part : 15/03/2027, lundi 15 mars 2027"),
        city=locale_str("La ville, pour ses jours fériés et son droit"),
    )
    async def compute(
        self, interaction: Interaction, rule: Said, day: Said, city: Said | None = None
    ) -> None:
        await kit.answer(interaction, self._compute(interaction, rule, day, city or ""))

    async def _compute(self, interaction: Interaction, rule: str, day: str, city: str) -> Message:
        says = await kit.texts_of(interaction)
        counted = await legal.compute(self.deps, rule, day, city, says.pick)
        today = legal.today(self.deps, cities.one(self.deps, city) if city else None)
        return words.computed(counted, (await legal.pack()).always, says, today)

    @app_commands.command(
        name=locale_str("ajouter"),
        description=locale_str("Garder une échéance pour une ville, et la rappeler"),
    )
    @app_commands.rename(
        city=locale_str("ville"),
        day=locale_str("date"),
        rule=locale_str("règle"),
        title=locale_str("titre"),
    )
    @app_commands.describe(
        city=locale_str("Son nom, son code postal ou son département"),
        day=locale_str("Avec une règle, le jour d'où elle part ; avec un titre, l'échéance même"),
        rule=locale_str("Un délai légal"),
        title=locale_str("Sinon, ce qu'il y a à faire, en quelques mots"),
    )
    async def add(
        self,
        interaction: Interaction,
        city: Said,
        day: Said,
        rule: Said | None = None,
        title: Range[str, 1, TITLE_MAX] | None = None,
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            says = await kit.texts_of(interaction)
            wanted = Wanted(city, day, rule or "", title or "")
            asker = kit.asker_of(interaction)
            here = rooms.here_of(interaction)
            card = await deadlines.add(self.deps, asker, wanted, says.pick, here)
            zone = (await collectives.of(self.deps, asker.collective)).zone
            told = words.added(card, says, self.deps.clock.now(), zone)
            return await kit.unless_silent(interaction, told)

        await kit.answer(interaction, work(), private=False)

    @app_commands.command(
        name=locale_str("liste"), description=locale_str("Les échéances ouvertes")
    )
    @app_commands.rename(city=locale_str("ville"))
    @app_commands.describe(city=locale_str("Une ville (toutes, sinon)"))
    async def listed(self, interaction: Interaction, city: Said | None = None) -> None:
        await kit.answer(interaction, _listed(interaction, city or ""))

    @app_commands.command(
        name=locale_str("prendre"), description=locale_str("T'en charger : je te la rappellerai")
    )
    @app_commands.rename(deadline=locale_str("échéance"))
    @app_commands.describe(deadline=locale_str("L'échéance"))
    async def take(self, interaction: Interaction, deadline: Said) -> None:
        await kit.answer(interaction, deadline_buttons.take(interaction, deadline))

    @app_commands.command(
        name=locale_str("faite"), description=locale_str("C'est fait : plus de rappels")
    )
    @app_commands.rename(deadline=locale_str("échéance"))
    @app_commands.describe(deadline=locale_str("L'échéance"))
    async def done(self, interaction: Interaction, deadline: Said) -> None:
        await kit.answer(interaction, deadline_buttons.finish(interaction, deadline))

    @app_commands.command(
        name=locale_str("déplacer"),
        description=locale_str("Une autre date : je préviens qui en avait reçu un rappel"),
    )
    @app_commands.rename(
        deadline=locale_str("échéance"), day=locale_str("date"), why=locale_str("pourquoi")
    )
    @app_commands.describe(
        deadline=locale_str("L'échéance"),
        day=locale_str("Le nouveau jour"),
        why=locale_str("La raison, en quelques mots"),
    )
    async def move(
        self,
        interaction: Interaction,
        deadline: Said,
        day: Said,
        why: Range[str, 1, WORDS_MAX] | None = None,
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            asker, says = kit.asker_of(interaction), await kit.texts_of(interaction)
            card = await deadlines.move(self.deps, asker, deadline, day, why=why or "")
            return await kit.unless_silent(interaction, words.moved(card, says))

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("expliquer"), description=locale_str("D'où vient une échéance, pas à pas")
    )
    @app_commands.rename(deadline=locale_str("échéance"))
    @app_commands.describe(deadline=locale_str("L'échéance"))
    async def explain(self, interaction: Interaction, deadline: Said) -> None:
        async def work() -> Message:
            here = kit.asker_of(interaction).collective
            sees = rooms.seen_by(interaction)
            card = await known_deadlines.explained(self.deps, here, deadline, sees)
            zone = (await collectives.of(self.deps, here)).zone
            return words.explaining(card, zone, await kit.texts_of(interaction))

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("demande-documents"),
        description=locale_str("Suivre une demande de documents, de la mairie au tribunal"),
    )
    @app_commands.rename(
        city=locale_str("ville"),
        what=locale_str("quoi"),
        received=locale_str("reçue"),
        sent=locale_str("envoyée"),
    )
    @app_commands.describe(
        city=locale_str("Son nom, son code postal ou son département"),
        what=locale_str("Quels documents, en quelques mots"),
        received=locale_str("Le jour où la mairie l'a reçue, si on le sait"),
        sent=locale_str("Sinon, le jour de l'envoi (aujourd'hui, si rien n'est dit)"),
    )
    async def request(
        self,
        interaction: Interaction,
        city: Said,
        what: Range[str, 1, TITLE_MAX],
        received: Said | None = None,
        sent: Said | None = None,
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            wanted = Asked(city, what, received or "", sent or "")
            asker, here = kit.asker_of(interaction), rooms.here_of(interaction)
            card = await document_requests.ask(self.deps, asker, wanted, here)
            told = request_words.asked(card, await kit.texts_of(interaction))
            return await kit.unless_silent(interaction, told)

        await kit.answer(interaction, work(), private=False)

    @app_commands.command(
        name=locale_str("étape-documents"),
        description=locale_str("Dire ce qui arrive à une demande de documents, et quel jour"),
    )
    @app_commands.rename(
        request=locale_str("demande"), event=locale_str("événement"), day=locale_str("date")
    )
    @app_commands.describe(
        request=locale_str("La demande"),
        event=locale_str("Ce qui est arrivé"),
        day=locale_str("Quel jour (aujourd'hui, si rien n'est dit)"),
    )
    @app_commands.choices(event=_EVENTS)
    async def happened(
        self, interaction: Interaction, request: Said, event: Choice, day: Said | None = None
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            id_, asker = document_requests.chosen(request), kit.asker_of(interaction)
            came = Event(event.value)
            card = await document_requests.happened(self.deps, asker, id_, came, day or "")
            return request_words.came(card, came, await kit.texts_of(interaction))

        await kit.answer(interaction, work(), private=False)

    @happened.autocomplete("request")
    async def suggest_request(self, interaction: Interaction, typed: str) -> list[Choice]:
        here = kit.asker_of(interaction).collective
        found = await document_requests.suggested(
            self.deps, here, typed, rooms.seen_by(interaction)
        )
        return [
            app_commands.Choice(name=one.label, value=str(one.request.id))
            for one in found[:_CHOICES_MAX]
        ]

    @take.autocomplete("deadline")
    @done.autocomplete("deadline")
    @move.autocomplete("deadline")
    @explain.autocomplete("deadline")
    async def suggest_deadline(self, interaction: Interaction, typed: str) -> list[Choice]:
        here, says = kit.asker_of(interaction).collective, await kit.texts_of(interaction)
        found = await known_deadlines.suggested(
            self.deps, here, typed, says, rooms.seen_by(interaction)
        )
        return [
            app_commands.Choice(name=one.label(says), value=known_deadlines.value_of(one.kept))
            for one in found[:_CHOICES_MAX]
        ]

    @compute.autocomplete("rule")
    @add.autocomplete("rule")
    async def suggest_rule(self, interaction: Interaction, typed: str) -> list[Choice]:
        says = texts(str(interaction.locale))
        found = await legal.suggested(typed)
        return [
            app_commands.Choice(name=says.pick(one.title)[:_LABEL_MAX], value=one.id)
            for one in found[:_CHOICES_MAX]
        ]

    @compute.autocomplete("city")
    @add.autocomplete("city")
    @listed.autocomplete("city")
    @request.autocomplete("city")
    async def suggest_city(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await city_choices.of(self.deps, interaction, typed)


async def _listed(interaction: Interaction, city: str) -> Message:
    """The open deadlines of a city, or of all. Raises Refused."""
    deps, here = kit.deps_of(interaction), kit.asker_of(interaction).collective
    wanted = cities.one(deps, city).code if city else None
    found = await known_deadlines.listed(deps, here, wanted, rooms.seen_by(interaction))
    return words.listed(found, await kit.texts_of(interaction), deps.clock.now())


_LIST: Final = re.escape(DEADLINES_ACTION) + r"(?P<city>(?:[a-z]{2}:\w{5})?)"


async def setup(client: Client) -> None:
    client.add_dynamic_items(*deadline_buttons.BUTTONS, buttons.of(_LIST, _listed))
    await client.add_cog(Deadlines(client.deps))
