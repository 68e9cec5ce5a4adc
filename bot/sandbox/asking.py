"""From what a person types to what an application is asked: commands and their options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.sandbox.discord import attachments, message_shapes, permissions, shapes
from bot.sandbox.discord.command_checks import CHAT_INPUT, GROUP, MESSAGE_MENU, SUBCOMMAND
from bot.sandbox.discord.models import Application, Channel, Json, Message, Role, User
from bot.sandbox.discord.world import World

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
YES, NO = ("true", "oui", "vrai", "1"), ("false", "non", "faux", "0")
Thing = TypeVar("Thing", Channel, User, Role)
GUILD_CONTEXT, PRIVATE_CONTEXT = 0, 1


class AskError(Exception):
    """What a person asked cannot be done: one French sentence, and an HTTP status."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass(slots=True)
class Asked:
    """A command found: whose it is, its name from the top, and the options of its last level."""

    app: Application
    command: Json
    path: list[Json]
    options: list[Json] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " ".join(part["name"] for part in (self.command, *self.path))

    @property
    def shown(self) -> str:
        """What people call it: « /ville statut », or the words of a menu."""
        return f"/{self.name}" if self.command["type"] == CHAT_INPUT else f"« {self.name} »"


def find_command(world: World, channel: Channel, user: User, words: str) -> Asked:
    """The command that a person's words name, in any of its languages. Raises AskError."""
    parts = words.removeprefix("/").split()
    for app, command in offered(world, channel):
        if command["type"] != CHAT_INPUT or not parts or parts[0] not in _names(command):
            continue
        asked = _descend(app, command, parts[1:])
        if asked is not None:
            _refuse_unless_allowed(asked, channel, user)
            return asked
    raise AskError(404, f"La commande /{' '.join(parts)} n’existe pas ici.")


def find_menu(world: World, message: Message, user: User, name: str) -> Asked:
    """The entry of that name in the menu of a message, in any language. Raises AskError."""
    for app, command in offered(world, message.channel):
        if command["type"] == MESSAGE_MENU and name in _names(command):
            asked = Asked(app, command, [])
            _refuse_unless_allowed(asked, message.channel, user)
            return asked
    raise AskError(404, f"Le menu d’un message n’a pas « {name} » ici.")


def offered(world: World, channel: Channel) -> Iterator[tuple[Application, Json]]:
    """Every command of the bots that are in this channel's guild, or in this conversation."""
    for app in world.applications.values():
        if channel.guild is None:
            here = app.user in channel.recipients
        else:
            here = app.id in channel.guild.members
        if here:
            own = app.guild_commands.get(channel.guild_id or 0, {})
            for command in (*own.values(), *app.commands.values()):
                yield app, command


def _descend(app: Application, command: Json, names: list[str]) -> Asked | None:
    path: list[Json] = []
    options: list[Json] = command.get("options", [])
    for name in names:
        step = next((o for o in options if o["type"] in (SUBCOMMAND, GROUP) and _is(o, name)), None)
        if step is None:
            return None
        path.append(step)
        options = step.get("options", [])
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in options):
        return None
    return Asked(app, command, path, options)


def _names(part: Json) -> list[str]:
    return [part["name"], *(part.get("name_localizations") or {}).values()]


def _is(part: Json, name: str) -> bool:
    return name in _names(part)


def _refuse_unless_allowed(asked: Asked, channel: Channel, user: User) -> None:
    contexts = asked.command.get("contexts")
    context = PRIVATE_CONTEXT if channel.guild is None else GUILD_CONTEXT
    closed = channel.guild is None and not asked.command["dm_permission"]
    if closed or (contexts is not None and context not in contexts):
        raise AskError(404, f"La commande {asked.shown} n’existe pas ici.")
    rights = permissions.in_channel(channel, user.id)
    needed = asked.command["default_member_permissions"]
    lacks = needed is not None and rights & int(needed) != int(needed)
    reserved = needed == "0" and not rights & permissions.ADMINISTRATOR
    if channel.guild is not None and (lacks or reserved):
        raise AskError(403, f"La commande {asked.shown} est réservée à qui gère le serveur.")
    if not rights & permissions.USE_APPLICATION_COMMANDS:
        raise AskError(403, "Cette personne ne peut pas utiliser de commandes ici.")


@dataclass(slots=True)
class Filling:
    """The options as the application gets them, and what the ids in them stand for."""

    world: World
    channel: Channel
    resolved: dict[str, Json] = field(default_factory=dict)

    def options(self, asked: Asked, given: Mapping[str, Any]) -> list[Json]:
        """Raises AskError for an unknown option, a missing one, a value that does not fit."""
        for name in given:
            if not any(_is(option, name) for option in asked.options):
                raise AskError(404, f"La commande /{asked.name} n’a pas d’option « {name} ».")
        filled = []
        for option in asked.options:
            values = [given[name] for name in _names(option) if name in given]
            if values and values[0] not in (None, ""):
                value = self._value(option, values[0])
                filled.append({"name": option["name"], "type": option["type"], "value": value})
            elif option.get("required"):
                raise AskError(400, f"L’option « {option['name']} » est obligatoire.")
        return filled

    def _value(self, option: Json, given: Any) -> Any:
        if option.get("choices"):
            return _choice(option, given)
        kind = option["type"]
        if kind in (INTEGER, NUMBER):
            return _number(option, given)
        if kind == BOOLEAN:
            return _boolean(option, given)
        if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
            return self._reference(option, str(given))
        if kind == ATTACHMENT:
            return self.file(f"L’option « {option['name']} » demande un fichier.", given)
        return _text(option, str(given))

    def file(self, refusal: str, given: Any) -> str:
        """The id of a file that was handed in before. Raises AskError with the refusal."""
        found = attachments.handed(self.world, given)
        if found is None:
            raise AskError(400, refusal)
        shape = message_shapes.attachment(found)
        self.resolved.setdefault("attachments", {})[str(found.id)] = shape
        return str(found.id)

    def _reference(self, option: Json, given: str) -> str:
        """The id of a channel, a person or a role given by its id, its mention or its name."""
        bare = given.strip("<@#&!> ").removeprefix("@").removeprefix("#")
        guild = self.channel.guild
        found: Channel | User | Role | None = None
        if guild is not None and option["type"] == CHANNEL:
            kinds = option.get("channel_types")
            held = (*guild.channels.values(), *guild.threads.values())
            found = _named([one for one in held if not kinds or one.type in kinds], bare)
        if guild is not None and option["type"] in (USER, MENTIONABLE):
            found = _named([member.user for member in guild.members.values()], bare)
        if guild is not None and option["type"] in (ROLE, MENTIONABLE) and found is None:
            found = _named(guild.roles.values(), bare)
        if found is None:
            raise AskError(400, f"« {given} » ne convient pas à l’option « {option['name']} ».")
        self._resolve(found)
        return str(found.id)

    def _resolve(self, found: Channel | User | Role) -> None:
        guild = self.channel.guild
        if isinstance(found, Channel):
            shape: Json = {"parent_id": None} | shapes.bare_channel(found)
            shape["permissions"] = str(permissions.ALL)
            self.resolved.setdefault("channels", {})[str(found.id)] = shape
        elif isinstance(found, Role):
            self.resolved.setdefault("roles", {})[str(found.id)] = shapes.role(found)
        elif guild is not None:
            member = shapes.partial_member(guild.members[found.id]) | {
                "permissions": str(permissions.in_channel(self.channel, found.id))
            }
            self.resolved.setdefault("users", {})[str(found.id)] = shapes.user(found)
            self.resolved.setdefault("members", {})[str(found.id)] = member


def nested(asked: Asked, options: list[Json]) -> list[Json]:
    """The options inside their subcommand and group, as interactions carry them."""
    for part in reversed(asked.path):
        options = [{"name": part["name"], "type": part["type"], "options": options}]
    return options


def _named(those: Iterable[Thing], bare: str) -> Thing | None:
    """The one of that id, or of that name whatever its case."""
    for one in those:
        names = (one.username, one.display_name) if isinstance(one, User) else (one.name,)
        if str(one.id) == bare or bare.casefold() in (name.casefold() for name in names):
            return one
    return None


def _choice(option: Json, given: Any) -> Any:
    for choice in option["choices"]:
        if given == choice["value"] or str(given) in (str(choice["value"]), *_names(choice)):
            return choice["value"]
    raise AskError(400, f"« {given} » n’est pas un choix de l’option « {option['name']} ».")


def _number(option: Json, given: Any) -> int | float:
    try:
        value = int(given) if option["type"] == INTEGER else float(given)
    except (TypeError, ValueError):
        raise AskError(400, f"L’option « {option['name']} » demande un nombre.") from None
    if not option.get("min_value", value) <= value <= option.get("max_value", value):
        raise AskError(400, f"Le nombre de l’option « {option['name']} » est hors limites.")
    return value


def _boolean(option: Json, given: Any) -> bool:
    word = str(given).lower()
    if word not in YES + NO:
        raise AskError(400, f"L’option « {option['name']} » demande oui ou non.")
    return word in YES


def _text(option: Json, given: str) -> str:
    least, most = option.get("min_length", 0), option.get("max_length", 6_000)
    if not least <= len(given) <= most:
        raise AskError(400, f"Le texte de l’option « {option['name']} » n’a pas la bonne longueur.")
    return given
