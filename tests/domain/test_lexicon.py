"""What the lexicon finds in a text, and what it leaves alone."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.lexicon import Detection, Lexicon, Term, TermKind
from bot.domain.themes import Theme
from bot.reference import data_folder, load_lexicon
from tests.domain import slow_lexicon

LEXICON: Final = load_lexicon()
ROWS: Final = slow_lexicon.rows(data_folder() / "lexicon.csv")
EXAMPLES: Final = Path(__file__).parent.parent / "data" / "lexicon_examples.csv"
NOTHING: Final = Detection(surveillance=False, score=0, themes=(), terms=())


def examples() -> list[tuple[str, bool, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return [
            (one["text"], one["is_surveillance"] == "true", one["theme"])
            for one in csv.DictReader(file)
        ]


def lexicon(*lines: str) -> Lexicon:
    """`theme|term|weight`: a negative has no theme and a weight up to 0; `?` before: context."""
    terms = []
    for line in lines:
        theme, written, weight = line.split("|")
        kind = TermKind.POSITIVE if theme else TermKind.NEGATIVE
        if theme.startswith("?"):
            kind = TermKind.CONTEXT
        terms.append(Term(theme.removeprefix("?"), written, int(weight), kind))
    return Lexicon(terms)


@pytest.mark.parametrize(("text", "surveillance", "theme"), examples())
def test_the_examples_are_judged_as_people_judge_them(
    text: str, surveillance: bool, theme: str
) -> None:
    found = LEXICON.detect(text)
    assert found.surveillance is surveillance
    assert not theme or theme in found.themes


def test_every_term_is_found_in_itself_and_none_is_there_twice() -> None:
    assert len(LEXICON) == 704
    assert len({row.words for row in ROWS}) == len(ROWS)
    for row in ROWS:
        found = LEXICON.detect(row.term.replace("#", "3").removesuffix("*"))
        assert row.term in found.terms or row.kind == "negative"


def test_its_themes_are_those_of_projects() -> None:
    assert {row.theme for row in ROWS} - {""} == set(Theme)


# Texts like those that people write, and unlike: terms whole, bent, cut and run into each other.
_alone: Final = sorted({word for row in ROWS for word in slow_lexicon.tokens(row.term)})
_between: Final = st.sampled_from(
    [
        *[" "] * 6,
        "-",
        "'",
        "’",
        "\n",
        "-\n",
        "- \r\n ",
        "\u00ad",
        "\u00a0",
        ", ",
        " de ",
        "s ",
        "x\n",
    ]
)


@st.composite
def _bent(draw: st.DrawFn) -> str:
    written = draw(st.sampled_from(ROWS)).term if draw(st.booleans()) else draw(_words)
    word = written.replace("*", draw(st.sampled_from(["", "eillance", "x"])))
    word = word.replace("#", draw(st.sampled_from(["3", "1200", "20s", "#"])))
    if draw(st.integers(0, 3)) == 0:
        word = word.upper()
    if draw(st.integers(0, 5)) == 0:
        at = draw(st.integers(0, len(word)))
        word = word[:at] + draw(st.sampled_from(["\u00ad", "-\n", "-", "\u0301", " "])) + word[at:]
    return word + draw(st.sampled_from(["", "", "", "s", "x"]))


_words: Final = st.sampled_from(_alone) | st.sampled_from("le bon abri 12 a à eau".split())
_texts: Final = st.lists(st.tuples(_bent(), _between), max_size=14).map(
    lambda pieces: "".join(word + between for word, between in pieces)
)


@given(_texts | st.text())
@example("caméra de chasse de la police municipale et caméras piétons")
@example("20s caméras 20 caméras")
def test_it_finds_what_the_seven_steps_say(text: str) -> None:
    assert LEXICON.detect(text) == slow_lexicon.detect(ROWS, text)


@given(
    st.lists(
        st.tuples(
            st.lists(
                st.sampled_from(["a", "bb", "rues", "rue", "#", "12"]), min_size=1, max_size=3
            ),
            st.sampled_from(["", "", "*"]),
            st.sampled_from(TermKind),
            st.integers(0, 4),
            st.sampled_from(["", "x", "y", "new_theme"]),
        ),
        max_size=8,
        unique_by=lambda one: (" ".join(one[0]).replace("rues", "rue"), one[1]),
    ),
    st.lists(st.sampled_from(["a", "bb", "bbx", "rues", "rue", "12", "7", "c"]), max_size=9),
)
def test_any_lexicon_is_matched_as_the_seven_steps_say(
    made: list[tuple[list[str], str, TermKind, int, str]], words: list[str]
) -> None:
    lines = [
        (theme, " ".join(term) + end, -weight if kind is TermKind.NEGATIVE else weight, kind)
        for term, end, kind, weight, theme in made
        if not (end and term[-1] == "#")
    ]
    terms = [Term(theme, written, weight, kind) for theme, written, weight, kind in lines]
    rows = [
        slow_lexicon.Row(theme, written, weight, kind, slow_lexicon.term_words(written))
        for theme, written, weight, kind in lines
    ]
    text = " ".join(words)
    assert Lexicon(terms).detect(text) == slow_lexicon.detect(rows, text)


def test_the_longest_wins_and_takes_what_lies_in_it() -> None:
    found = lexicon("a|caméra|2", "b|caméra de rue|3", "a|rue|1").detect("Caméras de rues")
    assert found == Detection(surveillance=True, score=3, themes=("b",), terms=("caméra de rue",))


def test_two_that_share_a_word_both_count() -> None:
    found = lexicon("a|pose de caméras|2", "b|caméras piétons|3").detect("pose de caméras-piétons")
    assert found.score == 5
    assert found.terms == ("pose de caméras", "caméras piétons")


def test_a_negative_takes_every_word_that_it_shares() -> None:
    words = lexicon("a|pose de caméra|3", "|caméra de chasse|0", "a|caméra|2")
    assert words.detect("pose de caméra de chasse") == NOTHING
    assert words.detect("pose de caméra de chasse, caméra").score == 2


def test_a_longer_positive_keeps_a_negative_out() -> None:
    found = lexicon("a|caméra de chasse de police|3", "|caméra de chasse|-2").detect(
        "caméra de chasse de police"
    )
    assert found.score == 3


def test_a_term_counts_once_and_negatives_weigh_against_it() -> None:
    words = lexicon("a|caméra|3", "|faune|-2", "|zoo|0")
    assert words.detect("caméra, caméra, caméras").score == 3
    assert words.detect("caméra de la faune, faune").score == 1
    assert words.detect("faune") == NOTHING


def test_context_counts_only_beside_what_is_positive_and_is_told_anyway() -> None:
    words = lexicon("a|caméra|1", "?b|police|1", "?|mairie|1")
    alone = words.detect("la police de la mairie")
    assert alone == Detection(surveillance=False, score=0, themes=(), terms=("police", "mairie"))
    assert words.detect("la police, la mairie, une caméra").score == 3


def test_themes_are_told_from_the_threshold_on_the_heaviest_first() -> None:
    words = lexicon("b|caméra|1", "a|drone|1", "c|micro|1", "c|capteur|1")
    assert words.detect("caméra").themes == ()
    assert words.detect("caméra, drone, micro, capteur").themes == ("c", "a", "b")


def test_the_leftmost_of_two_as_strong_wins() -> None:
    found = lexicon("|xx cd|0", "|cd yy|0", "a|yy|2").detect("xx cd yy")
    assert found.terms == ("yy",)


def test_a_post_is_read_paragraph_by_paragraph() -> None:
    words = lexicon("a|caméra|1", "?b|police|1", "c|drone|2", "|faune|-2")
    apart = words.detect_in_paragraphs(["une caméra", "la police", "la faune"])
    assert apart == Detection(surveillance=False, score=1, themes=(), terms=("caméra", "police"))
    post = words.detect_in_paragraphs(["faune, caméra", "un drone", "police et caméra"])
    assert post.surveillance
    assert (post.score, post.themes) == (2, ("c", "a", "b"))
    assert post.terms == ("caméra", "drone", "police")
    assert words.detect_in_paragraphs([]) == NOTHING


@given(_texts)
def test_a_text_alone_is_a_post_of_one_paragraph(text: str) -> None:
    assert LEXICON.detect_in_paragraphs([text]) == LEXICON.detect(text)


def test_a_theme_that_nobody_knows_is_found_like_the_others() -> None:
    assert lexicon("robots|chien robot|4").detect("Un chien-robot").themes == ("robots",)


@pytest.mark.parametrize(
    ("written", "weight", "kind", "fault"),
    [
        ("…", 1, TermKind.POSITIVE, "holds no word"),
        ("faune", 1, TermKind.NEGATIVE, "no weight for a negative"),
        ("caméra", -1, TermKind.CONTEXT, "no weight for a context"),
    ],
)
def test_a_term_that_cannot_count_is_refused(
    written: str, weight: int, kind: TermKind, fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Term("", written, weight, kind)
