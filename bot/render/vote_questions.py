"""What organisers are asked about votes, and what they answered."""

from __future__ import annotations

from typing import Final

from bot.domain.offers import OfferState
from bot.domain.votes import COMING, UNCONFIRMED, VoteStatus
from bot.ports.chat import Button, Message, Style
from bot.render import sittings
from bot.render.texts import N_, Texts
from bot.render.towns import at_town
from bot.render.votes import VoteCard, source, status_name, what

CONFIRM_ACTION: Final = "vigie:vote:yes:"
CORRECT_ACTION: Final = "vigie:vote:correct:"
DROP_ACTION: Final = "vigie:vote:no:"
ANNOUNCE_ACTION: Final = "vigie:vote_offer:yes:"
TRUST_ACTION: Final = "vigie:vote_offer:trust:"
IGNORE_ACTION: Final = "vigie:vote_offer:no:"


def reported(card: VoteCard, texts: Texts) -> Message:
    """A report, to be confirmed by an organiser or a second person; then what became of it."""
    vote, at = card.vote, at_town(card.commune.label, texts)
    when = sittings.moment(vote.sitting, texts)
    told = _told(card, texts)
    if vote.status in UNCONFIRMED:
        return _to_confirm(card, told, texts, at, when)
    if vote.status is VoteStatus.DROPPED:
        return Message(texts.say("🗳️ Vote signalé {at}, {when} : écarté", at=at, when=when))
    state = status_name(vote.status, texts)
    head = texts.say("🗳️ Vote signalé {at}, {when} : {state}", at=at, when=when, state=state)
    return Message("\n".join([head, *told]))


def _to_confirm(card: VoteCard, told: list[str], texts: Texts, at: str, when: str) -> Message:
    vote = card.vote
    if vote.reporter is None:
        head = texts.say("🗳️ Un vote peut-être {at}, {when}, d'après le forum", at=at, when=when)
        ask = texts.say("Aux référent·es de vérifier : rien n'est annoncé avant.")
    else:
        head = texts.say("🗳️ Vote signalé {at}, {when} : à confirmer", at=at, when=when)
        ask = texts.say("Une autre personne ou les référent·es peuvent confirmer.")
    return Message(
        "\n".join([head, *told, ask]),
        buttons=(
            Button(texts.say("Confirmer"), f"{CONFIRM_ACTION}{vote.id}", Style.MAIN),
            Button(texts.say("Corriger"), f"{CORRECT_ACTION}{vote.id}"),
            Button(texts.say("Écarter"), f"{DROP_ACTION}{vote.id}"),
        ),
    )


def _told(card: VoteCard, texts: Texts) -> list[str]:
    vote = card.vote
    when = sittings.full(vote.sitting, texts, card.zone)
    lines = [texts.say("**Quand** {when}", when=when)]
    lines.append(texts.say("**Quoi** {what}", what=what(vote, texts)))
    lines.append(texts.say("**Source** {source}", source=source(vote, texts)))
    return lines


def offered(card: VoteCard, state: OfferState, offer: int, texts: Texts, *, known: bool) -> Message:
    """What another collective tells of a vote; `known`: this one announced it before."""
    at = at_town(card.commune.label, texts)
    when = sittings.moment(card.vote.sitting, texts)
    facts = {"at": at, "when": when}
    match state:
        case OfferState.TAKEN:
            return Message(texts.say("🗳️ Vote {at}, {when} : repris ici", **facts))
        case OfferState.IGNORED:
            return Message(texts.say("🗳️ Vote d'un autre collectif {at} : ignoré", **facts))
        case OfferState.OVER:
            return Message(texts.say(_over(card.vote.status), **facts))
        case OfferState.OPEN:
            return _open(card, offer, texts, facts, known=known)


def _over(status: VoteStatus) -> str:
    """Why nothing is asked any more."""
    if status in {VoteStatus.WITHDRAWN, VoteStatus.DROPPED}:
        return N_("✏️ Vote d'un autre collectif {at} : retiré par ce collectif")
    if status is VoteStatus.POSTPONED:
        return N_("✏️ Vote d'un autre collectif {at} : reporté, la nouvelle date n'est pas connue")
    if status in COMING:  # again, which is another question
        return N_("✏️ Vote d'un autre collectif {at} : la date a changé")
    return N_("✏️ Vote d'un autre collectif {at} : la séance est passée")


def _open(
    card: VoteCard, offer: int, texts: Texts, facts: dict[str, str], *, known: bool
) -> Message:
    if not known:
        head = texts.say("🗳️ Un autre collectif a confirmé un vote {at}, {when}", **facts)
        yes = texts.say("Annoncer ici")
    elif card.vote.status in COMING:
        head = texts.say("✏️ Un autre collectif a déplacé le vote {at} : {when}", **facts)
        yes = texts.say("Déplacer ici aussi")
    else:
        state = status_name(card.vote.status, texts)
        head = texts.say(
            "✏️ Vote {at}, {when}, pour un autre collectif : {state}", **facts, state=state
        )
        yes = texts.say("Reprendre ici")
    return Message(
        "\n".join([head, *_told(card, texts)]),
        buttons=(
            Button(yes, f"{ANNOUNCE_ACTION}{offer}", Style.MAIN),
            Button(texts.say("Toujours annoncer leurs votes"), f"{TRUST_ACTION}{offer}"),
            Button(texts.say("Ignorer"), f"{IGNORE_ACTION}{offer}"),
        ),
    )
