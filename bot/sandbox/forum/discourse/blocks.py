"""What Discourse makes of whole lines: quotes, spoilers, folds, and addresses alone on theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

OPEN: Final = re.compile(r'\[(?P<name>quote|spoiler|details)(?:="?(?P<about>[^"\]]*)"?)?\]')
ADDRESS: Final = re.compile(r"https?://\S+")
BEFORE: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote", "list"]}

Render = Callable[[RendererHTML, Sequence[Token], int, OptionsDict, EnvType], str]


def install(markdown: MarkdownIt) -> None:
    markdown.block.ruler.before("fence", "bbcode", _bbcode, BEFORE)
    markdown.block.ruler.before("fence", "onebox", _onebox, BEFORE)
    for name, render in {
        "quote_open": _quote,
        "quote_close": _always("</blockquote>\n</aside>\n"),
        "spoiler_open": _always('<div class="spoiler">\n'),
        "spoiler_close": _always("</div>\n"),
        "details_open": _details,
        "details_close": _always("</details>\n"),
        "onebox": _boxed,
    }.items():
        markdown.add_render_rule(name, render)


def _always(html: str) -> Render:
    def render(
        self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return html

    return render


def _line(state: StateBlock, number: int) -> str:
    start = state.bMarks[number] + state.tShift[number]
    return state.src[start : state.eMarks[number]].strip()


def _bbcode(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opening = OPEN.fullmatch(_line(state, start))
    if opening is None:
        return False
    name = opening["name"]
    last = _closing(state, name, start + 1, end)
    if last is None:
        return False
    if silent:
        return True
    state.push(f"{name}_open", "", 1).info = opening["about"] or ""
    whole, state.lineMax = state.lineMax, last
    state.md.block.tokenize(state, start + 1, last)
    state.lineMax = whole
    state.push(f"{name}_close", "", -1)
    state.line = last + 1
    return True


def _closing(state: StateBlock, name: str, start: int, end: int) -> int | None:
    """The line that closes the block, those within it skipped."""
    depth = 1
    for number in range(start, end):
        line = _line(state, number)
        opening = OPEN.fullmatch(line)
        if opening is not None and opening["name"] == name:
            depth += 1
        elif line == f"[/{name}]":
            depth -= 1
        if depth == 0:
            return number
    return None


def _onebox(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    address = _line(state, start)
    if not ADDRESS.fullmatch(address):
        return False
    if not silent:
        state.push("onebox", "", 0).info = address
        state.line = start + 1
    return True


def _quote(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """The words after = are a username, and where it was said: `zoe, post:3, topic:12`."""
    name, *where = [part.strip() for part in tokens[at].info.split(",")]
    facts = [part.partition(":")[::2] for part in where]
    data = "".join(
        f' data-{key}="{escape(value)}"' for key, value in facts if key in ("post", "topic")
    )
    if not name:
        return '<aside class="quote no-group">\n<blockquote>\n'
    who, avatar = escape(name), f"/letter_avatar_proxy/v4/letter/{escape(name[:1])}/0088cc/48.png"
    return (
        f'<aside class="quote no-group" data-username="{who}"{data}>\n<div class="title">\n'
        '<div class="quote-controls"></div>\n'
        f'<img alt="" width="24" height="24" src="{avatar}" class="avatar"> {who}:</div>\n'
        "<blockquote>\n"
    )


def _details(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    return f"<details>\n<summary>\n{escape(tokens[at].info or 'Résumé')}</summary>\n"


def _boxed(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """A preview of the page; a file has none, and stays a link."""
    address, parts = escape(tokens[at].info), urlsplit(tokens[at].info)
    aside = 'target="_blank" rel="noopener nofollow ugc"'
    if parts.path.endswith(".pdf"):
        return f'<p><a href="{address}" class="onebox" {aside}>{address}</a></p>\n'
    words = parts.path.strip("/").rpartition("/")[2].replace("-", " ") or parts.netloc
    link = f'<a href="{address}" {aside}>'
    return (
        f'<aside class="onebox allowlistedgeneric" data-onebox-src="{address}">\n'
        f'<header class="source">{link}{escape(parts.netloc)}</a></header>\n'
        f'<article class="onebox-body"><h3>{link}{escape(words)}</a></h3>\n'
        f"<p>Aperçu de la page.</p></article>\n"
        '<div class="onebox-metadata"></div>\n<div style="clear: both"></div>\n</aside>\n'
    )
