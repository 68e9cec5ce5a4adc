"""What readers of the chat see of a post: its very words, hidden where the forum hides them."""

from __future__ import annotations

import html as htmllib
import re
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.render.markdown import cut, from_html
from tests.render.discord_reading import read

BASE = "https://forum.example/t/fil/7/2"

SIGNS = "abé1 .|*_~`\\<>@#:[]()-+!"
WORDS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=8),
    st.sampled_from(
        [
            *("@everyone", "<@1>", "<@&1>", "<#1>", "</cmd:1>", "<t:0:R>", "<id:customize>"),
            *(":tada:", "<a:x:1>", "steam://run", "discord://x", "||x||", "**x**", "~~x~~"),
            *("- a", "# a", "-# a", ">>> a", "1. a", "```", "`a`", "[a](https://b.example)"),
        ]
    ),
)
INLINE = ["b", "i", "s", "u", "span", "span class=spoiler", "code", "kbd", "sup", "mark"]
BLOCKS = ["p", "div", "blockquote", "ul><li", "ol><li", "h1", "h4", "pre", "div class=spoiled"]


def closing(opening: str) -> str:
    return "".join(f"</{tag.split()[0]}>" for tag in reversed(opening.split("><")))


def wrapped(parts: list[str], opening: str) -> str:
    return f"<{opening}>" + "".join(parts) + closing(opening)


LINES = st.recursive(
    WORDS.map(htmllib.escape),
    lambda inner: st.builds(wrapped, st.lists(inner, max_size=4), st.sampled_from(INLINE)),
    max_leaves=12,
)
POSTS = st.recursive(
    st.builds(wrapped, st.lists(LINES, max_size=3), st.just("p")),
    lambda inner: st.builds(wrapped, st.lists(inner, max_size=3), st.sampled_from(BLOCKS)),
    max_leaves=8,
)


def of(html: str) -> str:
    return from_html(html, base_url=BASE).text


def bare(text: str) -> str:
    """Without spaces and percent signs of addresses, digits as they are on the line."""
    raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "0123456789+-=()")
    return "".join(unquote(text).translate(raised).split())


@given(st.lists(LINES, min_size=1, max_size=4).map("".join))
@example("<b>a</b><i>b</i>")
@example("<i><b>a</b>b</i><u>c</u>")
@example("<s>a~</s><u>b</u>")
@example("<b><code>**</code></b>")
def test_a_line_shows_its_very_words(line: str) -> None:
    found = read(of(f"<p>{line}</p>"))
    written = htmllib.unescape(re.sub(r"<[^>]*>", "", line))
    assert sorted(bare(found.shown + found.hidden)) == sorted(bare(written))
    assert found.live == []


@given(
    st.text(SIGNS, max_size=8),
    st.lists(st.one_of(LINES, POSTS), max_size=3).map("".join),
    st.sampled_from(["span", "div"]),
)
@example("", "a|", "span")
@example("|", "<code>||</code>", "div")
@example("", "<pre>||\n```</pre>", "div")
@example("", "<table><tr><td>a||b<td>c<tr><td>d<td>e</table>", "div")
@example("", "<ul><li>a<li>b</ul><blockquote>c</blockquote>", "div")
def test_what_the_forum_hides_stays_hidden(before: str, secret: str, tag: str) -> None:
    hidden = f"<{tag} class=spoiler>{secret}SECRET</{tag}>"
    found = read(of(f"<div>{htmllib.escape(before)} {hidden} après</div>"))
    assert "SECRET" in bare(found.hidden)
    assert "SECRET" not in bare(found.shown)
    assert bare(found.shown).startswith(bare(before))
    assert "après" in found.shown


@given(POSTS, st.integers(20, 120))
def test_a_cut_shows_nothing_that_was_hidden(post: str, limit: int) -> None:
    html = f"<div class=spoiler><p>SECRET un</p>{post}<p>SECRET deux</p></div>"
    kept, _ = cut(of(html), limit)
    assert len(kept) <= limit
    assert "SECRET" not in bare(read(kept).shown)


@given(POSTS, st.integers(20, 120))
def test_a_cut_leaves_no_block_open(post: str, limit: int) -> None:
    kept, _ = cut(of(post), limit)
    assert kept.count("```") % 2 == 0
    assert read(kept).live == []


@pytest.mark.parametrize(
    "hiding",
    [
        '<a href="/x" class="spoiler">SECRET</a>',
        '<a href="/x"><span class="spoiler">SECRET</span></a>',
        '<code><span class="spoiler">SECRET</span></code>',
        '<pre class="spoiled">SECRET</pre>',
        '<pre><span class="spoiler">SECRET</span></pre>',
        '<ul><li class="spoiler">SECRET</li></ul>',
        '<h2 class="spoiler">SECRET</h2>',
        '<table><tr><td>a</td><td><span class="spoiler">SECRET</span></td></tr></table>',
        '<aside class="quote spoiler"><blockquote>SECRET</blockquote></aside>',
        '<details class="spoiler"><summary>SECRET</summary>SECRET</details>',
        '<div class="poll spoiler"><div class="poll-title">SECRET</div></div>',
        '<div class="spoiler"><iframe title="SECRET" src="/x"></iframe></div>',
        '<div class="spoiler"><img alt="SECRET" src="/x.png"></div>',
        '<div class="ns-spoiler"><div class="ns-spoiler-content"><p>SECRET</p></div></div>',
        "<div>" * 200 + '<div class="spoiler">SECRET' + "</div>" * 2_000,
    ],
)
def test_nothing_hidden_shows_in_any_form(hiding: str) -> None:
    converted = from_html(f"<p>avant</p>{hiding}<p>après</p>", base_url=BASE)
    found = read(converted.text)
    assert "SECRET" in found.hidden
    assert "SECRET" not in found.shown
    assert "avant" in found.shown
    assert converted.images == ()
