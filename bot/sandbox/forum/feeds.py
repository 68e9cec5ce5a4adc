"""RSS: a thread's answers, a category's threads, the newest posts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Final

from aiohttp import web

from bot.sandbox.forum import lists, posts, shapes
from bot.sandbox.forum.answers import WORLD, at_home, page_of, reader, written
from bot.sandbox.forum.seed import RECORDED_URL
from bot.sandbox.forum.site import no_such_page
from bot.sandbox.forum.things import Post, Topic
from bot.sandbox.forum.world import ForumWorld

routes = web.RouteTableDef()

MOST: Final = 25  # threads, or posts of a thread with its first
OPENING: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">'
)
# What XML 1.0 cannot hold, even escaped, and the control characters it advises against.
UNWRITABLE: Final = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry; `path` is where it is read, from the site's root."""

    title: str
    description: str
    path: str
    author: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself; `at_ms` is None when it has nothing to tell."""

    title: str
    description: str
    path: str
    feed: str
    at_ms: int | None


@routes.get(r"/topic/{tid:\d+}.rss")
async def topic(request: web.Request) -> web.Response:
    """The newest answers; the first post describes the feed."""
    world = request.app[WORLD]
    thread = world.topics.get(int(request.match_info["tid"]))
    if thread is None or thread.deleted or not world.may_read(thread.cid, reader(request)):
        return no_such_page()
    first, *rest = (world.posts[pid] for pid in thread.pids)
    newest = rest[::-1][: MOST - 1]
    items = [_answer(world, thread, post) for post in newest if not post.deleted]
    path, feed = f"/topic/{thread.slug}", f"/topic/{thread.tid}.rss"
    about = Channel(thread.title, posts.content(first), path, feed, first.created_ms)
    return _fed(request, about, items)


@routes.get(r"/category/{cid:\d+}.rss")
async def category(request: web.Request) -> web.Response:
    """The newest threads, each with its newest post."""
    world, cid = request.app[WORLD], int(request.match_info["cid"])
    if cid not in world.categories or not world.may_read(cid, reader(request)):
        return no_such_page()
    known = [t for t in world.topics.values() if t.cid == cid and not t.deleted]
    threads = sorted(known, key=lambda thread: thread.created_ms, reverse=True)[:MOST]
    described, path = world.categories[cid], f"/category/{cid}"
    at_ms = threads[0].created_ms if threads else None
    name, text = described["name"], described["description"]
    about = Channel(name, text, path, f"{path}.rss", at_ms)
    return _fed(request, about, [_thread(world, thread) for thread in threads])


@routes.get("/recentposts.rss")
async def recent_posts(request: web.Request) -> web.Response:
    world, path = request.app[WORLD], "/recentposts"
    shown = lists.newest(world, page_of(request), "month", reader(request))
    items = [_post(world, world.topics[post.tid].title, post) for post in shown]
    at_ms = shown[0].created_ms if shown else None
    about = Channel("Recent Posts", "A list of recent posts", path, f"{path}.rss", at_ms)
    return _fed(request, about, items)


def _answer(world: ForumWorld, thread: Topic, post: Post) -> Item:
    at_ms = post.edited_ms or post.created_ms
    return _post(world, f"Reply to {thread.title} on {_date(at_ms)}", post, at_ms)


def _post(world: ForumWorld, title: str, post: Post, at_ms: int = 0) -> Item:
    author = world.users[post.uid].name
    return Item(title, post.html, f"/post/{post.pid}", author, at_ms or post.created_ms)


def _thread(world: ForumWorld, thread: Topic) -> Item:
    newest = shapes.teaser(world, world.teaser(thread))
    author = newest["user"]["username"]
    path = f"/topic/{thread.slug}"
    return Item(thread.title, newest["content"], path, author, thread.created_ms)


def _fed(request: web.Request, about: Channel, items: Sequence[Item]) -> web.Response:
    now_ms = request.app[WORLD].now_ms()
    channel = (
        f"<title>{_cdata(about.title)}</title>"
        f"<description>{_cdata(about.description)}</description>"
        f"<link>{_address(about.path)}</link><generator>RSS for Node</generator>"
        f"<lastBuildDate>{_date(now_ms)}</lastBuildDate>"
        f'<atom:link href="{_address(about.feed)}" rel="self" type="application/rss+xml"/>'
        + (f"<pubDate>{_date(about.at_ms)}</pubDate>" if about.at_ms is not None else "")
        + "<ttl>60</ttl>"
    )
    text = f"{OPENING}<channel>{channel}{''.join(map(_entry, items))}</channel></rss>"
    return written(at_home(request, text), "application/xml")


def _entry(item: Item) -> str:
    address = _address(item.path)
    return (
        f"<item><title>{_cdata(item.title)}</title>"
        f"<description>{_cdata(item.description)}</description>"
        f'<link>{address}</link><guid isPermaLink="true">{address}</guid>'
        f"<dc:creator>{_cdata(item.author)}</dc:creator>"
        f"<pubDate>{_date(item.at_ms)}</pubDate></item>"
    )


def _cdata(text: str) -> str:
    """Any text as XML: a section that the text itself cannot close."""
    writable = UNWRITABLE.sub("", text)
    return f"<![CDATA[{writable.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _address(path: str) -> str:
    return escape(RECORDED_URL + path)


def _date(ms: int) -> str:
    return format_datetime(datetime.fromtimestamp(ms // 1000, UTC), usegmt=True)
