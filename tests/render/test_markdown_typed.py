"""Posts as their authors typed them on Discourse, in the chat's Markdown."""

from __future__ import annotations

import html as htmllib
import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.ids import PostId, TopicId
from bot.ports.forum import Post, Topic
from bot.render import deliveries as words
from bot.render.discourse_markdown import LONGEST, as_html
from bot.render.markdown import Converted, Converter, from_html, from_post, says_the_same
from bot.render.texts import texts
from bot.sandbox.clock import SandboxClock
from bot.sandbox.forum.discourse.cooking import cook
from bot.sandbox.forum.discourse.world import DiscourseWorld
from tests.render.discord_reading import read
from tests.render.test_markdown import NAMES

HOME = "https://d.example"
BASE = f"{HOME}/t/fil/102/3"
PARIS, FRENCH = ZoneInfo("Europe/Paris"), texts("fr")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TOPIC = Topic(TopicId("demo", 1), "Le vote", f"{HOME}/t/fil/102", 6, (), 1)
FORUM = DiscourseWorld(SandboxClock(NOON))

MARKS = (
    *("[spoiler]", "[/spoiler]", "[b]", "[/b]", "[u]", "[/u]", "[ ]", "[x]", "[^1]", "^[note]"),
    *('\n[quote="zoe, post:1, topic:102"]\n', "\n[/quote]\n", "\n[spoiler]\n", "\n[/spoiler]\n"),
    *('\n[details="Plus <b>"]\n', "\n[/details]\n", "\n```\n", "\n|a|b|\n|-|-|\n|c|d|\n", "\n\n"),
    *("\n[^1]: note\n", "\n> ", "\n- ", "\n1. ", "\n## ", "**", "*", "_", "~~", "`", "\\", "||"),
    *(":eyes:", ":warning:", ":nope:", "10:30:45", "#vote", "@zoe", "https://x.example/a_b*c"),
    *("[un lien](https://x.example/(a))", "![plan|690x388](https://x.example/a.png)", "$x$"),
    *("[a](javascript:alert(1))", '[a](https://x.example "t")', "https://x.example/@everyone"),
    *("&lt;@1&gt;", "&#64;everyone", "\\<@1>", "<@1>", "<t:1:R>", "</a:1>", "[a]: https://x.y"),
    *(f"@{name}" for name in NAMES),
    *("[quote=<script>]\n", "\u202e", "\u200b", "\x00", "\ud800", " ", "\n"),
)
HTML = ("<b>", "</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "-->")
NO_EMOJI = {":http:", ":https:"}  # a name of none before an address
TYPED = st.lists(
    st.one_of(st.sampled_from(MARKS), st.text(max_size=6), st.sampled_from(["un", "deux "])),
    max_size=20,
).map("".join)


def typed(markdown: str) -> str:
    html = as_html(markdown, breaks=True)
    assert html is not None
    return from_html(html, base_url=BASE).text


@pytest.mark.parametrize(
    ("markdown", "carried"),
    [
        ("## Trois règles\n\nUn *mot*\nseul", "## Trois règles\n\nUn *mot*\nseul"),
        ("- un\n  1. deux\n- trois", "- un\n  1. deux\n- trois"),
        (
            '[quote="Zoé, post:1, topic:102"]\nUn mot\n[quote]\nd’avant\n[/quote]\n[/quote]\nOui',
            f"> [Zoé]({HOME}/t/102/1)\u00a0:\n> \n> Un mot\n> \n> d’avant\n\nOui",
        ),
        ('[quote="Zoé"]\nUn mot\n[/quote]', "> Zoé\u00a0:\n> \n> Un mot"),
        (
            'Voici :\n[details="Plus"]\nLa suite\n[/details]',
            "Voici :\n\n> ▸ **Plus**\n> \n> La suite",
        ),
        ("Il y a [spoiler]une **annexe**[/spoiler].", "Il y a ||une **annexe**||."),
        ("[spoiler]\nUne annexe\n\n- a\n[/spoiler]", "||Une annexe||\n\n- ||a||"),
        (
            "[b]gras[/b] [i]penché[/i] [u]sous[/u] [s]barré[/s]",
            "**gras** *penché* __sous__ ~~barré~~",
        ),
        ("Merci @zoe_b et @everyone, :eyes: :+1:t3:", "Merci @zoe\\_b et \\@everyone, 👀 👍🏼"),
        ("À 18:30:00 :rien: #vote", "À 18:30:00 \\:rien: #vote"),
        ("- [ ] lire\n- [x] écrire", "- ☐ lire\n- ☑ écrire"),
        ("Voir https://x.example/a_b*c*d_e.", "Voir https://x.example/a_b%2Ac%2Ad_e."),
        ("(https://x.example/a_(b))", "(https://x.example/a_(b))"),
        ("http:// et https://", "http:// et https://"),
        ("Un fait[^1].\n\n[^1]: Sa source.", "Un fait\\[1\\].\n\n———\n\n1. Sa source."),
        ("|a|b|\n|-|-|\n|1|2|", "```\na  b\n─  ─\n1  2\n```"),
        ("```bash\nls [b]x[/b]\n```", "```bash\nls [b]x[/b]\n```"),
        ("`[spoiler]x[/spoiler]`", "`[spoiler]x[/spoiler]`"),
        ("[spoiler]x", "\\[spoiler\\]x"),
        ("    [quote]\n    x\n    [/quote]", "```\n[quote]\nx\n[/quote]\n```"),
    ],
)
def test_what_was_typed_reads_as_its_author_meant(markdown: str, carried: str) -> None:
    assert typed(markdown) == carried


@pytest.mark.parametrize(
    "markdown",
    [
        "![plan|690x388](upload://plan.jpeg)",
        "[ordre.pdf|attachment](upload://ordre.pdf)",
        "Un <kbd>mot</kbd>",
        "<div class='spoiler'>\nx\n</div>",
        "<!-- rien -->",
        "Voir :\nhttps://x.example/une-page",
        "> https://x.example/une-page",
        "[details]\nx\n[/details]",
        "a" * (LONGEST + 1),
    ],
)
def test_what_only_the_forum_can_tell_is_left_to_it(markdown: str) -> None:
    assert as_html(markdown, breaks=True) is None


@pytest.mark.parametrize(
    ("markdown", "html", "carried"),
    [
        ("[b]Non[/b] !", '<p><span class="bbcode-b">Non</span> !</p>', "**Non** !"),
        ('Il dit "non"...', "<p>Il dit «\u00a0non\u00a0»…</p>", 'Il dit "non"...'),
        ("un\ndeux", "<p>un\ndeux</p>", "un deux"),
        (
            "Un fait[^1]\n\n[^1]: [u]Sa source[/u]",
            '<p>Un fait<sup class="footnote-ref"><a href="#footnote-7-1" id="footnote-ref-7-1">[1]'
            '</a></sup></p><hr class="footnotes-sep"><ol class="footnotes-list">'
            '<li id="footnote-7-1" class="footnote-item"><p><span class="bbcode-u">Sa source</span>'
            ' <a href="#footnote-ref-7-1" class="footnote-backref">↩︎</a></p></li></ol>',
            "Un fait\\[1\\]\n\n———\n\n1. __Sa source__",
        ),
        ("un\ndeux", "<p>un<br>\ndeux</p>", "un\ndeux"),
    ],
)
def test_a_post_is_told_as_it_was_typed(markdown: str, html: str, carried: str) -> None:
    assert from_post(html, markdown, base_url=BASE).text == carried


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Un gros mot", "<p>Un gros ■■■</p>"),  # what the forum censors
        ("Voir #vote", f'<p>Voir <a class="hashtag-cooked" href="{HOME}/tag/vote">vote</a></p>'),
        (
            f"Voir {HOME}/t/fil/7",
            f'<p>Voir <a class="inline-onebox" href="{HOME}/t/fil/7">Le fil</a></p>',
        ),
        (
            "[poll]\n* oui\n* non\n[/poll]",
            '<div class="poll"><div class="poll-container"><ul><li>oui</li><li>non</li></ul></div>'
            "</div>",
        ),
        (
            '[event start="2026-12-14 18:30" name="Vote"]\n[/event]',
            '<div class="discourse-post-event" data-start="2026-12-14 18:30" data-name="Vote">'
            "</div>",
        ),
        ("[hide]un nom[/hide]", '<p><span class="spoiler">un nom</span></p>'),
        ("un nom", '<p><span class="spoiler">un nom</span></p>'),
        ("![plan](https://x.example/a.png)", f'<p><img src="{HOME}/uploads/a.png"></p>'),
        ("Voir https://x.example/(a", '<p>Voir <a href="https://x.example/">ici (a</a></p>'),
        (":tada:", '<p><img class="emoji" alt=":fete:"></p>'),
        ("$x$", '<p><span class="math">x</span></p>'),
        ("Oui", ""),
    ],
)
def test_where_the_forum_shows_something_else_that_is_told(markdown: str, html: str) -> None:
    assert from_post(html, markdown, base_url=BASE) == from_html(html, base_url=BASE)


def test_a_forum_that_tells_no_markdown_is_read_by_its_html() -> None:
    assert from_post("<p>Oui</p>", None, base_url=BASE).text == "Oui"


def test_the_embedded_forum_s_posts_say_the_same_either_way() -> None:
    as_typed = 0
    for post in FORUM.posts.values():
        shown = from_html(post.cooked, base_url=BASE)
        html = as_html(post.raw, breaks="<br" in post.cooked)
        as_typed += html is not None
        assert html is None or says_the_same(from_html(html, base_url=BASE), shown)
        carried = from_post(post.cooked, post.raw, base_url=BASE)
        assert seen(carried) == seen(shown)
    assert as_typed >= len(FORUM.posts) - 2  # a picture that was sent there, a page's preview


def seen(converted: Converted) -> tuple[list[str], tuple[str, ...]]:
    said = read(converted.text)
    return (said.shown + said.hidden).split(), converted.images


def messages(post: Post) -> list[str]:
    converted = Converter()(post, FRENCH, PARIS)
    return [word(post, converted, FRENCH, PARIS).content for word in (words.post, words.excerpt)]


@given(TYPED, st.booleans())
@example("[b]@[/b]everyone", True)
@example("@[spoiler]everyone[/spoiler]", True)
@example('[quote="@everyone, post:1, topic:2"]\n<@1>\n[/quote]', True)
@example(":a[b]:1:[/b]", True)
@example(":nope:https://x.example", True)
@example("[a]: https://x.y[un lien](https://x.example/(a))<t:1:R>", True)
@example("10:30:45https://x.example/@everyone", True)
def test_nothing_typed_pings_or_reorders_or_fills_more_than_a_message(
    markdown: str, breaks: bool
) -> None:
    html = as_html(markdown, breaks=breaks) or "<p>Oui</p>"
    post = Post(PostId("demo", 2), TOPIC, "lina", NOON, BASE, html, markdown=markdown)
    for content in messages(post):
        assert set(read(content).live) <= NO_EMOJI
        assert 0 < len(content.strip()) <= words.LONGEST
        assert not set(content) & set("\u200b\u202e\x00\ud800")


@given(st.lists(st.one_of(TYPED, st.sampled_from(HTML)), max_size=6).map("".join))
def test_no_html_that_was_typed_is_live(markdown: str) -> None:
    html = as_html(markdown, breaks=True)
    if html is not None:
        tags = set(re.findall(r"<(\w+)", html))
        assert not tags & {"script", "iframe", "object", "svg", "style", "form"}
        assert not re.search(r"<[^>]*\s(?:on\w+|style)=", html)
        assert not re.search(r"""(?:href|src)=["']?\s*javascript:""", html, re.IGNORECASE)


@given(st.lists(st.text("abcéà'-_*<>@#.1[]:", min_size=1, max_size=8), min_size=1, max_size=12))
def test_no_word_is_lost_either_way(parts: list[str]) -> None:
    text = " ".join(parts)
    html = f"<p>{htmllib.escape(text)}</p>"
    assert letters(from_post(html, text, base_url=BASE).text) == letters(text)


def letters(text: str) -> list[str]:
    return [one for one in text if one.isalnum()]


@given(TYPED)
@example("a [spoiler]secret\n\n- b[/spoiler] c")
@example("||a|| [spoiler]b[/spoiler]")
@example("[spoiler]a[/spoiler][spoiler]b[/spoiler]")
def test_what_the_forum_hides_stays_hidden(markdown: str) -> None:
    html = cook(FORUM, markdown, 7)
    shown, carried = from_html(html, base_url=BASE), from_post(html, markdown, base_url=BASE)
    assert letters(read(carried.text).hidden) == letters(read(shown.text).hidden)


def test_what_was_made_ready_is_known_by_what_was_typed_too() -> None:
    post = Post(PostId("demo", 2), TOPIC, "lina", NOON, BASE, "<p>Oui</p>", markdown="[b]Oui[/b]")
    convert = Converter()
    assert convert(post, FRENCH, PARIS).text == "**Oui**"
    assert convert.knows(post, FRENCH, PARIS)
    assert not convert.knows(replace(post, markdown=None), FRENCH, PARIS)
