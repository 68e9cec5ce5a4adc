"""What somebody says of a vote, fact by fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain import vote_facts
from bot.domain.vote_facts import Fact, Facts
from bot.domain.votes import CouncilVote
from bot.render import dates
from bot.render.escaping import escape, neutral
from bot.render.shortening import shorten
from bot.render.texts import N_, Texts

_LONGEST: Final = 120  # characters of one fact
_NAMES: Final = {
    Fact.HOUR: N_("heure"),
    Fact.NUMBER: N_("point"),
    Fact.ITEM: N_("objet"),
    Fact.PLACE: N_("lieu"),
    Fact.SOURCE: N_("source"),
    Fact.URL: N_("lien"),
}


def name(fact: Fact, texts: Texts) -> str:
    return texts.say(_NAMES[fact])


def value(fact: Fact, said: str, texts: Texts) -> str:
    """`18h30`, or the words as they were typed."""
    if fact is Fact.HOUR and said:
        return dates.time(datetime.strptime(said[:5], "%H:%M"), texts.locale)  # noqa: DTZ007
    return neutral(shorten(said, _LONGEST))


def against(vote: CouncilVote, facts: Facts, texts: Texts) -> str:
    """`heure : 19h (noté : 18h30) · lieu : salle des fêtes`"""
    known = vote_facts.of(vote)
    return " · ".join(_against(one, said, known[one], texts) for one, said in facts.items())


def _against(fact: Fact, said: str, known: str, texts: Texts) -> str:
    told = {"fact": name(fact, texts), "said": escape(value(fact, said, texts))}
    if not known:
        return texts.say("{fact} : {said}", **told)
    return texts.say(
        "{fact} : {said} (noté : {known})", **told, known=escape(value(fact, known, texts))
    )


def is_missing_hour(vote: CouncilVote, facts: Facts) -> bool:
    """Whether somebody contradicts nothing: they only know the hour that nobody did."""
    return vote.sitting.hour is None and set(facts) == {Fact.HOUR}


def missing_hour(facts: Facts, texts: Texts) -> str:
    hour = escape(value(Fact.HOUR, facts[Fact.HOUR], texts))
    return texts.say("L'heure manquait : {hour} ?", hour=hour)


def short(facts: Facts, texts: Texts) -> str:
    """For a button: `19h, salle des fêtes`"""
    return ", ".join(value(one, said, texts) for one, said in facts.items())


def corrected(told: Mapping[str, str], texts: Texts) -> Sequence[str]:
    """Each fact that was put right, and how it was where that is to be told."""
    lines = []
    for fact in Fact:
        if fact not in told or fact is Fact.URL:
            continue
        facts = {
            "fact": name(fact, texts).capitalize(),
            "said": escape(value(fact, told[fact], texts)),
        }
        if was := told.get(f"was_{fact}"):
            was = escape(value(fact, was, texts))
            lines.append(texts.say("{fact} : {said} (avant : ~~{was}~~)", **facts, was=was))
        else:
            lines.append(texts.say("{fact} : {said}", **facts))
    return lines


def otherwise(
    before: CouncilVote, after: CouncilVote, texts: Texts, *, moved: bool = False
) -> Sequence[str]:
    """Each fact that is another now: `- heure : 18h30, au lieu de 18h`; but for the hour where it
    `moved` to another day."""
    lines = []
    for fact, was, is_ in vote_facts.changed(before, after):
        if fact is Fact.URL or (moved and fact is Fact.HOUR):
            continue
        said = escape(value(fact, is_, texts)) or texts.say("inconnu")
        facts = {"fact": name(fact, texts), "said": said}
        if was:
            was = escape(value(fact, was, texts))
            lines.append(texts.say("- {fact} : {said}, au lieu de {was}", **facts, was=was))
        else:
            lines.append(texts.say("- {fact} : {said}", **facts))
    return lines
