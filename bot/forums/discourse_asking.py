"""One request to a Discourse forum at a time, off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from pydantic import BaseModel

from bot.forums.aside import Aside
from bot.forums.discourse_http import Api, Refusal
from bot.forums.fetch import Answer, Read
from bot.ports.forum import Denied, Doubtful, Trouble, Unreadable

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

# The thread keeps to its time-outs, but looking a name up has none, and headers can drip.
GRACE_S: Final = 1.0


class Asking:
    """A forum's answers as models. Never raises for what a network or a server may do."""

    def __init__(self, name: str, *, key: str | None, user: str, timeout_s: float) -> None:
        self._api = Api(key=key, user=user, timeout_s=timeout_s)
        self._aside = Aside(f"forum-{name}")
        self._patience_s = timeout_s + GRACE_S

    async def read(self, url: str, *, as_guest: bool = False) -> Read | Unreadable:
        """What an address gives, whatever its shape, and the address that gave it."""
        return await self._run(lambda: self._api.get(url, {}, as_guest=as_guest))

    async def get(self, shape: type[M], url: str, **params: object) -> M | Unreadable:
        """The JSON of an address, in its shape; GARBLED in another."""
        return await self._run(lambda: shape.model_validate(self._api.get(url, params).body))

    async def get_as_guest(self, shape: type[M], url: str, **params: object) -> M | Unreadable:
        """The same, as whoever has no account is answered."""
        return await self._run(
            lambda: shape.model_validate(self._api.get(url, params, as_guest=True).body)
        )

    async def send(self, method: str, url: str, body: object) -> Answer | Denied | Doubtful:
        """One attempt to write."""
        try:
            return await self._aside.run(
                lambda: self._api.send(method, url, body), self._patience_s
            )
        except TimeoutError:
            return Doubtful(Trouble.TIMEOUT)

    def close(self) -> None:
        self._aside.close()

    async def _run(self, call: Callable[[], T]) -> T | Unreadable:
        try:
            return await self._aside.run(call, self._patience_s)
        except TimeoutError:
            return Unreadable(Trouble.TIMEOUT)
        except Refusal as refusal:
            return refusal.said
        except ValueError:
            return Unreadable(Trouble.GARBLED)
