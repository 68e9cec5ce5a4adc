"""What a forum post says in its author's own words, paragraph by paragraph, without markup."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborNode

from bot.render import discourse_parts, html_parts, media_parts
from bot.render.html_tree import Leave, read
from bot.render.markdown import HIDDEN_POST, MAX_HTML
from bot.render.words import inside

# Any other tag stands within a paragraph, and words go on across it.
_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul".split()
)
# What the chat is not shown is not read here, either.
_NOT_SHOWN: Final = {tag for tag, part in html_parts.TAGS.items() if part is html_parts.dropped}
_NOT_SHOWN_PARTS: Final = {
    where
    for where, part in {**media_parts.PARTS, **discourse_parts.PARTS}.items()
    if part is html_parts.dropped
}
_OF_A_POST: Final = frozenset({"data-post", "data-topic", "data-username"})
# NodeBB's own words for « quote »; what is quoted comes next.
_SAID: Final = re.compile(r"@.{1,60}? (?:a dit|a écrit|said|wrote)\b.*:", re.DOTALL)
_WHITE: Final = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*+\n\s*+")


def paragraphs(html: str) -> list[str]:
    """The texts of a post's blocks, in order: a title, a paragraph, an item, a cell.

    A blank line parts two, other line breaks stay. Quotes are others' words, and code is an
    example of some: both are left out. Never raises; a hidden post has none. Of a long post only
    the start is read, MAX_HTML characters.
    """
    if html.strip() == HIDDEN_POST:
        return []
    reading = _Reading()
    read(html[:MAX_HTML], reading.enter)
    reading.end()
    return reading.found


class _Reading:
    """Text joins what is open until a block begins or ends."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._open: list[str] = []

    def enter(self, node: LexborNode) -> Leave | None:
        tag = node.tag or ""
        if tag == "-text":
            self._open.append(_WHITE.sub(" ", node.text_content or ""))
            return None
        if tag == "br":
            self._open.append("\n")
            return None
        if tag == "code" or _is_not_shown(node, tag):
            return None
        if tag not in _BLOCKS:
            return inside
        self.end()
        if tag == "blockquote":
            self._forget_who_said_it()
        return None if tag in {"blockquote", "pre"} else self.end

    def end(self) -> None:
        """End the paragraph that is open, where it has words."""
        text = "".join(self._open).strip()
        self._open.clear()
        if text:
            self.found += _BLANK_LINE.split(text)

    def _forget_who_said_it(self) -> None:
        """The paragraph that names who is quoted goes with the quote."""
        if self.found and _SAID.fullmatch(self.found[-1]):
            self.found.pop()


def _is_not_shown(node: LexborNode, tag: str) -> bool:
    """Whether readers do not see it, or it is another post's."""
    attributes = node.attributes
    classes = (attributes.get("class") or "").split()
    if "hidden" in attributes or tag in _NOT_SHOWN:
        return True
    if tag == "aside" and "quote" in classes and not _OF_A_POST.isdisjoint(attributes):
        return True
    if tag == "details" and "elided" in classes:  # what an answer by mail repeats
        return True
    return any((tag, one) in _NOT_SHOWN_PARTS or ("", one) in _NOT_SHOWN_PARTS for one in classes)
