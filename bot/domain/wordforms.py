"""A text as the words that the lexicon compares: steps 1 to 3 of `data/README.md`.

`folding` is for names that people type and knows their abbreviations. This is for running text:
it mends words that a line's end cut in two, and keeps every word as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NUMBER: Final = "#"  # in a term: a word of digits alone
OPEN_END: Final = "*"  # after a term's last word: whatever begins so

_SHORTEST_PLURAL: Final = 4
_SOFT_HYPHEN: Final = "\u00ad"
_LIGATURES: Final = (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae"))
_MARK: Final = re.compile("[\u0300-\u036f]")  # one by one is faster than in runs
_RARE: Final = re.compile("[^\x00-\u02ff\u2000-\u206f\u20a0-\u20cf]")  # may be a mark, too
_BREAKS: Final = r"\n\r\v\f\x85\u2028\u2029"
# Nothing here is tried twice, so that a page of line breaks costs no more than another.
_CUT_WORD: Final = re.compile(
    rf"[-\u2010](?<=[a-z][-\u2010])[^\S{_BREAKS}]*+[{_BREAKS}]\s*+(?=[a-z])"
)
_BETWEEN: Final = bytes(byte if chr(byte).isalnum() else ord(" ") for byte in range(128)).ljust(256)
_WORD_OF_TERM: Final = re.compile(rf"[a-z0-9]+|(?<!\S){NUMBER}(?!\S)")


def words_of(text: str) -> list[str]:
    """The words of a text, in `a-z0-9`, plurals as they were written."""
    try:
        quick = text.encode(_USUAL).translate(_QUICK)
    except UnicodeEncodeError:
        quick = _SLOW
    if _SLOW in quick:
        quick = _plain(text).encode("ascii", "replace").translate(_BETWEEN)
    return quick.decode("ascii").split()


def singular(word: str) -> str:
    """Without the one final `s` or `x` of a word of four letters or more."""
    return word[:-1] if word[-1] in "sx" and len(word) >= _SHORTEST_PLURAL else word


def forms(word: str) -> tuple[str, ...]:
    """Every word that has this singular; none has one that is a plural itself."""
    return tuple(one for one in (word, f"{word}s", f"{word}x") if singular(one) == word)


def words_of_term(written: str) -> tuple[str, ...]:
    """The words of a term in the singular; NUMBER is a word, OPEN_END stays with the last."""
    words = _WORD_OF_TERM.findall(_plain(written))
    last = words[-1:]
    if last and written.rstrip().endswith(OPEN_END):
        return (*map(singular, words[:-1]), last[0] + OPEN_END)
    return tuple(map(singular, words))


def _plain(text: str) -> str:
    text = text.replace(_SOFT_HYPHEN, "")
    if not text.isascii():
        for ligature, letters in _LIGATURES:
            text = text.replace(ligature, letters)
        text = _MARK.sub("", unicodedata.normalize("NFKD", text))
    if not text.isascii():
        text = _RARE.sub(_unless_mark, text)
    return _CUT_WORD.sub("", text.lower())


def _unless_mark(rare: re.Match[str]) -> str:
    return "" if unicodedata.category(rare[0]).startswith("M") else rare[0]


def _quickly(sign: str) -> bytes:
    """What a sign comes to whatever stands beside it, or _SLOW."""
    if re.match(rf"[{_BREAKS}]", sign):
        return _SLOW
    plain = _plain(sign).encode("ascii", "replace").translate(_BETWEEN)
    return plain if len(plain) == 1 else b" " if plain.isspace() else _SLOW


# Nearly every text in French has only these signs, and needs one look at each.
_USUAL: Final = "cp1252"
_SLOW: Final = b"\0"
_QUICK: Final = b"".join(_quickly(bytes([byte]).decode(_USUAL, "replace")) for byte in range(256))
