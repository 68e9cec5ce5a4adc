"""Whether an answer of the Discourse face has the shape of the official description.

The description was written from an administrator's answers of one day, and is closed to keys it
did not meet: what really is there besides, or really is null or another type at times, is named
here, key by key.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.contracts.schema import Description, Json

SPEC: Final = Path(__file__).parent / "discourse" / "openapi.json"
TAGS: Final[Json] = {"type": "array", "items": {"type": "object", "additionalProperties": True}}
PERSON: Final[Json] = {"type": "object", "additionalProperties": True}

# What an object of each kind, known by a key of its own, may have beside what is described.
BESIDE: Final[dict[str, Json]] = {
    "cooked": {  # a post
        "name": {"type": ["string", "null"]},
        "raw": {"type": "string"},  # include_raw
        "cooked_hidden": {"const": True},
        "hidden_reason_id": {"type": "integer"},
        "reply_to_user": PERSON,
        "deleted_by": PERSON,  # the staff's
        "action_code": {"type": "string"},
        "badges_granted": {"type": "array"},
        "flair_group_id": {"type": ["integer", "null"]},
        "can_see_hidden_post": {"type": "boolean"},
        "readers_count": {"type": "integer"},
        "link_counts": {"type": "array"},
        "bookmarked": {"type": "boolean"},
    },
    "fancy_title": {  # a thread
        "tags": TAGS,
        "tags_descriptions": PERSON,
        "excerpt": {"type": "string"},
        "has_deleted": {"type": "boolean"},
    },
    "color": {"parent_category_id": {"type": "integer"}},  # a category
    "per_page": {"more_topics_url": {"type": "string"}, "tags": TAGS},  # a list of threads
    "target_tag": {  # a tag
        "slug": {"type": "string"},
        "description": {"type": ["string", "null"]},
        "pm_only": {"type": "boolean"},
    },
    "staff": {"slug": {"type": "string"}},  # a list's tag
}
# What is not, or not only, of the type described, by kind.
WIDER: Final[dict[str, Json]] = {
    "cooked": {"reply_to_post_number": {"type": ["integer", "null"]}},
    "fancy_title": {
        "deleted_by": {"type": ["object", "null"], "additionalProperties": True},
        "image_url": {"type": ["string", "null"]},
        "bookmarked": {"type": ["boolean", "null"]},
        "liked": {"type": ["boolean", "null"]},
        "draft_sequence": {"type": ["integer", "null"]},
    },
    "color": {"permission": {"type": ["integer", "null"]}},
}
# What only the staff, or only who is logged in, is told.
NOT_FOR_ALL: Final = {
    *("reviewable_id", "reviewable_score_count", "reviewable_score_pending_count"),
    *("raw", "has_deleted"),
    *("can_edit", "can_move_posts", "can_delete", "can_remove_allowed_users", "can_create_post"),
    *("can_reply_as_new_topic", "can_convert_topic", "can_review_topic", "can_close_topic"),
    *("can_archive_topic", "can_split_merge_topic", "can_edit_staff_notes"),
    *("can_toggle_topic_visibility", "can_pin_unpin_topic", "can_moderate_category"),
    "can_remove_self_id",
}


def faults(path: str, body: Any, *, staff: bool = False, method: str = "get") -> list[str]:
    """One sentence per fault in the answer to a request of `path`, as the description writes it."""
    return list(Description(_spec()).faults(_schema(path, staff, method), body))


def asked_faults(path: str, method: str, body: Any) -> list[str]:
    """One sentence per fault in the body of a request."""
    described = _spec()["paths"][path][method]["requestBody"]
    schema: Json = described["content"]["application/json"]["schema"]
    return list(Description(_spec()).faults({"type": "object", **schema}, body))


@cache
def _spec() -> Json:
    held: Json = json.loads(SPEC.read_text("utf-8"))
    return held


@cache
def _schema(path: str, staff: bool, method: str) -> Json:
    described = _spec()["paths"][path][method]["responses"]["200"]
    schema: Json = deepcopy(described["content"]["application/json"]["schema"])
    schema.setdefault("type", "object")
    _mend(schema, staff)
    return schema


def _mend(schema: Any, staff: bool) -> None:
    """Put in what is named above, at every depth."""
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties", {})
    for kind in properties.keys() & BESIDE.keys():
        wider = {key: part for key, part in WIDER.get(kind, {}).items() if key in properties}
        schema["properties"] = properties = {**BESIDE[kind], **properties, **wider}
    if not staff:
        required = schema.get("required", [])
        schema["required"] = [key for key in required if key not in NOT_FOR_ALL]
    for part in properties.values():
        _mend(part, staff)
    _mend(schema.get("items"), staff)
