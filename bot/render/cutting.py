"""A message's text cut to length where a reader would stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

_TOKEN: Final = re.compile(
    r"(?P<fence>```.*?(?:```|\Z))"
    r"|(?P<code>``(?!`).+?``|`(?!`)[^`]+`)"
    r"|(?P<link>\[(?:\\.|[^\[\]\\])*\]\([^\s()]*\))"
    r"|(?P<url><?https?://[^\s<>]+>?)"
    r"|(?P<escape>\\.)"
    r"|(?P<style>\|\||\*\*|\*|__|~~)"
    r"|(?P<paragraph>\n(?:> )?\n)"
    r"|(?P<space>\s)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_SENTENCE_END: Final = frozenset(".!?…»")


class Rank(IntEnum):
    """How good a place is to stop, and so how early it may be."""

    ANYWHERE = 0
    WORD = 1
    LINE = 2
    SENTENCE = 3
    PARAGRAPH = 4


# The least share of the room that a cut of this rank must fill.
_SHARE: Final = {
    Rank.PARAGRAPH: 0.5,
    Rank.SENTENCE: 0.4,
    Rank.LINE: 0.4,
    Rank.WORD: 0.2,
    Rank.ANYWHERE: 0.0,
}


@dataclass(frozen=True, slots=True)
class _Place:
    """A cut: the text kept, with what must close it."""

    rank: Rank
    kept: str
    closers: str = ""
    apart: bool = False  # `more` would become part of the address or block before it

    def ended(self, more: str) -> str:
        # A closing sign is read with the same one before it, even with a backslash there.
        touches = self.kept[-1:] in ("|", "~") and self.closers.startswith(self.kept[-1:])
        closed = self.kept + (" " if touches else "") + self.closers
        if not more:
            return closed
        glue = "\n" if "```" in self.closers else " "
        apart = self.apart or self.rank >= Rank.LINE
        return closed + (glue if apart else "") + more


def cut(text: str, limit: int, *, more: str = "…") -> tuple[str, bool]:
    """The text in at most `limit` characters, and whether it was shortened.

    It ends with `more` at a paragraph, else a sentence, a line, a word; never inside a link,
    an address or an escape. Open styles and an open code block are closed. Never empty when
    `text` is not, as long as `limit` is positive.
    """
    if len(text) <= limit:
        return text, False
    best: dict[Rank, str] = {}
    for place in _places(text, limit):
        ended = place.ended(more)
        if len(ended) <= limit and place.kept.strip():
            best[place.rank] = ended
    for rank in sorted(Rank, reverse=True):
        if rank in best and len(best[rank]) >= limit * _SHARE[rank]:
            return best[rank], True
    longest = max(best.values(), key=len, default=(more or "…")[: max(0, limit)])
    return longest, True


def _places(text: str, limit: int) -> Iterator[_Place]:
    """Where the text may be cut, first to last."""
    open_styles: list[str] = []
    before = ""  # the kind of the token before
    for token in _TOKEN.finditer(text):
        at, kind = token.start(), token.lastgroup or ""
        if at > limit:
            return
        if before != "style" or text[at - 1 : at].isspace():
            yield _place(text, at, kind, before, open_styles)
        if kind == "fence":
            yield from _inside_block(text, token, limit, "".join(reversed(open_styles)))
        if kind == "style":
            _toggle(open_styles, token[0])
        before = kind


def _place(text: str, at: int, kind: str, before: str, open_styles: list[str]) -> _Place:
    """The cut just before the token at `at`."""
    kept = text[:at].rstrip()
    while kept.endswith("\n>"):
        kept = kept[:-1].rstrip()
    rank = Rank.ANYWHERE
    if kind == "paragraph" or before == "fence":
        rank = Rank.PARAGRAPH
    elif kind == "space":
        ends = kept[-1:] in _SENTENCE_END and before in ("sign", "style")
        rank = Rank.SENTENCE if ends else Rank.LINE if text[at] == "\n" else Rank.WORD
    return _Place(rank, kept, "".join(reversed(open_styles)), before in ("url", "fence", "link"))


def _inside_block(text: str, token: re.Match[str], limit: int, closers: str) -> Iterator[_Place]:
    """After each whole line of a code block, which is then closed, and what is open around it."""
    start = text.rfind("\n", 0, token.start()) + 1
    quoted = "> " if text.startswith("> ", start) else ""
    closer = f"\n{quoted}```{closers}"
    line = text.find("\n", token.start())
    while 0 <= line <= min(limit, token.end()):
        following = text.find("\n", line + 1)
        if 0 <= following < token.end():
            yield _Place(Rank.LINE, text[:following], closer)
        line = following


def _toggle(open_styles: list[str], style: str) -> None:
    if style in open_styles:
        open_styles.remove(style)
    else:
        open_styles.append(style)
