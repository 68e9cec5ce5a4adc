"""Acting on the sandbox as people do: over its desk, by HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Self

import aiohttp

_PATIENCE_S = 15.0
_LOOK_EVERY_S = 0.1


class DeskError(Exception):
    """The desk refused; the text is its sentence."""


class NotSeen(Exception):
    """What was waited for did not come."""


class Desk:
    """One person's hands: which person is said at each act."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    async def ask(self, method: str, path: str, **options: Any) -> Any:
        """The JSON answer. Raises DeskError with the desk's own sentence."""
        assert self._session is not None
        async with self._session.request(method, self._base + path, **options) as answer:
            told = await answer.json()
        if answer.status >= 400:
            raise DeskError(told.get("error", str(answer.status)))
        return told

    async def state(self) -> Any:
        return await self.ask("GET", "/desk/state")

    async def channel(self, name: str) -> str:
        """The id of a channel, by its name. Raises LookupError."""
        guilds = (await self.state())["guilds"]
        for channel in (one for guild in guilds for one in guild["channels"]):
            if channel["name"] == name:
                return str(channel["id"])
        raise LookupError(name)

    async def people(self) -> dict[str, str]:
        """Ids by name, bots included."""
        state = await self.state()
        return {one["name"]: one["id"] for one in (*state["people"], *state["bots"])}

    async def say(self, person: str, channel: str, content: str) -> Any:
        body = {"as": person, "content": content}
        return await self.ask("POST", f"/desk/channels/{channel}/messages", json=body)

    async def private(self, person: str, bot: str) -> str:
        """The id of the private channel between a person and a bot."""
        told = await self.ask("POST", "/desk/dm", json={"as": person, "bot": bot})
        return str(told["channel"])

    async def command(self, person: str, channel: str, command: str, **options: str) -> Any:
        body = {"as": person, "command": command, "options": options}
        return await self.ask("POST", f"/desk/channels/{channel}/commands", json=body)

    async def complete(
        self, person: str, channel: str, command: str, option: str, typed: str
    ) -> list[str]:
        """What the list offers, as names."""
        body = {"as": person, "command": command, "options": {option: typed}, "focused": option}
        told = await self.ask("POST", f"/desk/channels/{channel}/autocomplete", json=body)
        return [choice["name"] for choice in told["choices"]]

    async def hand(self, person: str, name: str, data: bytes) -> str:
        """The id of a file, to give with a command."""
        told = await self.ask("POST", "/desk/files", params={"as": person, "name": name}, data=data)
        return str(told["id"])

    async def click(self, person: str, channel: str, message: str, action: str) -> Any:
        body = {"as": person, "channel": channel, "custom_id": action}
        return await self.ask("POST", f"/desk/messages/{message}/click", json=body)

    async def again(self, person: str) -> None:
        """The chat hands over once more what the person last asked."""
        await self.ask("POST", "/desk/again", json={"as": person})

    async def messages(self, person: str, channel: str) -> list[Any]:
        """What the person sees there, oldest first."""
        path = f"/desk/channels/{channel}/messages"
        return list(await self.ask("GET", path, params={"as": person}))

    async def carried(self, person: str, channel: str) -> list[Any]:
        """What the person sees there and in its threads, oldest first."""
        path = f"/desk/channels/{channel}/threads"
        threads = await self.ask("GET", path, params={"as": person})
        places = [channel, *(one["id"] for one in threads)]
        found = [message for place in places for message in await self.messages(person, place)]
        return sorted(found, key=lambda one: int(one["id"]))

    async def reply_on_forum(self, forum: str, topic: int, author: str, content: str) -> int:
        """`forum` is the desk's name for it: `forum`, `discourse`. The post's number."""
        body = {"author": author, "content": content}
        told = await self.ask("POST", f"/desk/{forum}/topics/{topic}/replies", json=body)
        return int(told["pid"])

    async def posts(self, forum: str, topic: int) -> list[Any]:
        """What stands in a thread of a forum, oldest first."""
        return list((await self.ask("GET", f"/desk/{forum}/topics/{topic}"))["posts"])

    async def edit_on_forum(self, forum: str, post: int, content: str) -> None:
        await self.ask("PUT", f"/desk/{forum}/posts/{post}", json={"content": content})

    async def delete_on_forum(self, forum: str, post: int) -> None:
        await self.ask("DELETE", f"/desk/{forum}/posts/{post}")

    async def webhook(self, forum: str, url: str, secret: str) -> None:
        """Have a forum tell its news there."""
        await self.ask("PUT", f"/desk/{forum}/webhook", json={"url": url, "secret": secret})

    async def fault(self, name: str, on: bool) -> None:
        await self.ask("POST", "/desk/faults", json={"name": name, "on": on})

    async def advance(self, seconds: float) -> None:
        await self.ask("POST", "/clock", json={"advance_s": seconds})

    async def move_to(self, at: datetime) -> None:
        """Move the clock to an instant that is to come."""
        await self.ask("POST", "/clock", json={"to": at.isoformat()})

    async def seen(
        self, person: str, channel: str, wanted: Callable[[Any], bool], what: str
    ) -> Any:
        """The first message that fits, there or in its threads, waited for. Raises NotSeen."""
        for _ in range(int(_PATIENCE_S / _LOOK_EVERY_S)):
            for message in await self.carried(person, channel):
                if wanted(message):
                    return message
            await asyncio.sleep(_LOOK_EVERY_S)
        raise NotSeen(what)

    async def online(self, bot: str, *, wanted: bool = True) -> None:
        """Return once the bot is connected, or no longer is. Raises NotSeen."""
        for _ in range(int(_PATIENCE_S / _LOOK_EVERY_S)):
            bots = (await self.state())["bots"]
            if any(one["name"] == bot and one["online"] is wanted for one in bots):
                return
            await asyncio.sleep(_LOOK_EVERY_S)
        raise NotSeen(bot)
