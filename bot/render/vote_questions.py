"""What organisers are asked about votes, and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from bot.domain.offers import OfferState
from bot.domain.vote_facts import Facts
from bot.domain.votes import COMING, UNCONFIRMED, CouncilVote, VoteStatus
from bot.ports.chat import Button, Message, Style
from bot.render import dates, reminders, sittings, vote_facts
from bot.render.deadline_cards import appeal_answers, published
from bot.render.escaping import escape
from bot.render.shortening import shorten
from bot.render.texts import N_, Texts
from bot.render.votes import VoteCard, fitted, source, status_name, what

_PHOTO: Final = "photo"  # the source of what comes with no other
CONFIRM_ACTION: Final = "vigie:vote:yes:"
CORRECT_ACTION: Final = "vigie:vote:correct:"
DROP_ACTION: Final = "vigie:vote:no:"
RESULT_ACTION: Final = "vigie:vote:result:"
FINAL_ACTION: Final = "vigie:vote:window:final:"
CHALLENGED_ACTION: Final = "vigie:vote:window:challenged:"
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
    card: VoteCard,
    texts: Texts,
    now: datetime,
    doubts: Sequence[Doubt] = (),
    twin: CouncilVote | None = None,
) -> Message:
    """A report, to be confirmed by an organiser or a second person; then what became of it.
    `doubts`: what others say of it; `twin`: an older vote of that day, which may be the same."""
    vote = card.vote
    if vote.status in UNCONFIRMED and vote.sitting.is_over(now):
        return _never_confirmed(card, texts)
    if vote.status in UNCONFIRMED:
        said = (
            N_("🗳️ Un vote peut-être {at}, {when}, d'après le forum")
            if vote.reporter is None
            else N_("🗳️ Vote signalé {at}, {when} : à confirmer")
        )
        return _to_confirm(card, [fitted(said, card, texts)], doubts, twin, texts)
    if vote.status is VoteStatus.DROPPED:
        return Message(fitted(N_("🗳️ Vote signalé {at}, {when} : écarté"), card, texts))
    state = status_name(vote.status, texts)
    head = fitted(N_("🗳️ Vote signalé {at}, {when} : {state}"), card, texts, state=state)
    return Message("\n".join([head, *_told(card, texts)]))


def asked_again(
    card: VoteCard,
    texts: Texts,
    now: datetime,
    doubts: Sequence[Doubt] = (),
    twin: CouncilVote | None = None,
    *,
    late: timedelta | None = None,
) -> Message:
    """Nobody confirmed it yet, and the sitting is near; or it is over, or somebody did meanwhile.
    `late` where that was to be asked earlier."""
    vote = card.vote
    if vote.status not in UNCONFIRMED or vote.sitting.is_over(now):
        return reported(card, texts, now, doubts, twin)
    left = sittings.days_left(vote.sitting, texts, now)
    head = fitted(N_("⏰ {city}, vote à confirmer {left} : {when}"), card, texts, left=left)
    return _to_confirm(card, [head, *reminders.late(late, texts)], doubts, twin, texts)


def _never_confirmed(card: VoteCard, texts: Texts) -> Message:
    """Its sitting is over: nobody can announce it any more, but it may be known what came of it."""
    ask = texts.say(
        "La séance est passée sans que personne confirme : rien n'a été annoncé. "
        "Le vote a-t-il eu lieu ? Aux référent·es de le dire."
    )
    head = fitted(N_("🗳️ Vote signalé {at}, {when} : jamais confirmé"), card, texts)
    return Message(
        "\n".join([head, *_told(card, texts), ask]),
        buttons=(
            Button(texts.say("Donner le résultat"), f"{RESULT_ACTION}{card.vote.id}", Style.MAIN),
            Button(texts.say("Écarter"), f"{DROP_ACTION}{card.vote.id}"),
            *_photos(card, texts),
        ),
    )


def window_over(card: VoteCard, last: date, texts: Texts, *, supposed: bool) -> Message:
    """Nobody can challenge it any more: was it? `supposed`: nobody told when it was published, and
    the window may be open still."""
    vote, day = card.vote, dates.day(last, texts.locale, year=True)
    said = (
        N_("Compté depuis la séance, il a fini le {day}. Publiée plus tard ? Dites-le.")
        if supposed
        else N_("Il a fini le {day}.")
    )
    ask = texts.say("Un recours est-il connu ? Aux référent·es de le dire.")
    head = fitted(N_("⏰ {city}, vote du {day} : le délai de recours est passé"), card, texts)
    about = texts.say("**Quoi** {what}", what=what(vote, texts))
    return Message(
        "\n".join([head, about, f"{texts.say(said, day=day)} {ask}"]),
        buttons=(
            Button(texts.say("Aucun recours connu"), f"{FINAL_ACTION}{vote.id}", Style.MAIN),
            Button(texts.say("Recours au tribunal"), f"{CHALLENGED_ACTION}{vote.id}"),
            *((published(vote.id, texts),) if supposed else ()),
        ),
    )


def window_moved(card: VoteCard, last: date, texts: Texts) -> Message:
    """It was asked about too early: what it is counted from turned out to be another day."""
    head = fitted(N_("✏️ {city}, vote du {day} : autre fin du délai de recours"), card, texts)
    about = texts.say("**Quoi** {what}", what=what(card.vote, texts))
    day = dates.day(last, texts.locale, year=True)
    ends = texts.say("Le délai finit le {day} : la question revient le lendemain.", day=day)
    return Message("\n".join([head, about, ends]))


def unanswered(card: VoteCard, born: date, due: Sequence[str], texts: Texts) -> Message:
    """The town hall was asked to reconsider, and did not answer; `due`: until when the court may
    be asked."""
    vote, day = card.vote, dates.day(born, texts.locale, year=True)
    head = fitted(N_("⏰ {city}, vote du {day} : recours gracieux sans réponse"), card, texts)
    answered = texts.say(
        "Une réponse est venue, ou le tribunal est saisi ? Aux référent·es de le dire."
    )
    return Message(
        "\n".join(
            [
                head,
                texts.say("**Quoi** {what}", what=what(vote, texts)),
                texts.say("Pas de réponse : c'est un refus ({day}).", day=day),
                *due,
                answered,
            ]
        ),
        buttons=(
            Button(texts.say("Recours au tribunal"), f"{CHALLENGED_ACTION}{vote.id}", Style.MAIN),
            *appeal_answers(vote.id, texts),
        ),
    )


def _to_confirm(
    card: VoteCard,
    head: Sequence[str],
    doubts: Sequence[Doubt],
    twin: CouncilVote | None,
    texts: Texts,
) -> Message:
    vote = card.vote
    told = [*_told(card, texts), *(_doubt(card, one, texts) for one in doubts)]
    if twin is not None:
        told.append(_perhaps(twin, vote.sitting.day, texts))
    ask = (
        texts.say("Une autre personne ou les référent·es peuvent confirmer.")
        if vote.takes_a_second
        else texts.say("Aux référent·es de vérifier : rien n'est annoncé avant.")
    )
    if doubts:
        ask = texts.say("Aux référent·es de choisir : rien n'est annoncé avant.")
    return Message(
        "\n".join([*head, *told, ask]),
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
