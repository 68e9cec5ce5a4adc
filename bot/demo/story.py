"""What happens in the demo, step by step, and what each side saw."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.demo.desk import Desk, NotSeen
from bot.demo.processes import Demo
from bot.render.texts import Texts

BOT = "Vigie"
CHANNEL = "annonces"
TOPIC = 2  # Marseille, the vote of 14 December, on the NodeBB forum
DISCOURSE_TOPIC = 102  # a vote, on the Discourse forum
_NODEBB, _DISCOURSE = "forum", "discourse"
MEMBER, ORGANISER = "Mimosa", "Girouette"
_DAY_S = 24 * 3600.0
_NUDGED_S = 6.0  # a forum that signs its news is read again within five seconds
_PATIENCE_S, _LOOK_EVERY_S = 20.0, 0.2


@dataclass(frozen=True, slots=True)
class Scene:
    """One step: what it is called, who said what, what was seen."""

    title: str
    said: str
    saw: str


class Story:
    """Plays with the real bot, through the sandbox's desk."""

    def __init__(self, demo: Demo, desk: Desk, texts: Texts) -> None:
        self.demo, self.desk, self.says = demo, desk, texts
        self.people: dict[str, str] = {}
        self.channel = ""

    def typed(self, words: str) -> str:
        """A command as it is typed in the language of the story."""
        return "/" + " ".join(self.says.say(word) for word in words.split())

    def readable(self, scene: Scene) -> Scene:
        """With the name of its channel, which is a number in what the chat carries."""
        return replace(scene, saw=scene.saw.replace(f"<#{self.channel}>", f"#{CHANNEL}"))

    async def arrive(self) -> Scene:
        await self.desk.online(BOT)
        self.people = await self.desk.people()
        self.channel = await self.desk.channel(CHANNEL)
        return Scene(
            self.says.say("Vigie arrive dans le salon du collectif"),
            "",
            self.says.say("Vigie est en ligne, #annonces l'attend."),
        )

    async def follow(self) -> Scene:
        address = f"{self.demo.addresses.forum}/topic/{TOPIC}"
        await self.command(ORGANISER, "fil suivre", adresse=address)
        answer = await self._said(lambda one: is_vigie(one) and "💬" in one["content"])
        return Scene(
            self.says.say("Un·e référent·e suit un fil du forum"),
            f"{ORGANISER} : {self.typed('fil suivre')} {address}",
            answer,
        )

    async def post(self) -> Scene:
        text = self.says.say(
            "Le dossier du conseil est en ligne : page 41, la convention, sans le prix."
        )
        return await self._carried(
            self.says.say("Un message arrive sur le forum, puis dans le salon"), "lina", text
        )

    async def card(self) -> Scene:
        typed = "marseil"
        offered = await self.desk.complete(
            self.people[MEMBER], self.channel, "ville statut", "ville", typed
        )
        await self.command(MEMBER, "ville statut", ville="fr:13055")
        answer = await self._said(
            lambda one: is_vigie(one) and one["content"].startswith("Marseille (")
        )
        return Scene(
            self.says.say("Une personne demande où en est sa ville"),
            f"{MEMBER} : {self.typed('ville statut')} {typed}… → {offered[0]}",
            answer,
        )

    async def homonyms(self) -> Scene:
        private = await self.desk.private(self.people[MEMBER], self.people[BOT])
        question = self.says.say("où en est Saint-Denis ?")
        await self.desk.say(self.people[MEMBER], private, question)
        asked = await self._said(lambda one: bool(one.get("components")), private)
        button = (await self.desk.messages(self.people[MEMBER], private))[-1]
        row = button["components"][0]["components"]
        labels = " ".join(f"[{one['label']}]" for one in row)
        action = row[0]["custom_id"]
        await self.desk.click(self.people[MEMBER], private, button["id"], action)
        answer = await self._said(lambda one: one["content"].startswith("Saint-Denis ("), private)
        return Scene(
            self.says.say("En privé, Vigie demande de quelle ville on parle"),
            f"{MEMBER} : {question}",
            f"{asked}\n{labels}\n{answer}",
        )

    async def outage(self) -> Scene:
        await self.desk.fault("forum.503", True)
        text = self.says.say("Message écrit pendant la panne du forum.")
        await self.desk.reply_on_forum(_NODEBB, TOPIC, "moussa", text)
        await self.desk.advance(60)
        doubt = await self._warned()
        await self.desk.fault("forum.503", False)
        await self.desk.advance(600)
        return Scene(
            self.says.say("Le forum tombe en panne et revient : rien n'est perdu"),
            text,
            f"{doubt}\n{await self._once(text)}",
        )

    async def restart(self) -> Scene:
        await self.demo.kill_bot()
        await self.desk.online(BOT, wanted=False)
        text = self.says.say("Message écrit pendant que Vigie était arrêtée.")
        await self.desk.reply_on_forum(_NODEBB, TOPIC, "camille", text)
        await self.demo.start_bot()
        await self.desk.online(BOT)
        seen = await self._once(text)
        return Scene(
            self.says.say("Vigie est tuée net et relancée : tout arrive, une seule fois"),
            text,
            seen,
        )

    async def next_day(self) -> Scene:
        await self.desk.advance(_DAY_S)
        text = self.says.say("Rendez-vous demain à 18h pour préparer la séance.")
        return await self._carried(self.says.say("Le lendemain"), "stephane", text)

    async def correction(self) -> Scene:
        return await self._corrected(
            self.says.say("Corrigé puis retiré sur le forum : le chat suit"), _NODEBB, TOPIC
        )

    async def second_forum(self) -> Scene:
        address = f"{self.demo.addresses.discourse}/t/{DISCOURSE_TOPIC}"
        await self.command(ORGANISER, "fil suivre", adresse=address)
        scene = await self._corrected(
            self.says.say("Un autre forum, sous Discourse, est suivi de même"),
            _DISCOURSE,
            DISCOURSE_TOPIC,
        )
        return replace(
            scene, said=f"{ORGANISER} : {self.typed('fil suivre')} {address}\n  {scene.said}"
        )

    async def _corrected(self, title: str, forum: str, topic: int) -> Scene:
        """A post that is written, edited and deleted, as the chat shows it each time."""
        first = self.says.say("Le vote est au point 12 ({forum}).", forum=forum)
        second = self.says.say("Le vote est au point 14 ({forum}).", forum=forum)
        pid = await self.desk.reply_on_forum(forum, topic, "lina", first)
        await self.desk.advance(60)
        seen = [await self._once(first)]
        await self.desk.edit_on_forum(forum, pid, second)
        await self.desk.advance(_NUDGED_S)
        seen.append(await self._once(second))
        await self.desk.delete_on_forum(forum, pid)
        await self.desk.advance(_NUDGED_S)
        await self._gone(second)
        seen.append(self.says.say("Puis une mention de son retrait prend sa place."))
        return Scene(title, f"lina : {first} → {second}", "\n".join(seen))

    async def _carried(self, title: str, author: str, text: str) -> Scene:
        await self.desk.reply_on_forum(_NODEBB, TOPIC, author, text)
        said = self.says.say("{author}, sur le forum : {text}", author=author, text=text)
        return Scene(title, said, await self._once(text))

    async def _once(self, text: str) -> str:
        """The mirror of a post, of which there must be exactly one."""
        await self._said(lambda one: _mirrors(one, text))
        messages = await self.desk.carried(self.people[MEMBER], self.channel)
        mirrors = [one["content"] for one in messages if _mirrors(one, text)]
        if len(mirrors) != 1:
            raise NotSeen(f"{text} × {len(mirrors)}")
        return str(mirrors[0])

    async def _gone(self, text: str) -> None:
        """Return once no message of Vigie's says this any more. Raises TimeoutError."""
        async with asyncio.timeout(_PATIENCE_S):
            while any(
                _mirrors(one, text)
                for one in await self.desk.carried(self.people[MEMBER], self.channel)
            ):
                await asyncio.sleep(_LOOK_EVERY_S)

    async def _warned(self) -> str:
        """The line by which the card says that the forum cannot be read, waited for."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                told = await self.command(MEMBER, "ville statut", ville="fr:13055")
                lines = told["message"]["content"].splitlines()
                if doubts := [line for line in lines if line.startswith("⚠️")]:
                    return str(doubts[0])
                await asyncio.sleep(_LOOK_EVERY_S)

    async def command(self, person: str, command: str, **options: str) -> Any:
        told = await self.desk.command(self.people[person], self.channel, command, **options)
        if told["status"] == "failed":
            raise NotSeen(f"/{command}")
        return told

    async def seen(self, wanted: Callable[[Any], bool], channel: str = "") -> Any:
        """The first message that fits, waited for, there or in the channel. Raises NotSeen."""
        person, where = self.people[MEMBER], channel or self.channel
        return await self.desk.seen(person, where, wanted, self.says.say("rien vu venir"))

    async def _said(self, wanted: Callable[[Any], bool], channel: str = "") -> str:
        return str((await self.seen(wanted, channel))["content"])


def is_vigie(message: Any) -> bool:
    return bool(message["author"].get("bot"))


def _mirrors(message: Any, text: str) -> bool:
    return is_vigie(message) and text in html.unescape(message["content"])
