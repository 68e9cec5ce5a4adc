"""People and posts in the shapes that Discourse gives them."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from bot.sandbox.forum.discourse.state import DiscourseState, is_staff
from bot.sandbox.forum.discourse.things import Post, PostType, Topic, User
from bot.sandbox.forum.rendering import iso, plain

Shape = dict[str, Any]

HIDDEN: Final = "Ce message a été signalé par la communauté et est temporairement masqué."
NO_FLAIR: Final = dict.fromkeys(
    ("primary_group_name", "flair_name", "flair_url", "flair_bg_color", "flair_color")
)
EXCERPT: Final = 220


def user(who: User) -> Shape:
    return {
        "id": who.id,
        "username": who.username,
        "name": who.name,
        "avatar_template": avatar(who),
    }


def avatar(who: User) -> str:
    return f"/letter_avatar_proxy/v4/letter/{who.username[:1]}/0088cc/{{size}}.png"


def post(world: DiscourseState, held: Post, viewer: User | None) -> Shape:
    """What every description of a post has."""
    topic, author = world.topics[held.topic_id], world.users[held.user_id]
    staff, is_masked = is_staff(viewer), masked(held, viewer)
    mine = viewer is not None and viewer.id == author.id
    version = 1 if is_masked else held.version
    return {
        **user(author),
        "id": held.id,
        "created_at": iso(held.created_ms),
        "cooked": f"<p>{HIDDEN}</p>" if is_masked else held.cooked,
        **({"cooked_hidden": True} if is_masked else {}),
        "post_number": held.number,
        "post_type": int(held.type),
        "updated_at": iso(held.updated_ms),
        **_answers(world, topic, held),
        "quote_count": held.raw.count("[quote="),
        "incoming_link_count": 0,
        "reads": 1,
        "readers_count": 0,
        "score": 0.2,
        "yours": mine,
        "topic_id": topic.id,
        "topic_slug": topic.slug,
        "display_username": author.name,
        **NO_FLAIR,
        "flair_group_id": None,
        "badges_granted": [],
        "version": version,
        "can_edit": staff or mine,
        "can_delete": staff and not held.deleted_ms,
        "can_recover": staff and bool(held.deleted_ms),
        "can_see_hidden_post": staff,
        "can_wiki": staff,
        "user_title": None,
        "bookmarked": False,
        "actions_summary": [],
        "moderator": False,
        "admin": author.admin,
        "staff": author.admin,
        "user_id": author.id,
        "hidden": held.hidden,
        **({"hidden_reason_id": 1} if held.hidden else {}),
        "trust_level": author.trust_level,
        "deleted_at": iso(held.deleted_ms) if held.deleted_ms else None,
        **_deleter(world, held, viewer),
        "user_deleted": held.withdrawn is not None,
        "edit_reason": None,
        "can_view_edit_history": not is_masked,
        "wiki": False,
        **({"action_code": held.action} if held.action else {}),
        **(REVIEW if staff else {}),
    }


REVIEW: Final = {
    "reviewable_id": 0,
    "reviewable_score_count": 0,
    "reviewable_score_pending_count": 0,
}


def masked(held: Post, viewer: User | None) -> bool:
    """Whether the viewer gets a sentence in place of the post's words."""
    return held.hidden and not is_staff(viewer)


def raw(held: Post, viewer: User | None) -> Shape:
    mine = viewer is not None and viewer.id == held.user_id
    return {} if masked(held, viewer) and not mine else {"raw": held.raw}


def newest(world: DiscourseState, held: Post, viewer: User | None) -> Shape:
    """A post as the newest of the whole forum show it."""
    topic = world.topics[held.topic_id]
    words = excerpt(held, viewer)
    return {
        **post(world, held, viewer),
        **alone(world, held, viewer),
        **raw(held, viewer),
        "topic_title": topic.title,
        "topic_html_title": escape(topic.title),
        "category_id": topic.category_id,
        "excerpt": words,
        "truncated": words.endswith("…"),
    }


def single(world: DiscourseState, held: Post, viewer: User | None) -> Shape:
    words = raw(held, viewer)
    return {
        **post(world, held, viewer),
        **alone(world, held, viewer),
        **words,
        "mentioned_users": [],
    }


def alone(world: DiscourseState, held: Post, viewer: User | None) -> Shape:
    """What is said of a post outside its thread's page."""
    topic = world.topics[held.topic_id]
    address = f"/t/{topic.slug}/{topic.id}/{held.number}"
    unreviewed = {"reviewable_id": None} if is_staff(viewer) else {}
    return {"posts_count": world.count(topic), "post_url": address, **unreviewed}


def in_topic(world: DiscourseState, held: Post, viewer: User | None, *, with_raw: bool) -> Shape:
    """A post as its thread's page shows it."""
    words = raw(held, viewer) if with_raw else {}
    return {**post(world, held, viewer), **words, "link_counts": [], "read": True}


def excerpt(held: Post, viewer: User | None) -> str:
    """The post's opening words, as HTML."""
    words = " ".join(plain(HIDDEN if masked(held, viewer) else held.cooked).split())
    return escape(words if len(words) <= EXCERPT else f"{words[:EXCERPT].rstrip()}…")


def _answers(world: DiscourseState, topic: Topic, held: Post) -> Shape:
    about: Shape = {
        "reply_count": world.replies(held),
        "reply_to_post_number": held.answers,
    }
    answered = world.by_number(topic, held.answers) if held.answers else None
    if answered is not None:
        who = user(world.users[answered.user_id])
        about["reply_to_user"] = {key: who[key] for key in ("username", "name", "avatar_template")}
    return about


def _deleter(world: DiscourseState, held: Post, viewer: User | None) -> Shape:
    if not (held.deleter and is_staff(viewer)):
        return {}
    return {"deleted_by": user(world.users[held.deleter])}


def is_news(world: DiscourseState, held: Post, viewer: User | None) -> bool:
    """Whether the newest posts of the forum show it: staff's own words and notes never are."""
    topic = world.topics[held.topic_id]
    shown = held.type is PostType.REGULAR and not held.deleted_ms and not topic.deleted_ms
    return shown and not topic.unlisted and world.may_see_post(held, viewer)
