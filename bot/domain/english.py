"""English on a French forum, where « Nice » may be no city: « Nice to meet you »."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.domain.prose import Prose
from bot.domain.sentences import vocabulary

# Towns of which the name is an English word, too; others are told from words by what is French.
WORDS: Final = vocabulary("angers dole gap lens nice")

# None of these is read as French: no « on », « a », « or », « son », « but ».
_ENGLISH: Final = vocabulary(
    "the to of and is are was were be been it its this that these those you your yours we our they "
    "their he she his her my i am im for from with in at how what when where who why which have "
    "has had having do does did doing can could will would should not about into out up there here "
    "some any all very so too really just thanks thank please hello hi hey welcome everyone anyone "
    "everybody someone if then than also like love good great new first more other"
)
_FRENCH: Final = vocabulary(
    "le la les l des du de d un une et est sont dans pour sur avec que qu qui quoi au aux ce cette "
    "ces c nous vous il elle ils elles on pas plus par en ne n se s sa ses leur leurs y ou mais "
    "contre sans sous entre vers chez selon apres avant comment pourquoi quand ete sera seront"
)
# What follows a compliment, or begins one: « Nice work », « Nice one ».
_PRAISED: Final = vocabulary(
    "to of and work job one try idea ideas day meeting seeing talking guy guys people weather "
    "thing things find catch move touch shot pic pics picture pictures summary read thread tool "
    "reply answer enough looking tip tips feature features little"
)
_PLACED: Final = frozenset({"in", "from", "at", "near", "around", "to", "of"})  # « in Nice »
_ACTING: Final = vocabulary("is was has will wants s")  # « Nice is watching you »
_OUR_TOPICS: Final = vocabulary(
    "camera cameras surveillance videosurveillance police council mayor city drone drones facial "
    "recognition airport vote"
)


def is_a_word(prose: Prose, start: int, end: int) -> bool:
    """Whether the words `start` to `end`, one of `WORDS`, are English there rather than a place.

    The line decides in which they stand: it has more of English than of French, and neither puts
    them where a place stands nor speaks of what a collective watches.
    """
    line = set(_line(prose, start)) - set(range(start, end))
    english = sum(prose.folded[at] in _ENGLISH for at in line)
    french = sum(prose.folded[at] in _FRENCH for at in line)
    if french > english:
        return False
    after = prose.folded[end] if prose.is_joined(end) else ""
    if after in _PRAISED:
        return True
    before = prose.folded[start - 1] if prose.is_spaced(start) else ""
    if before in _PLACED or after in _ACTING:
        return False
    return english > french and not any(prose.folded[at] in _OUR_TOPICS for at in line)


def _line(prose: Prose, at: int) -> Iterator[int]:
    """The positions of the words on a word's line."""
    first = last = at
    while first > 0 and "\n" not in prose.gap(first):
        first -= 1
    while last + 1 < len(prose.words) and "\n" not in prose.gap(last + 1):
        last += 1
    yield from range(first, last + 1)
