"""Threads over HTTP, and what those who run a server do to its channels and roles."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.sandbox.asking import AskError
from bot.sandbox.desk.answers import read, wanted
from bot.sandbox.discord.models import FORUM, Channel, Guild, Json, Message, Role, User
from bot.sandbox.people import People
from bot.sandbox.threaders import shown

STATES = ("archived", "locked", "pinned")


class ThreadDesk:
    """Adds its routes to the chat's. `as` is a person's id or name, tags are names.

    - GET /desk/channels/{channel}/threads?as=: a channel's threads, archived ones too, the
      newest first: id, name, type, parent, in_forum, owner, created_at, archived, locked,
      pinned, tags, message_count. Their messages are read and written as a channel's.
    - POST the same, {as, name, message?, private?} in a text channel, {as, name, content,
      tags?} in a forum: the thread, 201.
    - PATCH /desk/threads/{thread}, {as, name?, archived?, locked?, pinned?, tags?}: the thread.
    - DELETE /desk/channels/{channel}?as=: a channel with its threads, or one thread.
    - PUT /desk/channels/{channel}/rights, {as, role or person, allow?, deny?}: an exception.
    - PUT /desk/guilds/{guild}/roles/{role}, {as, allow}: a role's permissions, bits in text.
    """

    def __init__(self, people: People, routes: web.RouteTableDef) -> None:
        self._people = people
        routes.get("/desk/channels/{channel}/threads")(self._list)
        routes.post("/desk/channels/{channel}/threads")(self._start)
        routes.patch("/desk/threads/{channel}")(self._change)
        routes.delete("/desk/channels/{channel}")(self._remove)
        routes.put("/desk/channels/{channel}/rights")(self._allow_in)
        routes.put("/desk/guilds/{guild}/roles/{role}")(self._allow_role)

    async def _list(self, request: web.Request) -> web.Response:
        person = self._people.person(request.query.get("as"))
        found = self._people.threads.all(self._here(request), person)
        return web.json_response([shown(thread) for thread in found])

    async def _start(self, request: web.Request) -> web.Response:
        said, channel = await read(request), self._here(request)
        person, name = self._people.person(wanted(said, "as")), wanted(said, "name")
        threads = self._people.threads
        if channel.type == FORUM:
            tags = _texts(said, "tags") or []
            thread = threads.post(person, channel, name, wanted(said, "content"), tags)
        else:
            is_private, message = said.get("private") is True, _message(channel, said)
            thread = threads.start(person, channel, name, message=message, is_private=is_private)
        return web.json_response(shown(thread), status=201)

    async def _change(self, request: web.Request) -> web.Response:
        said, thread = await read(request), self._here(request)
        person = self._people.person(wanted(said, "as"))
        changes: Json = {key: said[key] for key in ("name", *STATES) if key in said}
        if any(not isinstance(changes.get(key, False), bool) for key in STATES):
            raise AskError(400, "« archived », « locked » et « pinned » sont vrais ou faux.")
        self._people.threads.change(person, thread, tags=_texts(said, "tags"), **changes)
        return web.json_response(shown(thread))

    async def _remove(self, request: web.Request) -> web.Response:
        person = self._people.person(request.query.get("as"))
        channel = self._here(request)
        self._people.admins.remove(person, channel)
        return web.json_response({"removed": str(channel.id)})

    async def _allow_in(self, request: web.Request) -> web.Response:
        said, channel = await read(request), self._here(request)
        by, whom = self._people.person(wanted(said, "as")), self._whom(said, channel)
        allow, deny = _number(said.get("allow", 0)), _number(said.get("deny", 0))
        self._people.admins.allow_in(by, channel, whom, allow=allow, deny=deny)
        return web.json_response({"allow": str(allow), "deny": str(deny)})

    async def _allow_role(self, request: web.Request) -> web.Response:
        said, guild = await read(request), self._guild(request)
        role = self._people.admins.role(guild, request.match_info["role"])
        bits = _number(wanted(said, "allow"))
        by = self._people.person(wanted(said, "as"))
        self._people.admins.allow_role(by, guild, role, bits)
        return web.json_response({"permissions": str(role.permissions)})

    def _whom(self, said: Json, channel: Channel) -> Role | User:
        if channel.guild is None:
            raise AskError(409, "Une conversation privée n’a pas de droits.")
        if "role" in said:
            return self._people.admins.role(channel.guild, said["role"])
        name = wanted(said, "person")
        try:
            return self._people.person(name)
        except AskError:
            return self._people.bot(name)

    def _guild(self, request: web.Request) -> Guild:
        guild = self._people.world.guilds.get(_number(request.match_info["guild"]))
        if guild is None:
            raise AskError(404, "Ce serveur n’existe pas.")
        return guild

    def _here(self, request: web.Request) -> Channel:
        return self._people.channel(request.match_info["channel"])


def _message(channel: Channel, said: Json) -> Message | None:
    """The message that a thread is to start from, if any. Raises AskError 404."""
    if said.get("message") is None:
        return None
    message = channel.messages.get(_number(said["message"]))
    if message is None:
        raise AskError(404, "Ce message n’existe pas.")
    return message


def _number(value: Any) -> int:
    """A whole number, given as such or as text. Raises AskError 400."""
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) > 20:
        raise AskError(400, f"« {value} » n’est pas un nombre entier.")
    return int(text)


def _texts(said: Json, key: str) -> list[str] | None:
    value = said.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise AskError(400, f"« {key} » doit être une liste de textes.")
    return value
