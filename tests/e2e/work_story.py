"""What a collective works on while Vigie may be killed at any moment, and what it tells another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.communes import Commune
from bot.sandbox.asking import AskError
from bot.sandbox.discord.models import Channel, Message, User
from bot.sandbox.people import ANSWERED
from bot.store.base import Store
from tests.e2e.vote_story import Crowd, buttons

CLICKS = 6
RIGHT = 3  # what a contribution of one is put right to
SILENCE = timedelta(days=33)  # after which no answer is a refusal
SITTING = timedelta(days=45)
CHAIN = ("registered", "refusal", "filed", "judged")  # after the silence


@dataclass
class Work:
    """In a town of its own: a task, a request for documents, a project and a vote; the last two are
    offered to the collective of `other`, where `them` answers."""

    crowd: Crowd
    store: Store
    town: Commune
    other: Channel
    them: User
    clicked: int = 0
    counted: int = 0  # of these, the answered ones: the others may count or not

    @property
    def title(self) -> str:
        return f"tracter à {self.town.name}"

    @property
    def documents(self) -> str:
        return f"convention de {self.town.name}"

    @property
    def project(self) -> str:
        return f"Drone de {self.town.name}"

    async def live(self) -> None:
        await asyncio.gather(self._count(), self._tell_of_a_project(), self._report(), self._ask())
        await self.crowd.sandbox.clock.advance(SILENCE.total_seconds())
        self.crowd.acted()
        await self._hears(self.crowd.channels[0], "pas de réponse", self.documents)
        for event in CHAIN:
            id_ = await self._one("select id from document_requests where what = ?", self.documents)
            await self.crowd.types(
                self.crowd.seeded.girouette,
                "échéance étape-documents",
                demande=str(id_),
                événement=event,
            )

    async def _count(self) -> None:
        seeded = self.crowd.seeded
        options = {"titre": self.title, "ville": self.town.code, "unité": "tracts"}
        await self._once(
            "select id from tasks where title = ?", self.title, "tâche créer", **options
        )
        task = await self._hears(self.crowd.channels[0], self.title)
        await asyncio.gather(*(self._click(seeded.mimosa, task) for _ in range(CLICKS)))
        id_ = await self._one("select id from tasks where title = ?", self.title)
        while not await self._one("select count(*) from contributions where task = ?", str(id_)):
            await self._click(seeded.mimosa, task)
        value = f"task:{id_}"
        await self.crowd.types(seeded.mimosa, "tâche prendre", tâche=value)
        await self.crowd.types(seeded.mimosa, "tâche corriger", tâche=value, nombre=str(RIGHT))

    async def _click(self, person: User, task: Message) -> None:
        """Once: who gets no answer leaves it there."""
        [action] = [one["custom_id"] for one in buttons(task) if one["label"] == "+1"]

        async def ask() -> None:
            self.clicked += 1
            outcome = await self.crowd.sandbox.people.click(person, task, action)
            self.counted += outcome.status == ANSWERED

        await self._try(ask)

    async def _ask(self) -> None:
        await self._once(
            "select id from document_requests where what = ?",
            self.documents,
            "échéance demande-documents",
            ville=self.town.code,
            quoi=self.documents,
        )

    async def _tell_of_a_project(self) -> None:
        await self._once(
            "select id from projects where title = ?",
            self.project,
            "projet ajouter",
            ville=self.town.code,
            thème="drones",
            titre=self.project,
            état="rumour",
        )
        await self._answers("Un autre collectif a noté", self.project, "Noter ici aussi")
        await self.crowd.types(
            self.crowd.seeded.girouette,
            "projet statut",
            projet=self.project,
            état="voted",
            source="Délibération du conseil",
        )
        await self._answers("Un autre collectif a noté", self.project, "Noter ici aussi")

    async def _report(self) -> None:
        seeded = self.crowd.seeded
        day = self.crowd.sandbox.clock.now() + SITTING
        await self._once(
            "select id from votes where city = ?",
            self.town.code,
            "vote signaler",
            ville=self.town.code,
            quand=f"{day:%d/%m/%Y} à 18h30",
            objet="caméras fixes et mobiles",
            source="Ordre du jour https://mairie.example/odj.pdf",
        )
        asked = await self._hears(self.crowd.channels[0], "Vote signalé", self.town.shown)
        await self._presses(seeded.boussole, asked, "Confirmer")
        await self._answers("Un autre collectif a confirmé", self.town.shown, "Annoncer ici")

    async def _answers(self, *said: str) -> None:
        """The other collective's organiser says yes to what it is asked."""
        *words, label = said
        await self._presses(self.them, await self._hears(self.other, *words), label)

    async def _presses(self, person: User, message: Message, label: str) -> None:
        """Until it is answered, or the button is gone: it is done."""

        def left() -> list[str]:
            shown = [one for one in buttons(message) if one["label"].startswith(label)]
            return [one["custom_id"] for one in shown]

        if found := left():
            with suppress(AskError):
                await self.crowd.answered(
                    lambda: self.crowd.sandbox.people.click(person, message, found[0])
                )
        await self.crowd.until(lambda: not left())

    async def _once(self, query: str, value: str, command: str, **options: str) -> None:
        """Type a command that makes something; unanswered, look first whether it was made."""

        async def ask() -> None:
            await self.crowd.sandbox.people.command(
                self.crowd.seeded.girouette, self.crowd.channels[0], command, **options
            )

        while await self._one(query, value) is None:
            await self._try(ask)

    async def _try(self, ask: Callable[[], Awaitable[None]]) -> None:
        """Ask once, until there is an answer, or nobody left to give one."""
        await self.crowd.until(self.crowd.is_there)
        deaths = self.crowd.deaths
        asking = asyncio.ensure_future(ask())
        self.crowd.acted()
        await self.crowd.until(lambda: asking.done() or self.crowd.deaths != deaths)
        if asking.done():
            asking.result()
        else:
            asking.cancel()

    async def _one(self, query: str, value: str) -> int | None:
        """The first number of the first row."""
        row = await self.store.read(lambda tx: tx.execute(query, [value]).fetchone())
        return int(row[0]) if row else None

    async def _hears(self, channel: Channel, *words: str) -> Message:
        """What Vigie said there with these words, the newest that can still be answered first."""

        def said() -> list[Message]:
            return [
                one
                for one in self.crowd.written(channel)
                if all(part in one.content for part in words)
            ]

        await self.crowd.until(said)
        return said()[-1]
