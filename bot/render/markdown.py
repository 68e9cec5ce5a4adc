"""A forum's posts as the chat's Markdown, through a tree."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from bot.ports.forum import Post
from bot.render import discourse_markdown, discourse_parts, html_parts, media_parts, table_parts
from bot.render.cutting import cut
from bot.render.escaping import URL, escape
from bot.render.html_tree import read
from bot.render.reading import Handler, Reading
from bot.render.texts import SOURCE, Texts
from bot.render.texts import texts as texts_in

__all__ = ["Converted", "Converter", "cut", "escape", "from_html", "from_post", "says_the_same"]

MAX_HTML: Final = 200_000  # characters
HIDDEN_POST: Final = "[[topic:post-is-deleted]]"

_TAGS: Final[Mapping[str, Handler]] = {
    **html_parts.TAGS,
    **table_parts.TAGS,
    **media_parts.TAGS,
    **discourse_parts.TAGS,
}
_PARTS: Final = {**media_parts.PARTS, **discourse_parts.PARTS}
_SIGNS: Final = frozenset({"So", "Sc"})  # emoji and coins
_COVER: Final = "||"

_Key: TypeAlias = tuple[str, str | None, str, str, ZoneInfo]


@dataclass(frozen=True, slots=True)
class Converted:
    """Text in the chat's Markdown, and the addresses of the pictures, in order, each once.

    `unshown`: how many more there are that have no address.
    """

    text: str
    images: tuple[str, ...]
    unshown: int = 0


def from_post(
    html: str,
    markdown: str | None,
    *,
    base_url: str,
    texts: Texts | None = None,
    zone: ZoneInfo | None = None,
) -> Converted:
    """As from_html, by what the author typed where that says what the forum shows of it.

    A forum shows at times other words than were typed: censored, translated, a page's title for
    its address. Its HTML is then what is told.
    """
    shown = from_html(html, base_url=base_url, texts=texts, zone=zone)
    cooked = discourse_markdown.as_html(markdown, breaks="<br" in html) if markdown else None
    if cooked is None:
        return shown
    typed = from_html(cooked, base_url=base_url, texts=texts, zone=zone)
    return typed if says_the_same(typed, shown) else shown


def says_the_same(one: Converted, other: Converted) -> bool:
    """Whether two readings of a post have the same letters, addresses and pictures, and hide as
    much. Punctuation may differ: forums dress quotation marks and dashes."""
    return (
        (one.images, one.unshown) == (other.images, other.unshown)
        and one.text.count(_COVER) == other.text.count(_COVER)
        and URL.findall(one.text) == URL.findall(other.text)
        and _letters(one.text) == _letters(other.text)
    )


def _letters(text: str) -> list[str]:
    return [one for one in text if one.isalnum() or unicodedata.category(one) in _SIGNS]


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
        self._known: dict[_Key, Converted] = {}

    def knows(self, post: Post, texts: Texts, zone: ZoneInfo) -> bool:
        return _key(post, texts, zone) in self._known

    def __call__(self, post: Post, texts: Texts, zone: ZoneInfo) -> Converted:
        key = _key(post, texts, zone)
        if key not in self._known:
            self._known[key] = from_post(
                post.html, post.markdown, base_url=post.url, texts=texts, zone=zone
            )
        return self._known[key]


def _key(post: Post, texts: Texts, zone: ZoneInfo) -> _Key:
    return (post.html, post.markdown, post.url, texts.locale, zone)
