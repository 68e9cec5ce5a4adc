"""What is being read of a post's HTML, node by node."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from bot.render.escaping import neutral
from bot.render.html_tree import Leave
from bot.render.texts import Texts
from bot.render.words import Words, both, inside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.render.tables import Table

SPOILERS: Final = frozenset(
    "spoiler spoiled spoiler-blurred spoiler-wrapper inline-spoiler ns-spoiler-content".split()
)
_LINES: Final = frozenset("div li p tr".split())
_WHITE: Final = re.compile(r"[ \t\n\r\f]+")

Handler = Callable[["Reading", LexborNode], Leave | None]


class Reading(Words):
    """Its handlers say what each tag, and each tag with a certain class, comes to."""

    def __init__(
        self,
        base_url: str,
        texts: Texts,
        zone: ZoneInfo | None,
        tags: Mapping[str, Handler],
        parts: Mapping[tuple[str, str], Handler],
    ) -> None:
        super().__init__()
        self.base, self.texts, self.zone = base_url, texts, zone
        self.images: list[str] = []
        self.unshown = 0  # pictures that have no address
        self.table: Table | None = None
        self.within: Counter[str] = Counter()  # parts of the page that change what is in them
        self.whole_picture: str | None = None  # what the picture to come is a small copy of
        self.quoted: str | None = None  # where the post stands that is being quoted
        self.script: Mapping[int, str] = {}  # raised or lowered digits
        self._tags, self._parts = tags, parts

    def enter(self, node: LexborNode) -> Leave | None:
        tag = node.tag or ""
        if tag == "-text":
            if not self.overflowed:
                self._text(node.text_content or "")
            return None
        attributes = node.attributes
        if "hidden" in attributes:
            return None
        classes = (attributes.get("class") or "").split()
        if SPOILERS.isdisjoint(classes):
            return self._enter(node, classes)
        show, leave = self.hide(), self._enter(node, classes)
        if leave is None:
            show()
            return None
        return both(leave, show)

    def _enter(self, node: LexborNode, classes: Iterable[str]) -> Leave | None:
        if self.in_code:
            return self._enter_in_code(node)
        for token in classes:
            part = self._parts.get((node.tag or "", token)) or self._parts.get(("", token))
            if part is not None:
                return part(self, node)
        return self.plainly(node)

    def _enter_in_code(self, node: LexborNode) -> Leave | None:
        """Its words alone count, and its lines."""
        if node.tag in _LINES:
            return self.end_code_line
        return self.plainly(node) if node.tag in ("br", "pre", "code") else inside

    def plainly(self, node: LexborNode) -> Leave | None:
        """Read the node by its tag alone."""
        handler = self._tags.get(node.tag or "")
        return handler(self, node) if handler is not None else inside

    def among(self, what: str) -> Leave:
        """Remember being in such a part of the page."""
        self.within[what] += 1

        def out_of() -> None:
            self.within[what] -= 1

        return out_of

    def _text(self, text: str) -> None:
        if self.in_code:
            self.words(neutral(text))
            return
        text = _WHITE.sub(" ", neutral(text)) if text.strip(" \n") else " "
        if self.within["quote title"] and text.rstrip().endswith(":"):
            text = text.rstrip().removesuffix(":").rstrip()
        if self.script and all(ord(sign) in self.script for sign in text.strip()):
            text = text.translate(self.script)
        self.words(text)
