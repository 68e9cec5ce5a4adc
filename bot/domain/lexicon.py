"""Does a text speak of surveillance? Steps 4 to 7 of `data/README.md`; `wordforms` has the others.

The terms are data. A theme is whatever word the file has for it: one that `themes.Theme` does not
know is found and told like the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.wordforms import NUMBER, OPEN_END, forms, words_of, words_of_term

SURVEILLANCE_FROM: Final = 2  # points
_BLANK_LINE: Final = re.compile(r"\n\s*\n")


class TermKind(StrEnum):
    """What a term says, the one that wins over the others first."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    CONTEXT = "context"


_KINDS: Final = tuple(TermKind)


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the lexicon. `theme` may be empty. Raises ValueError for what cannot count."""

    theme: str
    written: str
    weight: int
    kind: TermKind

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError(f"{self.written!r} holds no word")
        if (self.weight > 0) if self.kind is TermKind.NEGATIVE else (self.weight < 0):
            raise ValueError(f"{self.weight} is no weight for a {self.kind} term")

    @property
    def words(self) -> tuple[str, ...]:
        return words_of_term(self.written)


@dataclass(frozen=True, slots=True)
class Detection:
    """What a text holds: its points, its themes, heaviest first, and its terms, in their order."""

    surveillance: bool
    score: int
    themes: tuple[str, ...]
    terms: tuple[str, ...]


_NOTHING: Final = Detection(surveillance=False, score=0, themes=(), terms=())


# A term in a text: its place among all by strength, 0 for the strongest; its first word; its rank
# in the file; the word after its last. Sorted, the stronger come first, then the leftmost; a tie is
# for what the file says first. (A plain tuple: thousands are made in a moment.)
_Match = tuple[int, int, int, int]


class _Node:
    """Words that begin terms: how they go on, and the places and ranks of the terms that end."""

    __slots__ = ("ends", "following", "starts")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}  # by the word as a text may have it
        self.starts: list[tuple[str, int, int]] = []  # of a last word
        self.ends: list[tuple[int, int]] = []

    def plant(self, words: Sequence[str], place: int, rank: int) -> None:
        node = self
        for word in words:
            if word.endswith(OPEN_END):
                node.starts.append((word.removesuffix(OPEN_END), place, rank))
                return
            after = node.following.get(word) or _Node()
            node.following.update(dict.fromkeys(forms(word), after))
            node = after
        node.ends.append((place, rank))

    def gather(self, words: Sequence[str], at: int, begun: int, found: list[_Match]) -> None:
        """Add each term that began at the word `begun`, came to this node and goes on at `at`."""
        for place, rank in self.ends:
            found.append((place, begun, rank, at))
        if at < len(words):
            if self.starts:
                self.finish(words, at, begun, found)
            self.follow(words, at, begun, found)

    def follow(self, words: Sequence[str], at: int, begun: int, found: list[_Match]) -> None:
        """Add the terms that the word at `at` leads to from here."""
        word, following = words[at], self.following
        if word in following:
            following[word].gather(words, at + 1, begun, found)
        if NUMBER in following and word.isdigit():
            following[NUMBER].gather(words, at + 1, begun, found)

    def finish(self, words: Sequence[str], at: int, begun: int, found: list[_Match]) -> None:
        """Add the terms whose last word is open, and that the word at `at` goes on with."""
        for start, place, rank in self.starts:
            if words[at].startswith(start):
                found.append((place, begun, rank, at + 1))


class Lexicon:
    """Terms, in the order of their file, made ready to be found."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)
        self._denies = [term.kind is TermKind.NEGATIVE for term in self._terms]
        strengths = list(map(_strength, self._terms))
        places = {strength: place for place, strength in enumerate(sorted(set(strengths)))}
        self._root = _Node()
        for rank, term in enumerate(self._terms):
            self._root.plant(term.words, places[strengths[rank]], rank)
        self._starts = tuple(start for start, _, _ in self._root.starts)

    def __len__(self) -> int:
        return len(self._terms)

    def detect(self, text: str) -> Detection:
        """One text: a title, an item of an agenda or a paragraph, not a whole page."""
        return self.detect_in_paragraphs((text,))

    def detect_in_text(self, text: str) -> Detection:
        """A text of one or several paragraphs, with blank lines between them."""
        return self.detect_in_paragraphs(_BLANK_LINE.split(text))

    def detect_in_paragraphs(self, paragraphs: Iterable[str]) -> Detection:
        """A long text, each paragraph by itself: it is surveillance where one of them is.

        The score is the highest of a paragraph. Themes come from the paragraphs that are
        surveillance, terms from all.
        """
        weighed = [(score, terms) for score, terms in map(self._weigh, paragraphs) if terms]
        if not weighed:
            return _NOTHING
        score = max(score for score, _ in weighed)
        telling = [terms for score, terms in weighed if score >= SURVEILLANCE_FROM]
        found = dict.fromkeys(term.written for _, terms in weighed for term in terms)
        return Detection(bool(telling), score, _themes(telling), tuple(found))

    def _weigh(self, text: str) -> tuple[int, list[Term]]:
        """The score, and the positive and context terms, each once, in the text's order."""
        ranks = self._choose(self._find(words_of(text)))
        terms = [self._terms[rank] for rank in ranks]
        told = [term for term in terms if term.kind is not TermKind.NEGATIVE]
        if not any(term.kind is TermKind.POSITIVE for term in told):
            return 0, told  # negatives add nothing, and context does not count alone
        return max(0, sum(term.weight for term in terms)), told

    def _find(self, words: list[str]) -> list[_Match]:
        """Every run of words that is a term. Nearly all words begin none: one look passes them."""
        found: list[_Match] = []
        root, first = self._root, self._root.following
        for at in [at for at, word in enumerate(words) if word in first or word.isdigit()]:
            root.follow(words, at, at, found)
        together = " ".join(words)
        if any(start in together for start in self._starts):
            for at in range(len(words)):
                root.finish(words, at, at, found)
        return found

    def _choose(self, found: list[_Match]) -> Iterable[int]:
        """The ranks of the terms that stand, each once, in the text's order."""
        kept: list[tuple[int, int]] = []
        claims: dict[int, list[_Match]] = {}  # by word
        for match in sorted(found):
            if self._stands(match, claims):
                _, at, rank, end = match
                kept.append((at, rank))
                for word in range(at, end):
                    claims.setdefault(word, []).append(match)
        return dict.fromkeys(rank for _, rank in sorted(kept))

    def _stands(self, match: _Match, claims: Mapping[int, Sequence[_Match]]) -> bool:
        """Whether no stronger one holds all its words, or shares one while one of both denies."""
        _, at, rank, end = match
        for word in range(at, end):
            for _, other_at, other, other_end in claims.get(word, ()):
                if other_at <= at and end <= other_end:
                    return False
                if self._denies[rank] or self._denies[other]:
                    return False
        return True


def _strength(term: Term) -> tuple[int, int, int]:
    """Sorted, the stronger come first."""
    words = term.words
    return -len(words), _KINDS.index(term.kind), -sum(map(len, words))


def _themes(telling: Iterable[Iterable[Term]]) -> tuple[str, ...]:
    """The themes of texts by the weight of their terms, each term once; then by name."""
    weights: Counter[str] = Counter()
    for term in dict.fromkeys(term for terms in telling for term in terms):
        if term.theme:
            weights[term.theme] += term.weight
    return tuple(sorted(weights, key=lambda theme: (-weights[theme], theme)))
