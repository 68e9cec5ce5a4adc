"""What somebody typed, as words that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.folding import fold

_READ_MAX: Final = 500  # characters: who writes more does not ask a short question
_UNSEEN: Final = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WRITTEN_WORD: Final = re.compile(rf"(?:[^\W_]|[{_UNSEEN}])+")

Phrases = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, and where it stands in the text: `text[start:end]`."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, and those of its words that are still to be understood."""

    text: str
    words: tuple[Word, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words)

    @property
    def written(self) -> str:
        """The words as they were typed, with what stands between them."""
        if not self.words:
            return ""
        part = self.text[self.words[0].start : self.words[-1].end]
        return f"{part})" if part.count("(") > part.count(")") else part

    def part(self, start: int, end: int | None = None) -> Sentence:
        """The words from one position to another."""
        return replace(self, words=self.words[start:end])

    def after(self, openings: Phrases) -> Sentence | None:
        """What follows the first of these phrases that opens the sentence; None without one."""
        for phrase in openings:
            if self.folded[: len(phrase)] == phrase:
                return self.part(len(phrase))
        return None

    def stripped(self, openings: Phrases, endings: Phrases) -> Sentence:
        """The sentence without any of these around it."""
        rest = self
        while (shorter := rest.after(openings)) is not None:
            rest = shorter
        while (shorter := rest._before(endings)) is not None:
            rest = shorter
        return rest

    def _before(self, endings: Phrases) -> Sentence | None:
        for phrase in endings:
            if self.folded[-len(phrase) :] == phrase:
                return self.part(0, len(self.words) - len(phrase))
        return None


def read(text: str) -> Sentence:
    """The sentence of a text, of which the first 500 characters count."""
    text = unicodedata.normalize("NFC", text[:_READ_MAX])
    words = (
        Word(folded, found.start(), found.end())
        for found in _WRITTEN_WORD.finditer(text)
        for folded in fold(found[0]).split()
    )
    return Sentence(text, tuple(words))


def phrases(*texts: str) -> Phrases:
    """Phrases of a grammar, the longest first: « où en est-on » comes before « où en est »."""
    return tuple(sorted((tuple(fold(text).split()) for text in texts), key=_longest_first))


def vocabulary(text: str) -> frozenset[str]:
    """The words of a list that is written with spaces between them, folded."""
    return frozenset(fold(text).split())


def _longest_first(phrase: tuple[str, ...]) -> int:
    return -len(phrase)
