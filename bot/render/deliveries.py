"""The words of what the outbox sends."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.ports.chat import Embed, Message
from bot.ports.forum import Post
from bot.render import dates
from bot.render.markdown import cut, escape, from_html
from bot.render.texts import Texts

LONGEST = 2000
_HEADLINE = 80  # what a locked phone shows
_SHORTEST_TITLE = 20
_MOST_IMAGES = 4


def post(post: Post, texts: Texts, zone: ZoneInfo) -> Message:
    """A forum post as a chat message: who, which thread, when, the text, the link."""
    converted = from_html(post.html, base_url=post.url)
    headline = _headline(post, texts, zone)
    whole = texts.say("[Voir sur le forum](<{url}>)", url=post.url)
    rest = texts.say("[Lire la suite](<{url}>)", url=post.url)
    room = LONGEST - len(headline) - max(len(whole), len(rest)) - 2
    body, shortened = cut(converted.text, room)
    parts = [headline, body, rest if shortened else whole]
    return Message(
        "\n".join(part for part in parts if part),
        embeds=tuple(Embed("", image=image) for image in converted.images[:_MOST_IMAGES]),
    )


def _headline(post: Post, texts: Texts, zone: ZoneInfo) -> str:
    full = _sentence(post, texts, post.topic.title, dates.moment(post.posted_at, zone, texts))
    if len(full) <= _HEADLINE:
        return full
    when = dates.short_moment(post.posted_at, zone, texts)
    spare = _HEADLINE - len(_sentence(post, texts, "", when))
    return _sentence(post, texts, _shorten(post.topic.title, max(spare, _SHORTEST_TITLE)), when)


def _sentence(post: Post, texts: Texts, title: str, when: str) -> str:
    return texts.say(
        "💬 {author}, « {title} », {when}",
        author=escape(post.author) if post.author else texts.say("compte supprimé"),
        title=escape(title),
        when=when,
    )


def _shorten(title: str, room: int) -> str:
    if len(title) <= room:
        return title
    kept = title[:room]  # one more than is shown: a word may end there
    words = kept[: kept.rfind(" ")] if kept.rfind(" ") > room // 2 else kept[:-1]
    return words.rstrip(" ,;:.") + "…"
