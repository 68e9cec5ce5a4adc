"""What a write comes to for what people publish: its state, and who hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.forum_writes import (
    Denial,
    Write,
    WriteAct,
    WriteFate,
    WriteState,
    mark,
)
from bot.domain.ids import PostId
from bot.domain.publishing import Publication, PublicationState
from bot.services import publishing_sends
from bot.services.publishing_sends import News
from bot.store import forum_writes, publications
from bot.store.base import Tx, stamp


def settled(tx: Tx, write: Write, fate: WriteFate, now: datetime) -> None:
    """In the transaction that settles the write."""
    publication = publications.get(tx, write.key)
    if write.wish.act in (WriteAct.REPLY, WriteAct.OPEN):
        _posted(tx, publication, write, fate, now)
    elif write.wish.act is WriteAct.EDIT:
        _amended(tx, publication, write, now)
    else:
        _withdrawn(tx, publication, write, now)


def written(tx: Tx, write: Write) -> frozenset[str]:
    """Recognises what Vigie last wrote there for who publishes."""
    stands = publications.get(tx, write.key).mark
    return frozenset() if stands is None else frozenset({stands})


def _posted(tx: Tx, publication: Publication, write: Write, fate: WriteFate, now: datetime) -> None:
    if write.unwanted:
        _called_off(tx, publication, write, now)
        return
    cause = str(write.id)
    match write.state:
        case WriteState.DONE:
            saved = _arrived(tx, publication, write, now)
            publishing_sends.tell(tx, saved, News.PUBLISHED, cause, now)
            publishing_sends.share(tx, saved, News.PUBLISHED, cause, now)
            publishing_sends.link(tx, saved, now)
        case WriteState.QUEUED if publication.state is PublicationState.SENDING:
            queued = publication.become(PublicationState.QUEUED)
            publications.save(tx, publication, queued, now, None)
            publishing_sends.tell(tx, publication, News.QUEUED, cause, now)
        case WriteState.FAILED:
            stopped = publication.become(
                PublicationState.STOPPED, reason=write.reason, limit=write.limit
            )
            saved = publications.save(tx, publication, stopped, now, None)
            publishing_sends.reword(tx, publication, saved, now)
            publishing_sends.tell(tx, saved, News.STOPPED, cause, now, **_why(write))
        case WriteState.PLANNED if fate.reason is Denial.TOO_SOON and fate.retry_at is not None:
            until = stamp(fate.retry_at)
            publishing_sends.tell(tx, publication, News.WAITING, cause, now, until=until)


def _arrived(tx: Tx, publication: Publication, write: Write, now: datetime) -> Publication:
    """It stands there: what it was made of is forgotten."""
    done = publication.become(
        PublicationState.PUBLISHED,
        post=_post(write).number,
        url=write.url,
        mark=write.wish.expects or mark(write.wish.markdown),
        reason=None,
    )
    saved = publications.save(tx, publication, done, now, None)
    publications.forget_texts(tx, saved.id)
    publishing_sends.reword(tx, publication, saved, now)
    return saved


def _take_back(tx: Tx, publication: Publication, write: Write, now: datetime) -> None:
    forum_writes.take_back(
        tx, write.noun, publication.id, publication.collective, _post(write), now
    )


def _post(write: Write) -> PostId:
    """What a write that is done came to."""
    assert write.post is not None
    return write.post


def _called_off(tx: Tx, publication: Publication, write: Write, now: datetime) -> None:
    """What somebody thought better of while it was on its way: what arrived is taken back, also
    once they had themselves erased."""
    if publication.state is PublicationState.DROPPED:
        if write.state is WriteState.DONE:
            _take_back(tx, publication, write, now)
        return
    match write.state:
        case WriteState.DONE:
            _take_back(tx, _arrived(tx, publication, write, now), write, now)
        case WriteState.QUEUED if publication.state is PublicationState.SENDING:
            queued = publication.become(PublicationState.QUEUED)
            publications.save(tx, publication, queued, now, None)
        case WriteState.FAILED:
            state = PublicationState.OPEN if publication.is_refused else PublicationState.DROPPED
            back = publications.save(tx, publication, publication.become(state), now, None)
            publishing_sends.reword(tx, publication, back, now)
            if write.reason is Denial.UNCERTAIN:
                cause = str(write.id)
                publishing_sends.tell(tx, back, News.NOT_WITHDRAWN, cause, now, **_why(write))
            if back.state is PublicationState.DROPPED:
                publications.forget_texts(tx, back.id)
            else:
                publishing_sends.held_back(tx, back, now)


def _amended(tx: Tx, publication: Publication, write: Write, now: datetime) -> None:
    if write.state is WriteState.DONE:
        known = replace(publication, mark=mark(write.wish.markdown))
        publications.save(tx, publication, known, now, None)
        publishing_sends.tell(tx, publication, News.AMENDED, str(write.id), now)
    elif write.state is WriteState.FAILED:
        facts = {"write": str(write.id), **_why(write)}
        publishing_sends.tell(tx, publication, News.NOT_AMENDED, str(write.id), now, **facts)


def _withdrawn(tx: Tx, publication: Publication, write: Write, now: datetime) -> None:
    if write.state is WriteState.DONE and publication.state is PublicationState.PUBLISHED:
        gone = publication.become(PublicationState.WITHDRAWN)
        saved = publications.save(tx, publication, gone, now, None)
        publishing_sends.reword(tx, publication, saved, now)
        publishing_sends.tell(tx, saved, News.WITHDRAWN, str(write.id), now)
        publishing_sends.share(tx, saved, News.WITHDRAWN, str(write.id), now)
    elif write.state is WriteState.FAILED:
        publishing_sends.tell(
            tx, publication, News.NOT_WITHDRAWN, str(write.id), now, **_why(write)
        )


def _why(write: Write) -> dict[str, str]:
    limit = {} if write.limit is None else {"limit": str(write.limit)}
    return {"why": write.reason or Denial.OTHER, **limit}
