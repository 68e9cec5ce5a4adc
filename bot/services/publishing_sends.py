"""What is told in the chat of what people publish: questions to its authors, and its fate."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from bot.domain.delivery import Cause, Kind, State
from bot.domain.ids import ERASED, DeliveryId, MessageId
from bot.domain.publishing import NO_CHANNEL, Agreed, Publication, PublicationState, asked_of
from bot.services import corrections
from bot.store import deliveries, messages, publications
from bot.store.base import Tx
from bot.store.messages import Carried, Told


class News(StrEnum):
    """What became of it."""

    PUBLISHED = "published"
    QUEUED = "queued"
    WAITING = "waiting"  # the forum wants some time between two posts
    STOPPED = "stopped"
    REFUSED = "refused"  # by one of its authors
    UNASKED = "unasked"  # one of them could not be
    TAKEN_OUT = "taken_out"  # of it, a message that was deleted in the chat
    FORGOTTEN = "forgotten"  # nobody touched it for so long
    AMENDED = "amended"
    NOT_AMENDED = "not_amended"
    WITHDRAWN = "withdrawn"
    NOT_WITHDRAWN = "not_withdrawn"


def changed(
    tx: Tx, before: Publication, after: Publication, now: datetime, *, is_edited: bool = False
) -> None:
    """Ask and tell what a change calls for, in its transaction. `is_edited`: it says something else
    than its messages."""
    reword(tx, before, after, now)
    if after.state is PublicationState.ASKING and before.state is not after.state:
        _ask(tx, after, now, is_edited=is_edited)
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
    if before.state is not PublicationState.ASKING or not is_current:
        return
    if sent.reason is Cause.NO_MESSAGE:
        after, what = before.without_message(_asked_on(sent)), News.TAKEN_OUT
    else:
        after, what = before.unasked(), News.UNASKED
    saved = publications.save(tx, before, after, now, None)
    reword(tx, before, saved, now)
    tell(tx, saved, what, f"{saved.version}", now)


def _asked_on(sent: Told) -> MessageId:
    """The message of which a question was to be asked."""
    return MessageId(sent.cause.rpartition(":")[2])


def reword(tx: Tx, before: Publication, after: Publication, now: datetime) -> None:
    """What was said and is no longer so is worded again where it stands: questions that wait for no
    answer any more, links to what was taken back."""
    kinds = list[str]()
    if before.is_asked is not after.is_asked or after.version != before.version:
        kinds.append(f"consent:{after.id}:")
    if after.state is PublicationState.WITHDRAWN and before.state is not after.state:
        link = f"publication:{after.id}:link"
        kinds += [f"consent:{after.id}:", f"publication:{after.id}:{News.PUBLISHED}:", link]
    for start in dict.fromkeys(kinds):
        for sent in messages.carrying_any(tx, start):
            corrections.correct_one(tx, sent, f"publication_words:{after.id}", {}, now)


def questions(tx: Tx, publications_: Collection[int]) -> dict[int, list[Carried]]:
    """What was asked of authors, by publication, as far as it was said."""
    return {id_: messages.carrying_any(tx, f"consent:{id_}:") for id_ in publications_}


def reword_questions(tx: Tx, asked: Mapping[int, Sequence[Carried]], now: datetime) -> None:
    """Have questions say what they come to by now; those that are not said yet no longer are."""
    for id_, sends in asked.items():
        for sent in sends:
            if messages.told(tx, sent.id).state is State.SENT:
                corrections.correct_one(tx, sent, f"publication_words:{id_}", {}, now)


def _ask(tx: Tx, publication: Publication, now: datetime, *, is_edited: bool) -> None:
    """On their own message, which names nobody that it does not name already."""
    edited = {"edited": "1"} if is_edited else {}
    for part in asked_of(publication):
        deliveries.plan(
            tx,
            Kind.CONSENT_ASKED,
            part.channel,
            f"consent:{publication.id}:{publication.version}:{part.message}",
            now,
            facts={
                "publication": str(publication.id),
                "version": str(publication.version),
                **edited,
            },
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


def share(tx: Tx, publication: Publication, what: News, cause: str, now: datetime) -> None:
    """To the others whose words it holds, each in private, who agreed from there."""
    theirs = {part.private for part in publication.others} - {publication.private, NO_CHANNEL}
    for channel in sorted(theirs):
        deliveries.plan(
            tx,
            Kind.PUBLICATION,
            channel,
            f"publication:{publication.id}:{what}:{cause}",
            now,
            facts={"publication": str(publication.id), "what": what},
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
