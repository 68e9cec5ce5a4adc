"""What an English speaker may type, and the commands that they are sent to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from discord.ext import commands

from bot.app import COGS
from bot.render.texts import SOURCE
from tests.render.test_catalogue import catalogue, entries

# Words of dates, of spans and of recurrences that only who speaks French would type.
FRENCH = re.compile(
    r"\b(lundis?|mardi|jeudi|janvier|juin|décembre|jours?|heures|demain|aujourd'hui|aucun|dernier|"
    r"rappelle|dans|fois)\b"
)
COMMAND = re.compile(r"`/([^`<{]+)`")


def forms(said: str | tuple[str, ...] | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def told() -> list[str]:
    return [form for entry in entries("en") for form in forms(entry.string)]


def test_a_french_phrase_is_said_to_be_french() -> None:
    assert [one for one in told() if FRENCH.search(one) and "French" not in one] == []


def commands_in(locale: str) -> Iterator[str]:
    """Every command by the name that a chat in this language shows."""

    def named(name: str) -> str:
        found = catalogue("en").get(name) if locale == "en" else None
        return str(found.string) if found else name

    for path in COGS:
        for cog in vars(import_module(path)).values():
            if isinstance(cog, type) and issubclass(cog, commands.Cog):
                group = getattr(cog, "__cog_group_name__", None)
                group = str(group) if cog.__cog_is_app_commands_group__ else ""
                for command in cog.__cog_app_commands__:
                    yield " ".join(filter(None, [group and named(group), named(command.name)]))


@pytest.mark.parametrize("locale", [SOURCE, "en"])
def test_every_command_that_is_named_exists(locale: str) -> None:
    known = set(commands_in(locale))
    groups = {one.split()[0] for one in known}
    assert len(known) > 40
    said = (
        told() if locale == "en" else [form for entry in entries("en") for form in forms(entry.id)]
    )
    named = {name.strip() for one in said for name in COMMAND.findall(one)}
    assert {one for one in named if one not in known | groups} == set()
