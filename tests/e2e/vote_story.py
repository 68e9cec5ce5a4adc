"""A vote as people live it while Vigie may be killed at any moment: unanswered, they ask again."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.sandbox.asking import AskError
from bot.sandbox.discord.models import Channel, Message, User
from bot.sandbox.people import FAILED, Outcome
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox

PATIENCE_S = 120.0
PARIS = ZoneInfo("Europe/Paris")
EVENING = time(18, 30)
LASTS = timedelta(hours=3)  # a sitting, before its result is asked for
BEFORE = (timedelta(days=7), timedelta(days=2), timedelta(hours=3))
LISTED = timedelta(days=7)  # after the sitting, what was decided is published
COMING = ("Je viens", "Peut-être", "Je ne peux pas")
REPORTED, ANNOUNCED, OVER = "🗳️ Vote signalé", "🗳️ Vote vidéosurveillance", "🗳️ Le vote"


@dataclass
class Crowd:
    """The people of a collective, in front of a Vigie that dies and comes back.

    `acted` is called when somebody does something; `deaths` counts those of Vigie.
    """

    sandbox: Sandbox
    chance: random.Random
    members: list[User]
    channels: list[Channel]  # which follow the towns
    acted: Callable[[], None]
    deaths: int = 0
    is_alive: bool = False

    @property
    def seeded(self) -> Seeded:
        assert self.sandbox.seeded is not None
        return self.sandbox.seeded

    async def until(self, reached: Callable[[], object]) -> None:
        """Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_S):
            while not reached():
                await asyncio.sleep(0.005)

    def is_there(self) -> bool:
        vigie = self.seeded.vigie
        return self.is_alive and bool(vigie.commands) and self.sandbox.gateway.is_online(vigie)

    async def answered(self, ask: Callable[[], Awaitable[Outcome]]) -> Message:
        """Ask, and ask again where no answer came, as people do; what it is."""
        while True:
            await self.until(self.is_there)
            deaths = self.deaths
            asking = asyncio.ensure_future(ask())
            self.acted()
            await self.until(lambda: asking.done() or self.deaths != deaths)  # noqa: B023
            if not asking.done():
                asking.cancel()
                continue
            outcome = asking.result()
            if outcome.status == FAILED or outcome.message is None:
                continue
            message = outcome.message
            await self.until(lambda: message.content or self.deaths != deaths)  # noqa: B023
            if message.content:
                assert "pas marché" not in message.content
                return message

    async def types(self, person: User, words: str, **options: str) -> Message:
        where = self.seeded.announcements
        return await self.answered(
            lambda: self.sandbox.people.command(person, where, words, **options)
        )

    async def presses(self, person: User, message: Message, label: str) -> Message:
        [button] = [one for one in buttons(message) if one["label"].startswith(label)]
        action = button["custom_id"]
        return await self.answered(lambda: self.sandbox.people.click(person, message, action))

    def written(self, channel: Channel) -> list[Message]:
        """What Vigie said there of itself, in its order; answers to commands left out."""
        user = self.seeded.vigie.user
        found = (one for one in channel.messages.values() if one.author is user)
        return sorted((one for one in found if one.interaction is None), key=lambda one: one.id)


def buttons(message: Message) -> list[dict[str, str]]:
    return [one for row in message.components for one in row["components"]]


@dataclass
class Story:
    """One vote in a town of its own, from its report to the day on which it must be published."""

    crowd: Crowd
    town: Commune
    said: Counter[int] = field(default_factory=Counter)  # messages that each channel must hold
    coming: Counter[str] = field(default_factory=Counter)
    sitting: datetime | None = None  # where it was moved to

    async def tell(self) -> None:
        first = self._evening(10)
        await self._report(first)
        await self._confirm()
        await self._come()
        await self._wait(first - BEFORE[0])
        self.sitting = second = first + timedelta(days=2)
        await self._move(second)
        for before in BEFORE:
            await self._wait(second - before)
        await self._wait(second + LASTS)
        await self._decide()
        due = datetime.combine(second.date() + LISTED, time(9), PARIS)
        for when in (due - BEFORE[1], due):
            await self._wait(when)

    def _evening(self, days: int) -> datetime:
        day = self.crowd.sandbox.clock.now().astimezone(PARIS).date() + timedelta(days=days)
        return datetime.combine(day, EVENING, PARIS)

    async def _report(self, when: datetime) -> None:
        seeded = self.crowd.seeded
        await self.crowd.types(
            seeded.mimosa,
            "vote signaler",
            ville=self.town.code,
            quand=_typed(when),
            objet="caméras fixes et mobiles",
            source="Ordre du jour https://mairie.example/odj.pdf",
        )
        await self._hears(self.crowd.channels[:1])

    async def _confirm(self) -> None:
        """Two organisers at once: one of them is told that it is done."""
        seeded, asked = self.crowd.seeded, self._heard(self.crowd.channels[0], REPORTED)
        await asyncio.gather(
            *(self._confirms(one, asked) for one in (seeded.girouette, seeded.boussole))
        )
        await self._hears()

    async def _confirms(self, person: User, asked: Message) -> None:
        with suppress(AskError):  # the button is gone: it is done
            await self.crowd.presses(person, asked, "Confirmer")

    async def _come(self) -> None:
        """All answer at once, below one announcement or the other, and think again."""
        shown = [self._heard(one, ANNOUNCED) for one in self.crowd.channels]
        last = await asyncio.gather(*(self._answers(one, shown) for one in self.crowd.members))
        self.coming = Counter(last)
        labels = [f"{one} {n}" if (n := self.coming[one]) else one for one in COMING]
        for message in shown:
            await self.crowd.until(lambda: _labels(message) == labels)  # noqa: B023

    async def _answers(self, person: User, shown: list[Message]) -> str:
        chance, label = self.crowd.chance, ""
        for _ in range(2):
            label = chance.choice(COMING)
            noted = await self.crowd.presses(person, chance.choice(shown), label)
            assert noted.content.startswith("C’est noté")
        return label

    async def _move(self, when: datetime) -> None:
        shown = [self._heard(one, ANNOUNCED) for one in self.crowd.channels]
        before, girouette = [one.content for one in shown], self.crowd.seeded.girouette
        await self.crowd.types(girouette, "vote déplacer", vote=self.town.name, quand=_typed(when))
        await self._hears()
        for message, was in zip(shown, before, strict=True):
            await self.crowd.until(lambda: message.content != was)  # noqa: B023

    async def _decide(self) -> None:
        """By the buttons, then with its counts."""
        girouette = self.crowd.seeded.girouette
        asked = self._heard(self.crowd.channels[-1], OVER)
        which = await self.crowd.presses(girouette, asked, "Donner le résultat")
        await self.crowd.presses(girouette, which, "Adopté")
        await self._hears()
        for_, against = "21", "6"
        await self.crowd.types(
            girouette,
            "vote résultat",
            vote=self.town.name,
            issue="adopted",
            pour=for_,
            contre=against,
        )
        await self._hears()

    async def _wait(self, when: datetime) -> None:
        """Time passes, and each channel is told."""
        await self.crowd.sandbox.clock.move_to(when + timedelta(seconds=1))
        self.crowd.acted()
        await self._hears()

    async def _hears(self, channels: list[Channel] | None = None) -> None:
        """Return once each of the channels holds one message more of this town."""
        for channel in channels or self.crowd.channels:
            self.said[channel.id] += 1
            await self.crowd.until(lambda: len(self.told(channel)) >= self.said[channel.id])  # noqa: B023

    def told(self, channel: Channel) -> list[Message]:
        return [one for one in self.crowd.written(channel) if self.town.name in one.content]

    def _heard(self, channel: Channel, start: str) -> Message:
        [found] = [one for one in self.told(channel) if one.content.startswith(start)]
        return found


def _labels(message: Message) -> list[str]:
    return [one["label"] for one in buttons(message)]


def _typed(when: datetime) -> str:
    return f"{when:%d/%m/%Y} à {when:%Hh%M}"
