"""The configuration, the reader and a thread, as the older read paths give them."""

from __future__ import annotations

from typing import Final

from bot.sandbox.forum import frame, posts, shapes
from bot.sandbox.forum.answers import body_class
from bot.sandbox.forum.rendering import iso, plain, slugify
from bot.sandbox.forum.seed import RECORDED_URL
from bot.sandbox.forum.shapes import Shape
from bot.sandbox.forum.things import Topic
from bot.sandbox.forum.world import ForumWorld

_MEMBER_RIGHTS: Final = (
    *("topics:reply", "topics:tag", "posts:edit", "posts:history"),
    *("posts:upvote", "posts:downvote", "posts:delete"),
)


def config(uid: int, relative_path: str) -> Shape:
    said = {
        **frame.RECORDED["config"],
        "url": RECORDED_URL,
        "relative_path": relative_path,
        "uid": uid,
        "loggedIn": uid > 0,
    }
    if uid > 0:
        said |= {"hideReadNotifications": False, "openOutgoingLinksInNewTab": False}
    if uid < 0:
        said |= {"csrf_token": False}
        del said["acpLang"]
    return said


def topic(world: ForumWorld, thread: Topic, page: int, sort: str, uid: int) -> Shape:
    """One page of a thread, its posts in the order asked for."""
    pids = ordered(thread, sort)
    start = (page - 1) * frame.PER_PAGE
    shown = [world.posts[pid] for pid in pids[start : start + frame.PER_PAGE]]
    about = shapes.topic(world, thread)
    category = shapes.category(world, thread.cid)
    owner = shapes.user(world.users[thread.uid])
    keys = ("username", "userslug", "uid", "displayname", "isLocal")
    label = "[[topic:oldest-to-newest]]"
    newest_first = sort == "newest_to_oldest"
    return {
        **frame.RECORDED["topic"],
        **about,
        "posts": [posts.in_topic(world, p, start + i, uid) for i, p in enumerate(shown)],
        "category": {key: category[key] for key in category if key not in ("tagWhitelist",)},
        "privileges": _topic_rights(thread, uid),
        "author": shapes.only(owner, keys),
        "unreplied": len(thread.pids) == 1,
        "postIndex": start + 1,
        "sortOption": "newest_to_oldest" if newest_first else "oldest_to_newest",
        "sortOptionLabel": "[[topic:newest-to-oldest]]" if newest_first else label,
        "rssFeedUrl": f"/topic/{thread.tid}.rss",
        "pagination": frame.pagination(page, len(pids), f"/topic/{thread.slug}"),
        "breadcrumbs": [frame.HOME, frame.crumb(category), {"text": thread.title}],
        "url": f"/topic/{thread.tid}",
        "bodyClass": _topic_class(thread, category, uid),
        "_header": _topic_header(world, thread, category, page),
    }


def ordered(thread: Topic, sort: str) -> list[int]:
    """The first post stays first, whatever the order."""
    if sort != "newest_to_oldest":
        return thread.pids
    return [*thread.pids[:1], *reversed(thread.pids[1:])]


def _topic_rights(thread: Topic, uid: int) -> Shape:
    known = frame.RECORDED["topic"]["privileges"]
    member = dict.fromkeys(_MEMBER_RIGHTS, uid > 0)
    return {**known, **member, "tid": str(thread.tid), "uid": uid}


def _topic_class(thread: Topic, category: Shape, uid: int) -> str:
    cid, name = category["cid"], slugify(category["name"])
    classes = (
        f"page-topic-category-{cid}",
        f"page-topic-category-{name}",
        f"parent-category-{cid}",
    )
    return body_class(f"/topic/{thread.tid}", uid, "template-topic", *classes)


def _topic_header(world: ForumWorld, thread: Topic, category: Shape, page: int) -> Shape:
    first, last = world.posts[thread.pids[0]], world.teaser(thread)
    lead = plain(posts.content(first))[:155]
    meta = [
        {"name": "title", "content": thread.title},
        {"property": "og:title", "content": thread.title},
        {"property": "og:type", "content": "article"},
        {"property": "article:published_time", "content": iso(thread.created_ms)},
        {"property": "article:modified_time", "content": iso(last.created_ms)},
        {"property": "article:section", "content": category["name"]},
    ]
    up = {"rel": "up", "href": f"{RECORDED_URL}/category/{category['slug']}"}
    rss = {"rel": "alternate", "type": "application/rss+xml", "href": f"/topic/{thread.tid}.rss"}
    links = [frame.canonical(f"/topic/{thread.slug}{f'?page={page}' if page > 1 else ''}"), rss, up]
    if page == 1:
        names = ({"name": "description"}, {"property": "og:description"})
        meta += [{**name, "content": lead} for name in names]
        kind = "application/activity+json"
        href = f"{RECORDED_URL}/post/{first.pid}"
        links.append({"rel": "alternate", "type": kind, "href": href})
    return {
        "tags": {
            "meta": [*meta, *frame.pictures(), frame.address(f"/topic/{thread.tid}")],
            "link": links,
        }
    }
