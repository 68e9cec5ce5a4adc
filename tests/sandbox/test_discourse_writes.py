"""What is written to the Discourse face, and what it answers, are as officially described."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.forums.discourse import Discourse
from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from tests.contracts.discourse_contract import asked_faults, faults
from tests.forums import sites
from tests.forums.discourse_site import post, said

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TEXT = "Douze lettres sont parties cette semaine."
REPLY = {"raw": TEXT, "topic_id": 102, "reply_to_post_number": 2}
TOPIC = {"raw": TEXT, "title": "Un fil tout à fait neuf", "category": 5}


@pytest.fixture
def forum() -> DiscourseServer:
    return DiscourseServer(SandboxClock(START), Faults())


@pytest.fixture
async def site(forum: DiscourseServer) -> AsyncIterator[TestClient[Any, Any]]:
    key = {"Api-Key": forum.api_key, "Api-Username": forum.api_username}
    async with TestClient(TestServer(forum.app), headers=key) as client:
        yield client
    assert forum.unknown_routes == []


@pytest.mark.parametrize("body", [REPLY, TOPIC])
async def test_a_new_post_is_told_as_described(
    site: TestClient[Any, Any], body: dict[str, Any]
) -> None:
    assert asked_faults("/posts.json", "post", body) == []
    made = await site.post("/posts.json", json=body)
    assert (made.status, made.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert faults("/posts.json", await made.json(), staff=True, method="post") == []


async def test_an_edited_post_is_told_as_described(site: TestClient[Any, Any]) -> None:
    made = await (await site.post("/posts.json", json=REPLY)).json()
    body = {"post": {"raw": f"{TEXT} Relu par tout le monde."}}
    assert asked_faults("/posts/{id}.json", "put", body) == []
    edited = await site.put(f"/posts/{made['id']}.json", json=body)
    told = await edited.json()
    assert faults("/posts/{id}.json", told, staff=True, method="put") == []
    assert (told["post"]["raw"], told["post"]["version"]) == (body["post"]["raw"], 2)


async def test_what_waits_for_moderators_is_told_otherwise(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.gate.holds = True
    told = await (await site.post("/posts.json", json=REPLY)).json()
    assert (told["action"], told["pending_count"], "id" in told) == ("enqueued", 1, False)
    assert forum.world.posts[forum.gate.accept(1)].answers == 2


async def test_guests_write_nothing(forum: DiscourseServer) -> None:
    async with TestClient(TestServer(forum.app)) as guest:
        assert (await guest.post("/posts.json", json=REPLY)).status == 403
        assert (await guest.put("/posts/1003.json", json={})).status == 403
        assert (await guest.delete("/posts/1003.json")).status == 403


async def test_all_that_the_adapter_sends_is_as_described() -> None:
    sent: list[tuple[str, str, Any]] = []

    async def answer(request: web.Request) -> web.Response:
        if request.method == "GET":
            return said(post(3))
        body = await request.json() if request.can_read_body else None
        sent.append((request.method, request.path, body))
        return said({"post": post(3)} if request.method == "PUT" else post(3))

    async with sites.answering(answer) as url:
        forum = Discourse("f", url, token="a key", user="vigie")
        await forum.post_reply(7, TEXT)
        await forum.post_reply(7, TEXT, to=3)
        await forum.post_topic(5, "Un fil tout à fait neuf", TEXT)
        await forum.change_post(3, TEXT)
        await forum.withdraw_post(3)
        await forum.close()
    paths = {"/posts.json": "/posts.json", "/posts/3.json": "/posts/{id}.json"}
    described = [(method, paths[path], body) for method, path, body in sent]
    assert [
        one for one in described if one[2] and asked_faults(one[1], one[0].lower(), one[2])
    ] == []
    assert [(method, path) for method, path, _ in sent] == [
        *[("POST", "/posts.json")] * 3,
        ("PUT", "/posts/3.json"),
        ("DELETE", "/posts/3.json"),
    ]
    assert sent[1][2]["reply_to_post_number"] == 3


ENGLISH = {
    "Body is too short (minimum is 20 characters)": ("too_short", 20, None),
    "Body is too similar to what you recently posted": ("too_similar", None, None),
    "Title is too short (minimum is 15 characters)": ("bad_title", None, None),
}


@pytest.mark.parametrize("words", ENGLISH)
async def test_mistakes_are_understood_in_english_too(words: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return said({"action": "create_post", "errors": [words]}, 422)

    async with sites.answering(answer) as url:
        forum = Discourse("f", url, token="a key", user="vigie")
        done = await forum.post_topic(5, "Un titre", TEXT)
        await forum.close()
    why, limit, wait_s = ENGLISH[words]
    assert (done.why, done.limit, done.wait_s) == (why, limit, wait_s)  # type: ignore[union-attr]


async def test_a_key_that_is_none_is_told_from_a_right_that_lacks() -> None:
    async with sites.discourse() as (server, _):
        forum = Discourse("f", server.url, token="nobody's", user="vigie")
        done = await forum.post_reply(102, TEXT)
        await forum.close()
    assert done.why == "not_logged_in"  # type: ignore[union-attr]


async def test_special_spaces_are_kept_as_plain_ones(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    typed = "Rendez-vous\u00a0à 18\u202fh, devant la mairie\u00a0!  \n"
    made = await site.post("/posts.json", json={**REPLY, "raw": typed})
    id_ = (await made.json())["id"]
    assert forum.world.posts[id_].raw == "Rendez-vous à 18 h, devant la mairie !"
    await site.put(f"/posts/{id_}.json", json={"post": {"raw": typed.replace("18", "19")}})
    assert forum.world.posts[id_].raw == "Rendez-vous à 19 h, devant la mairie !"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("devant la  mairie, à\u00a018h", "Devant la mairie, à 18h"),
        ("Qui vient à la mairie ????", "Qui vient à la mairie ?"),
        ("TOUS À LA MAIRIE !!!", "Tous à la mairie !"),
        ("Devant la mairie, demain...", "Devant la mairie, demain"),
    ],
)
async def test_a_title_is_tidied(
    forum: DiscourseServer, site: TestClient[Any, Any], typed: str, kept: str
) -> None:
    made = await site.post("/posts.json", json={**TOPIC, "title": typed})
    assert forum.world.topics[(await made.json())["topic_id"]].title == kept
