"""Runs of text gathered into paragraphs, lists and quotes of the chat's Markdown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.render.escaping import escape
from bot.render.runs import Run, Style, Styles, coded, written

_DEEPEST_LIST: Final = 5
_FENCE: Final = "```"


@dataclass(frozen=True, slots=True)
class _Block:
    lines: list[str]
    quote: int  # which quote it stands in, 0 for none
    list: int  # which outermost list, 0 for none


class Paragraphs:
    """Text is given in the order it is read; `text` gives the whole."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._styles: Counter[Style] = Counter()
        self._blocks: list[_Block] = []
        self._lists: list[int | None] = []  # the next number; None is a bulleted list
        self._marker = ""
        self._quotes = 0
        self._quote = 0
        self._list = 0
        self._at_start = True  # of a line
        self.heading = ""  # what the next paragraph starts with

    @property
    def in_list(self) -> bool:
        return bool(self._lists)

    @property
    def styles(self) -> Styles:
        return frozenset(style for style, depth in self._styles.items() if depth > 0)

    def style(self, style: Style, *, on: bool) -> None:
        self._styles[style] += 1 if on else -1

    def write(self, text: str, *, ready: bool = False) -> None:
        """Text as its author wrote it, or Markdown that is `ready`. A newline breaks the line."""
        if not text or (not self._runs and text.isspace()):
            return
        self._at_start = self._at_start and text.isspace()
        styles = self.styles
        last = self._runs[-1] if self._runs else None
        if last and not ready and not last.ready and last.styles == styles:
            # Joined before they are escaped, so that no mention hides in two halves.
            last.parts.append(text)
        else:
            self._runs.append(Run(styles, ready, [text]))

    def code_span(self, content: str) -> None:
        """Code in a line; words where the chat would not read it as code."""
        content = " ".join(content.split())
        if not content:
            return
        markdown = coded(content, self.styles)
        if markdown is None:
            self.write(content)
        else:
            self.write(markdown, ready=True)

    def line(self) -> None:
        """Go on in the next line of the same paragraph."""
        if self._runs and not self._at_start:
            self.write("\n")
            self._at_start = True

    def end(self) -> None:
        """End the paragraph, if there is one."""
        if not self._runs:
            return
        text = written(self._runs)
        self._runs, self._at_start = [], True
        if not text.strip():
            return
        if self.heading:
            text = self.heading + text.replace("\n", " ")
        self._put(text.split("\n"))

    def code(self, content: str, language: str = "") -> None:
        """A block of code; where its content could end it, plain lines."""
        self.end()
        content = content.strip("\n")
        if not content.strip():
            return
        self._marker = ""
        cover = Style.SPOILER.value if Style.SPOILER in self.styles else ""
        if _FENCE not in content and not (cover and cover in content):
            lines = content.split("\n")
            self._append([cover + _FENCE + language, *lines, _FENCE + cover])
        elif cover:
            self.write(content)
            self.end()
        else:
            self._append(escape(content).split("\n"))

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
