"""Text in styles, written as one line or more of the chat's Markdown.

The chat reads its signs in order and ends a spoiler, a strike or a bold text at the first closing
sign, even one within code: what could end a style too early is kept out of it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.render.escaping import URL, escape_inline, escape_line_starts
from bot.render.links import MAX_URL

_SPACES: Final = re.compile(r"[ \t]+")
_AROUND_BREAKS: Final = re.compile(r" *\n *")
_GAP: Final = re.compile(r"\n{3,}")
_ENDS_WITH_URL: Final = re.compile(f"{URL.pattern}\\Z")
_AFTER_URL: Final = re.compile(r"[\s.,:;\"')]+(?:\s|\Z)|\s")  # what the chat leaves out of one
_FAR: Final = 50  # runs looked at to tell which style lasts longer


class Style(StrEnum):
    """A style by the sign on both its sides, outermost first."""

    SPOILER = "||"
    BOLD = "**"
    UNDERLINE = "__"
    ITALIC = "*"
    STRIKE = "~~"


Styles = frozenset[Style]
PLAIN: Final[Styles] = frozenset()


@dataclass(slots=True)
class Run:
    """Text in some styles; `ready` is Markdown already, else it is to be escaped."""

    styles: Styles
    ready: bool = False
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a run is split into: words, or the space around them."""

    text: str
    styles: Styles
    ready: bool = False


def coded(content: str, styles: Styles) -> str | None:
    """Code in a line as Markdown; None where its signs would end it, or a style around it."""
    fence = "``" if "`" in content else "`"
    if "``" in content or any(style.value in content for style in styles):
        return None
    pad = " " if "`" in (content[0], content[-1]) else ""
    return f"{fence}{pad}{content}{pad}{fence}"


def written(runs: Iterable[Run]) -> str:
    """The Markdown of a paragraph's runs, styles opened and closed around the words."""
    line = _Line()
    pieces = list(_spaced([piece for run in runs for piece in _split(run)]))
    for at, piece in enumerate(pieces):
        line.add(piece, pieces, at)
    text = _SPACES.sub(" ", line.ended())
    return escape_line_starts(_GAP.sub("\n\n", _AROUND_BREAKS.sub("\n", text)).strip(" \n"))


class _Line:
    """The Markdown so far, and the styles that are open."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._open: list[Style] = []
        self._tail = ""  # the address that the text ends with, else its last sign

    def add(self, piece: _Piece, pieces: Sequence[_Piece], at: int) -> None:
        """Write the piece, which is the one at `at`."""
        if not self._open and not piece.styles:
            self._put(piece)
            return
        closed = self._close(piece.styles)
        if not piece.ready and piece.text.isspace():
            self._put(piece)
            return
        wanted = [style for style in Style if style in piece.styles and style not in self._open]
        if closed:
            # Signs that touch are read as others: rather lose a style than the text.
            wanted = [style for style in wanted if style is Style.SPOILER]
        elif len(wanted) > 1:
            wanted.sort(key=lambda style: -_lasts(style, pieces[at : at + _FAR]))
        self._open += wanted
        self._put(piece, "".join(wanted))

    def ended(self) -> str:
        self._close(PLAIN)
        return "".join(self._out)

    def _close(self, wanted: Styles) -> bool:
        """Close what is open and not wanted, and what was opened after it."""
        closed = False
        while any(style not in wanted for style in self._open):
            sign = self._open.pop().value
            # The chat looks at no backslash here: `\|` and the sign would end it too early.
            early = sign in ("||", "~~") and self._tail.endswith(sign[0])
            self._write(f" {sign}" if early else sign)
            self._tail = sign[-1]
            closed = True
        return closed

    def _put(self, piece: _Piece, opening: str = "") -> None:
        """Apart where the chat would read the end of one and the start of the other as one."""
        text = opening + (piece.text if piece.ready else escape_inline(piece.text))
        ticks = self._tail.endswith("`") and text.startswith("`")
        apart = ticks or ("://" in self._tail and not _AFTER_URL.match(text))
        self._write(f" {text}" if apart else text)
        is_whole = piece.ready and not URL.fullmatch(piece.text)
        if is_whole and text.endswith((")", "`", ">")):
            self._tail = text[-1]  # a whole link, or code: no address goes on after it

    def _write(self, text: str) -> None:
        self._out.append(text)
        end = self._tail + text if "://" in self._tail else text
        is_address = "://" in end and _ENDS_WITH_URL.search(end, max(0, len(end) - MAX_URL))
        self._tail = end[-MAX_URL:] if is_address else end[-1:]


def _lasts(style: Style, following: Iterable[_Piece]) -> int:
    """For how many pieces to come."""
    lasted = 0
    for piece in following:
        if style not in piece.styles:
            break
        lasted += 1
    return lasted


def _split(run: Run) -> Iterator[_Piece]:
    """The spaces at the edges of a text apart from it: a style may not start or end with one."""
    text, styles = run.text, run.styles
    if "__" in text and (run.ready or "://" in text):
        styles -= {Style.UNDERLINE}  # an address with two underscores would end it
    words = text.strip()
    if run.ready or not words:
        yield _Piece(text, styles, run.ready)
        return
    start = text.index(words[0])
    for part in (text[:start], words, text[start + len(words) :]):
        if part:
            yield _Piece(part, styles)


def _spaced(pieces: list[_Piece]) -> Iterator[_Piece]:
    """Spaces get the styles that both their neighbours have."""
    for at, piece in enumerate(pieces):
        if piece.ready or piece.text.strip():
            yield piece
        else:
            before = pieces[at - 1].styles if at else PLAIN
            after = pieces[at + 1].styles if at + 1 < len(pieces) else PLAIN
            yield _Piece(piece.text, before & after)
