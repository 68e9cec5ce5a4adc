"""Who writes to a Discourse forum."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.forum_writes import Denial
from bot.forums import discourse_writing
from bot.forums.discourse_asking import Asking
from bot.forums.discourse_shapes import SaidPost, SaidTopic
from bot.forums.fetch import Answer
from bot.ports.forum import (
    Changed,
    Denied,
    Doubtful,
    Queued,
    Trouble,
    Unreadable,
    Written,
)

_UNCLEAR: Final = (Denial.LOCKED, Denial.NO_RIGHT, Denial.MISSING)


class Writer:
    """The account of a key writes; `url` is where the forum lives. Without a key, nobody does."""

    def __init__(self, name: str, asking: Asking, *, has_key: bool) -> None:
        self._name, self._asking, self._has_key = name, asking, has_key

    async def reply(
        self, url: str, topic: int, markdown: str, to: int | None
    ) -> Written | Queued | Denied | Doubtful:
        """As Forum.reply; a post is answered by its number in the thread, which is asked first."""
        answered: dict[str, object] = {}
        if to is not None:
            said = await self._asking.get(SaidPost, f"{url}/posts/{to}.json")
            if isinstance(said, Unreadable):
                return _unread(said)
            answered = {"reply_to_post_number": said.post_number}
        done = await self._written(url, {"raw": markdown, "topic_id": topic, **answered})
        if isinstance(done, Denied) and done.why in _UNCLEAR:
            return await self._clearer(url, done, topic)
        return done

    async def open_topic(
        self, url: str, category: int, title: str, markdown: str
    ) -> Written | Queued | Denied | Doubtful:
        return await self._written(url, {"raw": markdown, "title": title, "category": category})

    async def edit(
        self, url: str, post: int, markdown: str
    ) -> Changed | Queued | Denied | Doubtful:
        said = await self._send("PUT", f"{url}/posts/{post}.json", {"post": {"raw": markdown}})
        return discourse_writing.edited(said) if isinstance(said, Answer) else said

    async def withdraw(self, url: str, post: int) -> Changed | Denied | Doubtful:
        said = await self._send("DELETE", f"{url}/posts/{post}.json", None)
        return discourse_writing.withdrawn(said) if isinstance(said, Answer) else said

    async def _written(
        self, url: str, body: dict[str, object]
    ) -> Written | Queued | Denied | Doubtful:
        said = await self._send("POST", f"{url}/posts.json", body)
        if not isinstance(said, Answer):
            return said
        return discourse_writing.made(said, self._name, url)

    async def _send(self, method: str, url: str, body: object) -> Answer | Denied | Doubtful:
        if not self._has_key:
            return Denied(Denial.NOT_LOGGED_IN)
        return await self._asking.send(method, url, body)

    async def _clearer(self, url: str, denied: Denied, topic: int) -> Denied:
        """Discourse says the same of a thread that is closed, gone or not for this account: what
        can be read of it tells which."""
        said = await self._asking.get(SaidTopic, f"{url}/t/{topic}.json")
        if isinstance(said, Unreadable):
            is_gone = said.trouble is Trouble.MISSING
            return replace(denied, why=Denial.MISSING) if is_gone else denied
        if said.closed or said.archived:
            return replace(denied, why=Denial.LOCKED)
        if said.deleted_at is not None:
            return replace(denied, why=Denial.DELETED)
        return replace(denied, why=Denial.NO_RIGHT)


def _unread(said: Unreadable) -> Denied:
    """Nothing was written, since what was to be answered could not be read."""
    if said.trouble in (Trouble.MISSING, Trouble.FORBIDDEN):
        return Denied(Denial.MISSING)
    is_wall = said.trouble is Trouble.WALLED
    return Denied(Denial.WALLED if is_wall else Denial.UNREACHABLE, said.retry_after_s)
