"""How forums write a city's name: as a tag, as a category."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.domain.folding import fold

_LEADING_ARTICLE: Final = re.compile(r"(?:L['’]|L[ae]s? )")
_REMARK: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")  # « Nice (06) »


def is_name_of(title: str, name: str) -> bool:
    """Whether a category is the city's own: it is called by its name and by nothing else."""
    return fold(_REMARK.sub("", title)) == fold(name)


def tags_of(name: str) -> list[str]:
    """The forum tags that name a commune: forums write them without accents or capitals."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "Oe"))
    words = "".join(
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    )
    slug = "-".join(words.lower().split())
    accented = "-".join(name.lower().replace("'", " ").split())
    return sorted({slug, accented})


def pattern_of(name: str) -> str:
    """What SQL's `like` finds in every title that may name a commune, and in some others."""
    bare = _LEADING_ARTICLE.sub("", name)
    return "%" + "".join(_sign(letter) for letter in bare) + "%"


def _sign(letter: str) -> str:
    """Accents and hyphens are written or not; a ligature is one letter or two."""
    if letter.lower() in "œæ":
        return "%"
    return letter if letter.isascii() and letter.isalnum() else "_"
