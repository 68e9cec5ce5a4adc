"""Whether a thread of a forum names a city."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from bot.domain.folding import fold

_PART_OF_A_WORD: Final = r"[\w'’-]"
_REMARK: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")  # « Nice (06) »


def names_city(title: str, tags: Iterable[str], name: str) -> bool:
    """By a tag, or by its name in the title, written as a name is: « Nice », not « nice »."""
    known = set(tags_of(name))
    if any(tag.casefold() in known for tag in tags):
        return True
    around = rf"(?<!{_PART_OF_A_WORD}){re.escape(_plain(name))}(?!\w|-\w)"
    elided = rf"(?<=[dlDL]['’]){re.escape(_plain(name))}(?!\w|-\w)"
    return re.search(f"{around}|{elided}", _plain(title)) is not None


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


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("’", "'")
