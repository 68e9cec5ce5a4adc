"""Discourse, written to: what is sent, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from bot.domain.forum_writes import Denial
from bot.domain.ids import PostId, TopicId
from bot.forums import denials
from bot.forums.discourse_shapes import Number, topic_url
from bot.forums.fetch import Answer
from bot.ports.forum import (
    Changed,
    Denied,
    Doubtful,
    Queued,
    Trouble,
    Written,
)

T = TypeVar("T")
OK: Final = range(200, 300)
_KEY: Final = re.compile(r"\bAPI\b")


class _Made(BaseModel):
    id: Number
    topic_id: Number
    topic_slug: str | None = ""
    post_number: Number


class _Edited(BaseModel):
    post: _Made


def made(said: Answer, forum: str, url: str) -> Written | Queued | Denied | Doubtful:
    """What became of a new post, be it a thread's first."""

    def written(body: object) -> Written:
        one = _Made.model_validate(body)
        address = f"{topic_url(url, one.topic_slug, one.topic_id)}/{one.post_number}"
        return Written(PostId(forum, one.id), TopicId(forum, one.topic_id), address)

    return _judged(said, written)


def edited(said: Answer) -> Changed | Queued | Denied | Doubtful:
    def done(body: object) -> Changed:
        _Edited.model_validate(body)
        return Changed()

    return _judged(said, done)


def withdrawn(said: Answer) -> Changed | Denied | Doubtful:
    """Nothing is told of a post that was taken back."""
    done = _judged(said, lambda _: Changed())
    return Doubtful(Trouble.GARBLED) if isinstance(done, Queued) else done


def _judged(said: Answer, read: Callable[[object], T]) -> T | Queued | Denied | Doubtful:
    body = denials.body_of(said)
    if said.status == HTTPStatus.TOO_MANY_REQUESTS and body is not None:
        known = denials.of_status(said)
        wait_s = _wait_s(body)
        asked = known.wait_s if isinstance(known, Denied) else None
        return Denied(Denial.TOO_SOON, wait_s if wait_s is not None else asked)
    if (status := denials.of_status(said)) is not None:
        return status
    if said.status not in OK:
        return _denied(said, body)
    if body is not None and body.get("action") == "enqueued":
        return Queued()
    if body is not None and body.get("errors"):
        return _denied(said, body)
    try:
        return read(body)
    except ValueError:
        return Doubtful(Trouble.GARBLED)


def _denied(said: Answer, body: Any) -> Denied:
    errors = body.get("errors") if body else None
    words = " ".join(one for one in errors if isinstance(one, str)) if errors else ""
    why = denials.of_words(words)
    match said.status:
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Denied(Denial.MISSING, said=why.said)
        case HTTPStatus.FORBIDDEN if _KEY.search(words):
            return Denied(Denial.NOT_LOGGED_IN, said=why.said)
        case HTTPStatus.FORBIDDEN:
            return Denied(Denial.NO_RIGHT, said=why.said)
    return why


def _wait_s(body: Any) -> float | None:
    try:
        wait_s = float(body["extras"]["wait_seconds"])
    except (ValueError, TypeError, KeyError):
        return None
    return min(wait_s, denials.LONGEST_WAIT_S) if wait_s >= 0 else None
