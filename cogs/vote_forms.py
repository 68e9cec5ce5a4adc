"""The form that reports a vote, from a city's card, and the one that puts a report right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import discord
from discord import Interaction

from bot.domain.communes import Commune
from bot.domain.ids import VoteId
from bot.domain.project_facts import WORDS_MAX
from bot.domain.refusals import Refused
from bot.domain.sittings import ITEM_MAX, PLACE_MAX, Sitting
from bot.domain.votes import CouncilVote
from bot.domain.zones import zone_of
from bot.ports.chat import Message
from bot.render import report_answers, sittings
from bot.render.texts import SOURCE as SOURCE_LANGUAGE
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.render.vote_questions import CORRECT_ACTION
from bot.services import cities, collectives, confirming, known_votes, leading
from bot.services import vote_changes as changes
from bot.services.reporting import Said
from cogs import forms, kit

WHEN, ITEM, SOURCE, PLACE = "when", "item", "source", "place"
CITY: Final = r"(?P<city>[a-z]{2}:\w{5})"
_ACTION: Final = "vigie:vote:report:"  # a city follows
REPORT_FORM: Final = re.escape(_ACTION) + CITY
_FORMS: Final = re.compile(REPORT_FORM)
_OWN_ACTION: Final = "vigie:vote:restate:"  # a vote and its version follow
_OWN_FORMS: Final = re.compile(re.escape(_OWN_ACTION) + r"(?P<id_>\d{1,18}):(?P<version>\d{1,9})")
CORRECT_FORM: Final = re.escape(_OWN_ACTION) + r"(?P<id_>\d{1,18}):\d{1,9}"
WHEN_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Correction:
    """A report's form that came back: of which version of the vote, and what it says now."""

    vote: VoteId
    version: int
    said: Said


async def opened(interaction: Interaction, city: str) -> discord.ui.Modal | Message:
    """The form, for the city of a card; in private, where to report, for want of a collective."""
    commune, says = cities.one(kit.deps_of(interaction), city), await kit.texts_of(interaction)
    if interaction.guild_id is None:
        return report_answers.report_elsewhere(commune, says)
    return _form(commune, says)


def _form(commune: Commune, says: Texts, *, when: str = "", item: str = "") -> discord.ui.Modal:
    title = says.say("Signaler un vote {at}", at=at_town(commune.shown, says))
    return _filled(title, f"{_ACTION}{commune.code}", Said(commune.code, when, item), says)


async def told(
    interaction: Interaction, city: str, when: str, item: str
) -> discord.ui.Modal | Message:
    """The same, with what a sentence told of the vote. Raises Refused."""
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    commune = cities.one(deps, city)
    if interaction.guild_id is None:
        return report_answers.report_elsewhere(commune, says)
    day = sittings.moment(leading.sitting_of(when, commune), says, zone_of(commune), year=True)
    return _form(commune, says, when=day, item=item)


def correcting(vote: CouncilVote, says: Texts, *, own: bool) -> discord.ui.Modal:
    """What somebody reported, to be put right by themself, or by an organiser."""
    action = f"{_OWN_ACTION}{vote.id}:{vote.version}"
    title = says.say("Corriger mon signalement") if own else says.say("Corriger ce signalement")
    return _filled(title, action, _noted(vote, says), says)


def _filled(title: str, action: str, said: Said, says: Texts) -> discord.ui.Modal:
    form = forms.blank(title, action)
    when = forms.field(form, says.say("Le jour et l'heure"), WHEN, said.when, WHEN_MAX)
    when.placeholder = says.say("lundi 14 décembre à 18h30")
    forms.field(form, says.say("Ce qui est voté, en quelques mots"), ITEM, said.item, ITEM_MAX)
    source = forms.field(form, says.say("Source"), SOURCE, said.source, WORDS_MAX, required=False)
    source.placeholder = says.say("Le lien de l'ordre du jour, ou qui l'a dit et où")
    place = says.say("Où siège le conseil")
    forms.field(form, place, PLACE, said.place, PLACE_MAX, required=False)
    return form


def _noted(vote: CouncilVote, says: Texts) -> Said:
    """A vote as its form shows it: a day that is read again, a source that fits or stays."""
    source = f"{vote.source} {vote.url}".strip()
    return Said(
        vote.city,
        _when(vote.sitting, says),
        vote.item.words,
        place=vote.place,
        source=source if len(source) <= WORDS_MAX else "",
    )


def _when(sitting: Sitting, says: Texts) -> str:
    if says.locale == SOURCE_LANGUAGE:
        return sittings.moment(sitting, says, sitting.zone, year=True)
    hour = f" {sitting.hour:%H:%M}" if sitting.hour else ""
    return f"{sitting.day.isoformat()}{hour}"


def said(interaction: Interaction) -> Said | None:
    """What was typed of a vote, where this is the form that comes back."""
    action, typed = forms.handed_in(interaction)
    found = _FORMS.fullmatch(action)
    return _said(found["city"], typed) if found else None


def corrected(interaction: Interaction) -> Correction | None:
    """What was put right of a report, where this is the form that comes back."""
    action, typed = forms.handed_in(interaction)
    if (found := _OWN_FORMS.fullmatch(action)) is None:
        return None
    return Correction(VoteId(int(found["id_"])), int(found["version"]), _said("", typed))


async def correct(interaction: Interaction, wanted: Correction) -> None:
    """Put a report right; what is refused of the form is said again in full."""
    work, anew = _correct(interaction, wanted), f"{CORRECT_ACTION}{wanted.vote}"
    await kit.answer(interaction, work, refused=refusing(wanted.said, anew))


def refusing(said: Said, anew: str = "") -> kit.Refusing:
    """How a form about a vote is refused; `anew` shows it without what was typed, where that could
    not be kept."""

    async def worded(refused: Refused, says: Texts, again: str) -> Message:
        return report_answers.not_reported(refused, said, says, again=again, anew=anew)

    return worded


async def _correct(interaction: Interaction, wanted: Correction) -> Message:
    says = await kit.texts_of(interaction)
    deps, asker, said = kit.deps_of(interaction), kit.asker_of(interaction), wanted.said
    known = await deps.store.read(lambda tx: confirming.own(tx, asker, wanted.vote))
    was = _noted(known, says)
    right = changes.Right(
        item=said.item if said.item != was.item else None,
        place=said.place if said.place != was.place else None,
        source=said.source if said.source != was.source else None,
    )
    when = said.when if said.when != was.when else None
    chosen = known_votes.value_at(wanted.vote, wanted.version)
    organiser = kit.is_organiser(interaction)
    before, vote = await changes.restate(deps, asker, chosen, when, right, organiser=organiser)
    zone = (await collectives.of(deps, asker.collective)).zone
    return report_answers.completed(
        before,
        vote,
        changes.commune_of(deps, vote),
        says,
        zone,
        organiser=organiser,
        put_right=True,
        own=vote.reporter == asker.person,
    )


def _said(city: str, typed: Mapping[str, str]) -> Said:
    return Said(
        city,
        typed.get(WHEN, ""),
        typed.get(ITEM, ""),
        place=typed.get(PLACE, ""),
        source=typed.get(SOURCE, ""),
    )
