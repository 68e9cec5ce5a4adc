"""Messages of the chat in a forum's Markdown: no ping, no HTML, no word lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.render.texts import texts
from bot.render.to_forum import Dialect, Naming, from_author, from_chat, signed

FRENCH = texts("fr")
NAMING = Naming(FRENCH, ZoneInfo("Europe/Paris"), {"1": "Lina"})
BOTH = pytest.mark.parametrize("dialect", list(Dialect))
# What NodeBB and Discourse take for a name, in what is shown and in what is typed.
PING = re.compile(r"(?<![A-Za-z0-9])@[\w.-]")
FORUM = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])


def tokens(markdown: str) -> Iterator[Token]:
    for token in FORUM.parse(markdown):
        yield token
        yield from token.children or ()


def nodebb(text: str) -> str:
    return from_chat(text, Dialect.NODEBB, NAMING)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("**gras** *it* _it_ ~~barré~~ `code`", "**gras** *it* *it* ~~barré~~ `code`"),
        ("__souligné__", "**souligné**"),
        ("# Titre\ntexte", "# Titre\n\ntexte"),
        ("-# en petit", "en petit"),
        ("- un\n- deux\n  - trois\nsuite", "- un\n- deux\n  - trois\n\nsuite"),
        ("1. un\n2. deux", "1. un\n2. deux"),
        ("> cité\npas cité", "> cité\n\npas cité"),
        (">>> tout\nest cité", "> tout\n> est cité"),
        ("une ligne\nune autre", "une ligne\nune autre"),
        ("avant ```py\nx = 1\n``` après", "avant\n\n```py\nx = 1\n```\n\naprès"),
        ("[ici](https://a.fr/b_c_)", "[ici](<https://a.fr/b_c_>)"),
        ("voir https://a.fr/_b_.", "voir <https://a.fr/_b_>."),
        ("voir <https://a.fr>", "voir <https://a.fr>"),
        ("[x](javascript:alert(1))", "x (javascript:alert(1))"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("&lt;b&gt; & c", "\\&lt;b\\&gt; & c"),
        ("2*3*4 a_b_c", "2*3*4 a\\_b\\_c"),
        ("---\n===", "\\---\n\\==="),
        ("1) a", "1. a"),
        ("<:coeur:123456> <a:oui:123456>", ":coeur: :oui:"),
        ("</ville statut:123456>", "/ville statut"),
        ("<@1> et <@!2> et <@&3> dans <#4>", "Lina et quelqu’un et un groupe dans un salon"),
        ("<t:1797870600>", "lundi 21 décembre 2026 à 17h30"),
        ("<t:1797870600:D> <t:1797870600:t>", "21 décembre 2026 17h30"),
        ("||secret||", "(caché dans la discussion : secret)"),
        ("a@b.fr", "a@b.fr"),
        ("@lina @everyone", "@\u2060lina @\u2060everyone"),
        ('[quote="zoe, post:1"]', '\\[quote="zoe, post:1"\\]'),
    ],
)
def test_the_marks_of_the_chat_become_the_forums(typed: str, expected: str) -> None:
    assert nodebb(typed).replace("\u00a0", " ") == expected


def test_discourse_hides_what_the_chat_hid() -> None:
    assert from_chat("||un **secret**||", Dialect.DISCOURSE, NAMING) == (
        "[spoiler]un **secret**[/spoiler]"
    )


def test_a_post_is_signed_by_a_name_that_pings_nobody() -> None:
    assert signed(["Bonjour", " "], "Le *collectif*\n@lina") == (
        "Bonjour\n\n— Le \\*collectif\\* @\u2060lina"
    )


@BOTH
def test_what_an_author_types_keeps_its_tables_pictures_and_covers(dialect: Dialect) -> None:
    typed = "| a | b |\n|---|---|\n| 1 | 2 |\n\n![vue](<https://a.fr/b.png>)"
    assert from_author(typed, dialect, FRENCH) == typed
    covered = "[spoiler]secret[/spoiler]"
    kept = covered if dialect is Dialect.DISCOURSE else "(caché dans la discussion : secret)"
    assert from_author(covered, dialect, FRENCH).replace("\u00a0", " ") == kept


@BOTH
@pytest.mark.parametrize(
    "typed",
    ["https://ville.fr/doc_2_a.pdf", "voir https://ville.fr/doc_2_a.pdf.", "(http://a.fr/_b_c_)"],
)
def test_a_bare_address_that_an_author_types_stays_whole(dialect: Dialect, typed: str) -> None:
    made = from_author(typed, dialect, FRENCH)
    url = re.sub(r"[().]?$", "", typed[typed.index("http") :])
    assert f"<{url}>" in made
    assert from_author(made, dialect, FRENCH) == made


PIECES = st.sampled_from(
    [
        *("@lina", "@", "@everyone", "<@1>", "<@22>", "<#3>", "<:ok:12>", "<t:0:R>", "||", "**"),
        *("*", "_", "__", "~~", "`", "```", "\n", "\n\n", "> ", ">>> ", "- ", "1. ", "# ", "-# "),
        *("[", "](", ")", "]", "<", ">", "</b>", "<script>", "<img src=x onerror=alert(1)>", "&"),
        *("&lt;", "&#64;lina", "https://a.fr/_b_", "javascript:", "[quote=lina]", "[spoiler]"),
        *("\\", "\\@lina", "|", "\t", "    ", "---", ":::", "$", "é", "mot", "\u202e", "\u200b"),
        *(
            "<https://a.fr/@lina>",
            "[[topic:x]]",
            "<!--",
            "-->",
            "<a href='x'>",
            "[a]: x",
            "![a](b)",
        ),
    ]
)
WILD = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))
DIALECTS = st.sampled_from(list(Dialect))


@settings(max_examples=400)
@given(WILD, DIALECTS)
def test_nothing_that_is_converted_pings_or_is_html(text: str, dialect: Dialect) -> None:
    made = from_chat(text, dialect, NAMING)
    assert_harmless(made)
    assert_harmless(from_author(made, dialect, FRENCH))


@settings(max_examples=400)
@given(WILD, DIALECTS)
def test_nothing_that_an_author_types_pings_or_is_html(text: str, dialect: Dialect) -> None:
    assert_harmless(from_author(text, dialect, FRENCH))


def assert_harmless(made: str) -> None:
    assert PING.search(made) is None, made
    found = list(tokens(made))
    assert [one.content for one in found if one.type.startswith("html")] == []
    assert not any(PING.search(one.content) for one in found)
    hrefs = chain.from_iterable((one.attrGet("href"), one.attrGet("src")) for one in found)
    assert all(str(one).startswith(("http://", "https://")) for one in hrefs if one)
    assert "[quote=" not in re.sub(r"\\.|`[^`]*`|<[^>]*>", "", made.replace("\\[", ""))


WORDS = st.lists(
    st.one_of(
        st.text("abcdeéè", min_size=1, max_size=6),
        st.sampled_from(["**", "*", "||", "`", "\n", "> ", "- ", "# ", "[", "](", ")", "<", "@"]),
    ),
    max_size=16,
).map(" ".join)


@settings(max_examples=400)
@given(WORDS, DIALECTS)
def test_no_word_is_lost(text: str, dialect: Dialect) -> None:
    made = from_chat(text, dialect, NAMING).replace("spoiler", "")
    made = made.replace(FRENCH.say("(caché dans la discussion :"), "")
    assert letters(made) == letters(text)


@settings(max_examples=200)
@given(WORDS, DIALECTS)
def test_what_the_forum_shows_has_no_word_less_either(text: str, dialect: Dialect) -> None:
    made = from_chat(text, dialect, NAMING)
    shown = "".join(one.content for one in tokens(made) if not one.children)
    hidden = FRENCH.say("(caché dans la discussion :")
    assert letters(shown.replace("spoiler", "").replace(hidden, "")) == letters(text)


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))
