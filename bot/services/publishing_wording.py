"""From the facts of what is told about publishing to its message, at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.delivery import Cause, Delivery, Kind
from bot.domain.forum_tallies import TallyState
from bot.domain.forum_writes import Denial, WriteNoun
from bot.domain.ids import ERASED, ChannelId
from bot.domain.publishing import NO_CHANNEL, Publication, PublicationState
from bot.ports.chat import Message
from bot.render import forum_tallies as tally_words
from bot.render import publishing as words
from bot.render.forum_tallies import Standing
from bot.render.texts import Texts
from bot.services import forum_bilans, publishing_texts
from bot.services.deps import Deps
from bot.services.publishing_sends import News
from bot.store import forum_tallies, forum_writes, publications
from bot.store.base import Tx, instant
from bot.store.collectives import Collective
from bot.store.messages import Told


def message(
    tx: Tx, deps: Deps, delivery: Delivery, collective: Collective, says: Texts
) -> Message | Cause:
    """What to say, or why nothing should be said any more."""
    if delivery.kind is Kind.FORUM_TALLY:
        turn = int(delivery.facts.get("turn", "0"))
        tally = forum_tallies.get(tx, int(delivery.facts["tally"]))
        return _of_tally(forum_bilans.standing(tx, deps, tally, turn, turn), delivery, says)
    publication = publications.get(tx, int(delivery.facts["publication"]))
    if delivery.kind is Kind.CONSENT_ASKED:
        version = int(delivery.facts["version"])
        is_asked = publication.state is PublicationState.ASKING
        if not is_asked or publication.version != version:
            return Cause.STALE
        return _question(publication, delivery.facts, says)
    if delivery.kind is Kind.PUBLICATION_LINK:
        return words.link(publication, says) if publication.url else Cause.STALE
    return _news(tx, publication, delivery, collective, says)


def _question(publication: Publication, facts: Mapping[str, str], says: Texts) -> Message:
    is_edited = "edited" in facts
    return words.consent_asked(publication, int(facts["version"]), says, is_edited=is_edited)


def again(tx: Tx, sent: Told, says: Texts) -> Message | Cause:
    """What was said of a publication, as it is by now."""
    publication = publications.get(tx, int(sent.facts["publication"]))
    if publication.state is PublicationState.WITHDRAWN:
        return words.taken_back(says)
    if sent.kind is not Kind.CONSENT_ASKED:
        return Cause.NOTHING_TO_CORRECT
    if publication.state is PublicationState.PUBLISHED:
        return words.agreed_to(says)
    is_current = publication.version == int(sent.facts["version"])
    if is_current and publication.is_asked:
        is_erased = sent.cause.startswith(f"{ERASED}:")
        return (
            words.no_longer_theirs(says) if is_erased else _question(publication, sent.facts, says)
        )
    return words.no_longer_asked(says)


def _news(
    tx: Tx, publication: Publication, delivery: Delivery, collective: Collective, says: Texts
) -> Message | Cause:
    is_private = delivery.channel == publication.private
    match News(delivery.facts["what"]):
        case News.PUBLISHED if delivery.channel in _theirs(publication):
            return words.published_together(publication, says)
        case News.PUBLISHED:
            return words.published(publication, says)
        case News.QUEUED:
            return words.queued(publication, says)
        case News.WAITING:
            if publication.state is not PublicationState.SENDING:
                return Cause.STALE
            until = instant(delivery.facts["until"])
            return words.waiting(publication, until, collective.zone, says)
        case News.STOPPED:
            if publication.state is not PublicationState.STOPPED:
                return Cause.STALE
            return words.stopped(publication, *_why(delivery), says, is_private=is_private)
        case News.REFUSED:
            return (
                words.refused(publication, says) if is_private else words.waits(publication, says)
            )
        case News.UNASKED:
            return (
                words.unasked(publication, says) if is_private else words.waits(publication, says)
            )
        case News.FORGOTTEN:
            return words.forgotten(says)
        case News.TAKEN_OUT:
            return words.taken_out(publication, says)
        case _:
            return _afterwards(tx, publication, delivery, says)


def _theirs(publication: Publication) -> set[ChannelId]:
    """The own channels of the others whose words it holds."""
    return {part.private for part in publication.others} - {publication.private, NO_CHANNEL}


def _afterwards(tx: Tx, publication: Publication, delivery: Delivery, says: Texts) -> Message:
    """Of what is public already."""
    why, limit = _why(delivery)
    match News(delivery.facts["what"]):
        case News.AMENDED:
            return words.amended(says)
        case News.NOT_AMENDED:
            return _not_amended(tx, publication, delivery, says)
        case News.WITHDRAWN:
            return words.withdrawn(says)
        case _:
            return words.not_withdrawn(why, limit, says)


def _not_amended(tx: Tx, publication: Publication, delivery: Delivery, says: Texts) -> Message:
    """With the words of its author, where nobody else reads them, and the way to them elsewhere."""
    why, limit = _why(delivery)
    change = int(delivery.facts.get("write", "0"))
    write = forum_writes.given_back(tx, WriteNoun.PUBLICATION, publication.id, change)
    if write is None:
        return words.not_amended(why, limit, says)
    text = publishing_texts.unsigned(write.wish.markdown, publication)
    if delivery.channel != publication.private:
        text = ""
    return words.change_given_back(publication, change, why, limit, says, text=text)


def _of_tally(one: Standing, delivery: Delivery, says: Texts) -> Message | Cause:
    tally = one.tally
    why, limit = _why(delivery)
    match delivery.facts["what"]:
        case "taken_back":
            return tally_words.taken_back(one, says)
        case "not_taken_back":
            return tally_words.not_taken_back(one, why, limit, says)
        case "lost":
            return tally_words.lost(one, says)
        case _ if tally.state is TallyState.STOPPED:
            return Cause.STALE
        case "published":
            return tally_words.published(tally, says)
        case "queued":
            return tally_words.queued(says)
        case "news":
            is_held = "held" in delivery.facts
            return tally_words.news(one, says, is_held=is_held) if one.news else Cause.STALE
        case "asking":
            is_current = tally.version == int(delivery.facts["version"])
            return tally_words.asking(one, why, limit, says) if is_current else Cause.STALE
        case _:
            return tally_words.stopped(one, why, limit, says)


def _why(delivery: Delivery) -> tuple[Denial, int | None]:
    limit = delivery.facts.get("limit")
    return Denial(delivery.facts.get("why") or Denial.OTHER), int(limit) if limit else None
