"""A vote in the chat server's own calendar, which knows no Markdown."""

from __future__ import annotations

from typing import Final

from bot.render import sittings
from bot.render.escaping import neutral
from bot.render.shortening import shorten
from bot.render.texts import Texts
from bot.render.votes import VoteCard, title

_NAME, _LOCATION, _TEXT = 95, 95, 900
_APART: Final = "\n"


def name(card: VoteCard, texts: Texts) -> str:
    """`Vote vidéosurveillance à Forcalquier`"""
    return shorten(title(card, texts), _NAME)


def location(card: VoteCard) -> str:
    """`salle du conseil, en mairie, Forcalquier`"""
    place = neutral(card.vote.place)
    said = ", ".join(part for part in (place, card.town) if part)
    return shorten(said, _LOCATION)


def text(card: VoteCard, texts: Texts) -> str:
    """What is voted on, where that is known from, and the mark; the town's clock, where it is
    another one: the chat shows each reader's own."""
    vote = card.vote
    lines = [neutral(vote.item.words)]
    if vote.item.number:
        lines.insert(0, texts.say("Point {number}", number=neutral(vote.item.number)))
    if sittings.is_elsewhere(vote.sitting, card.zone):
        lines.append(sittings.full(vote.sitting, texts, card.zone))
    if vote.url:
        lines.append(neutral(vote.url))
    return f"{shorten(_APART.join(lines), _TEXT)}{_APART}{mark(card)}"


def mark(card: VoteCard) -> str:
    """By which Vigie knows its event again."""
    return f"Vigie · {card.vote.mark}"
