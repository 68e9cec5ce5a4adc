"""`/projet`: the surveillance projects of a city."""

from __future__ import annotations

from functools import partial

from discord import Interaction, app_commands
from discord.app_commands import Range, locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.project_facts import (
    CAMERAS_MAX,
    COST_MAX,
    COURT_MAX,
    SUPPLIER_MAX,
    TITLE_MAX,
    WORDS_MAX,
)
from bot.domain.projects import ProjectStatus as Status
from bot.domain.projects import Standing
from bot.ports.chat import Message
from bot.render import project_history, themes
from bot.render import projects as words
from bot.render.texts import texts
from bot.services import changing, cities, collectives, known_projects, projects
from bot.services.changing import Change
from bot.services.deps import Deps
from bot.services.projects import Told
from cogs import city_choices, kit, project_buttons, rooms

_LABEL_MAX = 100
_NOTHING = {"-", "inconnu", "inconnue", "aucun", "aucune", "unknown", "none"}
_THEMES = [
    app_commands.Choice(name=locale_str(name), value=theme.value)
    for theme, name in themes.NAMES.items()
]
_STATUSES = [
    app_commands.Choice(name=locale_str(name), value=status.value)
    for status, name in words.STATUS_NAMES.items()
]
Title = Range[str, 1, TITLE_MAX]
Supplier = Range[str, 1, SUPPLIER_MAX]
Court = Range[str, 1, COURT_MAX]
Words = Range[str, 1, WORDS_MAX]
Cameras = Range[int, -1, CAMERAS_MAX]
Cost = Range[int, -1, COST_MAX]
Choice = app_commands.Choice[str]


@app_commands.guild_only()
@app_commands.guild_install()
class Projects(
    commands.GroupCog,
    group_name=locale_str("projet"),
    group_description=locale_str("Les projets de surveillance"),
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(
        name=locale_str("ajouter"),
        description=locale_str("Noter un projet de surveillance, avec sa source"),
    )
    @app_commands.rename(
        city=locale_str("ville"),
        theme=locale_str("thème"),
        title=locale_str("titre"),
        status=locale_str("état"),
        source=locale_str("source"),
        supplier=locale_str("fournisseur"),
        cameras=locale_str("caméras"),
        cost=locale_str("coût"),
        since=locale_str("date"),
    )
    @app_commands.describe(
        city=locale_str("Son nom, son code postal ou son département"),
        theme=locale_str("De quoi il s'agit"),
        title=locale_str("En quelques mots"),
        status=locale_str("Où il en est"),
        source=locale_str(
            "Un lien, ou qui l'a dit et où ; montré aux autres collectifs qui suivent la ville"
        ),
        supplier=locale_str("L'entreprise, si elle est connue"),
        cameras=locale_str("Combien, si on le sait"),
        cost=locale_str("En euros, si on le sait"),
        since=locale_str("Depuis quand : 2018, mars 2022, 12/03/2022"),
    )
    @app_commands.choices(theme=_THEMES, status=_STATUSES)
    async def add(
        self,
        interaction: Interaction,
        city: str,
        theme: Choice,
        title: Title,
        status: Choice,
        source: Words | None = None,
        supplier: Supplier | None = None,
        cameras: Range[int, 0, CAMERAS_MAX] | None = None,
        cost: Range[int, 0, COST_MAX] | None = None,
        since: Words | None = None,
    ) -> None:
        told = Told(
            city,
            theme.value,
            title,
            Status(status.value),
            supplier or "",
            cameras,
            cost,
            since or "",
            source or "",
        )
        organiser = kit.is_organiser(interaction)
        await kit.answer(interaction, self._add(interaction, told), private=not organiser)

    async def _add(self, interaction: Interaction, told: Told) -> Message:
        asker = kit.asker_of(interaction)
        done = await projects.add(
            self.deps,
            asker,
            told,
            organiser=kit.is_organiser(interaction),
            asked_here=rooms.can_say(interaction),
            may_hear=rooms.read_by_no_others(interaction),
            is_open=partial(rooms.is_open, interaction),
        )
        says = await kit.texts_of(interaction)
        if done.project.standing is Standing.SUGGESTED:
            here = asker.channel in done.asked
            return words.suggested(
                done.project, done.commune, says, here=here, asked=bool(done.asked)
            )
        return words.added(done.project, done.commune, says, offered=done.offered)

    @add.autocomplete("city")
    async def suggest_city(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await city_choices.of(self.deps, interaction, typed)

    @app_commands.command(
        name=locale_str("statut"), description=locale_str("Dire où en est un projet")
    )
    @app_commands.rename(
        project=locale_str("projet"),
        status=locale_str("état"),
        source=locale_str("source"),
        since=locale_str("date"),
        why=locale_str("pourquoi"),
        corrects=locale_str("correction"),
    )
    @app_commands.describe(
        project=locale_str("Le projet"),
        status=locale_str("Où il en est"),
        source=locale_str(
            "Un lien, ou qui l'a dit et où ; montré aux autres collectifs qui suivent la ville"
        ),
        since=locale_str("Depuis quand : 2018, mars 2022, 12/03/2022"),
        why=locale_str("La raison, en quelques mots"),
        corrects=locale_str("L'état noté était une erreur"),
    )
    @app_commands.choices(status=_STATUSES)
    async def move(
        self,
        interaction: Interaction,
        project: str,
        status: Choice,
        source: Words | None = None,
        since: Words | None = None,
        why: Words | None = None,
        corrects: bool = False,
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            moved, step = await projects.move(
                self.deps,
                kit.asker_of(interaction),
                project,
                Status(status.value),
                since=since or "",
                source=source or "",
                why=why or "",
                corrects=corrects,
                is_open=partial(rooms.is_open, interaction),
            )
            collective = await collectives.of(self.deps, kit.collective_of(interaction))
            today = project_buttons.today(self.deps, collective.zone)
            return words.moved(moved, step, texts(collective.locale), today)

        await kit.answer(interaction, work(), private=False)

    @app_commands.command(
        name=locale_str("modifier"), description=locale_str("Corriger ce qu'on sait d'un projet")
    )
    @app_commands.rename(
        project=locale_str("projet"),
        title=locale_str("titre"),
        theme=locale_str("thème"),
        supplier=locale_str("fournisseur"),
        cameras=locale_str("caméras"),
        cost=locale_str("coût"),
        court=locale_str("tribunal"),
        challenged=locale_str("recours_le"),
        outcome=locale_str("issue"),
        source=locale_str("source"),
        withdrawn=locale_str("retirer"),
    )
    @app_commands.describe(
        project=locale_str("Le projet"),
        title=locale_str("En quelques mots"),
        theme=locale_str("De quoi il s'agit"),
        supplier=locale_str("L'entreprise ; « - » pour dire qu'on ne sait pas"),
        cameras=locale_str("Combien ; -1 pour dire qu'on ne sait pas"),
        cost=locale_str("En euros ; -1 pour dire qu'on ne sait pas"),
        court=locale_str("Qui juge le recours ; « - » s'il n'y a pas de recours"),
        challenged=locale_str("Depuis quand : 2018, mars 2022 ; « - » pour dire qu'on ne sait pas"),
        outcome=locale_str("Ce qui a été jugé ; « - » pour dire qu'on ne sait pas"),
        source=locale_str(
            "Un lien, ou qui l'a dit et où ; montré aux autres collectifs qui suivent la ville"
        ),
        withdrawn=locale_str("Ne plus le montrer ici"),
    )
    @app_commands.choices(theme=_THEMES)
    async def change(
        self,
        interaction: Interaction,
        project: str,
        title: Title | None = None,
        theme: Choice | None = None,
        supplier: Supplier | None = None,
        cameras: Cameras | None = None,
        cost: Cost | None = None,
        court: Court | None = None,
        challenged: Words | None = None,
        outcome: Words | None = None,
        source: Words | None = None,
        withdrawn: bool | None = None,
    ) -> None:
        wanted = Change(
            title,
            theme.value if theme else None,
            _emptied(supplier),
            cameras,
            cost,
            _emptied(court),
            _emptied(challenged),
            _emptied(outcome),
            source,
            withdrawn,
        )

        async def work() -> Message:
            kit.need_organiser(interaction)
            asker = kit.asker_of(interaction)
            is_open = partial(rooms.is_open, interaction)
            changed = await changing.change(self.deps, asker, project, wanted, is_open)
            return words.changed(changed, await kit.texts_of(interaction))

        await kit.answer(interaction, work(), private=False)

    @app_commands.command(
        name=locale_str("liste"), description=locale_str("Les projets connus d'une ville")
    )
    @app_commands.rename(city=locale_str("ville"))
    @app_commands.describe(city=locale_str("Une ville (celles du collectif, sinon)"))
    async def listed(self, interaction: Interaction, city: str | None = None) -> None:
        await kit.answer(interaction, self._list(interaction, city))

    async def _list(self, interaction: Interaction, city: str | None) -> Message:
        code = cities.one(self.deps, city).code if city else None
        return await project_buttons.page(interaction, code)

    @listed.autocomplete("city")
    async def suggest_listed(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await city_choices.of(self.deps, interaction, typed)

    @app_commands.command(
        name=locale_str("historique"),
        description=locale_str("Tout ce qu'on sait d'un projet, et d'où on le sait"),
    )
    @app_commands.rename(project=locale_str("projet"))
    @app_commands.describe(project=locale_str("Le projet"))
    async def history(self, interaction: Interaction, project: str) -> None:
        await kit.answer(interaction, self._history(interaction, project))

    async def _history(self, interaction: Interaction, project: str) -> Message:
        asker = kit.asker_of(interaction)
        found = await known_projects.history(self.deps, asker.collective, project)
        collective = await collectives.of(self.deps, asker.collective)
        return project_history.history(
            found,
            texts(collective.locale),
            collective.zone,
            project_buttons.today(self.deps, collective.zone),
            names=kit.is_organiser(interaction),
        )

    @move.autocomplete("project")
    @history.autocomplete("project")
    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._choices(interaction, typed, withdrawn=False)

    @change.autocomplete("project")
    async def suggest_any(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._choices(interaction, typed, withdrawn=True)

    async def _choices(
        self, interaction: Interaction, typed: str, *, withdrawn: bool
    ) -> list[Choice]:
        collective = kit.asker_of(interaction).collective
        found = await known_projects.suggested(self.deps, collective, typed, withdrawn=withdrawn)
        return [
            app_commands.Choice(
                name=known_projects.label(self.deps, one)[:_LABEL_MAX],
                value=known_projects.value_of(one),
            )
            for one in found[:25]
        ]


def _emptied(said: str | None) -> str | None:
    return "" if said is not None and said.strip().casefold() in _NOTHING else said


async def setup(client: Client) -> None:
    client.add_dynamic_items(*project_buttons.BUTTONS)
    await client.add_cog(Projects(client.deps))
