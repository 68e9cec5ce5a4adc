"""What a text is about, by the lexicon that ships."""

from __future__ import annotations

from functools import cache

from bot.domain.lexicon import Lexicon
from bot.reference import load_lexicon


@cache
def lexicon() -> Lexicon:
    """Loaded when first needed. Raises ReferenceDataError."""
    return load_lexicon()


def theme_of(text: str) -> str:
    """The weightiest theme of a text of a line or two; empty where it has none."""
    themes = lexicon().detect(text).themes
    return themes[0] if themes else ""
