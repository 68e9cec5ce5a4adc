"""A post's words as they are read: what is hidden, and the link or code that is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot.render import links
from bot.render.html_tree import Leave
from bot.render.paragraphs import Paragraphs
from bot.render.runs import Style

MAX_TEXT: Final = 8_000  # characters; a message shows two thousand


def inside() -> None:
    """Nothing is to be done at the end of this."""


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


class Words:
    """Where words go: into the open code or link, else into the paragraph."""

    def __init__(self) -> None:
        self.out = Paragraphs()
        self.language = ""  # of the open block of code
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

    def link(self, words: str, url: str, *, quiet: bool = False) -> None:
        """A link, whole; where one is open already, its words. `quiet`: without a preview."""
        if self._link is not None or self._code is not None:
            self.words(words)
        elif self._room > 0:
            self._room -= len(words)
            quiet = quiet or self.is_hidden
            self.out.write(links.linked(words[:MAX_TEXT], url, quiet=quiet), ready=True)

    def hide(self) -> Leave:
        """What is read until the end of this is hidden until the reader wants it."""
        self._hidden += 1
        self.out.style(Style.SPOILER, on=True)

        def show() -> None:
            self._hidden -= 1
            self.out.style(Style.SPOILER, on=False)

        return show

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

    def end_code_line(self) -> None:
        if self._code is not None and not self._code.ends_line():
            self.words("\n")
