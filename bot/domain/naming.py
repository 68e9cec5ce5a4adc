"""How forums write a city's name: as a tag, as a category."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.domain.folding import fold, without_article

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


def words_of(name: str) -> str:
    """The folded words that every title which names a commune holds."""
    return without_article(fold(name)).removesuffix(" arrondissement")
