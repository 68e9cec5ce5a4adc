"""What surrounds every page: who reads it, its header, its trail, its other pages."""

from __future__ import annotations

from typing import Any, Final

from bot.sandbox.forum import shapes
from bot.sandbox.forum.seed import RECORDED_URL, recorded
from bot.sandbox.forum.shapes import Shape
from bot.sandbox.forum.world import ForumWorld

PER_PAGE: Final = 20
RECORDED: Final[dict[str, Any]] = recorded("pages")
SITE_TITLE: Final = {"content": "NodeBB", "property": "og:title"}
HOME: Final = {"text": "[[global:home]]", "url": RECORDED_URL}


def visitor(world: ForumWorld, uid: int, relative_path: str) -> Shape:
    """What every page says of whoever reads it."""
    about = {**RECORDED["topic"]["loggedInUser"]}
    if uid > 0:
        member, known = RECORDED["visitor"], shapes.user(world.users[uid])
        set_by_act = (member.keys() & known.keys()) - {"signature"}
        about = {**member, **{key: known[key] for key in set_by_act}}
    return {"loggedIn": uid > 0, "loggedInUser": about, "relative_path": relative_path}


def crumb(category: Shape) -> Shape:
    url = f"{RECORDED_URL}/category/{category['slug']}"
    return {"text": category["name"], "url": url, "cid": category["cid"]}


def pictures() -> list[Shape]:
    logo = f"{RECORDED_URL}/assets/images/logo@3x.png"
    sizes = {"og:image": logo, "og:image:url": logo, "og:image:width": "963"}
    known = {**sizes, "og:image:height": "225"}
    return [{"property": name, "content": value} for name, value in known.items()]


def address(path: str) -> Shape:
    return {"content": f"{RECORDED_URL}/api{path}", "property": "og:url"}


def canonical(path: str) -> Shape:
    return {"rel": "canonical", "href": RECORDED_URL + path}


def header(path: str, *meta: Shape) -> Shape:
    shown = [*meta, *pictures(), address(path)]
    return {"tags": {"meta": shown, "link": [canonical(path)]}}


def pagination(page: int, items: int, path: str) -> Shape:
    """The pages of a list; a single page has no query strings and no `pages`."""
    last = max(1, -(-items // PER_PAGE))
    if last == 1:
        known = RECORDED["topic"]["pagination"]
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
