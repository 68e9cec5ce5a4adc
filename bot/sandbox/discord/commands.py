"""The commands that applications register, for every guild or for one."""

from __future__ import annotations

from typing import Any

from bot.sandbox.discord.command_checks import CHAT_INPUT, check_command
from bot.sandbox.discord.errors import ApiError, Form, Json, unknown
from bot.sandbox.discord.models import Application
from bot.sandbox.discord.world import World

MOST = {CHAT_INPUT: 100, 2: 5, 3: 5}
EDITABLE = (
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "dm_permission",
    "contexts",
    "integration_types",
    "nsfw",
)


class Commands:
    """One application's registry; guild_id None is the global one."""

    def __init__(self, world: World, app: Application, guild_id: int | None = None) -> None:
        self.world, self.app, self.guild_id = world, app, guild_id
        if guild_id is None:
            self.held = app.commands
        else:
            self.held = app.guild_commands.setdefault(guild_id, {})

    def all(self) -> list[Json]:
        return list(self.held.values())

    def get(self, command_id: int | None) -> Json:
        """Raises ApiError 10063."""
        if command_id not in self.held:
            raise unknown("application command")
        return self.held[command_id]

    def replace(self, said: list[Any]) -> list[Json]:
        """All at once; those that keep name and type keep their id. Raises ApiError 50035."""
        form = Form()
        fresh = [
            check_command(form, f"{place}.", form.mapping(str(place), each))
            for place, each in enumerate(said)
        ]
        _refuse_twins(form, fresh)
        form.check()
        _refuse_too_many(fresh)
        kept = {(each["type"], each["name"]): each for each in self.held.values()}
        self.held.clear()
        return [self._store(each, kept.get((each["type"], each["name"]))) for each in fresh]

    def create(self, said: Json) -> tuple[Json, bool]:
        """The command, in place of one of the same name, and whether it is new."""
        form = Form()
        fresh = check_command(form, "", said)
        form.check()
        twin = self._twin(fresh)
        if twin is None:
            _refuse_too_many([*self.held.values(), fresh])
        return self._store(fresh, twin), twin is None

    def edit(self, command_id: int | None, said: Json) -> Json:
        """Changes what is said of the command. Raises ApiError 10063, 50035."""
        old = self.get(command_id)
        whole = {key: old.get(key) for key in EDITABLE} | said | {"type": old["type"]}
        form = Form()
        fresh = check_command(form, "", whole)
        twin = self._twin(fresh)
        if twin is not None and twin is not old:
            message = "Application command names must be unique"
            form.wrong("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        form.check()
        return self._store(fresh, old)

    def delete(self, command_id: int | None) -> None:
        del self.held[int(self.get(command_id)["id"])]

    def _twin(self, fresh: Json) -> Json | None:
        same = (c for c in self.held.values() if c["name"] == fresh["name"])
        return next((c for c in same if c["type"] == fresh["type"]), None)

    def _store(self, fresh: Json, old: Json | None) -> Json:
        command_id = int(old["id"]) if old else self.world.snowflakes.new()
        unchanged = old is not None and fresh.items() <= old.items()
        version = old["version"] if old and unchanged else str(self.world.snowflakes.new())
        command: Json = {"id": str(command_id), "application_id": str(self.app.id)}
        if self.guild_id is not None:
            command["guild_id"] = str(self.guild_id)
        self.held[command_id] = command | {"version": version} | fresh
        return self.held[command_id]


def _refuse_twins(form: Form, commands: list[Json]) -> None:
    seen: set[tuple[int, str]] = set()
    for place, command in enumerate(commands):
        key = (command["type"], command["name"])
        if key in seen:
            message = "Application command names must be unique"
            form.wrong(f"{place}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)


def _refuse_too_many(commands: list[Json]) -> None:
    for kind, most in MOST.items():
        if sum(command["type"] == kind for command in commands) > most:
            message = f"Maximum number of application commands reached ({most})"
            raise ApiError(400, 30032, message)


def without_localizations(command: Json) -> Json:
    """The command as lists show it unless asked for its localisations, all levels down."""
    shown = {key: value for key, value in command.items() if not key.endswith("_localizations")}
    for key in ("options", "choices"):
        if key in shown:
            shown[key] = [without_localizations(each) for each in shown[key]]
    return shown
