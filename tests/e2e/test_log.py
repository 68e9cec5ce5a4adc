"""What a day with Vigie leaves in its log, at its most talkative."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bot import log
from bot.config import ForumSettings, LogSettings
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import ForumServer
from tests.e2e.conftest import Town

NODEBB_TOKEN, DISCOURSE_KEY = "VIGIE_FORUM_TOKEN", "VIGIE_DISCOURSE_KEY"
LIBRARIES = ("discord", "aiohttp", "apscheduler", "asyncio", "urllib3", "pydiscourse")
FORUM_FAULTS = ["forum.500", "forum.html", "forum.truncated", "forum.drop", "forum.429"]
CHAT_FAULTS = ["chat.429", "chat.429_cloudflare", "chat.500", "chat.502_after", "chat.reset_after"]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log of this test at its most talkative; the process's is given back as it was."""
    names = ("bot", "cogs", *LIBRARIES)
    kept = {name: logging.getLogger(name).level for name in names}
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    made = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", made)
        log.set_up(LogSettings(level="debug").level)
    yield made
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in names:
        logging.getLogger(name).setLevel(kept[name])


@dataclass
class Day:
    """What people do in a town, and the words that they used."""

    town: Town
    words: list[str] = field(default_factory=list)

    def said(self, words: str) -> str:
        self.words.append(words)
        return words

    async def carried(self, forum: ForumServer | DiscourseServer, topic: int, words: str) -> None:
        forum.reply(topic, "lina", self.said(words))
        await self.town.hears_in_time(lambda text: words in text)

    async def asked(self, city: str) -> None:
        people, mimosa = self.town.sandbox.people, self.town.seeded.mimosa
        await people.say(mimosa, self.town.channel, f"@Vigie où en est {self.said(city)} ?")
        await self.town.hears_in_time(lambda text: city in text)


async def follow_both(town: Town) -> None:
    girouette = town.seeded.girouette
    for address in (f"{town.sandbox.forum_url}/topic/2", f"{town.sandbox.discourse_url}/t/102"):
        await town.command(girouette, "fil suivre", adresse=address)
    await town.until(lambda: len([one for one in town.seen() if "suit" in one.content]) == 2)


async def live(day: Day) -> None:
    """Posts, questions, buttons, faults of both forums and of the chat, cuts of the gateway."""
    town, faults = day.town, day.town.sandbox.faults
    await follow_both(town)
    await day.carried(town.sandbox.forum, 2, "Rendez-vous quai Bleu-Canard")
    await day.carried(town.sandbox.discourse, 102, "Les tracts sont chez Zébulon")
    for number, fault in enumerate(FORUM_FAULTS):
        faults.put(fault, times=3)
        await day.carried(town.sandbox.forum, 2, f"Pendant la panne numéro {number} du forum")
        faults.clear(fault)
    for number, fault in enumerate(CHAT_FAULTS):
        faults.put(fault, times=1, match=r"^POST ")
        await day.asked(f"Ploumanac{'h' * (number + 1)}")
        faults.clear(fault)
    for fault in ("chat.500", "chat.reset_after", "chat.429"):
        faults.put(fault, times=1, match=r"/(callback|@original)$")
        await town.command(town.seeded.mimosa, "ville statut", ville=day.said("Kerlouannec"))
        faults.clear(fault)
    for number, cut in enumerate(("gateway.drop", "gateway.invalid", "gateway.reconnect")):
        faults.put(cut)
        await town.until(lambda: town.sandbox.gateway.is_online(town.seeded.vigie))
        await day.asked(f"Bourg-la-Chimère-{number}")


def secrets(town: Town) -> set[str]:
    """Whatever opens a door: Vigie's own tokens, and those of each interaction and session."""
    sandbox = town.sandbox
    once = {*sandbox.interactions.by_token, *sandbox.gateway.sessions}
    return {sandbox.token, sandbox.forum.bearer, sandbox.discourse.api_key, *once}


def names(town: Town) -> set[str]:
    people = [one for one in town.sandbox.world.users.values() if not one.bot]
    called = {name for one in people for name in (one.username, one.display_name)}
    return called | {"lina", "moussa", "camille", "stephane"}


async def test_the_log_of_a_day_holds_no_secret_no_words_and_no_name(
    idle_town: Town, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, sandbox = idle_town, idle_town.sandbox
    monkeypatch.setenv(NODEBB_TOKEN, sandbox.forum.bearer)
    monkeypatch.setenv(DISCOURSE_KEY, sandbox.discourse.api_key)
    forums = [
        ForumSettings(name="demo", url=sandbox.forum_url),
        ForumSettings(
            name="autre", url=sandbox.discourse_url, token_env=DISCOURSE_KEY, user="vigie"
        ),
    ]
    town.settings = town.settings.model_copy(update={"forum": forums})
    await town.start()
    day = Day(town)
    await live(day)
    await town.stop()
    told = written.getvalue()
    assert {"forum.new", "forum.unreadable", "outbox.unknown", "chat.ready"} <= set(told.split())
    assert [one for one in secrets(town) if one in told] == []
    assert [one for one in day.words if one in told] == []
    assert [one for one in names(town) if re.search(rf"\b{one}\b", told, re.IGNORECASE)] == []
