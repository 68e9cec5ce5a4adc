"""Categories, tags and lists of threads, as the older read paths give them."""

from __future__ import annotations

from typing import Final

from bot.sandbox.forum import frame, shapes
from bot.sandbox.forum.answers import body_class
from bot.sandbox.forum.seed import RECORDED_URL
from bot.sandbox.forum.shapes import Shape
from bot.sandbox.forum.things import Post, Topic
from bot.sandbox.forum.world import ForumWorld

DAY_MS: Final = 86_400_000
TERMS_MS: Final = {"day": DAY_MS, "week": 7 * DAY_MS, "month": 30 * DAY_MS}


def category(world: ForumWorld, cid: int, page: int, uid: int) -> Shape:
    """A category with its threads, pinned ones first, then the latest activity."""
    about = shapes.category(world, cid)
    threads = [thread for thread in _shown(world, uid) if thread.cid == cid]
    threads.sort(key=lambda thread: not thread.pinned)
    path = f"/category/{cid}"
    meta = (
        {"name": "title", "content": about["name"], "translate": True},
        {"property": "og:title", "content": about["name"], "translate": True},
        {"name": "description", "content": about["description"], "translate": True},
        {"property": "og:type", "content": "website"},
    )
    rss = f"{RECORDED_URL}{path}.rss"
    links = [
        {"rel": "up", "href": RECORDED_URL},
        frame.canonical(f"/category/{about['slug']}"),
        {"rel": "alternate", "type": "application/rss+xml", "href": rss},
        {"rel": "alternate", "type": "application/activity+json", "href": RECORDED_URL + path},
    ]
    extra = ("template-category", f"parent-category-{cid}")
    return {
        **about,
        **frame.RECORDED["category"],
        "url": path,
        "title": about["name"],
        "rssFeedUrl": rss,
        "children": _children(world, cid, uid),
        "privileges": {
            **frame.RECORDED["category"]["privileges"],
            "topics:create": uid > 0 and world.may_open(cid, uid),
            "cid": str(cid),
            "uid": uid,
        },
        "topics": _listed(world, threads, page, uid),
        "nextStart": page * frame.PER_PAGE,
        "pagination": frame.pagination(page, len(threads), f"/category/{about['slug']}"),
        "handleFull": f"{about['handle']}@{RECORDED_URL.removeprefix('http://')}",
        "breadcrumbs": [frame.HOME, frame.crumb(about)],
        "bodyClass": body_class(path, uid, *extra),
        "_header": {
            "tags": {"meta": [*meta, *frame.pictures(), frame.address(path)], "link": links},
        },
    }


def categories(world: ForumWorld, uid: int) -> Shape:
    title = ({"name": "title", "content": "NodeBB"}, {"property": "og:type", "content": "website"})
    name = {"property": "og:title", "content": "[[pages:categories]]"}
    return {
        **frame.RECORDED["categories"],
        "categories": _children(world, 0, uid),
        "breadcrumbs": [frame.HOME, {"text": "[[pages:categories]]"}],
        "bodyClass": body_class("/categories", uid, "template-categories"),
        "_header": frame.header("/categories", *title, name),
    }


def _children(world: ForumWorld, cid: int, uid: int) -> list[Shape]:
    """The categories right under one (0 is the top) that the reader may see, with their own."""
    known = [key for key, held in world.categories.items() if held["parentCid"] == cid]
    return [_in_tree(world, key, uid) for key in known if world.may_read(key, uid)]


def _in_tree(world: ForumWorld, cid: int, uid: int) -> Shape:
    """A category with its newest post, where it has one."""
    children = _children(world, cid, uid)
    about = {**shapes.category(world, cid), "children": children, "posts": []}
    threads = [thread for thread in _shown(world, uid) if thread.cid == cid]
    if not threads:
        return about
    thread = threads[0]
    brief = {"tid": thread.tid, "slug": thread.slug, "title": thread.title}
    post = {**shapes.teaser(world, world.teaser(thread)), "cid": cid, "topic": brief}
    keys = ("timestampISO", "pid", "tid", "index", "topic", "user")
    last = {"url": f"/post/{post['pid']}", **shapes.only(post, keys)}
    return {**about, "posts": [post], "teaser": last}


def recent(world: ForumWorld, page: int, uid: int) -> Shape:
    threads = _shown(world, uid)
    return {
        **frame.RECORDED["recent"],
        "topics": _listed(world, threads, page, uid),
        "tids": [thread.tid for thread in _page(threads, page)],
        "topicCount": len(threads),
        "topic_count": len(threads),
        "nextStart": page * frame.PER_PAGE,
        "pagination": frame.pagination(page, len(threads), "/recent"),
        "breadcrumbs": [frame.HOME, {"text": "[[recent:title]]"}],
        "bodyClass": body_class("/recent", uid, "template-recent"),
        "_header": frame.header("/recent"),
    }


def unread(world: ForumWorld, page: int, uid: int) -> Shape:
    """The threads with posts that a member has not seen."""
    threads = [thread for thread in _shown(world, uid) if world.is_unread(thread, uid)]
    numbers = frame.pagination(page, len(threads), "/unread")
    return {
        **frame.RECORDED["unread"],
        "topics": _listed(world, threads, page, uid),
        "topicCount": len(threads),
        "topic_count": len(threads),
        "nextStart": page * frame.PER_PAGE,
        "pageCount": numbers["pageCount"],
        "pagination": numbers,
        "breadcrumbs": [frame.HOME, {"text": "[[unread:title]]"}],
        "bodyClass": body_class("/unread", uid, "template-unread"),
        "_header": frame.header("/unread", frame.SITE_TITLE),
    }


def newest(world: ForumWorld, page: int, term: str, uid: int) -> list[Post]:
    """Twenty places of the whole forum; hidden posts leave theirs empty, as they really do."""
    end = len(world.pids) - (page - 1) * frame.PER_PAGE
    taken = world.pids[max(0, end - frame.PER_PAGE) : max(0, end)]
    since = world.now_ms() - TERMS_MS[term] if term in TERMS_MS else 0
    known = [world.posts[pid] for pid in reversed(taken)]
    shown = [post for post in known if is_shown(world, post, uid)]
    return [post for post in shown if post.created_ms >= since]


def tags(world: ForumWorld, uid: int) -> Shape:
    counts: dict[str, int] = {}
    for thread in _shown(world, uid):
        for value in thread.tags:
            counts[value] = counts.get(value, 0) + 1
    by_use = sorted(counts.items(), key=lambda item: (item[1], item[0]), reverse=True)
    return {
        **frame.RECORDED["tags"],
        "tags": [{**shapes.tag(value), "score": score} for value, score in by_use],
        "breadcrumbs": [frame.HOME, {"text": "[[tags:tags]]"}],
        "bodyClass": body_class("/tags", uid, "template-tags"),
        "_header": frame.header("/tags"),
    }


def tag(world: ForumWorld, value: str, page: int, uid: int) -> Shape:
    threads = [thread for thread in _shown(world, uid) if value in thread.tags]
    names = ({"name": "title", "content": value}, {"property": "og:title", "content": value})
    trail = {"text": "[[tags:tags]]", "url": f"{RECORDED_URL}//tags"}
    return {
        **frame.RECORDED["tag"],
        "tag": value,
        "title": f"[[pages:tag, {value}]]",
        "url": f"/tags/{value}",
        "allCategoriesUrl": f"tags/{value}?lang=en-GB",
        "rssFeedUrl": f"/tags/{value}.rss",
        "topics": _listed(world, threads, page, uid),
        "pagination": frame.pagination(page, len(threads), f"/tags/{value}"),
        "breadcrumbs": [frame.HOME, trail, {"text": value}],
        "bodyClass": body_class(f"/tags/{value}", uid, "template-tag"),
        "_header": frame.header(f"/tags/{value}", *names),
    }


def is_shown(world: ForumWorld, post: Post, uid: int) -> bool:
    """Whether a list of posts shows it to the reader."""
    thread = world.topics[post.tid]
    return not (post.deleted or thread.deleted) and world.may_read(thread.cid, uid)


def _shown(world: ForumWorld, uid: int) -> list[Topic]:
    """Threads that lists show to the reader, the latest activity first."""
    known = [thread for thread in world.topics.values() if not thread.deleted]
    threads = [thread for thread in known if world.may_read(thread.cid, uid)]
    return sorted(threads, key=lambda t: (world.teaser(t).created_ms, t.tid), reverse=True)


def _page(threads: list[Topic], page: int) -> list[Topic]:
    return threads[(page - 1) * frame.PER_PAGE : page * frame.PER_PAGE]


def _listed(world: ForumWorld, threads: list[Topic], page: int, uid: int) -> list[Shape]:
    start = (page - 1) * frame.PER_PAGE
    shown = _page(threads, page)
    return [shapes.listed(world, thread, start + i, uid) for i, thread in enumerate(shown)]
