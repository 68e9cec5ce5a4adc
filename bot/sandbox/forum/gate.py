"""What a forum imposes on the accounts that write to it over its API: waiting, and moderation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.sandbox.clock import SandboxClock
from bot.sandbox.forum.refusals import No, RefusedError


class Writable(Protocol):
    """Where what the moderators accept goes; refusals are RefusedError."""

    clock: SandboxClock

    def reply(self, topic: int, author: str, text: str, to: int | None, /) -> int: ...
    def open_topic(
        self, category: int, author: str, title: str, text: str, tags: Sequence[str], /
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a moderator is to accept: a new thread where it has a title, else a reply."""

    id: int
    author: str
    place: int  # the thread answered, or the category of the new one
    text: str
    title: str = ""
    to: int | None = None
    tags: tuple[str, ...] = ()


class Gate:
    """Nothing is imposed at first. `wait_s`: between two posts of an account; `holds`: what it
    writes waits for a moderator."""

    def __init__(self, world: Writable) -> None:
        self.wait_s = 0
        self.holds = False
        self.queue: dict[int, Waiting] = {}
        self._world = world
        self._next = 1
        self._wrote: dict[str, float] = {}  # when an account last wrote, in seconds

    def left_s(self, author: str) -> int:
        """How long an account has to wait still; 0 for not at all."""
        last = self._wrote.get(author)
        if last is None or not self.wait_s:
            return 0
        return max(0, round(last + self.wait_s - self._now()))

    def note(self, author: str) -> None:
        """An account has just written."""
        self._wrote[author] = self._now()

    def hold(
        self,
        author: str,
        place: int,
        text: str,
        *,
        title: str = "",
        to: int | None = None,
        tags: Sequence[str] = (),
    ) -> Waiting:
        held = Waiting(self._next, author, place, text, title, to, tuple(tags))
        self._next += 1
        self.queue[held.id] = held
        self.note(author)
        return held

    def accept(self, number: int) -> int:
        """The new post's number, or the new thread's. Raises RefusedError."""
        held = self._taken(number)
        if held.title:
            return self._world.open_topic(held.place, held.author, held.title, held.text, held.tags)
        return self._world.reply(held.place, held.author, held.text, held.to)

    def reject(self, number: int) -> None:
        """Raises RefusedError(MISSING)."""
        self._taken(number)

    def _taken(self, number: int) -> Waiting:
        if number not in self.queue:
            raise RefusedError(No.MISSING)
        return self.queue.pop(number)

    def _now(self) -> float:
        return self._world.clock.now().timestamp()
