"""Words made to fit their place, by measured width: lines, then an ellipsis, never smaller."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.render.pictures.faces import Face

_ELLIPSIS: Final = "…"
_LONGEST: Final = 600  # characters that are looked at: more fill no place of a picture
_WORD: Final = re.compile(r"[^ -]*-?(?: +|$|(?<=-))")  # a word, or a part before a hyphen


def cut(text: str, face: Face, room: float) -> str:
    """The text on one line, with an ellipsis where it does not fit; empty where nothing does."""
    text = text[:_LONGEST]
    if face.width(text) <= room:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if face.width(_ended(text[:middle])) <= room:
            fits = middle
        else:
            too_long = middle
    if not fits:
        return ""
    space = text.rfind(" ", 0, fits + 1)
    return _ended(text[: space if space > fits * 2 // 3 else fits])


def _ended(text: str) -> str:
    return text.rstrip(" ,;:.·(«-\u00a0") + _ELLIPSIS


def lines(text: str, face: Face, room: float, most: int, *, first: float = 0) -> list[str]:
    """At most `most` lines, broken at spaces, else after hyphens; the last one is cut.

    A word that is too long for a line ends there. `first` is the room of the first line where
    that has less.
    """
    text = text[:_LONGEST]
    done: list[str] = []
    wide = first or room
    while text and len(done) < most - 1 and face.width(text) > wide:
        taken = _taken(text, face, wide)
        if not taken:
            break
        done.append(text[:taken].rstrip())
        text, wide = text[taken:].lstrip(), room
    if text:
        done.append(cut(text, face, wide))
    return done


def _taken(text: str, face: Face, room: float) -> int:
    """How many characters the first line takes: whole words, none where the first is too long."""
    best = 0
    for word in _WORD.finditer(text):
        if not word[0] or face.width(text[: word.end()].rstrip()) > room:
            break
        best = word.end()
    return best


@lru_cache(maxsize=500)
def narrowest(text: str, face: Face, most: int) -> float:
    """The least room in which the text stands whole on so many lines; infinite where it is
    longer than any that is drawn whole."""
    if len(text) > _LONGEST:
        return math.inf
    enough = math.ceil(face.width(text)) + 1
    too_little = 0
    while enough - too_little > 1:
        middle = (too_little + enough) // 2
        if _letters("".join(lines(text, face, middle, most))) == _letters(text):
            enough = middle
        else:
            too_little = middle
    return float(enough)


def _letters(text: str) -> str:
    return text.replace(" ", "")


def largest(text: str, faces: Sequence[Face], room: float) -> Face:
    """The first of these faces in which the text fits, or else the last."""
    return next((face for face in faces if face.width(text) <= room), faces[-1])
