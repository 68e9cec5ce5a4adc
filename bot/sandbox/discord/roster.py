"""Who there is: people and bots, guilds, their members and roles, and every change to them."""

from __future__ import annotations

import random
from collections.abc import Iterable

from bot.sandbox.clock import SandboxClock
from bot.sandbox.discord import access, permissions, telling
from bot.sandbox.discord.events import Listener, WorldEvent
from bot.sandbox.discord.models import Application, Guild, Member, Role, User
from bot.sandbox.discord.snowflakes import Snowflakes


class Roster:
    """Whoever appends to `on_event` hears every change."""

    def __init__(self, clock: SandboxClock, rng: random.Random) -> None:
        self.clock = clock
        self.rng = rng
        self.snowflakes = Snowflakes()
        self.on_event: list[Listener] = []
        self.users: dict[int, User] = {}
        self.applications: dict[int, Application] = {}
        self.by_token: dict[str, Application] = {}
        self.guilds: dict[int, Guild] = {}

    def emit(self, event: WorldEvent) -> None:
        for listener in self.on_event:
            listener(event)

    # people and bots

    def add_user(
        self, username: str, global_name: str | None = None, *, bot: bool = False, label: str = ""
    ) -> User:
        user = User(self.snowflakes.new(), username, global_name, bot, label=label)
        self.users[user.id] = user
        return user

    def add_application(
        self,
        name: str,
        *,
        owner: User | None = None,
        message_content: bool = False,
        guild_members: bool = False,
    ) -> Application:
        """A bot, with its token. The two flags grant the privileged intents of these names."""
        user = self.add_user(name, bot=True)
        token = f"{user.id:x}.{self.rng.getrandbits(36):09x}.{self.rng.getrandbits(152):038x}"
        owner = owner or self.add_user(f"{name.lower()}-owner")
        app = Application(user, token, owner, message_content, guild_members)
        self.applications[app.id] = self.by_token[token] = app
        return app

    def application_of(self, user: User) -> Application | None:
        return self.applications.get(user.id)

    # guilds and their members

    def add_guild(self, name: str, owner: User | None = None, *, locale: str = "fr") -> Guild:
        owner = owner or self.add_user(f"owner-{name.lower()}")
        guild = Guild(self.snowflakes.new(), name, owner.id, locale)
        guild.roles[guild.id] = Role(guild.id, "@everyone", permissions.EVERYONE, 0)
        self.guilds[guild.id] = guild
        guild.members[owner.id] = Member(owner, self.clock.now())
        return guild

    def update_guild(self, guild: Guild, *, name: str | None = None) -> None:
        guild.name = name or guild.name
        self.emit(telling.guild_changed(guild))

    def applications_in(self, guild: Guild) -> list[Application]:
        return [app for app in self.applications.values() if app.id in guild.members]

    def guilds_of(self, user: User) -> list[Guild]:
        return [guild for guild in self.guilds.values() if user.id in guild.members]

    def add_member(self, guild: Guild, user: User, roles: Iterable[Role] = ()) -> Member:
        """A person or a bot joins; a bot gets GUILD_CREATE."""
        member = Member(user, self.clock.now(), [role.id for role in roles])
        guild.members[user.id] = member
        if app := self.application_of(user):
            self.emit(telling.guild_joined(guild, app))
        self.emit(telling.member("GUILD_MEMBER_ADD", guild, member))
        return member

    def install(self, app: Application, guild: Guild, allow: int) -> Member:
        """The bot joins with a role of its own that holds the permissions `allow`."""
        role = self.add_role(guild, app.name, allow)
        role.managed_by = app.id
        return self.add_member(guild, app.user, [role])

    def update_member(
        self, guild: Guild, user: User, *, roles: Iterable[Role] | None = None, nick: str = ""
    ) -> Member:
        """Gives the member these roles, in place of theirs, or this nick ("" leaves it)."""
        member = guild.members[user.id]
        with access.syncing(guild, self.applications_in(guild), self.emit):
            if roles is not None:
                member.roles = [role.id for role in roles]
            member.nick = nick or member.nick
            self.emit(telling.member("GUILD_MEMBER_UPDATE", guild, member))
        return member

    def remove_member(self, guild: Guild, user: User) -> None:
        """A person leaves, or a bot is sent away (GUILD_DELETE)."""
        if guild.members.pop(user.id, None) is None:
            return
        if app := self.application_of(user):
            self.emit(telling.guild_left(guild, app))
        self.emit(telling.member_left(guild, user))

    # roles

    def add_role(
        self, guild: Guild, name: str, allow: int = 0, *, mentionable: bool = False
    ) -> Role:
        role = Role(self.snowflakes.new(), name, allow, len(guild.roles), mentionable)
        guild.roles[role.id] = role
        self.emit(telling.role("GUILD_ROLE_CREATE", guild, role))
        return role

    def update_role(
        self,
        guild: Guild,
        role: Role,
        *,
        name: str | None = None,
        allow: int | None = None,
        mentionable: bool | None = None,
    ) -> None:
        with access.syncing(guild, self.applications_in(guild), self.emit):
            role.name = role.name if name is None else name
            role.permissions = role.permissions if allow is None else allow
            role.mentionable = role.mentionable if mentionable is None else mentionable
            self.emit(telling.role("GUILD_ROLE_UPDATE", guild, role))

    def remove_role(self, guild: Guild, role: Role) -> None:
        with access.syncing(guild, self.applications_in(guild), self.emit):
            guild.roles.pop(role.id)
            for member in guild.members.values():
                if role.id in member.roles:
                    member.roles.remove(role.id)
            self.emit(telling.role_gone(guild, role))
