"""What is being read of a post's HTML: its words so far, and the link or code that is open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from bot.render import links
from bot.render.escaping import neutral
from bot.render.html_tree import Leave
from bot.render.paragraphs import Paragraphs
from bot.render.runs import Style
from bot.render.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.render.tables import Table

SPOILERS: Final = frozenset(
    "spoiler spoiled spoiler-blurred spoiler-wrapper inline-spoiler".split()
)
MAX_TEXT: Final = 8_000  # characters; a message shows two thousand
_LINES: Final = frozenset("div li p tr".split())
_WHITE: Final = re.compile(r"[ \t\n\r\f]+")

Handler = Callable[["Reading", LexborNode], Leave | None]


def inside() -> None:
    """For a handler: read the inside of the node, nothing is to be done at its end."""


def both(first: Leave, second: Leave) -> Leave:
    def leave() -> None:
        first()
        second()

    return leave


class _Capture:
    """Words held back until their link or code ends; hidden where a part of them is."""

    def __init__(self, url: str | None = None) -> None:
        self.url = url
        self.words: list[str] = []
        self.hidden = False

    def text(self) -> str:
        return "".join(self.words)

    def ends_line(self) -> bool:
        return bool(self.words) and self.words[-1].endswith("\n")


class Reading:
    """Its handlers say what each tag, and each tag with a certain class, comes to."""

    def __init__(
        self,
        base_url: str,
        texts: Texts,
        zone: ZoneInfo | None,
        tags: Mapping[str, Handler],
        parts: Mapping[tuple[str, str], Handler],
    ) -> None:
        self.base, self.texts, self.zone = base_url, texts, zone
        self.out = Paragraphs()
        self.images: list[str] = []
        self.table: Table | None = None
        self.within: Counter[str] = Counter()  # parts of the page that change what is in them
        self.whole_picture: str | None = None  # what the picture to come is a small copy of
        self.quoted: str | None = None  # where the post stands that is being quoted
        self.script: Mapping[int, str] = {}  # raised or lowered digits
        self.language = ""
        self._tags, self._parts = tags, parts
        self._room = MAX_TEXT
        self._hidden = 0
        self._link: _Capture | None = None
        self._code: _Capture | None = None

    @property
    def overflowed(self) -> bool:
        """Whether no more text is read."""
        return self._room <= 0

    @property
    def in_code(self) -> bool:
        return self._code is not None

    @property
    def in_link(self) -> bool:
        return self._link is not None

    @property
    def link_is_silent(self) -> bool:
        """Whether the open link has no words yet."""
        return self._link is not None and not self._link.text().strip()

    @property
    def is_hidden(self) -> bool:
        return self._hidden > 0

    def enter(self, node: LexborNode) -> Leave | None:
        tag = node.tag or ""
        if tag == "-text":
            if self._room > 0:
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
        if self._code is not None:
            return self._enter_in_code(node)
        for token in classes:
            part = self._parts.get((node.tag or "", token)) or self._parts.get(("", token))
            if part is not None:
                return part(self, node)
        return self.plainly(node)

    def _enter_in_code(self, node: LexborNode) -> Leave | None:
        """Its words alone count, and its lines."""
        if node.tag in _LINES:
            return self._end_code_line
        return self.plainly(node) if node.tag in ("br", "pre", "code") else inside

    def _end_code_line(self) -> None:
        if self._code is not None and not self._code.ends_line():
            self.words("\n")

    def plainly(self, node: LexborNode) -> Leave | None:
        """Read the node by its tag alone."""
        handler = self._tags.get(node.tag or "")
        return handler(self, node) if handler is not None else inside

    def words(self, text: str) -> None:
        """Text as its author wrote it, into what is open."""
        kept = text[: max(0, self._room)]
        self._room -= len(text)
        if not kept:
            return
        capture = self._code or self._link
        if capture is not None:
            capture.words.append(kept)
            capture.hidden = capture.hidden or self.is_hidden
        else:
            self.out.write(kept)

    def link(self, words: str, url: str) -> None:
        """A link, whole; where one is open already, its words."""
        if self._link is not None or self._code is not None:
            self.words(words)
        elif self._room > 0:
            self._room -= len(words)
            quiet = self.is_hidden
            self.out.write(links.linked(words[:MAX_TEXT], url, quiet=quiet), ready=True)

    def hide(self) -> Leave:
        """What is read until the end of this is hidden until the reader wants it."""
        self._hidden += 1
        self.out.style(Style.SPOILER, on=True)

        def show() -> None:
            self._hidden -= 1
            self.out.style(Style.SPOILER, on=False)

        return show

    def among(self, what: str) -> Leave:
        """Remember being in such a part of the page."""
        self.within[what] += 1

        def out_of() -> None:
            self.within[what] -= 1

        return out_of

    def open_link(self, url: str | None) -> Leave:
        """None is no link: words alone. Links in a link are words of it."""
        if self._link is not None:
            return inside
        capture = self._link = _Capture(url)

        def close() -> None:
            if self._link is capture:
                self._link = None
                with self._covered(capture):
                    self._linked(capture)

        return close

    def _linked(self, capture: _Capture) -> None:
        words = capture.text()
        if capture.url is None or not words.strip():
            self.out.write(words)
            return
        self.out.write(words[: len(words) - len(words.lstrip())])
        quiet = capture.hidden or self.is_hidden
        self.out.write(links.linked(words, capture.url, quiet=quiet), ready=True)
        self.out.write(words[len(words.rstrip()) :])

    def open_code(self, *, block: bool) -> Leave:
        """Code in code, and code in a link, is a part of what it is in."""
        if self._code is not None or (self._link is not None and not block):
            return inside
        capture = self._code = _Capture()
        self.language = ""

        def close() -> None:
            self._code = None
            if self._link is not None:
                self._link.words.append(capture.text())
                self._link.hidden = self._link.hidden or capture.hidden
                return
            with self._covered(capture):
                if block:
                    self.out.code(capture.text(), self.language)
                else:
                    self.out.code_span(capture.text())

        return close

    @contextmanager
    def _covered(self, capture: _Capture) -> Iterator[None]:
        if capture.hidden:
            self.out.style(Style.SPOILER, on=True)
        yield
        if capture.hidden:
            self.out.style(Style.SPOILER, on=False)

    def _text(self, text: str) -> None:
        if self._code is not None:
            self.words(neutral(text))
            return
        text = _WHITE.sub(" ", neutral(text)) if text.strip(" \n") else " "
        if self.within["quote title"] and text.rstrip().endswith(":"):
            text = text.rstrip().removesuffix(":").rstrip()
        if self.script and all(ord(sign) in self.script for sign in text.strip()):
            text = text.translate(self.script)
        self.words(text)
