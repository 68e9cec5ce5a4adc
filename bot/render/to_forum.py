"""Messages of the chat as a forum's Markdown.

Whoever is called by a mention is named only where they agreed to; no role, channel or server is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt

from bot.render import chat_markdown, dates, forum_text
from bot.render.escaping import neutral
from bot.render.forum_source import Dialect, Writer
from bot.render.texts import Texts

__all__ = [
    "Dialect",
    "Naming",
    "from_author",
    "from_chat",
    "mentions_people",
    "reveals",
    "signed",
    "unnamed",
]

LONGEST: Final = 32_000  # characters that are read
_MOMENT: Final = re.compile(r"<t:(-?\d{1,14})(?::([tTdDfFR]))?>")
_PERSON: Final = re.compile(r"<@!?(\d{1,25})>")
# Whole, made harmless, or without its brackets, as a unit keeps it; people write « #12 », too.
_CALLED: Final = re.compile(r"\\?<?\\?([@#])([!&]?)\d{15,25}(?:\\?>)?")
_EMOJI: Final = re.compile(r"<a?:(\w{1,40}):\d{1,25}>", re.ASCII)
_COMMAND: Final = re.compile(r"<(/[^<>:\n]{1,97}):\d{1,25}>")
_DAYS: Final = ("d", "D")
_TIMES: Final = ("t", "T")
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Naming:
    """What the chat's tags come to. `people`: the names of those who agreed to be named, by id;
    dates are on the wall clock of `zone`."""

    texts: Texts
    zone: ZoneInfo
    people: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, tag: str) -> str | None:
        """The words for a tag, None where it is none."""
        if (person := _PERSON.fullmatch(tag)) is not None:
            return self.people.get(person[1]) or self.texts.say("quelqu'un")
        if tag.startswith("<@&"):
            return self.texts.say("un groupe")
        if tag.startswith(("<#", "<id:")):
            return self.texts.say("un salon")
        if (emoji := _EMOJI.fullmatch(tag)) is not None:
            return f":{emoji[1]}:"
        if (command := _COMMAND.fullmatch(tag)) is not None:
            return command[1]
        return self._moment(tag)

    def _moment(self, tag: str) -> str | None:
        found = _MOMENT.fullmatch(tag)
        if found is None:
            return None
        try:
            at = datetime.fromtimestamp(int(found[1]), UTC).astimezone(self.zone)
        except (OverflowError, ValueError, OSError):
            return None
        if found[2] in _DAYS:
            return dates.day(at, self.texts.locale, weekday=False, year=True)
        if found[2] in _TIMES:
            return dates.time(at, self.texts.locale)
        return dates.moment(at, self.zone, self.texts, year=True)


def from_chat(text: str, dialect: Dialect, naming: Naming) -> str:
    """A message's text for a forum. Never raises; nobody is pinged by it, and it has no HTML."""
    tokens = chat_markdown.blocks(neutral(text[:LONGEST]), naming)
    return Writer(dialect, naming.texts).blocks(tokens)


def mentions_people(text: str) -> bool:
    """Whether a message's text calls somebody."""
    return _PERSON.search(text) is not None


def reveals(text: str, texts: Texts) -> bool:
    """Whether a text for a forum holds words that the chat covered: there, everybody may read
    them."""
    return "[spoiler]" in text or texts.say("(caché dans la discussion :") in text


def from_author(markdown: str, dialect: Dialect, texts: Texts) -> str:
    """What an author typed for a forum, in its Markdown: as harmless as what is converted."""
    tokens = _TYPED.parse(neutral(markdown[:LONGEST]))
    return Writer(dialect, texts, is_typed=True).blocks(tokens)


def unnamed(text: str, texts: Texts) -> str:
    """Words of the chat, without the numbers of whom its tags call."""
    called = {"@&": texts.say("un groupe"), "#": texts.say("un salon")}
    return _CALLED.sub(lambda tag: called.get(tag[1] + tag[2]) or texts.say("quelqu'un"), text)


def signed(parts: Sequence[str], name: str) -> str:
    """The whole post: its parts, and the name that it carries."""
    line = f"— {forum_text.inert(' '.join(neutral(name).split()))}"
    return "\n\n".join([*(part for part in parts if part.strip()), line])


def _typed() -> MarkdownIt:
    """The forums' common Markdown, without HTML; nothing is defined aside, and so lost."""
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    made.enable("strikethrough").disable(["html_block", "html_inline", "reference", "entity"])
    rule = chat_markdown.spoiler("[spoiler]", "[/spoiler]")
    made.inline.ruler.before("link", "typed_spoiler", rule)
    made.inline.ruler.before("escape", "typed_address", chat_markdown.bare_address)
    chat_markdown.take_all_links(made)
    return made


_TYPED: Final = _typed()
