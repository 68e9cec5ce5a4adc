"""HTML that nobody writes by hand: read in bounded time and memory, never failing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.markdown import from_html
from bot.render.words import MAX_TEXT
from tests.render.discord_reading import read

BASE = "https://forum.example/t/fil/7/2"


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>" * 20_000 + "fond",
        "<div>" * 30_000 + "fond",
        "<p>" + "".join(f"<b id={at}>" for at in range(2_000)) + "</p><p>fond" * 10_000,
        "fond<a " + " ".join(f"x{at}" for at in range(30_000)) + ">",
        "fond" + "&nbsp;" * 30_000 + "x",
        "fond" + "*" * 1_000_000,
        "fond" + "<b>a</b>c" * 20_000,
        "fond" + "<code>`</code>" * 10_000,
        "<table>" + "<tr><td>fond</td><td>a</td></tr>" * 5_000,
        "<table><tr><td>fond" * 5_000,
        "<aside class=quote><div class=title>fond<a href=/x>" * 3_000,
        "<span class=spoiler>fond" * 5_000,
        "<sup>2<sub>fond" * 5_000,
        "fond" + "<img src=/a.png>" * 10_000,
        "fond" + "https://x.org/" * 10_000,
        "fond" + "<hr>" * 40_000,
        "fond" + "[" * 100_000 + "](x)" * 10_000,
        "fond<!--" + "<b>" * 10_000,
    ],
)
def test_a_post_is_read_whatever_it_is_made_of(html: str) -> None:
    text = from_html(html, base_url=BASE).text
    assert "fond" in text
    assert len(text) < 20 * MAX_TEXT


@pytest.mark.parametrize(
    "html",
    ["", " ", "\x00", "<", "</", "<p", "<!DOCTYPE", "<![CDATA[x]]>", "&", "&#xD800;", "&#0;",
     "<p>\ud800</p>", "<a href='http://['>x</a>", "<a href='//'>x</a>", "<img src='http://[x'>",
     "<img src='https://x:y/'>", "<ol start='²'><li>x</ol>", "<template>x</template>",
     "<frameset>", "<svg><p>x</svg>", "<math><mi>x", "<table><table></table>", "<td>x",
     "<iframe src='http://[x'></iframe>", "<video src='data:x'></video>",
     "<img class=emoji alt='::'>", "<aside class=quote><div class=title></div></aside>"],
)  # fmt: skip
def test_broken_html_is_read(html: str) -> None:
    assert "\x00" not in from_html(html, base_url=BASE).text


TAGS = (
    "p b i u s a img pre code table tr td th ul ol li h1 blockquote aside details summary div span "
    "sup iframe video br hr svg template"
).split()
CLASSES = (
    "spoiler quote title onebox source poll poll-title lightbox meta emoji anchor hashtag-cooked "
    "discourse-local-date discourse-post-event chcklst-box footnote-ref mention "
    "lazy-video-container"
).split()
OPENINGS = st.builds(
    lambda tag, name, extra: f"<{tag} class={name} {extra}>",
    st.sampled_from(TAGS),
    st.sampled_from(CLASSES),
    st.sampled_from(["", "href=/x", "src=/x.png", "alt=:a:", "title='a|b'", "data-date=x"]),
)
SOUP = st.lists(
    st.one_of(OPENINGS, st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"), st.text(max_size=6)),
    max_size=30,
).map("".join)


@given(SOUP)
def test_no_mix_of_tags_fails_or_pings(html: str) -> None:
    text = from_html(html, base_url=BASE).text
    assert len(text) < 400 * (len(html) + 1)
    assert read(text).live == []


def test_where_something_is_hidden_what_is_too_deep_is_hidden() -> None:
    html = "<div>" * 3_000 + "<div class=spoiler>SECRET</div>" + "</div>" * 3_000
    assert from_html(html, base_url=BASE).text == "||SECRET||"
