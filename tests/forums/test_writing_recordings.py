"""The adapter understands what a real NodeBB answered to what was written, file by file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import web

from bot.domain.forum_writes import Denial
from bot.domain.ids import PostId, TopicId
from bot.forums.nodebb import NodeBB
from bot.ports.forum import (
    Changed,
    Denied,
    Doubtful,
    Queued,
    Source,
    Trouble,
    Unreadable,
    Written,
)
from tests.contracts.nodebb_contract import names, recording
from tests.forums.sites import answering, recorded

WRITES = [name for name in names() if name.startswith("write_")]
EXPECTED: dict[str, Denied] = {
    "write_reply_bad_token": Denied(Denial.NO_RIGHT),
    "write_reply_locked": Denied(Denial.LOCKED),
    "write_reply_missing_topic": Denied(Denial.MISSING),
    "write_reply_no_token": Denied(Denial.NOT_LOGGED_IN),
    "write_reply_too_long": Denied(Denial.TOO_LONG, limit=32767),
    "write_reply_too_short": Denied(Denial.TOO_SHORT, limit=8),
    "write_topic_bad_cid": Denied(Denial.MISSING),
}
SOURCES = {
    "v3_post": Source,
    "v3_post_edited": Source("Message modifié : rendez-vous à 8h30 devant la mairie.", own=False),
    "v3_post_deleted": Source("", own=False, deleted=True),
    "v3_post_purged": Unreadable(Trouble.MISSING),
}


async def wrote(name: str) -> tuple[Any, Any, str]:
    """What a recorded request comes to, what was really sent, and the forum's address."""
    sent: list[Any] = []
    known = recording(name)

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/api/config":
            return recorded("config_bot")
        sent.append((request.method, request.path, await request.json()))
        assert request.headers["Authorization"] == "Bearer a token"
        return recorded(name)

    async with answering(answer) as url:
        forum = NodeBB("f", url, token="a token")
        body, path = known["request"]["json"], known["request"]["path"]
        if path == "/api/v3/topics":
            done: Any = await forum.post_topic(body["cid"], body.get("title", ""), body["content"])
        else:
            done = await forum.post_reply(int(path.rsplit("/", 1)[1]), body["content"])
        await forum.close()
    return done, sent, url


@pytest.mark.parametrize("name", WRITES)
async def test_what_is_sent_is_what_was_recorded(name: str) -> None:
    asked = recording(name)["request"]
    _, sent, _ = await wrote(name)
    ((method, path, body),) = sent
    assert (method, path) == (asked["method"], asked["path"])
    known = {key: value for key, value in asked["json"].items() if key != "tags"}
    assert body == ({"title": "", **known} if "cid" in known else known)


@pytest.mark.parametrize("name", WRITES)
async def test_every_recorded_answer_to_a_write_is_understood(name: str) -> None:
    done, _, url = await wrote(name)
    said = recording(name)["response"]["body"]
    if name in EXPECTED:
        assert isinstance(done, Denied)
        assert (done.why, done.limit) == (EXPECTED[name].why, EXPECTED[name].limit)
        return
    made = said["response"]
    pid = made.get("pid") or made["mainPid"]
    assert done == Written(PostId("f", pid), TopicId("f", made["tid"]), f"{url}/post/{pid}")


@pytest.mark.parametrize("name", SOURCES)
async def test_the_source_of_a_post_is_read_as_it_was_recorded(name: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        return recorded("config_bot" if request.path == "/api/config" else name)

    async with answering(answer) as url:
        forum = NodeBB("f", url, token="a token")
        source = await forum.source(7)
        await forum.close()
    expected = SOURCES[name]
    assert source == expected or (expected is Source and isinstance(source, Source))


def enveloped(code: str, message: str) -> str:
    return json.dumps({"status": {"code": code, "message": message}, "response": {}})


STRANGE, LOCKED = "Une phrase inconnue", "Sujet verrouillé"
NO_LOGIN = enveloped("not-authorised", "A valid login session was not found.")
FLOOD = "As a new user, you can only post once every 120 second(s) until you have earned 3"
QUEUED = {"status": {"code": "accepted", "message": ""}, "response": {"id": "reply-1", "queued": 1}}


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (202, json.dumps(QUEUED), Queued()),
        (400, enveloped("bad-request", FLOOD), Denied(Denial.TOO_SOON, 120.0, None, FLOOD)),
        (400, enveloped("bad-request", STRANGE), Denied(Denial.OTHER, said=STRANGE)),
        (400, enveloped("bad-request", LOCKED), Denied(Denial.LOCKED, said=LOCKED)),
        (401, NO_LOGIN, Denied(Denial.NOT_LOGGED_IN)),
        (429, "Too Many Requests", Denied(Denial.BUSY)),
        (403, "<title>Just a moment...</title>", Denied(Denial.WALLED)),
        (302, "", Denied(Denial.OTHER)),
        (500, "{}", Doubtful(Trouble.SERVER)),
        (502, "<h1>Bad Gateway</h1>", Doubtful(Trouble.SERVER)),
        (200, "not JSON", Doubtful(Trouble.GARBLED)),
        (200, '{"status": {}, "response": {}}', Doubtful(Trouble.GARBLED)),
        (200, "[]", Doubtful(Trouble.GARBLED)),
    ],
)  # fmt: skip
async def test_other_answers_are_certain_or_doubtful(
    status: int, text: str, expected: object
) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/api/config":
            return recorded("config_bot")
        kind = "text/html" if text.startswith("<") else "application/json"
        return web.Response(status=status, text=text, content_type=kind)

    async with answering(answer) as url:
        forum = NodeBB("f", url, token="a token")
        done = [
            await forum.post_reply(2, "Un message assez long"),
            await forum.post_topic(6, "t", "m"),
        ]
        await forum.close()
    assert done == [expected, expected]


async def test_a_refused_connection_wrote_nothing() -> None:
    async def answer(_: web.Request) -> web.Response:
        return recorded("config_bot")

    async with answering(answer) as url:
        pass  # and nobody listens there any more
    forum = NodeBB("f", url, token="a token", located=True)
    assert await forum.post_reply(2, "Un message assez long") == Denied(Denial.UNREACHABLE)
    await forum.close()


async def test_without_a_token_nothing_is_even_sent() -> None:
    forum = NodeBB("f", "http://nowhere.invalid", located=True)
    assert await forum.change_post(2, "Un message") == Denied(Denial.NOT_LOGGED_IN)
    await forum.close()


async def test_a_withdrawal_that_is_said_done_is() -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/api/config":
            return recorded("config_bot")
        ok = {"status": {"code": "ok", "message": "OK"}, "response": {}}
        return web.json_response(ok)

    async with answering(answer) as url:
        forum = NodeBB("f", url, token="a token")
        assert await forum.withdraw_post(85) == Changed()
        await forum.close()
