"""The command lines that messages answer, as those who typed them saw them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.sandbox.asking import ATTACHMENT, BOOLEAN, CHANNEL, ROLE, USER
from bot.sandbox.discord.command_checks import GROUP, SUBCOMMAND
from bot.sandbox.discord.models import Interaction, Json, Message
from bot.sandbox.discord.world import World

MOST_KEPT = 5_000


class Lines:
    """Says « /ville statut Marseille » of a message, from what the application was asked.

    An application gets the value of a proposal, people see its name: the names that were proposed
    are kept, the oldest forgotten.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._names: OrderedDict[tuple[str, Any], str] = OrderedDict()

    def proposed(self, option: str, choices: Iterable[Json]) -> None:
        """What an application proposed for the option of that name."""
        for choice in choices:
            self._names[(option, choice["value"])] = choice["name"]
        while len(self._names) > MOST_KEPT:
            self._names.popitem(last=False)

    def of(self, message: Message) -> str | None:
        """None when no command was typed for the message."""
        by = message.interaction
        if by is None or not by.name:
            return None
        if by.target is not None:
            return f"Applications › {by.name}"
        said = (self._said(by, option) for option in _leaves(by.data.get("options", [])))
        return " ".join([f"/{by.name}", *said])

    def _said(self, by: Interaction, option: Json) -> str:
        value, kind = option["value"], option["type"]
        if kind == BOOLEAN:
            return f"{option['name']}:{'oui' if value else 'non'}"
        if kind == ATTACHMENT:
            return f"{option['name']}:{by.data['resolved']['attachments'][value]['filename']}"
        if kind in (CHANNEL, USER, ROLE):
            return self._called(by, kind, int(value))
        declared = _choices(_declared(by), option["name"])
        proposed = self._names.get((option["name"], value))
        return declared.get(value) or proposed or str(value)

    def _called(self, by: Interaction, kind: int, thing: int) -> str:
        guild = by.channel.guild
        if kind == CHANNEL:
            channel = self._world.channels.get(thing)
            return f"# {channel.name}" if channel else "# salon supprimé"
        if kind == USER:
            return f"@{self._world.users[thing].display_name}"
        role = guild.roles.get(thing) if guild else None
        return f"@{role.name}" if role else "@rôle supprimé"


def _leaves(options: Iterable[Json]) -> Iterator[Json]:
    for option in options:
        if option["type"] in (SUBCOMMAND, GROUP):
            yield from _leaves(option["options"])
        else:
            yield option


def _declared(by: Interaction) -> Json:
    """The command as it was registered, {} once it is no more."""
    own = by.application.guild_commands.get(by.channel.guild_id or 0, {})
    wanted = int(by.data.get("id", 0))
    return own.get(wanted) or by.application.commands.get(wanted) or {}


def _choices(part: Mapping[str, Any], option: str) -> dict[Any, str]:
    """The names of an option's fixed choices by value, wherever in the command it stands."""
    found: dict[Any, str] = {}
    for one in part.get("options", []):
        if one["name"] == option:
            found |= {choice["value"]: _french(choice) for choice in one.get("choices", [])}
        found |= _choices(one, option)
    return found


def _french(choice: Json) -> str:
    name: str = (choice.get("name_localizations") or {}).get("fr") or choice["name"]
    return name
