"""Whether an answer has the shape that the real server gave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

RECORDINGS = Path(__file__).parent / "nodebb"
PRUNED = "(pruned)"
XML = "<?xml"


def recording(name: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((RECORDINGS / f"{name}.json").read_text("utf-8"))
    return held


def names() -> list[str]:
    return sorted(path.stem for path in RECORDINGS.glob("*.json"))


def differences(recorded: Any, answered: Any, where: str = "body") -> Iterator[str]:
    """One sentence for each key or JSON type that is not as recorded."""
    if recorded == PRUNED:
        return
    if isinstance(recorded, str) and recorded.startswith(XML):
        recorded, answered = feed(recorded), feed(answered)
    if type(recorded) is not type(answered):
        yield f"{where}: {type(answered).__name__} where {type(recorded).__name__} was recorded"
    elif isinstance(recorded, dict):
        yield from _keys(recorded, answered, where)
    elif isinstance(recorded, list):
        yield from _items(recorded, answered, where)


def feed(text: str) -> dict[str, Any]:
    """An RSS feed: how it opens, its elements in their order, its items.

    Raises ElementTree.ParseError when it is not well-formed.
    """
    root = ElementTree.fromstring(text.encode())  # noqa: S314 (the sandbox's own)
    (channel,) = root
    known = [one for one in channel if one.tag != "item"]
    return {
        f"opens with {text.partition('<title>')[0]}": True,
        f"has {[one.tag for one in known]}": {one.tag: one.attrib for one in known},
        "items": [
            {f"has {[one.tag for one in item]}": {one.tag: one.attrib for one in item}}
            for item in channel.findall("item")
        ],
    }


def _keys(recorded: dict[str, Any], answered: dict[str, Any], where: str) -> Iterator[str]:
    for key in sorted(recorded.keys() - answered.keys()):
        yield f"{where}.{key}: missing"
    for key in sorted(answered.keys() - recorded.keys()):
        yield f"{where}.{key}: never recorded"
    for key in recorded.keys() & answered.keys():
        yield from differences(recorded[key], answered[key], f"{where}.{key}")


def _items(recorded: list[Any], answered: list[Any], where: str) -> Iterator[str]:
    """Place by place where there are as many; else each as one of those recorded."""
    if len(recorded) == len(answered):
        for place, (one, other) in enumerate(zip(recorded, answered, strict=True)):
            yield from differences(one, other, f"{where}[{place}]")
        return
    if not recorded or not answered:
        yield f"{where}: {len(answered)} items where {len(recorded)} were recorded"
    for place, other in enumerate(answered):
        found = [list(differences(one, other, f"{where}[{place}]")) for one in recorded]
        yield from min(found, key=len, default=[])
