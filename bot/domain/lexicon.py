"""Does a text speak of surveillance? Steps 4 to 7 of `data/README.md`; `wordforms` has the others.

The terms are data. A theme is whatever word the file has for it: one that `themes.Theme` does not
know is found and told like the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from bot.domain.wordforms import NUMBER, OPEN_END, forms, words_of, words_of_term

SURVEILLANCE_FROM: Final = 2  # points


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


class _Match(NamedTuple):
    """A term in a text. Sorted, the stronger come first; a tie is for what the file says first."""

    place: int  # of its term in strength, 0 for the strongest; as strong, the same
    at: int  # its first word
    rank: int  # of its term in the file
    end: int  # the word after its last


class _Node:
    """Words that begin terms: how they go on, and the ranks of the terms that they are."""

    __slots__ = ("following", "ranks", "starts")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}  # by the word as a text may have it
        self.starts: list[tuple[str, int]] = []  # of a last word, and the rank of its term
        self.ranks: list[int] = []

    def plant(self, words: Sequence[str], rank: int) -> None:
        node = self
        for word in words:
            if word.endswith(OPEN_END):
                node.starts.append((word.removesuffix(OPEN_END), rank))
                return
            after = node.following.get(word) or _Node()
            node.following.update(dict.fromkeys(forms(word), after))
            node = after
        node.ranks.append(rank)

    def found(self, words: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
        """The rank of each term that goes on from here at a word, and the word after its last."""
        node: _Node | None = self
        while node is not None:
            for rank in node.ranks:
                yield rank, at
            if at == len(words):
                return
            word = words[at]
            at += 1
            for start, rank in node.starts:
                if word.startswith(start):
                    yield rank, at
            if NUMBER in node.following and word.isdigit():
                yield from node.following[NUMBER].found(words, at)
            node = node.following.get(word)


class Lexicon:
    """Terms, in the order of their file, made ready to be found."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)
        self._root = _Node()
        for rank, term in enumerate(self._terms):
            self._root.plant(term.words, rank)
        self._starts = tuple(start for start, _ in self._root.starts)
        strengths = list(map(_strength, self._terms))
        places = {strength: place for place, strength in enumerate(sorted(set(strengths)))}
        self._places = [places[strength] for strength in strengths]

    def __len__(self) -> int:
        return len(self._terms)

    def detect(self, text: str) -> Detection:
        """One text: a title, an item of an agenda or a paragraph, not a whole page."""
        return self.detect_in_paragraphs((text,))

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
        kept = self._choose(self._find(words_of(text)))
        terms = [self._terms[rank] for rank in dict.fromkeys(match.rank for match in kept)]
        told = [term for term in terms if term.kind is not TermKind.NEGATIVE]
        if not any(term.kind is TermKind.POSITIVE for term in told):
            return 0, told  # negatives add nothing, and context does not count alone
        return max(0, sum(term.weight for term in terms)), told

    def _find(self, words: list[str]) -> list[_Match]:
        """Every run of words that is a term."""
        return [
            _Match(self._places[rank], at, rank, end)
            for at in self._beginnings(words)
            for rank, end in self._root.found(words, at)
        ]

    def _beginnings(self, words: list[str]) -> list[int]:
        """Where a term may begin: nearly all other words are passed at one look."""
        first, numbers = self._root.following, NUMBER in self._root.following
        together = " ".join(words)
        starts = tuple(start for start in self._starts if start in together)
        return [
            at
            for at, word in enumerate(words)
            if word in first or (starts and word.startswith(starts)) or (numbers and word.isdigit())
        ]

    def _choose(self, found: list[_Match]) -> list[_Match]:
        """Those that stand, in the text's order."""
        kept: list[_Match] = []
        claims: defaultdict[int, list[_Match]] = defaultdict(list)  # by word
        for match in sorted(found):
            span = range(match.at, match.end)
            if not any(self._yields(match, to) for at in span for to in claims.get(at, ())):
                kept.append(match)
                for at in span:
                    claims[at].append(match)
        return sorted(kept, key=lambda match: match.at)

    def _yields(self, match: _Match, to: _Match) -> bool:
        """Whether a match gives way to a stronger one that shares a word with it."""
        if match.end <= to.end and match.at >= to.at:
            return True
        return TermKind.NEGATIVE in (self._terms[match.rank].kind, self._terms[to.rank].kind)


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
