"""A text and a term as the words that are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wordforms import forms, singular, words_of, words_of_term
from tests.domain import slow_lexicon


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("VIDEO-PROTECTION, l’Œuvre d'été", "video protection l oeuvre d ete"),
        ("e\u0301cran \uff23\uff23\uff34\uff36 m² ﬁchiers", "ecran cctv m2 fichiers"),
        ("vidéo\u00adsurveil\u00adlance", "videosurveillance"),
        ("vidéosurveil-\nlance", "videosurveillance"),
        ("vidéosurveil- \r\n\t lance", "videosurveillance"),
        ("vidéosurveil\u2011\u2028lance", "videosurveillance"),
        ("a-\nb-\nc", "abc"),
        ("caméras -\npiétons", "cameras pietons"),
        ("2024-\n2026 24-\nheures", "2024 2026 24 heures"),
        ("caméras-\n12", "cameras 12"),
        ("vidéo—\nprotection", "video protection"),
        ("zero\u200bwidth, жук, 🎥, ½", "zero width 1 2"),
        ("l’été… 5\u00a0% ½ ™ ª ´ a\0b", "l ete 5 1 2 tm a a b"),
        ("", ""),
    ],
)
def test_a_text_is_its_words_however_it_is_typed(text: str, words: str) -> None:
    assert words_of(text) == words.split()


@pytest.mark.parametrize(
    ("word", "alone"),
    [
        ("cameras", "camera"),
        ("lieux", "lieu"),
        ("bus", "bus"),
        ("tass", "tas"),
        ("réseau", "réseau"),
    ],
)
def test_a_plural_loses_one_letter(word: str, alone: str) -> None:
    assert singular(word) == alone


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("Caméras piétons", ("camera", "pieton")),
        ("vidéo surv*", ("video", "surv*")),
        ("vidéos*", ("videos*",)),
        ("# caméras", ("#", "camera")),
        ("C# sharp", ("c", "sharp")),
        ("déport d'images", ("deport", "d", "image")),
        ("…", ()),
    ],
)
def test_a_term_keeps_its_signs(term: str, words: tuple[str, ...]) -> None:
    assert words_of_term(term) == words


@given(st.text() | st.text(st.characters(codec="cp1252")))
def test_any_text_has_the_words_that_the_steps_say(text: str) -> None:
    assert words_of(text) == slow_lexicon.tokens(text)


@given(st.text(alphabet="aé-\u2010\u00ad \t\r\n\u2028\u0301\ufe0f1Œ"))
def test_cut_words_are_mended_as_the_steps_say(text: str) -> None:
    assert words_of(text) == slow_lexicon.tokens(text)


@given(st.text(alphabet="abcsx1", min_size=1))
def test_the_forms_of_a_word_are_those_that_have_it_as_their_singular(word: str) -> None:
    assert word in forms(singular(word))
    assert all(singular(form) == word for form in forms(word))
