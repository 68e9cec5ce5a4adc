"""What an author typed on a Discourse forum, through a tree, as the HTML that is read of posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from bot.render import discourse_blocks, discourse_inlines

LONGEST: Final = 8_000  # characters; a message shows two thousand
_DEEPEST: Final = 20  # blocks in blocks, and styles in styles
_HTML: Final = frozenset({"html_block", "html_inline"})
_BREAKS: Final = frozenset({"softbreak", "hardbreak"})
_UPLOAD: Final = "upload://"  # the forum alone knows where that is


def as_html(markdown: str, *, breaks: bool) -> str | None:
    """The post as plainly as a forum cooks it; nothing of the author's is live HTML in it.

    `breaks`: whether the end of a line is shown. None where only the forum can tell what is meant
    (files that were sent to it, HTML, previews of pages), and for what is very long.
    """
    if len(markdown) > LONGEST:
        return None
    env: EnvType = {"breaks": breaks}
    tokens = _MARKDOWN.parse(markdown, env)
    if not all(map(_is_understood, _with_children(tokens))):
        return None
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env))


def _with_children(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _with_children(token.children or ())


def _is_understood(token: Token) -> bool:
    if token.type in _HTML or (token.type == discourse_blocks.FOLD and not token.info):
        return False
    addresses = (str(token.attrGet("href") or ""), str(token.attrGet("src") or ""))
    if any(one.startswith(_UPLOAD) for one in addresses):
        return False
    return not any(map(_is_preview, _lines(token.children or ())))


def _lines(children: Sequence[Token]) -> Iterator[list[Token]]:
    for is_break, line in groupby(children, key=lambda one: one.type in _BREAKS):
        if not is_break:
            yield list(line)


def _is_preview(line: Sequence[Token]) -> bool:
    """Whether an address is all of a line: the forum shows the page there."""
    said = [one for one in line if one.type != "text" or one.content.strip()]
    return len(said) == 3 and said[0].markup == discourse_inlines.BARE


def _image(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """What follows a bar in the words of a picture is its size."""
    alt = self.renderInlineAsText(tokens[at].children or [], options, env).partition("|")[0]
    source = str(tokens[at].attrGet("src") or "")
    return f'<img src="{escape(source)}" alt="{escape(alt)}">'


def _soft_break(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    return "<br>\n" if env["breaks"] else "\n"


_MARKDOWN: Final = MarkdownIt("js-default", {"html": True, "maxNesting": _DEEPEST})
_MARKDOWN.use(footnote_plugin)
_MARKDOWN.add_render_rule("image", _image)
_MARKDOWN.add_render_rule("softbreak", _soft_break)
discourse_blocks.install(_MARKDOWN)
discourse_inlines.install(_MARKDOWN)
