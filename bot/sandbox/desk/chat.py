"""The chat over HTTP: what there is, what a person reads and writes."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.asking import AskError
from bot.sandbox.desk.answers import read, wanted, whole
from bot.sandbox.desk.asking import AskDesk, find
from bot.sandbox.desk.lines import Lines
from bot.sandbox.desk.threads import ThreadDesk
from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import FORUM, Channel, Guild, Json, Message, User
from bot.sandbox.people import People, shown


class ChatDesk:
    """Routes under /desk for people. `as` is a person's id or name."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._world = people.world
        self._lines = Lines(people.world)
        self.routes = web.RouteTableDef()
        self.routes.get("/desk/channels/{channel}/messages")(self._messages)
        self.routes.post("/desk/channels/{channel}/messages")(self._say)
        self.routes.post("/desk/dm")(self._dm)
        self.routes.patch("/desk/people/{person}")(self._change_person)
        AskDesk(people, self.routes, self._lines, self._shown)
        ThreadDesk(people, self.routes)

    def state(self) -> Json:
        """People, guilds, bots and their commands; who sees a channel, what people may do there.

        Rights are permission bits, as text. Forums are apart from the channels that can be
        written in; threads are under /desk/channels/{channel}/threads.
        """
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
        shown = [self._channel(channel, guild) for channel in guild.channels.values()]
        return {
            "id": str(guild.id),
            "name": guild.name,
            "channels": [each for each in shown if each["type"] != FORUM],
            "forums": [each for each in shown if each["type"] == FORUM],
            "roles": [
                {"id": str(role.id), "name": role.name, "permissions": str(role.permissions)}
                for role in guild.roles.values()
            ],
        }

    def _channel(self, channel: Channel, guild: Guild) -> Json:
        see = permissions.VIEW_CHANNEL
        return {
            "id": str(channel.id),
            "name": channel.name,
            "type": channel.type,
            "topic": channel.topic,
            "tags": [tag.name for tag in channel.tags],
            "visible_to": [
                str(user) for user in guild.members if permissions.in_channel(channel, user) & see
            ],
            "rights": {
                str(member.user.id): str(permissions.in_channel(channel, member.user.id))
                for member in guild.members.values()
                if not member.user.bot
            },
        }

    async def _messages(self, request: web.Request) -> web.Response:
        person = self._people.person(request.query.get("as"))
        after = whole(request.query.get("after"), 0, 2**63)
        found = self._people.messages(self._here(request), person, after)
        return web.json_response([self._shown(message) for message in found])

    async def _say(self, request: web.Request) -> web.Response:
        said, channel = await read(request), self._here(request)
        answered = said.get("reply_to")
        message = await self._people.say(
            self._people.person(wanted(said, "as")),
            channel,
            wanted(said, "content"),
            reply_to=find(channel, str(answered)) if answered else None,
        )
        return web.json_response(self._shown(message), status=201)

    async def _dm(self, request: web.Request) -> web.Response:
        said = await read(request)
        person = self._people.person(wanted(said, "as"))
        channel = self._people.dm(person, self._people.bot(wanted(said, "bot")))
        return web.json_response({"channel": str(channel.id)})

    async def _change_person(self, request: web.Request) -> web.Response:
        """{"dms_open": false} is somebody who lets nobody write to them in private."""
        said, person = await read(request), self._people.person(request.match_info["person"])
        if not isinstance(said.get("dms_open"), bool):
            raise AskError(400, "« dms_open » est vrai ou faux.")
        self._people.set_dms(person, is_open=said["dms_open"])
        return web.json_response(self._person(person))

    def _shown(self, message: Message) -> Json:
        """A message, and in its `interaction` the `line` that was typed for it, None for none."""
        shape = shown(message)
        if shape["interaction"] is not None:
            shape["interaction"]["line"] = self._lines.of(message)
        return shape

    def _here(self, request: web.Request) -> Channel:
        return self._people.channel(request.match_info["channel"])
