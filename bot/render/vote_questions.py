"""What organisers are asked about votes, and what they answered."""

from __future__ import annotations

from typing import Final

from bot.domain.offers import OfferState
from bot.domain.votes import COMING, UNCONFIRMED, VoteStatus
from bot.ports.chat import Button, Message, Style
from bot.render import sittings
from bot.render.escaping import escape
from bot.render.texts import N_, Texts
from bot.render.votes import VoteCard, fitted, source, status_name, what

CONFIRM_ACTION: Final = "vigie:vote:yes:"
CORRECT_ACTION: Final = "vigie:vote:correct:"
DROP_ACTION: Final = "vigie:vote:no:"
PHOTO_ACTION: Final = "vigie:vote:photo:"
ANNOUNCE_ACTION: Final = "vigie:vote_offer:yes:"
TRUST_ACTION: Final = "vigie:vote_offer:trust:"
IGNORE_ACTION: Final = "vigie:vote_offer:no:"


def reported(card: VoteCard, texts: Texts) -> Message:
    """A report, to be confirmed by an organiser or a second person; then what became of it."""
    vote = card.vote
    if vote.status in UNCONFIRMED:
        return _to_confirm(card, texts)
    if vote.status is VoteStatus.DROPPED:
        return Message(fitted(N_("🗳️ Vote signalé {at}, {when} : écarté"), card, texts))
    state = status_name(vote.status, texts)
    head = fitted(N_("🗳️ Vote signalé {at}, {when} : {state}"), card, texts, state=state)
    return Message("\n".join([head, *_told(card, texts)]))


def _to_confirm(card: VoteCard, texts: Texts) -> Message:
    vote = card.vote
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
    return Message(
        "\n".join([fitted(head, card, texts), *_told(card, texts), ask]),
        buttons=(
            Button(texts.say("Confirmer"), f"{CONFIRM_ACTION}{vote.id}", Style.MAIN),
            Button(texts.say("Corriger"), f"{CORRECT_ACTION}{vote.id}"),
            Button(texts.say("Écarter"), f"{DROP_ACTION}{vote.id}"),
            *_photos(card, texts),
        ),
    )


def _photos(card: VoteCard, texts: Texts) -> tuple[Button, ...]:
    if not card.photos:
        return ()
    label = texts.count("Voir la photo", "Voir les {n} photos", card.photos)
    return (Button(label, f"{PHOTO_ACTION}{card.vote.id}"),)


def _told(card: VoteCard, texts: Texts) -> list[str]:
    vote = card.vote
    when = sittings.full(vote.sitting, texts, card.zone)
    lines = [texts.say("**Quand** {when}", when=when)]
    if vote.place:
        lines.append(texts.say("**Où** {place}", place=escape(vote.place)))
    lines.append(texts.say("**Quoi** {what}", what=what(vote, texts)))
    lines.append(texts.say("**Source** {source}", source=source(vote, texts)))
    return lines


def offered(card: VoteCard, state: OfferState, offer: int, texts: Texts, *, known: bool) -> Message:
    """What another collective tells of a vote; `known`: this one announced it before."""
    match state:
        case OfferState.TAKEN:
            return Message(fitted(N_("🗳️ Vote {at}, {when} : repris ici"), card, texts))
        case OfferState.IGNORED:
            return Message(fitted(N_("🗳️ Vote d'un autre collectif {at} : ignoré"), card, texts))
        case OfferState.OVER:
            said = N_("✏️ Vote d'un autre collectif {at} : retiré par ce collectif")
            return Message(fitted(said, card, texts))
        case OfferState.OPEN:
            return _open(card, offer, texts, known=known)


def _open(card: VoteCard, offer: int, texts: Texts, *, known: bool) -> Message:
    state = status_name(card.vote.status, texts)
    if not known:
        head = N_("🗳️ Un autre collectif a confirmé un vote {at}, {when}")
        yes = texts.say("Annoncer ici")
    elif card.vote.status in COMING:
        head = N_("✏️ Un autre collectif a déplacé le vote {at} : {when}")
        yes = texts.say("Déplacer ici aussi")
    else:
        head = N_("✏️ Autre collectif, vote {at}, {day} : {state}")
        yes = texts.say("Reprendre ici")
    return Message(
        "\n".join([fitted(head, card, texts, state=state), *_told(card, texts)]),
        buttons=(
            Button(yes, f"{ANNOUNCE_ACTION}{offer}", Style.MAIN),
            Button(texts.say("Toujours annoncer leurs votes"), f"{TRUST_ACTION}{offer}"),
            Button(texts.say("Ignorer"), f"{IGNORE_ACTION}{offer}"),
        ),
    )
