"""What is told in the chat of what people publish: questions to its authors, and its fate."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.domain.delivery import Kind
from bot.domain.ids import ERASED
from bot.domain.publishing import Agreed, Publication, PublicationState, asked_of
from bot.store import deliveries
from bot.store.base import Tx


class News(StrEnum):
    """What became of it."""

    PUBLISHED = "published"
    QUEUED = "queued"
    WAITING = "waiting"  # the forum wants some time between two posts
    STOPPED = "stopped"
    REFUSED = "refused"  # by one of its authors
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
