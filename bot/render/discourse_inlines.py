"""What Discourse adds to Markdown within a line: addresses, emoji, boxes to tick, and tags."""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from bot.render import emoji
from bot.render.escaping import URL

BARE: Final = "linkify"  # the markup of an address that stands for itself
_SCHEMES: Final = ("https", "http")
_AFTER: Final = ".,:;\"'!?*»…"  # not of the address before them
_LONGEST_EMOJI: Final = 80
_BOXES: Final = {"[ ]": "☐", "[x]": "☑", "[X]": "☑"}
# The element that a tag comes to.
_TAGS: Final = {"spoiler": "span", "b": "strong", "i": "em", "u": "u", "s": "s"}
_LONGEST_TAG: Final = len("[spoiler]")


def install(markdown: MarkdownIt) -> None:
    rules = markdown.inline.ruler
    rules.before("escape", "discourse_address", _address)
    rules.before("escape", "discourse_emoji", _emoji)
    rules.before("link", "discourse_box", _box)
    rules.before("link", "discourse_tag", _tag)


def _address(state: StateInline, silent: bool) -> bool:
    """An address as it is typed: its underscores and stars are no marks."""
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = next((one for one in _SCHEMES if state.src.endswith(one, 0, state.pos)), "")
    start = state.pos - len(scheme)
    found = URL.match(state.src, start, state.posMax) if scheme else None
    if found is None or state.src[start - 1 : start].isalnum():
        return False
    url = _without_what_follows(found[0])
    if url.endswith("://") or not (silent or state.pending.endswith(scheme)):
        return False
    href = state.md.normalizeLink(url)
    if not silent:
        state.pending = state.pending[: -len(scheme)]
        opening = state.push("link_open", "a", 1)
        opening.attrSet("href", href)
        opening.markup = BARE
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos = start + len(url)
    return True


def _without_what_follows(address: str) -> str:
    while address[-1] in _AFTER or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def _emoji(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != ":" or state.src[start - 1 : start].isalnum():
        return False
    end = state.src.find(":", start + 1, min(state.posMax, start + _LONGEST_EMOJI)) + 1
    if not end:
        return False
    if state.src.startswith("t", end) and state.src[end + 2 : end + 3] == ":":  # of a skin
        end += len("t2:")
    named = state.src[start:end]
    shown = emoji.shown(named)
    if shown == named:
        return False
    if not silent:
        state.pending += shown
    state.pos = end
    return True


def _box(state: StateInline, silent: bool) -> bool:
    """A box to tick; before brackets or parentheses it is a link's words."""
    box = _BOXES.get(state.src[state.pos : min(state.pos + 3, state.posMax)])
    if box is None or state.src[state.pos + 3 : state.pos + 4] in ("(", "[", ":"):
        return False
    if not silent:
        state.pending += box
    state.pos += 3
    return True


def _tag(state: StateInline, silent: bool) -> bool:
    start, whole = state.pos, state.posMax
    if state.src[start] != "[":
        return False
    end = state.src.find("]", start, min(whole, start + _LONGEST_TAG)) + 1
    name = state.src[start + 1 : max(end - 1, 0)]
    closing = state.src.find(f"[/{name}]", end, whole) if name in _TAGS else -1
    if closing < 0:
        return False
    if not silent:
        opening = state.push("discourse_tag_open", _TAGS[name], 1)
        if name == "spoiler":
            opening.attrSet("class", name)
        state.pos, state.posMax = end, closing
        state.md.inline.tokenize(state)
        state.posMax = whole
        state.push("discourse_tag_close", _TAGS[name], -1)
    state.pos = closing + len(f"[/{name}]")
    return True
