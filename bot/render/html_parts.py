"""What each HTML tag comes to in the chat's Markdown, whoever made the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from selectolax.lexbor import LexborNode

from bot.render import links
from bot.render.escaping import neutral
from bot.render.html_tree import Leave
from bot.render.reading import Handler, Reading
from bot.render.runs import Style
from bot.render.words import inside

_HEADINGS: Final = {"h1": "# ", "h2": "## ", "h3": "### "}
_LANGUAGE: Final = re.compile(r"(?:^|\s)lang(?:uage)?-([a-z0-9_+-]{1,20})(?=\s|$)")
_NO_LANGUAGE: Final = frozenset({"auto", "plaintext", "text", "none", "nohighlight"})
_RULE: Final = "———"
_LONGEST_NUMBER: Final = 7
_SIGNS: Final = tuple(map(ord, "0123456789+-=()"))
_RAISED: Final = dict(zip(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", strict=True))
_LOWERED: Final = dict(zip(_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


def dropped(reading: Reading, node: LexborNode) -> Leave | None:
    """What is not shown, or has no words."""
    return None


def block(reading: Reading, node: LexborNode) -> Leave:
    """What starts and ends a paragraph."""
    if reading.in_link:
        reading.words(" ")
    end = reading.out.line if reading.within["onebox"] else reading.out.end
    end()
    return end


def _styled(style: Style) -> Handler:
    def handler(reading: Reading, node: LexborNode) -> Leave | None:
        reading.out.style(style, on=True)
        return lambda: reading.out.style(style, on=False)

    return handler


def _scripted(signs: Mapping[int, str]) -> Handler:
    def handler(reading: Reading, node: LexborNode) -> Leave | None:
        before, reading.script = reading.script, signs

        def leave() -> None:
            reading.script = before

        return leave

    return handler


def _heading(reading: Reading, node: LexborNode) -> Leave | None:
    end = block(reading, node)
    mark = _HEADINGS.get(node.tag or "")
    bold = mark is None or reading.out.in_list or reading.within["onebox"] > 0
    if bold:
        reading.out.style(Style.BOLD, on=True)
    reading.out.heading = "" if bold else mark or ""

    def leave() -> None:
        end()
        if bold:
            reading.out.style(Style.BOLD, on=False)
        reading.out.heading = ""

    return leave


def _list(reading: Reading, node: LexborNode) -> Leave | None:
    reading.out.open_list(_first_number(node) if node.tag == "ol" else None)
    return lambda: reading.out.close_list()


def _item(reading: Reading, node: LexborNode) -> Leave | None:
    reading.out.item()
    return lambda: reading.out.close_item()


def quote(reading: Reading, node: LexborNode) -> Leave:
    reading.out.open_quote()
    return lambda: reading.out.close_quote()


def _rule(reading: Reading, node: LexborNode) -> Leave | None:
    reading.out.end()
    reading.words(_RULE)
    reading.out.end()
    return None


def _break(reading: Reading, node: LexborNode) -> Leave | None:
    reading.words(" " if reading.in_link and not reading.in_code else "\n")
    return None


def _code_block(reading: Reading, node: LexborNode) -> Leave | None:
    close = reading.open_code(block=True)
    reading.language = _language(node)
    return close


def _code(reading: Reading, node: LexborNode) -> Leave | None:
    if reading.in_code:
        reading.language = reading.language or _language(node)
    return reading.open_code(block=False)


def _anchor(reading: Reading, node: LexborNode) -> Leave | None:
    """A mention is words: it names someone of the forum. A picture's own link is the picture."""
    attributes = node.attributes
    href = attributes.get("href")
    url = links.resolved(href, reading.base) if href else None
    if "mention" in (attributes.get("class") or "") or reading.within["words alone"]:
        return reading.open_link(None)
    if url is not None and links.is_picture(url):
        return whole_picture(reading, url)
    pictures = len(reading.images)
    close = reading.open_link(url)

    def leave() -> None:
        silent = reading.link_is_silent
        close()
        if silent and url is not None and len(reading.images) > pictures:
            reading.link("", url)

    return leave


def whole_picture(reading: Reading, url: str) -> Leave:
    """A link to a picture: the small one in it gives way to it."""
    close = reading.open_link(url)
    before, reading.whole_picture = reading.whole_picture, links.picture(url, reading.base)

    def leave() -> None:
        close()
        reading.whole_picture = before

    return leave


def _abbreviation(reading: Reading, node: LexborNode) -> Leave | None:
    meaning = neutral(node.attributes.get("title") or "").strip()
    return (lambda: reading.words(f" ({meaning})")) if meaning else inside


def _first_number(node: LexborNode) -> int:
    start = node.attributes.get("start") or ""
    return int(start) if start.isascii() and start.isdigit() and len(start) < _LONGEST_NUMBER else 1


def _language(node: LexborNode) -> str:
    found = _LANGUAGE.search(node.attributes.get("class") or "")
    return found[1] if found and found[1] not in _NO_LANGUAGE else ""


TAGS: Final[Mapping[str, Handler]] = {
    **dict.fromkeys("script style template svg math head".split(), dropped),
    **dict.fromkeys("select textarea".split(), dropped),
    **dict.fromkeys(
        "address article aside caption center dd details dialog div dl dt fieldset figcaption "
        "figure footer form header main nav p section".split(),
        block,
    ),
    **dict.fromkeys(("strong", "b"), _styled(Style.BOLD)),
    **dict.fromkeys(("em", "i"), _styled(Style.ITALIC)),
    **dict.fromkeys(("s", "del", "strike"), _styled(Style.STRIKE)),
    **dict.fromkeys(("u", "ins"), _styled(Style.UNDERLINE)),
    **dict.fromkeys("h1 h2 h3 h4 h5 h6".split(), _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), _code),
    "li": _item,
    "blockquote": quote,
    "hr": _rule,
    "br": _break,
    "pre": _code_block,
    "a": _anchor,
    "abbr": _abbreviation,
    "sup": _scripted(_RAISED),
    "sub": _scripted(_LOWERED),
}
