"""From a delivery's facts to its words, at the moment of sending."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial

from bot.domain.communes import Commune
from bot.domain.delivery import Cause, Delivery, Kind, is_stale
from bot.domain.ids import CityId, PostId, TopicId
from bot.ports.chat import Message
from bot.render import cards as words
from bot.render.deliveries import post as post_words
from bot.render.texts import texts
from bot.services import cards
from bot.services.collectives import known
from bot.services.deps import Deps
from bot.store import follows, forums
from bot.store.base import Tx
from bot.store.collectives import Collective

EXAMPLES = tuple(map(CityId, ("fr:06088", "fr:13055", "fr:42218")))  # three seed cities


class Wording:
    """Finds the words of deliveries within one transaction, each collective looked up once."""

    def __init__(self, tx: Tx, deps: Deps, now: datetime) -> None:
        self._tx, self._deps, self._now = tx, deps, now
        self._collective = cache(partial(known, tx, deps))

    def of(self, delivery: Delivery) -> Message | Cause:
        """The message, or why nothing should be sent any more."""
        if is_stale(delivery.kind, delivery.due, self._now):
            return Cause.STALE
        collective = self._collective(delivery.collective)
        says, facts = texts(collective.locale), delivery.facts
        match delivery.kind:
            case Kind.POST:
                return self._post(delivery, collective)
            case Kind.CITY:
                card = cards.known(self._tx, self._deps, self._commune(facts["city"]))
                return words.city(card, says, self._now)
            case Kind.WHICH_CITY:
                choices = [self._commune(code) for code in facts["choices"].split()]
                return words.which_city(facts["name"], choices, says)
            case Kind.UNKNOWN_CITY:
                return words.unknown_city(facts["name"], says)
            case Kind.HELP:
                return words.help_(says)
            case Kind.NOT_UNDERSTOOD:
                return words.not_understood([self._commune(code) for code in EXAMPLES], says)

    def _post(self, delivery: Delivery, collective: Collective) -> Message | Cause:
        id_ = PostId(delivery.facts["forum"], int(delivery.facts["post"]))
        post = forums.post(self._tx, id_)
        if post is None or not self._still_followed(delivery, post.topic.id):
            return Cause.UNFOLLOWED
        return post_words(post, texts(collective.locale), collective.zone)

    def _still_followed(self, delivery: Delivery, topic: TopicId) -> bool:
        followers = follows.of_topic(self._tx, topic)
        return any(str(one.id) == delivery.facts["follow"] for one in followers)

    def _commune(self, code: str) -> Commune:
        commune = self._deps.registry.get(CityId(code))
        if commune is None:
            raise LookupError(code)
        return commune
