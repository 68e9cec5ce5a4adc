"""Threads in the shapes that Discourse gives them in lists."""

from __future__ import annotations

from html import escape
from typing import Final

from bot.sandbox.forum.discourse import shapes
from bot.sandbox.forum.discourse.shapes import Shape
from bot.sandbox.forum.discourse.state import DiscourseState, is_staff
from bot.sandbox.forum.discourse.things import Post, PostType, Topic, User
from bot.sandbox.forum.rendering import iso

MOST_POSTERS: Final = 5
AUTHOR, LATEST, FREQUENT = "Auteur·e du sujet", "Dernier message", "Participe souvent"


def tags(world: DiscourseState, topic: Topic) -> list[Shape]:
    return [{"id": world.tag(name).id, "name": name, "slug": name} for name in topic.tags]


def brief(world: DiscourseState, topic: Topic, viewer: User | None) -> Shape:
    """What every description of a thread has."""
    count, last = world.count(topic), last_post(world, topic)
    return {
        "id": topic.id,
        "title": topic.title,
        "fancy_title": escape(topic.title),
        "slug": topic.slug,
        "posts_count": count,
        "reply_count": sum(1 for post in world.counted(topic) if post.answers),
        "highest_post_number": _highest(world, topic, viewer),
        "image_url": None,
        "created_at": iso(topic.created_ms),
        "last_posted_at": iso(last.created_ms),
        "archetype": "regular",
        "pinned": bool(topic.pinned_ms),
        "unpinned": None,
        "visible": not topic.unlisted,
        "closed": topic.closed,
        "archived": topic.archived,
        "views": topic.views,
        "like_count": 0,
        "category_id": topic.category_id,
        "featured_link": None,
        "tags": tags(world, topic),
        "tags_descriptions": {},
    }


def item(world: DiscourseState, topic: Topic, viewer: User | None) -> Shape:
    """A thread in a list; its `posters` are named by their ids."""
    posters = [{**words, "user_id": who.id} for who, words in posters_of(world, topic)]
    return {
        **_listable(world, topic, viewer),
        "has_summary": False,
        "last_poster_username": world.users[last_post(world, topic).user_id].username,
        "pinned_globally": False,
        "posters": [{**poster, "primary_group_id": None} for poster in posters],
    }


def suggested(world: DiscourseState, topic: Topic, viewer: User | None) -> Shape:
    """A thread under another one; its `posters` are described whole."""
    posters = [{**words, "user": shapes.user(who)} for who, words in posters_of(world, topic)]
    return {**_listable(world, topic, viewer), "posters": posters}


def _listable(world: DiscourseState, topic: Topic, viewer: User | None) -> Shape:
    return {
        **brief(world, topic, viewer),
        "bumped": topic.bumped_ms > topic.created_ms,
        "bumped_at": iso(topic.bumped_ms),
        "unseen": False,
        "excerpt": shapes.excerpt(world.first(topic), viewer),
        "bookmarked": None,
        "liked": None,
    }


def posters_of(world: DiscourseState, topic: Topic) -> list[tuple[User, Shape]]:
    """Who wrote there, as a list shows it: the author, the most frequent, the latest."""
    author, last = topic.user_id, last_post(world, topic).user_id
    counts: dict[int, int] = {}
    for post in world.counted(topic):
        counts[post.user_id] = counts.get(post.user_id, 0) + 1
    others = sorted(counts.keys() - {author, last}, key=lambda key: -counts[key])
    chosen = [author, *others[: MOST_POSTERS - 2], *([last] if last != author else [])]
    return [(world.users[key], _part(key, author, last)) for key in chosen]


def _part(key: int, author: int, last: int) -> Shape:
    words = [AUTHOR] if key == author else []
    words += [LATEST] if key == last else []
    return {
        "extras": "latest" if key == last else "",
        "description": ", ".join(words) or FREQUENT,
    }


def last_post(world: DiscourseState, topic: Topic) -> Post:
    """The newest post that counts, else the first."""
    known = (world.posts[key] for key in reversed(topic.post_ids))
    plain = (PostType.REGULAR, PostType.MODERATOR_ACTION)
    counted = (post for post in known if post.type in plain and not post.deleted_ms)
    return next(counted, world.first(topic))


def _highest(world: DiscourseState, topic: Topic, viewer: User | None) -> int:
    staff = is_staff(viewer)
    known = (world.posts[key] for key in reversed(topic.post_ids))
    kept = (post for post in known if not post.deleted_ms)
    return next((post.number for post in kept if staff or post.type is not PostType.WHISPER), 1)
