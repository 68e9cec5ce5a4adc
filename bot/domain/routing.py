"""Which channel hears of a post, and how: the narrower rule wins in each channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.ids import ChannelId, CollectiveId


class Scope(StrEnum):
    """What a rule speaks of, from the widest to the narrowest."""

    ALL = "all"
    CATEGORY = "category"
    CITY = "city"
    TAG = "tag"
    TOPIC = "topic"


class Mode(StrEnum):
    """How much of it a channel hears."""

    ANNOUNCE = "annonce"  # an excerpt and a link
    THREAD = "fil"  # every post whole, in a chat thread of its own
    MUTE = "muet"


class Room(StrEnum):
    """What kind of channel it is: a text channel takes messages and chat threads, a forum channel
    only posts with their messages, a chat thread only messages."""

    TEXT = "text"
    FORUM = "forum"
    THREAD = "thread"


_WIDTH: Final = {scope: width for width, scope in enumerate(reversed(Scope))}


@dataclass(frozen=True, slots=True)
class Rule:
    """A channel's wish about a part of the forum, for posts numbered above `after_post`.

    `collective` is None where a person follows for themself, in private.
    `was_mute`: up to that one it wished to hear none. `ended`: that is all that is left of it.
    `restricted`: whoever made it knew that not everybody may read that part.
    """

    id: int
    collective: CollectiveId | None
    channel: ChannelId
    scope: Scope
    key: str
    mode: Mode
    after_post: int
    room: Room = Room.TEXT
    was_mute: bool = False
    ended: bool = False
    restricted: bool = False

    def decides(self, number: int | None) -> bool:
        """Whether a post, or from now on a thread, is its to carry or to silence.

        What was written before it came is left to wider rules, which may owe it still; but for
        what was, or is now, to be silent.
        """
        if number is None:
            return not self.ended
        if self.ended:
            return number <= self.after_post
        return self.mode is Mode.MUTE or self.was_mute or self.carries(number)

    def carries(self, number: int) -> bool:
        return self.mode is not Mode.MUTE and not self.ended and number > self.after_post


@dataclass(frozen=True, slots=True)
class About:
    """What rules may say of a topic. `categories`: its own first, then each one's parent.
    `restricted`: not everybody may read it on the forum. `linked`: by which collective to which
    city."""

    topic: str
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    restricted: bool = False
    linked: frozenset[tuple[CollectiveId, str]] = frozenset()

    def distance(self, rule: Rule) -> tuple[int, int] | None:
        """How far a rule is from the topic, the nearest lowest; None where it does not apply."""
        keys = self._keys(rule.scope)
        is_its = rule.key in keys or self._is_linked(rule)
        if not is_its or not self._admits(rule):
            return None
        steps = keys.index(rule.key) if rule.scope is Scope.CATEGORY else 0
        return _WIDTH[rule.scope], steps

    def _is_linked(self, rule: Rule) -> bool:
        return rule.scope is Scope.CITY and (rule.collective, rule.key) in self.linked

    def _admits(self, rule: Rule) -> bool:
        """What not everybody may read goes only where that very thread, or its very category, was
        asked for. To be silent about it, no rule is too wide."""
        if not self.restricted or rule.ended or rule.mode is Mode.MUTE:
            return True
        own = {Scope.TOPIC: self.topic, Scope.CATEGORY: next(iter(self.categories), "")}
        return rule.restricted and rule.key == own.get(rule.scope)

    def _keys(self, scope: Scope) -> tuple[str, ...]:
        match scope:
            case Scope.TOPIC:
                return (self.topic,)
            case Scope.TAG:
                return self.tags
            case Scope.CITY:
                return self.cities
            case Scope.CATEGORY:
                return self.categories
            case Scope.ALL:
                return ("",)


def route(rules: Iterable[Rule], about: About, number: int | None = None) -> dict[ChannelId, Rule]:
    """The rule that decides in each channel, of the post of that number where one is given; among
    equals, the latest made."""
    nearest: dict[ChannelId, tuple[tuple[int, int], Rule]] = {}
    for rule in sorted(rules, key=lambda one: one.id):
        distance = about.distance(rule)
        if distance is None or not rule.decides(number):
            continue
        known = nearest.get(rule.channel)
        if known is None or distance <= known[0]:
            nearest[rule.channel] = (distance, rule)
    return {channel: rule for channel, (_, rule) in nearest.items()}
