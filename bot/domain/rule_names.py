"""Which rule of law somebody means, by its title rather than its id."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from bot.domain.folding import fold
from bot.domain.refusals import Reason, Refused
from bot.domain.rules import Choice, Note, Pack, Rule
from bot.domain.wordings import Wording

_READ_MAX: Final = 100  # characters that are compared
_MOST_CHOICES: Final = 4
_CLOSE_ENOUGH: Final = 0.6

Pick = Callable[[Wording], str]


def meant(pack: Pack, said: str, pick: Pick) -> str:
    """The id of the one rule that was chosen, or whose title was typed; `pick` gives the language
    in which one is suggested.

    Raises Refused: RULE_SEVERAL, RULE_NEAR, RULE_UNKNOWN.
    """
    written = said.strip()[:_READ_MAX]
    if written.lower() in {one.id for one in _all(pack)}:
        return written.lower()
    found = [one for one in _all(pack) if fold(written) in _titles(one)]
    if not found:
        found = suggested(pack, written) if fold(written) else []
    if len(found) == 1:
        return found[0].id
    if found:
        titles = "\n".join(pick(one.title) for one in found[:_MOST_CHOICES])
        raise Refused(Reason.RULE_SEVERAL, rule=written, choices=titles)
    if nearest := _nearest(pack, written, pick):
        raise Refused(Reason.RULE_NEAR, rule=written, nearest=nearest)
    return pack.find(written).id


def suggested(pack: Pack, typed: str) -> list[Rule | Choice | Note]:
    """The rules of which the title or the id holds every word typed so far, in the file's order."""
    words = fold(typed).split()
    return [one for one in _all(pack) if _holds(one, words)]


def _holds(one: Rule | Choice | Note, words: list[str]) -> bool:
    said = " ".join([*_titles(one), fold(one.id)])
    return all(f" {word}" in f" {said}" for word in words)


def _nearest(pack: Pack, said: str, pick: Pick) -> str:
    """The title, in the language of whoever asked, of the rule that resembles this most."""
    known = {title: one for one in _all(pack) for title in _titles(one)}
    near = get_close_matches(fold(said), known, n=1, cutoff=_CLOSE_ENOUGH)
    return pick(known[near[0]].title) if near else ""


def _titles(one: Rule | Choice | Note) -> tuple[str, str]:
    return fold(one.title.fr), fold(one.title.en)


def _all(pack: Pack) -> tuple[Rule | Choice | Note, ...]:
    return (*pack.computed, *pack.notes.values())
