"""Runs of text gathered into paragraphs, lists and quotes of the chat's Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from bot.render.escaping import URL, escape, escape_inline, escape_line_starts
from bot.render.links import MAX_URL

_DEEPEST_LIST: Final = 5
_SPACES: Final = re.compile(r"[ \t]+")
_AROUND_BREAKS: Final = re.compile(r" *\n *")
_GAP: Final = re.compile(r"\n{3,}")
_EDGES: Final = re.compile(r"(\s*)(.*?)(\s*)\Z", re.DOTALL)
_ENDS_WITH_URL: Final = re.compile(f"{URL.pattern}\\Z")
_AFTER_URL: Final = re.compile(r"[\s.,:;\"')]+(?:\s|\Z)|\s")  # what the chat leaves out of one
_FENCE: Final = "```"


class Style(StrEnum):
    """A style by the sign on both its sides."""

    BOLD = "**"
    ITALIC = "*"
    STRIKE = "~~"


@dataclass(frozen=True, slots=True)
class _Run:
    """Text in some styles; `ready` is Markdown already, else it is to be escaped."""

    text: str
    styles: frozenset[Style]
    ready: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    lines: list[str]
    quote: int  # which quote it stands in, 0 for none
    list: int  # which outermost list, 0 for none


class Paragraphs:
    """Text is given in the order it is read; `text` gives the whole."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._styles: Counter[Style] = Counter()
        self._blocks: list[_Block] = []
        self._lists: list[int | None] = []  # the next number; None is a bulleted list
        self._marker = ""
        self._quotes = 0
        self._quote = 0
        self._list = 0
        self.heading = ""  # what the next paragraph starts with

    @property
    def in_list(self) -> bool:
        return bool(self._lists)

    def style(self, style: Style, *, on: bool) -> None:
        self._styles[style] += 1 if on else -1

    def write(self, text: str, *, ready: bool = False) -> None:
        """Text as its author wrote it, or Markdown that is `ready`. A newline breaks the line."""
        if not text:
            return
        styles = frozenset(style for style, depth in self._styles.items() if depth > 0)
        last = self._runs[-1] if self._runs else None
        if last and not ready and not last.ready and last.styles == styles:
            # Joined before they are escaped, so that no mention hides in two halves.
            self._runs[-1] = _Run(last.text + text, styles)
        else:
            self._runs.append(_Run(text, styles, ready))

    def end(self) -> None:
        """End the paragraph, if there is one."""
        if not self._runs:
            return
        text = _written(self._runs)
        self._runs = []
        if not text:
            return
        if self.heading:
            text = self.heading + text.replace("\n", " ")
        self._put(text.split("\n"))

    def code(self, content: str, language: str) -> None:
        """A block of code; where it could close its own block, plain lines."""
        self.end()
        content = content.strip("\n")
        if not content.strip():
            return
        self._marker = ""
        if _FENCE in content:
            self._append(escape(content).split("\n"))
        else:
            self._append([_FENCE + language, *content.split("\n"), _FENCE])

    def open_list(self, first: int | None) -> None:
        """`first` numbers its items; None is a bulleted list."""
        self.end()
        if not self._lists:
            self._list += 1
        self._lists.append(first)

    def close_list(self) -> None:
        self.end()
        if self._lists:
            self._lists.pop()

    def item(self) -> None:
        self.end()
        number = self._lists[-1] if self._lists else None
        self._marker = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1

    def close_item(self) -> None:
        self.end()
        self._marker = ""

    def open_quote(self) -> None:
        """Quotes in a quote join it: the chat knows one level."""
        self.end()
        if not self._quotes:
            self._quote += 1
        self._quotes += 1

    def close_quote(self) -> None:
        self.end()
        self._quotes -= 1

    def text(self) -> str:
        self.end()
        pieces = ["\n".join(block.lines) for block in self._blocks[:1]]
        for before, block in pairwise(self._blocks):
            pieces += [_between(before, block), "\n".join(block.lines)]
        return "".join(pieces)

    def _put(self, lines: list[str]) -> None:
        """A paragraph, behind its item's marker or under it."""
        depth = min(len(self._lists), _DEEPEST_LIST)
        indent = "  " * (depth - 1)
        rest = indent + " " * len(self._marker or "- ") if depth else ""
        first = indent + self._marker if self._marker else rest
        self._marker = ""
        self._append([first + lines[0], *(rest + line for line in lines[1:])])

    def _append(self, lines: list[str]) -> None:
        if self._quotes:
            lines = [f"> {line}" for line in lines]
        quote = self._quote if self._quotes else 0
        self._blocks.append(_Block(lines, quote, self._list if self._lists else 0))


def _between(before: _Block, after: _Block) -> str:
    if before.quote != after.quote:
        return "\n\n"
    if before.list and before.list == after.list:
        return "\n"
    return "\n> \n" if after.quote else "\n\n"


def _written(runs: Iterable[_Run]) -> str:
    """The Markdown of a paragraph's runs, styles opened and closed around the words."""
    out = ""
    open_styles: list[Style] = []
    for run in _spaced(list(_split(runs))):
        out += _close(open_styles, run.styles)
        opened = [style for style in Style if style in run.styles and style not in open_styles]
        open_styles += opened
        out = _joined(out, "".join(opened) + (run.text if run.ready else escape_inline(run.text)))
    out += "".join(reversed(open_styles))
    out = _GAP.sub("\n\n", _AROUND_BREAKS.sub("\n", _SPACES.sub(" ", out)))
    return escape_line_starts(out.strip(" \n"))


def _close(open_styles: list[Style], wanted: frozenset[Style]) -> str:
    """Close what is open and not wanted, and what was opened after it."""
    closed = ""
    while any(style not in wanted for style in open_styles):
        closed += open_styles.pop()
    return closed


def _joined(out: str, piece: str) -> str:
    """Apart where the chat would read the end of one and the start of the other as one."""
    ticks = out.endswith("`") and piece.startswith("`")
    address = not out.endswith((")", "*", "~")) and _ENDS_WITH_URL.search(out[-MAX_URL:])
    if ticks or (address and not _AFTER_URL.match(piece)):
        return f"{out} {piece}"
    return out + piece


def _split(runs: Iterable[_Run]) -> Iterator[_Run]:
    """The spaces at the edges of a text apart from it: a style may not start or end with one."""
    for run in runs:
        found = _EDGES.match(run.text)
        if run.ready or found is None:
            yield run
            continue
        for text in found.groups():
            if text:
                yield _Run(text, run.styles)


def _spaced(runs: list[_Run]) -> Iterator[_Run]:
    """Spaces get the styles that both their neighbours have."""
    none: frozenset[Style] = frozenset()
    for at, run in enumerate(runs):
        if run.ready or run.text.strip():
            yield run
        else:
            before = runs[at - 1].styles if at else none
            after = runs[at + 1].styles if at + 1 < len(runs) else none
            yield _Run(run.text, before & after)
