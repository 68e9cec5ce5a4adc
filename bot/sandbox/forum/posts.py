"""Posts in the shapes that the real server gives them."""

from __future__ import annotations

from bot.sandbox.forum import shapes
from bot.sandbox.forum.rendering import iso
from bot.sandbox.forum.seed import RECORDED_URL
from bot.sandbox.forum.shapes import Shape, only, user
from bot.sandbox.forum.things import Post
from bot.sandbox.forum.world import ForumWorld

HIDDEN = "[[topic:post-is-deleted]]"
SUMMARY_CATEGORY = ("cid", "name", "icon", "slug", "parentCid", "bgColor", "color", "imageClass")
SUMMARY_TOPIC = (
    *("uid", "tid", "title", "generatedTitle", "cid", "tags", "slug", "deleted", "scheduled"),
    *("postcount", "mainPid", "teaserPid", "timestamp", "timestampISO"),
)


def summary(world: ForumWorld, post: Post) -> Shape:
    """A post as the newest posts and the answer to a reply show it."""
    thread = world.topics[post.tid]
    about = only(world.categories[thread.cid], SUMMARY_CATEGORY)
    return {
        "pid": post.pid,
        "tid": post.tid,
        "toPid": to_pid(post),
        "uid": post.uid,
        "url": f"{RECORDED_URL}/post/{post.pid}",
        "content": content(post),
        "sourceContent": post.markdown if world.tells_sources and not post.deleted else None,
        "deleted": post.deleted,
        **shapes.NO_VOTES,
        "timestamp": post.created_ms,
        "timestampISO": iso(post.created_ms),
        "replies": len(world.answers.get(post.pid, ())),
        "user": only(user(world.users[post.uid]), shapes.SUMMARY_USER),
        "topic": only(shapes.topic(world, thread), SUMMARY_TOPIC),
        "category": {**about, "backgroundImage": None},
        "isMainPost": thread.pids[0] == post.pid,
    }


def content(post: Post) -> str:
    return HIDDEN if post.deleted else post.html


def to_pid(post: Post) -> str | None:
    return None if post.to_pid is None else str(post.to_pid)


def source(post: Post, replies: int) -> Shape:
    """A post as `/api/v3/posts/<pid>` gives it: Markdown in `content`."""
    return {
        "pid": post.pid,
        "uid": post.uid,
        "tid": post.tid,
        "replies": replies,
        "content": HIDDEN if post.deleted else post.markdown,
        **shapes.NO_VOTES,
        **moments(post),
        "upvoted": False,
        "downvoted": False,
        **({"editor": str(post.editor)} if post.editor else {}),
        **optional(post),
    }


def history(world: ForumWorld, post: Post, reader: int) -> Shape:
    """A post's revisions, the newest first; the first version's author is a number, as recorded."""
    edits = [_revision(world, edit.at_ms, str(edit.uid)) for edit in reversed(post.edits)]
    revisions = [*edits, _revision(world, post.created_ms, post.uid)]
    return {
        "uid": reader,
        "pid": str(post.pid),
        "timestamps": [revision["timestamp"] for revision in revisions],
        "revisions": revisions,
        "deletable": False,
        "editable": post.uid == reader,
    }


def _revision(world: ForumWorld, at_ms: int, uid: int | str) -> Shape:
    return {"timestamp": str(at_ms), "username": world.users[int(uid)].name, "uid": uid}


def moments(post: Post) -> Shape:
    """What every full description of a post has: its times and its empty extras."""
    return {
        "timestamp": post.created_ms,
        "timestampISO": iso(post.created_ms),
        "edited": post.edited_ms,
        "editedISO": iso(post.edited_ms) if post.edited_ms else "",
        "deleted": int(post.deleted),
        "deleterUid": post.deleter,
        "bookmarks": 0,
        "announces": 0,
        "flagId": 0,
        "attachments": [],
        "uploads": [],
    }


def optional(post: Post) -> Shape:
    """Keys that only some posts have."""
    return {
        **({"toPid": to_pid(post)} if post.to_pid is not None else {}),
        **({"txContent": True} if post.deleted else {}),
    }


def in_topic(world: ForumWorld, post: Post, index: int, reader: int) -> Shape:
    """A post as its thread's page shows it to `reader` (a uid)."""
    return {
        "pid": post.pid,
        "uid": post.uid,
        "tid": post.tid,
        "index": index,
        "content": content(post),
        "replies": answers(world, post),
        **shapes.NO_VOTES,
        **moments(post),
        **optional(post),
        **parent(world, post),
        "user": user(world.users[post.uid]),
        "editor": editor(world, post),
        "bookmarked": False,
        "upvoted": False,
        "downvoted": False,
        "events": events(world, post, reader),
        "selfPost": reader > 0 and post.uid == reader,
        "topicOwnerPost": post.uid == world.topics[post.tid].uid,
        "display_edit_tools": False,
        "display_delete_tools": False,
        "display_moderator_tools": False,
        "display_move_tools": False,
        "display_post_menu": not post.deleted if reader > 0 else 0,
    }


def events(world: ForumWorld, post: Post, reader: int) -> list[Shape]:
    """What befell the thread after this post and before the next.

    A move from where the reader may not look is not told.
    """
    thread = world.topics[post.tid]
    if not thread.events:
        return []
    following = thread.pids[world.index(post) + 1 :][:1]
    end = world.posts[following[0]].created_ms if following else float("inf")
    known = [event for event in thread.events if post.created_ms <= event["timestamp"] < end]
    return [event for event in known if world.may_read(event.get("fromCid", 0), reader)]


def answers(world: ForumWorld, post: Post) -> Shape:
    pids = world.answers.get(post.pid, [])
    people = list(dict.fromkeys(world.posts[pid].uid for pid in pids))[:6]
    text = f"[[topic:replies-to-this-post, {len(pids)}]]"
    last = {"timestampISO": iso(world.posts[pids[-1]].created_ms)} if pids else {}
    return {
        "hasMore": len(people) < len(pids),
        "hasSingleImmediateReply": False,
        "users": [only(user(world.users[uid]), shapes.TEASER_USER) for uid in people],
        "text": text if len(pids) > 1 else "[[topic:one-reply-to-this-post]]",
        "count": len(pids),
        **last,
    }


def editor(world: ForumWorld, post: Post) -> Shape | None:
    if post.editor is None:
        return None
    keys = ("uid", "username", "userslug", "displayname", "isLocal")
    return only(user(world.users[post.editor]), keys)


def parent(world: ForumWorld, post: Post) -> Shape:
    """The post that is answered, beside the answer; nothing when it was purged."""
    answered = world.posts.get(post.to_pid or 0)
    if answered is None:
        return {}
    about = {
        "uid": answered.uid,
        "pid": answered.pid,
        "content": content(answered),
        "timestamp": answered.created_ms,
        "timestampISO": iso(answered.created_ms),
        "user": only(user(world.users[answered.uid]), shapes.TEASER_USER),
    }
    return {"parent": about}
