"""A place in a phrase, moved by whoever understands the next words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from bot.domain.dates.lexing import Kind, Phrase, Token
from bot.domain.dates.words import FIRST_LETTERS, LETTERS, MAX_NUMBER_WORDS
from bot.domain.refusals import Reason, Refused

MAX_STEPS: Final = 2_000  # looks at a token; the wildest phrase needs a fifth of them
_MAX_DIGITS: Final = 6
_MAX_SAID: Final = 60  # characters of what is quoted in a refusal


class Cursor:
    """Every look at a token is counted, so that no phrase is worth more than a little work.

    Raises Refused(DATE_TOO_LONG) beyond `MAX_STEPS` looks.
    """

    def __init__(self, phrase: Phrase) -> None:
        self._phrase = phrase
        end = len(phrase.said)
        self._end = Token(Kind.END, "", end, end, spaced=True)
        self.at = 0
        self.steps = 0

    @property
    def is_done(self) -> bool:
        return self.at >= len(self._phrase.tokens)

    def peek(self, ahead: int = 0) -> Token:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Refused(Reason.DATE_TOO_LONG)
        place = self.at + ahead
        return self._phrase.tokens[place] if place < len(self._phrase.tokens) else self._end

    def take(self, *words: str) -> bool:
        """Goes past these words or signs, if they come next, in a row."""
        if all(self.peek(place).text == word for place, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def take_any(self, words: Collection[str]) -> bool:
        """Goes past the next token, if it is one of these."""
        if self.peek().text in words:
            self.at += 1
            return True
        return False

    def number(self) -> int | None:
        """Goes past a number in digits or in letters, if one comes next."""
        token = self.peek()
        if token.is_number(_MAX_DIGITS):
            self.at += 1
            return int(token.text)
        if token.text not in FIRST_LETTERS:
            return None
        return self._letters()

    def _letters(self) -> int | None:
        """The longest: `vingt et un` before `vingt`."""
        words = [self.peek(place).text for place in range(MAX_NUMBER_WORDS)]
        for length in range(MAX_NUMBER_WORDS, 0, -1):
            number = LETTERS.get(" ".join(words[:length]))
            if number is not None:
                self.at += length
                return number
        return None

    def has_ahead(self, words: Collection[str]) -> bool:
        """Whether one of these comes later."""
        return any(self.peek(place).text in words for place in range(self._left()))

    def _left(self) -> int:
        return len(self._phrase.tokens) - self.at

    def said(self, since: int, until: int | None = None) -> str:
        """What was typed from one token to another, or to where the cursor is."""
        tokens = self._phrase.tokens[since : self.at if until is None else until]
        return shortened(self._phrase.said[tokens[0].start : tokens[-1].end]) if tokens else ""

    def said_around(self, ahead: int) -> str:
        """A word as it was typed, with all that hangs on it."""
        token = self.peek(ahead)
        said = self._phrase.said
        start = said.rfind(" ", 0, token.start) + 1
        end = said.find(" ", token.start)
        word = said[start : end if end >= 0 else len(said)]
        return shortened(word.strip(",;.!?") or word)

    @property
    def whole(self) -> str:
        return shortened(self._phrase.said)


def shortened(said: str) -> str:
    return said if len(said) <= _MAX_SAID else said[: _MAX_SAID - 1].rstrip() + "…"
