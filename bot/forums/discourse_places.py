"""A Discourse forum's categories, by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from bot.forums.discourse_shapes import SaidCategory
from bot.ports.forum import Category


def categories(said: Iterable[SaidCategory], url: str) -> tuple[Category, ...]:
    """Parents before their children; a child whose parent may not be seen stands at the top."""
    known = {one.id: one for one in _flat(said)}
    below: dict[int, list[SaidCategory]] = {}
    for one in known.values():
        parent = one.parent_category_id or 0
        below.setdefault(parent if parent in known else 0, []).append(one)
    found, waiting = [], [(one, 0, f"{url}/c") for one in reversed(below.get(0, []))]
    while waiting:  # however deep they say they are
        one, parent, path = waiting.pop()
        own = f"{path}/{quote(one.slug or '-', safe='')}"
        found.append(Category(one.id, one.name, f"{own}/{one.id}", parent))
        waiting += [(child, one.id, own) for child in reversed(below.get(one.id, []))]
    return tuple(found)


def _flat(said: Iterable[SaidCategory]) -> Iterator[SaidCategory]:
    """Each once, whether the forum nests them or lists them side by side."""
    for one in said:
        yield one
        yield from _flat(one.subcategory_list or [])
