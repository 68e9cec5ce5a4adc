"""From a delivery's facts to its words, at the moment of sending."""

from __future__ import annotations

from datetime import datetime

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

EXAMPLES = tuple(map(CityId, ("fr:06088", "fr:13055", "fr:42218")))  # three seed cities


def word(tx: Tx, deps: Deps, delivery: Delivery, now: datetime) -> Message | Cause:
    """The message, or why nothing should be sent any more."""
    if is_stale(delivery.kind, delivery.due, now):
        return Cause.STALE
    collective = known(tx, deps, delivery.collective)
    says, facts = texts(collective.locale), delivery.facts
    match delivery.kind:
        case Kind.POST:
            return _post(tx, deps, delivery)
        case Kind.CITY:
            card = cards.known(tx, deps, _commune(deps, facts["city"]))
            return words.city(card, says, now)
        case Kind.WHICH_CITY:
            choices = [_commune(deps, code) for code in facts["choices"].split()]
            return words.which_city(facts["name"], choices, says)
        case Kind.UNKNOWN_CITY:
            return words.unknown_city(facts["name"], says)
        case Kind.HELP:
            return words.help_(says)
        case Kind.NOT_UNDERSTOOD:
            return words.not_understood([_commune(deps, code) for code in EXAMPLES], says)


def _post(tx: Tx, deps: Deps, delivery: Delivery) -> Message | Cause:
    id_ = PostId(delivery.facts["forum"], int(delivery.facts["post"]))
    post = forums.post(tx, id_)
    if post is None or not _still_followed(tx, delivery, post.topic.id):
        return Cause.UNFOLLOWED
    collective = known(tx, deps, delivery.collective)
    return post_words(post, texts(collective.locale), collective.zone)


def _still_followed(tx: Tx, delivery: Delivery, topic: TopicId) -> bool:
    return any(str(one.id) == delivery.facts["follow"] for one in follows.of_topic(tx, topic))


def _commune(deps: Deps, code: str) -> Commune:
    commune = deps.registry.get(CityId(code))
    if commune is None:
        raise LookupError(code)
    return commune
