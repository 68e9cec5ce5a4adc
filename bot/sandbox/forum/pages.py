"""The descriptions of whole pages, as the older read paths give them."""

from __future__ import annotations

from typing import Any, Final

from bot.sandbox.forum import shapes
from bot.sandbox.forum.answers import body_class
from bot.sandbox.forum.rendering import iso, plain, slugify
from bot.sandbox.forum.seed import RECORDED_URL, recorded
from bot.sandbox.forum.shapes import Shape
from bot.sandbox.forum.world import ForumWorld, Topic

PER_PAGE: Final = 20
_RECORDED: Final[dict[str, Any]] = recorded("pages")
_HOME: Final = {"text": "[[global:home]]", "url": RECORDED_URL}
_MEMBER_RIGHTS: Final = (
    *("topics:reply", "topics:tag", "posts:edit", "posts:history"),
    *("posts:upvote", "posts:downvote", "posts:delete"),
)


def config(uid: int, relative_path: str) -> Shape:
    said = {
        **_RECORDED["config"],
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


def myself(world: ForumWorld, uid: int) -> Shape:
    known = shapes.user(world.users[uid])
    about = _RECORDED["self"]
    return {**about, **{key: known[key] for key in about.keys() & known.keys()}, "yourid": uid}


def visitor(world: ForumWorld, uid: int, relative_path: str) -> Shape:
    """What every page says of whoever reads it."""
    about = {**_RECORDED["topic"]["loggedInUser"]}
    if uid > 0:
        member, known = _RECORDED["visitor"], shapes.user(world.users[uid])
        set_by_act = (member.keys() & known.keys()) - {"signature"}
        about = {**member, **{key: known[key] for key in set_by_act}}
    return {"loggedIn": uid > 0, "loggedInUser": about, "relative_path": relative_path}


def topic(world: ForumWorld, thread: Topic, page: int, sort: str, uid: int) -> Shape:
    """One page of a thread, its posts in the order asked for."""
    pids = ordered(thread, sort)
    start = (page - 1) * PER_PAGE
    shown = [world.posts[pid] for pid in pids[start : start + PER_PAGE]]
    about = shapes.topic(world, thread)
    category = shapes.category(world, thread.cid)
    owner = shapes.user(world.users[thread.uid])
    keys = ("username", "userslug", "uid", "displayname", "isLocal")
    label = "[[topic:oldest-to-newest]]"
    newest_first = sort == "newest_to_oldest"
    return {
        **_RECORDED["topic"],
        **about,
        "posts": [shapes.in_topic(world, p, start + i, uid) for i, p in enumerate(shown)],
        "category": {key: category[key] for key in category if key not in ("tagWhitelist",)},
        "privileges": _topic_rights(thread, uid),
        "author": shapes.only(owner, keys),
        "unreplied": len(thread.pids) == 1,
        "postIndex": start + 1,
        "sortOption": "newest_to_oldest" if newest_first else "oldest_to_newest",
        "sortOptionLabel": "[[topic:newest-to-oldest]]" if newest_first else label,
        "rssFeedUrl": f"/topic/{thread.tid}.rss",
        "pagination": pagination(page, len(pids), f"/topic/{thread.slug}"),
        "breadcrumbs": [_HOME, _crumb(category), {"text": thread.title}],
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
    known = _RECORDED["topic"]["privileges"]
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


def _crumb(category: Shape) -> Shape:
    url = f"{RECORDED_URL}/category/{category['slug']}"
    return {"text": category["name"], "url": url, "cid": category["cid"]}


def _topic_header(world: ForumWorld, thread: Topic, category: Shape, page: int) -> Shape:
    first, last = world.posts[thread.pids[0]], world.teaser(thread)
    lead = plain(shapes.content(first))[:155]
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
    links = [_canonical(f"/topic/{thread.slug}{f'?page={page}' if page > 1 else ''}"), rss, up]
    if page == 1:
        names = ({"name": "description"}, {"property": "og:description"})
        meta += [{**name, "content": lead} for name in names]
        kind = "application/activity+json"
        href = f"{RECORDED_URL}/post/{first.pid}"
        links.append({"rel": "alternate", "type": kind, "href": href})
    return {
        "tags": {"meta": [*meta, *_pictures(), _address(f"/topic/{thread.tid}")], "link": links}
    }


def _pictures() -> list[Shape]:
    logo = f"{RECORDED_URL}/assets/images/logo@3x.png"
    sizes = {"og:image": logo, "og:image:url": logo, "og:image:width": "963"}
    known = {**sizes, "og:image:height": "225"}
    return [{"property": name, "content": value} for name, value in known.items()]


def _address(path: str) -> Shape:
    return {"content": f"{RECORDED_URL}/api{path}", "property": "og:url"}


def _canonical(path: str) -> Shape:
    return {"rel": "canonical", "href": RECORDED_URL + path}


def _header(path: str, *meta: Shape) -> Shape:
    shown = [*meta, *_pictures(), _address(path)]
    return {"tags": {"meta": shown, "link": [_canonical(path)]}}


def category(world: ForumWorld, cid: int, page: int, uid: int) -> Shape:
    """A category with its threads, pinned ones first, then the latest activity."""
    about = shapes.category(world, cid)
    threads = [thread for thread in _shown(world) if thread.cid == cid]
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
        _canonical(f"/category/{about['slug']}"),
        {"rel": "alternate", "type": "application/rss+xml", "href": rss},
        {"rel": "alternate", "type": "application/activity+json", "href": RECORDED_URL + path},
    ]
    extra = ("template-category", f"parent-category-{cid}")
    return {
        **about,
        **_RECORDED["category"],
        "url": path,
        "title": about["name"],
        "rssFeedUrl": rss,
        "children": [],
        "privileges": {**_RECORDED["category"]["privileges"], "cid": str(cid), "uid": uid},
        "topics": _listed(world, threads, page),
        "nextStart": page * PER_PAGE,
        "pagination": pagination(page, len(threads), f"/category/{about['slug']}"),
        "handleFull": f"{about['handle']}@{RECORDED_URL.removeprefix('http://')}",
        "breadcrumbs": [_HOME, _crumb(about)],
        "bodyClass": body_class(path, uid, *extra),
        "_header": {
            "tags": {"meta": [*meta, *_pictures(), _address(path)], "link": links},
        },
    }


def categories(world: ForumWorld, uid: int) -> Shape:
    title = ({"name": "title", "content": "NodeBB"}, {"property": "og:type", "content": "website"})
    name = {"property": "og:title", "content": "[[pages:categories]]"}
    return {
        **_RECORDED["categories"],
        "categories": [_in_tree(world, cid) for cid in world.categories],
        "breadcrumbs": [_HOME, {"text": "[[pages:categories]]"}],
        "bodyClass": body_class("/categories", uid, "template-categories"),
        "_header": _header("/categories", *title, name),
    }


def _in_tree(world: ForumWorld, cid: int) -> Shape:
    """A category with its newest post, where it has one."""
    about = {**shapes.category(world, cid), "children": [], "posts": []}
    threads = [thread for thread in _shown(world) if thread.cid == cid]
    if not threads:
        return about
    thread = threads[0]
    brief = {"tid": thread.tid, "slug": thread.slug, "title": thread.title}
    post = {**shapes.teaser(world, world.teaser(thread)), "cid": cid, "topic": brief}
    keys = ("timestampISO", "pid", "tid", "index", "topic", "user")
    last = {"url": f"/post/{post['pid']}", **shapes.only(post, keys)}
    return {**about, "posts": [post], "teaser": last}


def recent(world: ForumWorld, page: int, uid: int) -> Shape:
    threads = _shown(world)
    return {
        **_RECORDED["recent"],
        "topics": _listed(world, threads, page),
        "tids": [thread.tid for thread in _page(threads, page)],
        "topicCount": len(threads),
        "topic_count": len(threads),
        "nextStart": page * PER_PAGE,
        "pagination": pagination(page, len(threads), "/recent"),
        "breadcrumbs": [_HOME, {"text": "[[recent:title]]"}],
        "bodyClass": body_class("/recent", uid, "template-recent"),
        "_header": _header("/recent"),
    }


def tags(world: ForumWorld, uid: int) -> Shape:
    counts: dict[str, int] = {}
    for thread in _shown(world):
        for value in thread.tags:
            counts[value] = counts.get(value, 0) + 1
    by_use = sorted(counts.items(), key=lambda item: (item[1], item[0]), reverse=True)
    return {
        **_RECORDED["tags"],
        "tags": [{**shapes.tag(value), "score": score} for value, score in by_use],
        "breadcrumbs": [_HOME, {"text": "[[tags:tags]]"}],
        "bodyClass": body_class("/tags", uid, "template-tags"),
        "_header": _header("/tags"),
    }


def tag(world: ForumWorld, value: str, page: int, uid: int) -> Shape:
    threads = [thread for thread in _shown(world) if value in thread.tags]
    names = ({"name": "title", "content": value}, {"property": "og:title", "content": value})
    trail = {"text": "[[tags:tags]]", "url": f"{RECORDED_URL}//tags"}
    return {
        **_RECORDED["tag"],
        "tag": value,
        "title": f"[[pages:tag, {value}]]",
        "url": f"/tags/{value}",
        "allCategoriesUrl": f"tags/{value}?lang=en-GB",
        "rssFeedUrl": f"/tags/{value}.rss",
        "topics": _listed(world, threads, page),
        "pagination": pagination(page, len(threads), f"/tags/{value}"),
        "breadcrumbs": [_HOME, trail, {"text": value}],
        "bodyClass": body_class(f"/tags/{value}", uid, "template-tag"),
        "_header": _header(f"/tags/{value}", *names),
    }


def _shown(world: ForumWorld) -> list[Topic]:
    """Threads that anybody may see, the latest activity first."""
    threads = [thread for thread in world.topics.values() if not thread.deleted]
    return sorted(threads, key=lambda t: (world.teaser(t).created_ms, t.tid), reverse=True)


def _page(threads: list[Topic], page: int) -> list[Topic]:
    return threads[(page - 1) * PER_PAGE : page * PER_PAGE]


def _listed(world: ForumWorld, threads: list[Topic], page: int) -> list[Shape]:
    start = (page - 1) * PER_PAGE
    shown = _page(threads, page)
    return [shapes.listed(world, thread, start + i) for i, thread in enumerate(shown)]


def pagination(page: int, items: int, path: str) -> Shape:
    """The pages of a list; a single page has no query strings and no `pages`."""
    last = max(1, -(-items // PER_PAGE))
    if last == 1:
        known = _RECORDED["topic"]["pagination"]
        return {**known, "currentPage": page}
    return {
        "rel": _rel(page, last, path),
        "pages": _numbers(page, last),
        "currentPage": page,
        "pageCount": last,
        "prev": _step(max(1, page - 1), page > 1),
        "next": _step(min(last, page + 1), page < last),
        "first": _step(1, page == 1),
        "last": _step(last, page == last),
    }


def _step(page: int, active: bool) -> Shape:
    return {"page": page, "active": active, "qs": f"page={page}"}


def _rel(page: int, last: int, path: str) -> list[Shape]:
    known = (("next", page + 1), ("prev", page - 1))
    links = [(rel, number) for rel, number in known if 1 <= number <= last]
    return [{"rel": rel, "href": f"{RECORDED_URL}{path}?page={to}"} for rel, to in links]


def _numbers(page: int, last: int) -> list[Shape]:
    """The first and last two pages, those around this one, a separator for each longer gap."""
    near = {1, 2, last - 1, last, *range(page - 2, page + 3)}
    shown = sorted(number for number in near if 1 <= number <= last)
    numbers: list[Shape] = []
    before = 0
    for number in shown:
        if number - before == 2:
            numbers.append(_step(number - 1, False))
        elif number - before > 2:
            numbers.append({"separator": True})
        numbers.append(_step(number, number == page))
        before = number
    return numbers
