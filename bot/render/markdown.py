"""A forum's HTML as the chat's Markdown, through a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.render import links
from bot.render.cutting import cut
from bot.render.escaping import escape, neutral
from bot.render.paragraphs import Paragraphs, Style

__all__ = ["Converted", "cut", "escape", "from_html"]

MAX_HTML: Final = 200_000  # characters; a message shows two thousand
HIDDEN_POST: Final = "[[topic:post-is-deleted]]"

_DROPPED: Final = frozenset({"script", "style", "template", "svg", "math", "head"})
_BLOCKS: Final = frozenset(
    "address article aside blockquote center dd details dialog div dl dt fieldset figcaption "
    "figure footer form header hr li main nav ol p pre section summary table tr ul "
    "h1 h2 h3 h4 h5 h6".split()
)
_STYLES: Final = {
    **dict.fromkeys(("strong", "b"), Style.BOLD),
    **dict.fromkeys(("em", "i"), Style.ITALIC),
    **dict.fromkeys(("s", "del", "strike"), Style.STRIKE),
}
_HEADINGS: Final = {"h1": "# ", "h2": "## ", "h3": "### "}
_WHITE: Final = re.compile(r"[ \t\n\r\f]+")
_LANGUAGE: Final = re.compile(r"(?:^|\s)lang(?:uage)?-([a-z0-9_+-]{1,20})(?=\s|$)")
_RULE: Final = "———"
_LONGEST_NUMBER: Final = 7
_MINOR_HEADINGS: Final = frozenset({"h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Converted:
    """Text in the chat's Markdown, and the addresses of the pictures, in order, each once."""

    text: str
    images: tuple[str, ...]


def from_html(html: str, *, base_url: str) -> Converted:
    """Never raises. Relative addresses count from `base_url`; a hidden post has no text.

    Of HTML longer than MAX_HTML only the start is read: the text then ends with an ellipsis.
    """
    if html.strip() == HIDDEN_POST:
        return Converted("", ())
    root = LexborHTMLParser(html[:MAX_HTML]).root
    conversion = _Conversion(base_url)
    for node, entering in _walk(root) if root is not None else ():
        conversion.meet(node, entering)
    text = conversion.out.text() + ("\n\n…" if len(html) > MAX_HTML else "")
    return Converted(text, tuple(dict.fromkeys(conversion.images)))


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Each node entered and left, however deep: recursion would end where hostile HTML goes on."""
    node, depth = root, 0
    while True:
        yield node, True
        child = None if node.tag in _DROPPED else node.child
        if child is not None:
            node, depth = child, depth + 1
            continue
        while True:
            yield node, False
            if depth == 0:
                return
            following = node.next
            if following is not None:
                node = following
                break
            if node.parent is None:
                return
            node, depth = node.parent, depth - 1


class _Conversion:
    """What is being read: the text so far, and the link or code that is open."""

    def __init__(self, base_url: str) -> None:
        self.out = Paragraphs()
        self.images: list[str] = []
        self._base = base_url
        self._link: list[str] | None = None  # the words of the open link
        self._code: list[str] | None = None  # of the open code or block
        self._language = ""
        self._pre_depth = 0
        self._code_depth = 0
        self._pictures_before = 0

    def meet(self, node: LexborNode, entering: bool) -> None:
        tag = node.tag or ""
        if tag == "-text":
            if entering:
                self._text(node.text_content or "")
        elif tag == "pre":
            self._pre(node, entering)
        elif tag == "code":
            self._inline_code(node, entering)
        elif self._code is not None:
            if tag == "br" and entering:
                self._code.append("\n")
        elif tag == "a":
            self._anchor(node, entering)
        elif tag == "img":
            if entering:
                self._image(node)
        else:
            self._other(tag, node, entering)

    def _text(self, text: str) -> None:
        text = neutral(text)
        if self._code is not None:
            self._code.append(text)
        else:
            self._words(_WHITE.sub(" ", text))

    def _words(self, text: str) -> None:
        if self._link is not None:
            self._link.append(text)
        else:
            self.out.write(text)

    def _other(self, tag: str, node: LexborNode, entering: bool) -> None:
        if tag in _STYLES:
            self.out.style(_STYLES[tag], on=entering)
        elif tag in ("br", "td", "th"):
            if entering == (tag == "br"):
                self._words("\n" if tag == "br" and self._link is None else " ")
        elif tag in _BLOCKS:
            if self._link is not None:
                self._link.append(" ")
            self._structure(tag, node, entering)

    def _structure(self, tag: str, node: LexborNode, entering: bool) -> None:
        """What starts and ends a paragraph, or more."""
        match tag, entering:
            case (("ul" | "ol"), True):
                self.out.open_list(_first_number(node) if tag == "ol" else None)
            case (("ul" | "ol"), False):
                self.out.close_list()
            case "li", True:
                self.out.item()
            case "li", False:
                self.out.close_item()
            case "blockquote", True:
                self.out.open_quote()
            case "blockquote", False:
                self.out.close_quote()
            case "hr", True:
                self.out.end()
                self.out.write(_RULE)
            case _:
                self.out.end()
                self._heading(tag, entering)

    def _heading(self, tag: str, entering: bool) -> None:
        if tag in _HEADINGS and not self.out.in_list:
            self.out.heading = _HEADINGS[tag] if entering else ""
        elif tag in _HEADINGS or tag in _MINOR_HEADINGS:
            self.out.style(Style.BOLD, on=entering)

    def _pre(self, node: LexborNode, entering: bool) -> None:
        self._pre_depth += 1 if entering else -1
        if entering and self._pre_depth == 1:
            self._code, self._language = [], _language(node)
        elif not entering and self._pre_depth == 0:
            content, self._code = "".join(self._code or ()), None
            self.out.code(content, self._language)

    def _inline_code(self, node: LexborNode, entering: bool) -> None:
        self._code_depth += 1 if entering else -1
        if self._pre_depth:
            self._language = self._language or _language(node)
        elif entering and self._code_depth == 1:
            self._code = []
        elif not entering and self._code_depth == 0:
            content, self._code = " ".join("".join(self._code or ()).split()), None
            self._coded(content)

    def _coded(self, content: str) -> None:
        fence = "``" if "`" in content else "`"
        if self._link is not None or "``" in content:
            self._words(content)
        elif content:
            pad = " " if "`" in (content[0], content[-1]) else ""
            self.out.write(f"{fence}{pad}{content}{pad}{fence}", ready=True)

    def _anchor(self, node: LexborNode, entering: bool) -> None:
        if entering:
            self._link = []
            self._pictures_before = len(self.images)
            return
        words, self._link = "".join(self._link or ()), None
        attributes = node.attributes
        url = links.resolved(attributes.get("href"), self._base)
        only_pictures = not words.strip() and len(self.images) > self._pictures_before
        if url is None or "mention" in (attributes.get("class") or ""):
            self.out.write(words)
        elif not only_pictures:
            lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
            self.out.write(lead)
            self.out.write(links.linked(words, url), ready=True)
            self.out.write(trail)

    def _image(self, node: LexborNode) -> None:
        """A picture stands beside the text; an emoji is the sign it shows."""
        alt = neutral(node.attributes.get("alt") or "")
        url = links.picture(node.attributes.get("src"), self._base)
        if url is None or "emoji" in (node.attributes.get("class") or ""):
            self._words(alt)
        else:
            self.images.append(url)


def _first_number(node: LexborNode) -> int:
    start = node.attributes.get("start") or ""
    return int(start) if start.isascii() and start.isdigit() and len(start) < _LONGEST_NUMBER else 1


def _language(node: LexborNode) -> str:
    found = _LANGUAGE.search(node.attributes.get("class") or "")
    return found[1] if found else ""
