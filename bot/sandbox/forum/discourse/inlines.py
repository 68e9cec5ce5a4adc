"""What Discourse makes of words: names after @, emoji between colons, bare addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from bot.sandbox.forum.discourse.state import DiscourseState

EMOJI: Final = {
    "camera": "camera",
    "eyes": "eyes",
    "smile": "smile",
    "+1": "+1",
    "warning": "warning",
    "raised_hands": "raised_hands",
}
SPECIAL: Final = re.compile(
    r"(?P<url>https?://[^\s<>()]+[^\s<>().,;:!?])"
    r"|(?<![\w/])@(?P<name>[A-Za-z0-9](?:[\w.-]*\w)?)"
    r"|:(?P<emoji>[a-z_+1]+):"
)


def install(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("discourse_words", _words)


def _words(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_transformed(token.children, state.env["world"]))


def _transformed(tokens: list[Token], world: DiscourseState) -> Iterator[Token]:
    links = 0
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not links:
            yield from _split(token, world)
        else:
            yield token


def _split(token: Token, world: DiscourseState) -> Iterator[Token]:
    done = 0
    for match in SPECIAL.finditer(token.content):
        html = _html(match, world)
        if html is None:
            continue
        if match.start() > done:
            yield Token("text", "", 0, content=token.content[done : match.start()])
        yield Token("html_inline", "", 0, content=html)
        done = match.end()
    if done < len(token.content):
        yield Token("text", "", 0, content=token.content[done:])


def _html(match: re.Match[str], world: DiscourseState) -> str | None:
    if match["url"]:
        address = escape(match["url"])
        return f'<a href="{address}" rel="noopener nofollow ugc">{address}</a>'
    if match["name"]:
        user = world.known_user(match["name"])
        if user is None:
            return f'<span class="mention">@{escape(match["name"])}</span>'
        return f'<a class="mention" href="/u/{user.username}">@{user.username}</a>'
    code = EMOJI.get(match["emoji"])
    if code is None:
        return None
    source = f"/images/emoji/twitter/{code}.png?v=14"
    named = f'title=":{code}:" class="emoji" alt=":{code}:"'
    return f'<img src="{source}" {named} loading="lazy" width="20" height="20">'
