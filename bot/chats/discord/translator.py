"""Command names and descriptions: French, localised from the catalogue."""

from __future__ import annotations

from discord import Locale, app_commands

from bot.render.texts import texts

_ENGLISH = {Locale.american_english, Locale.british_english}


class Translator(app_commands.Translator):
    """French is what the commands are written in; English comes from the catalogue."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        if locale not in _ENGLISH:
            return None
        return texts("en").say(string.message)
