"""From a person's Markdown to HTML as Discourse cooks it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from bot.sandbox.forum.discourse import blocks, inlines
from bot.sandbox.forum.discourse.state import DiscourseState, slug_of

HOME: Final = "http://discourse.invalid"  # cooked texts carry it until they are written out
SIZED: Final = re.compile(r"(?P<alt>.*?)\|(?P<width>\d+)x(?P<height>\d+)")


def cook(world: DiscourseState, raw: str, post: int) -> str:
    """The HTML of a post; `post` is its id, which its headings' anchors bear."""
    env: EnvType = {"world": world, "post": post, "headings": 0}
    return str(_MARKDOWN.render(raw, env)).strip("\n")


def _link(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[at]
    if not str(token.attrGet("href")).startswith("/"):
        token.attrSet("rel", "noopener nofollow ugc")
    return self.renderToken(tokens, at, options, env)


def _heading(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    env["headings"] += 1
    name = f"p-{env['post']}-{slug_of(tokens[at + 1].content)}-{env['headings']}"
    opening = self.renderToken(tokens, at, options, env)
    return f'{opening}<a name="{name}" class="anchor" href="#{name}"></a>'


def _fence(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[at]
    language = escape(token.info.strip().split(" ")[0])
    wrap = f' data-code-wrap="{language}"' if language else ""
    code = f'<code class="lang-{language or "auto"}">{escape(token.content, quote=False)}</code>'
    return f"<pre{wrap}>{code}</pre>\n"


def _table(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<div class="md-table">\n{self.renderToken(tokens, at, options, env)}'


def _table_end(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    return f"{self.renderToken(tokens, at, options, env)}</div>\n"


def _image(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """A sized picture opens in a light box; another stands as it is."""
    token = tokens[at]
    source = str(token.attrGet("src"))
    path = source.replace("upload://", "/uploads/default/original/1X/")
    alt = self.renderInlineAsText(token.children or [], options, env)
    sized = SIZED.fullmatch(alt)
    if sized is None:
        return f'<img src="{escape(path)}" alt="{escape(alt)}">'
    return _light_box(f"{HOME}{path}" if path.startswith("/") else path, sized)


def _light_box(address: str, sized: re.Match[str]) -> str:
    name, width, height = escape(sized["alt"]), sized["width"], sized["height"]
    whole = escape(address)
    small = whole.replace("/original/", "/optimized/")
    icon = '<svg class="fa d-icon d-icon-{0} svg-icon"><use href="#{0}"></use></svg>'
    return (
        f'<div class="lightbox-wrapper"><a class="lightbox" href="{whole}"'
        f' data-download-href="{whole}" title="{name}">'
        f'<img src="{small}" alt="{name}" width="{width}" height="{height}">'
        f'<div class="meta">{icon.format("far-image")}<span class="filename">{name}</span>'
        f'<span class="informations">{width}×{height} 96 KB</span>'
        f"{icon.format('discourse-expand')}</div></a></div>"
    )


_MARKDOWN = MarkdownIt("js-default", {"breaks": True, "html": False})
for rule, render in {
    "link_open": _link,
    "heading_open": _heading,
    "fence": _fence,
    "table_open": _table,
    "table_close": _table_end,
    "image": _image,
}.items():
    _MARKDOWN.add_render_rule(rule, render)
blocks.install(_MARKDOWN)
inlines.install(_MARKDOWN)
