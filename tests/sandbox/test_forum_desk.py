"""The desks of both forums: what a story or a test does from outside, and how it is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import ForumServer

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
# Of each face: its desk, a thread, a post in it, two categories, what is never there.
FACES = {"forum": (2, 3, 6, 10), "discourse": (102, 1003, 6, 7)}
BOTH = pytest.mark.parametrize("face", list(FACES))


class Hand:
    """Asks a face's desk over HTTP."""

    def __init__(self, client: TestClient[Any, Any], face: str) -> None:
        self._client, self._face = client, face

    async def __call__(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        said = await self._client.request(method, f"/desk/{self._face}/{path}", json=body)
        return said.status, await said.json()


@pytest.fixture
async def desk(face: str) -> AsyncIterator[Hand]:
    clock = SandboxClock(START)
    server = {"forum": ForumServer, "discourse": DiscourseServer}[face](clock, Faults())
    server.set_public_url("http://forum.test")
    app = web.Application()
    app.add_routes(server.desk_routes)
    async with TestClient(TestServer(app)) as client:
        yield Hand(client, face)


@BOTH
async def test_a_whole_life_of_a_thread(desk: Hand, face: str) -> None:
    _, _, _, other = FACES[face]
    opened = {"author": "zoé", "title": "Un fil tout neuf", "content": "Premier message"}
    status, made = await desk("POST", "topics", {**opened, "category": other, "tags": ["vote"]})
    assert status == 201
    here = f"topics/{made['tid']}"
    _, answered = await desk(
        "POST", f"{here}/replies", {"author": "lina", "content": "Une réponse"}
    )
    post = f"posts/{answered['pid']}"
    await desk("PUT", post, {"content": "Une réponse relue"})
    await desk("PATCH", here, {"title": "Un autre titre", "tags": ["report"], "pinned": True})
    await desk("PATCH", here, {"locked": True})
    _, shown = await desk("GET", here)
    assert (shown["title"], shown["tags"], shown["locked"], shown["pinned"]) == (
        "Un autre titre",
        ["report"],
        True,
        True,
    )
    assert shown["posts"][1]["markdown"] == "Une réponse relue"
    assert shown["posts"][1]["edited"] is not None
    assert (await desk("DELETE", post))[0] == 200
    assert (await desk("PATCH", post, {"deleted": False}))[0] == 200
    assert (await desk("POST", f"{post}/purge"))[0] == 200
    assert (await desk("DELETE", here))[0] == 200
    assert (await desk("GET", here))[1]["deleted"] is True
    assert (await desk("PATCH", here, {"deleted": False}))[0] == 200
    assert (await desk("POST", f"{here}/purge"))[0] == 200
    assert (await desk("GET", here))[0] == 404


@BOTH
async def test_categories_are_made_closed_filled_and_deleted(desk: Hand, face: str) -> None:
    topic, _, parent, _ = FACES[face]
    _, made = await desk("POST", "categories", {"name": "Annecy", "parent": parent})
    await desk("PATCH", f"topics/{topic}", {"category": made["cid"]})
    await desk("PATCH", f"categories/{made['cid']}", {"readers": "members"})
    _, known = await desk("GET", "categories")
    (mine,) = [each for each in known if each["cid"] == made["cid"]]
    assert (mine["name"], mine["parent"], mine["readers"]) == ("Annecy", parent, "members")
    assert (await desk("GET", f"topics/{topic}"))[1]["category"] == "Annecy"
    assert (await desk("DELETE", f"categories/{made['cid']}"))[0] == 200
    assert len((await desk("GET", "categories"))[1]) == len(known) - 1


@BOTH
async def test_many_posts_are_made_at_once(desk: Hand, face: str) -> None:
    status, made = await desk("POST", "fill", {"topics": 100, "posts": 100})
    assert (status, len(made["tids"])) == (201, 100)
    assert (await desk("GET", f"topics/{made['tids'][-1]}"))[1]["posts"][99]["markdown"]


@pytest.mark.parametrize("face", ["discourse"])
async def test_what_only_discourse_knows(desk: Hand) -> None:
    _, said = await desk("POST", "topics/102/whispers", {"content": "Entre nous seulement"})
    await desk("PATCH", "posts/1002", {"hidden": True})
    await desk("PATCH", "posts/1003", {"withdrawn": True})
    await desk("PATCH", "topics/102", {"archived": True, "unlisted": True})
    _, shown = await desk("GET", "topics/102")
    by_pid = {post["pid"]: post for post in shown["posts"]}
    assert by_pid[said["pid"]]["type"] == "whisper"
    assert (by_pid[1002]["hidden"], by_pid[1003]["withdrawn"]) == (True, True)
    assert (shown["archived"], shown["unlisted"]) == (True, True)


REFUSED = [
    ("GET", "topics/99999", None, 404),
    ("POST", "topics", {"author": "a", "title": "ab", "content": "x" * 9, "category": 6}, 400),
    ("POST", "topics", {"author": "a", "title": "abcd", "content": "x" * 9, "category": 99}, 404),
    ("POST", "topics", {"author": "a", "title": "abcd", "content": "x", "category": 6}, 400),
    ("POST", "topics", {"author": "a", "title": "abcd", "content": "x" * 9}, 400),
    ("POST", "topics/{topic}/replies", {"author": " ", "content": "x" * 9}, 400),
    ("POST", "topics/{topic}/replies", {"author": "a", "content": "x" * 9, "to": "x"}, 400),
    ("PATCH", "topics/{topic}", {}, 400),
    ("PATCH", "topics/{topic}", ["x"], 400),
    ("PATCH", "topics/{topic}", {"locked": "oui"}, 400),
    ("PATCH", "topics/{topic}", {"title": ""}, 400),
    ("PATCH", "topics/{topic}", {"tags": ["a" * 21]}, 400),
    ("PATCH", "topics/{topic}", {"tags": ["un", "deux"]}, 400),
    ("PATCH", "topics/{topic}", {"tags": "vote"}, 400),
    ("PATCH", "topics/{topic}", {"category": 99}, 404),
    ("PATCH", "topics/{topic}", {"deleted": False}, 409),
    ("PATCH", "topics/99999", {"locked": True}, 404),
    ("PATCH", "posts/{post}", {"deleted": False}, 409),
    ("PATCH", "posts/{post}", {}, 400),
    ("PUT", "posts/{post}", {"content": 3}, 400),
    ("PUT", "posts/99999", {"content": "x" * 9}, 404),
    ("DELETE", "posts/99999", None, 404),
    ("POST", "posts/99999/purge", None, 404),
    ("POST", "topics/99999/purge", None, 404),
    ("DELETE", "topics/99999", None, 404),
    ("POST", "categories", {}, 400),
    ("POST", "categories", {"name": "Annecy", "parent": 99}, 404),
    ("PATCH", "categories/6", {"readers": "moi"}, 400),
    ("PATCH", "categories/99", {"readers": "all"}, 404),
    ("DELETE", "categories/99", None, 404),
    ("POST", "fill", {"topics": 0, "posts": 1}, 400),
    ("POST", "fill", {"topics": 101, "posts": 100}, 400),
    ("POST", "fill", {"topics": True, "posts": 1}, 400),
    ("PUT", "webhook", {"url": "http://exemple.org/", "secret": "s"}, 400),
    ("PUT", "webhook", {"url": "https://127.0.0.1/", "secret": "s"}, 400),
    ("PUT", "webhook", {"url": "127.0.0.1", "secret": "s"}, 400),
    ("PUT", "webhook", {"url": "http://127.0.0.1:1/", "secret": "a\nb"}, 400),
    ("PUT", "webhook", {"secret": "s"}, 400),
]


@BOTH
@pytest.mark.parametrize(("method", "path", "body", "status"), REFUSED)
async def test_bad_input_is_refused_in_one_french_sentence(
    desk: Hand, face: str, method: str, path: str, body: Any, status: int
) -> None:
    topic, post, _, _ = FACES[face]
    answered, said = await desk(method, path.format(topic=topic, post=post), body)
    assert answered == status
    assert said["error"].endswith(".")
    assert "\n" not in said["error"]


@BOTH
async def test_what_is_deleted_twice_is_refused(desk: Hand, face: str) -> None:
    topic, post, _, _ = FACES[face]
    await desk("DELETE", f"posts/{post}")
    assert (await desk("DELETE", f"posts/{post}"))[0] == 409
    await desk("DELETE", f"topics/{topic}")
    assert (await desk("DELETE", f"topics/{topic}"))[0] == 409


@BOTH
async def test_a_first_post_is_not_purged_from_under_its_answers(desk: Hand, face: str) -> None:
    first = {"forum": 2, "discourse": 1002}[face]
    assert (await desk("POST", f"posts/{first}/purge"))[0] == 409
