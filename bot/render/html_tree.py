"""HTML as a tree, read in order, in time and memory that its length bounds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

Leave = Callable[[], None]
Enter = Callable[[LexborNode], Leave | None]

_DEEPEST: Final = 100  # open elements; a forum's own editor makes some thirty
_DEEPEST_STYLE: Final = 12  # open elements that a parser opens again in each paragraph
_LONGEST_TAG: Final = 4_000  # characters
_FEW: Final = 1_000  # tags; with fewer no nesting takes long
# Tags that hold nothing, or that the next of their kind ends, nest in others alone.
_TAG: Final = re.compile(
    r"<!--.*?-->|<(/?)(?!(?:p|li|d[dt]|t[dhr]|br|hr|img|input|source|wbr|option)[\s/>])"
    r"([a-z][^\s/>]*)[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_STYLED: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())


def read(html: str, enter: Enter) -> None:
    """Give each node to `enter`, in order.

    It answers what to do when the node ends, or None for a node whose inside is not read.
    """
    root = LexborHTMLParser(_shallow(html)).root
    if root is not None:
        _walk(root, enter)


def _walk(root: LexborNode, enter: Enter) -> None:
    """However deep: recursion would end where hostile HTML goes on."""
    node: LexborNode | None = root
    above: list[tuple[LexborNode, Leave]] = []
    while node is not None:
        leave = enter(node)
        if leave is not None:
            child = node.child
            if child is not None:
                above.append((node, leave))
                node = child
                continue
            leave()
        following = node.next if above else None
        while following is None and above:
            parent, leave = above.pop()
            leave()
            following = parent.next if above else None
        node = following


def _shallow(html: str) -> str:
    """Without the tags that nest deeper than people write, their text kept.

    A parser's time grows with the square of the depth, and it repeats open styles in each
    paragraph. Where something is hidden, all that is too deep is: its own tag may be left out.
    """
    if html.count("<") < _FEW and len(html) < _FEW * 10:
        return html
    veils = ('<span class="spoiler">', "</span>") if "spoil" in html else ("", "")
    depths = _Depths()
    kept: list[str] = []
    end = 0
    for match in _TAG.finditer(html):
        closing, name = match[1], (match[2] or "").lower()
        fits = depths.keep(name, closes=bool(closing))
        if not fits:
            kept += [html[end : match.start()], veils[bool(closing)]]
        elif name and match.end() - match.start() > _LONGEST_TAG:
            about = ' class="spoiler"' if "spoil" in match[0] else ""
            kept += [html[end : match.start()], f"<{closing}{name}{about}>"]
        else:
            continue
        end = match.end()
    return "".join(kept) + html[end:]


class _Depths:
    """How many elements are open, by name."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._all = 0
        self._styled = 0

    def keep(self, name: str, *, closes: bool) -> bool:
        """Whether this tag, the next in the text, stays. A comment has no name."""
        if not name:
            return True
        return self._leave(name) if closes else self._enter(name)

    def _enter(self, name: str) -> bool:
        if self._all >= _DEEPEST or (name in _STYLED and self._styled >= _DEEPEST_STYLE):
            self._left_out[name] += 1
            return False
        self._count(name, 1)
        return True

    def _leave(self, name: str) -> bool:
        if self._left_out[name]:
            self._left_out[name] -= 1
            return False
        if self._open[name]:
            self._count(name, -1)
        return True

    def _count(self, name: str, step: int) -> None:
        self._open[name] += step
        self._all += step
        if name in _STYLED:
            self._styled += step
