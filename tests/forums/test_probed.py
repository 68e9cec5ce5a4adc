"""A forum whose engine is found out by asking it."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from types import ModuleType

import pytest
from aiohttp import web

from bot.forums.probed import Probed
from bot.ports.forum import (
    Forum,
    Identity,
    Newest,
    Place,
    PlaceKind,
    TopicPage,
    Trouble,
    Unreadable,
)
from tests.contracts.nodebb_contract import recording
from tests.forums.discourse_site import INFO, said
from tests.forums.sites import answering, discourse, recorded, sandbox

Site = Callable[[web.Request], Awaitable[web.Response]]


async def nodebb_site(request: web.Request) -> web.Response:
    if request.path == "/api/config":
        return recorded("config_guest")
    return recorded("recent_posts" if "/recent/" in request.path else "topic_vote")


async def discourse_site(request: web.Request) -> web.Response:
    pages: dict[str, object] = {"/site/basic-info.json": INFO, "/posts.json": {"latest_posts": []}}
    found = pages.get(request.path)
    return said(found) if found else said({"errors": ["?"]}, 404)


async def blog(_: web.Request) -> web.Response:
    return web.Response(text="<h1>Bonjour</h1>", content_type="text/html")


async def broken(_: web.Request) -> web.Response:
    return web.Response(status=503)


class Changing:
    """A site that becomes another."""

    def __init__(self, now: Site) -> None:
        self.now = now
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        return await self.now(request)


async def test_each_engine_is_found_and_read() -> None:
    async with sandbox("/forum") as (nodebb, _), discourse() as (other, _):
        for url, engine in ((nodebb.url, "nodebb"), (other.url, "discourse")):
            forum = Probed("f", url)
            port: Forum = forum
            newest = await port.newest()
            known = await port.identify()
            categories = await port.categories()
            assert isinstance(newest, Newest)
            assert isinstance(known, Identity)
            first = newest.posts[0]
            page = await port.topic(first.topic.id.number)
            alone = await port.post(first.id.number)
            listed = await port.latest(Place(PlaceKind.CATEGORY, str(first.topic.category)))
            await port.close()
            assert (known.engine, forum.engine, forum.url) == (engine, engine, url)
            for one in (categories, page, alone, listed):
                assert not isinstance(one, Unreadable)


async def test_finding_the_engine_costs_one_request_more_at_the_first_reading_only() -> None:
    site = Changing(nodebb_site)
    async with answering(site.answer) as url:
        forum = Probed("f", url)
        await forum.newest()
        await forum.newest()
        await forum.close()
    assert site.asked == ["/api/config", *["/api/recent/posts/alltime"] * 2]


async def test_a_forum_that_cannot_be_reached_is_tried_again_at_each_call() -> None:
    site = Changing(broken)
    async with answering(site.answer) as url:
        forum = Probed("f", url, engine="nodebb")
        before = await forum.newest(), await forum.topic(2), await forum.identify()
        site.now = nodebb_site
        after = await forum.newest(), await forum.topic(2)
        await forum.close()
    assert before == (Unreadable(Trouble.SERVER),) * 3
    assert isinstance(after[0], Newest)
    assert isinstance(after[1], TopicPage)


@pytest.mark.parametrize(
    ("known", "site"), [("nodebb", discourse_site), ("discourse", nodebb_site)]
)
async def test_nothing_is_read_of_an_engine_other_than_before(known: str, site: Site) -> None:
    async with answering(site) as url:
        forum = Probed("f", url, engine=known)
        read = [
            await forum.newest(),
            await forum.topic(2),
            await forum.post(2),
            await forum.categories(),
            await forum.latest(Place(PlaceKind.TAG, "vote")),
            await forum.identify(),
        ]
        await forum.close()
    assert read == [Unreadable(Trouble.OTHER_ENGINE)] * 6
    assert forum.engine == known


@pytest.mark.parametrize(
    ("first", "then", "trouble"),
    [
        (nodebb_site, discourse_site, Trouble.OTHER_ENGINE),
        (discourse_site, nodebb_site, Trouble.OTHER_ENGINE),
        (nodebb_site, blog, Trouble.NOT_A_FORUM),
        (nodebb_site, broken, Trouble.SERVER),
    ],
)
async def test_a_forum_that_becomes_something_else_is_noticed_and_so_is_its_return(
    first: Site, then: Site, trouble: Trouble
) -> None:
    site = Changing(first)
    async with answering(site.answer) as url:
        forum = Probed("f", url)
        before = await forum.newest()
        site.now = then
        changed = await forum.newest(), await forum.newest()
        site.now = first
        after = await forum.newest()
        await forum.close()
    assert isinstance(before, Newest)
    assert changed == (Unreadable(trouble), Unreadable(trouble))
    assert isinstance(after, Newest)


async def test_a_garbled_answer_of_the_same_forum_stays_one() -> None:
    site = Changing(nodebb_site)

    async def half(request: web.Request) -> web.Response:
        return await nodebb_site(request) if "config" in request.path else web.Response(text="[{")

    async with answering(site.answer) as url:
        forum = Probed("f", url)
        await forum.newest()
        site.now = half
        assert await forum.newest() == Unreadable(Trouble.GARBLED)
        await forum.close()


async def test_a_forum_that_moved_into_a_folder_is_found_there() -> None:
    config = recording("config_guest")["response"]["body"]

    async def moved(request: web.Request) -> web.Response:
        if request.path.endswith("/api/config"):
            return web.json_response({**config, "relative_path": "/forum"})
        found = request.path.startswith("/forum/api/recent/")
        return recorded("recent_posts") if found else web.Response(status=404)

    site = Changing(nodebb_site)
    async with answering(site.answer) as url:
        forum = Probed("f", url)
        await forum.newest()
        site.now = moved
        first, second = await forum.newest(), await forum.newest()
        await forum.close()
    assert first == Unreadable(Trouble.MISSING)
    assert isinstance(second, Newest)
    assert forum.url == f"{url}/forum"


async def test_a_closed_discourse_forum_is_found_with_its_key() -> None:
    async def site(request: web.Request) -> web.Response:
        if request.headers.get("Api-Key") != "k" or request.headers.get("Api-Username") != "vigie":
            return said({"errors": ["…"], "error_type": "not_logged_in"}, 403)
        pages = {
            "/latest.json": {"topic_list": {"topics": []}},
            "/posts.json": {"latest_posts": []},
        }
        return said({**pages, "/site/basic-info.json": INFO}.get(request.path, {}))

    async with answering(site) as url:
        member = Probed("f", url, token="k", user="vigie")
        guest = Probed("f", url)
        known, newest, refused = (
            await member.identify(),
            await member.newest(),
            await guest.newest(),
        )
        await member.close()
        await guest.close()
    assert known == Identity("discourse", "Un forum", url, logged_in=True)
    assert newest == Newest((), None)
    assert refused == Unreadable(Trouble.FORBIDDEN)


def test_an_address_is_understood_before_anything_was_asked() -> None:
    root = "https://forum.example"
    topic, tag = Place(PlaceKind.TOPIC, "12"), Place(PlaceKind.TAG, "vote")
    unknown = Probed("f", root)
    assert unknown.place_of(f"{root}/topic/12/un-fil") == topic
    assert unknown.place_of(f"{root}/t/un-fil/12") == topic
    assert Probed("f", root, engine="nodebb").place_of(f"{root}/t/un-fil/12") is None
    assert Probed("f", root, engine="discourse").place_of(f"{root}/topic/12/un-fil") is None
    assert Probed("f", root, engine="discourse").place_of(f"{root}/tag/vote") == tag


@pytest.mark.parametrize(
    ("engine", "url"),
    [
        ("nodebb", "https://forum.example/f/tags/vid%C3%A9o%2Fx"),
        ("discourse", "https://forum.example/f/tag/vid%C3%A9o%2Fx"),
        ("", "https://forum.example/f"),
    ],
)
def test_a_tag_has_an_address_once_the_engine_is_known(engine: str, url: str) -> None:
    assert Probed("f", "https://forum.example/f", engine=engine).tag_url("vidéo/x") == url


def test_a_machine_that_meets_no_discourse_does_not_carry_its_libraries() -> None:
    loaded = "import sys, bot.forums.probed; print({'requests', 'pydiscourse'} & set(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "set()"


async def test_a_heavy_engine_s_libraries_are_loaded_off_the_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads = []

    def noted(name: str) -> ModuleType:
        threads.append(threading.current_thread())
        return importlib.import_module(name)

    monkeypatch.setattr("bot.forums.probed.import_module", noted)
    async with answering(discourse_site) as url:
        forum = Probed("f", url)
        assert isinstance(await forum.newest(), Newest)
        await forum.close()
    assert len(threads) == 1
    assert threading.main_thread() not in threads
