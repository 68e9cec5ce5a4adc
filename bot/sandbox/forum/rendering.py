"""From a person's Markdown to the forum's HTML, slugs and plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from selectolax.lexbor import LexborHTMLParser

_MARKDOWN = MarkdownIt("js-default", {"breaks": True, "html": False, "xhtmlOut": True})


def _paragraph(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    tokens[at].attrSet("dir", "auto")
    return self.renderToken(tokens, at, options, env)


def _link(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    tokens[at].attrSet("rel", "nofollow ugc")
    return self.renderToken(tokens, at, options, env)


def _image(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    tokens[at].attrSet("class", " img-fluid img-markdown")
    return self.image(tokens, at, options, env)


_MARKDOWN.add_render_rule("paragraph_open", _paragraph)
_MARKDOWN.add_render_rule("link_open", _link)
_MARKDOWN.add_render_rule("image", _image)


def render(markdown: str) -> str:
    return str(_MARKDOWN.render(markdown))


def slugify(title: str) -> str:
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-") or "fil"


def plain(html: str) -> str:
    """The text of some HTML, its tags dropped."""
    return LexborHTMLParser(f"<body>{html}</body>").text()


def iso(ms: int) -> str:
    """As JavaScript writes an instant."""
    return f"{datetime.fromtimestamp(ms // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"
