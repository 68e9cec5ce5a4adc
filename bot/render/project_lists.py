"""The projects that a collective holds, in pages that a phone shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.domain.ids import CityId
from bot.domain.projects import Project
from bot.ports.chat import Button, Message
from bot.render.projects import line
from bot.render.texts import Texts

MORE_ACTION: Final = "vigie:projects:"
EVERYWHERE: Final = "all"
_ROOM: Final = 1200  # characters: about three screens of a phone
_ROOM_ABOVE: Final = 500  # where a question comes below

Name = Callable[[CityId], str]


def listed(
    held: Sequence[Project],
    waiting: Sequence[Project],
    city_of: Name,
    texts: Texts,
    *,
    city: CityId | None = None,
    start: int = 0,
    question: Message | None = None,
) -> Message:
    """The projects by city, then the suggestions that wait for an organiser, from the one at
    `start` on; a button goes on. Below, the `question` that waits for who reads it."""
    entries = [*_entries(held, waiting, city_of, texts)][start:]
    if not entries:
        return _with_question(_nothing(texts), (), question)
    lines, shown = _page(entries, _ROOM_ABOVE if question else _ROOM)
    if not (more := len(entries) - shown):
        return _with_question(lines, (), question)
    lines.append(texts.count("-# et {n} autre", "-# et {n} autres", more))
    action = f"{MORE_ACTION}{city or EVERYWHERE}:{start + shown}"
    return _with_question(lines, (Button(texts.say("Suite"), action),), question)


def _nothing(texts: Texts) -> list[str]:
    return [
        texts.say("Aucun projet connu. Pour en proposer un : `/projet ajouter`, avec sa source.")
    ]


def _entries(
    held: Sequence[Project], waiting: Sequence[Project], city_of: Name, texts: Texts
) -> list[tuple[str, str]]:
    """Under which heading, and the line."""
    by_city = sorted(held, key=lambda one: city_of(one.city))
    known = [(f"**{city_of(one.city)}**", f"- {line(one, texts)}") for one in by_city]
    asked = texts.say("**À confirmer par les référent·es**")
    return known + [(asked, f"- {city_of(one.city)} · {line(one, texts)}") for one in waiting]


def _page(entries: Sequence[tuple[str, str]], room: int) -> tuple[list[str], int]:
    """The lines of the first entries that fit, at least one, and how many these are."""
    lines: list[str] = []
    under, shown = "", 0
    for heading, told in entries:
        new = [told] if heading == under else [heading, told]
        room -= sum(len(one) + 1 for one in new)
        if room < 0 and shown:
            break
        lines += new
        under, shown = heading, shown + 1
    return lines, shown


def _with_question(
    lines: Sequence[str], buttons: tuple[Button, ...], question: Message | None
) -> Message:
    if question is None:
        return Message("\n".join(lines), buttons=buttons)
    content = "\n".join([*lines, "", question.content])
    return Message(content, buttons=(*question.buttons, *buttons))
