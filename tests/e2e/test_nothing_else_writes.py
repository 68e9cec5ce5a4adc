"""With a forum that takes what Vigie writes, no command, button nor event writes to it.

The walk tries all that Discord was told of, by an organiser and by a member, with what they might
type; presses every button that comes of it; and lets everything else happen that Vigie hears of.
Publishing has its own tests.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress

import pytest

from bot.config import ForumSettings, Settings
from bot.sandbox.asking import AskError
from bot.sandbox.discord.models import Json, Message, User
from bot.sandbox.people import FAILED
from bot.sandbox.server import Sandbox
from tests.e2e.conftest import Town

OWN = ("vigie:publication:", "vigie:forum_tally:")  # the acts that publish, by their authors
COMMAND, MENU = 1, 3  # kinds of commands: what is typed, and what a message's menu offers
LAST = ("silence", "mes-données effacer", "fil arrêter", "ville ne-plus-suivre")  # they quiet it
SAYINGS = (
    "où en est Nice ?",
    "prochain vote à Lyon ?",
    "rappelle-moi demain soir : tracts",
    "qu'est-ce que je peux faire ?",
    "j'ai distribué 20 tracts",
    "publie ça sur le forum",
    "quel délai après une délibération du 3 mars ?",
    "bonjour",
)
WORDS = {
    "ville": "fr:06088",
    "date": "14/12/2027",
    "quand": "demain soir",
    "mode": "fil",
    "règle": "recours-deliberation",
    "titre": "Vidéosurveillance",
    "lien": "https://example.org/ordre-du-jour",
    "source": "https://example.org/ordre-du-jour",
}


@pytest.fixture
def settings(settings: Settings, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Both forums, with accounts that may write."""
    monkeypatch.setenv("W_NODEBB", sandbox.forum.bearer)
    monkeypatch.setenv("W_DISCOURSE", sandbox.discourse.api_key)
    other = ForumSettings(
        name="other",
        url=sandbox.discourse_url,
        token_env="W_DISCOURSE",
        user=sandbox.discourse.api_username,
    )
    demo = ForumSettings(name="demo", url=sandbox.forum_url, token_env="W_NODEBB")
    return settings.model_copy(update={"forum": [demo, other]})


def leaves(command: Json, path: str = "") -> Iterator[tuple[str, list[Json]]]:
    """The words of each command that can be sent, and its options."""
    words = f"{path} {command['name']}".strip()
    options = command.get("options", [])
    if any(option["type"] in (1, 2) for option in options):
        for option in options:
            yield from leaves(option, words)
    else:
        yield words, options


async def typed(town: Town, who: User, words: str, options: list[Json]) -> dict[str, str]:
    """A value for each option: a choice that is offered, or what somebody might type."""
    values: dict[str, str] = {}
    for option in options:
        name, choices = option["name"], option.get("choices", [])
        if choices:
            values[name] = choices[0]["value"]
        elif option.get("autocomplete"):
            with suppress(AskError, TimeoutError):
                said = {**values, name: WORDS.get(name, "")}
                offered = await town.sandbox.people.autocomplete(
                    who, town.channel, words, name, **said
                )
                values[name] = offered[0]["value"] if offered else WORDS.get(name, "nice")
        elif option["type"] == 7:  # a channel
            values[name] = str(town.channel.id)
        elif option["type"] in (3, 4, 10):
            values[name] = WORDS.get(name, "3" if option["type"] != 3 else "Un texte assez long")
    return values


async def press_all(
    town: Town, who: User, rng: random.Random, answers: Sequence[Message] = ()
) -> int:
    """Every button in sight, of `answers`, too, in any order; how many were answered."""
    seen = [one for one in (*town.seen(), *answers) if one.components]
    pressable = [(message, action) for message in seen for action in actions(message)]
    rng.shuffle(pressable)
    answered = 0
    for message, action in pressable[:25]:
        with suppress(AskError, TimeoutError):
            outcome = await town.sandbox.people.click(who, message, action)
            answered += outcome.status != FAILED
    return answered


def actions(message: Message) -> list[str]:
    found = [
        str(part["custom_id"])
        for row in message.components
        for part in row.get("components", [])
        if "custom_id" in part
    ]
    return [one for one in found if not one.startswith(OWN)]


def written(town: Town) -> list[str]:
    """What was asked of a forum that is no reading."""
    sandbox = town.sandbox
    asked = [*sandbox.forum.requests, *sandbox.discourse.requests]
    return [f"{one.method} {one.path}" for one in asked if one.method not in ("GET", "HEAD")]


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_walk_through_everything_writes_nothing_to_a_forum(town: Town, seed: int) -> None:
    rng, seeded, sandbox = random.Random(seed), town.seeded, town.sandbox
    WORDS["adresse"] = WORDS["fil"] = f"{sandbox.forum_url}/topic/2"
    await town.follow()
    commands = [one for one in seeded.vigie.commands.values() if one["type"] == COMMAND]
    menus = [one["name"] for one in seeded.vigie.commands.values() if one["type"] == MENU]
    known = [leaf for command in commands for leaf in leaves(command)]
    assert len(known) > 40
    rng.shuffle(known)
    known.sort(key=lambda leaf: leaf[0] in LAST)
    answered = pressed = 0
    for words, options in known:
        who = seeded.girouette if rng.random() < 0.7 else seeded.mimosa
        values = await typed(town, who, words, options)
        with suppress(AskError, TimeoutError):
            outcome = await sandbox.people.command(who, town.channel, words, **values)
            answered += outcome.status != FAILED
            if outcome.message is not None:
                pressed += await press_all(town, who, rng, [outcome.message])

    for said in SAYINGS:
        message = await sandbox.people.say(seeded.mimosa, town.channel, f"@Vigie {said}")
        for menu in menus:
            await sandbox.people.menu(seeded.mimosa, message, menu)
    pid = sandbox.forum.reply(2, "lina", "Vote des caméras à Nice le 14 décembre 2026 à 18h30")
    sandbox.forum.edit(pid, "Vote des caméras à Nice le 15 décembre 2026 à 18h30")
    await town.poll()
    await town.poll(sandbox.discourse)
    sandbox.forum.delete(pid)
    for _ in range(3):
        await sandbox.clock.advance(26 * 3600)
        pressed += await press_all(town, seeded.girouette, rng)
    assert answered > len(known) * 3 // 4
    assert pressed > 5
    with closing(sqlite3.connect(town.settings.database)) as beside:
        assert beside.execute("select * from forum_writes").fetchall() == []
    assert written(town) == []
