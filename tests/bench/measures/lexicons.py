"""A thousand paragraphs of a forum read with the lexicon, after it is loaded."""

from __future__ import annotations

import asyncio
import csv
import time
from itertools import chain, repeat
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from bot.domain.lexicon import Lexicon
from bot.reference import load_lexicon
from tests.bench.report import Goal, Result

_PARAGRAPHS, _WORDS, _ROUNDS = 1_000, 60, 9
_EXAMPLES: Final = Path(__file__).parents[2] / "data" / "lexicon_examples.csv"
# What people write between two items of an agenda, so that terms are as thin as in their posts.
_TALK: Final = (
    "On s'est retrouvé·es à sept hier soir, et la salle était déjà pleine à vingt heures.",
    "Quelqu'un a-t-il gardé l'ordre du jour ? Je ne le trouve plus sur le site de la ville…",
    "J'ai écrit à l'élue de l'opposition : elle répond « pas avant la fin du mois ».",
    "Pour la réunion du 14 décembre, il manque encore deux personnes à l'accueil.",
    "Le compte rendu est en ligne, merci de le relire avant que nous l'envoyions à la presse.",
    "Dans le budget, la ligne a doublé en trois ans ; l'annexe n'explique rien du tout.",
)


async def measure() -> list[Result]:
    """Never raises NotMeasured."""
    lexicon = await asyncio.to_thread(load_lexicon)
    texts = paragraphs()
    took = median(_once(lexicon, texts) for _ in range(_ROUNDS))
    goal = Goal("value", "≤", 100)
    return [Result(f"lexicon, {_PARAGRAPHS:,} paragraphs", took, "ms", goal=goal)]


def paragraphs() -> list[str]:
    """Talk with one item of an agenda in it, 60 words each, the same each time."""
    random = Random(704)
    with _EXAMPLES.open(encoding="utf-8", newline="") as file:
        items = [row["text"] for row in csv.DictReader(file)]
    return [_paragraph(random, random.choice(items)) for _ in range(_PARAGRAPHS)]


def _paragraph(random: Random, item: str) -> str:
    talk = chain.from_iterable(random.choice(_TALK).split() for _ in repeat(None))
    words = [next(talk) for _ in range(_WORDS - len(item.split()))]
    words.insert(random.randint(0, len(words)), item)
    return " ".join(words)


def _once(lexicon: Lexicon, texts: list[str]) -> float:
    begun = time.perf_counter()
    for text in texts:
        lexicon.detect(text)
    return (time.perf_counter() - begun) * 1000
