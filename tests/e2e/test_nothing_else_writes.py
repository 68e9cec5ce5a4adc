"""With a forum that takes what Vigie writes, no command, button nor event writes to it.

The walk tries all that Discord was told of, by an organiser and by a member, with what they might
type; presses every sort of button that comes of it and hands in every sort of form; speaks in a
channel and in private; and lets everything else happen that Vigie hears of. Publishing has its own
tests.
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress

import pytest

from bot.config import ForumSettings, Settings
from bot.sandbox.asking import AskError
from bot.sandbox.discord.modals import TEXT_INPUT, fields
from bot.sandbox.discord.models import Channel, Interaction, Json, Message, User
from bot.sandbox.people import FAILED, Outcome
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
TYPED = {  # in forms
    "amount": "3",
    "city": "Nice",
    "day": "14/12/2027",
    "link": "https://example.org/ordre-du-jour",
}
WORDS = {
    "ville": "fr:06088",
    "date": "14/12/2027",
    "début": "22h",
    "fin": "7h30",
    "envoyée": "24/11/2026",
    "reçue": "24/11/2026",
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
                if offered or name in WORDS or option.get("required"):
                    values[name] = offered[0]["value"] if offered else WORDS.get(name, "nice")
        elif option["type"] == 7:  # a channel
            values[name] = str(town.channel.id)
        elif option["type"] in (3, 4, 10):
            values[name] = WORDS.get(name, "3" if option["type"] != 3 else "Un texte assez long")
    return values


class Walk:
    """One person after the other does whatever Discord offers, in any order."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.people, self.rng = town, town.sandbox.people, random.Random(seed)
        self.answered = 0
        self.shown: list[Message] = []  # to one person
        self.pressed: set[str] = set()  # the sorts of buttons
        self.handed_in: set[str] = set()  # the sorts of forms

    async def follow_up(self, who: User, outcome: Outcome) -> None:
        """Hand in the form that comes of it, and keep what is shown."""
        while outcome.form is not None and outcome.form.modal is not None:
            form = outcome.form
            if str(form.modal["custom_id"]).startswith(OWN):
                break
            outcome = await self.people.submit(who, form.id, filled(form))
            self.handed_in.add(sort_of(form.modal["custom_id"]))
        if outcome.message is not None:
            self.shown.append(outcome.message)

    async def command(self, who: User, words: str, options: list[Json]) -> None:
        values = await typed(self.town, who, words, options)
        with suppress(AskError, TimeoutError):
            outcome = await self.people.command(who, self.town.channel, words, **values)
            self.answered += outcome.status != FAILED
            await self.follow_up(who, outcome)
            await self.press_all(who)

    async def commands(self, known: Sequence[tuple[str, list[Json]]]) -> None:
        """By an organiser all of them, by a member some."""
        for words, options in known:
            await self.command(self.town.seeded.girouette, words, options)
            if self.rng.random() < 0.3:
                await self.command(self.town.seeded.mimosa, words, options)

    async def press_all(self, who: User) -> None:
        """Buttons in sight, in any order; first what was never pressed."""
        private = self.people.dm(who, self.town.seeded.vigie.user)
        told = [one for one in self.shown[-30:] if one.ephemeral_for in (None, who.id)]
        seen = [*self.town.seen(), *self.people.messages(private, who), *told]
        pressable = [(message, action) for message in seen for action in actions(message)]
        self.rng.shuffle(pressable)
        pressable.sort(key=lambda one: sort_of(one[1]) in self.pressed)
        for message, action in pressable[:25]:
            with suppress(AskError, TimeoutError):
                outcome = await self.people.click(who, message, action)
                if outcome.status != FAILED:
                    self.pressed.add(sort_of(action))
                    await self.follow_up(who, outcome)

    async def speak(self, who: User, channel: Channel, menus: Sequence[str]) -> None:
        """Everything that is understood, and not; and what is offered at one's own messages."""
        name = "@Vigie " if channel is self.town.channel else ""
        for said in SAYINGS:
            message = await self.people.say(who, channel, f"{name}{said}")
            for menu in menus:
                with suppress(AskError, TimeoutError):
                    await self.people.menu(who, message, menu)


def sort_of(action: object) -> str:
    """What it does, whichever it is of."""
    return re.sub(r"(?<=:)(?=[\w-]*\d)[\w-]+|fr(?=:)", "*", str(action))


def filled(form: Interaction) -> dict[str, object]:
    """What somebody might type in a form, and choose."""
    assert form.modal is not None
    given: dict[str, object] = {}
    for _, field in fields(form.modal["components"]):
        name = str(field["custom_id"])
        if field["type"] == TEXT_INPUT:
            given[name] = field.get("value") or TYPED.get(name, "Un texte assez long")
        elif field.get("options"):
            given[name] = [field["options"][0]["value"]]
    return given


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
    walk, seeded, sandbox = Walk(town, seed), town.seeded, town.sandbox
    WORDS["adresse"] = WORDS["fil"] = f"{sandbox.forum_url}/topic/2"
    await town.follow()
    commands = [one for one in seeded.vigie.commands.values() if one["type"] == COMMAND]
    menus = [one["name"] for one in seeded.vigie.commands.values() if one["type"] == MENU]
    known = [leaf for command in commands for leaf in leaves(command)]
    assert len(known) > 40
    walk.rng.shuffle(known)
    await walk.commands([leaf for leaf in known if leaf[0] not in LAST])
    private = sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    for channel in (town.channel, private):
        await walk.speak(seeded.mimosa, channel, menus)
    await town.until(lambda: len(town.seen(channel=private)) > len(SAYINGS) // 2)
    pid = sandbox.forum.reply(2, "lina", "Vote des caméras à Nice le 14 décembre 2026 à 18h30")
    sandbox.forum.edit(pid, "Vote des caméras à Nice le 15 décembre 2026 à 18h30")
    await town.poll()
    await town.poll(sandbox.discourse)
    sandbox.forum.delete(pid)
    for _ in range(3):
        await sandbox.clock.advance(26 * 3600)
        for person in (seeded.girouette, seeded.mimosa):
            await walk.press_all(person)
    await walk.commands([leaf for leaf in known if leaf[0] in LAST])
    await sandbox.clock.advance(26 * 3600)
    assert walk.answered > len(known)
    assert len(walk.pressed) > 20
    assert "vigie:vote:report:*:*" in walk.handed_in
    assert any(one.startswith("vigie:task:many:*:") for one in walk.handed_in)
    with closing(sqlite3.connect(town.settings.database)) as beside:
        assert beside.execute("select * from forum_writes").fetchall() == []
    assert written(town) == []
