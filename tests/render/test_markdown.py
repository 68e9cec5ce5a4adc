"""The forum's HTML as the chat's Markdown: faithful to readers, inert for the chat."""

from __future__ import annotations

import html as htmllib
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.render.markdown import cut, escape, from_html

RECORDED = Path(__file__).parents[1] / "contracts" / "nodebb" / "topic_vote.json"
BASE = "https://forum.example/post/2"
NAMES = ["everyone", "here", "&5>", "5>", "!5>"]

# A piece of hostile or structured HTML.
TAGS = ["p", "b", "em", "s", "ul", "ol", "li", "blockquote", "pre", "code", "a", "h1", "td", "x-y"]
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("@everyone", "@here", "<@1>", "<@&1>", "<#1>", "<t:1:R>", "<:a:1>", "</a:1>"),
            *("@\u200beveryone", "&#64;everyone", "&lt;@1&gt;", "[a](https://evil.example)"),
            *("https://x.org/a_b_c", "https://x.org/@everyone", "`", "```", "**", "||x||"),
            *("- a", "# a", "> a", "1. a", "-# a", "\u202e", "\\", "\n", " "),
        ]
    ),
)
PIECES = st.one_of(
    TEXTS,
    TEXTS.map(htmllib.escape),
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            "<br>",
            "<a href='https://x.org/(a)'>",
            "<a href='javascript:alert(1)'>",
            "<img src='/a.png'>",
            "<img class=emoji alt='@everyone'>",
            "<script>",
            "</script>",
        ]
    ),
)
HTML = st.lists(PIECES, max_size=25).map("".join)


def of(html: str) -> str:
    return from_html(html, base_url=BASE).text


def outside_code(text: str) -> str:
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    # An even number of backslashes escapes one another, and not the code.
    return re.sub(r"(?<!\\)((?:\\\\)*)(``?)(?!`).+?\2", r"\1", text)


def live(text: str) -> list[str]:
    """What the chat would read as a mention, a time, an emoji or a command."""
    signs = r"@everyone|@here|<@[!&]?\d+>|<#\d+>|<t:|<a?:\w+:\d+>|</\w+"
    found = re.finditer(rf"(?P<guard>\\*)(?:{signs})", outside_code(text), re.IGNORECASE)
    return [match[0] for match in found if len(match["guard"]) % 2 == 0]


def read(markdown: str) -> str:
    """Escaped text as a person reads it."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


@given(HTML)
@example("@<span>everyone</span>")
@example("&lt;<b></b>@1>")
@example("https://x<@1>")
def test_nothing_in_a_post_is_read_as_a_mention(html: str) -> None:
    assert live(of(html)) == []


@given(st.text(max_size=80))
@example("https://x<@123>")
@example("https://x.org/<t:1>")
@example("x\\@everyone")
def test_nothing_in_escaped_text_is_read_as_a_mention(text: str) -> None:
    assert live(escape(text)) == []


@given(HTML)
def test_nothing_hidden_or_reordering_is_left(html: str) -> None:
    assert not set(of(html)) & set("\u200b\u2060\ufeff\u200e\u200f\u202a\u202e\u2066\u2069\xad\x00")


@given(st.lists(st.text("abcéà'-_*<>@#.1", min_size=1, max_size=8), min_size=1, max_size=12))
def test_the_words_of_a_paragraph_are_all_there(words: list[str]) -> None:
    said = read(of(f"<p>{htmllib.escape(' '.join(words))}</p>"))
    assert said.split() == words


@given(st.one_of(HTML.map(of), st.text(max_size=300), TEXTS), st.integers(1, 120))
def test_a_cut_is_within_its_limit_and_never_empty(text: str, limit: int) -> None:
    kept, shortened = cut(text, limit)
    assert len(kept) <= limit
    assert shortened == (len(text) > limit)
    assert kept or not text


@given(st.lists(st.sampled_from(["un", "deux.", "trois", "\n\n", "**gras**"]), max_size=60))
def test_what_a_cut_keeps_is_the_start_of_the_text(words: list[str]) -> None:
    text = " ".join(words)
    kept, shortened = cut(text, 40)
    if shortened:
        assert text.startswith(kept.rstrip("…*").rstrip())


@given(HTML, st.integers(20, 200))
@example("\\<code>@EVERYONE", 20)
def test_a_cut_frees_no_mention(html: str, limit: int) -> None:
    assert live(cut(of(html), limit)[0]) == []


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<p>un <strong>deux</strong> <em>trois</em> <s>quatre</s></p>",
            "un **deux** *trois* ~~quatre~~",
        ),
        ("a<b> deux </b>b", "a **deux** b"),
        ("<b>un</b> <b>deux</b>", "**un deux**"),
        ("<p>un</p><p>deux<br>\ntrois</p>", "un\n\ndeux\ntrois"),
        ("<h2>Ordre <b>du</b> jour</h2><p>a</p>", "## Ordre **du** jour\n\na"),
        ("<h5>petit</h5>", "**petit**"),
        ("<ul><li>un</li><li>deux<ul><li>trois</li></ul></li></ul>", "- un\n- deux\n  - trois"),
        ("<ol start=3><li>c</li><li>d</li></ol>", "3. c\n4. d"),
        ("<blockquote><p>un</p><p>deux</p></blockquote><p>trois</p>", "> un\n> \n> deux\n\ntrois"),
        ("<p>du <code>co*de</code></p>", "du `co*de`"),
        ("<code>a`b</code>", "``a`b``"),
        ("<code>a</code><code>b</code>", "`a` `b`"),
        ('<pre><code class="language-py">x\n  y</code></pre>', "```py\nx\n  y\n```"),
        ("<pre>a\n```\n@everyone</pre>", "a\n\\`\\`\\`\n\\@everyone"),
        ('<a href="https://x.org/a_(b)">le [lien]</a>', "[le (lien)](https://x.org/a_%28b%29)"),
        ('<a href="https://x.org/a_b_c">https://x.org/a_b_c</a>.', "https://x.org/a_b_c."),
        ('<a href="https://x.org/">x.org</a>', "https://x.org/"),
        ('<a href="/topic/1">fil</a>', "[fil](https://forum.example/topic/1)"),
        ('<a href="javascript:alert(1)">clic</a>', "clic"),
        ('<a href="data:text/html,x">clic</a>', "clic"),
        ('<a href="mailto:a@b.example">écrire</a>', "écrire (a@b.example)"),
        (
            '<a href="https://evil.example">https://banque.example</a>',
            "https://banque.example (<https://evil.example>)",
        ),
        ('<a class="plugin-mentions-user" href="/user/m">@<bdi>m</bdi></a>', "@m"),
        ("https://x.org/a<b>gras</b>", "https://x.org/a **gras**"),
        ('<img class="emoji" src="/a.png" alt="📷"> ok', "📷 ok"),
        ("<x-y>inconnu</x-y><script>non</script><style>non</style>", "inconnu"),
        (
            "<p>1. un<br>- deux<br># trois<br>&gt; quatre</p>",
            "1\\. un\n\\- deux\n\\# trois\n\\> quatre",
        ),
        ("<table><tr><td>un</td><td>deux</td></tr></table>", "un · deux"),
        ("[[topic:post-is-deleted]]", ""),
        ("", ""),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert of(html) == markdown


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("un_deux *trois*", "un\\_deux \\*trois\\*"),
        ("voir https://x.org/a_b_c.", "voir https://x.org/a_b_c."),
        ("HTTPS://X_Y_", "HTTPS://X\\_Y\\_"),
        ("https://x.org/@everyone", "https://x.org/%40everyone"),
        ("[x](https://evil.example)", "\\[x\\](https://evil.example)"),
        ("@everyone <@12> <@&3> <#4>", "\\@everyone \\<\\@12> \\<\\@&3> \\<\\#4>"),
        ("@every\u200bone", "\\@everyone"),
        ("a@b.example", "a@b.example"),
        ("- un\n2. deux", "\\- un\n2\\. deux"),
        ("-1 degré, 3.5 km", "-1 degré, 3.5 km"),
        ("👩\u200d💻 \u202eabc", "👩\u200d💻 abc"),
        ("a\r\nb\ud800", "a\nb\ufffd"),
        ("¯\\_(ツ)_/¯", "¯\\\\\\_(ツ)\\_/¯"),
    ],
)
def test_other_peoples_text_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_pictures_are_collected_once_and_absolute() -> None:
    html = '<img src="/a.png"><img src="https://x.org/b.png"><img src="/a.png"><img src="data:x">'
    assert from_html(html, base_url=BASE).images == (
        "https://forum.example/a.png",
        "https://x.org/b.png",
    )


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "b><i", "pre", "code", "a href=/x"])
def test_ten_thousand_nested_tags_are_read(tag: str) -> None:
    assert "fond" in of(f"<{tag}>" * 10_000 + "fond")


def test_a_post_of_megabytes_is_read_in_part_and_says_so() -> None:
    text = of("<p>mot</p>" * 500_000)
    assert text.startswith("mot\n\nmot")
    assert text.endswith("…")


def test_recorded_posts_read_as_their_authors_meant() -> None:
    posts = json.loads(RECORDED.read_text("utf-8"))["response"]["body"]["posts"]
    first, _, code, *_, last = (of(post["content"]) for post in posts)
    assert first.startswith("## Ordre du jour\n\nLe conseil municipal du **lundi 14 décembre")
    assert "\n- délibération 26/0413 : marché SNEF, 1,2 M€\n\n> On avait obtenu" in first
    assert first.endswith("\\@everyone venez nombreux ! cc @moussa")
    assert "```\n<script>alert(1)</script>\n```" in code
    assert last.startswith("Émojis 📷🚫 📷 — espace insécable\xa0! zérolargeur et")
    assert "\\|\\|spoiler\\|\\| **souligné** ~~barré~~" in last


PARAGRAPHS = "Un début assez long pour compter.\n\nUne suite. Encore une phrase qui dure."


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        (PARAGRAPHS, 60, "Un début assez long pour compter. …"),
        (PARAGRAPHS, 34, "Un début assez long pour…"),
        ("Une phrase ici. Puis une autre bien plus longue", 30, "Une phrase ici. …"),
        ("des mots sans aucune ponctuation du tout", 20, "des mots sans…"),
        ("un [lien vers une page](https://x.org/abc) ici", 30, "un…"),
        (
            "voir https://x.org/abcdefghijklmnop et la suite",
            38,
            "voir https://x.org/abcdefghijklmnop …",
        ),
        ("**un texte gras qui dure longtemps**", 20, "**un texte gras**…"),
        ("aaaaaaaaa\\*bbb", 11, "aaaaaaaaa…"),
        ("```\nun\ndeux\ntrois\nquatre\n```", 20, "```\nun\ndeux\n```\n…"),
        ("> ```\n> un\n> deux\n> trois\n> ```", 25, "> ```\n> un\n> deux\n> ```\n…"),
        ("||un secret gardé longtemps||", 20, "||un secret gardé||…"),
        ("||```\nun\ndeux\ntrois\nquatre\n```||", 24, "||```\nun\ndeux\n```||\n…"),
        ("mot", 3, "mot"),
        ("x" * 50, 10, "xxxxxxxxx…"),
    ],
)
def test_a_cut_stops_where_a_reader_would(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit)[0] == kept


@pytest.mark.parametrize(
    ("html", "images", "unshown"),
    [
        ('<img src="data:image/gif;base64,AA" data-src="/a.png">', 1, 0),
        ('<img src="" data-src="/a.png">', 1, 0),
        ('<img src="data:image/png;base64,AA"><img src="javascript:a">', 0, 2),
        ('<img src="/a.png"><img src="data:image/png;base64,AA" alt="Le plan">', 1, 1),
        ("<img>", 0, 0),
    ],
)
def test_no_picture_is_lost_without_a_word(html: str, images: int, unshown: int) -> None:
    converted = from_html(html, base_url=BASE)
    assert (len(converted.images), converted.unshown) == (images, unshown)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<img src="/a.svg" alt="schéma">', "[Image : schéma](https://forum.example/a.svg)"),
        ('<img src="/a.SVG?v=2">', "[Image](https://forum.example/a.SVG?v=2)"),
    ],
)
def test_a_picture_that_the_chat_cannot_draw_is_a_link(html: str, markdown: str) -> None:
    converted = from_html(html, base_url=BASE)
    assert (converted.text.replace("\xa0", " "), converted.images) == (markdown, ())
