"""A phrase cut into words, numbers and signs, each with its place in what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]+"
)
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘‛′ʼʹʻʽ`"), " ")
_ACUTE: Final = {ord("´"): "'"}  # NFKC would make two characters of it
_QUOTES: Final = dict.fromkeys(map(ord, '«»‹›“”„‟"'), " ")  # around a date that is copied
# « dix-huit » and « après-demain » are words in a row; « 18h-20h » and « 14-12 » keep their sign.
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_]{2})-(?=[^\W\d_])")
_TOKEN: Final = re.compile(
    r"(?P<word>(?:[^\W\d_][\u0300-\u036f]*)+)|(?P<number>[0-9]+)|(?P<sign>\S)"
)
_DIGITS: Final = frozenset("0123456789")
_ACCENTS: Final = re.compile(r"[\u0300-\u036f]+")


class Kind(StrEnum):
    WORD = "word"
    NUMBER = "number"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is folded; `start` and `end` count characters of the phrase as it is kept."""

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool  # whether something parts it from the token before

    def is_number(self, most_digits: int) -> bool:
        return self.kind is Kind.NUMBER and len(self.text) <= most_digits


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was said, as it is shown again, and its tokens."""

    said: str
    tokens: tuple[Token, ...]


def normalised(typed: str) -> str:
    """One form for each character, one space between words. What only looks like a digit stays as
    it is: « ² » is no 2, and no date is guessed from it.
    """
    parts = groupby(typed.translate(_ACUTE), _is_no_digit)
    plain = "".join("".join(part) if kept else _one_form("".join(part)) for kept, part in parts)
    return " ".join(_UNSEEN.sub("", plain).split())


def _is_no_digit(sign: str) -> bool:
    """Whether a sign would become digits and is none; those of another width or face are."""
    return not sign.isascii() and not sign.isdecimal() and not _DIGITS.isdisjoint(_one_form(sign))


def _one_form(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def lex(said: str) -> Phrase:
    """The tokens of a normalised phrase; quotes, and punctuation at its end, mean nothing."""
    plain = said.translate(_DASHES | _APOSTROPHES | _QUOTES).rstrip(" .!?,;")
    plain = _HYPHEN.sub(" ", plain)
    tokens: list[Token] = []
    end = 0
    for found in _TOKEN.finditer(plain):
        kind = Kind(found.lastgroup or Kind.SIGN)
        text = _folded(found[0]) if kind is Kind.WORD else found[0]
        tokens.append(Token(kind, text, found.start(), found.end(), found.start() > end))
        end = found.end()
    return Phrase(said, tuple(tokens))


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFD", word.casefold()))
