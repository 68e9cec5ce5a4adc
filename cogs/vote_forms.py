"""The form that reports a vote, from a city's card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import discord
from discord import Interaction

from bot.domain.communes import Commune
from bot.domain.project_facts import WORDS_MAX
from bot.domain.sittings import ITEM_MAX, PLACE_MAX
from bot.ports.chat import Message
from bot.render import vote_answers as words
from bot.render.shortening import shorten
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.services import cities
from bot.services.reporting import Said
from cogs import forms, kit

WHEN, ITEM, SOURCE, PLACE = "when", "item", "source", "place"
CITY: Final = r"(?P<city>[a-z]{2}:\w{5})"
_ACTION: Final = "vigie:vote:report:"  # a city follows
_FORMS: Final = re.compile(re.escape(_ACTION) + CITY)
_TITLE_MAX: Final = 45
WHEN_MAX: Final = 200


async def opened(interaction: Interaction, city: str) -> discord.ui.Modal | Message:
    """The form, for the city of a card; in private, where to report, for want of a collective."""
    commune, says = cities.one(kit.deps_of(interaction), city), await kit.texts_of(interaction)
    if interaction.guild_id is None:
        return words.report_elsewhere(commune, says)
    return _form(commune, says)


def _form(commune: Commune, says: Texts) -> discord.ui.Modal:
    title = says.say("Signaler un vote {at}", at=at_town(commune.shown, says))
    form = discord.ui.Modal(
        title=shorten(title, _TITLE_MAX), custom_id=f"{_ACTION}{commune.code}", timeout=None
    )
    when = forms.field(form, says.say("Le jour et l'heure"), WHEN, "", WHEN_MAX)
    when.placeholder = says.say("lundi 14 décembre à 18h30")
    forms.field(form, says.say("Ce qui est voté, en quelques mots"), ITEM, "", ITEM_MAX)
    source = forms.field(form, says.say("Source"), SOURCE, "", WORDS_MAX, required=False)
    source.placeholder = says.say("Le lien de l'ordre du jour, ou qui l'a dit et où")
    forms.field(form, says.say("Où siège le conseil"), PLACE, "", PLACE_MAX, required=False)
    return form


def said(interaction: Interaction) -> Said | None:
    """What was typed of a vote, where this is the form that comes back."""
    action, typed = forms.handed_in(interaction)
    found = _FORMS.fullmatch(action)
    return _said(found["city"], typed) if found else None


def _said(city: str, typed: Mapping[str, str]) -> Said:
    return Said(
        city,
        typed.get(WHEN, ""),
        typed.get(ITEM, ""),
        place=typed.get(PLACE, ""),
        source=typed.get(SOURCE, ""),
    )
