"""A world's things in the shapes that the real server gives them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.forum.rendering import iso, plain, slugify
from bot.sandbox.forum.state import ForumState
from bot.sandbox.forum.things import Post, Topic, User

Shape = dict[str, Any]

BRIEF = ("uid", "username", "userslug", "picture", "icon:bgColor", "displayname", "isLocal")
TEASER_USER = (*BRIEF, "icon:text")
SUMMARY_USER = (*TEASER_USER, "status")
LISTED_USER = (*SUMMARY_USER, "reputation", "postcount", "banned", "banned_until")
LISTED_CATEGORY = ("cid", "name", "slug", "icon", "imageClass", "bgColor", "color", "disabled")
NO_VOTES = {"upvotes": 0, "downvotes": 0, "votes": 0}
BANNED = {"banned_until": 0, "banned_until_readable": "[[user:info.banned-permanently]]"}


def only(shape: Shape, keys: tuple[str, ...]) -> Shape:
    return {key: shape[key] for key in keys}


def user(who: User) -> Shape:
    return {
        "uid": who.uid,
        "username": who.name,
        "userslug": slugify(who.name),
        "displayname": who.name,
        "isLocal": True,
        "picture": None,
        "signature": "",
        "icon:bgColor": who.colour,
        "icon:text": who.name[:1].upper(),
        "reputation": 0,
        "postcount": who.posts,
        "topiccount": who.topics,
        "banned": False,
        "banned:expire": 0,
        **BANNED,
        "muted": False,
        "mutedUntil": 0,
        "status": "online",
        "lastonline": who.seen_ms,
        "lastonlineISO": iso(who.seen_ms),
        "groupTitle": None,
        "groupTitleArray": [],
        "selectedGroups": [],
        "custom_profile_info": [],
    }


def category(world: ForumState, cid: int) -> Shape:
    """The recorded description with today's counters."""
    topics = [topic for topic in world.topics.values() if topic.cid == cid]
    posts = sum(len(topic.pids) for topic in topics)
    counters = {"topic_count": len(topics), "totalTopicCount": len(topics)}
    return {
        **world.categories[cid],
        **counters,
        "post_count": posts,
        "totalPostCount": posts,
    }


def topic(world: ForumState, thread: Topic) -> Shape:
    last = world.teaser(thread)
    main = thread.pids[0]
    people = {world.posts[pid].uid for pid in thread.pids}
    return {
        "tid": thread.tid,
        "cid": thread.cid,
        "uid": thread.uid,
        "mainPid": main,
        "title": thread.title,
        "slug": thread.slug,
        "generatedTitle": 0,
        "tags": [tag(value) for value in thread.tags],
        "thumbs": [],
        "numThumbs": 0,
        "timestamp": thread.created_ms,
        "timestampISO": iso(thread.created_ms),
        "lastposttime": last.created_ms,
        "lastposttimeISO": iso(last.created_ms),
        "postcount": len(thread.pids),
        "postercount": len(people),
        "followercount": 1,
        "viewcount": thread.views,
        "teaserPid": None if last.pid == main else str(last.pid),
        "deleted": int(thread.deleted),
        "deleterUid": thread.deleter,
        "locked": int(thread.locked),
        "pinned": int(thread.pinned),
        "scheduled": False,
        "pinExpiry": 0,
        "pinExpiryISO": "",
        **NO_VOTES,
    }


def tag(value: str) -> Shape:
    return {"value": value, "valueEncoded": value, "class": value}


def listed(world: ForumState, thread: Topic, index: int, reader: int) -> Shape:
    """A thread as a list of threads shows it to `reader` (a uid)."""
    about = {key: world.categories[thread.cid][key] for key in LISTED_CATEGORY}
    author = only(user(world.users[thread.uid]), LISTED_USER)
    return {
        **topic(world, thread),
        "category": {**about, "backgroundImage": None},
        "user": {**author, "banned_until_readable": BANNED["banned_until_readable"]},
        "teaser": teaser(world, world.teaser(thread)),
        "isOwner": thread.uid == reader,
        "ignored": False,
        "followed": False,
        "unread": world.is_unread(thread, reader),
        "bookmark": None,
        "unreplied": False,
        "icons": [],
        "index": index,
    }


def teaser(world: ForumState, post: Post) -> Shape:
    return {
        "pid": post.pid,
        "uid": post.uid,
        "tid": post.tid,
        "timestamp": post.created_ms,
        "content": "" if post.deleted else plain(post.html),
        "sourceContent": None,
        "timestampISO": iso(post.created_ms),
        "user": only(user(world.users[post.uid]), TEASER_USER),
        "index": world.index(post) + 1,
    }
