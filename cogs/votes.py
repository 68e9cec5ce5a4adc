"""`/vote`: the council's votes on surveillance."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from discord import Attachment, Interaction, app_commands
from discord.app_commands import Range, locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.project_facts import WORDS_MAX
from bot.domain.sittings import ITEM_MAX, NUMBER_MAX, PLACE_MAX
from bot.domain.votes import (
    AWAITED,
    MOST_VOICES,
    UNCONFIRMED,
    CouncilVote,
    Tally,
    VoteStatus,
)
from bot.ports.chat import Message
from bot.render import convocations as convocation_words
from bot.render import vote_answers as words
from bot.render import vote_lists
from bot.render import vote_merging as merging_words
from bot.render import vote_photos as photo_words
from bot.render import vote_reminders as reminder_words
from bot.render import votes as vote_words
from bot.render.leads import VOTES_ACTION
from bot.render.texts import Texts
from bot.services import (
    cities,
    collectives,
    convocations,
    evidence,
    known_votes,
    legal,
    merging,
    trusting,
    vote_habits,
)
from bot.services import vote_changes as changes
from bot.services.deps import Deps
from bot.services.photos import Cleaner
from bot.services.reporting import Said
from cogs import (
    buttons,
    city_choices,
    kit,
    rooms,
    vote_buttons,
    vote_choices,
    vote_forms,
    vote_reports,
)

_OUTCOMES = [
    app_commands.Choice(name=locale_str(vote_words.STATUS_NAMES[one]), value=one.value)
    for one in (VoteStatus.ADOPTED, VoteStatus.REJECTED)
]
_STATUSES = [
    app_commands.Choice(name=locale_str(name), value=status.value)
    for status, name in vote_words.STATUS_NAMES.items()
    if status not in {VoteStatus.RUMOURED, VoteStatus.REPORTED, VoteStatus.DROPPED}
]
When = Range[str, 1, 200]
Words = Range[str, 1, WORDS_MAX]
Voices = Range[int, 0, MOST_VOICES]
Choice = app_commands.Choice[str]


@app_commands.guild_only()
@app_commands.guild_install()
class Votes(
    commands.GroupCog,
    group_name=locale_str("vote"),
    group_description=locale_str("Les votes du conseil sur la surveillance"),
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self._cleaner = Cleaner()

    @app_commands.command(
        name=locale_str("signaler"),
        description=locale_str("Signaler un vote à venir : une autre personne le confirmera"),
    )
    @app_commands.rename(
        city=locale_str("ville"),
        when=locale_str("quand"),
        item=locale_str("objet"),
        source=locale_str("source"),
        place=locale_str("lieu"),
        number=locale_str("point"),
        photo=locale_str("photo"),
    )
    @app_commands.describe(
        city=locale_str("Son nom, son code postal ou son département"),
        when=locale_str("Le jour et l'heure : lundi 14 décembre à 18h30"),
        item=locale_str("Ce qui est voté, en quelques mots"),
        source=locale_str("Le lien de l'ordre du jour, ou qui l'a dit et où"),
        place=locale_str("Où siège le conseil"),
        number=locale_str("Son numéro à l'ordre du jour"),
        photo=locale_str("Une photo de l'affiche ou de l'ordre du jour, pour qui confirme"),
    )
    async def report(
        self,
        interaction: Interaction,
        city: str,
        when: When,
        item: Range[str, 1, ITEM_MAX],
        source: Words | None = None,
        place: Range[str, 1, PLACE_MAX] | None = None,
        number: Range[str, 1, NUMBER_MAX] | None = None,
        photo: Attachment | None = None,
    ) -> None:
        said = Said(city, when, item, number or "", place or "", source or "")
        await kit.answer(
            interaction, vote_reports.noted(self.deps, self._cleaner, interaction, said, photo)
        )

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """The form of a city's card does what `/vote signaler` does; a report's puts it right, and
        another tells a day."""
        await vote_buttons.filled(interaction)
        if (said := vote_forms.said(interaction)) is not None:
            work = vote_reports.noted(self.deps, self._cleaner, interaction, said, None)
            await kit.answer(interaction, work, refused=vote_forms.refusing(said))
        elif (wanted := vote_forms.corrected(interaction)) is not None:
            await vote_forms.correct(interaction, wanted)

    @report.autocomplete("city")
    async def suggest_city(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await city_choices.of(self.deps, interaction, typed)

    @app_commands.command(
        name=locale_str("liste"), description=locale_str("Les votes à venir, et les résultats")
    )
    @app_commands.rename(city=locale_str("ville"))
    @app_commands.describe(city=locale_str("Une ville (toutes, sinon)"))
    async def listed(self, interaction: Interaction, city: str | None = None) -> None:
        await kit.answer(interaction, _listed(interaction, city or ""))

    @listed.autocomplete("city")
    async def suggest_listed(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await city_choices.of(self.deps, interaction, typed)

    @app_commands.command(
        name=locale_str("déplacer"),
        description=locale_str("Une autre date pour un vote : je préviens tout le monde"),
    )
    @app_commands.rename(
        vote=locale_str("vote"), when=locale_str("quand"), why=locale_str("pourquoi")
    )
    @app_commands.describe(
        vote=locale_str("Le vote"),
        when=locale_str("Le nouveau jour et l'heure ; rien si la date n'est pas connue"),
        why=locale_str("La raison, en quelques mots"),
    )
    async def move(
        self,
        interaction: Interaction,
        vote: str,
        when: When | None = None,
        why: Words | None = None,
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            asker = kit.asker_of(interaction)
            before, after = await changes.move(self.deps, asker, vote, when or "", why=why or "")
            return await vote_buttons.changed(interaction, before, after, words.Did.MOVED)

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("corriger"),
        description=locale_str("L'objet, le lieu, le point ou la source : je préviens partout"),
    )
    @app_commands.rename(
        vote=locale_str("vote"),
        item=locale_str("objet"),
        place=locale_str("lieu"),
        number=locale_str("point"),
        source=locale_str("source"),
        why=locale_str("pourquoi"),
    )
    @app_commands.describe(
        vote=locale_str("Le vote"),
        item=locale_str("Ce qui est voté, en quelques mots"),
        place=locale_str("Où siège le conseil"),
        number=locale_str("Son numéro à l'ordre du jour"),
        source=locale_str("Un lien, ou qui l'a dit et où"),
        why=locale_str("La raison, en quelques mots"),
    )
    async def correct(
        self,
        interaction: Interaction,
        vote: str,
        item: Range[str, 1, ITEM_MAX] | None = None,
        place: Range[str, 1, PLACE_MAX] | None = None,
        number: Range[str, 1, NUMBER_MAX] | None = None,
        source: Words | None = None,
        why: Words | None = None,
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            asker = kit.asker_of(interaction)
            right = changes.Right(item, number, place, source)
            before, after = await changes.correct(self.deps, asker, vote, right, why=why or "")
            return await vote_buttons.changed(interaction, before, after, words.Did.CORRECTED)

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("fusionner"),
        description=locale_str("Deux votes notés sont le même : n'en garder qu'un"),
    )
    @app_commands.rename(vote=locale_str("vote"), twin=locale_str("doublon"))
    @app_commands.describe(
        vote=locale_str("Le vote à garder"), twin=locale_str("Celui qui est le même")
    )
    async def merge(self, interaction: Interaction, vote: str, twin: str) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            pair = await merging.ask(self.deps, kit.asker_of(interaction), vote, twin)
            commune = changes.commune_of(self.deps, pair.kept)
            here = await collectives.of(self.deps, kit.collective_of(interaction))
            says = await kit.texts_of(interaction)
            counts = (pair.answers, pair.photos)
            return merging_words.asked(pair.kept, pair.twin, commune, *counts, says, here.zone)

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("retirer"),
        description=locale_str("Le point n'est plus à l'ordre du jour : je préviens tout le monde"),
    )
    @app_commands.rename(vote=locale_str("vote"), why=locale_str("pourquoi"))
    @app_commands.describe(
        vote=locale_str("Le vote"), why=locale_str("La raison, en quelques mots")
    )
    async def withdraw(self, interaction: Interaction, vote: str, why: Words | None = None) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            asker = kit.asker_of(interaction)
            before, after = await changes.withdraw(self.deps, asker, vote, why=why or "")
            return await vote_buttons.changed(interaction, before, after)

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("résultat"), description=locale_str("Ce que le conseil a décidé")
    )
    @app_commands.rename(
        vote=locale_str("vote"),
        outcome=locale_str("issue"),
        for_=locale_str("pour"),
        against=locale_str("contre"),
        abstained=locale_str("abstentions"),
        source=locale_str("source"),
    )
    @app_commands.describe(
        vote=locale_str("Le vote"),
        outcome=locale_str("Adopté ou rejeté"),
        for_=locale_str("Combien de voix pour, si on le sait"),
        against=locale_str("Combien de voix contre, si on le sait"),
        abstained=locale_str("Combien d'abstentions, si on le sait"),
        source=locale_str("Un lien, ou qui l'a dit et où"),
    )
    @app_commands.choices(outcome=_OUTCOMES)
    async def result(
        self,
        interaction: Interaction,
        vote: str,
        outcome: Choice,
        for_: Voices | None = None,
        against: Voices | None = None,
        abstained: Voices | None = None,
        source: Words | None = None,
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            before, after = await changes.result(
                self.deps,
                kit.asker_of(interaction),
                vote,
                VoteStatus(outcome.value),
                Tally(for_, against, abstained),
                source=source or "",
            )
            return await vote_buttons.changed(interaction, before, after)

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("étape"), description=locale_str("Dire où en est un vote, ou le corriger")
    )
    @app_commands.rename(
        vote=locale_str("vote"),
        status=locale_str("état"),
        day=locale_str("date"),
        why=locale_str("pourquoi"),
        corrects=locale_str("correction"),
    )
    @app_commands.describe(
        vote=locale_str("Le vote"),
        status=locale_str("Où il en est"),
        why=locale_str("La raison, en quelques mots"),
        corrects=locale_str("L'état noté était une erreur"),
        day=locale_str("Le jour de la publication, du recours, du refus, de la convocation"),
    )
    @app_commands.choices(status=_STATUSES)
    async def step(
        self,
        interaction: Interaction,
        vote: str,
        status: Choice,
        day: When | None = None,
        why: Words | None = None,
        corrects: bool = False,
    ) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            before, after = await changes.step(
                self.deps,
                kit.asker_of(interaction),
                vote,
                VoteStatus(status.value),
                why=why or "",
                corrects=corrects,
                day=day or "",
            )
            told = await vote_buttons.changed(interaction, before, after)
            if before == after or after.status is not VoteStatus.ON_AGENDA:
                return told
            lines = await self._called(after, await kit.texts_of(interaction))
            return replace(told, content="\n".join([told.content, *lines]))

        await kit.answer(interaction, work())

    async def _called(self, vote: CouncilVote, says: Texts) -> list[str]:
        """Whether the council was called in time; nothing where its law is not known."""
        counted = await convocations.of(self.deps, vote)
        if counted is None:
            return []
        always = (await legal.pack()).always
        return convocation_words.told(vote.convoked, counted, always, says)

    @app_commands.command(
        name=locale_str("historique"), description=locale_str("Chaque étape d'un vote")
    )
    @app_commands.rename(vote=locale_str("vote"))
    @app_commands.describe(vote=locale_str("Le vote"))
    async def history(self, interaction: Interaction, vote: str) -> None:
        await kit.answer(interaction, self._history(interaction, vote))

    async def _history(self, interaction: Interaction, said: str) -> Message:
        asker = kit.asker_of(interaction)
        sees = rooms.seen_by(interaction)
        found = await known_votes.history(self.deps, asker.collective, said, sees)
        collective = await collectives.of(self.deps, asker.collective)
        commune = changes.commune_of(self.deps, found.vote)
        says = await kit.texts_of(interaction)
        return vote_lists.history(
            found.vote,
            found.steps,
            found.rows,
            commune,
            says,
            collective.zone,
            names=kit.is_organiser(interaction),
            named=kit.collective_namer(interaction),
            called=await self._called(found.vote, says) if found.vote.convoked else (),
        )

    @app_commands.command(
        name=locale_str("photo"),
        description=locale_str("Les photos gardées avec un vote, pour toi seul·e"),
    )
    @app_commands.rename(vote=locale_str("vote"))
    @app_commands.describe(vote=locale_str("Le vote"))
    async def photo(self, interaction: Interaction, vote: str) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            found, kept = await evidence.of(self.deps, kit.asker_of(interaction), vote)
            town = cities.told(self.deps, changes.commune_of(self.deps, found))
            here = await collectives.of(self.deps, kit.collective_of(interaction))
            says = await kit.texts_of(interaction)
            return photo_words.shown(found, town, kept, here.zone, says)

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("confiance"),
        description=locale_str("Les collectifs dont les votes sont annoncés d'office"),
    )
    async def trust(self, interaction: Interaction) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            found = await trusting.those(self.deps, kit.asker_of(interaction))
            name = kit.collective_namer(interaction)
            return words.trusted([name(one) for one in found], await kit.texts_of(interaction))

        await kit.answer(interaction, work())

    @app_commands.command(
        name=locale_str("rappels"),
        description=locale_str("Combien de temps avant la séance je vous rappelle chaque vote"),
    )
    @app_commands.rename(when=locale_str("quand"))
    @app_commands.describe(
        when=locale_str(
            "« 7 jours, 2 jours, 3 heures » ; « aucun » ; vide pour voir le choix actuel"
        )
    )
    async def reminders(self, interaction: Interaction, when: When | None = None) -> None:
        async def work() -> Message:
            kit.need_organiser(interaction)
            asker = kit.asker_of(interaction)
            wanted = (
                await vote_habits.chosen(self.deps, asker)
                if when is None
                else await vote_habits.choose(self.deps, asker, when)
            )
            return reminder_words.habits(wanted, await kit.texts_of(interaction))

        await kit.answer(interaction, work())

    @merge.autocomplete("vote")
    @merge.autocomplete("twin")
    async def suggest_mergeable(self, interaction: Interaction, typed: str) -> list[Choice]:
        among = AWAITED | UNCONFIRMED
        return await vote_choices.of(self.deps, interaction, typed, among)

    @move.autocomplete("vote")
    async def suggest_movable(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await vote_choices.of(self.deps, interaction, typed, vote_choices.MOVABLE)

    @withdraw.autocomplete("vote")
    async def suggest_withdrawable(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await vote_choices.of(self.deps, interaction, typed, vote_choices.MOVABLE)

    @result.autocomplete("vote")
    async def suggest_decidable(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await vote_choices.of(self.deps, interaction, typed, vote_choices.DECIDABLE)

    @step.autocomplete("vote")
    async def suggest_confirmed(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await vote_choices.of(
            self.deps, interaction, typed, frozenset(VoteStatus) - UNCONFIRMED
        )

    @correct.autocomplete("vote")
    async def suggest_correctable(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await vote_choices.of(self.deps, interaction, typed, None)

    @photo.autocomplete("vote")
    @history.autocomplete("vote")
    async def suggest_any(self, interaction: Interaction, typed: str) -> list[Choice]:
        return await vote_choices.of(self.deps, interaction, typed, None)


async def _listed(interaction: Interaction, city: str) -> Message:
    """The votes of a city, or of all. Raises Refused."""
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    wanted = frozenset({cities.one(deps, city).code}) if city else None
    sees = rooms.seen_by(interaction)
    found = await known_votes.listed(deps, asker.collective, wanted, sees)
    return vote_lists.listed(
        found.ahead,
        found.waiting,
        found.past,
        found.offered,
        cities.namer(deps),
        await kit.texts_of(interaction),
        (await collectives.of(deps, asker.collective)).zone,
        organiser=kit.is_organiser(interaction),
        doubted=found.doubted,
        postponed=found.postponed,
        missed=found.missed,
        withdrawn=found.withdrawn,
    )


_LIST: Final = re.escape(VOTES_ACTION) + r"(?P<city>(?:[a-z]{2}:\w{5})?)"


async def setup(client: Client) -> None:
    client.add_dynamic_items(*vote_buttons.BUTTONS, buttons.of(_LIST, _listed))
    await client.add_cog(Votes(client.deps))
