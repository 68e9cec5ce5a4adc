"""Pictures, sounds, films and embedded pages of a post: shown beside the text, or linked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from bot.render import emoji, links
from bot.render.escaping import neutral
from bot.render.html_parts import dropped, whole_picture
from bot.render.html_tree import Leave
from bot.render.reading import Handler, Reading
from bot.render.words import both

_PICTURES: Final = ("src", "data-src")  # the second where a script shows it when it is reached
_SOURCES: Final = ("src", "data-src", "data-video-src", "data")
_PAGES: Final = {
    "youtube": "https://www.youtube.com/watch?v={id}",
    "vimeo": "https://vimeo.com/{id}",
}
_CHECKED: Final = frozenset("checked fa-check-square fa-square-check-o fa-check-square-o".split())


def _picture(reading: Reading, node: LexborNode) -> Leave | None:
    """A picture stands beside the text. A hidden one is a link that shows nothing of it, one that
    the chat does not draw a link as well; one without an address is counted."""
    attributes = node.attributes
    if reading.within["onebox"]:
        return None
    alt = neutral(attributes.get("alt") or "")
    sources = [source for name in _PICTURES if (source := attributes.get(name))]
    urls = (links.picture(source, reading.base) for source in sources)
    url = reading.whole_picture or next(filter(None, urls), None)
    if url is None:
        reading.words(alt)
        reading.unshown += bool(sources)
    elif reading.is_hidden or links.is_drawing(url):
        said = reading.texts.say("Image : {alt}", alt=alt) if alt else reading.texts.say("Image")
        reading.link(said, url)
    else:
        reading.images.append(url)
    return None


def _emoji(reading: Reading, node: LexborNode) -> Leave | None:
    attributes = node.attributes
    reading.words(emoji.shown(neutral(attributes.get("alt") or attributes.get("title") or "")))
    return None


def _light_box(reading: Reading, node: LexborNode) -> Leave | None:
    """A small picture that opens in a box: the words about its size are not the author's."""
    url = links.resolved(node.attributes.get("href"), reading.base)
    if url is None:
        return reading.plainly(node)
    return both(reading.among("light box"), whole_picture(reading, url))


def _about_picture(reading: Reading, node: LexborNode) -> Leave | None:
    return None if reading.within["light box"] else reading.plainly(node)


def _film(reading: Reading, node: LexborNode) -> Leave | None:
    return _linked(reading, node, reading.texts.say("Vidéo"))


def _sound(reading: Reading, node: LexborNode) -> Leave | None:
    return _linked(reading, node, reading.texts.say("Son"))


def _page(reading: Reading, node: LexborNode) -> Leave | None:
    url = links.resolved(_source(node), reading.base) if _source(node) else None
    host = urlsplit(url or "").hostname
    if host is None:
        return _linked(reading, node, reading.texts.say("Contenu intégré"))
    return _linked(reading, node, reading.texts.say("Contenu intégré ({host})", host=host))


def _linked(reading: Reading, node: LexborNode, kind: str) -> Leave | None:
    """A link in a paragraph of its own: to what is played, else to the post that plays it."""
    attributes = node.attributes
    title = attributes.get("data-video-title") or attributes.get("title") or ""
    title = " ".join(neutral(title).split())
    url = links.resolved(_source(node), reading.base) if _source(node) else None
    reading.out.end()
    said = reading.texts.say("{kind} : {title}", kind=kind, title=title) if title else kind
    reading.link(said, url or reading.base, quiet=url is None)
    reading.out.end()
    return None


def _source(node: LexborNode) -> str | None:
    attributes = node.attributes
    for name in _SOURCES:
        if attributes.get(name):
            return attributes[name]
    name = attributes.get("data-provider-name") or ""
    if attributes.get("data-video-id") and name in _PAGES:
        return _PAGES[name].format(id=attributes["data-video-id"])
    inner = node.css_first("source[src], a[href]")
    return None if inner is None else inner.attributes.get("src") or inner.attributes.get("href")


def _box(reading: Reading, node: LexborNode) -> Leave | None:
    """A box to tick."""
    classes = frozenset((node.attributes.get("class") or "").split())
    ticked = "checked" in node.attributes or not _CHECKED.isdisjoint(classes)
    reading.words("☑" if ticked else "☐")
    return None


def _input(reading: Reading, node: LexborNode) -> Leave | None:
    return _box(reading, node) if node.attributes.get("type") == "checkbox" else None


TAGS: Final[Mapping[str, Handler]] = {
    **dict.fromkeys(("iframe", "embed", "object"), _page),
    "img": _picture,
    "video": _film,
    "audio": _sound,
    "input": _input,
}
PARTS: Final[Mapping[tuple[str, str], Handler]] = {
    ("img", "emoji"): _emoji,
    **{
        ("img", name): dropped
        for name in "avatar site-icon onebox-avatar onebox-avatar-inline youtube-thumbnail".split()
    },
    ("a", "lightbox"): _light_box,
    ("div", "meta"): _about_picture,
    ("", "lazy-video-container"): _film,
    ("", "video-placeholder-container"): _film,
    ("span", "chcklst-box"): _box,
}
