"""The seven steps of `data/README.md` as they read, without a thought for speed.

It shares nothing with the program but its answer, so that the two can be compared.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from bot.domain.lexicon import Detection

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BREAKS = "\n\r\v\f\x85\u2028\u2029"
ORDER = ["negative", "positive", "context"]


@dataclass(frozen=True)
class Row:
    theme: str
    term: str
    weight: int
    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    row: Row
    at: int

    @property
    def places(self) -> set[int]:
        return set(range(self.at, self.at + len(self.row.words)))


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(one["theme"], one["term"], int(one["weight"]), one["kind"], term_words(one["term"]))
            for one in csv.DictReader(file)
        ]


def tokens(text: str) -> list[str]:
    """Step 1, a character at a time."""
    text = text.replace("\u00ad", "")
    for ligature, letters in (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae")):
        text = text.replace(ligature, letters)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if unicodedata.category(c)[0] != "M").lower()
    made = ""
    at = 0
    while at < len(text):
        if text[at] in "-\u2010" and text[at - 1 : at] in LETTERS and at > 0:
            after = at + 1
            while after < len(text) and text[after].isspace():
                after += 1
            white = text[at + 1 : after]
            if any(c in white for c in BREAKS) and after < len(text) and text[after] in LETTERS:
                at = after
                continue
        made += text[at] if text[at] in LETTERS + "0123456789" else " "
        at += 1
    return [word for word in made.split(" ") if word]


def singular(word: str) -> str:
    """Step 2."""
    return word[:-1] if len(word) >= 4 and word[-1] in "sx" else word


def term_words(term: str) -> tuple[str, ...]:
    """Step 3: `*` stays behind the last word, `#` is a word."""
    words: list[str] = []
    for part in re.split(r"(#)", term):
        words += ["#"] if part == "#" else tokens(part)
    if term.endswith("*"):
        return (*map(singular, words[:-1]), words[-1] + "*")
    return tuple(map(singular, words))


def is_word(wanted: str, token: str) -> bool:
    if wanted == "#":
        return all(c in "0123456789" for c in token)
    if wanted.endswith("*"):
        return token.startswith(wanted[:-1])
    return singular(token) == wanted


def runs(lexicon: list[Row], found: list[str]) -> list[Run]:
    """Step 4."""
    return [
        Run(row, at)
        for at in range(len(found))
        for row in lexicon
        if at + len(row.words) <= len(found)
        and all(is_word(word, found[at + n]) for n, word in enumerate(row.words))
    ]


def chosen(candidates: list[Run]) -> list[Run]:
    """Step 5."""
    kept: list[Run] = []
    for run in sorted(
        candidates,
        key=lambda run: (
            -len(run.row.words),
            ORDER.index(run.row.kind),
            -len("".join(run.row.words)),
            run.at,
        ),
    ):
        inside = any(run.places <= other.places for other in kept)
        denied = any(
            run.places & other.places and "negative" in (run.row.kind, other.row.kind)
            for other in kept
        )
        if not inside and not denied:
            kept.append(run)
    return kept


def detect(lexicon: list[Row], text: str) -> Detection:
    """Steps 6 and 7."""
    kept = sorted(chosen(runs(lexicon, tokens(text))), key=lambda run: run.at)
    terms: list[Row] = []
    for run in kept:
        if run.row not in terms:
            terms.append(run.row)
    positive = any(row.kind == "positive" for row in terms)
    score = 0
    for row in terms:
        if row.kind != "context" or positive:
            score += row.weight
    score = max(0, score)
    told = [row for row in terms if row.kind != "negative"]
    themes: dict[str, int] = {}
    if score >= 2:
        for row in told:
            if row.theme:
                themes[row.theme] = themes.get(row.theme, 0) + row.weight
    ordered = sorted(sorted(themes), key=lambda theme: themes[theme], reverse=True)
    return Detection(score >= 2, score, tuple(ordered), tuple(row.term for row in told))
