"""What is told in the chat of what people publish: questions to its authors, and its fate."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.domain.delivery import Kind
from bot.domain.ids import ERASED, DeliveryId, MessageId
from bot.domain.publishing import Agreed, Publication, PublicationState, asked_of
from bot.store import deliveries, messages, publications
from bot.store.base import Tx
from bot.store.messages import Told


class News(StrEnum):
    """What became of it."""

    PUBLISHED = "published"
    QUEUED = "queued"
    WAITING = "waiting"  # the forum wants some time between two posts
    STOPPED = "stopped"
    REFUSED = "refused"  # by one of its authors
    UNASKED = "unasked"  # one of them could not be
    FORGOTTEN = "forgotten"  # nobody touched it for so long
    AMENDED = "amended"
    NOT_AMENDED = "not_amended"
    WITHDRAWN = "withdrawn"
    NOT_WITHDRAWN = "not_withdrawn"


def changed(tx: Tx, before: Publication, after: Publication, now: datetime) -> None:
    """Ask and tell what a change calls for, in its transaction."""
    if after.state is PublicationState.ASKING and before.state is not after.state:
        _ask(tx, after, now)
    known = {part.message for part in before.parts if part.agreed is Agreed.REFUSED}
    refused = [one for one in after.parts if one.agreed is Agreed.REFUSED]
    if after.state is PublicationState.OPEN and any(one.message not in known for one in refused):
        tell(tx, after, News.REFUSED, f"{after.version}", now)


def held_back(tx: Tx, publication: Publication, now: datetime) -> None:
    """One of its authors is no longer there to agree."""
    tell(tx, publication, News.REFUSED, f"{publication.version}", now)


def unsaid(tx: Tx, id_: DeliveryId, now: datetime) -> None:
    """What could not be said: news for one person come where they publish from, if their own
    channel is closed; that somebody could not be asked is told to who publishes."""
    sent = messages.told(tx, id_)
    if sent.kind is Kind.PUBLICATION:
        _say_elsewhere(tx, sent, now)
    elif sent.kind is Kind.CONSENT_ASKED:
        _unasked(tx, sent, now)


def _say_elsewhere(tx: Tx, sent: Told, now: datetime) -> None:
    publication = publications.get(tx, int(sent.facts["publication"]))
    if sent.channel != publication.private:
        return
    publications.forget_private(tx, publication.private)
    deliveries.plan(
        tx,
        sent.kind,
        publication.channel,
        sent.cause,
        now,
        facts=sent.facts,
        collective=publication.collective,
        reply_to=_own_message(publication),
    )


def _own_message(publication: Publication) -> MessageId | None:
    """One of theirs that who publishes picked there: they see that they are spoken to."""
    there = (one for one in publication.parts if one.channel == publication.channel)
    return next((one.message for one in there if one.author == publication.by), None)


def _unasked(tx: Tx, sent: Told, now: datetime) -> None:
    before = publications.get(tx, int(sent.facts["publication"]))
    is_current = before.version == int(sent.facts["version"])
    if before.state is PublicationState.ASKING and is_current:
        after = publications.save(tx, before, before.unasked(), now, None)
        tell(tx, after, News.UNASKED, f"{after.version}", now)


def _ask(tx: Tx, publication: Publication, now: datetime) -> None:
    """On their own message, which names nobody that it does not name already."""
    for part in asked_of(publication):
        deliveries.plan(
            tx,
            Kind.CONSENT_ASKED,
            part.channel,
            f"consent:{publication.id}:{publication.version}:{part.message}",
            now,
            facts={"publication": str(publication.id), "version": str(publication.version)},
            collective=publication.collective,
            reply_to=part.message,
        )


def tell(
    tx: Tx, publication: Publication, what: News, cause: str, now: datetime, **facts: str
) -> None:
    """To who publishes, in private where there is such a channel; nobody is there once they had
    themselves erased."""
    if publication.by == ERASED:
        return
    deliveries.plan(
        tx,
        Kind.PUBLICATION,
        publication.told_in,
        f"publication:{publication.id}:{what}:{cause}",
        now,
        facts={"publication": str(publication.id), "what": what, **facts},
        collective=publication.collective,
    )


def link(tx: Tx, publication: Publication, now: datetime) -> None:
    """Where it stands, to those who were there when it was written."""
    if publication.private:
        deliveries.plan(
            tx,
            Kind.PUBLICATION_LINK,
            publication.channel,
            f"publication:{publication.id}:link",
            now,
            facts={"publication": str(publication.id)},
            collective=publication.collective,
        )
