"""What a Discourse forum's reader makes of bad days: nothing raised, nothing held."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Callable

import pytest
from aiohttp import web

from bot.forums.arriving import MOST_KEPT
from bot.forums.discourse import Discourse
from bot.forums.fetch import USER_AGENT
from bot.ports.forum import Identity, Newest, Trouble, Unreadable
from tests.forums.discourse_site import INFO, post, said, small, topic, topics, whole

FEED = {"latest_posts": [post(12)]}
HTML = {"content_type": "text/html"}


async def said_instead(answer: Callable[[], web.Response], **options: float) -> object:
    async def site(_: web.Request) -> web.Response:
        return answer()

    async with whole(site, **options) as forum:
        return await forum.newest()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda: said({"errors": ["non"]}, 403), Unreadable(Trouble.FORBIDDEN)),
        (lambda: web.Response(status=401), Unreadable(Trouble.FORBIDDEN)),
        (lambda: said({"errors": ["?"]}, 404), Unreadable(Trouble.MISSING)),
        (lambda: said({}, 410), Unreadable(Trouble.MISSING)),
        (lambda: said({}, 422), Unreadable(Trouble.GARBLED)),
        (lambda: web.Response(status=500), Unreadable(Trouble.SERVER)),
        (lambda: web.Response(text="<p>", status=502, **HTML), Unreadable(Trouble.SERVER)),
        (lambda: said({}, 503, **{"Retry-After": "60"}), Unreadable(Trouble.SERVER, 60.0)),
        (lambda: web.Response(text="<h1>Bonjour</h1>", **HTML), Unreadable(Trouble.GARBLED)),
        (lambda: web.Response(body=b""), Unreadable(Trouble.GARBLED)),
        (lambda: said({"errors": ["non"]}), Unreadable(Trouble.GARBLED)),
        (lambda: said({"errors": None}), Unreadable(Trouble.GARBLED)),
        (lambda: said({"errors": [{}]}), Unreadable(Trouble.GARBLED)),
        (lambda: said(None), Unreadable(Trouble.GARBLED)),
        (lambda: said(3), Unreadable(Trouble.GARBLED)),
        (lambda: said(["errors"]), Unreadable(Trouble.GARBLED)),
        (lambda: said({"latest_posts": 3}), Unreadable(Trouble.GARBLED)),
        (lambda: web.json_response(text='{"latest_posts": ['), Unreadable(Trouble.GARBLED)),
        (lambda: web.json_response(text="[" * 100_000), Unreadable(Trouble.GARBLED)),
        (lambda: web.json_response(body=b"\xff\xfe{"), Unreadable(Trouble.GARBLED)),
        (lambda: web.json_response(body=b" " * (MOST_KEPT + 1)), Unreadable(Trouble.GARBLED)),
    ],
)
async def test_any_other_answer_is_a_trouble(
    answer: Callable[[], web.Response], expected: Unreadable
) -> None:
    assert await said_instead(answer) == expected


@pytest.mark.parametrize(
    ("answer", "wait_s"),
    [
        (lambda: said({"errors": ["…"], "extras": {"wait_seconds": 7200}}, 429), 7200.0),
        (lambda: said({"extras": {"wait_seconds": 7}}, 429, **{"Retry-After": "8"}), 7.0),
        (lambda: said({"errors": ["…"]}, 429, **{"Retry-After": "8"}), 8.0),
        (lambda: said({"extras": {"wait_seconds": -7}}, 429), None),
        (lambda: said({"extras": 7}, 429), None),
        (lambda: web.Response(text="Slow down", status=429), None),
    ],
)
async def test_a_limit_is_told_at_once_whatever_the_wait(
    answer: Callable[[], web.Response], wait_s: float | None
) -> None:
    assert await said_instead(answer) == Unreadable(Trouble.BUSY, wait_s)


async def test_json_whose_type_is_spelled_otherwise_is_read() -> None:
    def feed() -> web.Response:
        return web.json_response({"latest_posts": []}, content_type="application/json")

    assert await said_instead(feed) == Newest((), None)


async def test_a_wall_against_robots_is_told_as_one() -> None:
    challenge = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    for status in (200, 403, 429, 503):
        found = await said_instead(lambda: web.Response(text=challenge, status=status, **HTML))  # noqa: B023
        assert found == Unreadable(Trouble.WALLED)


async def test_nobody_listening_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    forum = Discourse("f", f"http://127.0.0.1:{port}")
    assert await forum.newest() == Unreadable(Trouble.UNREACHABLE)
    await forum.close()


async def test_an_answer_cut_short_is_garbled_and_a_connection_cut_unreachable() -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.content_length = 1000
        await response.prepare(request)
        await response.write(b'{"latest_posts": [')
        assert request.transport is not None
        request.transport.abort()
        return response

    async def drop(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        raise ConnectionResetError

    async with whole(cut) as forum:
        assert await forum.newest() == Unreadable(Trouble.GARBLED)
    async with whole(drop) as forum:
        assert await forum.newest() == Unreadable(Trouble.UNREACHABLE)


async def test_silence_and_a_drip_are_timeouts() -> None:
    over = asyncio.Event()

    async def silent(_: web.Request) -> web.StreamResponse:
        await over.wait()
        return web.Response()

    async def dripping(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while not over.is_set() and not (
            request.transport is None or request.transport.is_closing()
        ):
            await response.write(b" ")
            await asyncio.sleep(0.02)
        return response

    for site in (silent, dripping):
        async with whole(site, timeout_s=0.3) as forum:
            assert await forum.newest() == Unreadable(Trouble.TIMEOUT)
            over.set()
        over.clear()


async def test_headers_that_never_end_hold_neither_the_reader_nor_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.forums.discourse_asking.GRACE_S", 0.2)
    over = asyncio.Event()

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not over.is_set():
            writer.write(b"x")
            await asyncio.sleep(0.02)
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    forum = Discourse("f", f"http://127.0.0.1:{port}", timeout_s=0.3)
    said_twice = await forum.newest(), await forum.newest()
    await forum.close()
    over.set()
    server.close()
    assert said_twice == (Unreadable(Trouble.TIMEOUT), Unreadable(Trouble.TIMEOUT))


async def test_a_forum_is_asked_one_thing_at_a_time_off_the_loops_own_threads() -> None:
    at_once, most, threads = 0, 0, set[str]()

    async def site(_: web.Request) -> web.Response:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        threads.update(one.name for one in threading.enumerate())
        await asyncio.sleep(0.01)
        at_once -= 1
        return said({"latest_posts": []})

    async with whole(site) as forum:
        pages = await asyncio.gather(*(forum.newest() for _ in range(5)))
    assert pages == [Newest((), None)] * 5
    assert most == 1
    assert "forum-f" in threads
    assert not any(name.startswith("asyncio_") for name in threads)


async def test_a_cancelled_reading_keeps_nobody_waiting() -> None:
    over, asked = asyncio.Event(), asyncio.Event()

    async def site(request: web.Request) -> web.Response:
        if not asked.is_set():
            asked.set()
            await over.wait()
        return said({"latest_posts": []})

    async with whole(site) as forum:
        first = asyncio.create_task(forum.newest())
        await asked.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await forum.newest() == Newest((), None)
        over.set()


async def test_a_key_is_shown_with_its_user_and_a_guest_shows_none() -> None:
    heard: list[dict[str, str]] = []

    async def site(request: web.Request) -> web.Response:
        heard.append(dict(request.headers))
        return said(INFO if request.path.startswith("/site/") else topics())

    for options in ({}, {"token": "k"}, {"token": "k", "user": "zoé"}):
        async with whole(site, **options) as forum:
            known = await forum.identify()
        assert isinstance(known, Identity)
        assert known.logged_in is bool(options)
    signed = [(one.get("Api-Key"), one.get("Api-Username")) for one in heard]
    guest = (None, None)
    assert signed[:3] == [guest, guest, ("k", None)]
    assert signed[3:] == [guest, ("k", "zoé")]
    assert {one["User-Agent"] for one in heard} == {USER_AGENT}
    assert not any("Authorization" in one or "Cookie" in one for one in heard)


async def test_a_refused_key_is_nobody_s_and_a_closed_forum_is_asked_with_it() -> None:
    async def site(request: web.Request) -> web.Response:
        key = request.headers.get("Api-Key")
        if key is None or (key == "bad" and request.path == "/latest.json"):
            return said({"errors": ["…"], "error_type": "invalid_access"}, 403)
        return said(INFO if request.path.startswith("/site/") else topics())

    for token, logged_in in (("good", True), ("bad", False)):
        async with whole(site, token=token) as forum:
            known = await forum.identify()
        assert known == Identity("discourse", "Un forum", forum.url, logged_in)
    async with whole(site) as forum:
        assert await forum.identify() == Unreadable(Trouble.FORBIDDEN)


async def test_redirects_stay_on_the_site_and_end() -> None:
    async def away(_: web.Request) -> web.Response:
        raise web.HTTPFound("https://elsewhere.example/posts.json")

    async def circle(request: web.Request) -> web.Response:
        raise web.HTTPFound(request.path)

    async def nowhere(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "http://["})

    async with whole(away, token="secret") as forum:
        assert await forum.newest() == Unreadable(Trouble.NOT_A_FORUM)
    for site in (circle, nowhere):
        async with whole(site) as forum:
            assert await forum.newest() == Unreadable(Trouble.GARBLED)


async def test_nothing_that_is_read_goes_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with small({"/posts.json": FEED, "/latest.json": topics(topic())}) as (forum, _):
        assert isinstance(await forum.newest(), Newest)
    assert "Message 12" not in caplog.text
    assert not [one for one in caplog.records if one.name.startswith(("pydiscourse", "urllib3"))]


async def test_another_engine_is_not_this_forum() -> None:
    async with small({"/site/basic-info.json": {"version": 3}}) as (forum, _):
        assert await forum.identify() == Unreadable(Trouble.NOT_A_FORUM)
