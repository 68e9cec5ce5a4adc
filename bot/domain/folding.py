"""Text reduced to what its writer meant: case, accents and punctuation are free."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

_TOGETHER: Final = 2000  # lines: enough to be fast, few enough to need little memory
SAINTS: Final = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}

# These have no decomposition in Unicode. Marks of letters and of line breaks go without a trace.
_LIGATURES: Final = {"œ": "oe", "æ": "ae"}
_UNSEEN: Final = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+")
_KEPT: Final = b"abcdefghijklmnopqrstuvwxyz0123456789\n"
_ONLY_WORDS: Final = bytes(sign if sign in _KEPT else ord(" ") for sign in range(256))
_WORDS: Final = re.compile(r"[^\W_]+")
_SPACES: Final = re.compile(r" {2,}")
_SAINT: Final = re.compile(r"\b(?:st|ste|sts|stes)\b")
_ORDINAL: Final = re.compile(r"\b(\d+)(?:er|ere|e|eme|ieme|nd|nde)\b")
_ARTICLE: Final = re.compile(r"(?:l|la|le|les) (?=.)")


def raw_words(text: str) -> list[str]:
    """The words of a text in `a-z0-9`, abbreviations as they were typed."""
    return _plain(text).split()


def fold(text: str) -> str:
    """The words of a text in `a-z0-9`, one space between: the same for every way of writing it.

    `st` is `saint`, `13e` is `13`.
    """
    return " ".join(_spelled_out(_plain(text)).split())


def fold_all(texts: Iterable[str]) -> Iterator[str]:
    """Many texts of one line each, folded together: much faster than one by one."""
    left = iter(texts)
    while together := list(islice(left, _TOGETHER)):
        yield from map(str.strip, _spelled_out(_plain("\n".join(together))).split("\n"))


def with_accents(text: str) -> str:
    """The words of a text in small letters as they are written, one space between."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFC", text).lower()))


def without_article(folded: str) -> str:
    """A folded name without its leading article; itself where it has none, or is one."""
    article = _ARTICLE.match(folded)
    return folded[article.end() :] if article else folded


def _plain(text: str) -> str:
    text = text.casefold()
    if not text.isascii():
        for ligature, letters in _LIGATURES.items():
            text = text.replace(ligature, letters)
        text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text)).casefold()
    # Bytes are exchanged by a table much faster than an expression is looked for.
    words = text.encode("ascii", "replace").translate(_ONLY_WORDS).decode()
    return _SPACES.sub(" ", words)


def _spelled_out(plain: str) -> str:
    return _ORDINAL.sub(r"\1", _SAINT.sub(lambda found: SAINTS[found[0]], plain))
