"""`/tâche`: what there is to do, who does it, and how far it is."""

from __future__ import annotations

from datetime import timedelta

from discord import Interaction, app_commands
from discord.app_commands import Range, locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.forum_tallies import USUAL
from bot.domain.tallies import COUNT_MAX
from bot.domain.tasks import CAMPAIGN_MAX, TARGET_MAX, TITLE_MAX, UNIT_MAX, TaskStatus
from bot.domain.votes import COMING
from bot.ports.chat import Message
from bot.render import forum_tallies as tally_words
from bot.render import kits as kit_words
from bot.render import task_answers as words
from bot.render import task_cards
from bot.services import (
    bilans,
    campaigns,
    cities,
    collectives,
    forum_bilans,
    kits,
    known_projects,
    known_tasks,
    tallying,
    tasks,
)
from bot.services.deps import Deps
from bot.services.tasks import Wanted
from cogs import (
    bilan_buttons,
    city_choices,
    kit,
    kit_buttons,
    rooms,
    task_buttons,
    task_forms,
    vote_choices,
)

_LABEL_MAX = 100
_CHOICES_MAX = 25
Said = Range[str, 1, 200]
Amount = Range[int, 1, COUNT_MAX]
Choice = app_commands.Choice[str]
_ENDS = [
    app_commands.Choice(name=locale_str(name), value=status.value)
    for status, name in task_cards.STATUS_NAMES.items()
]
_RHYTHMS = [
    app_commands.Choice(name=locale_str(name), value=minutes)
    for minutes, name in tally_words.RHYTHMS.items()
]


@app_commands.guild_only()
@app_commands.guild_install()
class Tasks(
    commands.GroupCog,
    group_name=locale_str("tâche"),
    group_description=locale_str("Ce qu'il y a à faire, et où on en est"),
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        await task_buttons.handed_in(interaction)

    @app_commands.command(
        name=locale_str("créer"), description=locale_str("Proposer une tâche au collectif")
    )
    @app_commands.rename(
        title=locale_str("titre"),
        city=locale_str("ville"),
        target=locale_str("objectif"),
        unit=locale_str("unité"),
        day=locale_str("date"),
        vote=locale_str("vote"),
        project=locale_str("projet"),
        campaign=locale_str("campagne"),
        for_one=locale_str("une-personne"),
    )
    @app_commands.describe(
        title=locale_str("Ce qu'il y a à faire, en quelques mots"),
        city=locale_str("Son nom, son code postal ou son département"),
        target=locale_str("Combien il en faut"),
        unit=locale_str("Ce qu'on compte : lettres, tracts, caméras…"),
        day=locale_str("Le dernier jour pour le faire"),
        vote=locale_str("Le vote pour lequel c'est utile"),
        project=locale_str("Le projet dont il s'agit"),
        campaign=locale_str("Le nom sous lequel plusieurs villes s'additionnent"),
        for_one=locale_str("Une seule personne s'en charge"),
    )
    async def create(
        self,
        interaction: Interaction,
        title: Range[str, 1, TITLE_MAX],
        city: Said | None = None,
        target: Range[int, 1, TARGET_MAX] | None = None,
        unit: Range[str, 1, UNIT_MAX] | None = None,
        day: Said | None = None,
        vote: Said | None = None,
        project: Said | None = None,
        campaign: Range[str, 1, CAMPAIGN_MAX] | None = None,
        for_one: bool = False,
    ) -> None:
        wanted = Wanted(
            title,
            city or "",
            unit or "",
            target,
            day or "",
            vote or "",
            project or "",
            campaign or "",
            for_one=for_one,
        )
        await kit.answer(interaction, self._create(interaction, wanted))

    async def _create(self, interaction: Interaction, wanted: Wanted) -> Message:
        kit.need_organiser(interaction)
        asker, asked_here = kit.asker_of(interaction), rooms.can_say(interaction)
        here = rooms.here_of(interaction)
        card = await tasks.create(self.deps, asker, wanted, asked_here=asked_here, here=here)
        return words.created(card, await kit.texts_of(interaction))

    @app_commands.command(
        name=locale_str("modifier"), description=locale_str("Changer une tâche, dans un formulaire")
    )
    @app_commands.rename(task=locale_str("tâche"))
    @app_commands.describe(task=locale_str("La tâche"))
    async def change(self, interaction: Interaction, task: Said) -> None:
        await kit.show_form(interaction, task_forms.opened(interaction, task))

    @app_commands.command(name=locale_str("liste"), description=locale_str("Ce qu'il y a à faire"))
    @app_commands.rename(city=locale_str("ville"), mine=locale_str("les-miennes"))
    @app_commands.describe(
        city=locale_str("Une ville (toutes, sinon)"),
        mine=locale_str("Seulement celles dont tu te charges"),
    )
    async def listed(
        self, interaction: Interaction, city: Said | None = None, mine: bool = False
    ) -> None:
        async def work() -> Message:
            wanted = cities.one(self.deps, city).code if city else None
            return await task_buttons.listed(interaction, wanted, mine=mine)

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("prendre"), description=locale_str("T'en charger : tu en seras rappelé·e")
    )
    @app_commands.rename(task=locale_str("tâche"))
    @app_commands.describe(task=locale_str("La tâche"))
    async def take(self, interaction: Interaction, task: Said) -> None:
        await kit.answer(interaction, task_buttons.take(interaction, task))

    @app_commands.command(name=locale_str("rendre"), description=locale_str("Ne plus t'en charger"))
    @app_commands.rename(task=locale_str("tâche"))
    @app_commands.describe(task=locale_str("La tâche"))
    async def give_back(self, interaction: Interaction, task: Said) -> None:
        await kit.answer(interaction, task_buttons.give_back(interaction, task))

    @app_commands.command(
        name=locale_str("compter"), description=locale_str("Ajouter ce que tu as fait")
    )
    @app_commands.rename(task=locale_str("tâche"), amount=locale_str("nombre"))
    @app_commands.describe(
        task=locale_str("La tâche"), amount=locale_str("Combien en plus, depuis la dernière fois")
    )
    async def count(self, interaction: Interaction, task: Said, amount: Amount) -> None:
        await kit.answer(interaction, task_buttons.add(interaction, task, amount))

    @app_commands.command(
        name=locale_str("corriger"),
        description=locale_str("Corriger un nombre que tu as ajouté"),
    )
    @app_commands.rename(
        task=locale_str("tâche"),
        right=locale_str("nombre"),
        which=locale_str("contribution"),
    )
    @app_commands.describe(
        task=locale_str("La tâche"),
        right=locale_str("Le bon nombre ; 0 pour annuler"),
        which=locale_str("Laquelle (ta dernière, sinon)"),
    )
    async def correct(
        self,
        interaction: Interaction,
        task: Said,
        right: Range[int, 0, COUNT_MAX],
        which: Said | None = None,
    ) -> None:
        async def work() -> Message:
            asker, organiser = kit.asker_of(interaction), kit.is_organiser(interaction)
            done = await tallying.correct(
                self.deps,
                asker,
                which or "",
                right,
                organiser=organiser,
                task=task,
                sees=rooms.seen_by(interaction),
            )
            says = await kit.texts_of(interaction)
            return words.corrected(done.card, done.was, done.stands, says)

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("terminer"), description=locale_str("C'est fait, ou abandonné")
    )
    @app_commands.rename(task=locale_str("tâche"), status=locale_str("état"))
    @app_commands.describe(
        task=locale_str("La tâche"), status=locale_str("Faite, si rien n'est dit")
    )
    @app_commands.choices(status=_ENDS)
    async def finish(
        self, interaction: Interaction, task: Said, status: Choice | None = None
    ) -> None:
        wanted = TaskStatus(status.value) if status else TaskStatus.DONE
        await kit.answer(interaction, task_buttons.become(interaction, task, wanted))

    @app_commands.command(
        name=locale_str("bilan"), description=locale_str("Ce que nos tâches ont donné, au total")
    )
    @app_commands.rename(city=locale_str("ville"), campaign=locale_str("campagne"))
    @app_commands.describe(
        city=locale_str("Une ville (toutes, sinon)"),
        campaign=locale_str("Une campagne (toutes, sinon)"),
    )
    async def bilan(
        self, interaction: Interaction, city: Said | None = None, campaign: Said | None = None
    ) -> None:
        async def work() -> Message:
            here, organiser = kit.asker_of(interaction).collective, kit.is_organiser(interaction)
            sees = rooms.seen_by(interaction)
            found = await bilans.said(self.deps, here, city or "", campaign or "", sees)
            says = await kit.texts_of(interaction)
            return bilans.worded(self.deps, found, says, organiser=organiser)

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("publier-bilan"),
        description=locale_str("Tenir un bilan à jour dans un message du forum"),
    )
    @app_commands.rename(
        address=locale_str("adresse"),
        city=locale_str("ville"),
        campaign=locale_str("campagne"),
        rhythm=locale_str("rythme"),
    )
    @app_commands.describe(
        address=locale_str("L'adresse d'un fil du forum, ou d'une catégorie pour en ouvrir un"),
        city=locale_str("Une ville (toutes, sinon)"),
        campaign=locale_str("Une campagne (toutes, sinon)"),
        rhythm=locale_str("Au plus souvent (toutes les heures, sinon)"),
    )
    @app_commands.choices(rhythm=_RHYTHMS)
    async def publish_bilan(
        self,
        interaction: Interaction,
        address: Range[str, 1, 500],
        city: Said | None = None,
        campaign: Said | None = None,
        rhythm: app_commands.Choice[int] | None = None,
    ) -> None:
        every = timedelta(minutes=rhythm.value) if rhythm else USUAL
        wanted = forum_bilans.Wanted(address, city or "", campaign or "", every)
        await kit.answer(interaction, bilan_buttons.preview(interaction, wanted))

    @app_commands.command(
        name=locale_str("bilans-publiés"),
        description=locale_str("Les bilans tenus à jour sur le forum, et de quoi les arrêter"),
    )
    async def published_bilans(self, interaction: Interaction) -> None:
        await kit.answer(interaction, bilan_buttons.listed(interaction))

    @publish_bilan.autocomplete("address")
    async def suggest_address(self, interaction: Interaction, typed: str) -> list[Choice]:
        if not kit.is_organiser(interaction):
            return []  # it may be followed where they do not read
        here = kit.asker_of(interaction).collective
        found = await forum_bilans.places(self.deps, here, typed)
        return [
            app_commands.Choice(name=name[:_LABEL_MAX], value=url)
            for name, url in found[:_CHOICES_MAX]
        ]

    @app_commands.command(
        name=locale_str("kit"),
        description=locale_str("Préparer d'un coup les tâches habituelles d'une campagne"),
    )
    @app_commands.rename(
        name=locale_str("kit"),
        city=locale_str("ville"),
        vote=locale_str("vote"),
        day=locale_str("date"),
        campaign=locale_str("campagne"),
    )
    @app_commands.describe(
        name=locale_str("Pour quoi faire"),
        city=locale_str("Son nom, son code postal ou son département"),
        vote=locale_str("Le vote d'où comptent les dates"),
        day=locale_str("Sinon, le jour de la séance, ou celui où l'on commence"),
        campaign=locale_str("Le nom sous lequel plusieurs villes s'additionnent"),
    )
    async def from_kit(
        self,
        interaction: Interaction,
        name: Said,
        city: Said | None = None,
        vote: Said | None = None,
        day: Said | None = None,
        campaign: Range[str, 1, CAMPAIGN_MAX] | None = None,
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            asker, asked_here = kit.asker_of(interaction), rooms.can_say(interaction)
            here = rooms.here_of(interaction)
            wanted = kits.Wanted(name, city or "", vote or "", day or "", campaign or "")
            card = await kits.draft(self.deps, asker, wanted, asked_here=asked_here, here=here)
            return kit_words.preview(card, await kit.texts_of(interaction))

        await kit.answer(interaction, work())

    @from_kit.autocomplete("name")
    async def suggest_kit(self, interaction: Interaction, typed: str) -> list[Choice]:
        says = await kit.texts_of(interaction)
        named = [(says.pick(one.title), one.id) for one in await kits.all_of_them()]
        return [
            app_commands.Choice(name=name, value=value)
            for name, value in named
            if typed.lower() in name.lower()
        ]

    @take.autocomplete("task")
    async def suggest_free(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._tasks(interaction, typed, free=True)

    @count.autocomplete("task")
    async def suggest_open(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._tasks(interaction, typed)

    @change.autocomplete("task")
    @correct.autocomplete("task")
    @finish.autocomplete("task")
    async def suggest_any(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._tasks(interaction, typed, closed=True)

    @give_back.autocomplete("task")
    async def suggest_mine(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await self._tasks(interaction, typed, mine=True)

    async def _tasks(
        self,
        interaction: Interaction,
        typed: str,
        *,
        closed: bool = False,
        mine: bool = False,
        free: bool = False,
    ) -> list[Choice]:
        asker = kit.asker_of(interaction)
        sees = rooms.seen_by(interaction)
        found = await known_tasks.suggested(
            self.deps, asker, typed, closed=closed, mine=mine, free=free, sees=sees
        )
        says = await kit.texts_of(interaction)
        shown = found[:_CHOICES_MAX]
        return [
            app_commands.Choice(name=name, value=known_tasks.value_of(one.task))
            for one, name in zip(shown, task_cards.labels(shown, says), strict=True)
        ]

    @correct.autocomplete("which")
    async def suggest_contribution(self, interaction: Interaction, typed: str) -> list[Choice]:
        asker, organiser = kit.asker_of(interaction), kit.is_organiser(interaction)
        said = str(getattr(interaction.namespace, "tâche", ""))
        sees = rooms.seen_by(interaction)
        found = await tallying.suggested(self.deps, asker, said, organiser=organiser, sees=sees)
        zone = (await collectives.of(self.deps, asker.collective)).zone
        says = await kit.texts_of(interaction)
        offered = [
            (words.suggestion(one, stands, unit, asker.person, zone, says), tallying.value_of(one))
            for one, stands, unit in found
        ]
        return [app_commands.Choice(name=name, value=value) for name, value in offered]

    @create.autocomplete("unit")
    async def suggest_unit(self, interaction: Interaction, typed: str) -> list[Choice]:
        says = await kit.texts_of(interaction)
        named = [(says.say(name), unit.value) for unit, name in task_cards.UNIT_NAMES.items()]
        return [
            app_commands.Choice(name=name, value=value)
            for name, value in named
            if typed.lower() in name.lower()
        ]

    @create.autocomplete("campaign")
    @from_kit.autocomplete("campaign")
    @bilan.autocomplete("campaign")
    @publish_bilan.autocomplete("campaign")
    async def suggest_campaign(self, interaction: Interaction, typed: str) -> list[Choice]:
        here, sees = kit.asker_of(interaction).collective, rooms.seen_by(interaction)
        found = await campaigns.suggested(self.deps, here, typed, sees)
        return [app_commands.Choice(name=one, value=one) for one in found[:_CHOICES_MAX]]

    @create.autocomplete("vote")
    @from_kit.autocomplete("vote")
    async def suggest_vote(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await vote_choices.of(self.deps, interaction, typed, COMING)

    @create.autocomplete("project")
    async def suggest_project(self, interaction: Interaction, typed: str) -> list[Choice]:
        here = kit.asker_of(interaction).collective
        found = await known_projects.suggested(self.deps, here, typed)
        return [
            app_commands.Choice(
                name=known_projects.label(self.deps, one)[:_LABEL_MAX],
                value=known_projects.value_of(one),
            )
            for one in found[:_CHOICES_MAX]
        ]

    @create.autocomplete("city")
    @from_kit.autocomplete("city")
    @listed.autocomplete("city")
    @bilan.autocomplete("city")
    @publish_bilan.autocomplete("city")
    async def suggest_city(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await city_choices.of(self.deps, interaction, typed)


async def setup(client: Client) -> None:
    client.add_dynamic_items(*task_buttons.BUTTONS, *kit_buttons.BUTTONS, *bilan_buttons.BUTTONS)
    await client.add_cog(Tasks(client.deps))
