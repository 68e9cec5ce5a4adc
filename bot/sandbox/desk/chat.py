"""The chat over HTTP: what there is, what a person reads, writes, asks and clicks."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.asking import AskError
from bot.sandbox.desk.answers import read, wanted, whole
from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import Channel, Guild, Json, Message, User
from bot.sandbox.people import Outcome, People, shown


class ChatDesk:
    """Routes under /desk for people. `as` is a person's id or name."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._world = people.world
        self.routes = web.RouteTableDef()
        self.routes.get("/desk/channels/{channel}/messages")(self._messages)
        self.routes.post("/desk/channels/{channel}/messages")(self._say)
        self.routes.post("/desk/channels/{channel}/commands")(self._command)
        self.routes.post("/desk/channels/{channel}/autocomplete")(self._autocomplete)
        self.routes.post("/desk/messages/{message}/click")(self._click)
        self.routes.post("/desk/dm")(self._dm)

    def state(self) -> Json:
        """People, guilds, bots and their commands."""
        users = [user for user in self._world.users.values() if not user.bot]
        bots = self._world.applications.values()
        return {
            "people": [self._person(user) for user in users],
            "guilds": [self._guild(guild) for guild in self._world.guilds.values()],
            "bots": [
                {"id": str(a.id), "name": a.name, "online": self._people.gateway.is_online(a)}
                for a in bots
            ],
            "commands": [
                command | {"app_id": str(app.id)}
                for app in bots
                for held in (app.commands, *app.guild_commands.values())
                for command in held.values()
            ],
        }

    def _person(self, user: User) -> Json:
        guilds = [str(guild.id) for guild in self._world.guilds_of(user)]
        return {
            "id": str(user.id),
            "name": user.display_name,
            "role": user.label,
            "guilds": guilds,
            "dms_open": user.dms_open,
        }

    def _guild(self, guild: Guild) -> Json:
        channels = [self._channel(channel, guild) for channel in guild.channels.values()]
        return {"id": str(guild.id), "name": guild.name, "channels": channels}

    def _channel(self, channel: Channel, guild: Guild) -> Json:
        see = permissions.VIEW_CHANNEL
        return {
            "id": str(channel.id),
            "name": channel.name,
            "type": channel.type,
            "topic": channel.topic,
            "visible_to": [
                str(user) for user in guild.members if permissions.in_channel(channel, user) & see
            ],
        }

    async def _messages(self, request: web.Request) -> web.Response:
        person = self._people.person(request.query.get("as"))
        after = whole(request.query.get("after"), 0, 2**63)
        found = self._people.messages(self._here(request), person, after)
        return web.json_response([shown(message) for message in found])

    async def _say(self, request: web.Request) -> web.Response:
        said, channel = await read(request), self._here(request)
        answered = said.get("reply_to")
        message = await self._people.say(
            self._people.person(wanted(said, "as")),
            channel,
            wanted(said, "content"),
            reply_to=_message(channel, str(answered)) if answered else None,
        )
        return web.json_response(shown(message), status=201)

    async def _dm(self, request: web.Request) -> web.Response:
        said = await read(request)
        person = self._people.person(wanted(said, "as"))
        channel = self._people.dm(person, self._people.bot(wanted(said, "bot")))
        return web.json_response({"channel": str(channel.id)})

    async def _command(self, request: web.Request) -> web.Response:
        said = await read(request)
        outcome = await self._people.command(
            self._people.person(wanted(said, "as")),
            self._here(request),
            wanted(said, "command"),
            **_options(said),
        )
        return _told(outcome)

    async def _autocomplete(self, request: web.Request) -> web.Response:
        said = await read(request)
        choices = await self._people.autocomplete(
            self._people.person(wanted(said, "as")),
            self._here(request),
            wanted(said, "command"),
            wanted(said, "focused"),
            **_options(said),
        )
        return web.json_response({"choices": choices})

    async def _click(self, request: web.Request) -> web.Response:
        said = await read(request)
        channel = self._people.channel(wanted(said, "channel"))
        message = _message(channel, request.match_info["message"])
        person = self._people.person(wanted(said, "as"))
        return _told(await self._people.click(person, message, wanted(said, "custom_id")))

    def _here(self, request: web.Request) -> Channel:
        return self._people.channel(request.match_info["channel"])


def _message(channel: Channel, message_id: str) -> Message:
    message = channel.messages.get(int(message_id)) if message_id.isdigit() else None
    if message is None:
        raise AskError(404, "Ce message n’existe pas.")
    return message


def _options(said: Json) -> Json:
    options = said.get("options", {})
    if not isinstance(options, dict):
        raise AskError(400, "Les options doivent être un objet JSON.")
    return options


def _told(outcome: Outcome) -> web.Response:
    message = shown(outcome.message) if outcome.message else None
    return web.json_response({"status": outcome.status, "message": message})
