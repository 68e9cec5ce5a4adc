"""What people ask of bots, over HTTP: commands, buttons, lists, menus, forms, their files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.asking import AskError
from bot.sandbox.desk.answers import read, wanted
from bot.sandbox.desk.lines import Lines
from bot.sandbox.discord.models import Channel, Json, Message, User
from bot.sandbox.people import Outcome, People


class AskDesk:
    """Adds its routes to the chat's. `as` is a person's id or name.

    Each act is answered {status, message, form}: `status` is answered, deferred, failed or form,
    and `form` is then {id, custom_id, title, components}, as the bot gave it.

    - POST /desk/channels/{channel}/commands, {as, command, options}: options by name; a file's
      value is the id that it was given.
    - POST /desk/channels/{channel}/autocomplete, the same and {focused}: {choices}.
    - POST /desk/files?as=&name=, the bytes as they are: {id, name}, good for a day.
    - POST /desk/messages/{message}/click, {as, channel, custom_id}.
    - POST /desk/messages/{message}/choose, {as, channel, custom_id, values}.
    - POST /desk/messages/{message}/menu, {as, channel, name}: an entry of the message's menu.
    - POST /desk/forms/{form}, {as, values}: texts, or lists of values, by custom id.
    - POST /desk/again, {as}: what they last asked is handed over once more, answered {}.
    """

    def __init__(
        self,
        people: People,
        routes: web.RouteTableDef,
        lines: Lines,
        shown: Callable[[Message], Json],
    ) -> None:
        self._people, self._lines, self._shown = people, lines, shown
        routes.post("/desk/channels/{channel}/commands")(self._command)
        routes.post("/desk/channels/{channel}/autocomplete")(self._autocomplete)
        routes.post("/desk/files")(self._hand)
        routes.post("/desk/messages/{message}/click")(self._click)
        routes.post("/desk/messages/{message}/choose")(self._choose)
        routes.post("/desk/messages/{message}/menu")(self._menu)
        routes.post("/desk/forms/{form}")(self._submit)
        routes.post("/desk/again")(self._again)

    async def _command(self, request: web.Request) -> web.Response:
        said = await read(request)
        outcome = await self._people.command(
            self._person(said),
            self._here(request),
            wanted(said, "command"),
            **_mapping(said, "options"),
        )
        return self._told(outcome)

    async def _autocomplete(self, request: web.Request) -> web.Response:
        said = await read(request)
        focused = wanted(said, "focused")
        choices = await self._people.autocomplete(
            self._person(said),
            self._here(request),
            wanted(said, "command"),
            focused,
            **_mapping(said, "options"),
        )
        self._lines.proposed(focused, choices)
        return web.json_response({"choices": choices})

    async def _hand(self, request: web.Request) -> web.Response:
        person = self._people.person(request.query.get("as"))
        name = request.query.get("name", "")
        try:
            content = await request.read()
        except web.HTTPRequestEntityTooLarge:
            raise AskError(413, "Ce fichier est trop lourd : 10 Mo au plus.") from None
        if not content or not name:
            raise AskError(400, "Ce fichier est vide.")
        handed = self._people.hand(person, name, content)
        return web.json_response({"id": str(handed.id), "name": handed.filename}, status=201)

    async def _click(self, request: web.Request) -> web.Response:
        said = await read(request)
        person, message = self._person(said), self._message(request, said)
        return self._told(await self._people.click(person, message, wanted(said, "custom_id")))

    async def _choose(self, request: web.Request) -> web.Response:
        said = await read(request)
        person, message = self._person(said), self._message(request, said)
        values = said.get("values")
        if not isinstance(values, list):
            raise AskError(400, "« values » doit être une liste de textes.")
        custom_id = wanted(said, "custom_id")
        return self._told(await self._people.choose(person, message, custom_id, *map(str, values)))

    async def _menu(self, request: web.Request) -> web.Response:
        said = await read(request)
        person, message = self._person(said), self._message(request, said)
        return self._told(await self._people.menu(person, message, wanted(said, "name")))

    async def _submit(self, request: web.Request) -> web.Response:
        said = await read(request)
        values, form = _mapping(said, "values"), request.match_info["form"]
        return self._told(await self._people.submit(self._person(said), form, values))

    async def _again(self, request: web.Request) -> web.Response:
        self._people.again(self._person(await read(request)))
        return web.json_response({})

    def _told(self, outcome: Outcome) -> web.Response:
        message = self._shown(outcome.message) if outcome.message else None
        told: Json = {"status": outcome.status, "message": message, "form": None}
        if outcome.form is not None and outcome.form.modal is not None:
            told["form"] = outcome.form.modal | {"id": str(outcome.form.id)}
        return web.json_response(told)

    def _person(self, said: Json) -> User:
        return self._people.person(wanted(said, "as"))

    def _here(self, request: web.Request) -> Channel:
        return self._people.channel(request.match_info["channel"])

    def _message(self, request: web.Request, said: Json) -> Message:
        channel = self._people.channel(wanted(said, "channel"))
        return find(channel, request.match_info["message"])


def find(channel: Channel, message_id: str) -> Message:
    """Raises AskError 404."""
    message = channel.messages.get(int(message_id)) if message_id.isdecimal() else None
    if message is None:
        raise AskError(404, "Ce message n’existe pas.")
    return message


def _mapping(said: Json, key: str) -> dict[str, Any]:
    value = said.get(key, {})
    if not isinstance(value, dict):
        raise AskError(400, f"« {key} » doit être un objet JSON.")
    return value
