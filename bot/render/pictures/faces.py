"""The pictures' font: which characters it has, and how wide words are in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from bot.reference import data_folder

_FILES: Final = (
    "AtkinsonHyperlegibleNext_400Regular.ttf",
    "AtkinsonHyperlegibleNext_700Bold.ttf",
)
_ELLIPSIS: Final = "…"
# Signs that the font lacks, by near ones that it has.
_INSTEAD: Final = str.maketrans(
    {
        **dict.fromkeys("\u202f\u2007\u2060", "\u00a0"),
        **dict.fromkeys("\t\n\r\v\f\u2028\u2029", " "),
        **dict.fromkeys("\u2010\u2011\u2012", "-"),
        "→": "›",
        "←": "‹",
        "―": "—",
        "′": "’",
        "″": "”",
    }
)


def files() -> tuple[Path, Path]:
    """The regular and the bold face. Raises ReferenceDataError where the folder is missing."""
    regular, bold = (data_folder() / "fonts" / name for name in _FILES)
    return regular, bold


@dataclass(frozen=True, slots=True)
class Face:
    """A size in the picture's units, and a weight."""

    size: int
    bold: bool = False

    def width(self, text: str) -> float:
        """How far the words reach, as they are drawn: with kerning."""
        return _advance(text, self.bold) * self.size / 1000


@lru_cache(maxsize=1_000)
def _advance(text: str, bold: bool) -> int:
    import uharfbuzz as hb  # with the first picture: a bot that draws none does without

    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(_font(bold), buffer)
    return sum(int(one.x_advance) for one in buffer.glyph_positions or ())


@cache
def _font(bold: bool) -> Any:
    """A thousand units are one em. Raises OSError where the file is missing or no font."""
    import uharfbuzz as hb

    path = files()[bold]
    face = hb.Face(path.read_bytes())
    if not face.glyph_count:
        raise OSError(f"{path} is no font")
    font = hb.Font(face)
    font.scale = (1000, 1000)
    return font


def drawable(text: str) -> str:
    """The text as the font can draw it, on one line: no character of it would be an empty box.

    Emoji and signs go; letters of other scripts become an ellipsis.
    """
    known = unicodedata.normalize("NFC", text).translate(_INSTEAD)
    kept: list[str] = []
    for part in filter(None, map(_drawable, known)):
        if part != _ELLIPSIS or kept[-1:] != [_ELLIPSIS]:
            kept.append(part)
    drawn = "".join(kept)
    while (shorter := drawn.replace(f"{_ELLIPSIS} {_ELLIPSIS}", _ELLIPSIS)) != drawn:
        drawn = shorter
    return " ".join(word for word in drawn.split(" ") if word)


def has_words(text: str) -> bool:
    """Whether anything of it can be read."""
    return any(map(str.isalnum, text))


@lru_cache(maxsize=2_000)
def _drawable(character: str) -> str:
    if _has(character):
        return character
    plain = "".join(filter(_has, unicodedata.normalize("NFKD", character)))
    if plain:
        return "".join(_without_marks(plain))
    return _ELLIPSIS if character.isalnum() else ""


def _without_marks(text: str) -> Iterator[str]:
    return (one for one in text if not unicodedata.combining(one))


def _has(character: str) -> bool:
    return bool(_font(False).get_nominal_glyph(ord(character)) and _is_plain(character))


def _is_plain(character: str) -> bool:
    """Whether it stands by itself: a pile of accents reaches into the lines above."""
    return not unicodedata.combining(character)
