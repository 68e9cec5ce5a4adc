"""Which engine runs at an address."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.forums.detect import identify, roots
from bot.ports.forum import Identity, Trouble, Unreadable
from tests.forums.sites import answering, sandbox


@pytest.mark.parametrize("page", ["", "/", "/topic/2/un-fil/3?page=2#x", "/category/6/paca"])
async def test_any_page_of_a_nodebb_forum_names_it(page: str) -> None:
    async with sandbox("/forum") as (forum, _):
        known = await identify(forum.url + page)
        assert known == Identity("nodebb", "NodeBB", forum.url, logged_in=False)


async def test_a_token_shows_that_it_logs_in() -> None:
    async with sandbox() as (forum, _):
        known = await identify(forum.url, token=forum.bearer)
    assert isinstance(known, Identity)
    assert known.logged_in


async def test_discourse_is_known_by_its_basic_info() -> None:
    info = {"title": "Un forum", "logo_url": None, "description": None}

    async def site(request: web.Request) -> web.Response:
        if request.path == "/site/basic-info.json":
            return web.json_response(info)
        raise web.HTTPNotFound

    async with answering(site) as url:
        assert await identify(f"{url}/t/un-fil/12/4") == Identity(
            "discourse", "Un forum", url, logged_in=False
        )


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (200, Trouble.NOT_A_FORUM),
        (404, Trouble.NOT_A_FORUM),
        (403, Trouble.FORBIDDEN),
        (500, Trouble.SERVER),
        (429, Trouble.BUSY),
    ],
)
async def test_a_site_that_is_no_forum_is_told_from_one_in_trouble(
    status: int, trouble: Trouble
) -> None:
    async def site(_: web.Request) -> web.Response:
        return web.Response(text="<h1>Bonjour</h1>", status=status, content_type="text/html")

    async with answering(site) as url:
        assert await identify(f"{url}/blog/2026") == Unreadable(trouble)


@pytest.mark.parametrize(
    "address", ["", "https://", "mailto:a@b.example", "https://[x", "javascript:1"]
)
async def test_what_is_no_address_is_no_forum(address: str) -> None:
    assert await identify(address) == Unreadable(Trouble.NOT_A_FORUM)


@pytest.mark.parametrize(
    ("address", "tried"),
    [
        ("forum.example", ["https://forum.example"]),
        ("https://f.example/forum/topic/2/x", ["https://f.example/forum", "https://f.example"]),
        (
            "https://f.example/v/w/x/y/z",
            [
                "https://f.example/v/w/x/y/z",
                "https://f.example/v/w/x/y",
                "https://f.example/v/w/x",
                "https://f.example",
            ],
        ),
    ],
)
def test_few_roots_are_tried_the_likeliest_first(address: str, tried: list[str]) -> None:
    assert roots(address) == tried
