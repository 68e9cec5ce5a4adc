"""A form that was refused, and may be gone on with."""

from __future__ import annotations

from typing import Final

from bot.ports.chat import Button, Message, Style
from bot.render.texts import Texts

ACTION: Final = "vigie:form:"  # by which it is found again


def refused(why: str, again: str, minutes: int, texts: Texts) -> Message:
    """Why it was refused; what was typed is kept for some `minutes`, the action `again` shows it;
    where that is empty, nothing is kept."""
    if not again:
        return Message(why)
    note = texts.say(
        "-# Ce que tu as écrit est gardé {minutes} minutes : « Reprendre » rouvre le formulaire "
        "rempli.",
        minutes=minutes,
    )
    return Message(f"{why}\n{note}", buttons=(resume(again, texts),))


def resume(again: str, texts: Texts) -> Button:
    return Button(texts.say("Reprendre"), again, Style.MAIN)
