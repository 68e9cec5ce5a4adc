"""What Discourse, and the plugins that come with it, make of a post beyond plain HTML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from bot.render import dates, links
from bot.render.escaping import neutral
from bot.render.html_parts import block, dropped, quote
from bot.render.html_tree import Leave
from bot.render.reading import Handler, Reading
from bot.render.runs import Style
from bot.render.words import both, inside

_FOLD: Final = "▸ "
_LONGEST_NUMBER: Final = 16
_NOT_SHOWN: Final = (
    "hidden d-none sr-only visually-hidden quote-controls poll-info poll-buttons onebox-metadata "
    "hashtag-icon-placeholder chat-transcript-user-avatar chat-transcript-datetime"
).split()


def _fold_title(reading: Reading, node: LexborNode) -> Leave | None:
    reading.out.end()
    reading.words(_FOLD)
    reading.out.style(Style.BOLD, on=True)

    def leave() -> None:
        reading.out.style(Style.BOLD, on=False)
        reading.out.end()

    return leave


def _quoted(reading: Reading, node: LexborNode) -> Leave | None:
    """A quote with its author: both stand within the quote's bar."""
    out_of, close = reading.among("quote"), quote(reading, node)
    before, reading.quoted = reading.quoted, _quoted_url(reading, node)

    def leave() -> None:
        reading.quoted = before
        out_of()

    return both(leave, close)


def _quoted_url(reading: Reading, node: LexborNode) -> str | None:
    """Where the quoted post stands, on the forum that `base` is an address of."""
    attributes = node.attributes
    topic, number = attributes.get("data-topic") or "", attributes.get("data-post") or ""
    forum, found, _ = reading.base.partition("/t/")
    if not found or not (_is_number(topic) and _is_number(number)):
        return None
    return f"{forum}/t/{topic}/{number}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER


def _quote_title(reading: Reading, node: LexborNode) -> Leave | None:
    """Who said it, linked to where."""
    if not reading.within["quote"]:
        return reading.plainly(node)
    url = reading.quoted
    if url is None:
        inner = node.css_first("a[href]")
        url = links.resolved(inner.attributes.get("href"), reading.base) if inner else None
    out_of, close = reading.among("quote title"), reading.open_link(url)

    def leave() -> None:
        silent = reading.link_is_silent
        close()
        out_of()
        reading.words("" if silent else "\u00a0:")
        reading.out.end()

    return leave


def _preview(reading: Reading, node: LexborNode) -> Leave | None:
    """A preview of a page: its title and what it begins with, as a quote of few lines."""
    return both(quote(reading, node), reading.among("onebox"))


def _preview_source(reading: Reading, node: LexborNode) -> Leave | None:
    """The name of the site; the title after it has the link."""
    if not reading.within["onebox"]:
        return reading.plainly(node)
    return both(reading.among("words alone"), reading.out.line)


def _footnote_number(reading: Reading, node: LexborNode) -> Leave | None:
    return reading.among("words alone")


def _hashtag(reading: Reading, node: LexborNode) -> Leave | None:
    leave = reading.open_link(links.resolved(node.attributes.get("href"), reading.base))
    reading.words("#")
    return leave


def _poll(reading: Reading, node: LexborNode) -> Leave | None:
    """Its question and answers; how many voted stands on the forum, where one votes."""
    reading.out.end()
    reading.out.style(Style.BOLD, on=True)
    reading.words(reading.texts.say("Sondage :"))
    reading.out.style(Style.BOLD, on=False)
    reading.words(" ")

    def leave() -> None:
        reading.out.end()
        reading.link(reading.texts.say("Répondre sur le forum"), reading.base, quiet=True)
        reading.out.end()

    return leave


def _poll_title(reading: Reading, node: LexborNode) -> Leave | None:
    return reading.out.end


def _around(reading: Reading, node: LexborNode) -> Leave | None:
    return inside


def _local_date(reading: Reading, node: LexborNode) -> Leave | None:
    """A day and perhaps an hour in a zone, which each reader of the forum sees in their own."""
    said = node.attributes
    when = _moment(reading, said.get("data-date"), said.get("data-time"), said.get("data-timezone"))
    if when is None:
        return inside
    reading.words(when)
    return None


def _event(reading: Reading, node: LexborNode) -> Leave | None:
    """A meeting: its name, and when it starts."""
    said = node.attributes
    day, _, hour = (said.get("data-start") or "").replace("T", " ").partition(" ")
    when = _moment(reading, day, hour.removesuffix("Z"), said.get("data-timezone"))
    name = neutral(said.get("data-name") or "").strip() or reading.texts.say("Événement")
    reading.out.end()
    reading.words(f"{name}\u00a0: {when or said.get('data-start') or ''}")
    reading.out.end()
    return block(reading, node)


def _moment(reading: Reading, day: str | None, hour: str | None, zone: str | None) -> str | None:
    """On the wall clock of the readers, where it is known; None for what is no date."""
    try:
        there = ZoneInfo(zone or "UTC")
        at = datetime.fromisoformat(f"{day}T{hour or '00:00'}").replace(tzinfo=there)
        if not hour:
            return dates.day(at, reading.texts.locale, year=True)
        return dates.moment(at, reading.zone or there, reading.texts, year=True)
    except (ValueError, KeyError, OSError, OverflowError):
        return None


TAGS: Final[Mapping[str, Handler]] = {"details": quote, "summary": _fold_title}
PARTS: Final[Mapping[tuple[str, str], Handler]] = {
    **{("", name): dropped for name in _NOT_SHOWN},
    **{("a", name): dropped for name in ("anchor", "anchor-offset", "footnote-backref")},
    ("aside", "quote"): _quoted,
    ("div", "title"): _quote_title,
    ("aside", "onebox"): _preview,
    ("header", "source"): _preview_source,
    ("sup", "footnote-ref"): _footnote_number,
    ("a", "hashtag-cooked"): _hashtag,
    ("div", "poll"): _poll,
    ("div", "poll-container"): _around,
    ("div", "poll-title"): _poll_title,
    ("span", "discourse-local-date"): _local_date,
    ("div", "discourse-post-event"): _event,
    ("div", "chat-transcript"): quote,
}
