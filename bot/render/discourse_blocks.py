"""What Discourse adds to Markdown in lines of their own: quotes, folds and spoilers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

FOLD: Final = "details_open"
_NAMES: Final = frozenset({"quote", "details", "spoiler"})
_MOST_LOOKED_AT: Final = 10_000  # lines, for the ends of all the blocks of a post
_QUOTES: Final = '"“”„«»'
_INTERRUPTS: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote", "list"]}

Render: TypeAlias = Callable[[RendererHTML, Sequence[Token], int, OptionsDict, EnvType], str]


def install(markdown: MarkdownIt) -> None:
    markdown.block.ruler.before("fence", "discourse_block", _block, _INTERRUPTS)
    for name, render in {
        "quote_open": _rendered(_quote),
        "quote_close": _rendered(lambda _: "</blockquote></aside>\n"),
        FOLD: _rendered(lambda about: f"<details><summary>{escape(about)}</summary>\n"),
        "details_close": _rendered(lambda _: "</details>\n"),
        "spoiler_open": _rendered(lambda _: '<div class="spoiler">\n'),
        "spoiler_close": _rendered(lambda _: "</div>\n"),
    }.items():
        markdown.add_render_rule(name, render)


def _rendered(words: Callable[[str], str]) -> Render:
    """From what a tag says after its `=`, which its token keeps."""

    def render(
        self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return words(tokens[at].info)

    return render


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    opening = _opening(_line(state, start))
    last = _closing(state, opening[0], start + 1, end) if opening else None
    if opening is None or last is None:
        return False
    if silent:
        return True
    name, about = opening
    state.push(f"{name}_open", "", 1).info = about
    whole, state.lineMax = state.lineMax, last
    state.md.block.tokenize(state, start + 1, last)
    state.lineMax, state.line = whole, last + 1
    state.push(f"{name}_close", "", -1)
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].strip()


def _opening(line: str) -> tuple[str, str] | None:
    """The name of the tag that is the whole line, and what it says after `=`."""
    if not (line.startswith("[") and line.endswith("]")):
        return None
    name, _, about = line[1:-1].partition("=")
    known = name.lower() in _NAMES and "]" not in about
    return (name.lower(), about.strip(_QUOTES)) if known else None


def _closing(state: StateBlock, name: str, start: int, end: int) -> int | None:
    """The line that closes a block, past those of its kind within it; None where none does."""
    depth, looked_at = 1, state.env.get("looked_at", 0)
    for number in range(start, min(end, start + _MOST_LOOKED_AT - looked_at)):
        state.env["looked_at"] = looked_at + number - start + 1
        line = _line(state, number)
        opening = _opening(line)
        if opening is not None and opening[0] == name:
            depth += 1
        elif line.lower() == f"[/{name}]":
            depth -= 1
            if not depth:
                return number
    return None


def _quote(about: str) -> str:
    """`about`: who is quoted, then where it was said: `Zoé, post:3, topic:12`."""
    name, *facts = [part.strip() for part in about.split(",")]
    if not name:
        return '<aside class="quote"><blockquote>\n'
    said = dict(fact.partition(":")[::2] for fact in facts)
    where = "".join(
        f' data-{key}="{escape(said[key])}"' for key in ("post", "topic") if key in said
    )
    return (
        f'<aside class="quote" data-username="{escape(name)}"{where}>'
        f'<div class="title">{escape(name)}:</div><blockquote>\n'
    )
