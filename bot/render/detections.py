"""What the lexicon found in a text, for a terminal and for a program."""

from __future__ import annotations

from typing import Any

from bot.domain.lexicon import Detection
from bot.render.texts import Texts
from bot.render.themes import theme_name


def told(found: Detection, texts: Texts) -> str:
    """On one line."""
    return f"{_verdict(found, texts)} {_terms(found, texts)}"


def as_json(found: Detection) -> dict[str, Any]:
    """`surveillance`: whether it is; `score`: from 0; `themes`, heaviest first, and `terms`, in
    the order of the text: as the lexicon writes them.
    """
    return {
        "surveillance": found.surveillance,
        "score": found.score,
        "themes": list(found.themes),
        "terms": list(found.terms),
    }


def _verdict(found: Detection, texts: Texts) -> str:
    if not found.surveillance:
        return texts.say("Pas de surveillance (score {score}).", score=found.score)
    if not found.themes:
        return texts.say("Surveillance (score {score}).", score=found.score)
    themes = ", ".join(theme_name(theme, texts) for theme in found.themes)
    return texts.say("Surveillance (score {score}) : {themes}.", score=found.score, themes=themes)


def _terms(found: Detection, texts: Texts) -> str:
    if not found.terms:
        return texts.say("Aucun terme du lexique.")
    return texts.say("Termes du lexique : {terms}.", terms=", ".join(found.terms))
