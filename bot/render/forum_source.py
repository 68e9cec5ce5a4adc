"""A tree of Markdown written again, as a forum reads it: only what is known is written."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from markdown_it.token import Token

from bot.render import forum_text
from bot.render.texts import Texts

SPOILER: Final = "spoiler"
_MARKS: Final = {"em": "*", "strong": "**", "s": "~~"}


class Dialect(StrEnum):
    """Whose Markdown it is."""

    NODEBB = "nodebb"
    DISCOURSE = "discourse"


class Writer:
    """Writes tokens. `is_typed`: their author wrote for the forum, tables for example."""

    def __init__(self, dialect: Dialect, texts: Texts, *, is_typed: bool = False) -> None:
        self._dialect, self._texts, self._is_typed = dialect, texts, is_typed

    def blocks(self, tokens: Sequence[Token]) -> str:
        """Blocks, an empty line between them."""
        written = []
        for start, end in _siblings(tokens):
            token = tokens[start]
            written.append(self._block(token, tokens[start + 1 : end]))
        return "\n\n".join(one for one in written if one)

    def _block(self, token: Token, inside: Sequence[Token]) -> str:
        match token.type:
            case "paragraph_open":
                return forum_text.lines(self._inline(inside))
            case "heading_open":
                words = " ".join(self._inline(inside).split("\n"))
                return f"{token.markup} {words}" if words else ""
            case "blockquote_open":
                return _prefixed(self.blocks(inside), "> ", "> ")
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, inside)
            case "fence" | "code_block":
                return forum_text.fence(token.content, token.info)
            case "hr":
                return "* * *"
            case _:
                return forum_text.lines(forum_text.inert(token.content))

    def _list(self, token: Token, inside: Sequence[Token]) -> str:
        number = int(token.attrGet("start") or 1)
        items = []
        for start, end in _siblings(inside):
            mark = f"{number}." if token.type.startswith("ordered") else "-"
            number += 1
            body = self._item(inside[start + 1 : end])
            items.append(_prefixed(body or "\u00a0", f"{mark} ", " " * (len(mark) + 1)))
        return "\n".join(items)

    def _item(self, inside: Sequence[Token]) -> str:
        """A list in an item follows it without an empty line, or all would be spread out."""
        return self.blocks(inside).replace("\n\n- ", "\n- ")

    def _inline(self, tokens: Sequence[Token]) -> str:
        return "".join(self.line(one.children or ()) for one in tokens if one.type == "inline")

    def line(self, children: Sequence[Token]) -> str:
        """What stands within a paragraph."""
        out: list[str] = []
        opened: list[str] = []
        at = 0
        while at < len(children):
            token = children[at]
            if token.type == "link_open":
                end = _closing(children, at)
                out.append(self._link(token, children[at + 1 : end]))
                at = end + 1
                continue
            if token.type == f"{SPOILER}_open":
                end = _closing(children, at)
                out.append(self._spoiler(self.line(children[at + 1 : end])))
                at = end + 1
                continue
            out.append(self._mark(token, opened))
            at += 1
        return "".join(out)

    def _mark(self, token: Token, opened: list[str]) -> str:
        kind, _, which = token.type.rpartition("_")
        if kind in _MARKS:
            if which == "open":
                opened.append(kind)
                return _MARKS[kind] if opened.count(kind) == 1 else ""
            opened.remove(kind)
            return "" if kind in opened else _MARKS[kind]
        match token.type:
            case "softbreak" | "hardbreak":
                return "\n"
            case "code_inline":
                return forum_text.span(token.content)
            case "image":
                return self._image(token)
            case _:
                return self._text(token.content)

    def _text(self, content: str) -> str:
        text = forum_text.inert(content)
        return text if self._is_typed else text.replace("|", "\\|")

    def _link(self, token: Token, inside: Sequence[Token]) -> str:
        words, raw = self.line(inside), str(token.attrGet("href") or "")
        url = forum_text.address(raw)
        plain = "".join(one.content for one in inside)
        if url is None:
            return words if plain == raw else f"{words} ({forum_text.inert(raw)})"
        if plain == raw or not words.strip() or token.markup in ("autolink", "linkify"):
            return f"<{url}>"
        return f"[{words}](<{url}>)"

    def _image(self, token: Token) -> str:
        url = forum_text.address(str(token.attrGet("src") or ""))
        words = self._text(token.content)
        return f"![{words}](<{url}>)" if url else words

    def _spoiler(self, words: str) -> str:
        if self._dialect is Dialect.DISCOURSE:
            return f"[spoiler]{words}[/spoiler]"
        if words.startswith(_opening := self._texts.say("(caché dans la discussion :")):
            return words
        return f"{_opening} {words})"


def _siblings(tokens: Sequence[Token]) -> Sequence[tuple[int, int]]:
    """Where each of the outermost elements begins, and where it closes."""
    found, start, depth = [], 0, 0
    for at, token in enumerate(tokens):
        if depth == 0:
            start = at
        depth += token.nesting
        if depth == 0:
            found.append((start, at))
    return found


def _closing(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for end in range(at, len(tokens)):
        depth += tokens[end].nesting
        if depth == 0:
            return end
    return len(tokens)


def _prefixed(text: str, first: str, others: str) -> str:
    head, *tail = text.split("\n")
    return "\n".join([f"{first}{head}".rstrip(), *(f"{others}{one}".rstrip() for one in tail)])
