"""A forum post as the paragraphs of its author's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.markdown import HIDDEN_POST, MAX_HTML
from bot.render.plain import paragraphs


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>un <b>deux</b></p>\n<p>tr<i>oi</i>s</p>", ["un deux", "trois"]),
        ("<h2>Ordre du jour</h2>\n<p>Le conseil</p>", ["Ordre du jour", "Le conseil"]),
        ("<ul>\n<li>a</li>\n<li><p>b</p><ul><li>c</li></ul>d</li>\n</ul>", ["a", "b", "c", "d"]),
        (
            "<table><thead><tr><th>ville</th><th>objet</th></tr></thead>"
            "<tr><td>Nice</td><td>caméras</td></tr></table>",
            ["ville", "objet", "Nice", "caméras"],
        ),
        ("avant<blockquote><p>cité</p></blockquote>après", ["avant", "après"]),
        ("<p>vidéo-<br>\nprotection  de\nrue</p>", ["vidéo-\n protection de rue"]),
        ("<p>point 1<br>\n<br>point 2<br><br><br>point 3</p>", ["point 1", "point 2", "point 3"]),
        ("<p>un<br><code>deux</code>trois</p><pre><code>quatre</code></pre>", ["un\ntrois"]),
        ("un<hr>deux<div>trois</div>quatre", ["un", "deux", "trois", "quatre"]),
        ("<details><summary>titre</summary>dedans</details>", ["titre", "dedans"]),
        ("<dl><dt>CSU</dt><dd>centre</dd></dl>", ["CSU", "centre"]),
        ('<p>voir <a href="https://x.org/y">la <em>page</em></a></p>', ["voir la page"]),
        ('<span class="spoiler">un</span> &amp; <del>deux</del>', ["un & deux"]),
        ("texte nu", ["texte nu"]),
        ("<p> </p><p>\u00a0</p><ul><li></li></ul>", []),
        ("", []),
        (HIDDEN_POST, []),
    ],
)
def test_each_block_is_a_paragraph(html: str, texts: list[str]) -> None:
    assert paragraphs(html) == texts


@pytest.mark.parametrize(
    "quote",
    [
        '<aside class="quote no-group" data-username="zoe" data-post="3" data-topic="12">'
        '<div class="title">zoe:</div><blockquote><p>ses mots</p></blockquote></aside>',
        '<p dir="auto"><a class="plugin-mentions-user" href="/user/zoe">@zoe</a> '
        '<a href="/post/3">a dit dans Caméras à Nice</a> :</p>\n'
        "<blockquote><p>ses mots</p><blockquote>d'autres</blockquote></blockquote>",
        "<p>@Jean Dupont said:</p><blockquote>ses mots</blockquote>",
        '<details class="elided"><summary>···</summary>ses mots</details>',
    ],
)
def test_what_is_quoted_of_another_post_is_not_ones_own(quote: str) -> None:
    assert paragraphs(f"<p>avant</p>{quote}<p>après</p>") == ["avant", "après"]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        (
            '<aside class="quote"><blockquote>la presse</blockquote></aside>',
            [],
        ),
        ("<p>La mairie :</p><blockquote>on pose</blockquote>", ["La mairie :"]),
        ("<p>@zoe lis :</p><blockquote>on pose</blockquote>", ["@zoe lis :"]),
        ("<p>@zoe a dit :</p><p>rien</p>", ["@zoe a dit :", "rien"]),
        (
            '<aside class="onebox"><h3>Un article</h3><p>Le début</p></aside>',
            ["Un article", "Le début"],
        ),
    ],
)
def test_of_what_comes_from_elsewhere_a_link_s_preview_alone_is_read(
    html: str, texts: list[str]
) -> None:
    assert paragraphs(html) == texts


def test_what_readers_do_not_see_is_not_read() -> None:
    hidden = (
        "<script>a</script><style>b</style><p hidden>c</p><!-- d --><template>e</template>"
        '<span class="sr-only">f</span><div class="poll-info">g</div><img alt="h" src="/i.png">'
        '<svg><text>j</text></svg><a class="anchor" href="#k">k</a><textarea>l</textarea>'
    )
    assert paragraphs(f"{hidden}<p>vu</p>") == ["vu"]


def test_a_long_post_is_read_from_its_start() -> None:
    read = paragraphs("<p>caméra de rue</p>" * 250_000)
    assert read[0] == "caméra de rue"
    assert sum(map(len, read)) < MAX_HTML


@pytest.mark.parametrize("tag", ["div", "b", "section", "ul><li", "table><tr><td"])
def test_however_deep_it_nests_it_is_read(tag: str) -> None:
    assert paragraphs(f"<{tag}>" * 8_000 + "au fond") == ["au fond"]


@given(st.text())
def test_any_html_is_read(html: str) -> None:
    for text in paragraphs(html):
        assert text.strip()
        assert "\n\n" not in text


_TAGS = "<p> </p> <br> <pre> </pre> <blockquote> </blockquote> <li> <b> </td> <table> <hr>".split()
_pieces = st.sampled_from(
    [*_TAGS, "mot", "@a a dit :", "\n", " ", "<aside class=quote data-post=1>", "</aside>"]
)


@given(st.lists(_pieces).map("".join))
def test_blank_lines_part_paragraphs_wherever_they_come_from(html: str) -> None:
    assert all(text == text.strip() and "\n\n" not in text for text in paragraphs(html))
