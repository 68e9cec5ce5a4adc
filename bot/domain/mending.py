"""Sentences that were typed in a hurry: « c quand », « ya », one letter too many or too few.

What is exactly said is understood first; this is for the others, and nothing is done on its word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from bot.domain.sentences import Phrases, Sentence, Word
from bot.domain.typing_errors import one_error_away

_SHORTEST: Final = 5  # letters of a word that is looked for among typing errors
_MOST_WORDS: Final = 16  # what a sentence wants is said at its beginning, or at its end
# Folded, as they are typed in chats.
_WRITTEN: Final = {
    "cest": "c est",
    "ya": "y a",
    "yaura": "y aura",
    "kan": "quand",
    "kand": "quand",
    "qd": "quand",
    "koi": "quoi",
    "kel": "quel",
    "keske": "qu est ce que",
    "kesk": "qu est ce qu",
    "jveux": "je veux",
    "jpeux": "je peux",
    "jviens": "je viens",
    "jai": "j ai",
    "rapel": "rappelle",
    "rapele": "rappelle",
    "rappele": "rappelle",
    "rapeller": "rappeler",
    "rappeller": "rappeler",
    "whens": "when s",
    "rappeles": "rappelle",
    "pk": "pourquoi",
    "bjr": "bonjour",
    "slt": "salut",
    "cc": "coucou",
    "mrc": "merci",
    "thx": "thanks",
}
_BESIDE: Final = {("c", "quand"): "c est", ("c", "quoi"): "c est", ("c", "pour"): "c est"}


def vocabulary(*said: Phrases) -> frozenset[str]:
    """The words of a grammar that a mistyped one may have been."""
    words = (word for group in said for phrase in group for word in phrase)
    return frozenset(word for word in words if len(word) >= _SHORTEST)


def mended(sentence: Sentence, known: frozenset[str]) -> Sentence:
    """The sentence as it was meant, for all one can guess; each word keeps its place."""
    written = _written_out(sentence.words)
    near = range(_MOST_WORDS), range(len(written) - _MOST_WORDS, len(written))
    words = (
        replace(word, folded=_meant(word.folded, known)) if any(at in one for one in near) else word
        for at, word in enumerate(written)
    )
    return replace(sentence, words=tuple(words))


def _written_out(words: tuple[Word, ...]) -> list[Word]:
    """« c quand » is « c'est quand »."""
    return [replace(word, folded=one) for word in _with_next(words) for one in word.folded.split()]


def _with_next(words: tuple[Word, ...]) -> Iterator[Word]:
    following = chain((word.folded for word in words[1:]), [""])
    for word, after in zip(words, following, strict=False):
        pair = word.folded, _WRITTEN.get(after, after)
        yield replace(word, folded=_BESIDE.get(pair) or _WRITTEN.get(word.folded, word.folded))


def _meant(word: str, known: frozenset[str]) -> str:
    """The one word of the grammar that is one typing error away; itself where none is, or two."""
    if word in known or len(word) < _SHORTEST or not word.isalpha():
        return word
    found = _among(one_error_away(word, range(len(word) + 1)), known)
    return found.pop() if len(found) == 1 else word


def _among(words: Iterable[str], known: frozenset[str]) -> set[str]:
    return {word for word in words if word in known}
