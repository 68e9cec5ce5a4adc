"""Forum threads in the chat, on both engines: complete, corrected, silent where it must be."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.config import (
    ClockSettings,
    DiscordSettings,
    ForumSettings,
    Settings,
    StorageSettings,
    WebSettings,
)
from bot.sandbox.discord import permissions
from bot.sandbox.server import Sandbox
from bot.services.rhythm import Rhythm
from tests.e2e.conftest import Town

REREAD_S = 330
SECRET = "entre-nous"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def settings(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("VIGIE_WEBHOOK_SECRET", SECRET)
    return Settings(
        discord=DiscordSettings(api_base=sandbox.chat_api),
        forum=[
            ForumSettings(name="demo", url=sandbox.forum_url, every_s=3600),
            ForumSettings(name="discourse", url=sandbox.discourse_url, every_s=3600),
        ],
        clock=ClockSettings(follow=sandbox.clock_url),
        storage=StorageSettings(path="vigie.db"),
        web=WebSettings(port=free_port()),
        folder=tmp_path,
    )


class Side:
    """One engine's forum, a thread of it, and what people do there."""

    def __init__(self, town: Town, engine: str) -> None:
        self.town, self.engine = town, engine
        sandbox = town.sandbox
        self.forum: Any = sandbox.forum if engine == "nodebb" else sandbox.discourse
        self.topic = 2 if engine == "nodebb" else 102
        path = f"topic/{self.topic}" if engine == "nodebb" else f"t/{self.topic}"
        url = sandbox.forum_url if engine == "nodebb" else sandbox.discourse_url
        self.address = f"{url}/{path}"

    async def follow(self, **options: str) -> None:
        options = {"adresse": self.address, **options}
        await self.town.command(self.town.seeded.girouette, "fil suivre", **options)
        await self.town.hears(lambda text: "suit maintenant" in text)

    async def carried(self, text: str) -> int:
        """A new post, once it is in the chat."""
        pid: int = self.forum.reply(self.topic, "lina", text)
        await self.poll()
        await self.town.hears(lambda said: text in said)
        return pid

    async def poll(self) -> None:
        await self.town.poll(self.forum)


@pytest.fixture(params=["nodebb", "discourse"])
def side(town: Town, request: pytest.FixtureRequest) -> Side:
    return Side(town, request.param)


async def test_an_edit_and_a_deletion_reach_the_very_message(side: Side) -> None:
    await side.follow()
    pid = await side.carried("La séance est à 18h.")
    [thread] = side.town.threads()
    before = len(thread.messages)
    side.forum.edit(pid, "La séance est à 19h, corrigé.")
    await side.poll()
    message = await side.town.hears_in_time(lambda text: "19h, corrigé." in text)
    assert "Modifié sur le forum le 24 novembre à" in message.content
    side.forum.delete(pid)
    await side.poll()
    await side.town.hears_in_time(
        lambda text: text.startswith("💬 Message retiré du forum (vu le 24 novembre")
    )
    assert not any("19h" in one.content for one in side.town.seen())
    assert len(thread.messages) == before


async def test_a_thread_withdrawn_and_brought_back_is_said_again_with_its_title(side: Side) -> None:
    await side.follow()
    await side.carried("La séance est à 18h.")
    title = side.forum.world.topics[side.topic].title
    side.forum.world.delete_topic(side.topic)
    await side.poll()
    await side.town.hears_in_time(lambda text: "Un fil suivi ici a été retiré" in text)
    await side.town.until(
        lambda: [one.name for one in side.town.threads()] == ["Fil retiré du forum"]
    )
    beside = ("suit maintenant", "🗳️")  # answers, and what is asked of organisers
    written = [one for one in side.town.seen() if not any(word in one.content for word in beside)]
    assert not any("18h" in one.content or title in one.content for one in written)
    side.forum.world.restore_topic(side.topic)
    await side.poll()
    await side.town.hears_in_time(lambda text: "La séance est à 18h." in text)
    await side.town.hears_in_time(lambda text: f"« {title} » est de nouveau" in typed(text))
    await side.town.until(lambda: [one.name for one in side.town.threads()] == [title])
    noted = {"Fil retiré du forum"}  # by the chat itself, of each new name
    left = [one.content for one in side.town.seen() if "retiré du forum" in one.content]
    assert set(left) <= noted


def typed(text: str) -> str:
    """As it is typed, without the spaces and apostrophes of printing."""
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


async def test_a_rename_and_a_lock_reach_the_chat_thread(side: Side) -> None:
    await side.follow()
    await side.carried("Premier message recopié.")
    side.forum.world.rename(side.topic, "Vote reporté en janvier")
    side.forum.world.lock(side.topic)
    await side.poll()
    await side.town.hears_in_time(lambda text: "Nouveau titre sur le forum" in text)
    await side.town.hears_in_time(lambda text: "est verrouillé" in text)
    await side.town.until(
        lambda: [one.name for one in side.town.threads()] == ["🔒 Vote reporté en janvier"]
    )


async def test_a_forum_channel_gets_a_post_with_the_threads_tags(side: Side) -> None:
    forum = side.town.seeded.forum
    await side.follow(salon=str(forum.id))
    text = "Un message pour le salon-forum."
    side.forum.reply(side.topic, "lina", text)
    await side.poll()
    await side.town.hears(lambda said: text in said, channel=forum)
    [post] = side.town.threads(forum)
    assert post.thread is not None
    names = {tag.id: tag.name for tag in forum.tags}
    assert [names[tag] for tag in post.thread.tags] == ["vote"]


async def test_an_archived_chat_thread_is_opened_again(side: Side) -> None:
    await side.follow()
    await side.carried("Avant le silence.")
    [thread] = side.town.threads()
    assert thread.thread is not None
    await side.town.sandbox.clock.advance(9 * 86_400)
    await side.town.until(lambda: thread.thread is not None and thread.thread.archived)
    await side.carried("Après le silence.")
    assert not thread.thread.archived
    assert len(side.town.threads()) == 1


async def test_without_the_right_messages_follow_in_the_channel(side: Side) -> None:
    seeded = side.town.seeded
    side.town.sandbox.people.admins.allow_in(
        seeded.boussole,
        seeded.announcements,
        seeded.vigie.user,
        deny=permissions.CREATE_PUBLIC_THREADS,
    )
    await side.follow()
    await side.carried("Sans fil, à la suite.")
    await side.town.hears(lambda text: "un droit manque" in text)
    assert side.town.threads() == []


async def test_a_private_thread_is_refused_in_one_sentence(side: Side) -> None:
    gone = 11 if side.engine == "nodebb" else 107
    address = side.address.removesuffix(str(side.topic)) + str(gone)
    town, asker = side.town, side.town.seeded.girouette
    await town.command(asker, "fil suivre", adresse=address)
    await town.hears(lambda text: "n’est pas public" in text or "n’existe pas" in text, asker)


async def test_the_last_five_are_carried_when_asked(side: Side) -> None:
    long = 8 if side.engine == "nodebb" else 103
    await side.follow(
        adresse=side.address.removesuffix(str(side.topic)) + str(long), reprendre="true"
    )
    await side.town.until(lambda: len(side.town.threads()) == 1)
    await side.town.hears(lambda text: "messages du passé arrivent" in text)
    [thread] = side.town.threads()

    def arrived() -> bool:
        return sum("Voir sur le forum" in one.content or "Lire la suite" in one.content
                   for one in thread.messages.values()) == 5  # fmt: skip

    await side.town.until(arrived)


async def test_what_is_resumed_comes_after_the_sentence_that_says_so(side: Side) -> None:
    long = 8 if side.engine == "nodebb" else 103
    town = side.town
    town.sandbox.faults.put("chat.503", times=1, match=r"/interactions/\d+/[^/]+/callback")
    await town.command(
        town.seeded.girouette,
        "fil suivre",
        adresse=side.address.removesuffix(str(side.topic)) + str(long),
        mode="annonce",
        reprendre="true",
    )

    def said() -> list[str]:
        """Without what the channel says of itself, in its own time."""
        return [one.content for one in town.seen() if "Ce salon reçoit" not in one.content]

    await town.until(lambda: len(said()) == 6)
    assert ["suit maintenant" in content for content in said()] == [True] + [False] * 5


async def test_a_category_is_announced_with_excerpts(side: Side) -> None:
    town = side.town
    topic = side.forum.world.topics[side.topic]
    cid = topic.cid if side.engine == "nodebb" else topic.category_id
    url = town.sandbox.forum_url if side.engine == "nodebb" else town.sandbox.discourse_url
    address = f"{url}/category/{cid}/x" if side.engine == "nodebb" else f"{url}/c/x/{cid}"
    await side.follow(adresse=address)
    await side.carried("Une annonce de catégorie.")
    assert town.threads() == []


async def test_a_tag_s_link_leads_to_its_own_page(side: Side) -> None:
    sandbox = side.town.sandbox
    url, folder = (
        (sandbox.forum_url, "tags") if side.engine == "nodebb" else (sandbox.discourse_url, "tag")
    )
    await side.follow(adresse=f"{url}/{folder}/vote")
    said = await side.town.hears(lambda text: "suit maintenant" in text)
    assert f"[Voir sur le forum](<{url}/{folder}/vote>)" in said.content
    async with ClientSession() as browser, browser.get(f"{url}/{folder}/vote") as answer:
        assert side.forum.world.topics[side.topic].title in await answer.text()


async def test_a_signed_webhook_has_the_forum_read_at_once(side: Side) -> None:
    await side.follow()
    port = side.town.settings.web.port
    name = "demo" if side.engine == "nodebb" else "discourse"
    side.forum.webhook.set(f"http://127.0.0.1:{port}/webhooks/{name}", SECRET)
    pid = side.forum.reply(side.topic, "lina", "Arrivé par un signe du forum.")
    await side.forum.webhook.settled()
    await side.town.sandbox.clock.advance(10)
    await side.town.hears(lambda text: "Arrivé par un signe" in text)
    assert pid


async def test_a_signed_webhook_has_an_edit_and_a_deletion_shown_soon(side: Side) -> None:
    await side.follow()
    pid = await side.carried("La séance est à 18h.")
    port = side.town.settings.web.port
    name = "demo" if side.engine == "nodebb" else "discourse"
    side.forum.webhook.set(f"http://127.0.0.1:{port}/webhooks/{name}", SECRET)
    side.forum.edit(pid, "La séance est à 19h, corrigé.")
    await side.forum.webhook.settled()
    await side.town.sandbox.clock.advance(6)
    await side.town.hears(lambda text: "19h, corrigé." in text)
    side.forum.delete(pid)
    await side.forum.webhook.settled()
    await side.town.sandbox.clock.advance(6)
    await side.town.hears(lambda text: text.startswith("💬 Message retiré du forum"))


async def test_an_unsigned_webhook_sets_nothing_off(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    nudged: list[str] = []
    monkeypatch.setattr(Rhythm, "nudge", lambda _, name, changed=None: nudged.append(name))
    port = side.town.settings.web.port
    name = "demo" if side.engine == "nodebb" else "discourse"
    address = f"http://127.0.0.1:{port}/webhooks/{name}"
    side.forum.webhook.set(address, "un autre secret")
    side.forum.reply(side.topic, "lina", "Ce signe est faux.")
    await side.forum.webhook.settled()
    assert nudged == []
    side.forum.webhook.set(address, SECRET)
    side.forum.reply(side.topic, "lina", "Celui-ci est vrai.")
    await side.forum.webhook.settled()
    assert nudged == [name]


async def test_followers_are_told_once_of_a_wall_and_of_its_end(side: Side) -> None:
    await side.follow()
    side.town.sandbox.faults.put("forum.wall")
    for _ in range(3):
        await side.poll()
    await side.town.hears_in_time(lambda text: "filtre les robots" in text)
    side.town.sandbox.faults.clear_all()
    await side.town.hears_in_time(lambda text: "relu à" in text)
    told = [one.content for one in side.town.seen() if "filtre les robots" in one.content]
    assert len(told) <= 2  # one for each forum that stands behind the wall


async def test_what_the_forum_deletes_is_withdrawn_even_where_it_is_no_longer_followed(
    side: Side,
) -> None:
    await side.follow()
    pid = await side.carried("Un nom à taire.")
    stop = {"fil": side.address}
    await side.town.command(side.town.seeded.girouette, "fil arrêter", **stop)
    await side.town.hears(lambda text: "ne suit plus" in text)
    side.forum.reply(side.topic, "lina", "Ceci n'arrive plus.")
    side.forum.delete(pid)
    await side.poll()
    await side.town.hears_in_time(lambda text: text.startswith("💬 Message retiré du forum"))
    said = [one.content for one in side.town.seen()]
    assert not any("taire" in text or "n'arrive plus" in text for text in said)


async def test_a_post_hidden_at_first_sight_comes_once_it_is_shown(town: Town) -> None:
    side = Side(town, "discourse")
    await side.follow()
    pid = side.forum.reply(side.topic, "lina", "Signalé à tort.")
    side.forum.world.hide(pid)
    await side.poll()
    assert town.threads() == []
    side.forum.world.hide(pid, False)
    await town.hears_in_time(lambda text: "Signalé à tort." in text)


async def test_a_post_of_five_megabytes_is_carried_and_so_is_what_follows_it(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.forum.world.MAX_LENGTH", 6_000_000)
    side.town.sandbox.forum.world.tells_sources = True
    await side.follow()
    side.forum.reply(side.topic, "lina", "é Un texte long. " * 294_000)
    await side.carried("Le message suivant est court.")
    long = await side.town.hears(lambda said: "Un texte long." in said)
    assert "Lire la suite" in long.content
