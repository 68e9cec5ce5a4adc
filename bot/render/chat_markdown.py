"""What people typed in the chat, through a tree: its own marks, and what it calls people by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bot.render.escaping import URL
from bot.render.forum_source import SPOILER

Named = Callable[[str], str | None]  # what a tag such as `<@12>` comes to; None: it is no tag

_DEEPEST: Final = 20
_CODE: Final = re.compile(r"```(?:([\w+#-]{1,20})\n)?\n?(.+?)```", re.DOTALL)
_TAG: Final = re.compile(r"<(?:[@#]|/|a?:|t:|id:)[^<>\n]{1,100}>")
_AUTOLINK: Final = re.compile(r"<(https?://[^\s<>]+)>")
_QUOTE: Final = re.compile(r"^>(?:>>)? ")
_ITEM: Final = re.compile(r"^\s*(?:[-*]|\d{1,9}\.)\s")
_SMALL: Final = re.compile(r"^-# ")
_DEEP_INDENT: Final = re.compile(r"^\s{9,}")
_AFTER: Final = ".,:;\"'!?*»…"  # not of the address before them
_NAMED: Final = "named"  # where the environment keeps what names tags


def blocks(text: str, named: Named) -> list[Token]:
    """The blocks of a message, in order."""
    found: list[Token] = []
    end = 0
    for code in _CODE.finditer(text):
        found += _parsed(text[end : code.start()], named)
        token = Token("fence", "code", 0, content=code[2], info=code[1] or "")
        found.append(token)
        end = code.end()
    return found + _parsed(text[end:], named)


def _parsed(text: str, named: Named) -> list[Token]:
    return _MARKDOWN.parse("\n".join(_lines(text)), {_NAMED: named})


def _lines(text: str) -> Iterator[str]:
    """Lines that end what the chat ends with them: here, a quote or a list would go on."""
    rest_is_quoted, before = False, ""
    for line in text.split("\n"):
        if not rest_is_quoted and line.startswith(">>> "):
            rest_is_quoted, line = True, line[2:]
        elif rest_is_quoted:
            line = f"> {line}"
        line = _DEEP_INDENT.sub(" " * 8, _SMALL.sub("", line))
        was, now = _kind(before), _kind(line)
        is_inside = was == "list" and line.startswith("  ")
        is_change = was != now and {was, now} & {"quote", "list"} and not is_inside
        if is_change and before.strip() and line.strip():
            yield ""
        yield line
        before = line


def _kind(line: str) -> str:
    if _QUOTE.match(line):
        return "quote"
    return "list" if _ITEM.match(line) else "text"


def _tag(state: StateInline, silent: bool) -> bool:
    found = _TAG.match(state.src, state.pos, state.posMax)
    named: Named | None = state.env.get(_NAMED)
    words = named(found[0]) if found and named else None
    if found is None or words is None:
        return False
    if not silent:
        state.push("text", "", 0).content = words
    state.pos = found.end()
    return True


def _autolink(state: StateInline, silent: bool) -> bool:
    found = _AUTOLINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        _push_address(state, found[1])
    state.pos = found.end()
    return True


def bare_address(state: StateInline, silent: bool) -> bool:
    """A rule for a bare address: its underscores and stars are no marks."""
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = next((one for one in ("https", "http") if state.src.endswith(one, 0, state.pos)), "")
    start = state.pos - len(scheme)
    found = URL.match(state.src, start, state.posMax) if scheme else None
    if found is None or state.src[start - 1 : start].isalnum():
        return False
    url = _without_what_follows(found[0])
    if url.endswith("://") or not (silent or state.pending.endswith(scheme)):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme)]
        _push_address(state, url)
    state.pos = start + len(url)
    return True


def _push_address(state: StateInline, url: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrSet("href", url)
    opening.markup = "autolink"
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1)


def _without_what_follows(address: str) -> str:
    """Without punctuation, a closing bracket that nothing opened, or a cover over all of it."""
    address = address.partition("||")[0]
    while address[-1] in _AFTER or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def spoiler(opening: str, closing: str) -> Callable[[StateInline, bool], bool]:
    """A rule for what is covered between two marks."""

    def rule(state: StateInline, silent: bool) -> bool:
        start, whole = state.pos, state.posMax
        if not state.src.startswith(opening, start):
            return False
        inside = start + len(opening)
        end = state.src.find(closing, inside, whole)
        if end <= inside:
            return False
        if not silent:
            state.push(f"{SPOILER}_open", "span", 1)
            state.pos, state.posMax = inside, end
            state.md.inline.tokenize(state)
            state.posMax = whole
            state.push(f"{SPOILER}_close", "span", -1)
        state.pos = end + len(closing)
        return True

    return rule


def _made() -> MarkdownIt:
    known = ("blockquote", "list", "heading", "emphasis", "strikethrough", "link", "escape")
    made = MarkdownIt("zero", {"maxNesting": _DEEPEST}).enable(
        [*known, "newline", "backticks", "balance_pairs", "fragments_join", "text_join"]
    )
    inline = made.inline.ruler
    inline.before("escape", "chat_address", bare_address)
    inline.before("escape", "chat_tag", _tag)
    inline.before("escape", "chat_autolink", _autolink)
    inline.before("escape", "chat_spoiler", spoiler("||", "||"))
    made.inline.add_terminator_char("|")
    take_all_links(made)
    return made


def take_all_links(made: MarkdownIt) -> None:
    """Links as they are written: who writes them again decides."""

    def is_valid(url: str) -> bool:
        return bool(url)

    def as_it_is(url: str) -> str:
        return url

    made.validateLink = is_valid  # type: ignore[method-assign]
    made.normalizeLink = as_it_is  # type: ignore[method-assign]


_MARKDOWN: Final = _made()
