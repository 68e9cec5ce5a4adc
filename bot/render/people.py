"""How people are named, to those who may read it."""

from __future__ import annotations

from bot.domain.ids import ERASED, PersonId
from bot.render.texts import Texts


def named(person: PersonId, texts: Texts) -> str:
    """As the chat shows a name; who had Vigie forget them has none."""
    if person.startswith(ERASED):
        return texts.say("une personne, effacée depuis")
    return f"<@{person}>"
