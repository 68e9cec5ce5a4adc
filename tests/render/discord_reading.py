"""The chat's Markdown as its client reads it: which words show, which are hidden, what is live.

The client tries its rules in order at each place; a style ends at the first sign that closes it,
and only bold, underlined and italic texts look at backslashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BLOCK_QUOTE = re.compile(r"^ *> ?", re.MULTILINE)
FENCE = re.compile(r"```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
MASKED = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(<?(https?://[^\s()<>]+)>?\)")
ADDRESS = re.compile(r"<(https?://[^\s>]+)>|((?:https?|steam|discord)://[^\s<]+[^<.,:;\"'\]\s])")
LIVE = re.compile(
    r"@everyone|@here|<@[!&]?\d+>|<#\d+>|<t:-?\d+(?::\w)?>|<a?:\w+:\d+>|</[^:>]+:\d+>|<id:\w+>"
    r"|:(?:(?!__)[\w+-])*[a-z](?:(?!__)[\w+-])*:",  # no emoji has a double underscore
    re.IGNORECASE,
)
STYLES = {
    "em": re.compile(
        r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b"
        r"|\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
    ),
    "strong": re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"),
    "u": re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)"),
    "s": re.compile(r"~~([\s\S]+?)~~(?!_)"),
    "spoiler": re.compile(r"\|\|([\s\S]+?)\|\|"),
}
CODE = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")


@dataclass(slots=True)
class Read:
    """What a reader sees at once, what a click reveals, addresses led to, and what is live."""

    shown: str = ""
    hidden: str = ""
    links: list[str] = field(default_factory=list)
    live: list[str] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)


def read(markdown: str) -> Read:
    found = Read()
    for words, hidden in _words(BLOCK_QUOTE.sub("", markdown), found, hidden=False):
        if hidden:
            found.hidden += words
        else:
            found.shown += words
    return found


def _words(text: str, found: Read, *, hidden: bool) -> Iterator[tuple[str, bool]]:
    at = 0
    while at < len(text):
        rest = text[at:]
        if match := FENCE.match(rest):
            yield match[2], hidden
        elif match := ESCAPED.match(rest):
            yield match[1], hidden
        elif match := MASKED.match(rest):
            found.links.append(match[2])
            yield from _words(match[1], found, hidden=hidden)
        elif match := ADDRESS.match(rest):
            found.links.append(match[1] or match[2])
            yield match[1] or match[2], hidden
        elif match := LIVE.match(rest):
            found.live.append(match[0])
            yield match[0], hidden
        elif styled := _style(rest):
            name, match = styled
            found.styles.add(name)
            inner = next(group for group in match.groups() if group is not None)
            yield from _words(inner, found, hidden=hidden or name == "spoiler")
        elif match := CODE.match(rest):
            yield match[2].strip(), hidden
        else:
            yield rest[0], hidden
            at += 1
            continue
        at += match.end()


def _style(rest: str) -> tuple[str, re.Match[str]] | None:
    """The longest wins, as the client weighs italic, bold and underlined; then spoilers."""
    matches = [(name, match) for name, rule in STYLES.items() if (match := rule.match(rest))]
    return max(matches, key=lambda one: one[1].end(), default=None)
