"""Accounts: one's own, anybody's page, and what awaits a member."""

from __future__ import annotations

from typing import Final

from bot.sandbox.forum import frame, lists, posts, shapes
from bot.sandbox.forum.answers import body_class
from bot.sandbox.forum.rendering import iso
from bot.sandbox.forum.seed import RECORDED_URL
from bot.sandbox.forum.shapes import Shape
from bot.sandbox.forum.things import Post, User
from bot.sandbox.forum.world import ForumWorld

LATEST: Final = 10
NOT_ONES_OWN: Final = {
    **dict.fromkeys(("isSelf", "canEdit", "canChangePassword", "showHidden"), False),
    "isSelfOrAdminOrGlobalModerator": False,
    "ips": [],
    "profile_links": [],
}


def account(world: ForumWorld, who: User, reader: int) -> Shape:
    """An account as `reader` (a uid) sees it; some of it is its holder's alone."""
    known, about = shapes.user(who), frame.RECORDED["self"]
    wrote = _latest(world, who, 1, reader)
    return {
        **about,
        **{key: known[key] for key in about.keys() & known.keys()},
        "joindate": who.joined_ms,
        "joindateISO": iso(who.joined_ms),
        "lastposttime": wrote[0].created_ms if wrote else 0,
        "counts": {**about["counts"], "posts": who.posts, "topics": who.topics},
        "yourid": reader,
        "theirid": who.uid,
        **({} if who.uid == reader else {**NOT_ONES_OWN, "canFlag": reader > 0}),
    }


def profile(world: ForumWorld, who: User, reader: int) -> Shape:
    """The page of an account, with its latest posts."""
    slug = shapes.user(who)["userslug"]
    path = f"/user/{slug}"
    latest = [posts.summary(world, post) for post in _latest(world, who, LATEST, reader)]
    return {
        **account(world, who, reader),
        **frame.RECORDED["profile"],
        "posts": latest,
        "latestPosts": latest,
        "title": who.name,
        "url": path,
        "breadcrumbs": [frame.HOME, {"text": who.name}],
        "bodyClass": body_class(path, reader, "template-account-profile"),
        "_header": _header(who, path),
    }


def find(world: ForumWorld, slug: str) -> User | None:
    known = (who for who in world.users.values() if shapes.user(who)["userslug"] == slug)
    return next(known, None)


def notifications(uid: int) -> Shape:
    """None, as recorded: nothing that happens on this forum notifies anybody."""
    path = "/notifications"
    return {
        **frame.RECORDED["notifications"],
        "breadcrumbs": [frame.HOME, {"text": "[[pages:notifications]]"}],
        "bodyClass": body_class(path, uid, "template-notifications"),
        "_header": {
            "tags": {
                "meta": [*frame.pictures(), frame.SITE_TITLE, frame.address(path)],
                "link": [],
            }
        },
    }


def _latest(world: ForumWorld, who: User, number: int, reader: int) -> list[Post]:
    """The account's newest posts that the reader may see."""
    found: list[Post] = []
    for pid in reversed(world.pids):
        post = world.posts[pid]
        if post.uid == who.uid and lists.is_shown(world, post, reader):
            found.append(post)
        if len(found) == number:
            break
    return found


def _header(who: User, path: str) -> Shape:
    meta = [
        {"name": "title", "content": who.name},
        {"name": "description", "content": ""},
        {"property": "og:title", "content": who.name},
        {"property": "og:description", "content": ""},
    ]
    kind, href = "application/activity+json", f"{RECORDED_URL}/uid/{who.uid}"
    links = [frame.canonical(path), {"rel": "alternate", "type": kind, "href": href}]
    return {"tags": {"meta": [*meta, *frame.pictures(), frame.address(path)], "link": links}}
