"""NodeBB, written to over its versioned API."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, TypeVar

from pydantic import BaseModel, Field

from bot.domain.forum_writes import Denial
from bot.domain.ids import PostId, TopicId
from bot.forums import denials
from bot.forums.fetch import Answer
from bot.forums.nodebb_shapes import DELETED, Flag, Number, OwnNumber
from bot.ports.forum import (
    Changed,
    Denied,
    Doubtful,
    Queued,
    Source,
    Trouble,
    Written,
)

T = TypeVar("T")
OK: Final = range(200, 300)


class _Reply(BaseModel):
    pid: Number
    tid: Number


class _Opened(BaseModel):
    tid: Number
    main: Number = Field(alias="mainPid")


class _Raw(BaseModel):
    pid: Number
    uid: OwnNumber = 0
    content: str | None = ""
    deleted: Flag = False


class _Enveloped(BaseModel):
    response: _Raw


def replied(said: Answer, forum: str, url: str) -> Written | Queued | Denied | Doubtful:
    """What became of a reply."""

    def written(response: object) -> Written:
        made = _Reply.model_validate(response)
        return _written(made.pid, made.tid, forum, url)

    return _judged(said, written)


def opened(said: Answer, forum: str, url: str) -> Written | Queued | Denied | Doubtful:
    """What became of a new thread."""

    def written(response: object) -> Written:
        made = _Opened.model_validate(response)
        return _written(made.main, made.tid, forum, url)

    return _judged(said, written)


def changed(said: Answer) -> Changed | Queued | Denied | Doubtful:
    """What became of an edit or a withdrawal."""
    return _judged(said, lambda _: Changed())


def source(body: object, account: int) -> Source:
    """`/api/v3/posts/<pid>`. Raises ValueError on any other shape."""
    said = _Enveloped.model_validate(body).response
    deleted = said.deleted or said.content == DELETED
    text = "" if deleted and said.content == DELETED else said.content or ""
    return Source(text, own=account > 0 and said.uid == account, deleted=deleted)


def _written(pid: int, tid: int, forum: str, url: str) -> Written:
    return Written(PostId(forum, pid), TopicId(forum, tid), f"{url}/post/{pid}")


def _judged(said: Answer, read: Callable[[object], T]) -> T | Queued | Denied | Doubtful:
    if (known := denials.of_status(said)) is not None:
        return known
    body = denials.body_of(said)
    if said.status in OK:
        return _taken(said, body, read)
    if said.status == HTTPStatus.FORBIDDEN and body is None:
        return Denied(Denial.NOT_LOGGED_IN)  # nobody's write does not even reach the API
    status = body.get("status") if body else None
    words = status.get("message") if isinstance(status, dict) else None
    why = denials.of_words(words if isinstance(words, str) else "")
    if said.status == HTTPStatus.NOT_FOUND:
        return Denied(Denial.MISSING, said=why.said)
    if said.status == HTTPStatus.FORBIDDEN and why.why is Denial.OTHER:
        return Denied(Denial.NO_RIGHT, said=why.said)
    return why


def _taken(said: Answer, body: object, read: Callable[[object], T]) -> T | Queued | Doubtful:
    """A success that makes no sense may be one: what stands there must be looked at."""
    response = body.get("response") if isinstance(body, dict) else None
    if said.status == HTTPStatus.ACCEPTED or _is_queued(response):
        return Queued()
    try:
        return read(response)
    except ValueError:
        return Doubtful(Trouble.GARBLED)


def _is_queued(response: object) -> bool:
    return isinstance(response, dict) and response.get("queued") is True
