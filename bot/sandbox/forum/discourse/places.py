"""Categories, tags and lists of threads, in the shapes that Discourse gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.sandbox.forum.discourse import shapes, topic_shapes
from bot.sandbox.forum.discourse.shapes import Shape
from bot.sandbox.forum.discourse.state import DiscourseState, is_staff
from bot.sandbox.forum.discourse.things import Category, Topic, User
from bot.sandbox.forum.discourse.upkeep import UNCATEGORISED
from bot.sandbox.forum.things import Readers

PER_PAGE: Final = 30
DAY_MS: Final = 86_400_000
PERIODS: Final = {"day": 1, "week": 7, "month": 30, "year": 365, "all_time": 40_000}
BLANK: Final[dict[str, Any]] = {
    "text_color": "FFFFFF",
    "style_type": "square",
    "emoji": None,
    "icon": None,
    "topic_url": None,
    "notification_level": 1,
    "topic_template": None,
    "topic_title_placeholder": None,
    "sort_order": None,
    "sort_ascending": None,
    "show_subcategory_list": False,
    "num_featured_topics": 3,
    "default_view": None,
    "subcategory_list_style": "rows_with_featured_topics",
    "default_top_period": "all",
    "default_list_filter": "all",
    "minimum_required_tags": 0,
    "navigate_to_first_post_after_read": False,
    "uploaded_logo": None,
    "uploaded_logo_dark": None,
    "uploaded_background": None,
    "uploaded_background_dark": None,
}


def basic(world: DiscourseState, category: Category, viewer: User | None) -> Shape:
    """What every description of a category has."""
    topics = [topic for topic in world.listed(viewer) if topic.category_id == category.id]
    children = children_of(world, category.id, viewer)
    words = category.description or None
    parent = {"parent_category_id": category.parent} if category.parent else {}
    return {
        **BLANK,
        "id": category.id,
        "name": category.name,
        "slug": category.slug,
        "color": category.color,
        "topic_count": len(topics),
        "post_count": sum(world.count(topic) for topic in topics),
        "position": category.id,
        "description": words and f"<p>{words}</p>",
        "description_text": words,
        "description_excerpt": words,
        "topic_url": f"/t/{category.slug}",
        "read_restricted": category.readers is not Readers.ALL,
        "permission": _permission(category, viewer),
        "can_edit": is_staff(viewer),
        "has_children": bool(children),
        "subcategory_count": len(children) or None,
        **parent,
    }


def children_of(world: DiscourseState, parent: int, viewer: User | None) -> list[Category]:
    """The categories right under one (0 is the top) that the viewer may read."""
    known = [category for category in world.categories.values() if category.parent == parent]
    return [category for category in known if world.may_read(category, viewer)]


def in_list(
    world: DiscourseState, category: Category, viewer: User | None, *, whole: bool
) -> Shape:
    """A category in the list of all; its own are described when the `whole` is asked for."""
    children = children_of(world, category.id, viewer)
    listed = [in_list(world, child, viewer, whole=whole) for child in children]
    is_uncategorised = {"is_uncategorized": True} if category.id == UNCATEGORISED else {}
    return {
        **basic(world, category, viewer),
        **_activity(world, category, viewer),
        **is_uncategorised,
        "subcategory_ids": [child.id for child in children],
        "subcategory_list": listed if whole and listed else None,
    }


def _activity(world: DiscourseState, category: Category, viewer: User | None) -> Shape:
    topics = [topic for topic in world.listed(viewer) if topic.category_id == category.id]
    now = world.now_ms()
    return {
        f"topics_{name}": sum(1 for each in topics if each.created_ms > now - days * DAY_MS)
        for name, days in PERIODS.items()
    }


def may_open(category: Category, viewer: User | None) -> bool:
    """Whether somebody may open threads there."""
    return viewer is not None and (is_staff(viewer) or not category.closed)


def _permission(category: Category, viewer: User | None) -> int | None:
    """1: everything; 2: to reply."""
    if viewer is None:
        return None
    return 1 if may_open(category, viewer) else 2


def shown(world: DiscourseState, category: Category, viewer: User | None) -> Shape:
    """A category on its own."""
    everyone = {"permission_type": 1, "group_name": "everyone", "group_id": 0}
    return {
        **basic(world, category, viewer),
        "custom_fields": {},
        "required_tag_groups": [],
        "read_only_banner": None,
        "available_groups": [],
        "auto_close_hours": None,
        "auto_close_based_on_last_post": False,
        "allow_unlimited_owner_edits_on_first_post": False,
        "default_slow_mode_seconds": None,
        "group_permissions": [everyone] if category.readers is Readers.ALL else [],
        "email_in": None,
        "email_in_allow_strangers": False,
        "mailinglist_mirror": False,
        "all_topics_wiki": False,
        "can_delete": is_staff(viewer),
        "allow_badges": True,
        "topic_featured_link_allowed": True,
        "search_priority": 0,
        "topic_posting_review_group_ids": [],
        "reply_posting_review_group_ids": [],
    }


def on_site(world: DiscourseState, category: Category, viewer: User | None) -> Shape:
    """A category as the description of the whole site has it."""
    rules = {"allow_global_tags": True, "required_tag_groups": [], "read_only_banner": None}
    return {**basic(world, category, viewer), **rules}


def tags(world: DiscourseState, viewer: User | None) -> list[Shape]:
    """The tags in use, with how many threads bear each."""
    counts: dict[str, int] = {}
    for topic in world.listed(viewer):
        for name in topic.tags:
            counts[name] = counts.get(name, 0) + 1
    known = sorted((world.tag(name) for name in counts), key=lambda tag: tag.id)
    return [
        {
            "id": tag.id,
            "text": tag.name,
            "name": tag.name,
            "slug": tag.name,
            "description": None,
            "count": counts[tag.name],
            "pm_only": False,
            "target_tag": None,
        }
        for tag in known
    ]


def listing(
    world: DiscourseState, topics: Sequence[Topic], viewer: User | None, page: int, path: str
) -> Shape:
    """A page (from 0) of a list of threads, and the people in it."""
    some = topics[page * PER_PAGE : (page + 1) * PER_PAGE]
    known = {who.id: who for topic in some for who, _ in topic_shapes.posters_of(world, topic)}
    has_more = len(topics) > (page + 1) * PER_PAGE
    more = {"more_topics_url": f"{path}?page={page + 1}"} if has_more else {}
    return {
        "users": [shapes.user(who) for who in known.values()],
        "primary_groups": [],
        "topic_list": {
            "can_create_topic": False,
            **more,
            "per_page": PER_PAGE,
            "topics": [topic_shapes.item(world, topic, viewer) for topic in some],
        },
    }
