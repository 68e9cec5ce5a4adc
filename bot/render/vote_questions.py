"""What organisers are asked about votes, and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Protocol

from bot.domain.offers import OfferState
from bot.domain.vote_facts import Facts
from bot.domain.votes import COMING, UNCONFIRMED, CouncilVote, VoteStatus
from bot.ports.chat import Button, Message, Style
from bot.render import dates, sittings, vote_facts
from bot.render.escaping import escape
from bot.render.shortening import shorten
from bot.render.texts import N_, Texts
from bot.render.votes import VoteCard, fitted, source, status_name, what

_PHOTO: Final = "photo"  # the source of what comes with no other
CONFIRM_ACTION: Final = "vigie:vote:yes:"
CORRECT_ACTION: Final = "vigie:vote:correct:"
DROP_ACTION: Final = "vigie:vote:no:"
PHOTO_ACTION: Final = "vigie:vote:photo:"
ANNOUNCE_ACTION: Final = "vigie:vote_offer:yes:"
TRUST_ACTION: Final = "vigie:vote_offer:trust:"
IGNORE_ACTION: Final = "vigie:vote_offer:no:"
TAKE_ACTION: Final = "vigie:vote_said:yes:"  # a statement follows
LEAVE_ACTION: Final = "vigie:vote_said:no:"
_SHORT: Final = 40  # characters of what a button takes
_WORDS: Final = 120  # of another vote


class Doubt(Protocol):
    """What somebody says of a vote that contradicts what is noted."""

    @property
    def id(self) -> int: ...
    @property
    def facts(self) -> Facts: ...


def reported(
    card: VoteCard, texts: Texts, doubts: Sequence[Doubt] = (), twin: CouncilVote | None = None
) -> Message:
    """A report, to be confirmed by an organiser or a second person; then what became of it.
    `doubts`: what others say of it; `twin`: an older vote of that day, which may be the same."""
    vote = card.vote
    if vote.status in UNCONFIRMED:
        return _to_confirm(card, doubts, twin, texts)
    if vote.status is VoteStatus.DROPPED:
        return Message(fitted(N_("🗳️ Vote signalé {at}, {when} : écarté"), card, texts))
    state = status_name(vote.status, texts)
    head = fitted(N_("🗳️ Vote signalé {at}, {when} : {state}"), card, texts, state=state)
    return Message("\n".join([head, *_told(card, texts)]))


def _to_confirm(
    card: VoteCard, doubts: Sequence[Doubt], twin: CouncilVote | None, texts: Texts
) -> Message:
    vote = card.vote
    told = [*_told(card, texts), *(_doubt(card, one, texts) for one in doubts)]
    if twin is not None:
        told.append(_perhaps(twin, vote.sitting.day, texts))
    if vote.reporter is None:
        head = N_("🗳️ Un vote peut-être {at}, {when}, d'après le forum")
        ask = texts.say("Aux référent·es de vérifier : rien n'est annoncé avant.")
    else:
        head = N_("🗳️ Vote signalé {at}, {when} : à confirmer")
        ask = (
            texts.say("Une autre personne ou les référent·es peuvent confirmer.")
            if vote.takes_a_second
            else texts.say("Aux référent·es de vérifier : rien n'est annoncé avant.")
        )
    if doubts:
        ask = texts.say("Aux référent·es de choisir : rien n'est annoncé avant.")
    return Message(
        "\n".join([fitted(head, card, texts), *told, ask]),
        buttons=(
            Button(texts.say("Confirmer"), f"{CONFIRM_ACTION}{vote.id}", Style.MAIN),
            Button(texts.say("Corriger"), f"{CORRECT_ACTION}{vote.id}"),
            Button(texts.say("Écarter"), f"{DROP_ACTION}{vote.id}"),
            *_photos(card, texts),
            *(choices(doubts[0], texts) if doubts else ()),
        ),
    )


def _photos(card: VoteCard, texts: Texts) -> tuple[Button, ...]:
    if not card.photos:
        return ()
    label = texts.count("Voir la photo", "Voir les {n} photos", card.photos)
    return (Button(label, f"{PHOTO_ACTION}{card.vote.id}"),)


def _doubt(card: VoteCard, doubt: Doubt, texts: Texts) -> str:
    if vote_facts.is_missing_hour(card.vote, doubt.facts):
        return vote_facts.missing_hour(doubt.facts, texts)
    said = vote_facts.against(card.vote, doubt.facts, texts)
    return texts.say("⚠️ Une autre personne dit : {said}", said=said)


def _perhaps(twin: CouncilVote, day: date, texts: Texts) -> str:
    facts = {
        "words": escape(shorten(twin.item.words, _WORDS)),
        "day": dates.day(twin.sitting.day, texts.locale, year=True),
    }
    if twin.status is VoteStatus.POSTPONED:
        return texts.say(
            "« {words} », prévu le {day}, était reporté sans nouvelle date. Si vous confirmez, "
            "c'est ce vote qui reprend à celle-ci.",
            **facts,
        )
    if twin.status is VoteStatus.WITHDRAWN:
        return texts.say(
            "⚠️ « {words} » a été retiré, séance du {day} : vérifiez qu'il revient vraiment.",
            **facts,
        )
    if twin.sitting.day != day:
        return texts.say(
            "« {words} » est déjà noté, séance du {day}. Si c'est le même, écartez celui-ci.",
            **facts,
        )
    return texts.say(
        "Un autre vote est noté ce jour-là : « {words} ». Si c'est le même, écartez celui-ci.",
        words=facts["words"],
    )


def choices(doubt: Doubt, texts: Texts) -> tuple[Button, Button]:
    """What somebody says is taken over, or not."""
    words = shorten(vote_facts.short(doubt.facts, texts), _SHORT)
    return (
        Button(texts.say("Prendre « {words} »", words=words), f"{TAKE_ACTION}{doubt.id}"),
        Button(texts.say("Laisser tel quel"), f"{LEAVE_ACTION}{doubt.id}"),
    )


def doubted(card: VoteCard, doubt: Doubt, taken: bool | None, texts: Texts) -> Message:
    """Somebody contradicts what was announced; `taken` is None until an organiser decides."""
    if taken is not None:
        done = N_("✏️ Correction du vote {at}, {when} : faite")
        left = N_("✏️ Correction du vote {at}, {when} : laissée de côté")
        return Message(fitted(done if taken else left, card, texts))
    is_hour = vote_facts.is_missing_hour(card.vote, doubt.facts)
    asked = N_("✏️ L'heure du vote {at}, {day} ?")
    head = fitted(asked if is_hour else N_("✏️ Une correction du vote {at}, {when} ?"), card, texts)
    ask = texts.say("Aux référent·es de vérifier : rien ne change avant.")
    lines = [head, _doubt(card, doubt, texts), ask]
    return Message("\n".join(lines), buttons=choices(doubt, texts))


def _told(card: VoteCard, texts: Texts) -> list[str]:
    vote = card.vote
    when = sittings.full(vote.sitting, texts, card.zone)
    lines = [texts.say("**Quand** {when}", when=when)]
    if vote.place:
        lines.append(texts.say("**Où** {place}", place=escape(vote.place)))
    lines.append(texts.say("**Quoi** {what}", what=what(vote, texts)))
    said = source(vote, texts)
    if card.photos and vote.source != _PHOTO:
        said = texts.count(
            "{source}, et {n} photo", "{source}, et {n} photos", card.photos, source=said
        )
    lines.append(texts.say("**Source** {source}", source=said))
    return lines


def offered(
    card: VoteCard,
    state: OfferState,
    offer: int,
    texts: Texts,
    *,
    known: bool,
    moved: bool = True,
    twin: CouncilVote | None = None,
) -> Message:
    """What another collective tells of a vote; `known`: this one announced it before; `moved`: at
    another sitting; `twin`: what this one holds of that day, which may be the same."""
    match state:
        case OfferState.TAKEN:
            return Message(fitted(N_("🗳️ Vote {at}, {when} : repris ici"), card, texts))
        case OfferState.IGNORED:
            return Message(fitted(N_("🗳️ Vote d'un autre collectif {at} : ignoré"), card, texts))
        case OfferState.OVER:
            return Message(fitted(_over(card.vote.status), card, texts))
        case OfferState.OPEN:
            told = [*_told(card, texts), *_held(twin, texts)]
            return _open(card, offer, told, texts, known=known, moved=moved)


def _over(status: VoteStatus) -> str:
    """Why nothing is asked any more."""
    if status in {VoteStatus.WITHDRAWN, VoteStatus.DROPPED}:
        return N_("✏️ Vote d'un autre collectif {at} : retiré par ce collectif")
    if status is VoteStatus.POSTPONED:
        return N_("✏️ Vote d'un autre collectif {at} : reporté, sans nouvelle date")
    if status in COMING:  # again, which is another question
        return N_("✏️ Vote d'un autre collectif {at} : la date a changé")
    return N_("✏️ Vote d'un autre collectif {at} : la séance est passée")


def _held(twin: CouncilVote | None, texts: Texts) -> list[str]:
    if twin is None:
        return []
    said = texts.say(
        "Un autre vote est noté ici ce jour-là : « {words} ». Si c'est le même, ignorez celui-ci.",
        words=escape(shorten(twin.item.words, _WORDS)),
    )
    return [said]


def _open(
    card: VoteCard, offer: int, told: Sequence[str], texts: Texts, *, known: bool, moved: bool
) -> Message:
    state = status_name(card.vote.status, texts)
    if not known:
        head = N_("🗳️ Un autre collectif a confirmé un vote {at}, {when}")
        yes = texts.say("Annoncer ici")
    elif card.vote.status in COMING and not moved:
        head = N_("✏️ Un autre collectif a corrigé le vote {at}, {when}")
        yes = texts.say("Corriger ici aussi")
    elif card.vote.status in COMING:
        head = N_("✏️ Un autre collectif a déplacé le vote {at} : {when}")
        yes = texts.say("Déplacer ici aussi")
    else:
        head = N_("✏️ Autre collectif, vote {at}, {day} : {state}")
        yes = texts.say("Reprendre ici")
    return Message(
        "\n".join([fitted(head, card, texts, state=state), *told]),
        buttons=(
            Button(yes, f"{ANNOUNCE_ACTION}{offer}", Style.MAIN),
            Button(texts.say("Toujours annoncer leurs votes"), f"{TRUST_ACTION}{offer}"),
            Button(texts.say("Ignorer"), f"{IGNORE_ACTION}{offer}"),
        ),
    )
