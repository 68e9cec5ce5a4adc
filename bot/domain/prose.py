"""Free text as words that know what stands between them, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.folding import SAINTS, fold

_READ_MAX: Final = 20_000  # characters: nobody reads more of a forum post
_UNSEEN: Final = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD: Final = re.compile(rf"(?:[^\W_]|[{_UNSEEN}])+")
_USUAL: Final = frozenset({" ", "-", "'", "’"})
_HYPHENS: Final = ("-", "\u2010", "\u2011")
_JOINT: Final = re.compile(rf"[^\S\n]*\n?[^\S\n]*|['’ʼ] ?|[{''.join(_HYPHENS)}]\n?")
_ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}")
_GAP_MAX: Final = 6  # characters that may stand within a name
_WITHIN: Final = re.compile(r" [-–] ")  # within known names: « Saint-Paterne - Le Chevain »
_PLAIN: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written at `text[start:end]`, and folded."""

    written: str
    folded: str
    start: int
    end: int

    @property
    def has_capital(self) -> bool:
        return self.written[0].isupper()

    @property
    def is_lower(self) -> bool:
        return self.written[0].islower()


class Prose:
    """The words of a text, of which the first 20,000 characters count."""

    def __init__(self, text: str) -> None:
        # What is no prose keeps its place: nothing is joined across it.
        self.text = _ADDRESS.sub(lambda found: "\0" * len(found[0]), text[:_READ_MAX])
        self.words = tuple(_words(self.text))
        self.folded = tuple(word.folded for word in self.words)
        self._joined = tuple(map(self._joins, range(len(self.words))))
        self._shouted = set(_shouted(self.text, self.words))

    def gap(self, at: int) -> str:
        """What stands before a word, behind the one before it; before all, and behind the last."""
        start = self.words[at - 1].end if at > 0 else 0
        end = self.words[at].start if at < len(self.words) else len(self.text)
        return self.text[start:end]

    def is_joined(self, at: int) -> bool:
        """Whether a word goes on with the one before it, as the words of one name do."""
        return 0 < at < len(self._joined) and self._joined[at]

    def is_spaced(self, at: int) -> bool:
        """Whether there is a word before, and nothing but space between."""
        return self.is_joined(at) and self.gap(at).isspace()

    def is_hyphened(self, at: int) -> bool:
        """Whether a hyphen ties a word to the one before it."""
        return self.is_joined(at) and self.gap(at).startswith(_HYPHENS)

    def is_shouted(self, at: int) -> bool:
        """Whether the whole line of a word is in capitals, which then say nothing."""
        return at in self._shouted

    def run(self, at: int, most: int) -> Sequence[str]:
        """A word and those that may belong to one name with it, folded."""
        end = at + 1
        last = min(at + most, len(self.words))
        while end < last and (self._joined[end] or _WITHIN.fullmatch(self.gap(end))):
            end += 1
        return self.folded[at:end]

    def _joins(self, at: int) -> bool:
        gap = self.gap(at)
        if gap in _USUAL or len(gap) > _GAP_MAX:
            return at > 0 and gap in _USUAL
        if gap[:1] == "." and at > 0 and self.words[at - 1].written.lower() in SAINTS:
            gap = gap[1:]
        return at > 0 and bool(_JOINT.fullmatch(gap))


def _words(text: str) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        written = found[0]
        lower = written.lower()
        # The usual word needs no folding: it is what takes the time.
        plain = lower not in SAINTS and _PLAIN.fullmatch(lower)
        for folded in (lower,) if plain else fold(written).split():
            yield Word(written, folded, found.start(), found.end())


def _shouted(text: str, words: Sequence[Word]) -> Iterator[int]:
    at, end = 0, 0
    for line in text.split("\n"):
        end += len(line) + 1
        begun = at
        while at < len(words) and words[at].start < end:
            at += 1
        if at - begun > 1 and not any(letter.islower() for letter in line):
            yield from range(begun, at)
