"""What both forums tell an address when something happens."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import ForumServer

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SECRET = "un secret à ne pas dire"


@dataclass
class Listener:
    """An address that keeps what it is told."""

    url: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def bodies(self) -> list[Any]:
        return [json.loads(raw) for _, raw in self.heard]


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    kept = Listener()

    async def hear(request: web.Request) -> web.Response:
        kept.heard.append((dict(request.headers), await request.read()))
        return web.Response(status=500)

    app = web.Application()
    app.router.add_post("/hook", hear)
    async with TestServer(app) as server:
        kept.url = str(server.make_url("/hook"))
        yield kept


@pytest.fixture
async def nodebb(listener: Listener) -> AsyncIterator[ForumServer]:
    server = ForumServer(SandboxClock(START), Faults())
    server.webhook.set(listener.url, SECRET)
    yield server
    await server.webhook.close()


@pytest.fixture
async def discourse(listener: Listener) -> AsyncIterator[DiscourseServer]:
    server = DiscourseServer(SandboxClock(START), Faults())
    server.set_public_url("http://discourse.test")
    server.webhook.set(listener.url, SECRET)
    yield server
    await server.webhook.close()


async def test_nodebb_signs_the_raw_body_and_names_the_hook(
    nodebb: ForumServer, listener: Listener
) -> None:
    pid = nodebb.reply(2, "zoé", "Une réponse à signaler")
    await nodebb.webhook.settled()
    ((headers, raw),) = listener.heard
    signature = hmac.new(SECRET.encode(), raw, hashlib.sha1).hexdigest()
    assert headers["x-webhook-signature"] == f"sha1={signature}"
    assert headers["Content-Type"] == "application/json"
    (body,) = listener.bodies()
    assert body["hook"] == "action:post.save"
    post = body["params"]["post"]
    assert (post["pid"], post["tid"], post["content"]) == (pid, 2, "Une réponse à signaler")


async def test_nodebb_tells_of_each_act(nodebb: ForumServer, listener: Listener) -> None:
    world = nodebb.world
    for act in (
        lambda: world.edit(3, "Un texte relu"),
        lambda: world.delete(3),
        lambda: world.restore(3),
        lambda: world.purge(3),
        lambda: world.lock(2),
        lambda: world.move(2, 10),
        lambda: world.purge_topic(2),
    ):
        act()
        await nodebb.webhook.settled()
    assert [body["hook"] for body in listener.bodies()] == [
        "action:post.edit",
        "action:post.delete",
        "action:post.restore",
        "action:posts.purge",
        "action:topic.lock",
        "action:topic.move",
        "action:topic.purge",
    ]


async def test_discourse_signs_the_raw_body_and_numbers_its_events(
    discourse: DiscourseServer, listener: Listener
) -> None:
    pid = discourse.reply(102, "Zoé", "Une réponse à signaler, bientôt")
    await discourse.webhook.settled()
    discourse.edit(pid, "Une réponse signalée")
    await discourse.webhook.settled()
    (first, raw), (second, _) = listener.heard
    signature = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
    assert first["X-Discourse-Event-Signature"] == f"sha256={signature}"
    assert first["X-Discourse-Instance"] == "http://discourse.test"
    named = [(h["X-Discourse-Event-Type"], h["X-Discourse-Event"]) for h in (first, second)]
    assert named == [("post", "post_created"), ("post", "post_edited")]
    assert int(second["X-Discourse-Event-Id"]) == int(first["X-Discourse-Event-Id"]) + 1
    post = listener.bodies()[1]["post"]
    assert (post["id"], post["topic_id"], post["version"]) == (pid, 102, 2)
    assert (post["raw"], post["category_slug"]) == ("Une réponse signalée", "auvergne-rhone-alpes")
    assert "can_edit" not in post


async def test_discourse_tells_of_each_act(discourse: DiscourseServer, listener: Listener) -> None:
    world = discourse.world
    for act in (
        lambda: world.delete(1003),
        lambda: world.restore(1003),
        lambda: world.purge(1003),
        lambda: world.lock(102),
        lambda: world.open_topic(1, "Zoé", "Un fil de plus", "Premier message"),
        lambda: world.delete_topic(102),
        lambda: world.purge_topic(103),
        lambda: world.hide(1060),
    ):
        act()
        await discourse.webhook.settled()
    events = [headers["X-Discourse-Event"] for headers, _ in listener.heard]
    assert sorted(events) == sorted(
        [
            *("post_destroyed", "post_recovered", "post_destroyed"),
            *("post_created", "topic_closed_status_updated"),
            *("topic_created", "post_created"),
            *("post_destroyed", "topic_destroyed", "topic_destroyed"),
        ]
    )


async def test_without_a_secret_nothing_is_signed(
    discourse: DiscourseServer, listener: Listener
) -> None:
    discourse.webhook.set(listener.url, "")
    discourse.reply(102, "Zoé", "Une réponse sans secret")
    await discourse.webhook.settled()
    ((headers, _),) = listener.heard
    assert "X-Discourse-Event-Signature" not in headers


async def test_an_address_that_does_not_answer_stops_nothing(nodebb: ForumServer) -> None:
    nodebb.webhook.set("http://127.0.0.1:1/", SECRET)
    pid = nodebb.reply(2, "zoé", "Personne n’écoute")
    await nodebb.webhook.settled()
    assert nodebb.world.posts[pid]


async def test_an_address_that_was_taken_away_hears_no_more(
    nodebb: ForumServer, listener: Listener
) -> None:
    nodebb.webhook.clear()
    nodebb.reply(2, "zoé", "Personne n’écoute plus")
    await nodebb.webhook.settled()
    assert listener.heard == []
