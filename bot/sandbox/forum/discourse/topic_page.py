"""A thread on its own page, in the shape that Discourse gives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.sandbox.forum.discourse import shapes, topic_shapes
from bot.sandbox.forum.discourse.shapes import Shape
from bot.sandbox.forum.discourse.state import DiscourseState, is_staff
from bot.sandbox.forum.discourse.things import Post, Topic, User
from bot.sandbox.forum.rendering import iso

CHUNK: Final = 20
DAY_MS: Final = 86_400_000
RIGHTS: Final = (
    *("can_edit", "can_move_posts", "can_delete", "can_remove_allowed_users", "can_create_post"),
    *("can_reply_as_new_topic", "can_invite_to", "can_flag_topic", "can_convert_topic"),
    *("can_review_topic", "can_close_topic", "can_archive_topic", "can_split_merge_topic"),
    *("can_edit_staff_notes", "can_toggle_topic_visibility", "can_pin_unpin_topic"),
    *("can_banner_topic", "can_moderate_category"),
)
FLAGS: Final = (4, 8, 10, 7)  # off topic, spam, illegal, something else


def page(
    world: DiscourseState,
    topic: Topic,
    viewer: User | None,
    shown: Sequence[Post],
    stream: Sequence[Post],
    *,
    with_raw: bool = False,
) -> Shape:
    """A thread's own page: the posts shown, and the ids of all."""
    posts = [shapes.in_topic(world, post, viewer, with_raw=with_raw) for post in shown]
    staff = is_staff(viewer)
    has_deleted = any(world.posts[key].deleted_ms for key in topic.post_ids[1:])
    return {
        **topic_shapes.brief(world, topic, viewer),
        "post_stream": {"posts": posts, "stream": [post.id for post in stream]},
        "timeline_lookup": _timeline(world, stream),
        "suggested_topics": _suggested(world, topic, viewer),
        "has_summary": False,
        "word_count": sum(len(post.raw.split()) for post in stream),
        "deleted_at": iso(topic.deleted_ms) if topic.deleted_ms else None,
        "user_id": topic.user_id,
        "pinned_globally": False,
        "pinned_at": iso(topic.pinned_ms) if topic.pinned_ms else None,
        "pinned_until": None,
        "slow_mode_seconds": 0,
        "draft": None,
        "draft_key": f"topic_{topic.id}",
        "draft_sequence": 0 if viewer is not None else None,
        "current_post_number": shown[0].number if shown else 1,
        "deleted_by": shapes.user(world.users[topic.deleter]) if topic.deleter else None,
        **({"has_deleted": has_deleted} if staff else {}),
        "actions_summary": [
            {"id": flag, "count": 0, "hidden": False, "can_act": viewer is not None}
            for flag in FLAGS
        ],
        "chunk_size": CHUNK,
        "bookmarked": False,
        "bookmarks": [],
        "topic_timer": None,
        "message_bus_last_id": 0,
        "participant_count": len({post.user_id for post in world.counted(topic)}),
        "show_read_indicator": False,
        "thumbnails": None,
        "slow_mode_enabled_until": None,
        "details": _details(world, topic, viewer),
    }


def _timeline(world: DiscourseState, stream: Sequence[Post]) -> list[list[int]]:
    """At which places of the stream the age in days changes."""
    ages = [(world.now_ms() - post.created_ms) // DAY_MS for post in stream]
    places = range(len(ages))
    return [[at + 1, ages[at]] for at in places if at == 0 or ages[at] != ages[at - 1]]


def _details(world: DiscourseState, topic: Topic, viewer: User | None) -> Shape:
    rights = dict.fromkeys(RIGHTS, True) if is_staff(viewer) else {}
    own = {"can_remove_self_id": viewer.id} if is_staff(viewer) and viewer else {}
    return {
        "notification_level": 1,
        **rights,
        **own,
        "participants": _participants(world, topic),
        "created_by": shapes.user(world.users[topic.user_id]),
        "last_poster": shapes.user(world.users[topic_shapes.last_post(world, topic).user_id]),
    }


def _participants(world: DiscourseState, topic: Topic) -> list[Shape]:
    counts: dict[int, int] = {}
    for post in world.counted(topic):
        counts[post.user_id] = counts.get(post.user_id, 0) + 1
    return [
        {
            **shapes.user(world.users[key]),
            "post_count": counts[key],
            **shapes.NO_FLAIR,
            "flair_group_id": None,
            "admin": world.users[key].admin,
            "moderator": False,
            "trust_level": world.users[key].trust_level,
        }
        for key in sorted(counts, key=lambda key: -counts[key])
    ]


def _suggested(world: DiscourseState, topic: Topic, viewer: User | None) -> list[Shape]:
    others = [other for other in world.listed(viewer) if other.id != topic.id]
    return [topic_shapes.suggested(world, other, viewer) for other in others[:5]]
