"""The open deadlines on a city's card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.render import dates
from bot.render.deadline_cards import Card, left, what
from bot.render.texts import Texts

MOST: Final = 3


def lines(ahead: Sequence[Card], more: int, texts: Texts, now: datetime) -> list[str]:
    """The next ones with their countdown; `more` are open. Who took one is not named."""
    if not ahead:
        return []
    shown = [_line(one, texts, now) for one in ahead]
    if more:
        shown.append(
            texts.count(
                "et {n} autre : `/échéance liste`", "et {n} autres : `/échéance liste`", more
            )
        )
    return [texts.say("**Échéances**"), *shown]


def _line(card: Card, texts: Texts, now: datetime) -> str:
    """`- mardi 18 mai 2027 (dans 7 jours) : Recours gracieux · quelqu'un s'en charge`"""
    said = texts.say(
        "- {day} ({left}) : {what}",
        day=dates.day(card.kept.due, texts.locale, year=True),
        left=left(card, texts, now),
        what=what(card, texts),
    )
    return texts.say("{said} · quelqu'un s'en charge", said=said) if card.kept.taker else said
