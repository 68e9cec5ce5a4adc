"""A forum's HTML as the chat's Markdown, through a tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.render import discourse_parts, html_parts, media_parts, table_parts
from bot.render.cutting import cut
from bot.render.escaping import escape
from bot.render.html_tree import read
from bot.render.reading import Handler, Reading
from bot.render.texts import SOURCE, Texts
from bot.render.texts import texts as texts_in

__all__ = ["Converted", "Converter", "cut", "escape", "from_html"]

MAX_HTML: Final = 200_000  # characters
HIDDEN_POST: Final = "[[topic:post-is-deleted]]"

_TAGS: Final[Mapping[str, Handler]] = {
    **html_parts.TAGS,
    **table_parts.TAGS,
    **media_parts.TAGS,
    **discourse_parts.TAGS,
}
_PARTS: Final = {**media_parts.PARTS, **discourse_parts.PARTS}


@dataclass(frozen=True, slots=True)
class Converted:
    """Text in the chat's Markdown, and the addresses of the pictures, in order, each once.

    `unshown`: how many more there are that have no address.
    """

    text: str
    images: tuple[str, ...]
    unshown: int = 0


def from_html(
    html: str, *, base_url: str, texts: Texts | None = None, zone: ZoneInfo | None = None
) -> Converted:
    """Never raises. `base_url`: the post's own address; a hidden post has no text.

    The few words of ours (a poll, a film) are of `texts`, French by default; dates that the forum
    shows to each reader in their zone are on the wall clock of `zone`, by default their author's.
    Of a long post only the start is read, MAX_HTML and words.MAX_TEXT characters: the text then
    ends with an ellipsis.
    """
    if html.strip() == HIDDEN_POST:
        return Converted("", ())
    reading = Reading(base_url, texts or texts_in(SOURCE), zone, _TAGS, _PARTS)
    read(html[:MAX_HTML], reading.enter)
    shortened = len(html) > MAX_HTML or reading.overflowed
    text = reading.out.text() + ("\n\n…" if shortened else "")
    return Converted(text, tuple(dict.fromkeys(reading.images)), reading.unshown)


class Converter:
    """Remembers what it converted: a post that was made ready ahead takes no time later."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str, ZoneInfo], Converted] = {}

    def knows(self, html: str, base_url: str, texts: Texts, zone: ZoneInfo) -> bool:
        return (html, base_url, texts.locale, zone) in self._known

    def __call__(self, html: str, base_url: str, texts: Texts, zone: ZoneInfo) -> Converted:
        key = (html, base_url, texts.locale, zone)
        if key not in self._known:
            self._known[key] = from_html(html, base_url=base_url, texts=texts, zone=zone)
        return self._known[key]
